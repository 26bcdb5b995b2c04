/* SPDX-License-Identifier: Apache-2.0 */
#include "text_words.h"

#include "text_block.h"
#include "text_tables.h"
#include "text_utf8.h"

#include <assert.h>

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

uint64_t text_word_hash_long(struct slice word)
{
	return slice_hash(word);
}

/* ---- splitting ---- */

struct splitting {
	struct text_words *words;
	struct arena      *arena;
	size_t             cap;
};

/* Room for all words that may end in the next block of bytes from `at` on. */
static bool room_for_block(struct splitting *splitting, size_t at)
{
	struct text_words *words = splitting->words;
	const size_t       left = words->folded.len - at;
	const size_t most = words->count + 1 + (left < TEXT_BLOCK_BYTES ? left : TEXT_BLOCK_BYTES);
	const size_t bigger = splitting->cap * 2 > most ? splitting->cap * 2 : most;
	struct text_word *grown;

	if (splitting->cap >= most)
		return true;
	grown = arena_resize(splitting->arena, words->words, splitting->cap * sizeof *grown,
	                     bigger * sizeof *grown);
	if (grown == NULL)
		return false;
	words->words = grown;
	splitting->cap = bigger;
	return true;
}

static inline void word_add(struct splitting *splitting, size_t start, size_t end)
{
	struct text_words *words = splitting->words;

	words->words[words->count++] = (struct text_word){ (uint32_t)start, (uint32_t)end };
}

/* What stands between two spaces, with bytes outside ASCII. */
static bool parts_add(struct splitting *splitting, size_t start, size_t end)
{
	for (size_t at = start; at < end;) {
		const size_t part = word_end(splitting->words->folded, at);

		if (!room_for_block(splitting, part))
			return false;
		word_add(splitting, at, part);
		at = part;
	}
	return room_for_block(splitting, end);
}

/* The word that begins last, as the blocks go by. */
struct last_word {
	size_t start;
	bool   begun; /* it reaches into the next block, ... */
	bool   plain; /* ... and is ASCII so far */
};

/* Of ASCII: takes where words begin and where they end by turns. */
static inline void plain_split(struct splitting *splitting, uint64_t starts, uint64_t ends,
                               size_t at, struct last_word *word)
{
	struct text_word *next = splitting->words->words + splitting->words->count;
	size_t            start = word->start;

	if (!word->begun && starts != 0) {
		start = at + (unsigned)__builtin_ctzll(starts);
		starts &= starts - 1;
	}
	for (; ends != 0; ends &= ends - 1) {
		*next++ = (struct text_word){ (uint32_t)start,
			                      (uint32_t)at + (unsigned)__builtin_ctzll(ends) };
		if (starts == 0)
			break;
		start = at + (unsigned)__builtin_ctzll(starts);
		starts &= starts - 1;
	}
	splitting->words->count = (size_t)(next - splitting->words->words);
	word->start = start;
	word->plain = true;
}

/* The same for any block: `from` is where the word begins, or its part in this block. */
static bool block_split(struct splitting *splitting, const struct text_block *block,
                        uint64_t changes, size_t at, struct last_word *word)
{
	unsigned from = 0;

	for (; changes != 0; changes &= changes - 1) {
		const unsigned bit = (unsigned)__builtin_ctzll(changes);
		const uint64_t high = (block->high & (((uint64_t)1 << bit) - 1)) >> from;

		if ((block->letters >> bit & 1) != 0) {
			*word = (struct last_word){ .start = at + bit, .plain = true };
			from = bit;
		} else if (word->plain && high == 0) {
			word_add(splitting, word->start, at + bit);
		} else if (!parts_add(splitting, word->start, at + bit)) {
			return false;
		}
	}
	word->plain = word->plain && block->high >> from == 0;
	return true;
}

/* Where the text goes from space to no space and back, 64 bytes at a time. */
enum status text_words_split(struct slice folded, struct arena *arena, struct text_words *words)
{
	struct splitting splitting = { .words = words, .arena = arena };
	struct last_word word = { .plain = true };

	assert(folded.len <= UINT32_MAX);
	*words = (struct text_words){ .folded = folded };
	for (size_t at = 0; at < folded.len; at += TEXT_BLOCK_BYTES) {
		const struct text_block block = text_block_at(folded, at);
		const uint64_t          follows = block.letters << 1 | word.begun;

		if (!room_for_block(&splitting, at))
			return STATUS_NO_MEMORY;
		if (block.high == 0 && (word.plain || !word.begun))
			plain_split(&splitting, block.letters & ~follows, ~block.letters & follows,
			            at, &word);
		else if (!block_split(&splitting, &block, block.letters ^ follows, at, &word))
			return STATUS_NO_MEMORY;
		word.begun = block.letters >> 63 != 0;
	}
	if (word.begun && word.plain)
		word_add(&splitting, word.start, folded.len);
	else if (word.begun && !parts_add(&splitting, word.start, folded.len))
		return STATUS_NO_MEMORY;
	return STATUS_OK;
}
