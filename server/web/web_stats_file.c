/* SPDX-License-Identifier: Apache-2.0 */
#include "web_stats_file.h"

#include "audit_file.h"
#include "audit_folder.h"
#include "base_arena.h"
#include "base_file.h"
#include "base_json.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define FILE_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define ARENA_BYTES    ((size_t)80 * 1024 * 1024)
#define FORM           1u
#define REGISTER_MAX   58u

/* ---- writing ---- */

static void put_number(struct buffer *out, const char *name, uint64_t value)
{
	json_write_key(out, name);
	buffer_append_u64(out, value);
}

static void put_cell(struct buffer *out, const struct web_stats_cell *cell,
                     const struct web_rule_figures *figures)
{
	char keys[WEB_KEY_REGISTERS];

	for (unsigned i = 0; i < WEB_KEY_REGISTERS; i++)
		keys[i] = (char)('0' + figures->keys[i]);
	buffer_append_char(out, '{');
	json_write_key(out, "rule");
	json_write_string_ascii(out, slice_from_cstr(cell->rule));
	json_write_key(out, "mode");
	buffer_append_cstr(out, cell->is_shadow ? "\"shadow\"" : "\"enforce\"");
	put_number(out, "hits", figures->hits);
	put_number(out, "decided", figures->decided);
	put_number(out, "alone", figures->alone);
	put_number(out, "last", figures->last_s);
	put_number(out, "cost_ns", figures->cost_ns);
	put_number(out, "looks", figures->looks);
	json_write_key(out, "keys");
	json_write_string_ascii(out, (struct slice){ keys, sizeof keys });
	buffer_append_cstr(out, "}\n");
}

enum status web_stats_save(const char *data, const struct web_stats *stats,
                           const struct web_stats_times *times, struct error *err)
{
	struct buffer out;
	uint32_t      count = atomic_load_explicit(&stats->count, memory_order_acquire);
	enum status   status;

	buffer_init_heap(&out);
	buffer_append_format(&out, "{\"rule_stats\":%u", FORM);
	put_number(&out, "since", times->since_s);
	put_number(&out, "written", times->written_s);
	buffer_append_cstr(&out, "}\n");
	for (uint32_t i = 0; i < count; i++) {
		const struct web_stats_cell *cell = &stats->cells[stats->order[i]];
		struct web_rule_figures      figures = { 0 };

		web_stats_add(stats, slice_from_cstr(cell->rule), cell->is_shadow, &figures);
		put_cell(&out, cell, &figures);
	}
	if (out.failed)
		status = error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for statistics");
	else
		status = audit_file_create_small(data, WEB_STATS_FILE, 0640, buffer_slice(&out),
		                                 err);
	buffer_free(&out);
	return status;
}

/* ---- reading ---- */

struct line {
	struct slice            rule;
	struct slice            keys;
	bool                    is_shadow;
	bool                    is_head;
	uint64_t                form;
	struct web_stats_times  times;
	struct web_rule_figures figures;
};

static uint64_t *number_of(struct line *line, struct slice name)
{
	static const struct {
		const char *name;
		size_t      offset;
	} numbers[] = {
		{ "hits", offsetof(struct line, figures.hits) },
		{ "decided", offsetof(struct line, figures.decided) },
		{ "alone", offsetof(struct line, figures.alone) },
		{ "last", offsetof(struct line, figures.last_s) },
		{ "cost_ns", offsetof(struct line, figures.cost_ns) },
		{ "looks", offsetof(struct line, figures.looks) },
		{ "rule_stats", offsetof(struct line, form) },
		{ "since", offsetof(struct line, times.since_s) },
		{ "written", offsetof(struct line, times.written_s) },
	};

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		if (slice_equal_cstr(name, numbers[i].name))
			return (uint64_t *)(void *)((char *)line + numbers[i].offset);
	return NULL;
}

static enum status read_text(struct json_reader *reader, struct slice name, struct line *line)
{
	struct slice value = SLICE_NONE;
	enum status  status = json_string_decode(reader, &value, NULL);

	if (slice_equal_cstr(name, "rule"))
		line->rule = value;
	else if (slice_equal_cstr(name, "keys"))
		line->keys = value;
	else if (slice_equal_cstr(name, "mode"))
		line->is_shadow = slice_equal_cstr(value, "shadow");
	return status;
}

