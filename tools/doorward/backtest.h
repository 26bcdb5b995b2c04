/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward backtest`: what two rulesets say over the same prompts, and where they differ.
 *
 *     corpus lines, log records -> two sides (old, new) -> tally (a thread) -> report
 *
 * A prompt whose text is there is judged by both. Of a record whose text is not kept the rules are
 * known that matched then: both sides decide anew from those of them that they still have, with
 * the mode, action, level and score that they now have. So a removed, promoted or relaxed rule
 * shows; what a new pattern would match cannot be known, and is said. */
#ifndef BACKTEST_H
#define BACKTEST_H

#include "audit_vault.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "cmd_engine.h"
#include "cmd_lines.h"
#include "cmd_reader.h"
#include "doorward/engine.h"
#include "eval.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define BACKTEST_RULES_MAX   16u /* rules that are named behind one decision */
#define BACKTEST_ID_CHARS    112u
#define BACKTEST_SAMPLES_MAX 1000u
#define BACKTEST_TEXT_BYTES  160u

/* ---- one prompt ---- */

/* What one ruleset says of it, and which rules' action that is. */
struct backtest_side {
	enum engine_decision decision;
	const char          *rules[BACKTEST_RULES_MAX];
	size_t               rule_count;
};

enum backtest_change {
	BACKTEST_BLOCKED, /* blocked now, and was not */
	BACKTEST_ALLOWED, /* was blocked, and is no more */
	BACKTEST_MOVED,   /* any other change */
	BACKTEST_CHANGES,
	BACKTEST_SAME = BACKTEST_CHANGES
};

enum backtest_change backtest_change_of(enum engine_decision old, enum engine_decision fresh);

/* "newly blocked", ...; "blocked", ... for JSON. Static. */
const char *backtest_change_title(enum backtest_change change);
const char *backtest_change_name(enum backtest_change change);

/* Judges the prompt. STATUS_OK or as engine_check(). */
MUST_CHECK enum status backtest_judge(const struct cmd_engine *engine, size_t thread,
                                      const struct engine_prompt *prompt,
                                      struct backtest_side       *side);

/* Ids of one ruleset, to find rules by. */
struct backtest_rules {
	const struct ruleset       *ruleset;
	const struct ruleset_rule **by_id;
	size_t                      count;
};

MUST_CHECK bool backtest_rules_open(struct backtest_rules *rules, const struct ruleset *ruleset);
void            backtest_rules_close(struct backtest_rules *rules);
/* NULL when there is none. */
const struct ruleset_rule *backtest_rules_find(const struct backtest_rules *rules, struct slice id);

/* Decides from the ids of rules that matched. STATUS_OK or as engine_decide(). */
MUST_CHECK enum status backtest_decide(const struct cmd_engine     *engine,
                                       const struct backtest_rules *rules, size_t thread,
                                       struct slice policy, const struct slice *ids, size_t count,
                                       bool complete, struct backtest_side *side);

/* ---- tally ---- */

/* Where a prompt stands: a line of a file of the corpus, or a record of the log. */
struct backtest_place {
	size_t       source; /* index of the file; SIZE_MAX: the log */
	uint64_t     number; /* line, or number of the record */
	const char  *file;   /* of the corpus */
	struct slice id;     /* of the verdict, or of the line; may be empty */
	struct slice time;   /* of the record */
	struct slice text;   /* may be empty: not kept */
	int          label;  /* enum eval_label, or -1 */
};

struct backtest_sample {
	size_t               source;
	uint64_t             number;
	enum engine_decision old;
	enum engine_decision fresh;
	char                *place; /* "corpus/a.jsonl:12", "vd_... 2026-..." */
	char                *text;  /* the beginning, in valid UTF-8; "" when not kept */
};

struct backtest_rule {
	char                    id[BACKTEST_ID_CHARS];
	uint64_t                counts[BACKTEST_CHANGES];
	struct backtest_sample *samples[BACKTEST_CHANGES];
	size_t                  sample_counts[BACKTEST_CHANGES];
};

#define BACKTEST_LABELS (EVAL_LABEL_COUNT + 1) /* the last: none */

struct backtest_tally {
	size_t   samples_max;
	uint64_t corpus;       /* lines judged */
	uint64_t log_text;     /* records judged by their text */
	uint64_t log_findings; /* records decided from their findings */
	uint64_t log_gone;     /* of those: texts that were kept once and are gone */
	uint64_t unreadable;   /* lines and records that were not judged */
	char     first[512];   /* the first of them: place and reason */
	uint64_t moves[ENGINE_BLOCK + 1][ENGINE_BLOCK + 1]; /* [old][new] */
	uint64_t changes[BACKTEST_CHANGES][BACKTEST_LABELS];
	bool     failed; /* memory ran out */

	struct backtest_rule *rules;
	size_t                rule_count;
	size_t                rule_cap;
};

void backtest_tally_init(struct backtest_tally *tally, size_t samples_max);
void backtest_tally_free(struct backtest_tally *tally);
void backtest_tally_add(struct backtest_tally *tally, const struct backtest_place *place,
                        const struct backtest_side *old, const struct backtest_side *fresh);
void backtest_tally_fault(struct backtest_tally *tally, const char *place, uint64_t number,
                          const struct error *err);
/* Moves what `from` has to `to`, and empties it. */
void backtest_tally_merge(struct backtest_tally *to, struct backtest_tally *from);
/* Sorts rules by their changes and samples by their place, and cuts these to the limit. */
void backtest_tally_finish(struct backtest_tally *tally);

uint64_t backtest_tally_count(const struct backtest_tally *tally, enum backtest_change change);

/* ---- the log ---- */

struct backtest_log;

/* Lines of records in batches, for cmd_lines. `since_us`: records from this time on. STATUS_OK, or
 * as audit_reader_open(). */
MUST_CHECK enum status backtest_log_open(const char *data, uint64_t since_us,
                                         struct backtest_log **log, struct error *err);
void                   backtest_log_close(struct backtest_log **log);
/* A cmd_lines_source, with the log as context: line numbers are the records' numbers. */
MUST_CHECK enum status backtest_log_next(struct backtest_log *log, struct cmd_batch *batch,
                                         struct error *err);

/* "2026-01-31T00:00:00Z", "2026-01-31", or a while ago: "90m", "24h", "7d". False for anything
 * else. `now_us` is since 1970. */
MUST_CHECK bool backtest_since(const char *text, uint64_t now_us, uint64_t *since_us);

/* All that the handlers of lines share. What is an array has a cell a thread. */
struct backtest_options;

struct backtest {
	const struct backtest_options *options; /* of cmd_backtest.c */
	struct cmd_engine              old;
	struct cmd_engine              fresh;
	struct backtest_rules          old_rules;
	struct backtest_rules          fresh_rules;
	struct eval_files              files;
	struct backtest_log           *log;
	struct audit_vault            *vaults[CMD_THREADS_MAX]; /* NULL: no text was ever kept */
	struct backtest_tally          tallies[CMD_THREADS_MAX];
};

/* cmd_line_handles with a struct backtest as context: a line of backtest->files, a record. */
void backtest_row_handle(void *context, size_t thread, const struct cmd_line *line,
                         struct buffer *out);
void backtest_record_handle(void *context, size_t thread, const struct cmd_line *line,
                            struct buffer *out);

/* ---- report ---- */

struct backtest_report {
	const struct backtest_tally *tally;
	const struct ruleset        *old;
	const struct ruleset        *fresh;
	const char                  *policy;
	size_t   unknowable; /* rules of `fresh` that are new or match otherwise */
	uint64_t allowed_changes;
};

/* Rules of `fresh` that `old` has not, or whose conditions are written otherwise. */
MUST_CHECK enum status backtest_unknowable(const struct backtest_rules *old,
                                           const struct ruleset *fresh, size_t *count);

void backtest_print(const struct backtest_report *report, FILE *out);
void backtest_json_write(const struct backtest_report *report, struct buffer *out);

#endif
