/* SPDX-License-Identifier: Apache-2.0 */
/* What is too old goes, says so, and leaves a log that verifies. */
#include "audit_content.h"
#include "audit_gone.h"
#include "audit_lines.h"
#include "audit_proof.h"
#include "audit_retain.h"
#include "audit_search.h"
#include "audit_verify.h"
#include "test_audit_support.h"

#define DAY_US   86400000000u
#define FIRST_US 1767225600000000u /* 2026-01-01 */

static uint64_t now_us;

static uint64_t settable_time(void *context)
{
	(void)context;
	return now_us;
}

static struct audit_options retaining(uint64_t keep_days, uint64_t keep_content_days)
{
	struct audit_options options = log_options();

	options.segment_bytes = 4096;
	options.may_pack = true;
	options.may_index = true;
	options.keep_days = keep_days;
	options.keep_content_days = keep_content_days;
	options.clock = (struct audit_clock){ settable_time, NULL };
	return options;
}

/* Record `i` is of day i / 10; accounts are a0 and a1 in turns, or one for all. */
static void put_verdict(struct audit_log *log, unsigned i, const char *account)
{
	static const struct audit_content_field field = { SLICE_INIT("prompt"),
		                                          SLICE_INIT("a quiet harbour"), false };
	uint64_t                                time_us = FIRST_US + i / 10 * DAY_US + i * 1000u;
	const struct audit_content_owner owner = { slice_from_cstr(account), SLICE_NONE, time_us };
	char                             id[16];
	const struct audit_record        record = { .time_us = time_us,
		                                    .node = audit_log_node(log),
		                                    .id = id,
		                                    .account = slice_from_cstr(account),
		                                    .face = "native",
		                                    .decision = "allow" };
	struct buffer                    body, content;

	snprintf(id, sizeof id, "vd_%u", i);
	buffer_init_heap(&body);
	buffer_init_heap(&content);
	audit_encode(&record, &body);
	audit_content_begin(audit_log_hash_key(log), &owner, &content);
	audit_content_add(&field, &content);
	assert_int_equal(log_put_body(log, buffer_slice(&body), buffer_slice(&content)), STATUS_OK);
	buffer_free(&body);
	buffer_free(&content);
}

static void fill(const struct folder *folder, unsigned from, unsigned to, const char *account)
{
	struct audit_options options = retaining(0, 0);
	struct audit_log    *log;

	now_us = FIRST_US;
	log = log_open(folder, &options);
	for (unsigned i = from; i < to; i++)
		put_verdict(log, i, account != NULL ? account : i % 2 == 0 ? "a0" : "a1");
	log_close(&log);
}

/* Opens the log on a day, waits for the keeper's round, and closes it. */
static void pass(const struct folder *folder, unsigned day, uint64_t keep_days,
                 uint64_t keep_content_days)
{
	struct audit_options options = retaining(keep_days, keep_content_days);
	struct audit_figures figures;
	struct audit_log    *log;

	now_us = FIRST_US + day * DAY_US;
	log = log_open(folder, &options);
	do {
		usleep(20000);
		audit_log_figures(log, &figures);
	} while (figures.retentions == 0);
	log_close(&log);
}

static struct audit_summary verify(const struct folder *folder, enum status expected)
{
	struct audit_summary summary;
	struct error         err = { 0 };

	assert_int_equal(audit_verify(&(struct audit_verify_options){ .data = folder->path },
	                              &summary, &err),
	                 expected);
	return summary;
}

static unsigned count_files(const struct folder *folder, const char *end)
{
	struct dirent **entries;
	char            path[512];
	unsigned        found = 0;
	int             count;

	node_path(folder, NULL, path);
	count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		found += slice_find(slice_from_cstr(entries[i]->d_name), slice_from_cstr(end), 0) !=
		         SIZE_MAX;
		free(entries[i]);
	}
	free(entries);
	return found;
}

static bool count_row(void *context, const struct audit_entry *entry, struct slice line)
{
	unsigned *count = context;

	(void)entry;
	(void)line;
	(*count)++;
	return true;
}

static unsigned count_found(const struct folder *folder, const char *name, const char *value)
{
	struct audit_query   query;
	struct audit_search *search = NULL;
	struct error         err = { 0 };
	char                 why[AUDIT_QUERY_WHY_CHARS];
	unsigned             count = 0;

	audit_query_init(&query);
	assert_int_equal(
		audit_query_set(&query, slice_from_cstr(name), slice_from_cstr(value), why),
		STATUS_OK);
	assert_int_equal(audit_search_open(folder->path, &query, &search, &err), STATUS_OK);
	assert_int_equal(audit_search_all(search, count_row, &count, &err), STATUS_OK);
	audit_search_close(&search);
	return count;
}

static unsigned count_kept(const struct folder *folder)
{
	struct audit_content_reader *reader;
	struct audit_content_record  record;
	struct error                 err = { 0 };
	unsigned                     count = 0;

	assert_int_equal(audit_content_open(folder->path, &reader, &err), STATUS_OK);
	while (audit_content_next(reader, &record, &err) == STATUS_OK)
		count += record.kept == AUDIT_KEPT_TEXT;
	audit_content_close(&reader);
	return count;
}

