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

/* What a code has and prose has not, under any cipher: signs, digits, capitals where words have
 * none, letters that nobody can say. */
#define CODED                                                                                      \
	(DECODE_MARK_PERCENT | DECODE_MARK_AMPERSAND | DECODE_MARK_BACKSLASH |                     \
	 DECODE_MARK_EQUALS | DECODE_MARK_PLUS | DECODE_MARK_BRACKET | DECODE_MARK_SIGN |          \
	 DECODE_MARK_DIGIT | DECODE_MARK_CODE | DECODE_MARK_CAPITALS | DECODE_MARK_DOTS |          \
	 DECODE_MARK_INNER | DECODE_MARK_MIXED | DECODE_MARK_LONG | DECODE_MARK_SINGLES |          \
	 DECODE_MARK_NUMBERS)
#define MARK_REACH DECODE_SURVEY_BLOCK /* bytes from a code's beginning to a mark of it */

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

/* No cipher of letters made what is mostly no ASCII. */
static bool is_foreign(struct slice sample)
{
	size_t foreign = 0;

	for (size_t i = 0; i < sample.len; i++)
		foreign += (unsigned char)sample.ptr[i] >= 0x80;
	return foreign * 2 > sample.len;
}

static bool may_be_enciphered(struct slice sample, unsigned *wordy)
{
	if (is_foreign(sample) || !decode_reads_looks_coded(sample))
		return false;
	*wordy = decode_reads_wordy(sample);
	return *wordy < WORDY_TURNED;
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

/* Is what begins at token->start one word and no more, as in prose? Sets the end. */
static bool is_plain_token(const struct walk *walk, struct decode_region *token, bool *known)
{
	const struct decode_word *word = &walk->words->items[walk->word];

	if (walk->word == walk->words->count || word->start != token->start ||
	    !decode_reads_is_token(walk->text, word->start, word->end, &token->end))
		return false;
	*known = is_known(walk->text, word);
	return *known || word->end == token->end;
}

/* Are the words of a token that are known most of it? */
static bool is_mostly_known(const struct walk *walk, const struct decode_region *token)
{
	size_t length = 0;

	for (size_t i = walk->word;
	     i < walk->words->count && walk->words->items[i].start < token->end; i++) {
		const struct decode_word *word = &walk->words->items[i];

		if (is_known(walk->text, word))
			length += word->end - word->start;
	}
	return length * 2 > token->end - token->start;
}

/* The next token, [start, end); is it mostly a known word? False behind the last. */
static bool next_token(struct walk *walk, struct decode_region *token, bool *known)
{
	size_t at = walk->at;

	while (at < walk->text.len && decode_reads_is_space(walk->text.ptr[at]))
		at++;
	token->start = at;
	while (walk->word < walk->words->count &&
	       walk->words->items[walk->word].end <= token->start)
		walk->word++;
	if (!is_plain_token(walk, token, known)) {
		while (at < walk->text.len && !decode_reads_is_space(walk->text.ptr[at]))
			at++;
		token->end = at;
		*known = is_mostly_known(walk, token);
	}
	walk->at = token->end;
	return token->end > token->start;
}

/* Where the unknown words before `at` begin, or the token that it is in: no code begins farther
 * before what marks it. */
static size_t beginning_before(const struct walk *walk, size_t at)
{
	const struct decode_words *words = walk->words;
	size_t                     start = at;
	size_t i = words->count == 0 ? 0 : words->first[at / DECODE_WORDS_BLOCK];

	while (i < words->count && words->items[i].start < at)
		i++;
	while (i > 0 && words->items[i - 1].start >= walk->at &&
	       at - words->items[i - 1].start < MARK_REACH &&
	       !is_known(walk->text, &words->items[i - 1]))
		start = words->items[--i].start;
	while (start > walk->at && !decode_reads_is_space(walk->text.ptr[start - 1]))
		start--;
	return start;
}

/* Walks on to the next place where a code may be; false when there is none. */
static bool walk_on(const struct decode_solver *solver, struct walk *walk)
{
	size_t marked;

	if (solver->survey == NULL)
		return walk->at < walk->text.len;
	marked = decode_survey_marked(solver->survey, CODED, walk->at, walk->text.len);
	if (marked >= walk->text.len)
		return false;
	walk->at = beginning_before(walk, marked);
	if (walk->words->count > 0 &&
	    walk->words->first[walk->at / DECODE_WORDS_BLOCK] > walk->word)
		walk->word = walk->words->first[walk->at / DECODE_WORDS_BLOCK];
	return true;
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

void decode_solve_codes(struct decode_solver *solver)
{
	struct walk           walk = { .text = solver->text, .words = solver->words };
	struct decode_region  stretch;
	struct decode_stretch data = { 0 };
	unsigned              tries = 0;

	while (!solver->failed && tries < STRETCHES_MAX && walk_on(solver, &walk) &&
	       next_stretch(&walk, &stretch)) {
		struct slice           text = slice_range(solver->text, stretch.start, stretch.end);
		struct decode_solution coded = { (uint32_t)stretch.start, (uint32_t)stretch.end, 0,
			                         true };
		unsigned               wordy;

		if (text.len < STRETCH_MIN || !decode_reads_varied(text) ||
		    !may_be_enciphered(decode_reads_code_sample(text), &wordy) ||
		    decode_solver_in_data(solver, &stretch, &data))
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
