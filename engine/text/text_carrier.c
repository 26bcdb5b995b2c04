/* SPDX-License-Identifier: Apache-2.0 */
/* Finding runs: plain ASCII is searched for a tab (bits in spaces need some) and for its
 * end, both by vector code; only other characters are looked at one by one. */
#include "text_carrier.h"

#include "text_carrier_sink.h"
#include "text_tables.h"
#include "text_utf8.h"

#include <string.h>

#define FOREIGN       0xA0u
#define ZEROS_SHARE   4u /* so many zeros are those of characters of two bytes */
#define TAG_MIN       2u
#define VARIATION_MIN 4u
#define BITS_MIN      16u
#define FLAG          0x1F3F4u
#define FLAG_TAGS_MAX 6u
#define TAG_END       0xE007Fu
#define RIGHT_TO_LEFT 0x202Eu

enum class { CLASS_NONE, CLASS_TAG, CLASS_VARIATION, CLASS_SYMBOL, CLASS_BIDI };

/* Invisible symbols that serve as digits: zero-width characters, the marks of direction,
 * invisible operators, the soft hyphen, Hangul fillers. */
static bool is_symbol(uint32_t code_point)
{
	return (code_point >= 0x200B && code_point <= 0x200F) || code_point == 0x202C ||
	       (code_point >= 0x2060 && code_point <= 0x2064) || code_point == 0xFEFF ||
	       code_point == 0x00AD || code_point == 0x034F || code_point == 0x061C ||
	       code_point == 0x115F || code_point == 0x1160 || code_point == 0x180E ||
	       code_point == 0x3164 || code_point == 0xFFA0;
}

static enum class class_of(uint32_t code_point) {
	if (text_carrier_is_tag(code_point)) return CLASS_TAG;
	if (text_carrier_is_variation(code_point)) return CLASS_VARIATION;
	if (code_point == RIGHT_TO_LEFT) return CLASS_BIDI;
	return is_symbol(code_point) ? CLASS_SYMBOL : CLASS_NONE;
}

static bool found(struct text_carrier_run *run, size_t start, size_t end, enum text_carrier kind)
{
	*run = (struct text_carrier_run){ start, end, kind };
	return true;
}

/* ---- spaces and tabs ---- */

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* A run of blanks that holds a tab and a space, in the ASCII of [at, end). */
static bool spaces_find(struct slice text, size_t at, size_t end, struct text_carrier_run *run)
{
	while (at < end) {
		const char *tab = memchr(text.ptr + at, '\t', end - at);
		size_t      start;
		size_t      stop;

		if (tab == NULL)
			return false;
		start = (size_t)(tab - text.ptr);
		stop = start;
		while (start > at && is_blank(text.ptr[start - 1]))
			start--;
		while (stop < end && is_blank(text.ptr[stop]))
			stop++;
		if (stop - start >= BITS_MIN && memchr(text.ptr + start, ' ', stop - start) != NULL)
			return found(run, start, stop, TEXT_CARRIER_SPACES);
		at = stop;
	}
	return false;
}

/* ---- invisible characters ---- */

/* The end of the characters of one class from `at` on, and how many they are. */
static size_t class_end(struct slice text, size_t at, enum class class, size_t *count)
{
	size_t length;

	*count = 0;
	while (at < text.len && class_of(text_utf8_decode(text, at, &length)) == class) {
		at += length;
		++*count;
	}
	return at;
}

/* Tags behind a black flag that name a part of a country: the flags of England, Scotland and Wales,
 * and by the same scheme those of the United States and of Canada's provinces. */
static bool is_region(const char *tags, size_t count)
{
	static const struct {
		char   country[3];
		size_t count;
	} rows[] = { { "gb", 5 }, { "us", 4 }, { "ca", 4 } };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (count == rows[i].count && memcmp(tags, rows[i].country, 2) == 0)
			return true;
	}
	return false;
}

