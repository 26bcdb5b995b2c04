/* SPDX-License-Identifier: Apache-2.0 */
/* Text from behind. Its letters are those of a language either way, and in some languages
 * vowels and consonants take turns so that it nearly reads: what counts is by how much it reads
 * better, and what is known of its words.
 *
 * Of other scripts no order of letters is known, but a rule finds nothing where none of the
 * words it names stands: there a text is turned that names more of them from behind. */
#include "decode_names.h"
#include "decode_reads_token.h"
#include "decode_secret.h"
#include "decode_solver.h"
#include "decode_token.h"
#include "text_letters.h"

#include <string.h>

#define SCORE_BETTER   4  /* sixteenths of a bit a letter, for an order of letters */
#define SCORE_MUCH     10 /* so much that few words need be known */
#define WORD_SCORE     24 /* the same, by which words may be below 0 */
#define CIPHER_LETTERS 14u
#define DATA_LETTERS   12u /* bytes of a token with a digit that is no word */
#define BESIDE_BYTES   8u  /* of words beside some */
/* What so few texts from behind reach as they stand: the more letters, the less a letter. */
#define PLAIN_LETTERS 14u
#define PLAIN_SCORE   14 /* a letter */
#define PLAIN_MORE    160
#define NAMES_LEAST   2u /* of other scripts */

/* ---- other scripts ---- */

/* Are most letters of another script, which no cipher of Latin letters makes? */
static bool is_of_other_script(struct slice text)
{
	size_t ascii = 0;
	size_t foreign = 0;

	for (size_t i = 0; i < text.len; i++) {
		ascii += text_letters_code[(unsigned char)text.ptr[i]] != 0;
		foreign += (unsigned char)text.ptr[i] >= 0xC0;
	}
	return foreign > ascii;
}

static bool names_more(const struct text_lexicon *lexicon, struct slice as_is, struct slice turned)
{
	const struct decode_names after = decode_names_of(lexicon, turned);

	return after.words >= NAMES_LEAST &&
	       after.letters > 2 * decode_names_of(lexicon, as_is).letters;
}

/* ---- the whole ---- */

/* What is known of its words decides; where it is not much, the order of letters with it. */
static bool is_better(const struct decode_reading *turned, const struct decode_reading *as_is)
{
	const int64_t letters = (int64_t)turned->letters;
	const int64_t gain = turned->score - as_is->score;
	const bool    more = turned->known > 2 * as_is->known;

	if (more && (turned->known * 4 >= turned->letters * 3 ||
	             (turned->known * 2 >= turned->letters && turned->named > as_is->named &&
	              gain > SCORE_BETTER * letters) ||
	             (turned->known * 3 >= turned->letters && gain > SCORE_MUCH * letters)))
		return true;
	return !decode_reads_well(as_is) && gain > SCORE_BETTER * letters;
}

/* So many letters must be known for is_better() and decode_reads_well() both to hold: the scores
 * are known before any word is asked for. */
static size_t known_least(const struct decode_reading *as_is, int64_t score, size_t letters)
{
	const struct decode_reading by_score = { .letters = letters, .score = score };
	const int64_t               gain = score - as_is->score;
	const size_t                more = 2 * as_is->known + 1;
	size_t                      least = (letters * 3 + 3) / 4;

	if (decode_reads_well(as_is) && gain < -SCORE_BETTER * (int64_t)letters)
		return SIZE_MAX;

	if (decode_reads_well(&by_score) && gain > SCORE_BETTER * (int64_t)letters) {
		if (!decode_reads_well(as_is))
			return 0;
		least = gain > SCORE_MUCH * (int64_t)letters ? (letters + 2) / 3
		                                             : (letters + 1) / 2;
	}
	if (!decode_reads_well(as_is) && gain > SCORE_BETTER * (int64_t)letters)
		return least;
	return least > more ? least : more;
}

bool decode_turned_is_plain(const struct decode_reading *as_is)
{
	return as_is->letters >= PLAIN_LETTERS &&
	       as_is->score >= (int64_t)as_is->letters * PLAIN_SCORE + PLAIN_MORE;
}

static bool reads_better(const struct text_lexicon *lexicon, struct slice turned,
                         const struct decode_reading *as_is, int64_t score)
{
	struct decode_reading reading;

	return decode_reads_known(lexicon, turned, score, known_least(as_is, score, as_is->letters),
	                          &reading) &&
	       decode_reads_well(&reading) && is_better(&reading, as_is);
}

static bool has_digit(struct slice token)
{
	for (size_t i = 0; i < token.len; i++)
		if (token.ptr[i] >= '0' && token.ptr[i] <= '9')
			return true;
	return false;
}

/* The beginning of a text without its keys and numbers: long tokens with digits. */
static struct slice without_data(struct slice text, char out[DECODE_KEY_SAMPLE])
{
	struct decode_reads_token token;
	size_t                    len = 0;

	for (size_t at = 0; decode_reads_next_token(text, at, &token); at = token.end) {
		const struct slice bytes = slice_range(text, token.start, token.end);

		if (bytes.len >= DATA_LETTERS && has_digit(bytes))
			continue;
		if (len + bytes.len + 1 > DECODE_KEY_SAMPLE)
			break;
		memcpy(out + len, bytes.ptr, bytes.len);
		len += bytes.len;
		out[len++] = ' ';
	}
	return (struct slice){ out, len };
}

