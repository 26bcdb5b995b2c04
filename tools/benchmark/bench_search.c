/* SPDX-License-Identifier: Apache-2.0 */
/* Searching a day of 500,000 records: the first page of each filter, and statistics.
 *
 *     bench_search [RECORDS [--json]]   needs a gigabyte of disk
 */
#include "audit_encode.h"
#include "audit_index.h"
#include "audit_log.h"
#include "audit_search.h"

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DAY_US   86400000000u
#define BEGIN_US 1767225600000000u /* 2026-01-01 */

static double now_ms(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static void fail(const char *what)
{
	fprintf(stderr, "bench_search: %s\n", what);
	exit(2);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

/* One in ten has a finding, of one of 300 rules; 1,000 accounts; one in a thousand is masked. */
static void make_record(uint64_t i, uint64_t records, struct buffer *body)
{
	static const char *const chain[] = { "base64", "caseless" };
	static const char *const redacted[] = { "text" };
	char                     rule[64], category[64], account[32], id[40];
	struct audit_field_hash  hash = { .field = SLICE_LIT("prompt") };
	struct audit_category    categories[] = { { category, "critical", 9 } };
	struct audit_finding     finding = { .rule = rule,
		                             .category = category,
		                             .severity = "critical",
		                             .action = "block",
		                             .mode = "enforce",
		                             .field = SLICE_LIT("prompt"),
		                             .chain = chain,
		                             .chain_count = 2,
		                             .part_count = 1 };
	bool                     has_finding = i % 10 == 0;
	struct audit_record      record = {
		     .time_us = BEGIN_US + i * (DAY_US / records),
		     .node = "node-bench",
		     .id = id,
		     .request_id = slice_from_cstr(id + 3),
		     .account = slice_from_cstr(account),
		     .face = "native",
		     .direction = "input",
		     .policy = SLICE_LIT("default"),
		     .revision =
			     "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		     .decision = i % 1000 == 7 ? "mask"
		                 : has_finding ? "block"
		                               : "allow",
		     .complete = true,
		     .categories = categories,
		     .category_count = has_finding ? 1 : 0,
		     .findings = &finding,
		     .finding_count = has_finding ? 1 : 0,
		     .evasion = i % 100 == 0,
		     .field_hashes = &hash,
		     .field_hash_count = 1,
		     .redacted = redacted,
		     .redacted_count = 1,
	};

	snprintf(rule, sizeof rule, "family%u.rule%u", (unsigned)(i / 10 % 30),
	         (unsigned)(i / 10 % 300));
	snprintf(category, sizeof category, "family%u.kind", (unsigned)(i / 10 % 30));
	snprintf(account, sizeof account, "account-%u", (unsigned)(i * 2654435761u % 1000));
	snprintf(id, sizeof id, "vd_%026" PRIX64, i);
	snprintf(hash.hash.text, sizeof hash.hash.text, "%032" PRIx64, i * 0x9E3779B97F4A7C15u);
	buffer_clear(body);
	audit_encode(&record, body);
}

static void fill(const char *folder, uint64_t records)
{
	const struct audit_options options = { .mode = AUDIT_ASYNC,
		                               .queue_bytes = 64u << 20,
		                               .segment_bytes = 64u << 20,
		                               .checkpoint_records = 100000,
		                               .checkpoint_s = 60,
		                               .may_pack = true,
		                               .clock = audit_clock_system() };
	struct audit_log          *log = NULL;
	struct error               err = { 0 };
	struct buffer              body;
	enum status                status;

	if (audit_log_open(folder, &options, &log, &err) != STATUS_OK)
		fail(err.message);
	buffer_init_heap(&body);
	for (uint64_t i = 0; i < records; i++) {
		make_record(i, records, &body);
		while ((status = audit_log_submit(
				log, &(struct audit_parcel){ .body = buffer_slice(&body) })) ==
		       STATUS_LIMIT_REACHED)
			usleep(1000);
		if (status != STATUS_OK)
			fail("the log cannot be written");
	}
	buffer_free(&body);
	audit_log_stop(log);
	if (records >= 100000)
		sleep(8); /* the closed segments are packed */
	audit_log_close(&log);
}

static void build_index(const char *folder, uint64_t records, bool is_json)
{
	const struct audit_index_limit limit = { 0 };
	struct audit_index            *index = NULL;
	struct error                   err = { 0 };
	uint64_t                       count = 1, total = 0;
	double                         begin = now_ms();

	if (audit_index_open(folder, &index, &err) != STATUS_OK)
		fail(err.message);
	for (; count > 0; total += count)
		if (audit_index_fill(index, &limit, 2000, &count, &err) != STATUS_OK)
			fail(err.message);
	audit_index_close(&index);
	if (total != records)
		fail("records are missing");
	printf(is_json ? "{\"what\":\"index\",\"records_a_second\":%.0f}\n"
	               : "index            %8.0f records/s\n",
	       (double)records / (now_ms() - begin) * 1e3);
}

static bool count_row(void *context, const struct audit_entry *entry, struct slice line)
{
	uint64_t *count = context;

	(void)entry;
	(void)line;
	(*count)++;
	return true;
}

static void count_stats(void *context, const struct audit_stats_row *row)
{
	uint64_t *count = context;

	(void)row;
	(*count)++;
}

static void set(struct audit_query *query, const char *words)
{
	static char text[512];
	char        why[AUDIT_QUERY_WHY_CHARS];

	snprintf(text, sizeof text, "%s", words);
	audit_query_init(query);
	for (char *rest = text, *word = strsep(&rest, " "); word != NULL;
	     word = strsep(&rest, " ")) {
		char *equals = strchr(word, '=');

		*equals = '\0';
		if (audit_query_set(query, slice_from_cstr(word), slice_from_cstr(equals + 1),
		                    why) != STATUS_OK)
			fail(why);
	}
}

static void time_query(const char *folder, const char *words, bool is_stats, bool is_json)
{
	double   best = 1e9, worst = 0;
	uint64_t count = 0, total = 0;

	for (unsigned round = 0; round < 5; round++) {
		struct audit_query   query;
		struct audit_search *search = NULL;
		struct error         err = { 0 };
		char                 next[AUDIT_CURSOR_CHARS + 1];
		bool                 has_more;
		double               begin = now_ms(), spent;
		enum status          status;

		set(&query, words);
		count = 0;
		status = audit_search_open(folder, &query, &search, &err);
		if (status == STATUS_OK && is_stats)
			status = audit_search_stats(search, count_stats, &count, &total, &err);
		else if (status == STATUS_OK)
			status = audit_search_page(search, count_row, &count, next, &has_more,
			                           &err);
		audit_search_close(&search);
		if (status != STATUS_OK)
			fail(err.message);
		spent = now_ms() - begin;
		best = spent < best ? spent : best;
		worst = spent > worst ? spent : worst;
	}
	printf(is_json ? "{\"ms\":%.2f,\"worst_ms\":%.2f,\"rows\":%" PRIu64 ",\"what\":\"%s%s\"}\n"
	               : "%8.1f ms best %8.1f worst  %6" PRIu64 " rows  %s%s\n",
	       best, worst, count, is_stats ? "stats " : "", words);
}

int main(int argc, char **argv)
{
	static const char *const pages[] = {
		"from=2026-01-01 to=2026-01-02",
		"decision=block from=2026-01-01 to=2026-01-02",
		"decision=mask from=2026-01-01 to=2026-01-02",
		"decision=flag from=2026-01-01 to=2026-01-02",
		"rule=family7.rule7 from=2026-01-01 to=2026-01-02",
		"category=family7.kind from=2026-01-01 to=2026-01-02",
		"account=account-77 from=2026-01-01 to=2026-01-02",
		"policy=default from=2026-01-01 to=2026-01-02",
		"face=native from=2026-01-01 to=2026-01-02",
		"evasion=true from=2026-01-01 to=2026-01-02",
		"shadow=true from=2026-01-01 to=2026-01-02",
		"chain=base64 from=2026-01-01 to=2026-01-02",
		"id=vd_0000000000000000000001E240",
		"text_hash=00000000000000000000000000000001",
		"account=account-77 decision=block from=2026-01-01 to=2026-01-02",
		"rule=family7.rule7 account=account-77",
		"decision=mask evasion=true",
	};
	static const char *const stats[] = {
		"group_by=decision",
		"group_by=rule,hour",
		"group_by=account",
		"group_by=decision,minute",
		"group_by=rule decision=block",
		"group_by=category,day",
		"group_by=policy,face,chain",
		"group_by=evasion,hour",
	};
	uint64_t   records = argc > 1 ? strtoull(argv[1], NULL, 10) : 500000;
	char       folder[] = "/tmp/doorward-bench-XXXXXX";
	const bool is_json = argc > 2 && strcmp(argv[2], "--json") == 0;

	if (records == 0 || mkdtemp(folder) == NULL)
		fail("usage: bench_search [RECORDS [--json]]");
	fill(folder, records);
	build_index(folder, records, is_json);
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		time_query(folder, pages[i], false, is_json);
	for (size_t i = 0; i < sizeof stats / sizeof stats[0]; i++)
		time_query(folder, stats[i], true, is_json);
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return 0;
}
