/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_export.h"
#include "base_json.h"

#include <string.h>

const char *audit_format_word(enum audit_format format)
{
	static const char *const words[AUDIT_FORMATS] = { "jsonl", "csv", "opa", "dsa-sor" };

	return words[format];
}

/* ---- CSV (RFC 4180) ---- */

/* A spreadsheet takes a cell that begins so for a formula: an apostrophe makes it text. */
static bool may_be_formula(struct slice text)
{
	return text.len > 0 && memchr("=+-@\t\r\n|", text.ptr[0], 8) != NULL;
}

static void begin_cell(struct buffer *out)
{
	if (out->len > 0 && out->ptr[out->len - 1] == '"')
		buffer_append_char(out, ',');
	buffer_append_char(out, '"');
}

static void put_quoted(struct buffer *out, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == '"')
			buffer_append_char(out, '"');
		buffer_append_char(out, c < 0x20 || c == 0x7F ? ' ' : (char)c);
	}
}

static void put_cell(struct buffer *out, struct slice text)
{
	begin_cell(out);
	if (may_be_formula(text))
		buffer_append_char(out, '\'');
	put_quoted(out, text);
	buffer_append_char(out, '"');
}

static void put_rules(struct buffer *out, const struct audit_entry *entry)
{
	begin_cell(out);
	for (size_t i = 0; i < entry->finding_count; i++) {
		if (i == 0 && may_be_formula(entry->findings[i].rule))
			buffer_append_char(out, '\'');
		if (i > 0)
			buffer_append_char(out, ' ');
		put_quoted(out, entry->findings[i].rule);
	}
	buffer_append_char(out, '"');
}

static void put_categories(struct buffer *out, const struct audit_entry *entry)
{
	begin_cell(out);
	for (size_t i = 0; i < entry->category_count; i++) {
		if (i > 0)
			buffer_append_char(out, ' ');
		put_quoted(out, entry->categories[i].code);
	}
	buffer_append_char(out, '"');
}

static void put_csv(const struct audit_entry *entry, struct buffer *out)
{
	const struct slice cells[] = { entry->time,
		                       entry->id,
		                       entry->decision,
		                       entry->would_decision,
		                       entry->policy,
		                       entry->account,
		                       entry->key_id,
		                       entry->request_id,
		                       entry->trace_id,
		                       entry->face,
		                       entry->direction,
		                       entry->complete ? SLICE_LIT("true") : SLICE_LIT("false"),
		                       entry->evasion ? SLICE_LIT("true") : SLICE_LIT("false"),
		                       entry->revision,
		                       entry->node,
		                       entry->hash };
	char               number[24];
	struct buffer      seq;

	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
		put_cell(out, cells[i]);
	buffer_init_fixed(&seq, number, sizeof number);
	buffer_append_u64(&seq, entry->seq);
	put_cell(out, buffer_slice(&seq));
	put_rules(out, entry);
	put_categories(out, entry);
	buffer_append_cstr(out, "\r\n");
}

/* ---- JSON ---- */

static void put_text(struct buffer *out, const char *name, struct slice text)
{
	json_write_key(out, name);
	if (text.len == 0)
		buffer_append_cstr(out, "null");
	else
		json_write_string_ascii(out, text);
}

static void put_word(struct buffer *out, const char *name, const char *word)
{
	put_text(out, name, slice_from_cstr(word));
}

static void open_object(struct buffer *out, const char *name)
{
	json_write_key(out, name);
	buffer_append_char(out, '{');
}

static void put_rule_list(struct buffer *out, const struct audit_entry *entry)
{
	json_write_key(out, "rules");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < entry->finding_count; i++) {
		if (i > 0)
			buffer_append_char(out, ',');
		json_write_string_ascii(out, entry->findings[i].rule);
	}
	buffer_append_char(out, ']');
}

static void put_category_list(struct buffer *out, const struct audit_entry *entry)
{
	json_write_key(out, "categories");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < entry->category_count; i++) {
		if (i > 0)
			buffer_append_char(out, ',');
		json_write_string_ascii(out, entry->categories[i].code);
	}
	buffer_append_char(out, ']');
}

static void put_opa(const struct audit_entry *entry, struct buffer *out)
{
	buffer_append_char(out, '{');
	open_object(out, "labels");
	put_word(out, "app", "doorward");
	put_text(out, "id", entry->node);
	buffer_append_char(out, '}');
	put_text(out, "decision_id", entry->id);
	if (entry->trace_id.len > 0)
		put_text(out, "trace_id", entry->trace_id);
	open_object(out, "bundles");
	open_object(out, "rules");
	put_text(out, "revision", entry->revision);
	buffer_append_cstr(out, "}}");
	put_word(out, "path", "doorward/check");
	open_object(out, "input");
	put_text(out, "account", entry->account);
	put_text(out, "key_id", entry->key_id);
	put_text(out, "request_id", entry->request_id);
	put_text(out, "policy", entry->policy);
	put_text(out, "face", entry->face);
	put_text(out, "direction", entry->direction);
	buffer_append_char(out, '}');
	open_object(out, "result");
	put_text(out, "decision", entry->decision);
	buffer_append_format(out, ",\"allow\":%s,\"complete\":%s,\"evasion\":%s",
	                     slice_equal_cstr(entry->decision, "allow") ||
	                                     slice_equal_cstr(entry->decision, "flag")
	                             ? "true"
	                             : "false",
	                     entry->complete ? "true" : "false", entry->evasion ? "true" : "false");
	put_rule_list(out, entry);
	put_category_list(out, entry);
	buffer_append_cstr(out, "},\"erased\":[\"/input/fields\"]");
	put_text(out, "timestamp", entry->time);
	buffer_append_cstr(out, "}\n");
}

