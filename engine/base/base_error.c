/* SPDX-License-Identifier: Apache-2.0 */
#include "base_error.h"

#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 64 };

/* Cuts at a character, not inside one, so that a message stays valid UTF-8. */
static void cut_at_character(char *text, size_t cap)
{
	size_t len = cap - 1;

	while (len > 0 && ((unsigned char)text[len - 1] & 0xC0u) == 0x80u)
		len--;
	if (len > 0 && (unsigned char)text[len - 1] >= 0xC0u)
		len--;
	text[len] = '\0';
}

enum status error_set(struct error *err, enum status status, const char *file, unsigned line,
                      unsigned column, const char *format, ...)
{
	va_list arguments;
	int     len;

	if (err == NULL || err->status != STATUS_OK)
		return status;
	err->status = status;
	err->line = line;
	err->column = column;
	len = snprintf(err->file, sizeof err->file, "%s", file == NULL ? "" : file);
	if (len >= (int)sizeof err->file)
		cut_at_character(err->file, sizeof err->file);
	va_start(arguments, format);
	len = vsnprintf(err->message, sizeof err->message, format, arguments);
	va_end(arguments);
	if (len >= (int)sizeof err->message)
		cut_at_character(err->message, sizeof err->message);
	return status;
}

void error_print(const struct error *err, struct buffer *out)
{
	if (err->file[0] != '\0')
		buffer_append_format(out, "%s:", err->file);
	if (err->line > 0)
		buffer_append_format(out, "%u:", err->line);
	if (err->line > 0 && err->column > 0)
		buffer_append_format(out, "%u:", err->column);
	if (err->file[0] != '\0' || err->line > 0)
		buffer_append_char(out, ' ');
	buffer_append_cstr(out, err->message[0] != '\0' ? err->message : status_text(err->status));
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Edits (insert, delete, replace, swap two neighbours) that turn `a` into `b`, by
 * the table of all pairs of prefixes, of which only the last three rows are kept. */
static unsigned distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	unsigned  rows[3][WORD_MAX + 1];
	unsigned *before = rows[0];
	unsigned *last = rows[1];
	unsigned *row = rows[2];

	for (size_t j = 0; j <= b_len; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= a_len; i++) {
		unsigned *spare = before;

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b_len; j++) {
			unsigned replaced = last[j - 1] + (a[i - 1] != b[j - 1]);

			row[j] = least(replaced, least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = last;
		last = row;
		row = spare;
	}
	return last[b_len];
}

const char *error_nearest(const char *word, size_t word_len, const char *const *names, size_t count)
{
	const char *nearest = NULL;
	unsigned    best = (unsigned)(word_len / 3) + 1;

	if (word_len == 0 || word_len > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t   name_len = strlen(names[i]);
		unsigned edits;

		if (name_len > WORD_MAX)
			continue;
		edits = distance(word, word_len, names[i], name_len);
		if (edits < best) {
			best = edits;
			nearest = names[i];
		}
	}
	return nearest;
}
