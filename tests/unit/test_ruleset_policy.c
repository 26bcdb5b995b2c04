/* SPDX-License-Identifier: Apache-2.0 */
/* Ceilings, floors and figures of policies, those as shipped included. */
#include "test_ruleset_support.h"

static const struct ruleset_source rule = {
	"rules.yaml",
	SLICE_INIT(RULE_FILE("", "enforce", "    when: pipe bomb\n")),
};

static struct ruleset *load_policy(const char *text)
{
	const struct ruleset_source sources[] = { rule,
		                                  { "policies/test.yaml", slice_from_cstr(text) } };

	return support_load(sources, 2);
}

enum { NOTHING = -1 };

/* What a rule of `category` with `own` action does; NOTHING when it counts for nothing. */
static int effect(const struct ruleset_policy *policy, const char *category,
                  enum ruleset_action own)
{
	struct ruleset_rule made = { .action = own };
	enum ruleset_action action;

	assert_true(ruleset_category_find(slice_from_cstr(category), &made.category));
	return ruleset_policy_action(policy, &made, &action) ? (int)action : NOTHING;
}

struct row {
	const char         *label;
	const char         *policy;
	const char         *category;
	enum ruleset_action own;
	int                 does;
};

#define CELLS(text) "categories:\n  " text "\n"

static const struct row effect_rows[] = {
	{ "the table's default is a ceiling", "level: 1\n", "violence.graphic", RULESET_BLOCK,
	  RULESET_FLAG },
	{ "a cell takes its place", CELLS("violence.graphic: block"), "violence.graphic",
	  RULESET_BLOCK, RULESET_BLOCK },
	{ "a cell does not raise", CELLS("violence.graphic: block"), "violence.graphic",
	  RULESET_SIGNAL, RULESET_SIGNAL },
	{ "mask stays mask under block", CELLS("privacy.pii: block"), "privacy.pii", RULESET_MASK,
	  RULESET_MASK },
	{ "block becomes mask under mask", "level: 1\n", "privacy.pii", RULESET_BLOCK,
	  RULESET_MASK },
	{ "a cell lowers", CELLS("weapons.conventional: flag"), "weapons.conventional",
	  RULESET_BLOCK, RULESET_FLAG },
	{ "signal lowers to evidence", CELLS("weapons.conventional: signal"),
	  "weapons.conventional", RULESET_BLOCK, RULESET_SIGNAL },
	{ "allow is nothing", CELLS("weapons.conventional: allow"), "weapons.conventional",
	  RULESET_BLOCK, NOTHING },
	{ "a family", CELLS("sexual: flag"), "sexual.explicit", RULESET_BLOCK, RULESET_FLAG },
	{ "a family with a star", CELLS("sexual.*: flag"), "sexual.explicit", RULESET_BLOCK,
	  RULESET_FLAG },
	{ "a family passes over what always blocks", CELLS("sexual: flag"), "sexual.criminal",
	  RULESET_BLOCK, RULESET_BLOCK },
	{ "the own cell wins, behind", CELLS("sexual: flag\n  sexual.explicit: block"),
	  "sexual.explicit", RULESET_BLOCK, RULESET_BLOCK },
	{ "the own cell wins, before", CELLS("sexual.explicit: block\n  sexual: flag"),
	  "sexual.explicit", RULESET_BLOCK, RULESET_BLOCK },
	{ "a code without a family", CELLS("profanity: block"), "profanity", RULESET_BLOCK,
	  RULESET_BLOCK },
	{ "at_least raises", CELLS("privacy.pii: {at_least: mask}"), "privacy.pii", RULESET_SIGNAL,
	  RULESET_MASK },
	{ "at_least does not lower", CELLS("weapons.conventional: {at_least: flag}"),
	  "weapons.conventional", RULESET_BLOCK, RULESET_BLOCK },
	{ "at_least raises above the table", CELLS("profanity: {at_least: flag}"), "profanity",
	  RULESET_SIGNAL, RULESET_FLAG },
	{ "at_most lowers", CELLS("weapons.conventional: {at_most: flag}"), "weapons.conventional",
	  RULESET_BLOCK, RULESET_FLAG },
	{ "both bound", CELLS("profanity: {at_least: flag, at_most: mask}"), "profanity",
	  RULESET_BLOCK, RULESET_MASK },
	{ "always_block has the ceiling block", "always_block: [profanity]\n", "profanity",
	  RULESET_BLOCK, RULESET_BLOCK },
};

