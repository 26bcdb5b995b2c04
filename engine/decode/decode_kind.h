/* SPDX-License-Identifier: Apache-2.0 */
/* The shape of a decoder: find the next encoded run, decode it.
 *
 * Decoders read the *clean* form of a text (invisible characters gone, fullwidth
 * letters plain, ASCII case kept). They are lenient, as attackers are, and gated by how
 * the result reads, not by a marker: random bytes are refused early. */
#ifndef DECODE_KIND_H
#define DECODE_KIND_H

#include "base_slice.h"
#include "text_map.h"
#include "text_operation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A run of encoded text: [start, end) of the clean text. Should the whole prove not
 * to be text, [start, shorter_end) is tried (a first line taken for a wrapped
 * whole); it equals `end` where there is nothing shorter to try. */
struct decode_run {
	size_t start;
	size_t end;
	size_t shorter_end;
};

/* Where decoded bytes go. The memory holds as many bytes as the encoded run: every
 * encoding here shrinks. `map` is NULL on the fast path. */
struct decode_sink {
	char            *bytes;
	size_t           len;
	size_t           cap;
	struct text_map *map;
};

/* Appends decoded bytes that came, as a block, from encoded [start, end).
 * `operations` and `inside_word` as in text_map.h. Asserts that there is room. */
void decode_sink_put(struct decode_sink *sink, struct slice bytes, size_t start, size_t end,
                     text_operations operations, text_operations inside_word);

/* Appends encoded[start, end) as it is. */
void decode_sink_copy(struct decode_sink *sink, struct slice encoded, size_t start, size_t end);

struct decode_kind {
	const char         *name; /* "base64" */
	enum text_operation operation;
	const char         *signal; /* "bypass.encoding/base64" */

	/* The next run at or after `from`; false when there is none. Linear over a whole
	 * text when called again from run->end or, after a refusal, shorter_end. */
	bool (*find)(struct slice clean, size_t from, struct decode_run *run);

	/* Decodes a run that find() gave (or its shorter form). False when it is not in
	 * this encoding after all. */
	bool (*decode)(struct slice encoded, struct decode_sink *sink);
};

/* The table of decode_kind.def. NULL past the last one. Static. */
const struct decode_kind *decode_kind_at(size_t index);
size_t                    decode_kind_count(void);

#define KIND(name) extern const struct decode_kind decode_##name;
#include "decode_kind.def"
#undef KIND

#endif
