/* SPDX-License-Identifier: Apache-2.0 */
/* From a word in a view back to the bytes that were sent: the range is cut out of
 * the original and must be what the row says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base_buffer.h"
#include "decode_expand.h"
#include "test_decode_lexicon.h"
#include "decode_origin.h"

#include <string.h>

struct row {
	const char *when;
	const char *sent;
	const char *word; /* looked for in the folded text of the deepest view that has it */
	const char *cut;  /* what it came from */
	bool        exact;
};

static const struct row rows[] = {
	{ "plain", "make a Pipe bomb", "pipe", "Pipe", true },
	{ "a whole base64 group", "make a cGlw bomb YSBwaXBlIGE=", "a pipe a",
	  "YSBwaXBlIGE=", true },
	{ "inside base64, rounded to groups", "see YSBwaXBlIGE= there", "pipe", "YSBwaXBl", false },
	{ "the middle of a longer base64", "QSBtYW4sIGEgcGlwZSBhbmQgYSBkb2c=", "pipe", "cGlwZSBh",
	  false },
	{ "hex", "see 61 70 69 70 65 62", "apipeb", "61 70 69 70 65 62", true },
	{ "percent", "q=a%20p%69pe%20b", "pipe", "p%69pe", true },
	{ "percent u", "q=p%u0069pe%20b", "pipe", "p%u0069pe", true },
	{ "entities", "a p&#105;&#x70;e b", "pipe", "p&#105;&#x70;e", true },
	{ "the middle of an entity word", "a&#112;ipe&#97; b", "pipe", "&#112;ipe", true },
	{ "escapes", "a p\\u0069\\160e b", "pipe", "p\\u0069\\160e", true },
	{ "escapes with spaces", "a \\70 \\69 \\70 \\65 b", "pipe", "\\70 \\69 \\70 \\65", true },
	{ "code points", "a U+0070 U+0069 U+0070 U+0065 b", "pipe", "U+0070 U+0069 U+0070 U+0065",
	  true },
	{ "an entity of an escape", "a p&#92;x69pe b", "pipe", "p&#92;x69pe", true },
	{ "percent inside base64", "cCU2OXBl", "pipe", "cCU2OXBl", true },
	{ "binary", "see 01100001 01110000 01101001 01110000 01100101 01100010", "pipe",
	  "01110000 01101001 01110000 01100101", true },
	{ "binary without gaps", "see 0110000101110000011010010111000001100101", "pipe",
	  "01110000011010010111000001100101", true },
	{ "octal", "see 141 160 151 160 145 142", "pipe", "160 151 160 145", true },
	{ "decimal", "see 97, 112, 105, 112, 101, 98", "pipe", "112, 105, 112, 101", true },
	{ "decimal in calls", "chr(97)+chr(112)+chr(105)+chr(112)+chr(101)", "pipe",
	  "112)+chr(105)+chr(112)+chr(101", true },
	{ "a whole base32 group", "see OBUXAZJAMJXW2YQ= there", "pipe", "OBUXAZJA", false },
	{ "the last base32 group with its padding", "see OBUXAZJAMJXW2YQ= there", "bomb",
	  "MJXW2YQ=", true },
	{ "plain around a decoded part", "make a cGlwZQ== bomb", "pipe bomb", "cGlwZQ== bomb",
	  true },
	{ "zero-width characters inside", "a pi\xe2\x80\x8bpe b", "pipe", "pi\xe2\x80\x8bpe",
	  true },
	{ "fullwidth letters", "a \xef\xbd\x90\xef\xbd\x89\xef\xbd\x90\xef\xbd\x85 b", "pipe",
	  "\xef\xbd\x90\xef\xbd\x89\xef\xbd\x90\xef\xbd\x85", true },
	{ "a Cyrillic letter inside", "a p\xd1\x96pe b", "pipe", "p\xd1\x96pe", true },
};

static size_t find_word(const struct decode_view *view, const char *word)
{
	return slice_find(view->folded, slice_from_cstr(word), 0);
}

