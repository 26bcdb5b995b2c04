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

bool audit_segment_path(const char *folder, struct audit_segment_entry entry,
                        char path[AUDIT_PATH_BYTES])
{
	int len = snprintf(path, AUDIT_PATH_BYTES, "%s/%020" PRIu64 ".seg%s", folder,
	                   entry.first_seq, entry.is_packed ? ".zst" : "");

	return len > 0 && len < AUDIT_PATH_BYTES;
}

/* "00000000000000000001.seg" or with ".zst" behind it; false for any other name. */
static bool read_name(const char *name, struct audit_segment_entry *entry)
{
	char again[AUDIT_SEGMENT_NAME_CHARS + 1];

	if (strlen(name) < AUDIT_SEGMENT_NAME_CHARS || name[0] < '0' || name[0] > '9')
		return false;
	errno = 0;
	entry->first_seq = strtoull(name, NULL, 10);
	if (errno != 0 || entry->first_seq == 0)
		return false;
	audit_segment_name(entry->first_seq, again);
	entry->is_packed = strcmp(name + AUDIT_SEGMENT_NAME_CHARS, ".zst") == 0;
	return strncmp(name, again, AUDIT_SEGMENT_NAME_CHARS) == 0 &&
	       (entry->is_packed || name[AUDIT_SEGMENT_NAME_CHARS] == '\0');
}

static int compare(const void *a, const void *b)
{
	const struct audit_segment_entry *left = a, *right = b;

	if (left->first_seq != right->first_seq)
		return left->first_seq < right->first_seq ? -1 : 1;
	return (int)left->is_packed - (int)right->is_packed;
}

/* The packed one of a pair goes. */
static size_t drop_doubles(struct audit_segment_entry *list, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 || list[kept - 1].first_seq != list[i].first_seq)
			list[kept++] = list[i];
	return kept;
}

enum status audit_segment_list(const char *folder, struct arena *arena,
                               struct audit_segment_entry **entries, size_t *count)
{
	DIR                        *dir = opendir(folder);
	struct dirent              *file;
	struct audit_segment_entry *list = NULL, entry;
	size_t                      used = 0, cap = 0;
	bool                        is_full = false;

	if (dir == NULL)
		return STATUS_IO;
	while (!is_full && (file = readdir(dir)) != NULL) {
		if (!read_name(file->d_name, &entry))
			continue;
		if (used == cap) {
			size_t more = cap == 0 ? 64 : 2 * cap;
			void  *grown = arena_resize(arena, list, cap * sizeof *list,
			                            more * sizeof *list);

			is_full = grown == NULL;
			if (is_full)
				break;
			list = grown;
			cap = more;
		}
		list[used++] = entry;
	}
	closedir(dir);
	if (is_full)
		return STATUS_NO_MEMORY;
	if (used > 0)
		qsort(list, used, sizeof *list, compare);
	*entries = list;
	*count = drop_doubles(list, used);
	return STATUS_OK;
}
