/* SPDX-License-Identifier: Apache-2.0 */
/* A ruleset in the making: what the files of this layer share while a load runs.
 *
 *     ruleset_folder    a folder's files as sources
 *     ruleset_load      sources in order, then the stages below
 *     ruleset_list      lists
 *     ruleset_parse     YAML to rules; _parse_file what is around them, _parse_tree their
 *                       conditions, _parse_tests their tests
 *     ruleset_atom      equal patterns become one atom
 *     ruleset_phrase    the phrase language to word graphs; ruleset_inflect its "~"
 *     ruleset_mutate    rules with one part left out, when a load is asked for them
 *     ruleset_policy    policies
 *     ruleset_compile   atoms to literals, triggers and databases
 *     ruleset_lexicon   the words that rules name
 *     ruleset_revision  the digest
 *
 * What stays lives in the ruleset's arena; all else is given back as soon as nobody needs it,
 * because making the databases takes as much memory again. The first fault ends the load, unless
 * lint listens: then it is noted, what it is about is left out, and reading goes on, so that one
 * run shows them all. */
#ifndef RULESET_BUILD_H
#define RULESET_BUILD_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_yaml.h"
#include "doorward/lint.h"
#include "ruleset_mutate.h"
#include "ruleset_names.h"
#include "ruleset_rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a text of a rule file stands: enough to point into it. */
struct ruleset_text {
	struct slice                 text;
	const struct ruleset_source *source;
	unsigned                     line; /* of the scalar, or of the list's line */
	unsigned                     column;
};

struct ruleset_list {
	struct slice               name;
	const struct ruleset_text *entries;
	size_t                     count;
	struct ruleset_text        place; /* of its name */
	bool                       used;
	bool                       shared; /* of lists/, not of a rule file */
};

struct ruleset_lists {
	struct ruleset_list *lists;
	size_t               count;
	size_t               cap;
	struct ruleset_names names;
};

/* What lint adds to a load: see ruleset_note() and ruleset_fault_pass(). */
struct ruleset_notes {
	struct lint_finding *notes;
	size_t               count;
	size_t               cap;
	size_t               faults; /* of the notes, those that refuse the load */
	struct arena        *arena;
	const char          *today; /* "2027-01-31", as the caller says */
	const char          *soon;  /* the day up to which an end is near */
};

/* Faults that one run of lint shows; what is behind them waits until they are mended. */
#define RULESET_FAULTS_MAX 100

/* The conditions of a rule as YAML, and where each node of their trees stands. */
struct ruleset_conditions {
	struct yaml_node              *when;
	struct yaml_node              *except;        /* or NULL */
	const struct yaml_node        *except_within; /* or NULL */
	uint16_t                       reach;         /* of exceptions that do not say their own */
	const struct yaml_node *const *when_places;
	const struct yaml_node *const *except_places;
};

struct ruleset_build {
	struct ruleset *ruleset;
	struct arena   *arena;     /* the ruleset's */
	struct arena    scratch;   /* given back after each rule file */
	struct arena    kept;      /* names of rules and atoms, until databases are made */
	struct arena    atom_rows; /* the arrays that grow with the rules have an arena each, ... */
	struct arena    rule_rows; /* ... so that they grow in place */
	struct error   *err;       /* never NULL */
	const char     *code;      /* lint code of the fault */
	struct ruleset_notes *notes; /* NULL: nobody lints */

	const struct ruleset_source *source;  /* the file in hand */
	struct slice                 rule_id; /* the rule in hand, or empty */

	struct ruleset_lists shared_lists;
	struct ruleset_lists file_lists;

	struct ruleset_atom *atoms;
	size_t               atom_count;
	size_t               atom_cap;
	struct ruleset_names atom_keys;

	struct ruleset_rule *rules;
	size_t               rule_count;
	size_t               rule_cap;
	struct ruleset_names rule_ids;

	struct ruleset_mutants        *mutants;  /* NULL: none are wanted */
	const struct yaml_node *const *places;   /* of the tree read last, when there are mutants */
	const struct ruleset_list     *list_out; /* read as if nothing in it occurred, or NULL */

