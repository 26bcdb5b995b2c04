/* SPDX-License-Identifier: Apache-2.0 */
#include "base_digest.h"

#include <nettle/sha2.h>
#include <sodium.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct digest_state),
               "struct digest_state holds Nettle's state");
_Static_assert(DIGEST_BYTES == SHA256_DIGEST_SIZE, "SHA-256 has 32 bytes");

static struct sha256_ctx *inner(struct digest_state *state)
{
	return (struct sha256_ctx *)(void *)state->opaque;
}

void digest_begin(struct digest_state *state)
{
	sha256_init(inner(state));
}

void digest_add(struct digest_state *state, struct slice bytes)
{
	if (bytes.len > 0)
		sha256_update(inner(state), bytes.len, (const uint8_t *)bytes.ptr);
}

void digest_end(struct digest_state *state, struct digest *digest)
{
	sha256_digest(inner(state), DIGEST_BYTES, digest->bytes);
}

void digest_of(struct slice bytes, struct digest *digest)
{
	struct digest_state state;

	digest_begin(&state);
	digest_add(&state, bytes);
	digest_end(&state, digest);
}

void digest_quick_of(const struct slice *pieces, size_t count, struct digest *digest)
{
	crypto_generichash_blake2b_state state;

	crypto_generichash_blake2b_init(&state, NULL, 0, DIGEST_BYTES);
	for (size_t i = 0; i < count; i++) {
		if (pieces[i].len > 0)
			crypto_generichash_blake2b_update(
				&state, (const unsigned char *)pieces[i].ptr, pieces[i].len);
	}
	crypto_generichash_blake2b_final(&state, digest->bytes, DIGEST_BYTES);
}

void digest_hex(const struct digest *digest, char text[DIGEST_HEX_CHARS + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		text[2 * i] = digits[digest->bytes[i] >> 4];
		text[2 * i + 1] = digits[digest->bytes[i] & 15];
	}
	text[DIGEST_HEX_CHARS] = '\0';
}
