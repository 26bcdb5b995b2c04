/* SPDX-License-Identifier: Apache-2.0 */
/* Refuses what can run away or cannot be read.
 *
 *     (a+)+b        a text of n times "a" can be parted in 2^n ways: refused
 *     (\w+\s*){2,}  the same
 *     (a+b){1,9}    nine parts at most: allowed, the match limit guards the rest
 *     a.*b          reads on to the end of the text from every "a": refused
 *
 * One walk over the tokens with a stack of open groups; each remembers whether
 * an unbounded repeat was seen inside it. */
#include "match_regex_token.h"

struct group {
	size_t offset;
	bool   repeats; /* holds an unbounded repeat */
};

const char *match_regex_lint(struct slice pattern, size_t *offset)
{
	struct match_tokens tokens = { .pattern = pattern };
	struct group        groups[MATCH_GROUP_DEPTH_MAX + 1] = { { 0 } };
	struct match_token  token;
	size_t              depth = 0;

	for (match_token_next(&tokens, &token); token.kind != MATCH_TOKEN_END;
	     match_token_next(&tokens, &token)) {
		const bool unbounded = token.max == MATCH_TOKEN_UNBOUNDED;

		*offset = token.offset;
		if (token.kind == MATCH_TOKEN_REFUSED)
			return token.why;
		if (token.kind == MATCH_TOKEN_DOT && unbounded)
			return "an unbounded . reads to the end of the text from every place where "
			       "the pattern begins: say how far it may reach, as in .{0,80}";
		if (token.kind == MATCH_TOKEN_OPEN) {
			if (depth == MATCH_GROUP_DEPTH_MAX)
				return "groups nest deeper than 100: write a flatter pattern";
			groups[++depth] = (struct group){ .offset = token.offset };
			continue;
		}
		if (token.kind == MATCH_TOKEN_CLOSE && depth > 0) {
			const struct group closed = groups[depth--];

			if (unbounded && closed.repeats) {
				*offset = closed.offset;
				return "an unbounded repeat of a group that holds one can run "
				       "away: bound one of them, as in {0,20}";
			}
			groups[depth].repeats = groups[depth].repeats || closed.repeats;
		}
		groups[depth].repeats = groups[depth].repeats || unbounded;
	}
	return NULL;
}
