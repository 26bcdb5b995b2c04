/* SPDX-License-Identifier: Apache-2.0 */
/* Leet: digits and signs drawn for letters.
 *
 *     h0w d0 1 m4k3 4 p1p3 b0mb     (_)53 |3|_@57!|\|6
 *
 * A token (what stands between spaces) that holds letters or a drawing of several signs is
 * sure where a word of three letters or more comes out; a long one also where what comes
 * out reads like language, for words joined together. Numbers, single signs and short words
 * ("70" for "to", "!" for "I") are letters only a few words away from a sure one. "mp3",
 * "4th", "v2", prices and digests are no words and stay. */
#include "decode_leet.h"

#include "base_ascii.h"
#include "decode_kind.h"
#include "decode_word.h"
#include "text_letters.h"

#include <string.h>

#define JOINED_LETTERS_MIN 10u
#define JOINED_SCORE_MIN   (-4) /* sixteenths of a bit a letter, over edges of words */

#define LETTERS_SURE 3u
#define USUAL_COST   (15u * 16) /* of a word read from signs alone */
#define STROKE_COST  (2u * 16)
#define CUT_COST     (20u * 16)
#define MASK_COST    (3u * 16)
#define AROUND       3u /* tokens between an unsure token and a sure one */

enum token_look { TOKEN_PLAIN, TOKEN_UNSURE, TOKEN_SURE };

struct token {
	size_t start;
	size_t end; /* of what is read: without punctuation around it */
	size_t behind;
};

static bool is_one_of(char byte, const char *set)
{
	return byte != '\0' && strchr(set, byte) != NULL;
}

static bool is_quote(char byte)
{
	return byte == '"' || byte == '\'' || byte == '`';
}

static bool is_apostrophe(char byte)
{
	return byte == '\'' || byte == '`';
}

/* What stands behind words. */
static bool is_end(char byte)
{
	return byte == '.' || byte == ',' || byte == ';' || byte == ':' || byte == '?' ||
	       is_quote(byte);
}

static bool next_token(struct slice text, size_t from, struct token *token)
{
	while (from < text.len && ascii_is_space(text.ptr[from]))
		from++;
	token->behind = from;
	while (token->behind < text.len && !ascii_is_space(text.ptr[token->behind]))
		token->behind++;
	token->start = from;
	token->end = token->behind;
	while (token->end > from && is_end(text.ptr[token->end - 1]))
		token->end--;
	while (token->start < token->end && is_quote(text.ptr[token->start]))
		token->start++;
	return from < text.len;
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
		if (!ascii_is_letter(token.ptr[i]))
			return false;
	return start < end;
}

/* "1st", "90s", "50mg": a number and what is counted. */
static bool is_amount(struct slice token)
{
	static const char units[] = " st nd rd th mm cm km kg mg ml gb mb kb tb hz hp ft in lb oz "
				    "am pm gr px pt kw mw cc cl dl er hr os ";
	size_t            digits = 0;
	char              unit[4] = "  ";

	while (digits < token.len && ascii_is_digit(token.ptr[digits]))
		digits++;
	if (digits == 0 || token.len - digits > 2)
		return false;
	if (token.len - digits < 2)
		return true;
	unit[1] = (char)(token.ptr[digits] | 0x20);
	unit[2] = (char)(token.ptr[digits + 1] | 0x20);
	return strstr(units, unit) != NULL;
}

static size_t count_letters(struct slice token)
{
	size_t letters = 0;

	for (size_t i = 0; i < token.len; i++)
		letters += ascii_is_letter(token.ptr[i]);
	return letters;
}

/* Words joined, unless the sign before them says that it is somebody's name. */
static bool is_joined(struct slice token, const struct decode_leet_reading *reading)
{
	const struct slice letters = { reading->letters, reading->count };

	if ((token.ptr[0] == '@' || token.ptr[0] == '#') && count_letters(token) + 1 == token.len)
		return false; /* "#HowToMake" */
	return reading->count >= JOINED_LETTERS_MIN && token.ptr[0] != '@' &&
	       text_letters_score(letters) >= (int64_t)reading->count * JOINED_SCORE_MIN;
}

/* Digits and signs, enough of both: "(#34+"; "70" and "$100" are numbers. */
static bool is_drawn_throughout(struct slice token, const struct decode_leet_reading *reading)
{
	size_t signs = 0;

	for (size_t i = 0; i < token.len; i++)
		signs += !ascii_is_digit(token.ptr[i]);
	return reading->count > LETTERS_SURE && signs > 1;
}

