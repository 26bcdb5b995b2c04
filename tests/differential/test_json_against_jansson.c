/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON reader against jansson, over bodies made from a fixed seed: whole ones, and
 * ones with a few bytes changed, put in, taken out or cut off.
 *
 * Both must accept the same bodies and read the same strings, keys and numbers in the
 * same order. Where we differ on purpose, jansson must refuse what we take:
 *
 *   lone surrogates, \u0000 in a key, bytes that are no UTF-8
 *
 * Not compared: numbers beyond 18 digits or a double's range (jansson refuses some, we
 * hand out their text) and nesting above 64, which no body here reaches. */
#include "base_json.h"
#include "base_utf8.h"
#include "json_oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

enum { BODIES = 60000, ARENA_BYTES = 8 * 1024 * 1024, DEEPEST = 5, MOST_CHANGES = 3 };

static const uint64_t seed = 0x646f6f7277617264;

/* ---- a generator of bodies ---- */

struct maker {
	uint64_t      random;
	struct buffer body;
	unsigned      depth;
};

static uint32_t below(struct maker *maker, uint32_t bound)
{
	maker->random = maker->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((maker->random >> 33) % bound);
}

static void make_space(struct maker *maker)
{
	static const char *const spaces[] = { "", "", "", " ", "\n", "\t\r", "  " };

	buffer_append_cstr(&maker->body, spaces[below(maker, 7)]);
}

static void make_string(struct maker *maker)
{
	static const char *const pieces[] = {
		"a",
		"key",
		"prompt",
		"\\n",
		"\\\"",
		"\\\\",
		"\\/",
		"\\b\\f\\r\\t",
		"\\u0061",
		"\\u00E9",
		"\\u20ac",
		"\\uD83D\\uDE00",
		"\xC3\xA9",
		"\xE2\x82\xAC",
		"\xF0\x9F\x98\x80",
		"\x7F",
		"a text of more than sixteen bytes, so that it takes a whole step",
		"\\uFFFD",
	};
	uint32_t count = below(maker, 5);

	buffer_append_char(&maker->body, '"');
	while (count-- > 0)
		buffer_append_cstr(&maker->body,
		                   pieces[below(maker, sizeof pieces / sizeof pieces[0])]);
	buffer_append_char(&maker->body, '"');
}

static void make_scalar(struct maker *maker)
{
	static const char *const scalars[] = {
		"true",
		"false",
		"null",
		"0",
		"-0",
		"1",
		"-17",
		"3.25",
		"1e3",
		"2E-2",
		"0.5e+1",
		"9007199254740993",
		"123456789012345678",
	};

	if (below(maker, 2) == 0)
		make_string(maker);
	else
		buffer_append_cstr(&maker->body,
		                   scalars[below(maker, sizeof scalars / sizeof scalars[0])]);
}

/* Recursion is bounded by DEEPEST. */
static void make_value(struct maker *maker)
{
	uint32_t kind = maker->depth == DEEPEST ? 9 : below(maker, 10);
	uint32_t count = below(maker, 5);

	make_space(maker);
	if (kind > 5) {
		make_scalar(maker);
		make_space(maker);
		return;
	}
	maker->depth++;
	buffer_append_char(&maker->body, kind > 2 ? '{' : '[');
	make_space(maker);
	for (uint32_t i = 0; i < count; i++) {
		buffer_append_cstr(&maker->body, i > 0 ? "," : "");
		if (kind > 2) {
			make_space(maker);
			make_string(maker);
			make_space(maker);
			buffer_append_char(&maker->body, ':');
		}
		make_value(maker);
	}
	buffer_append_char(&maker->body, kind > 2 ? '}' : ']');
	maker->depth--;
	make_space(maker);
}

/* Bytes that matter to the grammar, so that changes hit more than plain text. */
static char some_byte(struct maker *maker)
{
	static const char bytes[] = "{}[]:,\"\\u0123456789abcdefEtrunl-+. \n\t\x01\x1F\x7F\xC3\xA9";

	return bytes[below(maker, sizeof bytes - 1)];
}

static void change(struct maker *maker)
{
	struct buffer *body = &maker->body;
	size_t         at = below(maker, (uint32_t)body->len + 1);

	switch (below(maker, 4)) {
	case 0:
		if (at < body->len)
			body->ptr[at] = some_byte(maker);
		break;
	case 1:
		if (buffer_reserve(body, 1) == NULL)
			break;
		memmove(body->ptr + at + 1, body->ptr + at, body->len - at);
		body->ptr[at] = some_byte(maker);
		body->len++;
		break;
	case 2:
		if (at < body->len) {
			memmove(body->ptr + at, body->ptr + at + 1, body->len - at - 1);
			body->len--;
		}
		break;
	default:
		if (below(maker, 4) == 0)
			body->len = at;
		break;
	}
}

static void make_body(struct maker *maker)
{
	uint32_t changes = below(maker, 2) == 0 ? 0 : 1 + below(maker, MOST_CHANGES);

	buffer_clear(&maker->body);
	make_value(maker);
	while (changes-- > 0)
		change(maker);
	assert_false(maker->body.failed);
}

