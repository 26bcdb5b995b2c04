/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that are kept: sealed on disk, opened by who holds the secrets, gone with their key. */
#include "audit_content.h"
#include "audit_verify.h"
#include "test_audit_support.h"

#include <sqlite3.h>

#define DAY_US   86400000000u
#define TODAY_US 1767323045000006u

static const struct audit_content_field fields[] = {
	{ SLICE_INIT("prompt"), SLICE_INIT("a quiet harbour"), false },
	{ SLICE_INIT("negative_prompt"), SLICE_INIT("bytes \0\xFF of any kind"), true },
	{ SLICE_INIT("caption"), SLICE_INIT(""), false },
};

struct text {
	const char *account;
	const char *user;
	uint64_t    time_us;
	unsigned    field_count; /* of `fields`; 0: no text is kept */
};

static void put_text(struct audit_log *log, const struct text *text)
{
	const struct audit_content_owner owner = { slice_from_cstr(text->account),
		                                   slice_from_cstr(text->user), text->time_us };
	const struct audit_record        record = { .time_us = text->time_us,
		                                    .node = audit_log_node(log),
		                                    .id = "vd_1",
		                                    .face = "native",
		                                    .policy = SLICE_LIT("default"),
		                                    .decision = "allow" };
	struct buffer                    body, content;

	buffer_init_heap(&body);
	buffer_init_heap(&content);
	audit_encode(&record, &body);
	if (text->field_count > 0)
		audit_content_begin(audit_log_hash_key(log), &owner, &content);
	for (unsigned i = 0; i < text->field_count; i++)
		audit_content_add(&fields[i], &content);
	assert_int_equal(log_put_body(log, buffer_slice(&body), buffer_slice(&content)), STATUS_OK);
	buffer_free(&body);
	buffer_free(&content);
}

static void put_texts(const struct folder *folder, const struct text *texts, size_t count)
{
	const struct audit_options options = log_options();
	struct audit_log          *log = log_open(folder, &options);

	for (size_t i = 0; i < count; i++)
		put_text(log, &texts[i]);
	log_close(&log);
}

/* What became of each text, a letter a record: t, g (gone), n (nothing), ! (does not open). */
static const char *fates(const struct folder *folder)
{
	static char                  letters[32];
	struct audit_content_reader *reader = NULL;
	struct audit_content_record  record;
	struct error                 err = { 0 };
	enum status                  status;
	size_t                       used = 0;

	if (audit_content_open(folder->path, &reader, &err) != STATUS_OK)
		fail_msg("%s: %s", err.file, err.message);
	while ((status = audit_content_next(reader, &record, &err)) != STATUS_END) {
		assert_true(status == STATUS_OK || status == STATUS_CORRUPT);
		letters[used++] = status == STATUS_CORRUPT ? '!' : "ntg"[record.kept];
	}
	letters[used] = '\0';
	audit_content_close(&reader);
	return letters;
}

static void assert_whole(const struct folder *folder)
{
	struct audit_summary summary;
	struct error         err = { 0 };

	assert_int_equal(audit_verify(&(struct audit_verify_options){ .data = folder->path },
	                              &summary, &err),
	                 STATUS_OK);
}

static void opens_what_was_sealed(void **state)
{
	const struct text            text = { "acme", "anna", TODAY_US, 3 };
	struct folder                folder;
	struct audit_content_reader *reader = NULL;
	struct audit_content_record  record;
	struct error                 err = { 0 };

	(void)state;
	folder_make(&folder);
	put_texts(&folder, &text, 1);
	assert_int_equal(audit_content_open(folder.path, &reader, &err), STATUS_OK);
	assert_int_equal(audit_content_next(reader, &record, &err), STATUS_OK);
	assert_int_equal(record.kept, AUDIT_KEPT_TEXT);
	assert_true(slice_equal_cstr(record.entry->id, "vd_1"));
	assert_true(slice_equal_cstr(record.entry->policy, "default"));
	assert_int_equal(record.field_count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_true(slice_equal(record.fields[i].name, fields[i].name));
		assert_true(slice_equal(record.fields[i].text, fields[i].text));
		assert_int_equal(record.fields[i].is_negative, fields[i].is_negative);
	}
	assert_int_equal(audit_content_next(reader, &record, &err), STATUS_END);
	audit_content_close(&reader);
	assert_whole(&folder);
	folder_remove(&folder);
}

