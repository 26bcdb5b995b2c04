/* SPDX-License-Identifier: Apache-2.0 */
/* Packed segments: the same bytes again, from any place, and no changed byte unnoticed. */
#include "audit_lines.h"
#include "audit_pack.h"
#include "audit_reader.h"
#include "audit_verify.h"
#include "test_audit_support.h"

#define LINES 5000u

static void segment_write(const struct folder *folder, const char *tail)
{
	char  path[300];
	FILE *file;

	snprintf(path, sizeof path, "%s/" FIRST_SEGMENT, folder->path);
	file = fopen(path, "wb");
	assert_non_null(file);
	for (unsigned i = 1; i <= LINES; i++)
		fprintf(file, "{\"seq\":%u,\"text\":\"%0*x\"}\n", i, 40 + (int)(i % 100),
		        i * 2654435761u);
	fputs(tail, file);
	fclose(file);
}

static void pack_path(const struct folder *folder, char path[300])
{
	snprintf(path, 300, "%s/" FIRST_SEGMENT ".zst", folder->path);
}

static void packs(struct folder *folder, const char *tail)
{
	struct error err = { 0 };

	folder_make(folder);
	segment_write(folder, tail);
	if (audit_pack_segment(folder->path, 1, &err) != STATUS_OK)
		fail_msg("%s: %s", err.file, err.message);
}

static void gives_the_same_lines(void **state)
{
	struct folder      folder;
	struct audit_lines lines;
	struct slice       line;
	uint64_t           offset, seq, expected_offset = 0;
	char               path[300];

	(void)state;
	packs(&folder, "{\"seq\":5001,\"to");
	pack_path(&folder, path);
	assert_int_equal(audit_lines_open(path, &lines), STATUS_OK);
	for (unsigned i = 1; i <= LINES; i++) {
		assert_int_equal(audit_lines_next(&lines, &line, &offset), STATUS_OK);
		assert_true(audit_chain_seq(line, &seq));
		assert_int_equal(seq, i);
		assert_int_equal(offset, expected_offset);
		expected_offset += line.len + 1;
	}
	assert_int_equal(audit_lines_next(&lines, &line, &offset), STATUS_END);
	assert_true(audit_lines_are_torn(&lines));
	audit_lines_close(&lines);
	folder_remove(&folder);
}

static void seeks(void **state)
{
	static const unsigned wanted[] = { 1, 2, 4999, 5000, 2500, 1251, 2500, 1 };
	struct folder         folder;
	struct audit_lines    lines;
	struct slice          line;
	uint64_t              offsets[LINES + 1], seq;
	char                  path[300];

	(void)state;
	for (int is_packed = 0; is_packed < 2; is_packed++) {
		folder_make(&folder);
		segment_write(&folder, "");
		snprintf(path, sizeof path, "%s/" FIRST_SEGMENT, folder.path);
		if (is_packed) {
			assert_int_equal(audit_pack_segment(folder.path, 1, NULL), STATUS_OK);
			pack_path(&folder, path);
		}
		assert_int_equal(audit_lines_open(path, &lines), STATUS_OK);
		for (unsigned i = 1; i <= LINES; i++)
			assert_int_equal(audit_lines_next(&lines, &line, &offsets[i]), STATUS_OK);
		for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
			assert_int_equal(audit_lines_seek(&lines, offsets[wanted[i]]), STATUS_OK);
			assert_int_equal(audit_lines_next(&lines, &line, NULL), STATUS_OK);
			assert_true(audit_chain_seq(line, &seq));
			assert_int_equal(seq, wanted[i]);
		}
		audit_lines_close(&lines);
		folder_remove(&folder);
	}
}

static void replaces_the_plain_file(void **state)
{
	struct folder folder;
	struct stat   info;
	char          path[300];

	(void)state;
	packs(&folder, "");
	snprintf(path, sizeof path, "%s/" FIRST_SEGMENT, folder.path);
	assert_int_not_equal(stat(path, &info), 0);
	pack_path(&folder, path);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(audit_pack_check(path), STATUS_OK);
	folder_remove(&folder);
}

