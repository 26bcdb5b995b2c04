/* SPDX-License-Identifier: Apache-2.0 */
/* basE91 (J. Henke, 2006): 13 or 14 bits in two of 91 printable characters. */
#include "decode_dense.h"

static const struct dense_alphabet items[] = {
	{ .digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	            "!#$%&()*+,./:;<=>?@[]^_`{|}~\"",
	  .base = DENSE_91 },
};

static const struct dense_alphabets alphabets = { .items = items,
	                                          .count = sizeof items / sizeof items[0],
	                                          .code_min = 4,
	                                          .operation = TEXT_OPERATION_BIT(base91) };

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_dense_find(&alphabets, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_dense_decode(&alphabets, input, sink);
}

const struct decode_kind decode_base91 = { .name = "base91",
	                                   .operation = TEXT_OPERATION_base91,
	                                   .signal = "bypass.encoding/base91",
	                                   .pass = DECODE_PASS_ENCODING,
	                                   .needs = DECODE_MARK_LONG,
	                                   .reach = 1,
	                                   .find = find,
	                                   .decode = decode };
