/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward audit query` and `doorward audit stats`. */
#include "audit_answer.h"
#include "audit_clock.h"
#include "audit_folder.h"
#include "audit_hash.h"
#include "base_json.h"
#include "cmd_audit.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PARAMETERS                                                                                 \
	"  from to                       times in UTC: 2026-01-31T08:00:00Z, or 2026-01-31\n"      \
	"  decision rule category        what was decided, and why\n"                              \
	"  key account policy revision   for whom, under what\n"                                   \
	"  face direction evasion chain  how it came, how it was disguised\n"                      \
	"  shadow would signal           shadow=true: shadow rules would decide otherwise\n"       \
	"  id request_id trace_id        one request\n"                                            \
	"  text_hash                     a known text: see --text and doorward audit hash\n"

static const char query_about[] =
	"Prints verdicts of the log, the newest first. NAME=VALUE are the parameters of\n"
	"GET /v1/verdicts; several values of one name mean any of them:\n"
	"\n" PARAMETERS
	"  limit order cursor            1 to 1000; newest or oldest; where a page ended\n"
	"\n"
	"With --json a record a line, and {\"next\":CURSOR} behind them when there are more.\n";

static const char stats_about[] =
	"Counts verdicts of the log. NAME=VALUE are the parameters of GET /v1/verdicts/stats:\n"
	"\n"
	"  group_by                      up to three names, and minute, hour or day\n" PARAMETERS;

static const char query_example[] =
	"  doorward audit query decision=block from=2026-01-31 limit=20\n"
	"  doorward audit query --text \"a known text\" --json\n";

static const char stats_example[] = "  doorward audit stats group_by=rule,day decision=block\n"
				    "  doorward audit stats group_by=decision --json\n";

struct query_options {
	struct cmd_audit_options all;
	const char              *text;
	struct audit_hash        hash;
	struct app_config        config;
};

static bool set_text(struct query_options *options, struct audit_query *query)
{
	struct audit_hash_key key;
	struct error          err = { 0 };
	char                  why[AUDIT_QUERY_WHY_CHARS];

	if (options->text == NULL)
		return true;
	err.status = audit_folder_secret_read(options->config.data, "hash.key", key.bytes, &err);
	if (err.status != STATUS_OK) {
		cmd_complain_error(&err);
		return false;
	}
	audit_hash_of(&key, slice_from_cstr(options->text), &options->hash);
	return audit_query_set(query, SLICE_LIT("text_hash"), slice_from_cstr(options->hash.text),
	                       why) == STATUS_OK;
}

/* False: *exit_code says why. */
static bool read_query(struct query_options *options, const struct cmd_usage *about,
                       struct cmd_words *rest, struct audit_query *query, int *exit_code)
{
	const struct cmd_option rows[] = {
		CMD_AUDIT_ROWS(&options->all),
		{ "text", "TEXT", .text = &options->text, .help = "only verdicts on exactly this" },
	};
	struct cmd_usage usage = *about;

	usage.options = rows;
	usage.option_count = sizeof rows / sizeof rows[0];
	audit_query_init(query);
	if (!cmd_options_read(&usage, rest, exit_code))
		return false;
	*exit_code = CMD_FAILED;
	return cmd_audit_words(query, rest, NULL) &&
	       cmd_audit_data(&options->all, &options->config) && set_text(options, query);
}

static int complain(enum status status, struct error *err)
{
	err->status = status;
	cmd_complain_error(err);
	return CMD_FAILED;
}

/* ---- query ---- */

static bool print_record(void *context, const struct audit_entry *entry, struct slice line)
{
	const bool   *json = context;
	struct buffer out;
	bool          is_out;

	buffer_init_heap(&out);
	if (*json) {
		buffer_append(&out, line);
	} else {
		buffer_append_format(&out, "%.*s  %-5.*s  %.*s", SLICE_ARG(entry->time),
		                     SLICE_ARG(entry->decision), SLICE_ARG(entry->id));
		for (size_t i = 0; i < entry->finding_count; i++)
			buffer_append_format(&out, "  %.*s", SLICE_ARG(entry->findings[i].rule));
	}
	buffer_append_char(&out, '\n');
	is_out = cmd_emit(&out, stdout);
	buffer_free(&out);
	return is_out;
}

int cmd_audit_query(int count, char **words)
{
	static struct query_options options;
	const struct cmd_usage      usage = { .synopsis = "audit query [OPTIONS] [NAME=VALUE]...",
		                              .about = query_about,
		                              .example = query_example };
	struct cmd_words            rest = { .count = count, .words = words };
	struct audit_search        *search = NULL;
	struct audit_query          query;
	struct error                err = { 0 };
	char                        next[AUDIT_CURSOR_CHARS + 1];
	bool                        has_more = false;
	int                         exit_code;
	enum status                 status;

	if (!read_query(&options, &usage, &rest, &query, &exit_code))
		return exit_code;
	status = audit_search_open(options.config.data, &query, &search, &err);
	if (status == STATUS_OK)
		status = audit_search_page(search, print_record, &options.all.json, next, &has_more,
		                           &err);
	audit_search_close(&search);
	if (status != STATUS_OK)
		return complain(status, &err);
	if (has_more)
		printf(options.all.json ? "{\"next\":\"%s\"}\n" : "more: cursor=%s\n", next);
	return CMD_GOOD;
}

/* ---- stats ---- */

struct printing {
	const struct audit_query *query;
	bool                      json;
};

static void print_row(void *context, const struct audit_stats_row *row)
{
	const struct printing *printing = context;
	struct buffer          out;

	buffer_init_heap(&out);
	if (printing->json) {
		audit_answer_row(printing->query, row, &out);
	} else {
		buffer_append_format(&out, "%10" PRIu64, row->count);
		if (printing->query->bucket != AUDIT_BY_NO_TIME) {
			char time[AUDIT_TIME_CHARS + 1];

			audit_clock_format(row->time_us, time);
			buffer_append_format(&out, "  %.16sZ", time);
		}
		for (size_t i = 0; i < printing->query->by_count; i++)
			buffer_append_format(&out, "  %.*s",
			                     row->values[i].len > 0 ? (int)row->values[i].len : 1,
			                     row->values[i].len > 0 ? row->values[i].ptr : "-");
	}
	buffer_append_char(&out, '\n');
	cmd_emit(&out, stdout);
	buffer_free(&out);
}

int cmd_audit_stats(int count, char **words)
{
	static struct query_options options;
	const struct cmd_usage      usage = { .synopsis = "audit stats [OPTIONS] [NAME=VALUE]...",
		                              .about = stats_about,
		                              .example = stats_example };
	struct cmd_words            rest = { .count = count, .words = words };
	struct audit_search        *search = NULL;
	struct audit_query          query;
	struct printing             printing = { .query = &query };
	struct error                err = { 0 };
	uint64_t                    total = 0;
	int                         exit_code;
	enum status                 status;

	if (!read_query(&options, &usage, &rest, &query, &exit_code))
		return exit_code;
	printing.json = options.all.json;
	status = audit_search_open(options.config.data, &query, &search, &err);
	if (status == STATUS_OK)
		status = audit_search_stats(search, print_row, &printing, &total, &err);
	audit_search_close(&search);
	if (status != STATUS_OK)
		return complain(status, &err);
	printf(printing.json ? "{\"total\":%" PRIu64 "}\n" : "%10" PRIu64 "  in all\n", total);
	return CMD_GOOD;
}
