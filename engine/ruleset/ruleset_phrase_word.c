/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a phrase: from what is written to edges of the graph.
 *
 *     written      folded      edges
 *     bomb         bomb        -bomb->
 *     make~        make        -make|makes|making|made->
 *     bomb*        bomb        -(begins with bomb)->
 *     e-mail       e mail      -e-> -mail->   and   -email->
 *     don't        don t       -don-> -t->    and   -dont->
 *     a/b          a b         -a-> -b->
 *
 * Only a hyphen or an apostrophe makes the joined spelling: people write both. */
#include "ruleset_phrase.h"

#include "base_utf8.h"
#include "text_fold.h"
#include "text_utf8.h"
#include "text_words.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
	HANGUL_FIRST = 0xAC00, /* the syllables, Unicode 15.1, chapter 18.6 */
	HANGUL_LAST = 0xD7A3,
};

enum status ruleset_phrase_fault(struct phrase_reader *reader, size_t offset, const char *format,
                                 ...)
{
	const struct phrase_cursor *cursor = &reader->cursors[reader->cursor_count - 1];
	char                        message[256];
	va_list                     arguments;

	assert(reader->cursor_count > 0);
	va_start(arguments, format);
	(void)vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	if (cursor->list != NULL)
		return ruleset_fault_text(reader->build, "R006", cursor->text, offset,
		                          "list \"%.*s\": %s", SLICE_ARG(cursor->list->name),
		                          message);
	return ruleset_fault_text(reader->build, "R006", cursor->text, offset, "%s", message);
}

uint32_t ruleset_phrase_node(struct phrase_reader *reader)
{
	uint32_t node = match_phrase_node(reader->builder);

	if (node == MATCH_NODE_NONE) {
		reader->full = true;
		return 0;
	}
	return node;
}

void ruleset_phrase_content(struct phrase_reader *reader)
{
	struct phrase_cursor *cursor = &reader->cursors[reader->cursor_count - 1];

	if (reader->frame_count > cursor->frame_base)
		reader->frames[reader->frame_count - 1].has_content = true;
	else
		cursor->has_content = true;
}

/* ---- reading ---- */

static struct slice word_written(struct slice text, size_t offset)
{
	size_t end = offset;

	while (end < text.len && memchr(" \t\r\n{}[]|<>~", text.ptr[end], 12) == NULL)
		end++;
	return slice_range(text, offset, end);
}

static enum status stars_read(struct phrase_reader *reader, struct phrase_item *item,
                              struct slice *bare)
{
	struct slice word = item->written;
	bool         before = word.ptr[0] == '*';
	bool         after = word.ptr[word.len - 1] == '*';

	if (before)
		word = slice_from(word, 1);
	if (after && word.len > 0)
		word = slice_range(word, 0, word.len - 1);
	if (word.len == 0)
		return ruleset_phrase_fault(reader, item->offset,
		                            "\"*\" stands alone; for any one word write <1..1>");
	if (memchr(word.ptr, '*', word.len) != NULL)
		return ruleset_phrase_fault(
			reader, item->offset,
			"\"*\" stands at the beginning or the end of a word, not inside");
	item->kind = before && after ? MATCH_EDGE_INFIX
	             : before        ? MATCH_EDGE_SUFFIX
	             : after         ? MATCH_EDGE_PREFIX
	                             : MATCH_EDGE_WORD;
	*bare = word;
	return STATUS_OK;
}

static bool has_solo(struct slice folded)
{
	size_t length;

	for (size_t i = 0; i < folded.len; i += length) {
		if (text_words_is_solo(text_utf8_decode(folded, i, &length)))
			return true;
	}
	return false;
}

/* A Hangul syllable is a block of two or three letters: Korean stems have two of them. */
static size_t letter_count(struct slice word)
{
	size_t count = 0;

	for (size_t i = 0; i < word.len;) {
		uint32_t letter = 0;
		size_t   bytes = utf8_sequence(word, i, &letter);

		count += letter >= HANGUL_FIRST && letter <= HANGUL_LAST ? 2 : 1;
		i += bytes > 0 ? bytes : 1;
	}
	return count;
}

static bool is_ascii_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

/* Are the words parted by single hyphens and apostrophes only? */
static bool is_joinable(struct slice clean)
{
	size_t start = 0;
	size_t end = clean.len;

	while (start < end && !is_ascii_word(clean.ptr[start]))
		start++;
	while (end > start && !is_ascii_word(clean.ptr[end - 1]))
		end--;
	for (size_t i = start; i < end; i++) {
		if (is_ascii_word(clean.ptr[i]))
			continue;
		if ((clean.ptr[i] != '-' && clean.ptr[i] != '\'') ||
		    !is_ascii_word(clean.ptr[i + 1]))
			return false;
	}
	return true;
}

