/* SPDX-License-Identifier: Apache-2.0 */
/* Character codes in octal: "150 157 167". Before decimal in decode_kind.def, for
 * an octal list may hold decimal-looking parts; the lists: decode_number.c. */
#include "decode_number.h"

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_number_find(input, from, DECODE_BASE_OCTAL, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_number_decode(input->text, DECODE_BASE_OCTAL, TEXT_OPERATION_BIT(octal),
	                            sink);
}

const struct decode_kind decode_octal = { .name = "octal",
	                                  .operation = TEXT_OPERATION_octal,
	                                  .signal = "bypass.encoding/octal",
	                                  .pass = DECODE_PASS_ENCODING,
	                                  .needs = DECODE_MARK_NUMBERS,
	                                  .reach = 64,
	                                  .find = find,
	                                  .decode = decode };
