/* SPDX-License-Identifier: Apache-2.0 */
/* The same done to every byte: xor or add of a constant (NOT is xor FF, the high bit set is
 * xor 80), bits rotated, EBCDIC 037 for ASCII.
 *
 *     2f 23 29 27 62 23 62 32 2b 32 27    xor 42: "make a pipe"
 *
 * No syntax says so, thus only what reads like a language is believed. Text keeps to a
 * third of all bytes, so in twelve random ones a bit is hardly ever the same in all, nor
 * do all lie within 95 of each other. The constant follows from the commonest byte, which
 * is a space or an "e": a handful of tries, each ended by the first byte that is no text. */
#include "decode_unwrap.h"

#include "text_letters.h"

#include <string.h>

#define LOOK_BYTES     64
#define DISTINCT_MIN   6   /* in a head */
#define TEXT_SPAN      96  /* from space to tilde */
#define LETTERS_MIN    80  /* of a hundred characters: letters and spaces */
#define SCORE_MIN      8   /* a letter, in sixteenths of a bit */
#define SCORE_LOOK_MIN 160 /* in all */

typedef uint8_t transform(uint8_t byte, unsigned constant);

static uint8_t undo_xor(uint8_t byte, unsigned constant)
{
	return (uint8_t)(byte ^ constant);
}

static uint8_t undo_add(uint8_t byte, unsigned constant)
{
	return (uint8_t)(byte - constant);
}

static uint8_t undo_rotate(uint8_t byte, unsigned constant)
{
	return (uint8_t)(byte >> constant | byte << (8 - constant));
}

/* EBCDIC code page 037 (IBM CDRA), the characters of ASCII; 0: another. */
static const uint8_t ebcdic[256] = {
	[0x05] = '\t', [0x0D] = '\r', [0x15] = '\n', [0x25] = '\n', [0x40] = ' ', [0x4B] = '.',
	[0x4C] = '<',  [0x4D] = '(',  [0x4E] = '+',  [0x4F] = '|',  [0x50] = '&', [0x5A] = '!',
	[0x5B] = '$',  [0x5C] = '*',  [0x5D] = ')',  [0x5E] = ';',  [0x60] = '-', [0x61] = '/',
	[0x6B] = ',',  [0x6C] = '%',  [0x6D] = '_',  [0x6E] = '>',  [0x6F] = '?', [0x79] = '`',
	[0x7A] = ':',  [0x7B] = '#',  [0x7C] = '@',  [0x7D] = '\'', [0x7E] = '=', [0x7F] = '"',
	[0x81] = 'a',  [0x82] = 'b',  [0x83] = 'c',  [0x84] = 'd',  [0x85] = 'e', [0x86] = 'f',
	[0x87] = 'g',  [0x88] = 'h',  [0x89] = 'i',  [0x91] = 'j',  [0x92] = 'k', [0x93] = 'l',
	[0x94] = 'm',  [0x95] = 'n',  [0x96] = 'o',  [0x97] = 'p',  [0x98] = 'q', [0x99] = 'r',
	[0xA1] = '~',  [0xA2] = 's',  [0xA3] = 't',  [0xA4] = 'u',  [0xA5] = 'v', [0xA6] = 'w',
	[0xA7] = 'x',  [0xA8] = 'y',  [0xA9] = 'z',  [0xB0] = '^',  [0xBA] = '[', [0xBB] = ']',
	[0xC0] = '{',  [0xC1] = 'A',  [0xC2] = 'B',  [0xC3] = 'C',  [0xC4] = 'D', [0xC5] = 'E',
	[0xC6] = 'F',  [0xC7] = 'G',  [0xC8] = 'H',  [0xC9] = 'I',  [0xD0] = '}', [0xD1] = 'J',
	[0xD2] = 'K',  [0xD3] = 'L',  [0xD4] = 'M',  [0xD5] = 'N',  [0xD6] = 'O', [0xD7] = 'P',
	[0xD8] = 'Q',  [0xD9] = 'R',  [0xE0] = '\\', [0xE2] = 'S',  [0xE3] = 'T', [0xE4] = 'U',
	[0xE5] = 'V',  [0xE6] = 'W',  [0xE7] = 'X',  [0xE8] = 'Y',  [0xE9] = 'Z', [0xF0] = '0',
	[0xF1] = '1',  [0xF2] = '2',  [0xF3] = '3',  [0xF4] = '4',  [0xF5] = '5', [0xF6] = '6',
	[0xF7] = '7',  [0xF8] = '8',  [0xF9] = '9',
};