/* ---- our reading, in the oracle's form ---- */

struct reading {
	struct buffer line;
	bool          accepted;
	bool          lenient;      /* holds what jansson refuses and we take on purpose */
	bool          out_of_range; /* holds a number that jansson may refuse */
};

static void print_text(struct reading *reading, struct json_reader *reader, bool is_key)
{
	struct slice text;
	bool         replaced = false;

	assert_int_equal(json_string_decode(reader, &text, &replaced), STATUS_OK);
	if (replaced || (is_key && slice_find(text, SLICE_LIT("\0"), 0) != SIZE_MAX))
		reading->lenient = true;
	buffer_append_format(&reading->line, "%c%zu:", is_key ? 'k' : 's', text.len);
	buffer_append(&reading->line, text);
}

static void print_number(struct reading *reading, const struct json_reader *reader)
{
	double real = json_number_double(reader);
	bool   is_integer = true;

	for (size_t i = 0; i < reader->raw.len; i++)
		is_integer = is_integer && strchr(".eE", reader->raw.ptr[i]) == NULL;
	if (is_integer ? reader->raw.len > 18 : isinf(real) != 0)
		reading->out_of_range = true;
	/* jansson reads -0 as the integer 0. */
	if (is_integer && real == 0)
		buffer_append_cstr(&reading->line, "i0");
	else if (is_integer)
		buffer_append_format(&reading->line, "i%.*s", SLICE_ARG(reader->raw));
	else
		buffer_append_format(&reading->line, "r%.17g", real);
}

static void print_token(struct reading *reading, struct json_reader *reader, enum json_token token)
{
	static const char signs[] = "{}[]ks#tfn";

	if (token == JSON_KEY || token == JSON_STRING)
		print_text(reading, reader, token == JSON_KEY);
	else if (token == JSON_NUMBER)
		print_number(reading, reader);
	else
		buffer_append_char(&reading->line, signs[token]);
}

static bool is_utf8(struct slice text)
{
	for (size_t at = 0; at < text.len;) {
		size_t len = utf8_sequence(text, at, NULL);

		if (len == 0)
			return false;
		at += len;
	}
	return true;
}

static void read_ours(struct slice body, struct arena *arena, struct reading *reading)
{
	struct json_reader reader;
	enum json_token    token = JSON_NULL;
	enum status        status;

	buffer_clear(&reading->line);
	reading->lenient = !is_utf8(body);
	reading->out_of_range = false;
	arena_reset(arena);
	json_reader_init(&reader, body, arena, NULL);
	while ((status = json_next(&reader, &token)) == STATUS_OK && token != JSON_END)
		print_token(reading, &reader, token);
	reading->accepted = status == STATUS_OK;
}

/* ---- the comparison ---- */

struct state {
	struct arena   arena;
	struct maker   maker;
	struct reading ours;
	struct buffer  theirs;
	unsigned       accepted;
	unsigned       refused;
	unsigned       lenient;
};

static void compare(struct state *state)
{
	struct slice body = buffer_slice(&state->maker.body);
	bool         expected;
	bool         taken;

	read_ours(body, &state->arena, &state->ours);
	buffer_clear(&state->theirs);
	taken = json_oracle_read(body, &state->theirs);
	expected = state->ours.accepted && !state->ours.lenient;
	if (state->ours.out_of_range)
		return;
	if (taken != expected)
		fail_msg("we %s, jansson %s: %.*s", expected ? "accept" : "refuse",
		         taken ? "accepts" : "refuses", SLICE_ARG(body));
	if (taken && !slice_equal(buffer_slice(&state->ours.line), buffer_slice(&state->theirs)))
		fail_msg("read differently: %.*s", SLICE_ARG(body));
	state->accepted += taken;
	state->refused += !state->ours.accepted;
	state->lenient += state->ours.accepted && state->ours.lenient;
}

static void agrees_with_jansson(void **unused)
{
	struct state state = { .maker.random = seed };

	(void)unused;
	assert_true(arena_open(&state.arena, ARENA_BYTES));
	buffer_init_heap(&state.maker.body);
	buffer_init_heap(&state.ours.line);
	buffer_init_heap(&state.theirs);
	for (unsigned i = 0; i < BODIES; i++) {
		make_body(&state.maker);
		compare(&state);
	}
	print_message("%u accepted, %u refused, %u taken by us alone\n", state.accepted,
	              state.refused, state.lenient);
	/* A generator that makes only one sort of body would prove nothing. */
	assert_true(state.accepted > BODIES / 4);
	assert_true(state.refused > BODIES / 8);
	assert_true(state.lenient > 10);
	buffer_free(&state.maker.body);
	buffer_free(&state.ours.line);
	buffer_free(&state.theirs);
	arena_close(&state.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(agrees_with_jansson) };

	return cmocka_run_group_tests_name("json against jansson", tests, NULL, NULL);
}