static void removes_old_segments(void **state)
{
	struct folder        folder;
	struct audit_summary summary;
	unsigned             before;

	(void)state;
	folder_make(&folder);
	fill(&folder, 0, 200, NULL); /* days 0 to 19 */
	before = count_files(&folder, ".seg");
	pass(&folder, 20, 10, 0);
	summary = verify(&folder, STATUS_OK);
	assert_true(summary.gone > 50 && summary.gone <= 100);
	assert_true(summary.records + summary.gone > 200); /* and the records that say so */
	assert_true(count_files(&folder, ".seg") < before);
	assert_int_equal(count_found(&folder, "face", AUDIT_FACE_GONE),
	                 count_files(&folder, ".gone"));
	assert_int_equal(count_found(&folder, "id", "vd_0"), 0);
	assert_int_equal(count_found(&folder, "id", "vd_199"), 1);
	fill(&folder, 200, 220, NULL);
	pass(&folder, 22, 10, 0);
	assert_true(verify(&folder, STATUS_OK).gone > summary.gone);
	folder_remove(&folder);
}

/* The start needs no tip, and proofs go around the gap. */
static void goes_on_behind_the_gap(void **state)
{
	static struct audit_proven proven;
	struct audit_public_key    keys[AUDIT_KEYS_MAX];
	struct folder              folder;
	struct error               err = { 0 };
	struct buffer              out;
	size_t                     count;
	char                       path[512];

	(void)state;
	folder_make(&folder);
	fill(&folder, 0, 200, NULL);
	pass(&folder, 20, 10, 0);
	node_path(&folder, "tree", path);
	assert_int_equal(unlink(path), 0);
	fill(&folder, 200, 201, NULL);
	verify(&folder, STATUS_OK);
	buffer_init_heap(&out);
	if (audit_proof_include(folder.path, SLICE_LIT("vd_150"), &out, &err) != STATUS_OK)
		fail_msg("%s", err.message);
	snprintf(path, sizeof path, "%s/audit.pub", folder.path);
	assert_int_equal(audit_public_keys_read(path, keys, &count, &err), STATUS_OK);
	assert_int_equal(audit_proof_check(buffer_slice(&out), keys, count, &proven, &err),
	                 STATUS_OK);
	assert_int_equal(proven.seq, 151);
	buffer_free(&out);
	folder_remove(&folder);
}

/* What somebody without a key writes: a record of the log's own, behind the last one. */
static void forge_a_record(const struct folder *folder, const struct audit_gone *gone)
{
	const struct audit_size        numbers[] = { { "first_seq", gone->first_seq },
		                                     { "last_seq", gone->last_seq },
		                                     { "records", gone->own.size } };
	char                           root[DIGEST_HEX_CHARS + 1], hex[DIGEST_HEX_CHARS + 1];
	const struct audit_notice_text texts[] = { { "root", root }, { "gone", hex } };
	const struct audit_notice      notice = { "retention", numbers, 3, texts, 2 };
	const struct audit_record      record = {
		     .time_us = FIRST_US, .node = "node", .face = AUDIT_FACE_GONE, .notice = &notice
	};
	struct audit_options options = retaining(0, 0);
	struct audit_log    *log = log_open(folder, &options);
	struct buffer        body;

	digest_hex(&gone->root, root);
	digest_hex(&gone->digest, hex);
	buffer_init_heap(&body);
	audit_encode(&record, &body);
	assert_int_equal(log_put_body(log, buffer_slice(&body), SLICE_NONE), STATUS_OK);
	buffer_free(&body);
	log_close(&log);
}

/* Who removes a segment and forges what is left of it cannot sign it, whatever a record says. */
static void a_forged_gap_is_a_fault(void **state)
{
	struct folder       folder;
	struct audit_gone   gone;
	struct audit_lines  lines;
	struct audit_link   link;
	struct slice        line;
	struct error        err = { 0 };
	struct audit_signer signer;
	char                node[512], path[512];

	(void)state;
	folder_make(&folder);
	fill(&folder, 0, 100, NULL);
	verify(&folder, STATUS_OK);
	node_path(&folder, NULL, node);
	node_path(&folder, FIRST_SEGMENT, path);
	if (access(path, F_OK) != 0)
		node_path(&folder, FIRST_SEGMENT ".zst", path);
	audit_signer_init("node", (const unsigned char[AUDIT_SEED_BYTES]){ 7 }, &signer);
	audit_gone_begin(&gone, 1);
	assert_int_equal(audit_lines_open(path, &lines), STATUS_OK);
	while (audit_lines_next(&lines, &line, NULL) == STATUS_OK) {
		assert_true(audit_chain_read(line, &link));
		assert_true(audit_gone_add(&gone, &link));
	}
	audit_lines_close(&lines);
	assert_int_equal(audit_gone_save(node, &gone, &signer, &err), STATUS_OK);
	verify(&folder, STATUS_OK); /* the segment is still there */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(verify(&folder, STATUS_CORRUPT).failures, 1);
	forge_a_record(&folder, &gone);
	assert_int_equal(verify(&folder, STATUS_CORRUPT).failures, 1);
	folder_remove(&folder);
}

