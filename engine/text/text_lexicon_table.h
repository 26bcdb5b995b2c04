/* SPDX-License-Identifier: Apache-2.0 */
/* What a lexicon is made of; for text_lexicon*.c only.
 *
 * The named words stand one behind the other in `words`. `slots` finds a word by its
 * text_common_step() hash: open addressing, at most half full, each slot with half of the
 * hash so that a miss costs one look. `begins` has bits for the first four and the first
 * seven bytes of each word and for all of it, by hash: most strings need no look at `slots`, and a
 * search over longer and longer strings ends there. `wanted` has bits by the hash of text_words.h,
 * and `roles` cells. `near` finds the words that are one letter away; see text_lexicon_repair.c.
 * Slots and near are filled by rules, never by a prompt: no attacker chooses what collides. */
#ifndef TEXT_LEXICON_TABLE_H
#define TEXT_LEXICON_TABLE_H

#include "text_common.h"
#include "text_lexicon.h"
#include "text_quick_table.h"
#include "text_role.h"

#include <string.h>

struct text_lexicon_slot {
	uint32_t tag;  /* the upper half of the mixed hash */
	uint32_t word; /* its index and one; 0: free */
};

/* Roles by the hash of text_quick.h: 24 bits of it and a role of enum text_role, eight in a
 * line, of which one is taken on average. 0: free. */
#define TEXT_LEXICON_ROLE_LINES 512u
#define TEXT_LEXICON_ROLE_CELLS 8u

typedef uint32_t text_lexicon_roles[TEXT_LEXICON_ROLE_CELLS];

struct text_lexicon {
	struct slice             *words;
	size_t                    count;
	struct text_lexicon_slot *slots;
	uint32_t                  slot_mask;
	uint64_t                 *begins;
	uint64_t                 *wanted;
	uint32_t                  begin_mask; /* of bits */
	uint32_t                  wanted_mask;
	text_lexicon_roles        roles[TEXT_LEXICON_ROLE_LINES];
	uint32_t                 *near; /* word indexes and one, under tags; 0: free */
	uint32_t                  near_mask;
	uint32_t                  near_index_mask; /* the bits of the index; the others are tag */
	uint32_t                 *orders;          /* word indexes and one, by letters; 0: free */
	uint32_t                  order_mask;
	uint32_t                 *pairs; /* tags and places, by the joined letters; 0: free */
	uint32_t                  pair_mask;
};

/* ---- text_lexicon_pair.c ---- */

/* Fills `pairs`. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status text_lexicon_pairs_build(struct text_lexicon            *lexicon,
                                                const struct text_lexicon_pair *pairs, size_t count,
                                                struct arena *arena);

/* ---- text_lexicon_repair.c ---- */

/* Fills `near`; the words are there. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status text_lexicon_near_build(struct text_lexicon *lexicon, struct arena *arena);

/* ---- text_lexicon_scramble.c ---- */

/* Fills `orders`; the words are there. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status text_lexicon_orders_build(struct text_lexicon *lexicon, struct arena *arena);

/* ---- for all ---- */

/* Of a UTF-8 text: does a character begin with this byte? */
static inline bool text_lexicon_is_start(char byte)
{
	return ((unsigned char)byte & 0xC0) != 0x80;
}

static inline uint64_t text_lexicon_hash(struct slice word)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < word.len; i++)
		hash = text_common_step(hash, (unsigned char)word.ptr[i]);
	return hash;
}

/* Is this the mixed hash of a named word, or of the four or seven bytes that one begins with?
 * In one of ten cases wrongly true. */
static inline bool text_lexicon_begins(const struct text_lexicon *lexicon, uint64_t mixed)
{
	uint32_t bit = (uint32_t)mixed & lexicon->begin_mask;

	return (lexicon->begins[bit / 64] >> bit % 64 & 1) != 0;
}

static inline uint32_t text_lexicon_wanted_bit(const struct text_lexicon *lexicon, uint64_t hash)
{
	return (uint32_t)(hash >> 16) & lexicon->wanted_mask;
}

/* Is this the hash (text_words.h) of a word that rules look for? In one of twenty cases, or
 * fewer, wrongly true. */
static inline bool text_lexicon_wants(const struct text_lexicon *lexicon, uint64_t hash)
{
	const uint32_t bit = text_lexicon_wanted_bit(lexicon, hash);

	return (lexicon->wanted[bit / 64] >> bit % 64 & 1) != 0;
}

static inline uint32_t text_lexicon_role_line(uint64_t hash)
{
	return (uint32_t)(hash >> 20) % TEXT_LEXICON_ROLE_LINES;
}

static inline uint32_t text_lexicon_role_tag(uint64_t hash)
{
	return (uint32_t)hash << 8;
}

/* The roles of the word with this hash (text_quick.h), or 0; wrongly some once in ten million
 * times. Without a branch, as words come in no order, and four cells at once. */
static inline uint8_t text_lexicon_role(const struct text_lexicon *lexicon, uint64_t hash)
{
	typedef uint32_t vector __attribute__((vector_size(16)));
	const uint32_t  *cells = lexicon->roles[text_lexicon_role_line(hash)];
	const uint32_t   tag = text_lexicon_role_tag(hash);
	vector           parts[2];
	uint64_t         found[2];

	_Static_assert(sizeof parts == sizeof(text_lexicon_roles), "two vectors are a line");
	memcpy(parts, cells, sizeof parts);
	for (unsigned i = 0; i < 2; i++)
		parts[i] &= (vector)(((parts[i] ^ tag) >> 8) == 0);
	parts[0] |= parts[1];
	memcpy(found, parts, sizeof found);
	found[0] |= found[1];
	return (uint8_t)(found[0] | found[0] >> 32);
}

/* The named word, by its mixed hash; NULL when no rule names it. */
static inline const struct slice *text_lexicon_named(const struct text_lexicon *lexicon,
                                                     struct slice word, uint64_t mixed)
{
	uint32_t tag = (uint32_t)(mixed >> 32);

	if (!text_lexicon_begins(lexicon, mixed))
		return NULL;
	for (uint32_t at = (uint32_t)mixed & lexicon->slot_mask;;
	     at = (at + 1) & lexicon->slot_mask) {
		const struct text_lexicon_slot *slot = &lexicon->slots[at];

		if (slot->word == 0)
			return NULL;
		if (slot->tag == tag && slice_equal(lexicon->words[slot->word - 1], word))
			return &lexicon->words[slot->word - 1];
	}
}

#endif
