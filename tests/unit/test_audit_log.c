/* SPDX-License-Identifier: Apache-2.0 */
/* The log as a whole: what is on disk after a stop, a crash, a full disk. */
#include "audit_verify.h"
#include "test_audit_support.h"

#include <sys/resource.h>

static struct audit_summary verify(const struct folder *folder)
{
	struct audit_summary summary;
	struct error         err = { 0 };
	enum status status = audit_verify(&(struct audit_verify_options){ .data = folder->path },
	                                  &summary, &err);

	if (status != STATUS_OK)
		fail_msg("%s: %s (%d failures)", err.file, err.message, (int)summary.failures);
	return summary;
}

static void goes_on_after_a_stop(void **state)
{
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_summary       summary;

	(void)state;
	folder_make(&folder);
	log_fill(&folder, &options, 3);
	log_fill(&folder, &options, 4);
	summary = verify(&folder);
	assert_int_equal(summary.records, 7);
	assert_int_equal(summary.last_seq, 7);
	assert_int_equal(summary.segments, 1);
	assert_int_equal(summary.checkpoint_seq, 7);
	assert_int_equal(summary.notes, 0);
	folder_remove(&folder);
}

static void begins_a_segment_when_one_is_full(void **state)
{
	struct audit_options options = log_options();
	struct folder        folder;
	struct audit_summary summary;
	struct stat          info;
	char                 path[512];

	(void)state;
	options.segment_bytes = 4096;
	folder_make(&folder);
	log_fill(&folder, &options, 60);
	summary = verify(&folder);
	assert_int_equal(summary.records, 60);
	assert_true(summary.segments > 2);
	node_path(&folder, FIRST_SEGMENT, path);
	assert_int_equal(stat(path, &info), 0);
	assert_true(info.st_size >= 4096 && info.st_size < 5000);
	log_fill(&folder, &options, 60);
	assert_int_equal(verify(&folder).records, 120);
	folder_remove(&folder);
}

struct tail_row {
	const char  *label;
	struct slice tail;
	bool         is_kept; /* in a file beside the segment */
};

static const struct tail_row rows_of_tails[] = {
	{ "cuts half a line", SLICE_INIT("{\"seq\":4,\"ti"), false },
	{ "cuts zeros", SLICE_INIT("\0\0\0\0\0\0\0\0"), false },
	{ "cuts lines behind a hole and keeps them aside", SLICE_INIT("\0\0\0\n{\"seq\":9}\n{\"se"),
	  true },
};

/* As after a crash: bytes behind the last acknowledged record. */
static void recovers(void **state)
{
	const struct tail_row     *row = *state;
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_summary       summary;
	size_t                     len;
	char                       path[512], *text;

	folder_make(&folder);
	log_fill(&folder, &options, 3);
	node_path(&folder, FIRST_SEGMENT, path);
	FILE *file = fopen(path, "ab");
	assert_non_null(file);
	fwrite(row->tail.ptr, 1, row->tail.len, file);
	fclose(file);

	log_fill(&folder, &options, 1);
	summary = verify(&folder);
	assert_int_equal(summary.last_seq, 5);
	text = file_take(path, &len);
	assert_non_null(strstr(text, "{\"seq\":4,\"time\":\"2026-01-02T03:04:05.000006Z\""));
	assert_non_null(strstr(text, "\"face\":\"audit.recovery\""));
	assert_non_null(strstr(text, "\"sizes\":{\"cut\":"));
	free(text);
	node_path(&folder, "00000000000000000004.cut", path);
	assert_int_equal(access(path, F_OK) == 0, row->is_kept);
	folder_remove(&folder);
}

/* A crash between the creation of a segment and its first record. */
static void goes_on_behind_an_empty_segment(void **state)
{
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_summary       summary;
	char                       path[512];

	(void)state;
	folder_make(&folder);
	log_fill(&folder, &options, 3);
	node_path(&folder, "00000000000000000004.seg", path);
	file_put(path, "", 0);
	log_fill(&folder, &options, 2);
	summary = verify(&folder);
	assert_int_equal(summary.records, 5);
	assert_int_equal(summary.segments, 2);
	assert_int_equal(summary.notes, 0);
	folder_remove(&folder);
}

struct damage_row {
	const char *label;
	const char *number;   /* of the record that is changed, of 0 to 4 */
	unsigned    last_seq; /* after one more record */
	bool        is_seen;  /* at the start, which reads the last signed record only */
};

static const struct damage_row rows_of_damage[] = {
	{ "leaves a changed record that was signed as it is", "\"number\":2", 6, false },
	{ "begins a segment behind a changed last record", "\"number\":4", 7, true },
};

