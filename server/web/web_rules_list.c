/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/rules: the rules by id, a page at a time, each with what is known of it.
 *
 *     /v1/rules?mode=shadow&category=weapons&owner=trust-and-safety&limit=50&after=weapons.a.b
 *
 * A page says which id it ended with (`next`), and the next page begins behind that: rules that
 * come or go between two pages are neither skipped nor repeated. */
#include "base_json.h"
#include "web_query.h"
#include "web_rules.h"
#include "web_stats_write.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT_STANDARD 100u
#define LIMIT_MAX      500u

struct filter {
	struct slice mode;
	struct slice category;
	struct slice owner;
	struct slice after;
	uint64_t     limit;
};

static bool read_filter(const struct web_head *head, struct arena *arena, struct filter *filter)
{
	static const char *const names[] = { "mode", "category", "owner", "after", "limit" };

	filter->limit = LIMIT_STANDARD;
	return web_query_known(head, names, sizeof names / sizeof names[0]) &&
	       web_query_text(head, "mode", arena, &filter->mode) &&
	       web_query_text(head, "category", arena, &filter->category) &&
	       web_query_text(head, "owner", arena, &filter->owner) &&
	       web_query_text(head, "after", arena, &filter->after) &&
	       web_query_number(head, "limit", 1, LIMIT_MAX, &filter->limit);
}

static bool is_mode(struct slice mode)
{
	for (int i = RULESET_DRAFT; i <= RULESET_ENFORCE; i++)
		if (slice_equal_cstr(mode, ruleset_mode_name((enum ruleset_mode)i)))
			return true;
	return mode.len == 0;
}

/* "weapons" is the family of "weapons.conventional". */
static bool is_category(struct slice asked, struct slice code)
{
	return asked.len == 0 || (slice_starts_with(code, asked) &&
	                          (code.len == asked.len || code.ptr[asked.len] == '.'));
}

static bool is_wanted(const struct ruleset_rule *rule, const struct filter *filter)
{
	struct slice id = slice_from_cstr(ruleset_rule_id(rule));
	struct slice category = slice_from_cstr(ruleset_category_code(ruleset_rule_category(rule)));

	return (filter->mode.len == 0 ||
	        slice_equal_cstr(filter->mode, ruleset_mode_name(ruleset_rule_mode(rule)))) &&
	       is_category(filter->category, category) &&
	       (filter->owner.len == 0 ||
	        slice_equal_cstr(filter->owner, ruleset_rule_owner(rule))) &&
	       (filter->after.len == 0 || slice_compare(id, filter->after) > 0);
}

static int by_id(const void *a, const void *b)
{
	const struct ruleset_rule *const *left = a;
	const struct ruleset_rule *const *right = b;

	return strcmp(ruleset_rule_id(*left), ruleset_rule_id(*right));
}

static void put_page(const struct ruleset_rule *const *rules, size_t count,
                     const struct filter *filter, const struct web_stats *stats, struct buffer *out)
{
	size_t shown = count < filter->limit ? count : (size_t)filter->limit;

	json_write_key(out, "rules");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < shown; i++) {
		buffer_append_cstr(out, i > 0 ? ",{" : "{");
		web_rules_put(rules[i], out);
		web_stats_write(stats, ruleset_rule_id(rules[i]), out);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
	web_rules_put_text(out, "next", shown < count ? ruleset_rule_id(rules[shown - 1]) : "");
}

static void answer(struct web_exchange *exchange, const struct ruleset *ruleset,
                   const struct filter *filter, struct arena *arena)
{
	struct web_server          *server = exchange->worker->server;
	struct buffer              *out = &exchange->reply.body;
	struct web_stats           *stats = web_server_stats(server);
	size_t                      total = ruleset_rule_count(ruleset);
	const struct ruleset_rule **rules = ARENA_ARRAY(arena, total, const struct ruleset_rule *);
	size_t                      count = 0;

	if (stats == NULL || rules == NULL) {
		web_stats_close(&stats);
		web_rules_refuse(exchange, STATUS_NO_MEMORY, NULL);
		return;
	}
	for (size_t i = 0; i < total; i++)
		if (is_wanted(ruleset_rule_at(ruleset, i), filter))
			rules[count++] = ruleset_rule_at(ruleset, i);
	if (count > 1)
		qsort(rules, count, sizeof(*rules), by_id);
	buffer_append_char(out, '{');
	web_rules_put_text(out, "revision", ruleset_revision(ruleset));
	web_time_write(out, "stats_since", server->stats_since_s);
	put_page(rules, count, filter, stats, out);
	buffer_append_char(out, '}');
	web_stats_close(&stats);
	web_rules_answer(exchange);
}

void web_rules_list(struct web_exchange *exchange)
{
	struct web_worker    *worker = exchange->worker;
	struct arena         *arena = engine_worker_arena(worker->engine);
	struct filter         filter;
	const struct ruleset *ruleset;

	engine_worker_reset(worker->engine);
	if (!read_filter(&exchange->head, arena, &filter) || !is_mode(filter.mode)) {
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_ARGUMENT,
		                    "Known are mode (draft, shadow, enforce), category, owner, "
		                    "after and limit (1 to 500), each once.",
		                    NULL);
		return;
	}
	ruleset = ruleset_acquire(worker->reader);
	if (ruleset == NULL)
		web_exchange_refuse(exchange, WEB_PROBLEM_NO_RULESET,
		                    "No rules could be loaded so far; see /v1/rules/status.", NULL);
	else
		answer(exchange, ruleset, &filter, arena);
	ruleset_release(worker->reader);
}
