/* SPDX-License-Identifier: Apache-2.0 */
/* base32 in other orders of digits, in which small letters are capitals as well:
 *
 *   d1jprv3f41vpywkccg      Crockford's ("i" and "l" are 1, "o" is 0), dashes or not
 *   ktwze4jbqt5x4ekg        z-base-32
 *   vekxzpigzjqo            geohash, Bech32, and words that cannot be (RFC 4648 has A to Z)
 *
 * A word of prose is all digits of each, so the whole must read as text. */
#include "decode_dense.h"

static const struct dense_alphabet items[] = {
	{ .digits = "0123456789abcdefghjkmnpqrstvwxyz",
	  .base = DENSE_32,
	  .caseless = true,
	  .strewn = true },
	{ .digits = "ybndrfg8ejkmcpqxot1uwisza345h769", .base = DENSE_32, .caseless = true },
	{ .digits = "0123456789bcdefghjkmnpqrstuvwxyz", .base = DENSE_32, .caseless = true },
	{ .digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l", .base = DENSE_32, .caseless = true },
	{ .digits = "zyxwvutsrqponmlkjihgfedcba765432", .base = DENSE_32, .caseless = true },
};

static const struct dense_alphabets alphabets = { .items = items,
	                                          .count = sizeof items / sizeof items[0],
	                                          .code_min = 1,
	                                          .operation = TEXT_OPERATION_BIT(base32_table) };

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_dense_find(&alphabets, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_dense_decode(&alphabets, input, sink);
}

const struct decode_kind decode_base32_table = { .name = "base32_table",
	                                         .operation = TEXT_OPERATION_base32_table,
	                                         .signal = "bypass.encoding/base32_table",
	                                         .pass = DECODE_PASS_ENCODING,
	                                         .needs = DECODE_MARK_LONG,
	                                         .reach = 1,
	                                         .find = find,
	                                         .decode = decode };
