/* SPDX-License-Identifier: Apache-2.0 */
/* A view is searched once for each pass (decode_kind.h). The runs that a pass finds, in
 * order of their place, make two new texts: spliced ("make a |pipe| bomb") and decoded
 * ("pipe"). All runs of a pass go into one text, so that the number of views grows with
 * the depth of a disguise and not with the number of disguised words. */
#include "decode_expand.h"

#include "base_buffer.h"
#include "decode_search.h"
#include "decode_solve.h"

#include <assert.h>
#include <string.h>

struct expansion {
	struct decode_views *views;
	size_t               parent;
	enum decode_pass     pass;
	struct slice         text;    /* of the parent: clean, or raw for carriers */
	bool                 guessed; /* by this pass or one before */
	struct decode_finds  finds;
	struct decode_purse *purse;
};

/* ---- new texts ---- */

/* Runs of these passes are messages of their own; those of the others are words of the
 * text around them. */
static bool stands_alone(enum decode_pass pass)
{
	return pass == DECODE_PASS_CARRIER || decode_pass_knows(pass);
}

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

/* Gives back the room that was not needed. */
static bool assembly_end(struct assembly *assembly)
{
	struct buffer *text = &assembly->text;

	if (text->failed)
		return false;
	text->ptr = arena_resize(text->arena, text->ptr, text->cap, text->len + 1);
	text->cap = text->len + 1;
	return text->ptr != NULL;
}

/* The spliced text leaves out what is inspected elsewhere: the middle of a long decoded run,
 * which is whole among the decoded parts, and of a long text what is far from every run, which
 * was seen in the parent. So an attachment is read once and not twice, and a megabyte with three
 * escapes not four times. */
#define END_BYTES       4096u
#define LONG_RUN_BYTES  (4u * END_BYTES)
#define LONG_TEXT_BYTES (8u * 1024u)
#define SIDE_BYTES      1024u /* of a long text, on each side of a run */
#define SPACE_BYTES     64u   /* looked through for the end of a word */

static struct decode_piece piece_of(const struct decode_found *found)
{
	return (struct decode_piece){ .source_start = found->start,
		                      .source_end = found->end,
		                      .kind = found->kind,
		                      .unwrapped = found->unwrapped,
		                      .repaired = found->repaired };
}

static void add_joint(struct assembly *assembly, size_t source)
{
	add_piece(assembly, &(struct decode_piece){ .source_start = source, .source_end = source },
	          SLICE_LIT("\n"));
}

static void add_copy(struct assembly *assembly, struct slice text, size_t start, size_t end)
{
	add_piece(assembly, &(struct decode_piece){ .source_start = start, .source_end = end },
	          slice_range(text, start, end));
}

static size_t space_from(struct slice bytes, size_t at)
{
	const size_t end = at + SPACE_BYTES;

	for (size_t i = at; i < end; i++)
		if (bytes.ptr[i] == ' ' || bytes.ptr[i] == '\n')
			return i;
	while (((unsigned char)bytes.ptr[at] & 0xC0) == 0x80)
		at++;
	return at;
}

static void add_ends(struct assembly *assembly, const struct decode_found *found)
{
	const size_t        head = space_from(found->bytes, END_BYTES);
	const size_t        tail = space_from(found->bytes, found->bytes.len - END_BYTES);
	struct decode_piece piece = piece_of(found);

	add_piece(assembly, &piece, slice_range(found->bytes, 0, head));
	add_joint(assembly, found->end);
	piece.skip = tail;
	add_piece(assembly, &piece, slice_from(found->bytes, tail));
}

/* text[start, end), which no run is in. */
static void add_around(struct assembly *assembly, struct slice text, size_t start, size_t end)
{
	if (text.len <= LONG_TEXT_BYTES || end - start <= 3 * SIDE_BYTES) {
		add_copy(assembly, text, start, end);
		return;
	}
	if (start > 0)
		add_copy(assembly, text, start, space_from(text, start + SIDE_BYTES));
	add_joint(assembly, end);
	if (end < text.len)
		add_copy(assembly, text, space_from(text, end - SIDE_BYTES), end);
}

