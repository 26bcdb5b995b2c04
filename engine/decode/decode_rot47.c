/* SPDX-License-Identifier: Apache-2.0 */
/* rot47: the 94 printable characters of ASCII but the space, turned by half; or by any other
 * number of places. */
#include "decode_solve.h"

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_solve_find(DECODE_CIPHER_ROT47, false, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_solve_decode(DECODE_CIPHER_ROT47, TEXT_OPERATION_rot47, input, sink);
}

const struct decode_kind decode_rot47 = { .name = "rot47",
	                                  .operation = TEXT_OPERATION_rot47,
	                                  .signal = "bypass.encoding/rot47",
	                                  .pass = DECODE_PASS_CIPHER,
	                                  .solves = true,
	                                  .needs = DECODE_MARK_MIXED | DECODE_MARK_INNER |
	                                           DECODE_MARK_SIGN | DECODE_MARK_CODE |
	                                           DECODE_MARK_UNKNOWN,
	                                  .find = find,
	                                  .decode = decode };
