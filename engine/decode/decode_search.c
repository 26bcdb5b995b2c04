/* SPDX-License-Identifier: Apache-2.0 */
/* Gaps and runs: the first decoder searches the whole text, each later one the gaps
 * between the runs that are taken.
 *
 *     make a cGlwZQ== b%6fmb       percent takes "b%6fmb",
 *     [------------->[####]        base64 searches what stands before it
 *
 * Every try costs a part of its length, refused or not, so that no arrangement of runs that almost
 * decode makes the work quadratic. */
#include "decode_search.h"

#include "decode_gate.h"
#include "decode_opaque.h"
#include "text_utf8.h"

#include <assert.h>

struct hunt {
	const struct decode_search *search;
	struct decode_purse        *purse;
	struct decode_stretch      *opaque; /* into which the pass does not look */
	size_t                      opaque_count;
	size_t                      opaque_at; /* the first one that the gap may hold */
	bool                        failed;    /* no memory */
};

static void find_opaque(struct hunt *hunt)
{
	const struct decode_search *search = hunt->search;
	struct decode_stretch       stretch;
	size_t                      cap = 0;

	for (size_t at = 0; decode_opaque_next(search->text, search->pass, at, &stretch);
	     at = stretch.end) {
		if (hunt->opaque_count == cap) {
			size_t                 grown_cap = cap == 0 ? 16 : 2 * cap;
			struct decode_stretch *grown = arena_resize(search->arena, hunt->opaque,
			                                            cap * sizeof *grown,
			                                            grown_cap * sizeof *grown);

			if (grown == NULL) {
				hunt->failed = true;
				return;
			}
			hunt->opaque = grown;
			cap = grown_cap;
		}
		hunt->opaque[hunt->opaque_count++] = stretch;
	}
}

static void append_found(struct hunt *hunt, struct decode_finds *finds,
                         const struct decode_found *found)
{
	if (finds->count == finds->cap) {
		size_t               cap = finds->cap == 0 ? 8 : finds->cap * 2;
		struct decode_found *grown = arena_resize(hunt->search->arena, finds->items,
		                                          finds->cap * sizeof *grown,
		                                          cap * sizeof *grown);

		if (grown == NULL) {
			hunt->failed = true;
			return;
		}
		finds->items = grown;
		finds->cap = cap;
	}
	finds->items[finds->count++] = *found;
}

/* ---- one run ---- */

/* The decoded bytes stay at the end of the arena; scratch behind them goes. */
static bool decode_run(struct hunt *hunt, struct decode_found *found)
{
	struct arena       *arena = hunt->search->arena;
	struct decode_input input = { .lexicon = hunt->search->lexicon, .scratch = arena };
	struct decode_sink  sink = { 0 };
	size_t              mark;
	bool                decoded;

	input.text = slice_range(hunt->search->text, found->start, found->end);
	sink.cap = decode_kind_room(found->kind, input.text.len);
	sink.bytes = ARENA_ARRAY(arena, sink.cap + 1, char);
	if (sink.bytes == NULL) {
		hunt->failed = true;
		return false;
	}
	mark = arena_mark(arena);
	decoded = found->kind->decode(&input, &sink);
	arena_rewind(arena, mark);
	found->bytes = (struct slice){ sink.bytes, sink.len };
	return decoded;
}

/* Does it hide whole messages? Escapes stand for characters, which nobody masks. */
static bool holds_bytes(const struct decode_kind *kind)
{
	return decode_pass_knows(kind->pass) &&
	       text_operation_evasive(kind->operation) == TEXT_EVASIVE_YES;
}

/* Text, or bytes that hold text, which may pass for text themselves. */
static bool open_run(struct hunt *hunt, struct decode_found *found)
{
	struct arena           *arena = hunt->search->arena;
	struct decode_unwrapped unwrapped;

	found->unwrapped = NULL;
	if (decode_gate_is_text(found->bytes)) {
		if (!holds_bytes(found->kind) ||
		    !decode_unwrap_mask(found->bytes, arena, hunt->purse, &unwrapped,
		                        &found->bytes))
			return true;
	} else if (!decode_unwrap(found->bytes, arena, hunt->purse, &unwrapped, &found->bytes)) {
		return decode_gate_is_strewn_text(found->bytes);
	}
	found->unwrapped = ARENA_NEW(arena, struct decode_unwrapped);
	if (found->unwrapped == NULL) {
		hunt->failed = true;
		return false;
	}
	*found->unwrapped = unwrapped;
	return true;
}

