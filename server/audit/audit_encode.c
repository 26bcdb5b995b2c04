/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_encode.h"

#include "audit_clock.h"
#include "base_json.h"

#include <string.h>

/* What most records fit into: room is asked for once. */
#define USUAL_BYTES 2048u

/* A member's name, behind another one or first in its object. */
#define NEXT(name)  SLICE_LIT(",\"" name "\":")
#define FIRST(name) SLICE_LIT("\"" name "\":")

static inline void put(struct buffer *out, struct slice bytes)
{
	if (out->failed || bytes.len > out->cap - out->len) {
		buffer_append(out, bytes);
		return;
	}
	if (bytes.len > 0)
		memcpy(out->ptr + out->len, bytes.ptr, bytes.len);
	out->len += bytes.len;
}

static inline void put_char(struct buffer *out, char byte)
{
	put(out, (struct slice){ &byte, 1 });
}

static void put_null(struct buffer *out)
{
	put(out, SLICE_LIT("null"));
}

static void put_bool(struct buffer *out, struct slice name, bool value)
{
	put(out, name);
	put(out, value ? SLICE_LIT("true") : SLICE_LIT("false"));
}

static void put_number(struct buffer *out, struct slice name, uint64_t value)
{
	put(out, name);
	if (value < 10)
		put_char(out, (char)('0' + value));
	else
		buffer_append_u64(out, value);
}

static void put_slice(struct buffer *out, struct slice name, struct slice text)
{
	put(out, name);
	if (text.len == 0)
		put_null(out);
	else
		json_write_string_ascii(out, text);
}

static void put_cstr(struct buffer *out, struct slice name, const char *text)
{
	put_slice(out, name, slice_from_cstr(text));
}

/* A member whose name is not known here. */
static void put_named_number(struct buffer *out, const char *name, uint64_t value)
{
	json_write_key(out, name);
	buffer_append_u64(out, value);
}

static void put_named_text(struct buffer *out, const char *name, const char *text)
{
	json_write_key(out, name);
	put_cstr(out, SLICE_NONE, text);
}

static void put_field_name(struct buffer *out, struct slice key, struct slice name)
{
	if (name.len > AUDIT_NAME_BYTES_MAX)
		name = slice_range(name, 0, AUDIT_NAME_BYTES_MAX);
	put(out, key);
	json_write_string_ascii(out, name);
}

static void put_words(struct buffer *out, struct slice name, const char *const *words, size_t count)
{
	put(out, name);
	put_char(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			put_char(out, ',');
		json_write_string_ascii(out, slice_from_cstr(words[i]));
	}
	put_char(out, ']');
}

/* Begins item `index` of an array of objects. */
static void begin_item(struct buffer *out, size_t index)
{
	put(out, index > 0 ? SLICE_LIT(",{") : SLICE_LIT("{"));
}

static void put_would(const struct audit_record *record, struct buffer *out)
{
	put(out, NEXT("would"));
	if (record->would_decision == NULL) {
		put_null(out);
		return;
	}
	put_char(out, '{');
	put_cstr(out, FIRST("decision"), record->would_decision);
	put_words(out, NEXT("rules"), record->would_rules, record->would_rule_count);
	put_char(out, '}');
}

static void put_categories(const struct audit_record *record, struct buffer *out)
{
	put(out, NEXT("categories"));
	put_char(out, '[');
	for (size_t i = 0; i < record->category_count; i++) {
		const struct audit_category *category = &record->categories[i];

		begin_item(out, i);
		put_cstr(out, FIRST("code"), category->code);
		put_cstr(out, NEXT("severity"), category->severity);
		put_number(out, NEXT("score"), category->score);
		put_char(out, '}');
	}
	put_char(out, ']');
}