static uint8_t undo_ebcdic(uint8_t byte, unsigned constant)
{
	(void)constant;
	return ebcdic[byte];
}

/* ---- the look ---- */

/* Twelve bytes of text are several, and most are letters: one value of the top three bits
 * has the most of them. */
static bool is_varied(struct slice bytes)
{
	size_t distinct = 0;

	for (size_t i = 0; i < DECODE_UNWRAP_HEAD; i++)
		distinct += memchr(bytes.ptr, bytes.ptr[i], i) == NULL;
	return distinct >= DISTINCT_MIN;
}

static bool keeps_a_bit(struct slice bytes)
{
	uint8_t same = 0xFF;

	for (size_t i = 1; i < DECODE_UNWRAP_HEAD && same != 0; i++)
		same &= (uint8_t) ~((uint8_t)bytes.ptr[i] ^ (uint8_t)bytes.ptr[0]);
	return same != 0;
}

static bool xor_begins(struct slice bytes)
{
	for (size_t i = 1; i < DECODE_UNWRAP_HEAD; i++)
		if ((((uint8_t)bytes.ptr[i] ^ (uint8_t)bytes.ptr[0]) & 0x80) != 0)
			return false;
	return is_varied(bytes);
}

static bool rotate_begins(struct slice bytes)
{
	return keeps_a_bit(bytes) && is_varied(bytes);
}

/* All within TEXT_SPAN of the first byte, either way, and of each other. */
static bool add_begins(struct slice bytes)
{
	int low = 0;
	int high = 0;

	for (size_t i = 1; i < DECODE_UNWRAP_HEAD; i++) {
		int apart = (int8_t)(uint8_t)((uint8_t)bytes.ptr[i] - (uint8_t)bytes.ptr[0]);

		low = apart < low ? apart : low;
		high = apart > high ? apart : high;
		if (high - low >= TEXT_SPAN)
			return false;
	}
	return is_varied(bytes);
}

static bool ebcdic_begins(struct slice bytes)
{
	for (size_t i = 0; i < DECODE_UNWRAP_HEAD; i++)
		if (ebcdic[(uint8_t)bytes.ptr[i]] == 0)
			return false;
	return is_varied(bytes);
}

/* ---- which constant ---- */

