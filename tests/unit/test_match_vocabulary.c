/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "match_phrase.h"

static uint32_t add(struct match_vocabulary *vocabulary, const char *word)
{
	uint32_t id = 0;

	assert_int_equal(match_vocabulary_add(vocabulary, slice_from_cstr(word), &id), STATUS_OK);
	return id;
}

static void numbers_words(void **state)
{
	struct arena            arena = { 0 };
	struct match_vocabulary vocabulary;
	char                    word[] = "bomb";

	(void)state;
	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(match_vocabulary_init(&vocabulary, &arena), STATUS_OK);
	assert_int_equal(match_vocabulary_find(&vocabulary, SLICE_LIT("bomb")), MATCH_WORD_UNKNOWN);
	assert_int_equal(add(&vocabulary, word), 1);
	assert_int_equal(add(&vocabulary, "pipe"), 2);
	memset(word, 'x', 4); /* the bytes were copied */
	assert_int_equal(add(&vocabulary, "bomb"), 1);
	assert_int_equal(match_vocabulary_find(&vocabulary, SLICE_LIT("pipe")), 2);
	assert_int_equal(match_vocabulary_find(&vocabulary, SLICE_LIT("pip")), MATCH_WORD_UNKNOWN);
	assert_true(slice_equal_cstr(vocabulary.words[2], "pipe"));
	arena_close(&arena);
}

static void keeps_numbers_while_it_grows(void **state)
{
	struct arena            arena = { 0 };
	struct match_vocabulary vocabulary;
	char                    word[16];

	(void)state;
	assert_true(arena_open(&arena, 16 << 20));
	assert_int_equal(match_vocabulary_init(&vocabulary, &arena), STATUS_OK);
	for (uint32_t i = 1; i <= 5000; i++) {
		snprintf(word, sizeof word, "word%u", i);
		assert_int_equal(add(&vocabulary, word), i);
	}
	for (uint32_t i = 1; i <= 5000; i++) {
		snprintf(word, sizeof word, "word%u", i);
		assert_int_equal(match_vocabulary_find(&vocabulary, slice_from_cstr(word)), i);
	}
	assert_int_equal(vocabulary.count, 5001);
	arena_close(&arena);
}

static void numbers_the_words_of_a_text(void **state)
{
	struct arena            arena = { 0 };
	struct match_vocabulary vocabulary;
	struct match_text       text;

	(void)state;
	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(match_vocabulary_init(&vocabulary, &arena), STATUS_OK);
	add(&vocabulary, "pipe");
	add(&vocabulary, "bomb");
	add(&vocabulary, "弹");
	assert_int_equal(
		match_text_init(&text, &vocabulary, SLICE_LIT(" a pipe  bomb 炸弹 "), &arena),
		STATUS_OK);
	assert_int_equal(text.words.count, 5);
	assert_int_equal(text.ids[0], MATCH_WORD_UNKNOWN);
	assert_int_equal(text.ids[1], 1);
	assert_int_equal(text.ids[2], 2);
	assert_int_equal(text.ids[3], MATCH_WORD_UNKNOWN);
	assert_int_equal(text.ids[4], 3);
	arena_close(&arena);
}

static void says_when_memory_is_full(void **state)
{
	struct arena            arena = { 0 };
	struct match_vocabulary vocabulary;
	enum status             status = STATUS_OK;
	char                    word[16];

	(void)state;
	assert_true(arena_open(&arena, 4096));
	assert_int_equal(match_vocabulary_init(&vocabulary, &arena), STATUS_OK);
	for (uint32_t i = 1; i < 1000 && status == STATUS_OK; i++) {
		uint32_t id = 0;

		snprintf(word, sizeof word, "word%u", i);
		status = match_vocabulary_add(&vocabulary, slice_from_cstr(word), &id);
	}
	assert_int_equal(status, STATUS_NO_MEMORY);
	assert_int_equal(match_vocabulary_find(&vocabulary, SLICE_LIT("word1")), 1);
	arena_close(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_words),
		cmocka_unit_test(keeps_numbers_while_it_grows),
		cmocka_unit_test(numbers_the_words_of_a_text),
		cmocka_unit_test(says_when_memory_is_full),
	};

	return cmocka_run_group_tests_name("match_vocabulary", tests, NULL, NULL);
}
