/* SPDX-License-Identifier: Apache-2.0 */
/* The phrase language to a graph over words.
 *
 *     {how to|how do i} <0..2> make~ [a] @device
 *
 * A phrase is read from left to right. `at` is the node where the text read so far ends; a
 * word is an edge from there to a new node. "{" and "[" remember where they began (frame);
 * "|" goes back to that place, and every alternative ends in the frame's `join`. "@device"
 * puts a cursor on the list's entries: each is read from the same place to the same end,
 * then reading goes on behind the name. So there is no recursion, and a list of lists is
 * only a deeper stack of cursors.
 *
 * Two things keep the graph small where lists are long. The last word of an alternative
 * leads straight to where the alternative ends, instead of to a node of its own with an
 * empty edge. And entries of one list that begin with the same words share these nodes
 * (`shared`): 5,000 entries are a tree, not 5,000 branches.
 *
 * Words stand in the form of the prompt's folded text, so a pattern word may be several:
 * "pipe-bomb" is "pipe bomb" or "pipebomb", "don't" is "don t" or "dont". */
#include "ruleset_phrase.h"

#include "text_fold.h"
#include "text_utf8.h"

#include <assert.h>
#include <string.h>

static struct phrase_cursor *cursor_of(struct phrase_reader *reader)
{
	assert(reader->cursor_count > 0);
	return &reader->cursors[reader->cursor_count - 1];
}

static struct phrase_frame *frame_of(struct phrase_reader *reader)
{
	size_t base = cursor_of(reader)->frame_base;

	return reader->frame_count > base ? &reader->frames[reader->frame_count - 1] : NULL;
}

/* Where the branch in hand ends: the frame's join, else the end of the cursor's text. */
static uint32_t branch_end(struct phrase_reader *reader)
{
	const struct phrase_frame *frame = frame_of(reader);

	return frame != NULL ? frame->join : cursor_of(reader)->target;
}

static bool branch_inflects(struct phrase_reader *reader)
{
	const struct phrase_frame *frame = frame_of(reader);

	return frame != NULL ? frame->inflects : cursor_of(reader)->inflects;
}

/* The words gathered so far become edges; the last one leads to `target` unless that
 * is MATCH_NODE_NONE. In a branch under "~" the first word and the last one that is no
 * particle are inflected: "{break into|hack}~", "{pipe bomb|grenade}~". */
static enum status run_flush(struct phrase_reader *reader, uint32_t target)
{
	enum status status = STATUS_OK;
	size_t      last = reader->item_count;

	if (branch_inflects(reader) && last > 0) {
		while (last > 0 && ruleset_inflect_particle(reader->items[last - 1].word))
			last--;
		if (last > 0) {
			reader->items[last - 1].inflects = true;
			reader->items[0].inflects |= !ruleset_inflect_particle(
				reader->items[0].word);
		}
	}
	for (size_t i = 0; status == STATUS_OK && i < reader->item_count; i++)
		status = ruleset_phrase_item_emit(reader, &reader->items[i],
		                                  i + 1 == reader->item_count ? target
		                                                              : MATCH_NODE_NONE);
	reader->item_count = 0;
	return status;
}

/* The branch ends here: whatever is in hand leads to its end. */
static enum status branch_finish(struct phrase_reader *reader)
{
	uint32_t target = branch_end(reader);

	if (reader->item_count > 0)
		return run_flush(reader, target);
	if (reader->at != target)
		match_phrase_empty_edge(reader->builder, reader->at, target);
	return STATUS_OK;
}

/* ---- groups ---- */

/* The offset of the bracket that closes the one at `open`, or SIZE_MAX. */
static size_t close_find(struct slice text, size_t open)
{
	size_t depth = 0;

	for (size_t i = open; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '{' || c == '[')
			depth++;
		else if ((c == '}' || c == ']') && --depth == 0)
			return i;
	}
	return SIZE_MAX;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Does the branch end behind `offset`? Then what stands before may lead to its end. */