static void put_finding(const struct audit_finding *finding, struct buffer *out)
{
	put_cstr(out, FIRST("rule"), finding->rule);
	put_cstr(out, NEXT("category"), finding->category);
	put_cstr(out, NEXT("severity"), finding->severity);
	put_cstr(out, NEXT("action"), finding->action);
	put_cstr(out, NEXT("mode"), finding->mode);
	put_field_name(out, NEXT("field"), finding->field);
	put(out, NEXT("span"));
	put_char(out, '{');
	put_number(out, FIRST("start"), finding->start);
	put_number(out, NEXT("end"), finding->end);
	put_char(out, '}');
	put_bool(out, NEXT("exact"), finding->exact);
	put_words(out, NEXT("chain"), finding->chain, finding->chain_count);
	put_number(out, NEXT("parts"), finding->part_count);
	put_bool(out, NEXT("uncertain"), finding->uncertain);
	put_bool(out, NEXT("evasive"), finding->evasive);
	put_bool(out, NEXT("decides"), finding->decides);
}

static void put_findings(const struct audit_record *record, struct buffer *out)
{
	put(out, NEXT("findings"));
	put_char(out, '[');
	for (size_t i = 0; i < record->finding_count; i++) {
		begin_item(out, i);
		put_finding(&record->findings[i], out);
		put_char(out, '}');
	}
	put_char(out, ']');
}

static void put_signals(const struct audit_record *record, struct buffer *out)
{
	put(out, NEXT("signals"));
	put_char(out, '[');
	for (size_t i = 0; i < record->signal_count; i++) {
		begin_item(out, i);
		put_cstr(out, FIRST("name"), record->signals[i].name);
		put_number(out, NEXT("count"), record->signals[i].count);
		put_char(out, '}');
	}
	put_char(out, ']');
}

static void put_coverage(const struct audit_coverage *coverage, struct buffer *out)
{
	put(out, NEXT("coverage"));
	put_char(out, '{');
	put_number(out, FIRST("bytes"), coverage->bytes);
	put_number(out, NEXT("inspected"), coverage->inspected);
	put_number(out, NEXT("decoded"), coverage->decoded);
	put_number(out, NEXT("views"), coverage->views);
	put_number(out, NEXT("depth"), coverage->depth);
	put_bool(out, NEXT("budget_hit"), coverage->budget_hit);
	put_char(out, '}');
}

/* "decision" to "coverage" of a record that is no verdict. */
static void put_no_verdict(struct buffer *out)
{
	put(out, SLICE_LIT(",\"decision\":null,\"would\":null,\"complete\":null,"
	                   "\"categories\":[],\"findings\":[],\"signals\":[],"
	                   "\"evasion\":null,\"coverage\":null"));
}

static void put_verdict(const struct audit_record *record, struct buffer *out)
{
	put_cstr(out, NEXT("decision"), record->decision);
	put_would(record, out);
	put_bool(out, NEXT("complete"), record->complete);
	put_categories(record, out);
	put_findings(record, out);
	put_signals(record, out);
	put_bool(out, NEXT("evasion"), record->evasion);
	put_coverage(&record->coverage, out);
}

static void put_field_hashes(const struct audit_record *record, struct buffer *out)
{
	put(out, NEXT("field_hashes"));
	put_char(out, '[');
	for (size_t i = 0; i < record->field_hash_count; i++) {
		begin_item(out, i);
		put_field_name(out, FIRST("field"), record->field_hashes[i].field);
		put_cstr(out, NEXT("hash"), record->field_hashes[i].hash.text);
		put_char(out, '}');
	}
	put_char(out, ']');
}

static void put_sizes(const struct audit_record *record, struct buffer *out)
{
	put(out, NEXT("sizes"));
	put_char(out, '{');
	for (size_t i = 0; i < record->size_count; i++)
		put_named_number(out, record->sizes[i].name, record->sizes[i].value);
	put_char(out, '}');
}