/* Decodes a run, lets the gate judge it and makes it valid UTF-8. */
static bool try_run(struct hunt *hunt, struct decode_found *found)
{
	struct arena *arena = hunt->search->arena;
	size_t        mark = arena_mark(arena);
	size_t        replaced = 0;

	if (!decode_run(hunt, found) || !open_run(hunt, found)) {
		arena_rewind(arena, mark);
		return false;
	}
	found->repaired = !text_utf8_valid(found->bytes);
	if (found->repaired &&
	    text_utf8_repair(found->bytes, arena, &found->bytes, &replaced, NULL) != STATUS_OK)
		hunt->failed = true;
	return !hunt->failed;
}

#define TRIES_A_VIEW 4u /* runs are decoded, and refused, in the time that reading one takes */

static bool spend_try(struct hunt *hunt, size_t run_bytes)
{
	struct decode_purse *purse = hunt->purse;
	const size_t         bytes = run_bytes / TRIES_A_VIEW + 1;

	if (purse->bytes < bytes) {
		purse->hit = true;
		return false;
	}
	purse->bytes -= bytes;
	return true;
}

/* Tries a run, then its shorter form. Returns where to look on. */
static size_t take_run(struct hunt *hunt, const struct decode_run *run, struct decode_found *found,
                       struct decode_finds *finds)
{
	const size_t ends[] = { run->end, run->shorter_end };

	found->start = run->start;
	for (size_t i = 0; i < (run->end == run->shorter_end ? 1 : 2); i++) {
		found->end = ends[i];
		if (!spend_try(hunt, found->end - found->start))
			break;
		if (!try_run(hunt, found))
			continue;
		if (hunt->purse->candidates == 0) {
			hunt->purse->hit = true;
			break;
		}
		hunt->purse->candidates--;
		append_found(hunt, finds, found);
		return found->end;
	}
	return run->shorter_end;
}

/* ---- one decoder ---- */

/* Where runs may begin: [start, end). */
struct stretch_of_starts {
	size_t start;
	size_t end;
};

/* The beginning of the token that holds `at`, not before `from`. */
static size_t token_start(struct slice text, size_t from, size_t at)
{
	while (at > from && text.ptr[at - 1] != ' ' && text.ptr[at - 1] != '\n')
		at--;
	return at;
}

/* Its end, not behind `to`. */
static size_t token_end(struct slice text, size_t at, size_t to)
{
	while (at < to && text.ptr[at] != ' ' && text.ptr[at] != '\n')
		at++;
	return at;
}

/* The next stretch of text[from, to) in which a run may begin: around what the decoder needs. */
static bool next_starts(const struct hunt *hunt, const struct decode_kind *kind, size_t from,
                        size_t to, struct stretch_of_starts *starts)
{
	const struct decode_survey *survey = hunt->search->survey;
	size_t                      marked;

	*starts = (struct stretch_of_starts){ from, to };
	if (from >= to)
		return false;
	if (kind->reach == 0 || survey == NULL)
		return true;
	marked = decode_survey_marked(survey, kind->needs, from, to);
	if (marked == to)
		return false;
	if (marked > from + kind->reach)
		starts->start = token_start(hunt->search->text, from, marked - kind->reach);
	starts->end = token_end(hunt->search->text,
	                        decode_survey_unmarked(survey, kind->needs, marked, to), to);
	return true;
}

