/* SPDX-License-Identifier: Apache-2.0 */
/* The revision: SHA-256 over each source in order as "name-length:name text-length:text",
 * with the digest of the category table first. The lengths keep two sources from being read
 * as one. The program's version is no part of it: the same files have the same revision
 * everywhere. */
#include "ruleset_build.h"

#include "base_digest.h"

#include <stdio.h>
#include <string.h>

static void counted_add(struct digest_state *state, struct slice bytes)
{
	char length[24];
	int  digits = snprintf(length, sizeof length, "%zu:", bytes.len);

	digest_add(state, (struct slice){ length, (size_t)digits });
	digest_add(state, bytes);
}

void ruleset_revision_write(char revision[RULESET_REVISION_CHARS + 1],
                            const struct ruleset_source *const *sources, size_t count)
{
	static const char   prefix[] = "sha256:";
	struct digest_state state;
	struct digest       digest;

	digest_begin(&state);
	counted_add(&state, slice_from_cstr(ruleset_category_digest()));
	for (size_t i = 0; i < count; i++) {
		counted_add(&state, slice_from_cstr(sources[i]->name));
		counted_add(&state, sources[i]->text);
	}
	digest_end(&state, &digest);
	memcpy(revision, prefix, sizeof prefix);
	digest_hex(&digest, revision + sizeof prefix - 1);
}
