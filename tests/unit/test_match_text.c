/* SPDX-License-Identifier: Apache-2.0 */
/* The places of words in a text, and the marks that phrases start from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "match_phrase.h"

#define WORDS_MAX 4

struct row {
	const char *label;
	const char *text;
	const char *words[WORDS_MAX]; /* of the vocabulary that are needed */
	const char *parts[WORDS_MAX];
	const char *marked; /* places, in order */
};

static const struct row rows[] = {
	{ "a word at each of its places", " bomb a bomb or a bomb ", { "bomb" }, { 0 }, "0 2 5 " },
	{ "two words", " make a bomb make ", { "make", "bomb" }, { 0 }, "0 2 3 " },
	{ "a word that does not occur", " make a cake ", { "bomb" }, { 0 }, "" },
	{ "no text", "", { "bomb" }, { " bomb" }, "" },
	{ "a word over three spaces", "   make   a   bomb  ", { "bomb" }, { 0 }, "2 " },
	{ "the beginning of words", " bomb a bombing abomb ", { 0 }, { " bomb" }, "0 2 " },
	{ "the end of words", " bombs a bomb abomb ", { 0 }, { "bomb " }, "2 3 " },
	{ "a part twice in one word", " a bombbomb b ", { 0 }, { "bomb" }, "1 " },
	{ "a part and a word", " pipe a bombing ", { "pipe" }, { "omb" }, "0 2 " },
	{ "a character that is a word", " 炸弹 a 弹 ", { "弹" }, { 0 }, "1 3 " },
	{ "a part behind such characters", " 炸弹 abomb ", { 0 }, { "bomb" }, "2 " },
};

struct fixture {
	struct arena            arena;
	struct match_vocabulary vocabulary;
	struct match_text       text;
};

static void fixture_open(struct fixture *fixture, const char *folded)
{
	static const char *const words[] = { "make", "bomb", "pipe", "弹", "never" };

	*fixture = (struct fixture){ 0 };
	assert_true(arena_open(&fixture->arena, 1 << 20));
	assert_int_equal(match_vocabulary_init(&fixture->vocabulary, &fixture->arena), STATUS_OK);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		uint32_t id;

		assert_int_equal(
			match_vocabulary_add(&fixture->vocabulary, slice_from_cstr(words[i]), &id),
			STATUS_OK);
	}
	assert_int_equal(match_text_init(&fixture->text, &fixture->vocabulary,
	                                 slice_from_cstr(folded), &fixture->arena),
	                 STATUS_OK);
}

static void marks_print(const struct match_text *text, char *out, size_t size)
{
	const size_t count = text->words.count;
	size_t       len = 0;

	out[0] = '\0';
	for (size_t at = match_text_marked(text, 0); at < count;
	     at = match_text_marked(text, at + 1))
		len += (size_t)snprintf(out + len, size - len, "%zu ", at);
}

static void row_run(void **state)
{
	const struct row   *row = *state;
	struct slice        parts[WORDS_MAX];
	uint32_t            words[WORDS_MAX];
	struct match_needed needed = { .words = words, .texts = parts };
	struct fixture      fixture;
	char                marked[64];

	fixture_open(&fixture, row->text);
	for (; needed.word_count < WORDS_MAX && row->words[needed.word_count] != NULL;
	     needed.word_count++)
		words[needed.word_count] = match_vocabulary_find(
			&fixture.vocabulary, slice_from_cstr(row->words[needed.word_count]));
	for (; needed.text_count < WORDS_MAX && row->parts[needed.text_count] != NULL;
	     needed.text_count++)
		parts[needed.text_count] = slice_from_cstr(row->parts[needed.text_count]);
	uint64_t       steps = 0;
	const uint64_t places = match_text_mark(&fixture.text, &needed, 0, UINT32_MAX, &steps);
	marks_print(&fixture.text, marked, sizeof marked);
	assert_string_equal(marked, row->marked);
	assert_int_equal(places == 0, marked[0] == '\0');
	match_text_unmark(&fixture.text);
	assert_int_equal(match_text_marked(&fixture.text, 0), fixture.text.words.count);
	arena_close(&fixture.arena);
}

/* Words as a set of bits, whose first block is not the first of the vocabulary. */
static void a_set_marks_what_a_list_does(void **state)
{
	struct fixture          fixture;
	struct match_vocabulary large;
	struct match_text       text;
	struct match_needed     needed = { 0 };
	uint64_t                blocks[2] = { 0 };
	uint64_t                steps = 0;
	char                    word[16];
	char                    marked[64];

	(void)state;
	fixture_open(&fixture, " ");
	assert_int_equal(match_vocabulary_init(&large, &fixture.arena), STATUS_OK);
	for (uint32_t i = 1; i < 300; i++) {
		uint32_t id;

		snprintf(word, sizeof word, "w%u", i);
		assert_int_equal(match_vocabulary_add(&large, slice_from_cstr(word), &id),
		                 STATUS_OK);
		assert_int_equal(id, i);
	}
	blocks[0] = (uint64_t)1 << 130 % 64;
	blocks[1] = (uint64_t)1 << 194 % 64;
	needed.set = (struct match_words){ blocks, NULL, 2, 2 };
	assert_int_equal(match_text_init(&text, &large, SLICE_LIT(" w2 w130 w66 w255 w130 w194 "),
	                                 &fixture.arena),
	                 STATUS_OK);
	assert_int_equal(match_text_mark(&text, &needed, 0, UINT32_MAX, &steps), 3);
	marks_print(&text, marked, sizeof marked);
	assert_string_equal(marked, "1 4 5 ");
	arena_close(&fixture.arena);
}

