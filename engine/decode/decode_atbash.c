/* SPDX-License-Identifier: Apache-2.0 */
/* Atbash: the alphabet turned round, a for z and z for a. */
#include "decode_cipher.h"

static void mirror(size_t index, struct decode_cipher_key *key)
{
	(void)index; /* there is one key */
	for (unsigned i = 0; i < 256; i++)
		key->image[i] = (uint8_t)i;
	for (unsigned i = 0; i < 26; i++) {
		key->image['a' + i] = (uint8_t)('z' - i);
		key->image['A' + i] = (uint8_t)('Z' - i);
	}
}

static const struct decode_cipher atbash = { 1, mirror };

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_cipher_find(&atbash, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_cipher_decode(&atbash, TEXT_OPERATION_atbash, input, sink);
}

const struct decode_kind decode_atbash = { .name = "atbash",
	                                   .operation = TEXT_OPERATION_atbash,
	                                   .signal = "bypass.encoding/atbash",
	                                   .pass = DECODE_PASS_CIPHER,
	                                   .needs = DECODE_MARK_UNKNOWN | DECODE_MARK_CODE |
	                                            DECODE_MARK_INNER,
	                                   .find = find,
	                                   .decode = decode };
