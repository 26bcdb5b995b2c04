/* SPDX-License-Identifier: Apache-2.0 */
#include "text_lexicon_table.h"
#include "text_words.h"

#include <string.h>

#define SLOTS_MIN       64u
#define BEGIN_BITS_MIN  1024u
#define WANTED_BITS     16u /* a word, at least */
#define WANTED_BITS_MIN 1024u

static uint32_t power_of_two(size_t at_least, uint32_t min)
{
	uint32_t size = min;

	while (size < at_least)
		size *= 2;
	return size;
}

static void begin_set(struct text_lexicon *lexicon, struct slice word, size_t bytes)
{
	uint32_t bit;

	if (word.len < bytes)
		return;
	bit = (uint32_t)text_common_mix(text_lexicon_hash(slice_range(word, 0, bytes))) &
	      lexicon->begin_mask;
	lexicon->begins[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* ---- roles ---- */

static const struct {
	char    word[TEXT_QUICK_BYTES];
	uint8_t role;
} roles[] = {
#define ROLE(word, role) { word, role },
#include "text_role.def"
#undef ROLE
};

static void role_add(struct text_lexicon *lexicon, const char word[TEXT_QUICK_BYTES], uint8_t role)
{
	uint64_t  halves[2];
	uint64_t  hash;
	uint32_t *cells;

	memcpy(halves, word, sizeof halves);
	hash = text_quick_hash(halves[0], halves[1]);
	cells = lexicon->roles[text_lexicon_role_line(hash)];
	for (unsigned i = 0; i < TEXT_LEXICON_ROLE_CELLS; i++)
		if (cells[i] == 0 || (cells[i] ^ text_lexicon_role_tag(hash)) < 256) {
			cells[i] |= text_lexicon_role_tag(hash) | role;
			return;
		}
}

/* The lists, and the words of two letters that are usual: rules may name more of them. */
static void roles_fill(struct text_lexicon *lexicon)
{
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		role_add(lexicon, roles[i].word, roles[i].role);
	for (char first = 'a'; first <= 'z'; first++)
		for (char second = 'a'; second <= 'z'; second++) {
			const char word[TEXT_QUICK_BYTES] = { first, second };

			if (text_lexicon_cost(lexicon, (struct slice){ word, 2 }) <
			    TEXT_ROLE_USUAL_COST)
				role_add(lexicon, word, TEXT_ROLE_USUAL_2);
		}
}

/* ---- words ---- */

static void word_add(struct text_lexicon *lexicon, struct slice word)
{
	uint64_t mixed = text_common_mix(text_lexicon_hash(word));
	uint32_t at = (uint32_t)mixed & lexicon->slot_mask;

	while (lexicon->slots[at].word != 0)
		at = (at + 1) & lexicon->slot_mask;
	lexicon->words[lexicon->count++] = word;
	lexicon->slots[at] = (struct text_lexicon_slot){ .tag = (uint32_t)(mixed >> 32),
		                                         .word = (uint32_t)lexicon->count };
	begin_set(lexicon, word, TEXT_COMMON_BEGIN);
	begin_set(lexicon, word, TEXT_COMMON_BEGIN_LONG);
	begin_set(lexicon, word, word.len);
}

static enum status words_add(struct text_lexicon *lexicon, const struct slice *named, size_t count,
                             struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		struct slice word = named[i];

		if (word.len == 0 ||
		    text_lexicon_named(lexicon, word, text_common_mix(text_lexicon_hash(word))))
			continue;
		word = arena_copy(arena, word);
		if (word.ptr == NULL)
			return STATUS_NO_MEMORY;
		word_add(lexicon, word);
	}
	return STATUS_OK;
}

/* Sixteen to thirty-two bits a word, of which it sets one. */
static bool wanted_fill(struct text_lexicon *lexicon, struct text_lexicon_words wanted,
                        struct arena *arena)
{
	const uint32_t bits = power_of_two(wanted.count * WANTED_BITS, WANTED_BITS_MIN);

	lexicon->wanted = arena_alloc_zero(arena, bits / 64, sizeof *lexicon->wanted);
	lexicon->wanted_mask = bits - 1;
	if (lexicon->wanted == NULL)
		return false;
	for (size_t i = 0; i < wanted.count; i++) {
		const struct slice word = wanted.words[i];
		const uint32_t     bit = text_lexicon_wanted_bit(lexicon,
		                                                 text_word_hash(word, 0, word.len));

		lexicon->wanted[bit / 64] |= (uint64_t)1 << bit % 64;
	}
	return true;
}

enum status text_lexicon_build(const struct slice *named, size_t count, struct arena *arena,
                               const struct text_lexicon **lexicon)
{
	return text_lexicon_build_wanting((struct text_lexicon_words){ named, count },
	                                  (struct text_lexicon_words){ 0 }, NULL, 0, arena,
	                                  lexicon);
}

enum status text_lexicon_build_wanting(struct text_lexicon_words       named,
                                       struct text_lexicon_words       wanted,
                                       const struct text_lexicon_pair *pairs, size_t pair_count,
                                       struct arena *arena, const struct text_lexicon **lexicon)
{
	const size_t         count = named.count;
	struct text_lexicon *built = ARENA_NEW(arena, struct text_lexicon);
	uint32_t             slots = power_of_two(count * 2, SLOTS_MIN);
	enum status          status;
	uint32_t             bits = power_of_two(count * 24, BEGIN_BITS_MIN);

	if (built == NULL)
		return STATUS_NO_MEMORY;
	built->words = ARENA_ARRAY(arena, count, struct slice);
	built->slots = arena_alloc_zero(arena, slots, sizeof *built->slots);
	built->slot_mask = slots - 1;
	built->begins = arena_alloc_zero(arena, bits / 64, sizeof *built->begins);
	memset(built->roles, 0, sizeof built->roles);
	built->begin_mask = bits - 1;
	if (built->words == NULL || built->slots == NULL || built->begins == NULL ||
	    !wanted_fill(built, wanted, arena))
		return STATUS_NO_MEMORY;
	*lexicon = built;
	status = words_add(built, named.words, count, arena);
	if (status == STATUS_OK) {
		roles_fill(built);
		status = text_lexicon_orders_build(built, arena);
	}
	if (status == STATUS_OK)
		status = text_lexicon_pairs_build(built, pairs, pair_count, arena);
	return status == STATUS_OK ? text_lexicon_near_build(built, arena) : status;
}

enum text_word_rank text_lexicon_rank(const struct text_lexicon *lexicon, struct slice word)
{
	uint64_t mixed = text_common_mix(text_lexicon_hash(word));

	if (word.len == 0)
		return TEXT_WORD_NONE;
	if (text_lexicon_named(lexicon, word, mixed) != NULL)
		return TEXT_WORD_NAMED;
	if (word.len > TEXT_COMMON_LETTERS_MAX)
		return TEXT_WORD_NONE;
	return text_common_class(mixed) == TEXT_COMMON_NONE ? TEXT_WORD_NONE : TEXT_WORD_COMMON;
}
