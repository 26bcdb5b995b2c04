/* SPDX-License-Identifier: Apache-2.0 */
/* JSON without a tree: a pull reader and a writer (RFC 8259).
 *
 * The reader hands out one token at a time and borrows the body. It is strict:
 * trailing bytes, duplicate keys, bad escapes, control characters in strings,
 * numbers out of grammar and nesting above JSON_DEPTH_MAX are errors with line
 * and column. It is lenient in one place on purpose: a string may hold NUL
 * (\u0000), lone surrogates and bytes that are no UTF-8, because a prompt has to be
 * judged, not refused. They are replaced or kept by json_string_decode() below. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH_MAX  64
#define JSON_VALUES_MAX 65536 /* tokens in one body */

enum json_token {
	JSON_OBJECT_BEGIN,
	JSON_OBJECT_END,
	JSON_ARRAY_BEGIN,
	JSON_ARRAY_END,
	JSON_KEY,    /* raw holds the bytes between the quotes */
	JSON_STRING, /* raw holds the bytes between the quotes */
	JSON_NUMBER, /* raw holds the number's text */
	JSON_TRUE,
	JSON_FALSE,
	JSON_NULL,
	JSON_END /* the body is finished and nothing follows */
};

struct json_reader {
	struct slice   body;
	size_t         offset;       /* of the next byte to read */
	size_t         token_offset; /* where the current token begins */
	struct slice   raw;          /* of KEY, STRING and NUMBER */
	bool           has_escape;   /* raw of KEY or STRING holds a backslash */
	enum status    failed;       /* private: what every later call returns */
	unsigned       depth;
	unsigned       values;
	unsigned char  stack[JSON_DEPTH_MAX]; /* private: what encloses us, what may follow */
	struct keyset *seen;                  /* private: keys of the open objects */
	struct arena  *arena;
	struct error  *err;
};

/* `arena` holds the table of keys seen; `err` (may be NULL) receives the first
 * fault, with line and column in the body. */
void json_reader_init(struct json_reader *reader, struct slice body, struct arena *arena,
                      struct error *err);

/* The next token. STATUS_OK; STATUS_JSON_MALFORMED; STATUS_LIMIT_REACHED (depth,
 * values); STATUS_NO_MEMORY. After a failure every later call fails alike. */
MUST_CHECK enum status json_next(struct json_reader *reader, enum json_token *token);

/* Skips the rest of the value whose first token was just read (a scalar needs
 * nothing). Call it right after json_next() returned the first token. */
MUST_CHECK enum status json_skip(struct json_reader *reader, enum json_token first);

/* The current KEY or STRING without its escapes. Borrowed from the body when
 * there is none, else in the arena. A lone surrogate becomes U+FFFD and sets
 * *replaced (may be NULL). Bytes that are no UTF-8 are kept as they are. Asserts
 * the token kind. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status json_string_decode(struct json_reader *reader, struct slice *text,
                                          bool *replaced);

/* Is the current KEY (or STRING) `name`? Handles escapes without allocating. */
bool json_raw_is(const struct json_reader *reader, struct slice name);

/* The current NUMBER as an unsigned integer. False when it has a sign, a
 * fraction, an exponent, or does not fit. */
bool json_number_u64(const struct json_reader *reader, uint64_t *value);
/* The current NUMBER as a double; one beyond a double's range is an infinity.
 * NaN when it is longer than 63 characters and the arena is full. */
double json_number_double(const struct json_reader *reader);

/* 1-based line and column (in bytes) of a byte offset of the body. */
void json_position(struct slice body, size_t offset, unsigned *line, unsigned *column);

/* ---- writer: appends to a buffer; the caller writes braces and commas ---- */

/* "text" with quotes. Valid UTF-8 stays; control characters and DEL are escaped;
 * a byte that is no UTF-8 becomes U+FFFD. */
void json_write_string(struct buffer *out, struct slice text);
/* The same in pure ASCII: everything above 0x7E as \uXXXX, for records. */
void json_write_string_ascii(struct buffer *out, struct slice text);
/* "name": with the quotes and the colon; a comma first unless the last byte
 * written opens an object or array. `name` is plain ASCII without quotes. */
void json_write_key(struct buffer *out, const char *name);

#endif
