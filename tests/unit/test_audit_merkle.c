/* SPDX-License-Identifier: Apache-2.0 */
/* The tree against the vectors of RFC 6962's reference implementation (certificate-transparency,
 * merkletree/merkle_tree_test) and against the RFC's own definition, written as it stands there. */
#include "audit_merkle.h"
#include "test_base_rows.h"

#define TREE_MAX 70u

/* The entries of the vectors: any bytes, where ours are hashes. */
static const struct slice entries[] = {
	SLICE_INIT(""),
	SLICE_INIT("\x00"),
	SLICE_INIT("\x10"),
	SLICE_INIT("\x20\x21"),
	SLICE_INIT("\x30\x31"),
	SLICE_INIT("\x40\x41\x42\x43"),
	SLICE_INIT("\x50\x51\x52\x53\x54\x55\x56\x57"),
	SLICE_INIT("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"),
};

struct root_row {
	const char *label;
	unsigned    size;
	const char *root;
};

static const struct root_row rows_of_roots[] = {
	{ "has the root of nothing", 0,
	  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "has the root of 1 entry", 1,
	  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
	{ "has the root of 2 entries", 2,
	  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
	{ "has the root of 3 entries", 3,
	  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
	{ "has the root of 4 entries", 4,
	  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
	{ "has the root of 5 entries", 5,
	  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
	{ "has the root of 6 entries", 6,
	  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
	{ "has the root of 7 entries", 7,
	  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
	{ "has the root of 8 entries", 8,
	  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
};

static void entry_leaf(struct slice entry, struct digest *leaf)
{
	struct digest_state state;

	digest_begin(&state);
	digest_add(&state, SLICE_LIT("\0"));
	digest_add(&state, entry);
	digest_end(&state, leaf);
}

static void roots(void **state)
{
	const struct root_row *row = *state;
	struct audit_tree      tree = { 0 };
	struct digest          leaf, root;
	char                   hex[DIGEST_HEX_CHARS + 1];

	for (unsigned i = 0; i < row->size; i++) {
		entry_leaf(entries[i], &leaf);
		assert_true(audit_tree_add_full(&tree, 0, &leaf));
	}
	audit_tree_root(&tree, &root);
	digest_hex(&root, hex);
	assert_string_equal(hex, row->root);
}

static void forest_make(const struct digest leaves[TREE_MAX], struct audit_subtree trees[TREE_MAX])
{
	for (unsigned i = 0; i < TREE_MAX; i++)
		trees[i] = (struct audit_subtree){ .start = i, .hash = leaves[i] };
}

/* ---- the RFC's definition ---- */

static void records_make(struct digest records[TREE_MAX], struct digest leaves[TREE_MAX])
{
	for (unsigned i = 0; i < TREE_MAX; i++) {
		digest_of((struct slice){ (const char *)&i, sizeof i }, &records[i]);
		audit_tree_leaf(&records[i], &leaves[i]);
	}
}

static unsigned below(unsigned n)
{
	unsigned k = 1;

	while (2 * k < n)
		k *= 2;
	return k;
}

/* MTH(D[n]) */
static struct digest mth(const struct digest *leaves, unsigned n)
{
	struct digest left, right, node;
	unsigned      k;

	if (n == 1)
		return leaves[0];
	k = below(n);
	left = mth(leaves, k);
	right = mth(leaves + k, n - k);
	audit_tree_node(&left, &right, &node);
	return node;
}

static void push(struct audit_proof *proof, struct digest hash)
{
	proof->path[proof->count++] = hash;
}

/* PATH(m, D[n]) */
static void path(unsigned m, const struct digest *leaves, unsigned n, struct audit_proof *proof)
{
	unsigned k;

	if (n == 1)
		return;
	k = below(n);
	if (m < k) {
		path(m, leaves, k, proof);
		push(proof, mth(leaves + k, n - k));
	} else {
		path(m - k, leaves + k, n - k, proof);
		push(proof, mth(leaves, k));
	}
}

/* SUBPROOF(m, D[n], b) */
static void subproof(unsigned m, const struct digest *leaves, unsigned n, bool b,
                     struct audit_proof *proof)
{
	unsigned k;

	if (m == n) {
		if (!b)
			push(proof, mth(leaves, n));
		return;
	}
	k = below(n);
	if (m <= k) {
		subproof(m, leaves, k, b, proof);
		push(proof, mth(leaves + k, n - k));
	} else {
		subproof(m - k, leaves + k, n - k, false, proof);
		push(proof, mth(leaves, k));
	}
}

static void assert_same(const struct audit_proof *a, const struct audit_proof *b)
{
	assert_int_equal(a->count, b->count);
	assert_memory_equal(a->path, b->path, a->count * sizeof a->path[0]);
}

static void grows_as_defined(void **state)
{
	struct digest     records[TREE_MAX], leaves[TREE_MAX], root, expected;
	struct audit_tree tree = { 0 };

	(void)state;
	records_make(records, leaves);
	for (unsigned n = 1; n <= TREE_MAX; n++) {
		audit_tree_add(&tree, &records[n - 1]);
		audit_tree_root(&tree, &root);
		expected = mth(leaves, n);
		assert_memory_equal(&root, &expected, sizeof root);
	}
}

static void takes_full_subtrees(void **state)
{
	struct digest     records[TREE_MAX], leaves[TREE_MAX], subtree, root, expected;
	struct audit_tree tree = { 0 };

	(void)state;
	records_make(records, leaves);
	subtree = mth(leaves, 32);
	assert_true(audit_tree_add_full(&tree, 5, &subtree));
	subtree = mth(leaves + 32, 4);
	assert_true(audit_tree_add_full(&tree, 2, &subtree));
	assert_false(audit_tree_add_full(&tree, 3, &subtree)); /* 36 is no multiple of 8 */
	assert_false(audit_tree_add_full(&tree, 64, &subtree));
	for (unsigned n = 37; n <= TREE_MAX; n++)
		audit_tree_add(&tree, &records[n - 1]);
	audit_tree_root(&tree, &root);
	expected = mth(leaves, TREE_MAX);
	assert_memory_equal(&root, &expected, sizeof root);
}

static void proves_inclusion(void **state)
{
	struct digest        records[TREE_MAX], leaves[TREE_MAX], root;
	struct audit_subtree trees[TREE_MAX];
	struct audit_forest  forest = { trees, TREE_MAX };

	(void)state;
	records_make(records, leaves);
	forest_make(leaves, trees);
	for (unsigned n = 1; n <= TREE_MAX; n++) {
		root = mth(leaves, n);
		for (unsigned m = 0; m < n; m++) {
			struct audit_proof proof, expected = { 0 };

			assert_true(audit_merkle_inclusion(&forest, n, m, &proof));
			path(m, leaves, n, &expected);
			assert_same(&proof, &expected);
			assert_true(audit_merkle_includes(&proof, m, &leaves[m], n, &root));
			assert_false(audit_merkle_includes(&proof, n, &leaves[m], n, &root));
			assert_false(audit_merkle_includes(&proof, m, &records[m], n, &root));
			if (n > 1)
				assert_false(audit_merkle_includes(&proof, (m + 1) % n, &leaves[m],
				                                   n, &root));
			if (proof.count > 0) {
				proof.path[m % proof.count].bytes[n % 32] ^= 1;
				assert_false(
					audit_merkle_includes(&proof, m, &leaves[m], n, &root));
			}
		}
	}
}

static void proves_consistency(void **state)
{
	struct digest        records[TREE_MAX], leaves[TREE_MAX], root, old_root;
	struct audit_subtree trees[TREE_MAX];
	struct audit_forest  forest = { trees, TREE_MAX };

	(void)state;
	records_make(records, leaves);
	forest_make(leaves, trees);
	for (unsigned n = 1; n <= TREE_MAX; n++) {
		root = mth(leaves, n);
		for (unsigned m = 1; m <= n; m++) {
			struct audit_proof proof, expected = { 0 };

			old_root = mth(leaves, m);
			assert_true(audit_merkle_consistency(&forest, n, m, &proof));
			subproof(m, leaves, n, true, &expected);
			assert_same(&proof, &expected);
			assert_true(audit_merkle_extends(&proof, m, &old_root, n, &root));
			if (m == n)
				continue;
			assert_false(audit_merkle_extends(&proof, m, &root, n, &root));
			assert_false(audit_merkle_extends(&proof, m, &old_root, n, &old_root));
			proof.path[m % proof.count].bytes[n % 32] ^= 1;
			assert_false(audit_merkle_extends(&proof, m, &old_root, n, &root));
			proof.count--;
			assert_false(audit_merkle_extends(&proof, m, &old_root, n, &root));
		}
	}
}

/* Of records 8 to 23 only the roots of two subtrees are left. */
static void proves_around_a_gap(void **state)
{
	struct digest        records[TREE_MAX], leaves[TREE_MAX], root;
	struct audit_subtree trees[TREE_MAX];
	struct audit_forest  forest = { trees, 0 };
	struct audit_proof   proof, expected;

	(void)state;
	records_make(records, leaves);
	for (unsigned i = 0; i < TREE_MAX; forest.count++) {
		unsigned level = i == 8 ? 3 : i == 16 ? 3 : 0;

		trees[forest.count] = (struct audit_subtree){ i, level,
			                                      mth(leaves + i, 1u << level) };
		i += 1u << level;
	}
	root = mth(leaves, TREE_MAX);
	for (unsigned m = 0; m < TREE_MAX; m++) {
		bool is_gone = m >= 8 && m < 24;

		expected.count = 0;
		path(m, leaves, TREE_MAX, &expected);
		assert_int_equal(audit_merkle_inclusion(&forest, TREE_MAX, m, &proof), !is_gone);
		if (!is_gone)
			assert_same(&proof, &expected);
	}
	for (unsigned m = 1; m < TREE_MAX; m++) {
		bool          is_gone = m > 8 && m < 24 && m != 16;
		struct digest old_root = mth(leaves, m);

		assert_int_equal(audit_merkle_consistency(&forest, TREE_MAX, m, &proof), !is_gone);
		if (!is_gone)
			assert_true(audit_merkle_extends(&proof, m, &old_root, TREE_MAX, &root));
	}
	assert_false(audit_merkle_inclusion(&forest, TREE_MAX + 1, 3, &proof));
	assert_false(audit_merkle_inclusion(&forest, 3, 3, &proof));
	assert_false(audit_merkle_consistency(&forest, TREE_MAX, 0, &proof));
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, roots, rows_of_roots);
	rows_add_one(&rows, "grows as the RFC defines it", grows_as_defined);
	rows_add_one(&rows, "takes full subtrees", takes_full_subtrees);
	rows_add_one(&rows, "proves inclusion", proves_inclusion);
	rows_add_one(&rows, "proves consistency", proves_consistency);
	rows_add_one(&rows, "proves around a gap", proves_around_a_gap);
	return rows_run(&rows, "audit_merkle");
}
