/* SPDX-License-Identifier: Apache-2.0 */
/* Character codes in decimal: "104 111 119", fromCharCode(104,111,119). The lists
 * and how they are told from honest numbers: decode_number.c. */
#include "decode_number.h"

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_number_find(input, from, DECODE_BASE_DECIMAL, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_number_decode(input->text, DECODE_BASE_DECIMAL, TEXT_OPERATION_BIT(decimal),
	                            sink);
}

const struct decode_kind decode_decimal = { .name = "decimal",
	                                    .operation = TEXT_OPERATION_decimal,
	                                    .signal = "bypass.encoding/decimal",
	                                    .pass = DECODE_PASS_ENCODING,
	                                    .needs = DECODE_MARK_NUMBERS | DECODE_MARK_PLUS,
	                                    .reach = 64,
	                                    .find = find,
	                                    .decode = decode };
