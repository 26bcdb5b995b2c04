/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a phrase and a text: a line of edges, four bytes each (from, to, kind and
 * word), then words. The linear walk finds what backtracking finds, and where there is a
 * match, one of the phrase's literals stands in the text. */
#include "match_backend.h"
#include "match_phrase.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NODES_MAX 16u
#define WORDS_MAX 64u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct slice words[] = { SLICE_INIT("a"),  SLICE_INIT("b"),   SLICE_INIT("ab"),
	                              SLICE_INIT("ba"), SLICE_INIT("aba"), SLICE_INIT("bb"),
	                              SLICE_INIT("弹"), SLICE_INIT("炸") };

static enum status phrase_read(const uint8_t *data, size_t size,
                               struct match_vocabulary *vocabulary, struct arena *scaffolding,
                               struct match_phrase *phrase)
{
	struct match_phrase_builder *builder = NULL;
	enum status                  status = match_phrase_begin(scaffolding, &builder);

	assert(status == STATUS_OK);
	for (uint32_t i = 1; i < NODES_MAX; i++)
		match_phrase_node(builder);
	for (size_t i = 0; i + 4 <= size; i += 4) {
		struct match_edge edge = { .kind = data[i + 2] % 5,
			                   .to = data[i + 1] % NODES_MAX,
			                   .text = words[data[i + 3] % 8] };
		uint32_t          from = data[i] % NODES_MAX;

		if (data[i + 2] % 6 == 5) {
			match_phrase_empty_edge(builder, from, edge.to);
			continue;
		}
		if (edge.kind == MATCH_EDGE_WORD)
			status = match_vocabulary_add(vocabulary, edge.text, &edge.word);
		assert(status == STATUS_OK);
		match_phrase_edge(builder, from, &edge);
	}
	match_phrase_accept(builder, NODES_MAX - 1);
	return match_phrase_finish(builder, vocabulary->arena, phrase);
}

/* A folded text; the high bit of a byte leaves out the space between two characters. */
static struct slice text_read(const uint8_t *data, size_t size, char *text)
{
	size_t len = 0;
	bool   may_join = false;

	for (size_t i = 0; i < size && i < WORDS_MAX; i++) {
		const bool   solo = data[i] % 8 >= 6;
		struct slice word = words[data[i] % 8];

		if (!(solo && may_join && data[i] >= 0x80))
			text[len++] = ' ';
		memcpy(text + len, word.ptr, word.len);
		len += word.len;
		may_join = solo;
	}
	text[len++] = ' ';
	return (struct slice){ text, len };
}

static void note_hit(void *context, uint32_t literal)
{
	(void)literal;
	*(bool *)context = true;
}

static bool literals_occur(const struct match_literals *literals, struct slice folded)
{
	struct match_database *database = NULL;
	struct match_scratch  *scratch = NULL;
	bool                   any = false;

	if (match_naive.compile(literals->literals, literals->count, &database, NULL) != STATUS_OK)
		abort();
	if (match_naive.scan(database, scratch, folded, note_hit, &any) != STATUS_OK)
		abort();
	match_naive.close(&database);
	return any;
}

static void check(const struct match_phrase *phrase, const struct match_vocabulary *vocabulary,
                  struct slice folded, struct arena *arena)
{
	struct match_literals literals;
	struct match_text     text;
	struct match_spans    found;
	struct match_spans    expected;
	uint64_t              steps = UINT64_MAX;

	if (match_text_init(&text, vocabulary, folded, arena) != STATUS_OK ||
	    match_phrase_find(phrase, &text, arena, SIZE_MAX, &steps, &found) != STATUS_OK ||
	    match_phrase_find_naive(phrase, &text, arena, &expected) != STATUS_OK ||
	    match_phrase_literals(phrase, vocabulary, NULL, arena, &literals) != STATUS_OK)
		abort();
	assert(found.count == expected.count);
	assert(found.count == 0 ||
	       memcmp(found.spans, expected.spans, found.count * sizeof *found.spans) == 0);
	assert(literals.count > 0);
	assert(found.count == 0 || literals_occur(&literals, folded));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t          *end = size > 0 ? memchr(data, '\n', size) : NULL;
	const size_t            edges = end != NULL ? (size_t)(end - data) : size;
	const size_t            rest = end != NULL ? edges + 1 : size;
	struct arena            arena = { 0 };
	struct arena            scaffolding = { 0 };
	struct match_vocabulary vocabulary;
	struct match_phrase     phrase;
	char                    text[WORDS_MAX * 4 + 1];

	if (!arena_open(&arena, 16u << 20) || !arena_open(&scaffolding, 16u << 20) ||
	    match_vocabulary_init(&vocabulary, &arena) != STATUS_OK)
		abort();
	if (phrase_read(data, edges, &vocabulary, &scaffolding, &phrase) == STATUS_OK)
		check(&phrase, &vocabulary, text_read(data + rest, size - rest, text), &arena);
	arena_close(&scaffolding);
	arena_close(&arena);
	return 0;
}
