/* SPDX-License-Identifier: Apache-2.0 */
/* The figures come from DATA/rules.stats, where a server left them, or from a running server. Both
 * become rows of the same kind: one for the mode a rule is in, and one for the other if it has hits
 * from the time it was in that. */
#include "cmd_rules_stats.h"

#include "base_json.h"
#include "cmd.h"
#include "cmd_audit.h"
#include "cmd_http.h"
#include "cmd_print.h"
#include "cmd_rules.h"
#include "web_stats_file.h"
#include "web_stats_write.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BYTES ((size_t)256 * 1024 * 1024)
#define PATH_CHARS  512

struct row {
	struct slice rule;
	struct slice mode;
	uint64_t     hits;
	uint64_t     decided;
	uint64_t     alone;
	uint64_t     keys;
	uint64_t     looks;
	double       cost_us;
	struct slice last; /* RFC 3339, or empty */
};

struct stats {
	const struct cmd_rules_stats_options *options;
	const struct cmd_words               *words;
	struct arena                          arena;
	struct row                           *rows;
	size_t                                count;
	size_t                                cap;
	struct buffer                         json; /* a line a rule */
	struct error                          err;
};

static enum status add_row(struct stats *stats, const struct row *row)
{
	if (stats->count == stats->cap) {
		size_t      cap = stats->cap == 0 ? 256 : stats->cap * 2;
		struct row *rows = arena_resize(&stats->arena, stats->rows,
		                                stats->cap * sizeof *rows, cap * sizeof *rows);

		if (rows == NULL)
			return STATUS_NO_MEMORY;
		stats->rows = rows;
		stats->cap = cap;
	}
	stats->rows[stats->count++] = *row;
	return STATUS_OK;
}

/* ---- as JSON, from either ---- */

struct rule_json {
	struct slice id;
	struct slice mode;
	struct slice category;
	struct slice file;
	struct row   enforce;
	struct row   shadow;
};

static enum status read_figure(struct json_reader *reader, struct row *row)
{
	struct slice    name = reader->raw;
	enum json_token token;
	enum status     status = json_next(reader, &token);
	uint64_t       *number = slice_equal_cstr(name, "hits")             ? &row->hits
	                         : slice_equal_cstr(name, "decided")        ? &row->decided
	                         : slice_equal_cstr(name, "alone")          ? &row->alone
	                         : slice_equal_cstr(name, "keys")           ? &row->keys
	                         : slice_equal_cstr(name, "looks_measured") ? &row->looks
	                                                                    : NULL;

	assert(row != NULL);
	if (status != STATUS_OK)
		return status;
	if (token == JSON_NUMBER && number != NULL)
		return json_number_u64(reader, number) ? STATUS_OK : STATUS_REQUEST_INVALID;
	if (token == JSON_NUMBER && slice_equal_cstr(name, "mean_cost_us"))
		row->cost_us = json_number_double(reader);
	if (token == JSON_STRING && slice_equal_cstr(name, "last_hit"))
		return json_string_decode(reader, &row->last, NULL);
	return json_skip(reader, token);
}

/* Calls `member` for each key of the object that begins now. */
typedef enum status member_read(struct json_reader *reader, void *context);

static enum status read_object(struct json_reader *reader, member_read *member, void *context)
{
	enum json_token token;
	enum status     status = json_next(reader, &token);

	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return STATUS_REQUEST_INVALID;
	while (status == STATUS_OK) {
		status = json_next(reader, &token);
		if (status != STATUS_OK || token == JSON_OBJECT_END)
			break;
		status = member(reader, context);
	}
	return status;
}

static enum status figure_member(struct json_reader *reader, void *context)
{
	return read_figure(reader, context);
}

static enum status skip_value(struct json_reader *reader)
{
	enum json_token token;
	enum status     status = json_next(reader, &token);

	return status == STATUS_OK ? json_skip(reader, token) : status;
}

static enum status mode_member(struct json_reader *reader, void *context)
{
	struct rule_json *rule = context;

	if (json_raw_is(reader, SLICE_LIT("enforce")))
		return read_object(reader, figure_member, &rule->enforce);
	if (json_raw_is(reader, SLICE_LIT("shadow")))
		return read_object(reader, figure_member, &rule->shadow);
	return skip_value(reader);
}

static enum status rule_member(struct json_reader *reader, void *context)
{
	struct rule_json *rule = context;
	struct slice     *text = json_raw_is(reader, SLICE_LIT("id"))         ? &rule->id
	                         : json_raw_is(reader, SLICE_LIT("mode"))     ? &rule->mode
	                         : json_raw_is(reader, SLICE_LIT("category")) ? &rule->category
	                         : json_raw_is(reader, SLICE_LIT("file"))     ? &rule->file
	                                                                      : NULL;
	enum json_token   token;
	enum status       status;

