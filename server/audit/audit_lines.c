/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PIECE_BYTES (256u * 1024u)

enum status audit_lines_open(const char *path, struct audit_lines *lines)
{
	*lines = (struct audit_lines){ .fd = open(path, O_RDONLY | O_CLOEXEC) };
	if (lines->fd < 0)
		return errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO;
	buffer_init_heap(&lines->text);
	return STATUS_OK;
}

void audit_lines_close(struct audit_lines *lines)
{
	if (lines->fd >= 0)
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

static enum status read_more(struct audit_lines *lines)
{
	char   *room;
	ssize_t n;

	move_up(lines);
	room = buffer_reserve(&lines->text, PIECE_BYTES);
	if (room == NULL)
		return STATUS_NO_MEMORY;
	do
		n = read(lines->fd, room, PIECE_BYTES);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return STATUS_IO;
	lines->is_over = n == 0;
	lines->text.len += (size_t)n;
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
