/* SPDX-License-Identifier: Apache-2.0 */
/* The gate: what the rules find plain, is it still found disguised?
 *
 *     rule tests -> forms (gate_form) -> verdicts (gate_judge) -> tally (gate_tally)
 *                -> groups against thresholds, or rows against a baseline -> tables, JSON
 *
 * A form is a text under `tests.block`, through one disguise or a stack of two to four, alone
 * or inside ordinary prose. It counts when it differs from the plain text and its rule matches
 * that plain text in the same prose. A form is
 *
 *     kept    when the decision is that of the plain text (and the prompt was wholly
 *             inspected, so that giving up is no success); where the plain text is
 *             allowed (signals, shadow rules), when the rule is found
 *     named   when its own rule is found, or another of the same category
 *     right   when the spans of its rule lie inside the disguised text and the rule is
 *             gone once they are cut out; asked where the plain text passes that */
#ifndef GATE_H
#define GATE_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "disguise.h"
#include "doorward/engine.h"
#include "doorward/ruleset.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define GATE_STACK_MAX    4
#define GATE_STACKS       "stacks" /* the row and family of all stacks */
#define GATE_SAMPLE_BYTES 100      /* of a lost form's text */

/* Spread a number over 64 bits; made of several, in an order. For what must look random and
 * be the same in every run. */
uint64_t gate_mix(uint64_t a, uint64_t b);
uint64_t gate_hash(struct slice text);

/* ---- tests ---- */

struct gate_test {
	const struct ruleset_rule *rule;
	struct slice               text;
	uint64_t hash; /* of rule id and text: new tests elsewhere do not move it */
};

struct gate_tests {
	struct gate_test *items;
	size_t            count;
};

/* Does `rule` take part? */
typedef bool gate_asked(const void *context, const struct ruleset_rule *rule);

/* The texts under tests.block of three words and twelve letters or more, of rules that are no
 * drafts; with `sample`, so many of them by their hash and `seed`. STATUS_OK or
 * STATUS_NO_MEMORY. Close it in every case. */
MUST_CHECK enum status gate_tests_open(struct gate_tests *tests, const struct ruleset *ruleset,
                                       gate_asked *asked, const void *context, size_t sample,
                                       uint64_t seed);
void                   gate_tests_close(struct gate_tests *tests);

/* ---- forms ---- */

struct gate_stack {
	const struct disguise *steps[GATE_STACK_MAX]; /* nearest to the plain text first */
	size_t                 count;
};

/* Appends `plain` through one disguise. False: not accepted, or the text is the same. */
MUST_CHECK bool gate_form_single(const struct disguise *disguise, struct slice plain, uint64_t seed,
                                 struct buffer *out);

/* Appends `plain` through a stack drawn with `key`, each step accepting what the one before it
 * made, and says which. An outer step keeps every byte, unless all below it are disguises
 * after which letters are still letters; what is undone by how it reads can only be innermost.
 * False: fewer than two could be laid on each other. */
MUST_CHECK bool gate_form_stack(struct slice plain, bool keeps_bytes, uint64_t key,
                                struct gate_stack *stack, struct buffer *out);

/* The prose a form may stand in; 0 is none. */
struct gate_frame {
	const char *before;
	const char *after;
};
size_t                   gate_frame_count(void);
const struct gate_frame *gate_frame_at(size_t index);

/* ---- judging ---- */

struct gate_judge {
	struct engine_worker *worker;
	const struct ruleset *ruleset;
	struct slice          policy;
};

/* What one framed text came to, as one rule's test sees it. */
struct gate_outcome {
	enum engine_decision decision;
	bool                 complete;
	bool                 rule;     /* this rule was found */
	bool                 category; /* it or another of its category */
	bool                 right;    /* see above; false when the rule was not found */
};

/* Judges `payload` inside `frame`. STATUS_OK; STATUS_NO_MEMORY, STATUS_NOT_FOUND (the policy). */
MUST_CHECK enum status gate_judge_text(const struct gate_judge   *judge,
                                       const struct ruleset_rule *rule, struct slice payload,
                                       const struct gate_frame *frame,
                                       struct gate_outcome     *outcome);

/* Is `form` as good as `plain`? */
bool gate_outcome_kept(const struct gate_outcome *plain, const struct gate_outcome *form);

/* ---- tally ---- */

struct gate_counts {
	uint64_t forms;
	uint64_t kept;
	uint64_t named;
	uint64_t spans; /* forms whose span was asked for */
	uint64_t right;
};

