/* SPDX-License-Identifier: Apache-2.0 */
/* A record is read back as it was written. */
#include "audit_chain.h"
#include "audit_content.h"
#include "audit_encode.h"
#include "audit_entry.h"
#include "test_base_rows.h"

static const char *const           chain[] = { "base64", "caseless", "spacing" };
static const char *const           would_rules[] = { "a.shadow", "b.shadow" };
static const struct audit_category categories[] = { { "weapons.conventional", "critical", 5 },
	                                            { "profanity", "low", 1 },
	                                            { "defamation", "low", 2 } };
static const struct audit_finding  findings[] = {
	 { .rule = "weapons.explosives.build",
	   .category = "weapons.conventional",
	   .severity = "critical",
	   .action = "block",
	   .mode = "enforce",
	   .field = SLICE_INIT("caption \xC3\xA9\n"),
	   .start = 14,
	   .end = 46,
	   .exact = true,
	   .chain = chain,
	   .chain_count = 3,
	   .part_count = 2,
	   .evasive = true,
	   .decides = true },
	 { .rule = "profanity.mild",
	   .category = "profanity",
	   .severity = "low",
	   .action = "flag",
	   .mode = "shadow",
	   .field = SLICE_INIT("prompt") },
};
static const struct audit_signal     signals[] = { { "bypass.encoding/base64", 2 } };
static const struct audit_field_hash hashes[] = {
	{ SLICE_INIT("prompt"), { "00112233445566778899aabbccddeeff" } },
	{ SLICE_INIT("caption"), { "ffeeddccbbaa99887766554433221100" } },
};
static const struct audit_record full = {
	.time_us = 1767323045000006u,
	.node = "node-a",
	.id = "vd_01",
	.request_id = SLICE_INIT("r-1"),
	.account = SLICE_INIT("acme"),
	.face = "native",
	.direction = "input",
	.policy = SLICE_INIT("default"),
	.revision = "sha256:ab",
	.decision = "block",
	.would_decision = "mask",
	.would_rules = would_rules,
	.would_rule_count = 2,
	.complete = true,
	.categories = categories,
	.category_count = 3,
	.findings = findings,
	.finding_count = 2,
	.signals = signals,
	.signal_count = 1,
	.evasion = true,
	.field_hashes = hashes,
	.field_hash_count = 2,
};

static void line_of(const struct audit_record *record, struct buffer *line)
{
	struct audit_head head = { .seq = 6 };
	struct buffer     body;

	buffer_init_heap(&body);
	buffer_init_heap(line);
	audit_encode(record, &body);
	audit_chain_append(&head, buffer_slice(&body), SLICE_LIT(AUDIT_CONTENT_NONE), line);
	line->len--; /* the newline */
	buffer_free(&body);
}

#define assert_text(slice, text) assert_true(slice_equal_cstr(slice, text))

static void reads_a_verdict(void **state)
{
	struct audit_entry entry;
	struct arena       arena;
	struct buffer      line;

	(void)state;
	line_of(&full, &line);
	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(audit_entry_read(buffer_slice(&line), &arena, &entry), STATUS_OK);
	assert_int_equal(entry.seq, 7);
	assert_int_equal(entry.time_us, full.time_us);
	assert_text(entry.id, "vd_01");
	assert_text(entry.request_id, "r-1");
	assert_int_equal(entry.trace_id.len, 0);
	assert_text(entry.account, "acme");
	assert_text(entry.decision, "block");
	assert_text(entry.would_decision, "mask");
	assert_int_equal(entry.would_rules.count, 2);
	assert_text(entry.would_rules.at[1], "b.shadow");
	assert_true(entry.complete && entry.evasion);
	assert_int_equal(entry.category_count, 3);
	assert_text(entry.categories[2].code, "defamation");
	assert_int_equal(entry.categories[2].score, 2);
	assert_int_equal(entry.finding_count, 2);
	assert_text(entry.findings[0].field, "caption \xC3\xA9\n");
	assert_int_equal(entry.findings[0].end, 46);
	assert_int_equal(entry.findings[0].chain.count, 3);
	assert_text(entry.findings[0].chain.at[2], "spacing");
	assert_true(entry.findings[0].decides && !entry.findings[1].decides);
	assert_text(entry.findings[1].mode, "shadow");
	assert_int_equal(entry.signals[0].count, 2);
	assert_int_equal(entry.hash_count, 2);
	assert_text(entry.hashes[1].hash, "ffeeddccbbaa99887766554433221100");
	assert_int_equal(entry.content_box.len, 0);
	assert_int_equal(entry.hash.len, 64);
	arena_close(&arena);
	buffer_free(&line);
}

static void reads_what_is_no_verdict(void **state)
{
	const struct audit_record record = { .node = "node-a", .face = "audit.recovery" };
	struct audit_entry        entry;
	struct arena              arena;
	struct buffer             line;

	(void)state;
	line_of(&record, &line);
	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(audit_entry_read(buffer_slice(&line), &arena, &entry), STATUS_OK);
	assert_text(entry.face, "audit.recovery");
	assert_int_equal(entry.decision.len + entry.id.len + entry.finding_count, 0);
	arena_close(&arena);
	buffer_free(&line);
}

struct row {
	const char *label;
	const char *line;
};

static const struct row rows_of_faults[] = {
	{ "refuses what is no JSON", "{\"seq\":1,\"time\"" },
	{ "refuses a record without a number", "{\"time\":\"t\"}" },
	{ "refuses an array", "[1]" },
	{ "refuses findings that are no objects", "{\"seq\":1,\"findings\":[1]}" },
	{ "refuses a fraction as a number", "{\"seq\":1.5}" },
	{ "refuses bytes behind it", "{\"seq\":1}{" },
};

static void refuses(void **state)
{
	const struct row  *row = *state;
	struct audit_entry entry;
	struct arena       arena;

	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(audit_entry_read(slice_from_cstr(row->line), &arena, &entry),
	                 STATUS_CORRUPT);
	arena_close(&arena);
}

static void says_when_memory_is_full(void **state)
{
	struct audit_entry entry;
	struct arena       arena;
	struct buffer      line;
	enum status        status = STATUS_NO_MEMORY;

	(void)state;
	line_of(&full, &line);
	for (size_t cap = 64; status != STATUS_OK; cap += 64) {
		assert_true(cap < 1 << 20);
		assert_true(arena_open(&arena, cap));
		status = audit_entry_read(buffer_slice(&line), &arena, &entry);
		assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
		arena_close(&arena);
	}
	buffer_free(&line);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "reads a verdict", reads_a_verdict);
	rows_add_one(&rows, "reads what is no verdict", reads_what_is_no_verdict);
	ROWS_ADD(&rows, refuses, rows_of_faults);
	rows_add_one(&rows, "says when memory is full", says_when_memory_is_full);
	return rows_run(&rows, "audit_entry");
}
