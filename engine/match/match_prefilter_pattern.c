/* SPDX-License-Identifier: Apache-2.0 */
/* From PCRE2's meaning to bytes that Hyperscan can look for.
 *
 *     (?<!\d)(?:\d[ -]?){13,16}\b     what the rule says
 *     (?:[0-9D]{1,}[ -]?){13,16}      what the prefilter looks for
 *
 * (D: bytes of digits beyond ASCII.) The two libraries disagree on too much to pass a
 * pattern on: \b, \w and \d mean ASCII to one and Unicode to the other, case is folded
 * by different tables, and a character is one byte or up to four. So the pattern is
 * rewritten from its tokens, and every step may only enlarge what it matches:
 *
 * - assertions and look-arounds are left out, atomic groups become plain groups, lazy
 *   and possessive marks are dropped;
 * - a set of characters becomes a set of bytes: its ASCII members, and for what
 *   lies beyond, bytes from 0x80. A character beyond ASCII has two to four such bytes,
 *   so m to n characters are at least m and at most 4n bytes of the set;
 * - a letter stands for both its cases unless the pattern begins with (?-i);
 * - long repeats lose their upper bound, which keeps databases small.
 *
 * It relies on clean text for one thing: that the two characters beyond ASCII which
 * match "s" and "k" with case ignored do not occur there. */
#include "match_prefilter_pattern.h"

#include "match_charset.h"
#include "match_regex_token.h"

#define UNBOUNDED        MATCH_TOKEN_UNBOUNDED
#define SET_REPEAT_MAX   400u /* of one set of bytes: above, the upper bound is dropped */
#define GROUP_REPEAT_MAX 64u  /* of a group, which the library has to copy out */
#define UTF8_BYTES_MAX   4u

struct translation {
	struct buffer *out;
	bool           caseless;
	size_t         skipping; /* depth inside a look-around, or 0 */
};

static void emit_repeat(struct buffer *out, uint32_t min, uint32_t max, uint32_t most)
{
	if (min > most)
		min = most;
	if (max > most)
		max = UNBOUNDED;
	if (max == 0)
		max = 1; /* the library knows no {0,0} */
	if (max == 1 && min == 1)
		return;
	buffer_append_format(out, "{%u,", min);
	if (max != UNBOUNDED)
		buffer_append_format(out, "%u", max);
	buffer_append_char(out, '}');
}

static void emit_wide(struct buffer *out, enum match_charset_wide wide)
{
	switch (wide) {
	case MATCH_WIDE_NONE:
		break;
	case MATCH_WIDE_DIGITS:
		/* The first bytes of all decimal digits beyond ASCII (Unicode's Nd), and any
		 * continuation: Latin, Greek, Cyrillic, Han and kana letters break a run. */
		buffer_append_cstr(out, "\\x80-\\xbf\\xd9\\xdb\\xdf\\xe0\\xe1\\xea\\xef\\xf0");
		break;
	case MATCH_WIDE_ALL:
		buffer_append_cstr(out, "\\x80-\\xff");
		break;
	}
}

static void emit_set(struct buffer *out, const struct match_charset *set, uint32_t min,
                     uint32_t max)
{
	buffer_append_char(out, '[');
	for (unsigned low = 0; low < 0x80; low++) {
		unsigned high = low;

		if (!match_charset_has(set, low))
			continue;
		while (high < 0x7F && match_charset_has(set, high + 1))
			high++;
		buffer_append_format(out, high > low ? "\\x%02x-\\x%02x" : "\\x%02x", low, high);
		low = high;
	}
	emit_wide(out, set->wide);
	buffer_append_char(out, ']');
	if (set->wide == MATCH_WIDE_DIGITS)
		max = UNBOUNDED;
	else if (set->wide == MATCH_WIDE_ALL && max <= SET_REPEAT_MAX)
		max *= UTF8_BYTES_MAX;
	emit_repeat(out, min, max, SET_REPEAT_MAX);
}

/* Letters and signs of scripts that know no case, from blocks where all do not. */
static bool has_no_case(uint32_t code)
{
	return (code >= 0x0590 && code <= 0x109F) || (code >= 0x2E80 && code <= 0xA63F) ||
	       (code >= 0xAC00 && code <= 0xD7FF) || (code >= 0x20000 && code <= 0x3FFFF);
}

