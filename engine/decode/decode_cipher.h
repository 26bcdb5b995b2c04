/* SPDX-License-Identifier: Apache-2.0 */
/* What the ciphers share: one byte for one byte, found by how the result reads. */
#ifndef DECODE_CIPHER_H
#define DECODE_CIPHER_H

#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One key of a cipher. */
struct decode_cipher_key {
	uint8_t image[256];
};

struct decode_cipher {
	size_t keys;
	void (*key)(size_t index, struct decode_cipher_key *key); /* index < keys */
};

/* find() and decode() of struct decode_kind. A region that does not read (decode_reads.h)
 * is a run when it reads under one of the keys, or is the code of something under one.
 * Linear; a region costs as many looks as there are keys. */
bool decode_cipher_find(const struct decode_cipher *cipher, const struct decode_input *input,
                        size_t from, struct decode_run *run);
bool decode_cipher_decode(const struct decode_cipher *cipher, enum text_operation operation,
                          const struct decode_input *input, struct decode_sink *sink);

#endif
