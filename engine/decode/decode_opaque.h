/* SPDX-License-Identifier: Apache-2.0 */
/* Stretches of a text that are data: the base64 of a picture, a key, a digest.
 *
 *     data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAQAAAAEACAIAAADTED8x...
 *                           [----------------- opaque -----------------...
 *
 * Decoders of encodings look into them as into all else. Those that guess do not: in a
 * megabyte of random letters any two words of three letters stand, letters repeat, and each
 * guess would be a view of a megabyte that is searched again. */
#ifndef DECODE_OPAQUE_H
#define DECODE_OPAQUE_H

#include "base_slice.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>

struct decode_stretch {
	size_t start; /* half-open */
	size_t end;
};

/* The next stretch at or after `from` into which the decoders of a pass do not look. False
 * when there is none. Ciphers look at the beginning of each: a code may be enciphered.
 * Linear over a whole text when called again from stretch->end. Pure. */
bool decode_opaque_next(struct slice text, enum decode_pass pass, size_t from,
                        struct decode_stretch *stretch);

/* Is what stands at `at` as long as such a stretch is at least? A bounded look. */
bool decode_opaque_may_begin(struct slice text, size_t at);

#endif
