/* SPDX-License-Identifier: Apache-2.0 */
/* A view is searched by every decoder, earlier rows of decode_kind.def first; a later
 * decoder only sees what lies between the runs already taken. The runs, in order of
 * their place, then make two new texts: spliced ("make a |pipe| bomb") and decoded
 * ("pipe"). All runs of a view go into one text, so that the number of views grows
 * with the depth of the encoding and not with the number of encoded words. */
#include "decode_expand.h"

#include "base_buffer.h"
#include "decode_gate.h"
#include "text_utf8.h"

#include <assert.h>
#include <string.h>

struct found {
	const struct decode_kind *kind;
	size_t                    kind_index;
	size_t                    start;
	size_t                    end;
	struct slice              bytes; /* decoded, valid UTF-8 */
	bool                      repaired;
};

struct finds {
	struct found *items;
	size_t        count;
	size_t        cap;
	struct arena *arena;
	bool          failed;
};

static void append_found(struct finds *finds, const struct found *found)
{
	if (finds->count == finds->cap) {
		size_t        cap = finds->cap == 0 ? 8 : finds->cap * 2;
		struct found *grown = arena_resize(finds->arena, finds->items,
		                                   finds->cap * sizeof *grown, cap * sizeof *grown);

		if (grown == NULL) {
			finds->failed = true;
			return;
		}
		finds->items = grown;
		finds->cap = cap;
	}
	finds->items[finds->count++] = *found;
}

/* Decodes clean[start, end) and lets the gate judge it. */
static bool try_run(struct slice clean, struct found *found, struct finds *finds)
{
	struct slice       encoded = slice_range(clean, found->start, found->end);
	size_t             mark = arena_mark(finds->arena);
	struct decode_sink sink = { .bytes = ARENA_ARRAY(finds->arena, encoded.len + 1, char),
		                    .cap = encoded.len };
	size_t             replaced = 0;

	if (sink.bytes == NULL) {
		finds->failed = true;
		return false;
	}
	if (!found->kind->decode(encoded, &sink) ||
	    !decode_gate_is_text((struct slice){ sink.bytes, sink.len })) {
		arena_rewind(finds->arena, mark);
		return false;
	}
	found->bytes = (struct slice){ sink.bytes, sink.len };
	if (text_utf8_valid(found->bytes))
		return true;
	found->repaired = true;
	if (text_utf8_repair(found->bytes, finds->arena, &found->bytes, &replaced, NULL) !=
	    STATUS_OK)
		finds->failed = true;
	return !finds->failed;
}

/* Every try costs its length, refused or not, so that no arrangement of runs that
 * almost decode makes the work quadratic. */
static bool spend_bytes(struct decode_budget *budget, size_t bytes)
{
	if (budget->bytes < bytes) {
		budget->hit = true;
		return false;
	}
	budget->bytes -= bytes;
	return true;
}

/* Tries a run, then its shorter form. Returns where to look on. */
static size_t take_run(struct slice clean, const struct decode_run *run, struct found *found,
                       struct finds *finds, struct decode_budget *budget)
{
	const size_t ends[] = { run->end, run->shorter_end };

	found->start = run->start;
	for (size_t i = 0; i < (run->end == run->shorter_end ? 1 : 2); i++) {
		found->end = ends[i];
		if (!spend_bytes(budget, found->end - found->start))
			break;
		if (!try_run(clean, found, finds))
			continue;
		if (budget->candidates == 0) {
			budget->hit = true;
			break;
		}
		budget->candidates--;
		append_found(finds, found);
		return found->end;
	}
	return run->shorter_end;
}

/* Searches clean[from, to), a gap that earlier decoders left. */
static void search_gap(struct slice clean, size_t from, size_t to, size_t kind_index,
                       struct finds *finds, struct decode_budget *budget)
{
	const struct decode_kind *kind = decode_kind_at(kind_index);
	struct slice              gap = slice_range(clean, 0, to);
	struct decode_run         run;

	while (!finds->failed && !budget->hit && from < to && kind->find(gap, from, &run)) {
		struct found found = { .kind = kind, .kind_index = kind_index };

		assert(run.start >= from && run.end > run.start && run.end <= to);
		assert(run.shorter_end > run.start && run.shorter_end <= run.end);
		from = take_run(clean, &run, &found, finds, budget);
	}
}

/* Two lists in order of place become one. */
static void merge_finds(struct finds *into, const struct finds *added)
{
	struct finds merged = { .arena = into->arena, .failed = into->failed || added->failed };
	size_t       i = 0;
	size_t       j = 0;

	if (added->count == 0) {
		into->failed = merged.failed;
		return;
	}
	while (i < into->count || j < added->count) {
		bool first = j == added->count ||
		             (i < into->count && into->items[i].start < added->items[j].start);

		append_found(&merged, first ? &into->items[i++] : &added->items[j++]);
	}
	*into = merged;
}

static void search_kind(struct slice clean, size_t kind_index, struct finds *finds,
                        struct decode_budget *budget)
{
	struct finds added = { .arena = finds->arena };
	size_t       from = 0;

	for (size_t i = 0; i <= finds->count && !budget->hit; i++) {
		size_t to = i < finds->count ? finds->items[i].start : clean.len;

		search_gap(clean, from, to, kind_index, &added, budget);
		if (i < finds->count)
			from = finds->items[i].end;
	}
	merge_finds(finds, &added);
}

/* ---- new views ---- */

