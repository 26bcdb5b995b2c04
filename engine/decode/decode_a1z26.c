/* SPDX-License-Identifier: Apache-2.0 */
/* Letters by their number in the alphabet:
 *
 *   16-9-16-5 2-15-13-2       pipe bomb
 *   16 09 16 05 / 02 15 13 02, 16091605 02151302
 *   15 8 15 4 1 14 12 1       counted from 0
 *
 * Small numbers in a row are everywhere, so the letters have to read like words; or they
 * are parted as words are, which versions, dates and rows of a table are not (their
 * groups are all of one length). */
#include "base_ascii.h"
#include "decode_kind.h"
#include "decode_spelling.h"
#include "decode_token.h"

enum { SIGNS_MIN = 4, SPACE = 27 };

/* One or two digits; more where they are pairs. */
static bool sign_at(const struct decode_spelling *spelling, struct slice text, size_t at,
                    struct decode_sign *sign)
{
	size_t end = at;

	(void)spelling;
	while (end < text.len && end - at < 4 && ascii_is_digit(text.ptr[end]))
		end++;
	if (end - at == 0 || end - at == 3)
		return false;
	sign->end = at + (end - at > 2 ? 2 : end - at);
	for (; at < sign->end; at++)
		sign->value = sign->value * 10 + (uint32_t)(text.ptr[at] - '0');
	return sign->value <= SPACE;
}

static char letter(uint32_t value, unsigned reading)
{
	value += reading;
	return value == 0 || value == SPACE ? ' ' : value > SPACE ? '\0' : (char)('a' + value - 1);
}

static const struct decode_spelling a1z26 = { .sign_at = sign_at,
	                                      .letter = letter,
	                                      .readings = 2,
	                                      .gaps = " \t\n\r,;.:-_/|+&*",
	                                      .gap_max = 5 };

/* Nothing but 0 and 1: binary digits. */
static bool is_binary(struct slice run)
{
	for (size_t i = 0; i < run.len; i++)
		if (run.ptr[i] >= '2' && run.ptr[i] <= '9')
			return false;
	return true;
}

static bool accepts(const struct decode_input *input, const struct decode_spelled *run)
{
	return run->signs >= SIGNS_MIN && !run->rising &&
	       !is_binary(slice_range(input->text, run->start, run->end)) &&
	       decode_spelling_is_whole(input->text, run) &&
	       (decode_spelling_reads(&a1z26, input, run) ||
	        decode_spelling_is_parted(&a1z26, input->text, run));
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_spelling_find(&a1z26, input, from, "0123456789", accepts, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_spelling_decode(&a1z26, TEXT_OPERATION_a1z26, input, sink);
}

const struct decode_kind decode_a1z26 = { .name = "a1z26",
	                                  .operation = TEXT_OPERATION_a1z26,
	                                  .signal = "bypass.encoding/a1z26",
	                                  .pass = DECODE_PASS_ENCODING,
	                                  .needs = DECODE_MARK_NUMBERS,
	                                  .reach = 64,
	                                  .find = find,
	                                  .decode = decode };
