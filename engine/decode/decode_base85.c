/* SPDX-License-Identifier: Apache-2.0 */
/* base85: four bytes in five characters, in three alphabets:
 *
 *   <~E,9*.FE1f/+B3ZIEcYr5~>      Ascii85 (Adobe, PostScript Language Reference, section 3.13)
 *   xL&EGy&rKpx(!gzw/             Z85 (ZeroMQ RFC 32)
 *   Zf_dAVQyq)Zf$QPZ*             RFC 1924, as in Python and git
 *
 * Between "<~" and "~>" any text is taken; a bare token must read as text. */
#include "decode_dense.h"

#include "decode_gate.h"

#include <string.h>

static const struct dense_alphabet items[] = {
	{ .digits = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
	            "abcdefghijklmnopqrstu",
	  .base = DENSE_85,
	  .short_forms = true },
	{ .digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	            "!#$%&()*+-;<=>?@^_`{|}~",
	  .base = DENSE_85 },
	{ .digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	            ".-:+=^!/*?&<>()[]{}@%$#",
	  .base = DENSE_85 },
};

static const struct dense_alphabets alphabets = { .items = items,
	                                          .count = sizeof items / sizeof items[0],
	                                          .code_min = 4,
	                                          .operation = TEXT_OPERATION_BIT(base85) };

#define BARE_MIN 6 /* "<~", a group's two characters, "~>" */

/* The place of two characters at or after `at`; the end of the text where they are not. */
static size_t find_pair(struct slice text, size_t at, const char pair[2])
{
	while (at + 1 < text.len) {
		const char *place = memchr(text.ptr + at, pair[0], text.len - 1 - at);

		if (place == NULL)
			break;
		at = (size_t)(place - text.ptr);
		if (text.ptr[at + 1] == pair[1])
			return at;
		at++;
	}
	return text.len;
}

/* The next run in delimiters. */
static bool find_enclosed(struct slice text, size_t from, struct decode_run *run)
{
	size_t start = find_pair(text, from, "<~");
	size_t close = start < text.len ? find_pair(text, start + 2, "~>") : text.len;

	if (close == text.len)
		return false;
	run->start = start;
	run->end = run->shorter_end = close + 2;
	return run->end - start >= BARE_MIN;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_run   enclosed;
	struct decode_input before = *input;

	if (!find_enclosed(input->text, from, &enclosed))
		return decode_dense_find(&alphabets, input, from, run);
	before.text = slice_range(input->text, 0, enclosed.start);
	if (!decode_dense_find(&alphabets, &before, from, run))
		*run = enclosed;
	return true;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice encoded = input->text;

	if (encoded.len >= BARE_MIN && encoded.ptr[0] == '<' && encoded.ptr[1] == '~')
		return decode_dense_read(&alphabets, 0, slice_range(encoded, 2, encoded.len - 2), 2,
		                         sink);
	return decode_dense_decode(&alphabets, input, sink);
}

const struct decode_kind decode_base85 = { .name = "base85",
	                                   .operation = TEXT_OPERATION_base85,
	                                   .signal = "bypass.encoding/base85",
	                                   .pass = DECODE_PASS_ENCODING,
	                                   .needs = DECODE_MARK_LONG | DECODE_MARK_BRACKET,
	                                   .growth = 4,
	                                   .find = find,
	                                   .decode = decode };
