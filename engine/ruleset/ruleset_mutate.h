/* SPDX-License-Identifier: Apache-2.0 */
/* Rules with one part left out, so that their own tests can be asked whether they notice. */
#ifndef RULESET_MUTATE_H
#define RULESET_MUTATE_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "doorward/mutate.h"
#include "ruleset_rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ruleset_build;
struct ruleset_list;

/* One change: rules[rule] without `dropped` is the draft rules[mutant]. */
struct ruleset_mutant {
	uint32_t         rule;
	uint32_t         mutant;
	enum mutate_kind kind;
	struct slice     dropped; /* as written, or the key of the branches that are gone */
	unsigned         line;
	unsigned         column;
};

/* What a load with mutants keeps beside the rules. */
struct ruleset_mutants {
	struct ruleset_mutant
		    *items; /* by rule: those of a rule stand side by side, right behind it */
	size_t       count;
	size_t       cap;
	struct arena arena;           /* of the items */
	struct ruleset_list *nothing; /* stands in for a list that is left out */
};

/* Is this pattern another one while build->list_out is left out? `kind` is 'p' for a phrase, 'l'
 * for the name of a list, 'r' for a regex. */
bool ruleset_mutants_touch(const struct ruleset_build *build, char kind, struct slice text);

/* ruleset_load(), and behind each rule its mutants as drafts. Close both, also after a fault. */
MUST_CHECK enum status ruleset_load_mutants(const char *folder, struct ruleset **ruleset,
                                            struct ruleset_mutants *mutants, struct error *err);
MUST_CHECK enum status ruleset_mutants_open(struct ruleset_mutants *mutants);
void                   ruleset_mutants_close(struct ruleset_mutants *mutants);

#endif
