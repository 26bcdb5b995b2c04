/* SPDX-License-Identifier: Apache-2.0 */
/* 64 bytes at a time, as sets: a bit for each byte, so that what two neighbours say is a shift
 * and an "and".
 *
 *     h e l l o   W o r l d !   g 7        bytes
 *     1 1 1 1 1 . . 1 1 1 1 . . 1 .        small
 *     . . . . . . 1 . . . . . . . .        capitals
 *     . . . . . . . . . . . . . . 1        digits; behind a letter: CODE, MIXED
 *
 * All looks go back: a thing is seen at the byte behind it, where the sets of the block before
 * are shifted in. Behind the text stands a space. What is rare is taken bit by bit: signs,
 * numbers, tokens of one character, long tokens. */
#include "decode_survey_walk.h"

#include "decode_survey_sets.h"
#include "text_letters.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LONG_TOKEN   14u
#define LONG_NUMBER  8u
#define LONG_SCORE   2 /* a letter: what reads like language; codes by chance are at -30 */
#define IN_A_ROW     3u
#define MANY_LINES   8u
#define LETTERS_AMID 12u /* "String.fromCharCode(104," stands before numbers, and "chr(" */

struct token {
	size_t start; /* half-open */
	size_t end;
};

struct walk {
	struct slice          text;
	struct decode_survey *survey; /* NULL: marks are not asked for by place */
	decode_marks          marks;  /* of all */
	decode_marks          here;   /* seen in this block */
	size_t                at;     /* of the block */
	struct sets           now;
	struct sets           before;
	uint64_t              no_space; /* no space in the last fourteen bytes up to here */
	bool                  open;    /* signs right behind a letter go on from the block before */
	size_t                quote;   /* behind the last apostrophe between letters */
	struct token          single;  /* the last token of one character, and maybe signs ... */
	size_t                singles; /* ... how many of them are in a row ... */
	size_t                row;     /* ... and where the one before the last two begins */
	size_t                figures[IN_A_ROW]; /* where the last numbers begin, by turns ... */
	size_t                numbers;           /* ... how many are in a row ... */
	size_t                letters;           /* ... and letters since the last one */
	size_t                lines;
};

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static bool is_end(char byte)
{
	return byte == '.' || byte == ',' || byte == ';' || byte == ':' || byte == '?' ||
	       byte == '!';
}

/* The set shifted by `by` bytes, those of the block before coming in. */
static inline uint64_t behind(uint64_t now, uint64_t before, unsigned by)
{
	return now << by | before >> (BLOCK_BYTES - by);
}

#define BEFORE(name, by) behind(walk->now.name, walk->before.name, by)

static inline uint64_t letters_behind(const struct walk *walk, unsigned by)
{
	return BEFORE(small, by) | BEFORE(capitals, by) | BEFORE(foreign, by);
}

static inline unsigned next_of(uint64_t *set)
{
	const unsigned index = (unsigned)__builtin_ctzll(*set);

	*set &= *set - 1;
	return index;
}

/* Tells a mark of all blocks of [start, end). */
static void spread(struct walk *walk, decode_marks mark, size_t start, size_t end)
{
	walk->marks |= mark;
	if (walk->survey == NULL)
		return;
	for (size_t i = start / BLOCK_BYTES; i <= (end - 1) / BLOCK_BYTES; i++)
		walk->survey->blocks[i] |= mark;
}

/* ---- signs ---- */

static decode_marks mark_of_byte(char byte)
{
	switch (byte) {
	case '%':
		return DECODE_MARK_PERCENT;
	case '&':
		return DECODE_MARK_AMPERSAND;
	case '\\':
		return DECODE_MARK_BACKSLASH;
	case '=':
		return DECODE_MARK_EQUALS;
	case '+':
		return DECODE_MARK_PLUS;
	case '<':
	case '>':
	case '[':
	case ']':
	case '{':
	case '}':
		return DECODE_MARK_BRACKET;
	case '"':
	case '`':
		return DECODE_MARK_QUOTE;
	case '*':
	case '_':
	case '~':
	case '|':
	case '^':
	case '#':
	case '@':
	case '$':
		return DECODE_MARK_SIGN;
	default:
		return (unsigned char)byte < ' ' || byte == 0x7F ? DECODE_MARK_CONTROL : 0;
	}
}

