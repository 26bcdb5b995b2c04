/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_encode.h"

#include "audit_clock.h"
#include "base_json.h"

static void put_null(struct buffer *out)
{
	buffer_append_cstr(out, "null");
}

static void put_bool(struct buffer *out, const char *name, bool value)
{
	json_write_key(out, name);
	buffer_append_cstr(out, value ? "true" : "false");
}

static void put_number(struct buffer *out, const char *name, uint64_t value)
{
	json_write_key(out, name);
	buffer_append_u64(out, value);
}

static void put_slice(struct buffer *out, const char *name, struct slice text)
{
	json_write_key(out, name);
	if (text.len == 0)
		put_null(out);
	else
		json_write_string_ascii(out, text);
}

static void put_cstr(struct buffer *out, const char *name, const char *text)
{
	put_slice(out, name, slice_from_cstr(text));
}

static void put_field_name(struct buffer *out, struct slice name)
{
	if (name.len > AUDIT_NAME_BYTES_MAX)
		name = slice_range(name, 0, AUDIT_NAME_BYTES_MAX);
	json_write_key(out, "field");
	json_write_string_ascii(out, name);
}

static void put_words(struct buffer *out, const char *name, const char *const *words, size_t count)
{
	json_write_key(out, name);
	buffer_append_char(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_append_char(out, ',');
		json_write_string_ascii(out, slice_from_cstr(words[i]));
	}
	buffer_append_char(out, ']');
}

/* Begins item `index` of an array of objects. */
static void begin_item(struct buffer *out, size_t index)
{
	buffer_append_cstr(out, index > 0 ? ",{" : "{");
}

static void put_would(const struct audit_record *record, struct buffer *out)
{
	json_write_key(out, "would");
	if (record->would_decision == NULL) {
		put_null(out);
		return;
	}
	buffer_append_char(out, '{');
	put_cstr(out, "decision", record->would_decision);
	put_words(out, "rules", record->would_rules, record->would_rule_count);
	buffer_append_char(out, '}');
}

