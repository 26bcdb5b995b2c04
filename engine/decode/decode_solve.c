/* SPDX-License-Identifier: Apache-2.0 */
/* A region that does not read (decode_reads.h) is tried in this order:
 *
 *     ubj qb V znxr n cvcr obzo      as language under one key of any cipher: the best
 *     pTyjMFOvo21v                   as the code of something, under one key
 *     nzpv n krkv obzo               word by word, each under a cipher of its own
 *
 * What reads as a whole is grown by the words at its edges that only look like words ("or"
 * is rot13 for "be"), as long as they read at least as well under the key. */
#include "decode_solve.h"

#include "decode_opaque.h"
#include "decode_reads.h"
#include "decode_word.h"
#include "text_letters.h"

#define SCORE_BETTER 4  /* sixteenths of a bit a letter, for an order of letters */
#define WORD_SCORE   24 /* the same, by which words may be below 0 */
#define CODE_BYTES   128u

struct solver {
	struct slice               text;
	const struct text_lexicon *lexicon;
	struct arena              *arena;
	struct decode_solution    *items;
	size_t                     count;
	size_t                     cap;
	bool                       failed;
};

static void add_solution(struct solver *solver, const struct decode_solution *solution)
{
	if (solver->count == solver->cap) {
		size_t                  cap = solver->cap == 0 ? 8 : 2 * solver->cap;
		struct decode_solution *grown = arena_resize(solver->arena, solver->items,
		                                             solver->cap * sizeof *grown,
		                                             cap * sizeof *grown);

		if (grown == NULL) {
			solver->failed = true;
			return;
		}
		solver->items = grown;
		solver->cap = cap;
	}
	solver->items[solver->count++] = *solution;
}

static size_t last_end(const struct solver *solver)
{
	return solver->count > 0 ? solver->items[solver->count - 1].end : 0;
}

/* ---- from behind ---- */

static bool reads_from_behind(const struct text_lexicon *lexicon, struct slice run, int64_t *score)
{
	char                  out[DECODE_KEY_SAMPLE];
	struct slice          turned = decode_reads_turned(run, sizeof out, out);
	struct decode_reading reading = { .score = text_letters_score(turned) };
	struct decode_reading as_is;

	*score = reading.score;
	if (reading.score < (int64_t)turned.len * -WORD_SCORE)
		return false;
	reading = decode_reads(lexicon, turned);
	if (!decode_reads_well(&reading))
		return false;
	as_is = decode_reads(lexicon,
	                     slice_range(run, 0, run.len < turned.len ? run.len : turned.len));
	if (reading.known * 4 >= reading.letters * 3 && reading.known > 2 * as_is.known)
		return true;
	return !decode_reads_well(&as_is) &&
	       reading.score > as_is.score + SCORE_BETTER * (int64_t)reading.letters;
}

static bool is_code_from_behind(const struct text_lexicon *lexicon, struct slice run,
                                struct arena *scratch)
{
	char         out[CODE_BYTES];
	struct slice turned = decode_reads_turned(run, sizeof out, out);

	return decode_reads_may_be_code(turned) &&
	       decode_reads_as_code(lexicon, turned, scratch, NULL) &&
	       !decode_reads_as_code(lexicon, slice_range(run, 0, turned.len), scratch, NULL);
}

static enum text_word_rank word_from_behind(const struct text_lexicon *lexicon, struct slice word)
{
	char out[DECODE_WORD_MAX];

	if (word.len > sizeof out)
		return TEXT_WORD_NONE;
	return decode_word_rank(lexicon, decode_reads_turned(word, sizeof out, out));
}

static bool has_space(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\t')
			return true;
	return false;
}

enum decode_order decode_solve_order(const struct text_lexicon *lexicon, struct slice run,
                                     struct arena *scratch)
{
	int64_t score;

