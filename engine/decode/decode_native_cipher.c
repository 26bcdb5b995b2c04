/* SPDX-License-Identifier: Apache-2.0 */
/* Ciphers of letters that the clean form has no more as they were sent, so the raw text is
 * read:
 *
 *     nbn fpqruhé xqh erpeh   accents stay where a to z are shifted, and are no letter of the key
 *     Ндн фжзодхя дспдц       Cyrillic, shifted by any place, with ё in the alphabet or without
 *     ाकीरत ाक ेनानब           Devanagari from behind: words begin with signs that none begins with
 *     弹炸造制家在何如          Chinese from behind (decode_native_turned.h)
 *
 * Russian is told by how often its letters are met, and by two words or more that rules
 * name; other Cyrillic and Greek text stays as it is, for no rule is written in it. */
#include "decode_kind.h"
#include "decode_line.h"
#include "decode_names.h"
#include "decode_native_turned.h"
#include "decode_solve.h"
#include "text_letters.h"
#include "text_utf8.h"

#include <string.h>

#define ALPHABET        33u
#define WITHOUT_IO      32u
#define IO              6u /* the place of ё */
#define SAMPLE          256u
#define LEAD_FIRST      0xD0 /* of a Russian letter's two bytes */
#define LEAD_LAST       0xD1
#define LETTERS_LEAST   8u
#define USUAL_MEAN      48 /* as rare as letters of Russian are, in tenths of a bit; else above */
#define KEYS            (2 * ALPHABET + 2)
#define BEST_KEYS       4u
#define NAMES_LEAST     2u
#define ODD_WORDS       2u   /* of Devanagari, ... */
#define DEVANAGARI_LEAD 0xE0 /* ... whose letters have this first byte */
#define LINE_BYTES      2048u
#define ACCENTED_LEAST  12u
#define READS           2 /* sixteenths of a bit a letter, and more */

enum cipher { NONE, ACCENTED, CYRILLIC, TURNED };

static uint32_t character_at(struct slice text, size_t at, size_t *end)
{
	size_t   length = 1;
	uint32_t code_point = text_utf8_decode(text, at, &length);

	*end = at + length;
	return code_point;
}

/* ---- Cyrillic ---- */

/* How rare the letters are in Russian text, in tenths of a bit, from а to я with ё. */
static const uint8_t rareness[ALPHABET] = { 36, 60, 45, 59, 51, 36,  113, 67, 59, 38, 64,
	                                    48, 45, 50, 39, 32, 52,  44,  42, 40, 53, 86,
	                                    67, 77, 61, 71, 81, 113, 57,  58, 83, 73, 56 };

/* The place of a letter from 0, or ALPHABET. */
static unsigned place_of(uint32_t letter)
{
	if (letter >= 0x410 && letter < 0x430)
		letter += 0x20;
	if (letter == 0x401 || letter == 0x451)
		return IO;
	if (letter < 0x430 || letter > 0x44F)
		return ALPHABET;
	return letter - 0x430 + (letter - 0x430 >= IO ? 1 : 0);
}

static uint32_t letter_of(unsigned place)
{
	return place == IO ? 0x451 : 0x430 + place - (place > IO ? 1 : 0);
}

/* What a letter stands for. Keys: shifts with ё, shifts without, atbash with and without. */
static unsigned undone(unsigned key, unsigned place)
{
	const bool     with_io = key < ALPHABET || key == 2 * ALPHABET;
	const unsigned count = with_io ? ALPHABET : WITHOUT_IO;
	unsigned       at = place;

	if (!with_io && place == IO)
		return IO;
	at -= !with_io && place > IO ? 1 : 0;
	if (key >= 2 * ALPHABET)
		at = count - 1 - at;
	else
		at = (at + key % ALPHABET) % count;
	return at + (!with_io && at >= IO ? 1 : 0);
}

/* The bytes of `text` under a key, small. */
static size_t write_undone(struct slice text, unsigned key, char *out, size_t cap)
{
	size_t len = 0;
	size_t end;

	for (size_t at = 0; at < text.len && len + 4 <= cap; at = end) {
		uint32_t letter = character_at(text, at, &end);
		unsigned place = place_of(letter);

		if (place < ALPHABET)
			len += text_utf8_encode(letter_of(undone(key, place)), out + len);
		else if (letter < 0x80)
			out[len++] = (char)letter;
	}
	return len;
}

struct histogram {
	unsigned counts[ALPHABET];
	unsigned letters;
};

static struct histogram histogram_of(struct slice text)
{
	struct histogram histogram = { .letters = 0 };
	size_t           end;

