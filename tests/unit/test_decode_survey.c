/* SPDX-License-Identifier: Apache-2.0 */
/* Each mark: what sets it and what does not, wherever in a text it stands. The survey passes
 * over dull blocks of 64 bytes, so each row is put behind, before and between prose of every
 * length up to two blocks: its marks must be the same. */
#include "decode_survey.h"
#include "test_base_rows.h"

#include <string.h>

#define M(name) DECODE_MARK_##name

struct row {
	const char  *text;
	decode_marks marks;
};

static const struct row rows[] = {
	{ "", 0 },
	{ "a quiet street in the evening, soft light", 0 },
	{ "Don't look: it's the teacher's. Well?", 0 },
	{ "A cat; I saw a dog", 0 },
	{ "a 5 per cent share", M(DIGIT) },
	{ "50% off", M(PERCENT) | M(DIGIT) },
	{ "bread & butter", M(AMPERSAND) },
	{ "a \\ sign", M(BACKSLASH) },
	{ "of = here", M(EQUALS) },
	{ "of + here", M(PLUS) },
	{ "the [first] one", M(BRACKET) },
	{ "the \"first\" one", M(QUOTE) },
	{ "the *first* one", M(SIGN) },
	{ "caf\xC3\xA9", M(FOREIGN) },
	{ "bell \x07 here", M(CONTROL) },
	{ "mail aGk now", M(CODE) },
	{ "mail SGv now", M(CODE) },
	{ "room a1 now", M(CODE) | M(MIXED) | M(DIGIT) },
	{ "room 1a now", M(CODE) | M(MIXED) | M(DIGIT) },
	{ "The NASA office", M(CAPITALS) },
	{ "The BBC office", 0 },
	{ "wait.. here", M(DOTS) },
	{ "wait . here", M(DOTS) },
	{ "wait - here", M(DOTS) },
	{ "wait. Here", 0 },
	{ "bo.mb here", M(INNER) },
	{ "bo--mb here", M(INNER) | M(DOTS) },
	{ "bo'mb here", 0 },
	{ "long-term plan", 0 },
	{ "a sign- here", 0 },
	{ "m@ke here", M(MIXED) | M(SIGN) | M(INNER) },
	{ "booomb here", M(REPEAT) },
	{ "boOomb here", M(REPEAT) | M(CODE) },
	{ "boobook here", 0 },
	{ "internationale word", 0 },
	{ "a well-established word", 0 },
	{ "mfrggzdfmztwqmfr here", M(LONG) },
	{ "see example.com/house now", M(LONG) | M(INNER) },
	{ "international word", 0 },
	{ "of b o m then", M(SINGLES) | M(UNKNOWN) },
	{ "of b. o, m then", M(SINGLES) | M(UNKNOWN) },
	{ "of b o then", M(UNKNOWN) },
	{ "of a o then", 0 },
	{ "I or a B then", 0 },
	{ "then t each me", M(UNKNOWN) },
	{ "on 98 111 109 then", M(NUMBERS) | M(DIGIT) },
	{ "on 98 111 then", M(DIGIT) },
	{ "on 98 and many more words 111 and many more words 109 then", M(DIGIT) },
	{ "on 12345678 then", M(NUMBERS) | M(DIGIT) },
	{ "on 1234567 then", M(DIGIT) },
	{ "in 1986 then", M(DIGIT) },
	{ "on A1986 then", M(DIGIT) | M(CAPITALS) | M(CODE) | M(MIXED) },
	{ "so\nit\nis\nin\nthe\nend\nas\nit\nwas", M(LINES) },
	{ "so\nit\nis\nin\nthe\nend\nas\nit was", 0 },
};

static const char prose[] =
	"the plain words of a quiet street in the evening say very little about the letters "
	"on the table and the bread that my sister wanted to bake for the old neighbour ";

static decode_marks survey_between(const char *text, size_t before, size_t after)
{
	char   bytes[512];
	size_t len = strlen(text);
	size_t room = 0;

	memcpy(bytes, prose, before);
	room = before;
	if (before > 0)
		bytes[room++] = ' ';
	memcpy(bytes + room, text, len);
	room += len;
	if (after > 0)
		bytes[room++] = ' ';
	memcpy(bytes + room, prose, after);
	return decode_survey((struct slice){ bytes, room + after });
}

/* Does the prose end inside a word of two letters or more, so that it says nothing itself? */
static bool ends_well(size_t length)
{
	return length == 0 || (length >= 2 && prose[length - 1] != ' ' && prose[length - 2] != ' ');
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct slice text = slice_from_cstr(rows[i].text);
		decode_marks       marks = decode_survey(text);

		if (marks != rows[i].marks)
			fail_msg("\"%s\": marks %x instead of %x", rows[i].text, (unsigned)marks,
			         (unsigned)rows[i].marks);
	}
}

static void test_anywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		for (size_t at = 0; at < 2 * 64 + 16; at++) {
			decode_marks before = survey_between(rows[i].text, ends_well(at) ? at : 0,
			                                     0);
			decode_marks both = survey_between(rows[i].text, ends_well(at) ? at : 0,
			                                   150);

			if (before != rows[i].marks || both != rows[i].marks)
				fail_msg("\"%s\" behind %zu bytes: marks %x, %x instead of %x",
				         rows[i].text, at, (unsigned)before, (unsigned)both,
				         (unsigned)rows[i].marks);
		}
	}
}

