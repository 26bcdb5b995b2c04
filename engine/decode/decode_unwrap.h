/* SPDX-License-Identifier: Apache-2.0 */
/* What decoded bytes may be besides UTF-8 text: compressed, in wider characters, or with
 * the same arithmetic done to each byte.
 *
 *     H4sIAAAA...  -base64->  1F 8B 08 ...  -gzip->  make a pipe bomb
 *
 * Layers lie in one another (gzip in gzip) up to DECODE_UNWRAP_LAYERS; what comes out is
 * text and goes into a view like what any decoder gives. Most bytes in base64 are honest:
 * pictures, keys, digests. So a look at the first bytes refuses nearly all of them, and
 * what is unpacked is judged by its first kilobyte before the rest is. */
#ifndef DECODE_UNWRAP_H
#define DECODE_UNWRAP_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "decode_budget.h"
#include "decode_kind.h"
#include "text_map.h"
#include "text_operation.h"

#include <stdbool.h>
#include <stddef.h>

/* Layers in one another; one more is a budget that ran out. */
#define DECODE_UNWRAP_LAYERS 8

/* The first bytes that a look wants; with fewer it says no. */
#define DECODE_UNWRAP_HEAD 12

/* At most so many bytes come from each. */
#define DECODE_UNWRAP_RATIO 64

enum decode_unwrap_look {
	DECODE_UNWRAP_NOTHING, /* text, or nothing that is known */
	DECODE_UNWRAP_PACKED,  /* compressed: what follows looks like nothing at all */
	DECODE_UNWRAP_BYTES    /* characters of text in another form, to the end */
};

/* What the first bytes of a run may be. Pure. */
enum decode_unwrap_look decode_unwrap_look(struct slice head);

/* Do they begin with a signature of three bytes or more? Pure. */
bool decode_unwrap_is_signed(struct slice head);

enum decode_unwrap_result {
	DECODE_UNWRAP_REFUSED, /* it is something else */
	DECODE_UNWRAP_DONE,
	DECODE_UNWRAP_FULL /* more would come out than there is room for, or memory */
};

enum decode_unwrap_shape {
	DECODE_UNWRAP_BLOCK,  /* any byte may stand for any */
	DECODE_UNWRAP_LINEAR, /* byte for byte */
	DECODE_UNWRAP_UNITS   /* open() puts characters with their places */
};

struct decode_unwrap_kind {
	const char              *name;
	enum text_operation      operation;
	const char              *signal; /* "bypass.encoding/gzip" */
	enum decode_unwrap_shape shape;
	enum decode_unwrap_look  look; /* what it is taken for where begins() says yes */

	bool mask; /* the result may be asked for where the bytes pass for text */

	/* Cheap; the first bytes of what is to be opened, DECODE_UNWRAP_HEAD or more. */
	bool (*begins)(struct slice bytes);

	/* Writes to the sink as far as there is room. `scratch` is rewound by the caller.
	 * What can be read of a damaged whole is read. */
	enum decode_unwrap_result (*open)(struct slice bytes, struct arena *scratch,
	                                  struct decode_sink *sink);
};

struct decode_unwrap_layer {
	size_t           index; /* of the row in decode_unwrap.def */
	size_t           bytes; /* that came out */
	struct text_map *map;   /* made when first asked for; NULL until then */
};

struct decode_unwrapped {
	struct decode_unwrap_layer layers[DECODE_UNWRAP_LAYERS]; /* outermost first */
	size_t                     count;
};

/* Turns bytes that are no text into text, which is put into the arena. False when that
 * cannot be done. Spends bytes of the purse; where they run out, or layers do, `hit` is
 * set and *text may be the beginning only. The arena never overflows here. */
bool decode_unwrap(struct slice bytes, struct arena *arena, struct decode_purse *purse,
                   struct decode_unwrapped *unwrapped, struct slice *text);

/* The same for bytes that pass for text and are none: letters xored with a small constant
 * are signs and digits. Only where the result reads like a language. */
bool decode_unwrap_mask(struct slice bytes, struct arena *arena, struct decode_purse *purse,
                        struct decode_unwrapped *unwrapped, struct slice *text);

/* Makes the maps of all layers from the same bytes again. *text is the text again.
 * STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status decode_unwrap_maps(struct slice bytes, struct arena *arena,
                                          struct decode_unwrapped *unwrapped, struct slice *text);

/* NULL past the last row. Static. */
const struct decode_unwrap_kind *decode_unwrap_at(size_t index);
size_t                           decode_unwrap_count(void);

/* No table has more rows; decode_expand.h counts by row. */
#define DECODE_UNWRAP_MAX 32u

#define UNWRAP(name) extern const struct decode_unwrap_kind decode_unwrap_##name;
#include "decode_unwrap.def"
#undef UNWRAP

/* ---- for those who unpack ---- */

/* Writes up to `room` bytes; *wrote says how many. False when no more will come. */
typedef bool decode_unwrap_step(void *state, char *bytes, size_t room, size_t *wrote);

/* Steps until the end, or until the first kilobyte shows that it is no text. */
enum decode_unwrap_result decode_unwrap_pump(decode_unwrap_step *step, void *state,
                                             struct decode_sink *sink);

/* Does a beginning read like a language, as it is? (decode_unwrap_byte.c) */
bool decode_unwrap_reads(struct slice bytes);

/* Inflates (RFC 1951; window_bits as zlib's inflateInit2 reads them: 31 gzip, 15 zlib, -15
 * raw). *used: how much of the input was read; *ended: the stream was whole. */
enum decode_unwrap_result decode_unwrap_inflate(struct slice bytes, int window_bits,
                                                struct arena *scratch, struct decode_sink *sink,
                                                size_t *used, bool *ended);

/* Memory for a library, from the arena and never beyond its end; NULL then. */
void *decode_unwrap_alloc(struct arena *arena, size_t count, size_t size);

#endif
