/* SPDX-License-Identifier: Apache-2.0 */
/* Atbash: the alphabet turned round, a for z and z for a. */
#include "decode_solve.h"

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_solve_find(DECODE_CIPHER_ATBASH, false, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_solve_decode(DECODE_CIPHER_ATBASH, TEXT_OPERATION_atbash, input, sink);
}

const struct decode_kind decode_atbash = { .name = "atbash",
	                                   .operation = TEXT_OPERATION_atbash,
	                                   .signal = "bypass.encoding/atbash",
	                                   .pass = DECODE_PASS_CIPHER,
	                                   .solves = true,
	                                   .needs = DECODE_MARK_UNKNOWN | DECODE_MARK_CODE |
	                                            DECODE_MARK_INNER | DECODE_MARK_BACKSLASH,
	                                   .find = find,
	                                   .decode = decode };
