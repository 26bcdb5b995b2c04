/* SPDX-License-Identifier: Apache-2.0 */
/* FOLDER/<digest>.ruleset, the digest over the revision of the rules and the build of the program
 * and its libraries: another build looks for another name, and a change of one rule too.
 *
 * A file is written beside its name, synced and renamed. What opens has a good digest of its own,
 * the build of this program, the revision that was asked for and the mark that its tests passed;
 * all else counts as not there, with a reason. Bytes decide what is executed, so folder and file
 * must belong to this user and be writable by nobody else. */
#include "app_cache.h"

#include "audit_file.h"
#include "base_digest.h"
#include "base_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ENDING         ".ruleset"
#define NAME_CHARS     (DIGEST_HEX_CHARS + sizeof ENDING - 1)
#define PATH_CHARS     4096
#define FILE_BYTES_MAX ((off_t)1 << 30)
#define ROOM           65536
#define FILES_LOOK     256 /* the rest waits for the next time */

static enum status io_fault(struct error *err, const char *path, const char *what)
{
	return error_set(err, STATUS_IO, path, 0, 0, "%s: %s", what, strerror(errno));
}

static bool file_path(const char *folder, const char *revision, char path[PATH_CHARS])
{
	char          build[RULESET_BUILD_CHARS + 1];
	char          name[NAME_CHARS + 1];
	char          text[RULESET_REVISION_CHARS + RULESET_BUILD_CHARS + 8];
	struct digest digest;

	ruleset_build_id(build);
	snprintf(text, sizeof text, "%s\n%s\n", revision, build);
	digest_of(slice_from_cstr(text), &digest);
	digest_hex(&digest, name);
	memcpy(name + DIGEST_HEX_CHARS, ENDING, sizeof ENDING);
	return audit_file_path(path, PATH_CHARS, folder, name);
}

