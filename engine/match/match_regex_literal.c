/* SPDX-License-Identifier: Apache-2.0 */
/* The run of letters and digits that every match must hold.
 *
 *     AKIA[0-9A-Z]{16}          akia        ends inside a word, perhaps
 *     (?:ghp|gho)_[a-z]{36}     nothing     one of two, and each is too short
 *     -----BEGIN (RSA )?PRIVATE KEY-----    private, a word of its own
 *
 * A run grows over characters that follow each other with nothing between. A
 * repeat, a class, an assertion or the edge of a group ends it. What was found
 * in a group is forgotten at its end when the group may be skipped, holds
 * alternatives or only looks around.
 *
 * Folded text shows a run of ASCII letters and digits as it is, in small letters, and
 * every other ASCII character as a space; so a run is certainly a word's beginning or
 * end only beside an ASCII separator of the pattern. \b, ^ and $ are not taken for
 * one: \b also holds behind a combining mark, which folded text may keep in the word. */
#include "match_regex.h"

#include "match_regex_token.h"

struct run {
	size_t start; /* in the shared text of all runs */
	size_t len;
	bool   word_start;
	bool   word_end;
};

struct level {
	struct run best;
	bool       alternates;
	bool       lookaround;
};

struct finder {
	char        *chars; /* every run's characters, one behind the other */
	size_t       used;
	struct run   run;       /* the one that grows */
	bool         separated; /* the last character was an ASCII separator */
	struct level levels[MATCH_GROUP_DEPTH_MAX + 1];
	size_t       depth;
};

static void run_keep_best(struct run *best, struct run run)
{
	if (run.len > best->len)
		*best = run;
}

static void run_end(struct finder *finder, bool word_end)
{
	finder->run.word_end = word_end;
	run_keep_best(&finder->levels[finder->depth].best, finder->run);
	finder->run = (struct run){ .start = finder->used };
	finder->separated = false;
}

static void run_grow(struct finder *finder, char c)
{
	if (finder->run.len == 0)
		finder->run = (struct run){ .start = finder->used,
			                    .word_start = finder->separated };
	finder->chars[finder->used++] = c;
	finder->run.len++;
}

/* The small letter or digit a code point is in folded text, or 0. */
static char folded_char(uint32_t code)
{
	if ((code >= '0' && code <= '9') || (code >= 'a' && code <= 'z'))
		return (char)code;
	return code >= 'A' && code <= 'Z' ? (char)(code + 32) : 0;
}

static void literal_take(struct finder *finder, const struct match_token *token)
{
	const char c = folded_char(token->code);

	if (token->min == 0 || c == 0) {
		run_end(finder, token->min > 0 && token->code < 0x80);
		finder->separated = token->min > 0 && token->code < 0x80;
		return;
	}
	run_grow(finder, c);
	if (token->max == 1)
		return;
	/* "bc+d": "bc" ends here, and "cd" begins with the last of the repeats. */
	run_end(finder, false);
	run_grow(finder, c);
}

static void group_end(struct finder *finder, const struct match_token *token)
{
	const struct level closed = finder->levels[finder->depth--];

	if (token->min > 0 && !closed.alternates && !closed.lookaround)
		run_keep_best(&finder->levels[finder->depth].best, closed.best);
}

/* False when the pattern is none the lint lets through. */
static bool token_take(struct finder *finder, const struct match_token *token)
{
	if (token->kind == MATCH_TOKEN_LITERAL) {
		literal_take(finder, token);
		return true;
	}
	run_end(finder, false);
	if (token->kind == MATCH_TOKEN_ALTERNATE) {
		finder->levels[finder->depth].alternates = true;
	} else if (token->kind == MATCH_TOKEN_OPEN) {
		if (finder->depth == MATCH_GROUP_DEPTH_MAX)
			return false;
		finder->levels[++finder->depth] = (struct level){ .lookaround = token->lookaround };
	} else if (token->kind == MATCH_TOKEN_CLOSE) {
		if (finder->depth == 0)
			return false;
		group_end(finder, token);
	}
	return token->kind != MATCH_TOKEN_REFUSED;
}

struct slice match_regex_required(struct slice pattern, size_t min_chars, struct arena *arena,
                                  bool *word_start, bool *word_end)
{
	struct match_tokens tokens = { .pattern = pattern };
	struct match_token  token;
	/* A repeated character is written twice. */
	char          *chars = ARENA_ARRAY(arena, pattern.len * 2, char);
	const size_t   mark = arena_mark(arena);
	struct finder *finder = ARENA_NEW(arena, struct finder);

	*word_start = false;
	*word_end = false;
	if (chars == NULL || finder == NULL)
		return SLICE_NONE;
	finder->chars = chars;
	for (match_token_next(&tokens, &token); token.kind != MATCH_TOKEN_END;
	     match_token_next(&tokens, &token)) {
		if (!token_take(finder, &token))
			return SLICE_NONE;
	}
	run_end(finder, false);
	const struct run best = finder->levels[0].best;
	const bool       doubtful = finder->depth > 0 || finder->levels[0].alternates;
	arena_rewind(arena, mark);
	if (doubtful || best.len == 0 || best.len < min_chars)
		return SLICE_NONE;
	*word_start = best.word_start;
	*word_end = best.word_end;
	return (struct slice){ chars + best.start, best.len };
}
