/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces of bodies that faces look at, and masked texts put back into them. The body's JSON is
 * checked by whoever reads all of it; what these functions cannot read is absent. */
#ifndef WEB_JSON_H
#define WEB_JSON_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "doorward/engine.h"
#include "doorward/request.h"

#include <stdbool.h>

/* Reads all of a body, which must be one object: what is no JSON is refused before anything is
 * judged. STATUS_OK; STATUS_JSON_MALFORMED, STATUS_REQUEST_INVALID with line and column in err;
 * STATUS_LIMIT_REACHED, STATUS_NO_MEMORY. */
MUST_CHECK enum status web_json_check(struct slice body, struct arena *arena, struct error *err);

/* The value under `key` of an object, as its bytes; empty when there is none. */
struct slice web_json_get(struct slice object, const char *key, struct arena *arena);
/* The same as a text: empty when it is no string. In the arena where it has escapes. */
struct slice web_json_text(struct slice object, const char *key, struct arena *arena);
bool         web_json_is_true(struct slice object, const char *key, struct arena *arena);

/* The next item of a list; begin with *offset 0. False at the end. */
bool web_json_item(struct slice list, size_t *offset, struct slice *item, struct arena *arena);

/* A string value's text; false when `value` is none. */
bool web_json_string(struct slice value, struct arena *arena, struct slice *text, bool *replaced);

/* Appends the body that request_parse_client() read, with the masked fields in their places. */
void web_json_put_masked(struct slice body, const struct request *request,
                         const struct engine_verdict *verdict, struct buffer *out);

/* The masked text of a field, or the text as it was. */
struct slice web_json_masked(const struct engine_verdict *verdict, size_t field);

#endif
