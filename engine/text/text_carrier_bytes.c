/* SPDX-License-Identifier: Apache-2.0 */
/* Characters that stand for one byte each.
 *
 * Tags: the byte is the low part of the code point. Variation selectors have two schemes
 * that public tools write, apart by sixteen:
 *
 *     byte b < 16 is U+FE00+b, the others are U+E0100+(b-16)       "p" U+E0160
 *     byte b is U+E0100+b                                          "p" U+E0170
 *
 * The one that gives more letters is taken: with the wrong one spaces become control
 * characters, or letters stop being ASCII. */
#include "text_carrier_sink.h"
#include "text_utf8.h"

#include <string.h>

#define TAG_BASE       0xE0000u
#define TAG_END        0xE007Fu
#define SELECTOR_FIRST 0xFE00u
#define SELECTOR_MORE  0xE0100u

enum scheme { SCHEME_SIXTEEN, SCHEME_DIRECT, SCHEME_COUNT };

static void byte_put(struct text_carrier_sink *sink, uint32_t value, size_t start, size_t end)
{
	char byte = (char)value;

	text_carrier_put(sink, (struct slice){ &byte, 1 }, start, end);
}

static struct slice written(const struct text_carrier_sink *sink)
{
	return (struct slice){ sink->out, sink->len };
}

bool text_carrier_tags(struct slice run, struct text_carrier_sink *sink)
{
	for (size_t at = 0, length; at < run.len; at += length) {
		uint32_t tag = text_utf8_decode(run, at, &length);

		if (tag >= TAG_BASE + 0x20 && tag <= TAG_BASE + 0xFF && tag != TAG_END)
			byte_put(sink, tag - TAG_BASE, at, at + length);
	}
	return text_carrier_score(written(sink)) > 0;
}

/* False when a selector has no byte in this scheme. */
static bool selector_value(uint32_t selector, enum scheme scheme, uint32_t *value)
{
	bool is_low = selector < SELECTOR_MORE;

	*value = is_low ? selector - SELECTOR_FIRST : selector - SELECTOR_MORE;
	if (scheme == SCHEME_SIXTEEN && !is_low)
		*value += 16;
	return scheme == SCHEME_SIXTEEN || !is_low;
}

static bool selectors_write(struct slice run, enum scheme scheme, struct text_carrier_sink *sink)
{
	for (size_t at = 0, length; at < run.len; at += length) {
		uint32_t value;

		if (!selector_value(text_utf8_decode(run, at, &length), scheme, &value))
			return false;
		byte_put(sink, value, at, at + length);
	}
	return true;
}

/* Characters that encodings and words are written in. */
static size_t usual(struct slice bytes)
{
	size_t count = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		const char byte = (char)(bytes.ptr[i] | 0x20);

		count += (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
		         (bytes.ptr[i] != '\0' && strchr(" \\{}+/=,&#%;-.", bytes.ptr[i]) != NULL);
	}
	return count;
}

/* "116_104_101": nothing but digits and a sign between them, which are letters sixteen further. */
static bool is_numbers(struct slice bytes)
{
	size_t digits = 0;
	char   sign = '\0';

	for (size_t i = 0; i < bytes.len; i++) {
		if (bytes.ptr[i] >= '0' && bytes.ptr[i] <= '9')
			digits++;
		else if (sign == '\0')
			sign = bytes.ptr[i];
		else if (sign != bytes.ptr[i])
			return false;
	}
	return digits > bytes.len / 2;
}

bool text_carrier_variation(struct slice run, struct text_carrier_sink *sink)
{
	enum scheme best = SCHEME_SIXTEEN;
	size_t      best_score = 0;

	for (enum scheme scheme = SCHEME_SIXTEEN; scheme < SCHEME_COUNT; scheme++) {
		struct text_carrier_sink trial = { .out = sink->out, .cap = sink->cap };
		size_t                   score = 0;

		if (selectors_write(run, scheme, &trial) && text_carrier_score(written(&trial)) > 0)
			score = is_numbers(written(&trial)) ? 1 + run.len
			                                    : 1 + usual(written(&trial));
		if (score > best_score) {
			best = scheme;
			best_score = score;
		}
	}
	if (best_score == 0)
		return text_carrier_bits(run, sink);
	return selectors_write(run, best, sink);
}
