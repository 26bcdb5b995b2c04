/* SPDX-License-Identifier: Apache-2.0 */
/* Keyed hashes of what was sent: an auditor who holds the key can hash a known text and search
 * for it, and nobody can guess texts from the records. BLAKE2b, 128 bits. */
#ifndef AUDIT_HASH_H
#define AUDIT_HASH_H

#include "base_slice.h"

#include <stdint.h>

#define AUDIT_HASH_KEY_BYTES 32
#define AUDIT_HASH_CHARS     32

struct audit_hash_key {
	uint8_t bytes[AUDIT_HASH_KEY_BYTES];
};

struct audit_hash {
	char text[AUDIT_HASH_CHARS + 1]; /* lower-case hex */
};

/* Any thread. */
void audit_hash_of(const struct audit_hash_key *key, struct slice bytes, struct audit_hash *hash);

#endif