	if (json_raw_is(reader, SLICE_LIT("stats")))
		return read_object(reader, mode_member, rule);
	status = json_next(reader, &token);
	if (status == STATUS_OK && text != NULL && token == JSON_STRING)
		return json_string_decode(reader, text, NULL);
	return status == STATUS_OK ? json_skip(reader, token) : status;
}

static enum status add_mode(struct stats *stats, const struct rule_json *rule, struct row *row,
                            const char *mode)
{
	bool is_current = slice_equal_cstr(rule->mode, mode);

	if (!is_current && row->hits == 0)
		return STATUS_OK;
	row->rule = rule->id;
	row->mode = slice_from_cstr(mode);
	return add_row(stats, row);
}

static enum status add_rule(struct stats *stats, struct rule_json *rule)
{
	struct row  draft = { 0 };
	enum status status = add_mode(stats, rule, &rule->enforce, "enforce");

	if (status == STATUS_OK)
		status = add_mode(stats, rule, &rule->shadow, "shadow");
	if (status == STATUS_OK)
		status = slice_equal_cstr(rule->mode, "draft")
		                 ? add_mode(stats, rule, &draft, "draft")
		                 : STATUS_OK;
	return status;
}

/* ---- from a folder ---- */

static enum status put_rule(struct stats *stats, const struct ruleset_rule *rule,
                            const struct web_stats *figures)
{
	struct buffer     *out = &stats->json;
	size_t             begin = out->len;
	struct json_reader reader;
	struct rule_json   parsed = { 0 };
	struct slice       line;
	enum status        status;

	cmd_rules_head_json(rule, out);
	web_stats_write(figures, ruleset_rule_id(rule), out);
	buffer_append_char(out, '}');
	if (out->failed)
		return STATUS_NO_MEMORY;
	line = arena_copy(&stats->arena, slice_from(buffer_slice(out), begin));
	buffer_append_char(out, '\n');
	json_reader_init(&reader, line, &stats->arena, &stats->err);
	status = read_object(&reader, rule_member, &parsed);
	return status == STATUS_OK ? add_rule(stats, &parsed) : status;
}

static int read_folder(struct stats *stats)
{
	const struct cmd_audit_options where = { .data = stats->options->data,
		                                 .config = stats->options->config };
	struct app_config              config;
	struct ruleset                *ruleset = NULL;
	struct web_stats              *figures = NULL;
	struct web_stats_times         times;
	enum status                    status;

	if (!cmd_audit_data(&where, &config))
		return CMD_FAILED;
	status = web_stats_load(config.data, &figures, &times, &stats->err);
	if (status == STATUS_NOT_FOUND)
		status = error_set(&stats->err, STATUS_IO, config.data, 0, 0,
		                   "no " WEB_STATS_FILE " in it: no server has counted there yet");
	if (status != STATUS_OK) {
		cmd_complain_error(&stats->err);
		return CMD_FAILED;
	}
	int exit_code = cmd_ruleset_load(stats->options->rules, false, &ruleset);
	for (size_t i = 0; exit_code == CMD_GOOD && i < ruleset_rule_count(ruleset); i++) {
		const struct ruleset_rule *rule = ruleset_rule_at(ruleset, i);

		if (cmd_rules_any(rule, stats->words) &&
		    put_rule(stats, rule, figures) != STATUS_OK)
			exit_code = CMD_FAILED;
	}
	web_stats_close(&figures);
	ruleset_close(&ruleset);
	return exit_code;
}

/* ---- from a server ---- */

struct page {
	struct stats *stats;
	struct slice  body;
	struct slice  next;
};

static bool is_asked(const struct stats *stats, const struct rule_json *rule)
{
	for (int i = 0; i < stats->words->count; i++) {
		const char *word = stats->words->words[i];

		if (cmd_rules_leads_to(word, rule->id) || cmd_rules_leads_to(word, rule->category))
			return true;
	}
	return stats->words->count == 0;
}

static enum status page_rules(struct page *page, struct json_reader *reader)
{
	enum json_token token;
	enum status     status = json_next(reader, &token);

	if (status == STATUS_OK && token != JSON_ARRAY_BEGIN)
		return STATUS_REQUEST_INVALID;
	while (status == STATUS_OK) {
		struct rule_json rule = { 0 };

		status = json_next(reader, &token);
		if (status != STATUS_OK || token == JSON_ARRAY_END)
			break;
		size_t start = reader->token_offset;
		while (status == STATUS_OK) {
			status = json_next(reader, &token);
			if (status != STATUS_OK || token == JSON_OBJECT_END)
				break;
			status = rule_member(reader, &rule);
		}
		if (status != STATUS_OK || !is_asked(page->stats, &rule))
			continue;
		buffer_append(&page->stats->json, slice_range(page->body, start, reader->offset));
		buffer_append_char(&page->stats->json, '\n');
		status = add_rule(page->stats, &rule);
	}
	return status;
}

