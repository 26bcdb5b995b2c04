/* SPDX-License-Identifier: Apache-2.0 */
/* The key of a cipher from the text alone. Of all keys the one whose letters stand in the
 * likeliest order is taken, if what comes out is language:
 *
 *     ubj qb V znxr n cvcr obzo     key 13: how do I make a pipe bomb
 *
 * Letters are codes from 1 to 26, and 0 for all that is none, so a key of a letter cipher
 * is a table of 27 bytes, and trying it costs a look-up for each letter. The affine cipher has
 * 286 keys: it is tried on short samples, and only where the letters stand as in no
 * language. */
#include "decode_key.h"

#include "decode_reads.h"
#include "decode_word.h"
#include "text_letters.h"

#include <string.h>

#define LETTERS_ENOUGH  12u   /* for the order of letters to tell */
#define LETTERS_AFFINE  16u   /* ... by itself among 286 keys */
#define AFFINE_SAMPLE   64u   /* letters that are tried */
#define FOREIGN_SCORE   (-10) /* a letter: below any language in Latin letters */
#define WORD_SCORE_MIN  (-24) /* a letter of a word */
#define WORD_LETTERS    4u
#define LETTERS_ANY_KEY 8u
#define PLAIN_SCORE     12 /* a letter: so few words of ciphers look like words */
#define KEY_ROT47       46u
#define KEYS_CAESAR     26u /* 25 shifts, and rot18 */
#define SMALL_BONUS     6
#define KEY_ROT13       12u
#define KEY_ROT18       25u
#define KEY_CAESAR      22u
#define CRIB_SCORE      256 /* a byte */
#define KEYS_AFFINE     (11u * 26)
#define PRINTABLE       94u
#define KEYS_PRINTABLE  (PRINTABLE - 1)
#define KEYS_KEYBOARD   4u
#define FIRST_PRINTABLE '!'

static const uint8_t affine_factors[11] = { 3, 5, 7, 9, 11, 15, 17, 19, 21, 23, 25 };

/* A row shifted by one key, with and without the signs at its end; rows go round. */
static const char *const keyboards[2][3] = {
	{ "qwertyuiop", "asdfghjkl", "zxcvbnm" },
	{ "qwertyuiop[", "asdfghjkl;", "zxcvbnm," },
};

static unsigned key_count(enum decode_cipher cipher)
{
	static const unsigned counts[DECODE_CIPHER_COUNT] = {
		[DECODE_CIPHER_CAESAR] = KEYS_CAESAR,     [DECODE_CIPHER_ATBASH] = 1,
		[DECODE_CIPHER_AFFINE] = KEYS_AFFINE,     [DECODE_CIPHER_ROT47] = KEYS_PRINTABLE,
		[DECODE_CIPHER_KEYBOARD] = KEYS_KEYBOARD,
	};

	return counts[cipher];
}

/* ---- images ---- */

/* letters[0] is what "a" stands for, as a number from 0. */
static void letters_of(enum decode_cipher cipher, unsigned key, uint8_t letters[26])
{
	unsigned factor = 1;
	unsigned place = key == KEY_ROT18 ? 13 : key + 1;

	if (cipher == DECODE_CIPHER_ATBASH) {
		factor = place = 25;
	} else if (cipher == DECODE_CIPHER_AFFINE) {
		factor = affine_factors[key / 26];
		place = key % 26;
	}
	for (unsigned i = 0; i < 26; i++) {
		letters[i] = (uint8_t)place;
		place += factor;
		place -= place >= 26 ? 26 : 0;
	}
}

static void image_of_letters(enum decode_cipher cipher, unsigned key, uint8_t image[256])
{
	uint8_t letters[26];

	letters_of(cipher, key, letters);
	for (unsigned i = 0; i < 26; i++) {
		image['a' + i] = (uint8_t)('a' + letters[i]);
		image['A' + i] = (uint8_t)('A' + letters[i]);
	}
	for (unsigned i = 0; cipher == DECODE_CIPHER_CAESAR && key == KEY_ROT18 && i < 10; i++)
		image['0' + i] = (uint8_t)('0' + (i + 5) % 10);
}

