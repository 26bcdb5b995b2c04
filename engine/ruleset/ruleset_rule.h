/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled ruleset as the scan layer sees it: rules, atoms, trees, policies.
 * Everything lives in the ruleset's arena and is immutable after the load. */
#ifndef RULESET_RULE_H
#define RULESET_RULE_H

#include "base_arena.h"
#include "base_buffer.h"
#include "base_slice.h"
#include "doorward/ruleset.h"
#include "match_backend.h"
#include "match_phrase.h"
#include "match_prefilter.h"
#include "match_regex.h"
#include "text_lexicon.h"

#include <stdbool.h>
#include <stdint.h>

/* An atom is one pattern: a phrase (a list is a phrase with many branches) or a
 * regex. Equal patterns of different rules are one atom. */
enum ruleset_atom_kind { RULESET_ATOM_PHRASE, RULESET_ATOM_REGEX };

struct ruleset_atom {
	enum ruleset_atom_kind kind;
	struct match_phrase    phrase;
	struct match_regex    *regex;
	struct slice           source; /* as written, for explain and describe */
	bool                   named;  /* its literals or its expression are in the database, so a
	                                  text in which none occurs holds no match of it */
	const uint32_t *rules;         /* of a named one: indexes of rules to look at when it may
	                                  match, ascending */
	uint32_t rule_count;
};

/* A word of which matches of a named phrase need one, and what may stand beside it in them. */
struct ruleset_use {
	struct match_sides sides;
	uint32_t           atom;
};

/* `when`, `except` and their branches, as nodes in preorder: the children of node i
 * begin at i + 1, and `next` is the node after its whole subtree. */
enum ruleset_tree_kind {
	RULESET_TREE_ANY,  /* one child holds */
	RULESET_TREE_ALL,  /* every child holds */
	RULESET_TREE_NONE, /* no child holds */
	RULESET_TREE_NEAR, /* a match of every child (atoms, or ANY of atoms), with at
	                      most `within` words that belong to none of them between
	                      the first and the last */
	RULESET_TREE_ATOM
};

#define RULESET_REACH_TEXT    UINT16_MAX
#define RULESET_REACH_DEFAULT 250u /* about a page */

struct ruleset_tree {
	enum ruleset_tree_kind kind;
	uint32_t               next;   /* index of the node behind this subtree */
	uint32_t               rarest; /* of ALL and NEAR: the child least likely to occur, worth
	                                  looking for first; 0: not known */
	uint32_t within;               /* of NEAR, in words */
	bool     ordered;              /* of NEAR: children in the order written */
	uint16_t reach;                /* of an exception, the children of the root of `except`: it
	                                  counts for a match with at most so many words between;
	                                  RULESET_REACH_TEXT: for any match in the text */
	uint32_t atom;                 /* of ATOM */
};

/* Which fields a rule looks at. */
enum ruleset_field_polarity { RULESET_FIELD_POSITIVE, RULESET_FIELD_NEGATIVE, RULESET_FIELD_ANY };

/* Why a regex's match counts: a check on its digits or characters. */
enum ruleset_check {
	RULESET_CHECK_NONE,
	RULESET_CHECK_LUHN,
	RULESET_CHECK_IBAN,
	RULESET_CHECK_ENTROPY,
	/* National numbers, by the country of ISO 3166-1: scan_check_id.h. */
	RULESET_CHECK_ID_AR,
	RULESET_CHECK_ID_AU,
	RULESET_CHECK_ID_BE,
	RULESET_CHECK_ID_BR,
	RULESET_CHECK_ID_CA,
	RULESET_CHECK_ID_CH,
	RULESET_CHECK_ID_CL,
	RULESET_CHECK_ID_CN,
	RULESET_CHECK_ID_DE,
	RULESET_CHECK_ID_ES,
	RULESET_CHECK_ID_FI,
	RULESET_CHECK_ID_FR,
	RULESET_CHECK_ID_GB,
	RULESET_CHECK_ID_IN,
	RULESET_CHECK_ID_IT,
	RULESET_CHECK_ID_KR,
	RULESET_CHECK_ID_MX,
	RULESET_CHECK_ID_NL,
	RULESET_CHECK_ID_PL,
	RULESET_CHECK_ID_PT,
	RULESET_CHECK_ID_RO,
	RULESET_CHECK_ID_SE,
	RULESET_CHECK_ID_TR,
	RULESET_CHECK_LAST = RULESET_CHECK_ID_TR
};