/* Each byte of the file in its turn, with one bit of it changed. */
static void notices_every_changed_byte(void **state)
{
	struct folder folder;
	char          path[300], *bytes;
	size_t        len;

	(void)state;
	packs(&folder, "");
	pack_path(&folder, path);
	bytes = file_take(path, &len);
	for (size_t i = 0; i < len; i += i < 64 || i + 128 > len ? 1 : 997) {
		bytes[i] ^= (char)(1 << i % 8);
		file_put(path, bytes, len);
		if (audit_pack_check(path) != STATUS_CORRUPT)
			fail_msg("byte %zu of %zu", i, len);
		bytes[i] ^= (char)(1 << i % 8);
	}
	file_put(path, bytes, len - 1);
	assert_int_equal(audit_pack_check(path), STATUS_CORRUPT);
	file_put(path, bytes, 0);
	assert_int_equal(audit_pack_check(path), STATUS_CORRUPT);
	free(bytes);
	folder_remove(&folder);
}

/* Any bytes: an error, and no crash. */
static void survives_rubbish(void **state)
{
	struct folder      folder;
	struct audit_lines lines;
	struct slice       line;
	enum status        status;
	char               path[300], *bytes;
	size_t             len;

	(void)state;
	packs(&folder, "");
	pack_path(&folder, path);
	bytes = file_take(path, &len);
	for (unsigned round = 0; round < 200; round++) {
		size_t at = (round * 2654435761u) % len;

		bytes[at] ^= (char)(1 + round % 255);
		file_put(path, bytes, len - round % 50);
		assert_int_equal(audit_lines_open(path, &lines), STATUS_OK);
		while ((status = audit_lines_next(&lines, &line, NULL)) == STATUS_OK)
			;
		assert_true(status == STATUS_END || status == STATUS_CORRUPT);
		status = audit_lines_seek(&lines, round * 1000);
		assert_true(status == STATUS_OK || status == STATUS_CORRUPT ||
		            status == STATUS_NOT_FOUND);
		audit_lines_close(&lines);
	}
	free(bytes);
	folder_remove(&folder);
}

/* ---- the log as a whole ---- */

static unsigned count_files(const struct folder *folder, const char *end)
{
	struct dirent **entries;
	char            path[512];
	unsigned        found = 0;
	int             count;

	node_path(folder, NULL, path);
	count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		found += slice_ends_with(slice_from_cstr(entries[i]->d_name), slice_from_cstr(end));
		free(entries[i]);
	}
	free(entries);
	return found;
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

static unsigned count_records(const struct folder *folder)
{
	struct audit_reader *reader;
	struct audit_place   place;
	struct slice         line;
	struct error         err = { 0 };
	unsigned             count = 0;

	assert_int_equal(audit_reader_open(folder->path, &reader, &err), STATUS_OK);
	while (audit_reader_next(reader, &line, &place, &err) == STATUS_OK)
		assert_int_equal(place.seq, ++count);
	audit_reader_close(&reader);
	return count;
}

/* Waits for the keeper: every segment but the last is packed. */
static void fill_and_pack(const struct folder *folder, unsigned records)
{
	struct audit_options options = log_options();
	struct audit_log    *log;

	options.segment_bytes = 4096;
	options.may_pack = true;
	log = log_open(folder, &options);
	for (unsigned i = 0; i < records; i++)
		assert_int_equal(log_put(log, i), STATUS_OK);
	for (unsigned i = 0; i < 500 && count_files(folder, ".seg") > 1; i++)
		usleep(20000);
	assert_int_equal(count_files(folder, ".seg"), 1);
	log_close(&log);
}