static bool branch_ends_at(struct slice text, size_t offset)
{
	while (offset < text.len && is_space(text.ptr[offset]))
		offset++;
	return offset == text.len || text.ptr[offset] == '|' || text.ptr[offset] == '}' ||
	       text.ptr[offset] == ']';
}

/* Letters that touch a bracket: "bomb{s|er}". Scripts without spaces may. */
static bool touches_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '*' || c == '}' || c == ']' || c == '{' || c == '[';
}

static enum status never_closed(struct phrase_reader *reader, const struct phrase_frame *frame)
{
	return ruleset_phrase_fault(reader, frame->offset, "\"%c\" is never closed: add %s",
	                            frame->opened, frame->opened == '{' ? "\"}\"" : "\"]\"");
}

static enum status group_open(struct phrase_reader *reader)
{
	struct phrase_cursor *cursor = cursor_of(reader);
	struct slice          text = cursor->text->text;
	size_t                open = cursor->offset;
	size_t                close = close_find(text, open);
	char                  before = open > 0 ? text.ptr[open - 1] : ' ';
	struct phrase_frame   frame = { .opened = text.ptr[open], .offset = open };
	enum status           status;
	size_t                behind;

	if (close == SIZE_MAX)
		return never_closed(reader, &frame);
	if (touches_word(before) && before != '{' && before != '[')
		return ruleset_phrase_fault(
			reader, open,
			"\"%c\" stands inside a word; choices are of whole words: "
			"write {bomb|bombs}, bomb~ or bomb*",
			frame.opened);
	if (reader->frame_count == PHRASE_FRAMES_MAX)
		return ruleset_phrase_fault(
			reader, open, "groups nest deeper than %d: make a list of the inner ones",
			PHRASE_FRAMES_MAX);
	behind = close + 1 < text.len && text.ptr[close + 1] == '~' ? close + 2 : close + 1;
	frame.inflects = behind == close + 2 || branch_inflects(reader);
	status = run_flush(reader, MATCH_NODE_NONE);
	if (status != STATUS_OK)
		return status;
	frame.start = reader->at;
	frame.join = branch_ends_at(text, behind) ? branch_end(reader)
	                                          : ruleset_phrase_node(reader);
	reader->frames[reader->frame_count++] = frame;
	reader->shares = false;
	reader->after_gap = false;
	cursor->offset++;
	return STATUS_OK;
}

static enum status alternative_next(struct phrase_reader *reader)
{
	struct phrase_cursor *cursor = cursor_of(reader);
	struct phrase_frame  *frame = frame_of(reader);
	enum status           status;

	if (frame == NULL)
		return ruleset_phrase_fault(reader, cursor->offset,
		                            "\"|\" stands outside of {...}: write {a|b}");
	if (!frame->has_content)
		return ruleset_phrase_fault(
			reader, cursor->offset,
			"an alternative is empty; [...] makes something optional");
	status = branch_finish(reader);
	reader->at = frame->start;
	reader->after_gap = false;
	frame->has_content = false;
	cursor->offset++;
	return status;
}

static enum status group_close(struct phrase_reader *reader)
{
	struct phrase_cursor *cursor = cursor_of(reader);
	struct phrase_frame  *frame = frame_of(reader);
	struct slice          text = cursor->text->text;
	char                  close = text.ptr[cursor->offset];
	enum status           status;