/* What a checkpoint covers is evidence: it is left as it is, and the damage stays visible. */
static void keeps_damage(void **state)
{
	const struct damage_row   *row = *state;
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_summary       summary;
	size_t                     len, len_after;
	char                       path[512], *before, *after;

	folder_make(&folder);
	log_fill(&folder, &options, 5);
	node_path(&folder, FIRST_SEGMENT, path);
	before = file_take(path, &len);
	strstr(before, row->number)[9] = '7';
	file_put(path, before, len);

	log_fill(&folder, &options, 1);
	after = file_take(path, &len_after);
	assert_int_equal(len_after == len, row->is_seen);
	assert_memory_equal(before, after, len);
	free(before);
	free(after);
	assert_int_equal(
		audit_verify(&(struct audit_verify_options){ .data = folder.path }, &summary, NULL),
		STATUS_CORRUPT);
	assert_int_equal(summary.failures, 1);
	assert_int_equal(summary.last_seq, row->last_seq);
	folder_remove(&folder);
}

static char *take_path(const struct folder *folder, const char *name, size_t *len)
{
	char path[512];

	node_path(folder, name, path);
	return file_take(path, len);
}

static void put_back(const struct folder *folder, const char *name, const char *text, size_t len)
{
	char path[512];

	node_path(folder, name, path);
	file_put(path, text, len);
}

/* The log and its checkpoints set back to an earlier state, as from a copy: DATA/secret/head
 * remembers. So does the next start, and the log that goes on says what is missing. */
static void notices_a_log_set_back(void **state)
{
	static const char *const   names[] = { FIRST_SEGMENT, "checkpoints", "tree" };
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_summary       summary;
	char                      *texts[3];
	size_t                     lens[3];

	(void)state;
	folder_make(&folder);
	log_fill(&folder, &options, 5);
	for (size_t i = 0; i < 3; i++)
		texts[i] = take_path(&folder, names[i], &lens[i]);
	log_fill(&folder, &options, 5);
	for (size_t i = 0; i < 3; i++) {
		put_back(&folder, names[i], texts[i], lens[i]);
		free(texts[i]);
	}
	assert_int_equal(
		audit_verify(&(struct audit_verify_options){ .data = folder.path }, &summary, NULL),
		STATUS_CORRUPT);
	assert_int_equal(summary.last_seq, 5);
	log_fill(&folder, &options, 1);
	assert_int_equal(
		audit_verify(&(struct audit_verify_options){ .data = folder.path }, &summary, NULL),
		STATUS_CORRUPT);
	assert_int_equal(summary.last_seq, 12); /* 10, what recovery says, and one more */
	folder_remove(&folder);
}