/* A disguise, or all stacks. */
struct gate_row {
	const char        *name;
	const char        *family;
	double             threshold; /* of kept, by grade */
	struct gate_counts counts;
	double             kept_floor; /* threshold, or the baseline's share when that is less */
	double             right_floor;
	bool               known; /* the baseline has it */
	bool               short_of_floor;
};

/* All rows of a family with the same threshold. */
struct gate_group {
	const char        *family;
	double             threshold;
	size_t             disguises;
	struct gate_counts counts;
	bool               short_of_threshold;
};

struct gate_rule {
	struct gate_counts counts;
	size_t             worst; /* row that lost the most forms of it */
	uint64_t           worst_lost;
};

/* A form that was not kept, or whose span is wrong. */
struct gate_lost {
	const struct ruleset_rule *rule;
	const char                *what;  /* "weaker decision", "wrong span", ... */
	char                      *steps; /* "base64", "leet > hex > rot13" */
	char                      *text;  /* its beginning, printable */
	size_t                     row;
	size_t                     frame;
};

struct gate_tally {
	const struct ruleset *ruleset;
	struct gate_row      *rows; /* as disguise_at(), and the stacks last */
	size_t                row_count;
	struct gate_rule     *rules;   /* by index in the ruleset */
	uint64_t             *lost_of; /* [rule * row_count + row] */
	struct gate_lost     *lost;
	size_t                lost_count;
	size_t                lost_per_row; /* kept of each row; the others are only counted */
};

MUST_CHECK enum status gate_tally_open(struct gate_tally *tally, const struct ruleset *ruleset,
                                       size_t lost_per_row);
void                   gate_tally_close(struct gate_tally *tally);

/* One form: `stack` names its steps, `text` is what was judged without its frame. */
MUST_CHECK enum status gate_tally_add(struct gate_tally *tally, size_t row, size_t rule,
                                      const struct gate_stack *stack, size_t frame,
                                      struct slice text, const struct gate_outcome *plain,
                                      const struct gate_outcome *form);

/* The share of `part` in `whole`; 1 of nothing. */
double gate_share(uint64_t part, uint64_t whole);

/* ---- the run ---- */

struct gate_options {
	uint64_t    seed;
	uint64_t    stacks; /* a test */
	uint64_t    sample; /* tests; 0: all */
	const char *family; /* NULL: all; else a family or a disguise */
};

/* Is there such a family, or disguise? */
bool gate_family_known(const char *name);

/* All forms of all tests. STATUS_OK; STATUS_NO_MEMORY, STATUS_NOT_FOUND. */
MUST_CHECK enum status gate_run(const struct gate_judge *judge, const struct gate_tests *tests,
                                const struct gate_options *options, struct gate_tally *tally);

/* ---- the answer ---- */

#define GATE_RIGHT_THRESHOLD 0.99

struct gate_report {
	const struct gate_tally   *tally;
	const struct gate_options *options;
	const char                *policy;
	size_t                     tests;
	struct gate_group         *groups;
	size_t                     group_count;
	struct gate_counts         total;
	size_t                     rule_count;  /* asked for */
	size_t                     exact_count; /* of those, marked disguise: transport */
	bool                       compared;
	bool                       good;
};

/* Sums the rows up and holds them against their floors; with `compared` those decide whether the
 * report is good, else the thresholds of the groups do. STATUS_OK or STATUS_NO_MEMORY; close it
 * in every case. */
MUST_CHECK enum status gate_report_open(struct gate_report *report, struct gate_tally *tally);
void                   gate_report_close(struct gate_report *report);

/* Lowers the floors of rows to what the file, written by gate_json_write(), has for them. A
 * row it does not have keeps its threshold. STATUS_OK; STATUS_REQUEST_INVALID also when it was
 * made of other tests (sample, seed, stacks, policy); STATUS_IO, STATUS_JSON_MALFORMED,
 * STATUS_NO_MEMORY, with file and line. */
MUST_CHECK enum status gate_baseline_read(const char *path, const struct gate_options *options,
                                          const char *policy, struct gate_tally *tally,
                                          struct error *err);

void gate_print(const struct gate_report *report, bool verbose, FILE *out);

/* One object; `newline` stands between its entries. Without `all`, what a baseline
 * needs. */
void gate_json_write(const struct gate_report *report, bool all, const char *newline,
                     struct buffer *out);

#endif
