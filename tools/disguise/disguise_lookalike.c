/* SPDX-License-Identifier: Apache-2.0 */
/* Latin letters as Cyrillic and Greek ones that look alike: pairs of the confusables
 * of Unicode Technical Standard 39, chosen by eye in common fonts. */
#include "base_utf8.h"
#include "disguise_kind.h"

enum { NONE = 0 };

static const struct pair {
	char     latin;
	uint16_t cyrillic;
	uint16_t greek;
} pairs[] = {
	{ 'A', 0x0410, 0x0391 }, { 'B', 0x0412, 0x0392 }, { 'C', 0x0421, 0x03F9 },
	{ 'E', 0x0415, 0x0395 }, { 'H', 0x041D, 0x0397 }, { 'I', 0x0406, 0x0399 },
	{ 'J', 0x0408, 0x037F }, { 'K', 0x041A, 0x039A }, { 'M', 0x041C, 0x039C },
	{ 'N', NONE, 0x039D },   { 'O', 0x041E, 0x039F }, { 'P', 0x0420, 0x03A1 },
	{ 'S', 0x0405, NONE },   { 'T', 0x0422, 0x03A4 }, { 'X', 0x0425, 0x03A7 },
	{ 'Y', 0x04AE, 0x03A5 }, { 'Z', NONE, 0x0396 },   { 'a', 0x0430, 0x03B1 },
	{ 'c', 0x0441, 0x03F2 }, { 'd', 0x0501, NONE },   { 'e', 0x0435, NONE },
	{ 'h', 0x04BB, NONE },   { 'i', 0x0456, 0x03B9 }, { 'j', 0x0458, 0x03F3 },
	{ 'o', 0x043E, 0x03BF }, { 'p', 0x0440, 0x03C1 }, { 'q', 0x051B, NONE },
	{ 's', 0x0455, NONE },   { 'u', NONE, 0x03C5 },   { 'v', 0x0475, 0x03BD },
	{ 'w', 0x051D, NONE },   { 'x', 0x0445, NONE },   { 'y', 0x0443, 0x03B3 },
};

static const struct pair *pair_of(char letter)
{
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		if (pairs[i].latin == letter)
			return &pairs[i];
	}
	return NULL;
}

bool disguise_accepts_lookalike(struct slice plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (pair_of(plain.ptr[i]) != NULL)
			return true;
	}
	return false;
}

bool disguise_accepts_lookalike_cyrillic(struct slice plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		const struct pair *pair = pair_of(plain.ptr[i]);

		if (pair != NULL && pair->cyrillic != NONE)
			return true;
	}
	return false;
}

bool disguise_accepts_lookalike_greek(struct slice plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		const struct pair *pair = pair_of(plain.ptr[i]);

		if (pair != NULL && pair->greek != NONE)
			return true;
	}
	return false;
}

static void append(struct buffer *out, char letter, uint32_t twin)
{
	char bytes[4];

	if (twin == NONE)
		buffer_append_char(out, letter);
	else
		buffer_append(out, (struct slice){ bytes, utf8_put(twin, bytes) });
}

/* Cyrillic where there is one, else Greek. Under a seed each letter is Cyrillic, Greek
 * or, but for the first, left as it is. */
void disguise_lookalike(struct slice plain, uint64_t seed, struct buffer *out)
{
	uint32_t choices = 2;

	for (size_t i = 0; i < plain.len; i++) {
		const struct pair *pair = pair_of(plain.ptr[i]);
		uint32_t           choice = pair == NULL ? 2 : disguise_pick(&seed, choices);
		uint32_t           twin = NONE;

		if (choice == 0)
			twin = pair->cyrillic != NONE ? pair->cyrillic : pair->greek;
		else if (choice == 1)
			twin = pair->greek != NONE ? pair->greek : pair->cyrillic;
		append(out, plain.ptr[i], twin);
		choices = pair != NULL ? 3 : choices;
	}
}

void disguise_lookalike_cyrillic(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		const struct pair *pair = pair_of(plain.ptr[i]);

		append(out, plain.ptr[i], pair == NULL ? NONE : pair->cyrillic);
	}
}

void disguise_lookalike_greek(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		const struct pair *pair = pair_of(plain.ptr[i]);

		append(out, plain.ptr[i], pair == NULL ? NONE : pair->greek);
	}
}
