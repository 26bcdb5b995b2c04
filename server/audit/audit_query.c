/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_query.h"

#include "audit_clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void audit_query_init(struct audit_query *query)
{
	*query = (struct audit_query){ .limit = AUDIT_QUERY_LIMIT };
}

static enum status refuse(char why[AUDIT_QUERY_WHY_CHARS], const char *what)
{
	snprintf(why, AUDIT_QUERY_WHY_CHARS, "%s", what);
	return STATUS_USAGE;
}

/* "2026-01-31" is its first moment. */
static bool read_time(struct slice text, uint64_t *time_us)
{
	char whole[32];

	if (audit_clock_parse(text, time_us))
		return true;
	if (text.len != 10)
		return false;
	snprintf(whole, sizeof whole, "%.*sT00:00:00Z", SLICE_ARG(text));
	return audit_clock_parse(slice_from_cstr(whole), time_us);
}

static bool read_number(struct slice text, uint64_t *value)
{
	if (text.len == 0 || text.len > 9)
		return false;
	*value = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		*value = *value * 10 + (uint64_t)(text.ptr[i] - '0');
	}
	return true;
}

void audit_cursor_write(int64_t key, char text[AUDIT_CURSOR_CHARS + 1])
{
	snprintf(text, AUDIT_CURSOR_CHARS + 1, "c1%016" PRIx64, (uint64_t)key);
}

static bool read_cursor(struct slice text, int64_t *key)
{
	uint64_t value = 0;

	if (text.len != AUDIT_CURSOR_CHARS || !slice_starts_with(text, SLICE_LIT("c1")))
		return false;
	for (size_t i = 2; i < text.len; i++) {
		char     c = text.ptr[i];
		unsigned digit;

		if (c >= '0' && c <= '9')
			digit = (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			digit = (unsigned)(c - 'a') + 10;
		else
			return false;
		value = value << 4 | digit;
	}
	*key = (int64_t)value;
	return *key >= 0;
}

/* ---- grouping ---- */

static const struct {
	const char *word;
	uint64_t    us;
} buckets[] = {
	[AUDIT_BY_NO_TIME] = { NULL, 0 },
	[AUDIT_BY_MINUTE] = { "minute", 60000000u },
	[AUDIT_BY_HOUR] = { "hour", 3600000000u },
	[AUDIT_BY_DAY] = { "day", 86400000000u },
};

const char *audit_query_bucket_word(enum audit_query_bucket bucket)
{
	return buckets[bucket].word;
}

uint64_t audit_query_bucket_us(enum audit_query_bucket bucket)
{
	return buckets[bucket].us;
}

static bool add_group(struct audit_query *query, struct slice word)
{
	enum audit_term_kind kind = audit_term_find(word);

	for (unsigned i = AUDIT_BY_MINUTE; i <= AUDIT_BY_DAY; i++)
		if (slice_equal_cstr(word, buckets[i].word)) {
			query->bucket = (enum audit_query_bucket)i;
			return true;
		}
	if (kind == AUDIT_TERM_KINDS || query->by_count == AUDIT_QUERY_BY_MAX)
		return false;
	query->by[query->by_count++] = kind;
	return true;
}

static bool read_groups(struct audit_query *query, struct slice words)
{
	query->by_count = 0;
	query->bucket = AUDIT_BY_NO_TIME;
	for (;;) {
		size_t comma = slice_find(words, SLICE_LIT(","), 0);
		size_t end = comma == SIZE_MAX ? words.len : comma;

		if (!add_group(query, slice_range(words, 0, end)))
			return false;
		if (comma == SIZE_MAX)
			return true;
		words = slice_from(words, comma + 1);
	}
}

/* ---- parameters ---- */

static enum status set_filter(struct audit_query *query, enum audit_term_kind kind,
                              struct slice value, char why[AUDIT_QUERY_WHY_CHARS])
{
	if (value.len == 0)
		return refuse(why, "the value is empty");
	if (query->filter_count == AUDIT_QUERY_FILTERS_MAX)
		return refuse(why, "there are more than 16 filters");
	query->filters[query->filter_count++] = (struct audit_query_filter){ kind, value };
	return STATUS_OK;
}

static enum status set_order(struct audit_query *query, struct slice value,
                             char why[AUDIT_QUERY_WHY_CHARS])
{
	query->is_ascending = slice_equal_cstr(value, "oldest");
	if (query->is_ascending || slice_equal_cstr(value, "newest"))
		return STATUS_OK;
	return refuse(why, "expected newest or oldest");
}

enum status audit_query_set(struct audit_query *query, struct slice name, struct slice value,
                            char why[AUDIT_QUERY_WHY_CHARS])
{
	static const char    time[] = "expected a time in UTC like 2026-01-31T08:00:00Z, or a day";
	enum audit_term_kind kind = audit_term_find(name);

	if (kind != AUDIT_TERM_KINDS)
		return set_filter(query, kind, value, why);
	if (slice_equal_cstr(name, "from"))
		return read_time(value, &query->from_us) ? STATUS_OK : refuse(why, time);
	if (slice_equal_cstr(name, "to"))
		return read_time(value, &query->to_us) ? STATUS_OK : refuse(why, time);
	if (slice_equal_cstr(name, "limit")) {
		if (!read_number(value, &query->limit) || query->limit == 0 ||
		    query->limit > AUDIT_QUERY_LIMIT_MAX)
			return refuse(why, "expected a number from 1 to 1000");
		return STATUS_OK;
	}
	if (slice_equal_cstr(name, "order"))
		return set_order(query, value, why);
	if (slice_equal_cstr(name, "cursor")) {
		query->has_cursor = read_cursor(value, &query->cursor);
		return query->has_cursor ? STATUS_OK : refuse(why, "this is no cursor of ours");
	}
	if (slice_equal_cstr(name, "group_by"))
		return read_groups(query, value)
		               ? STATUS_OK
		               : refuse(why, "expected up to three filters' names, and minute, "
		                             "hour or day, with commas");
	snprintf(why, AUDIT_QUERY_WHY_CHARS, "there is no parameter \"%.40s\"",
	         name.len < 40 ? "" : "...");
	if (name.len <= 40)
		snprintf(why, AUDIT_QUERY_WHY_CHARS, "there is no parameter \"%.*s\"",
		         SLICE_ARG(name));
	return STATUS_NOT_FOUND;
}

/* ---- fitting ---- */

static bool fits_kind(const struct audit_query *query, const struct audit_entry *entry,
                      enum audit_term_kind kind)
{
	for (size_t i = 0; i < query->filter_count; i++)
		if (query->filters[i].kind == kind &&
		    audit_term_has(entry, kind, query->filters[i].value))
			return true;
	return false;
}

bool audit_query_fits(const struct audit_query *query, const struct audit_entry *entry)
{
	bool has_face = false;

	if (entry->time_us < query->from_us ||
	    (query->to_us != 0 && entry->time_us >= query->to_us))
		return false;
	for (size_t i = 0; i < query->filter_count; i++) {
		has_face = has_face || query->filters[i].kind == AUDIT_TERM_FACE;
		if (!fits_kind(query, entry, query->filters[i].kind))
			return false;
	}
	return has_face || entry->decision.len > 0;
}
