/* SPDX-License-Identifier: Apache-2.0 */
/* Internal: which bytes the characters of a set begin with or hold, a little too
 * many rather than one too few. For match_prefilter_pattern.c. */
#ifndef MATCH_CHARSET_H
#define MATCH_CHARSET_H

#include "base_slice.h"

#include <stdbool.h>
#include <stdint.h>

enum match_charset_wide {
	MATCH_WIDE_NONE,   /* ASCII only */
	MATCH_WIDE_DIGITS, /* and decimal digits of other scripts (\d) */
	MATCH_WIDE_ALL     /* and possibly any character beyond ASCII */
};

struct match_charset {
	uint64_t                ascii[2]; /* bit n: the character n */
	enum match_charset_wide wide;
};

struct match_charset match_charset_any(void);

/* One character; `caseless` adds the ASCII letters that match it in the other case. */
struct match_charset match_charset_literal(uint32_t code, bool caseless);

/* An escape as written: \d \W \x{41}. What is not known is any character. */
struct match_charset match_charset_escape(struct slice escape, bool caseless);

/* A class as written, with its brackets. */
struct match_charset match_charset_class(struct slice brackets, bool caseless);

bool match_charset_has(const struct match_charset *set, unsigned ascii);

#endif
