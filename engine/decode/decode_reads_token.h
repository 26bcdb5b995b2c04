/* SPDX-License-Identifier: Apache-2.0 */
/* What stands between spaces, as decode_reads*.c look at it: "1f:3a" of "see 1f:3a there". Private
 * to them, and inline: ciphers ask for every byte under many keys. */
#ifndef DECODE_READS_TOKEN_H
#define DECODE_READS_TOKEN_H

#include "base_slice.h"
#include "decode_reads.h"

#include <stdbool.h>
#include <stddef.h>

static inline bool decode_reads_is_space(char byte)
{
	return (unsigned char)byte <= ' ' &&
	       (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r');
}

static inline bool decode_reads_is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* text[start, end) */
struct decode_reads_token {
	size_t start;
	size_t end;
};

/* The next token from `from` on, of at most DECODE_REGION_MAX bytes; false behind the last. */
static inline bool decode_reads_next_token(struct slice text, size_t from,
                                           struct decode_reads_token *token)
{
	while (from < text.len && decode_reads_is_space(text.ptr[from]))
		from++;
	token->start = token->end = from;
	while (token->end < text.len && !decode_reads_is_space(text.ptr[token->end]) &&
	       token->end - from < DECODE_REGION_MAX)
		token->end++;
	return token->end > from;
}

/* Is the word a token by itself, but for one sign behind it? So nearly all are in prose. Sets where
 * the token ends, if so. */
static inline bool decode_reads_is_token(struct slice text, size_t start, size_t end,
                                         size_t *token_end)
{
	if (start > 0 && !decode_reads_is_space(text.ptr[start - 1]))
		return false;
	if (end < text.len && !decode_reads_is_space(text.ptr[end]))
		end++;
	if (end < text.len && !decode_reads_is_space(text.ptr[end]))
		return false;
	*token_end = end;
	return true;
}

#endif