	if (frame == NULL)
		return ruleset_phrase_fault(reader, cursor->offset,
		                            "\"%c\" closes nothing: no \"%c\" stands before it",
		                            close, close == '}' ? '{' : '[');
	if ((frame->opened == '{') != (close == '}'))
		return ruleset_phrase_fault(reader, cursor->offset,
		                            "\"%c\" closes a \"%c\": write \"%c\"", close,
		                            frame->opened, frame->opened == '{' ? '}' : ']');
	if (!frame->has_content)
		return ruleset_phrase_fault(
			reader, cursor->offset,
			"an alternative is empty; [...] makes something optional");
	status = branch_finish(reader);
	if (close == ']')
		match_phrase_empty_edge(reader->builder, frame->start, frame->join);
	reader->at = frame->join;
	reader->frame_count--;
	reader->after_gap = false;
	ruleset_phrase_content(reader);
	cursor->offset++;
	if (cursor->offset < text.len && text.ptr[cursor->offset] == '~')
		cursor->offset++;
	if (status == STATUS_OK && cursor->offset < text.len &&
	    touches_word(text.ptr[cursor->offset]) && text.ptr[cursor->offset] != '}' &&
	    text.ptr[cursor->offset] != ']')
		return ruleset_phrase_fault(reader, cursor->offset,
		                            "a word touches \"%c\"; put a space between them",
		                            close);
	return status;
}

/* ---- gaps ---- */

static bool digits_read(struct slice text, size_t *offset, unsigned *number)
{
	size_t begin = *offset;

	*number = 0;
	while (*offset < text.len && *offset - begin < 4 && text.ptr[*offset] >= '0' &&
	       text.ptr[*offset] <= '9')
		*number = *number * 10 + (unsigned)(text.ptr[(*offset)++] - '0');
	return *offset > begin;
}

static bool gap_parse(struct slice text, size_t *offset, unsigned *least, unsigned *most)
{
	size_t at = *offset + 1;

	if (!digits_read(text, &at, least) || text.len - at < 2 ||
	    memcmp(text.ptr + at, "..", 2) != 0)
		return false;
	at += 2;
	if (!digits_read(text, &at, most) || at == text.len || text.ptr[at] != '>')
		return false;
	*offset = at + 1;
	return true;
}

static enum status gap_malformed(struct phrase_reader *reader, size_t open)
{
	struct slice text = cursor_of(reader)->text->text;
	size_t       at = open + 1;
	unsigned     number;

	if (digits_read(text, &at, &number) && at < text.len && text.ptr[at] == '>')
		return ruleset_phrase_fault(
			reader, open,
			"\"<%u>\" is no gap; write <0..%u> for up to %u words, or "
			"<%u..%u> for exactly %u",
			number, number, number, number, number, number);
	return ruleset_phrase_fault(reader, open, "a gap is written <m..n>, for example <0..3>");
}

static void gap_emit(struct phrase_reader *reader, unsigned least, unsigned most)
{
	const struct match_edge any = { .kind = MATCH_EDGE_ANY };
	uint32_t                end = ruleset_phrase_node(reader);

	for (unsigned i = 0; i < most; i++) {
		struct match_edge edge = any;

		if (i >= least)
			match_phrase_empty_edge(reader->builder, reader->at, end);
		edge.to = i + 1 == most ? end : ruleset_phrase_node(reader);
		match_phrase_edge(reader->builder, reader->at, &edge);
		reader->at = edge.to;
	}
}

static enum status gap_read(struct phrase_reader *reader)
{
	struct phrase_cursor *cursor = cursor_of(reader);
	size_t                open = cursor->offset;
	unsigned              least;
	unsigned              most;
	enum status           status;

	if (!gap_parse(cursor->text->text, &cursor->offset, &least, &most))
		return gap_malformed(reader, open);
	if (most > PHRASE_GAP_MAX)
		return ruleset_phrase_fault(reader, open,
		                            "a gap is at most %d words; use near: for more",
		                            PHRASE_GAP_MAX);
	if (least > most || most == 0)
		return ruleset_phrase_fault(
			reader, open,
			"a gap goes from the smaller number to the larger, at least 1: "
			"<0..3>");
	if (reader->after_gap)
		return ruleset_phrase_fault(reader, open, "two gaps stand side by side; write one");
	if (frame_of(reader) == NULL &&
	    (!cursor->has_content || branch_ends_at(cursor->text->text, cursor->offset)))
		return ruleset_phrase_fault(reader, open, "a gap needs a word on both sides");
	status = run_flush(reader, MATCH_NODE_NONE);
	if (status != STATUS_OK)
		return status;
	gap_emit(reader, least, most);
	reader->shares = false;
	reader->after_gap = true;
	ruleset_phrase_content(reader);
	return STATUS_OK;
}

