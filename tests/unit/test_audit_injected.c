/* SPDX-License-Identifier: Apache-2.0 */
/* Each call of the log's path to the disk fails in its turn, in each way a disk fails: nothing that
 * was acknowledged is lost, nothing is acknowledged that is not there, the log verifies, and it
 * recovers by itself. The linker puts these functions in front of the C library's (--wrap).
 *
 *     test_audit_injected [STRIDE]      every STRIDE-th call; 1 unless said otherwise */
#include "audit_reader.h"
#include "audit_verify.h"
#include "test_audit_support.h"

#include <errno.h>
#include <stdarg.h>

#define RECORDS 14u

static int stride = 1;

/* ---- the faults ---- */

static atomic_int  calls; /* so far */
static atomic_int  fail_from, fail_count;
static int         fail_errno;
static bool        is_short;
static atomic_bool is_armed, has_fired;

static bool fires(void)
{
	int number;

	if (!atomic_load(&is_armed))
		return false;
	number = atomic_fetch_add(&calls, 1) + 1;
	if (number < atomic_load(&fail_from) ||
	    number >= atomic_load(&fail_from) + atomic_load(&fail_count))
		return false;
	atomic_store(&has_fired, true);
	return true;
}

static int refuse(void)
{
	errno = fail_errno;
	return -1;
}

ssize_t __real_write(int fd, const void *bytes, size_t count);
ssize_t __wrap_write(int fd, const void *bytes, size_t count);
int     __real_fdatasync(int fd);
int     __wrap_fdatasync(int fd);
int     __real_fsync(int fd);
int     __wrap_fsync(int fd);
int     __real_rename(const char *from, const char *to);
int     __wrap_rename(const char *from, const char *to);
int     __real_ftruncate(int fd, off_t length);
int     __wrap_ftruncate(int fd, off_t length);
int     __real_unlink(const char *path);
int     __wrap_unlink(const char *path);
int     __real_open(const char *path, int flags, ...);
int     __wrap_open(const char *path, int flags, ...);

ssize_t __wrap_write(int fd, const void *bytes, size_t count)
{
	if (!fires())
		return __real_write(fd, bytes, count);
	if (is_short && count > 1)
		return __real_write(fd, bytes, count / 2);
	return refuse();
}

int __wrap_fdatasync(int fd)
{
	return fires() && !is_short ? refuse() : __real_fdatasync(fd);
}

int __wrap_fsync(int fd)
{
	return fires() && !is_short ? refuse() : __real_fsync(fd);
}

int __wrap_rename(const char *from, const char *to)
{
	return fires() && !is_short ? refuse() : __real_rename(from, to);
}

int __wrap_ftruncate(int fd, off_t length)
{
	return fires() && !is_short ? refuse() : __real_ftruncate(fd, length);
}

int __wrap_unlink(const char *path)
{
	return fires() && !is_short ? refuse() : __real_unlink(path);
}

int __wrap_open(const char *path, int flags, ...)
{
	va_list  arguments;
	unsigned mode = 0;

	va_start(arguments, flags);
	if ((flags & O_CREAT) != 0)
		mode = va_arg(arguments, unsigned);
	va_end(arguments);
	return fires() && !is_short ? refuse() : __real_open(path, flags, mode);
}

/* ---- the log under them ---- */

struct row {
	const char *label;
	int         number; /* errno */
	bool        is_short;
	int         count; /* calls in a row that fail */
};

static const struct row rows_of_faults[] = {
	{ "an I/O error", EIO, false, 1 },
	{ "no space, for a while", ENOSPC, false, 6 },
	{ "a quota that is full", EDQUOT, false, 1 },
	{ "an interrupted call", EINTR, false, 1 },
	{ "a short write", 0, true, 1 },
};

static struct audit_options injected_options(void)
{
	struct audit_options options = log_options();

	options.segment_bytes = 1024;
	options.checkpoint_records = 4;
	options.may_pack = true;
	return options;
}

static void arm(const struct row *row, int from)
{
	fail_errno = row->number;
	is_short = row->is_short;
	atomic_store(&calls, 0);
	atomic_store(&fail_from, from);
	atomic_store(&fail_count, row->count);
	atomic_store(&has_fired, false);
	atomic_store(&is_armed, true);
}

static void wait_until_writable(const struct audit_log *log)
{
	for (unsigned i = 0; i < 500 && !audit_log_is_writable(log); i++)
		usleep(10000);
	assert_true(audit_log_is_writable(log));
}

/* Marks which of the numbers are in the log. */
static void find_numbers(const struct folder *folder, bool found[RECORDS + 2])
{
	struct audit_reader *reader;
	struct slice         line;
	struct error         err = { 0 };

	memset(found, 0, (RECORDS + 2) * sizeof *found);
	assert_int_equal(audit_reader_open(folder->path, &reader, &err), STATUS_OK);
	while (audit_reader_next(reader, &line, NULL, &err) == STATUS_OK) {
		size_t at = slice_find(line, SLICE_LIT("\"number\":"), 0);

		if (at != SIZE_MAX) {
			unsigned number = (unsigned)strtoul(line.ptr + at + 9, NULL, 10);

			assert_true(number < RECORDS + 2);
			assert_false(found[number]);
			found[number] = true;
		}
	}
	audit_reader_close(&reader);
}

/* False when the fault came too late to be met: all calls were tried. */
static bool run_once(const struct row *row, int from)
{
	const struct audit_options options = injected_options();
	struct folder              folder;
	struct audit_log          *log = NULL;
	struct audit_summary       summary;
	struct error               err = { 0 };
	bool                       acknowledged[RECORDS + 2] = { false }, found[RECORDS + 2];
	bool                       was_met;

	folder_make(&folder);
	arm(row, from);
	if (audit_log_open(folder.path, &options, &log, &err) != STATUS_OK) {
		assert_true(err.message[0] != '\0');
		log = NULL;
	}
	for (unsigned i = 0; log != NULL && i < RECORDS; i++)
		acknowledged[i] = log_put(log, i) == STATUS_OK;
	atomic_store(&is_armed, false);
	was_met = atomic_load(&has_fired);
	if (log == NULL)
		log = log_open(&folder, &options);
	wait_until_writable(log);
	for (unsigned i = RECORDS; i < RECORDS + 2; i++) {
		acknowledged[i] = log_put(log, i) == STATUS_OK;
		assert_true(acknowledged[i]);
	}
	log_close(&log);
	log_fill(&folder, &options, 0);

	if (audit_verify(&(struct audit_verify_options){ .data = folder.path }, &summary, &err) !=
	    STATUS_OK)
		fail_msg("call %d: the log does not verify", from);
	find_numbers(&folder, found);
	for (unsigned i = 0; i < RECORDS + 2; i++)
		if (acknowledged[i] && !found[i])
			fail_msg("call %d: record %u was acknowledged and is not there", from, i);
	folder_remove(&folder);
	return was_met;
}

static void survives(void **state)
{
	const struct row *row = *state;
	int               from = 1;

	while (run_once(row, from)) {
		from += stride;
		assert_true(from < 1000);
	}
	assert_true(from > 30); /* the calls are met at all */
}

int main(int argc, char **argv)
{
	struct rows rows = { 0 };

	if (argc > 1)
		stride = (int)strtol(argv[1], NULL, 10);
	assert(stride > 0);

	ROWS_ADD(&rows, survives, rows_of_faults);
	return rows_run(&rows, "audit_injected");
}
