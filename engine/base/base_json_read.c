/* SPDX-License-Identifier: Apache-2.0 */
/* The reader is a small machine with one byte of state a nesting level: what may
 * come next there. For {"a":[1,2]} the stack goes
 *
 *     {      OBJECT_FIRST                   a key or }
 *     "a"    OBJECT_VALUE                   : and a value
 *     [      OBJECT_NEXT  ARRAY_FIRST       a value or ]
 *     1      OBJECT_NEXT  ARRAY_NEXT        , or ]
 *     ]      OBJECT_NEXT                    , or }
 *
 * No recursion, no tree: a token borrows the body's bytes. */
#include "base_json.h"
#include "base_json_string.h"
#include "base_keyset.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum expects {
	OBJECT_FIRST,
	OBJECT_KEY,
	OBJECT_VALUE,
	OBJECT_NEXT,
	ARRAY_FIRST,
	ARRAY_VALUE,
	ARRAY_NEXT
};

enum { NUMBER_CHARS = 64 };

void json_reader_init(struct json_reader *reader, struct slice body, struct arena *arena,
                      struct error *err)
{
	assert(arena != NULL);
	*reader = (struct json_reader){ .body = body, .arena = arena, .err = err };
}

void json_position(struct slice body, size_t offset, unsigned *line, unsigned *column)
{
	size_t   line_start = 0;
	unsigned count = 1;

	assert(offset <= body.len);
	for (;;) {
		size_t newline = slice_find(body, SLICE_LIT("\n"), line_start);

		if (newline >= offset)
			break;
		line_start = newline + 1;
		count++;
	}
	*line = count;
	*column = (unsigned)(offset - line_start) + 1;
}

/* ---- faults ---- */

static enum status fail_at(struct json_reader *reader, enum status status, size_t offset,
                           const char *what)
{
	unsigned line;
	unsigned column;

	reader->failed = status;
	json_position(reader->body, offset, &line, &column);
	return error_set(reader->err, status, NULL, line, column, "%s", what);
}

/* "expected ... but found ...", naming the byte at `offset`. */
static enum status fail_expected(struct json_reader *reader, size_t offset, const char *expected)
{
	unsigned      line;
	unsigned      column;
	unsigned char found;

	reader->failed = STATUS_JSON_MALFORMED;
	json_position(reader->body, offset, &line, &column);
	if (offset >= reader->body.len)
		return error_set(reader->err, STATUS_JSON_MALFORMED, NULL, line, column,
		                 "expected %s but the body ends", expected);
	found = (unsigned char)reader->body.ptr[offset];
	if (found > ' ' && found < 0x7F)
		return error_set(reader->err, STATUS_JSON_MALFORMED, NULL, line, column,
		                 "expected %s but found '%c'", expected, found);
	return error_set(reader->err, STATUS_JSON_MALFORMED, NULL, line, column,
	                 "expected %s but found the byte 0x%02X", expected, found);
}

static enum status fail_memory(struct json_reader *reader)
{
	return fail_at(reader, STATUS_NO_MEMORY, reader->token_offset, "memory is full");
}

static bool byte_is(struct slice body, size_t at, char byte)
{
	return at < body.len && body.ptr[at] == byte;
}

/* ---- strings ---- */

/* Reads the string whose opening quote is at reader->offset into raw. */
static enum status read_string(struct json_reader *reader)
{
	size_t start = reader->offset + 1;
	size_t at = start;

	reader->has_escape = false;
	for (;;) {
		size_t escape;

		if (!byte_is(reader->body, at, '\\'))
			at = json_plain_end(reader->body, at);
		if (at >= reader->body.len)
			return fail_at(reader, STATUS_JSON_MALFORMED, reader->offset,
			               "this string has no closing quote");
		if (reader->body.ptr[at] == '"')
			break;
		if (reader->body.ptr[at] != '\\')
			return fail_at(reader, STATUS_JSON_MALFORMED, at,
			               "a control character in a string must be escaped");
		escape = json_escape_length(reader->body, at);
		if (escape == 0)
			return fail_at(reader, STATUS_JSON_MALFORMED, at,
			               "this escape is none of \\\" \\\\ \\/ \\b \\f \\n \\r \\t "
			               "\\uXXXX");
		reader->has_escape = true;
		at += escape;
	}
	reader->raw = slice_range(reader->body, start, at);
	reader->offset = at + 1;
	return STATUS_OK;
}

/* ---- numbers ---- */

static size_t digits_end(struct slice body, size_t at)
{
	while (at < body.len && body.ptr[at] >= '0' && body.ptr[at] <= '9')
		at++;
	return at;
}

