/* SPDX-License-Identifier: Apache-2.0 */
/* English (or any Latin text) in the signs of another alphabet, of which one may stand for several
 * letters:
 *
 *   ᚆᚑᚃ ᚇᚑ ᚔ ᚋᚐᚊᚓ      ogham: ᚃ is f, v or w, ᚊ is k, q or x; "how do i make" are words
 *   𓃴𓃻𓄃 𓃰𓃻 𓃵          hieroglyphs      ♒□⬥ ♎□ ♓   Wingdings      ηοω δο ι   Greek letters
 *   ↗➡ ➡↘ ↘↖            flag semaphore, two arrows a letter
 *   ホw ド イ マケ       kana for syllables, and letters that are in none
 *
 * A word is the best one of its readings. Greek and kana are the letters of languages, so there
 * most words must be known ones, and between kana letters of Latin must stand. */
#include "decode_certain.h"
#include "decode_kana.h"
#include "decode_kind.h"
#include "decode_token.h"
#include "decode_word.h"
#include "text_tables.h"
#include "text_utf8.h"

#include <string.h>

#define SIGNS_MIN    6u
#define WORD_SIGNS   24u
#define READINGS_MAX 128u /* steps in search of one word */
#define LINE_BYTES   1024u
#define KNOWN_MIN    2u /* words of three letters or more */

static const struct {
	uint32_t    sign;
	const char *reads;
} signs[] = {
#define ALPHABET(sign, reads) { sign, reads },
#include "decode_alphabet.def"
#undef ALPHABET
};

