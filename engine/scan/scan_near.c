/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest stretches that hold one hit of every branch:
 *
 *   branch A   a . . . a . . .          start with the first hit of each branch; look at
 *   branch B   . . b . . . . b          the stretch they span; move the one that begins
 *              |---| |-|   |-|          first to its next hit; repeat
 *
 * Each hit is passed once, so the work is hits x branches. With `ordered`, the hits of
 * later branches move up behind the earlier ones instead.
 *
 * Hits are read in order and nothing ahead of them is looked at, so the first hits of each branch
 * give the first windows, up to where a branch has no hit left. Only the last window may still
 * give way to a tighter one. */
#include "scan_near.h"

#include "base_limits.h"

#include <assert.h>

struct cursor {
	const struct scan_hits *branches;
	size_t                  count;
	size_t                  at[LIMIT_NEAR_BRANCHES];
	size_t                  ended; /* the branch that had no hit left */
};

static const struct scan_hit *hit_of(const struct cursor *cursor, size_t branch)
{
	return &cursor->branches[branch].items[cursor->at[branch]];
}

/* At most `within` words of the window belong to no hit. */
static bool is_close(const struct scan_hit *window, uint64_t own_words, uint32_t within)
{
	uint64_t words = (uint64_t)window->last - window->first + 1;

	return words <= own_words + within;
}

static struct scan_hit window_of(const struct cursor *cursor, uint64_t *own_words)
{
	struct scan_hit window = *hit_of(cursor, 0);

	*own_words = (uint64_t)window.last - window.first + 1;
	for (size_t i = 1; i < cursor->count; i++) {
		const struct scan_hit *hit = hit_of(cursor, i);

		*own_words += (uint64_t)hit->last - hit->first + 1;
		window.uncertain = window.uncertain || hit->uncertain;
		if (hit->first < window.first)
			window.first = hit->first;
		if (hit->start < window.start)
			window.start = hit->start;
		if (hit->last > window.last)
			window.last = hit->last;
		if (hit->end > window.end)
			window.end = hit->end;
	}
	return window;
}

static size_t earliest_branch(const struct cursor *cursor)
{
	size_t earliest = 0;

	for (size_t i = 1; i < cursor->count; i++)
		if (hit_of(cursor, i)->first < hit_of(cursor, earliest)->first)
			earliest = i;
	return earliest;
}

static bool advance(struct cursor *cursor, size_t branch)
{
	cursor->ended = branch;
	return ++cursor->at[branch] < cursor->branches[branch].count;
}

/* Moves every branch behind the end of the one before it; false when one has no hit
 * left. */
static bool put_in_order(struct cursor *cursor)
{
	for (size_t i = 1; i < cursor->count; i++)
		while (hit_of(cursor, i)->first <= hit_of(cursor, i - 1)->last)
			if (!advance(cursor, i))
				return false;
	return true;
}

static size_t hit_count(const struct scan_hits *branches, size_t branch_count)
{
	size_t count = 0;

	for (size_t i = 0; i < branch_count; i++)
		count += branches[i].count;
	return count;
}

enum status scan_near_find(const struct scan_hits *branches, size_t branch_count, uint32_t within,
                           bool ordered, struct arena *arena, struct scan_hits *windows,
                           size_t *ended)
{
	struct cursor    cursor = { .branches = branches, .count = branch_count };
	struct scan_hit *found = ARENA_ARRAY(arena, hit_count(branches, branch_count),
	                                     struct scan_hit);
	size_t           count = 0;

	assert(branch_count > 0 && branch_count <= LIMIT_NEAR_BRANCHES);
	*windows = (struct scan_hits){ 0 };
	if (found == NULL)
		return STATUS_NO_MEMORY;
	while (!ordered || put_in_order(&cursor)) {
		uint64_t        own_words;
		struct scan_hit window = window_of(&cursor, &own_words);

		if (is_close(&window, own_words, within)) {
			/* A window that ends where the last one did is the tighter one. */
			if (count > 0 && found[count - 1].last == window.last)
				count--;
			found[count++] = window;
		}
		if (!advance(&cursor, ordered ? 0 : earliest_branch(&cursor)))
			break;
	}
	*windows = (struct scan_hits){ found, count };
	*ended = cursor.ended;
	return STATUS_OK;
}
