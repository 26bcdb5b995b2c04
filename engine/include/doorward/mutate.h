/* SPDX-License-Identifier: Apache-2.0 */
/* Do the tests inside the rules notice when a rule changes?
 *
 *     when: {any: [pipe bomb, nail bomb]}        block: [make a pipe bomb, a pipe bomb]
 *
 * Without `nail bomb` every test still passes: nobody would notice if it were lost. Each exception,
 * how far it reaches, each branch of `when` and each list is left out in turn, and the rule's own
 * tests are run. */
#ifndef DOORWARD_MUTATE_H
#define DOORWARD_MUTATE_H

#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "doorward/ruleset.h"

#include <stdbool.h>

enum mutate_kind {
	MUTATE_EXCEPTION, /* one of `except` is gone */
	MUTATE_BRANCH,    /* a branch of any, all, none or near is gone */
	MUTATE_REACH,     /* nothing says how far exceptions reach */
	MUTATE_LIST /* a list that the rule names has no entries, wherever the rule names it */
};

struct mutate_change {
	const struct ruleset_rule *rule;
	enum mutate_kind           kind;
	struct slice dropped; /* as written; "all" and the like for a whole branch; of REACH
	                       the words, or the exception that says them */
	unsigned line;        /* where it stands in the rule's file */
	unsigned column;
	bool     noticed; /* a test of the rule fails without it */
};

/* Called for each change in order of rules; the struct is borrowed. */
typedef void mutate_report(void *context, const struct mutate_change *change);
/* Which rules to change. */
typedef bool mutate_wanted(void *context, const struct ruleset_rule *rule);

/* Loads the folder and tries every change of every rule that is wanted. A change that leaves a rule
 * which a load refuses (one that would hold on any text) is left out. STATUS_OK;
 * STATUS_RULE_TEST_FAILED when a rule fails its tests unchanged; the faults of ruleset_load(); each
 * with its place in err. One thread. */
MUST_CHECK enum status engine_mutate(const char *folder, mutate_wanted *wanted,
                                     mutate_report *report, void *context, struct error *err);

#endif
