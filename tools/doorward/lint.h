/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward rules lint`: where findings come from, and how they are written.
 *
 *     engine's lint -> inline tests -> released ids -> benign texts -> print | JSON | SARIF
 *
 * What needs nothing but the files is the engine's; what needs the date, other files or prompts to
 * run stands here. */
#ifndef LINT_H
#define LINT_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_slice.h"
#include "cmd_options.h"
#include "doorward/lint.h"
#include "doorward/ruleset.h"

#include <stdbool.h>
#include <stddef.h>

#define LINT_LEVEL_COUNT 3

enum lint_form { LINT_TEXT, LINT_JSON, LINT_SARIF };

struct lint {
	const char      *folder;
	struct cmd_words files; /* only findings about these; none: all */
	enum lint_form   form;
	size_t           counts[LINT_LEVEL_COUNT];
	struct buffer    sarif; /* the results so far */
	struct arena     arena; /* of the source file below */
	char             path[512];
	struct slice     source;
};

/* A finding whose file is relative to the folder: counted and written, if it is asked for. The
 * `context` of lint_folder() and of all below is a struct lint. */
void lint_take(void *context, const struct lint_finding *finding);

const char *lint_level_name(enum lint_level level);

/* Line `number` of the file, or an empty slice. */
struct slice lint_line(struct lint *lint, const char *file, unsigned number);

/* ---- lint_print.c ---- */

void lint_print(struct lint *lint, const struct lint_finding *finding);
void lint_print_sum(const struct lint *lint);

/* ---- lint_sarif.c: SARIF 2.1.0 (OASIS, 27 March 2020) ---- */

void lint_sarif_add(struct lint *lint, const struct lint_finding *finding);
void lint_sarif_print(struct lint *lint);

/* ---- lint_released.c: R003 ---- */

/* Holds the ruleset against the ids that were released: `path`, or released.txt in the folder,
 * where none is no fault. False when it cannot be read; the fault is reported. */
MUST_CHECK bool lint_released(struct lint *lint, const struct ruleset *ruleset, const char *path);
/* Adds the ids of all rules that are no drafts to that file. False when it cannot be written. */
MUST_CHECK bool lint_release(struct lint *lint, const struct ruleset *ruleset, const char *path);

/* ---- lint_benign.c: R011 ---- */

/* Runs every rule, drafts too, on the benign rows of `path`, a JSONL file or a folder of them; NULL
 * stands for corpus/benign beside the folder, where none is no fault. False when it cannot be read;
 * the fault is reported. */
MUST_CHECK bool lint_benign(struct lint *lint, const struct ruleset *ruleset, const char *path);

#endif
