/* SPDX-License-Identifier: Apache-2.0 */
/* A ruleset: rule files, lists, policies and categories compiled into one
 * immutable whole, with a revision. And the handle through which a server
 * replaces it while others use it. */
#ifndef DOORWARD_RULESET_H
#define DOORWARD_RULESET_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ruleset;
struct ruleset_rule;
struct ruleset_policy;

enum ruleset_severity { RULESET_LOW, RULESET_MEDIUM, RULESET_HIGH, RULESET_CRITICAL };
enum ruleset_action { RULESET_SIGNAL, RULESET_FLAG, RULESET_MASK, RULESET_BLOCK };
enum ruleset_mode { RULESET_DRAFT, RULESET_SHADOW, RULESET_ENFORCE };

/* Compiles a rules folder: every *.yaml below it but policies/, lists/ and schema/
 * (and categories.yaml) is a rule file; lists/NAME.txt and the files in policies/ are read.
 * Files are taken in byte order of their path, so the result does not depend on
 * the file system. Inline tests are not run here: see engine_selftest().
 * STATUS_OK; STATUS_IO, STATUS_YAML_MALFORMED, STATUS_RULE_MALFORMED, STATUS_NO_MEMORY with
 * file, line and column in err. Any thread; no shared state. */
MUST_CHECK enum status ruleset_load(const char *folder, struct ruleset **ruleset,
                                    struct error *err);

/* The same from memory: `sources` are rule files by name ("weapons/a.yaml",
 * "lists/x.txt", "policies/default.yaml"). For tests and for trying a rule. */
struct ruleset_source {
	const char  *name;
	struct slice text;
};
MUST_CHECK enum status ruleset_load_sources(const struct ruleset_source *sources, size_t count,
                                            struct ruleset **ruleset, struct error *err);

/* A folder as it would be with one more rule file, for trying text that is not saved: `file` (its
 * name a path below the folder, such as "weapons/a.yaml") stands in the place of the file of
 * that name, if there is one. With `alone` the folder's other rule files are left out; its lists
 * and policies are known either way. As ruleset_load(). */
MUST_CHECK enum status ruleset_load_trial(const char *folder, const struct ruleset_source *file,
                                          bool alone, struct ruleset **ruleset,
                                          struct error *err);

/* With another matching backend ("hyperscan" or "naive"); for differential tests. */
MUST_CHECK enum status ruleset_load_with(const char *backend, const struct ruleset_source *sources,
                                         size_t count, struct ruleset **ruleset, struct error *err);

/* ---- as bytes ----
 *
 * A compiled ruleset as bytes, which open in a hundredth of the time that compiling takes. They are
 * for the build that made them; any other refuses them, and the rule files are compiled again. A
 * digest finds damage; it is no signature: open only what nobody else could have written. */

/* Writes into `out`, which is empty. `tested` is a mark that is kept: its inline tests passed.
 * Of Hyperscan's rulesets only. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status ruleset_save(const struct ruleset *ruleset, bool tested, struct buffer *out);

/* `bytes` are borrowed during the call. STATUS_OK; STATUS_CORRUPT with a sentence in err for bytes
 * that are cut, damaged, of another build or none of these at all; STATUS_NO_MEMORY. */
MUST_CHECK enum status ruleset_open_bytes(struct slice bytes, struct ruleset **ruleset,
                                          bool *tested, struct error *err);

/* Do they begin as such bytes do? */
bool ruleset_bytes_are(struct slice bytes);

/* 64 hex digits for what must be the same where bytes are made and opened: the engine's sources,
 * how its structs lie in memory, the libraries, the kind of processor. */
#define RULESET_BUILD_CHARS 64
void ruleset_build_id(char id[RULESET_BUILD_CHARS + 1]);

/* The revision that ruleset_load() would give this folder, without compiling: to look for bytes by.
 * As ruleset_load() for what cannot be read; what is wrong inside the files is not noticed. */
#define RULESET_REVISION_CHARS 71
MUST_CHECK enum status ruleset_folder_revision(const char   *folder,
                                               char          revision[RULESET_REVISION_CHARS + 1],
                                               struct error *err);

/* Only for a ruleset that was never published. */
void ruleset_close(struct ruleset **ruleset);

/* "sha256:" and 64 digits over all sources (names and bytes) and the category table. */
const char *ruleset_revision(const struct ruleset *ruleset);

/* ---- what is in it ---- */

size_t                     ruleset_rule_count(const struct ruleset *ruleset);
const struct ruleset_rule *ruleset_rule_at(const struct ruleset *ruleset, size_t index);
const char                *ruleset_rule_id(const struct ruleset_rule *rule);
const char                *ruleset_rule_title(const struct ruleset_rule *rule);
const char                *ruleset_rule_message(const struct ruleset_rule *rule);
const char                *ruleset_rule_owner(const struct ruleset_rule *rule);
const char           *ruleset_rule_description(const struct ruleset_rule *rule); /* "" when none */
const char           *ruleset_rule_expires(const struct ruleset_rule *rule);     /* "" when never */
const char           *ruleset_rule_file(const struct ruleset_rule *rule);
unsigned              ruleset_rule_line(const struct ruleset_rule *rule);
uint16_t              ruleset_rule_category(const struct ruleset_rule *rule);
enum ruleset_severity ruleset_rule_severity(const struct ruleset_rule *rule);
enum ruleset_action   ruleset_rule_action(const struct ruleset_rule *rule);
enum ruleset_mode     ruleset_rule_mode(const struct ruleset_rule *rule);
unsigned              ruleset_rule_level(const struct ruleset_rule *rule);