static size_t decoded_bytes(const struct decode_finds *finds)
{
	size_t bytes = 0;

	for (size_t i = 0; i < finds->count; i++)
		bytes += finds->items[i].bytes.len;
	return bytes;
}

static bool assemble_spliced(struct assembly *assembly, const struct expansion *expansion)
{
	const struct decode_finds *finds = &expansion->finds;
	size_t                     from = 0;

	if (!assembly_begin(assembly, expansion->views->arena, 6 * finds->count + 3,
	                    expansion->text.len + decoded_bytes(finds)))
		return false;
	for (size_t i = 0; i < finds->count; i++) {
		const struct decode_found *found = &finds->items[i];
		const struct decode_piece  piece = piece_of(found);

		add_around(assembly, expansion->text, from, found->start);
		if (found->bytes.len > LONG_RUN_BYTES && stands_alone(expansion->pass))
			add_ends(assembly, found);
		else
			add_piece(assembly, &piece, found->bytes);
		from = found->end;
	}
	add_around(assembly, expansion->text, from, expansion->text.len);
	return assembly_end(assembly);
}

static bool assemble_decoded(struct assembly *assembly, const struct expansion *expansion)
{
	const struct decode_finds *finds = &expansion->finds;

	if (!assembly_begin(assembly, expansion->views->arena, 2 * finds->count,
	                    decoded_bytes(finds) + finds->count))
		return false;
	for (size_t i = 0; i < finds->count; i++) {
		struct decode_piece piece = piece_of(&finds->items[i]);

		if (i > 0)
			add_joint(assembly, piece.source_start);
		add_piece(assembly, &piece, finds->items[i].bytes);
	}
	return assembly_end(assembly);
}

/* ---- new views ---- */

/* Letters put for letters twice are put once, and turned round twice they stand as before: a
 * cipher that was undone is not looked for again in what came out, nor in that with its words cut
 * and joined, until an encoding was taken off in between. Otherwise what reads as some code under
 * one shift (and source code does, here and there) is shifted to and fro as deep as views go. */
static decode_set spent_by(const struct expansion *expansion, const struct decode_view *parent)
{
	decode_set spent = decode_pass_guesses(expansion->pass) ? parent->spent : 0;

	if (expansion->pass == DECODE_PASS_CIPHER)
		for (size_t i = 0; i < expansion->finds.count; i++)
			spent |= (decode_set)1 << expansion->finds.items[i].kind_index;
	return spent;
}

/* A view costs its length, so that many decodings in a long text end in time. */
static bool spend_view(struct decode_purse *purse, size_t bytes)
{
	if (purse->views == 0 || purse->bytes < bytes) {
		purse->hit = true;
		return false;
	}
	purse->views--;
	purse->bytes -= bytes;
	return true;
}

static enum status add_view(const struct expansion *expansion, enum decode_view_kind kind,
                            const struct assembly *assembly)
{
	const struct decode_view *parent = &expansion->views->items[expansion->parent];
	struct decode_view        view = { .kind = kind,
		                           .parent = (uint32_t)expansion->parent,
		                           .depth = parent->depth + 1,
		                           .negative = parent->negative,
		                           .guessed = expansion->guessed,
		                           .decoded = parent->decoded || kind == DECODE_VIEW_DECODED,
		                           .raw = expansion->pass == DECODE_PASS_CARRIER,
		                           .text = buffer_slice(&assembly->text),
		                           .pieces = assembly->pieces,
		                           .piece_count = assembly->count,
		                           .spent = spent_by(expansion, parent) };

	view.hash = slice_hash(view.text);
	if (view.text.len == 0 || decode_views_have(expansion->views, &view))
		return STATUS_OK;
	if (!spend_view(expansion->purse, view.text.len))
		return STATUS_OK;
	return decode_views_add(expansion->views, &view) == SIZE_MAX ? STATUS_NO_MEMORY : STATUS_OK;
}