static uint8_t capital(char byte)
{
	return (uint8_t)(byte >= 'a' && byte <= 'z' ? byte - 'a' + 'A' : byte);
}

static void image_of_keyboard(unsigned key, uint8_t image[256])
{
	for (unsigned row = 0; row < 3; row++) {
		const char *keys = keyboards[key / 2][row];
		size_t      count = strlen(keys);

		for (size_t i = 0; i < count; i++) {
			char other = keys[(i + (key % 2 == 0 ? 1 : count - 1)) % count];

			image[(unsigned char)keys[i]] = (uint8_t)other;
			if (capital(keys[i]) != (uint8_t)keys[i])
				image[capital(keys[i])] = capital(other);
		}
	}
}

void decode_key_image(enum decode_cipher cipher, unsigned key, uint8_t image[256])
{
	for (unsigned i = 0; i < 256; i++)
		image[i] = (uint8_t)i;
	if (cipher == DECODE_CIPHER_ROT47)
		for (unsigned i = 0; i < PRINTABLE; i++)
			image[FIRST_PRINTABLE + i] = (uint8_t)(FIRST_PRINTABLE +
			                                       (i + key + 1) % PRINTABLE);
	else if (cipher == DECODE_CIPHER_KEYBOARD)
		image_of_keyboard(key, image);
	else
		image_of_letters(cipher, key, image);
}

/* A short text under a key that puts letters for letters and nothing else. */
static struct slice letters_deciphered(enum decode_cipher cipher, unsigned key, struct slice text,
                                       char *out)
{
	uint8_t letters[26];

	letters_of(cipher, key, letters);
	for (size_t i = 0; i < text.len; i++) {
		const unsigned char byte = (unsigned char)text.ptr[i];
		const unsigned      place = (byte | 0x20u) - 'a';

		out[i] = (char)(place < 26 ? (byte & 0xE0u) + 1 + letters[place] : byte);
	}
	return (struct slice){ out, text.len };
}

static struct slice deciphered(enum decode_cipher cipher, unsigned key, struct slice text,
                               char *out)
{
	uint8_t image[256];

	if (cipher <= DECODE_CIPHER_AFFINE && !(cipher == DECODE_CIPHER_CAESAR && key == KEY_ROT18))
		return letters_deciphered(cipher, key, text, out);
	decode_key_image(cipher, key, image);
	for (size_t i = 0; i < text.len; i++)
		out[i] = (char)image[(unsigned char)text.ptr[i]];
	return (struct slice){ out, text.len };
}

/* ---- the order of letters ---- */

void decode_sample_take(struct slice text, struct decode_sample *sample)
{
	unsigned first = 0;
	unsigned second = 0;

	sample->text = slice_range(text, 0,
	                           text.len < DECODE_KEY_SAMPLE ? text.len : DECODE_KEY_SAMPLE);
	sample->letters = 0;
	sample->foreign = 0;
	sample->score = 0;
	for (size_t i = 0; i < sample->text.len; i++) {
		const unsigned third = text_letters_code[(unsigned char)sample->text.ptr[i]];

		sample->codes[i] = (uint8_t)third;
		sample->letters += third != 0;
		sample->foreign += (unsigned char)sample->text.ptr[i] >= 0xC0;
		sample->score += text_letters_odds[first][second][third];
		first = second;
		second = third;
	}
	sample->score += text_letters_odds[first][second][0];
}

void decode_sample_shift(struct decode_sample *sample)
{
	text_letters_score_shifted(sample->codes, sample->text.len, sample->shifts);
}

/* Among keys 32 apart letters are the same but for their case: small ones are likelier. */
static int64_t score_of_printable(unsigned key, struct slice text)
{
	int64_t  score = 0;
	unsigned first = 0;
	unsigned second = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned place = (unsigned)(unsigned char)text.ptr[i] - FIRST_PRINTABLE;
		unsigned third = 0;

		if (place < PRINTABLE) {
			place += key + 1;
			place -= place >= PRINTABLE ? PRINTABLE : 0;
			third = text_letters_code[FIRST_PRINTABLE + place];
			score += place >= 'a' - FIRST_PRINTABLE && third != 0 ? SMALL_BONUS : 0;
		}
		score += text_letters_odds[first][second][third];
		first = second;
		second = third;
	}
	return score + text_letters_odds[first][second][0];
}

