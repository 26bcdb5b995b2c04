/* SPDX-License-Identifier: Apache-2.0 */
/* Names of roles and states, as people write them. */
#include "base_buffer.h"
#include "keys_admin.h"

static const char *const role_names[] = { "check", "explain", "rules", "audit", "keys", "metrics" };

#define ROLE_COUNT (sizeof role_names / sizeof role_names[0])

static bool read_role(struct slice name, unsigned *roles)
{
	for (unsigned i = 0; i < ROLE_COUNT; i++)
		if (slice_equal_cstr(name, role_names[i])) {
			*roles |= 1u << i;
			return true;
		}
	return false;
}

bool keys_roles_read(struct slice text, unsigned *roles)
{
	size_t at = 0;

	*roles = 0;
	while (at <= text.len) {
		size_t comma = slice_find(text, SLICE_LIT(","), at);
		size_t end = comma == SIZE_MAX ? text.len : comma;

		if (!read_role(slice_trim(slice_range(text, at, end)), roles))
			return false;
		at = end + 1;
	}
	return true;
}

const char *keys_roles_print(unsigned roles, char text[KEYS_ROLES_CHARS])
{
	struct buffer out;

	buffer_init_fixed(&out, text, KEYS_ROLES_CHARS - 1);
	for (unsigned i = 0; i < ROLE_COUNT; i++)
		if ((roles & 1u << i) != 0) {
			buffer_append_cstr(&out, out.len > 0 ? "," : "");
			buffer_append_cstr(&out, role_names[i]);
		}
	text[out.len] = '\0';
	return text;
}

const char *keys_state_name(enum keys_state state)
{
	static const char *const names[] = {
		[KEYS_ACTIVE] = "active",
		[KEYS_INACTIVE] = "inactive",
		[KEYS_REVOKED] = "revoked",
	};

	return names[state];
}