static void rule_does(void **state)
{
	const struct row            *row = *state;
	struct ruleset              *ruleset = load_policy(row->policy);
	const struct ruleset_policy *policy = ruleset_policy_find(ruleset, SLICE_LIT("test"));

	assert_non_null(policy);
	assert_int_equal(effect(policy, row->category, row->own), row->does);
	ruleset_close(&ruleset);
}

static bool always(const struct ruleset_policy *policy, const char *code)
{
	uint16_t category = 0;

	assert_true(ruleset_category_find(slice_from_cstr(code), &category));
	return policy->category_always[category];
}

static void the_built_in_default_serves(void **state)
{
	struct ruleset              *ruleset = support_load(&rule, 1);
	const struct ruleset_policy *policy = ruleset_policy_find(ruleset, SLICE_LIT("default"));

	(void)state;
	assert_int_equal(ruleset_policy_count(ruleset), 1);
	assert_ptr_equal(policy, ruleset_policy_at(ruleset, 0));
	assert_string_equal(ruleset_policy_name(policy), "default");
	assert_string_equal(policy->file, "");
	assert_int_equal(policy->level, 1);
	assert_int_equal(policy->score_level, 3);
	assert_int_equal(policy->threshold, 5);
	assert_int_equal(policy->on_incomplete, RULESET_BLOCK);
	assert_true(slice_equal_cstr(policy->mask_with, "[masked]"));
	assert_false(ruleset_policy_stores_content(policy));
	assert_true(always(policy, "weapons.cbrn"));
	assert_false(always(policy, "weapons.conventional"));
	assert_null(ruleset_policy_find(ruleset, SLICE_LIT("strict")));
	ruleset_close(&ruleset);
}

static void figures_are_read(void **state)
{
	struct ruleset *ruleset = load_policy(
		"schema: 1\ndescription: x\nowner: y\nlevel: 3\nscore_level: 4\nthreshold: 9\n"
		"mask_with: '***'\nincomplete: allow\nstore: content\n"
		"decode: {depth: 2, ratio: 3, bytes: 4, candidates: 5}\n"
		"always_block: [profanity]\ncan_relax: [violence.graphic]\n");
	const struct ruleset_policy *policy = ruleset_policy_find(ruleset, SLICE_LIT("test"));
	uint16_t                     graphic = 0;

	(void)state;
	assert_int_equal(policy->level, 3);
	assert_int_equal(policy->score_level, 4);
	assert_int_equal(policy->threshold, 9);
	assert_true(slice_equal_cstr(policy->mask_with, "***"));
	assert_int_equal(policy->on_incomplete, RULESET_SIGNAL);
	assert_true(policy->stores_content);
	assert_int_equal(policy->decode_depth, 2);
	assert_int_equal(policy->decode_ratio, 3);
	assert_int_equal(policy->decode_bytes_free, 4);
	assert_int_equal(policy->decode_candidates, 5);
	assert_true(always(policy, "profanity"));
	assert_true(ruleset_category_find(SLICE_LIT("violence.graphic"), &graphic));
	assert_true(policy->category_can_relax[graphic]);
	ruleset_close(&ruleset);
}

/* ---- layers ---- */

static struct ruleset *load_layers(const char *base, const char *layer)
{
	const struct ruleset_source sources[] = {
		rule,
		{ "policies/acme.yaml", slice_from_cstr(layer) },
		{ "policies/house.yaml", slice_from_cstr(base) },
	};

	return support_load(sources, 3);
}