/* How often a character is met, and up to each of them: twice round, so that none needs to wrap. */
struct printable_counts {
	uint16_t before[2 * PRINTABLE + 1]; /* of those before it */
};

static void count_printable(struct slice text, struct printable_counts *counts)
{
	uint16_t each[PRINTABLE] = { 0 };

	for (size_t i = 0; i < text.len; i++) {
		const unsigned place = (unsigned)(unsigned char)text.ptr[i] - FIRST_PRINTABLE;

		if (place < PRINTABLE)
			each[place]++;
	}
	counts->before[0] = 0;
	for (unsigned i = 0; i < 2 * PRINTABLE; i++)
		counts->before[i + 1] = (uint16_t)(counts->before[i] + each[i % PRINTABLE]);
}

/* How many characters become one of the 26 from `first` on. */
static unsigned count_becoming(const struct printable_counts *counts, unsigned key, char first)
{
	const unsigned from = (unsigned)(first - FIRST_PRINTABLE) + PRINTABLE - (key + 1);
	const unsigned start = from % PRINTABLE;

	return (unsigned)(counts->before[start + 26] - counts->before[start]);
}

/* Half of a text is letters at least: few of the keys make that of it. */
static struct decode_key best_printable(struct slice text)
{
	struct decode_key       best = { 0, INT64_MIN };
	struct printable_counts counts;

	count_printable(text, &counts);
	for (unsigned i = 0; i < KEYS_PRINTABLE; i++) {
		const unsigned letters = count_becoming(&counts, i, 'a') +
		                         count_becoming(&counts, i, 'A');
		int64_t score;

		if (letters < LETTERS_ENOUGH || letters * 2 < counts.before[PRINTABLE])
			continue;
		score = score_of_printable(i, text);
		if (score > best.score)
			best = (struct decode_key){ i, score };
	}
	return best;
}

static int64_t score_of_atbash(const uint8_t *codes, size_t count)
{
	int64_t  score = 0;
	unsigned first = 0;
	unsigned second = 0;

	for (size_t i = 0; i < count; i++) {
		const unsigned third = codes[i] == 0 ? 0 : 27u - codes[i];

		score += text_letters_odds[first][second][third];
		first = second;
		second = third;
	}
	return score + text_letters_odds[first][second][0];
}

/* Caesar's keys, by the sample's shifts. */
static struct decode_key best_shift(const int16_t shifts[TEXT_LETTERS_ALPHABET])
{
	struct decode_key best = { 0, shifts[1] };

	for (unsigned i = 1; i < KEY_ROT18; i++)
		if (shifts[i + 1] > best.score)
			best = (struct decode_key){ i, shifts[i + 1] };
	return best;
}

/* Letters times a factor, under every shift. */
static struct decode_key best_affine(const struct decode_sample *sample, size_t count)
{
	struct decode_key best = { 0, INT64_MIN };
	uint8_t           codes[AFFINE_SAMPLE];
	int16_t           shifts[TEXT_LETTERS_ALPHABET];

	for (unsigned factor = 0; factor < sizeof affine_factors; factor++) {
		uint8_t map[27] = { 0 };

		for (unsigned i = 0, place = 0; i < 26; i++, place += affine_factors[factor])
			map[i + 1] = (uint8_t)(place % 26 + 1);
		for (size_t i = 0; i < count; i++)
			codes[i] = map[sample->codes[i]];
		text_letters_score_shifted(codes, count, shifts);
		for (unsigned i = 0; i < TEXT_LETTERS_ALPHABET; i++)
			if (shifts[i] > best.score)
				best = (struct decode_key){ factor * 26 + i, shifts[i] };
	}
	return best;
}

static struct decode_key best_keyboard(struct slice text)
{
	struct decode_key best = { 0, INT64_MIN };
	char              out[DECODE_KEY_SAMPLE];

