/* SPDX-License-Identifier: Apache-2.0 */
/* Operation `spacing`: spaces, dashes, quotes and other punctuation in plain ASCII. */
#ifndef GEN_PLAIN_H
#define GEN_PLAIN_H

#include <stdbool.h>
#include <stdint.h>

/* The ASCII byte that is written instead, or 0. The named ones win over
 * decomposition (NFKD turns an acute accent into a space and a mark)... */
char gen_plain_named(uint32_t code_point);

/* ... the rest of punctuation is judged by its general category, after it. */
char gen_plain_by_category(uint32_t code_point);

/* No glyph and no meaning for the reader: left out of the clean form. */
bool gen_plain_invisible(uint32_t code_point);

#endif
