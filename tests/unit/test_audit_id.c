/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_id.h"
#include "test_base_rows.h"

static uint64_t now_us;

static uint64_t told(void *context)
{
	(void)context;
	return now_us;
}

static void open_source(struct audit_id_source *source, uint64_t ms)
{
	now_us = ms * 1000;
	audit_id_source_init(source, (struct audit_clock){ told, NULL });
}

static void looks_right(void **state)
{
	struct audit_id_source source;
	struct audit_id        id;

	(void)state;
	open_source(&source, 1469918176385u); /* the example of the ULID specification */
	audit_id_next(&source, &id);
	assert_int_equal(strlen(id.text), AUDIT_ID_CHARS);
	assert_memory_equal(id.text, "vd_01ARYZ6S41", 13);
	assert_int_equal(strspn(id.text + 3, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 26);
	audit_id_source_reset(&source);
}

static void rises_while_the_clock_stands_or_goes_back(void **state)
{
	struct audit_id_source source;
	struct audit_id        last, next;

	(void)state;
	open_source(&source, 1700000000000u);
	audit_id_next(&source, &last);
	for (unsigned i = 0; i < 5000; i++) {
		if (i == 1000)
			now_us -= 3600u * 1000000u;
		if (i > 2000)
			now_us += 700;
		audit_id_next(&source, &next);
		assert_true(strcmp(last.text, next.text) < 0);
		last = next;
	}
	audit_id_source_reset(&source);
}

static void carries_over_when_the_random_part_ends(void **state)
{
	struct audit_id_source source;
	struct audit_id        last, next;

	(void)state;
	open_source(&source, 1700000000000u);
	audit_id_next(&source, &last);
	source.low = UINT64_MAX - 1;
	source.high = UINT16_MAX;
	audit_id_next(&source, &last);
	audit_id_next(&source, &next);
	assert_true(strcmp(last.text, next.text) < 0);
	source.low = UINT64_MAX;
	source.high = 7;
	audit_id_next(&source, &last);
	assert_int_equal(source.high, 8);
	assert_int_equal(source.low, 0);
	audit_id_source_reset(&source);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "is vd_ and a ULID", looks_right);
	rows_add_one(&rows, "rises while the clock stands or goes back",
	             rises_while_the_clock_stands_or_goes_back);
	rows_add_one(&rows, "carries over when the random part ends",
	             carries_over_when_the_random_part_ends);
	return rows_run(&rows, "audit_id");
}
