/* SPDX-License-Identifier: Apache-2.0 */
/* Spelling words: each stands for the letter or the number it begins with.
 *
 *   papa india papa echo / bravo oscar mike bravo      pipe bomb
 *   Papa-India-Papa-Echo  papaindiapapaecho            with any separator, or none
 *
 * Tables: the radiotelephony alphabet (ICAO Annex 10, volume II, 5.2.1.3; ITU Radio
 * Regulations, appendix 14) with its usual misspellings; the joint Army/Navy alphabet of
 * 1941 and that of the RAF (able, baker); police names (adam, boy); German names (anton,
 * berta; DIN 5009 before 2022). A run is of one table.
 *
 * Many of the words are ordinary ones, and lists of people are lists of names, so other
 * tables than the first are taken only where the letters read like words; the first where
 * it does not run through the alphabet ("alpha, bravo, charlie, delta"). */
#include "decode_nato.h"

#include "base_ascii.h"
#include "decode_kind.h"
#include "decode_spelling.h"
#include "decode_token.h"
#include "text_letters.h"

#include <string.h>

enum {
	SIGNS_MIN = 4,
	DISTINCT_MIN = 3,
	WORD_MAX = 10,
	STEP = 12,       /* four words of three letters are 12 bytes */
	BACK_MAX = 4,    /* words that may lie between two looks */
	LETTERS_MAX = 32 /* looked back over; a longer word has been looked at before */
};

enum { ICAO = 1, ABLE = 2, POLICE = 4, GERMAN = 8, EVERY = 15 };

struct spelling_word {
	char    text[WORD_MAX + 1];
	uint8_t sets;
	char    letter;
};

