/* SPDX-License-Identifier: Apache-2.0 */
/* `regex:` atoms: PCRE2 with JIT, a match limit, a heap limit and a JIT stack of
 * its own, so that no prompt can make a pattern run away. A limit reached is an
 * uncertain match, never "no match". The only file with pcre2.h is match_regex.c.
 *
 * Patterns run over the *clean* text, bytes of UTF-8, caseless unless the pattern
 * begins with (?-i). Unicode properties are on (PCRE2_UTF | PCRE2_UCP). */
#ifndef MATCH_REGEX_H
#define MATCH_REGEX_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>

struct match_regex;        /* compiled; immutable, any thread */
struct match_regex_worker; /* match data, limits and JIT stack of one thread */

/* `pattern` is a slice of the rule file. Refused, with the offset inside the
 * pattern in *offset (may be NULL) and the rewrite in err:
 * - what matches the empty text;
 * - back-references, recursion, conditions, callouts, \C, \K, verbs "(*...)";
 * - look-behind of unbounded length;
 * - an unbounded repeat of a group that itself holds an unbounded repeat;
 * - what this project's own readers of patterns would have to guess at: \Q...\E, \cX,
 *   comments (?#...), extended mode (?x), a bare { that begins no repeat.
 * The first fault only. err has no file, line or column: the caller knows where the
 * pattern stands. STATUS_OK, STATUS_RULE_MALFORMED, STATUS_NO_MEMORY. */
MUST_CHECK enum status match_regex_compile(struct slice pattern, struct match_regex **regex,
                                           size_t *offset, struct error *err);
void                   match_regex_close(struct match_regex **regex);

MUST_CHECK enum status match_regex_worker_open(struct match_regex_worker **worker);
void                   match_regex_worker_close(struct match_regex_worker **worker);

enum match_regex_result { MATCH_REGEX_NO, MATCH_REGEX_YES, MATCH_REGEX_UNCERTAIN };

/* The first match at or after `from` in valid UTF-8. On YES *start and *end are a
 * half-open range, never empty. On UNCERTAIN (a limit was reached) they are
 * [from, text.len). */
enum match_regex_result match_regex_find(const struct match_regex  *regex,
                                         struct match_regex_worker *worker, struct slice text,
                                         size_t from, size_t *start, size_t *end);

/* The longest run of plain letters and digits (at least `min_chars`) that every match
 * must contain as written, lower-cased ("akia" for "AKIA[0-9A-Z]{16}"); empty when
 * there is none. It lives in `arena`. Alternations, optional parts, classes, look-arounds
 * and repeats that may be zero contribute nothing. Conservative: when in doubt, empty.
 * *word_start / *word_end: the run is certainly at the start / end of a word in
 * folded text because the pattern has an ASCII separator there ("-begin_"). \b is not taken
 * for one: it also holds beside a combining mark that folding keeps in the word. */
struct slice match_regex_required(struct slice pattern, size_t min_chars, struct arena *arena,
                                  bool *word_start, bool *word_end);

/* "10.42", for the version page. */
const char *match_regex_version(void);

#endif
