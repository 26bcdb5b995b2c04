/* SPDX-License-Identifier: Apache-2.0 */
/* Binary digits in Gray code (F. Gray, US patent 2632058: neighbours differ in one bit):
 *
 *   01011100 01011000 01001100      "how": 01101000 01101111 01110111
 *
 * What binary digits give is text either way; this is taken where it reads, and better. */
#include "decode_certain.h"
#include "decode_kind.h"
#include "decode_token.h"
#include "text_letters.h"

static char ungrayed(char byte)
{
	unsigned value = (unsigned char)byte;

	value ^= value >> 1;
	value ^= value >> 2;
	value ^= value >> 4;
	return (char)value;
}

/* The text of a run of binary digits, on the scratch. False when it does not read. */
/* Letters, digits and spaces: a code as it is has more of them than what Gray code makes of it. */
static size_t plain_characters(struct slice bytes)
{
	size_t count = 0;

	for (size_t i = 0; i < bytes.len; i++)
		count += decode_is_letter_or_digit(bytes.ptr[i]) || ascii_is_space(bytes.ptr[i]);
	return count;
}

static bool read_gray(const struct decode_input *input, struct slice *read)
{
	struct decode_sink plain = { .cap = decode_kind_room(&decode_binary, input->text.len) };
	char              *bytes;

	plain.bytes = ARENA_ARRAY(input->scratch, plain.cap + 1, char);
	bytes = ARENA_ARRAY(input->scratch, plain.cap + 1, char);
	if (plain.bytes == NULL || bytes == NULL || !decode_binary.decode(input, &plain))
		return false;
	for (size_t i = 0; i < plain.len; i++)
		bytes[i] = plain.bytes[i] == ' ' || plain.bytes[i] == '\n'
		                   ? plain.bytes[i]
		                   : ungrayed(plain.bytes[i]);
	*read = (struct slice){ bytes, plain.len };
	return decode_certain_words(*read) &&
	       plain_characters(*read) >=
	               plain_characters((struct slice){ plain.bytes, plain.len }) &&
	       text_letters_score(*read) >
	               text_letters_score((struct slice){ plain.bytes, plain.len });
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	while (decode_binary.find(input, from, run)) {
		struct decode_input part = *input;
		struct slice        read;
		size_t              mark = arena_mark(input->scratch);
		bool                good;

		part.text = slice_range(input->text, run->start, run->end);
		good = read_gray(&part, &read);
		arena_rewind(input->scratch, mark);
		if (good)
			return true;
		from = run->end;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const size_t start = sink->len;
	struct slice read;

	if (!read_gray(input, &read) || !decode_binary.decode(input, sink))
		return false;
	for (size_t i = start; i < sink->len; i++)
		sink->bytes[i] = read.ptr[i - start];
	return true;
}

const struct decode_kind decode_gray = { .name = "gray",
	                                 .operation = TEXT_OPERATION_gray,
	                                 .signal = "bypass.encoding/gray",
	                                 .pass = DECODE_PASS_ENCODING,
	                                 .needs = DECODE_MARK_NUMBERS,
	                                 .reach = 64,
	                                 .find = find,
	                                 .decode = decode };
