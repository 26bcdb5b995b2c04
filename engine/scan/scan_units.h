/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-16 units before a byte of a field, for spans. Rules are judged one after another, and each
 * has its matches from the beginning of the text on: counting goes on from the last place that
 * was asked for, or from one of those that are kept all over a long field. */
#ifndef SCAN_UNITS_H
#define SCAN_UNITS_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "decode_origin.h"

#include <stddef.h>
#include <stdint.h>

/* A place where a character begins, and the UTF-16 units before it. */
struct scan_place {
	size_t offset;
	size_t units;
};

/* All 0 at first: of a prompt whose fields do not change. */
struct scan_units {
	struct scan_place **places; /* [field]; NULL until a long field is asked for */
	uint32_t            field;  /* the last place that was asked for */
	struct scan_place   last;
};

/* The units before `offset`, which is at most the field's length and begins a character or stands
 * behind one. Bad UTF-8 counts as text_utf8_utf16_units() has it. What is kept lives in `arena`.
 * STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_units_before(struct scan_units *units, struct decode_fields fields,
                                         uint32_t field, size_t offset, struct arena *arena,
                                         size_t *before);

#endif