static enum status page_member(struct json_reader *reader, void *context)
{
	struct page    *page = context;
	enum json_token token;
	enum status     status;

	if (json_raw_is(reader, SLICE_LIT("rules")))
		return page_rules(page, reader);
	if (!json_raw_is(reader, SLICE_LIT("next")))
		return skip_value(reader);
	status = json_next(reader, &token);
	if (status == STATUS_OK && token == JSON_STRING)
		return json_string_decode(reader, &page->next, NULL);
	return status;
}

static enum status read_page(struct stats *stats, struct slice after, struct slice *next)
{
	char               path[PATH_CHARS];
	struct page        page = { .stats = stats };
	struct json_reader reader;
	struct buffer      body;
	enum status        status;

	snprintf(path, sizeof path, "/v1/rules?limit=500%s%.*s", after.len > 0 ? "&after=" : "",
	         SLICE_ARG(after));
	buffer_init_heap(&body);
	status = cmd_http_get(stats->options->url, path, &body, &stats->err);
	page.body = arena_copy(&stats->arena, buffer_slice(&body));
	buffer_free(&body);
	if (status != STATUS_OK)
		return status;
	json_reader_init(&reader, page.body, &stats->arena, &stats->err);
	status = read_object(&reader, page_member, &page);
	*next = page.next;
	return status;
}

static int read_server(struct stats *stats)
{
	struct slice after = SLICE_NONE;
	enum status  status;

	do
		status = read_page(stats, after, &after);
	while (status == STATUS_OK && after.len > 0);
	if (status == STATUS_OK)
		return CMD_GOOD;
	if (stats->err.status == STATUS_OK)
		(void)error_set(&stats->err, status, NULL, 0, 0,
		                "%.200s does not answer as this version does", stats->options->url);
	cmd_complain_error(&stats->err);
	return CMD_FAILED;
}

/* ---- printing ---- */

static int by_hits(const void *a, const void *b)
{
	const struct row *left = a;
	const struct row *right = b;

	if (left->hits != right->hits)
		return left->hits > right->hits ? -1 : 1;
	return slice_compare(left->rule, right->rule);
}

static void print_row(struct cmd_table *table, const struct row *row)
{
	cmd_table_cell(table, "%.*s", SLICE_ARG(row->rule));
	cmd_table_cell(table, "%.*s", SLICE_ARG(row->mode));
	cmd_table_cell(table, "%" PRIu64, row->hits);
	cmd_table_cell(table, "%" PRIu64, row->decided);
	cmd_table_cell(table, "%" PRIu64, row->alone);
	cmd_table_cell(table, "%" PRIu64, row->keys);
	cmd_table_cell(table, "%.*s",
	               SLICE_ARG(row->last.len > 0 ? row->last : SLICE_LIT("never")));
	if (row->looks > 0)
		cmd_table_cell(table, "%.1f", row->cost_us);
	else
		cmd_table_cell(table, "-");
}

static void print_rows(struct stats *stats)
{
	static const char *const heads[] = { "id",    "mode", "hits",     "decided",
		                             "alone", "keys", "last hit", "us" };
	struct cmd_table         table;

	if (stats->count > 1)
		qsort(stats->rows, stats->count, sizeof *stats->rows, by_hits);
	cmd_table_open(&table, "llrrrrlr");
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		cmd_table_cell(&table, "%s", heads[i]);
	for (size_t i = 0; i < stats->count; i++)
		print_row(&table, &stats->rows[i]);
	cmd_table_close(&table, stdout);
}

int cmd_rules_stats(const struct cmd_rules_stats_options *options, const struct cmd_words *words)
{
	struct stats stats = { .options = options, .words = words };
	int          exit_code;

	if (!arena_open(&stats.arena, ARENA_BYTES)) {
		cmd_complain("no memory for the rules");
		return CMD_FAILED;
	}
	buffer_init_heap(&stats.json);
	exit_code = options->url != NULL ? read_server(&stats) : read_folder(&stats);
	if (exit_code == CMD_GOOD && options->json)
		exit_code = cmd_emit(&stats.json, stdout) ? CMD_GOOD : CMD_FAILED;
	else if (exit_code == CMD_GOOD)
		print_rows(&stats);
	buffer_free(&stats.json);
	arena_close(&stats.arena);
	return exit_code;
}
