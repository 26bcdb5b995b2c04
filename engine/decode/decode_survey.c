/* SPDX-License-Identifier: Apache-2.0 */
/* Two looks. The first takes 64 bytes at a time, in loops that compilers turn into vector code:
 * where all is dull (small letters, capitals that begin a word, single spaces, signs that end
 * one, no word of one letter beside another) no mark can come. The second goes byte
 * by byte over the blocks that are not:
 *
 *     A quiet street in the evening, | see https://example.com/?q=1 | and soft light.
 *     `---------- dull ------------´   `------ byte by byte ------´   `--- dull ---´
 *
 * It begins at the last space but one of the dull block before, behind which nothing is left
 * over from earlier: no mark needs more than the words around it, and all give the same marks as if
 * every byte had been looked at.
 *
 * Every byte has a class, written as a letter. What a byte says by itself and what two
 * neighbours say follows from classes; the rest is counted along the way: capitals,
 * numbers, short tokens in a row. */
#include "decode_survey.h"

#include "text_letters.h"
#include "text_vector.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LONG_TOKEN     14u
#define LONG_NUMBER    8u
#define LONG_SCORE     2 /* a letter: what reads like language; codes by chance are at -30 */
#define CAPITALS_A_ROW 4u
#define IN_A_ROW       3u
#define MANY_LINES     8u
#define LETTERS_AMID   12u /* "String.fromCharCode(104," stands before numbers, and "chr(" */

/* a small letter, A capital, 0 digit, s space, c control, h hyphen, q apostrophe, d dot or
 * underscore, i a sign that may draw a letter, o other, f outside ASCII. U+0000 to U+007F,
 * 32 a line; above: f. */
static const char classes[129] = "cccccccccssccscccccccccccccccccc"
				 "siooiooqiioiohdo0000000000ooiooo"
				 "iAAAAAAAAAAAAAAAAAAAAAAAAAAooood"
				 "oaaaaaaaaaaaaaaaaaaaaaaaaaaoiooc";

static bool is_letter(char class)
{
	return class == 'a' || class == 'A' || class == 'f';
}

static bool is_end(char byte)
{
	return byte == '.' || byte == ',' || byte == ';' || byte == ':' || byte == '?' ||
	       byte == '!';
}

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
		return 0;
	}
}

/* What is known before the byte under the eye. */
struct look {
	decode_marks marks;
	char         before;      /* class of the last byte, and of the one before it */
	char         second;      /* ... both 's' at the beginning */
	bool         from_letter; /* the signs before come right behind a letter ... */
	size_t       signs;       /* ... and are so many */
	size_t       token;       /* bytes since the last space */
	size_t       parts;       /* of them, letters and digits */
	size_t       quotes;      /* of them, apostrophes between letters */
	size_t       singles;     /* tokens of one character, and maybe signs, in a row */
	size_t       number;      /* digits in the number that goes on */
	size_t       numbers;     /* numbers in a row ... */
	size_t       letters;     /* ... and letters since the last one */
	size_t       capitals;    /* and digits, side by side; ... */
	bool         year;        /* ... nothing but digits */
	const char  *start;       /* of the token */
	const char  *single;      /* the first of the short tokens in a row */
	const char  *figures[3];  /* where the last numbers in a row begin, by turns */
	char         last;        /* the last byte */
	size_t       same;        /* times in a row */

	const char   *text;
	decode_marks *blocks; /* NULL: marks are not asked for by place */
};

/* Half of a word: no language of Europe has words of one consonant. */
static bool is_lone(const struct look *look)
{
	return look->token == 1 && look->before == 'a' && memchr("aeiouy", look->last, 6) == NULL;
}

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

/* Tells a mark of all blocks of [start, end). */
static void spread(struct look *look, decode_marks mark, const char *start, const char *end)
{
	look->marks |= mark;
	if (look->blocks == NULL)
		return;
	for (size_t i = (size_t)(start - look->text) / DECODE_SURVEY_BLOCK;
	     i <= (size_t)(end - look->text - 1) / DECODE_SURVEY_BLOCK; i++)
		look->blocks[i] |= mark;
}

static void look_at_long(struct look *look, const char *end)
{
	if (look->token >= LONG_TOKEN &&
	    !is_long_word((struct slice){ look->start, (size_t)(end - look->start) }))
		spread(look, DECODE_MARK_LONG, look->start, end);
}

