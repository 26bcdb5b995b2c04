/* SPDX-License-Identifier: Apache-2.0 */
/* Percent-encoding: RFC 3986, section 2.1; of every byte, or of letters alone. */
#include "disguise_kind.h"

static void append_encoded(struct buffer *out, char byte)
{
	static const char digits[] = "0123456789ABCDEF";
	unsigned char     value = (unsigned char)byte;
	char              encoded[3] = { '%', digits[value >> 4], digits[value & 15] };

	buffer_append(out, (struct slice){ encoded, sizeof encoded });
}

void disguise_percent(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		append_encoded(out, plain.ptr[i]);
}

/* Every letter, or about every other one under a seed. A percent sign is encoded
 * always: the plain text may hold sequences that must come back as they are. */
void disguise_percent_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		bool letter = disguise_is_letter(plain.ptr[i]) && disguise_pick(&seed, 2) == 0;

		if (letter || plain.ptr[i] == '%')
			append_encoded(out, plain.ptr[i]);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}
