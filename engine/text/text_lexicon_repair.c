/* SPDX-License-Identifier: Apache-2.0 */
/* Typing errors in long named words, by what is left when a letter is left out (SymSpell).
 *
 *     named    explosives   leaves  xplosives eplosives ... expl_sives ... explosive
 *     word     explsoives   leaves  xplsoives ...           expl_soives -> explsives
 *
 * Two strings are one error apart (a letter too many, too few, another one, two neighbours
 * swapped) only if they share one of these. So each named word of 8 letters or more is in
 * `near` under its own hash and that of each string it leaves; a word is looked up
 * under each of its own, and what is found is compared letter by letter. A string's
 * hash without a letter follows from the hashes before and behind it, so the cost is a few
 * operations a letter. A slot holds a word's number and, in the bits that are left, a
 * tag of the hash. About 5 to 11 bytes a letter of named words. */
#include "text_lexicon_table.h"

#define NAMED_LETTERS_MIN 8u
#define NAMED_LETTERS_MAX 24u
#define LETTERS_MAX       (NAMED_LETTERS_MAX + 1)
#define SLOTS_MIN         64u
#define ENDING_LETTERS    2u /* in which forms of one word may differ */

/* A word as letters, with the hash up to and from each. */
struct letters {
	size_t   count;
	uint32_t letters[LETTERS_MAX];
	uint64_t before[LETTERS_MAX + 1]; /* hash of the letters before */
	uint64_t behind[LETTERS_MAX + 1]; /* of those from here on */
	uint64_t factor[LETTERS_MAX + 1]; /* what `before` is multiplied by to stand before them */
};

/* Code points: UTF-8 is not checked here; what is malformed is compared as it is. */
static bool letters_read(struct slice word, struct letters *to)
{
	to->count = 0;
	for (size_t i = 0; i < word.len; i++) {
		if (i > 0 && !text_lexicon_is_start(word.ptr[i])) {
			to->letters[to->count - 1] = to->letters[to->count - 1] << 8 |
			                             (unsigned char)word.ptr[i];
			continue;
		}
		if (to->count == LETTERS_MAX)
			return false;
		to->letters[to->count++] = (unsigned char)word.ptr[i];
	}
	return true;
}

/* A hash over letters, of the same kind as text_common_step(). */
static void letters_hash(struct letters *word)
{
	word->before[0] = 0;
	for (size_t i = 0; i < word->count; i++)
		word->before[i + 1] = word->before[i] * TEXT_COMMON_FACTOR + word->letters[i] + 1;
	word->behind[word->count] = 0;
	word->factor[word->count] = 1;
	for (size_t i = word->count; i-- > 0;) {
		word->factor[i] = word->factor[i + 1] * TEXT_COMMON_FACTOR;
		word->behind[i] = word->behind[i + 1] +
		                  (word->letters[i] + 1) * word->factor[i + 1];
	}
}

/* The hashes a word is found under: variant 0 is itself, i + 1 leaves letter i out. False
 * for a variant that equals the one before it. */
static bool variant_hash(const struct letters *word, size_t variant, uint64_t *mixed)
{
	uint64_t hash = word->before[word->count];

	if (variant > 1 && word->letters[variant - 1] == word->letters[variant - 2])
		return false;
	if (variant > 0)
		hash = word->before[variant - 1] * word->factor[variant] + word->behind[variant];
	*mixed = text_common_mix(hash);
	return true;
}

/* ---- building ---- */

static bool is_repaired_to(const struct letters *word)
{
	return word->count >= NAMED_LETTERS_MIN && word->count <= NAMED_LETTERS_MAX;
}

static void near_add(struct text_lexicon *lexicon, uint32_t index, uint64_t mixed)
{
	uint32_t at = (uint32_t)mixed & lexicon->near_mask;
	uint32_t tag = (uint32_t)(mixed >> 32) & ~lexicon->near_index_mask;

	while (lexicon->near[at] != 0)
		at = (at + 1) & lexicon->near_mask;
	lexicon->near[at] = tag | (index + 1);
}

static size_t near_count(const struct text_lexicon *lexicon)
{
	struct letters word;
	size_t         count = 0;

	for (size_t i = 0; i < lexicon->count; i++) {
		if (letters_read(lexicon->words[i], &word) && is_repaired_to(&word))
			count += word.count + 1;
	}
	return count;
}