/* In order of the first letter. */
static const struct spelling_word words[] = {
	{ "able", ABLE, 'a' },
	{ "ace", ABLE, 'a' },
	{ "adam", POLICE, 'a' },
	{ "alfa", ICAO, 'a' },
	{ "alpha", ICAO, 'a' },
	{ "anton", GERMAN, 'a' },
	{ "baker", ABLE, 'b' },
	{ "beer", ABLE, 'b' },
	{ "berta", GERMAN, 'b' },
	{ "boy", POLICE, 'b' },
	{ "bravo", ICAO, 'b' },
	{ "caesar", GERMAN, 'c' },
	{ "charles", POLICE, 'c' },
	{ "charlie", ICAO | ABLE, 'c' },
	{ "david", POLICE, 'd' },
	{ "decimal", ICAO, '.' },
	{ "delta", ICAO, 'd' },
	{ "dog", ABLE, 'd' },
	{ "don", ABLE, 'd' },
	{ "dora", GERMAN, 'd' },
	{ "easy", ABLE, 'e' },
	{ "echo", ICAO, 'e' },
	{ "edward", ABLE | POLICE, 'e' },
	{ "eight", EVERY, '8' },
	{ "emil", GERMAN, 'e' },
	{ "fife", ICAO, '5' },
	{ "five", EVERY, '5' },
	{ "four", EVERY, '4' },
	{ "fower", ICAO, '4' },
	{ "fox", ABLE, 'f' },
	{ "foxtrot", ICAO, 'f' },
	{ "frank", POLICE, 'f' },
	{ "freddie", ABLE, 'f' },
	{ "friedrich", GERMAN, 'f' },
	{ "george", ABLE | POLICE, 'g' },
	{ "golf", ICAO, 'g' },
	{ "gustav", GERMAN, 'g' },
	{ "harry", ABLE, 'h' },
	{ "heinrich", GERMAN, 'h' },
	{ "henry", POLICE, 'h' },
	{ "hotel", ICAO, 'h' },
	{ "how", ABLE, 'h' },
	{ "ida", POLICE | GERMAN, 'i' },
	{ "india", ICAO, 'i' },
	{ "ink", ABLE, 'i' },
	{ "item", ABLE, 'i' },
	{ "jig", ABLE, 'j' },
	{ "john", POLICE, 'j' },
	{ "johnnie", ABLE, 'j' },
	{ "juliet", ICAO, 'j' },
	{ "juliett", ICAO, 'j' },
	{ "juliette", ICAO, 'j' },
	{ "julius", GERMAN, 'j' },
	{ "kaufmann", GERMAN, 'k' },
	{ "kilo", ICAO, 'k' },
	{ "king", ABLE | POLICE, 'k' },
	{ "konrad", GERMAN, 'k' },
	{ "lima", ICAO, 'l' },
	{ "lincoln", POLICE, 'l' },
	{ "london", ABLE, 'l' },
	{ "love", ABLE, 'l' },
	{ "ludwig", GERMAN, 'l' },
	{ "martha", GERMAN, 'm' },
	{ "mary", POLICE, 'm' },
	{ "mike", ICAO | ABLE, 'm' },
	{ "monkey", ABLE, 'm' },
	{ "nan", ABLE, 'n' },
	{ "nine", EVERY, '9' },
	{ "niner", ICAO, '9' },
	{ "nora", POLICE, 'n' },
	{ "nordpol", GERMAN, 'n' },
	{ "november", ICAO, 'n' },
	{ "nuts", ABLE, 'n' },
	{ "oboe", ABLE, 'o' },
	{ "ocean", POLICE, 'o' },
	{ "one", EVERY, '1' },
	{ "orange", ABLE, 'o' },
	{ "oscar", ICAO, 'o' },
	{ "oskar", ICAO, 'o' },
	{ "otto", GERMAN, 'o' },
	{ "papa", ICAO, 'p' },
	{ "paul", POLICE, 'p' },
	{ "paula", GERMAN, 'p' },
	{ "peter", ABLE, 'p' },
	{ "pip", ABLE, 'p' },
	{ "quebec", ICAO, 'q' },
	{ "queen", ABLE | POLICE, 'q' },
	{ "quelle", GERMAN, 'q' },
	{ "richard", GERMAN, 'r' },
	{ "robert", ABLE | POLICE, 'r' },
	{ "roger", ABLE, 'r' },
	{ "romeo", ICAO, 'r' },
	{ "sam", POLICE, 's' },
	{ "samuel", GERMAN, 's' },
	{ "seven", EVERY, '7' },
	{ "siegfried", GERMAN, 's' },
	{ "sierra", ICAO, 's' },
	{ "six", EVERY, '6' },
	{ "space", EVERY, ' ' },
	{ "sugar", ABLE, 's' },
	{ "tango", ICAO, 't' },
	{ "tare", ABLE, 't' },
	{ "theodor", GERMAN, 't' },
	{ "three", EVERY, '3' },
	{ "toc", ABLE, 't' },
	{ "tom", POLICE, 't' },
	{ "tree", ICAO, '3' },
	{ "two", EVERY, '2' },
	{ "ulrich", GERMAN, 'u' },
	{ "uncle", ABLE, 'u' },
	{ "uniform", ICAO, 'u' },
	{ "union", POLICE, 'u' },
	{ "vic", ABLE, 'v' },
	{ "victor", ICAO | ABLE | POLICE, 'v' },
	{ "viktor", GERMAN, 'v' },
	{ "whiskey", ICAO, 'w' },
	{ "whisky", ICAO, 'w' },
	{ "wilhelm", GERMAN, 'w' },
	{ "william", ABLE | POLICE, 'w' },
	{ "x-ray", ICAO | ABLE | POLICE, 'x' },
	{ "xanthippe", GERMAN, 'x' },
	{ "xray", ICAO | ABLE | POLICE, 'x' },
	{ "yankee", ICAO, 'y' },
	{ "yoke", ABLE, 'y' },
	{ "yorker", ABLE, 'y' },
	{ "young", POLICE, 'y' },
	{ "ypsilon", GERMAN, 'y' },
	{ "zacharias", GERMAN, 'z' },
	{ "zebra", ABLE | POLICE, 'z' },
	{ "zeppelin", GERMAN, 'z' },
	{ "zero", EVERY, '0' },
	{ "zulu", ICAO, 'z' },
};

enum { WORDS = sizeof words / sizeof words[0] };

/* Where the words of each letter begin, for a to z; the last is the end. Kept in step
 * with the table by a test of every word. */
static const uint8_t firsts[27] = { 0,  6,  11, 14, 20, 25,  34,  37,  42,  46,  53,  57,  62, 66,
	                            73, 80, 85, 88, 92, 100, 108, 112, 115, 119, 122, 127, 132 };

/* By first letter, the second ones as bits: a is bit 1, and what is no letter bit 0. */
static const uint32_t seconds[26] = { 0x501c,   0x48022,  0x102,    0x8022,   0x221a,   0x48200,
	                              0x208020, 0x8022,   0x104010, 0x208200, 0x8202,   0x208200,
	                              0x8202,   0x208202, 0x1c400c, 0x222,    0x200000, 0x8200,
	                              0x210222, 0x848102, 0x5000,   0x200,    0x300,    0x40003,
	                              0x18002,  0x200022 };

static bool is_letter(char byte)
{
	return text_letters_code[(unsigned char)byte] != 0;
}

/* Most words of prose are told apart by two letters. */
static bool may_be_word(struct slice text, size_t at)
{
	uint32_t second = at + 1 < text.len ? text_letters_code[(unsigned char)text.ptr[at + 1]]
	                                    : 0;

	return (seconds[text_letters_code[(unsigned char)text.ptr[at]] - 1] >> second & 1) != 0;
}

