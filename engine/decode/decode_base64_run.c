/* SPDX-License-Identifier: Apache-2.0 */
/* The search for base64. Nearly every long word of prose has its shape, so each step
 * asks first whether the next few bytes may be text, and never looks further:
 *
 *   aG93IHRvIG1ha2U=             a token of 8 characters or more, or 4 with padding
 *   aG93IHRv\nIG1ha2U=           goes on behind a line's end while text comes out
 *   "aG93I" + "HRvIG"            ... and behind the quotes of a joined string
 *   aG93 IHRv IG1h a2U=          ... and behind anything between parts of one width
 *   SG93 ZG8 SQ                  short, but three neighbours that are text to the bit
 *   files/cGlwZSBib21i           "/", "-", "_" and "+" may part words as well
 *   42cGlwZSBib21iIGF0IGhvbWU=   glued to something: tried at each of its first characters
 *
 * A line that is no text ends the run before it, so a list of a thousand words, digests
 * or paths costs a look at each and no more. */
#include "decode_base64_run.h"

#include "decode_gate.h"

#include <stdint.h>

#define MIN_CHARS        8
#define MIN_CHARS_PADDED 4
#define MIN_CHARS_PARTED 16 /* of a run whose first part is shorter than MIN_CHARS */
#define MIN_CHARS_GLUED  24
#define GLUED_MAX        12
#define LOOK_CHARS       16
#define GAP_MAX          64
#define WORD_CHARS_MAX   32

/* Values of both alphabets of RFC 4648, -1 for every other byte below 0x80. */
static const signed char values[128] = {
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 62,
	-1, 62, -1, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1, -1, -1, -1, -1, -1, -1, 0,
	1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
	23, 24, 25, -1, -1, -1, -1, 63, -1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
	39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, -1, -1, -1, -1, -1,
};

int decode_base64_value(char byte)
{
	unsigned char index = (unsigned char)byte;

	return index < sizeof values ? values[index] : -1;
}

static bool is_sign(char byte)
{
	return decode_base64_value(byte) >= 62;
}

size_t decode_base64_token_end(struct slice text, size_t at)
{
	while (at < text.len && decode_base64_value(text.ptr[at]) >= 0)
		at++;
	return at;
}

bool decode_base64_is_joint(struct slice text, size_t start, size_t end)
{
	return end - start == 1 && is_sign(text.ptr[start]);
}

static size_t padding_end(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at < 2 && text.ptr[end] == '=')
		end++;
	return end;
}

/* ---- a look at what comes out ---- */

/* The characters that wait for the rest of their group, and the next ones. */
struct look {
	char   chars[3 + LOOK_CHARS];
	size_t len;
};

static void look_add(struct look *look, struct slice token)
{
	for (size_t i = 0; i < token.len && look->len < sizeof look->chars; i++)
		look->chars[look->len++] = token.ptr[i];
}

/* Keeps what belongs to an unfinished group once `chars` characters of a run, the last
 * of them in `token`, are read. */
static void look_behind(struct look *look, struct slice token, size_t chars)
{
	size_t      wanted = chars % 4;
	struct look kept = { .len = 0 };

	if (token.len < wanted) {
		look_add(look, token);
		token = (struct slice){ look->chars, look->len };
	}
	look_add(&kept, slice_from(token, token.len - wanted));
	*look = kept;
}

/* The bytes of whole groups. */
static struct slice look_decode(const struct look *look, char bytes[12])
{
	size_t   len = 0;
	uint32_t group = 0;

	for (size_t i = 0; i < look->len && len + 3 <= 12; i++) {
		group = group << 6 | (uint32_t)decode_base64_value(look->chars[i]);
		if (i % 4 != 3)
			continue;
		bytes[len++] = (char)(group >> 16 & 0xFF);
		bytes[len++] = (char)(group >> 8 & 0xFF);
		bytes[len++] = (char)(group & 0xFF);
	}
	return (struct slice){ bytes, len };
}

/* A digest: no text gives sixteen hexadecimal digits of one case in a row. */
static bool look_is_hex(const struct look *look)
{
	size_t small = 0;
	size_t large = 0;

	for (size_t i = 0; i < look->len; i++) {
		char byte = look->chars[i];
		bool digit = byte >= '0' && byte <= '9';

		small += digit || (byte >= 'a' && byte <= 'f');
		large += digit || (byte >= 'A' && byte <= 'F');
	}
	return look->len >= LOOK_CHARS && (small == look->len || large == look->len);
}

