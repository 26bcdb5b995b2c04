/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_line.h"

#include "decode_word_class.h"

#include <string.h>

size_t decode_line_end(struct slice text, size_t from)
{
	const char *end = memchr(text.ptr + from, '\n', text.len - from);

	return end == NULL ? text.len : (size_t)(end - text.ptr);
}

static size_t word_end(struct slice text, size_t at, size_t end)
{
	while (at < end && text.ptr[at] != ' ')
		at++;
	return at;
}

/* A capital behind a space begins what is no part of words in another order, but for "I" and
 * the last of them. */
static size_t sentence_before(struct slice text, size_t start, size_t end)
{
	for (size_t at = end; at > start + 1; at--) {
		const char byte = text.ptr[at - 1];

		if (text.ptr[at - 2] == ' ' && byte >= 'A' && byte <= 'Z' && at < end &&
		    text.ptr[at] != ' ' &&
		    decode_word_has_content(slice_range(text, at - 1, word_end(text, at, end))))
			return at - 2;
	}
	return end;
}

static bool in_quotes(struct slice text, size_t *start, size_t *end)
{
	const char *open = memchr(text.ptr + *start, '"', *end - *start);
	const char *close;

	if (open == NULL)
		return false;
	*start = (size_t)(open - text.ptr) + 1;
	close = memchr(text.ptr + *start, '"', *end - *start);
	if (close == NULL)
		return false;
	*end = (size_t)(close - text.ptr);
	return true;
}

static bool behind_colon(struct slice text, size_t *start, size_t end)
{
	const char *colon = memchr(text.ptr + *start, ':', end - *start);

	if (colon == NULL)
		return false;
	*start = (size_t)(colon - text.ptr) + 1;
	return true;
}

bool decode_line_part(struct slice text, size_t start, size_t end, enum decode_line_part part,
                      struct decode_run *run)
{
	if (part == DECODE_LINE_QUOTED && !in_quotes(text, &start, &end))
		return false;
	if ((part == DECODE_LINE_BEHIND || part == DECODE_LINE_SENTENCE) &&
	    !behind_colon(text, &start, end))
		return false;
	while (start < end && text.ptr[start] == ' ')
		start++;
	if (part == DECODE_LINE_SENTENCE)
		end = sentence_before(text, start, end);
	while (end > start && text.ptr[end - 1] == ' ')
		end--;
	*run = (struct decode_run){ start, end, end };
	return end > start;
}
