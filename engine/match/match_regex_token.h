/* SPDX-License-Identifier: Apache-2.0 */
/* Internal: a regex as tokens, for those who look at patterns without running
 * them: the lint, the required literal, the translation for the prefilter.
 *
 * What is allowed is smaller than PCRE2 on purpose: what a reader (or this file)
 * could take for something else is refused, with the way to write it instead. */
#ifndef MATCH_REGEX_TOKEN_H
#define MATCH_REGEX_TOKEN_H

#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum match_token_kind {
	MATCH_TOKEN_END,
	MATCH_TOKEN_LITERAL, /* one character as it is: `code` */
	MATCH_TOKEN_DOT,
	MATCH_TOKEN_CLASS,  /* [...] */
	MATCH_TOKEN_ESCAPE, /* an escape that stands for one character or more of a set, or
	                       for a character by number: \d \R \X \p{L} \x41 */
	MATCH_TOKEN_ASSERT, /* no width: ^ $ \b \B \A \z \Z \G */
	MATCH_TOKEN_OPTION, /* (?i) and the like, without a group */
	MATCH_TOKEN_OPEN,   /* a group begins */
	MATCH_TOKEN_CLOSE,  /* a group ends: the repeat is here */
	MATCH_TOKEN_ALTERNATE,
	MATCH_TOKEN_REFUSED /* `why` says what to write instead; nothing follows */
};

#define MATCH_TOKEN_UNBOUNDED UINT32_MAX

struct match_token {
	enum match_token_kind kind;
	size_t                offset; /* in the pattern */
	struct slice          text;   /* as written, without the repeat */
	uint32_t              code;   /* of LITERAL: the code point */
	uint32_t              min;    /* the repeat behind it; 1 and 1 when there is none */
	uint32_t              max;
	bool                  lookaround; /* of OPEN: (?= (?! (?<= (?<! */
	const char           *why;        /* of REFUSED */
};

struct match_tokens {
	struct slice pattern;
	size_t       at;
};

/* Reads any bytes safely; what PCRE2 would refuse comes out as some token or other. */
void match_token_next(struct match_tokens *tokens, struct match_token *token);

/* The first token that is not allowed, or an unbounded repeat of a group that holds one:
 * its reason and *offset; NULL when there is none. */
const char *match_regex_lint(struct slice pattern, size_t *offset);

/* Deepest nesting of groups; the lint refuses more. */
#define MATCH_GROUP_DEPTH_MAX 100u

#endif