	for (size_t at = 0; at < text.len && at < SAMPLE; at = end) {
		unsigned place;

		end = at + 1;
		if ((unsigned char)text.ptr[at] < LEAD_FIRST ||
		    (unsigned char)text.ptr[at] > LEAD_LAST)
			continue;
		place = place_of(character_at(text, at, &end));
		if (place == ALPHABET)
			continue;
		histogram.counts[place]++;
		histogram.letters++;
	}
	return histogram;
}

static unsigned rareness_of(const struct histogram *histogram, unsigned key)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < ALPHABET; i++)
		sum += histogram->counts[i] * rareness[undone(key, i)];
	return sum;
}

static bool names_with(const struct text_lexicon *lexicon, struct slice sample, unsigned key,
                       size_t letters)
{
	char                out[2 * SAMPLE];
	struct decode_names names;

	names = decode_names_of(lexicon,
	                        (struct slice){ out, write_undone(sample, key, out, sizeof out) });
	return names.words >= NAMES_LEAST && names.letters * 4 >= letters;
}

/* The key under which a text is Russian, if there is one. */
static bool key_of(const struct text_lexicon *lexicon, struct slice text, unsigned *key)
{
	struct slice     sample = slice_range(text, 0, text.len < SAMPLE ? text.len : SAMPLE);
	struct histogram histogram = histogram_of(sample);
	unsigned         sums[KEYS];

	if (histogram.letters < LETTERS_LEAST ||
	    rareness_of(&histogram, 0) <= histogram.letters * USUAL_MEAN)
		return false;
	for (unsigned i = 0; i < KEYS; i++)
		sums[i] = rareness_of(&histogram, i);
	for (unsigned tried = 0; tried < BEST_KEYS; tried++) {
		unsigned best = 1;

		for (unsigned i = 2; i < KEYS; i++)
			best = sums[i] < sums[best] ? i : best;
		if (names_with(lexicon, sample, best, histogram.letters)) {
			*key = best;
			return true;
		}
		sums[best] = UINT32_MAX;
	}
	return false;
}

/* ---- Devanagari ---- */

/* A sign that stands behind a consonant only. */
static bool is_dependent(uint32_t character)
{
	return (character >= 0x0900 && character <= 0x0903) ||
	       (character >= 0x093A && character <= 0x094F && character != 0x093D) ||
	       (character >= 0x0955 && character <= 0x0957);
}

static bool is_from_behind(struct slice text)
{
	bool   begins = true;
	size_t odd = 0;
	size_t end;

	if (memchr(text.ptr, DEVANAGARI_LEAD, text.len) == NULL)
		return false;
	for (size_t at = 0; at < text.len && odd < ODD_WORDS; at = end) {
		uint32_t character = character_at(text, at, &end);

		odd += begins && is_dependent(character);
		begins = character < 0x80;
	}
	return odd >= ODD_WORDS;
}

/* ---- stretches ---- */

static bool is_ascii_letter(char byte)
{
	return text_letters_code[(unsigned char)byte] != 0;
}

/* The end of what stands at `at` without letters of ASCII, in its line. */
static size_t stretch_end(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at < LINE_BYTES && text.ptr[end] != '\n' &&
	       !is_ascii_letter(text.ptr[end]))
		end++;
	while (end < text.len && ((unsigned char)text.ptr[end] & 0xC0) == 0x80)
		end--;
	while (end > at && text.ptr[end - 1] == ' ')
		end--;
	return end;
}

/* ---- accents ---- */

/* U+00C0 to U+024F */
static bool is_accented(char byte)
{
	return (unsigned char)byte >= 0xC3 && (unsigned char)byte <= 0xC9;
}

static bool has_accent(struct slice line)
{
	for (size_t i = 0; i < line.len; i++)
		if (is_accented(line.ptr[i]))
			return true;
	return false;
}

/* A line with accents, mostly of letters, which stand in an order of no language. */
static bool may_be_accented(struct slice line)
{
	size_t letters = 0;
	size_t accents = 0;
	size_t foreign = 0;

	if (!has_accent(line))
		return false;
	for (size_t i = 0; i < line.len; i++) {
		letters += is_ascii_letter(line.ptr[i]);
		accents += is_accented(line.ptr[i]);
		foreign += (unsigned char)line.ptr[i] >= 0x80;
	}
	return accents > 0 && letters >= ACCENTED_LEAST && accents * 3 <= letters &&
	       foreign <= 2 * (letters + accents) &&
	       text_letters_score(line) < READS * (int64_t)letters;
}

static bool find_accented(const struct decode_input *input, size_t start, size_t end,
                          struct decode_run *run)
{
	static const enum decode_cipher ciphers[] = { DECODE_CIPHER_CAESAR, DECODE_CIPHER_ATBASH };
	struct decode_input             line = *input;
	const struct decode_words      *words;

