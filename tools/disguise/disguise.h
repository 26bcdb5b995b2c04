/* SPDX-License-Identifier: Apache-2.0 */
/* Disguises: what people do to a phrase so that a filter does not see it. Each is an
 * encoder, the counterpart of a decoder or a fold of the engine, written from the
 * standard and not from the engine's tables, so that the two check each other.
 *
 *     const struct disguise *disguise = disguise_find("base64");
 *     if (disguise->accepts(plain))
 *             disguise->encode(plain, 0, &out);
 *
 * Disguises stack: the output of one may be the plain text of the next that accepts it.
 * No shared state; safe on any thread. */
#ifndef DISGUISE_H
#define DISGUISE_H

#include "base_buffer.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What may be asked of the share of phrases that are still seen through a disguise. */
enum disguise_grade {
	DISGUISE_EXACT,     /* undone by a fixed table or algorithm: every one */
	DISGUISE_HEURISTIC, /* undone by how the result reads (leet, repeated letters): 98 % */
	DISGUISE_TYPO       /* single edits of long words: 90 % */
};

struct disguise {
	const char *name;   /* "base64_url": [a-z0-9_] */
	const char *family; /* "transport", "look-alikes", "invisible", "alphabets", ... */

	enum disguise_grade grade;

	/* Every byte of the plain text can be had back, so also texts whose meaning is their
	 * exact letters (keys, card numbers) survive it. False: letters are, more or less. */
	bool keeps_bytes;

	/* Every character of the plain text keeps bytes of its own, so a finding's span in
	 * the disguised text can be exact. Base64 is the other kind: 3 bytes become 4. */
	bool exact_span;

	/* Appends the disguised text. `plain` is any bytes, UTF-8 where letters matter. The
	 * same plain text and seed give the same bytes; seed 0 is the plainest form, other
	 * seeds vary what the disguise leaves open. Test out->failed at the end. */
	void (*encode)(struct slice plain, uint64_t seed, struct buffer *out);

	/* Does `plain` survive it? Undoing the disguise must give a text that reads the same
	 * (Morse has no letter case, so base64 does not survive it), and encoding must hide
	 * something (a text without letters has no look-alikes). */
	bool (*accepts)(struct slice plain);
};

size_t disguise_count(void);

/* In the order of disguise_kind.def; asserts index < disguise_count(). Static. */
const struct disguise *disguise_at(size_t index);

/* NULL when there is no disguise of this name. Static. */
const struct disguise *disguise_find(const char *name);

#endif
