/* SPDX-License-Identifier: Apache-2.0 */
/* One byte of a large log is changed, anywhere: verification says so, and where.
 *
 *     00000000000000000001.seg   4,096 lines    ... one byte of line 2,117 is another one ...
 *     audit verify               "changed", that file, line 2,117
 *
 * The bytes are drawn with a seed over all segments. A change that makes or breaks a line end
 * moves the lines behind it, so that the next line may be the one that is named.
 *
 *     test_audit_planted [MEGABYTES [CHANGES]]      2 and 40 unless said otherwise */
#include "audit_verify.h"
#include "test_audit_support.h"

#include <inttypes.h>

#define SEGMENTS 8u
#define SEED     UINT64_C(0x9E3779B97F4A7C15)

static uint64_t megabytes = 2;
static unsigned changes = 40;

static uint64_t draw(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* ---- a log of so many bytes ---- */

static void put_record(struct audit_log *log, uint64_t number)
{
	char          memory[1024];
	struct buffer body;
	enum status   status;

	buffer_init_fixed(&body, memory, sizeof memory);
	buffer_append_format(&body, "\"time\":\"t\",\"face\":\"test\",\"number\":%" PRIu64, number);
	buffer_append_cstr(&body, ",\"padding\":\"");
	for (unsigned i = 0; i < 40; i++)
		buffer_append_format(&body, "%016" PRIx64, number * SEED + i);
	buffer_append_cstr(&body, "\"");
	assert_false(body.failed);
	do
		status = audit_log_submit(log,
		                          &(struct audit_parcel){ .body = buffer_slice(&body) });
	while (status == STATUS_LIMIT_REACHED && usleep(1000) == 0);
	assert_int_equal(status, STATUS_OK);
}

static void fill(const struct folder *folder)
{
	struct audit_options options = log_options();
	struct audit_log    *log;
	uint64_t             records = (megabytes << 20) / 800;

	options.mode = AUDIT_ASYNC;
	options.segment_bytes = (megabytes << 20) / SEGMENTS;
	options.queue_bytes = options.segment_bytes / 4; /* a segment ends between two batches */
	options.checkpoint_records = 1000;
	log = log_open(folder, &options);
	for (uint64_t i = 0; i < records; i++)
		put_record(log, i);
	log_close(&log);
}

/* ---- its bytes ---- */

struct segment {
	char     name[64];
	uint64_t bytes;
};

struct segments {
	struct segment items[64];
	size_t         count;
	uint64_t       bytes;
};

static void list(const struct folder *folder, struct segments *segments)
{
	char           path[512];
	char           file[600];
	struct dirent *entry;
	struct stat    info;
	DIR           *dir;

	*segments = (struct segments){ 0 };
	node_path(folder, NULL, path);
	dir = opendir(path);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strstr(entry->d_name, ".seg") == NULL)
			continue;
		assert_true(segments->count < 64 && strlen(entry->d_name) < 64);
		snprintf(file, sizeof file, "%s/%.60s", path, entry->d_name);
		assert_int_equal(stat(file, &info), 0);
		struct segment *segment = &segments->items[segments->count++];
		snprintf(segment->name, sizeof segment->name, "%.60s", entry->d_name);
		segment->bytes = (uint64_t)info.st_size;
		segments->bytes += segment->bytes;
	}
	closedir(dir);
}

struct place {
	char     path[512];
	uint64_t at;
	uint64_t line;
	char     was;
	char     is;
};

static uint64_t line_of(const char *path, uint64_t at)
{
	uint64_t line = 1;
	FILE    *file = fopen(path, "rb");

	assert_non_null(file);
	for (uint64_t i = 0; i < at; i++)
		line += getc_unlocked(file) == '\n';
	fclose(file);
	return line;
}

static void set_byte(const struct place *place, char byte)
{
	int fd = open(place->path, O_WRONLY);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, &byte, 1, (off_t)place->at), 1);
	close(fd);
}

static void plant(const struct folder *folder, const struct segments *segments, uint64_t *state,
                  struct place *place)
{
	size_t i = 0;
	int    fd;

	place->at = draw(state) % segments->bytes;
	while (place->at >= segments->items[i].bytes)
		place->at -= segments->items[i++].bytes;
	node_path(folder, segments->items[i].name, place->path);
	place->line = line_of(place->path, place->at);
	fd = open(place->path, O_RDONLY);
	assert_true(fd >= 0 && pread(fd, &place->was, 1, (off_t)place->at) == 1);
	close(fd);
	place->is = (char)(place->was ^ (char)(1 + draw(state) % 127));
	set_byte(place, place->is);
}

/* ---- what is found ---- */

static void keep_first(void *context, const struct audit_fault *fault)
{
	struct audit_fault *first = context;

	if (fault->is_failure && first->message[0] == '\0')
		*first = *fault;
}

static enum status verify(const struct folder *folder, struct audit_fault *first)
{
	struct audit_summary summary;
	struct error         err = { 0 };

	*first = (struct audit_fault){ 0 };
	return audit_verify(&(struct audit_verify_options){ .data = folder->path,
	                                                    .report = keep_first,
	                                                    .context = first },
	                    &summary, &err);
}

static void is_named(const struct place *place, const struct audit_fault *first)
{
	const bool     moves = place->was == '\n' || place->is == '\n';
	const uint64_t most = place->line + (moves ? 1 : 0);

	if (strstr(first->file, place->path) == NULL && strstr(place->path, first->file) == NULL)
		fail_msg("%s:%" PRIu64 " was changed, %s is named", place->path, place->line,
		         first->file);
	if (first->line < place->line || first->line > most)
		fail_msg("%s:%" PRIu64 " was changed, line %" PRIu64 " is named (%s)", place->path,
		         place->line, first->line, first->message);
}

static void a_changed_byte_is_found_and_named(void **test_state)
{
	struct folder      folder;
	struct segments    segments;
	struct audit_fault first;
	uint64_t           state = SEED;

	(void)test_state;
	folder_make(&folder);
	fill(&folder);
	list(&folder, &segments);
	assert_true(segments.count >= SEGMENTS && segments.bytes > (megabytes << 20) / 2);
	assert_int_equal(verify(&folder, &first), STATUS_OK);
	for (unsigned i = 0; i < changes; i++) {
		struct place place;

		plant(&folder, &segments, &state, &place);
		assert_int_equal(verify(&folder, &first), STATUS_CORRUPT);
		is_named(&place, &first);
		set_byte(&place, place.was);
	}
	assert_int_equal(verify(&folder, &first), STATUS_OK);
	print_message("%u changes in %zu segments of %" PRIu64 " bytes, each found and named\n",
	              changes, segments.count, segments.bytes);
	folder_remove(&folder);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_changed_byte_is_found_and_named) };

	if (argc > 1)
		megabytes = strtoull(argv[1], NULL, 10);
	if (argc > 2)
		changes = (unsigned)strtoul(argv[2], NULL, 10);
	return cmocka_run_group_tests_name("audit_planted", tests, NULL, NULL);
}
