/* SPDX-License-Identifier: Apache-2.0 */
/* A line in, a line out:
 *
 *     {"id":7,"text":"How do I bake bread?"}     {"ref":7,"decision":"allow",...}
 *     {"id":"b","text":}                         {"ref":"b","error":{"code":"json_malformed",
 *                                                 "detail":"column 18: ...","line":2}}
 *
 * "ref" is the line's "id", a number as a number, and null when there is none. It is found
 * before the line is read as a request, so that a line which is no valid request can still be
 * told apart. */
#include "cmd_check.h"

#include "base_json.h"
#include "cmd.h"
#include "cmd_lines.h"
#include "cmd_print.h"
#include "doorward/request.h"
#include "doorward/verdict.h"

#include <ctype.h>
#include <stdatomic.h>
#include <stdio.h>

struct jsonl {
	struct cmd_engine engine;
	bool              explain;
	atomic_ullong     errors;
};

struct ref {
	struct slice text;
	bool         is_number;
	bool         present;
};

static struct ref ref_value(struct json_reader *reader)
{
	struct ref      ref = { 0 };
	enum json_token token;

	if (json_next(reader, &token) != STATUS_OK)
		return ref;
	if (token == JSON_NUMBER) {
		ref = (struct ref){ .text = reader->raw, .is_number = true, .present = true };
	} else if (token == JSON_STRING) {
		bool replaced;

		ref.present = json_string_decode(reader, &ref.text, &replaced) == STATUS_OK;
	}
	return ref;
}

static struct ref ref_find(struct slice line, struct arena *arena)
{
	struct json_reader reader;
	enum json_token    token;

	json_reader_init(&reader, line, arena, NULL);
	if (json_next(&reader, &token) != STATUS_OK || token != JSON_OBJECT_BEGIN)
		return (struct ref){ 0 };
	while (json_next(&reader, &token) == STATUS_OK && token == JSON_KEY) {
		if (json_raw_is(&reader, SLICE_LIT("id")))
			return ref_value(&reader);
		if (json_next(&reader, &token) != STATUS_OK ||
		    json_skip(&reader, token) != STATUS_OK)
			break;
	}
	return (struct ref){ 0 };
}

/* {"ref":7 */
static void ref_write(const struct ref *ref, struct buffer *out)
{
	buffer_append_char(out, '{');
	json_write_key(out, "ref");
	if (!ref->present)
		buffer_append_cstr(out, "null");
	else if (ref->is_number)
		buffer_append(out, ref->text);
	else
		json_write_string(out, ref->text);
}

/* "json_malformed": stable names of the status table, in lower case. */
static void code_write(enum status status, struct buffer *out)
{
	buffer_append_char(out, '"');
	for (const char *name = status_name(status); *name != '\0'; name++)
		buffer_append_char(out, (char)tolower((unsigned char)*name));
	buffer_append_char(out, '"');
}

static void error_write(struct jsonl *jsonl, const struct cmd_line *line, const struct ref *ref,
                        const struct error *err, struct buffer *out)
{
	char detail[480];

	if (err->message[0] == '\0')
		snprintf(detail, sizeof detail, "%s", status_text(err->status));
	else if (err->column > 0)
		snprintf(detail, sizeof detail, "column %u: %s", err->column, err->message);
	else
		snprintf(detail, sizeof detail, "%s", err->message);

	atomic_fetch_add(&jsonl->errors, 1);
	ref_write(ref, out);
	json_write_key(out, "error");
	buffer_append_char(out, '{');
	json_write_key(out, "code");
	code_write(err->status, out);
	json_write_key(out, "detail");
	json_write_string(out, slice_from_cstr(detail));
	json_write_key(out, "line");
	buffer_append_u64(out, line->number);
	buffer_append_cstr(out, "}}\n");
}

/* The verdict lives until the worker's next reset. */
static enum status line_judge(struct jsonl *jsonl, struct engine_worker *worker, struct slice text,
                              const struct engine_verdict **verdict, struct error *err)
{
	struct request request = { 0 };
	enum status status = request_parse_line(text, engine_worker_arena(worker), &request, err);

	if (status != STATUS_OK)
		return status;
	request.prompt.explain = request.prompt.explain || jsonl->explain;
	cmd_engine_prepare(&jsonl->engine, &request.prompt);
	status = engine_check(worker, jsonl->engine.ruleset, &request.prompt, verdict);
	if (status == STATUS_NOT_FOUND)
		return error_set(err, status, NULL, 0, 0, "there is no policy \"%.*s\"",
		                 SLICE_ARG(request.prompt.policy));
	return status;
}

static void line_check(void *context, size_t thread, const struct cmd_line *line,
                       struct buffer *out)
{
	struct jsonl                *jsonl = context;
	struct engine_worker        *worker = jsonl->engine.workers[thread];
	const struct engine_verdict *verdict = NULL;
	struct error                 err = { 0 };
	struct ref                   ref;
	enum status                  status = STATUS_LIMIT_REACHED;

	engine_worker_reset(worker);
	ref = ref_find(line->text, engine_worker_arena(worker));
	if (line->too_long)
		error_set(&err, status, NULL, 0, 0, "the line is longer than %u bytes",
		          CMD_LINE_BYTES_MAX);
	else
		status = line_judge(jsonl, worker, line->text, &verdict, &err);

	if (status != STATUS_OK) {
		err.status = status;
		error_write(jsonl, line, &ref, &err, out);
		return;
	}
	ref_write(&ref, out);
	verdict_write(verdict, out);
	buffer_append_cstr(out, "}\n");
}

static int lines_check(struct jsonl *jsonl, const char *path)
{
	const struct cmd_lines lines = { .paths = &path,
		                         .path_count = 1,
		                         .threads = jsonl->engine.worker_count,
		                         .handle = line_check,
		                         .context = jsonl,
		                         .out = stdout };
	struct error           err = { 0 };

	if (cmd_lines_run(&lines, &err) != STATUS_OK) {
		cmd_complain_error(&err);
		return CMD_FAILED;
	}
	unsigned long long errors = atomic_load(&jsonl->errors);
	if (errors == 0)
		return CMD_GOOD;
	cmd_complain("%llu line%s could not be judged: see \"error\" in the output", errors,
	             errors == 1 ? "" : "s");
	return CMD_FAILED;
}

int cmd_check_jsonl(const struct cmd_check_options *options, const char *path)
{
	struct jsonl jsonl = { .explain = options->explain };
	int          exit_code = cmd_engine_open(&jsonl.engine, &options->engine,
	                                         cmd_threads(options->threads));

	if (exit_code == CMD_GOOD)
		exit_code = lines_check(&jsonl, path);
	cmd_engine_close(&jsonl.engine);
	return exit_code;
}
