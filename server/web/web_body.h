/* SPDX-License-Identifier: Apache-2.0 */
/* Small bodies of management routes: one object whose members are known by name.
 *
 *     static const struct web_member members[] = {
 *             { "reason", WEB_TEXT, offsetof(struct wish, reason) },
 *     };
 *     status = web_body_read(body, arena, members, 1, &wish, &err);
 *
 * Unknown members are refused with a "did you mean"; a member that is absent leaves its target. */
#ifndef WEB_BODY_H
#define WEB_BODY_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stddef.h>

enum web_kind {
	WEB_TEXT,   /* const char *: NUL-terminated in the arena; a text with a NUL is refused */
	WEB_NUMBER, /* uint64_t */
	WEB_SWITCH, /* bool */
	WEB_COMMAS, /* const char *: a list of texts, or one text, joined with commas */
	WEB_BLANKS, /* the same, joined with blanks */
	WEB_AMOUNT  /* const char *: a text, or a number as it was written */
};

struct web_member {
	const char   *name;
	enum web_kind kind;
	size_t        offset; /* of the target */
};

#define WEB_MEMBERS_MAX 16u

/* STATUS_OK; STATUS_JSON_MALFORMED, STATUS_REQUEST_INVALID with line and column in err;
 * STATUS_LIMIT_REACHED; STATUS_NO_MEMORY. */
MUST_CHECK enum status web_body_read(struct slice body, struct arena *arena,
                                     const struct web_member *members, size_t count, void *target,
                                     struct error *err);

#endif
