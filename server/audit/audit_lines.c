/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PIECE_BYTES (256u * 1024u)
#define BACK_BYTES  (64u * 1024u) /* read before a place that is sought */

enum status audit_lines_open(const char *path, struct audit_lines *lines)
{
	enum status status = STATUS_OK;

	*lines = (struct audit_lines){ .fd = open(path, O_RDONLY | O_CLOEXEC) };
	if (lines->fd < 0)
		return errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO;
	buffer_init_heap(&lines->text);
	if (slice_ends_with(slice_from_cstr(path), SLICE_LIT(".zst")))
		status = audit_unpack_open(lines->fd, &lines->unpack);
	if (status != STATUS_OK)
		audit_lines_close(lines);
	return status;
}

void audit_lines_close(struct audit_lines *lines)
{
	if (lines->unpack != NULL)
		audit_unpack_close(&lines->unpack);
	else if (lines->fd >= 0)
		close(lines->fd);
	buffer_free(&lines->text);
	lines->fd = -1;
}

/* What was handed out makes room. */
static void move_up(struct audit_lines *lines)
{
	size_t left = lines->text.len - lines->start;

	if (lines->start == 0)
		return;
	memmove(lines->text.ptr, lines->text.ptr + lines->start, left);
	lines->text.len = left;
	lines->start = 0;
}

static enum status read_plain(int fd, char *to, size_t *len)
{
	ssize_t n;

	do
		n = read(fd, to, PIECE_BYTES);
	while (n < 0 && errno == EINTR);
	*len = n > 0 ? (size_t)n : 0;
	return n < 0 ? STATUS_IO : STATUS_OK;
}

static enum status read_more(struct audit_lines *lines)
{
	char       *room;
	size_t      len = 0;
	enum status status;

	move_up(lines);
	room = buffer_reserve(&lines->text, PIECE_BYTES);
	if (room == NULL)
		return STATUS_NO_MEMORY;
	status = lines->unpack != NULL ? audit_unpack_read(lines->unpack, room, PIECE_BYTES, &len)
	                               : read_plain(lines->fd, room, &len);
	lines->is_over = status == STATUS_OK && len == 0;
	lines->text.len += len;
	return status;
}

/* Is the place in what was read already? Searches go backwards in small steps. */
static bool seek_in_text(struct audit_lines *lines, uint64_t offset)
{
	uint64_t begin = lines->offset - lines->start;

	if (offset < begin || offset >= begin + lines->text.len)
		return false;
	lines->start = (size_t)(offset - begin);
	lines->seen = 0;
	lines->offset = offset;
	return true;
}

enum status audit_lines_seek(struct audit_lines *lines, uint64_t offset)
{
	uint64_t    start = offset > BACK_BYTES ? offset - BACK_BYTES : 0;
	enum status status = STATUS_OK;

	if (seek_in_text(lines, offset))
		return STATUS_OK;
	buffer_clear(&lines->text);
	lines->start = lines->seen = 0;
	lines->is_over = false;
	if (lines->unpack != NULL)
		status = audit_unpack_seek(lines->unpack, offset, &start);
	else if (lseek(lines->fd, (off_t)start, SEEK_SET) < 0)
		status = STATUS_IO;
	while (status == STATUS_OK && lines->text.len < offset - start && !lines->is_over)
		status = read_more(lines);
	if (status != STATUS_OK)
		return status;
	if (lines->text.len < offset - start)
		return STATUS_NOT_FOUND;
	lines->start = (size_t)(offset - start);
	lines->offset = offset;
	return STATUS_OK;
}

enum status audit_lines_next(struct audit_lines *lines, struct slice *line, uint64_t *offset)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK) {
		struct slice rest = slice_from(buffer_slice(&lines->text), lines->start);
		size_t       end = slice_find(rest, SLICE_LIT("\n"), lines->seen);

		if (end != SIZE_MAX) {
			*line = slice_range(rest, 0, end);
			if (offset != NULL)
				*offset = lines->offset;
			lines->start += end + 1;
			lines->offset += end + 1;
			lines->seen = 0;
			return STATUS_OK;
		}
		lines->seen = rest.len;
		if (lines->is_over)
			return STATUS_END;
		status = read_more(lines);
	}
	return status;
}

bool audit_lines_are_torn(const struct audit_lines *lines)
{
	return lines->start < lines->text.len;
}
