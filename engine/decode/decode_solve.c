/* SPDX-License-Identifier: Apache-2.0 */
/* A region that does not read (decode_reads.h) is tried in this order:
 *
 *     ubj qb V znxr n cvcr obzo      as language under one key of any cipher: the best
 *     pTyjMFOvo21v                   as the code of something, under one key
 *     NXVN5UEIWLFQ4MRN2GB7           as the key of a provider (decode_secret.h)
 *     nzpv n krkv obzo               word by word, each under a cipher of its own
 *
 * What reads as a whole is grown by the words at its edges that only look like words ("or"
 * is rot13 for "be"), as long as they read at least as well under the key. */
#include "decode_solve.h"

#include "decode_opaque.h"
#include "decode_secret.h"
#include "decode_solver.h"

#define SIGNS_TEXT_MAX 16384u /* bytes of a text that is looked through for stretches of signs */

void decode_solver_add(struct decode_solver *solver, const struct decode_solution *solution)
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

/* Those found word by word come behind those of regions; both are in order. */
static void merge(struct decode_solver *solver, size_t middle)
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
	solver->cap = solver->count; /* there is room for no more: the next one makes some */
}

/* ---- what was tried ---- */

/* Of either kind: as many as regions of an ordinary text, which need not all be zeroed for a short
 * one. */
#define TRIED_SLOTS_MIN 16u
#define TRIED_SLOTS_MAX 256u
#define TRIED_BYTES     64u

static struct slice *slot_of(const struct decode_solver *solver, enum decode_tried_kind kind,
                             struct slice text)
{
	const struct decode_tried *tried = solver->tried;

	return &tried->texts[kind * tried->slots + slice_hash(text) % tried->slots];
}

static size_t slots_for(size_t bytes)
{
	const size_t slots = bytes / TRIED_BYTES;

	if (slots < TRIED_SLOTS_MIN)
		return TRIED_SLOTS_MIN;
	return slots > TRIED_SLOTS_MAX ? TRIED_SLOTS_MAX : slots;
}

bool decode_solver_was_tried(const struct decode_solver *solver, enum decode_tried_kind kind,
                             struct slice text)
{
	return solver->tried != NULL && solver->tried->texts != NULL &&
	       slice_equal(*slot_of(solver, kind, text), text);
}

void decode_solver_try(struct decode_solver *solver, enum decode_tried_kind kind, struct slice text)
{
	struct decode_tried *tried = solver->tried;

	if (tried == NULL)
		return;
	if (tried->texts == NULL) {
		tried->slots = slots_for(solver->text.len);
		tried->texts = arena_alloc_zero(solver->arena, DECODE_TRIED_COUNT * tried->slots,
		                                sizeof *tried->texts);
	}
	if (tried->texts == NULL)
		solver->failed = true;
	else
		*slot_of(solver, kind, text) = text;
}

/* ---- regions ---- */

bool decode_solver_in_data(const struct decode_solver *solver, const struct decode_region *region,
                           struct decode_stretch *stretch)
{
	const struct slice text = solver->text;

	if ((unsigned char)text.ptr[region->start] >= 0x80 ||
	    !decode_opaque_may_begin(text, region->start))
		return false;
	while (stretch->end <= region->start)
		if (!decode_opaque_next(text, DECODE_PASS_CIPHER, stretch->end, stretch))
			*stretch = (struct decode_stretch){ text.len, SIZE_MAX };
	return stretch->start <= region->start;
}

/* Is the region, or what it grew into, in one of the first `codes` solutions? */
static bool is_in_code(const struct decode_solver *solver, size_t codes, size_t start, size_t end)
{
	for (size_t i = 0; i < codes; i++)
		if (solver->items[i].start < end && solver->items[i].end > start)
			return true;
	return false;
}

/* Those from behind last, and where no region has them: the words around may read as well. */
static void solve_secrets(struct decode_solver *solver, bool turned)
{
	const size_t         before = solver->count;
	struct decode_secret secret = { .end = 0 };
	unsigned             tokens = 0;

	if (solver->survey != NULL && (solver->survey->marks & DECODE_MARK_LONG) == 0)
		return;
	while (!solver->failed && decode_secret_next(solver->text, secret.end, &tokens, &secret))
		if ((secret.cipher == DECODE_CIPHER_REVERSED) == turned &&
		    !is_in_code(solver, before, secret.start, secret.end))
			decode_solver_add(solver, &(struct decode_solution){ (uint32_t)secret.start,
			                                                     (uint32_t)secret.end,
			                                                     secret.cipher, true });
}

