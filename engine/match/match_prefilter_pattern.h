/* SPDX-License-Identifier: Apache-2.0 */
/* Internal: a PCRE2 pattern as a plainer one over bytes that matches wherever the
 * original does. */
#ifndef MATCH_PREFILTER_PATTERN_H
#define MATCH_PREFILTER_PATTERN_H

#include "base_buffer.h"
#include "base_slice.h"

#include <stdbool.h>

/* Appends the translation, NUL-terminated. `caseless` false: the pattern tells letters
 * apart where it begins with (?-i) and never switches back. False when the pattern is
 * none that match_regex_compile() takes. */
bool match_prefilter_translate(struct slice pattern, bool caseless, struct buffer *out);

#endif