static void emit_literal(struct translation *translation, const struct match_token *token)
{
	struct buffer *out = translation->out;

	if (has_no_case(token->code)) {
		size_t start = token->text.ptr[0] == '\\';

		buffer_append_cstr(out, "(?:");
		for (size_t i = start; i < token->text.len; i++)
			buffer_append_format(out, "\\x%02x", (unsigned char)token->text.ptr[i]);
		buffer_append_char(out, ')');
		emit_repeat(out, token->min, token->max, GROUP_REPEAT_MAX);
		return;
	}
	struct match_charset set = match_charset_literal(token->code, translation->caseless);
	emit_set(out, &set, token->min, token->max);
}

static void emit_escape(struct translation *translation, const struct match_token *token)
{
	struct match_charset set = match_charset_escape(token->text, translation->caseless);
	uint32_t             max = token->max;

	/* One grapheme is any number of characters; one \R may be two bytes, CR and LF. */
	if (token->text.len > 1 && token->text.ptr[1] == 'X')
		max = UNBOUNDED;
	emit_set(translation->out, &set, token->min, max);
}

/* Inside a look-around only its end is of interest. */
static void skip(struct translation *translation, const struct match_token *token)
{
	if (token->kind == MATCH_TOKEN_OPEN)
		translation->skipping++;
	else if (token->kind == MATCH_TOKEN_CLOSE)
		translation->skipping--;
}

static bool emit(struct translation *translation, const struct match_token *token)
{
	struct match_charset set;

	switch (token->kind) {
	case MATCH_TOKEN_LITERAL:
		emit_literal(translation, token);
		break;
	case MATCH_TOKEN_ESCAPE:
		emit_escape(translation, token);
		break;
	case MATCH_TOKEN_DOT:
		set = match_charset_any();
		emit_set(translation->out, &set, token->min, token->max);
		break;
	case MATCH_TOKEN_CLASS:
		set = match_charset_class(token->text, translation->caseless);
		emit_set(translation->out, &set, token->min, token->max);
		break;
	case MATCH_TOKEN_OPEN:
		if (token->lookaround)
			translation->skipping = 1;
		else
			buffer_append_cstr(translation->out, "(?:");
		break;
	case MATCH_TOKEN_CLOSE:
		buffer_append_char(translation->out, ')');
		emit_repeat(translation->out, token->min, token->max, GROUP_REPEAT_MAX);
		break;
	case MATCH_TOKEN_ALTERNATE:
		buffer_append_char(translation->out, '|');
		break;
	case MATCH_TOKEN_ASSERT:
	case MATCH_TOKEN_OPTION:
		break;
	case MATCH_TOKEN_END:
	case MATCH_TOKEN_REFUSED:
		return false;
	}
	return true;
}

/* Does the pattern begin with (?-i), and does no later option touch case? */
static bool tells_case_apart(struct slice pattern)
{
	const struct slice  sign = SLICE_INIT("(?-i)");
	struct match_tokens tokens = { .pattern = pattern, .at = sign.len };
	struct match_token  token;

	if (!slice_starts_with(pattern, sign))
		return false;
	for (match_token_next(&tokens, &token); token.kind != MATCH_TOKEN_END;
	     match_token_next(&tokens, &token)) {
		const bool option = token.kind == MATCH_TOKEN_OPTION ||
		                    token.kind == MATCH_TOKEN_OPEN;

		if (option && slice_find(token.text, SLICE_LIT("i"), 0) != SIZE_MAX)
			return false;
	}
	return true;
}

bool match_prefilter_translate(struct slice pattern, bool caseless, struct buffer *out)
{
	struct translation  translation = { .out = out };
	struct match_tokens tokens = { .pattern = pattern };
	struct match_token  token;

	translation.caseless = caseless || !tells_case_apart(pattern);
	for (match_token_next(&tokens, &token); token.kind != MATCH_TOKEN_END;
	     match_token_next(&tokens, &token)) {
		if (translation.skipping > 0)
			skip(&translation, &token);
		else if (!emit(&translation, &token))
			return false;
	}
	buffer_append_char(out, '\0');
	return !out->failed && translation.skipping == 0;
}
