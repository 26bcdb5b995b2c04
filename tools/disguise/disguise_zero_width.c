/* SPDX-License-Identifier: Apache-2.0 */
/* Invisible characters between letters: U+200B ZERO WIDTH SPACE, and under a seed its
 * neighbours (the Unicode Standard, section 23.2). */
#include "disguise_kind.h"

static bool begins_character(char byte)
{
	return ((unsigned char)byte & 0xC0u) != 0x80u;
}

void disguise_zero_width(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const invisible[] = {
		"\xE2\x80\x8B", /* U+200B zero width space */
		"\xE2\x80\x8C", /* U+200C zero width non-joiner */
		"\xE2\x80\x8D", /* U+200D zero width joiner */
		"\xE2\x81\xA0", /* U+2060 word joiner */
		"\xEF\xBB\xBF", /* U+FEFF zero width no-break space */
	};

	for (size_t i = 0; i < plain.len; i++) {
		if (i > 0 && disguise_is_letter(plain.ptr[i - 1]) &&
		    disguise_is_letter(plain.ptr[i]) && begins_character(plain.ptr[i]))
			buffer_append_cstr(out, invisible[disguise_pick(&seed, 5)]);
		buffer_append_char(out, plain.ptr[i]);
	}
}
