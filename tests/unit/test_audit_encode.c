/* SPDX-License-Identifier: Apache-2.0 */
/* Golden lines: the order and the spelling of a record's members are a contract. */
#include "audit_encode.h"
#include "test_base_rows.h"

static const char *const           chain[] = { "base64", "caseless" };
static const char *const           would_rules[] = { "a.shadow" };
static const char *const           redacted[] = { "text" };
static const struct audit_category categories[] = { { "weapons.conventional", "critical", 5 },
	                                            { "profanity", "low", 0 } };
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
	   .chain_count = 2,
	   .part_count = 1,
	   .evasive = true,
	   .decides = true },
};
static const struct audit_signal     signals[] = { { "bypass.encoding/base64", 2 } };
static const struct audit_field_hash hashes[] = {
	{ SLICE_INIT("prompt"), { "00112233445566778899aabbccddeeff" } },
};
static const struct audit_size sizes[] = { { "body", 49 }, { "fields", 1 } };

struct row {
	const char         *label;
	struct audit_record record;
	const char         *line;
};

static const struct audit_standing    standing = { .added_milli = 1000,
	                                           .points_milli = 2980,
	                                           .reached = "warn",
	                                           .plan = "pro",
	                                           .left_minute = 59,
	                                           .left_day = UINT64_MAX,
	                                           .has_credits = true,
	                                           .credits_millionths = -1,
	                                           .charged_millionths = 40000 };
static const struct audit_notice_text texts_of_change[] = { { "actor", "cli" }, { "reason", "" } };
static const struct audit_notice      change = { "key", NULL, 0, texts_of_change, 2 };

