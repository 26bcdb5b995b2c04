/* SPDX-License-Identifier: Apache-2.0 */
#include "backtest.h"

#include "audit_clock.h"
#include "audit_content.h"
#include "cmd.h"
#include "cmd_audit.h"
#include "cmd_lines.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <stdlib.h>
#include <string.h>

#define SAMPLES_STANDARD 3

static const char about[] =
	"Says which prompts the rules of --rules would decide otherwise than those of --old: over "
	"a\n"
	"corpus (PATH: JSONL as `eval` reads it, or native requests, or a folder of *.jsonl) and\n"
	"over the records of a server (--data or --since).\n"
	"  newly blocked   blocked now, and was not\n"
	"  newly allowed   was blocked, and is no more\n"
	"  otherwise       any other change\n"
	"A record whose text was kept is judged again. Of any other the rules are known that\n"
	"matched then, and both sides decide from those; what a new pattern would match is not\n"
	"known, and the output says of how many records that is so. Each change is counted for\n"
	"the rules whose action raised the decision, or held it before.\n"
	"Exit code: 0; 1 when more prompts than --allow are newly blocked or newly allowed; 2 on "
	"a\n"
	"fault, or when there was nothing to judge. Single lines that cannot be judged are said.\n";

static const char example[] =
	"  doorward backtest --rules new --old rules corpus\n"
	"  doorward backtest --rules new --data build/data --since 7d --samples 5\n";

struct backtest_options {
	const char              *fresh;
	const char              *old;
	const char              *policy;
	const char              *corpus;
	const char              *since;
	struct cmd_audit_options audit;
	uint64_t                 samples;
	uint64_t                 allow;
	uint64_t                 threads;
};

static enum status log_source(void *context, struct cmd_batch *batch, struct error *err)
{
	struct backtest *backtest = context;

	return backtest_log_next(backtest->log, batch, err);
}

/* ---- the runs ---- */

static int fault_show(enum status status, struct error *err)
{
	err->status = status;
	cmd_complain_error(err);
	return CMD_FAILED;
}

static int lines_run(struct backtest *backtest, cmd_line_handle *handle, cmd_lines_source *source)
{
	const struct cmd_lines lines = { .source = source,
		                         .paths = backtest->files.paths,
		                         .path_count = source == NULL ? backtest->files.count : 0,
		                         .threads = backtest->old.worker_count,
		                         .handle = handle,
		                         .context = backtest };
	struct error           err = { 0 };
	enum status            status = cmd_lines_run(&lines, &err);

	return status == STATUS_OK ? CMD_GOOD : fault_show(status, &err);
}

static int corpus_run(struct backtest *backtest, const struct cmd_words *words)
{
	const char  *first = backtest->options->corpus;
	char       **paths = calloc((size_t)words->count + 2, sizeof *paths);
	char        *copy = first != NULL ? strdup(first) : NULL;
	int          count = 0;
	struct error err = { 0 };
	enum status  status = STATUS_NO_MEMORY;

	if (paths != NULL && (copy != NULL || first == NULL)) {
		if (copy != NULL)
			paths[count++] = copy;
		for (int i = 0; i < words->count; i++)
			paths[count++] = words->words[i];
		status = eval_files_open(&backtest->files, paths, count, &err);
	}
	free(paths);
	free(copy);
	if (status != STATUS_OK)
		return fault_show(status, &err);
	return lines_run(backtest, backtest_row_handle, NULL);
}

static void vaults_close(struct backtest *backtest)
{
	for (size_t i = 0; i < CMD_THREADS_MAX; i++)
		audit_vault_close(&backtest->vaults[i]);
}

/* A vault a thread: readers of one are not meant for two. A reader of texts is opened once before,
 * so that everything they need is set up, or its fault is said. */
