/* SPDX-License-Identifier: Apache-2.0 */
#include "bench_peer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void line_add(struct bench_lines *lines, const char *line, size_t length)
{
	if (lines->count % 1024 == 0) {
		const size_t room = lines->count + 1024;

		lines->items = realloc(lines->items, room * sizeof *lines->items);
		lines->lengths = realloc(lines->lengths, room * sizeof *lines->lengths);
		if (lines->items == NULL || lines->lengths == NULL)
			exit(2);
	}
	lines->lengths[lines->count] = length;
	lines->items[lines->count++] = line;
}

void bench_lines_read(struct bench_lines *lines, const char *path)
{
	FILE   *file = fopen(path, "r");
	char   *bytes = NULL;
	size_t  size = 0;
	ssize_t length = file != NULL ? getdelim(&bytes, &size, '\0', file) : -1;

	*lines = (struct bench_lines){ .path = path };
	if (length <= 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(2);
	}
	for (char *line = bytes; line < bytes + length;) {
		char *end = strchr(line, '\n');

		end = end != NULL ? end : bytes + length;
		*end = '\0';
		line_add(lines, line, (size_t)(end - line));
		line = end + 1;
	}
	fclose(file);
}
