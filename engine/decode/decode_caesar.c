/* SPDX-License-Identifier: Apache-2.0 */
/* Caesar's cipher: every letter stands for the one so many places on; rot13 is the shift of
 * 13. Digits and signs stay, but in rot18, which turns digits by 5. All 25 shifts are tried:
 * see decode_key.c. */
#include "decode_solve.h"

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_solve_find(DECODE_CIPHER_CAESAR, false, input, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_solve_decode(DECODE_CIPHER_CAESAR, TEXT_OPERATION_caesar, input, sink);
}

/* Letters tell rot13 and rot18 not apart, digits do not read: "60" stays, or was "15". So both
 * are read, in different passes, and the rules decide. */
static bool find_digits(const struct decode_input *input, size_t from, struct decode_run *run)
{
	while (find(input, from, run)) {
		for (size_t at = run->start; at < run->end; at++)
			if (input->text.ptr[at] >= '0' && input->text.ptr[at] <= '9')
				return true;
		from = run->end;
	}
	return false;
}

static bool decode_digits_too(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_solve_rot18(input, sink);
}

const struct decode_kind decode_rot18 = { .name = "rot18",
	                                  .operation = TEXT_OPERATION_caesar,
	                                  .signal = "bypass.encoding/caesar",
	                                  .pass = DECODE_PASS_WORDING,
	                                  .solves = true,
	                                  .needs = DECODE_MARK_UNKNOWN,
	                                  .also = DECODE_MARK_DIGIT,
	                                  .find = find_digits,
	                                  .decode = decode_digits_too };

const struct decode_kind decode_caesar = { .name = "caesar",
	                                   .operation = TEXT_OPERATION_caesar,
	                                   .signal = "bypass.encoding/caesar",
	                                   .pass = DECODE_PASS_CIPHER,
	                                   .solves = true,
	                                   .needs = DECODE_MARK_UNKNOWN | DECODE_MARK_CODE |
	                                            DECODE_MARK_INNER | DECODE_MARK_BACKSLASH,
	                                   .find = find,
	                                   .decode = decode };