/* ---- DSA ---- */

/* The first finding that decided, or NULL. */
static const struct audit_entry_finding *reason_of(const struct audit_entry *entry)
{
	for (size_t i = 0; i < entry->finding_count; i++)
		if (entry->findings[i].decides)
			return &entry->findings[i];
	return entry->finding_count > 0 ? &entry->findings[0] : NULL;
}

static void put_dsa_reason(const struct audit_entry *entry, struct buffer *out)
{
	const struct audit_entry_finding *reason = reason_of(entry);
	char                              memory[512];
	struct buffer                     text;

	buffer_init_fixed(&text, memory, sizeof memory);
	buffer_append_format(&text, "policy %.*s", SLICE_ARG(entry->policy));
	if (reason != NULL)
		buffer_append_format(&text, ", rule %.*s", SLICE_ARG(reason->rule));
	put_text(out, "incompatible_content_ground", buffer_slice(&text));
	buffer_clear(&text);
	if (reason == NULL)
		buffer_append_cstr(&text, "The prompt could not be inspected completely.");
	else
		buffer_append_format(&text, "The text matched a rule of the category %.*s.%s",
		                     SLICE_ARG(reason->category),
		                     reason->evasive ? " It was disguised." : "");
	put_text(out, "incompatible_content_explanation", buffer_slice(&text));
	put_text(out, "decision_facts", buffer_slice(&text));
}

static void put_dsa(const struct audit_entry *entry, audit_dsa_category *category,
                    struct buffer *out)
{
	const struct audit_entry_finding *reason = reason_of(entry);
	bool                              is_block = slice_equal_cstr(entry->decision, "block");
	const char                       *code = NULL;

	if (!is_block && !slice_equal_cstr(entry->decision, "mask"))
		return;
	if (reason != NULL && category != NULL)
		code = category(NULL, reason->category);
	buffer_append_char(out, '{');
	put_text(out, "puid", entry->id);
	buffer_append_format(out, ",\"decision_visibility\":[\"DECISION_VISIBILITY_%s\"]",
	                     is_block ? "CONTENT_DISABLED" : "OTHER");
	if (!is_block)
		put_word(out, "decision_visibility_other", "Parts of the text were masked.");
	put_word(out, "decision_ground", "DECISION_GROUND_INCOMPATIBLE_CONTENT");
	put_dsa_reason(entry, out);
	buffer_append_cstr(out, ",\"content_type\":[\"CONTENT_TYPE_TEXT\"]");
	put_word(out, "category", code != NULL ? code : "STATEMENT_CATEGORY_OTHER_VIOLATION_TC");
	put_text(out, "content_date", slice_range(entry->time, 0, entry->time.len < 10 ? 0 : 10));
	put_text(out, "application_date",
	         slice_range(entry->time, 0, entry->time.len < 10 ? 0 : 10));
	put_word(out, "source_type", "SOURCE_VOLUNTARY");
	put_word(out, "automated_detection", "Yes");
	put_word(out, "automated_decision", "AUTOMATED_DECISION_FULLY");
	buffer_append_cstr(out, "}\n");
}

void audit_export_begin(enum audit_format format, struct buffer *out)
{
	if (format == AUDIT_FORMAT_CSV)
		buffer_append_cstr(
			out,
			"\"time\",\"id\",\"decision\",\"would\",\"policy\",\"account\",\"key\","
			"\"request_id\",\"trace_id\",\"face\",\"direction\",\"complete\","
			"\"evasion\",\"revision\",\"node\",\"hash\",\"seq\",\"rules\","
			"\"categories\"\r\n");
}

void audit_export_put(enum audit_format format, const struct audit_entry *entry, struct slice line,
                      audit_dsa_category *category, struct buffer *out)
{
	switch (format) {
	case AUDIT_FORMAT_JSONL:
		buffer_append(out, line);
		buffer_append_char(out, '\n');
		break;
	case AUDIT_FORMAT_CSV:
		put_csv(entry, out);
		break;
	case AUDIT_FORMAT_OPA:
		put_opa(entry, out);
		break;
	case AUDIT_FORMAT_DSA:
		put_dsa(entry, category, out);
		break;
	case AUDIT_FORMATS:
		break;
	}
}
