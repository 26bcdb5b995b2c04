/* SPDX-License-Identifier: Apache-2.0 */
/* The shipped rules, compiled and opened from bytes, say the same, byte for byte, of every text
 * that stands in their tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "doorward/engine.h"
#include "doorward/verdict.h"

static struct ruleset *opened_copy(const struct ruleset *ruleset)
{
	struct ruleset *opened = NULL;
	struct error    err = { 0 };
	struct buffer   bytes;
	bool            tested;

	buffer_init_heap(&bytes);
	assert_int_equal(ruleset_save(ruleset, true, &bytes), STATUS_OK);
	if (ruleset_open_bytes(buffer_slice(&bytes), &opened, &tested, &err) != STATUS_OK)
		fail_msg("%s", err.message);
	buffer_free(&bytes);
	return opened;
}

static void judge(struct engine_worker *worker, const struct ruleset *ruleset, struct slice text,
                  struct buffer *out)
{
	const struct engine_field    field = { .name = SLICE_LIT("prompt"), .text = text };
	const struct engine_prompt   prompt = { .fields = &field,
		                                .field_count = 1,
		                                .decoders = ENGINE_DECODE_ALL };
	const struct engine_verdict *verdict = NULL;

	engine_worker_reset(worker);
	assert_int_equal(engine_check(worker, ruleset, &prompt, &verdict), STATUS_OK);
	buffer_clear(out);
	verdict_write(verdict, out);
	assert_false(out->failed);
}

static void verdicts_are_the_same(void **state)
{
	struct engine_worker *worker = NULL;
	struct ruleset       *first = NULL;
	struct ruleset       *second;
	struct buffer         one;
	struct buffer         other;
	size_t                blocked = 0;

	(void)state;
	assert_int_equal(ruleset_load("rules", &first, NULL), STATUS_OK);
	second = opened_copy(first);
	assert_int_equal(engine_worker_open(&worker), STATUS_OK);
	buffer_init_heap(&one);
	buffer_init_heap(&other);
	for (size_t i = 0; i < ruleset_rule_count(first); i++) {
		const struct ruleset_test *tests;
		const size_t count = ruleset_rule_tests(ruleset_rule_at(first, i), &tests);

		for (size_t k = 0; k < count; k++) {
			judge(worker, first, tests[k].text, &one);
			judge(worker, second, tests[k].text, &other);
			assert_int_equal(one.len, other.len);
			assert_memory_equal(one.ptr, other.ptr, one.len);
			blocked += slice_find(buffer_slice(&one), SLICE_LIT("\"block\""), 0) !=
			           SIZE_MAX;
		}
	}
	assert_true(blocked > 500);
	buffer_free(&one);
	buffer_free(&other);
	engine_worker_close(&worker);
	ruleset_close(&first);
	ruleset_close(&second);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(verdicts_are_the_same) };

	return cmocka_run_group_tests_name("engine_bytes_agree", tests, NULL, NULL);
}