static void solve_region(struct decode_solver *solver, size_t codes, struct decode_region *region)
{
	const size_t       before = solver->count;
	const struct slice text = slice_range(solver->text, region->start, region->end);

	if (is_in_code(solver, codes, region->start, region->end) ||
	    decode_solver_was_tried(solver, DECODE_TRIED_REGION, text))
		return;
	decode_solve_region(solver, region);
	if (solver->count == before)
		decode_solver_try(solver, DECODE_TRIED_REGION, text);
	if (solver->count > before &&
	    is_in_code(solver, codes, solver->items[before].start, solver->items[before].end))
		solver->count = before;
}

const struct decode_solutions *decode_solutions_of(struct slice                text,
                                                   const struct decode_words  *words,
                                                   const struct decode_survey *survey,
                                                   const struct text_lexicon  *lexicon,
                                                   struct decode_tried *tried, struct arena *arena)
{
	struct decode_solutions *solutions = ARENA_NEW(arena, struct decode_solutions);
	struct decode_solver     solver = { .text = text,
		                            .lexicon = lexicon,
		                            .words = words,
		                            .survey = survey,
		                            .tried = tried,
		                            .arena = arena };
	struct decode_region     region = { 0 };
	struct decode_stretch    stretch = { 0 };
	size_t                   codes;
	size_t                   regions;

	if (solutions == NULL)
		return NULL;
	solve_secrets(&solver, false);
	codes = solver.count;
	decode_solve_codes(&solver);
	merge(&solver, codes);
	codes = solver.count;
	while (!solver.failed && decode_reads_not(text, words, region.end, &region))
		if (!decode_solver_in_data(&solver, &region, &stretch) &&
		    decode_reads_varied(slice_range(text, region.start, region.end)))
			solve_region(&solver, codes, &region);
	merge(&solver, codes);
	codes = solver.count;
	solve_secrets(&solver, true);
	merge(&solver, codes);
	if (solver.count == 0 && text.len <= SIGNS_TEXT_MAX)
		decode_solve_signs(&solver);
	regions = solver.count;
	decode_solve_words(&solver);
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
	return words == NULL ? NULL
	                     : decode_solutions_of(input->text, words, input->survey,
	                                           input->lexicon, NULL, input->scratch);
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
		if (text_only && solution->code ? solution->cipher != DECODE_CIPHER_TOKENS
		                                : solution->cipher != cipher)
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

	if (decode_secret_under(cipher, input->text, &key->key))
		return true;
	decode_sample_take(input->text, &sample);
	decode_sample_shift(&sample);
	/* No code is looked for under hundreds of keys (decode_solve_code.c). */
	if (cipher != DECODE_CIPHER_AFFINE && decode_reads_looks_coded(sample.text) &&
	    decode_key_of_code(cipher, input->lexicon, input->text, input->scratch, key))
		return true;
	return decode_key_of(cipher, input->lexicon, &sample, key) ||
	       (!decode_has_space(input->text) &&
	        decode_key_of_word(cipher, input->lexicon, input->text, key) != TEXT_WORD_NONE);
}

static void put_undone(enum decode_cipher cipher, unsigned key, text_operations bit,
                       const struct decode_input *input, struct decode_sink *sink)
{
	uint8_t image[256];

	decode_key_image(cipher, key, image);
	for (size_t i = 0; i < input->text.len; i++) {
		char byte = (char)image[(unsigned char)input->text.ptr[i]];

		if (byte == input->text.ptr[i])
			decode_sink_copy(sink, input->text, i, i + 1);
		else
			decode_sink_put(sink, (struct slice){ &byte, 1 }, i, i + 1, bit, 0);
	}
}

bool decode_solve_decode(enum decode_cipher cipher, enum text_operation operation,
                         const struct decode_input *input, struct decode_sink *sink)
{
	struct decode_key key;

	if (!key_of_run(cipher, input, &key))
		return false;
	put_undone(cipher, key.key, (text_operations)1 << operation, input, sink);
	return true;
}

bool decode_solve_rot18(const struct decode_input *input, struct decode_sink *sink)
{
	struct decode_key key;

	if (!key_of_run(DECODE_CIPHER_CAESAR, input, &key) || key.key != DECODE_KEY_ROT13)
		return false;
	put_undone(DECODE_CIPHER_CAESAR, DECODE_KEY_ROT18, TEXT_OPERATION_BIT(caesar), input, sink);
	return true;
}
