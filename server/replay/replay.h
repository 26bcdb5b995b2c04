/* SPDX-License-Identifier: Apache-2.0 */
/* What two rulesets say over the same prompts, and where they differ.
 *
 *     prompts, records -> two sides (old, new) -> tally (a thread) -> report
 *
 * A prompt whose text is there is judged by both. Of a record whose text is not kept the rules are
 * known that matched then: both sides decide anew from those of them that they still have, with
 * the mode, action, level and score that they now have. So a removed, promoted or relaxed rule
 * shows; what a new pattern would match cannot be known, and is said. */
#ifndef REPLAY_H
#define REPLAY_H

#include "audit_content.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "doorward/engine.h"
#include "doorward/ruleset.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REPLAY_RULES_MAX  16u /* rules that are named behind one decision */
#define REPLAY_ID_CHARS   112u
#define REPLAY_TEXT_BYTES 160u

/* ---- rulesets ---- */

/* A ruleset, and its rules by id. */
struct replay_rules {
	const struct ruleset       *ruleset;
	const struct ruleset_rule **by_id;
	size_t                      count;
};

MUST_CHECK bool replay_rules_open(struct replay_rules *rules, const struct ruleset *ruleset);
void            replay_rules_close(struct replay_rules *rules);
/* NULL when there is none. */
const struct ruleset_rule *replay_rules_find(const struct replay_rules *rules, struct slice id);

/* Rules of `fresh` that `old` has not, or whose conditions are written otherwise. */
MUST_CHECK enum status replay_unknowable(const struct replay_rules *old,
                                         const struct ruleset *fresh, size_t *count);

/* ---- one prompt ---- */

/* What one ruleset says of it, and which rules' action that is. */
struct replay_side {
	enum engine_decision decision;
	const char          *rules[REPLAY_RULES_MAX];
	size_t               rule_count;
};

enum replay_change {
	REPLAY_BLOCKED, /* blocked now, and was not */
	REPLAY_ALLOWED, /* was blocked, and is no more */
	REPLAY_MOVED,   /* any other change */
	REPLAY_CHANGES,
	REPLAY_SAME = REPLAY_CHANGES
};

enum replay_change replay_change_of(enum engine_decision old, enum engine_decision fresh);

/* "newly blocked", ...; "newly_blocked", ... for JSON. Static. */
const char *replay_change_title(enum replay_change change);
const char *replay_change_name(enum replay_change change);

/* Labels of a corpus, in the order of enum eval_label. */
enum replay_label {
	REPLAY_HARMFUL,
	REPLAY_BENIGN,
	REPLAY_BORDERLINE,
	REPLAY_NO_LABEL,
	REPLAY_LABELS
};

const char *replay_label_name(enum replay_label label);

/* Judges the prompt. STATUS_OK or as engine_check(). */
MUST_CHECK enum status replay_judge(struct engine_worker *worker, const struct ruleset *ruleset,
                                    const struct engine_prompt *prompt, struct replay_side *side);

/* Decides from the ids of rules that matched. STATUS_OK or as engine_decide(). */
MUST_CHECK enum status replay_decide(struct engine_worker *worker, const struct replay_rules *rules,
                                     struct slice policy, const struct slice *ids, size_t count,
                                     bool complete, struct replay_side *side);

/* ---- tally ---- */

/* Where a prompt stands: a line of a file of a corpus, or a record of the log. */
struct replay_place {
	size_t            source; /* index of the file; SIZE_MAX: the log */
	uint64_t          number; /* line, or number of the record */
	const char       *file;   /* of the corpus */
	struct slice      id;     /* of the verdict */
	struct slice      time;   /* of the record */
	struct slice      text;   /* may be empty: not kept, or not to be shown */
	enum replay_label label;
};

struct replay_sample {
	size_t               source;
	uint64_t             number;
	enum engine_decision old;
	enum engine_decision fresh;
	char                *place; /* "corpus/a.jsonl:12", "vd_... 2026-..." */
	char                *text;  /* the beginning; "" when there is none */
};