	for (unsigned i = 0; i < KEYS_KEYBOARD; i++) {
		const int64_t score = text_letters_score(
			deciphered(DECODE_CIPHER_KEYBOARD, i, text, out));

		if (score > best.score)
			best = (struct decode_key){ i, score };
	}
	return best;
}

/* By the first `count` bytes. */
static struct decode_key best_key(enum decode_cipher cipher, const struct decode_sample *sample,
                                  size_t count)
{
	if (cipher == DECODE_CIPHER_CAESAR)
		return best_shift(sample->shifts);
	if (cipher == DECODE_CIPHER_AFFINE)
		return best_affine(sample, count);
	if (cipher == DECODE_CIPHER_ROT47)
		return best_printable(slice_range(sample->text, 0, count));
	if (cipher == DECODE_CIPHER_KEYBOARD)
		return best_keyboard(slice_range(sample->text, 0, count));
	return (struct decode_key){ 0, score_of_atbash(sample->codes, count) };
}

static size_t bytes_tried(enum decode_cipher cipher, const struct decode_sample *sample)
{
	bool many = cipher == DECODE_CIPHER_AFFINE || cipher == DECODE_CIPHER_ROT47;

	return many && sample->text.len > AFFINE_SAMPLE ? AFFINE_SAMPLE : sample->text.len;
}

/* Where a cipher has many keys, or honest text could be its result, it must read better. */
static bool reads_enough(enum decode_cipher cipher, const struct decode_reading *reading)
{
	if (!decode_reads_well(reading))
		return false;
	if (cipher == DECODE_CIPHER_AFFINE && reading->letters < LETTERS_AFFINE)
		return reading->known * 4 >= reading->letters * 3 &&
		       reading->named * 2 >= reading->letters;
	return cipher == DECODE_CIPHER_CAESAR || cipher == DECODE_CIPHER_ATBASH ||
	       reading->known * 2 >= reading->letters;
}

static bool may_be(enum decode_cipher cipher, const struct decode_sample *sample)
{
	const int64_t letters = (int64_t)sample->letters;

	if (cipher == DECODE_CIPHER_AFFINE)
		return sample->score <= letters * FOREIGN_SCORE;
	if (cipher == DECODE_CIPHER_KEYBOARD)
		return sample->score <= letters * FOREIGN_SCORE;
	return true;
}

static bool key_by_letters(enum decode_cipher cipher, const struct text_lexicon *lexicon,
                           const struct decode_sample *sample, struct decode_key *key)
{
	const size_t          count = bytes_tried(cipher, sample);
	char                  out[DECODE_KEY_SAMPLE];
	struct decode_reading reading;

	if (!may_be(cipher, sample))
		return false;
	*key = best_key(cipher, sample, count);
	if (key->score < (cipher == DECODE_CIPHER_ROT47 ? INT64_MIN + 1 : 0))
		return false;
	reading = decode_reads(lexicon, deciphered(cipher, key->key, sample->text, out));
	key->score = reading.score;
	return reading.letters >= LETTERS_ENOUGH && reads_enough(cipher, &reading);
}

/* ---- words ---- */

/* rot13, and Caesar's own key: tried first, and alone where there are few letters. */
static const uint8_t usual_keys[] = { KEY_ROT13, KEY_CAESAR };

/* A short text: words of rules say more than the order of few letters. */
static bool key_by_words(enum decode_cipher cipher, const struct text_lexicon *lexicon,
                         const struct decode_sample *sample, struct decode_key *key)
{
	const int64_t  least = (int64_t)sample->letters * WORD_SCORE_MIN;
	const bool     caesar = cipher == DECODE_CIPHER_CAESAR;
	const bool     plain = sample->score >= (int64_t)sample->letters * PLAIN_SCORE;
	const unsigned few = plain || sample->letters < LETTERS_ANY_KEY ? 0 : KEY_ROT18;
	const unsigned keys = caesar ? (unsigned)sizeof usual_keys + few : key_count(cipher);
	char           out[DECODE_KEY_SAMPLE];

	if (cipher == DECODE_CIPHER_AFFINE || cipher == DECODE_CIPHER_KEYBOARD)
		return false;
	for (unsigned i = 0; i < keys; i++) {
		key->key = !caesar                 ? i
		           : i < sizeof usual_keys ? usual_keys[i]
		                                   : (i + KEY_ROT13 - 1) % KEY_ROT18;
		key->score = caesar ? sample->shifts[key->key + 1]
		                    : score_of_atbash(sample->codes, sample->text.len);
		if (key->score >= least &&
		    decode_reads_text(lexicon, deciphered(cipher, key->key, sample->text, out),
		                      sample->letters, key->score))
			return true;
	}
	return false;
}

