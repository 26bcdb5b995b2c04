/* SPDX-License-Identifier: Apache-2.0 */
/* The log, by itself: what handing over a record costs the request thread, and how long a start
 * takes when so many records stand in the last segment.
 *
 *     bench_audit [RECORDS [--json]]   1,000,000 unless said otherwise; needs a gigabyte of disk
 */
#include "audit_encode.h"
#include "audit_log.h"
#include "audit_verify.h"

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now_s(clockid_t clock)
{
	struct timespec at;

	clock_gettime(clock, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static void fail(const char *what)
{
	fprintf(stderr, "bench_audit: %s\n", what);
	exit(2);
}

static struct audit_log *open_log(const char *folder, double *seconds)
{
	const struct audit_options options = { .mode = AUDIT_ASYNC,
		                               .queue_bytes = 64u << 20,
		                               .segment_bytes = UINT64_MAX,
		                               .checkpoint_records = 100000,
		                               .checkpoint_s = 60,
		                               .clock = audit_clock_system() };
	struct audit_log          *log = NULL;
	struct error               err = { 0 };
	double                     begin = now_s(CLOCK_MONOTONIC);

	if (audit_log_open(folder, &options, &log, &err) != STATUS_OK)
		fail(err.message);
	*seconds = now_s(CLOCK_MONOTONIC) - begin;
	return log;
}

/* About what a blocked prompt leaves: some 900 bytes. */
static void make_record(uint64_t number, struct buffer *body)
{
	static const struct audit_category categories[] = { { "weapons.conventional", "critical",
		                                              9 } };
	static const char *const           chain[] = { "base64", "caseless" };
	static const char *const           redacted[] = { "text" };
	static const struct audit_size     sizes[] = { { "body", 49 }, { "fields", 1 } };
	const struct audit_finding         finding = { .rule = "weapons.explosives.build",
		                                       .category = "weapons.conventional",
		                                       .severity = "critical",
		                                       .action = "block",
		                                       .mode = "enforce",
		                                       .field = SLICE_INIT("prompt"),
		                                       .end = 30,
		                                       .chain = chain,
		                                       .chain_count = 2,
		                                       .part_count = 1 };
	struct audit_field_hash            hash = { .field = SLICE_INIT("prompt") };
	char                               id[32] = "";
	const struct audit_record          record = {
			 .time_us = 1767323045000006u + number,
			 .node = "node-bench",
			 .id = id,
			 .request_id = slice_from_cstr(id + 3),
			 .account = SLICE_INIT("acme"),
			 .face = "native",
			 .direction = "input",
			 .policy = SLICE_INIT("default"),
			 .revision =
				 "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			 .decision = "block",
			 .complete = true,
			 .categories = categories,
			 .category_count = 1,
			 .findings = &finding,
			 .finding_count = 1,
			 .field_hashes = &hash,
			 .field_hash_count = 1,
			 .sizes = sizes,
			 .size_count = 2,
			 .redacted = redacted,
			 .redacted_count = 1,
	};

	snprintf(id, sizeof id, "vd_%026" PRIX64, number);
	snprintf(hash.hash.text, sizeof hash.hash.text, "%032" PRIx64, number);
	buffer_clear(body);
	audit_encode(&record, body);
}

static double encode_s(uint64_t records)
{
	struct buffer body;
	double        begin = now_s(CLOCK_THREAD_CPUTIME_ID);

	buffer_init_heap(&body);
	for (uint64_t i = 0; i < records; i++)
		make_record(i, &body);
	buffer_free(&body);
	return now_s(CLOCK_THREAD_CPUTIME_ID) - begin;
}

/* CPU time of this thread, encoding not counted. */
static double fill(struct audit_log *log, uint64_t records)
{
	struct buffer body;
	double        spent = 0;

	buffer_init_heap(&body);
	for (uint64_t i = 0; i < records; i++) {
		struct audit_parcel parcel;
		enum status         status;
		double              begin;

		make_record(i, &body);
		parcel = (struct audit_parcel){ .body = buffer_slice(&body) };
		do {
			begin = now_s(CLOCK_THREAD_CPUTIME_ID);
			status = audit_log_submit(log, &parcel);
			if (status == STATUS_OK)
				spent += now_s(CLOCK_THREAD_CPUTIME_ID) - begin;
			else
				usleep(1000);
		} while (status == STATUS_LIMIT_REACHED);
		if (status != STATUS_OK)
			fail("the log cannot be written");
	}
	buffer_free(&body);
	return spent;
}

static double verify_s(const char *folder, uint64_t records)
{
	const struct audit_verify_options options = { .data = folder };
	struct audit_summary              summary;
	struct error                      err = { 0 };
	double                            begin = now_s(CLOCK_MONOTONIC);

	if (audit_verify(&options, &summary, &err) != STATUS_OK || summary.records != records)
		fail("the log is not whole");
	return now_s(CLOCK_MONOTONIC) - begin;
}

static double clock_s(void)
{
	double begin = now_s(CLOCK_THREAD_CPUTIME_ID);

	for (unsigned i = 0; i < 100000; i++)
		(void)now_s(CLOCK_THREAD_CPUTIME_ID);
	return (now_s(CLOCK_THREAD_CPUTIME_ID) - begin) / 100000;
}

struct figures {
	double append_us, encode_us, write_s, restart_s, verify_s;
};

static void print(uint64_t records, const struct figures *figures, bool is_json)
{
	printf(is_json ? "{\"records\":%" PRIu64 ",\"append_us\":%.3f,\"encode_us\":%.3f,"
	                 "\"records_a_second\":%.0f,\"restart_s\":%.3f,\"verify_s\":%.3f}\n"
	               : "records                 %8" PRIu64 "\n"
	                 "append                  %8.3f us of the request thread's CPU\n"
	                 "encode                  %8.3f us of it before that\n"
	                 "write and sign          %8.0f records/s (mode async)\n"
	                 "restart                 %8.2f s over one segment\n"
	                 "audit_verify            %8.2f s\n",
	       records, figures->append_us, figures->encode_us, (double)records / figures->write_s,
	       figures->restart_s, figures->verify_s);
}

int main(int argc, char **argv)
{
	uint64_t          records = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
	char              folder[] = "/tmp/doorward-bench-XXXXXX";
	struct figures    figures = { 0 };
	struct audit_log *log;
	double            begin;

	if (records == 0 || mkdtemp(folder) == NULL)
		fail("usage: bench_audit [RECORDS [--json]]");
	log = open_log(folder, &figures.restart_s);
	begin = now_s(CLOCK_MONOTONIC);
	figures.append_us = (fill(log, records) / (double)records - clock_s()) * 1e6;
	audit_log_stop(log);
	figures.write_s = now_s(CLOCK_MONOTONIC) - begin;
	audit_log_close(&log);
	figures.encode_us = encode_s(records) / (double)records * 1e6;
	log = open_log(folder, &figures.restart_s);
	audit_log_stop(log);
	audit_log_close(&log);
	figures.verify_s = verify_s(folder, records);
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	print(records, &figures, argc > 2 && strcmp(argv[2], "--json") == 0);
	return 0;
}
