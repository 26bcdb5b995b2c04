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
 *   aG93IGRv!IG1ha2U             a stray sign
 *   42cGlwZSBib21iIGF0IGhvbWU=   glued to something: tried at each of its first characters
 *
 * A line that is no text ends the run before it, so a list of a thousand words, digests
 * or paths costs a look at each and no more. */
#include "decode_base64_run.h"

#include "decode_base64_look.h"
#include "decode_gate.h"

#include <string.h>

#define MIN_CHARS        8
#define MIN_CHARS_PADDED 4
#define MIN_CHARS_PARTED 16 /* of a run whose first part is shorter than MIN_CHARS */
#define MIN_CHARS_GLUED  24
#define GLUED_MAX        12
#define MIN_WIDTH        3
#define GAP_MAX          64
#define LINE_MIN         40
#define STRAY_MAX        2
#define BASE32_MIN       16
#define BASE32_BYTES     15

struct parts {
	size_t                    end;   /* of the run so far, padding not included */
	size_t                    width; /* of the first part */
	size_t                    count;
	size_t                    chars;
	enum decode_unwrap_look   look; /* of its beginning */
	struct decode_base64_look waiting;
};

/* How a gap says that what is behind it goes on. */
enum gap {
	GAP_PARTS, /* it does not */
	GAP_WRAPS, /* a line's end, or quotes that no comma parts */
	GAP_STRAY  /* a sign or two amid the characters */
};

static bool is_stray(struct slice gap)
{
	for (size_t i = 0; i < gap.len; i++)
		if (strchr(" \t\n\r,;:\"'()[]{}<>", gap.ptr[i]) != NULL)
			return false;
	return gap.len <= STRAY_MAX;
}

/* Where the next part begins, behind a gap of spaces, quotes and the like; 0 when there is
 * none. */
static size_t next_part(struct slice text, size_t at, enum gap *gap)
{
	size_t start = at;
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
	*gap = line || (quote && !comma)                ? GAP_WRAPS
	       : is_stray(slice_range(text, start, at)) ? GAP_STRAY
	                                                : GAP_PARTS;
	return at < stop ? at : 0;
}

/* Long, and nothing but small letters and hyphens behind the first: of bytes by chance one in
 * thousands. */
static bool is_words(struct slice token)
{
	if (token.len < MIN_CHARS)
		return false;
	for (size_t i = 1; i < token.len; i++)
		if ((token.ptr[i] < 'a' || token.ptr[i] > 'z') && token.ptr[i] != '-')
			return false;
	return (token.ptr[0] | 0x20) >= 'a' && (token.ptr[0] | 0x20) <= 'z';
}

/* "Thanks", "and": all small letters, but for the first. */
static bool is_prose(struct slice token)
{
	for (size_t i = 1; i < token.len; i++)
		if (token.ptr[i] < 'a' || token.ptr[i] > 'z')
			return false;
	return token.len > 0 && (token.ptr[0] | 0x20) >= 'a' && (token.ptr[0] | 0x20) <= 'z';
}

/* Packed bytes look like nothing, but go on until text begins or packed bytes anew. */
static bool packed_goes_on(const struct parts *parts, const struct decode_base64_look *look,
                           struct slice token)
{
	if (look->len < DECODE_BASE64_LOOK_CHARS)
		return !is_prose(token);
	if (decode_base64_is_text(look))
		return false;
	if (parts->look == DECODE_UNWRAP_PACKED)
		return !decode_base64_is_signed(look);
	return decode_base64_unwrap_look(look) != DECODE_UNWRAP_NOTHING;
}

/* Does the run go on with [start, end)? */
static bool goes_on(const struct parts *parts, struct slice text, size_t start, size_t end,
                    enum gap gap)
{
	struct decode_base64_look look = parts->waiting;
	bool                      is_even = end - start == parts->width;
	bool                      is_last = parts->count > 2 && end - start < parts->width;

	decode_base64_look_add(&look, slice_range(text, start, end));
	if (gap == GAP_STRAY && parts->width >= MIN_CHARS && look.len >= MIN_CHARS)
		return decode_base64_is_text(&look);
	if (gap != GAP_WRAPS && !is_even && !is_last)
		return false;
	if (look.len < 4 && parts->waiting.len == 0)
		return is_even || (is_last && decode_base64_padding_end(text, end) > end) ||
		       decode_base64_is_word(text, start, end);
	if (look.len < 4)
		return is_even || is_last || decode_base64_padding_end(text, end) > end;
	if (parts->look != DECODE_UNWRAP_NOTHING)
		return packed_goes_on(parts, &look, slice_range(text, start, end));
	return gap == GAP_WRAPS && parts->width >= MIN_CHARS ? decode_base64_may_go_on(&look)
	                                                     : decode_base64_is_text(&look);
}

static void take_part(struct parts *parts, struct slice text, size_t start, size_t end)
{
	parts->end = end;
	parts->count++;
	parts->chars += end - start;
	decode_base64_look_behind(&parts->waiting, slice_range(text, start, end), parts->chars);
}