struct replay_rule {
	char                  id[REPLAY_ID_CHARS];
	uint64_t              counts[REPLAY_CHANGES];
	struct replay_sample *samples[REPLAY_CHANGES];
	size_t                sample_counts[REPLAY_CHANGES];
};

struct replay_tally {
	size_t   samples_max;
	uint64_t corpus;       /* lines judged */
	uint64_t log_text;     /* records judged by their text */
	uint64_t log_findings; /* records decided from their findings */
	uint64_t log_gone;     /* of those: texts that were kept once and are gone */
	uint64_t unreadable;   /* lines and records that were not judged */
	char     first[512];   /* the first of them: place and reason */
	uint64_t moves[ENGINE_BLOCK + 1][ENGINE_BLOCK + 1]; /* [old][new] */
	uint64_t changes[REPLAY_CHANGES][REPLAY_LABELS];
	bool     failed; /* memory ran out */

	struct replay_rule *rules;
	size_t              rule_count;
	size_t              rule_cap;
};

void replay_tally_init(struct replay_tally *tally, size_t samples_max);
void replay_tally_free(struct replay_tally *tally);
void replay_tally_add(struct replay_tally *tally, const struct replay_place *place,
                      const struct replay_side *old, const struct replay_side *fresh);
/* err->status says why when err->message is "". */
void replay_tally_fault(struct replay_tally *tally, const char *place, uint64_t number,
                        const struct error *err);
/* Moves what `from` has to `to`, and empties it. */
void replay_tally_merge(struct replay_tally *to, struct replay_tally *from);
/* Sorts rules by their changes and samples by their place, and cuts these to the limit. */
void replay_tally_finish(struct replay_tally *tally);

uint64_t replay_tally_count(const struct replay_tally *tally, enum replay_change change);

/* ---- both sides of a prompt ---- */

/* What a thread judges with: two workers, because an arena holds a prompt of each. */
struct replay {
	const struct replay_rules *old;
	const struct replay_rules *fresh;
	struct engine_worker      *old_worker;
	struct engine_worker      *fresh_worker;
	struct replay_tally       *tally;
	bool                       shows_text; /* samples may have the beginning of a kept text */
};

/* Forgets the last prompt. */
void replay_reset(const struct replay *replay);

/* Judges by both sides and counts. place->text is the first field's when it is empty and texts may
 * be shown. STATUS_OK or as engine_check(). */
MUST_CHECK enum status replay_prompt(const struct replay        *replay,
                                     const struct engine_prompt *prompt,
                                     struct replay_place        *place);

/* The same for a record: by its text when that was kept, else by its findings. Records that are
 * no verdict count for nothing. STATUS_OK, STATUS_NO_MEMORY, STATUS_LIMIT_REACHED;
 * STATUS_NOT_FOUND when one side has not the record's policy. */
MUST_CHECK enum status replay_record(const struct replay               *replay,
                                     const struct audit_content_record *record);

/* A record's line. `vault` may be NULL: no text can be opened. As replay_record(), and
 * STATUS_CORRUPT for a line that is no record. */
MUST_CHECK enum status replay_line(const struct replay *replay, struct audit_vault *vault,
                                   struct slice line);

/* ---- since when ---- */

/* "2026-01-31T00:00:00Z", "2026-01-31", or a while ago: "90m", "24h", "7d". False for anything
 * else. `now_us` is since 1970. */
MUST_CHECK bool replay_since(const char *text, uint64_t now_us, uint64_t *since_us);

/* Is the record of this line from that time or later? `since_us` 0: any is. */
bool replay_is_since(struct slice line, uint64_t since_us);

/* ---- report ---- */

struct replay_report {
	const struct replay_tally *tally;
	const struct ruleset      *old;
	const struct ruleset      *fresh;
	const char                *policy;
	size_t                     unknowable; /* see replay_unknowable() */
	uint64_t                   allowed_changes;
};

/* The report as one JSON object, without a newline. */
void replay_report_write(const struct replay_report *report, struct buffer *out);

#endif