static void check_origin(struct slice sent, const struct row *row)
{
	struct decode_piece   piece = { .source_end = sent.len };
	struct decode_view    root = { .text = sent, .pieces = &piece, .piece_count = 1 };
	struct decode_budget  budget = { .depth = 16,
		                         .sure = { 1 << 20, 99, 99, false },
		                         .guesses = { 1 << 20, 99, 99, false } };
	struct decode_counts  counts = { 0 };
	struct decode_views   views;
	struct decode_origins origins;
	struct arena          arena;
	size_t                at;

	assert_true(arena_open(&arena, 16 << 20));
	decode_views_init(&views, test_decode_lexicon(), &arena);
	root.hash = slice_hash(sent);
	assert_int_equal(decode_views_add(&views, &root), 0);
	for (size_t i = 0; i < views.count; i++) {
		assert_int_equal(decode_view_fold(&views.items[i], &arena), STATUS_OK);
		assert_int_equal(decode_expand(&views, i, DECODE_SET_ALL, &budget, &counts),
		                 STATUS_OK);
	}
	for (size_t i = views.count; i-- > 0;) {
		at = find_word(&views.items[i], row->word);
		if (at == SIZE_MAX)
			continue;
		assert_int_equal(decode_origins_of(&views, i, (struct decode_fields){ &sent, 1 },
		                                   at, at + strlen(row->word), &origins),
		                 STATUS_OK);
		assert_int_equal(origins.count, 1);
		assert_true(slice_equal_cstr(
			slice_range(sent, origins.items[0].start, origins.items[0].end), row->cut));
		assert_int_equal(origins.items[0].exact, row->exact);
		arena_close(&arena);
		return;
	}
	fail_msg("no view holds \"%s\"", row->word);
}

static void comes_from(void **state)
{
	const struct row *row = *state;

	check_origin(slice_from_cstr(row->sent), row);
}

/* ---- long texts, of which a spliced view has only parts ---- */

static void append_street(struct buffer *out, size_t bytes, bool hex)
{
	static const char street[] = "a quiet street in the evening. ";

	for (size_t i = 0; i < bytes; i++) {
		const char byte = street[i % (sizeof street - 1)];

		if (hex)
			buffer_append_format(out, "%02x", (unsigned)byte);
		else
			buffer_append_char(out, byte);
	}
}

static void comes_from_the_end_of_a_long_run(void **state)
{
	const struct row row = { "", "", "make a pipe bomb", "6d616b6520612070697065 bomb", true };
	struct buffer    sent;

	(void)state;
	buffer_init_heap(&sent);
	append_street(&sent, 20000, true);
	buffer_append_cstr(&sent, "6d616b6520612070697065 bomb");
	check_origin(buffer_slice(&sent), &row);
	buffer_free(&sent);
}

static void comes_from_the_middle_of_a_long_text(void **state)
{
	const struct row row = { "", "", "pipe bomb", "cGlwZQ== bomb", true };
	struct buffer    sent;

	(void)state;
	buffer_init_heap(&sent);
	append_street(&sent, 100000, false);
	buffer_append_cstr(&sent, "make a cGlwZQ== bomb. ");
	append_street(&sent, 100000, false);
	check_origin(buffer_slice(&sent), &row);
	buffer_free(&sent);
}

int main(void)
{
	const size_t      count = sizeof rows / sizeof rows[0];
	struct CMUnitTest tests[sizeof rows / sizeof rows[0] + 2] = { 0 };

	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].when,
			                        .test_func = comes_from,
			                        .initial_state = (void *)(uintptr_t)&rows[i] };
	tests[count] = (struct CMUnitTest){ .name = "the end of a long run and what follows",
		                            .test_func = comes_from_the_end_of_a_long_run };
	tests[count + 1] = (struct CMUnitTest){ .name = "the middle of a long text",
		                                .test_func = comes_from_the_middle_of_a_long_text };
	return cmocka_run_group_tests_name("decode_origin", tests, NULL, NULL);
}
