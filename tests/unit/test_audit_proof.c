/* SPDX-License-Identifier: Apache-2.0 */
/* Proofs are made from the log and checked with the public key alone. */
#include "audit_proof.h"
#include "test_audit_support.h"

#define RECORDS 50u

struct keys {
	struct audit_public_key keys[AUDIT_KEYS_MAX];
	size_t                  count;
};

static void keys_read(const struct folder *folder, struct keys *keys)
{
	char path[300];

	snprintf(path, sizeof path, "%s/audit.pub", folder->path);
	assert_int_equal(audit_public_keys_read(path, keys->keys, &keys->count, NULL), STATUS_OK);
}

static void log_make(struct folder *folder, unsigned records)
{
	struct audit_options options = log_options();

	options.segment_bytes = 4096;
	folder_make(folder);
	log_fill(folder, &options, records);
}

static void proves_each_record(void **state)
{
	static struct audit_proven proven;
	struct folder              folder;
	struct keys                keys;
	struct error               err = { 0 };
	struct buffer              out;

	(void)state;
	log_make(&folder, RECORDS);
	keys_read(&folder, &keys);
	for (unsigned i = 1; i <= RECORDS; i++) {
		char number[16], expected[32];

		buffer_init_heap(&out);
		snprintf(number, sizeof number, "%u", i);
		if (audit_proof_include(folder.path, slice_from_cstr(number), &out, &err) !=
		    STATUS_OK)
			fail_msg("%s", err.message);
		assert_int_equal(
			audit_proof_check(buffer_slice(&out), keys.keys, keys.count, &proven, &err),
			STATUS_OK);
		assert_int_equal(proven.seq, i);
		assert_int_equal(proven.size, RECORDS);
		snprintf(expected, sizeof expected, "\"number\":%u,", i - 1);
		assert_non_null(strstr(proven.record, expected));
		buffer_free(&out);
	}
	folder_remove(&folder);
}

/* Whatever character of it is changed, it proves nothing: but for the note's signature line of
 * another, none is there for nothing. */
static void notices_every_change(void **state)
{
	static struct audit_proven proven;
	struct folder              folder;
	struct keys                keys;
	struct error               err = { 0 };
	struct buffer              out;

	(void)state;
	log_make(&folder, RECORDS);
	keys_read(&folder, &keys);
	for (int kind = 0; kind < 2; kind++) {
		enum status status;

		buffer_init_heap(&out);
		status = kind == 0 ? audit_proof_include(folder.path, SLICE_LIT("20"), &out, &err)
		                   : audit_proof_extend(folder.path, "50", NULL, &out, &err);
		assert_int_equal(status, STATUS_OK);
		for (size_t i = 0; i + 1 < out.len; i++) {
			char kept = out.ptr[i];

			out.ptr[i] = kept == 'A' ? 'B' : 'A';
			if (audit_proof_check(buffer_slice(&out), keys.keys, keys.count, &proven,
			                      &err) != STATUS_CORRUPT)
				fail_msg("byte %zu of kind %d: %.60s", i, kind, out.ptr + i);
			out.ptr[i] = kept;
			if (i % 7 == 0)
				assert_int_equal(
					audit_proof_check(slice_range(buffer_slice(&out), 0, i),
				                          keys.keys, keys.count, &proven, &err),
					STATUS_CORRUPT);
		}
		buffer_free(&out);
	}
	folder_remove(&folder);
}

static void refuses_another_key(void **state)
{
	static struct audit_proven proven;
	struct folder              folder, other;
	struct keys                keys;
	struct error               err = { 0 };
	struct buffer              out;

	(void)state;
	log_make(&folder, RECORDS);
	log_make(&other, 1);
	keys_read(&other, &keys);
	buffer_init_heap(&out);
	assert_int_equal(audit_proof_include(folder.path, SLICE_LIT("3"), &out, &err), STATUS_OK);
	assert_int_equal(
		audit_proof_check(buffer_slice(&out), keys.keys, keys.count, &proven, &err),
		STATUS_CORRUPT);
	buffer_free(&out);
	folder_remove(&folder);
	folder_remove(&other);
}