/* ---- lists ---- */

static struct slice list_name(struct slice text, size_t offset)
{
	size_t end = offset;

	while (end < text.len && ((text.ptr[end] >= 'a' && text.ptr[end] <= 'z') ||
	                          (text.ptr[end] >= '0' && text.ptr[end] <= '9') ||
	                          text.ptr[end] == '_' || text.ptr[end] == '-'))
		end++;
	return slice_range(text, offset, end);
}

/* Puts a cursor on a list's first entry; its entries lead from `at` to `target`. */
static enum status list_enter(struct phrase_reader *reader, struct ruleset_list *list,
                              uint32_t target, bool inflects)
{
	for (size_t i = 0; i < reader->cursor_count; i++) {
		if (reader->cursors[i].list == list)
			return ruleset_phrase_fault(reader, cursor_of(reader)->offset,
			                            "list \"%.*s\" holds itself: take its name out",
			                            SLICE_ARG(list->name));
	}
	if (reader->cursor_count == PHRASE_CURSORS_MAX)
		return ruleset_phrase_fault(
			reader, cursor_of(reader)->offset,
			"lists nest deeper than %d: write the entries in place of "
			"a name",
			PHRASE_CURSORS_MAX - 1);
	list->used = true;
	reader->cursors[reader->cursor_count++] =
		(struct phrase_cursor){ .list = list,
		                        .text = &list->entries[0],
		                        .start = reader->at,
		                        .target = target,
		                        .frame_base = reader->frame_count,
		                        .inflects = inflects };
	reader->shares = true;
	reader->after_gap = false;
	return STATUS_OK;
}

static enum status list_read(struct phrase_reader *reader)
{
	struct phrase_cursor *cursor = cursor_of(reader);
	struct slice          text = cursor->text->text;
	struct slice          name = list_name(text, cursor->offset + 1);
	size_t                behind = cursor->offset + 1 + name.len;
	bool                  inflects = behind < text.len && text.ptr[behind] == '~';
	struct ruleset_list  *list;
	enum status           status;

	if (name.len == 0)
		return ruleset_phrase_fault(reader, cursor->offset,
		                            "\"@\" needs the name of a list: @name");
	list = ruleset_list_find(reader->build, cursor->list, name);
	if (list == NULL)
		return ruleset_list_unknown(reader->build, cursor->text, cursor->offset, name);
	status = run_flush(reader, MATCH_NODE_NONE);
	if (status != STATUS_OK)
		return status;
	ruleset_phrase_content(reader);
	behind += inflects ? 1 : 0;
	status = list_enter(reader, list,
	                    branch_ends_at(text, behind) ? branch_end(reader)
	                                                 : ruleset_phrase_node(reader),
	                    inflects || branch_inflects(reader));
	cursor->offset = behind;
	return status;
}

/* ---- the reader ---- */

static enum status token_read(struct phrase_reader *reader)
{
	struct phrase_cursor *cursor = cursor_of(reader);
	char                  c = cursor->text->text.ptr[cursor->offset];

	switch (c) {
	case '{':
	case '[':
		return group_open(reader);
	case '|':
		return alternative_next(reader);
	case '}':
	case ']':
		return group_close(reader);
	case '<':
		return gap_read(reader);
	case '@':
		return list_read(reader);
	case '>':
		return ruleset_phrase_fault(reader, cursor->offset,
		                            "\">\" closes nothing: a gap is written <0..3>");
	case '~':
		return ruleset_phrase_fault(
			reader, cursor->offset,
			"\"~\" follows a word, a choice or a list directly: make~");
	default:
		return ruleset_phrase_word_read(reader);
	}
}

/* The text in hand is read: the next entry of the list, or back to what named it. */
static enum status text_finish(struct phrase_reader *reader)
{
	struct phrase_cursor *cursor = cursor_of(reader);
	struct phrase_frame  *frame = frame_of(reader);
	enum status           status;

