/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "text_words.h"

#include <string.h>

struct row {
	const char  *label;
	struct slice folded;
	const char  *words[12]; /* up to the first NULL */
};

static const struct row splits[] = {
	{ "nothing", SLICE_INIT(""), { NULL } },
	{ "spaces", SLICE_INIT("   "), { NULL } },
	{ "words", SLICE_INIT(" a pipe  bomb 2 "), { "a", "pipe", "bomb", "2" } },
	{ "without spaces at the ends", SLICE_INIT("pipe bomb"), { "pipe", "bomb" } },
	{ "spaced alphabets",
	  SLICE_INIT(" привет 한국어 हिन्दी "),
	  { "привет", "한국어", "हिन्दी" } },
	{ "Han and kana", SLICE_INIT(" 炸弹 かタ "), { "炸", "弹", "か", "タ" } },
	{ "Thai, vowels and tones too", SLICE_INIT(" ที่ "), { "ท", "\u0E35", "\u0E48" } },
	{ "symbols", SLICE_INIT(" a 💣🔪 b "), { "a", "💣", "🔪", "b" } },
	{ "Han in letters", SLICE_INIT(" 买 iphone 手 "), { "买", "iphone", "手" } },
	{ "a text that is not folded", SLICE_INIT("ab炸cd"), { "ab", "炸", "cd" } },
};

static void splits_words(void **state)
{
	const struct row *row = *state;
	struct arena      arena;
	struct text_words words;
	size_t            i = 0;

	assert_true(arena_open(&arena, 1 << 16));
	assert_int_equal(text_words_split(row->folded, &arena, &words), STATUS_OK);
	for (; row->words[i] != NULL; i++) {
		assert_true(i < words.count);
		assert_true(slice_equal_cstr(text_words_at(&words, i), row->words[i]));
	}
	assert_int_equal(words.count, i);
	arena_close(&arena);
}

static void grows(void **state)
{
	static char       text[20000];
	struct arena      arena;
	struct text_words words;

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = i % 2 == 0 ? ' ' : 'x';
	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(text_words_split((struct slice){ text, sizeof(text) }, &arena, &words),
	                 STATUS_OK);
	assert_int_equal(words.count, sizeof(text) / 2);
	arena_close(&arena);
	assert_true(arena_open(&arena, 4096));
	assert_int_equal(text_words_split((struct slice){ text, sizeof(text) }, &arena, &words),
	                 STATUS_NO_MEMORY);
	arena_close(&arena);
}

/* Words are the same wherever blocks of 64 bytes begin and end in them. */
static void moves(void **state)
{
	const struct row *row = *state;
	char              text[256];
	struct arena      arena;
	struct text_words words;

	assert_true(arena_open(&arena, 1 << 16));
	for (size_t before = 0; before < 130; before++) {
		const size_t len = before + row->folded.len;
		size_t       i = 0;

		memset(text, ' ', sizeof text);
		memcpy(text + before, row->folded.ptr, row->folded.len);
		arena_reset(&arena);
		assert_int_equal(text_words_split((struct slice){ text, len }, &arena, &words),
		                 STATUS_OK);
		for (; row->words[i] != NULL; i++) {
			assert_true(i < words.count);
			assert_true(slice_equal_cstr(text_words_at(&words, i), row->words[i]));
		}
		assert_int_equal(words.count, i);
	}
	arena_close(&arena);
}

static void hashes_alike(void **state)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	char              text[64];

	(void)state;
	for (size_t len = 1; len < sizeof letters; len++) {
		const struct slice word = { letters, len };
		const uint64_t     hash = text_word_hash(word, 0, len);

		for (size_t before = 0; before < sizeof text - len; before++)
			for (size_t behind = 0; behind < 20 && before + len + behind < sizeof text;
			     behind++) {
				memset(text, 'z', sizeof text);
				memcpy(text + before, letters, len);
				assert_int_equal(
					text_word_hash(
						(struct slice){ text, before + len + behind },
						before, before + len),
					hash);
			}
		assert_int_not_equal(hash, text_word_hash(word, 0, len - 1));
	}
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, splits_words, splits);
	ROWS_ADD(&rows, moves, splits);
	rows_add_one(&rows, "the hash of a word anywhere", hashes_alike);
	rows_add_one(&rows, "as many words as there are", grows);
	return rows_run(&rows, "text_words");
}