	if (reads_from_behind(lexicon, run, &score) ||
	    (!has_space(run) && word_from_behind(lexicon, run) != TEXT_WORD_NONE))
		return DECODE_ORDER_TEXT;
	return is_code_from_behind(lexicon, run, scratch) ? DECODE_ORDER_CODE
	                                                  : DECODE_ORDER_FORWARDS;
}

/* ---- the whole region ---- */

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

/* Signs and digits in places where letter ciphers leave none. */
static bool is_odd(struct slice sample)
{
	size_t odd = 0;

	for (size_t i = 0; i < sample.len; i++) {
		const char byte = sample.ptr[i];

		odd += (byte > ' ' && byte <= '@' && byte != '.' && byte != ',' && byte != '\'') ||
		       (byte >= '[' && byte <= '`') || (byte >= '{' && byte <= '~');
	}
	return odd * 24 >= sample.len;
}

/* Ciphers with many keys only where the few have none; what reads as it is may still read
 * better from behind, for vowels and consonants take turns either way. */
static struct best best_of(const struct text_lexicon *lexicon, struct slice text,
                           const struct decode_sample *sample, bool reads_well)
{
	struct best       best = { 0 };
	struct decode_key key;

	for (enum decode_cipher i = 0; i <= DECODE_CIPHER_ATBASH && !reads_well; i++)
		if (decode_key_of(i, lexicon, sample, &key))
			take_better(&best, i, &key);
	if (reads_from_behind(lexicon, text, &key.score))
		take_better(&best, DECODE_CIPHER_REVERSED, &key);
	if (reads_well)
		return best;
	if (is_odd(sample->text) && decode_key_of(DECODE_CIPHER_ROT47, lexicon, sample, &key))
		take_better(&best, DECODE_CIPHER_ROT47, &key);
	if (!best.found && decode_key_of(DECODE_CIPHER_KEYBOARD, lexicon, sample, &key))
		take_better(&best, DECODE_CIPHER_KEYBOARD, &key);
	if (!best.found && decode_key_of(DECODE_CIPHER_AFFINE, lexicon, sample, &key))
		take_better(&best, DECODE_CIPHER_AFFINE, &key);
	return best;
}

/* Other letters are words only in lists. */
static bool is_one_letter_word(char byte)
{
	return byte == 'a' || byte == 'A' || byte == 'i' || byte == 'I';
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
	     is_one_letter_word(token.ptr[0])))
		return false;
	if (undoing->cipher == DECODE_CIPHER_REVERSED)
		read = decode_reads_turned(token, sizeof out, out);
	else
		for (size_t i = 0; i < token.len; i++)
			out[i] = (char)undoing->image[(unsigned char)token.ptr[i]];
	return (token.len > 1 || is_one_letter_word(read.ptr[0])) &&
	       decode_reads_better(undoing->lexicon, token, read);
}

/* Does what was grown read under the same key still? */
static bool still_reads(const struct solver *solver, const struct decode_region *grown,
                        const struct best *best)
{
	struct slice         text = slice_range(solver->text, grown->start, grown->end);
	struct decode_sample sample;
	struct decode_key    key;

	if (best->cipher == DECODE_CIPHER_REVERSED)
		return reads_from_behind(solver->lexicon, text, &key.score);
	decode_sample_take(text, &sample);
	return decode_key_of(best->cipher, solver->lexicon, &sample, &key) &&
	       key.key == best->key.key;
}

static void add_grown(struct solver *solver, struct decode_region *region, const struct best *best)
{
	struct undoing       undoing = { .lexicon = solver->lexicon, .cipher = best->cipher };
	struct decode_region grown = *region;

	if (best->cipher != DECODE_CIPHER_REVERSED)
		decode_key_image(best->cipher, best->key.key, undoing.image);
	decode_reads_grow(solver->text, last_end(solver), is_undone, &undoing, &grown);
	if (still_reads(solver, &grown, best))
		*region = grown;
	add_solution(solver,
	             &(struct decode_solution){ (uint32_t)region->start, (uint32_t)region->end,
	                                        best->cipher, false });
}

