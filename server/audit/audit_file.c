/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES 1024

bool audit_file_path(char *path, size_t cap, const char *folder, const char *name)
{
	int len = snprintf(path, cap, "%s/%s", folder, name);

	return len > 0 && (size_t)len < cap;
}

enum status audit_file_write(int fd, struct slice bytes)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.ptr, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return STATUS_IO;
		bytes = slice_from(bytes, (size_t)n);
	}
	return STATUS_OK;
}

enum status audit_file_folder(const char *path, unsigned mode, struct error *err)
{
	struct stat info;

	if (mkdir(path, (mode_t)mode) == 0)
		return STATUS_OK;
	if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
		return STATUS_OK;
	return error_set(err, STATUS_IO, path, 0, 0, "cannot create this folder: %s",
	                 strerror(errno));
}

enum status audit_file_sync_folder(const char *path)
{
	int         fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status status = STATUS_OK;

	if (fd < 0)
		return STATUS_IO;
	if (fsync(fd) != 0)
		status = STATUS_IO;
	close(fd);
	return status;
}

enum status audit_file_read_small(const char *path, char *text, size_t cap)
{
	size_t  len = 0;
	ssize_t n = 1;
	int     fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO;
	while (len < cap && n != 0) {
		n = read(fd, text + len, cap - len);
		if (n < 0 && errno != EINTR)
			break;
		len += n > 0 ? (size_t)n : 0;
	}
	close(fd);
	if (n < 0)
		return STATUS_IO;
	if (len == cap)
		return STATUS_LIMIT_REACHED;
	text[len] = '\0';
	return STATUS_OK;
}

static enum status write_new(const char *path, unsigned mode, struct slice text, bool must_last)
{
	enum status status;
	int         fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (mode_t)mode);

	if (fd < 0)
		return STATUS_IO;
	status = audit_file_write(fd, text);
	if (status == STATUS_OK && must_last && fsync(fd) != 0)
		status = STATUS_IO;
	if (close(fd) != 0)
		status = STATUS_IO;
	return status;
}

enum status audit_file_create_small(const char *folder, const char *name, unsigned mode,
                                    struct slice text, struct error *err)
{
	char path[PATH_BYTES], part[PATH_BYTES];

	if (!audit_file_path(path, sizeof path, folder, name) ||
	    (size_t)snprintf(part, sizeof part, "%s.new", path) >= sizeof part)
		return error_set(err, STATUS_IO, folder, 0, 0, "the path is too long");
	if (write_new(part, mode, text, true) != STATUS_OK || rename(part, path) != 0 ||
	    audit_file_sync_folder(folder) != STATUS_OK)
		return error_set(err, STATUS_IO, path, 0, 0, "cannot write this file: %s",
		                 strerror(errno));
	return STATUS_OK;
}

void audit_file_replace(const char *folder, const char *name, unsigned mode, struct slice text)
{
	char path[PATH_BYTES], part[PATH_BYTES];

	if (!audit_file_path(path, sizeof path, folder, name) ||
	    (size_t)snprintf(part, sizeof part, "%s.new", path) >= sizeof part)
		return;
	if (write_new(part, mode, text, false) != STATUS_OK || rename(part, path) != 0)
		unlink(part);
}

enum status audit_file_map(const char *path, struct slice *bytes)
{
	struct stat info;
	void       *memory = NULL;
	int         fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return STATUS_IO;
	if (fstat(fd, &info) != 0) {
		close(fd);
		return STATUS_IO;
	}
	if (info.st_size > 0)
		memory = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (memory == MAP_FAILED)
		return STATUS_IO;
	*bytes = (struct slice){ memory, (size_t)info.st_size };
	return STATUS_OK;
}

void audit_file_unmap(struct slice *bytes)
{
	union {
		const char *read_only;
		void       *memory;
	} view = { .read_only = bytes->ptr };

	if (bytes->len > 0)
		munmap(view.memory, bytes->len);
	*bytes = SLICE_NONE;
}