static void vaults_open(struct backtest *backtest, const char *data)
{
	struct audit_content_reader *reader = NULL;
	struct error                 err = { 0 };
	enum status                  status = audit_content_open(data, &reader, &err);

	audit_content_close(&reader);
	for (size_t i = 0; status == STATUS_OK && i < backtest->old.worker_count; i++)
		status = audit_vault_open_read(data, &backtest->vaults[i], &err);
	if (status == STATUS_OK)
		return;
	vaults_close(backtest);
	if (status != STATUS_NOT_FOUND)
		cmd_complain("kept texts cannot be read, so their records are decided from their "
		             "findings: %s",
		             err.message);
}

static int log_run(struct backtest *backtest)
{
	const struct backtest_options *options = backtest->options;
	struct app_config              config;
	struct error                   err = { 0 };
	uint64_t                       since_us = 0;

	if (options->since != NULL &&
	    !replay_since(options->since, audit_clock_us(audit_clock_system()), &since_us)) {
		cmd_complain("--since takes a time (2026-01-31T12:00:00Z), a day (2026-01-31) or a "
		             "while (90m, 24h, 7d), not \"%s\"",
		             options->since);
		return CMD_FAILED;
	}
	if (!cmd_audit_data(&options->audit, &config))
		return CMD_FAILED;
	enum status status = backtest_log_open(config.data, since_us, &backtest->log, &err);
	if (status != STATUS_OK)
		return fault_show(status, &err);
	vaults_open(backtest, config.data);
	return lines_run(backtest, backtest_record_handle, log_source);
}

/* ---- the report ---- */

static int verdict_of(const struct backtest *backtest)
{
	const struct replay_tally *tally = &backtest->tallies[0];
	uint64_t                   judged = tally->corpus + tally->log_text + tally->log_findings;
	uint64_t                   changes = replay_tally_count(tally, REPLAY_BLOCKED) +
	                   replay_tally_count(tally, REPLAY_ALLOWED);

	if (judged == 0) {
		cmd_complain("nothing could be judged%s%s", tally->unreadable > 0 ? ": " : "",
		             tally->first);
		return CMD_FAILED;
	}
	return changes > backtest->options->allow ? CMD_BAD : CMD_GOOD;
}

static int report(struct backtest *backtest)
{
	struct replay_tally *tally = &backtest->tallies[0];
	struct replay_report about_it = { .tally = tally,
		                          .old = backtest->old.ruleset,
		                          .fresh = backtest->fresh.ruleset,
		                          .policy = backtest->options->policy != NULL
		                                            ? backtest->options->policy
		                                            : "default",
		                          .allowed_changes = backtest->options->allow };
	struct buffer        out;

	for (size_t i = 1; i < CMD_THREADS_MAX; i++)
		replay_tally_merge(tally, &backtest->tallies[i]);
	replay_tally_finish(tally);
	if (tally->failed || replay_unknowable(&backtest->old_rules, about_it.fresh,
	                                       &about_it.unknowable) != STATUS_OK) {
		cmd_complain("no memory for the report");
		return CMD_FAILED;
	}
	if (!backtest->options->audit.json) {
		backtest_print(&about_it, stdout);
		return verdict_of(backtest);
	}
	buffer_init_heap(&out);
	replay_report_write(&about_it, &out);
	buffer_append_char(&out, '\n');
	bool written = cmd_emit(&out, stdout);
	buffer_free(&out);
	return written ? verdict_of(backtest) : CMD_FAILED;
}

/* ---- the whole ---- */

static int engines_open(struct backtest *backtest)
{
	const struct backtest_options  *options = backtest->options;
	const struct cmd_engine_options old = { .rules = options->old, .policy = options->policy };
	const struct cmd_engine_options fresh = { .rules = options->fresh,
		                                  .policy = options->policy };
	size_t                          threads = cmd_threads(options->threads);
	int                             exit_code = cmd_engine_open(&backtest->old, &old, threads);

	if (exit_code == CMD_GOOD)
		exit_code = cmd_engine_open(&backtest->fresh, &fresh, threads);
	if (exit_code == CMD_GOOD &&
	    (!replay_rules_open(&backtest->old_rules, backtest->old.ruleset) ||
	     !replay_rules_open(&backtest->fresh_rules, backtest->fresh.ruleset))) {
		cmd_complain("no memory for the rules");
		exit_code = CMD_FAILED;
	}
	for (size_t i = 0; exit_code == CMD_GOOD && i < backtest->old.worker_count; i++)
		backtest->replays[i] = (struct replay){ .old = &backtest->old_rules,
			                                .fresh = &backtest->fresh_rules,
			                                .old_worker = backtest->old.workers[i],
			                                .fresh_worker = backtest->fresh.workers[i],
			                                .tally = &backtest->tallies[i],
			                                .shows_text = true };
	return exit_code;
}