struct ruleset_rule {
	const char                 *id;
	const char                 *title;
	const char                 *message; /* own, or the category's */
	const char                 *owner;
	const char                 *description;     /* "" when there is none */
	const char                 *expires;         /* "2027-01-31", or "" */
	const char                 *disguise_reason; /* why transport_only; "" when not said */
	const char                 *file;            /* path below the rules folder */
	unsigned                    line;            /* of `id:` */
	unsigned                    column;
	uint32_t                    index; /* position in ruleset->rules */
	uint16_t                    category;
	enum ruleset_severity       severity;
	enum ruleset_action         action;
	enum ruleset_mode           mode;
	uint8_t                     level;          /* 1 precise ... 4 broad */
	uint8_t                     score;          /* once a prompt; 0 for flag and mask rules */
	bool                        transport_only; /* disguise: transport */
	enum ruleset_check          check;
	enum ruleset_field_polarity polarity;
	bool                        input;  /* judged for direction input */
	bool                        output; /* judged for direction output */
	struct ruleset_tree        *when;   /* when[0] is the root */
	uint32_t                    when_count;
	struct ruleset_tree        *except; /* NULL, or the root: ANY of the exceptions */
	uint32_t                    except_count;
	const struct ruleset_test  *tests;
	size_t                      test_count;
	const struct slice         *languages; /* lower-case tags; informative for now */
	size_t                      language_count;
};

/* What one literal of the database means: rules to look at when it occurs. A rule
 * is reduced to the literals of its most selective required branch, so that common
 * words are no literals at all. */
struct ruleset_trigger {
	const uint32_t *rules; /* indexes, ascending */
	uint32_t        count;
	const uint32_t *atoms; /* indexes: the patterns that it was taken from */
	uint32_t        atom_count;
};

struct ruleset_policy {
	const char         *name;
	const char         *file;        /* "" for the built-in default */
	uint8_t             level;       /* rules up to it act by their own action */
	uint8_t             score_level; /* rules up to it add to the score */
	uint32_t            threshold;
	struct slice        mask_with;     /* "[masked]" */
	enum ruleset_action on_incomplete; /* what an incompletely inspected prompt gets:
	                                      block, flag, or signal for `allow` */
	uint64_t decode_depth;             /* budget; LIMIT_DECODE_* when not set */
	uint64_t decode_ratio;
	uint64_t decode_bytes_free;
	uint64_t decode_candidates;
	bool     stores_content; /* audit: keep prompt text, sealed */
	/* A cell a category, read through ruleset_policy_action(). `category_action` is a
	 * ceiling: the policy's cell, else the default of the category table.
	 * `category_floor` is what `{at_least: mask}` says. A category that always blocks
	 * (the B rows of the table and the policy's own `always_block`) has the ceiling block;
	 * its enforced block rules decide before everything else. */
	const int8_t *category_action;    /* [ruleset_category_count()]: enum
	                                     ruleset_action, or RULESET_CELL_ALLOW */
	const int8_t *category_floor;     /* the same; -1: none */
	const bool   *category_always;    /* [ruleset_category_count()] */
	const bool   *category_can_relax; /* an account's own layer may lower the cell */
};

/* A phrase as written, in words that can be read aloud: ("how to" or "how do i"), up to 3
 * words, "make" in any form. */
void ruleset_phrase_words(struct slice source, struct buffer *out);

#define RULESET_CELL_ALLOW (-2) /* rules of this category count for nothing */

/* What a rule that matched may do under a policy: max(floor, min(own action, ceiling)) in
 * the order signal < flag < mask < block. False when the cell is `allow`. */
static inline bool ruleset_policy_action(const struct ruleset_policy *policy,
                                         const struct ruleset_rule   *rule,
                                         enum ruleset_action         *action)
{
	int ceiling = policy->category_action[rule->category];
	int floor = policy->category_floor[rule->category];
	int own = (int)rule->action;

	if (ceiling == RULESET_CELL_ALLOW)
		return false;
	own = own < ceiling ? own : ceiling;
	*action = (enum ruleset_action)(own > floor ? own : floor);
	return true;
}

struct ruleset {
	struct arena                arena;
	char                        revision[RULESET_REVISION_CHARS + 1];
	const struct ruleset_rule  *rules; /* in order of file and line */
	size_t                      rule_count;
	struct ruleset_atom        *atoms;
	size_t                      atom_count;
	struct match_vocabulary     vocabulary;
	const struct text_lexicon  *lexicon; /* of the words that rules name */
	const struct match_backend *backend;
	struct match_database      *literals; /* over folded text */
	const struct ruleset_use   *uses;     /* by word, then by atom */
	size_t                      use_count;
	const uint32_t             *use_ends;           /* [vocabulary.count]: those of word w are
	                                                   [use_ends[w - 1], use_ends[w]) */
	const struct ruleset_trigger *literal_triggers; /* [literal_count] */
	size_t                        literal_count;
	struct match_prefilter       *prefilter; /* NULL, or regexes without a literal, over
	                                            clean text */
	const struct ruleset_trigger *prefilter_triggers; /* [prefilter_count] */
	size_t                        prefilter_count;
	const struct ruleset_policy  *policies; /* by name; one named "default" always */
	size_t                        policy_count;
	size_t                        file_count;
};

#endif
