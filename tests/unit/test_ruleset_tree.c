/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions as nodes, and what the scan is told to look for. */
#include "test_ruleset_support.h"

struct shape_row {
	const char *label;
	const char *when;
	const char *shape; /* nodes as KIND+next, atoms by number */
};

static const struct shape_row shape_rows[] = {
	{ "a text is an atom", "    when: pipe bomb\n", "atom0>1" },
	{ "phrase is the same", "    when: {phrase: pipe bomb}\n", "atom0>1" },
	{ "any of three", "    when: {any: [a, b, c]}\n", "any>4 atom0>2 atom1>3 atom2>4" },
	{ "equal texts are one atom", "    when: {any: [a, {phrase: a}, b]}\n",
	  "any>4 atom0>2 atom0>3 atom1>4" },
	{ "branches nest", "    when: {all: [{any: [a, b]}, {none: [c, d]}, e]}\n",
	  "all>8 any>4 atom0>3 atom1>4 none>7 atom2>6 atom3>7 atom4>8" },
	{ "near keeps its words", "    when: {near: {within: 8 words, of: [a, {any: [b, c]}]}}\n",
	  "near8>5 atom0>2 any>5 atom1>4 atom2>5" },
	{ "near may be ordered, within a number",
	  "    when: {near: {within: 0, ordered: true, of: [a, b]}}\n",
	  "near0!>3 atom0>2 atom1>3" },
	{ "one word", "    when: {near: {within: 1 word, ordered: false, of: [a, b]}}\n",
	  "near1>3 atom0>2 atom1>3" },
};

#define SHAPE_BYTES 512

static void shape_write(const struct ruleset_tree *tree, uint32_t count, char *shape)
{
	static const char *const names[] = { "any", "all", "none", "near", "atom" };

	struct buffer text;

	buffer_init_fixed(&text, shape, SHAPE_BYTES);
	for (uint32_t i = 0; i < count; i++) {
		buffer_append_format(&text, "%s%s", i == 0 ? "" : " ", names[tree[i].kind]);
		if (tree[i].kind == RULESET_TREE_NEAR)
			buffer_append_format(&text, "%u%s", tree[i].within,
			                     tree[i].ordered ? "!" : "");
		if (tree[i].kind == RULESET_TREE_ATOM)
			buffer_append_format(&text, "%u", tree[i].atom);
		buffer_append_format(&text, ">%u", tree[i].next);
	}
	buffer_append_char(&text, '\0');
	assert_false(text.failed);
}

static void when_has_the_shape(void **state)
{
	const struct shape_row *row = *state;
	struct ruleset         *ruleset;
	char                    text[2048];
	char                    shape[SHAPE_BYTES];

	(void)snprintf(text, sizeof text, RULE_FILE("", "enforce", "%s"), row->when);
	ruleset = support_load_text(text);
	shape_write(ruleset->rules[0].when, ruleset->rules[0].when_count, shape);
	assert_string_equal(shape, row->shape);
	assert_null(ruleset->rules[0].except);
	ruleset_close(&ruleset);
}

static const struct shape_row except_rows[] = {
	{ "a list of exceptions", "    when: a\n    except: [b, {all: [c, d]}]\n",
	  "any>5 atom1>2 all>5 atom2>4 atom3>5" },
	{ "one exception as a mapping", "    when: a\n    except: {all: [b, c]}\n",
	  "any>4 all>4 atom1>3 atom2>4" },
	{ "one exception as a text", "    when: a\n    except: b c\n", "any>2 atom1>2" },
};

static void except_has_the_shape(void **state)
{
	const struct shape_row *row = *state;
	struct ruleset         *ruleset;
	char                    text[2048];
	char                    shape[SHAPE_BYTES];

	(void)snprintf(text, sizeof text, RULE_FILE("", "enforce", "%s"), row->when);
	ruleset = support_load_text(text);
	shape_write(ruleset->rules[0].except, ruleset->rules[0].except_count, shape);
	assert_string_equal(shape, row->shape);
	ruleset_close(&ruleset);
}

/* ---- triggers ---- */

struct trigger_row {
	const char *label;
	const char *text;
	const char *candidates; /* rules, by number, whose literals or expressions occur */
};

struct hits {
	const struct ruleset_trigger *triggers;
	bool                          rules[8];
};

static void hit(void *context, uint32_t id)
{
	struct hits *hits = context;

	assert_true(hits->triggers[id].atom_count > 0);
	for (uint32_t i = 0; i < hits->triggers[id].count; i++) {
		assert_true(i == 0 ||
		            hits->triggers[id].rules[i - 1] < hits->triggers[id].rules[i]);
		hits->rules[hits->triggers[id].rules[i]] = true;
	}
}

