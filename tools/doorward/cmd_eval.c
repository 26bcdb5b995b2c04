/* SPDX-License-Identifier: Apache-2.0 */
#include "base_json.h"
#include "cmd.h"
#include "cmd_engine.h"
#include "cmd_lines.h"
#include "cmd_options.h"
#include "cmd_print.h"
#include "eval.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char about[] =
	"Judges labelled prompts and prints recall by category, false positives by kind of\n"
	"benign text, the rules that were wrong, and a line for each file. FILE is JSONL:\n"
	"{\"text\", \"label\", \"category\"}, the label harmful, benign or borderline; a DIR\n"
	"stands for every *.jsonl below it. A file named b_* is benign throughout. Caught is\n"
	"masked or blocked.\n"
	"Exit code: 0; 1 when --baseline is given and the figures are worse; 2 on a fault.\n";

static const char example[] = "  doorward eval corpus --save before.json\n"
			      "  doorward eval corpus --baseline before.json --wrong wrong.jsonl\n";

struct eval_options {
	struct cmd_engine_options engine;
	const char               *baseline;
	const char               *save;
	const char               *wrong;
	bool                      json;
	bool                      confusion;
	uint64_t                  threads;
};

struct eval {
	const struct eval_options *options;
	struct cmd_engine          engine;
	struct eval_files          files;
	struct eval_tally          tallies[CMD_THREADS_MAX];
};

/* ---- rows ---- */

static void error_note(struct eval *eval, size_t thread, const struct cmd_line *line,
                       const struct error *err)
{
	struct eval_tally *tally = &eval->tallies[thread];

	if (tally->errors++ == 0)
		snprintf(tally->first, sizeof tally->first, "%.200s:%llu: %.200s",
		         eval->files.items[line->source].path, (unsigned long long)line->number,
		         err->message[0] != '\0' ? err->message : status_text(err->status));
}

static void rules_write(const struct engine_verdict *verdict, struct buffer *out)
{
	json_write_key(out, "rules");
	buffer_append_char(out, '[');
	for (size_t i = 0, written = 0; i < verdict->finding_count; i++) {
		if (!verdict->findings[i].decides)
			continue;
		if (written++ > 0)
			buffer_append_char(out, ',');
		json_write_string(out, slice_from_cstr(ruleset_rule_id(verdict->findings[i].rule)));
	}
	buffer_append_char(out, ']');
}

static void member_write(struct buffer *out, const char *key, struct slice value)
{
	json_write_key(out, key);
	json_write_string(out, value);
}

/* A line for --wrong: harmful and not caught, or benign and caught. */
static void wrong_write(const struct eval *eval, const struct cmd_line *line,
                        const struct eval_row *row, const struct engine_verdict *verdict,
                        struct buffer *out)
{
	bool caught = verdict->decision >= ENGINE_MASK;

	if (row->label == EVAL_BORDERLINE || caught == (row->label == EVAL_HARMFUL))
		return;
	buffer_append_char(out, '{');
	member_write(out, "file", slice_from_cstr(eval->files.items[line->source].name));
	json_write_key(out, "line");
	buffer_append_u64(out, line->number);
	member_write(out, "id", row->id);
	member_write(out, "label", slice_from_cstr(eval_label_name(row->label)));
	member_write(out, "category", row->category);
	member_write(out, "decision", slice_from_cstr(engine_decision_name(verdict->decision)));
	rules_write(verdict, out);
	member_write(out, "text", row->text);
	buffer_append_cstr(out, "}\n");
}

static enum status row_judge(struct eval *eval, size_t thread, const struct cmd_line *line,
                             struct eval_row *row, const struct engine_verdict **verdict,
                             struct error *err)
{
	struct engine_worker *worker = eval->engine.workers[thread];
	struct arena         *arena = engine_worker_arena(worker);
	enum status status = eval_row_parse(line->text, eval->files.items[line->source].benign,
	                                    arena, row, err);
	struct engine_field *fields = ARENA_ARRAY(arena, 2, struct engine_field);