static enum token_look look_of(struct slice token, const struct decode_leet_reading *reading)
{
	if (!reading->known)
		return is_joined(token, reading) ? TOKEN_SURE : TOKEN_PLAIN;
	if (reading->count >= LETTERS_SURE && !is_amount(token) &&
	    (count_letters(token) > 0 || is_drawn_throughout(token, reading)))
		return TOKEN_SURE;
	return reading->cost <= USUAL_COST + STROKE_COST * reading->count ? TOKEN_UNSURE
	                                                                  : TOKEN_PLAIN;
}

/* Its signs are gaps between the letters of a word: "a+m" is no "atm". */
static bool is_cut(const struct decode_input *input, struct slice token,
                   const struct decode_leet_reading *reading)
{
	char     letters[DECODE_LEET_MAX];
	size_t   count = 0;
	uint32_t cost;

	for (size_t i = 0; i < token.len; i++) {
		if (ascii_is_letter(token.ptr[i]))
			letters[count++] = (char)(token.ptr[i] | 0x20);
		else if (!is_one_of(token.ptr[i], "|/+^~=*_-.#@") || i == 0 || i + 1 == token.len)
			return false;
	}
	cost = text_lexicon_cost(input->lexicon, (struct slice){ letters, count });
	return count > 1 && cost < CUT_COST && (!reading->known || cost <= reading->cost);
}

bool decode_leet_is_masked(const struct decode_input *input, struct slice token,
                           struct decode_leet_reading *reading)
{
	return count_letters(token) > 0 &&
	       decode_leet_read_masked(input->lexicon, token, reading) &&
	       look_of(token, reading) != TOKEN_PLAIN && !is_cut(input, token, reading);
}

/* Of hyphens the words have told already whether a vowel in their place makes a word. */
static bool may_be_masked(const struct decode_input *input, size_t start, size_t end)
{
	const char *bytes = input->text.ptr + start;

	return input->survey == NULL || memchr(bytes, '-', end - start) == NULL ||
	       decode_survey_marked(input->survey, DECODE_MARK_HYPHEN, start, end) < end;
}

static enum token_look read_part(const struct decode_input *input, size_t start, size_t end,
                                 struct decode_leet_reading *reading)
{
	struct slice               part = slice_range(input->text, start, end);
	enum token_look            look = TOKEN_PLAIN;
	size_t                     letters = count_letters(part);
	struct decode_leet_reading masked;

	if (part.len == letters || part.len > DECODE_LEET_MAX || is_bracketed_word(part))
		return TOKEN_PLAIN;
	if (decode_leet_read(input->lexicon, part, input->scratch, reading) &&
	    !is_cut(input, part, reading))
		look = look_of(part, reading);
	if (letters > 0 && may_be_masked(input, start, end) &&
	    decode_leet_is_masked(input, part, &masked) &&
	    (look == TOKEN_PLAIN || (reading->known && masked.cost + MASK_COST < reading->cost))) {
		*reading = masked;
		look = look_of(part, reading);
	}
	return look;
}

/* Without exclamation marks at its end, if a word is left. */
static enum token_look read_shorter(const struct decode_input *input, struct token *token,
                                    struct decode_leet_reading *reading)
{
	size_t          end = token->end;
	enum token_look look;

	while (end > token->start + 1 && input->text.ptr[end - 1] == '!')
		end--;
	if (end == token->end)
		return TOKEN_PLAIN;
	look = read_part(input, token->start, end, reading);
	if (look != TOKEN_PLAIN)
		token->end = end;
	return look;
}

/* Reads a token: without the punctuation around it, then with signs that begin drawings, none
 * of them before `from`. */
static enum token_look read_token(const struct decode_input *input, size_t from,
                                  struct token *token, struct decode_leet_reading *reading)
{
	const struct slice text = input->text;
	enum token_look    look = TOKEN_PLAIN;

	if (token->end > token->start)
		look = read_shorter(input, token, reading);
	if (look == TOKEN_PLAIN && token->end > token->start)
		look = read_part(input, token->start, token->end, reading);
	if (look == TOKEN_PLAIN && token->end < text.len && is_apostrophe(text.ptr[token->end])) {
		token->end++;
		look = read_part(input, token->start, token->end, reading);
	}
	if (look == TOKEN_PLAIN && token->start > from &&
	    is_apostrophe(text.ptr[token->start - 1])) {
		token->start--;
		look = read_part(input, token->start, token->end, reading);
	}
	return look;
}

