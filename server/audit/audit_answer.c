/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_answer.h"

#include "audit_clock.h"
#include "base_json.h"

struct answer {
	const struct audit_query *query;
	struct buffer            *out;
	uint64_t                  count;
};

static bool put_record(void *context, const struct audit_entry *entry, struct slice line)
{
	struct answer *answer = context;

	(void)entry;
	if (answer->count++ > 0)
		buffer_append_char(answer->out, ',');
	buffer_append(answer->out, line);
	return !answer->out->failed;
}

static enum status finish(struct buffer *out, enum status status, struct error *err)
{
	if (status == STATUS_OK && out->failed)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for the answer");
	return status;
}

enum status audit_answer_page(const char *data, const struct audit_query *query, struct buffer *out,
                              struct error *err)
{
	struct answer        answer = { .query = query, .out = out };
	struct audit_search *search = NULL;
	char                 next[AUDIT_CURSOR_CHARS + 1];
	bool                 has_more = false;
	enum status          status = audit_search_open(data, query, &search, err);

	if (status != STATUS_OK)
		return status;
	buffer_append_cstr(out, "{\"verdicts\":[");
	status = audit_search_page(search, put_record, &answer, next, &has_more, err);
	if (has_more)
		buffer_append_format(out, "],\"next\":\"%s\"}\n", next);
	else
		buffer_append_cstr(out, "],\"next\":null}\n");
	audit_search_close(&search);
	return finish(out, status, err);
}

static void put_value(struct buffer *out, const char *name, struct slice value)
{
	json_write_key(out, name);
	if (value.len == 0)
		buffer_append_cstr(out, "null");
	else
		json_write_string(out, value);
}

void audit_answer_row(const struct audit_query *query, const struct audit_stats_row *row,
                      struct buffer *out)
{
	char time[AUDIT_TIME_CHARS + 1];

	buffer_append_char(out, '{');
	if (query->bucket != AUDIT_BY_NO_TIME) {
		audit_clock_format(row->time_us, time);
		buffer_append_format(out, "\"%s\":\"%.19sZ\"",
		                     audit_query_bucket_word(query->bucket), time);
	}
	for (size_t i = 0; i < query->by_count; i++)
		put_value(out, audit_term_word(query->by[i]), row->values[i]);
	json_write_key(out, "count");
	buffer_append_u64(out, row->count);
	buffer_append_char(out, '}');
}

static void put_row(void *context, const struct audit_stats_row *row)
{
	struct answer *answer = context;

	if (answer->count++ > 0)
		buffer_append_char(answer->out, ',');
	audit_answer_row(answer->query, row, answer->out);
}

enum status audit_answer_stats(const char *data, const struct audit_query *query,
                               struct buffer *out, struct error *err)
{
	struct answer        answer = { .query = query, .out = out };
	struct audit_search *search = NULL;
	uint64_t             total = 0;
	enum status          status = audit_search_open(data, query, &search, err);

	if (status != STATUS_OK)
		return status;
	buffer_append_cstr(out, "{\"rows\":[");
	status = audit_search_stats(search, put_row, &answer, &total, err);
	buffer_append_cstr(out, "],\"total\":");
	buffer_append_u64(out, total);
	buffer_append_cstr(out, "}\n");
	audit_search_close(&search);
	return finish(out, status, err);
}