static void look_at_space(struct look *look, const char *at)
{
	if (look->token > 0) {
		look_at_long(look, at);
		look->marks |= is_lone(look) ? DECODE_MARK_UNKNOWN : 0;
		if (look->token == 1 && (look->before == 'd' || look->before == 'h'))
			look->marks |= DECODE_MARK_DOTS;
		look->singles = look->parts == 1 || look->token == 1 ? look->singles + 1 : 0;
		if (look->singles == 1)
			look->single = look->start;
		if (look->singles >= IN_A_ROW)
			spread(look, DECODE_MARK_SINGLES, look->single, at);
		if (look->singles >= IN_A_ROW)
			look->single = look->start;
	}
	look->token = look->parts = look->quotes = 0;
}

static void look_at_number(struct look *look, char class, const char *at)
{
	if (class == '0') {
		look->marks |= DECODE_MARK_DIGIT;
		if (look->letters > LETTERS_AMID)
			look->numbers = 0;
		look->letters = 0;
		if (look->number == 0)
			look->figures[look->numbers++ % IN_A_ROW] = at;
		if (++look->number == LONG_NUMBER)
			spread(look, DECODE_MARK_NUMBERS, at - LONG_NUMBER + 1, at + 1);
		if (look->number == 1 && look->numbers >= IN_A_ROW)
			spread(look, DECODE_MARK_NUMBERS, look->figures[look->numbers % IN_A_ROW],
			       at + 1);
		return;
	}
	look->number = 0;
	look->letters += is_letter(class);
}

static void look_at_letter(struct look *look, char class, char byte)
{
	bool behind_letter = is_letter(look->before);

	if (look->signs > 0 && look->from_letter)
		look->marks |= look->signs == 1 && (look->before == 'h' || look->before == 'q')
		                       ? 0
		                       : DECODE_MARK_INNER;
	if (look->before == 'q' && look->from_letter && ++look->quotes > 1)
		look->marks |= DECODE_MARK_INNER;
	if (class == 'A' && look->before == 'a')
		look->marks |= DECODE_MARK_CODE;
	if (class == 'a' && look->before == 'A' && look->second == 'A')
		look->marks |= DECODE_MARK_CODE;
	if (look->before == '0')
		look->marks |= DECODE_MARK_CODE | DECODE_MARK_MIXED;
	if (look->before == 'i')
		look->marks |= DECODE_MARK_MIXED;
	look->same = behind_letter && (byte | 0x20) == (look->last | 0x20) ? look->same + 1 : 1;
	if (look->same == IN_A_ROW)
		look->marks |= DECODE_MARK_REPEAT;
	look->from_letter = true;
	look->signs = 0;
}

static void look_at_sign(struct look *look, char class)
{
	if (is_letter(look->before)) {
		if (class == '0')
			look->marks |= DECODE_MARK_CODE;
		if (class == '0' || class == 'i')
			look->marks |= DECODE_MARK_MIXED;
	} else if (class == 'q') {
		look->marks |= DECODE_MARK_QUOTE;
	}
	if ((class == 'd' || class == 'h') && (look->before == 'd' || look->before == 'h'))
		look->marks |= DECODE_MARK_DOTS;
	if (class == 'c')
		look->marks |= DECODE_MARK_CONTROL;
	if (class == 's' || class == '0') {
		look->from_letter = false;
		look->signs = 0;
		return;
	}
	look->signs++;
}

static void look_at(struct look *look, const char *at)
{
	const char byte = *at;
	char class = (unsigned char)byte < 0x80 ? classes[(unsigned char)byte] : 'f';

	if (class == 'a') { /* nearly all there is */
		look->capitals = 0;
		look->number = 0;
		look->letters++;
		look_at_letter(look, class, byte);
		look->token++;
		look->parts++;
	} else {
		look->capitals = class == 'A' || class == '0' ? look->capitals + 1 : 0;
		look->year = class == '0' && (look->year || look->capitals == 1);
		if (look->capitals >= CAPITALS_A_ROW && !look->year)
			look->marks |= DECODE_MARK_CAPITALS;
		look_at_number(look, class, at);
		if (is_letter(class))
			look_at_letter(look, class, byte);
		else
			look_at_sign(look, class);
		if (class == 's')
			look_at_space(look, at);
		else
			look->token += ((unsigned char)byte & 0xC0) != 0x80;
		look->parts += class == 'A' || class == '0' || (unsigned char)byte >= 0xC0;
		look->marks |= class == 'f' ? DECODE_MARK_FOREIGN : mark_of_byte(byte);
	}
	if (look->token == 1 && class != 's')
		look->start = at;
	look->second = look->before;
	look->before = class;
	look->last = byte;
}