struct assembly {
	struct buffer        text;
	struct decode_piece *pieces;
	size_t               count;
};

static void add_piece(struct assembly *assembly, const struct decode_piece *piece,
                      struct slice bytes)
{
	if (bytes.len == 0)
		return;
	assembly->pieces[assembly->count] = *piece;
	assembly->pieces[assembly->count++].start = assembly->text.len;
	buffer_append(&assembly->text, bytes);
}

static bool assembly_begin(struct assembly *assembly, struct arena *arena, size_t pieces,
                           size_t bytes)
{
	assembly->count = 0;
	assembly->pieces = ARENA_ARRAY(arena, pieces, struct decode_piece);
	buffer_init_arena(&assembly->text, arena);
	return assembly->pieces != NULL && buffer_reserve(&assembly->text, bytes + 1) != NULL;
}

static struct decode_piece piece_of(const struct found *found)
{
	return (struct decode_piece){ .source_start = found->start,
		                      .source_end = found->end,
		                      .kind = found->kind,
		                      .repaired = found->repaired };
}

static void add_copy(struct assembly *assembly, struct slice clean, size_t start, size_t end)
{
	add_piece(assembly, &(struct decode_piece){ .source_start = start, .source_end = end },
	          slice_range(clean, start, end));
}

static size_t decoded_bytes(const struct finds *finds)
{
	size_t bytes = 0;

	for (size_t i = 0; i < finds->count; i++)
		bytes += finds->items[i].bytes.len;
	return bytes;
}

static bool assemble_spliced(struct assembly *assembly, struct slice clean,
                             const struct finds *finds)
{
	size_t from = 0;

	if (!assembly_begin(assembly, finds->arena, 2 * finds->count + 1,
	                    clean.len + decoded_bytes(finds)))
		return false;
	for (size_t i = 0; i < finds->count; i++) {
		struct decode_piece piece = piece_of(&finds->items[i]);

		add_copy(assembly, clean, from, piece.source_start);
		add_piece(assembly, &piece, finds->items[i].bytes);
		from = piece.source_end;
	}
	add_copy(assembly, clean, from, clean.len);
	return !assembly->text.failed;
}

static bool assemble_decoded(struct assembly *assembly, const struct finds *finds)
{
	if (!assembly_begin(assembly, finds->arena, 2 * finds->count,
	                    decoded_bytes(finds) + finds->count))
		return false;
	for (size_t i = 0; i < finds->count; i++) {
		struct decode_piece piece = piece_of(&finds->items[i]);
		struct decode_piece joint = { .source_start = piece.source_start,
			                      .source_end = piece.source_start };

		if (i > 0)
			add_piece(assembly, &joint, SLICE_LIT("\n"));
		add_piece(assembly, &piece, finds->items[i].bytes);
	}
	return !assembly->text.failed;
}

static enum status add_view(struct decode_views *views, size_t parent, enum decode_view_kind kind,
                            const struct assembly *assembly, struct decode_budget *budget)
{
	struct decode_view view = { .kind = kind,
		                    .parent = (uint32_t)parent,
		                    .depth = views->items[parent].depth + 1,
		                    .negative = views->items[parent].negative,
		                    .decoded = views->items[parent].decoded ||
		                               kind == DECODE_VIEW_DECODED,
		                    .text = buffer_slice(&assembly->text),
		                    .pieces = assembly->pieces,
		                    .piece_count = assembly->count };

	view.hash = slice_hash(view.text);
	if (view.text.len == 0 || decode_views_have(views, &view))
		return STATUS_OK;
	if (budget->views == 0) {
		budget->hit = true;
		return STATUS_OK;
	}
	budget->views--;
	return decode_views_add(views, &view) == SIZE_MAX ? STATUS_NO_MEMORY : STATUS_OK;
}

static void count_finds(const struct finds *finds, uint64_t depth, struct decode_counts *counts)
{
	for (size_t i = 0; i < finds->count; i++) {
		counts->bytes += finds->items[i].bytes.len;
		counts->runs[finds->items[i].kind_index]++;
	}
	if (finds->count > 0 && depth > counts->depth)
		counts->depth = depth;
}

enum status decode_expand(struct decode_views *views, size_t index, uint64_t decoders,
                          struct decode_budget *budget, struct decode_counts *counts)
{
	const struct slice clean = views->items[index].clean;
	const uint64_t     depth = views->items[index].depth + 1;
	struct finds       finds = { .arena = views->arena };
	struct assembly    assembly;
	enum status        status;

	for (size_t i = 0; i < decode_kind_count() && !finds.failed && !budget->hit; i++)
		if ((decoders >> i & 1) != 0)
			search_kind(clean, i, &finds, budget);
	if (finds.failed)
		return STATUS_NO_MEMORY;
	if (finds.count == 0)
		return STATUS_OK;
	if (depth > budget->depth) {
		budget->hit = true;
		return STATUS_OK;
	}
	count_finds(&finds, depth, counts);
	/* The decoded parts first: where all of a text is encoded, both read the same, and
	 * the view that is known to hold nothing else is the one to keep. */
	if (!assemble_decoded(&assembly, &finds))
		return STATUS_NO_MEMORY;
	status = add_view(views, index, DECODE_VIEW_DECODED, &assembly, budget);
	if (status != STATUS_OK)
		return status;
	if (!assemble_spliced(&assembly, clean, &finds))
		return STATUS_NO_MEMORY;
	return add_view(views, index, DECODE_VIEW_SPLICED, &assembly, budget);
}