static bool is_text(uint8_t byte)
{
	return (byte >= 0x20 && byte < 0x7F) || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Does it read like a language? The first bytes tell. */
static bool reads(struct slice bytes, transform *undo, unsigned constant)
{
	char    text[LOOK_BYTES];
	size_t  len = bytes.len < sizeof text ? bytes.len : sizeof text;
	size_t  letters = 0;
	size_t  spaces = 0;
	int64_t score;

	for (size_t i = 0; i < len; i++) {
		uint8_t byte = undo((uint8_t)bytes.ptr[i], constant);

		if (!is_text(byte))
			return false;
		text[i] = (char)byte;
		letters += text_letters_code[byte] != 0;
		spaces += byte == ' ';
	}
	if ((letters + spaces) * 100 < len * LETTERS_MIN)
		return false;
	score = text_letters_score((struct slice){ text, len });
	return score >= SCORE_LOOK_MIN && score >= (int64_t)letters * SCORE_MIN;
}

/* The two commonest of the first bytes. */
static void commonest(struct slice bytes, uint8_t common[2])
{
	uint8_t counts[256] = { 0 };
	size_t  len = bytes.len < LOOK_BYTES ? bytes.len : LOOK_BYTES;

	for (size_t i = 0; i < len; i++)
		counts[(uint8_t)bytes.ptr[i]]++;
	common[0] = common[1] = (uint8_t)bytes.ptr[0];
	for (size_t i = 0; i < len; i++) {
		uint8_t byte = (uint8_t)bytes.ptr[i];

		if (counts[byte] > counts[common[0]]) {
			common[1] = common[0];
			common[0] = byte;
		} else if (byte != common[0] &&
		           (common[1] == common[0] || counts[byte] > counts[common[1]])) {
			common[1] = byte;
		}
	}
}

/* The constant that turns a common byte into a space or a common letter; 0: none does. */
static unsigned find_constant(struct slice bytes, transform *undo, transform *between)
{
	static const char likely[] = " eatoinE";
	uint8_t           common[2];

	commonest(bytes, common);
	for (size_t i = 0; i < sizeof likely - 1; i++)
		for (size_t j = 0; j < 2; j++) {
			unsigned constant = between(common[j], (uint8_t)likely[i]);

			if (constant != 0 && reads(bytes, undo, constant))
				return constant;
		}
	return 0;
}

static enum decode_unwrap_result undo_all(struct slice bytes, transform *undo, unsigned constant,
                                          struct decode_sink *sink)
{
	size_t len = bytes.len < sink->cap ? bytes.len : sink->cap;

	for (size_t i = 0; i < len; i++)
		sink->bytes[i] = (char)undo((uint8_t)bytes.ptr[i], constant);
	sink->len = len;
	return len < bytes.len ? DECODE_UNWRAP_FULL : DECODE_UNWRAP_DONE;
}

static enum decode_unwrap_result xor_open(struct slice bytes, struct arena *scratch,
                                          struct decode_sink *sink)
{
	unsigned constant = find_constant(bytes, undo_xor, undo_xor);

	(void)scratch;
	return constant == 0 ? DECODE_UNWRAP_REFUSED : undo_all(bytes, undo_xor, constant, sink);
}

static enum decode_unwrap_result add_open(struct slice bytes, struct arena *scratch,
                                          struct decode_sink *sink)
{
	unsigned constant = find_constant(bytes, undo_add, undo_add);

	(void)scratch;
	return constant == 0 ? DECODE_UNWRAP_REFUSED : undo_all(bytes, undo_add, constant, sink);
}

static enum decode_unwrap_result rotate_open(struct slice bytes, struct arena *scratch,
                                             struct decode_sink *sink)
{
	(void)scratch;
	for (unsigned count = 1; count < 8; count++)
		if (reads(bytes, undo_rotate, count))
			return undo_all(bytes, undo_rotate, count, sink);
	return DECODE_UNWRAP_REFUSED;
}

static enum decode_unwrap_result ebcdic_open(struct slice bytes, struct arena *scratch,
                                             struct decode_sink *sink)
{
	(void)scratch;
	return reads(bytes, undo_ebcdic, 0) ? undo_all(bytes, undo_ebcdic, 0, sink)
	                                    : DECODE_UNWRAP_REFUSED;
}

static uint8_t undo_nothing(uint8_t byte, unsigned constant)
{
	(void)constant;
	return byte;
}

bool decode_unwrap_reads(struct slice bytes)
{
	return reads(bytes, undo_nothing, 0);
}

#define ROW(kind, is_mask)                                                                         \
	const struct decode_unwrap_kind decode_unwrap_##kind = {                                   \
		.name = #kind,                                                                     \
		.operation = TEXT_OPERATION_##kind,                                                \
		.signal = "bypass.encoding/" #kind,                                                \
		.shape = DECODE_UNWRAP_LINEAR,                                                     \
		.look = DECODE_UNWRAP_BYTES,                                                       \
		.mask = is_mask,                                                                   \
		.begins = kind##_begins,                                                           \
		.open = kind##_open                                                                \
	}

ROW(ebcdic, false);
ROW(xor, true);
ROW(add, true);
ROW(rotate, true);
