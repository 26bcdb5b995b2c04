/* SPDX-License-Identifier: Apache-2.0 */
/* The Merkle tree over all records (RFC 6962, section 2.1; RFC 9162 names it the same).
 *
 * Its n-th entry is the 32 bytes of the hash of record n, so a leaf is SHA-256(0x00, hash) and a
 * node SHA-256(0x01, left, right). A signed root over n entries is a promise about each of the
 * first n records: that one of them is in it takes some twenty hashes to prove, that a later root
 * only adds to it twice that. No I/O, no state but what is passed. */
#ifndef AUDIT_MERKLE_H
#define AUDIT_MERKLE_H

#include "base_attr.h"
#include "base_digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUDIT_TREE_LEVELS 64

/* The right edge of a growing tree: one hash for each bit of its size. All zero is empty. */
struct audit_tree {
	uint64_t      size;
	struct digest edge[AUDIT_TREE_LEVELS]; /* of the full subtree at each bit that is set */
};

/* SHA-256(0x00, hash of the record). */
void audit_tree_leaf(const struct digest *record, struct digest *leaf);
void audit_tree_node(const struct digest *left, const struct digest *right, struct digest *node);

/* Adds the record with this hash. */
void audit_tree_add(struct audit_tree *tree, const struct digest *record);

/* Adds a full subtree of 2^level records at once. False unless tree->size is a multiple of that. */
MUST_CHECK bool audit_tree_add_full(struct audit_tree *tree, unsigned level,
                                    const struct digest *subtree);

/* The root; of an empty tree SHA-256 of nothing. */
void audit_tree_root(const struct audit_tree *tree, struct digest *root);

/* ---- proofs ---- */

#define AUDIT_PROOF_HASHES (2 * AUDIT_TREE_LEVELS)

struct audit_proof {
	struct digest path[AUDIT_PROOF_HASHES];
	size_t        count;
};

/* What is known of a tree: full subtrees from left to right without a gap, most of them leaves;
 * larger ones stand for records that are gone. */
struct audit_subtree {
	uint64_t      start; /* index of its first entry, from 0; a multiple of 2^level */
	unsigned      level;
	struct digest hash;
};

struct audit_forest {
	const struct audit_subtree *trees;
	size_t                      count;
};

/* PATH(index, D[size]) and PROOF(old_size, D[size]); index counts from 0. False when what is known
 * does not suffice: the record or the old root is among those that are gone, or `size` is
 * more than there is. */
MUST_CHECK bool audit_merkle_inclusion(const struct audit_forest *forest, uint64_t size,
                                       uint64_t index, struct audit_proof *proof);
MUST_CHECK bool audit_merkle_consistency(const struct audit_forest *forest, uint64_t size,
                                         uint64_t old_size, struct audit_proof *proof);

/* Is `leaf` the entry `index` of the tree with this size and root (RFC 9162, 2.1.3.2)? */
bool audit_merkle_includes(const struct audit_proof *proof, uint64_t index,
                           const struct digest *leaf, uint64_t size, const struct digest *root);

/* Does the new tree begin with all of the old one (RFC 9162, 2.1.4.2)? */
bool audit_merkle_extends(const struct audit_proof *proof, uint64_t old_size,
                          const struct digest *old_root, uint64_t size, const struct digest *root);

#endif
