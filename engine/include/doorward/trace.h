/* SPDX-License-Identifier: Apache-2.0 */
/* Every view of a prompt, for `explain`: what was judged and how it came about. And the tree of a
 * rule, branch by branch: what held in a prompt, what did not, and where. */
#ifndef DOORWARD_TRACE_H
#define DOORWARD_TRACE_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_slice.h"
#include "base_status.h"
#include "doorward/engine.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was done to get from one text to the next, and that text. */
struct engine_trace_step {
	const char *const *done; /* operations; static names; none: the text did not change */
	size_t             done_count;
	struct slice       text;
};

/* In this order: the parent's clean text (or its made text, see `raw`) was decoded or joined, that
 * was cleaned (what regexes read), that was folded (what phrases read). */
enum { ENGINE_TRACE_MADE, ENGINE_TRACE_CLEANED, ENGINE_TRACE_FOLDED, ENGINE_TRACE_STEPS };

struct engine_trace_view {
	uint32_t                 id;     /* position in the trace */
	uint32_t                 parent; /* view it was made from; its own id for a field as sent */
	struct slice             field;  /* name; several joined by "+" for a joined view */
	const char              *kind;  /* "as_sent", "joined", "decoded", "spliced", "lookalike" */
	const char *const       *chain; /* operations since the field; static names */
	size_t                   chain_count;
	struct slice             text; /* clean form */
	struct slice             folded;
	struct engine_trace_step steps[ENGINE_TRACE_STEPS];
	bool                     raw;   /* made from the parent's text before that was cleaned */
	const char *const       *rules; /* ids of the rules that matched here */
	size_t                   rule_count;
};

struct engine_trace {
	const struct engine_trace_view *views;
	size_t                          count;
};

/* ---- the tree of a rule ---- */

enum engine_node_kind {
	ENGINE_NODE_ANY,
	ENGINE_NODE_ALL,
	ENGINE_NODE_NONE,
	ENGINE_NODE_NEAR,
	ENGINE_NODE_PHRASE,
	ENGINE_NODE_LIST,
	ENGINE_NODE_REGEX
};

/* Places of a branch that are listed; how many there are is in `hits`. */
#define ENGINE_NODE_PARTS 4u
#define ENGINE_REACH_TEXT UINT16_MAX

/* Nodes stand in preorder: the children of node i begin at i + 1, and `next` is the index behind
 * its whole subtree. */
struct engine_node {
	enum engine_node_kind kind;
	uint32_t              next;
	uint32_t              within;  /* of NEAR: words between, at most */
	bool                  ordered; /* of NEAR */
	struct slice          source;  /* of PHRASE and REGEX as written, of LIST its name */
	bool                  holds;
	bool                  fails_check; /* a REGEX matched, but the rule's check did not pass */
	uint32_t              distance;    /* of NEAR whose branches all occur, but too far apart:
	                                      the `within` that would have held; else 0 */
	size_t                    hits;    /* of PHRASE, LIST, REGEX and NEAR that hold */
	const struct engine_part *parts;   /* where, the first ENGINE_NODE_PARTS */
	size_t                    part_count;
	/* Of an exception, the children of the root of `except`: it counts for a match with at most
	 * `reach` words between, or ENGINE_REACH_TEXT. Where none is so near, it does not hold, and
	 * `away` are the words between it and the nearest match; else 0. */
	uint32_t reach;
	uint32_t away;
};

enum engine_outcome {
	ENGINE_UNJUDGED, /* no text that the rule looks at, or no prompt at all */
	ENGINE_UNMATCHED,
	ENGINE_EXCUSED, /* `when` held, and exceptions cover each of its matches */
	ENGINE_MATCHED
};

/* "unjudged", "unmatched", "excused", "matched"; static. */
const char *engine_outcome_name(enum engine_outcome outcome);

/* A rule in the view in which it came furthest. */
struct engine_rule_trace {
	const struct ruleset_rule *rule;
	enum engine_outcome        outcome;
	uint32_t                   view; /* of the trace, unless UNJUDGED */
	const struct engine_node  *when;
	size_t                     when_count;
	const struct engine_node  *except; /* NULL when the rule has none */
	size_t                     except_count;
};

struct engine_rule_traces {
	struct engine_rule_trace  *items; /* in the order of the ruleset */
	size_t                     count;
	const struct engine_field *fields; /* the prompt's, borrowed */
};

#define ENGINE_RULE_TRACES_MAX 64u

/* Judges the prompt branch by branch. With `rule_count` > 0 the `rules` are traced, whatever their
 * mode, drafts too; with 0 those that came near: a pattern of theirs occurs, at most
 * ENGINE_RULE_TRACES_MAX, those that matched first. The result lives in the worker until its next
 * reset; a verdict of the same worker stays valid. It costs a second look at every view and is
 * no part of a verdict. STATUS_OK; STATUS_NOT_FOUND, STATUS_LIMIT_REACHED, STATUS_NO_MEMORY as
 * engine_check(). */
MUST_CHECK enum status engine_trace_rules(struct engine_worker             *worker,
                                          const struct ruleset             *ruleset,
                                          const struct engine_prompt       *prompt,
                                          const struct ruleset_rule *const *rules,
                                          size_t rule_count, struct engine_rule_traces *traces);

/* The tree alone, UNJUDGED, in `arena`. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status engine_trace_tree(const struct ruleset      *ruleset,
                                         const struct ruleset_rule *rule, struct arena *arena,
                                         struct engine_rule_trace *trace);

/* Appends {"rule","mode","outcome","view","when":{...},"except":{...}}. `fields` may be NULL when
 * nothing was judged. Never a matched text. Test out->failed. */
void engine_trace_write(const struct engine_rule_trace *trace, const struct engine_field *fields,
                        struct buffer *out);

/* The same for a terminal: a line a branch, with "+" or "-" and the text that matched. */
void engine_trace_print(const struct engine_rule_trace *trace, const struct engine_field *fields,
                        struct buffer *out);

/* The rule in plain words, to be read aloud: "It matches when, within 8 words, ...". */
void engine_trace_read(const struct engine_rule_trace *trace, struct buffer *out);

#endif