/* ---- dull blocks ---- */

#define BLOCK_BYTES DECODE_SURVEY_BLOCK
#define PART_BYTES  16u
#define BEHIND      4u /* bytes before a block that are looked at, too; one after it is */

/* Sixteen bytes: what every processor has. GCC takes wider ones apart, byte by byte, where the
 * processor has none that wide. */
typedef unsigned char part __attribute__((vector_size(PART_BYTES)));

/* What stands around a text: a break and words of two letters, none of which has a mark. */
static const char filler[] =
	"to it to it to it to it to it to it to it to it to it to it to it to ";

static bool is_break(char byte)
{
	return byte == ' ' || byte == '\n';
}

/* A bit for each byte of a vector of comparisons. */
static inline uint64_t bits_of(part bytes)
{
	uint64_t halves[2];

	memcpy(halves, &bytes, sizeof halves);
	return ((halves[0] & 0x0101010101010101u) * 0x0102040810204080u >> 56) |
	       ((halves[1] & 0x0101010101010101u) * 0x0102040810204080u >> 56) << 8;
}

/* Is there a place with no break in the fourteen bytes up to it? By bits: each one smeared over
 * the thirteen places behind it; `before` are those of the block before. */
static bool has_long_token(uint64_t breaks, uint64_t before)
{
	static const unsigned shifts[] = { 1, 2, 4, 6 };

	for (unsigned i = 0; i < 4; i++) {
		breaks |= breaks << shifts[i] | before >> (64 - shifts[i]);
		before |= before << shifts[i];
	}
	return breaks != UINT64_MAX;
}

struct block_look {
	uint64_t breaks; /* a bit for each space or line end ... */
	uint64_t signs;  /* ... each byte of ASCII that is no letter, digit, space or tab ... */
	uint64_t digits; /* ... and each digit */
	bool     odd;    /* not dull, but for long tokens */
};

#define LOAD(to, from) memcpy(&(to), (from), sizeof(part))
/* Comparisons give vectors of signed bytes, all ones for true. */
#define IS_LETTER(bytes) ((part)((((bytes) | 0x20) - 'a') < 26))
#define IS_BREAK(bytes)  ((part)((bytes) == ' ') | (part)((bytes) == '\n'))

/* The bytes from at[-4] to at[16] are there. Gives those that are not dull, and the breaks and
 * signs. */
static inline part look_at_part(const char *at, part *breaks, part *signs, part *digits)
{
	part around[6]; /* at the places -4, -3, -2, -1, 0 and 1 */
	part letter[6];

	for (int i = 0; i < 6; i++) {
		LOAD(around[i], at + i - 4);
		letter[i] = IS_LETTER(around[i]);
	}
	const part byte = around[4];
	const part space = IS_BREAK(byte);
	const part after_space = IS_BREAK(around[3]);
	const part inner = (part)(byte == '-') | (part)(byte == '\'');
	const part end = (part)(byte == '.') | (part)(byte == ',') | (part)(byte == ';') |
	                 (part)(byte == ':') | (part)(byte == '?');
	const part capital = (part)((byte - 'A') < 26);
	const part same = (part)((byte | 0x20) == (around[3] | 0x20)) &
	                  (part)((byte | 0x20) == (around[2] | 0x20));
	const part alone = letter[4] & ~letter[3] & ~letter[5];
	const part vowel = (part)((byte | 0x20) == 'a') | (part)((byte | 0x20) == 'i') |
	                   (part)((byte | 0x20) == 'e') | (part)((byte | 0x20) == 'o') |
	                   (part)((byte | 0x20) == 'y');
	const part word = vowel & ((letter[2] & letter[1]) | (letter[1] & letter[0]));

	*breaks = space;
	*digits = (part)((byte - '0') < 10);
	*signs = ~(letter[4] | (part)(byte == ' ') | (part)(byte == '\t') | *digits |
	           (part)(byte > 0x7F));
	return ~(letter[4] | space | inner | end) | (capital & ~after_space) |
	       (space & after_space) | (inner & ~(letter[3] & letter[5])) |
	       (end & ~(letter[3] & IS_BREAK(around[5]))) | (letter[4] & same) | (alone & ~word);
}

