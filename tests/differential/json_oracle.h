/* SPDX-License-Identifier: Apache-2.0 */
/* jansson's reading of a JSON body. In a file of its own, because jansson and base
 * both name their constants JSON_STRING, JSON_TRUE, ... */
#ifndef JSON_ORACLE_H
#define JSON_ORACLE_H

#include "base_buffer.h"
#include "base_slice.h"

#include <stdbool.h>

/* Appends the body's values in order to `line`: { } [ ] for the brackets, k and s and
 * the length for keys and strings ("s5:hello"), i and r for integers and reals, t f n.
 * False when jansson refuses the body (duplicate keys included; NUL in a string is
 * taken). */
bool json_oracle_read(struct slice body, struct buffer *line);

#endif