/* A key stands in no order of any language, whichever way round the words of its line read. */
bool decode_turned_reads_beside_data(const struct text_lexicon *lexicon, struct slice run)
{
	char                  beside[DECODE_KEY_SAMPLE];
	char                  out[DECODE_KEY_SAMPLE];
	struct slice          rest;
	struct decode_reading before;
	struct decode_reading after;

	if (!has_digit(run) || memchr(run.ptr, '\n', run.len) != NULL)
		return false;
	rest = without_data(run, beside);
	if (rest.len + DATA_LETTERS > run.len || rest.len < BESIDE_BYTES)
		return false;
	before = decode_reads(lexicon, rest);
	after = decode_reads(lexicon, decode_reads_turned(rest, sizeof out, out));
	return decode_reads_well(&after) && is_better(&after, &before);
}

bool decode_turned_reads(const struct text_lexicon *lexicon, struct slice run,
                         const struct decode_reading *as_is, int64_t *score)
{
	char                  out[DECODE_KEY_SAMPLE];
	struct slice          turned = decode_reads_turned(run, sizeof out, out);
	struct decode_reading before;

	*score = 0;
	if (is_of_other_script(turned))
		return names_more(lexicon, slice_range(run, run.len - turned.len, run.len), turned);
	*score = text_letters_score(turned);
	if (*score < (int64_t)turned.len * -WORD_SCORE)
		return false;
	if (as_is == NULL) {
		before = decode_reads(lexicon, slice_range(run, 0, turned.len));
		as_is = &before;
	}
	return reads_better(lexicon, turned, as_is, *score);
}

/* Signs and digits in places where letter ciphers leave none. */
bool decode_solve_is_odd(struct slice sample)
{
	size_t odd = 0;

	for (size_t i = 0; i < sample.len; i++) {
		const char byte = sample.ptr[i];

		odd += (byte > ' ' && byte <= '@' && byte != '.' && byte != ',' && byte != '\'') ||
		       (byte >= '[' && byte <= '`') || (byte >= '{' && byte <= '~');
	}
	return odd * 24 >= sample.len;
}

bool decode_turned_is_cipher(const struct text_lexicon *lexicon, struct slice run, bool printable)
{
	static const enum decode_cipher ciphers[] = { DECODE_CIPHER_CAESAR, DECODE_CIPHER_ATBASH,
		                                      DECODE_CIPHER_ROT47, DECODE_CIPHER_AFFINE };
	char                            out[DECODE_KEY_SAMPLE];
	const struct slice              turned = decode_reads_turned(run, sizeof out, out);
	struct decode_sample            sample;
	struct decode_key               key;

	decode_sample_take(turned, &sample);
	if (sample.letters < CIPHER_LETTERS)
		return false;
	decode_sample_shift(&sample);
	for (size_t i = 0; i < sizeof ciphers / sizeof ciphers[0]; i++)
		if ((ciphers[i] != DECODE_CIPHER_ROT47 || printable) &&
		    decode_key_of(ciphers[i], lexicon, &sample, &key))
			return true;
	return false;
}

/* Each token from behind, in its place. */
static struct slice turned_tokens(struct slice run, char out[DECODE_CODE_BYTES])
{
	const struct slice sample = slice_range(
		run, 0, run.len < DECODE_CODE_BYTES ? run.len : DECODE_CODE_BYTES);

	for (size_t at = 0; at < sample.len;) {
		size_t end = at;

		while (end < sample.len && !ascii_is_space(sample.ptr[end]))
			end++;
		for (size_t i = at; i < end; i++)
			out[i] = sample.ptr[end - 1 - (i - at)];
		for (at = end; at < sample.len && ascii_is_space(sample.ptr[at]); at++)
			out[at] = sample.ptr[at];
	}
	return (struct slice){ out, sample.len };
}

bool decode_turned_is_code(const struct text_lexicon *lexicon, struct slice run, bool tokens,
                           struct arena *scratch, int64_t *score)
{
	char         out[DECODE_CODE_BYTES];
	struct slice turned = tokens ? turned_tokens(run, out)
	                             : decode_reads_turned(run, sizeof out, out);
	int64_t      as_is = 0;

	return (decode_reads_may_be_code(turned) || decode_reads_may_be_undone(turned) ||
	        decode_reads_cribs(turned, false) > 0) &&
	       decode_reads_as_code(lexicon, turned, scratch, score) &&
	       (!decode_reads_as_code(lexicon, slice_range(run, 0, turned.len), scratch, &as_is) ||
	        *score > as_is + DECODE_CODE_BETTER);
}

static enum text_word_rank turned_word(const struct text_lexicon *lexicon, struct slice word)
{
	char out[DECODE_WORD_MAX];

	if (word.len > sizeof out)
		return TEXT_WORD_NONE;
	return decode_word_rank(lexicon, decode_reads_turned(word, sizeof out, out));
}

enum decode_order decode_solve_order(const struct text_lexicon *lexicon, struct slice run,
                                     struct arena *scratch)
{
	int64_t  score;
	int64_t  of_tokens;
	bool     whole;
	bool     tokens;
	unsigned key;

	if (decode_secret_under(DECODE_CIPHER_REVERSED, run, &key))
		return DECODE_ORDER_CODE;
	if (decode_turned_reads(lexicon, run, NULL, &score) ||
	    decode_turned_reads_beside_data(lexicon, run) ||
	    (!decode_has_space(run) && turned_word(lexicon, run) != TEXT_WORD_NONE))
		return DECODE_ORDER_TEXT;
	whole = decode_turned_is_code(lexicon, run, false, scratch, &score);
	tokens = decode_has_space(run) &&
	         decode_turned_is_code(lexicon, run, true, scratch, &of_tokens);
	if (tokens && (!whole || of_tokens > score))
		return DECODE_ORDER_TOKENS;
	return whole || decode_turned_is_cipher(lexicon, run, decode_solve_is_odd(run))
	               ? DECODE_ORDER_CODE
	               : DECODE_ORDER_FORWARDS;
}
