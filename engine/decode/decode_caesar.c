/* SPDX-License-Identifier: Apache-2.0 */
/* Caesar's cipher: every letter stands for the one so many places on; rot13 is the shift of
 * 13. Digits and signs stay. All 25 shifts are tried: see decode_cipher.c. */
#include "decode_cipher.h"

static void shift(size_t index, struct decode_cipher_key *key)
{
	const unsigned by = (unsigned)index + 1;

	for (unsigned i = 0; i < 256; i++)
		key->image[i] = (uint8_t)i;
	for (unsigned i = 0; i < 26; i++) {
		key->image['a' + i] = (uint8_t)('a' + (i + by) % 26);
		key->image['A' + i] = (uint8_t)('A' + (i + by) % 26);
	}
}

static const struct decode_cipher caesar = { 25, shift };

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_cipher_find(&caesar, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_cipher_decode(&caesar, TEXT_OPERATION_caesar, input, sink);
}

const struct decode_kind decode_caesar = { .name = "caesar",
	                                   .operation = TEXT_OPERATION_caesar,
	                                   .signal = "bypass.encoding/caesar",
	                                   .pass = DECODE_PASS_CIPHER,
	                                   .needs = DECODE_MARK_UNKNOWN | DECODE_MARK_CODE |
	                                            DECODE_MARK_INNER,
	                                   .find = find,
	                                   .decode = decode };
