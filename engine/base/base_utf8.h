/* SPDX-License-Identifier: Apache-2.0 */
/* The little of UTF-8 (RFC 3629) that JSON and YAML need. What prompts need is
 * in the text layer. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base_slice.h"

#include <stddef.h>
#include <stdint.h>

/* The length in bytes (1 to 4) of the well-formed sequence at text.ptr[offset], or
 * 0 when there is none: overlong forms, surrogates and code points above U+10FFFF are
 * ill-formed. `*code_point` (may be NULL) is written when there is one. */
size_t utf8_sequence(struct slice text, size_t offset, uint32_t *code_point);

/* Writes 1 to 4 bytes and returns how many. Asserts code_point <= U+10FFFF. */
size_t utf8_put(uint32_t code_point, char bytes[4]);

#endif