static const char *const secrets[] = { "quiet harbour", "negative_prompt", "acme", "anna" };

static int holds_no_secret(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	size_t len;
	char  *bytes;

	(void)info;
	(void)place;
	if (kind != FTW_F)
		return 0;
	bytes = file_take(path, &len);
	for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
		if (slice_find((struct slice){ bytes, len }, slice_from_cstr(secrets[i]), 0) !=
		    SIZE_MAX)
			fail_msg("%s holds \"%s\"", path, secrets[i]);
	free(bytes);
	return 0;
}

static void leaves_no_text_on_disk(void **state)
{
	const struct text text = { "acme", "anna", TODAY_US, 3 };
	struct folder     folder;

	(void)state;
	folder_make(&folder);
	put_texts(&folder, &text, 1);
	assert_int_equal(nftw(folder.path, holds_no_secret, 16, FTW_PHYS), 0);
	folder_remove(&folder);
}

static void has_one_key_a_subject_and_day(void **state)
{
	static const struct text texts[] = {
		{ "acme", "anna", TODAY_US, 1 },  { "acme", "anna", TODAY_US + 5, 1 },
		{ "acme", "bert", TODAY_US, 1 },  { "acme", "anna", TODAY_US + DAY_US, 1 },
		{ "", "", TODAY_US, 1 },          { "acme", "anna", TODAY_US + 9, 1 },
		{ "other", "anna", TODAY_US, 1 }, { "acme", "", TODAY_US, 0 },
	};
	struct folder folder;
	sqlite3      *db;
	sqlite3_stmt *count;
	char          path[512];

	(void)state;
	folder_make(&folder);
	put_texts(&folder, texts, 4);
	put_texts(&folder, texts + 4, 4);
	assert_string_equal(fates(&folder), "tttttttn");
	snprintf(path, sizeof path, "%s/%s", folder.path, AUDIT_VAULT_FILE);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_prepare_v2(db, "SELECT count(*) FROM content_key", -1, &count, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(count), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(count, 0), 5);
	sqlite3_finalize(count);
	sqlite3_close(db);
	folder_remove(&folder);
}

enum erasure { USER, ACCOUNT, OLD_DAYS };

struct erasure_row {
	const char  *label;
	enum erasure erasure;
	uint64_t     keys;
	const char  *fates;
};

static const struct erasure_row rows_of_erasures[] = {
	{ "destroys a user's texts", USER, 2, "gtgtt" },
	{ "destroys an account's texts", ACCOUNT, 3, "gggtt" },
	{ "destroys the texts of old days", OLD_DAYS, 3, "ggtgt" },
};

/* The keys go; the log stays as it is, and whole. */
static void erases(void **state)
{
	static const struct text texts[] = {
		{ "acme", "anna", TODAY_US, 1 },           { "acme", "bert", TODAY_US, 1 },
		{ "acme", "anna", TODAY_US + DAY_US, 1 },  { "other", "anna", TODAY_US, 1 },
		{ "other", "anna", TODAY_US + DAY_US, 1 },
	};
	const struct erasure_row *row = *state;
	struct folder             where;
	struct audit_folder       folder;
	struct audit_vault       *vault;
	struct audit_hash_key     key;
	struct audit_subject      subject;
	struct error              err = { 0 };
	uint64_t                  count = 0;
	enum status               status;

	folder_make(&where);
	put_texts(&where, texts, 5);
	assert_int_equal(audit_folder_secret_read(where.path, "hash.key", key.bytes, &err),
	                 STATUS_OK);
	audit_content_subject(&key, SLICE_LIT("acme"), SLICE_LIT("anna"), &subject);
	assert_int_equal(audit_folder_open(where.path, &folder, &err), STATUS_OK);
	assert_int_equal(audit_vault_open(&folder, &vault, &err), STATUS_OK);
	if (row->erasure == OLD_DAYS)
		status = audit_vault_expire(vault, TODAY_US / DAY_US + 1, NULL, 0, &count);
	else
		status = audit_vault_erase(vault, subject.account,
		                           row->erasure == USER ? subject.user : NULL, &count);
	assert_int_equal(status, STATUS_OK);
	assert_int_equal(count, row->keys);
	audit_vault_close(&vault);
	audit_folder_close(&folder);
	assert_string_equal(fates(&where), row->fates);
	assert_whole(&where);
	folder_remove(&where);
}

