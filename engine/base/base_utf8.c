/* SPDX-License-Identifier: Apache-2.0 */
#include "base_utf8.h"

#include <assert.h>

/* Lead bytes of two, three and four bytes: the smallest code point that needs so
 * many, and the bits that the lead byte gives. */
static const struct form {
	unsigned char mask;
	unsigned char lead;
	unsigned char len;
	uint32_t      least;
} forms[] = {
	{ 0xE0, 0xC0, 2, 0x80 },
	{ 0xF0, 0xE0, 3, 0x800 },
	{ 0xF8, 0xF0, 4, 0x10000 },
};

static const struct form *form_of(unsigned char lead)
{
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		if ((lead & forms[i].mask) == forms[i].lead)
			return &forms[i];
	}
	return NULL;
}

size_t utf8_sequence(struct slice text, size_t offset, uint32_t *code_point)
{
	const unsigned char *at = (const unsigned char *)text.ptr + offset;
	uint32_t             code = at[0];
	const struct form   *form;

	assert(offset < text.len);
	if (code < 0x80) {
		if (code_point != NULL)
			*code_point = code;
		return 1;
	}
	form = form_of(at[0]);
	if (form == NULL || form->len > text.len - offset)
		return 0;
	code &= (uint32_t)(unsigned char)~form->mask;
	for (size_t i = 1; i < form->len; i++) {
		if ((at[i] & 0xC0u) != 0x80u)
			return 0;
		code = code << 6 | (at[i] & 0x3Fu);
	}
	if (code < form->least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		return 0;
	if (code_point != NULL)
		*code_point = code;
	return form->len;
}

size_t utf8_put(uint32_t code_point, char bytes[4])
{
	assert(code_point <= 0x10FFFF);
	if (code_point < 0x80) {
		bytes[0] = (char)code_point;
		return 1;
	}
	if (code_point < 0x800) {
		bytes[0] = (char)(0xC0 | code_point >> 6);
		bytes[1] = (char)(0x80 | (code_point & 0x3F));
		return 2;
	}
	if (code_point < 0x10000) {
		bytes[0] = (char)(0xE0 | code_point >> 12);
		bytes[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
		bytes[2] = (char)(0x80 | (code_point & 0x3F));
		return 3;
	}
	bytes[0] = (char)(0xF0 | code_point >> 18);
	bytes[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
	bytes[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
	bytes[3] = (char)(0x80 | (code_point & 0x3F));
	return 4;
}
