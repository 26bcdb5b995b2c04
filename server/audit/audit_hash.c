/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_hash.h"

#include <sodium.h>

void audit_hash_of(const struct audit_hash_key *key, struct slice bytes, struct audit_hash *hash)
{
	unsigned char raw[AUDIT_HASH_CHARS / 2];

	crypto_generichash(raw, sizeof raw, (const unsigned char *)bytes.ptr, bytes.len, key->bytes,
	                   sizeof key->bytes);
	sodium_bin2hex(hash->text, sizeof hash->text, raw, sizeof raw);
}
