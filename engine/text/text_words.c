/* SPDX-License-Identifier: Apache-2.0 */
#include "text_words.h"

#include "text_tables.h"
#include "text_utf8.h"

#include <assert.h>

#define WORDS_AT_FIRST 64

bool text_words_is_solo(uint32_t code_point)
{
	return (text_table_record(code_point)->flags & TEXT_FLAG_SOLO) != 0;
}

/* End of the word at `at`, which is no space. */
static size_t word_end(struct slice folded, size_t at)
{
	size_t start = at;

	while (at < folded.len && folded.ptr[at] != ' ') {
		size_t length = 1;

		if ((unsigned char)folded.ptr[at] >= 0x80 &&
		    text_words_is_solo(text_utf8_decode(folded, at, &length)))
			return at == start ? at + length : at;
		at += length;
	}
	return at;
}

static bool word_add(struct text_words *words, size_t *cap, struct arena *arena, size_t start,
                     size_t end)
{
	if (words->count == *cap) {
		size_t            bigger = *cap > 0 ? *cap * 2 : WORDS_AT_FIRST;
		struct text_word *grown = arena_resize(arena, words->words, *cap * sizeof(*grown),
		                                       bigger * sizeof(*grown));

		if (grown == NULL)
			return false;
		words->words = grown;
		*cap = bigger;
	}
	words->words[words->count++] = (struct text_word){ (uint32_t)start, (uint32_t)end };
	return true;
}

enum status text_words_split(struct slice folded, struct arena *arena, struct text_words *words)
{
	size_t cap = 0;

	assert(folded.len <= UINT32_MAX);
	*words = (struct text_words){ .folded = folded };
	for (size_t at = 0; at < folded.len;) {
		size_t end;

		if (folded.ptr[at] == ' ') {
			at++;
			continue;
		}
		end = word_end(folded, at);
		if (!word_add(words, &cap, arena, at, end))
			return STATUS_NO_MEMORY;
		at = end;
	}
	return STATUS_OK;
}