static bool is_flag(struct slice text, size_t start, size_t end)
{
	char   tags[FLAG_TAGS_MAX];
	size_t count = 0;
	size_t length;

	if (start < 4 || text_utf8_decode(text, start - 4, &length) != FLAG)
		return false;
	for (size_t at = start; at < end; at += length) {
		uint32_t tag = text_utf8_decode(text, at, &length);

		if (tag == TAG_END)
			return at + length == end && is_region(tags, count);
		if (count == FLAG_TAGS_MAX)
			return false;
		tags[count++] = (char)(tag & 0x7F);
	}
	return false;
}

/* Is what begins at `at`, outside ASCII, a run? *end is where to go on if not. */
static bool foreign_find(struct slice text, size_t at, size_t *end, struct text_carrier_run *run)
{
	size_t length;
	size_t count;
	enum class class = class_of(text_utf8_decode(text, at, &length));

	*end = at + length;
	if (class == CLASS_NONE)
		return false;
	if (class == CLASS_BIDI)
		return found(run, at, text_carrier_bidi_end(text, at), TEXT_CARRIER_BIDI);
	*end = class_end(text, at, class, &count);
	if (class == CLASS_TAG)
		return count >= TAG_MIN && !is_flag(text, at, *end) &&
		       found(run, at, *end, TEXT_CARRIER_TAGS);
	if (class == CLASS_VARIATION)
		return count >= VARIATION_MIN && found(run, at, *end, TEXT_CARRIER_VARIATION);
	return count >= BITS_MIN && found(run, at, *end, TEXT_CARRIER_INVISIBLE);
}

bool text_carrier_find(struct slice text, size_t from, struct text_carrier_run *run)
{
	for (size_t at = from; at < text.len;) {
		size_t end = text_utf8_ascii_end(text, at);

		if (spaces_find(text, at, end, run))
			return true;
		if (end < text.len && foreign_find(text, end, &end, run))
			return true;
		at = end;
	}
	return false;
}

/* ---- reading ---- */

void text_carrier_put(struct text_carrier_sink *sink, struct slice bytes, size_t start, size_t end)
{
	struct text_segment segment = {
		.source_start = start,
		.source_end = end,
		.operations = sink->operation,
		.inside_word = sink->operation,
		.exact = true,
	};

	if (sink->cap - sink->len < bytes.len) {
		sink->full = true;
		return;
	}
	memcpy(sink->out + sink->len, bytes.ptr, bytes.len);
	sink->len += bytes.len;
	text_map_add(sink->map, &segment, bytes.len);
}

size_t text_carrier_score(struct slice bytes)
{
	size_t score = 0;
	size_t zeros = 0;

	if (bytes.len == 0 || !text_utf8_valid(bytes))
		return 0;
	for (size_t at = 0, length; at < bytes.len; at += length) {
		uint32_t point = text_utf8_decode(bytes, at, &length);
		uint32_t small = point | 0x20;

		zeros += point == 0;
		if ((point < ' ' && point != 0 && point != '\t' && point != '\n' && point != '\r' &&
		     point != '\b' && point != 0x1B) ||
		    point == 0x7F)
			return 0;
		if (small >= 'a' && small <= 'z')
			score += 4;
		else if (point == ' ' || (point >= '0' && point <= '9'))
			score += 2;
		else if (point >= FOREIGN)
			score += length;
	}
	return zeros * ZEROS_SHARE < bytes.len && zeros > 0 ? 0 : score;
}

bool text_carrier_read(struct slice run, enum text_carrier kind, char *out, size_t cap, size_t *len,
                       struct text_map *map)
{
	static bool (*const readers[])(struct slice, struct text_carrier_sink *) = {
		[TEXT_CARRIER_TAGS] = text_carrier_tags,
		[TEXT_CARRIER_VARIATION] = text_carrier_variation,
		[TEXT_CARRIER_INVISIBLE] = text_carrier_bits,
		[TEXT_CARRIER_SPACES] = text_carrier_bits,
		[TEXT_CARRIER_BIDI] = text_carrier_bidi,
	};
	struct text_carrier_sink sink = { .out = out, .cap = cap, .map = map };
	bool                     reads;

	sink.operation = kind == TEXT_CARRIER_BIDI ? TEXT_OPERATION_BIT(bidi)
	                                           : TEXT_OPERATION_BIT(carrier);
	reads = readers[kind](run, &sink) && !sink.full;
	*len = reads ? sink.len : 0;
	return reads;
}