/* What the words of a folded text name. */
static void words_hit(const struct ruleset *ruleset, struct slice text, struct hits *hits)
{
	struct arena      arena;
	struct match_text words;

	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(match_text_init(&words, &ruleset->vocabulary, text, &arena), STATUS_OK);
	for (size_t i = 0; i < words.words.count; i++) {
		const uint32_t word = words.ids[i];

		for (uint32_t use = word == MATCH_WORD_UNKNOWN ? 0 : ruleset->use_ends[word - 1];
		     use < ruleset->use_ends[word]; use++) {
			const struct ruleset_atom *atom = &ruleset->atoms[ruleset->uses[use].atom];

			assert_true(atom->named && atom->rule_count > 0);
			for (uint32_t r = 0; r < atom->rule_count; r++)
				hits->rules[atom->rules[r]] = true;
		}
	}
	arena_close(&arena);
}

static const char six_rules[] =
	"schema: 1\ncategory: weapons.conventional\nowner: team\nrules:\n"
	"  - {id: t.zero, title: t, severity: low, action: flag, mode: enforce,\n"
	"     when: {all: [make, {any: [semtex, grenade]}, {none: [movie]}]},\n"
	"     tests: {block: [a, b], pass: [c, d]}}\n"
	"  - {id: t.one, title: t, severity: low, action: flag, mode: shadow,\n"
	"     when: {near: {within: 3, of: [how, semtex]}}, except: [movie],\n"
	"     tests: {block: [a, b], pass: [c, d]}}\n"
	"  - {id: t.two, title: t, severity: low, action: flag, mode: draft,\n"
	"     when: semtex, tests: {block: [a, b], pass: [c, d]}}\n"
	"  - {id: t.three, title: t, severity: low, action: flag, mode: enforce,\n"
	"     when: {regex: 'akia[0-9]{4}'}, tests: {block: [a, b], pass: [c, d]}}\n"
	"  - {id: t.four, title: t, severity: low, action: flag, mode: enforce,\n"
	"     when: {regex: '[0-9]{6}'}, tests: {block: [a, b], pass: [c, d]}}\n"
	"  - {id: t.five, title: t, severity: low, action: flag, mode: enforce,\n"
	"     when: 'cyanid*', tests: {block: [a, b], pass: [c, d]}}\n";

static const struct trigger_row trigger_rows[] = {
	{ "a common word names none", " make how movie ", "" },
	{ "a rare word names every rule that needs it, not the draft", " semtex ", "01" },
	{ "the other word of any", " grenade ", "0" },
	{ "the beginning of a word", " cyanides ", "5" },
	{ "a regex by its fixed letters", " akia1 ", "3" },
	{ "a regex without any by the prefilter", " 123456 ", "4" },
};

static void candidates_are_named(void **state)
{
	const struct trigger_row *row = *state;
	struct ruleset           *ruleset = support_load_text(six_rules);
	struct match_scratch     *scratch = NULL;
	struct slice              text = slice_from_cstr(row->text);
	struct hits               hits = { .triggers = ruleset->literal_triggers };
	char                      found[16] = "";

	assert_int_equal(ruleset->backend->scratch_fit(ruleset->literals, &scratch), STATUS_OK);
	assert_int_equal(match_prefilter_scratch_fit(ruleset->prefilter, &scratch), STATUS_OK);
	assert_int_equal(ruleset->backend->scan(ruleset->literals, scratch, text, hit, &hits),
	                 STATUS_OK);
	words_hit(ruleset, text, &hits);
	hits.triggers = ruleset->prefilter_triggers;
	assert_int_equal(match_prefilter_scan(ruleset->prefilter, scratch, text, hit, &hits),
	                 STATUS_OK);
	for (size_t i = 0; i < ruleset->rule_count; i++) {
		if (hits.rules[i])
			(void)snprintf(found + strlen(found), sizeof found - strlen(found), "%zu",
			               i);
	}
	assert_string_equal(found, row->candidates);
	ruleset->backend->scratch_close(&scratch);
	ruleset_close(&ruleset);
}

int main(void)
{
	static struct rows rows;

	ROWS_ADD(&rows, when_has_the_shape, shape_rows);
	ROWS_ADD(&rows, except_has_the_shape, except_rows);
	ROWS_ADD(&rows, candidates_are_named, trigger_rows);
	return rows_run(&rows, "ruleset_tree");
}