/* The next run of text[0, to) that begins in a stretch. */
static bool find_run(struct hunt *hunt, const struct decode_kind *kind, size_t to,
                     const struct stretch_of_starts *starts, struct decode_run *run)
{
	struct arena       *arena = hunt->search->arena;
	struct decode_input input = { .text = slice_range(hunt->search->text, 0, to),
		                      .until = starts->end,
		                      .marks = hunt->search->marks,
		                      .survey = hunt->search->survey,
		                      .words = hunt->search->words,
		                      .solutions = hunt->search->solutions,
		                      .lexicon = hunt->search->lexicon,
		                      .scratch = arena };
	size_t              mark = arena_mark(arena);
	bool                found = kind->find(&input, starts->start, run);

	arena_rewind(arena, mark);
	if (!found)
		return false;
	assert(run->start >= starts->start && run->end > run->start && run->end <= to);
	assert(run->shorter_end > run->start && run->shorter_end <= run->end);
	return true;
}

/* Searches text[from, to), a gap that earlier decoders left. */
static void search_gap(struct hunt *hunt, size_t kind_index, size_t from, size_t to,
                       struct decode_finds *finds)
{
	const struct decode_kind *kind = decode_kind_at(kind_index);
	struct stretch_of_starts  starts;
	struct decode_run         run;

	while (!hunt->failed && !hunt->purse->hit && next_starts(hunt, kind, from, to, &starts)) {
		struct decode_found found = { .kind = kind, .kind_index = kind_index };

		if (find_run(hunt, kind, to, &starts, &run))
			from = take_run(hunt, &run, &found, finds);
		else
			from = starts.end;
	}
}

/* Two lists in order of place become one. */
static void merge_finds(struct hunt *hunt, struct decode_finds *into,
                        const struct decode_finds *added)
{
	struct decode_finds merged = { 0 };
	size_t              i = 0;
	size_t              j = 0;

	if (added->count == 0)
		return;
	while (i < into->count || j < added->count) {
		bool first = j == added->count ||
		             (i < into->count && into->items[i].start < added->items[j].start);

		append_found(hunt, &merged, first ? &into->items[i++] : &added->items[j++]);
	}
	*into = merged;
}

/* Searches text[from, to), but for what is data. */
static void search_around(struct hunt *hunt, size_t kind_index, size_t from, size_t to,
                          struct decode_finds *finds)
{
	size_t i = hunt->opaque_at;

	for (; i < hunt->opaque_count && hunt->opaque[i].end <= from; i++)
		;
	hunt->opaque_at = i;
	for (; i < hunt->opaque_count && hunt->opaque[i].start < to; i++) {
		search_gap(hunt, kind_index, from, hunt->opaque[i].start, finds);
		from = hunt->opaque[i].end;
	}
	search_gap(hunt, kind_index, from, to, finds);
}

static void search_kind(struct hunt *hunt, size_t kind_index, struct decode_finds *finds)
{
	struct decode_finds added = { 0 };
	size_t              from = 0;

	hunt->opaque_at = 0;
	for (size_t i = 0; i <= finds->count; i++) {
		size_t to = i < finds->count ? finds->items[i].start : hunt->search->text.len;

		search_around(hunt, kind_index, from, to, &added);
		if (i < finds->count)
			from = finds->items[i].end;
	}
	merge_finds(hunt, finds, &added);
}

/* ---- one pass ---- */

void decode_search_choose(decode_set decoders, decode_marks marks,
                          decode_set chosen[DECODE_PASS_COUNT])
{
	for (int pass = 0; pass < DECODE_PASS_COUNT; pass++)
		chosen[pass] = 0;
	for (size_t i = 0; i < decode_kind_count(); i++) {
		const struct decode_kind *kind = decode_kind_at(i);

		if ((kind->needs == 0 || (kind->needs & marks) != 0) &&
		    (kind->also == 0 || (kind->also & marks) != 0))
			chosen[kind->pass] |= decoders & (decode_set)1 << i;
	}
}

enum status decode_search(const struct decode_search *search, struct decode_purse *purse,
                          struct decode_finds *finds)
{
	struct hunt hunt = { .search = search, .purse = purse };

	*finds = (struct decode_finds){ 0 };
	if ((search->marks & DECODE_MARK_LONG) != 0)
		find_opaque(&hunt);
	for (size_t i = 0; i < decode_kind_count() && !hunt.failed && !purse->hit; i++)
		if ((search->decoders >> i & 1) != 0)
			search_kind(&hunt, i, finds);
	return hunt.failed ? STATUS_NO_MEMORY : STATUS_OK;
}