/* A sealed text belongs to its record: put into another one it does not open. */
static void does_not_open_elsewhere(void **state)
{
	static const struct text texts[] = { { "acme", "anna", TODAY_US, 1 },
		                             { "acme", "anna", TODAY_US, 1 } };
	struct folder            folder;
	char                     path[512], *text, *first, *second;
	size_t                   len;

	(void)state;
	folder_make(&folder);
	put_texts(&folder, texts, 2);
	node_path(&folder, FIRST_SEGMENT, path);
	text = file_take(path, &len);
	first = strstr(text, "\"content\":");
	second = strstr(first + 1, "\"content\":");
	memcpy(second, first, (size_t)(strstr(first, ",\"prev\"") - first));
	file_put(path, text, len);
	free(text);
	assert_string_equal(fates(&folder), "t!");
	folder_remove(&folder);
}

static void needs_the_secret(void **state)
{
	const struct text            text = { "acme", "anna", TODAY_US, 1 };
	struct folder                folder;
	struct audit_content_reader *reader = NULL;
	struct error                 err = { 0 };
	char                         path[512];

	(void)state;
	folder_make(&folder);
	put_texts(&folder, &text, 1);
	snprintf(path, sizeof path, "%s/secret/content.key", folder.path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(audit_content_open(folder.path, &reader, &err), STATUS_CORRUPT);
	assert_null(reader);
	put_texts(&folder, &text, 1); /* a new secret is made: it does not open the old key */
	assert_string_equal(fates(&folder), "!n");
	folder_remove(&folder);
}

/* The verdict is recorded though its text cannot be. */
static void never_loses_a_verdict_for_its_text(void **state)
{
	const struct text          text = { "acme", "anna", TODAY_US, 1 };
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_figures       figures;
	struct audit_log          *log;
	sqlite3                   *db;
	char                       path[512];

	(void)state;
	folder_make(&folder);
	log = log_open(&folder, &options);
	put_text(log, &text);
	snprintf(path, sizeof path, "%s/%s", folder.path, AUDIT_VAULT_FILE);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "DROP TABLE content_key", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	put_text(log, &text); /* what is in memory does not count: the file was changed */
	put_text(log, &(struct text){ "acme", "bert", TODAY_US, 1 });
	audit_log_figures(log, &figures);
	assert_int_equal(figures.records, 3);
	assert_int_equal(figures.content_lost, 2);
	log_close(&log);
	assert_whole(&folder);
	folder_remove(&folder);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "opens what was sealed", opens_what_was_sealed);
	rows_add_one(&rows, "leaves no text on disk", leaves_no_text_on_disk);
	rows_add_one(&rows, "has one key a subject and day", has_one_key_a_subject_and_day);
	ROWS_ADD(&rows, erases, rows_of_erasures);
	rows_add_one(&rows, "does not open a text in another record", does_not_open_elsewhere);
	rows_add_one(&rows, "needs the secret", needs_the_secret);
	rows_add_one(&rows, "never loses a verdict for its text",
	             never_loses_a_verdict_for_its_text);
	return rows_run(&rows, "audit_content");
}
