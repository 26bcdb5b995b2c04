/* SPDX-License-Identifier: Apache-2.0 */
#include "base_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status fail_io(struct error *err, const char *path, const char *why)
{
	return error_set(err, STATUS_IO, path, 0, 0, "cannot read the file: %s", why);
}

static enum status check_size(int file, const char *path, size_t bytes_max, size_t *size,
                              struct error *err)
{
	struct stat facts;

	if (fstat(file, &facts) != 0)
		return fail_io(err, path, strerror(errno));
	if (!S_ISREG(facts.st_mode))
		return fail_io(err, path, "it is not a regular file");
	if (facts.st_size < 0 || (size_t)facts.st_size > bytes_max)
		return error_set(err, STATUS_LIMIT_REACHED, path, 0, 0,
		                 "the file is larger than %zu bytes; split it", bytes_max);
	*size = (size_t)facts.st_size;
	return STATUS_OK;
}

static enum status read_open_file(int file, const char *path, size_t bytes_max, struct arena *arena,
                                  struct slice *bytes, struct error *err)
{
	size_t      size = 0;
	size_t      len = 0;
	enum status status = check_size(file, path, bytes_max, &size, err);
	char       *memory;

	if (status != STATUS_OK)
		return status;
	memory = arena_alloc(arena, size, 1);
	if (memory == NULL)
		return error_set(err, STATUS_NO_MEMORY, path, 0, 0,
		                 "memory is full: the file does not fit");
	while (len < size) {
		ssize_t got = read(file, memory + len, size - len);

		if (got < 0 && errno != EINTR)
			return fail_io(err, path, strerror(errno));
		if (got == 0)
			break;
		len += got > 0 ? (size_t)got : 0;
	}
	*bytes = (struct slice){ memory, len };
	return STATUS_OK;
}

enum status file_read(const char *path, size_t bytes_max, struct arena *arena, struct slice *bytes,
                      struct error *err)
{
	enum status status;
	int         file;

	*bytes = SLICE_NONE;
	/* Without O_NONBLOCK, opening a pipe that has no writer would never return. */
	file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0)
		return fail_io(err, path, strerror(errno));
	status = read_open_file(file, path, bytes_max, arena, bytes, err);
	close(file);
	return status;
}