	if (frame != NULL)
		return never_closed(reader, frame);
	if (!cursor->has_content)
		return ruleset_phrase_fault(reader, 0, "\"%.*s\" has no letters or digits",
		                            SLICE_ARG(cursor->text->text));
	status = branch_finish(reader);
	if (status != STATUS_OK)
		return status;
	if (cursor->list != NULL && ++cursor->entry < cursor->list->count) {
		cursor->text = &cursor->list->entries[cursor->entry];
		cursor->offset = 0;
		cursor->has_content = false;
		reader->at = cursor->start;
		reader->shares = true;
	} else {
		reader->at = cursor->target;
		reader->cursor_count--;
		reader->shares = false;
	}
	reader->after_gap = false;
	return status;
}

/* With lint listening, the fault of an entry is noted and the next entry is read. */
static enum status entry_skip(struct phrase_reader *reader, enum status status)
{
	struct phrase_cursor *cursor = cursor_of(reader);

	if (cursor->list == NULL)
		return status;
	status = ruleset_fault_pass(reader->build, status);
	reader->frame_count = cursor->frame_base;
	reader->item_count = 0;
	reader->at = cursor->start;
	cursor->has_content = true;
	cursor->offset = cursor->text->text.len;
	return status;
}

static enum status phrase_read(struct phrase_reader *reader)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK && reader->cursor_count > 0) {
		struct phrase_cursor *cursor = cursor_of(reader);
		struct slice          text = cursor->text->text;

		if (reader->full)
			return ruleset_phrase_fault(
				reader, 0,
				"the phrase is too large: its lists and choices make "
				"more than 200,000 branches");
		if (cursor->offset == text.len)
			status = text_finish(reader);
		else if (is_space(text.ptr[cursor->offset]))
			cursor->offset++;
		else
			status = token_read(reader);
		if (status != STATUS_OK)
			status = entry_skip(reader, status);
	}
	return status;
}

/* ---- the entry ---- */

static enum status graph_finish(struct phrase_reader *reader, const struct ruleset_text *phrase,
                                struct arena *arena, struct match_phrase *graph)
{
	enum status status = match_phrase_finish(reader->builder, arena, graph);

	switch ((int)status) {
	case STATUS_OK:
		return STATUS_OK;
	case STATUS_NO_MEMORY:
		return ruleset_no_memory(reader->build);
	case STATUS_LIMIT_REACHED:
		return ruleset_fault_text(reader->build, "R007", phrase, 0,
		                          "the phrase is too large: its lists and choices make "
		                          "more than 200,000 branches");
	default:
		return ruleset_fault_text(reader->build, "R007", phrase, 0,
		                          "a text without any word of this phrase would match it: "
		                          "something in it must not be optional");
	}
}

enum status ruleset_phrase_compile(struct ruleset_build *build, const struct ruleset_text *phrase,
                                   struct ruleset_list *list, struct arena *arena,
                                   struct match_phrase *graph)
{
	size_t               mark = arena_mark(&build->scratch);
	size_t               faults = ruleset_faults(build);
	struct phrase_reader reader = { .build = build };
	enum status          status;
	uint32_t             end;

	ruleset_names_init(&reader.shared, &build->scratch);
	status = match_phrase_begin(&build->scratch, &reader.builder);
	if (status != STATUS_OK)
		return ruleset_no_memory(build);
	end = ruleset_phrase_node(&reader);
	match_phrase_accept(reader.builder, end);
	if (list != NULL) {
		status = list_enter(&reader, list, end, false);
	} else {
		reader.cursors[0] = (struct phrase_cursor){ .text = phrase, .target = end };
		reader.cursor_count = 1;
	}
	if (status == STATUS_OK)
		status = phrase_read(&reader);
	if (status == STATUS_OK && ruleset_faults(build) == faults)
		status = graph_finish(&reader, phrase, arena, graph);
	if (arena != &build->scratch)
		arena_rewind(&build->scratch, mark);
	return status;
}