/* A copy of the checkpoints elsewhere shows what the folder alone cannot. */
static void is_measured_by_checkpoints_kept_elsewhere(void **state)
{
	const struct audit_options  options = log_options();
	struct folder               folder, elsewhere;
	struct audit_summary        summary;
	struct error                err = { 0 };
	char                        kept[512], path[512], *text;
	size_t                      len;
	struct audit_verify_options what = { .checkpoints = kept };

	(void)state;
	folder_make(&folder);
	folder_make(&elsewhere);
	what.data = folder.path;
	log_fill(&folder, &options, 5);
	text = take_path(&folder, "checkpoints", &len);
	snprintf(kept, sizeof kept, "%s/kept", elsewhere.path);
	file_put(kept, text, len);
	free(text);
	assert_int_equal(audit_verify(&what, &summary, &err), STATUS_OK);

	node_path(&folder, NULL, path);
	assert_int_equal(nftw(path, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
	snprintf(path, sizeof path, "%s/secret/head", folder.path);
	assert_int_equal(unlink(path), 0);
	struct audit_log *log = log_open(&folder, &options);
	for (unsigned i = 0; i < 7; i++)
		assert_int_equal(log_put(log, 100 + i), STATUS_OK);
	log_close(&log);
	assert_int_equal(verify(&folder).last_seq, 7); /* written anew, with the same key */
	assert_int_equal(audit_verify(&what, &summary, &err), STATUS_CORRUPT);
	folder_remove(&folder);
	folder_remove(&elsewhere);
}

static void spoil_the_tip(const struct folder *folder, const char *how)
{
	char   path[512], *text;
	size_t len;

	node_path(folder, "tree", path);
	if (how == NULL) {
		assert_int_equal(unlink(path), 0);
		return;
	}
	text = file_take(path, &len);
	if (how[0] == '\0')
		len /= 2;
	else
		text[len - 5] = text[len - 5] == 'a' ? 'b' : 'a';
	file_put(path, text, len);
	free(text);
}

/* The file of the tip is a shortcut: without it, with half of it or with another one, all records
 * are read. */
static void does_without_its_tip(void **state)
{
	static const char *const ways[] = { NULL, "", "another" };
	struct audit_options     options = log_options();
	struct folder            folder;

	(void)state;
	options.segment_bytes = 4096;
	folder_make(&folder);
	log_fill(&folder, &options, 75);
	for (unsigned i = 0; i < 3; i++) {
		spoil_the_tip(&folder, ways[i]);
		log_fill(&folder, &options, 25);
		assert_int_equal(verify(&folder).last_seq, 100 + 25 * i);
		assert_int_equal(verify(&folder).checkpoint_seq, 100 + 25 * i);
	}
	folder_remove(&folder);
}

static void set_file_limit(rlim_t bytes)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = bytes == 0 ? limit.rlim_max : bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void wait_until_writable(const struct audit_log *log)
{
	for (unsigned i = 0; i < 200 && !audit_log_is_writable(log); i++)
		usleep(20000);
	assert_true(audit_log_is_writable(log));
}

/* A write that fails (here: a file may not grow) refuses the record, and those after it, until
 * a new segment can be written; nothing that was acknowledged is lost. */
static void refuses_and_recovers(void **state)
{
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_log          *log;
	struct audit_summary       summary;
	unsigned                   acknowledged = 0, refused = 0;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	folder_make(&folder);
	log = log_open(&folder, &options);
	set_file_limit(2000);
	for (unsigned i = 0; i < 30; i++) {
		if (log_put(log, i) == STATUS_OK)
			acknowledged++;
		else
			refused++;
	}
	assert_true(acknowledged > 3 && refused > 3);
	set_file_limit(0);
	wait_until_writable(log);
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(log_put(log, 100 + i), STATUS_OK);
	log_close(&log);

	summary = verify(&folder);
	/* The log's own records about recovering are counted, too. */
	assert_true(summary.records >= acknowledged + 5 + 1);
	assert_true(summary.segments >= 2);
	folder_remove(&folder);
}

static void note_failed_checkpoint(void *context, const char *event, const char *detail)
{
	atomic_bool *has_failed = context;

	(void)detail;
	if (strcmp(event, "checkpoint_failed") == 0)
		atomic_store(has_failed, true);
}

/* There is one checkpoint more than there are records, so that their file is the first that may
 * not grow: the half that was written must not spoil the next. */
static void cuts_half_a_checkpoint(void **state)
{
	struct audit_options options = log_options();
	struct folder        folder;
	struct audit_log    *log;
	atomic_bool          has_failed = false;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	options.checkpoint_records = 1;
	options.event = note_failed_checkpoint;
	options.context = &has_failed;
	folder_make(&folder);
	log = log_open(&folder, &options);
	set_file_limit(1000);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(log_put(log, i), STATUS_OK);
	for (unsigned i = 0; i < 200 && !atomic_load(&has_failed); i++)
		usleep(20000);
	assert_true(atomic_load(&has_failed));
	set_file_limit(0);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(log_put(log, i), STATUS_OK);
	log_close(&log);
	assert_int_equal(verify(&folder).notes, 0);
	folder_remove(&folder);
}

static void remove_file(const char *path)
{
	assert_int_equal(unlink(path), 0);
}

static void cut_file(const char *path)
{
	assert_int_equal(truncate(path, 10), 0);
}

static void add_to_file(const char *path)
{
	FILE *file = fopen(path, "ab");

	assert_non_null(file);
	fputs("nonsense\n", file);
	fclose(file);
}

struct meddling_row {
	const char *label;
	void (*meddle)(const char *path);
	bool leaves_it_whole;
};

static const struct meddling_row rows_of_meddling[] = {
	{ "notices that its segment was removed", remove_file, false },
	{ "notices that its segment was cut", cut_file, false },
	{ "notices that somebody else wrote to its segment", add_to_file, true },
};

/* A record in a file that nobody can find is no record: the request is refused. */
static void notices(void **state)
{
	const struct meddling_row *row = *state;
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_log          *log;
	struct audit_summary       summary;
	char                       path[512];

	folder_make(&folder);
	log = log_open(&folder, &options);
	assert_int_equal(log_put(log, 1), STATUS_OK);
	node_path(&folder, FIRST_SEGMENT, path);
	row->meddle(path);
	assert_int_equal(log_put(log, 2), STATUS_IO);
	wait_until_writable(log);
	assert_int_equal(log_put(log, 3), STATUS_OK);
	log_close(&log);
	assert_int_equal(
		audit_verify(&(struct audit_verify_options){ .data = folder.path }, &summary, NULL),
		row->leaves_it_whole ? STATUS_OK : STATUS_CORRUPT);
	assert_int_equal(summary.last_seq, 3);
	folder_remove(&folder);
}

/* In mode `async` nobody waits: what could not be written was answered without a record. */
static void counts_what_async_mode_lost(void **state)
{
	struct audit_options options = log_options();
	struct audit_figures figures;
	struct folder        folder;
	struct audit_log    *log;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	options.mode = AUDIT_ASYNC;
	folder_make(&folder);
	log = log_open(&folder, &options);
	set_file_limit(100);
	assert_int_equal(log_put(log, 1), STATUS_OK);
	for (unsigned i = 0; i < 200 && audit_log_is_writable(log); i++)
		usleep(20000);
	audit_log_figures(log, &figures);
	assert_int_equal(figures.dropped, 1);
	set_file_limit(0);
	wait_until_writable(log);
	log_close(&log);
	verify(&folder);
	folder_remove(&folder);
}

static void writes_in_every_mode(void **state)
{
	struct audit_options options = log_options();
	struct folder        folder;

	(void)state;
	folder_make(&folder);
	for (int mode = AUDIT_EACH; mode <= AUDIT_ASYNC; mode++) {
		options.mode = (enum audit_mode)mode;
		log_fill(&folder, &options, 50);
	}
	assert_int_equal(verify(&folder).records, 150);
	folder_remove(&folder);
}

struct crowd {
	struct audit_log *log;
	unsigned          count;
};

static void *put_many(void *context)
{
	const struct crowd *crowd = context;

	for (unsigned i = 0; i < crowd->count; i++)
		assert(log_put(crowd->log, i) == STATUS_OK);
	return NULL;
}

static void takes_records_from_many_threads(void **state)
{
	const struct audit_options options = log_options();
	struct crowd               crowd = { .count = 300 };
	pthread_t                  threads[8];
	struct folder              folder;
	struct audit_figures       figures;

	(void)state;
	folder_make(&folder);
	crowd.log = log_open(&folder, &options);
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, put_many, &crowd), 0);
	for (unsigned i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
	audit_log_figures(crowd.log, &figures);
	assert_int_equal(figures.records, 2400);
	assert_int_equal(figures.backlog, 0);
	assert_true(figures.syncs <= 2400);
	log_close(&crowd.log);
	assert_int_equal(verify(&folder).records, 2400);
	folder_remove(&folder);
}

static void signs_every_so_many_records(void **state)
{
	struct audit_options options = log_options();
	struct folder        folder;

	(void)state;
	options.checkpoint_records = 10;
	folder_make(&folder);
	log_fill(&folder, &options, 95);
	/* One at the start, nine on the way, one at the end. */
	assert_int_equal(verify(&folder).checkpoints, 11);
	folder_remove(&folder);
}

static void refuses_after_the_stop(void **state)
{
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_log          *log;

	(void)state;
	folder_make(&folder);
	log = log_open(&folder, &options);
	audit_log_stop(log);
	assert_int_equal(log_put(log, 1), STATUS_LIMIT_REACHED);
	audit_log_close(&log);
	folder_remove(&folder);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "goes on after a stop", goes_on_after_a_stop);
	rows_add_one(&rows, "begins a segment when one is full", begins_a_segment_when_one_is_full);
	ROWS_ADD(&rows, recovers, rows_of_tails);
	rows_add_one(&rows, "goes on behind an empty segment", goes_on_behind_an_empty_segment);
	ROWS_ADD(&rows, keeps_damage, rows_of_damage);
	rows_add_one(&rows, "notices a log set back", notices_a_log_set_back);
	rows_add_one(&rows, "is measured by checkpoints kept elsewhere",
	             is_measured_by_checkpoints_kept_elsewhere);
	rows_add_one(&rows, "does without its tip", does_without_its_tip);
	rows_add_one(&rows, "refuses while it cannot write, and recovers", refuses_and_recovers);
	rows_add_one(&rows, "cuts half a checkpoint", cuts_half_a_checkpoint);
	ROWS_ADD(&rows, notices, rows_of_meddling);
	rows_add_one(&rows, "counts what async mode lost", counts_what_async_mode_lost);
	rows_add_one(&rows, "writes in every mode", writes_in_every_mode);
	rows_add_one(&rows, "takes records from many threads", takes_records_from_many_threads);
	rows_add_one(&rows, "signs every so many records", signs_every_so_many_records);
	rows_add_one(&rows, "refuses records after the stop", refuses_after_the_stop);
	return rows_run(&rows, "audit_log");
}