	line.text = slice_range(input->text, start, end);
	line.words = NULL;
	if (line.text.len > LINE_BYTES || !may_be_accented(line.text))
		return false;
	words = decode_words_of(line.text, line.lexicon, line.scratch);
	line.solutions = words == NULL ? NULL
	                               : decode_solutions_of(line.text, words, NULL, line.lexicon,
	                                                     NULL, line.scratch);
	if (line.solutions == NULL)
		return false;
	for (size_t i = 0; i < sizeof ciphers / sizeof ciphers[0]; i++) {
		if (!decode_solve_find(ciphers[i], true, &line, 0, run))
			continue;
		for (size_t at = run->start; at < run->end; at++)
			if (is_accented(line.text.ptr[at])) {
				*run = (struct decode_run){ start + run->start, start + run->end,
					                    start + run->end };
				return true;
			}
	}
	return false;
}

/* ---- the decoder ---- */

static enum cipher cipher_of(const struct decode_input *input, struct slice run, unsigned *key)
{
	for (size_t i = 0; i < run.len; i++)
		if (is_ascii_letter(run.ptr[i]))
			return ACCENTED;
	if (is_from_behind(run) || decode_native_is_turned(run))
		return TURNED;
	return key_of(input->lexicon, run, key) ? CYRILLIC : NONE;
}

static bool find_native(const struct decode_input *input, size_t start, size_t end,
                        struct decode_run *run)
{
	const struct slice text = slice_range(input->text, 0, end);
	unsigned           key;

	for (size_t at = start, next; at < end; at = next) {
		next = at + 1;
		if ((unsigned char)text.ptr[at] < 0xCE || (unsigned char)text.ptr[at] > 0xED ||
		    (unsigned char)text.ptr[at] == 0xE1 || (unsigned char)text.ptr[at] == 0xE2)
			continue;
		next = stretch_end(text, at);
		next = next > at ? next : at + 1;
		if (is_from_behind(slice_range(text, at, next)) ||
		    decode_native_is_turned(slice_range(text, at, next)) ||
		    key_of(input->lexicon, slice_range(text, at, next), &key)) {
			*run = (struct decode_run){ at, next, next };
			return true;
		}
	}
	return false;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const size_t mark = arena_mark(input->scratch);

	for (size_t at = from; at < input->text.len;) {
		size_t end = decode_line_end(input->text, at);

		if (find_native(input, at, end, run) || find_accented(input, at, end, run))
			return true;
		arena_rewind(input->scratch, mark);
		at = end + 1;
	}
	return false;
}

static void put(struct decode_sink *sink, struct slice bytes, size_t start, size_t end)
{
	decode_sink_put(sink, bytes, start, end, TEXT_OPERATION_BIT(native_cipher), 0);
}

static void put_cyrillic(struct slice run, unsigned key, struct decode_sink *sink)
{
	size_t end;

	for (size_t at = 0; at < run.len; at = end) {
		char     bytes[4];
		uint32_t letter = character_at(run, at, &end);
		unsigned place = place_of(letter);

		if (place == ALPHABET) {
			decode_sink_copy(sink, run, at, end);
			continue;
		}
		letter = letter_of(undone(key, place));
		put(sink, (struct slice){ bytes, text_utf8_encode(letter, bytes) }, at, end);
	}
}

static void put_turned(struct slice run, struct decode_sink *sink)
{
	for (size_t end = run.len; end > 0;) {
		size_t at = end - 1;

		while (at > 0 && ((unsigned char)run.ptr[at] & 0xC0) == 0x80)
			at--;
		put(sink, slice_range(run, at, end), at, end);
		end = at;
	}
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	unsigned key = 0;

	switch (cipher_of(input, input->text, &key)) {
	case TURNED:
		put_turned(input->text, sink);
		return true;
	case CYRILLIC:
		put_cyrillic(input->text, key, sink);
		return true;
	case ACCENTED:
		return decode_solve_decode(DECODE_CIPHER_CAESAR, TEXT_OPERATION_native_cipher,
		                           input, sink) ||
		       decode_solve_decode(DECODE_CIPHER_ATBASH, TEXT_OPERATION_native_cipher,
		                           input, sink);
	case NONE:
		break;
	}
	return false;
}

const struct decode_kind decode_native_cipher = { .name = "native_cipher",
	                                          .operation = TEXT_OPERATION_native_cipher,
	                                          .signal = "bypass.encoding/native_cipher",
	                                          .pass = DECODE_PASS_CARRIER,
	                                          .find = find,
	                                          .decode = decode };
