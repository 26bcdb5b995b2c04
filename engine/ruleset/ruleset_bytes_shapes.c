/* SPDX-License-Identifier: Apache-2.0 */
/* Every pointer inside a compiled ruleset, struct by struct. What has a new pointer needs a row
 * here; the sizes below stop the build of whoever adds a member and does not look. Left out
 * are the arena, the backend's databases and compiled regexes: ruleset_bytes.c makes those anew. */
#include "ruleset_bytes.h"

#include "text_lexicon_table.h"

#define SAME_SIZE(type, bytes)                                                                     \
	_Static_assert(sizeof(type) == (bytes),                                                    \
	               #type " has changed: if it has a new pointer, add it to its shape")

SAME_SIZE(struct slice, 16);
SAME_SIZE(struct match_vocabulary, 40);
SAME_SIZE(struct match_vocabulary_slot, 8);
SAME_SIZE(struct match_edge, 32);
SAME_SIZE(struct match_node, 40);
SAME_SIZE(struct match_phrase, 160);
SAME_SIZE(struct match_sides, 16);
SAME_SIZE(struct ruleset_atom, 216);
SAME_SIZE(struct ruleset_use, 24);
SAME_SIZE(struct ruleset_tree, 24);
SAME_SIZE(struct ruleset_test, 32);
SAME_SIZE(struct ruleset_rule, 176);
SAME_SIZE(struct ruleset_trigger, 32);
SAME_SIZE(struct ruleset_policy, 120);
SAME_SIZE(struct text_lexicon, 104 + 16384);
SAME_SIZE(struct text_lexicon_slot, 8);
SAME_SIZE(struct ruleset, 296);

#define COUNTED_BY(type, member, shape, number, more, by)                                          \
	{                                                                                          \
		.at = offsetof(type, member), .of = &(shape), .count = RULESET_COUNT_MEMBER,       \
		.count_at = offsetof(type, number), .count_bytes = sizeof(((type *)0)->number),    \
		.add = (more), .divisor = (by)                                                     \
	}
#define ARRAY(type, member, shape, number) COUNTED_BY(type, member, shape, number, 0, 1)
/* A table whose size less one is a mask. */
#define TABLE(type, member, shape, mask) COUNTED_BY(type, member, shape, mask, 1, 1)
#define BITS(type, member, mask)         COUNTED_BY(type, member, shape_u64, mask, 1, 64)
#define SLICE(type, member)              ARRAY(type, member.ptr, shape_byte, member.len)
#define OTHER(type, member, shape, how)                                                            \
	{                                                                                          \
		.at = offsetof(type, member), .of = &(shape), .count = (how)                       \
	}
#define TEXT(type, member)  OTHER(type, member, shape_byte, RULESET_COUNT_TEXT)
#define CELLS(type, member) OTHER(type, member, shape_byte, RULESET_COUNT_CATEGORIES)
#define LEFT_OUT(type, member)                                                                     \
	{                                                                                          \
		.at = offsetof(type, member), .count = RULESET_COUNT_NONE                          \
	}
#define ONE(type, member, shape) OTHER(type, member, shape, RULESET_COUNT_ONE)
#define PLAIN(variable, type)                                                                      \
	static const struct ruleset_shape variable = { #type, sizeof(type), _Alignof(type), NULL,  \
		                                       0 }
#define SHAPE(type, rows)                                                                          \
	{                                                                                          \
#type, sizeof(type), _Alignof(type), rows, sizeof(rows) / sizeof(rows)[0]          \
	}

PLAIN(shape_byte, char);
PLAIN(shape_u32, uint32_t);
PLAIN(shape_u64, uint64_t);

static const struct ruleset_pointer slice_rows[] = { ARRAY(struct slice, ptr, shape_byte, len) };
static const struct ruleset_shape   shape_slice = SHAPE(struct slice, slice_rows);

/* ---- words ---- */

PLAIN(shape_vocabulary_slot, struct match_vocabulary_slot);
PLAIN(shape_lexicon_slot, struct text_lexicon_slot);

static const struct ruleset_pointer lexicon_rows[] = {
	ARRAY(struct text_lexicon, words, shape_slice, count),
	TABLE(struct text_lexicon, slots, shape_lexicon_slot, slot_mask),
	BITS(struct text_lexicon, begins, begin_mask),
	BITS(struct text_lexicon, wanted, wanted_mask),
	TABLE(struct text_lexicon, near, shape_u32, near_mask),
	TABLE(struct text_lexicon, orders, shape_u32, order_mask),
	TABLE(struct text_lexicon, pairs, shape_u32, pair_mask),
};
static const struct ruleset_shape shape_lexicon = SHAPE(struct text_lexicon, lexicon_rows);

/* ---- patterns ---- */

PLAIN(shape_node, struct match_node);
PLAIN(shape_sides, struct match_sides);
PLAIN(shape_use, struct ruleset_use);

static const struct ruleset_pointer edge_rows[] = { SLICE(struct match_edge, text) };
static const struct ruleset_shape   shape_edge = SHAPE(struct match_edge, edge_rows);

static const struct ruleset_pointer atom_rows[] = {
	SLICE(struct ruleset_atom, source),
	LEFT_OUT(struct ruleset_atom, regex),
	ARRAY(struct ruleset_atom, rules, shape_u32, rule_count),
	ARRAY(struct ruleset_atom, phrase.nodes, shape_node, phrase.node_count),
	ARRAY(struct ruleset_atom, phrase.edges, shape_edge, phrase.edge_count),
	ARRAY(struct ruleset_atom, phrase.edge_words, shape_u32, phrase.edge_count),
	ARRAY(struct ruleset_atom, phrase.edge_ends, shape_u32, phrase.edge_count),
	ARRAY(struct ruleset_atom, phrase.needed.words, shape_u32, phrase.needed.word_count),
	ARRAY(struct ruleset_atom, phrase.needed.sides, shape_sides, phrase.needed.word_count),
	ARRAY(struct ruleset_atom, phrase.needed.also, shape_u32, phrase.needed.also_count),
	ARRAY(struct ruleset_atom, phrase.needed.texts, shape_slice, phrase.needed.text_count),
	ARRAY(struct ruleset_atom, phrase.needed.set.blocks, shape_u64, phrase.needed.set.count),
	ARRAY(struct ruleset_atom, phrase.needed.set.ranks, shape_u32, phrase.needed.set.count),
};
static const struct ruleset_shape shape_atom = SHAPE(struct ruleset_atom, atom_rows);

static const struct ruleset_pointer trigger_rows[] = {
	ARRAY(struct ruleset_trigger, rules, shape_u32, count),
	ARRAY(struct ruleset_trigger, atoms, shape_u32, atom_count),
};
static const struct ruleset_shape shape_trigger = SHAPE(struct ruleset_trigger, trigger_rows);

/* ---- rules ---- */

PLAIN(shape_tree, struct ruleset_tree);

static const struct ruleset_pointer test_rows[] = { SLICE(struct ruleset_test, text) };
static const struct ruleset_shape   shape_test = SHAPE(struct ruleset_test, test_rows);

static const struct ruleset_pointer rule_rows[] = {
	TEXT(struct ruleset_rule, id),
	TEXT(struct ruleset_rule, title),
	TEXT(struct ruleset_rule, message),
	TEXT(struct ruleset_rule, owner),
	TEXT(struct ruleset_rule, description),
	TEXT(struct ruleset_rule, expires),
	TEXT(struct ruleset_rule, disguise_reason),
	TEXT(struct ruleset_rule, file),
	ARRAY(struct ruleset_rule, when, shape_tree, when_count),
	ARRAY(struct ruleset_rule, except, shape_tree, except_count),
	ARRAY(struct ruleset_rule, tests, shape_test, test_count),
	ARRAY(struct ruleset_rule, languages, shape_slice, language_count),
};
static const struct ruleset_shape shape_rule = SHAPE(struct ruleset_rule, rule_rows);

static const struct ruleset_pointer policy_rows[] = {
	TEXT(struct ruleset_policy, name),
	TEXT(struct ruleset_policy, file),
	SLICE(struct ruleset_policy, mask_with),
	CELLS(struct ruleset_policy, category_action),
	CELLS(struct ruleset_policy, category_floor),
	CELLS(struct ruleset_policy, category_always),
	CELLS(struct ruleset_policy, category_can_relax),
};
static const struct ruleset_shape shape_policy = SHAPE(struct ruleset_policy, policy_rows);

/* ---- the whole ---- */

static const struct ruleset_pointer root_rows[] = {
	ARRAY(struct ruleset, rules, shape_rule, rule_count),
	ARRAY(struct ruleset, atoms, shape_atom, atom_count),
	ARRAY(struct ruleset, vocabulary.words, shape_slice, vocabulary.count),
	TABLE(struct ruleset, vocabulary.table, shape_vocabulary_slot, vocabulary.table_mask),
	ONE(struct ruleset, lexicon, shape_lexicon),
	ARRAY(struct ruleset, uses, shape_use, use_count),
	ARRAY(struct ruleset, use_ends, shape_u32, vocabulary.count),
	ARRAY(struct ruleset, literal_triggers, shape_trigger, literal_count),
	ARRAY(struct ruleset, prefilter_triggers, shape_trigger, prefilter_count),
	ARRAY(struct ruleset, policies, shape_policy, policy_count),
};
const struct ruleset_shape ruleset_shape_root = SHAPE(struct ruleset, root_rows);