/* The bytes from at[-4] to at[64] are there. */
static void look_at_block(const char *at, struct block_look *look)
{
	part     odd = { 0 };
	part     space;
	part     signs;
	part     digits;
	uint64_t halves[2];

	look->breaks = look->signs = look->digits = 0;
	for (unsigned i = 0; i < BLOCK_BYTES / PART_BYTES; i++) {
		odd |= look_at_part(at + i * PART_BYTES, &space, &signs, &digits);
		look->breaks |= bits_of(space) << i * PART_BYTES;
		look->signs |= bits_of(signs) << i * PART_BYTES;
		look->digits |= bits_of(digits) << i * PART_BYTES;
	}
	memcpy(halves, &odd, sizeof halves);
	look->odd = (halves[0] | halves[1]) != 0;
}

/* Is nothing left over from before the block, which was not dull: neither a sign, nor a digit, nor
 * capitals, nor a word of one letter? */
static bool begins_well(const char *at)
{
	const char before = (char)(at[-2] | 0x20);

	return is_break(at[-1]) ||
	       (at[-1] >= 'a' && at[-1] <= 'z' && before >= 'a' && before <= 'z');
}

/* The block at `at` with what is around it, where the text itself does not go on. */
static void fill_edges(struct slice text, size_t at, char room[BEHIND + BLOCK_BYTES + 1])
{
	const size_t before = at < BEHIND ? at : BEHIND;
	const size_t left = text.len - at < BLOCK_BYTES + 1 ? text.len - at : BLOCK_BYTES + 1;
	const bool   spaced = is_break(text.ptr[text.len - 1]);

	memcpy(room, "bit ", BEHIND);
	memcpy(room + BEHIND - before, text.ptr + at - before, before);
	memcpy(room + BEHIND, text.ptr + at, left);
	memcpy(room + BEHIND + left, filler + (spaced ? 0 : 2), BLOCK_BYTES + 1 - left);
}

struct walk {
	struct slice          text;
	struct look           look;
	struct decode_survey *survey; /* NULL: marks are not asked for by place */
	uint64_t              breaks; /* of the block before */
	bool                  dull;   /* the block before */
};

static bool is_dull(struct walk *walk, size_t at)
{
	const struct slice text = walk->text;
	const uint64_t     before = walk->breaks;
	struct block_look  look;
	char               room[BEHIND + BLOCK_BYTES + 1];
	const char        *bytes = text.ptr + at;

	if (at < BEHIND || text.len - at < BLOCK_BYTES + 1) {
		fill_edges(text, at, room);
		bytes = room + BEHIND;
	}
	look_at_block(bytes, &look);
	walk->breaks = look.breaks;
	if (walk->survey != NULL) {
		walk->survey->signs[at / BLOCK_BYTES] = look.signs;
		walk->survey->digits[at / BLOCK_BYTES] = look.digits;
	}
	return !look.odd && !has_long_token(look.breaks, before) &&
	       (walk->dull || begins_well(bytes));
}

/* Behind the last space but one of a dull block nothing is left over but, maybe, one word of
 * one letter. */
static size_t last_space_but_one(struct slice text, size_t end)
{
	unsigned spaces = 0;

	while (spaces < 2)
		spaces += is_break(text.ptr[--end]);
	return end;
}

static void look_at_odd(struct walk *walk, size_t at, size_t end)
{
	struct look       *look = &walk->look;
	const decode_marks before = look->marks;
	const size_t       block = at / BLOCK_BYTES;

	if (walk->dull) {
		*look = (struct look){
			.before = 's', .second = 's', .text = look->text, .blocks = look->blocks
		};
		at = last_space_but_one(walk->text, at);
	}
	look->marks = 0;
	while (at < end)
		look_at(look, walk->text.ptr + at++);
	if (look->blocks != NULL)
		look->blocks[block] |= look->marks;
	look->marks |= before;
}

/* The token that goes on into a dull block. */
static void end_token(struct walk *walk, size_t at)
{
	const struct slice text = walk->text;

	while (at < text.len && !is_break(text.ptr[at]))
		at++;
	look_at_long(&walk->look, text.ptr + at);
}

