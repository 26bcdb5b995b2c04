/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_certain.h"

#include "decode_gate.h"
#include "decode_token.h"
#include "decode_wide.h"
#include "text_letters.h"

#include <stdint.h>
#include <string.h>

#define FOREIGN_MIN         4  /* characters outside ASCII: valid UTF-8 by chance is rare */
#define WIDE_BYTES_MIN      16 /* in characters of two or four bytes */
#define ENCODED_BYTES_MIN   20 /* each of them has a chance of about one in four */
#define PRINTABLE_BYTES_MIN 48 /* and each printable one of less than one in two */

struct tally {
	size_t letters;
	size_t digits;
	size_t spaces;
	size_t marks; /* of sentences */
	size_t foreign;
	size_t encoded; /* what encodings are written in */
};

static struct tally tally_of(struct slice bytes)
{
	struct tally tally = { 0 };

	for (size_t i = 0; i < bytes.len; i++) {
		char byte = bytes.ptr[i];
		bool word = decode_is_letter_or_digit(byte);

		tally.letters += text_letters_code[(unsigned char)byte] != 0;
		tally.digits += byte >= '0' && byte <= '9';
		tally.spaces += ascii_is_space(byte);
		tally.foreign += (unsigned char)byte >= 0xC0;
		tally.marks += byte != '\0' && strchr(".,:;!?'\"-()", byte) != NULL;
		tally.encoded += word ||
		                 (byte != '\0' && strchr(" \n+/=-_%\\,:;&#.", byte) != NULL);
	}
	return tally;
}

static bool is_words(struct slice bytes, const struct tally *tally)
{
	return (tally->letters + tally->spaces + tally->marks) * 10 >= bytes.len * 8 &&
	       tally->letters * 2 > bytes.len && text_letters_score(bytes) > 0;
}

bool decode_certain_words(struct slice bytes)
{
	const struct tally tally = tally_of(bytes);

	return decode_gate_is_clean(bytes) &&
	       (tally.foreign >= FOREIGN_MIN || is_words(bytes, &tally));
}

bool decode_certain(struct slice bytes)
{
	const struct tally tally = tally_of(bytes);

	if (bytes.len >= WIDE_BYTES_MIN &&
	    decode_wide_of(slice_range(bytes, 0, bytes.len / 4 * 4)) != DECODE_BYTES)
		return true;
	if (!decode_gate_is_clean(bytes))
		return false;
	if (tally.foreign >= FOREIGN_MIN || bytes.len >= PRINTABLE_BYTES_MIN)
		return true;
	if (tally.encoded == bytes.len && bytes.len >= ENCODED_BYTES_MIN &&
	    tally.letters + tally.digits >= bytes.len * 2 / 5)
		return true;
	return is_words(bytes, &tally);
}