/* 2980 thousandths are 2.98. */
static void put_decimal(struct buffer *out, struct slice name, int64_t value, uint64_t one)
{
	uint64_t size = value < 0 ? (uint64_t)-value : (uint64_t)value;
	uint64_t rest = size % one;

	put(out, name);
	if (value < 0)
		put_char(out, '-');
	buffer_append_u64(out, size / one);
	if (rest == 0)
		return;
	put_char(out, '.');
	for (one /= 10; rest > 0; one /= 10) {
		put_char(out, (char)('0' + rest / one));
		rest %= one;
	}
}

static void put_left(struct buffer *out, struct slice name, uint64_t left)
{
	put(out, name);
	if (left == UINT64_MAX)
		put_null(out);
	else
		buffer_append_u64(out, left);
}

static void put_standing(const struct audit_standing *standing, struct buffer *out)
{
	if (standing == NULL) {
		put(out, SLICE_LIT(",\"strikes\":null,\"limits\":null"));
		return;
	}
	put(out, SLICE_LIT(",\"strikes\":{"));
	put_decimal(out, FIRST("added"), (int64_t)standing->added_milli, 1000);
	put_decimal(out, NEXT("points"), (int64_t)standing->points_milli, 1000);
	put_cstr(out, NEXT("reached"), standing->reached);
	put_cstr(out, NEXT("held"), standing->held);
	put(out, SLICE_LIT("},\"limits\":{"));
	put_cstr(out, FIRST("plan"), standing->plan);
	put_left(out, NEXT("remaining_minute"), standing->left_minute);
	put_left(out, NEXT("remaining_day"), standing->left_day);
	if (standing->has_credits)
		put_decimal(out, NEXT("credits"), standing->credits_millionths, 1000000);
	else
		put(out, SLICE_LIT(",\"credits\":null"));
	put_decimal(out, NEXT("charged"), standing->charged_millionths, 1000000);
	put_char(out, '}');
}

static void put_timing(const struct audit_record *record, struct buffer *out)
{
	put(out, NEXT("timing_us"));
	if (record->decision == NULL) {
		put_null(out);
		return;
	}
	put_char(out, '{');
	put_number(out, FIRST("total"), record->timing_us);
	put_char(out, '}');
}

static void put_notice(const struct audit_notice *notice, struct buffer *out)
{
	put(out, NEXT("notice"));
	if (notice == NULL) {
		put_null(out);
		return;
	}
	put_char(out, '{');
	put_cstr(out, FIRST("kind"), notice->kind);
	for (size_t i = 0; i < notice->number_count; i++)
		put_named_number(out, notice->numbers[i].name, notice->numbers[i].value);
	for (size_t i = 0; i < notice->text_count; i++)
		put_named_text(out, notice->texts[i].name, notice->texts[i].value);
	put_char(out, '}');
}

void audit_encode(const struct audit_record *record, struct buffer *out)
{
	char time[AUDIT_TIME_CHARS + 1];

	audit_clock_format(record->time_us, time);
	if (buffer_reserve(out, out->fixed ? 0 : USUAL_BYTES) == NULL)
		return;
	put(out, FIRST("time"));
	json_write_string_ascii(out, (struct slice){ time, AUDIT_TIME_CHARS });
	put_cstr(out, NEXT("node"), record->node);
	put_cstr(out, NEXT("id"), record->id);
	put_slice(out, NEXT("request_id"), record->request_id);
	put_slice(out, NEXT("trace_id"), record->trace_id);
	put_slice(out, NEXT("account"), record->account);
	put_slice(out, NEXT("key_id"), record->key_id);
	put_cstr(out, NEXT("face"), record->face);
	put_cstr(out, NEXT("direction"), record->direction);
	put_slice(out, NEXT("policy"), record->policy);
	put_cstr(out, NEXT("revision"), record->revision);
	if (record->decision == NULL)
		put_no_verdict(out);
	else
		put_verdict(record, out);
	put_field_hashes(record, out);
	put_sizes(record, out);
	put_standing(record->standing, out);
	put_timing(record, out);
	put_words(out, NEXT("redacted"), record->redacted, record->redacted_count);
	put_notice(record->notice, out);
}