	if (status != STATUS_OK)
		return status;
	if (fields == NULL)
		return STATUS_NO_MEMORY;
	fields[0] = (struct engine_field){ .name = SLICE_LIT("prompt"),
		                           .text = row->text,
		                           .replaced = row->replaced };
	fields[1] = (struct engine_field){ .name = SLICE_LIT("negative_prompt"),
		                           .text = row->negative,
		                           .polarity = ENGINE_NEGATIVE };
	struct engine_prompt prompt = { .fields = fields,
		                        .field_count = row->negative.len > 0 ? 2 : 1 };
	cmd_engine_prepare(&eval->engine, &prompt);
	return engine_check(worker, eval->engine.ruleset, &prompt, verdict);
}

static void row_eval(void *context, size_t thread, const struct cmd_line *line, struct buffer *out)
{
	struct eval                 *eval = context;
	const struct engine_verdict *verdict = NULL;
	struct error                 err = { 0 };
	struct eval_row              row;
	enum status                  status = STATUS_LIMIT_REACHED;

	engine_worker_reset(eval->engine.workers[thread]);
	if (!line->too_long)
		status = row_judge(eval, thread, line, &row, &verdict, &err);
	if (status != STATUS_OK) {
		err.status = status;
		error_note(eval, thread, line, &err);
		return;
	}
	eval_tally_add(&eval->tallies[thread], line->source, &row, verdict);
	if (eval->options->wrong != NULL)
		wrong_write(eval, line, &row, verdict, out);
}

/* ---- the run ---- */

static int fault_show(enum status status, struct error *err)
{
	err->status = status;
	cmd_complain_error(err);
	return CMD_FAILED;
}

static int file_failed(const char *path)
{
	cmd_complain("%s: %s", path, strerror(errno));
	return CMD_FAILED;
}

static int rows_run(struct eval *eval)
{
	const char            *path = eval->options->wrong;
	FILE                  *wrong = path != NULL ? fopen(path, "we") : NULL;
	struct error           err = { 0 };
	const struct cmd_lines lines = { .paths = eval->files.paths,
		                         .path_count = eval->files.count,
		                         .threads = eval->engine.worker_count,
		                         .handle = row_eval,
		                         .context = eval,
		                         .out = wrong };

	if (path != NULL && wrong == NULL)
		return file_failed(path);
	enum status status = cmd_lines_run(&lines, &err);
	if (wrong != NULL && fclose(wrong) != 0 && status == STATUS_OK)
		return file_failed(path);
	if (status != STATUS_OK)
		return fault_show(status, &err);
	for (size_t i = 1; i < eval->engine.worker_count; i++)
		eval_tally_merge(&eval->tallies[0], &eval->tallies[i]);
	return CMD_GOOD;
}

static int report_save(const struct eval_report *report, const char *path)
{
	FILE         *file = fopen(path, "we");
	struct buffer out;
	bool          written;

	if (file == NULL)
		return file_failed(path);
	buffer_init_heap(&out);
	eval_json_write(report, "\n", &out);
	written = cmd_emit(&out, file);
	buffer_free(&out);
	if (fclose(file) != 0)
		return file_failed(path);
	return written ? CMD_GOOD : CMD_FAILED;
}

static int report_show(const struct eval_report *report, bool json)
{
	struct buffer out;
	bool          written = true;

	if (!json) {
		eval_print(report, stdout);
	} else {
		buffer_init_heap(&out);
		eval_json_write(report, "", &out);
		written = cmd_emit(&out, stdout);
		buffer_free(&out);
	}
	if (!written)
		return CMD_FAILED;
	return report->changes->worse ? CMD_BAD : CMD_GOOD;
}

