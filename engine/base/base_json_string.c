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
		__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes);
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

static int hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

/* The code unit of \uXXXX at text.ptr[at], or -1. */
static long unicode_escape(struct slice text, size_t at)
{
	long unit = 0;

	if (text.len - at < 6 || text.ptr[at] != '\\' || text.ptr[at + 1] != 'u')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		int digit = hex_value(text.ptr[at + i]);

		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

size_t json_escape_length(struct slice body, size_t at)
{
	if (body.len - at < 2)
		return 0;
	if (body.ptr[at + 1] == 'u')
		return unicode_escape(body, at) < 0 ? 0 : 6;
	return body.ptr[at + 1] != '\0' && strchr("\"\\/bfnrt", body.ptr[at + 1]) != NULL ? 2 : 0;
}

/* One escape, checked before by json_escape_length(), as 1 to 4 bytes. */
struct unescaped {
	char bytes[4];
	size_t len;
	size_t read;
	bool replaced;
};

static struct unescaped unescape_unicode(struct slice raw, size_t at)
{
	struct unescaped result = { .read = 6 };
	uint32_t code = (uint32_t)unicode_escape(raw, at);
	long second = -1;

	if (code >= 0xD800 && code <= 0xDBFF)
		second = unicode_escape(raw, at + 6);
	if (second >= 0xDC00 && second <= 0xDFFF) {
		code = 0x10000 + ((code - 0xD800) << 10) + ((uint32_t)second - 0xDC00);
		result.read = PAIR_CHARS;
	} else if (code >= 0xD800 && code <= 0xDFFF) {
		code = REPLACEMENT;
		result.replaced = true;
	}
	result.len = utf8_put(code, result.bytes);
	return result;
}

static struct unescaped unescape(struct slice raw, size_t at)
{
	static const char letters[] = "bfnrt";
	static const char meanings[] = "\b\f\n\r\t";
	struct unescaped result = { .len = 1, .read = 2 };
	const char *letter;

	assert(raw.ptr[at] == '\\');
	if (raw.ptr[at + 1] == 'u')
		return unescape_unicode(raw, at);
	letter = strchr(letters, raw.ptr[at + 1]);
	result.bytes[0] = letter == NULL ? raw.ptr[at + 1] : meanings[letter - letters];
	return result;
}

enum status json_string_decode(struct json_reader *reader, struct slice *text, bool *replaced)
{
	struct slice raw = reader->raw;
	size_t len = 0;
	char *out;

	assert(raw.ptr != NULL);
	if (replaced != NULL)
		*replaced = false;
	*text = raw;
	if (!reader->has_escape)
		return STATUS_OK;
	out = arena_alloc(reader->arena, raw.len, 1);
	if (out == NULL)
		return STATUS_NO_MEMORY;
	for (size_t at = 0; at < raw.len;) {
		size_t next = slice_find(raw, SLICE_LIT("\\"), at);
		size_t plain = (next < raw.len ? next : raw.len) - at;
		struct unescaped unescaped;

		memcpy(out + len, raw.ptr + at, plain);
		len += plain;
		at += plain;
		if (at == raw.len)
			break;
		unescaped = unescape(raw, at);
		memcpy(out + len, unescaped.bytes, unescaped.len);
		len += unescaped.len;
		at += unescaped.read;
		if (replaced != NULL && unescaped.replaced)
			*replaced = true;
	}
	out = arena_resize(reader->arena, out, raw.len, len);
	assert(out != NULL);
	*text = (struct slice){ out, len };
	return STATUS_OK;
}

bool json_raw_is(const struct json_reader *reader, struct slice name)
{
	struct slice raw = reader->raw;
	size_t matched = 0;

	if (!reader->has_escape)
		return slice_equal(raw, name);
	for (size_t at = 0; at < raw.len;) {
		struct unescaped next = { .bytes = { raw.ptr[at] }, .len = 1, .read = 1 };

		if (raw.ptr[at] == '\\')
			next = unescape(raw, at);
		if (name.len - matched < next.len ||
		    memcmp(name.ptr + matched, next.bytes, next.len) != 0)
			return false;
		matched += next.len;
		at += next.read;
	}
	return matched == name.len;
}
