/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_merkle.h"

#include <assert.h>
#include <string.h>

static struct slice bytes_of(const struct digest *digest)
{
	return (struct slice){ (const char *)digest->bytes, DIGEST_BYTES };
}

static bool is_equal(const struct digest *a, const struct digest *b)
{
	return memcmp(a->bytes, b->bytes, DIGEST_BYTES) == 0;
}

void audit_tree_leaf(const struct digest *record, struct digest *leaf)
{
	struct digest_state state;

	digest_begin(&state);
	digest_add(&state, SLICE_LIT("\0"));
	digest_add(&state, bytes_of(record));
	digest_end(&state, leaf);
}

void audit_tree_node(const struct digest *left, const struct digest *right, struct digest *node)
{
	struct digest_state state;

	digest_begin(&state);
	digest_add(&state, SLICE_LIT("\1"));
	digest_add(&state, bytes_of(left));
	digest_add(&state, bytes_of(right));
	digest_end(&state, node);
}

/* As a carry in a binary counter: two full subtrees of a size make one of twice the size. */
static void carry(struct audit_tree *tree, unsigned level, struct digest hash)
{
	tree->size += (uint64_t)1 << level;
	for (uint64_t before = tree->size - ((uint64_t)1 << level); before >> level & 1; level++)
		audit_tree_node(&tree->edge[level], &hash, &hash);
	tree->edge[level] = hash;
}

void audit_tree_add(struct audit_tree *tree, const struct digest *record)
{
	struct digest leaf;

	audit_tree_leaf(record, &leaf);
	carry(tree, 0, leaf);
}

bool audit_tree_add_full(struct audit_tree *tree, unsigned level, const struct digest *subtree)
{
	if (level >= AUDIT_TREE_LEVELS || (tree->size & (((uint64_t)1 << level) - 1)) != 0)
		return false;
	carry(tree, level, *subtree);
	return true;
}

void audit_tree_root(const struct audit_tree *tree, struct digest *root)
{
	bool has_any = false;

	if (tree->size == 0)
		digest_of(SLICE_NONE, root);
	for (unsigned level = 0; level < AUDIT_TREE_LEVELS; level++) {
		if ((tree->size >> level & 1) == 0)
			continue;
		if (has_any)
			audit_tree_node(&tree->edge[level], root, root);
		else
			*root = tree->edge[level];
		has_any = true;
	}
}

/* ---- proofs ---- */

/* The largest power of two below `count`, which is at least 2. */
static uint64_t split_of(uint64_t count)
{
	uint64_t split = 1;

	while (split < count - split)
		split *= 2;
	return split;
}

/* The subtree that begins at `start`, or the count of all. */
static size_t find_start(const struct audit_forest *forest, uint64_t start)
{
	size_t low = 0, high = forest->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (forest->trees[middle].start < start)
			low = middle + 1;
		else
			high = middle;
	}
	return low < forest->count && forest->trees[low].start == start ? low : forest->count;
}

/* Appends the root over entries [start, start + count). */
static bool push_root(struct audit_proof *proof, const struct audit_forest *forest, uint64_t start,
                      uint64_t count)
{
	struct audit_tree tree = { 0 };

	for (size_t i = find_start(forest, start); tree.size < count; i++) {
		const struct audit_subtree *next = &forest->trees[i];

		if (i >= forest->count || next->start != start + tree.size ||
		    (uint64_t)1 << next->level > count - tree.size ||
		    !audit_tree_add_full(&tree, next->level, &next->hash))
			return false;
	}
	assert(proof->count < AUDIT_PROOF_HASHES);
	audit_tree_root(&tree, &proof->path[proof->count++]);
	return true;
}

/* The RFC's recursion takes what is nearest last: walked from the root, the path is turned. */
static void turn(struct audit_proof *proof)
{
	for (size_t i = 0, j = proof->count; i + 1 < j; i++) {
		struct digest kept = proof->path[i];

		proof->path[i] = proof->path[--j];
		proof->path[j] = kept;
	}
}

bool audit_merkle_inclusion(const struct audit_forest *forest, uint64_t size, uint64_t index,
                            struct audit_proof *proof)
{
	uint64_t start = 0;
	bool     is_known = index < size;

	proof->count = 0;
	while (is_known && size > 1) {
		uint64_t split = split_of(size);

		if (index < start + split) {
			is_known = push_root(proof, forest, start + split, size - split);
			size = split;
		} else {
			is_known = push_root(proof, forest, start, split);
			start += split;
			size -= split;
		}
	}
	turn(proof);
	return is_known;
}

bool audit_merkle_consistency(const struct audit_forest *forest, uint64_t size, uint64_t old_size,
                              struct audit_proof *proof)
{
	uint64_t start = 0;
	bool     is_known = old_size > 0 && old_size <= size;

	proof->count = 0;
	while (is_known && start + size > old_size) {
		uint64_t split = split_of(size);

		if (old_size <= start + split) {
			is_known = push_root(proof, forest, start + split, size - split);
			size = split;
		} else {
			is_known = push_root(proof, forest, start, split);
			start += split;
			size -= split;
		}
	}
	if (is_known && start > 0) /* else it is the old root, which is known */
		is_known = push_root(proof, forest, start, size);
	turn(proof);
	return is_known;
}

bool audit_merkle_includes(const struct audit_proof *proof, uint64_t index,
                           const struct digest *leaf, uint64_t size, const struct digest *root)
{
	uint64_t      last = size - 1;
	struct digest hash = *leaf;

	if (index >= size)
		return false;
	for (size_t i = 0; i < proof->count; i++) {
		if (last == 0)
			return false;
		if ((index & 1) != 0 || index == last) {
			audit_tree_node(&proof->path[i], &hash, &hash);
			while ((index & 1) == 0 && index != 0) {
				index >>= 1;
				last >>= 1;
			}
		} else {
			audit_tree_node(&hash, &proof->path[i], &hash);
		}
		index >>= 1;
		last >>= 1;
	}
	return last == 0 && is_equal(&hash, root);
}

bool audit_merkle_extends(const struct audit_proof *proof, uint64_t old_size,
                          const struct digest *old_root, uint64_t size, const struct digest *root)
{
	uint64_t      index = old_size - 1, last = size - 1;
	struct digest old_hash, hash;
	size_t        next = 0;

	if (old_size == 0 || old_size > size)
		return old_size == 0 && proof->count == 0;
	if (old_size == size)
		return proof->count == 0 && is_equal(old_root, root);
	if ((old_size & (old_size - 1)) == 0) {
		hash = *old_root;
	} else {
		if (proof->count == 0)
			return false;
		hash = proof->path[next++];
	}
	while ((index & 1) != 0) {
		index >>= 1;
		last >>= 1;
	}
	for (old_hash = hash; next < proof->count; next++) {
		const struct digest *step = &proof->path[next];

		if (last == 0)
			return false;
		if ((index & 1) != 0 || index == last) {
			audit_tree_node(step, &old_hash, &old_hash);
			audit_tree_node(step, &hash, &hash);
			while ((index & 1) == 0 && index != 0) {
				index >>= 1;
				last >>= 1;
			}
		} else {
			audit_tree_node(&hash, step, &hash);
		}
		index >>= 1;
		last >>= 1;
	}
	return last == 0 && is_equal(&old_hash, old_root) && is_equal(&hash, root);
}
