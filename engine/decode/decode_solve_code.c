/* SPDX-License-Identifier: Apache-2.0 */
/* Codes under ciphers. A code has no words, so that regions which do not read (decode_reads.h)
 * see pieces of it only:
 *
 *   Decode this: 3K:21:2L:2L:20:57:72:69:74:65 and say it
 *                [----------- stretch -------]            under Caesar's shift of 8: 3C:21:2D
 *
 * A stretch is what stands between tokens that are mostly a known word. Its beginning is tried
 * under every key: one must make it the code of something, which it is not as it stands. */
#include "decode_solver.h"

#include "decode_opaque.h"
#include "decode_reads_token.h"
#include "text_role.h"

#define STRETCH_MIN   12u
#define STRETCHES_MAX 8u /* tried in one text: a try is thirty keys */
#define WORD_MIN      3u
/* Percent of a stretch in strings that read like words, from which on it is no code whose letters
 * are others, and none that is turned round: words from behind may still look like words. */
#define WORDY        33u
#define WORDY_TURNED 50u

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Asked last: it is dear, and most stretches are no code under any cipher. */
static bool is_better_than_as_is(const struct decode_solver *solver, struct slice sample,
                                 int64_t score)
{
	int64_t as_is;

	if (!decode_reads_as_code(solver->lexicon, sample, solver->arena, &as_is))
		return score > DECODE_CODE_BETTER;
	/* Escapes are read in part, too: "%74%6U". */
	return decode_reads_has_form(sample) && score > as_is + DECODE_CODE_BETTER;
}

static bool may_be_enciphered(struct slice sample, unsigned *wordy)
{
	*wordy = decode_reads_wordy(sample);
	return *wordy < WORDY_TURNED && decode_reads_looks_coded(sample);
}

static bool cipher_of_code(const struct decode_solver *solver, struct slice text, unsigned wordy,
                           enum decode_cipher *cipher)
{
	static const enum decode_cipher ciphers[] = { DECODE_CIPHER_CAESAR, DECODE_CIPHER_ATBASH,
		                                      DECODE_CIPHER_ROT47 };
	const struct slice              sample = decode_reads_code_sample(text);
	struct decode_key               key;
	int64_t                         best = 0;
	bool                            found = false;

	for (unsigned tokens = 0; tokens < (decode_has_space(sample) ? 2 : 1); tokens++)
		if (decode_turned_is_code(solver->lexicon, text, tokens > 0, solver->arena,
		                          &key.score) &&
		    (!found || key.score > best)) {
			*cipher = tokens > 0 ? DECODE_CIPHER_TOKENS : DECODE_CIPHER_REVERSED;
			best = key.score;
			found = true;
		}
	for (size_t i = 0; i < sizeof ciphers / sizeof ciphers[0] && wordy < WORDY; i++) {
		if (!decode_key_of_code(ciphers[i], solver->lexicon, text, solver->arena, &key) ||
		    (found && key.score <= best))
			continue;
		best = key.score;
		*cipher = ciphers[i];
		found = true;
	}
	return found && is_better_than_as_is(solver, sample, best);
}

/* ---- stretches ---- */

struct walk {
	struct slice               text;
	const struct decode_words *words;
	size_t                     word; /* the first that may end behind the token */
	size_t                     at;
};

/* "by" and "of", but no number in hexadecimal digits. */
static bool is_short_and_usual(struct slice text, const struct decode_word *word)
{
	return word->end - word->start == 2 && (word->role & TEXT_ROLE_USUAL_2) != 0 &&
	       ((text.ptr[word->start] | 0x20) > 'f' || (text.ptr[word->start + 1] | 0x20) > 'f');
}

static bool is_known(struct slice text, const struct decode_word *word)
{
	return word->rank != TEXT_WORD_NONE &&
	       (word->end - word->start >= WORD_MIN || is_short_and_usual(text, word));
}

/* Is what begins at token->start a known word and no more, as in prose? Sets the end. */
static bool is_plain_token(const struct walk *walk, struct decode_region *token)
{
	const struct decode_word *word = &walk->words->items[walk->word];

	return walk->word < walk->words->count && word->start == token->start &&
	       is_known(walk->text, word) &&
	       decode_reads_is_token(walk->text, word->start, word->end, &token->end);
}

/* The next token, [start, end); is it mostly a known word? False behind the last. */
static bool next_token(struct walk *walk, struct decode_region *token, bool *known)
{
	const struct decode_words *words = walk->words;
	size_t                     at = walk->at;
	size_t                     length = 0;

	while (at < walk->text.len && is_space(walk->text.ptr[at]))
		at++;
	token->start = at;
	while (walk->word < words->count && words->items[walk->word].end <= token->start)
		walk->word++;
	if (is_plain_token(walk, token)) {
		walk->at = token->end;
		*known = true;
		return true;
	}
	while (at < walk->text.len && !is_space(walk->text.ptr[at]))
		at++;
	token->end = walk->at = at;
	for (size_t i = walk->word; i < words->count && words->items[i].start < token->end; i++) {
		const struct decode_word *word = &words->items[i];

		if (is_known(walk->text, word))
			length += word->end - word->start;
	}
	*known = length * 2 > token->end - token->start;
	return token->end > token->start;
}

static bool next_stretch(struct walk *walk, struct decode_region *stretch)
{
	struct decode_region token;
	bool                 known;
	bool                 open = false;

	while (next_token(walk, &token, &known)) {
		if (known && open)
			return true;
		if (known)
			continue;
		if (!open)
			*stretch = token;
		open = true;
		stretch->end = token.end;
	}
	return open;
}

void decode_solve_codes(struct decode_solver *solver, const struct decode_words *words)
{
	struct walk           walk = { .text = solver->text, .words = words };
	struct decode_region  stretch;
	struct decode_stretch data = { 0 };
	unsigned              tries = 0;

	while (!solver->failed && tries < STRETCHES_MAX && next_stretch(&walk, &stretch)) {
		struct slice           text = slice_range(solver->text, stretch.start, stretch.end);
		struct decode_solution coded = { (uint32_t)stretch.start, (uint32_t)stretch.end, 0,
			                         true };
		unsigned               wordy;

		if (text.len < STRETCH_MIN || !decode_reads_varied(text) ||
		    decode_solver_in_data(solver, &stretch, &data) ||
		    !may_be_enciphered(decode_reads_code_sample(text), &wordy))
			continue;
		tries++;
		if (decode_solver_was_tried(solver, DECODE_TRIED_CODE, text))
			continue;
		if (cipher_of_code(solver, text, wordy, &coded.cipher))
			decode_solver_add(solver, &coded);
		else
			decode_solver_try(solver, DECODE_TRIED_CODE, text);
	}
}