/* The token at the end of the text. */
static void end_text(struct walk *walk)
{
	struct look       *look = &walk->look;
	const decode_marks before = look->marks;

	look->marks = 0;
	look_at_space(look, walk->text.ptr + walk->text.len);
	if (look->blocks != NULL)
		look->blocks[(walk->text.len - 1) / BLOCK_BYTES] |= look->marks;
	look->marks |= before;
}

/* ---- the whole ---- */

VECTORISED static size_t count_lines(const char *bytes, size_t count)
{
	size_t lines = 0;

	for (size_t i = 0; i < count; i++)
		lines += bytes[i] == '\n';
	return lines;
}

static decode_marks walk_text(struct slice text, struct decode_survey *survey)
{
	struct walk walk = { .text = text,
		             .look = { .before = 's',
		                       .second = 's',
		                       .text = text.ptr,
		                       .blocks = survey == NULL ? NULL : survey->blocks },
		             .survey = survey,
		             .breaks = (uint64_t)1 << 63 };

	for (size_t at = 0; at < text.len; at += BLOCK_BYTES) {
		const bool dull = is_dull(&walk, at);

		if (dull && !walk.dull)
			end_token(&walk, at);
		if (!dull)
			look_at_odd(&walk, at,
			            text.len - at < BLOCK_BYTES ? text.len : at + BLOCK_BYTES);
		walk.dull = dull;
	}
	if (!walk.dull && text.len > 0)
		end_text(&walk);
	if (text.len > 0 && count_lines(text.ptr, text.len) >= MANY_LINES)
		walk.look.marks |= DECODE_MARK_LINES;
	return walk.look.marks;
}

decode_marks decode_survey(struct slice text)
{
	return walk_text(text, NULL);
}

struct decode_survey *decode_survey_places(struct slice text, struct arena *arena)
{
	struct decode_survey *survey = ARENA_NEW(arena, struct decode_survey);

	if (survey == NULL)
		return NULL;
	survey->count = (text.len + BLOCK_BYTES - 1) / BLOCK_BYTES;
	survey->blocks = arena_alloc_zero(arena, survey->count + 1, sizeof *survey->blocks);
	survey->signs = ARENA_ARRAY(arena, survey->count + 1, uint64_t);
	survey->digits = ARENA_ARRAY(arena, survey->count + 1, uint64_t);
	if (survey->blocks == NULL || survey->signs == NULL || survey->digits == NULL)
		return NULL;
	survey->marks = walk_text(text, survey);
	if (text.len % BLOCK_BYTES > 0) /* what fills the last block is no sign and no digit */
		survey->signs[survey->count - 1] &= ((uint64_t)1 << text.len % BLOCK_BYTES) - 1;
	return survey;
}

size_t decode_survey_marked(const struct decode_survey *survey, decode_marks marks, size_t at,
                            size_t end)
{
	size_t block = at / BLOCK_BYTES;

	while (block < survey->count && (survey->blocks[block] & marks) == 0)
		block++;
	if (block > at / BLOCK_BYTES)
		at = block * BLOCK_BYTES;
	return at < end ? at : end;
}

size_t decode_survey_unmarked(const struct decode_survey *survey, decode_marks marks, size_t at,
                              size_t end)
{
	size_t block = at / BLOCK_BYTES;

	while (block < survey->count && (survey->blocks[block] & marks) != 0)
		block++;
	if (block > at / BLOCK_BYTES)
		at = block * BLOCK_BYTES;
	return at < end ? at : end;
}

/* The first place at or after `at` whose bit is set. */
static size_t next_bit(const uint64_t *sets, size_t at, size_t end)
{
	uint64_t set;

	if (at >= end)
		return end;
	set = sets[at / BLOCK_BYTES] >> at % BLOCK_BYTES << at % BLOCK_BYTES;
	for (at -= at % BLOCK_BYTES; set == 0; set = sets[at / BLOCK_BYTES]) {
		at += BLOCK_BYTES;
		if (at >= end)
			return end;
	}
	at += (size_t)__builtin_ctzll(set);
	return at < end ? at : end;
}

size_t decode_survey_sign(const struct decode_survey *survey, size_t at, size_t end)
{
	return next_bit(survey->signs, at, end);
}

size_t decode_survey_digit(const struct decode_survey *survey, size_t at, size_t end)
{
	return next_bit(survey->digits, at, end);
}