/* `disguise: transport`: the rule's meaning is its exact letters, so only disguises that keep
 * every byte can be asked to be seen through. The reason is "" where none was written. */
bool        ruleset_rule_is_exact(const struct ruleset_rule *rule);
const char *ruleset_rule_exact_reason(const struct ruleset_rule *rule);

/* Does it look at nothing but negative fields, nothing but output? */
bool ruleset_rule_is_negative(const struct ruleset_rule *rule);
bool ruleset_rule_is_output(const struct ruleset_rule *rule);

/* An inline test: text, what is expected, and where it stands. */
struct ruleset_test {
	struct slice text;
	bool         expect_match; /* under tests.block; false under tests.pass */
	unsigned     line;
	unsigned     column;
};
size_t ruleset_rule_tests(const struct ruleset_rule *rule, const struct ruleset_test **tests);

const char *ruleset_severity_name(enum ruleset_severity severity);
const char *ruleset_action_name(enum ruleset_action action);
const char *ruleset_mode_name(enum ruleset_mode mode);

/* Categories: the compiled-in table (rules/categories.yaml). Index 0 .. count - 1,
 * in byte order of their code. */
size_t      ruleset_category_count(void);
const char *ruleset_category_code(uint16_t category); /* "weapons.conventional" */
const char *ruleset_category_title(uint16_t category);
/* False when there is no such code. */
bool ruleset_category_find(struct slice code, uint16_t *category);

/* What the customer reads when a rule has no message of its own. Static. */
const char *ruleset_category_message(uint16_t category);
/* What the category does unless a policy says otherwise. */
enum ruleset_action ruleset_category_action(uint16_t category);
/* One of the B rows: blocks under every policy. */
bool ruleset_category_always(uint16_t category);

/* The codes of others for a category, as data: NULL-terminated, static, perhaps empty. */
enum ruleset_scheme {
	RULESET_OPENAI,      /* "illicit/violent" */
	RULESET_AILUMINATE,  /* MLCommons AILuminate 1.0 hazards: "iwp" */
	RULESET_LLAMAGUARD,  /* "S9" */
	RULESET_AZURE,       /* "Violence" */
	RULESET_PERSPECTIVE, /* "THREAT" */
	RULESET_DSA,         /* "STATEMENT_CATEGORY_VIOLENCE", one a category */
	RULESET_MEDIA,       /* "image", "video", "audio", "text" */
	RULESET_SCHEME_COUNT
};
const char *const *ruleset_category_codes(uint16_t category, enum ruleset_scheme scheme);

/* NULL when there is no policy of this name. */
const struct ruleset_policy *ruleset_policy_find(const struct ruleset *ruleset, struct slice name);
size_t                       ruleset_policy_count(const struct ruleset *ruleset);
const struct ruleset_policy *ruleset_policy_at(const struct ruleset *ruleset, size_t index);
const char                  *ruleset_policy_name(const struct ruleset_policy *policy);
/* May the record keep the prompt's text, sealed? */
bool ruleset_policy_stores_content(const struct ruleset_policy *policy);

/* Counts for a log line: rules by mode, phrases, literals, bytes of the database. */
struct ruleset_figures {
	size_t rules, draft, shadow, enforce;
	size_t atoms, literals, regexes, vocabulary, tests, policies, files;
	size_t database_bytes, arena_bytes;
};
void ruleset_figures(const struct ruleset *ruleset, struct ruleset_figures *figures);

/* "5.4.0 2022-..." of the matching library, "10.42" of PCRE2, "15.0.0" of Unicode. */
const char *ruleset_scan_version(void);
const char *ruleset_regex_version(void);
const char *ruleset_unicode_version(void);

/* ---- publish, acquire, release ----
 *
 * One handle a server. Each worker thread registers a reader. Acquiring is a few
 * atomic instructions and never waits; publishing swaps the pointer, waits (off the
 * request path) until no reader holds the old ruleset, and closes it. */
struct ruleset_handle;
struct ruleset_reader;

MUST_CHECK enum status ruleset_handle_open(struct ruleset_handle **handle);
/* All readers must be closed; closes the current ruleset. */
void ruleset_handle_close(struct ruleset_handle **handle);

MUST_CHECK enum status ruleset_reader_open(struct ruleset_handle  *handle,
                                           struct ruleset_reader **reader);
void                   ruleset_reader_close(struct ruleset_reader **reader);

/* Takes ownership of *ruleset and sets it to NULL. One publisher at a time (it
 * takes a lock among publishers). Blocks until the old one is unused. */
void ruleset_publish(struct ruleset_handle *handle, struct ruleset **ruleset);

/* NULL before the first publish. Not nested: one acquire, one release. */
const struct ruleset *ruleset_acquire(struct ruleset_reader *reader);
void                  ruleset_release(struct ruleset_reader *reader);

#endif
