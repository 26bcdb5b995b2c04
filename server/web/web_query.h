/* SPDX-License-Identifier: Apache-2.0 */
/* The arguments behind "?" in a path, unescaped. */
#ifndef WEB_QUERY_H
#define WEB_QUERY_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "web_head.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The value of the argument `name`, "+" a blank and "%41" a byte; empty when there is none. In the
 * arena where it had to be unescaped. False for an escape that is none, or without memory. */
MUST_CHECK bool web_query_text(const struct web_head *head, const char *name, struct arena *arena,
                               struct slice *value);

/* Unescapes a value as it was sent. */
MUST_CHECK bool web_query_unescape(struct slice value, struct arena *arena, struct slice *text);

/* A number from min to max; `value` stays as it is when there is no such argument. */
MUST_CHECK bool web_query_number(const struct web_head *head, const char *name, uint64_t min,
                                 uint64_t max, uint64_t *value);

/* Is every argument one of `names`, once? */
bool web_query_known(const struct web_head *head, const char *const *names, size_t count);

#endif