	/* What databases are made of; of the heap, as all other memory is given back before. */
	struct slice            *literals;
	struct match_expression *expressions;
};

/* ---- ruleset_fault.c: faults with their place, and what every file's YAML needs ---- */

/* Sets the fault and its lint code. The message is "rule \"id\": ..." when a rule is in
 * hand. Returns STATUS_RULE_MALFORMED. */
enum status ruleset_fault(struct ruleset_build *build, const char *code, const struct yaml_node *at,
                          const char *format, ...) PRINTF_FORMAT(4, 5);

/* The same at a byte offset inside a text. */
enum status ruleset_fault_text(struct ruleset_build *build, const char *code,
                               const struct ruleset_text *text, size_t offset, const char *format,
                               ...) PRINTF_FORMAT(5, 6);

/* The same for a whole file. */
enum status ruleset_fault_file(struct ruleset_build *build, const char *code, const char *format,
                               ...) PRINTF_FORMAT(3, 4);

enum status ruleset_no_memory(struct ruleset_build *build);

/* With lint listening, notes the fault in build->err and returns STATUS_OK, so that reading goes
 * on. Else, and where more than RULESET_FAULTS_MAX were noted, returns what it is given. The
 * ruleset of such a load is never finished: see ruleset_faults(). */
MUST_CHECK enum status ruleset_fault_pass(struct ruleset_build *build, enum status status);
/* Faults noted so far; 0 when nobody lints. */
size_t ruleset_faults(const struct ruleset_build *build);

/* A lint finding beside the load; does nothing when nobody lints. */
void ruleset_note(struct ruleset_build *build, const char *code, enum lint_level level,
                  const struct ruleset_text *text, size_t offset, const char *format, ...)
	PRINTF_FORMAT(6, 7);

struct ruleset_text ruleset_text_of(const struct ruleset_build *build,
                                    const struct yaml_node     *scalar);

/* `; did you mean "x"?`, or "" when no name is near. Lives in scratch. */
const char *ruleset_hint(struct ruleset_build *build, struct slice word, const char *const *names,
                         size_t count);

/* `node` must be a mapping whose keys are all among `names`. `what` names it: "rule". */
MUST_CHECK enum status ruleset_keys_check(struct ruleset_build *build, const struct yaml_node *node,
                                          const char *what, const char *const *names, size_t count);
/* The value of a key that must be there. */
MUST_CHECK enum status ruleset_key_required(struct ruleset_build   *build,
                                            const struct yaml_node *mapping, const char *what,
                                            const char *key, struct yaml_node **value);
/* A scalar that is one of `names`; *index says which. */
MUST_CHECK enum status ruleset_word_read(struct ruleset_build *build, const struct yaml_node *node,
                                         const char *key, const char *const *names, size_t count,
                                         size_t *index);
/* A scalar that is an integer in [min, max]. */
MUST_CHECK enum status ruleset_integer_read(struct ruleset_build   *build,
                                            const struct yaml_node *node, const char *key, long min,
                                            long max, long *value);
/* A scalar with text in it and without NUL, copied into the ruleset's arena. */
MUST_CHECK enum status ruleset_string_read(struct ruleset_build   *build,
                                           const struct yaml_node *node, const char *key,
                                           const char **string);
/* A scalar that is a day of the calendar: 2027-01-31. */
MUST_CHECK enum status ruleset_date_read(struct ruleset_build *build, const struct yaml_node *node,
                                         const char *key, const char **date);
MUST_CHECK enum status ruleset_kind_check(struct ruleset_build *build, const struct yaml_node *node,
                                          const char *key, enum yaml_kind kind);
/* A category of the table, by its code. */
MUST_CHECK enum status ruleset_category_read(struct ruleset_build   *build,
                                             const struct yaml_node *node, uint16_t *category);
