/* SPDX-License-Identifier: Apache-2.0 */
#include "web_rules.h"

#include "base_json.h"

void web_rules_put_text(struct buffer *out, const char *name, const char *text)
{
	json_write_key(out, name);
	if (text[0] == '\0')
		buffer_append_cstr(out, "null");
	else
		json_write_string(out, slice_from_cstr(text));
}

static void put_number(struct buffer *out, const char *name, uint64_t value)
{
	json_write_key(out, name);
	buffer_append_u64(out, value);
}

void web_rules_put(const struct ruleset_rule *rule, struct buffer *out)
{
	web_rules_put_text(out, "id", ruleset_rule_id(rule));
	web_rules_put_text(out, "title", ruleset_rule_title(rule));
	web_rules_put_text(out, "category", ruleset_category_code(ruleset_rule_category(rule)));
	web_rules_put_text(out, "mode", ruleset_mode_name(ruleset_rule_mode(rule)));
	put_number(out, "level", ruleset_rule_level(rule));
	web_rules_put_text(out, "action", ruleset_action_name(ruleset_rule_action(rule)));
	web_rules_put_text(out, "severity", ruleset_severity_name(ruleset_rule_severity(rule)));
	web_rules_put_text(out, "owner", ruleset_rule_owner(rule));
	web_rules_put_text(out, "expires", ruleset_rule_expires(rule));
	web_rules_put_text(out, "file", ruleset_rule_file(rule));
	put_number(out, "line", ruleset_rule_line(rule));
}

void web_rules_put_fault(struct buffer *out, const char *name, const struct error *fault)
{
	json_write_key(out, name);
	if (fault->status == STATUS_OK) {
		buffer_append_cstr(out, "null");
		return;
	}
	buffer_append_char(out, '{');
	web_rules_put_text(out, "file", fault->file);
	put_number(out, "line", fault->line);
	put_number(out, "column", fault->column);
	web_rules_put_text(out, "detail", fault->message);
	buffer_append_char(out, '}');
}

void web_rules_answer(struct web_exchange *exchange)
{
	buffer_append_char(&exchange->reply.body, '\n');
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
}

void web_rules_refuse(struct web_exchange *exchange, enum status status, const struct error *err)
{
	if (status == STATUS_JSON_MALFORMED)
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_JSON,
		                    "The body cannot be read as JSON.", err);
	else if (status == STATUS_LIMIT_REACHED)
		web_exchange_refuse(exchange, WEB_PROBLEM_TOO_MANY_VALUES,
		                    "The body has more parts, or longer ones, than are judged.",
		                    err);
	else if (status == STATUS_NOT_FOUND)
		web_exchange_refuse(exchange, WEB_PROBLEM_UNKNOWN_POLICY,
		                    "The ruleset has no policy of this name.", NULL);
	else if (status_blame(status) == STATUS_BLAME_CALLER)
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_REQUEST,
		                    "The body is JSON, but not a request.", err);
	else
		web_exchange_refuse(exchange, WEB_PROBLEM_CANNOT_DECIDE,
		                    "There is not enough memory to answer.", NULL);
}
