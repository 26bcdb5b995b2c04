/* SPDX-License-Identifier: Apache-2.0 */
/* The affine cipher: letter x stands for a * x + b, modulo 26. See decode_key.c. */
#include "decode_solve.h"

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_solve_find(DECODE_CIPHER_AFFINE, false, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_solve_decode(DECODE_CIPHER_AFFINE, TEXT_OPERATION_affine, input, sink);
}

const struct decode_kind decode_affine = { .name = "affine",
	                                   .operation = TEXT_OPERATION_affine,
	                                   .signal = "bypass.encoding/affine",
	                                   .pass = DECODE_PASS_CIPHER,
	                                   .solves = true,
	                                   .needs = DECODE_MARK_UNKNOWN,
	                                   .find = find,
	                                   .decode = decode };
