/* SPDX-License-Identifier: Apache-2.0 */
/* Each finding as compilers print it, with the line it is about:
 *
 *     rules/weapons/explosives.yaml:14:17: error R004: unknown list "devise"; did you mean
 *     "device"?
 *        14 |         - list: devise
 *           |                 ^
 *
 * Of a long line the part around the place is shown. */
#include "base_json.h"
#include "cmd_print.h"
#include "lint.h"

#include <stdio.h>

#define LINE_BYTES_SHOWN  150
#define LINE_BYTES_BEFORE 60 /* what is shown in front of the place in a long line */
#define ELLIPSIS          "..."

static bool begins_character(char byte)
{
	return ((unsigned char)byte & 0xC0) != 0x80;
}

/* Tabs and control characters are shown as blanks: a rule file cannot drive the terminal. */
static void line_show(struct slice line)
{
	for (size_t i = 0; i < line.len; i++) {
		unsigned char byte = (unsigned char)line.ptr[i];

		putchar(byte < 0x20 || byte == 0x7F ? ' ' : byte);
	}
}

/* The first byte to show of a line, so that byte `at` is among them. */
static size_t shown_from(struct slice line, size_t at)
{
	size_t from = 0;

	if (line.len > LINE_BYTES_SHOWN && at > LINE_BYTES_BEFORE)
		from = at - LINE_BYTES_BEFORE;
	while (from > 0 && from < line.len && !begins_character(line.ptr[from]))
		from--;
	return from;
}

static size_t shown_to(struct slice line, size_t from)
{
	size_t to = line.len - from > LINE_BYTES_SHOWN ? from + LINE_BYTES_SHOWN : line.len;

	while (to < line.len && to > from && !begins_character(line.ptr[to]))
		to--;
	return to;
}

static void caret_print(struct lint *lint, const struct error *place)
{
	const struct slice line = lint_line(lint, place->file, place->line);
	const size_t       at = place->column > 0 ? place->column - 1 : 0;
	size_t             from;
	size_t             to;

	if (line.len == 0 || at > line.len)
		return;
	from = shown_from(line, at);
	to = shown_to(line, from);
	printf("%5u | %s", place->line, from > 0 ? ELLIPSIS : "");
	line_show(slice_range(line, from, to));
	if (to < line.len)
		fputs(ELLIPSIS, stdout);
	if (place->column > 0) {
		printf("\n      | %s", from > 0 ? "   " : "");
		for (size_t i = from; i < at; i++)
			if (begins_character(line.ptr[i]))
				putchar(' ');
		printf("%s^%s", cmd_colour_begin(stdout, CMD_GREEN), cmd_colour_end(stdout));
	}
	putchar('\n');
}

static void text_print(struct lint *lint, const struct lint_finding *finding)
{
	static const enum cmd_colour colours[] = {
		[LINT_NOTE] = CMD_DIM, [LINT_WARNING] = CMD_YELLOW, [LINT_ERROR] = CMD_RED
	};
	const struct error *place = &finding->place;

	printf("%s", place->file[0] != '\0' ? place->file : lint->folder);
	if (place->line > 0)
		printf(":%u", place->line);
	if (place->line > 0 && place->column > 0)
		printf(":%u", place->column);
	printf(": %s%s%s %s: %s\n", cmd_colour_begin(stdout, colours[finding->level]),
	       lint_level_name(finding->level), cmd_colour_end(stdout), finding->code,
	       place->message);
	if (place->line > 0)
		caret_print(lint, place);
}

static void json_print(const struct lint_finding *finding)
{
	const struct error *place = &finding->place;
	struct buffer       out;

	buffer_init_heap(&out);
	buffer_append_format(&out, "{\"code\":\"%s\",\"level\":\"%s\",\"file\":", finding->code,
	                     lint_level_name(finding->level));
	json_write_string(&out, slice_from_cstr(place->file));
	buffer_append_format(&out, ",\"line\":%u,\"column\":%u,\"rule\":", place->line,
	                     place->column);
	json_write_string(&out, slice_from_cstr(finding->rule));
	json_write_key(&out, "message");
	json_write_string(&out, slice_from_cstr(place->message));
	buffer_append_cstr(&out, "}\n");
	cmd_emit(&out, stdout);
	buffer_free(&out);
}

void lint_print(struct lint *lint, const struct lint_finding *finding)
{
	if (lint->form == LINT_JSON)
		json_print(finding);
	else
		text_print(lint, finding);
}

void lint_print_sum(const struct lint *lint)
{
	printf("%zu error%s, %zu warning%s, %zu note%s\n", lint->counts[LINT_ERROR],
	       lint->counts[LINT_ERROR] == 1 ? "" : "s", lint->counts[LINT_WARNING],
	       lint->counts[LINT_WARNING] == 1 ? "" : "s", lint->counts[LINT_NOTE],
	       lint->counts[LINT_NOTE] == 1 ? "" : "s");
}