/* schema: 1 */
MUST_CHECK enum status ruleset_schema_check(struct ruleset_build   *build,
                                            const struct yaml_node *schema);

/* Room for one item more; the block may move. NULL when memory is full. */
void *ruleset_grow(struct arena *arena, void *items, size_t count, size_t *cap, size_t size);

/* ---- the stages ---- */

/* Adds the lists of a `lists:` mapping of a rule file, or of lists/NAME.txt. */
void                   ruleset_lists_init(struct ruleset_lists *lists, struct arena *arena);
MUST_CHECK enum status ruleset_lists_read(struct ruleset_build   *build,
                                          const struct yaml_node *mapping);
MUST_CHECK enum status ruleset_lists_read_text(struct ruleset_build *build);
/* The list of this name: of the file in hand, else a shared one; NULL: none. Where it is
 * named inside a shared list (`within`, may be NULL), shared ones only. */
struct ruleset_list *ruleset_list_find(struct ruleset_build      *build,
                                       const struct ruleset_list *within, struct slice name);
/* The fault "unknown list", with the nearest name. */
enum status ruleset_list_unknown(struct ruleset_build *build, const struct ruleset_text *text,
                                 size_t offset, struct slice name);
/* Compiles lists that no rule used, so that their faults show too. */
MUST_CHECK enum status ruleset_lists_check(struct ruleset_build *build,
                                           struct ruleset_lists *lists);

/* What a rule takes from its file. */
struct ruleset_file_defaults {
	uint16_t    category;
	const char *owner;
};

MUST_CHECK enum status ruleset_file_parse(struct ruleset_build *build);
MUST_CHECK enum status ruleset_rule_parse(struct ruleset_build               *build,
                                          const struct yaml_node             *mapping,
                                          const struct ruleset_file_defaults *defaults);
/* Appends a rule, whose index it sets. */
MUST_CHECK enum status ruleset_rule_add(struct ruleset_build *build, struct ruleset_rule *rule);
/* *nodes lives in the ruleset's arena. `except` wraps the branches in an ANY; `reach` is theirs
 * unless they say their own. */
MUST_CHECK enum status ruleset_when_parse(struct ruleset_build *build, struct yaml_node *node,
                                          struct ruleset_tree **nodes, uint32_t *count);
MUST_CHECK enum status ruleset_except_parse(struct ruleset_build *build, struct yaml_node *node,
                                            uint16_t reach, struct ruleset_tree **nodes,
                                            uint32_t *count);
/* "60 words" or "text", the value of `key`. */
MUST_CHECK enum status ruleset_reach_read(struct ruleset_build *build, const struct yaml_node *node,
                                          const char *key, uint16_t *reach);

/* Would it hold on a text in which no pattern occurs? Also when memory is full. */
bool ruleset_tree_holds_empty(struct ruleset_build *build, const struct ruleset_tree *nodes,
                              size_t count);

/* Adds a draft for each change of the rule added last: see ruleset_mutate.c. */
MUST_CHECK enum status ruleset_mutants_add(struct ruleset_build            *build,
                                           const struct ruleset_conditions *conditions);

MUST_CHECK enum status ruleset_tests_parse(struct ruleset_build   *build,
                                           const struct yaml_node *node, struct ruleset_rule *rule);

MUST_CHECK enum status ruleset_atom_phrase(struct ruleset_build      *build,
                                           const struct ruleset_text *phrase, uint32_t *atom);
MUST_CHECK enum status ruleset_atom_list(struct ruleset_build      *build,
                                         const struct ruleset_text *name, uint32_t *atom);
MUST_CHECK enum status ruleset_atom_regex(struct ruleset_build      *build,
                                          const struct ruleset_text *regex, uint32_t *atom);

/* What stands before the pattern in the source of a regex atom. */
#define RULESET_REGEX_MARK "regex: "
void ruleset_atoms_close(const struct ruleset_atom *atoms, size_t count);

