/* SPDX-License-Identifier: Apache-2.0 */
/* The tests inside a rule: texts it must match and texts it must not. They are kept here and
 * run by whoever can scan. */
#include "ruleset_build.h"

#define TESTS_MIN 2

static enum status tests_add(struct ruleset_build *build, const struct yaml_node *items,
                             bool expect_match, struct ruleset_test *tests, size_t *count)
{
	enum status status = STATUS_OK;

	for (const struct yaml_node *item = items->first; item != NULL; item = item->next) {
		struct ruleset_test *test = &tests[*count];

		status = ruleset_kind_check(build, item, "a test", YAML_SCALAR);
		if (status != STATUS_OK)
			return status;
		if (slice_trim(item->text).len == 0)
			return ruleset_fault(build, "R005", item, "a test is empty");
		*test = (struct ruleset_test){ .text = arena_copy(build->arena, item->text),
			                       .expect_match = expect_match,
			                       .line = item->line,
			                       .column = item->column };
		if (test->text.ptr == NULL)
			return ruleset_no_memory(build);
		(*count)++;
	}
	return STATUS_OK;
}

static enum status tests_check(struct ruleset_build *build, const struct yaml_node *tests,
                               const char *key, struct yaml_node **items)
{
	enum status status;

	*items = yaml_get(tests, key);
	if (*items == NULL)
		return ruleset_fault(build, "R005", tests, "tests lack \"%s:\"", key);
	status = ruleset_kind_check(build, *items, key, YAML_SEQUENCE);
	if (status == STATUS_OK && (*items)->count < TESTS_MIN)
		status = ruleset_fault(build, "R005", *items,
		                       "tests need at least %d texts under %s; here is %zu",
		                       TESTS_MIN, key, (*items)->count);
	if (status != STATUS_OK)
		*items = NULL;
	return status;
}

enum status ruleset_tests_parse(struct ruleset_build *build, const struct yaml_node *node,
                                struct ruleset_rule *rule)
{
	static const char *const keys[] = { "block", "pass" };
	struct yaml_node        *items[2];
	size_t                   room = 0;
	size_t                   count = 0;
	struct ruleset_test     *tests;
	enum status              status;

	status = ruleset_keys_check(build, node, "tests", keys, sizeof keys / sizeof keys[0]);
	for (size_t i = 0; status == STATUS_OK && i < 2; i++) {
		status = ruleset_fault_pass(build, tests_check(build, node, keys[i], &items[i]));
		room += status == STATUS_OK && items[i] != NULL ? items[i]->count : 0;
	}
	if (status != STATUS_OK)
		return status;
	tests = ARENA_ARRAY(build->arena, room, struct ruleset_test);
	if (tests == NULL)
		return ruleset_no_memory(build);
	for (size_t i = 0; status == STATUS_OK && i < 2; i++)
		if (items[i] != NULL)
			status = tests_add(build, items[i], i == 0, tests, &count);
	rule->tests = tests;
	rule->test_count = count;
	return status;
}
