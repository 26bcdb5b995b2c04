/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_check.h"

#include "base_limits.h"
#include "cmd.h"
#include "cmd_options.h"
#include "cmd_print.h"
#include "doorward/verdict.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const char about[] =
	"Judges a prompt: TEXT, or standard input when there is none (or it is \"-\").\n"
	"Exit code: 0 allow or flag, 1 mask or block, 2 the prompt could not be judged.\n"
	"\n"
	"With --jsonl, judges every line of FILE (or standard input): {\"id\":…, \"text\":…},\n"
	"in which other members are skipped, or a native request. Each gets its verdict, in\n"
	"the same order, with the id as \"ref\". A line that cannot be judged gets\n"
	"{\"ref\",\"error\"} in its place, and the exit code is then 2; else it is 0, whatever\n"
	"was decided.\n";

static const char example[] = "  doorward check \"How do I bake bread?\"\n"
			      "  doorward check --json - < prompt.txt\n"
			      "  doorward check --jsonl prompts.jsonl > verdicts.jsonl\n";

/* The whole of standard input. */
static int stdin_read(struct buffer *text)
{
	for (;;) {
		char   *to = buffer_reserve(text, 65536);
		ssize_t got = to == NULL ? 0 : read(STDIN_FILENO, to, 65536);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			cmd_complain("standard input: %s", strerror(errno));
			return CMD_FAILED;
		}
		if (got == 0)
			break;
		text->len += (size_t)got;
		if (text->len > LIMIT_BODY_BYTES_MAX) {
			cmd_complain("standard input: more than %u bytes", LIMIT_BODY_BYTES_MAX);
			return CMD_FAILED;
		}
	}
	if (text->failed)
		cmd_complain("%s", status_text(STATUS_NO_MEMORY));
	return text->failed ? CMD_FAILED : CMD_GOOD;
}

static int verdict_show(const struct engine_verdict *verdict, bool json)
{
	struct buffer out;
	int           exit_code = verdict->decision >= ENGINE_MASK ? CMD_BAD : CMD_GOOD;

	buffer_init_heap(&out);
	if (json) {
		buffer_append_char(&out, '{');
		verdict_write(verdict, &out);
		buffer_append_cstr(&out, "}\n");
	} else {
		verdict_print(verdict, &out);
	}
	if (!cmd_emit(&out, stdout))
		exit_code = CMD_FAILED;
	buffer_free(&out);
	return exit_code;
}

static int text_check(struct cmd_engine *engine, const struct cmd_check_options *options,
                      struct slice text)
{
	const struct engine_field    field = { .name = SLICE_LIT("prompt"), .text = text };
	struct engine_prompt         prompt = { .fields = &field,
		                                .field_count = 1,
		                                .explain = options->explain };
	const struct engine_verdict *verdict = NULL;

	cmd_engine_prepare(engine, &prompt);
	engine_worker_reset(engine->workers[0]);
	enum status status = engine_check(engine->workers[0], engine->ruleset, &prompt, &verdict);
	if (status == STATUS_NOT_FOUND)
		return cmd_policy_unknown(engine->ruleset, SLICE_LIT("default"));
	if (status != STATUS_OK) {
		cmd_complain("the prompt could not be judged: %s", status_text(status));
		return CMD_FAILED;
	}
	return verdict_show(verdict, options->json);
}

static int one_check(const struct cmd_check_options *options, const char *word)
{
	struct cmd_engine engine;
	struct buffer     input;
	struct slice      text = slice_from_cstr(word);
	int               exit_code = CMD_GOOD;

	buffer_init_heap(&input);
	if (word == NULL || strcmp(word, "-") == 0) {
		exit_code = stdin_read(&input);
		text = buffer_slice(&input);
	}
	if (exit_code == CMD_GOOD) {
		exit_code = cmd_engine_open(&engine, &options->engine, 1);
		if (exit_code == CMD_GOOD)
			exit_code = text_check(&engine, options, text);
		cmd_engine_close(&engine);
	}
	buffer_free(&input);
	return exit_code;
}

int cmd_check(int count, char **words)
{
	struct cmd_check_options options = { 0 };
	const struct cmd_option  rows[] = {
		 { "rules", "DIR", .text = &options.engine.rules, .help = CMD_RULES_HELP },
		 { "policy", "NAME", .text = &options.engine.policy, .help = CMD_POLICY_HELP },
		 { "json", NULL, .flag = &options.json, .help = "print the native verdict" },
		 { "explain", NULL, .flag = &options.explain,
		   .help = "show every view of the prompt and how it came about" },
		 { "decode", "NAMES", .text = &options.engine.decode, .help = CMD_DECODE_HELP },
		 { "jsonl", NULL, .flag = &options.jsonl, .help = "judge many, a line each" },
		 { "no-cache", NULL, .flag = &cmd_no_cache, .help = CMD_CACHE_HELP },
		 { "threads", "N", .number = &options.threads, .help = CMD_THREADS_HELP },
	};
	const struct cmd_usage usage = { .synopsis = "check [OPTIONS] [TEXT | --jsonl [FILE]]",
		                         .about = about,
		                         .example = example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count > 1) {
		cmd_complain("one %s at a time, not %d%s", options.jsonl ? "FILE" : "TEXT",
		             rest.count, options.jsonl ? "" : "; put the prompt in quotes");
		return CMD_FAILED;
	}
	if (options.jsonl)
		return cmd_check_jsonl(&options, rest.count == 1 ? rest.words[0] : "-");
	return one_check(&options, rest.count == 1 ? rest.words[0] : NULL);
}