bool decode_key_of(enum decode_cipher cipher, const struct text_lexicon *lexicon,
                   const struct decode_sample *sample, struct decode_key *key)
{
	if (sample->letters >= LETTERS_ENOUGH || cipher == DECODE_CIPHER_ROT47) {
		if (key_by_letters(cipher, lexicon, sample, key))
			return true;
	}
	if (cipher == DECODE_CIPHER_ROT47)
		return false;
	return sample->letters >= WORD_LETTERS && sample->letters < LETTERS_ENOUGH + 4 &&
	       key_by_words(cipher, lexicon, sample, key);
}

enum text_word_rank decode_key_of_word(enum decode_cipher         cipher,
                                       const struct text_lexicon *lexicon, struct slice word,
                                       struct decode_key *key)
{
	char out[DECODE_WORD_MAX];

	if (word.len > sizeof out || cipher > DECODE_CIPHER_ATBASH)
		return TEXT_WORD_NONE;
	*key = (struct decode_key){ .key = cipher == DECODE_CIPHER_CAESAR ? KEY_ROT13 : 0 };
	return decode_word_rank(lexicon, deciphered(cipher, key->key, word, out));
}

/* ---- codes ---- */

/* The score of a code, or of what is known by the names in it. */
static bool score_of_code(enum decode_cipher cipher, const struct text_lexicon *lexicon,
                          struct slice code, struct arena *scratch, int64_t *score)
{
	const size_t cribs = decode_reads_cribs(code, cipher != DECODE_CIPHER_ROT47);

	if ((cribs > 0 || decode_reads_may_be_undone(code)) &&
	    decode_reads_as_code(lexicon, code, scratch, score))
		return true;
	*score = CRIB_SCORE * (int64_t)cribs;
	return cribs > 0;
}

static bool has_digit(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
			return true;
	return false;
}

/* A bit for each of Caesar's keys that may make a code of the sample. Without digits rot18 makes
 * what rot13 does. */
static uint32_t caesar_keys_of_code(struct slice sample)
{
	size_t   cribs[26];
	uint32_t keys = decode_reads_cribs_shifted(sample, cribs) >> 1;

	if (decode_reads_may_be_keyed(sample))
		keys = ((uint32_t)1 << KEY_ROT18) - 1;
	return has_digit(sample) ? keys | (uint32_t)1 << KEY_ROT18 : keys;
}

bool decode_key_of_code(enum decode_cipher cipher, const struct text_lexicon *lexicon,
                        struct slice text, struct arena *scratch, struct decode_key *key)
{
	const struct slice sample = decode_reads_code_sample(text);
	const bool         caesar = cipher == DECODE_CIPHER_CAESAR;
	const uint32_t     keys = caesar ? caesar_keys_of_code(sample) : 0;
	const unsigned     first = cipher == DECODE_CIPHER_ROT47 ? KEY_ROT47 : 0;
	const unsigned     end = cipher == DECODE_CIPHER_ROT47 ? KEY_ROT47 + 1 : key_count(cipher);
	char               out[DECODE_CODE_BYTES];
	bool               found = false;

	for (unsigned i = first; i < end; i++) {
		struct slice code;
		int64_t      score;

		if (caesar && (keys >> i & 1) == 0)
			continue;
		code = deciphered(cipher, i, sample, out);
		if (slice_equal(code, sample))
			continue;
		if (!score_of_code(cipher, lexicon, code, scratch, &score) ||
		    (found && score <= key->score))
			continue;
		*key = (struct decode_key){ i, score };
		found = true;
	}
	return found;
}
