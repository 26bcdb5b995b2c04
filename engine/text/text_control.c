/* SPDX-License-Identifier: Apache-2.0 */
/* An escape sequence that is not shown could hide text from the rules that a model reads all
 * the same. So only what cannot hold a phrase is dropped: the parameters of a CSI
 * sequence are digits and signs, and the string of an operating system command (a window
 * title, a link) goes when it is short and has no white space; else it stays, like the
 * letter behind a lone ESC.
 *
 * Erasing stops at line ends and takes the marks on a letter with it. */
#include "text_control.h"

#include "text_tables.h"
#include "text_utf8.h"
#include "text_vector.h"

#include <string.h>

#define BACKSPACE  0x08
#define BELL       0x07
#define ESCAPE     0x1B
#define DELETE     0x7F
#define STRING_MAX 32u

/* U+2013, 2014, 2018 and 2019 cut to one byte: dashes and quotes in many an old file. They
 * stay, and fold to a space like those. */
static inline bool is_cut_short(unsigned char byte)
{
	return byte == 0x13 || byte == 0x14 || byte == 0x18 || byte == 0x19;
}

static inline bool is_control(unsigned char byte)
{
	bool is_low = byte <= ESCAPE && (unsigned char)(byte - '\t') > '\r' - '\t';

	return (is_low && !is_cut_short(byte)) || byte == DELETE;
}

/* By the highest and the lowest of each byte moved so that tab is 0, and then so that U+000E
 * is: a few operations on vectors of bytes, and no masks.
 *
 *     byte - 9        tab..CR 0..4     0x0E.. 5..     DEL 118     0x80.. above     NUL..BS 247..
 *     byte - 9 - 5    tab..CR 251..    0x0E..ESC 0..13     0x1C..DEL 14..              */
struct extremes {
	unsigned char top;
	unsigned char bottom;
};

static inline void extremes_take(struct extremes *seen, unsigned char byte)
{
	unsigned char from_tab = (unsigned char)(byte - '\t');
	unsigned char behind = (unsigned char)(from_tab - ('\r' + 1 - '\t'));

	seen->top = from_tab > seen->top ? from_tab : seen->top;
	seen->bottom = behind < seen->bottom ? behind : seen->bottom;
}

static inline bool extremes_are_plain(struct extremes seen)
{
	return seen.top < DELETE - '\t' && seen.bottom > ESCAPE - ('\r' + 1);
}

VECTORISED static bool is_plain_ascii(struct slice text)
{
	struct extremes seen = { 0, UINT8_MAX };

	for (size_t i = 0; i < text.len; i++)
		extremes_take(&seen, (unsigned char)text.ptr[i]);
	return extremes_are_plain(seen);
}

/* Bytes from 0x80 on count as spaces. */
VECTORISED static bool may_have_controls(struct slice text)
{
	struct extremes seen = { 0, UINT8_MAX };

	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.ptr[i];

		extremes_take(&seen, byte < 0x80 ? byte : ' ');
	}
	return !extremes_are_plain(seen);
}

static bool has_controls(struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (is_control((unsigned char)text.ptr[i]))
			return true;
	}
	return false;
}

struct text_control_look text_control_look(struct slice text)
{
	if (is_plain_ascii(text))
		return (struct text_control_look){ 0 };
	return (struct text_control_look){
		.is_foreign = !text_utf8_is_ascii(text),
		.has_controls = may_have_controls(text) && has_controls(text),
	};
}

/* ---- escape sequences ---- */

static unsigned char byte_at(struct slice text, size_t at)
{
	return at < text.len ? (unsigned char)text.ptr[at] : 0;
}

static size_t span(struct slice text, size_t at, unsigned char first, unsigned char last)
{
	while (at < text.len && byte_at(text, at) >= first && byte_at(text, at) <= last)
		at++;
	return at;
}

/* ECMA-48, section 5.4: parameters, intermediate bytes, a final byte. Without the latter
 * only what was read is dropped. */
static size_t csi_end(struct slice text, size_t at)
{
	at = span(text, at, '0', '?');
	at = span(text, at, '!', '/');
	return byte_at(text, at) >= '@' && byte_at(text, at) <= '~' ? at + 1 : at;
}

/* ESC ] string, ended by BEL or ESC \; `at` is behind "ESC ]". */
static size_t string_end(struct slice text, size_t start, size_t at)
{
	for (size_t count = 0; count <= STRING_MAX; count++, at++) {
		unsigned char byte = byte_at(text, at);

		if (byte == BELL)
			return at + 1;
		if (byte == ESCAPE && byte_at(text, at + 1) == '\\')
			return at + 2;
		if (byte <= ' ' || byte >= DELETE)
			break;
	}
	return start + 1;
}

/* The end of what is dropped with the control at `at`. */
static size_t control_end(struct slice text, size_t at)
{
	if (byte_at(text, at) != ESCAPE)
		return at + 1;
	switch (byte_at(text, at + 1)) {
	case '[':
		return csi_end(text, at + 2);
	case ']':
		return string_end(text, at, at + 2);
	case '(':
	case ')':
		/* A character set is chosen by one letter or digit. */
		return at + 3 <= text.len ? at + 3 : at + 1;
	case '\\':
	case '=':
	case '>':
		return at + 2;
	default:
		return at + 1;
	}
}

/* ---- rewriting ---- */

struct resolver {
	struct slice             text;
	char                    *out;
	size_t                   length;
	struct text_map         *map;
	bool                     erases;
	struct text_control_seen seen;
};

/* The character that ends at out[end - 1]. */
static size_t character_start(const struct resolver *resolver, size_t end)
{
	while (end > 1 && ((unsigned char)resolver->out[end - 1] & 0xC0) == 0x80)
		end--;
	return end - 1;
}

