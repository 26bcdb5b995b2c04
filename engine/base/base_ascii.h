/* SPDX-License-Identifier: Apache-2.0 */
/* Kinds of ASCII bytes. <ctype.h> asks the locale, and is undefined for a char below zero, which
 * every byte of UTF-8 outside ASCII is. Here such bytes are of no kind.
 *
 * All are pure and may be called by any thread. */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static inline bool ascii_is_capital(char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

static inline bool ascii_is_small(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static inline bool ascii_is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* What parts tokens: a space, a tab or the end of a line. */
static inline bool ascii_is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* A capital as its small letter, any other byte as it is. */
static inline char ascii_small(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

#endif
