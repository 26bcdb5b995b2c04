/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_certain.h"

#include "decode_gate.h"
#include "decode_token.h"
#include "text_letters.h"

#include <stdint.h>
#include <string.h>

#define FOREIGN_MIN       4  /* characters outside ASCII: valid UTF-8 by chance is rare */
#define ENCODED_BYTES_MIN 20 /* each of them has a chance of about one in four */

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
		tally.spaces += decode_is_space(byte);
		tally.foreign += (unsigned char)byte >= 0xC0;
		tally.marks += byte != '\0' && strchr(".,:;!?'\"-()", byte) != NULL;
		tally.encoded += word ||
		                 (byte != '\0' && strchr(" \n+/=-_%\\,:;&#.", byte) != NULL);
	}
	return tally;
}

bool decode_certain(struct slice bytes)
{
	const struct tally tally = tally_of(bytes);

	if (!decode_gate_is_clean(bytes))
		return false;
	if (tally.foreign >= FOREIGN_MIN)
		return true;
	if (tally.encoded == bytes.len && bytes.len >= ENCODED_BYTES_MIN &&
	    tally.letters + tally.digits > bytes.len / 2)
		return true;
	return (tally.letters + tally.spaces + tally.marks) * 10 >= bytes.len * 8 &&
	       tally.letters * 2 > bytes.len && text_letters_score(bytes) > 0;
}
