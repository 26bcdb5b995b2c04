/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward eval`: labelled files to figures.
 *
 *     files -> rows -> verdicts -> tally (a thread) -> figures -> tables, JSON, comparison
 *
 * Recall is one figure per (category, set), then the mean over the sets of a category, then the
 * mean over categories, so that one large set does not drown the rest. A set is a file. False
 * positives are one figure per benign category. Borderline rows are neither: their block
 * rate stands on its own. */
#ifndef EVAL_H
#define EVAL_H

#include "base_arena.h"
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
#include <stdio.h>

#define EVAL_CATEGORY_BYTES 64
#define EVAL_FAMILY_BYTES   32
#define EVAL_ID_BYTES       128

/* ---- files ---- */

struct eval_file {
	char *path;
	char *name;   /* for tables: below the folder it came from, without ".jsonl" */
	bool  benign; /* named b_*: every row is benign, whatever its label */
};

struct eval_files {
	struct eval_file *items;
	const char      **paths; /* the same paths, for cmd_lines */
	size_t            count;
};

/* Every argument that is a folder stands for the *.jsonl files below it, in byte order.
 * STATUS_OK; STATUS_IO, STATUS_NOT_FOUND (a folder without any), STATUS_NO_MEMORY. Close it in
 * every case. */
MUST_CHECK enum status eval_files_open(struct eval_files *files, char *const *words, int count,
                                       struct error *err);
void                   eval_files_close(struct eval_files *files);

/* ---- rows ---- */

enum eval_label { EVAL_HARMFUL, EVAL_BENIGN, EVAL_BORDERLINE, EVAL_LABEL_COUNT };

struct eval_row {
	struct slice    id;
	struct slice    text;
	struct slice    negative; /* "negative_prompt"; empty when absent */
	struct slice    category;
	enum eval_label label;
	bool            replaced; /* a lone surrogate in the text became U+FFFD */
};

/* {"id","text" (or "prompt"),"negative_prompt","label","category"}; other members are skipped.
 * `benign` is the file's. Lives in the line and the arena. STATUS_OK; STATUS_JSON_MALFORMED,
 * STATUS_REQUEST_INVALID, STATUS_LIMIT_REACHED, STATUS_NO_MEMORY. */
MUST_CHECK enum status eval_row_parse(struct slice line, bool benign, struct arena *arena,
                                      struct eval_row *row, struct error *err);

const char *eval_label_name(enum eval_label label);

/* The family of ours for a category ("weapons" for "weapons_cbrn" and for "weapons.cbrn"), or
 * an empty slice. */
struct slice eval_family(struct slice category);

/* ---- tally ---- */

struct eval_counts {
	uint64_t rows;
	uint64_t caught; /* masked or blocked */
	uint64_t flagged;
	uint64_t named;      /* caught by a rule of the row's own family */
	uint64_t incomplete; /* not wholly inspected */
};

struct eval_cell {
	size_t             file;
	enum eval_label    label;
	char               category[EVAL_CATEGORY_BYTES];
	struct eval_counts counts;
};

struct eval_rule_counts {
	uint64_t caught[EVAL_LABEL_COUNT]; /* rows it decided, masked or blocked */
	uint64_t flagged[EVAL_LABEL_COUNT];
};

/* Rows of a category that were caught by rules of a family. */
struct eval_pair {
	enum eval_label label;
	char            category[EVAL_CATEGORY_BYTES];
	char            family[EVAL_FAMILY_BYTES];
	uint64_t        rows;
};

struct eval_tally {
	const struct ruleset    *ruleset;
	struct eval_cell        *cells;
	size_t                   count;
	size_t                   cap;
	struct eval_pair        *pairs;
	size_t                   pair_count;
	struct eval_rule_counts *rules;      /* by index in the ruleset */
	uint64_t                 errors;     /* rows that could not be judged */
	char                     first[512]; /* the first of them: place and reason */
	bool                     failed;     /* memory ran out */
};

MUST_CHECK bool eval_tally_open(struct eval_tally *tally, const struct ruleset *ruleset);
void            eval_tally_close(struct eval_tally *tally);
void            eval_tally_add(struct eval_tally *tally, size_t file, const struct eval_row *row,
                               const struct engine_verdict *verdict);
/* Adds `from` to `to`; both are of the same ruleset. */
void eval_tally_merge(struct eval_tally *to, const struct eval_tally *from);

/* ---- confusion: what rows were caught as ---- */

void eval_pairs_add(struct eval_tally *tally, const struct eval_row *row,
                    const struct engine_verdict *verdict);
void eval_pairs_merge(struct eval_tally *to, const struct eval_tally *from);
/* By label, category, then the most rows first. */
void eval_pairs_sort(struct eval_tally *tally);
void eval_pairs_print(const struct eval_tally *tally, FILE *out);
/* ,"confusion":[{"label","category","family","rows"}] */
void eval_pairs_write(const struct eval_tally *tally, const char *newline, struct buffer *out);

/* ---- figures ---- */

struct eval_figure {
	enum eval_label    label;
	char               category[EVAL_CATEGORY_BYTES];
	size_t             sets;
	struct eval_counts counts;
	double             rate; /* harmful: mean over sets of caught / rows; else caught / rows */
};

struct eval_figures {
	struct eval_figure *items; /* by label, then category */
	size_t              count;
	double              recall; /* mean over the harmful categories; 0 without any */
	struct eval_counts  totals[EVAL_LABEL_COUNT];
};

/* Sorts the tally's cells. */
MUST_CHECK enum status eval_figures_open(struct eval_figures *figures, struct eval_tally *tally);
void                   eval_figures_close(struct eval_figures *figures);

/* Indexes of rules that decided a benign row, worst first; at most `max`. */
size_t eval_worst_rules(const struct eval_tally *tally, size_t *indexes, size_t max);

/* ---- comparison with a saved baseline ---- */

struct eval_change {
	enum eval_label label;
	char            category[EVAL_CATEGORY_BYTES]; /* "" is the mean recall */
	double          was;
	double          is;
	bool            worse; /* recall fell, or more benign text is caught */
};

struct eval_changes {
	struct eval_change *items;
	size_t              count;
	bool                compared; /* there was a baseline */
	bool                worse;    /* one of the changes is */
};

/* Reads what eval_json_write() wrote. STATUS_OK; STATUS_IO, STATUS_JSON_MALFORMED,
 * STATUS_REQUEST_INVALID, STATUS_NO_MEMORY with file and line. Close it in every case. */
MUST_CHECK enum status eval_compare(const struct eval_figures *figures, const char *path,
                                    struct eval_changes *changes, struct error *err);
void                   eval_changes_close(struct eval_changes *changes);

/* ---- output ---- */

struct eval_report {
	const struct eval_files   *files;
	const struct eval_tally   *tally;
	const struct eval_figures *figures;
	const struct eval_changes *changes;
	const char                *policy;
	bool                       confusion; /* print it; JSON always has it */
};

void eval_print(const struct eval_report *report, FILE *out);

/* One object; `newline` stands between its entries: "" for one line, "\n" for a file that shows
 * readable differences. */
void eval_json_write(const struct eval_report *report, const char *newline, struct buffer *out);

#endif
