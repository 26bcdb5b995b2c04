/* SPDX-License-Identifier: Apache-2.0 */
/* Combining marks (the Unicode Standard, block Combining Diacritical Marks and its
 * supplements) on letters: one each, stacks of them, lines under and through. */
#include "disguise_kind.h"

bool disguise_accepts_marked(struct slice plain)
{
	return disguise_accepts_cipher(plain) && disguise_accepts_letters(plain);
}

static void over_each(struct slice plain, uint32_t mark, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		buffer_append_char(out, plain.ptr[i]);
		if (disguise_is_ascii_letter(plain.ptr[i]))
			disguise_append_code_point(out, mark);
	}
}

/* An acute accent, or a seed's choice for each letter. */
void disguise_combining_marks(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		buffer_append_char(out, plain.ptr[i]);
		if (disguise_is_ascii_letter(plain.ptr[i]))
			disguise_append_code_point(out, 0x0301 + disguise_pick(&seed, 12));
	}
}

void disguise_underlined(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	over_each(plain, 0x0332, out);
}

void disguise_struck_through(struct slice plain, uint64_t seed, struct buffer *out)
{
	over_each(plain, seed % 2 == 0 ? 0x0336 : 0x0335, out);
}

void disguise_slashed(struct slice plain, uint64_t seed, struct buffer *out)
{
	over_each(plain, seed % 2 == 0 ? 0x0338 : 0x0337, out);
}

void disguise_overlined(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	over_each(plain, 0x0305, out);
}

void disguise_enclosed_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const uint32_t marks[] = { 0x20DD, 0x20DE, 0x20DF, 0x20E0 };

	over_each(plain, marks[disguise_pick(&seed, 4)], out);
}

/* Two to eight marks a letter. */
void disguise_zalgo(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		buffer_append_char(out, plain.ptr[i]);
		if (!disguise_is_ascii_letter(plain.ptr[i]))
			continue;
		for (uint32_t marks = 2 + disguise_pick(&seed, 7); marks > 0; marks--)
			disguise_append_code_point(
				out, 0x0300 + (marks * 7 + disguise_pick(&seed, 0x4E)) % 0x4E);
	}
}