enum status text_lexicon_near_build(struct text_lexicon *lexicon, struct arena *arena)
{
	size_t         at_least = near_count(lexicon) * 4 / 3 + 1;
	uint32_t       slots = SLOTS_MIN;
	struct letters word;
	uint64_t       mixed;

	while (slots < at_least)
		slots *= 2;
	lexicon->near = arena_alloc_zero(arena, slots, sizeof *lexicon->near);
	if (lexicon->near == NULL)
		return STATUS_NO_MEMORY;
	lexicon->near_mask = slots - 1;
	while (lexicon->near_index_mask < lexicon->count)
		lexicon->near_index_mask = lexicon->near_index_mask * 2 + 1;
	for (uint32_t i = 0; i < lexicon->count; i++) {
		if (!letters_read(lexicon->words[i], &word) || !is_repaired_to(&word))
			continue;
		letters_hash(&word);
		for (size_t variant = 0; variant <= word.count; variant++) {
			if (variant_hash(&word, variant, &mixed))
				near_add(lexicon, i, mixed);
		}
	}
	return STATUS_OK;
}

/* ---- looking up ---- */

static size_t common_letters(const struct letters *a, const struct letters *b)
{
	size_t count = 0;

	while (count < a->count && count < b->count && a->letters[count] == b->letters[count])
		count++;
	return count;
}

static bool is_one_error(const struct letters *a, const struct letters *b)
{
	size_t begin = common_letters(a, b);
	size_t end = 0;
	size_t left_a = a->count - begin;
	size_t left_b = b->count - begin;

	while (end < left_a && end < left_b &&
	       a->letters[a->count - 1 - end] == b->letters[b->count - 1 - end])
		end++;
	left_a -= end;
	left_b -= end;
	if (left_a == 2 && left_b == 2)
		return a->letters[begin] == b->letters[begin + 1] &&
		       a->letters[begin + 1] == b->letters[begin];
	return left_a <= 1 && left_b <= 1;
}

/* What was found so far: the shortest form of one word, or several words. */
struct found {
	struct slice   word;
	struct letters letters;
	bool           several;
};

static void found_add(struct found *found, struct slice named, const struct letters *letters)
{
	size_t shorter;

	if (found->word.len == 0 || slice_equal(found->word, named)) {
		found->word = named;
		found->letters = *letters;
		return;
	}
	shorter = found->letters.count < letters->count ? found->letters.count : letters->count;
	if (common_letters(&found->letters, letters) + ENDING_LETTERS < shorter)
		found->several = true;
	if (letters->count < found->letters.count) {
		found->word = named;
		found->letters = *letters;
	}
}

static void near_find(const struct text_lexicon *lexicon, const struct letters *word,
                      uint64_t mixed, struct found *found)
{
	uint32_t       tag = (uint32_t)(mixed >> 32) & ~lexicon->near_index_mask;
	struct letters named;

	for (uint32_t at = (uint32_t)mixed & lexicon->near_mask; lexicon->near[at] != 0;
	     at = (at + 1) & lexicon->near_mask) {
		struct slice text;

		if ((lexicon->near[at] & ~lexicon->near_index_mask) != tag)
			continue;
		text = lexicon->words[(lexicon->near[at] & lexicon->near_index_mask) - 1];
		if (letters_read(text, &named) && is_one_error(word, &named))
			found_add(found, text, &named);
	}
}

struct slice text_lexicon_repair(const struct text_lexicon *lexicon, struct slice word)
{
	struct found   found = { 0 };
	struct letters letters;
	uint64_t       mixed;

	if (!letters_read(word, &letters) || letters.count + 1 < NAMED_LETTERS_MIN ||
	    text_lexicon_rank(lexicon, word) != TEXT_WORD_NONE)
		return SLICE_NONE;
	letters_hash(&letters);
	for (size_t variant = 0; variant <= letters.count && !found.several; variant++) {
		if (variant_hash(&letters, variant, &mixed))
			near_find(lexicon, &letters, mixed, &found);
	}
	return found.several ? SLICE_NONE : found.word;
}
