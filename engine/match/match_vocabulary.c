/* SPDX-License-Identifier: Apache-2.0 */
/* Words to numbers by open addressing: a power-of-two table of ids, at most half
 * full, probed one by one, by text_word_hash(). The words come from rules, never from a prompt, so
 * no attacker chooses what collides. `words` always has room for half the table. */
#include "match_phrase.h"

#include <assert.h>
#include <string.h>

#define TABLE_SLOTS_MIN 64u
#define WORDS_AT_ONCE   32u

/* Where the word is, or where it would be. */
static uint32_t slot_of(const struct match_vocabulary *vocabulary, struct slice word, uint32_t hash)
{
	const struct match_vocabulary_slot *table = vocabulary->table;
	uint32_t                            at = hash & vocabulary->table_mask;

	while (table[at].id != 0 &&
	       (table[at].hash != hash || !slice_equal(vocabulary->words[table[at].id], word)))
		at = (at + 1) & vocabulary->table_mask;
	return at;
}

enum status match_vocabulary_init(struct match_vocabulary *vocabulary, struct arena *arena)
{
	*vocabulary = (struct match_vocabulary){ .arena = arena };
	vocabulary->words = ARENA_ARRAY(arena, TABLE_SLOTS_MIN / 2, struct slice);
	vocabulary->table = arena_alloc_zero(arena, TABLE_SLOTS_MIN, sizeof *vocabulary->table);
	if (vocabulary->words == NULL || vocabulary->table == NULL)
		return STATUS_NO_MEMORY;
	vocabulary->words[MATCH_WORD_UNKNOWN] = SLICE_NONE;
	vocabulary->table_mask = TABLE_SLOTS_MIN - 1;
	vocabulary->count = 1;
	return STATUS_OK;
}

static uint32_t hash_of(struct slice word)
{
	return (uint32_t)text_word_hash(word, 0, word.len);
}

static void slot_take(struct match_vocabulary *vocabulary, struct slice word, uint32_t id)
{
	const uint32_t hash = hash_of(word);

	vocabulary->table[slot_of(vocabulary, word, hash)] = (struct match_vocabulary_slot){ id,
		                                                                             hash };
}

static enum status table_double(struct match_vocabulary *vocabulary)
{
	uint32_t      slots = (vocabulary->table_mask + 1) * 2;
	struct slice *words = ARENA_ARRAY(vocabulary->arena, slots / 2, struct slice);
	struct match_vocabulary_slot *table = arena_alloc_zero(vocabulary->arena, slots,
	                                                       sizeof *table);

	if (words == NULL || table == NULL)
		return STATUS_NO_MEMORY;
	memcpy(words, vocabulary->words, vocabulary->count * sizeof *words);
	vocabulary->words = words;
	vocabulary->table = table;
	vocabulary->table_mask = slots - 1;
	for (uint32_t id = 1; id < vocabulary->count; id++)
		slot_take(vocabulary, words[id], id);
	return STATUS_OK;
}

enum status match_vocabulary_add(struct match_vocabulary *vocabulary, struct slice word,
                                 uint32_t *id)
{
	uint32_t found = match_vocabulary_find(vocabulary, word);

	if (found != MATCH_WORD_UNKNOWN) {
		*id = found;
		return STATUS_OK;
	}
	if (vocabulary->count >= (vocabulary->table_mask + 1) / 2 &&
	    table_double(vocabulary) != STATUS_OK)
		return STATUS_NO_MEMORY;
	struct slice copy = arena_copy(vocabulary->arena, word);
	if (copy.len != word.len)
		return STATUS_NO_MEMORY;
	slot_take(vocabulary, word, vocabulary->count);
	vocabulary->words[vocabulary->count] = copy;
	*id = vocabulary->count++;
	return STATUS_OK;
}

uint32_t match_vocabulary_find(const struct match_vocabulary *vocabulary, struct slice word)
{
	assert(vocabulary->table != NULL);
	return vocabulary->table[slot_of(vocabulary, word, hash_of(word))].id;
}

/* A table of half a megabyte lies in no fast cache. Words are taken a few at a time, so that
 * the memory fetches their slots while they are hashed, and their bytes while slots are read. */
void match_vocabulary_find_all(const struct match_vocabulary *vocabulary,
                               const struct text_words *words, uint32_t *ids)
{
	const struct match_vocabulary_slot *table = vocabulary->table;
	uint32_t                            hashes[WORDS_AT_ONCE];

	for (size_t from = 0; from < words->count; from += WORDS_AT_ONCE) {
		const size_t left = words->count - from;
		const size_t count = left < WORDS_AT_ONCE ? left : WORDS_AT_ONCE;

		for (size_t i = 0; i < count; i++) {
			hashes[i] = (uint32_t)text_words_hash(words, from + i);
			__builtin_prefetch(&table[hashes[i] & vocabulary->table_mask]);
		}
		for (size_t i = 0; i < count; i++)
			__builtin_prefetch(
				vocabulary->words[table[hashes[i] & vocabulary->table_mask].id]
					.ptr);
		for (size_t i = 0; i < count; i++) {
			const struct slice word = text_words_at(words, from + i);

			ids[from + i] = table[slot_of(vocabulary, word, hashes[i])].id;
		}
	}
}