/* ---- by place ---- */

static bool is_sign(char byte)
{
	return (unsigned char)byte < 0x80 && byte != ' ' && byte != '\t' &&
	       !((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') && !(byte >= '0' && byte <= '9');
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static void check_places(struct slice text, decode_marks marks, struct arena *arena)
{
	const struct decode_survey *survey = decode_survey_places(text, arena);
	decode_marks                all = marks & M(LINES);

	assert_non_null(survey);
	for (size_t i = 0; i < survey->count; i++)
		all |= survey->blocks[i];
	if (survey->marks != marks || all != marks)
		fail_msg("\"%.*s\": marks %x, by block %x instead of %x", SLICE_ARG(text),
		         (unsigned)survey->marks, (unsigned)all, (unsigned)marks);
	for (size_t at = 0, sign = text.len, digit = text.len; at < text.len; at++) {
		for (sign = at; sign < text.len && !is_sign(text.ptr[sign]);)
			sign++;
		for (digit = at; digit < text.len && !is_digit(text.ptr[digit]);)
			digit++;
		if (decode_survey_sign(survey, at, text.len) != sign ||
		    decode_survey_digit(survey, at, text.len) != digit)
			fail_msg("\"%.*s\" at %zu", SLICE_ARG(text), at);
	}
}

static void test_places(void **state)
{
	struct arena arena;
	char         bytes[512];

	(void)state;
	assert_true(arena_open(&arena, 1 << 20));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t at = 0; at < 2 * 64 + 16; at += 7) {
			size_t room = ends_well(at) ? at : 0;

			memcpy(bytes, prose, room);
			if (room > 0)
				bytes[room++] = ' ';
			memcpy(bytes + room, rows[i].text, strlen(rows[i].text));
			room += strlen(rows[i].text);
			check_places((struct slice){ bytes, room }, rows[i].marks, &arena);
			arena_reset(&arena);
		}
	arena_close(&arena);
}

/* Tokens begin where a text begins and behind spaces. */
static void test_tokens(void **state)
{
	const struct decode_survey *survey;
	struct arena                arena;
	char                        bytes[200];

	(void)state;
	assert_true(arena_open(&arena, 1 << 20));
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = i % 7 == 3 || i % 11 == 4 ? " \t\n"[i % 3] : 'a';
	survey = decode_survey_places((struct slice){ bytes, sizeof bytes }, &arena);
	assert_non_null(survey);
	for (size_t start = 0; start < sizeof bytes; start += 5)
		for (size_t end = start, count = 0; end <= sizeof bytes; end++) {
			if (decode_survey_tokens(survey, start, end) != count)
				fail_msg("%zu to %zu: not %zu", start, end, count);
			if (end < sizeof bytes && bytes[end] == 'a' &&
			    (end == start || bytes[end - 1] != 'a'))
				count++;
		}
	arena_close(&arena);
}

/* What is told of more than the block in which it is seen: `marks` of blocks [first, end). */
static void test_spread(void **state)
{
	static const char word[] =
		"mfrggzdfmztwqmfrggzdfmztwqmfrggzdfmztwqmfrggzdfmztwqmfrggzdfmztwqmfrggzdfmztwq"
		"mfrggzdfmztwqmfrggzdfmztwqmfrggzdfmztwqmfrggzdfmztwqmfrggzdfmztwq";
	static const struct {
		const char  *text;
		size_t       before; /* bytes of prose */
		size_t       first;
		size_t       end;
		decode_marks mark;
	} cases[] = {
		{ word, 30, 0, 3, M(LONG) },
		{ word, 70, 1, 4, M(LONG) },
		{ "98, 99                                                               111", 50, 0,
		  2, M(NUMBERS) },
		{ "b                                                                   o m ", 62, 0,
		  3, M(SINGLES) },
		{ "see \\ here", 66, 1, 2, M(BACKSLASH) },
	};
	struct arena arena;

	(void)state;
	assert_true(arena_open(&arena, 1 << 20));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct decode_survey *survey;
		char                        bytes[512];
		const size_t                len = strlen(cases[i].text);

		memcpy(bytes, prose, cases[i].before);
		bytes[cases[i].before] = ' ';
		memcpy(bytes + cases[i].before + 1, cases[i].text, len);
		bytes[cases[i].before + 1 + len] = ' ';
		memcpy(bytes + cases[i].before + 2 + len, prose, 150);
		survey = decode_survey_places(
			(struct slice){ bytes, cases[i].before + 2 + len + 150 }, &arena);
		assert_non_null(survey);
		for (size_t block = 0; block < survey->count; block++)
			if (((survey->blocks[block] & cases[i].mark) != 0) !=
			    (block >= cases[i].first && block < cases[i].end))
				fail_msg("\"%s\": block %zu", cases[i].text, block);
		assert_int_equal(decode_survey_marked(survey, cases[i].mark, 0, SIZE_MAX),
		                 cases[i].first * 64);
		assert_int_equal(decode_survey_unmarked(survey, cases[i].mark, cases[i].first * 64,
		                                        SIZE_MAX),
		                 cases[i].end * 64);
	}
	arena_close(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),   cmocka_unit_test(test_anywhere),
		cmocka_unit_test(test_places), cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_spread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
