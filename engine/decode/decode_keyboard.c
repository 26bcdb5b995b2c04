/* SPDX-License-Identifier: Apache-2.0 */
/* Typed with the hands one key to the left or right: "jpe" for "how". The last key of a row goes
 * round to its first, or is the sign beside it. */
#include "decode_solve.h"

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_solve_find(DECODE_CIPHER_KEYBOARD, false, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_solve_decode(DECODE_CIPHER_KEYBOARD, TEXT_OPERATION_keyboard, input, sink);
}

const struct decode_kind decode_keyboard = { .name = "keyboard",
	                                     .operation = TEXT_OPERATION_keyboard,
	                                     .signal = "bypass.encoding/keyboard",
	                                     .pass = DECODE_PASS_CIPHER,
	                                     .solves = true,
	                                     .needs = DECODE_MARK_UNKNOWN | DECODE_MARK_INNER,
	                                     .find = find,
	                                     .decode = decode };
