/* SPDX-License-Identifier: Apache-2.0 */
/* What reads as a whole is grown by the words at its edges that only look like words ("or" is
 * rot13 for "be"), as long as they read at least as well under the key. */
#include "decode_reads_token.h"
#include "decode_solver.h"
#include "text_letters.h"

/* A region with so many letters that score so well is no ROT47. */
#define PLAIN_LETTERS 6u
#define PLAIN_SCORE   12
#define PLAIN_SHARE   4u /* ... or of which one in so many is in a known word */
#define FOREIGN_SHARE 3u /* of so many letters one is accented at most */

/* ---- language ---- */

struct best {
	enum decode_cipher cipher;
	struct decode_key  key;
	bool               found;
};

static void take_better(struct best *best, enum decode_cipher cipher, const struct decode_key *key)
{
	if (best->found && best->key.score >= key->score)
		return;
	*best = (struct best){ cipher, *key, true };
}

/* Of what printable characters are under a key, letters neither read nor make words. */
static bool may_be_printable(const struct decode_sample *sample, const struct decode_reading *as_is)
{
	const bool reads = sample->letters >= PLAIN_LETTERS &&
	                   sample->score >= (int64_t)sample->letters * PLAIN_SCORE;
	const bool knows = as_is->known > 0 && as_is->known * PLAIN_SHARE >= sample->letters;

	return !reads && !knows && decode_solve_is_odd(sample->text);
}

/* Does it read, or have letters that are under no key of Latin ones? */
static bool has_no_key(const struct decode_sample *sample, const struct decode_reading *as_is)
{
	return decode_reads_well(as_is) || sample->foreign * FOREIGN_SHARE > sample->letters;
}

/* Ciphers with many keys only where the few have none; what reads as it is may still read
 * better from behind, for vowels and consonants take turns either way. */
static struct best best_of(const struct text_lexicon *lexicon, struct slice text,
                           struct decode_sample *sample, const struct decode_reading *as_is)
{
	const bool is_plain = decode_reads_well(as_is) ||
	                      sample->foreign * FOREIGN_SHARE > sample->letters;
	struct best       best = { 0 };
	struct decode_key key;

	if (!is_plain)
		decode_sample_shift(sample);
	for (enum decode_cipher i = 0; i <= DECODE_CIPHER_ATBASH && !is_plain; i++)
		if (decode_key_of(i, lexicon, sample, &key))
			take_better(&best, i, &key);
	if (decode_turned_reads(lexicon, text, as_is, &key.score))
		take_better(&best, DECODE_CIPHER_REVERSED, &key);
	if (is_plain)
		return best;
	if (may_be_printable(sample, as_is) &&
	    decode_key_of(DECODE_CIPHER_ROT47, lexicon, sample, &key))
		take_better(&best, DECODE_CIPHER_ROT47, &key);
	if (!best.found && decode_key_of(DECODE_CIPHER_KEYBOARD, lexicon, sample, &key))
		take_better(&best, DECODE_CIPHER_KEYBOARD, &key);
	if (!best.found && decode_key_of(DECODE_CIPHER_AFFINE, lexicon, sample, &key))
		take_better(&best, DECODE_CIPHER_AFFINE, &key);
	return best;
}

struct undoing {
	const struct text_lexicon *lexicon;
	enum decode_cipher         cipher;
	uint8_t                    image[256];
};

static bool is_undone(void *context, struct slice token)
{
	const struct undoing *undoing = context;
	char                  out[DECODE_WORD_MAX];
	struct slice          read = { out, token.len };

	if (token.len > sizeof out ||
	    (token.len == 1 && undoing->cipher != DECODE_CIPHER_REVERSED &&
	     decode_is_one_letter_word(token.ptr[0])))
		return false;
	if (undoing->cipher == DECODE_CIPHER_REVERSED)
		read = decode_reads_turned(token, sizeof out, out);
	else
		for (size_t i = 0; i < token.len; i++)
			out[i] = (char)undoing->image[(unsigned char)token.ptr[i]];
	return (token.len > 1 || decode_is_one_letter_word(read.ptr[0])) &&
	       decode_reads_better(undoing->lexicon, token, read);
}

static size_t last_end(const struct decode_solver *solver)
{
	return solver->count > 0 ? solver->items[solver->count - 1].end : 0;
}

/* Does what was grown read under the same key still? */
static bool still_reads(const struct decode_solver *solver, const struct decode_region *grown,
                        const struct best *best)
{
	struct slice         text = slice_range(solver->text, grown->start, grown->end);
	struct decode_sample sample;
	struct decode_key    key;

	if (best->cipher == DECODE_CIPHER_REVERSED)
		return decode_turned_reads(solver->lexicon, text, NULL, &key.score);
	decode_sample_take(text, &sample);
	decode_sample_shift(&sample);
	return decode_key_of(best->cipher, solver->lexicon, &sample, &key) &&
	       key.key == best->key.key;
}

static void add_grown(struct decode_solver *solver, struct decode_region *region,
                      const struct best *best)
{
	struct undoing       undoing = { .lexicon = solver->lexicon, .cipher = best->cipher };
	struct decode_region grown = *region;

	if (best->cipher != DECODE_CIPHER_REVERSED)
		decode_key_image(best->cipher, best->key.key, undoing.image);
	decode_reads_grow(solver->text, last_end(solver), is_undone, &undoing, &grown);
	if (still_reads(solver, &grown, best))
		*region = grown;
	decode_solver_add(solver,
	                  &(struct decode_solution){ (uint32_t)region->start, (uint32_t)region->end,
	                                             best->cipher, false });
}

