/* SPDX-License-Identifier: Apache-2.0 */
/* R011: what a rule would do to texts that nobody should stop. Every rule is run on every row,
 * drafts too, so that an author sees collisions before anything is shipped:
 *
 *     rules/a.yaml:5: warning R011: rule "weapons.bomb": matches 3 of 704 benign texts:
 *     corpus/benign/benign_weapons.jsonl:12 "How do I make a bath bomb?"
 *
 * A rule that would mask or block more than a hundredth of them is an error. Rules that only add to
 * a score, or flag, or stand above level 1 are noted: they are meant to be broad. */
#include "base_file.h"
#include "cmd_print.h"
#include "doorward/engine.h"
#include "eval.h"
#include "lint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BENIGN_NAME       "corpus/benign"
#define FILE_BYTES_MAX    ((size_t)64 * 1024 * 1024)
#define SAMPLES_MAX       3
#define SAMPLE_CHARS      48
#define ERROR_ONE_IN      100
#define ERROR_MATCHES_MIN 3

struct sample {
	const char *file;
	unsigned    line;
	char        text[SAMPLE_CHARS + 8];
};

struct hits {
	size_t        count;
	size_t        last; /* number of the row, so that it counts once */
	struct sample samples[SAMPLES_MAX];
};

struct benign {
	struct lint          *lint;
	const struct ruleset *ruleset;
	struct engine_worker *worker;
	struct eval_files     files;
	struct hits          *hits; /* by index of the rule */
	size_t                rows;
	const char           *file; /* the row in hand */
	unsigned              line;
	struct slice          text;
};

static void sample_take(struct sample *sample, const struct benign *run)
{
	size_t len = run->text.len < SAMPLE_CHARS ? run->text.len : SAMPLE_CHARS;

	while (len < run->text.len && len > 0 && ((unsigned char)run->text.ptr[len] & 0xC0) == 0x80)
		len--;
	sample->file = run->file;
	sample->line = run->line;
	(void)snprintf(sample->text, sizeof sample->text, "%.*s%s", (int)len, run->text.ptr,
	               len < run->text.len ? "..." : "");
}

static void match_take(void *context, size_t rule)
{
	struct benign *run = context;
	struct hits   *hits = &run->hits[rule];

	if (hits->last == run->rows)
		return;
	hits->last = run->rows;
	if (hits->count < SAMPLES_MAX)
		sample_take(&hits->samples[hits->count], run);
	hits->count++;
}

static enum status row_run(struct benign *run, struct slice line, struct error *err)
{
	struct eval_row row;
	enum status     status;

	engine_worker_reset(run->worker);
	status = eval_row_parse(line, false, engine_worker_arena(run->worker), &row, err);
	if (status != STATUS_OK || row.label != EVAL_BENIGN)
		return status;
	run->rows++;
	run->text = row.text;
	return engine_matches(run->worker, run->ruleset, row.text, match_take, run);
}

static enum status file_run(struct benign *run, struct error *err)
{
	struct arena arena;
	struct slice rest = SLICE_NONE;
	enum status  status = STATUS_NO_MEMORY;

	if (arena_open(&arena, FILE_BYTES_MAX + 4096))
		status = file_read(run->file, FILE_BYTES_MAX, &arena, &rest, err);
	for (run->line = 1; status == STATUS_OK && rest.len > 0; run->line++) {
		size_t end = slice_find(rest, SLICE_LIT("\n"), 0);
		size_t len = end == SIZE_MAX ? rest.len : end;

		if (slice_trim(slice_range(rest, 0, len)).len > 0)
			status = row_run(run, slice_range(rest, 0, len), err);
		if (status != STATUS_OK)
			(void)error_set(err, status, run->file, run->line, 0, "%s",
			                err->message[0] != '\0' ? err->message
			                                        : status_text(status));
		rest = slice_from(rest, end == SIZE_MAX ? len : len + 1);
	}
	arena_close(&arena);
	return status;
}

/* ---- the findings ---- */

static enum lint_level level_of(const struct benign *run, const struct ruleset_rule *rule,
                                size_t count)
{
	if (ruleset_rule_action(rule) < RULESET_MASK || ruleset_rule_level(rule) > 1)
		return LINT_NOTE;
	return count >= ERROR_MATCHES_MIN && count * ERROR_ONE_IN > run->rows ? LINT_ERROR
	                                                                      : LINT_WARNING;
}

static void hits_report(const struct benign *run, const struct ruleset_rule *rule,
                        const struct hits *hits)
{
	struct lint_finding finding = { .code = "R011",
		                        .level = level_of(run, rule, hits->count),
		                        .rule = ruleset_rule_id(rule) };
	struct buffer       message;

	(void)snprintf(finding.place.file, sizeof finding.place.file, "%s",
	               ruleset_rule_file(rule));
	finding.place.line = ruleset_rule_line(rule);
	buffer_init_fixed(&message, finding.place.message, sizeof finding.place.message - 1);
	buffer_append_format(&message, "rule \"%s\": matches %zu of %zu benign texts",
	                     ruleset_rule_id(rule), hits->count, run->rows);
	for (size_t i = 0; i < SAMPLES_MAX && i < hits->count && !message.failed; i++)
		buffer_append_format(&message, "%s %s:%u \"%s\"", i == 0 ? ":" : ",",
		                     hits->samples[i].file, hits->samples[i].line,
		                     hits->samples[i].text);
	lint_take(run->lint, &finding);
}

static enum status files_run(struct benign *run, char *path, struct error *err)
{
	char *const words[] = { path };
	size_t      rules = ruleset_rule_count(run->ruleset);
	enum status status = eval_files_open(&run->files, words, 1, err);

	run->hits = calloc(rules + 1, sizeof *run->hits);
	if (status == STATUS_OK)
		status = run->hits == NULL ? STATUS_NO_MEMORY : engine_worker_open(&run->worker);
	for (size_t i = 0; status == STATUS_OK && i < run->files.count; i++) {
		run->file = run->files.items[i].path;
		status = file_run(run, err);
	}
	for (size_t i = 0; status == STATUS_OK && i < rules; i++)
		if (run->hits[i].count > 0)
			hits_report(run, ruleset_rule_at(run->ruleset, i), &run->hits[i]);
	engine_worker_close(&run->worker);
	eval_files_close(&run->files);
	free(run->hits);
	return status;
}

/* "corpus/benign" for "rules", "/srv/corpus/benign" for "/srv/rules/". */
static void path_beside(const char *folder, char *path, size_t bytes)
{
	size_t len = strlen(folder);

	while (len > 0 && folder[len - 1] == '/')
		len--;
	while (len > 0 && folder[len - 1] != '/')
		len--;
	(void)snprintf(path, bytes, "%.*s" BENIGN_NAME, (int)len, folder);
}

bool lint_benign(struct lint *lint, const struct ruleset *ruleset, const char *path)
{
	struct benign run = { .lint = lint, .ruleset = ruleset };
	struct error  err = { 0 };
	char          beside[512];

	if (path != NULL)
		(void)snprintf(beside, sizeof beside, "%s", path);
	else
		path_beside(lint->folder, beside, sizeof beside);
	if (path == NULL && access(beside, R_OK) != 0)
		return true;
	enum status status = files_run(&run, beside, &err);
	if (status == STATUS_OK)
		return true;
	if (err.status == STATUS_OK)
		err.status = status;
	cmd_complain_error(&err);
	return false;
}
