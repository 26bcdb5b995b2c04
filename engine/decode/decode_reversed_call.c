/* SPDX-License-Identifier: Apache-2.0 */
/* A quoted string that a program turns round:
 *
 *   "bmob epip"[::-1]        "bmob epip".split("").reverse().join("")
 *   strrev("bmob epip")      reversed("bmob epip")
 *
 * The call is the proof: what is in the quotes need not read like anything. */
#include "decode_kind.h"
#include "decode_token.h"
#include "text_utf8.h"

#include <string.h>

enum { STRING_MAX = 4096 /* bytes */ };

static bool is_quote(char byte)
{
	return byte == '"' || byte == '\'' || byte == '`';
}

/* "strrev(" and the like, at the end of a text. */
static size_t call_before(struct slice before)
{
	static const char *const calls[] = { "strrev(",  "reverse(", "reversed(",
		                             "Reverse(", "REVERSE(", "flip(" };

	if (before.len == 0 || before.ptr[before.len - 1] != '(')
		return 0;
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
		if (slice_ends_with(before, slice_from_cstr(calls[i])))
			return strlen(calls[i]);
	return 0;
}

/* "[::-1]" and the like, at the beginning of a text. */
static size_t call_behind(struct slice behind)
{
	static const char *const calls[] = { "[::-1]",
		                             ".split(\"\").reverse().join(\"\")",
		                             ".split('').reverse().join('')",
		                             ".split(``).reverse().join(``)",
		                             ".chars().rev()",
		                             ".reverse()",
		                             ".reverse",
		                             "|rev",
		                             " | rev" };

	if (behind.len == 0 || memchr("[.| ", behind.ptr[0], 4) == NULL)
		return 0;
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
		if (behind.ptr[0] == calls[i][0] &&
		    slice_starts_with(behind, slice_from_cstr(calls[i])))
			return strlen(calls[i]);
	return 0;
}

/* The string whose quote is at `at`: where its other quote is. */
static bool string_at(struct slice text, size_t at, size_t *close)
{
	size_t      most = text.len - at < STRING_MAX ? text.len - at : STRING_MAX;
	const char *end = memchr(text.ptr + at + 1, text.ptr[at], most - 1);

	*close = end == NULL ? at : (size_t)(end - text.ptr);
	return end != NULL && *close > at + 2;
}

/* Calls stand where strings begin or end, so strings are looked at there only. */
static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const struct slice text = input->text;
	size_t             opened[128] = { 0 }; /* by byte: the last such quote, and 1 */

	for (size_t at = decode_next_sign(input, from); at < text.len;
	     at = decode_next_sign(input, at + 1)) {
		size_t *open = &opened[(unsigned char)text.ptr[at] & 0x7F];
		size_t  start = *open > 0 ? *open - 1 : at;
		size_t  call;
		size_t  close;

		if (!is_quote(text.ptr[at]))
			continue;
		*open = at + 1;
		call = call_behind(slice_from(text, at + 1));
		if (call > 0 && at > start + 2 && at - start < STRING_MAX) {
			*run = (struct decode_run){ start, at + 1 + call, at + 1 + call };
			return true;
		}
		call = call_before(slice_range(text, from, at));
		if (call > 0 && string_at(text, at, &close)) {
			close += close + 1 < text.len && text.ptr[close + 1] == ')' ? 2 : 1;
			*run = (struct decode_run){ at - call, close, close };
			return true;
		}
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const struct slice text = input->text;
	size_t             open = 0;
	size_t             end;

	while (open < text.len && !is_quote(text.ptr[open]))
		open++;
	/* A call behind the string may have quotes of its own: the string's other one is first. */
	if (open == text.len || !string_at(text, open, &end))
		return false;
	while (end > open + 1) {
		size_t at = text_utf8_before(text, end);

		decode_sink_put(sink, slice_range(text, at, end), at, end,
		                TEXT_OPERATION_BIT(reversed), 0);
		end = at;
	}
	return true;
}

const struct decode_kind decode_reversed_call = { .name = "reversed_call",
	                                          .operation = TEXT_OPERATION_reversed,
	                                          .signal = "bypass.encoding/reversed",
	                                          .pass = DECODE_PASS_ENCODING,
	                                          .needs = DECODE_MARK_QUOTE,
	                                          .find = find,
	                                          .decode = decode };