static void a_packed_log_is_whole(void **state)
{
	struct folder folder;
	char          path[512];

	(void)state;
	folder_make(&folder);
	fill_and_pack(&folder, 100);
	assert_true(count_files(&folder, ".zst") > 3);
	assert_int_equal(verify(&folder, STATUS_OK).records, 100);
	assert_int_equal(count_records(&folder), 100);
	fill_and_pack(&folder, 50);
	assert_int_equal(verify(&folder, STATUS_OK).records, 150);
	assert_int_equal(count_records(&folder), 150);
	/* Without its tip, the start reads the packed segments. */
	node_path(&folder, "tree", path);
	assert_int_equal(unlink(path), 0);
	fill_and_pack(&folder, 50);
	assert_int_equal(verify(&folder, STATUS_OK).records, 200);
	folder_remove(&folder);
}

static void a_changed_pack_is_named(void **state)
{
	struct folder folder;
	char          path[512], *bytes;
	size_t        len;

	(void)state;
	folder_make(&folder);
	fill_and_pack(&folder, 100);
	node_path(&folder, FIRST_SEGMENT ".zst", path);
	bytes = file_take(path, &len);
	for (size_t i = 0; i < len; i += 61) {
		bytes[i] ^= 4;
		file_put(path, bytes, len);
		verify(&folder, STATUS_CORRUPT);
		bytes[i] ^= 4;
	}
	free(bytes);
	assert_int_equal(unlink(path), 0);
	verify(&folder, STATUS_CORRUPT);
	folder_remove(&folder);
}

/* The last segment is gone: what is left is packed, and the log goes on behind it. */
static void goes_on_behind_a_packed_segment(void **state)
{
	struct audit_options options = log_options();
	struct folder        folder;
	struct dirent      **entries;
	char                 path[512], last[64] = "";
	int                  count;

	(void)state;
	folder_make(&folder);
	fill_and_pack(&folder, 100);
	node_path(&folder, NULL, path);
	count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		if (slice_ends_with(slice_from_cstr(entries[i]->d_name), SLICE_LIT(".seg")))
			snprintf(last, sizeof last, "%.60s", entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	node_path(&folder, last, path);
	assert_int_equal(unlink(path), 0);
	log_fill(&folder, &options, 1);
	assert_int_equal(verify(&folder, STATUS_CORRUPT).last_seq, 102);
	folder_remove(&folder);
}

static void packs_again_after_a_crash(void **state)
{
	struct folder folder;
	struct stat   info;
	char          plain[512], packed[512], command[600], *bytes;
	size_t        len;

	(void)state;
	folder_make(&folder);
	fill_and_pack(&folder, 30);
	node_path(&folder, FIRST_SEGMENT ".zst", plain);
	snprintf(command, sizeof command, "zstd -qdk %s", plain);
	assert_int_equal(system(command), 0); /* both are there, ... */
	node_path(&folder, FIRST_SEGMENT, plain);
	assert_int_equal(stat(plain, &info), 0);
	node_path(&folder, FIRST_SEGMENT ".zst", packed);
	bytes = file_take(packed, &len);
	file_put(packed, bytes, len / 2);
	node_path(&folder, FIRST_SEGMENT ".zst.new", packed);
	file_put(packed, bytes, len / 3); /* ... and a part of a third */
	free(bytes);
	assert_int_equal(verify(&folder, STATUS_OK).records, 30);
	fill_and_pack(&folder, 1);
	assert_int_equal(verify(&folder, STATUS_OK).records, 31);
	assert_int_not_equal(stat(plain, &info), 0);
	folder_remove(&folder);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "gives the same lines", gives_the_same_lines);
	rows_add_one(&rows, "seeks", seeks);
	rows_add_one(&rows, "replaces the plain file", replaces_the_plain_file);
	rows_add_one(&rows, "notices every changed byte", notices_every_changed_byte);
	rows_add_one(&rows, "survives rubbish", survives_rubbish);
	rows_add_one(&rows, "a packed log is whole", a_packed_log_is_whole);
	rows_add_one(&rows, "a changed pack is named", a_changed_pack_is_named);
	rows_add_one(&rows, "goes on behind a packed segment", goes_on_behind_a_packed_segment);
	rows_add_one(&rows, "packs again after a crash", packs_again_after_a_crash);
	return rows_run(&rows, "audit_pack");
}