static enum status read_number(struct json_reader *reader)
{
	struct slice body = reader->body;
	size_t       start = reader->offset;
	size_t       at = start + (body.ptr[start] == '-' ? 1 : 0);
	size_t       digits = digits_end(body, at);

	if (digits == at)
		return fail_expected(reader, at, "a digit");
	if (body.ptr[at] == '0' && digits > at + 1)
		return fail_at(reader, STATUS_JSON_MALFORMED, at,
		               "a number must not begin with a needless 0");
	at = digits;
	if (byte_is(body, at, '.')) {
		digits = digits_end(body, at + 1);
		if (digits == at + 1)
			return fail_expected(reader, digits, "a digit after the point");
		at = digits;
	}
	if (byte_is(body, at, 'e') || byte_is(body, at, 'E')) {
		at += byte_is(body, at + 1, '+') || byte_is(body, at + 1, '-') ? 2 : 1;
		digits = digits_end(body, at);
		if (digits == at)
			return fail_expected(reader, at, "a digit of the exponent");
		at = digits;
	}
	reader->raw = slice_range(body, start, at);
	reader->offset = at;
	return STATUS_OK;
}

bool json_number_u64(const struct json_reader *reader, uint64_t *value)
{
	uint64_t sum = 0;

	if (reader->raw.len == 0)
		return false;
	for (size_t i = 0; i < reader->raw.len; i++) {
		unsigned digit = (unsigned)(unsigned char)reader->raw.ptr[i] - '0';

		if (digit > 9 || __builtin_mul_overflow(sum, 10u, &sum) ||
		    __builtin_add_overflow(sum, digit, &sum))
			return false;
	}
	*value = sum;
	return true;
}

double json_number_double(const struct json_reader *reader)
{
	char  text[NUMBER_CHARS];
	char *copy = text;

	/* strtod() wants a NUL, which the body does not have. */
	if (reader->raw.len >= sizeof text)
		copy = arena_alloc(reader->arena, reader->raw.len + 1, 1);
	if (copy == NULL)
		return (double)NAN;
	memcpy(copy, reader->raw.ptr, reader->raw.len);
	copy[reader->raw.len] = '\0';
	return strtod(copy, NULL);
}

/* ---- the machine ---- */

static unsigned char *top(struct json_reader *reader)
{
	assert(reader->depth > 0);
	return &reader->stack[reader->depth - 1];
}

static void skip_space(struct json_reader *reader)
{
	while (reader->offset < reader->body.len) {
		char byte = reader->body.ptr[reader->offset];

		if (byte != ' ' && byte != '\n' && byte != '\t' && byte != '\r')
			return;
		reader->offset++;
	}
}

static enum status open_level(struct json_reader *reader, enum expects expects)
{
	if (reader->depth == JSON_DEPTH_MAX)
		return fail_at(reader, STATUS_LIMIT_REACHED, reader->offset,
		               "the body is nested too deeply (64 levels at most)");
	reader->stack[reader->depth++] = (unsigned char)expects;
	reader->offset++;
	if (expects != OBJECT_FIRST)
		return STATUS_OK;
	if (reader->seen == NULL)
		reader->seen = keyset_open(reader->arena);
	if (reader->seen == NULL)
		return fail_memory(reader);
	keyset_enter(reader->seen, reader->depth);
	return STATUS_OK;
}

static enum status read_word(struct json_reader *reader, struct slice word)
{
	if (!slice_starts_with(slice_from(reader->body, reader->offset), word))
		return fail_expected(reader, reader->offset, "a value");
	reader->offset += word.len;
	return STATUS_OK;
}

static enum status read_value(struct json_reader *reader, enum json_token *token)
{
	if (reader->offset >= reader->body.len)
		return fail_expected(reader, reader->offset, "a value");
	switch (reader->body.ptr[reader->offset]) {
	case '{':
		*token = JSON_OBJECT_BEGIN;
		return open_level(reader, OBJECT_FIRST);
	case '[':
		*token = JSON_ARRAY_BEGIN;
		return open_level(reader, ARRAY_FIRST);
	case '"':
		*token = JSON_STRING;
		return read_string(reader);
	case 't':
		*token = JSON_TRUE;
		return read_word(reader, SLICE_LIT("true"));
	case 'f':
		*token = JSON_FALSE;
		return read_word(reader, SLICE_LIT("false"));
	case 'n':
		*token = JSON_NULL;
		return read_word(reader, SLICE_LIT("null"));
	case '-':
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
	case '8':
	case '9':
		*token = JSON_NUMBER;
		return read_number(reader);
	default:
		return fail_expected(reader, reader->offset, "a value");
	}
}