struct layer_row {
	const char         *label;
	const char         *base;
	const char         *layer;
	const char         *category;
	enum ruleset_action own;
	int                 does; /* under the layer */
};

static const struct layer_row layer_rows[] = {
	{ "what the base says holds", CELLS("profanity: block"), "base: house\n", "profanity",
	  RULESET_BLOCK, RULESET_BLOCK },
	{ "a layer raises a cell", CELLS("profanity: flag"),
	  "base: house\n" CELLS("profanity: mask"), "profanity", RULESET_BLOCK, RULESET_MASK },
	{ "a layer raises a floor", CELLS("profanity: {at_least: flag}"),
	  "base: house\n" CELLS("profanity: {at_least: mask}"), "profanity", RULESET_SIGNAL,
	  RULESET_MASK },
	{ "a raised cell keeps the floor", CELLS("profanity: {at_least: flag}"),
	  "base: house\n" CELLS("profanity: block"), "profanity", RULESET_SIGNAL, RULESET_FLAG },
	{ "a layer lowers what the base lets relax",
	  "can_relax: [weapons.conventional]\n" CELLS("weapons.conventional: block"),
	  "base: house\n" CELLS("weapons.conventional: flag"), "weapons.conventional",
	  RULESET_BLOCK, RULESET_FLAG },
	{ "a family's cell that is no lower", CELLS("sexual: block"),
	  "base: house\n" CELLS("sexual: block"), "sexual.explicit", RULESET_BLOCK, RULESET_BLOCK },
	{ "over the built-in default", "level: 1\n", "base: default\n" CELLS("profanity: block"),
	  "profanity", RULESET_BLOCK, RULESET_BLOCK },
	{ "a layer always blocks", "level: 1\n", "base: house\nalways_block: [profanity]\n",
	  "profanity", RULESET_BLOCK, RULESET_BLOCK },
};

static void layer_does(void **state)
{
	const struct layer_row      *row = *state;
	struct ruleset              *ruleset = load_layers(row->base, row->layer);
	const struct ruleset_policy *policy = ruleset_policy_find(ruleset, SLICE_LIT("acme"));

	assert_non_null(policy);
	assert_int_equal(effect(policy, row->category, row->own), row->does);
	ruleset_close(&ruleset);
}

static void a_layer_begins_as_its_base(void **state)
{
	struct ruleset *ruleset = load_layers(
		"level: 2\nscore_level: 4\nthreshold: 7\nmask_with: '*'\nincomplete: flag\n"
		"store: content\nalways_block: [profanity]\ncan_relax: [violence.graphic]\n",
		"base: house\nlevel: 3\nthreshold: 4\nincomplete: block\nstore: none\n");
	const struct ruleset_policy *policy = ruleset_policy_find(ruleset, SLICE_LIT("acme"));
	uint16_t                     graphic = 0;

	(void)state;
	assert_int_equal(policy->level, 3);
	assert_int_equal(policy->score_level, 4);
	assert_int_equal(policy->threshold, 4);
	assert_true(slice_equal_cstr(policy->mask_with, "*"));
	assert_int_equal(policy->on_incomplete, RULESET_BLOCK);
	assert_false(policy->stores_content);
	assert_true(always(policy, "profanity"));
	assert_true(ruleset_category_find(SLICE_LIT("violence.graphic"), &graphic));
	assert_false(policy->category_can_relax[graphic]);
	assert_string_equal(ruleset_policy_name(policy), "acme");
	assert_string_equal(policy->file, "policies/acme.yaml");
	ruleset_close(&ruleset);
}

