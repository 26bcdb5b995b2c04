/* SPDX-License-Identifier: Apache-2.0 */
#include "base_digest.h"

#include <sodium.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct digest_state),
               "struct digest_state holds libsodium's state");
_Static_assert(DIGEST_BYTES == crypto_hash_sha256_BYTES, "SHA-256 has 32 bytes");

static crypto_hash_sha256_state *inner(struct digest_state *state)
{
	return (crypto_hash_sha256_state *)(void *)state->opaque;
}

void digest_begin(struct digest_state *state)
{
	crypto_hash_sha256_init(inner(state));
}

void digest_add(struct digest_state *state, struct slice bytes)
{
	if (bytes.len > 0)
		crypto_hash_sha256_update(inner(state), (const unsigned char *)bytes.ptr,
		                          bytes.len);
}

void digest_end(struct digest_state *state, struct digest *digest)
{
	crypto_hash_sha256_final(inner(state), digest->bytes);
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
