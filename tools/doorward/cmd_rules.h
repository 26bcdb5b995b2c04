/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward rules`: its parts, and which rules they are about. */
#ifndef CMD_RULES_H
#define CMD_RULES_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "cmd.h"
#include "cmd_engine.h"
#include "cmd_options.h"
#include "doorward/ruleset.h"

#include <stdbool.h>
#include <stdint.h>

cmd_run cmd_rules_explain;
cmd_run cmd_rules_lint;
cmd_run cmd_rules_list;
cmd_run cmd_rules_show;
cmd_run cmd_rules_snapshot;
cmd_run cmd_rules_test;

struct cmd_rules_options {
	const char *rules;
	bool        json;
};

/* Of `rules test`; what stands behind `mutate` is for disguises alone, but for `rule`. */
struct cmd_rules_test_options {
	struct cmd_engine_options engine; /* no decode */
	struct cmd_words          files;
	bool                      json;
	bool                      disguise;
	bool                      mutate;
	bool                      verbose;
	const char               *family;
	const char               *rule;
	const char               *baseline;
	const char               *save;
	uint64_t                  seed;
	uint64_t                  stacks;
	uint64_t                  sample;
};

/* The tests through every disguise. An exit code. */
int cmd_rules_disguise(const struct cmd_rules_test_options *options);

/* The tests on rules with one part left out. An exit code. */
int cmd_rules_mutate(const struct cmd_rules_test_options *options);

/* The options that all parts have, and the words behind them. As cmd_options_read(). */
MUST_CHECK bool cmd_rules_read(const struct cmd_usage *usage, struct cmd_rules_options *options,
                               struct cmd_words *words, int *exit_code);

/* Runs the inline tests and calls `report` for each that fails, with its place below `folder`.
 * STATUS_OK; STATUS_RULE_TEST_FAILED; anything else is a fault that was reported. */
typedef void           cmd_rules_failure(void *context, const struct error *failure);
MUST_CHECK enum status cmd_rules_selftest(const struct ruleset *ruleset, const char *folder,
                                          cmd_rules_failure *report, void *context);

/* Is `path`, as it stands in a message, the file that `word` names? The word may be the path
 * itself, or its end after a "/". */
bool cmd_rules_file_is(const char *path, const char *word);

/* The same for any of the words; true when there are none. */
bool cmd_rules_file_asked(const char *path, const struct cmd_words *words);

/* Is each of the words a file of the folder, as cmd_rules_file_is() has it? A word that is a file of
 * its own must be that very file. CMD_GOOD, also for a folder that is none (a snapshot, say);
 * CMD_FAILED after the first that is not was reported, with the nearest name. */
MUST_CHECK int cmd_rules_files_known(const char *folder, const struct cmd_words *words);

/* Reports that `word` names no rule, with the nearest id. Returns CMD_FAILED. */
int cmd_rules_unknown(const struct ruleset *ruleset, const char *word);

/* Appends {"id","category","mode","level","action","severity","title","file","line" without the
 * closing brace. */
void cmd_rules_head_json(const struct ruleset_rule *rule, struct buffer *out);

/* "weapons" and "weapons.explosives" lead to "weapons.explosives.build". */
bool cmd_rules_leads_to(const char *word, struct slice name);

/* Is the rule meant by `word`: its id or a beginning of it that ends at a dot, its category or
 * family, or its file? */
bool cmd_rules_is(const struct ruleset_rule *rule, const char *word);

/* The same for any of the words; true when there are none. */
bool cmd_rules_any(const struct ruleset_rule *rule, const struct cmd_words *words);

#endif
