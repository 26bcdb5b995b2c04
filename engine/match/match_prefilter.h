/* SPDX-License-Identifier: Apache-2.0 */
/* Candidates for `regex:` atoms that have no literal to go by (card numbers,
 * phone numbers): one Hyperscan database of the expressions in prefilter mode,
 * over the clean text. Prefilter mode may say yes too often, never no wrongly;
 * PCRE2 confirms. An expression Hyperscan cannot take even so is reported at
 * compile time and then counts as always a candidate. */
#ifndef MATCH_PREFILTER_H
#define MATCH_PREFILTER_H

#include "base_attr.h"
#include "base_error.h"
#include "match_backend.h"

struct match_prefilter;

struct match_expression {
	const char *pattern;  /* NUL-terminated PCRE2 syntax, as match_regex_compile takes it */
	bool        caseless; /* false: case is told apart if the pattern begins with (?-i) */
	bool        always;   /* out: Hyperscan cannot take it, try PCRE2 on every text */
};

/* Sets `always` in each. `count` may be 0. The patterns are not kept. STATUS_OK; STATUS_NO_MEMORY,
 * with the library named in err. */
MUST_CHECK enum status match_prefilter_compile(struct match_expression *expressions, size_t count,
                                               struct match_prefilter **prefilter,
                                               struct error            *err);
void                   match_prefilter_close(struct match_prefilter **prefilter);
MUST_CHECK enum status match_prefilter_scratch_fit(const struct match_prefilter *prefilter,
                                                   struct match_scratch        **scratch);
/* `text` is clean text (text_clean): the long s and the Kelvin sign, which match "s" and "k"
 * with case ignored, do not occur there. Reports each candidate once by its position in
 * `expressions`, `always` ones included. STATUS_OK; STATUS_CORRUPT as of match_backend.
 * The scratch may be shared with match_hyperscan (call its scratch_fit for both). */
MUST_CHECK enum status match_prefilter_scan(const struct match_prefilter *prefilter,
                                            struct match_scratch *scratch, struct slice text,
                                            match_hit *hit, void *context);

/* As save() and open_bytes() of match_backend.h; `count` as given to match_prefilter_compile(). */
MUST_CHECK enum status match_prefilter_save(const struct match_prefilter *prefilter,
                                            struct buffer                *out);
MUST_CHECK enum status match_prefilter_open_bytes(struct slice bytes, size_t count,
                                                  struct match_prefilter **prefilter);
#endif
