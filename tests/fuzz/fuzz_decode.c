/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes: expansion ends inside its budget, every view is valid UTF-8, and every word
 * of every view comes from inside the text that was sent. */
#include "decode_expand.h"
#include "../unit/test_decode_lexicon.h"
#include "decode_origin.h"
#include "text_utf8.h"
#include "text_words.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_origins(struct decode_views *views, size_t index, struct slice sent)
{
	struct text_words words;

	if (text_words_split(views->items[index].folded, views->arena, &words) != STATUS_OK)
		return;
	for (size_t i = 0; i < words.count && i < 32; i++) {
		struct decode_origins origins;

		if (decode_origins_of(views, index, (struct decode_fields){ &sent, 1 },
		                      words.words[i].start, words.words[i].end,
		                      &origins) != STATUS_OK)
			return;
		assert(origins.count == 1);
		assert(origins.items[0].start < origins.items[0].end);
		assert(origins.items[0].end <= sent.len);
	}
}

static void expand_all(struct decode_views *views, struct slice sent)
{
	struct decode_budget budget = { .depth = 16,
		                        .sure = { 8 * sent.len + 4096, 256, 64, false },
		                        .guesses = { 8 * sent.len + 4096, 256, 64, false } };
	struct decode_counts counts = { 0 };

	for (size_t i = 0; i < views->count; i++) {
		assert(text_utf8_valid(views->items[i].text));
		if (decode_view_fold(&views->items[i], views->arena) != STATUS_OK ||
		    decode_expand(views, i, DECODE_SET_ALL, &budget, &counts) != STATUS_OK)
			return;
		check_origins(views, i, sent);
	}
	assert(views->count <= 1 + 64);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice  sent = { (const char *)data, size };
	struct decode_piece piece = { .source_end = size };
	struct decode_view  root = { .text = sent, .pieces = &piece, .piece_count = 1 };
	struct decode_views views;
	struct arena        arena;
	size_t              replaced;

	if (size == 0 || !arena_open(&arena, (size_t)256 << 20))
		return 0;
	decode_views_init(&views, test_decode_lexicon(), &arena);
	piece.repaired = !text_utf8_valid(sent);
	if (piece.repaired &&
	    text_utf8_repair(sent, &arena, &root.text, &replaced, NULL) != STATUS_OK)
		abort();
	root.hash = slice_hash(root.text);
	if (decode_views_add(&views, &root) == 0)
		expand_all(&views, sent);
	arena_close(&arena);
	return 0;
}
