/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4), whole or in steps, and its text form; BLAKE2b. SHA-256 is Nettle's, which
 * uses the processor's own instructions: a record of 700 bytes takes a fifth of libsodium's time,
 * and GnuTLS brings the library along anyway. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include "base_slice.h"

#include <stddef.h>
#include <stdint.h>

#define DIGEST_BYTES     32
#define DIGEST_HEX_CHARS 64

struct digest {
	uint8_t bytes[DIGEST_BYTES];
};

/* Steps: begin, any number of adds, end. The state is opaque and sized for
 * Nettle's struct sha256_ctx. */
struct digest_state {
	_Alignas(16) unsigned char opaque[128];
};

void digest_begin(struct digest_state *state);
void digest_add(struct digest_state *state, struct slice bytes);
void digest_end(struct digest_state *state, struct digest *digest);

void digest_of(struct slice bytes, struct digest *digest);

/* BLAKE2b with 256 bits (RFC 7693) over the pieces, one behind the other: three times as fast, for
 * what nobody outside this program reads. */
void digest_quick_of(const struct slice *pieces, size_t count, struct digest *digest);

/* 64 lower-case hex digits and a NUL into `text`. */
void digest_hex(const struct digest *digest, char text[DIGEST_HEX_CHARS + 1]);

#endif
