/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a JSON string, between its quotes. Private to the reader. */
#ifndef BASE_JSON_STRING_H
#define BASE_JSON_STRING_H

#include "base_slice.h"

#include <stddef.h>

/* Offset of the first quote, backslash or control character at or after `at`, or
 * body.len; `at` is at most that. */
size_t json_plain_end(struct slice body, size_t at);

/* The length (2 or 6) of the escape whose backslash is body.ptr[at], or 0 when it is
 * none of RFC 8259's. */
size_t json_escape_length(struct slice body, size_t at);

#endif
