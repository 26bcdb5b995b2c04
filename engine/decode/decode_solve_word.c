/* SPDX-License-Identifier: Apache-2.0 */
/* Word by word, each under a cipher of its own:
 *
 *     nzpv n krkv obzo       make a pipe bomb: atbash, rot13, atbash, rot13
 */
#include "decode_solver.h"

#define WORDS_MOST 64u
/* One letter of so many of a line is to be enciphered: where a word is one that rules
 * name, and where none is. */
#define SHARE_NAMED  16u
#define SHARE_COMMON 8u

/* The unknown words of a line. */
struct by_word {
	struct decode_solution items[WORDS_MOST];
	size_t                 count;
	size_t                 read;   /* letters in words that a cipher makes */
	size_t                 unread; /* in words that none makes */
	size_t                 longer; /* words made of three letters or more, ... */
	size_t                 named;  /* ... and those of them that rules name */
	size_t                 start;  /* of the line, by its first word */
};

static bool makes_one_letter_word(enum decode_cipher cipher, unsigned key, struct slice word)
{
	uint8_t image[256];

	decode_key_image(cipher, key, image);
	return decode_is_one_letter_word((char)image[(unsigned char)word.ptr[0]]);
}

static bool cipher_of_word(const struct text_lexicon *lexicon, struct slice word,
                           struct decode_solution *solution, bool *named)
{
	struct decode_key   key;
	enum text_word_rank rank;

	for (solution->cipher = 0; solution->cipher <= DECODE_CIPHER_ATBASH; solution->cipher++) {
		rank = decode_key_of_word(solution->cipher, lexicon, word, &key);
		*named = rank == TEXT_WORD_NAMED;
		if (rank != TEXT_WORD_NONE &&
		    (word.len > 1 || makes_one_letter_word(solution->cipher, key.key, word)))
			return true;
	}
	solution->cipher = DECODE_CIPHER_REVERSED;
	rank = decode_turned_word(lexicon, word);
	*named = rank == TEXT_WORD_NAMED;
	return rank != TEXT_WORD_NONE;
}

static void solve_word(const struct decode_solver *solver, const struct decode_word *word,
                       struct by_word *by_word)
{
	const size_t           length = word->end - word->start;
	struct decode_solution found = { .start = word->start, .end = word->end };
	bool                   named;

	if (by_word->count == WORDS_MOST ||
	    !cipher_of_word(solver->lexicon, slice_range(solver->text, word->start, word->end),
	                    &found, &named)) {
		by_word->unread += length;
		return;
	}
	by_word->items[by_word->count++] = found;
	by_word->read += length;
	by_word->longer += length > 2;
	by_word->named += length > 2 && named;
}

/* A word of a region that reads: the more likely are the others. */
static void count_solved(const struct decode_solution *solution, const struct decode_word *word,
                         struct by_word *by_word)
{
	const size_t length = word->end - word->start;

	if (solution->code)
		return;
	by_word->read += length;
	by_word->longer += length > 2;
}

static void add_words(struct decode_solver *solver, const struct by_word *by_word, size_t line_end)
{
	const size_t share = by_word->named > 0 ? SHARE_NAMED : SHARE_COMMON;

	if (by_word->longer == 0 || by_word->longer * 3 < by_word->count ||
	    by_word->read < 3 * by_word->unread ||
	    by_word->read * share < line_end - by_word->start)
		return;
	for (size_t i = 0; i < by_word->count; i++)
		decode_solver_add(solver, &by_word->items[i]);
}

static bool has_line_end(struct slice text, size_t from, size_t to)
{
	for (; from < to; from++)
		if (text.ptr[from] == '\n')
			return true;
	return false;
}

void decode_solve_words(struct decode_solver *solver, const struct decode_words *words)
{
	const size_t   regions = solver->count;
	struct by_word by_word = { .count = 0 };
	size_t         region = 0;
	size_t         before = 0;

	for (size_t i = 0; i < words->count; i++) {
		const struct decode_word *word = &words->items[i];

		while (region < regions && solver->items[region].end <= word->start)
			region++;
		if (has_line_end(solver->text, before, word->start)) {
			add_words(solver, &by_word, before);
			by_word = (struct by_word){ .start = word->start };
		}
		before = word->end;
		if (region < regions && solver->items[region].start < word->end)
			count_solved(&solver->items[region], word, &by_word);
		else if (word->rank == TEXT_WORD_NONE)
			solve_word(solver, word, &by_word);
	}
	add_words(solver, &by_word, before);
}