static bool is_blank(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] != ' ' && text.ptr[i] != '\n')
			return false;
	return true;
}

/* Is all of the text one run? */
static bool is_one_run(const struct expansion *expansion)
{
	const struct decode_found *only = &expansion->finds.items[0];

	return expansion->finds.count == 1 &&
	       is_blank(slice_range(expansion->text, 0, only->start)) &&
	       is_blank(slice_from(expansion->text, only->end));
}

/* The decoded parts first: where all of a text is encoded, both read the same, and the
 * view that is known to hold nothing else is the one to keep. Of a long run the spliced view has
 * the ends, which would be decoded further, and their ends again. */
static enum status add_views(const struct expansion *expansion)
{
	struct assembly assembly;
	enum status     status;

	if (stands_alone(expansion->pass)) {
		if (!assemble_decoded(&assembly, expansion))
			return STATUS_NO_MEMORY;
		status = add_view(expansion, DECODE_VIEW_DECODED, &assembly);
		if (status != STATUS_OK || is_one_run(expansion))
			return status;
	}
	if (!assemble_spliced(&assembly, expansion))
		return STATUS_NO_MEMORY;
	return add_view(expansion, DECODE_VIEW_SPLICED, &assembly);
}

/* ---- passes ---- */

static void count_layers(const struct decode_unwrapped *unwrapped, struct decode_counts *counts)
{
	for (size_t i = 0; unwrapped != NULL && i < unwrapped->count; i++)
		counts->layers[unwrapped->layers[i].index]++;
}

static void count_finds(const struct decode_finds *finds, uint64_t depth,
                        struct decode_counts *counts)
{
	for (size_t i = 0; i < finds->count; i++) {
		counts->bytes += finds->items[i].bytes.len;
		counts->runs[finds->items[i].kind_index]++;
		count_layers(finds->items[i].unwrapped, counts);
	}
	if (finds->count > 0 && depth > counts->depth)
		counts->depth = depth;
}

/* Escapes wrap whatever they stand in (hexadecimal digits in a JSON string with \\n between the
 * lines): they are undone by themselves, and once more together with the encodings beside them. A
 * long text is read once and not in every mixture. */
static void mix_escapes(struct slice text, decode_set chosen[DECODE_PASS_COUNT])
{
	const decode_set escapes = chosen[DECODE_PASS_ESCAPE];

	if (text.len > LONG_RUN_BYTES || chosen[DECODE_PASS_ENCODING] == 0)
		chosen[DECODE_PASS_ESCAPE] = 0;
	chosen[DECODE_PASS_ENCODING] |= escapes;
}

static enum status expand_pass(struct expansion *expansion, const struct decode_search *search,
                               uint64_t depth_max, struct decode_counts *counts)
{
	const uint64_t depth = expansion->views->items[expansion->parent].depth + 1;
	enum status    status;

	status = decode_search(search, expansion->purse, &expansion->finds);
	if (status != STATUS_OK || expansion->finds.count == 0)
		return status;
	if (depth > depth_max) {
		expansion->purse->hit = true;
		return STATUS_OK;
	}
	count_finds(&expansion->finds, depth, counts);
	return add_views(expansion);
}

/* What was too much of one view is no reason to leave out the next, which may be short. */
static enum status expand_within(struct expansion *expansion, const struct decode_search *search,
                                 uint64_t depth_max, struct decode_counts *counts)
{
	const bool  hit = expansion->purse->hit;
	enum status status;

	expansion->purse->hit = false;
	status = expand_pass(expansion, search, depth_max, counts);
	expansion->purse->hit |= hit;
	return status;
}

/* Bits in spaces and tabs are ASCII. The extra view of look-alikes is of the same raw text as its
 * twin. */
static bool has_carriers(const struct decode_view *view)
{
	return view->kind != DECODE_VIEW_LOOKALIKE &&
	       (!view->notes.ascii ||
	        (view->text.len > 0 && memchr(view->text.ptr, '\t', view->text.len) != NULL));
}

