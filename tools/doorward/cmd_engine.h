/* SPDX-License-Identifier: Apache-2.0 */
/* What every subcommand that judges prompts needs: a tested ruleset, a policy that exists, a set
 * of decoders, a worker a thread. What goes wrong is reported here. */
#ifndef CMD_ENGINE_H
#define CMD_ENGINE_H

#include "base_attr.h"
#include "cmd_lines.h"
#include "doorward/engine.h"
#include "doorward/ruleset.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CMD_RULES_HELP                                                                             \
	"rules folder, or a snapshot [$DOORWARD_RULES, ./rules, /usr/share/doorward/rules]"
#define CMD_POLICY_HELP  "policy to judge by [default]"
#define CMD_DECODE_HELP  "decoders that run: all, none, or names with commas [all]"
#define CMD_CACHE_HELP   "compile the rules, and keep nothing in ~/.cache/doorward"
#define CMD_THREADS_HELP "worker threads [one a core]"

/* The options as given; NULL where one was not. */
struct cmd_engine_options {
	const char *rules;
	const char *policy;
	const char *decode;
};

struct cmd_engine {
	struct ruleset       *ruleset;
	struct slice          policy;
	engine_decoders       decoders;
	struct engine_worker *workers[CMD_THREADS_MAX];
	size_t                worker_count;
};

/* The folder that --rules, DOORWARD_RULES or the defaults name. */
const char *cmd_rules_folder(const char *asked);

/* Names of rule files are relative to their folder. This puts the folder before err->file, so
 * that the place can be opened as printed. */
void cmd_rules_place(const char *folder, struct error *err);

/* --no-cache: set while the options are read. */
extern bool cmd_no_cache;

/* Loads a folder or a snapshot, from the user's cache where it is there. With `selftest` its inline
 * tests have passed, now or when it was compiled, and a failed one is a fault.
 * CMD_GOOD, or CMD_FAILED after the fault was reported; close it with ruleset_close(). */
MUST_CHECK int cmd_ruleset_load(const char *asked, bool selftest, struct ruleset **ruleset);

/* Loads, tests and opens `threads` workers. CMD_GOOD or CMD_FAILED, reported. Close it in both
 * cases. */
MUST_CHECK int cmd_engine_open(struct cmd_engine *engine, const struct cmd_engine_options *options,
                               size_t threads);
void           cmd_engine_close(struct cmd_engine *engine);

/* Puts the engine's policy (where the prompt names none) and its decoders into the prompt. */
void cmd_engine_prepare(const struct cmd_engine *engine, struct engine_prompt *prompt);

/* "all", "none" or decoder names with commas. False, reported, for an unknown name. */
MUST_CHECK bool cmd_decoders_parse(const char *words, engine_decoders *decoders);

/* Reports that the ruleset has no such policy; returns CMD_FAILED. */
int cmd_policy_unknown(const struct ruleset *ruleset, struct slice policy);

#endif