static void a_changed_gap_is_a_fault(void **state)
{
	struct folder folder;
	char          path[512], *text;
	size_t        len;

	(void)state;
	folder_make(&folder);
	fill(&folder, 0, 200, NULL);
	pass(&folder, 20, 10, 0);
	verify(&folder, STATUS_OK);
	node_path(&folder, "00000000000000000001.gone", path);
	text = file_take(path, &len);
	for (size_t i = 0; i < len; i += 13) {
		char kept = text[i];

		text[i] = kept == '7' ? '8' : '7';
		file_put(path, text, len);
		verify(&folder, STATUS_CORRUPT);
		text[i] = kept;
	}
	free(text);
	assert_int_equal(unlink(path), 0);
	verify(&folder, STATUS_CORRUPT);
	folder_remove(&folder);
}

struct hold_row {
	const char *label;
	const char *account;
	bool        removes;
};

static const struct hold_row rows_of_holds[] = {
	{ "a hold on an account stops it", "a0", false },
	{ "a hold on everything stops it", "*", false },
	{ "a hold on another account does not", "b7", true },
};

static void holds(void **state)
{
	const struct hold_row *row = *state;
	struct folder          folder;
	struct error           err = { 0 };

	folder_make(&folder);
	fill(&folder, 0, 200, "a0");
	assert_int_equal(audit_holds_change(folder.path, SLICE_LIT("case 7"),
	                                    slice_from_cstr(row->account), &err),
	                 STATUS_OK);
	pass(&folder, 40, 10, 5);
	assert_int_equal(verify(&folder, STATUS_OK).gone > 0, row->removes);
	assert_int_equal(count_kept(&folder) > 0, !row->removes);
	assert_true(count_found(&folder, "face", AUDIT_FACE_GONE) > 0); /* the holds are noted */
	assert_int_equal(audit_holds_change(folder.path, SLICE_LIT("case 7"), SLICE_NONE, &err),
	                 STATUS_OK);
	assert_int_equal(audit_holds_change(folder.path, SLICE_LIT("case 7"), SLICE_NONE, &err),
	                 STATUS_NOT_FOUND);
	pass(&folder, 41, 10, 5);
	assert_true(verify(&folder, STATUS_OK).gone > 100);
	assert_int_equal(count_kept(&folder), 0);
	folder_remove(&folder);
}

static void destroys_old_texts(void **state)
{
	struct folder folder;

	(void)state;
	folder_make(&folder);
	fill(&folder, 0, 200, NULL);
	assert_int_equal(count_kept(&folder), 200);
	pass(&folder, 20, 0, 14);
	assert_int_equal(count_kept(&folder), 140); /* days 6 to 19 */
	assert_int_equal(verify(&folder, STATUS_OK).records, 201);
	assert_int_equal(verify(&folder, STATUS_OK).gone, 0);
	folder_remove(&folder);
}

/* Beside a running log, which has the key in memory: it is not used again. */
static void erases_on_request(void **state)
{
	struct audit_options options = retaining(0, 0);
	struct folder        folder;
	struct audit_log    *log;
	struct error         err = { 0 };
	char                 name[AUDIT_REQUEST_CHARS];
	uint64_t             keys = 0;
	bool                 is_held = true, is_done = false;

	(void)state;
	folder_make(&folder);
	now_us = FIRST_US;
	log = log_open(&folder, &options);
	for (unsigned i = 0; i < 4; i++)
		put_verdict(log, i, i % 2 == 0 ? "a0" : "a1");
	assert_int_equal(audit_retain_ask(folder.path, SLICE_LIT("a0"), SLICE_NONE, name, &err),
	                 STATUS_OK);
	for (unsigned i = 0; i < 200 && !is_done; i++) {
		usleep(20000);
		is_done = audit_retain_is_done(folder.path, name, &keys, &is_held);
	}
	assert_true(is_done && !is_held);
	assert_int_equal(keys, 1);
	put_verdict(log, 4, "a0");
	log_close(&log);
	assert_int_equal(count_kept(&folder), 3); /* two of a1, and the new one of a0 */
	assert_int_equal(count_found(&folder, "face", AUDIT_FACE_GONE), 1);
	verify(&folder, STATUS_OK);
	folder_remove(&folder);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "removes old segments", removes_old_segments);
	rows_add_one(&rows, "goes on behind the gap", goes_on_behind_the_gap);
	rows_add_one(&rows, "a forged gap is a fault", a_forged_gap_is_a_fault);
	rows_add_one(&rows, "a changed gap is a fault", a_changed_gap_is_a_fault);
	ROWS_ADD(&rows, holds, rows_of_holds);
	rows_add_one(&rows, "destroys old texts", destroys_old_texts);
	rows_add_one(&rows, "erases on request", erases_on_request);
	return rows_run(&rows, "audit_retain");
}