static enum status read_member(struct json_reader *reader, struct line *line)
{
	struct slice    name = reader->raw;
	enum json_token token;
	enum status     status = json_next(reader, &token);
	uint64_t       *number = number_of(line, name);

	if (status != STATUS_OK)
		return status;
	if (token == JSON_STRING)
		return read_text(reader, name, line);
	if (token == JSON_NUMBER && number != NULL && !json_number_u64(reader, number))
		return STATUS_CORRUPT;
	line->is_head = line->is_head || number == &line->form;
	return json_skip(reader, token);
}

static enum status read_line(struct slice text, struct arena *arena, struct line *line)
{
	struct json_reader reader;
	enum json_token    token;
	enum status        status;

	*line = (struct line){ 0 };
	json_reader_init(&reader, text, arena, NULL);
	status = json_next(&reader, &token);
	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return STATUS_CORRUPT;
	while (status == STATUS_OK) {
		status = json_next(&reader, &token);
		if (status != STATUS_OK || token == JSON_OBJECT_END)
			break;
		status = read_member(&reader, line);
	}
	return status == STATUS_NO_MEMORY ? status : status == STATUS_OK ? status : STATUS_CORRUPT;
}

static enum status take_line(struct line *line, struct web_stats *stats,
                             struct web_stats_times *times)
{
	if (line->is_head) {
		*times = line->times;
		return line->form == FORM ? STATUS_OK : STATUS_CORRUPT;
	}
	if (line->rule.len == 0 || line->keys.len != WEB_KEY_REGISTERS)
		return STATUS_CORRUPT;
	for (unsigned i = 0; i < WEB_KEY_REGISTERS; i++) {
		unsigned value = (unsigned char)line->keys.ptr[i] - (unsigned)'0';

		if (value > REGISTER_MAX)
			return STATUS_CORRUPT;
		line->figures.keys[i] = (uint8_t)value;
	}
	(void)web_stats_put(stats, line->rule, line->is_shadow, &line->figures);
	return STATUS_OK;
}

static enum status read_lines(struct slice text, const char *path, struct arena *arena,
                              struct web_stats *stats, struct web_stats_times *times,
                              struct error *err)
{
	unsigned number = 0;

	while (text.len > 0) {
		size_t      end = slice_find(text, SLICE_LIT("\n"), 0);
		size_t      len = end == SIZE_MAX ? text.len : end;
		size_t      mark = arena_mark(arena);
		struct line line;
		enum status status = read_line(slice_range(text, 0, len), arena, &line);

		number++;
		if (status == STATUS_OK)
			status = take_line(&line, stats, times);
		if (status == STATUS_OK && number == 1 && !line.is_head)
			status = STATUS_CORRUPT;
		if (status != STATUS_OK)
			return error_set(err, status, path, number, 0,
			                 "this is not what the server writes");
		arena_rewind(arena, mark);
		text = slice_from(text, end == SIZE_MAX ? len : len + 1);
	}
	return number > 0 ? STATUS_OK
	                  : error_set(err, STATUS_CORRUPT, path, 0, 0, "the file is empty");
}

enum status web_stats_load(const char *data, struct web_stats **stats,
                           struct web_stats_times *times, struct error *err)
{
	char         path[AUDIT_PATH_BYTES];
	struct arena arena;
	struct slice text;
	enum status  status;

	*stats = NULL;
	*times = (struct web_stats_times){ 0 };
	if (!audit_file_path(path, sizeof path, data, WEB_STATS_FILE))
		return error_set(err, STATUS_IO, data, 0, 0, "the path is too long");
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return STATUS_NOT_FOUND;
	if (!arena_open(&arena, ARENA_BYTES))
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for statistics");
	status = file_read(path, FILE_BYTES_MAX, &arena, &text, err);
	if (status == STATUS_OK)
		status = web_stats_open(stats);
	if (status == STATUS_OK)
		status = read_lines(text, path, &arena, *stats, times, err);
	arena_close(&arena);
	if (status != STATUS_OK)
		web_stats_close(stats);
	return status;
}