static enum status read_key(struct json_reader *reader)
{
	struct slice key;
	enum status  status;

	if (!byte_is(reader->body, reader->offset, '"'))
		return fail_expected(reader, reader->offset, "a key in quotes");
	status = read_string(reader);
	if (status != STATUS_OK)
		return status;
	if (json_string_decode(reader, &key, NULL) != STATUS_OK)
		return fail_memory(reader);
	status = keyset_add(reader->seen, reader->depth, key);
	if (status == STATUS_CORRUPT)
		return fail_at(reader, STATUS_JSON_MALFORMED, reader->token_offset,
		               "this key stands twice in one object");
	if (status == STATUS_LIMIT_REACHED)
		return fail_at(reader, status, reader->token_offset,
		               "the body has too many keys that look alike to a hash table");
	if (status == STATUS_NO_MEMORY)
		return fail_memory(reader);
	*top(reader) = OBJECT_VALUE;
	return STATUS_OK;
}

/* Takes what stands before a token: spaces, a comma, a colon. Afterwards the top of
 * the stack says KEY, VALUE or FIRST and reader->offset is where the token begins. */
static enum status step_over(struct json_reader *reader)
{
	skip_space(reader);
	if (*top(reader) == OBJECT_VALUE) {
		if (!byte_is(reader->body, reader->offset, ':'))
			return fail_expected(reader, reader->offset, "':'");
	} else if (*top(reader) == OBJECT_NEXT || *top(reader) == ARRAY_NEXT) {
		bool is_object = *top(reader) == OBJECT_NEXT;

		if (byte_is(reader->body, reader->offset, is_object ? '}' : ']'))
			return STATUS_OK;
		if (!byte_is(reader->body, reader->offset, ','))
			return fail_expected(reader, reader->offset,
			                     is_object ? "',' or '}'" : "',' or ']'");
		*top(reader) = is_object ? OBJECT_KEY : ARRAY_VALUE;
	} else {
		return STATUS_OK;
	}
	reader->offset++;
	skip_space(reader);
	return STATUS_OK;
}

static enum status close_level(struct json_reader *reader)
{
	reader->offset++;
	reader->depth--;
	return STATUS_OK;
}

static enum status read_inside(struct json_reader *reader, enum json_token *token)
{
	enum status  status = step_over(reader);
	enum expects expects = (enum expects) * top(reader);

	if (status != STATUS_OK)
		return status;
	reader->token_offset = reader->offset;
	if ((expects == OBJECT_FIRST || expects == OBJECT_NEXT) &&
	    byte_is(reader->body, reader->offset, '}')) {
		*token = JSON_OBJECT_END;
		return close_level(reader);
	}
	if ((expects == ARRAY_FIRST || expects == ARRAY_NEXT) &&
	    byte_is(reader->body, reader->offset, ']')) {
		*token = JSON_ARRAY_END;
		return close_level(reader);
	}
	if (expects == OBJECT_FIRST || expects == OBJECT_KEY) {
		*token = JSON_KEY;
		return read_key(reader);
	}
	*top(reader) = expects == OBJECT_VALUE ? OBJECT_NEXT : ARRAY_NEXT;
	return read_value(reader, token);
}

enum status json_next(struct json_reader *reader, enum json_token *token)
{
	if (reader->failed != STATUS_OK)
		return reader->failed;
	reader->raw = SLICE_NONE;
	reader->has_escape = false;
	if (reader->depth == 0) {
		skip_space(reader);
		reader->token_offset = reader->offset;
		if (reader->values > 0) {
			if (reader->offset < reader->body.len)
				return fail_expected(reader, reader->offset, "the end of the body");
			*token = JSON_END;
			return STATUS_OK;
		}
	}
	if (reader->values == JSON_VALUES_MAX)
		return fail_at(reader, STATUS_LIMIT_REACHED, reader->offset,
		               "the body has too many values (65536 tokens at most)");
	reader->values++;
	if (reader->depth == 0)
		return read_value(reader, token);
	return read_inside(reader, token);
}

enum status json_skip(struct json_reader *reader, enum json_token first)
{
	unsigned        outside = reader->depth - 1;
	enum json_token token;

	if (first != JSON_OBJECT_BEGIN && first != JSON_ARRAY_BEGIN)
		return reader->failed;
	while (reader->depth > outside) {
		enum status status = json_next(reader, &token);

		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}
