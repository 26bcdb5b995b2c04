/* SPDX-License-Identifier: Apache-2.0 */
/* Punycode: RFC 3492, sections 5 and 6.3. Words with characters above ASCII become labels
 * such as xn--bcher-kva; other words stay as they are. */
#include "disguise_kind.h"

#include "base_utf8.h"

#include <string.h>

enum { TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, BASE = 36, WORD_MAX = 200 };

static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static void append_digit(struct buffer *out, uint32_t value)
{
	buffer_append_char(out, (char)(value < 26 ? 'a' + value : '0' + value - 26));
}

static void append_integer(struct buffer *out, uint32_t integer, uint32_t bias)
{
	for (uint32_t k = BASE;; k += BASE) {
		uint32_t limit = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;

		if (integer < limit)
			break;
		append_digit(out, limit + (integer - limit) % (BASE - limit));
		integer = (integer - limit) / (BASE - limit);
	}
	append_digit(out, integer);
}

static size_t code_points_of(struct slice word, uint32_t points[WORD_MAX])
{
	size_t count = 0;

	for (size_t at = 0; at < word.len && count < WORD_MAX; count++)
		at += utf8_sequence(word, at, &points[count]);
	return count;
}

static uint32_t next_point(const uint32_t *points, size_t count, uint32_t least)
{
	uint32_t next = UINT32_MAX;

	for (size_t i = 0; i < count; i++) {
		if (points[i] >= least && points[i] < next)
			next = points[i];
	}
	return next;
}

static uint32_t append_basic(struct buffer *out, const uint32_t *points, size_t count)
{
	uint32_t basic = 0;

	for (size_t i = 0; i < count; i++) {
		if (points[i] < 0x80) {
			buffer_append_char(out, (char)points[i]);
			basic++;
		}
	}
	if (basic > 0)
		buffer_append_char(out, '-');
	return basic;
}

static void append_label(struct buffer *out, struct slice word)
{
	uint32_t points[WORD_MAX];
	size_t   count = code_points_of(word, points);
	uint32_t basic;
	uint32_t handled;
	uint32_t bias = 72;
	uint32_t delta = 0;
	uint32_t from = 0x80;

	buffer_append_cstr(out, "xn--");
	basic = handled = append_basic(out, points, count);
	for (; handled < count; delta++, from++) {
		uint32_t next = next_point(points, count, from);

		delta += (next - from) * (handled + 1);
		from = next;
		for (size_t i = 0; i < count; i++) {
			delta += points[i] < from;
			if (points[i] != from)
				continue;
			append_integer(out, delta, bias);
			bias = adapt(delta, handled + 1, handled == basic);
			delta = 0;
			handled++;
		}
	}
}

static bool above_ascii(struct slice word)
{
	for (size_t i = 0; i < word.len; i++) {
		if ((unsigned char)word.ptr[i] >= 0x80)
			return true;
	}
	return false;
}

/* Labels hold letters and digits; a number that does not fit 32 bits cannot come of so
 * few. */
static bool is_label(struct slice word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (!disguise_is_letter(word.ptr[i]) && !disguise_is_digit(word.ptr[i]))
			return false;
	}
	return word.len <= WORD_MAX;
}

bool disguise_accepts_punycode(struct slice plain)
{
	bool any = false;

	if (!disguise_accepts_utf8(plain))
		return false;
	for (size_t at = 0; at < plain.len;) {
		struct slice word = disguise_next_word(plain, &at);

		if (!above_ascii(word))
			continue;
		any = true;
		if (!is_label(word))
			return false;
	}
	return any;
}

void disguise_punycode(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;) {
		size_t       start = at;
		struct slice word = disguise_next_word(plain, &at);

		if (above_ascii(word))
			append_label(out, word);
		else
			buffer_append(out, word);
		if (at > start + word.len)
			buffer_append_char(out, ' ');
	}
}