static void look_at_signs(struct walk *walk, const char *bytes, uint64_t signs)
{
	struct sets *now = &walk->now;

	while (signs != 0) {
		const unsigned index = next_of(&signs);
		const char     byte = bytes[index];
		const uint64_t bit = (uint64_t)1 << index;

		switch (byte) {
		case ',':
		case ':':
		case ';':
		case '?':
			continue;
		case '.':
			now->points |= bit;
			continue;
		case '-':
			now->hyphens |= bit;
			continue;
		case '\'':
			now->quotes |= bit;
			continue;
		case '_':
			now->points |= bit;
			break;
		case '!':
		case '$':
		case '(':
		case ')':
		case '+':
		case '<':
		case '@':
		case '|':
			now->drawn |= bit;
			break;
		default:
			break;
		}
		walk->here |= mark_of_byte(byte);
	}
}

/* Signs between letters but a single hyphen or apostrophe; and a second apostrophe in a token. */
static void look_inside(struct walk *walk, uint64_t signs)
{
	const struct sets *now = &walk->now;
	const uint64_t     letters = now->small | now->capitals | now->foreign;
	const uint64_t     begins = (signs & letters_behind(walk, 1)) | walk->open;
	const uint64_t hooks = (BEFORE(hyphens, 1) | BEFORE(quotes, 1)) & letters_behind(walk, 2);
	uint64_t       sum;
	uint64_t       ends;
	uint64_t       quotes;

	walk->open = __builtin_add_overflow(signs, begins, &sum);
	ends = sum & ~signs & letters;
	if ((ends & ~hooks) != 0)
		walk->here |= DECODE_MARK_INNER;
	for (quotes = ends & hooks & BEFORE(quotes, 1); quotes != 0;) {
		const size_t place = walk->at + next_of(&quotes);
		size_t       start = walk->quote;

		while (start < place && start > 0 && !is_space(walk->text.ptr[start]))
			start++;
		if (start == place)
			walk->here |= DECODE_MARK_INNER;
		walk->quote = place;
	}
}

/* ---- neighbours ---- */

static void look_at_neighbours(struct walk *walk)
{
	const struct sets *now = &walk->now;
	const uint64_t     letters = now->small | now->capitals | now->foreign;
	const uint64_t     letter_behind = letters_behind(walk, 1);
	const uint64_t     code = now->capitals | now->digits;
	const uint64_t digit_beside = (letters & BEFORE(digits, 1)) | (now->digits & letter_behind);
	const uint64_t code_behind = BEFORE(capitals, 1) | BEFORE(digits, 1);
	const uint64_t points = now->points | now->hyphens;
	const uint64_t point_behind = BEFORE(points, 1) | BEFORE(hyphens, 1);
	decode_marks   here = 0;

	if ((digit_beside | (now->capitals & BEFORE(small, 1)) |
	     (now->small & BEFORE(capitals, 1) & BEFORE(capitals, 2))) != 0)
		here |= DECODE_MARK_CODE;
	if ((digit_beside | (letters & BEFORE(drawn, 1)) | (now->drawn & letter_behind)) != 0)
		here |= DECODE_MARK_MIXED;
	if ((now->quotes & ~letter_behind) != 0)
		here |= DECODE_MARK_QUOTE;
	if (((points | (now->spaces & BEFORE(spaces, 2))) & point_behind) != 0)
		here |= DECODE_MARK_DOTS;
	if ((now->same & letters & letter_behind & letters_behind(walk, 2)) != 0)
		here |= DECODE_MARK_REPEAT;
	if ((code & code_behind) != 0 &&
	    (code & code_behind & (BEFORE(capitals, 2) | BEFORE(digits, 2)) &
	     (BEFORE(capitals, 3) | BEFORE(digits, 3)) &
	     (now->capitals | BEFORE(capitals, 1) | BEFORE(capitals, 2) | BEFORE(capitals, 3))) !=
	            0)
		here |= DECODE_MARK_CAPITALS;
	if (now->foreign != 0)
		here |= DECODE_MARK_FOREIGN;
	walk->here |= here;
}

/* ---- numbers ---- */

static uint64_t below(unsigned index)
{
	return ((uint64_t)1 << index) - 1;
}

static void look_at_numbers(struct walk *walk)
{
	const struct sets *now = &walk->now;
	const uint64_t     letters = now->small | now->capitals | now->foreign;
	uint64_t           begins = now->digits & ~BEFORE(digits, 1);
	uint64_t           rest = letters;

	while (begins != 0) {
		const unsigned index = next_of(&begins);
		const size_t   place = walk->at + index;

		walk->letters += (size_t)__builtin_popcountll(rest & below(index));
		rest &= ~below(index);
		if (walk->letters > LETTERS_AMID)
			walk->numbers = 0;
		walk->letters = 0;
		walk->figures[walk->numbers++ % IN_A_ROW] = place;
		if (walk->numbers >= IN_A_ROW)
			spread(walk, DECODE_MARK_NUMBERS, walk->figures[walk->numbers % IN_A_ROW],
			       place + 1);
	}
	walk->letters += (size_t)__builtin_popcountll(rest);
}

