/* SPDX-License-Identifier: Apache-2.0 */
#include "web_stats_write.h"

#include "audit_clock.h"
#include "base_json.h"

static void put_number(struct buffer *out, const char *name, uint64_t value)
{
	json_write_key(out, name);
	buffer_append_u64(out, value);
}

void web_time_write(struct buffer *out, const char *name, uint64_t time_s)
{
	char text[AUDIT_TIME_CHARS + 1];

	json_write_key(out, name);
	if (time_s == 0) {
		buffer_append_cstr(out, "null");
		return;
	}
	audit_clock_format(time_s * 1000000u, text);
	text[sizeof "2026-01-31T23:59:59" - 1] = '\0';
	buffer_append_format(out, "\"%sZ\"", text);
}

static void put_mode(struct buffer *out, const char *name, const struct web_rule_figures *figures)
{
	json_write_key(out, name);
	buffer_append_char(out, '{');
	put_number(out, "hits", figures->hits);
	put_number(out, "decided", figures->decided);
	put_number(out, "alone", figures->alone);
	json_write_key(out, "alone_share");
	if (figures->hits > 0)
		buffer_append_format(out, "%.3f", (double)figures->alone / (double)figures->hits);
	else
		buffer_append_cstr(out, "null");
	put_number(out, "keys", web_figures_keys(figures));
	web_time_write(out, "last_hit", figures->last_s);
	json_write_key(out, "mean_cost_us");
	if (figures->looks > 0)
		buffer_append_format(out, "%.3f",
		                     (double)figures->cost_ns / 1000.0 / (double)figures->looks);
	else
		buffer_append_cstr(out, "null");
	put_number(out, "looks_measured", figures->looks);
	buffer_append_char(out, '}');
}

void web_stats_write(const struct web_stats *stats, const char *rule, struct buffer *out)
{
	struct web_rule_figures enforce = { 0 };
	struct web_rule_figures shadow = { 0 };

	web_stats_add(stats, slice_from_cstr(rule), false, &enforce);
	web_stats_add(stats, slice_from_cstr(rule), true, &shadow);
	json_write_key(out, "stats");
	buffer_append_char(out, '{');
	put_mode(out, "enforce", &enforce);
	put_mode(out, "shadow", &shadow);
	buffer_append_char(out, '}');
}
