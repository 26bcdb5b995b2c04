/* SPDX-License-Identifier: Apache-2.0 */
/* Rulesets out of a few lines, for the tests of engine/ruleset. */
#ifndef TEST_RULESET_SUPPORT_H
#define TEST_RULESET_SUPPORT_H

#include "ruleset_rule.h"

#include "test_base_rows.h"
#include "text_fold.h"

#include <stdlib.h>

/* A rule file with one rule: `rule` are the lines of its keys from `when` on, without
 * `tests`; `lists` is "" or the lines of `lists:`. */
#define RULE_FILE(lists, mode, rule)                                                               \
	"schema: 1\ncategory: weapons.conventional\nowner: team\n" lists "rules:\n"                \
	"  - id: weapons.test.one\n    title: One\n    severity: high\n    action: block\n"        \
	"    mode: " mode "\n" rule "    tests: {block: [a, b], pass: [c, d]}\n"

static inline struct ruleset *support_load(const struct ruleset_source *sources, size_t count)
{
	struct ruleset *ruleset = NULL;
	struct error    err;

	if (ruleset_load_with("naive", sources, count, &ruleset, &err) != STATUS_OK)
		fail_msg("%s:%u:%u: %s", err.file, err.line, err.column, err.message);
	return ruleset;
}

static inline struct ruleset *support_load_text(const char *text)
{
	const struct ruleset_source source = { "rules.yaml", slice_from_cstr(text) };

	return support_load(&source, 1);
}

/* Does an atom of the ruleset, a phrase, occur in the text? */
static inline bool support_occurs(const struct ruleset *ruleset, const struct ruleset_atom *atom,
                                  struct slice text)
{
	struct match_spans spans = { 0 };
	struct match_text  words;
	struct slice       folded;
	struct arena       arena;
	uint64_t           steps = 1000000;

	assert_int_equal(atom->kind, RULESET_ATOM_PHRASE);
	assert_true(arena_open(&arena, 16 * 1024 * 1024));
	assert_int_equal(text_fold_pattern(text, &arena, &folded), STATUS_OK);
	assert_int_equal(match_text_init(&words, &ruleset->vocabulary, folded, &arena), STATUS_OK);
	assert_int_equal(match_phrase_find(&atom->phrase, &words, &arena, SIZE_MAX, &steps, &spans),
	                 STATUS_OK);
	arena_close(&arena);
	return spans.count > 0;
}

/* A whole file in memory that free() takes; its length in *length. */
static inline char *support_read(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	char *text = malloc(1024 * 1024);

	if (file == NULL || text == NULL)
		fail_msg("%s cannot be read", path);
	*length = fread(text, 1, 1024 * 1024 - 1, file);
	text[*length] = '\0';
	(void)fclose(file);
	return text;
}

#endif