/* Eight digits or more. */
static void look_at_long_numbers(struct walk *walk)
{
	uint64_t digits = walk->now.digits;
	uint64_t before = walk->before.digits;

	for (unsigned by = 1; by < LONG_NUMBER; by *= 2) {
		digits &= behind(digits, before, by);
		before &= before << by;
	}
	while (digits != 0) {
		const size_t place = walk->at + next_of(&digits);

		spread(walk, DECODE_MARK_NUMBERS, place - (LONG_NUMBER - 1), place + 1);
	}
}

/* ---- tokens ---- */

/* Quotes and brackets around a word, and the 's behind it. */
static struct slice without_edges(struct slice token)
{
	while (token.len > 0 && memchr("\"'`([{<", token.ptr[0], 7) != NULL)
		token = slice_from(token, 1);
	while (token.len > 0 && (is_end(token.ptr[token.len - 1]) ||
	                         memchr("\"'`)]}>", token.ptr[token.len - 1], 7) != NULL))
		token.len--;
	if (token.len > 2 && token.ptr[token.len - 2] == '\'' && token.ptr[token.len - 1] == 's')
		token.len -= 2;
	return token;
}

/* "well-established", "(Verkehrsverbindung)", "questions/answers": words that are long. */
static bool is_long_word(struct slice token)
{
	token = without_edges(token);
	for (size_t i = 0; i < token.len; i++)
		if ((token.ptr[i] < 'a' || token.ptr[i] > 'z') && token.ptr[i] != '-' &&
		    token.ptr[i] != '/' && (i > 0 || token.ptr[i] < 'A' || token.ptr[i] > 'Z'))
			return false;
	return text_letters_score(token) > (int64_t)token.len * LONG_SCORE;
}

/* The beginning of the token before `end`. */
static size_t token_start(struct slice text, size_t end)
{
	while (end > 0 && !is_space(text.ptr[end - 1]))
		end--;
	return end;
}

static size_t characters(struct slice token)
{
	size_t count = 0;

	for (size_t i = 0; i < token.len; i++)
		count += ((unsigned char)token.ptr[i] & 0xC0) != 0x80;
	return count;
}

/* Tokens that end in this block with no space in fourteen bytes. By bits: each space smeared over
 * the thirteen places behind it. */
static void look_at_long_tokens(struct walk *walk)
{
	static const unsigned shifts[] = { 1, 2, 4, 6 };

	uint64_t spaces = walk->now.spaces;
	uint64_t before = walk->before.spaces;
	uint64_t ends;

	for (unsigned i = 0; i < 4; i++) {
		spaces |= behind(spaces, before, shifts[i]);
		before |= before << shifts[i];
	}
	ends = walk->now.spaces & behind(~spaces, walk->no_space, 1);
	walk->no_space = ~spaces;
	while (ends != 0) {
		const size_t       end = walk->at + next_of(&ends);
		const size_t       start = token_start(walk->text, end);
		const struct slice token = slice_range(walk->text, start, end);

		if (characters(token) >= LONG_TOKEN && !is_long_word(token))
			spread(walk, DECODE_MARK_LONG, start, end);
	}
}

static bool is_part(char byte)
{
	return ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || (byte >= '0' && byte <= '9') ||
	       (unsigned char)byte >= 0xC0;
}

/* The token around a letter or digit at `place`, if it holds no other. */
static bool single_at(struct slice text, size_t place, struct token *token)
{
	token->start = place;
	while (token->start > 0 && !is_space(text.ptr[token->start - 1]))
		if (is_part(text.ptr[--token->start]))
			return false;
	token->end = place + 1;
	while (token->end < text.len && !is_space(text.ptr[token->end]))
		if (is_part(text.ptr[token->end++]))
			return false;
	return true;
}

static bool is_gap(struct slice text, size_t start, size_t end)
{
	while (start < end && is_space(text.ptr[start]))
		start++;
	return start == end;
}