/* A phrase, or a list when `list` is not NULL, as a word graph in `arena`. */
MUST_CHECK enum status ruleset_phrase_compile(struct ruleset_build      *build,
                                              const struct ruleset_text *phrase,
                                              struct ruleset_list *list, struct arena *arena,
                                              struct match_phrase *graph);

/* The inflections of an English word in small ASCII letters, itself first. */
#define RULESET_FORMS_MAX  12
#define RULESET_FORM_BYTES 64
struct ruleset_forms {
	char   text[RULESET_FORMS_MAX][RULESET_FORM_BYTES];
	size_t count;
};
/* False when the word is too long or is not made of ASCII letters and digits. */
bool ruleset_inflect(struct slice word, struct ruleset_forms *forms);
/* "into", "up", "off": the word of a phrasal verb that stays as it is. */
bool ruleset_inflect_particle(struct slice word);

/* The policy that the file in hand names as its base; empty where it names none. */
MUST_CHECK enum status ruleset_policy_base(struct ruleset_build *build, struct ruleset_text *base);
/* `base` may be NULL. */
MUST_CHECK enum status ruleset_policy_parse(struct ruleset_build        *build,
                                            struct ruleset_policy       *policy,
                                            const struct ruleset_policy *base);
/* The built-in default policy. */
MUST_CHECK enum status ruleset_policy_init(struct ruleset_build  *build,
                                           struct ruleset_policy *policy);

/* Everything but the databases; then the databases, which need no arena but the ruleset's. */
MUST_CHECK enum status ruleset_compile(struct ruleset_build       *build,
                                       const struct match_backend *backend);
/* ruleset->uses, of the atoms that are named. */
MUST_CHECK enum status ruleset_uses_make(struct ruleset_build *build);
MUST_CHECK enum status ruleset_databases_make(struct ruleset_build *build);

/* ruleset_lint.c: what lint says of an exception that ends on `date`, which stands at `text`. */
void ruleset_lint_exception(struct ruleset_build *build, const struct ruleset_text *text,
                            const char *date, bool has_reason);
/* ruleset_lint_shadow.c: rules that another one makes needless (R009). */
void ruleset_lint_shadows(const struct ruleset *ruleset, struct ruleset_notes *notes);
/* A finding about a whole rule. */
void ruleset_lint_add(struct ruleset_notes *notes, const struct ruleset_rule *rule,
                      const char *code, enum lint_level level, const char *text);

/* Looking for a rule costs this many hits in 1,000 words or more: lint says so. */
#define RULESET_SLOW_COST 10.0

/* Occurrences of a word in 1,000 words of ordinary prompts; 0 when it is rare. */
double ruleset_rarity(struct slice word);

/* ruleset->lexicon, of the vocabulary and the wildcards of ruleset->atoms. */
MUST_CHECK enum status ruleset_lexicon_make(struct ruleset_build *build);

/* The revision over `sources`, in the order given. */
void        ruleset_revision_write(char revision[RULESET_REVISION_CHARS + 1],
                                   const struct ruleset_source *const *sources, size_t count);
const char *ruleset_category_digest(void);

/* The files of a folder as sources, by byte order of their names; in scratch. */
MUST_CHECK enum status ruleset_folder_read(struct ruleset_build *build, const char *folder,
                                           struct ruleset_source **sources, size_t *count);

/* ruleset_load() with lint's ears: *code receives the code of the fault. */
MUST_CHECK enum status ruleset_load_noted(const char *folder, struct ruleset **ruleset,
                                          struct error *err, struct ruleset_notes *notes,
                                          const char **code);

/* ---- names of categories in policies ---- */

/* Is the code of this family ("weapons"), or this code? */
bool ruleset_family_holds(struct slice family, const char *code);

/* "weapons" and "weapons.*" mean the family, "weapons.cbrn" the category. */
struct slice ruleset_family_of(struct slice name);

/* Is it a code or a family? */
bool ruleset_policy_name_is_known(struct slice name);

/* The fault R004 that it is neither, with the nearest. */
enum status ruleset_policy_name_unknown(struct ruleset_build *build, const struct yaml_node *name);

#endif
