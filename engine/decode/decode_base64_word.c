/* SPDX-License-Identifier: Apache-2.0 */
/* Words encoded one by one: "SG93 ZG8 SQ". Four letters of prose are often base64, three
 * times in a row never, when no bit may be left over ("file also Risk"). */
#include "decode_base64_look.h"
#include "decode_gate.h"

#include <stdint.h>
#include <string.h>

#define WORD_CHARS_MAX 32

static bool is_number(struct slice token)
{
	for (size_t i = 0; i < token.len; i++)
		if ((token.ptr[i] < '0' || token.ptr[i] > '9') &&
		    (token.ptr[i] < 'a' || token.ptr[i] > 'f'))
			return false;
	return true;
}

/* The quick look that nearly all words of prose fail: the length; a first byte that begins
 * a character; no bits left over. */
static bool may_be_word(struct slice text, size_t start, size_t end)
{
	static const int left_over[] = { 0, 0, 15, 3 };
	size_t           len = end - start;
	int              first;

	if (len < 2 || len > WORD_CHARS_MAX || len % 4 == 1)
		return false;
	first = decode_base64_value(text.ptr[start]);
	return (first < 32 || first >= 48) &&
	       (decode_base64_value(text.ptr[end - 1]) & left_over[len % 4]) == 0;
}

bool decode_base64_is_word(struct slice text, size_t start, size_t end)
{
	char     bytes[WORD_CHARS_MAX];
	size_t   len = 0;
	uint32_t bits = 0;
	unsigned held = 0;
	size_t   padding;

	if (!may_be_word(text, start, end))
		return false;
	padding = decode_base64_padding_end(text, end) - end;
	if (padding > 0 && (end - start + padding) % 4 != 0)
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
	return bits == 0 && decode_gate_is_clean((struct slice){ bytes, len }) &&
	       !is_number(slice_range(text, start, end));
}

/* One space or line end, a comma or the like before it or not. */
static bool is_gap(struct slice gap)
{
	if (gap.len == 2 && (gap.ptr[0] == ',' || gap.ptr[0] == ';' || gap.ptr[0] == '\r'))
		gap = slice_from(gap, 1);
	return gap.len == 1 && memchr(" \n,;.|", gap.ptr[0], 6) != NULL;
}

static bool word_behind(struct slice text, size_t end, size_t *next_end)
{
	size_t gap = decode_base64_padding_end(text, end);
	size_t start = gap;

	while (start < text.len && start - gap < 3 && decode_base64_value(text.ptr[start]) < 0)
		start++;
	if (start >= text.len || !is_gap(slice_range(text, gap, start)))
		return false;
	*next_end = decode_base64_token_end(text, start);
	return decode_base64_is_word(text, start, *next_end);
}

static bool word_before(struct slice text, size_t start, size_t *previous_start)
{
	size_t end = start;
	size_t at;

	while (end > 0 && start - end < 3 && text.ptr[end - 1] != '=' &&
	       decode_base64_value(text.ptr[end - 1]) < 0)
		end--;
	if (!is_gap(slice_range(text, end, start)))
		return false;
	for (size_t padding = 0; padding < 2 && end > 0 && text.ptr[end - 1] == '='; padding++)
		end--;
	at = end;
	while (at > 0 && end - at <= WORD_CHARS_MAX && decode_base64_value(text.ptr[at - 1]) >= 0)
		at--;
	*previous_start = at;
	return decode_base64_is_word(text, at, end);
}

bool decode_base64_is_among_words(struct slice text, size_t start, size_t end)
{
	size_t others = 0;
	size_t at = start;

	if (!decode_base64_is_word(text, start, end))
		return false;
	while (others < 2 && word_before(text, at, &at))
		others++;
	at = end;
	while (others < 2 && word_behind(text, at, &at))
		others++;
	return others == 2;
}