/* The run that begins with the token [start, end). */
static struct parts parts_from(struct slice text, size_t start, size_t end,
                               enum decode_unwrap_look look)
{
	struct parts parts = { .width = end - start, .look = look };

	take_part(&parts, text, start, end);
	while (decode_base64_padding_end(text, parts.end) == parts.end) {
		enum gap gap;
		size_t   next = next_part(text, parts.end, &gap);
		size_t   next_end = next == 0 ? 0 : decode_base64_token_end(text, next);

		if (next == 0 || !goes_on(&parts, text, next, next_end, gap))
			break;
		take_part(&parts, text, next, next_end);
	}
	return parts;
}

/* The first characters of a run over its parts. */
static bool begins_clean(struct slice text, size_t start, size_t end)
{
	struct decode_base64_look look = { .len = 0 };

	while (start < end && look.len < DECODE_BASE64_LOOK_CHARS) {
		size_t token_end = decode_base64_token_end(text, start);

		if (!decode_base64_is_joint(text, start, token_end))
			decode_base64_look_add(&look, slice_range(text, start, token_end));
		start = token_end + (token_end == start);
	}
	return decode_base64_is_text(&look);
}

/* ---- the search ---- */

/* The first characters of one token. */
static bool token_may_be_text(struct slice text, size_t start, size_t end)
{
	struct decode_base64_look look = { .len = 0 };

	decode_base64_look_add(&look, slice_range(text, start, end));
	return decode_base64_may_be_text(&look);
}

static void put_run(struct slice text, size_t start, size_t shorter, size_t end,
                    struct decode_run *run)
{
	run->start = start;
	run->shorter_end = decode_base64_padding_end(text, shorter);
	run->end = decode_base64_padding_end(text, end);
}

/* Is there a second part, behind a line's end or as wide as the first? */
static bool is_parted(struct slice text, size_t start, size_t end)
{
	enum gap gap;
	size_t   next = next_part(text, end, &gap);

	return next > 0 &&
	       (gap == GAP_WRAPS || decode_base64_token_end(text, next) - next == end - start);
}

/* A run whose first part is too short to be one by itself. Its first characters are judged
 * before any more are read, so that trying at each of many parts stays linear. */
static bool short_run_at(struct slice text, size_t start, size_t end, struct decode_run *run)
{
	struct parts parts = { .chars = 0 };

	if (end - start >= MIN_WIDTH && is_parted(text, start, end) &&
	    begins_clean(text, start, text.len))
		parts = parts_from(text, start, end, DECODE_UNWRAP_NOTHING);
	if (parts.chars >= MIN_CHARS_PARTED)
		put_run(text, start, end, parts.end, run);
	else if (decode_base64_is_among_words(text, start, end))
		put_run(text, start, end, end, run);
	else
		return false;
	return true;
}

/* 0 to 31 for the alphabet of base32, in capitals or small letters; 32 for all else. */
static unsigned value_of_32(char byte, bool small)
{
	const char first = small ? 'a' : 'A';

	if (byte >= first && byte <= first + 25)
		return (unsigned)(byte - first);
	return byte >= '2' && byte <= '7' ? (unsigned)(byte - '2') + 26 : 32;
}

/* What base32 is written in, with three signs of padding or more behind it, or long and text. */
static bool is_base32(struct slice text, size_t start, size_t end)
{
	const bool padded = text.len - end >= 3 && text.ptr[end] == '=' &&
	                    text.ptr[end + 1] == '=' && text.ptr[end + 2] == '=';
	const bool small = text.ptr[start] >= 'a' && text.ptr[start] <= 'z';
	uint32_t   bits = 0;
	unsigned   held = 0;
	char       out[BASE32_BYTES];
	size_t     len = 0;

	if (!padded && end - start < BASE32_MIN)
		return false;
	for (size_t i = start; i < end; i++) {
		const unsigned value = value_of_32(text.ptr[i], small);

		if (value == 32)
			return false;
		bits = (bits << 5 | value) & 0xFFF;
		held += 5;
		if (held >= 8) {
			held -= 8;
			if (len < sizeof out)
				out[len++] = (char)(bits >> held & 0xFF);
		}
	}
	return padded || decode_gate_is_clean((struct slice){ out, len });
}

/* Is there a run that begins exactly at `start`, within the token [start, end)? */
static bool run_at(struct slice text, size_t start, size_t end, struct decode_run *run)
{
	bool padded = decode_base64_padding_end(text, end) > end;

	if (end == start || is_base32(text, start, end) ||
	    decode_base64_is_joint(text, start, end) ||
	    (end - start >= 4 && !token_may_be_text(text, start, end)))
		return false;
	if (end - start < (padded ? MIN_CHARS_PADDED : MIN_CHARS))
		return short_run_at(text, start, end, run);
	put_run(text, start, end, parts_from(text, start, end, DECODE_UNWRAP_NOTHING).end, run);
	return true;
}

