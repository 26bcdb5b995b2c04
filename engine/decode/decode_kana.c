/* SPDX-License-Identifier: Apache-2.0 */
/* Syllables after Hepburn, as converters that write kana for romaji have them. Small ya, yu and yo
 * make one syllable with the one before: kiyo is kyo, shiyo is sho. */
#include "decode_kana.h"

#include "decode_certain.h"
#include "decode_token.h"
#include "text_utf8.h"

#include <string.h>

#define RUN_BYTES   512u
#define TOKEN_BYTES 12u /* of letters before the first kana */
#define MIXED_MIN   2u
#define KANA_MIN    5u
#define HIRAGANA    0x3041u
#define KATAKANA    0x30A1u
#define COUNT       83u /* from small a to n */

static const char *const syllables[COUNT] = {
	"a",  "a",  "i",  "i",  "u",   "u",  "e",  "e",   "o",   "o",  "ka", "ga", "ki", "gi",
	"ku", "gu", "ke", "ge", "ko",  "go", "sa", "za",  "shi", "ji", "su", "zu", "se", "ze",
	"so", "zo", "ta", "da", "chi", "ji", "",   "tsu", "zu",  "te", "de", "to", "do", "na",
	"ni", "nu", "ne", "no", "ha",  "ba", "pa", "hi",  "bi",  "pi", "fu", "bu", "pu", "he",
	"be", "pe", "ho", "bo", "po",  "ma", "mi", "mu",  "me",  "mo", "ya", "ya", "yu", "yu",
	"yo", "yo", "ra", "ri", "ru",  "re", "ro", "wa",  "wa",  "i",  "e",  "wo", "n",
};

/* The syllable of a kana at `at`, whose end is *end; NULL: it is none. */
static const char *syllable_at(struct slice text, size_t at, size_t *end)
{
	size_t   length = 1;
	uint32_t value;

	if (at >= text.len || (unsigned char)text.ptr[at] != 0xE3)
		return NULL;
	value = text_utf8_decode(text, at, &length);
	*end = at + length;
	if (value == 0x30FC)
		return "";
	value = value >= KATAKANA ? value - KATAKANA : value - HIRAGANA;
	return value < COUNT ? syllables[value] : NULL;
}

static bool is_small_y(struct slice text, size_t at)
{
	static const char *const small[] = { "ゃ", "ゅ", "ょ", "ャ", "ュ", "ョ" };

	for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
		if (text.len - at >= 3 && memcmp(text.ptr + at, small[i], 3) == 0)
			return true;
	return false;
}

/* The letters of a kana, with those of the small one behind it in mind. */
static struct slice letters_of(struct slice text, const char *syllable, const char *before,
                               size_t at, size_t end)
{
	struct slice letters = slice_from_cstr(syllable);

	if (is_small_y(text, at) && before != NULL && strlen(before) > 2)
		return slice_from(letters, 1);
	if (end < text.len && is_small_y(text, end) && letters.len > 1)
		letters.len--;
	return letters;
}

/* Kana, or Latin letters, also with accents. */
static bool is_part(char byte)
{
	return decode_is_letter_or_digit(byte) || (unsigned char)byte == 0xE3 ||
	       ((unsigned char)byte >= 0xC3 && (unsigned char)byte <= 0xC9);
}

struct tally {
	char   read[RUN_BYTES];
	size_t len;
	size_t kana;
	size_t mixed;
	size_t end;
};

/* One token of kana and letters, read. */
static void take_token(struct slice text, size_t at, struct tally *tally)
{
	const char *before = NULL;
	bool        kana = false;
	bool        latin = false;

	while (at < text.len && is_part(text.ptr[at]) && tally->len + 8 < RUN_BYTES) {
		size_t             end = at + ((unsigned char)text.ptr[at] < 0x80 ? 1 : 2);
		const char        *syllable = syllable_at(text, at, &end);
		const struct slice letters = syllable == NULL
		                                     ? slice_range(text, at, end)
		                                     : letters_of(text, syllable, before, at, end);

		if (syllable == NULL && ((unsigned char)text.ptr[at] == 0xE3 || end > text.len))
			break;
		memcpy(tally->read + tally->len, letters.ptr, letters.len);
		tally->len += letters.len;
		tally->kana += syllable != NULL;
		kana = kana || syllable != NULL;
		latin = latin || syllable == NULL;
		before = syllable;
		at = end;
	}
	tally->mixed += kana && latin;
	tally->end = at;
}

static void take_run(struct slice text, size_t at, struct tally *tally)
{
	*tally = (struct tally){ .end = at };
	for (;;) {
		const size_t start = tally->end;

		take_token(text, start, tally);
		if (tally->end == start || tally->end + 1 >= text.len ||
		    text.ptr[tally->end] != ' ' || !is_part(text.ptr[tally->end + 1]) ||
		    tally->len + 8 >= RUN_BYTES)
			return;
		tally->read[tally->len++] = ' ';
		tally->end++;
	}
}

/* Where the token begins that has its first kana at `at`. */
static size_t token_start(struct slice text, size_t at)
{
	size_t start = at;

	while (start > 0 && at - start < TOKEN_BYTES &&
	       (decode_is_letter_or_digit(text.ptr[start - 1]) ||
	        (unsigned char)text.ptr[start - 1] >= 0x80))
		start--;
	return start;
}

bool decode_kana_at(const struct decode_input *input, size_t at, struct decode_run *run)
{
	const struct slice text = input->text;
	struct tally       tally;
	size_t             end;

	run->end = at;
	if ((unsigned char)text.ptr[at] != 0xE3 || syllable_at(text, at, &end) == NULL)
		return false;
	run->start = token_start(text, at);
	if (!is_part(text.ptr[run->start]))
		return false;
	take_run(text, run->start, &tally);
	run->end = run->shorter_end = tally.end;
	return tally.end > at && tally.mixed >= MIXED_MIN && tally.kana >= KANA_MIN &&
	       decode_certain_words((struct slice){ tally.read, tally.len });
}

bool decode_kana_is(struct slice run)
{
	size_t end;

	for (size_t at = 0; at < run.len; at++)
		if (syllable_at(run, at, &end) != NULL)
			return true;
	return false;
}

bool decode_kana_decode(struct slice run, struct decode_sink *sink)
{
	const char *before = NULL;

	for (size_t at = 0, end; at < run.len; at = end) {
		const char *syllable = syllable_at(run, at, &end);

		if (syllable == NULL) {
			end = at + 1;
			decode_sink_copy(sink, run, at, end);
		} else {
			decode_sink_put(sink, letters_of(run, syllable, before, at, end), at, end,
			                TEXT_OPERATION_BIT(alphabet), TEXT_OPERATION_BIT(alphabet));
		}
		before = syllable;
	}
	return sink->len > 0;
}
