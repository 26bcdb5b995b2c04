/* SPDX-License-Identifier: Apache-2.0 */
/* rot47: the 94 printable characters of ASCII but the space, turned by half. */
#include "decode_cipher.h"

static void turn(size_t index, struct decode_cipher_key *key)
{
	(void)index; /* there is one key */
	for (unsigned i = 0; i < 256; i++)
		key->image[i] = (uint8_t)i;
	for (unsigned i = 0; i < 94; i++)
		key->image['!' + i] = (uint8_t)('!' + (i + 47) % 94);
}

static const struct decode_cipher rot47 = { 1, turn };

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_cipher_find(&rot47, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_cipher_decode(&rot47, TEXT_OPERATION_rot47, input, sink);
}

const struct decode_kind decode_rot47 = { .name = "rot47",
	                                  .operation = TEXT_OPERATION_rot47,
	                                  .signal = "bypass.encoding/rot47",
	                                  .pass = DECODE_PASS_CIPHER,
	                                  .needs = DECODE_MARK_MIXED | DECODE_MARK_INNER |
	                                           DECODE_MARK_SIGN | DECODE_MARK_CODE,
	                                  .find = find,
	                                  .decode = decode };