/* ---- both ---- */

/* Letters in words, short ones too, under the key. */
static size_t letters_read(const struct text_lexicon *lexicon, struct slice text,
                           const struct best *best)
{
	char                out[DECODE_KEY_SAMPLE];
	struct slice        read = text;
	struct decode_input input = { .lexicon = lexicon };
	struct decode_word  word;
	uint8_t             image[256];
	size_t              letters = 0;

	if (best->cipher == DECODE_CIPHER_REVERSED) {
		read = decode_reads_turned(text, sizeof out, out);
	} else {
		decode_key_image(best->cipher, best->key.key, image);
		for (size_t i = 0; i < text.len; i++)
			out[i] = (char)image[(unsigned char)text.ptr[i]];
		read.ptr = out;
	}
	input.text = read;
	for (size_t at = 0; decode_word_next(&input, at, &word); at = word.end)
		letters += word.rank != TEXT_WORD_NONE ? word.end - word.start : 0;
	return letters;
}

/* A letter of no Latin alphabet; signs begin with E2. */
static bool begins_foreign(char byte)
{
	return (unsigned char)byte >= 0xCE && (unsigned char)byte != 0xE2;
}

static bool has_letter(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (decode_reads_is_letter(text.ptr[i]))
			return true;
	return false;
}

/* Of names in Latin letters and words of another script one region: the latter by themselves, from
 * the first token that has such letters to the last. */
static bool foreign_part(struct slice text, struct decode_region *part)
{
	size_t start = 0;
	size_t end = text.len;

	while (start < end && !begins_foreign(text.ptr[start]))
		start++;
	while (end > start && !begins_foreign(text.ptr[end - 1]))
		end--;
	if (start == end)
		return false;
	while (start > 0 && !decode_reads_is_space(text.ptr[start - 1]))
		start--;
	while (end < text.len && !decode_reads_is_space(text.ptr[end]))
		end++;
	*part = (struct decode_region){ start, end, 0 };
	return end - start < text.len && !has_letter(slice_range(text, start, end));
}

static bool solve_foreign(struct decode_solver *solver, const struct decode_region *region,
                          struct slice text)
{
	struct decode_region part;
	int64_t              score;

	if (!foreign_part(text, &part) ||
	    !decode_turned_reads(solver->lexicon, slice_range(text, part.start, part.end), NULL,
	                         &score))
		return false;
	decode_solver_add(solver, &(struct decode_solution){ (uint32_t)(region->start + part.start),
	                                                     (uint32_t)(region->start + part.end),
	                                                     DECODE_CIPHER_REVERSED, false });
	return true;
}

/* decode_reads() of the sample, by the list of the text's words. */
static struct decode_reading reading_of(const struct decode_solver *solver, size_t start,
                                        const struct decode_sample *sample)
{
	const struct decode_input input = { .text = slice_range(solver->text, 0,
		                                                start + sample->text.len),
		                            .words = solver->words,
		                            .lexicon = solver->lexicon };
	struct decode_reading     reading = { .letters = sample->letters, .score = sample->score };
	struct decode_word        word;

	for (size_t at = start; decode_word_next(&input, at, &word); at = word.end) {
		const size_t length = word.end - word.start;

		if (word.rank != TEXT_WORD_NONE && length > 2)
			reading.known += length;
		if (word.rank == TEXT_WORD_NAMED && length > 3)
			reading.named += length;
	}
	return reading;
}

/* Of what no key makes language: from behind, words beside a key, or a cipher. */
static bool is_turned(const struct text_lexicon *lexicon, struct slice text,
                      const struct decode_sample *sample, const struct decode_reading *as_is)
{
	if (has_no_key(sample, as_is))
		return false;
	return decode_turned_reads_beside_data(lexicon, text) ||
	       decode_turned_is_cipher(lexicon, text, may_be_printable(sample, as_is));
}

void decode_solve_region(struct decode_solver *solver, struct decode_region *region)
{
	struct slice           text = slice_range(solver->text, region->start, region->end);
	struct decode_solution whole = { (uint32_t)region->start, (uint32_t)region->end, 0, false };
	struct decode_sample   sample;
	struct decode_reading  as_is;
	struct best            best;

	decode_sample_take(text, &sample);
	as_is = reading_of(solver, region->start, &sample);
	if (as_is.known * 4 >= as_is.letters * 3 && as_is.letters > 0)
		return;
	if (sample.foreign == 0 && sample.text.len == text.len && decode_turned_is_plain(&as_is))
		return;
	if (decode_solve_is_word(solver->lexicon, text, &whole)) {
		decode_solver_add(solver, &whole);
		return;
	}
	best = best_of(solver->lexicon, text, &sample, &as_is);
	if (best.found && decode_solve_is_mixed(solver->lexicon, sample.text,
	                                        letters_read(solver->lexicon, sample.text, &best)))
		return;
	if (best.found)
		add_grown(solver, region, &best);
	else if (!solve_foreign(solver, region, text) &&
	         is_turned(solver->lexicon, text, &sample, &as_is))
		decode_solver_add(solver, &(struct decode_solution){
						  (uint32_t)region->start, (uint32_t)region->end,
						  DECODE_CIPHER_REVERSED, true });
}