/* ---- codes ---- */

static bool cipher_of_code(const struct solver *solver, struct slice text,
                           enum decode_cipher *cipher)
{
	static const enum decode_cipher ciphers[] = { DECODE_CIPHER_CAESAR, DECODE_CIPHER_ATBASH,
		                                      DECODE_CIPHER_ROT47 };
	struct slice sample = slice_range(text, 0, text.len < CODE_BYTES ? text.len : CODE_BYTES);
	struct decode_key key;

	if (!decode_reads_looks_coded(sample))
		return false;
	*cipher = DECODE_CIPHER_REVERSED;
	if (is_code_from_behind(solver->lexicon, text, solver->arena))
		return true;
	for (size_t i = 0; i < sizeof ciphers / sizeof ciphers[0]; i++) {
		*cipher = ciphers[i];
		if (decode_key_of_code(*cipher, solver->lexicon, text, solver->arena, &key))
			return !decode_reads_as_code(solver->lexicon, sample, solver->arena, NULL);
	}
	return false;
}

/* ---- word by word ---- */

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
	return is_one_letter_word((char)image[(unsigned char)word.ptr[0]]);
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
	rank = word_from_behind(lexicon, word);
	*named = rank == TEXT_WORD_NAMED;
	return rank != TEXT_WORD_NONE;
}