/* ---- the decoder ---- */

/* Behind the last token that is read, if no more than AROUND others stand between two. */
static size_t run_end(const struct decode_input *input, size_t end)
{
	struct decode_leet_reading reading;
	struct token               token;
	size_t                     plain = 0;

	for (size_t at = end; plain <= AROUND && next_token(input->text, at, &token);
	     at = token.behind) {
		if (read_token(input, at, &token, &reading) == TOKEN_PLAIN) {
			plain++;
			continue;
		}
		end = token.end;
		plain = 0;
	}
	return end;
}

/* What a token is made of, with the quote on each side that it may be read with. */
struct token_parts {
	size_t bytes;
	size_t letters;
	size_t digits;
};

static struct token_parts parts_of(struct slice text, const struct token *token)
{
	const size_t start = token->start -
	                     (token->start > 0 && is_apostrophe(text.ptr[token->start - 1]));
	const size_t end = token->end +
	                   (token->end < text.len && is_apostrophe(text.ptr[token->end]));
	struct token_parts parts = { .bytes = end - start };

	for (size_t i = token->start; i < token->end; i++) {
		parts.letters += ascii_is_letter(text.ptr[i]);
		parts.digits += ascii_is_digit(text.ptr[i]);
	}
	return parts;
}

/* Neither what is short, nor letters alone, nor a number with a sign at most; long ones may be
 * words joined. */
static bool may_be_sure(const struct token_parts *parts)
{
	const size_t others = parts->bytes - parts->letters;

	if (parts->letters > 0)
		return parts->bytes >= LETTERS_SURE && others > 0;
	return parts->bytes >= JOINED_LETTERS_MIN ||
	       (parts->bytes > LETTERS_SURE && others - parts->digits > 1);
}

/* The run of the next sure token; those that are unsure and near before it are of it. */
static bool run_from(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_leet_reading reading;
	struct token               token;
	size_t                     unsure = SIZE_MAX; /* start of the first unsure one near */
	size_t                     plain = 0;

	for (size_t at = from; next_token(input->text, at, &token); at = token.behind) {
		enum token_look look = read_token(input, at, &token, &reading);

		plain = look == TOKEN_PLAIN ? plain + 1 : 0;
		if (plain > AROUND)
			unsure = SIZE_MAX;
		if (look == TOKEN_UNSURE && unsure == SIZE_MAX)
			unsure = token.start;
		if (look != TOKEN_SURE)
			continue;
		run->start = unsure != SIZE_MAX ? unsure : token.start;
		run->end = run->shorter_end = run_end(input, token.end);
		return true;
	}
	return false;
}

/* Numbers are not read until a sure token is near: then from behind the last few tokens of letters
 * alone, which no run reaches over. */
/* Over tokens of letters alone, in ASCII: the beginning of the next one that holds a sign or a
 * digit. */
static size_t over_letters(const struct decode_input *input, size_t at, size_t until)
{
	const struct decode_survey *survey = input->survey;
	size_t                      next;
	size_t                      start;

	if (survey == NULL || (survey->marks & DECODE_MARK_FOREIGN) != 0)
		return at;
	next = decode_survey_sign(survey, at, until);
	next = decode_survey_digit(survey, at, next);
	for (start = next; start > at && !ascii_is_space(input->text.ptr[start - 1]);)
		start--;
	return start;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const size_t               until = decode_until(input);
	struct decode_leet_reading reading;
	struct token               token;
	size_t                     since = from;
	size_t                     plain = 0;

	for (size_t at = from;; at = token.behind) {
		struct token_parts parts;
		const size_t       next = over_letters(input, at, until);

		if (next > at)
			plain += decode_survey_tokens(input->survey, at, next);
		if (plain > AROUND && next > at)
			since = next;
		if (!next_token(input->text, next, &token) || token.start >= until)
			return false;
		parts = parts_of(input->text, &token);
		if (may_be_sure(&parts) && read_token(input, at, &token, &reading) == TOKEN_SURE)
			return run_from(input, since, run);
		plain = parts.letters == parts.bytes ? plain + 1 : 0;
		if (plain > AROUND)
			since = token.behind;
	}
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
		if (read_token(input, at, &token, &reading) == TOKEN_PLAIN)
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
	                                          DECODE_MARK_BACKSLASH | DECODE_MARK_HYPHEN,
	                                 .reach = 96,
	                                 .find = find,
	                                 .decode = decode };