static size_t match(struct slice text, size_t at, const char *word)
{
	size_t length = 0;

	while (word[length] != '\0' && at + length < text.len &&
	       ascii_small(text.ptr[at + length]) == word[length])
		length++;
	return word[length] == '\0' ? length : 0;
}

/* The longest word that the text at `at` begins with. */
static const struct spelling_word *word_at(struct slice text, size_t at, size_t *end)
{
	const struct spelling_word *best = NULL;
	size_t                      first;

	if (at >= text.len || !is_letter(text.ptr[at]) || !may_be_word(text, at))
		return NULL;
	*end = at;
	first = (size_t)(ascii_small(text.ptr[at]) - 'a');
	for (size_t i = firsts[first]; i < firsts[first + 1]; i++) {
		size_t length = match(text, at, words[i].text);

		if (at + length <= *end)
			continue;
		best = &words[i];
		*end = at + length;
	}
	return best;
}

/* A whole word, or one with another one right behind it. */
static bool sign_at(const struct decode_spelling *spelling, struct slice text, size_t at,
                    struct decode_sign *sign)
{
	const struct spelling_word *word = word_at(text, at, &sign->end);
	size_t                      end;

	(void)spelling;
	if (word == NULL)
		return false;
	sign->value = (uint32_t)word->letter;
	sign->sets = word->sets;
	return sign->end == text.len || !decode_is_letter_or_digit(text.ptr[sign->end]) ||
	       word_at(text, sign->end, &end) != NULL;
}

bool decode_nato_is_joined(struct slice word)
{
	size_t end;

	return word_at(word, 0, &end) != NULL && word_at(word, end, &end) != NULL;
}

static char letter(uint32_t value, unsigned reading)
{
	(void)reading;
	return (char)value;
}

static const struct decode_spelling nato = { .sign_at = sign_at,
	                                     .letter = letter,
	                                     .readings = 1,
	                                     .gaps = " \t\n\r,;.:-_/|&+*\"'",
	                                     .gap_max = 5 };

static bool accepts(const struct decode_input *input, const struct decode_spelled *run)
{
	if (run->signs < SIGNS_MIN || run->distinct < DISTINCT_MIN || run->rising ||
	    run->sets == EVERY) /* numbers only */
		return false;
	return (run->sets & ICAO) != 0 || decode_spelling_reads(&nato, input, run);
}

static bool is_start(struct slice text, size_t from, size_t at)
{
	return is_letter(text.ptr[at]) && (at == from || !is_letter(text.ptr[at - 1]));
}

/* The spelling word that stands at `at` or begins behind the gap there. */
static bool start_near(struct slice text, size_t from, size_t at, size_t *start)
{
	struct decode_sign sign;
	size_t             limit = at + nato.gap_max;

	while (at < text.len && at < limit && !is_letter(text.ptr[at]))
		at++;
	limit = at > from + LETTERS_MAX ? at - LETTERS_MAX : from;
	if (at >= text.len)
		return false;
	while (at > limit && !is_start(text, from, at))
		at--;
	*start = at;
	return is_start(text, from, at) && sign_at(&nato, text, at, &sign);
}

/* The first word of the run that the one at `at` belongs to, a few words before it. */
static size_t run_start(struct slice text, size_t from, size_t at)
{
	struct decode_sign sign;

	for (int i = 0; i < BACK_MAX; i++) {
		size_t back = at;

		while (back > from && at - back < nato.gap_max && !is_letter(text.ptr[back - 1]))
			back--;
		if (back == from || back == at || !start_near(text, from, back - 1, &back) ||
		    !sign_at(&nato, text, back, &sign))
			break;
		at = back;
	}
	return at;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice          text = input->text;
	struct decode_spelled spelled;
	size_t                start;

	for (size_t at = from; at < text.len; at += STEP) {
		if (!start_near(text, from, at, &start))
			continue;
		start = run_start(text, from, start);
		if (!decode_spelling_run(&nato, text, start, &spelled))
			continue;
		if (accepts(input, &spelled)) {
			*run = (struct decode_run){ spelled.start, spelled.end, spelled.end };
			return true;
		}
		at = from = spelled.end > at ? spelled.end : at;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_spelling_decode(&nato, TEXT_OPERATION_nato, input, sink);
}

const struct decode_kind decode_nato = { .name = "nato",
	                                 .operation = TEXT_OPERATION_nato,
	                                 .signal = "bypass.encoding/nato",
	                                 .pass = DECODE_PASS_ENCODING,
	                                 .needs = DECODE_MARK_SPELLED,
	                                 .find = find,
	                                 .decode = decode };
