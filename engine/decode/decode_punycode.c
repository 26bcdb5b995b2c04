/* SPDX-License-Identifier: Apache-2.0 */
/* Punycode (RFC 3492) in labels of host names (RFC 5890): "xn--bmb-0qa". The inserted
 * letters carry the places of all others, so a finding inside is rounded to the label.
 *
 * Without its prefix, a label is not told from words with a hyphen: not looked for. */
#include "decode_token.h"
#include "text_utf8.h"

#include <string.h>

#define LABEL_MAX 128 /* inserting is quadratic; RFC 1035 has 63 */

enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 0x80 };

struct label {
	uint32_t points[LABEL_MAX];
	size_t   count;
};

static int digit_of(char byte)
{
	if (byte >= 'a' && byte <= 'z')
		return byte - 'a';
	if (byte >= 'A' && byte <= 'Z')
		return byte - 'A';
	if (byte >= '0' && byte <= '9')
		return byte - '0' + 26;
	return -1;
}

/* RFC 3492, section 6.1. */
static uint32_t adapt(uint32_t delta, uint32_t count, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / count;
	for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
		delta /= BASE - T_MIN;
	return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

/* A number of variable length at *at, added to *i. */
static bool read_delta(struct slice digits, size_t *at, uint32_t bias, uint32_t *i)
{
	uint32_t weight = 1;

	for (uint32_t k = BASE;; k += BASE) {
		int      digit = *at < digits.len ? digit_of(digits.ptr[*at]) : -1;
		uint32_t t = k <= bias + T_MIN ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;

		if (digit < 0 || (uint32_t)digit > (UINT32_MAX - *i) / weight)
			return false;
		++*at;
		*i += (uint32_t)digit * weight;
		if ((uint32_t)digit < t)
			return true;
		if (weight > UINT32_MAX / (BASE - t))
			return false;
		weight *= BASE - t;
	}
}

static void insert(struct label *label, size_t place, uint32_t point)
{
	memmove(label->points + place + 1, label->points + place,
	        (label->count - place) * sizeof label->points[0]);
	label->points[place] = point;
	label->count++;
}

/* RFC 3492, section 6.2; `text` without the prefix. */
static bool read_label(struct slice text, struct label *label)
{
	size_t   at = text.len;
	uint32_t point = FIRST;
	uint32_t bias = BIAS;
	uint32_t i = 0;

	if (text.len > LABEL_MAX)
		return false;
	while (at > 0 && text.ptr[at - 1] != '-')
		at--;
	for (label->count = 0; label->count + 1 < at; label->count++)
		label->points[label->count] = (unsigned char)text.ptr[label->count];
	while (at < text.len) {
		uint32_t before = i;
		uint32_t count = (uint32_t)label->count + 1;

		if (!read_delta(text, &at, bias, &i))
			return false;
		bias = adapt(i - before, count, before == 0);
		if (i / count > 0x10FFFF - point)
			return false;
		point += i / count;
		i %= count;
		insert(label, i++, point);
	}
	return label->count > 0;
}

static bool is_prefix(struct slice text, size_t at)
{
	return text.len - at > 4 && (text.ptr[at] | 0x20) == 'x' &&
	       (text.ptr[at + 1] | 0x20) == 'n' && text.ptr[at + 2] == '-' &&
	       text.ptr[at + 3] == '-';
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;

	for (size_t at = from; at < text.len; at++) {
		const char *hyphen = memchr(text.ptr + at, '-', text.len - at);
		size_t      end;

		if (hyphen == NULL)
			return false;
		at = (size_t)(hyphen - text.ptr);
		if (at < from + 2 || !is_prefix(text, at - 2) ||
		    (at > 2 && decode_is_letter_or_digit(text.ptr[at - 3])))
			continue;
		for (end = at + 2; end < text.len && (text.ptr[end] == '-' ||
		                                      decode_is_letter_or_digit(text.ptr[end]));)
			end++;
		run->start = at - 2;
		run->end = run->shorter_end = end;
		return true;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct label label;
	char         bytes[LABEL_MAX * 4];
	size_t       len = 0;

	if (!read_label(slice_from(input->text, 4), &label))
		return false;
	for (size_t i = 0; i < label.count; i++) {
		if (label.points[i] >= 0xD800 && label.points[i] < 0xE000)
			return false;
		len += text_utf8_encode(label.points[i], bytes + len);
	}
	decode_sink_put(sink, (struct slice){ bytes, len }, 0, input->text.len,
	                TEXT_OPERATION_BIT(punycode), 0);
	return true;
}

const struct decode_kind decode_punycode = { .name = "punycode",
	                                     .operation = TEXT_OPERATION_punycode,
	                                     .signal = "bypass.encoding/punycode",
	                                     .pass = DECODE_PASS_ENCODING,
	                                     .needs = DECODE_MARK_DOTS,
	                                     .growth = 4,
	                                     .find = find,
	                                     .decode = decode };