static void marks_reach_far(void **state)
{
	static char         folded[4 * 1000 + 1];
	const uint32_t      bomb = 2;
	uint64_t            steps = 0;
	struct match_needed needed = { .words = &bomb, .word_count = 1 };
	struct fixture      fixture;

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		memcpy(folded + 4 * i, " abc", 4);
	memcpy(folded + sizeof folded - 7, " bomb ", 6);
	fixture_open(&fixture, folded);
	assert_int_equal(match_text_mark(&fixture.text, &needed, 0, UINT32_MAX, &steps), 1);
	assert_int_equal(match_text_marked(&fixture.text, 0), fixture.text.words.count - 1);
	assert_int_equal(match_text_marked(&fixture.text, fixture.text.words.count),
	                 fixture.text.words.count);
	arena_close(&fixture.arena);
}

/* Words sorted by how they begin are marked as those that are searched for. */
static void beginnings_mark_what_a_search_does(void **state)
{
	static char              folded[64 * 1024];
	static char              marked[2][32 * 1024];
	static const char *const parts[] = { " bomb", " boms", " 炸弹x", " bom", "ombe", "er " };
	static const char *const words[] = { "bomb", "bomber", "bom", "a", "炸 弹x", "bomsb", "b" };
	struct fixture           fixture;
	size_t                   len = 0;
	uint64_t                 steps = 0;

	(void)state;
	for (size_t i = 0; i < 6000; i++)
		len += (size_t)snprintf(folded + len, sizeof folded - len, " %s",
		                        words[(i * i + i / 7) % 7]);
	snprintf(folded + len, sizeof folded - len, " bomb ");
	fixture_open(&fixture, folded);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		struct slice        part = slice_from_cstr(parts[i]);
		struct match_needed needed = { .texts = &part, .text_count = 1 };

		for (size_t j = 0; j < 2; j++) {
			const uint32_t from = i % 2 == 0 ? 0 : 777;

			fixture.text.buckets = NULL;
			if (j == 1)
				assert_int_equal(match_text_begin(&fixture.text, &fixture.arena),
				                 STATUS_OK);
			assert_int_equal(fixture.text.buckets != NULL, j);
			match_text_mark(&fixture.text, &needed, from, UINT32_MAX, &steps);
			assert_true(match_text_marked(&fixture.text, 0) >= from);
			marks_print(&fixture.text, marked[j], sizeof marked[j]);
			match_text_unmark(&fixture.text);
		}
		assert_string_equal(marked[0], marked[1]);
		assert_int_equal(marked[0][0] == '\0', i == 2);
	}
	arena_close(&fixture.arena);
}

/* A place counts only where both neighbours may stand there; the first and the last word of a
 * text have one neighbour. */
static void neighbours_tell(void **state)
{
	const uint32_t           bomb = 2;
	const struct match_sides sides = { 1u << 1, 1u << 3 }; /* make bomb pipe */
	struct match_needed      needed = { .words = &bomb, .sides = &sides, .word_count = 1 };
	struct fixture           fixture;
	uint64_t                 steps = 0;
	char                     marked[64];

	(void)state;
	fixture_open(&fixture, " bomb pipe make bomb make pipe bomb pipe make bomb pipe bomb ");
	assert_int_equal(match_text_mark(&fixture.text, &needed, 0, UINT32_MAX, &steps), 3);
	marks_print(&fixture.text, marked, sizeof marked);
	assert_string_equal(marked, "0 9 11 ");
	arena_close(&fixture.arena);
}

int main(void)
{
	struct CMUnitTest tests[sizeof rows / sizeof rows[0] + 4] = { 0 };
	size_t            count = 0;

	for (; count < sizeof rows / sizeof rows[0]; count++)
		tests[count] =
			(struct CMUnitTest){ .name = rows[count].label,
			                     .test_func = row_run,
			                     .initial_state = (void *)(uintptr_t)&rows[count] };
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_set_marks_what_a_list_does);
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(marks_reach_far);
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(beginnings_mark_what_a_search_does);
	tests[count++] = (struct CMUnitTest)cmocka_unit_test(neighbours_tell);
	return cmocka_run_group_tests_name("match_text", tests, NULL, NULL);
}