/* Does it belong to this user, and may nobody else write it? */
static bool is_ours(const struct stat *about)
{
	return about->st_uid == geteuid() && (about->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/* ---- reading ---- */

static enum status trust_check(const char *folder, const char *path, struct error *err)
{
	struct stat about;

	if (lstat(path, &about) != 0 && errno == ENOENT)
		return STATUS_NOT_FOUND;
	if (!S_ISREG(about.st_mode) || !is_ours(&about))
		return error_set(err, STATUS_CORRUPT, path, 0, 0,
		                 "not used: it is no file that only this user can write");
	if (stat(folder, &about) != 0 || !is_ours(&about))
		return error_set(err, STATUS_CORRUPT, folder, 0, 0,
		                 "not used: others than this user can write into it");
	return STATUS_OK;
}

enum status app_cache_read(const char *path, struct arena *arena, struct slice *bytes,
                           struct error *err)
{
	struct stat about;

	*arena = (struct arena){ 0 };
	if (stat(path, &about) != 0)
		return io_fault(err, path, "cannot be read");
	if (about.st_size > FILE_BYTES_MAX || !arena_open(arena, (size_t)about.st_size + ROOM))
		return error_set(err, STATUS_NO_MEMORY, path, 0, 0, "the file is too large");
	return file_read(path, (size_t)about.st_size, arena, bytes, err);
}

static enum status bytes_open(const char *path, const char *revision, struct ruleset **ruleset,
                              struct error *err)
{
	struct error fault = { 0 };
	struct arena arena;
	struct slice bytes;
	bool         tested = false;
	enum status  status = app_cache_read(path, &arena, &bytes, err);

	if (status == STATUS_OK)
		status = ruleset_open_bytes(bytes, ruleset, &tested, &fault);
	arena_close(&arena);
	if (status != STATUS_OK)
		return error_set(err, status, path, 0, 0, "%s", fault.message);
	if (tested && strcmp(ruleset_revision(*ruleset), revision) == 0)
		return STATUS_OK;
	ruleset_close(ruleset);
	return error_set(err, STATUS_CORRUPT, path, 0, 0,
	                 "these are other rules than its name says, or untested ones");
}

enum status app_cache_open(const char *folder, const char *revision, struct ruleset **ruleset,
                           struct error *err)
{
	char        path[PATH_CHARS];
	enum status status;

	*ruleset = NULL;
	if (!file_path(folder, revision, path))
		return STATUS_NOT_FOUND;
	status = trust_check(folder, path, err);
	if (status == STATUS_OK)
		status = bytes_open(path, revision, ruleset, err);
	if (status == STATUS_OK)
		(void)utimensat(AT_FDCWD, path, NULL, 0); /* used now: see the pruning */
	return status;
}

/* ---- what is dropped ---- */

struct kept {
	char            name[NAME_CHARS + 1];
	struct timespec used;
};

static int later_first(const void *left, const void *right)
{
	const struct timespec *a = &((const struct kept *)left)->used;
	const struct timespec *b = &((const struct kept *)right)->used;

	if (a->tv_sec != b->tv_sec)
		return a->tv_sec < b->tv_sec ? 1 : -1;
	return (a->tv_nsec < b->tv_nsec) - (a->tv_nsec > b->tv_nsec);
}

/* A whole file's name, or (in *is_torn) what a writer that was killed left behind. */
static bool is_named_so(const char *name, bool *is_torn)
{
	*is_torn = name[0] == '.' && strspn(name + 1, "0123456789abcdef") == DIGEST_HEX_CHARS &&
	           strncmp(name + 1 + DIGEST_HEX_CHARS, ENDING ".", sizeof ENDING) == 0;
	return strspn(name, "0123456789abcdef") == DIGEST_HEX_CHARS &&
	       strcmp(name + DIGEST_HEX_CHARS, ENDING) == 0;
}

static size_t files_list(DIR *entries, struct kept *files)
{
	const struct dirent *entry;
	size_t               count = 0;
	struct stat          about;
	bool                 is_torn;

	while (count < FILES_LOOK && (entry = readdir(entries)) != NULL) {
		bool is_file = is_named_so(entry->d_name, &is_torn);

		if (!is_file && !is_torn)
			continue;
		if (fstatat(dirfd(entries), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		if (is_torn && time(NULL) - about.st_mtim.tv_sec > 600)
			(void)unlinkat(dirfd(entries), entry->d_name, 0);
		if (!is_file)
			continue;
		memcpy(files[count].name, entry->d_name, NAME_CHARS + 1);
		files[count++].used = about.st_mtim;
	}
	return count;
}

static void prune(const char *folder)
{
	struct kept *files = calloc(FILES_LOOK, sizeof *files);
	DIR         *entries = opendir(folder);
	size_t       count = 0;

	if (files != NULL && entries != NULL)
		count = files_list(entries, files);
	if (count > 0)
		qsort(files, count, sizeof *files, later_first);
	for (size_t i = APP_CACHE_FILES_MAX; i < count; i++)
		(void)unlinkat(dirfd(entries), files[i].name, 0);
	if (entries != NULL)
		(void)closedir(entries);
	free(files);
}

/* ---- writing ---- */

/* "FOLDER/.NAME.pid", beside "FOLDER/NAME". */
static bool beside(const char *path, char other[PATH_CHARS])
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	int         len = snprintf(other, PATH_CHARS, "%.*s.%s.%ld", (int)(name - path), path, name,
	                           (long)getpid());

	return len > 0 && len < PATH_CHARS;
}

static enum status folder_sync(const char *path)
{
	char        folder[PATH_CHARS];
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return audit_file_sync_folder(".");
	snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
	return audit_file_sync_folder(slash == path ? "/" : folder);
}

enum status app_cache_write(const char *path, unsigned mode, struct slice bytes, struct error *err)
{
	char        fresh[PATH_CHARS];
	enum status status;
	int         fd;

	if (!beside(path, fresh))
		return error_set(err, STATUS_IO, path, 0, 0, "the path is too long");
	(void)unlink(fresh); /* of a process with our number that was killed */
	fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
	if (fd < 0)
		return io_fault(err, path, "cannot be written");
	status = audit_file_write(fd, bytes);
	if (status == STATUS_OK && fsync(fd) != 0)
		status = STATUS_IO;
	if (close(fd) != 0)
		status = STATUS_IO;
	if (status == STATUS_OK && rename(fresh, path) != 0)
		status = STATUS_IO;
	if (status != STATUS_OK) {
		status = io_fault(err, path, "cannot be written");
		(void)unlink(fresh);
		return status;
	}
	return folder_sync(path) == STATUS_OK ? STATUS_OK : io_fault(err, path, "cannot be synced");
}

enum status app_cache_store(const char *folder, const struct ruleset *ruleset, struct error *err)
{
	char          path[PATH_CHARS];
	struct buffer bytes;
	enum status   status;

	if (!file_path(folder, ruleset_revision(ruleset), path))
		return error_set(err, STATUS_IO, folder, 0, 0, "the path is too long");
	status = audit_file_folder(folder, S_IRWXU, err);
	if (status != STATUS_OK)
		return status;
	buffer_init_heap(&bytes);
	status = ruleset_save(ruleset, true, &bytes);
	if (status == STATUS_OK)
		status = app_cache_write(path, S_IRUSR | S_IWUSR, buffer_slice(&bytes), err);
	else
		(void)error_set(err, status, path, 0, 0, "no memory to keep the compiled rules");
	buffer_free(&bytes);
	if (status == STATUS_OK)
		prune(folder);
	return status;
}