static const struct row rows_of_records[] = {
	{ "writes a full verdict",
	  { .time_us = 1767323045000006u,
	    .node = "node-a",
	    .id = "vd_01",
	    .request_id = SLICE_INIT("r-1"),
	    .trace_id = SLICE_INIT("4bf92f3577b34da6a3ce929d0e0e4736"),
	    .account = SLICE_INIT("acme"),
	    .key_id = SLICE_INIT("k1"),
	    .face = "native",
	    .direction = "input",
	    .policy = SLICE_INIT("default"),
	    .revision = "sha256:ab",
	    .decision = "block",
	    .would_decision = "mask",
	    .would_rules = would_rules,
	    .would_rule_count = 1,
	    .complete = true,
	    .categories = categories,
	    .category_count = 2,
	    .findings = findings,
	    .finding_count = 1,
	    .signals = signals,
	    .signal_count = 1,
	    .evasion = true,
	    .coverage = { 1840, 1840, 412, 3, 2, false },
	    .field_hashes = hashes,
	    .field_hash_count = 1,
	    .sizes = sizes,
	    .size_count = 2,
	    .timing_us = 31,
	    .redacted = redacted,
	    .redacted_count = 1 },
	  "\"time\":\"2026-01-02T03:04:05.000006Z\",\"node\":\"node-a\",\"id\":\"vd_01\","
	  "\"request_id\":\"r-1\",\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\","
	  "\"account\":\"acme\",\"key_id\":\"k1\",\"face\":\"native\",\"direction\":\"input\","
	  "\"policy\":\"default\",\"revision\":\"sha256:ab\",\"decision\":\"block\","
	  "\"would\":{\"decision\":\"mask\",\"rules\":[\"a.shadow\"]},\"complete\":true,"
	  "\"categories\":[{\"code\":\"weapons.conventional\",\"severity\":\"critical\","
	  "\"score\":5},{\"code\":\"profanity\",\"severity\":\"low\",\"score\":0}],"
	  "\"findings\":[{\"rule\":\"weapons.explosives.build\","
	  "\"category\":\"weapons.conventional\",\"severity\":\"critical\",\"action\":\"block\","
	  "\"mode\":\"enforce\",\"field\":\"caption \\u00e9\\n\",\"span\":{\"start\":14,"
	  "\"end\":46},\"exact\":true,\"chain\":[\"base64\",\"caseless\"],\"parts\":1,"
	  "\"uncertain\":false,\"evasive\":true,\"decides\":true}],"
	  "\"signals\":[{\"name\":\"bypass.encoding/base64\",\"count\":2}],\"evasion\":true,"
	  "\"coverage\":{\"bytes\":1840,\"inspected\":1840,\"decoded\":412,\"views\":3,"
	  "\"depth\":2,\"budget_hit\":false},"
	  "\"field_hashes\":[{\"field\":\"prompt\","
	  "\"hash\":\"00112233445566778899aabbccddeeff\"}],"
	  "\"sizes\":{\"body\":49,\"fields\":1},\"strikes\":null,\"limits\":null,"
	  "\"timing_us\":{\"total\":31},\"redacted\":[\"text\"],\"notice\":null" },
	{ "writes where a key stands, and who changed it",
	  { .time_us = 0,
	    .node = "node-a",
	    .face = "native",
	    .standing = &standing,
	    .notice = &change },
	  "\"time\":\"1970-01-01T00:00:00.000000Z\",\"node\":\"node-a\",\"id\":null,"
	  "\"request_id\":null,\"trace_id\":null,\"account\":null,\"key_id\":null,"
	  "\"face\":\"native\",\"direction\":null,\"policy\":null,\"revision\":null,"
	  "\"decision\":null,\"would\":null,\"complete\":null,\"categories\":[],"
	  "\"findings\":[],\"signals\":[],\"evasion\":null,\"coverage\":null,"
	  "\"field_hashes\":[],\"sizes\":{},"
	  "\"strikes\":{\"added\":1,\"points\":2.98,\"reached\":\"warn\",\"held\":null},"
	  "\"limits\":{\"plan\":\"pro\",\"remaining_minute\":59,\"remaining_day\":null,"
	  "\"credits\":-0.000001,\"charged\":0.04},"
	  "\"timing_us\":null,\"redacted\":[],"
	  "\"notice\":{\"kind\":\"key\",\"actor\":\"cli\",\"reason\":null}" },
	{ "writes null for all that is absent",
	  { .time_us = 0, .node = "node-a", .face = "audit.recovery" },
	  "\"time\":\"1970-01-01T00:00:00.000000Z\",\"node\":\"node-a\",\"id\":null,"
	  "\"request_id\":null,\"trace_id\":null,\"account\":null,\"key_id\":null,"
	  "\"face\":\"audit.recovery\",\"direction\":null,\"policy\":null,\"revision\":null,"
	  "\"decision\":null,\"would\":null,\"complete\":null,\"categories\":[],"
	  "\"findings\":[],\"signals\":[],\"evasion\":null,\"coverage\":null,"
	  "\"field_hashes\":[],\"sizes\":{},\"strikes\":null,\"limits\":null,"
	  "\"timing_us\":null,\"redacted\":[],\"notice\":null" },
};

static void encodes(void **state)
{
	const struct row *row = *state;
	struct buffer     out;

	buffer_init_heap(&out);
	audit_encode(&row->record, &out);
	assert_false(out.failed);
	buffer_append_char(&out, '\0');
	assert_string_equal(out.ptr, row->line);
	buffer_free(&out);
}

static void cuts_a_long_name(void **state)
{
	static const char             long_name[1000] = "";
	const struct audit_field_hash hash = { { long_name, sizeof long_name }, { "" } };
	const struct audit_record     record = { .face = "test",
		                                 .field_hashes = &hash,
		                                 .field_hash_count = 1 };
	struct buffer                 out;

	(void)state;
	buffer_init_heap(&out);
	audit_encode(&record, &out);
	/* Each NUL takes six bytes. */
	assert_true(out.len < 6 * AUDIT_NAME_BYTES_MAX + 600);
	buffer_free(&out);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, encodes, rows_of_records);
	rows_add_one(&rows, "cuts a field name that is too long", cuts_a_long_name);
	return rows_run(&rows, "audit_encode");
}