/* What it stands for, or NULL. */
static const char *reads_of(uint32_t sign)
{
	size_t low = 0;
	size_t high = sizeof signs / sizeof signs[0];

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (signs[middle].sign == sign)
			return signs[middle].reads;
		if (signs[middle].sign < sign)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* ---- semaphore ---- */

/* From the top, clockwise; 0: no arrow. The longer ones are their bold forms. */
static unsigned arrow_of(uint32_t sign)
{
	static const uint32_t plain[] = { 0x2191, 0x2197, 0x2192, 0x2198,
		                          0x2193, 0x2199, 0x2190, 0x2196 };
	static const uint32_t bold[] = { 0x2B06, 0, 0x27A1, 0, 0x2B07, 0, 0x2B05, 0 };

	for (unsigned i = 0; i < 8; i++)
		if (plain[i] == sign || (bold[i] != 0 && bold[i] == sign))
			return i + 1;
	return 0;
}

/* Two arms, in order; J and Y alone are not the next ones of the circles. */
static const char *semaphore_of(unsigned first, unsigned second)
{
	static const char *const circles[8] = { "",     "abcdefg", "hiklmn", "opqrs",
		                                "tuvw", "xyz",     "",       "" };
	static const char *const letters = "abcdefghijklmnopqrstuvwxyz";
	const char              *circle;

	if (first == 2 && second == 1)
		return letters + 9;
	if (first > second) {
		const unsigned swapped = first;

		first = second;
		second = swapped;
	}
	circle = circles[first];
	if (second <= first || second - first > strlen(circle))
		return NULL;
	return strchr(letters, circle[second - first - 1]);
}

/* ---- one sign ---- */

struct sign {
	size_t      start;
	size_t      end;
	const char *reads; /* readings with a space between; one of so many bytes, where `single` */
	size_t      single;
	bool        greek;
};

static size_t skip_dropped(struct slice text, size_t at)
{
	size_t length = 1;

	while (at < text.len && (unsigned char)text.ptr[at] >= 0x80 &&
	       text_table_record(text_utf8_decode(text, at, &length))->kind == TEXT_KIND_DROPPED)
		at += length;
	return at;
}

static bool sign_at(struct slice text, size_t at, struct sign *sign)
{
	size_t   length = 1;
	uint32_t value;
	unsigned arm;

	if (at >= text.len || (unsigned char)text.ptr[at] < 0xC3)
		return false;
	value = text_utf8_decode(text, at, &length);
	*sign = (struct sign){ .start = at, .end = at + length, .greek = value < 0x400 };
	if (value < 0x250) { /* a letter with an accent, which has no sign */
		*sign = (struct sign){ at, at + length, text.ptr + at, length, false };
		return true;
	}
	arm = arrow_of(value);
	if (arm != 0) {
		const size_t behind = skip_dropped(text, at + length);
		unsigned     second;

		if (behind >= text.len)
			return false;
		second = arrow_of(text_utf8_decode(text, behind, &length));
		sign->reads = second == 0 ? NULL : semaphore_of(arm, second);
		sign->single = 1;
		sign->end = behind + length;
	} else {
		sign->reads = reads_of(value);
	}
	sign->end = skip_dropped(text, sign->end);
	return sign->reads != NULL;
}

/* The reading of a number, as a slice. Empty where there are not so many. */
static struct slice reading(const struct sign *sign, size_t index)
{
	const char *at = sign->reads;

	if (sign->single > 0)
		return (struct slice){ at, index == 0 ? sign->single : 0 };
	for (; index > 0; index--) {
		at = strchr(at, ' ');
		if (at == NULL)
			return (struct slice){ sign->reads, 0 };
		at++;
	}
	return (struct slice){ at, strcspn(at, " ") };
}

/* ---- words ---- */

struct word {
	struct sign  signs[WORD_SIGNS];
	size_t       chosen[WORD_SIGNS];
	size_t       count;
	size_t       end;
	struct slice read; /* in `letters` */
	char         letters[2 * WORD_SIGNS];
};

/* Signs that stand side by side; longer words are several. False where there is none. */
static bool word_at(struct slice text, size_t at, struct word *word)
{
	word->count = 0;
	while (word->count < WORD_SIGNS && sign_at(text, at, &word->signs[word->count]))
		at = word->signs[word->count++].end;
	word->end = at;
	return word->count > 0;
}

/* Letters of the first `count` signs. */
static struct slice spell(struct word *word, const size_t *chosen, size_t count)
{
	size_t len = 0;

	for (size_t i = 0; i < count; i++) {
		const struct slice letters = reading(&word->signs[i], chosen[i]);

		memcpy(word->letters + len, letters.ptr, letters.len);
		len += letters.len;
	}
	return (struct slice){ word->letters, len };
}

/* Does a word begin so? */
static bool may_begin(const struct text_lexicon *lexicon, struct slice read)
{
	return (read.len < 4 || text_lexicon_may_begin(lexicon, read.ptr, 4)) &&
	       (read.len < 7 || text_lexicon_may_begin(lexicon, read.ptr, 7));
}

/* Chooses the readings that make the usual word, letter by letter, and no more where nothing
 * begins so. */
static enum text_word_rank choose(const struct text_lexicon *lexicon, struct word *word)
{
	size_t   chosen[WORD_SIGNS] = { 0 };
	uint32_t best = UINT32_MAX;
	size_t   at = 0; /* signs that are chosen */

	memset(word->chosen, 0, sizeof word->chosen);
	for (size_t steps = 0; steps < READINGS_MAX; steps++) {
		const bool deeper = at < word->count && may_begin(lexicon, spell(word, chosen, at));

		if (at == word->count) {
			const uint32_t cost = text_lexicon_cost(lexicon, spell(word, chosen, at));

			if (cost < best) {
				best = cost;
				memcpy(word->chosen, chosen, sizeof chosen);
			}
		}
		if (deeper) {
			chosen[at++] = 0;
			continue;
		}
		while (at > 0 && reading(&word->signs[at - 1], chosen[at - 1] + 1).len == 0)
			at--;
		if (at == 0)
			break;
		chosen[at - 1]++;
	}
	word->read = spell(word, word->chosen, word->count);
	return best == UINT32_MAX ? TEXT_WORD_NONE : TEXT_WORD_COMMON;
}

/* ---- lines ---- */

struct line {
	char   text[LINE_BYTES];
	size_t len;
	size_t signs;
	size_t words; /* of three letters and more */
	size_t known; /* of them */
	size_t end;
	bool   greek;
};

/* Between words: spaces, slashes and marks of sentences. */
static bool is_joint(char byte)
{
	return ascii_is_space(byte) || (byte != '\0' && strchr("/|.,:;!?'\"-()", byte) != NULL);
}

/* Reads from `at` on, as far as it is signs. */
static void line_read(const struct text_lexicon *lexicon, struct slice text, size_t at,
                      struct line *line)
{
	struct word word;

	*line = (struct line){ .end = at };
	while (line->len + 2 * WORD_SIGNS + 1 < LINE_BYTES) {
		if (word_at(text, at, &word)) {
			const enum text_word_rank rank = choose(lexicon, &word);

			memcpy(line->text + line->len, word.read.ptr, word.read.len);
			line->len += word.read.len;
			line->signs += word.count;
			line->words += word.read.len > 2;
			line->known += word.read.len > 2 && rank != TEXT_WORD_NONE;
			line->greek = line->greek || word.signs[0].greek;
			line->end = at = word.end;
		} else if (at < text.len && is_joint(text.ptr[at]) && line->signs > 0) {
			line->text[line->len++] = ' ';
			at++;
		} else {
			return;
		}
	}
}

static bool line_reads(const struct line *line)
{
	if (line->signs < SIGNS_MIN)
		return false;
	if (line->greek)
		return line->known >= KNOWN_MIN && line->known * 3 >= line->words * 2;
	return line->known * 2 >= line->words ||
	       decode_certain_words((struct slice){ line->text, line->len });
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const struct slice text = input->text;
	struct sign        sign;
	struct line        line;

	for (size_t at = from; at < text.len; at++) {
		if ((unsigned char)text.ptr[at] < 0xCE)
			continue;
		if (decode_kana_at(input, at, run))
			return true;
		if (run->end > at) {
			at = run->end - 1;
			continue;
		}
		if (!sign_at(text, at, &sign))
			continue;
		line_read(input->lexicon, text, at, &line);
		if (line_reads(&line)) {
			*run = (struct decode_run){ at, line.end, line.end };
			return true;
		}
		at = line.end > at ? line.end - 1 : at;
	}
	return false;
}

/* The semaphore of one pair is one sign, so that both arrows carry the letter. */
static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const struct slice text = input->text;
	struct word        word;

	if (decode_kana_is(text))
		return decode_kana_decode(text, sink);
	for (size_t at = 0; at < text.len;) {
		if (!word_at(text, at, &word)) {
			if (text.ptr[at] == '/' || text.ptr[at] == '|')
				decode_sink_put(sink, SLICE_LIT(" "), at, at + 1,
				                TEXT_OPERATION_BIT(alphabet), 0);
			else
				decode_sink_copy(sink, text, at, at + 1);
			at++;
			continue;
		}
		choose(input->lexicon, &word);
		for (size_t i = 0; i < word.count; i++)
			decode_sink_put(sink, reading(&word.signs[i], word.chosen[i]),
			                word.signs[i].start, word.signs[i].end,
			                TEXT_OPERATION_BIT(alphabet), TEXT_OPERATION_BIT(alphabet));
		at = word.end;
	}
	return sink->len > 0;
}

const struct decode_kind decode_alphabet = { .name = "alphabet",
	                                     .operation = TEXT_OPERATION_alphabet,
	                                     .signal = "bypass.encoding/alphabet",
	                                     .pass = DECODE_PASS_CARRIER,
	                                     .find = find,
	                                     .decode = decode };