static void release(struct backtest *backtest)
{
	for (size_t i = 0; i < CMD_THREADS_MAX; i++)
		replay_tally_free(&backtest->tallies[i]);
	vaults_close(backtest);
	backtest_log_close(&backtest->log);
	eval_files_close(&backtest->files);
	replay_rules_close(&backtest->old_rules);
	replay_rules_close(&backtest->fresh_rules);
	cmd_engine_close(&backtest->old);
	cmd_engine_close(&backtest->fresh);
	free(backtest);
}

static int run(const struct backtest_options *options, const struct cmd_words *words)
{
	struct backtest *backtest = calloc(1, sizeof *backtest);
	bool             has_corpus = options->corpus != NULL || words->count > 0;
	bool             has_log = options->audit.data != NULL || options->since != NULL;
	int              exit_code;

	if (backtest == NULL)
		return CMD_FAILED;
	backtest->options = options;
	for (size_t i = 0; i < CMD_THREADS_MAX; i++)
		replay_tally_init(&backtest->tallies[i], (size_t)options->samples);
	exit_code = engines_open(backtest);
	if (exit_code == CMD_GOOD && has_corpus)
		exit_code = corpus_run(backtest, words);
	if (exit_code == CMD_GOOD && has_log)
		exit_code = log_run(backtest);
	if (exit_code == CMD_GOOD)
		exit_code = report(backtest);
	release(backtest);
	return exit_code;
}

int cmd_backtest(int count, char **words)
{
	struct backtest_options options = { .samples = SAMPLES_STANDARD };
	const struct cmd_option rows[] = {
		{ "rules", "DIR", .text = &options.fresh, .help = "the new rules" },
		{ "old", "DIR", .text = &options.old,
		  .help = "the rules to compare with: " CMD_RULES_HELP },
		{ "policy", "NAME", .text = &options.policy,
		  .help = "policy for the corpus [default]; a record has its own" },
		{ "corpus", "PATH", .text = &options.corpus, .help = "the same as a word PATH" },
		{ "since", "T", .text = &options.since,
		  .help = "records from this time on: 7d, 24h, 2026-01-31 [all]" },
		{ "samples", "N", .number = &options.samples,
		  .help = "samples of each change of a rule [3]" },
		{ "allow", "N", .number = &options.allow,
		  .help = "newly blocked or allowed prompts that are no reason for exit code 1 "
		          "[0]" },
		{ "threads", "N", .number = &options.threads, .help = CMD_THREADS_HELP },
		CMD_AUDIT_ROWS(&options.audit),
	};
	const struct cmd_usage usage = { .synopsis = "backtest --rules DIR [OPTIONS] [PATH…]",
		                         .about = about,
		                         .example = example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (options.fresh == NULL) {
		cmd_complain("backtest needs the new rules: --rules DIR");
		return CMD_FAILED;
	}
	if (rest.count == 0 && options.corpus == NULL && options.audit.data == NULL &&
	    options.since == NULL) {
		cmd_complain("backtest needs a corpus (a PATH) or a log (--data, --since)");
		return CMD_FAILED;
	}
	if (options.samples > BACKTEST_SAMPLES_MAX) {
		cmd_complain("--samples may be at most %u", BACKTEST_SAMPLES_MAX);
		return CMD_FAILED;
	}
	return run(&options, &rest);
}
