/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_segment.h"

#include "audit_file.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_DIGITS 20

void audit_segment_name(uint64_t first_seq, char name[AUDIT_SEGMENT_NAME_CHARS + 1])
{
	snprintf(name, AUDIT_SEGMENT_NAME_CHARS + 1, "%020" PRIu64 ".seg", first_seq);
}

static enum status open_file(const char *folder, uint64_t first_seq, int flags,
                             struct audit_segment *segment)
{
	char        name[AUDIT_SEGMENT_NAME_CHARS + 1];
	struct stat info;

	*segment = (struct audit_segment){ .fd = -1, .first_seq = first_seq };
	audit_segment_name(first_seq, name);
	if (!audit_file_path(segment->path, sizeof segment->path, folder, name)) {
		errno = ENAMETOOLONG;
		return STATUS_IO;
	}
	segment->fd = open(segment->path, O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0640);
	if (segment->fd < 0)
		return STATUS_IO;
	if (fstat(segment->fd, &info) != 0) {
		audit_segment_close(segment);
		return STATUS_IO;
	}
	segment->bytes = (uint64_t)info.st_size;
	return STATUS_OK;
}

enum status audit_segment_create(const char *folder, uint64_t first_seq,
                                 struct audit_segment *segment)
{
	if (open_file(folder, first_seq, O_CREAT | O_EXCL, segment) != STATUS_OK)
		return STATUS_IO;
	if (audit_file_sync_folder(folder) == STATUS_OK)
		return STATUS_OK;
	unlink(segment->path);
	audit_segment_close(segment);
	return STATUS_IO;
}

enum status audit_segment_reopen(const char *folder, uint64_t first_seq,
                                 struct audit_segment *segment)
{
	return open_file(folder, first_seq, 0, segment);
}

enum status audit_segment_append(struct audit_segment *segment, struct slice lines)
{
	assert(segment->fd >= 0);
	if (audit_file_write(segment->fd, lines) != STATUS_OK)
		return STATUS_IO;
	segment->bytes += lines.len;
	return STATUS_OK;
}

enum status audit_segment_sync(struct audit_segment *segment)
{
	assert(segment->fd >= 0);
	return fdatasync(segment->fd) == 0 ? STATUS_OK : STATUS_IO;
}

bool audit_segment_is_ours(const struct audit_segment *segment)
{
	struct stat info;

	assert(segment->fd >= 0);
	return fstat(segment->fd, &info) == 0 && info.st_nlink > 0 &&
	       (uint64_t)info.st_size == segment->bytes;
}

enum status audit_segment_cut(struct audit_segment *segment, uint64_t bytes)
{
	struct stat info;

	assert(segment->fd >= 0);
	if (fstat(segment->fd, &info) != 0 ||
	    ((uint64_t)info.st_size > bytes && ftruncate(segment->fd, (off_t)bytes) != 0))
		return STATUS_IO;
	segment->bytes = bytes;
	return STATUS_OK;
}

void audit_segment_close(struct audit_segment *segment)
{
	if (segment->fd >= 0)
		close(segment->fd);
	segment->fd = -1;
}

/* The number in "00000000000000000001.seg", or 0 for any other name. */
static uint64_t number_of(const char *name)
{
	char     again[AUDIT_SEGMENT_NAME_CHARS + 1];
	uint64_t value;

	if (strlen(name) != AUDIT_SEGMENT_NAME_CHARS || name[0] < '0' || name[0] > '9')
		return 0;
	errno = 0;
	value = strtoull(name, NULL, 10);
	if (errno != 0)
		return 0;
	audit_segment_name(value, again);
	return strcmp(name, again) == 0 ? value : 0;
}

static int compare(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

enum status audit_segment_list(const char *folder, struct arena *arena, uint64_t **first_seqs,
                               size_t *count)
{
	DIR           *dir = opendir(folder);
	struct dirent *entry;
	uint64_t      *list = NULL;
	size_t         used = 0, cap = 0;

	if (dir == NULL)
		return STATUS_IO;
	while ((entry = readdir(dir)) != NULL) {
		uint64_t number = number_of(entry->d_name);

		if (number == 0)
			continue;
		if (used == cap) {
			size_t more = cap == 0 ? 64 : 2 * cap;

			list = arena_resize(arena, list, cap * sizeof *list, more * sizeof *list);
			if (list == NULL)
				break;
			cap = more;
		}
		list[used++] = number;
	}
	closedir(dir);
	if (list == NULL && used > 0)
		return STATUS_NO_MEMORY;
	if (used > 0)
		qsort(list, used, sizeof *list, compare);
	*first_seqs = list;
	*count = used;
	return STATUS_OK;
}
