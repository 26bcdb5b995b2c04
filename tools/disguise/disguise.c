/* SPDX-License-Identifier: Apache-2.0 */
#include "disguise.h"
#include "disguise_kind.h"

#include "base_utf8.h"

#include <assert.h>
#include <string.h>

static const struct disguise kinds[] = {
#define DISGUISE(name, family, grade, keeps_bytes, exact_span, encode, accepts)                    \
	{ #name,                                                                                   \
	  family,                                                                                  \
	  DISGUISE_##grade,                                                                        \
	  keeps_bytes,                                                                             \
	  exact_span,                                                                              \
	  disguise_##encode,                                                                       \
	  disguise_##accepts },
#include "disguise_kind.def"
#undef DISGUISE
};

size_t disguise_count(void)
{
	return sizeof kinds / sizeof kinds[0];
}

const struct disguise *disguise_at(size_t index)
{
	assert(index < disguise_count());
	return &kinds[index];
}

const struct disguise *disguise_find(const char *name)
{
	for (size_t i = 0; i < disguise_count(); i++) {
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	}
	return NULL;
}

bool disguise_is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (unsigned char)byte >= 0x80;
}

bool disguise_accepts_any(struct slice plain)
{
	return plain.len > 0;
}

bool disguise_accepts_utf8(struct slice plain)
{
	size_t length;

	for (size_t at = 0; at < plain.len; at += length) {
		length = utf8_sequence(plain, at, NULL);
		if (length == 0 || plain.ptr[at] == '\0')
			return false;
	}
	return plain.len > 0;
}

bool disguise_accepts_letters(struct slice plain)
{
	for (size_t i = 1; i < plain.len; i++) {
		/* Not a later byte of the same character. */
		bool begins = ((unsigned char)plain.ptr[i] & 0xC0) != 0x80;

		if (begins && disguise_is_letter(plain.ptr[i - 1]) &&
		    disguise_is_letter(plain.ptr[i]))
			return true;
	}
	return false;
}

bool disguise_accepts_printable(struct slice plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] > ' ' && plain.ptr[i] < 0x7F)
			return true;
	}
	return false;
}

void disguise_append_code_point(struct buffer *out, uint32_t code_point)
{
	char bytes[4];

	buffer_append(out, (struct slice){ bytes, utf8_put(code_point, bytes) });
}

uint32_t disguise_pick(uint64_t *seed, uint32_t bound)
{
	assert(bound > 0);
	if (*seed == 0)
		return 0;
	/* xorshift64 never comes to 0 from another number. */
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)((*seed >> 32) % bound);
}
