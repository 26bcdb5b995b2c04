/* SPDX-License-Identifier: Apache-2.0 */
/* Leet: digits and signs drawn for letters.
 *
 *     h0w d0 1 m4k3 4 p1p3 b0mb     (_)53 |3|_@57!|\|6
 *
 * A token (what stands between spaces) is read where it holds a letter or a drawing of
 * several signs, and a word comes out; a long one also where what comes out reads like
 * language, for words joined together. A single digit or sign is a letter only between
 * such words. "mp3", "4x4", "v2", prices and digests are no words and stay. */
#include "decode_leet.h"

#include "decode_kind.h"
#include "decode_word.h"
#include "text_letters.h"

#include <string.h>

#define JOINED_LETTERS_MIN 10u
#define JOINED_SCORE_MIN   (-4) /* sixteenths of a bit a letter, over edges of words */

struct token {
	size_t start;
	size_t end; /* of what is read: without punctuation around it */
	size_t behind;
};

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_one_of(char byte, const char *set)
{
	return byte != '\0' && strchr(set, byte) != NULL;
}

static bool next_token(struct slice text, size_t from, struct token *token)
{
	while (from < text.len && is_space(text.ptr[from]))
		from++;
	token->behind = from;
	while (token->behind < text.len && !is_space(text.ptr[token->behind]))
		token->behind++;
	token->start = from;
	token->end = token->behind;
	while (token->end > from && is_one_of(text.ptr[token->end - 1], ".,;:?\"'`"))
		token->end--;
	while (token->start < token->end && is_one_of(text.ptr[token->start], "\"'`"))
		token->start++;
	return from < text.len;
}

/* Letters and signs together; neither a plain word nor a plain number. */
static bool is_mixed(struct slice token)
{
	size_t letters = 0;
	size_t signs = 0;
	size_t digits = 0;

	if (token.len < 2 || token.len > DECODE_LEET_MAX)
		return false;
	for (size_t i = 0; i < token.len; i++) {
		char byte = token.ptr[i];

		letters += (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
		digits += byte >= '0' && byte <= '9';
	}
	signs = token.len - letters - digits;
	return (letters > 0 && letters < token.len) || (signs > 1 && token.len > 3) ||
	       (digits > 2 && signs > 0);
}

/* A word; or words joined, unless the sign before them says that it is somebody's name. */
static bool is_good(const struct decode_leet_reading *reading, bool is_name)
{
	const struct slice letters = { reading->letters, reading->count };

	if (reading->known)
		return reading->count > 1;
	return reading->count >= JOINED_LETTERS_MIN && !is_name &&
	       text_letters_score(letters) >= (int64_t)reading->count * JOINED_SCORE_MIN;
}

/* A word in brackets, which are drawings too. */
static bool is_bracketed_word(struct slice token)
{
	size_t start = 0;
	size_t end = token.len;

	while (start < end && is_one_of(token.ptr[start], "([{<"))
		start++;
	while (end > start && is_one_of(token.ptr[end - 1], ")]}>.,;:?"))
		end--;
	for (size_t i = start; i < end; i++)
		if (!((token.ptr[i] | 0x20) >= 'a' && (token.ptr[i] | 0x20) <= 'z'))
			return false;
	return true;
}

/* Reads the token; without an exclamation mark at its end if that gives a word. */
static bool read_token(const struct decode_input *input, struct token *token,
                       struct decode_leet_reading *reading)
{
	struct slice whole = slice_range(input->text, token->start, token->end);
	struct token shorter = *token;

	if (!is_mixed(whole) || is_bracketed_word(whole))
		return false;
	while (shorter.end > shorter.start + 1 && input->text.ptr[shorter.end - 1] == '!')
		shorter.end--;
	if (shorter.end < token->end) {
		struct slice part = slice_range(input->text, shorter.start, shorter.end);

		if (decode_word_rank(input->lexicon, part) != TEXT_WORD_NONE)
			return false;
		if (decode_leet_read(input->lexicon, part, input->scratch, reading) &&
		    reading->known) {
			*token = shorter;
			return is_good(reading, false);
		}
	}
	return decode_leet_read(input->lexicon, whole, input->scratch, reading) &&
	       is_good(reading, whole.ptr[0] == '@');
}

/* "1", "4", "!": the words i and a, between words that are drawn. */
static bool is_single(const struct decode_input *input, const struct token *token)
{
	return token->end - token->start == 1 && is_one_of(input->text.ptr[token->start], "14@!|^");
}

/* ---- the decoder ---- */

static size_t run_end(const struct decode_input *input, size_t end)
{
	struct decode_leet_reading reading;
	struct token               token;

	for (size_t at = end; next_token(input->text, at, &token); at = token.behind) {
		if (read_token(input, &token, &reading) || is_single(input, &token))
			end = token.end;
		else
			break;
	}
	return end;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_leet_reading reading;
	struct token               token;
	struct token               single = { 0 };

	for (size_t at = from; next_token(input->text, at, &token); at = token.behind) {
		if (token.end == token.start)
			continue;
		if (!read_token(input, &token, &reading)) {
			if (!is_single(input, &token))
				single.end = 0;
			else if (single.end == 0)
				single = token;
			continue;
		}
		run->start = single.end > 0 ? single.start : token.start;
		run->end = run->shorter_end = run_end(input, token.end);
		return true;
	}
	return false;
}

static void put_reading(struct decode_sink *sink, const struct token *token,
                        const struct decode_leet_reading *reading, struct slice text)
{
	const text_operations leet = TEXT_OPERATION_BIT(leet);
	size_t                start = token->start;

	for (size_t i = 0; i < reading->count; i++) {
		size_t end = token->start + reading->ends[i];
		bool   same = end - start == 1 && (text.ptr[start] | 0x20) == reading->letters[i];

		if (same)
			decode_sink_copy(sink, text, start, end);
		else
			decode_sink_put(sink, (struct slice){ &reading->letters[i], 1 }, start, end,
			                leet, leet);
		start = end;
	}
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct decode_leet_reading reading;
	struct token               token;
	size_t                     from = 0;

	for (size_t at = 0; next_token(input->text, at, &token); at = token.behind) {
		bool single = is_single(input, &token);

		if (single ? !decode_leet_read(input->lexicon,
		                               slice_range(input->text, token.start, token.end),
		                               input->scratch, &reading)
		           : !read_token(input, &token, &reading))
			continue;
		decode_sink_copy(sink, input->text, from, token.start);
		put_reading(sink, &token, &reading, input->text);
		from = token.end;
	}
	decode_sink_copy(sink, input->text, from, input->text.len);
	return from > 0;
}

const struct decode_kind decode_leet = { .name = "leet",
	                                 .operation = TEXT_OPERATION_leet,
	                                 .signal = "bypass.encoding/leet",
	                                 .pass = DECODE_PASS_WORDING,
	                                 .needs = DECODE_MARK_MIXED | DECODE_MARK_SIGN |
	                                          DECODE_MARK_BACKSLASH,
	                                 .find = find,
	                                 .decode = decode };