static int figures_report(struct eval *eval, struct eval_figures *figures)
{
	const struct eval_options *options = eval->options;
	struct eval_changes        changes = { 0 };
	const struct eval_report   report = { .files = &eval->files,
		                              .tally = &eval->tallies[0],
		                              .figures = figures,
		                              .changes = &changes,
		                              .policy = options->engine.policy != NULL
		                                                ? options->engine.policy
		                                                : "default",
		                              .confusion = options->confusion };
	struct error               err = { 0 };
	enum status                status = STATUS_OK;
	int                        exit_code = CMD_GOOD;

	if (options->baseline != NULL)
		status = eval_compare(figures, options->baseline, &changes, &err);
	if (status != STATUS_OK)
		exit_code = fault_show(status, &err);
	if (exit_code == CMD_GOOD && options->save != NULL)
		exit_code = report_save(&report, options->save);
	if (exit_code == CMD_GOOD)
		exit_code = report_show(&report, options->json);
	if (exit_code != CMD_FAILED && eval->tallies[0].errors > 0)
		exit_code = CMD_FAILED;
	if (exit_code != CMD_FAILED && figures->count == 0) {
		cmd_complain("there was nothing to judge: no labelled rows");
		exit_code = CMD_FAILED;
	}
	eval_changes_close(&changes);
	return exit_code;
}

static int eval_finish(struct eval *eval)
{
	struct eval_figures figures;
	enum status         status = eval_figures_open(&figures, &eval->tallies[0]);
	struct error        err = { 0 };
	int                 exit_code = status == STATUS_OK ? figures_report(eval, &figures)
	                                                    : fault_show(status, &err);

	eval_figures_close(&figures);
	return exit_code;
}

static int tallies_open(struct eval *eval)
{
	for (size_t i = 0; i < eval->engine.worker_count; i++) {
		if (!eval_tally_open(&eval->tallies[i], eval->engine.ruleset)) {
			cmd_complain("%s", status_text(STATUS_NO_MEMORY));
			return CMD_FAILED;
		}
	}
	return CMD_GOOD;
}

static int eval_run(const struct eval_options *options, struct cmd_words *words)
{
	struct eval  eval = { .options = options };
	struct error err = { 0 };
	enum status  status = eval_files_open(&eval.files, words->words, words->count, &err);
	int          exit_code = status == STATUS_OK ? CMD_GOOD : fault_show(status, &err);

	if (exit_code == CMD_GOOD)
		exit_code = cmd_engine_open(&eval.engine, &options->engine,
		                            cmd_threads(options->threads));
	if (exit_code == CMD_GOOD)
		exit_code = tallies_open(&eval);
	if (exit_code == CMD_GOOD)
		exit_code = rows_run(&eval);
	if (exit_code == CMD_GOOD)
		exit_code = eval_finish(&eval);

	for (size_t i = 0; i < CMD_THREADS_MAX; i++)
		eval_tally_close(&eval.tallies[i]);
	cmd_engine_close(&eval.engine);
	eval_files_close(&eval.files);
	return exit_code;
}

int cmd_eval(int count, char **words)
{
	struct eval_options     options = { 0 };
	const struct cmd_option rows[] = {
		{ "rules", "DIR", .text = &options.engine.rules, .help = CMD_RULES_HELP },
		{ "policy", "NAME", .text = &options.engine.policy, .help = CMD_POLICY_HELP },
		{ "decode", "NAMES", .text = &options.engine.decode, .help = CMD_DECODE_HELP },
		{ "baseline", "FILE", .text = &options.baseline,
		  .help = "compare with figures saved before" },
		{ "save", "FILE", .text = &options.save, .help = "save the figures" },
		{ "wrong", "FILE", .text = &options.wrong,
		  .help = "write the rows that were judged wrong, as JSONL" },
		{ "confusion", NULL, .flag = &options.confusion,
		  .help = "also by the families that rows were caught as" },
		{ "json", NULL, .flag = &options.json, .help = "print the figures as JSON" },
		{ "no-cache", NULL, .flag = &cmd_no_cache, .help = CMD_CACHE_HELP },
		{ "threads", "N", .number = &options.threads, .help = CMD_THREADS_HELP },
	};
	const struct cmd_usage usage = { .synopsis = "eval [OPTIONS] DIR|FILE…",
		                         .about = about,
		                         .example = example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count == 0) {
		cmd_complain("eval needs a DIR or FILE; see doorward eval --help");
		return CMD_FAILED;
	}
	return eval_run(&options, &rest);
}