static struct slice joined_of(struct slice folded, struct arena *arena)
{
	char  *joined = ARENA_ARRAY(arena, folded.len, char);
	size_t length = 0;

	if (joined == NULL)
		return SLICE_NONE;
	for (size_t i = 0; i < folded.len; i++) {
		if (folded.ptr[i] != ' ')
			joined[length++] = folded.ptr[i];
	}
	return (struct slice){ joined, length };
}

static void letters_note(struct phrase_reader *reader, const struct phrase_item *item,
                         const struct text_clean_notes *notes)
{
	const struct phrase_cursor *cursor = &reader->cursors[reader->cursor_count - 1];

	if (notes->lookalike_count > 0)
		ruleset_note(reader->build, "R010", LINT_WARNING, cursor->text, item->offset,
		             "\"%.*s\" mixes alphabets: a letter in it only looks Latin",
		             SLICE_ARG(item->written));
	else if (notes->invisible_count > 0)
		ruleset_note(reader->build, "R010", LINT_WARNING, cursor->text, item->offset,
		             "\"%.*s\" holds an invisible character", SLICE_ARG(item->written));
}

/* Folds the word; leaves item->word empty when nothing is left of it. */
static enum status word_fold(struct phrase_reader *reader, struct phrase_item *item,
                             struct slice bare)
{
	struct arena           *scratch = &reader->build->scratch;
	struct text_clean_notes notes = { 0 };
	struct slice            clean;

	if (text_clean(bare, TEXT_CLEAN_MIXED, scratch, &clean, &notes, NULL) != STATUS_OK ||
	    text_fold_pattern(bare, scratch, &item->word) != STATUS_OK)
		return ruleset_no_memory(reader->build);
	item->word = slice_trim(item->word);
	letters_note(reader, item, &notes);
	if (slice_find(item->word, SLICE_LIT(" "), 0) != SIZE_MAX && is_joinable(clean))
		item->joined = joined_of(item->word, scratch);
	return STATUS_OK;
}

/* The folded word that the star stands at. */
static struct slice starred_word(const struct phrase_item *item)
{
	struct slice word = item->word;
	size_t       space = slice_find(word, SLICE_LIT(" "), 0);

	if (space == SIZE_MAX)
		return word;
	if (item->kind == MATCH_EDGE_SUFFIX)
		return slice_range(word, 0, space);
	while (space != SIZE_MAX) {
		word = slice_from(word, space + 1);
		space = slice_find(word, SLICE_LIT(" "), 0);
	}
	return word;
}

static enum status star_check(struct phrase_reader *reader, const struct phrase_item *item)
{
	if (item->kind == MATCH_EDGE_WORD)
		return STATUS_OK;
	if (item->inflects)
		return ruleset_phrase_fault(
			reader, item->offset,
			"\"*\" and \"~\" do not go together: a star takes any ending");
	if (has_solo(item->word))
		return ruleset_phrase_fault(reader, item->offset,
		                            "\"*\" needs a script that puts spaces between words");
	if (item->kind == MATCH_EDGE_INFIX && !slice_equal(starred_word(item), item->word))
		return ruleset_phrase_fault(
			reader, item->offset,
			"two stars need one word between them; \"%.*s\" is several",
			SLICE_ARG(item->word));
	if (letter_count(starred_word(item)) < PHRASE_STAR_LETTERS_MIN)
		return ruleset_phrase_fault(reader, item->offset,
		                            "\"%.*s\" is too short for a star: at least %d letters",
		                            SLICE_ARG(item->written), PHRASE_STAR_LETTERS_MIN);
	return STATUS_OK;
}

static enum status item_add(struct phrase_reader *reader, const struct phrase_item *item)
{
	if (reader->item_count == PHRASE_ITEMS_MAX)
		return ruleset_phrase_fault(reader, item->offset,
		                            "more than %d words in a row; make it several phrases",
		                            PHRASE_ITEMS_MAX);
	reader->items[reader->item_count++] = *item;
	reader->after_gap = false;
	ruleset_phrase_content(reader);
	return STATUS_OK;
}

enum status ruleset_phrase_word_read(struct phrase_reader *reader)
{
	struct phrase_cursor *cursor = &reader->cursors[reader->cursor_count - 1];
	struct slice          text = cursor->text->text;
	struct phrase_item    item = { .written = word_written(text, cursor->offset),
		                       .offset = cursor->offset };
	size_t                behind = cursor->offset + item.written.len;
	struct slice          bare;
	enum status           status = stars_read(reader, &item, &bare);