/* Is this a line in the middle of many, as in a picture? */
static bool is_later_line(struct slice text, size_t start)
{
	size_t end = start;
	size_t at;

	while (end > 0 && start - end < 2 &&
	       (text.ptr[end - 1] == '\n' || text.ptr[end - 1] == '\r'))
		end--;
	at = end;
	while (at > 0 && end - at < LINE_MIN && decode_base64_value(text.ptr[at - 1]) >= 0)
		at--;
	return end < start && end - at == LINE_MIN;
}

/* The next place inside [at, end) at which a shorter run may begin. */
static size_t behind_separator(struct slice text, size_t at, size_t end)
{
	while (at < end)
		if (decode_base64_is_sign(text.ptr[at++]))
			return at;
	return end;
}

/* A long token that nothing parts from what stands before it. `shifted`: only where the
 * groups of four begin elsewhere than the token's. */
static bool run_glued(struct slice text, size_t start, size_t end, bool shifted,
                      struct decode_run *run)
{
	if (end - start < MIN_CHARS_GLUED)
		return false;
	for (size_t at = start + 1; at <= start + GLUED_MAX && end - at >= DECODE_BASE64_LOOK_CHARS;
	     at++) {
		if ((shifted && (at - start) % 4 == 0) ||
		    !begins_clean(text, at, at + DECODE_BASE64_LOOK_CHARS))
			continue;
		put_run(text, at, end, parts_from(text, at, end, DECODE_UNWRAP_NOTHING).end, run);
		return true;
	}
	return false;
}

/* How sure the first bytes are: the surest are asked for before text is. */
enum evidence { SIGNED, CHARACTERS, ANY };

/* A whole token that begins like bytes which hold text. Inside a token nobody looks, and in
 * a later line only for a signature: a picture has thousands of places. */
static bool packed_run_at(struct slice text, size_t start, size_t end, enum evidence wanted,
                          struct decode_run *run)
{
	struct decode_base64_look look = { .len = 0 };
	enum decode_unwrap_look   kind;
	size_t                    shorter; /* where to look on should it be something else */
	size_t                    run_end;

	if (end - start < DECODE_BASE64_LOOK_CHARS ||
	    (wanted != SIGNED && is_base32(text, start, end)))
		return false;
	decode_base64_look_add(&look, slice_range(text, start, end));
	kind = decode_base64_unwrap_look(&look);
	if (kind == DECODE_UNWRAP_NOTHING ||
	    (wanted == CHARACTERS && kind != DECODE_UNWRAP_BYTES) ||
	    (wanted == SIGNED && !decode_base64_is_signed(&look) &&
	     !decode_base64_is_zlib(&look)) ||
	    (wanted != SIGNED && is_later_line(text, start) && !decode_base64_is_signed(&look)))
		return false;
	/* Text behind a glued beginning is clean for longer than by chance. */
	if (wanted != SIGNED && run_glued(text, start, end, false, run) &&
	    begins_clean(text, run->start + DECODE_BASE64_LOOK_CHARS, end))
		return true;
	run_end = parts_from(text, start, end, kind).end;
	shorter = kind != DECODE_UNWRAP_PACKED ? run_end
	          : wanted == SIGNED           ? end
	                                       : behind_separator(text, start, end);
	put_run(text, start, shorter, run_end, run);
	return true;
}

/* Text may begin here, and more likely behind what is glued to it ("helloaG93IHRv..."). */
static bool is_doubtful(struct slice text, size_t start, size_t end)
{
	return end - start >= MIN_CHARS_GLUED && token_may_be_text(text, start, end) &&
	       !begins_clean(text, start, end);
}

static bool is_token_start(struct slice text, size_t at)
{
	return at == 0 || decode_base64_value(text.ptr[at - 1]) < 0;
}

bool decode_base64_find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	const size_t until = decode_until(input);
	size_t       at = from;

	while (at < until) {
		size_t start;
		size_t end;

		at = decode_over_words(input, at);
		if (at >= until)
			break;
		start = at;
		end = decode_base64_token_end(text, at);
		if (end == at) {
			at++;
			continue;
		}
		if ((is_words(slice_range(text, at, end)) ||
		     (end - at >= MIN_WIDTH && decode_words_know(input, at, end))) &&
		    decode_base64_padding_end(text, end) == end) {
			at = end;
			continue;
		}
		if (packed_run_at(text, at, end, SIGNED, run) ||
		    (is_doubtful(text, start, end) && run_glued(text, start, end, true, run)) ||
		    run_at(text, at, end, run) ||
		    packed_run_at(text, at, end, is_token_start(text, at) ? ANY : CHARACTERS, run))
			return true;
		at = behind_separator(text, at, end);
		while (at < end) {
			if (run_at(text, at, end, run))
				return true;
			at = behind_separator(text, at, end);
		}
		if (run_glued(text, start, end, false, run))
			return true;
	}
	return false;
}
