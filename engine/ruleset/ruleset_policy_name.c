/* SPDX-License-Identifier: Apache-2.0 */
/* Which categories a name in a policy means: "weapons.cbrn" is one, "weapons" and "weapons.*" are
 * the family. */
#include "ruleset_build.h"

#include <string.h>

bool ruleset_family_holds(struct slice family, const char *code)
{
	struct slice whole = slice_from_cstr(code);

	return slice_starts_with(whole, family) &&
	       (whole.len == family.len || whole.ptr[family.len] == '.');
}

struct slice ruleset_family_of(struct slice name)
{
	if (slice_ends_with(name, SLICE_LIT(".*")))
		name.len -= 2;
	return name;
}

bool ruleset_policy_name_is_known(struct slice name)
{
	struct slice family = ruleset_family_of(name);

	for (size_t i = 0; i < ruleset_category_count(); i++) {
		const char *code = ruleset_category_code((uint16_t)i);

		if (slice_equal_cstr(name, code))
			return true;
		if (memchr(family.ptr, '.', family.len) == NULL &&
		    ruleset_family_holds(family, code))
			return true;
	}
	return false;
}

enum status ruleset_policy_name_unknown(struct ruleset_build *build, const struct yaml_node *name)
{
	size_t       count = ruleset_category_count();
	const char **known = ARENA_ARRAY(&build->scratch, count * 2, const char *);
	size_t       known_count = 0;

	if (known == NULL)
		return ruleset_no_memory(build);
	for (size_t i = 0; i < count; i++) {
		struct slice code = slice_from_cstr(ruleset_category_code((uint16_t)i));
		size_t       dot = slice_find(code, SLICE_LIT("."), 0);
		char        *family = ARENA_ARRAY(&build->scratch, code.len + 1, char);

		if (family == NULL)
			return ruleset_no_memory(build);
		memcpy(family, code.ptr, code.len + 1);
		known[known_count++] = code.ptr;
		if (dot != SIZE_MAX) {
			family[dot] = '\0';
			known[known_count++] = family;
		}
	}
	return ruleset_fault(build, "R004", name, "unknown category \"%.*s\"%s",
	                     SLICE_ARG(name->text),
	                     ruleset_hint(build, name->text, known, known_count));
}