/* What every pass but that of carriers searches with. STATUS_OK or STATUS_NO_MEMORY. */
static enum status look_over(struct decode_views *views, size_t index, struct decode_search *search)
{
	struct decode_view         *view = &views->items[index];
	const struct decode_survey *survey = decode_survey_places(view->clean, views->arena);
	struct slice                folded = SLICE_NONE;

	if (survey == NULL)
		return STATUS_NO_MEMORY;
	if ((survey->marks & DECODE_MARK_FOREIGN) == 0)
		folded = view->folded;
	search->survey = survey;
	search->marks = survey->marks;
	search->words = decode_words_by_place(view->clean, folded, views->lexicon, survey,
	                                      views->arena);
	if (search->words == NULL)
		return STATUS_NO_MEMORY;
	search->marks |= search->words->marks;
	view->words = folded.len > 0 ? search->words : NULL;
	return STATUS_OK;
}

/* One cipher over all of a long text leaves enough to read it spelt otherwise, too. */
static enum status expand_with_half(struct expansion *expansion, const struct decode_search *search,
                                    uint64_t depth_max, struct decode_counts *counts)
{
	struct decode_purse *whole = expansion->purse;
	struct decode_purse  half = *whole;
	enum status          status;

	half.bytes -= whole->bytes / 2;
	expansion->purse = &half;
	status = expand_within(expansion, search, depth_max, counts);
	half.bytes += whole->bytes / 2;
	*whole = half;
	expansion->purse = whole;
	return status;
}

static bool some_solves(decode_set decoders)
{
	for (size_t i = 0; i < decode_kind_count(); i++)
		if ((decoders >> i & 1) != 0 && decode_kind_at(i)->solves)
			return true;
	return false;
}

enum status decode_expand(struct decode_views *views, size_t index, decode_set decoders,
                          struct decode_budget *budget, struct decode_counts *counts)
{
	struct decode_search     search = { .lexicon = views->lexicon, .arena = views->arena };
	enum status              status = look_over(views, index, &search);
	const struct decode_view view = views->items[index];
	decode_set               chosen[DECODE_PASS_COUNT];

	decode_search_choose(decoders & ~view.spent, search.marks, chosen);
	mix_escapes(view.clean, chosen);
	for (int pass = 0; pass < DECODE_PASS_COUNT && status == STATUS_OK && !budget->sure.hit;
	     pass++) {
		const bool guessed = view.guessed || decode_pass_guesses((enum decode_pass)pass);
		struct expansion     expansion = { .views = views,
			                           .parent = index,
			                           .pass = (enum decode_pass)pass,
			                           .text = view.clean,
			                           .guessed = guessed,
			                           .purse = guessed ? &budget->guesses
			                                            : &budget->sure };
		struct decode_search of_pass = search;

		if (chosen[pass] == 0)
			continue;
		if (decode_pass_guesses(expansion.pass) &&
		    expansion.purse->bytes < view.clean.len) {
			expansion.purse->hit = true;
			continue;
		}
		if (pass == DECODE_PASS_CARRIER) {
			if (!has_carriers(&view))
				continue;
			expansion.text = view.text;
			of_pass.words = NULL;
			of_pass.survey = NULL;
		}
		of_pass.decoders = chosen[pass];
		of_pass.pass = expansion.pass;
		of_pass.text = expansion.text;
		if (search.solutions == NULL && some_solves(chosen[pass])) {
			search.solutions = decode_solutions_of(view.clean, search.words,
			                                       search.survey, views->lexicon,
			                                       &views->tried, views->arena);
			of_pass.solutions = search.solutions;
			if (search.solutions == NULL)
				return STATUS_NO_MEMORY;
		}
		status = (pass == DECODE_PASS_CIPHER && !view.guessed
		                  ? expand_with_half
		                  : expand_within)(&expansion, &of_pass, budget->depth, counts);
	}
	return status;
}