static void put_categories(const struct audit_record *record, struct buffer *out)
{
	json_write_key(out, "categories");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < record->category_count; i++) {
		const struct audit_category *category = &record->categories[i];

		begin_item(out, i);
		put_cstr(out, "code", category->code);
		put_cstr(out, "severity", category->severity);
		put_number(out, "score", category->score);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void put_finding(const struct audit_finding *finding, struct buffer *out)
{
	put_cstr(out, "rule", finding->rule);
	put_cstr(out, "category", finding->category);
	put_cstr(out, "severity", finding->severity);
	put_cstr(out, "action", finding->action);
	put_cstr(out, "mode", finding->mode);
	put_field_name(out, finding->field);
	json_write_key(out, "span");
	buffer_append_char(out, '{');
	put_number(out, "start", finding->start);
	put_number(out, "end", finding->end);
	buffer_append_char(out, '}');
	put_bool(out, "exact", finding->exact);
	put_words(out, "chain", finding->chain, finding->chain_count);
	put_number(out, "parts", finding->part_count);
	put_bool(out, "uncertain", finding->uncertain);
	put_bool(out, "evasive", finding->evasive);
	put_bool(out, "decides", finding->decides);
}

static void put_findings(const struct audit_record *record, struct buffer *out)
{
	json_write_key(out, "findings");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < record->finding_count; i++) {
		begin_item(out, i);
		put_finding(&record->findings[i], out);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void put_signals(const struct audit_record *record, struct buffer *out)
{
	json_write_key(out, "signals");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < record->signal_count; i++) {
		begin_item(out, i);
		put_cstr(out, "name", record->signals[i].name);
		put_number(out, "count", record->signals[i].count);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void put_coverage(const struct audit_coverage *coverage, struct buffer *out)
{
	json_write_key(out, "coverage");
	buffer_append_char(out, '{');
	put_number(out, "bytes", coverage->bytes);
	put_number(out, "inspected", coverage->inspected);
	put_number(out, "decoded", coverage->decoded);
	put_number(out, "views", coverage->views);
	put_number(out, "depth", coverage->depth);
	put_bool(out, "budget_hit", coverage->budget_hit);
	buffer_append_char(out, '}');
}

/* "decision" to "coverage" of a record that is no verdict. */
static void put_no_verdict(struct buffer *out)
{
	buffer_append_cstr(out, ",\"decision\":null,\"would\":null,\"complete\":null,"
	                        "\"categories\":[],\"findings\":[],\"signals\":[],"
	                        "\"evasion\":null,\"coverage\":null");
}

static void put_verdict(const struct audit_record *record, struct buffer *out)
{
	put_cstr(out, "decision", record->decision);
	put_would(record, out);
	put_bool(out, "complete", record->complete);
	put_categories(record, out);
	put_findings(record, out);
	put_signals(record, out);
	put_bool(out, "evasion", record->evasion);
	put_coverage(&record->coverage, out);
}

static void put_field_hashes(const struct audit_record *record, struct buffer *out)
{
	json_write_key(out, "field_hashes");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < record->field_hash_count; i++) {
		begin_item(out, i);
		put_field_name(out, record->field_hashes[i].field);
		put_cstr(out, "hash", record->field_hashes[i].hash.text);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void put_sizes(const struct audit_record *record, struct buffer *out)
{
	json_write_key(out, "sizes");
	buffer_append_char(out, '{');
	for (size_t i = 0; i < record->size_count; i++)
		put_number(out, record->sizes[i].name, record->sizes[i].value);
	buffer_append_char(out, '}');
}

/* 2980 thousandths are 2.98. */
static void put_decimal(struct buffer *out, const char *name, int64_t value, uint64_t one)
{
	uint64_t size = value < 0 ? (uint64_t)-value : (uint64_t)value;
	uint64_t rest = size % one;

	json_write_key(out, name);
	buffer_append_cstr(out, value < 0 ? "-" : "");
	buffer_append_u64(out, size / one);
	if (rest == 0)
		return;
	buffer_append_char(out, '.');
	for (one /= 10; rest > 0; one /= 10) {
		buffer_append_char(out, (char)('0' + rest / one));
		rest %= one;
	}
}

static void put_left(struct buffer *out, const char *name, uint64_t left)
{
	json_write_key(out, name);
	if (left == UINT64_MAX)
		put_null(out);
	else
		buffer_append_u64(out, left);
}

static void put_standing(const struct audit_standing *standing, struct buffer *out)
{
	if (standing == NULL) {
		buffer_append_cstr(out, ",\"strikes\":null,\"limits\":null");
		return;
	}
	buffer_append_cstr(out, ",\"strikes\":{");
	put_decimal(out, "added", (int64_t)standing->added_milli, 1000);
	put_decimal(out, "points", (int64_t)standing->points_milli, 1000);
	put_cstr(out, "reached", standing->reached);
	put_cstr(out, "held", standing->held);
	buffer_append_cstr(out, "},\"limits\":{");
	put_cstr(out, "plan", standing->plan);
	put_left(out, "remaining_minute", standing->left_minute);
	put_left(out, "remaining_day", standing->left_day);
	if (standing->has_credits)
		put_decimal(out, "credits", standing->credits_millionths, 1000000);
	else
		buffer_append_cstr(out, ",\"credits\":null");
	put_decimal(out, "charged", standing->charged_millionths, 1000000);
	buffer_append_char(out, '}');
}

static void put_timing(const struct audit_record *record, struct buffer *out)
{
	json_write_key(out, "timing_us");
	if (record->decision == NULL) {
		put_null(out);
		return;
	}
	buffer_append_char(out, '{');
	put_number(out, "total", record->timing_us);
	buffer_append_char(out, '}');
}

static void put_notice(const struct audit_notice *notice, struct buffer *out)
{
	json_write_key(out, "notice");
	if (notice == NULL) {
		put_null(out);
		return;
	}
	buffer_append_char(out, '{');
	put_cstr(out, "kind", notice->kind);
	for (size_t i = 0; i < notice->number_count; i++)
		put_number(out, notice->numbers[i].name, notice->numbers[i].value);
	for (size_t i = 0; i < notice->text_count; i++)
		put_cstr(out, notice->texts[i].name, notice->texts[i].value);
	buffer_append_char(out, '}');
}

void audit_encode(const struct audit_record *record, struct buffer *out)
{
	char time[AUDIT_TIME_CHARS + 1];

	audit_clock_format(record->time_us, time);
	buffer_append_format(out, "\"time\":\"%s\"", time);
	put_cstr(out, "node", record->node);
	put_cstr(out, "id", record->id);
	put_slice(out, "request_id", record->request_id);
	put_slice(out, "trace_id", record->trace_id);
	put_slice(out, "account", record->account);
	put_slice(out, "key_id", record->key_id);
	put_cstr(out, "face", record->face);
	put_cstr(out, "direction", record->direction);
	put_slice(out, "policy", record->policy);
	put_cstr(out, "revision", record->revision);
	if (record->decision == NULL)
		put_no_verdict(out);
	else
		put_verdict(record, out);
	put_field_hashes(record, out);
	put_sizes(record, out);
	put_standing(record->standing, out);
	put_timing(record, out);
	put_words(out, "redacted", record->redacted, record->redacted_count);
	put_notice(record->notice, out);
}
