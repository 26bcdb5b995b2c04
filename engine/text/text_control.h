/* SPDX-License-Identifier: Apache-2.0 */
/* Control characters, as a terminal takes them:
 *
 *     bX BS omb             bomb      BS and DEL erase the character before
 *     b ESC[31m omb         bomb      escape sequences are not shown
 *     b NUL o NUL mb        bomb      the other controls neither
 *     N BS N A BS A         NA        bold type of manual pages: no evidence
 *
 * What four quotes and dashes of other encodings become in a byte stays too.
 * Tab, line feed, vertical tab, form feed, carriage return and the four information
 * separators are white space and stay. Text is rewritten before it is cleaned; the two maps are
 * then made one. */
#ifndef TEXT_CONTROL_H
#define TEXT_CONTROL_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "text_map.h"

#include <stdbool.h>
#include <stddef.h>

/* What kinds of bytes a text holds. */
struct text_control_look {
	bool is_foreign; /* bytes from 0x80 on */
	bool has_controls;
};

/* Vectorised. Pure, any thread. */
struct text_control_look text_control_look(struct slice text);

/* What was found on the way. */
struct text_control_seen {
	size_t evidence_count; /* runs of controls inside words that were no overstriking */
	bool   has_erasers;    /* BS or DEL: the text has a second reading */
};

/* Valid UTF-8 without its controls, in `arena`. When `erases` is false BS and DEL are dropped like
 * the other controls: a model may read what a terminal would not show. `map` (initialised
 * and empty) may be NULL; operation `control`. STATUS_OK or STATUS_NO_MEMORY. Pure, any
 * thread. */
MUST_CHECK enum status text_control_resolve(struct slice text, bool erases, struct arena *arena,
                                            struct slice *resolved, struct text_control_seen *seen,
                                            struct text_map *map);

/* `map` traces to a text that `before` traces on: *composed, initialised and empty, leads the whole
 * way. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status text_control_compose(const struct text_map *map,
                                            const struct text_map *before,
                                            struct text_map       *composed);

#endif
