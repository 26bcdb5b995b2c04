/* SPDX-License-Identifier: Apache-2.0 */
/* Nearly all bytes of a prompt stand in one long string, so finding where a string
 * ends is what reading a body costs: 16 bytes a step where SSE2 is there. Escapes are
 * checked once, when the reader passes them; decoding trusts that check. */
#include "base_json_string.h"
#include "base_json.h"
#include "base_utf8.h"

#include <assert.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { PAIR_CHARS = 12, REPLACEMENT = 0xFFFD };

size_t json_plain_end(struct slice body, size_t at)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"');
	const __m128i backslash = _mm_set1_epi8('\\');
	const __m128i control = _mm_set1_epi8(0x1F);

	for (; body.len - at >= 16; at += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(body.ptr + at));
		__m128i special = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote),
		                               _mm_cmpeq_epi8(bytes, backslash));
		/* min(byte, 0x1F) == byte: unsigned byte <= 0x1F */
		__m128i  low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes);
		unsigned hits = (unsigned)_mm_movemask_epi8(_mm_or_si128(special, low));

		if (hits != 0)
			return at + (unsigned)__builtin_ctz(hits);
	}
#endif
	while (at < body.len && body.ptr[at] != '"' && body.ptr[at] != '\\' &&
	       (unsigned char)body.ptr[at] >= 0x20)
		at++;
	return at;
}

/* What the letter behind a backslash stands for; 0: it is no escape of two. */
static const char meanings[256] = {
	['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
	['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
};

/* The value of a hex digit, marked so that 0 and no digit differ. */
#define DIGIT(value) (0x10 | (value))
static const unsigned char hex_digits[256] = {
	['0'] = DIGIT(0),  ['1'] = DIGIT(1),  ['2'] = DIGIT(2),  ['3'] = DIGIT(3),
	['4'] = DIGIT(4),  ['5'] = DIGIT(5),  ['6'] = DIGIT(6),  ['7'] = DIGIT(7),
	['8'] = DIGIT(8),  ['9'] = DIGIT(9),  ['a'] = DIGIT(10), ['b'] = DIGIT(11),
	['c'] = DIGIT(12), ['d'] = DIGIT(13), ['e'] = DIGIT(14), ['f'] = DIGIT(15),
	['A'] = DIGIT(10), ['B'] = DIGIT(11), ['C'] = DIGIT(12), ['D'] = DIGIT(13),
	['E'] = DIGIT(14), ['F'] = DIGIT(15),
};

/* The code unit of \uXXXX at text.ptr[at], or -1. */
static long unicode_escape(struct slice text, size_t at)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr + at;
	unsigned             high, second, third, low;

	if (text.len - at < 6 || bytes[0] != '\\' || bytes[1] != 'u')
		return -1;
	high = hex_digits[bytes[2]];
	second = hex_digits[bytes[3]];
	third = hex_digits[bytes[4]];
	low = hex_digits[bytes[5]];
	if ((high & second & third & low & DIGIT(0)) == 0)
		return -1;
	return (long)((high & 15) << 12 | (second & 15) << 8 | (third & 15) << 4 | (low & 15));
}

size_t json_escape_length(struct slice body, size_t at)
{
	if (body.len - at < 2)
		return 0;
	if (body.ptr[at + 1] == 'u')
		return unicode_escape(body, at) < 0 ? 0 : 6;
	return meanings[(unsigned char)body.ptr[at + 1]] != 0 ? 2 : 0;
}

/* Writes what one escape, checked before by json_escape_length(), stands for: 1 to 4
 * bytes at `out`. *read is its length. */
static size_t unescape_unicode(struct slice raw, size_t at, char *out, size_t *read, bool *replaced)
{
	uint32_t code = (uint32_t)unicode_escape(raw, at);
	long     second = -1;

	*read = 6;
	if (code < 0xD800 || code > 0xDFFF)
		return utf8_put(code, out);
	if (code <= 0xDBFF)
		second = unicode_escape(raw, at + 6);
	if (second >= 0xDC00 && second <= 0xDFFF) {
		*read = PAIR_CHARS;
		return utf8_put(0x10000 + ((code - 0xD800) << 10) + ((uint32_t)second - 0xDC00),
		                out);
	}
	*replaced = true;
	return utf8_put(REPLACEMENT, out);
}

static size_t unescape(struct slice raw, size_t at, char *out, size_t *read, bool *replaced)
{
	assert(raw.ptr[at] == '\\');
	if (raw.ptr[at + 1] == 'u')
		return unescape_unicode(raw, at, out, read, replaced);
	*read = 2;
	out[0] = meanings[(unsigned char)raw.ptr[at + 1]];
	return 1;
}

/* Copies the bytes before the next backslash and returns how many they are. */
static size_t copy_plain(struct slice raw, size_t at, char *out)
{
	const char *backslash = memchr(raw.ptr + at, '\\', raw.len - at);
	size_t      len = backslash == NULL ? raw.len - at : (size_t)(backslash - raw.ptr) - at;

	memcpy(out, raw.ptr + at, len);
	return len;
}

/* `out` has room for raw.len bytes: no escape is shorter than what it stands for. */
static size_t decode(struct slice raw, char *out, bool *replaced)
{
	size_t len = 0;
	size_t at = 0;

	while (at < raw.len) {
		size_t read;

		if (raw.ptr[at] == '\\') {
			len += unescape(raw, at, out + len, &read, replaced);
		} else {
			read = copy_plain(raw, at, out + len);
			len += read;
		}
		at += read;
	}
	return len;
}

enum status json_string_decode(struct json_reader *reader, struct slice *text, bool *replaced)
{
	struct slice raw = reader->raw;
	bool         any_replaced = false;
	size_t       len;
	char        *out;

	assert(raw.ptr != NULL);
	if (replaced != NULL)
		*replaced = false;
	*text = raw;
	if (!reader->has_escape)
		return STATUS_OK;
	out = arena_alloc(reader->arena, raw.len, 1);
	if (out == NULL)
		return STATUS_NO_MEMORY;
	len = decode(raw, out, &any_replaced);
	out = arena_resize(reader->arena, out, raw.len, len);
	assert(out != NULL);
	*text = (struct slice){ out, len };
	if (replaced != NULL)
		*replaced = any_replaced;
	return STATUS_OK;
}

bool json_raw_is(const struct json_reader *reader, struct slice name)
{
	struct slice raw = reader->raw;
	size_t       matched = 0;

	if (!reader->has_escape)
		return slice_equal(raw, name);
	for (size_t at = 0; at < raw.len;) {
		char   bytes[4] = { raw.ptr[at] };
		bool   replaced = false;
		size_t read = 1;
		size_t len = 1;

		if (raw.ptr[at] == '\\')
			len = unescape(raw, at, bytes, &read, &replaced);
		if (name.len - matched < len || memcmp(name.ptr + matched, bytes, len) != 0)
			return false;
		matched += len;
		at += read;
	}
	return matched == name.len;
}