	if (status == STATUS_OK)
		status = word_fold(reader, &item, bare);
	if (status != STATUS_OK)
		return status;
	item.inflects = behind < text.len && text.ptr[behind] == '~';
	if (item.word.len == 0 && (item.inflects || item.kind != MATCH_EDGE_WORD))
		return ruleset_phrase_fault(reader, item.offset,
		                            "\"%.*s\" has no letters or digits",
		                            SLICE_ARG(item.written));
	status = star_check(reader, &item);
	if (status != STATUS_OK)
		return status;
	behind += item.inflects ? 1 : 0;
	if (item.inflects && behind < text.len && is_ascii_word(text.ptr[behind]))
		return ruleset_phrase_fault(
			reader, behind - 1,
			"\"~\" stands inside a word; it follows the whole word, as in make~");
	cursor->offset = behind;
	return item.word.len == 0 ? STATUS_OK : item_add(reader, &item);
}

/* ---- emitting ---- */

static enum status word_edge(struct phrase_reader *reader, struct slice word, uint32_t to)
{
	struct match_edge edge = { .kind = MATCH_EDGE_WORD, .to = to };

	if (match_vocabulary_add(&reader->build->ruleset->vocabulary, word, &edge.word) !=
	    STATUS_OK)
		return ruleset_no_memory(reader->build);
	match_phrase_edge(reader->builder, reader->at, &edge);
	return STATUS_OK;
}

static enum status forms_edges(struct phrase_reader *reader, const struct phrase_item *item,
                               struct slice word, uint32_t to)
{
	enum status          status = STATUS_OK;
	struct ruleset_forms forms;

	if (!ruleset_inflect(word, &forms))
		return ruleset_phrase_fault(
			reader, item->offset,
			"\"~\" knows English words only; list the forms of \"%.*s\": "
			"{...|...}",
			SLICE_ARG(word));
	for (size_t i = 0; status == STATUS_OK && i < forms.count; i++)
		status = word_edge(reader, slice_from_cstr(forms.text[i]), to);
	return status;
}

static void star_edge(struct phrase_reader *reader, enum match_edge_kind kind, struct slice text,
                      uint32_t to)
{
	const struct match_edge edge = { .kind = kind, .text = text, .to = to };

	match_phrase_edge(reader->builder, reader->at, &edge);
}

/* Word `index` of `count` of an item: its star or "~" belongs to the first or last. */
static enum status part_edges(struct phrase_reader *reader, const struct phrase_item *item,
                              struct slice word, size_t index, size_t count, uint32_t to)
{
	bool starred = item->kind == MATCH_EDGE_SUFFIX ? index == 0 : index + 1 == count;

	if (item->kind != MATCH_EDGE_WORD && starred) {
		star_edge(reader, item->kind, word, to);
		return STATUS_OK;
	}
	if (item->inflects && index + 1 == count)
		return forms_edges(reader, item, word, to);
	return word_edge(reader, word, to);
}

static enum status parts_emit(struct phrase_reader *reader, const struct phrase_item *item,
                              uint32_t target)
{
	struct text_words words;

	if (text_words_split(item->word, &reader->build->scratch, &words) != STATUS_OK)
		return ruleset_no_memory(reader->build);
	if (item->joined.len > 0) {
		enum status status = part_edges(reader, item, item->joined, 0, 1, target);

		if (status != STATUS_OK)
			return status;
	}
	for (size_t i = 0; i < words.count; i++) {
		uint32_t    to = i + 1 == words.count ? target : ruleset_phrase_node(reader);
		enum status status = part_edges(reader, item, text_words_at(&words, i), i,
		                                words.count, to);

		if (status != STATUS_OK)
			return status;
		reader->at = to;
	}
	return STATUS_OK;
}

/* What makes an edge of a list the same as an earlier one. */
static struct slice shared_key(struct phrase_reader *reader, const struct phrase_item *item,
                               uint32_t target)
{
	size_t head = 2 * sizeof(uint32_t) + 1;
	char  *key = ARENA_ARRAY(&reader->build->scratch, head + item->written.len, char);

	if (key == NULL)
		return SLICE_NONE;
	memcpy(key, &reader->at, sizeof reader->at);
	memcpy(key + sizeof reader->at, &target, sizeof target);
	key[head - 1] = item->inflects ? '~' : ' ';
	memcpy(key + head, item->written.ptr, item->written.len);
	return (struct slice){ key, head + item->written.len };
}

enum status ruleset_phrase_item_emit(struct phrase_reader *reader, const struct phrase_item *item,
                                     uint32_t target)
{
	uint32_t     to = target;
	struct slice key = SLICE_NONE;
	enum status  status;

	if (reader->shares) {
		key = shared_key(reader, item, target);
		if (key.ptr == NULL)
			return ruleset_no_memory(reader->build);
		if (ruleset_names_find(&reader->shared, key, &reader->at))
			return STATUS_OK;
	}
	if (target == MATCH_NODE_NONE)
		to = ruleset_phrase_node(reader);
	status = parts_emit(reader, item, to);
	reader->at = to;
	if (status == STATUS_OK && reader->shares && !ruleset_names_add(&reader->shared, key, to))
		return ruleset_no_memory(reader->build);
	return status;
}