static void solve_word(const struct solver *solver, const struct decode_word *word,
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

static void add_words(struct solver *solver, const struct by_word *by_word, size_t line_end)
{
	const size_t share = by_word->named > 0 ? SHARE_NAMED : SHARE_COMMON;

	if (by_word->longer == 0 || by_word->longer * 3 < by_word->count ||
	    by_word->read < 3 * by_word->unread ||
	    by_word->read * share < line_end - by_word->start)
		return;
	for (size_t i = 0; i < by_word->count; i++)
		add_solution(solver, &by_word->items[i]);
}

static bool has_line_end(struct slice text, size_t from, size_t to)
{
	for (; from < to; from++)
		if (text.ptr[from] == '\n')
			return true;
	return false;
}

/* Words that no solution has, line by line: where ciphers make words of nearly all that is
 * unknown, they are taken. */
static void solve_lines(struct solver *solver, const struct decode_words *words)
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

/* Those found word by word come behind those of regions; both are in order. */
static void merge(struct solver *solver, size_t middle)
{
	struct decode_solution *merged;
	size_t                  i = 0;
	size_t                  j = middle;

	if (middle == 0 || middle == solver->count || solver->failed)
		return;
	merged = ARENA_ARRAY(solver->arena, solver->count, struct decode_solution);
	solver->failed = merged == NULL;
	for (size_t k = 0; !solver->failed && k < solver->count; k++) {
		bool first = j == solver->count ||
		             (i < middle && solver->items[i].start < solver->items[j].start);

		merged[k] = solver->items[first ? i++ : j++];
	}
	solver->items = merged;
}

/* ---- regions ---- */

static void solve_region(struct solver *solver, struct decode_region *region)
{
	struct slice           text = slice_range(solver->text, region->start, region->end);
	struct decode_solution coded = { (uint32_t)region->start, (uint32_t)region->end, 0, true };
	struct decode_sample   sample;
	struct decode_reading  as_is;
	struct best            best;

	decode_sample_take(text, &sample);
	as_is = decode_reads_sample(solver->lexicon, sample.text, sample.score);
	if (as_is.known * 4 >= as_is.letters * 3 && as_is.letters > 0)
		return;
	best = best_of(solver->lexicon, text, &sample, decode_reads_well(&as_is));
	if (best.found)
		add_grown(solver, region, &best);
	else if (!decode_reads_well(&as_is) && cipher_of_code(solver, text, &coded.cipher))
		add_solution(solver, &coded);
}

/* Does the region begin in data, into which ciphers do not look? `stretch` goes along. */
static bool is_data(struct slice text, const struct decode_region *region,
                    struct decode_stretch *stretch)
{
	while (stretch->end <= region->start)
		if (!decode_opaque_next(text, DECODE_PASS_CIPHER, stretch->end, stretch))
			*stretch = (struct decode_stretch){ text.len, SIZE_MAX };
	return stretch->start <= region->start;
}

const struct decode_solutions *decode_solutions_of(struct slice               text,
                                                   const struct decode_words *words,
                                                   const struct text_lexicon *lexicon,
                                                   struct arena              *arena)
{
	struct decode_solutions *solutions = ARENA_NEW(arena, struct decode_solutions);
	struct solver            solver = { .text = text, .lexicon = lexicon, .arena = arena };
	struct decode_region     region = { 0 };
	struct decode_stretch    stretch = { 0 };
	size_t                   regions;

	if (solutions == NULL)
		return NULL;
	while (!solver.failed && decode_reads_not(text, words, region.end, &region))
		if (!is_data(text, &region, &stretch) &&
		    decode_reads_varied(slice_range(text, region.start, region.end)))
			solve_region(&solver, &region);
	regions = solver.count;
	solve_lines(&solver, words);
	merge(&solver, regions);
	*solutions = (struct decode_solutions){ solver.items, solver.count };
	return solver.failed ? NULL : solutions;
}

/* ---- what decoders ask ---- */

static const struct decode_solutions *solutions_for(const struct decode_input *input)
{
	const struct decode_words *words = input->words;

	if (input->solutions != NULL)
		return input->solutions;
	if (words == NULL)
		words = decode_words_of(input->text, input->lexicon, input->scratch);
	return words == NULL
	               ? NULL
	               : decode_solutions_of(input->text, words, input->lexicon, input->scratch);
}

static size_t first_from(const struct decode_solutions *solutions, size_t from)
{
	size_t low = 0;
	size_t high = solutions->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (solutions->items[middle].start < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool decode_solve_find(enum decode_cipher cipher, bool text_only, const struct decode_input *input,
                       size_t from, struct decode_run *run)
{
	const struct decode_solutions *solutions = solutions_for(input);

	if (solutions == NULL)
		return false;
	for (size_t i = first_from(solutions, from); i < solutions->count; i++) {
		const struct decode_solution *solution = &solutions->items[i];

		if (solution->end > input->text.len)
			return false;
		if (solution->cipher != cipher || (text_only && solution->code))
			continue;
		*run = (struct decode_run){ solution->start, solution->end, solution->end };
		return true;
	}
	return false;
}

static bool key_of_run(enum decode_cipher cipher, const struct decode_input *input,
                       struct decode_key *key)
{
	struct decode_sample sample;

	decode_sample_take(input->text, &sample);
	return decode_key_of(cipher, input->lexicon, &sample, key) ||
	       (!has_space(input->text) &&
	        decode_key_of_word(cipher, input->lexicon, input->text, key) != TEXT_WORD_NONE) ||
	       decode_key_of_code(cipher, input->lexicon, input->text, input->scratch, key);
}

bool decode_solve_decode(enum decode_cipher cipher, enum text_operation operation,
                         const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations bit = (text_operations)1 << operation;
	struct decode_key     key;
	uint8_t               image[256];

	if (!key_of_run(cipher, input, &key))
		return false;
	decode_key_image(cipher, key.key, image);
	for (size_t i = 0; i < input->text.len; i++) {
		char byte = (char)image[(unsigned char)input->text.ptr[i]];

		if (byte == input->text.ptr[i])
			decode_sink_copy(sink, input->text, i, i + 1);
		else
			decode_sink_put(sink, (struct slice){ &byte, 1 }, i, i + 1, bit, 0);
	}
	return true;
}