static bool look_may_be_text(const struct look *look)
{
	char bytes[12];

	return decode_gate_may_be_text(look_decode(look, bytes)) && !look_is_hex(look);
}

/* The same where a character may have begun before. */
static bool look_may_go_on(const struct look *look)
{
	char         bytes[12];
	struct slice decoded = look_decode(look, bytes);

	return decode_gate_may_be_text(decode_gate_whole(decoded)) && !look_is_hex(look);
}

/* The strict look: not one byte that is no text. */
static bool look_is_text(const struct look *look)
{
	char bytes[12];

	return decode_gate_is_clean(look_decode(look, bytes)) && !look_is_hex(look);
}

static bool may_be_text(struct slice text, size_t start, size_t end)
{
	struct look look = { .len = 0 };

	look_add(&look,
	         slice_range(text, start, end - start < LOOK_CHARS ? end : start + LOOK_CHARS));
	return look_may_be_text(&look);
}

/* ---- words, each by itself ---- */

/* Is the token base64 to the last bit, and text? */
static bool is_word(struct slice text, size_t start, size_t end)
{
	char     bytes[WORD_CHARS_MAX];
	size_t   len = 0;
	uint32_t bits = 0;
	unsigned held = 0;
	size_t   padding = padding_end(text, end) - end;

	if (end - start < 2 || end - start > WORD_CHARS_MAX || (end - start) % 4 == 1 ||
	    (padding > 0 && (end - start + padding) % 4 != 0))
		return false;
	for (size_t at = start; at < end; at++) {
		bits = bits << 6 | (uint32_t)decode_base64_value(text.ptr[at]);
		held += 6;
		if (held < 8)
			continue;
		held -= 8;
		bytes[len++] = (char)(bits >> held & 0xFF);
		bits &= (1u << held) - 1;
	}
	return bits == 0 && decode_gate_is_clean((struct slice){ bytes, len });
}

static bool word_behind(struct slice text, size_t end, size_t *next_end)
{
	size_t start = padding_end(text, end) + 1;

	if (start >= text.len || text.ptr[start - 1] != ' ')
		return false;
	*next_end = decode_base64_token_end(text, start);
	return is_word(text, start, *next_end);
}

static bool word_before(struct slice text, size_t start, size_t *previous_start)
{
	size_t end = start;
	size_t at;

	if (end == 0 || text.ptr[--end] != ' ')
		return false;
	for (size_t padding = 0; padding < 2 && end > 0 && text.ptr[end - 1] == '='; padding++)
		end--;
	at = end;
	while (at > 0 && end - at <= WORD_CHARS_MAX && decode_base64_value(text.ptr[at - 1]) >= 0)
		at--;
	*previous_start = at;
	return is_word(text, at, end);
}

static bool is_among_words(struct slice text, size_t start, size_t end)
{
	size_t others = 0;
	size_t at = start;

	if (!is_word(text, start, end))
		return false;
	while (others < 2 && word_before(text, at, &at))
		others++;
	at = end;
	while (others < 2 && word_behind(text, at, &at))
		others++;
	return others == 2;
}

/* ---- a run of several parts ---- */

struct parts {
	size_t      end;   /* of the run so far, padding not included */
	size_t      width; /* of the first part */
	size_t      count;
	size_t      chars;
	struct look waiting;
};

/* Where the next part begins, behind a gap of spaces, quotes and the like; 0 when there is
 * none. `wraps`: the gap holds a line's end, or quotes that no comma parts. */
static size_t next_part(struct slice text, size_t at, bool *wraps)
{
	size_t stop = text.len - at < GAP_MAX ? text.len : at + GAP_MAX;
	bool   line = false;
	bool   quote = false;
	bool   comma = false;

	for (; at < stop; at++) {
		char byte = text.ptr[at];

		if (decode_base64_value(byte) >= 0 &&
		    !decode_base64_is_joint(text, at, decode_base64_token_end(text, at)))
			break;
		if ((unsigned char)byte >= 0x80 || byte == '=')
			return 0;
		line = line || byte == '\n' || byte == '\r';
		quote = quote || byte == '"' || byte == '\'';
		comma = comma || byte == ',' || byte == ';' || byte == ':';
	}
	*wraps = line || (quote && !comma);
	return at < stop ? at : 0;
}