/* The file of checkpoints with its last note, kept elsewhere. */
static void keep_checkpoint(const struct folder *folder, const struct folder *elsewhere,
                            char path[300])
{
	char   from[512], *text;
	size_t len;

	node_path(folder, "checkpoints", from);
	text = file_take(from, &len);
	snprintf(path, 300, "%s/kept", elsewhere->path);
	file_put(path, text, len);
	free(text);
}

static void proves_growth(void **state)
{
	static struct audit_proven proven;
	struct audit_options       options = log_options();
	struct folder              folder, elsewhere;
	struct keys                keys;
	struct error               err = { 0 };
	struct buffer              out;
	char                       kept[300];

	(void)state;
	log_make(&folder, 13);
	folder_make(&elsewhere);
	keep_checkpoint(&folder, &elsewhere, kept);
	log_fill(&folder, &options, 30);
	keys_read(&folder, &keys);
	for (int named = 0; named < 2; named++) {
		buffer_init_heap(&out);
		if (audit_proof_extend(folder.path, named ? "13" : kept, named ? "43" : NULL, &out,
		                       &err) != STATUS_OK)
			fail_msg("%s", err.message);
		assert_int_equal(
			audit_proof_check(buffer_slice(&out), keys.keys, keys.count, &proven, &err),
			STATUS_OK);
		assert_true(proven.is_consistency);
		assert_int_equal(proven.old_size, 13);
		assert_int_equal(proven.size, 43);
		buffer_free(&out);
	}
	folder_remove(&folder);
	folder_remove(&elsewhere);
}

static void remove_log(const struct folder *folder)
{
	char path[512];

	node_path(folder, NULL, path);
	assert_int_equal(nftw(path, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
	snprintf(path, sizeof path, "%s/secret/head", folder->path);
	assert_int_equal(unlink(path), 0);
}

/* The log was written anew, with the same key, behind a checkpoint that somebody kept. */
static void cannot_prove_what_is_not_so(void **state)
{
	struct audit_options options = log_options();
	struct folder        folder, elsewhere;
	struct audit_log    *log;
	struct error         err = { 0 };
	struct buffer        out;
	char                 kept[300];

	(void)state;
	log_make(&folder, 13);
	folder_make(&elsewhere);
	keep_checkpoint(&folder, &elsewhere, kept);
	remove_log(&folder);
	log = log_open(&folder, &options);
	for (unsigned i = 0; i < 30; i++)
		assert_int_equal(log_put(log, 500 + i), STATUS_OK);
	log_close(&log);
	buffer_init_heap(&out);
	assert_int_equal(audit_proof_extend(folder.path, kept, NULL, &out, &err), STATUS_CORRUPT);
	assert_int_equal(out.len, 0);
	folder_remove(&folder);
	folder_remove(&elsewhere);
}

struct refusal_row {
	const char *label;
	const char *record; /* NULL: consistency */
	const char *old;
	const char *later;
};

static const struct refusal_row rows_of_refusals[] = {
	{ "knows no record of this number", "51", NULL, NULL },
	{ "knows no record of this id", "vd_1", NULL, NULL },
	{ "knows no record without a name", "", NULL, NULL },
	{ "knows no checkpoint of this size", NULL, "13", NULL },
	{ "knows no checkpoint the other way round", NULL, "50", "13" },
};

static void refuses(void **state)
{
	const struct refusal_row *row = *state;
	struct folder             folder;
	struct error              err = { 0 };
	struct buffer             out;
	enum status               status;

	log_make(&folder, RECORDS);
	buffer_init_heap(&out);
	status = row->record != NULL
	                 ? audit_proof_include(folder.path, slice_from_cstr(row->record), &out,
	                                       &err)
	                 : audit_proof_extend(folder.path, row->old, row->later, &out, &err);
	assert_int_equal(status, STATUS_NOT_FOUND);
	assert_true(err.message[0] != '\0');
	folder_remove(&folder);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "proves each record", proves_each_record);
	rows_add_one(&rows, "notices every change", notices_every_change);
	rows_add_one(&rows, "refuses another key", refuses_another_key);
	rows_add_one(&rows, "proves growth", proves_growth);
	rows_add_one(&rows, "cannot prove what is not so", cannot_prove_what_is_not_so);
	ROWS_ADD(&rows, refuses, rows_of_refusals);
	return rows_run(&rows, "audit_proof");
}
