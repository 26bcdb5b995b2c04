/* SPDX-License-Identifier: Apache-2.0 */
/* One look over a text before the decoders: which of them have anything to find?
 *
 *     "a quiet street in the evening, soft light"     no mark: no decoder runs
 *     "say cGlwZSBib21i"                               CODE
 *     "h o w  t o"                                     SINGLES
 *
 * A mark says that the text holds a thing that ordinary prose does not, as cheaply as can
 * be told: from a byte, from two neighbours, from the length of a token (what stands
 * between spaces). A decoder names the marks of which it needs one, so a mark must never
 * be missing where its decoder would accept a run. */
#ifndef DECODE_SURVEY_H
#define DECODE_SURVEY_H

#include "base_arena.h"
#include "base_slice.h"

#include <stddef.h>
#include <stdint.h>

typedef uint32_t decode_marks;

enum decode_mark {
	/* From a byte. */
	DECODE_MARK_PERCENT = 1 << 0,   /* % */
	DECODE_MARK_AMPERSAND = 1 << 1, /* & */
	DECODE_MARK_BACKSLASH = 1 << 2, /* \ */
	DECODE_MARK_EQUALS = 1 << 3,    /* = */
	DECODE_MARK_PLUS = 1 << 4,      /* + */
	DECODE_MARK_BRACKET = 1 << 5,   /* < > [ ] { } */
	DECODE_MARK_QUOTE = 1 << 6,     /* " `, and ' but behind a letter */
	DECODE_MARK_SIGN = 1 << 7,      /* * _ ~ | ^ # @ $ */
	DECODE_MARK_DIGIT = 1 << 8,     /* 0 to 9 */
	DECODE_MARK_FOREIGN = 1 << 9,   /* a byte outside ASCII */
	DECODE_MARK_CONTROL = 1 << 10,  /* a control character other than tab, LF, CR */
	/* From neighbours. */
	DECODE_MARK_CODE = 1 << 11,     /* no word: "aG", "a1", "1a", "SGv" */
	DECODE_MARK_CAPITALS = 1 << 12, /* four capitals or digits side by side, not all digits */
	DECODE_MARK_DOTS = 1 << 13,     /* two of . - _ side by side, or one between spaces */
	DECODE_MARK_INNER = 1 << 14,    /* a letter, signs other than ' and a single -, a letter */
	DECODE_MARK_MIXED = 1 << 16,    /* a letter beside a digit or one of @ $ ! | ( ) + < */
	DECODE_MARK_REPEAT = 1 << 17,   /* one letter three times */
	/* From tokens. */
	DECODE_MARK_LONG = 1 << 18, /* fourteen characters or more without a space, but for letters
	                               that read like words */
	DECODE_MARK_SINGLES =
		1 << 19, /* three tokens in a row of one letter or digit (and signs) */
	DECODE_MARK_NUMBERS = 1 << 20, /* three numbers in a row, whatever parts them; or one of
	                                  eight digits or more */
	DECODE_MARK_LINES = 1 << 21,   /* eight lines or more */
	/* From words: decode_words_of() in decode_word.h. */
	DECODE_MARK_UNKNOWN = 1 << 22, /* a string of two letters or more that is no word; and,
	                                  from tokens, a single consonant */
	DECODE_MARK_PIECE = 1 << 23,   /* an odd word, which may be a piece of one */
	DECODE_MARK_ROW = 1 << 24, /* ten words in a row without one that holds prose together */
	DECODE_MARK_SPELLED = 1 << 26, /* four words in a row that stand for letters */
	DECODE_MARK_JOINT = 1 << 27,   /* two strings with a sign between them that are one word */
	DECODE_MARK_HYPHENATED = 1 << 28, /* a single - between letters */
	DECODE_MARK_HYPHEN = 1 << 15,  /* the same between letters alone, or where a vowel makes a
	                                  word, or two in a string */
	DECODE_MARK_LETTERS = 1 << 25, /* ten different letters that stand alone */
	DECODE_MARK_MORSE = 1 << 30,   /* four words that are "di", "dah", "dot", "dash" or of
	                                  such */
	DECODE_MARK_ODD_SIGN = 1 << 29 /* between two strings, one that prose has none of there */
};

/* The marks of a text. Linear: each byte is read once. */
decode_marks decode_survey(struct slice text);

/* The same by place, so that a decoder looks at what is around its marks and jumps over the
 * rest. A mark is told of the block in which it is seen; LONG, NUMBERS and SINGLES of all
 * blocks from where the token, the first number or the first token begins; LINES of none. */
#define DECODE_SURVEY_BLOCK 64u /* bytes */

struct decode_survey {
	decode_marks  marks;
	decode_marks *blocks; /* of each block; words add theirs (decode_word.h) */
	uint64_t *signs;  /* a bit for each byte of ASCII that is no letter, digit, space or tab */
	uint64_t *digits; /* a bit for each digit of ASCII */
	uint64_t *spaces; /* a bit for each space, tab and line end */
	size_t    count;  /* of blocks */
};

/* NULL when the arena is full. */
struct decode_survey *decode_survey_places(struct slice text, struct arena *arena);

/* The first place at or after `at` that is in a block with one of these marks; `end` when there is
 * none before that. */
size_t decode_survey_marked(const struct decode_survey *survey, decode_marks marks, size_t at,
                            size_t end);

/* The same for a block with none of them. */
size_t decode_survey_unmarked(const struct decode_survey *survey, decode_marks marks, size_t at,
                              size_t end);

/* The first sign at or after `at`; `end` when there is none before that. */
size_t decode_survey_sign(const struct decode_survey *survey, size_t at, size_t end);

/* How many tokens begin in text[start, end). */
size_t decode_survey_tokens(const struct decode_survey *survey, size_t start, size_t end);

/* The first digit at or after `at`, as above. */
size_t decode_survey_digit(const struct decode_survey *survey, size_t at, size_t end);

#endif