/* Does the run go on with [start, end)? */
static bool goes_on(const struct parts *parts, struct slice text, size_t start, size_t end,
                    bool wraps)
{
	struct look look = parts->waiting;
	bool        is_even = end - start == parts->width;
	bool        is_last = parts->count > 2 && end - start < parts->width;

	if (!wraps && !is_even && !is_last)
		return false;
	look_add(&look, slice_range(text, start, end));
	if (look.len < 4)
		return is_even || is_last || padding_end(text, end) > end ||
		       (parts->waiting.len == 0 && is_word(text, start, end));
	return wraps && parts->width >= MIN_CHARS ? look_may_go_on(&look) : look_is_text(&look);
}

static void take_part(struct parts *parts, struct slice text, size_t start, size_t end)
{
	parts->end = end;
	parts->count++;
	parts->chars += end - start;
	look_behind(&parts->waiting, slice_range(text, start, end), parts->chars);
}

/* The run that begins with the token [start, end). */
static struct parts parts_from(struct slice text, size_t start, size_t end)
{
	struct parts parts = { .width = end - start };

	take_part(&parts, text, start, end);
	while (padding_end(text, parts.end) == parts.end) {
		bool   wraps;
		size_t next = next_part(text, parts.end, &wraps);
		size_t next_end = next == 0 ? 0 : decode_base64_token_end(text, next);

		if (next == 0 || !goes_on(&parts, text, next, next_end, wraps))
			break;
		take_part(&parts, text, next, next_end);
	}
	return parts;
}

/* The first characters of a run over its parts. */
static bool begins_clean(struct slice text, size_t start, size_t end)
{
	struct look look = { .len = 0 };

	while (start < end && look.len < LOOK_CHARS) {
		size_t token_end = decode_base64_token_end(text, start);

		if (!decode_base64_is_joint(text, start, token_end))
			look_add(&look, slice_range(text, start, token_end));
		start = token_end + (token_end == start);
	}
	return look_is_text(&look);
}

/* ---- the search ---- */

static void put_run(struct slice text, size_t start, size_t shorter, size_t end,
                    struct decode_run *run)
{
	run->start = start;
	run->shorter_end = padding_end(text, shorter);
	run->end = padding_end(text, end);
}

/* Is there a run that begins exactly at `start`, within the token [start, end)? */
static bool run_at(struct slice text, size_t start, size_t end, struct decode_run *run)
{
	bool         padded = padding_end(text, end) > end;
	bool         is_long = end - start >= (padded ? MIN_CHARS_PADDED : MIN_CHARS);
	struct parts parts;

	if (end == start || decode_base64_is_joint(text, start, end) ||
	    (end - start >= 4 && !may_be_text(text, start, end)))
		return false;
	parts = parts_from(text, start, end);
	if (!is_long && (parts.chars < MIN_CHARS_PARTED || !begins_clean(text, start, parts.end))) {
		if (!is_among_words(text, start, end))
			return false;
		parts.end = end;
	}
	put_run(text, start, end, parts.end, run);
	return true;
}

/* The next place inside [at, end) at which a shorter run may begin. */
static size_t behind_separator(struct slice text, size_t at, size_t end)
{
	while (at < end)
		if (is_sign(text.ptr[at++]))
			return at;
	return end;
}

/* A long token that nothing parts from what stands before it. */
static bool run_glued(struct slice text, size_t start, size_t end, struct decode_run *run)
{
	if (end - start < MIN_CHARS_GLUED)
		return false;
	for (size_t at = start + 1; at <= start + GLUED_MAX && end - at >= LOOK_CHARS; at++) {
		if (!begins_clean(text, at, at + LOOK_CHARS))
			continue;
		put_run(text, at, end, parts_from(text, at, end).end, run);
		return true;
	}
	return false;
}

bool decode_base64_find(struct slice text, size_t from, struct decode_run *run)
{
	size_t at = from;

	while (at < text.len) {
		size_t start = at;
		size_t end = decode_base64_token_end(text, at);

		if (end == at) {
			at++;
			continue;
		}
		while (at < end) {
			if (run_at(text, at, end, run))
				return true;
			at = behind_separator(text, at, end);
		}
		if (run_glued(text, start, end, run))
			return true;
	}
	return false;
}