static void layers_over_layers(void **state)
{
	const struct ruleset_source sources[] = {
		rule,
		{ "policies/a.yaml", SLICE_INIT("base: b\nthreshold: 2\n") },
		{ "policies/b.yaml", SLICE_INIT("base: c\nlevel: 3\n") },
		{ "policies/c.yaml", SLICE_INIT("base: default\nscore_level: 4\n") },
	};
	struct ruleset              *ruleset = support_load(sources, 4);
	const struct ruleset_policy *policy = ruleset_policy_find(ruleset, SLICE_LIT("a"));

	(void)state;
	assert_int_equal(ruleset_policy_count(ruleset), 4);
	assert_string_equal(ruleset_policy_name(ruleset_policy_at(ruleset, 0)), "a");
	assert_int_equal(policy->threshold, 2);
	assert_int_equal(policy->level, 3);
	assert_int_equal(policy->score_level, 4);
	ruleset_close(&ruleset);
}

/* ---- as shipped ---- */

struct shipped_row {
	const char         *label;
	const char         *policy;
	const char         *category;
	enum ruleset_action own;
	int                 does;
};

static const struct shipped_row shipped_rows[] = {
	{ "default blocks graphic violence", "default", "violence.graphic", RULESET_BLOCK,
	  RULESET_BLOCK },
	{ "default blocks disinformation", "default", "deception.disinformation", RULESET_BLOCK,
	  RULESET_BLOCK },
	{ "default blocks bullying", "default", "harassment.target", RULESET_BLOCK, RULESET_BLOCK },
	{ "default blocks injection", "default", "bypass.injection", RULESET_BLOCK, RULESET_BLOCK },
	{ "default blocks hate symbols", "default", "hate.symbol", RULESET_BLOCK, RULESET_BLOCK },
	{ "default leaves e-mail a signal", "default", "privacy.pii", RULESET_SIGNAL,
	  RULESET_SIGNAL },
	{ "default flags public figures", "default", "person.public_figure", RULESET_BLOCK,
	  RULESET_FLAG },
	{ "permissive flags graphic violence", "permissive", "violence.graphic", RULESET_BLOCK,
	  RULESET_FLAG },
	{ "permissive blocks weapons", "permissive", "weapons.conventional", RULESET_BLOCK,
	  RULESET_BLOCK },
	{ "permissive blocks what always blocks", "permissive", "weapons.cbrn", RULESET_BLOCK,
	  RULESET_BLOCK },
	{ "privacy masks e-mail", "privacy", "privacy.pii", RULESET_SIGNAL, RULESET_MASK },
	{ "privacy blocks what default blocks", "privacy", "hate.symbol", RULESET_BLOCK,
	  RULESET_BLOCK },
};

static void shipped_policy_does(void **state)
{
	const struct shipped_row *row = *state;
	struct ruleset_source     sources[2] = { rule };
	struct ruleset           *ruleset;
	char                      path[128];
	char                      name[64];
	size_t                    length;
	char                     *text;

	(void)snprintf(path, sizeof path, "rules/policies/%s.yaml", row->policy);
	(void)snprintf(name, sizeof name, "policies/%s.yaml", row->policy);
	text = support_read(path, &length);
	sources[1] = (struct ruleset_source){ name, { text, length } };
	ruleset = support_load(sources, 2);
	assert_int_equal(effect(ruleset_policy_find(ruleset, slice_from_cstr(row->policy)),
	                        row->category, row->own),
	                 row->does);
	/* Each lists the categories that always block, for its reader. */
	for (uint16_t i = 0; i < ruleset_category_count(); i++) {
		if (ruleset_category_always(i))
			assert_non_null(strstr(text, ruleset_category_code(i)));
	}
	ruleset_close(&ruleset);
	free(text);
}

int main(void)
{
	static struct rows rows;

	ROWS_ADD(&rows, layer_does, layer_rows);
	rows_add_one(&rows, "a layer begins as its base is", a_layer_begins_as_its_base);
	rows_add_one(&rows, "layers over layers, in any order", layers_over_layers);

	ROWS_ADD(&rows, rule_does, effect_rows);
	rows_add_one(&rows, "the built-in default serves", the_built_in_default_serves);
	rows_add_one(&rows, "figures are read", figures_are_read);
	ROWS_ADD(&rows, shipped_policy_does, shipped_rows);
	return rows_run(&rows, "ruleset_policy");
}