static const struct text_record *record_at(struct slice text, size_t at)
{
	size_t length;

	return text_table_record(text_utf8_decode(text, at, &length));
}

static struct slice written(const struct resolver *resolver)
{
	return (struct slice){ resolver->out, resolver->length };
}

/* The character before, with its marks and what is invisible on it. */
static void erase(struct resolver *resolver)
{
	struct slice out = written(resolver);
	size_t       start = out.len;
	uint8_t      kind = TEXT_KIND_MARK;

	while (start > 0 && (kind == TEXT_KIND_MARK || kind == TEXT_KIND_DROPPED)) {
		size_t at = character_start(resolver, start);

		if (out.ptr[at] == '\n' || out.ptr[at] == '\r')
			break;
		kind = record_at(out, at)->kind;
		start = at;
	}
	resolver->length = start;
}

static bool is_spaced_letter(const struct text_record *record)
{
	return (record->flags & TEXT_FLAG_SOLO) == 0 &&
	       (record->kind == TEXT_KIND_LETTER || record->kind == TEXT_KIND_DIGIT);
}

static bool is_inside_word(const struct resolver *resolver, size_t after)
{
	struct slice out = written(resolver);

	return out.len > 0 && after < resolver->text.len &&
	       is_spaced_letter(record_at(out, character_start(resolver, out.len))) &&
	       is_spaced_letter(record_at(resolver->text, after));
}

/* "N BS N" is bold and "_ BS N" underlined: were the `count` bytes that lie behind the text
 * erased for that? */
static bool is_overstrike(const struct resolver *resolver, size_t count, size_t after)
{
	const char *erased = resolver->out + resolver->length;

	if (count == 0)
		return false;
	if (span((struct slice){ erased, count }, 0, '_', '_') == count)
		return true;
	return resolver->text.len - after >= count &&
	       memcmp(erased, resolver->text.ptr + after, count) == 0;
}

/* A run of controls; returns its end. */
static size_t controls_drop(struct resolver *resolver, size_t start)
{
	size_t              before = resolver->length;
	size_t              at = start;
	struct text_segment nothing = { .source_start = start, .exact = true };

	while (at < resolver->text.len && is_control((unsigned char)resolver->text.ptr[at])) {
		unsigned char control = (unsigned char)resolver->text.ptr[at];

		if (control == BACKSPACE || control == DELETE) {
			resolver->seen.has_erasers = true;
			if (resolver->erases)
				erase(resolver);
		}
		at = control_end(resolver->text, at);
	}
	nothing.source_end = at;
	nothing.operations = TEXT_OPERATION_BIT(control);
	if (is_inside_word(resolver, at) &&
	    !is_overstrike(resolver, before - resolver->length, at)) {
		nothing.inside_word = nothing.operations;
		resolver->seen.evidence_count++;
	}
	text_map_cut(resolver->map, resolver->length);
	text_map_add(resolver->map, &nothing, 0);
	return at;
}

static size_t copy(struct resolver *resolver, size_t start)
{
	size_t end = start;

	while (end < resolver->text.len && !is_control((unsigned char)resolver->text.ptr[end]))
		end++;
	memcpy(resolver->out + resolver->length, resolver->text.ptr + start, end - start);
	resolver->length += end - start;
	if (end > start) {
		struct text_segment same = {
			.source_start = start, .source_end = end, .linear = true, .exact = true
		};

		text_map_add(resolver->map, &same, end - start);
	}
	return end;
}

enum status text_control_resolve(struct slice text, bool erases, struct arena *arena,
                                 struct slice *resolved, struct text_control_seen *seen,
                                 struct text_map *map)
{
	struct resolver resolver = { .text = text, .map = map, .erases = erases };

	resolver.out = ARENA_ARRAY(arena, text.len, char);
	if (resolver.out == NULL)
		return STATUS_NO_MEMORY;
	for (size_t at = 0; at < text.len;) {
		at = copy(&resolver, at);
		if (at < text.len)
			at = controls_drop(&resolver, at);
	}
	*resolved = written(&resolver);
	*seen = resolver.seen;
	return map != NULL && map->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* ---- maps ---- */

static void block_add(struct text_map *composed, const struct text_map *before,
                      const struct text_segment *segment, size_t length)
{
	struct text_origin  origin = text_map_origin(before, segment->source_start,
	                                             segment->source_end);
	struct text_segment block = *segment;

	block.source_start = origin.start;
	block.source_end = origin.end;
	block.operations |= origin.operations;
	block.inside_word |= origin.inside_word;
	block.exact = block.exact && origin.exact;
	text_map_add(composed, &block, length);
}

/* Bytes [start, end) of the text between, which stand for themselves in the end. */
static void linear_add(struct text_map *composed, const struct text_map *before,
                       const struct text_segment *segment)
{
	size_t start = segment->source_start;
	size_t end = segment->source_end;

	for (size_t i = text_map_segment(before, start); start < end; i++) {
		size_t              stop = text_map_segment_end(before, i);
		struct text_segment part = *segment;

		if (stop > end)
			stop = end;
		if (stop <= start)
			continue;
		part.source_start = start;
		part.source_end = stop;
		part.linear = before->segments[i].linear;
		block_add(composed, before, &part, stop - start);
		start = stop;
	}
}

enum status text_control_compose(const struct text_map *map, const struct text_map *before,
                                 struct text_map *composed)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct text_segment *segment = &map->segments[i];

		if (segment->linear)
			linear_add(composed, before, segment);
		else
			block_add(composed, before, segment,
			          text_map_segment_end(map, i) - segment->start);
	}
	return composed->failed ? STATUS_NO_MEMORY : STATUS_OK;
}