static void add_single(struct walk *walk, const struct token *token)
{
	if (walk->singles == 0 || !is_gap(walk->text, walk->single.end, token->start))
		walk->singles = 0;
	if (++walk->singles == 1)
		walk->row = token->start;
	if (walk->singles >= IN_A_ROW) {
		spread(walk, DECODE_MARK_SINGLES, walk->row, token->end);
		walk->row = token->start;
	}
	walk->single = *token;
}

/* Half of a word: no language of Europe has words of one consonant. */
static bool is_lone(struct slice text, size_t place)
{
	const char byte = text.ptr[place];

	return byte >= 'a' && byte <= 'z' && memchr("aeiouy", byte, 6) == NULL &&
	       (place == 0 || is_space(text.ptr[place - 1])) &&
	       (place + 1 == text.len || is_space(text.ptr[place + 1]));
}

/* Letters and digits that stand alone, or a sign between spaces. */
static void look_at_singles(struct walk *walk, uint64_t signs, uint64_t signs_before)
{
	const struct sets *now = &walk->now;
	const uint64_t     parts = now->small | now->capitals | now->digits | now->leads;
	const uint64_t behind_part = BEFORE(small, 1) | BEFORE(capitals, 1) | BEFORE(digits, 1) |
	                             BEFORE(leads, 1);
	const uint64_t amid = letters_behind(walk, 2) | BEFORE(digits, 2);
	uint64_t       found = (behind_part & ~parts & ~amid) |
	                 (now->spaces & behind(signs, signs_before, 1) & BEFORE(spaces, 2));

	while (found != 0) {
		const size_t place = walk->at + next_of(&found) - 1;
		struct token token = { place, place + 1 };

		if (is_lone(walk->text, place))
			walk->here |= DECODE_MARK_UNKNOWN;
		if (!is_part(walk->text.ptr[place]) || single_at(walk->text, place, &token))
			add_single(walk, &token);
	}
}

/* ---- the whole ---- */

/* The bytes of the block, where the text itself does not go on with spaces around it. */
static const char *block_bytes(struct slice text, size_t at, char room[BEHIND + BLOCK_BYTES])
{
	const size_t before = at < BEHIND ? at : BEHIND;
	const size_t left = text.len - at < BLOCK_BYTES ? text.len - at : BLOCK_BYTES;

	if (before == BEHIND && left == BLOCK_BYTES)
		return text.ptr + at;
	memset(room, ' ', BEHIND + BLOCK_BYTES);
	memcpy(room + BEHIND - before, text.ptr + at - before, before + left);
	return room + BEHIND;
}

/* Looks at the block; at the end of the text one of spaces comes behind it. */
static void look_at_block(struct walk *walk)
{
	char           room[BEHIND + BLOCK_BYTES];
	const char    *bytes = block_bytes(walk->text, walk->at, room);
	const uint64_t signs_before = ~(walk->before.small | walk->before.capitals |
	                                walk->before.digits | walk->before.spaces |
	                                walk->before.foreign);
	uint64_t       signs;

	sets_of(bytes, &walk->now);
	signs = ~(walk->now.small | walk->now.capitals | walk->now.digits | walk->now.spaces |
	          walk->now.foreign);
	walk->here = 0;
	if (signs != 0)
		look_at_signs(walk, bytes, signs);
	look_inside(walk, signs);
	look_at_neighbours(walk);
	if (walk->now.digits != 0) {
		walk->here |= DECODE_MARK_DIGIT;
		look_at_long_numbers(walk);
	}
	look_at_numbers(walk);
	look_at_long_tokens(walk);
	look_at_singles(walk, signs, signs_before);
	walk->lines += (size_t)__builtin_popcountll(walk->now.lines);
	walk->marks |= walk->here;
	if (walk->survey != NULL && walk->at < walk->text.len) {
		const size_t block = walk->at / BLOCK_BYTES;

		walk->survey->blocks[block] |= walk->here;
		walk->survey->signs[block] = signs | walk->now.lines;
		walk->survey->digits[block] = walk->now.digits;
		walk->survey->spaces[block] = walk->now.spaces;
	} else if (walk->survey != NULL) {
		walk->survey->blocks[(walk->text.len - 1) / BLOCK_BYTES] |= walk->here;
	}
	walk->before = walk->now;
}

decode_marks decode_survey_walk(struct slice text, struct decode_survey *survey)
{
	struct walk walk = { .text = text, .survey = survey };

	walk.before.spaces = UINT64_MAX;
	for (; text.len > 0 && walk.at <= text.len; walk.at += BLOCK_BYTES)
		look_at_block(&walk);
	if (walk.lines >= MANY_LINES)
		walk.marks |= DECODE_MARK_LINES;
	return walk.marks;
}
