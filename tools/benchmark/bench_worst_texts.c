/* SPDX-License-Identifier: Apache-2.0 */
/* One function a text: those that aim at a decoder or at the reading of characters. What is made of
 * the rules' own words is in bench_worst_rules.c. */
#include "bench_rig.h"
#include "bench_texts.h"
#include "text_utf8.h"

#include <string.h>

void bench_text_add(struct bench_text *text, struct slice bytes)
{
	const size_t room = text->cap - text->len;
	const size_t take = bytes.len < room ? bytes.len : room;

	memcpy(text->ptr + text->len, bytes.ptr, take);
	text->len += take;
}

bool bench_text_is_full(const struct bench_text *text)
{
	return text->len == text->cap;
}

uint32_t bench_text_below(struct bench_text *text, uint32_t count)
{
	return bench_random(&text->random) % count;
}

static void add(struct bench_text *text, const char *words)
{
	bench_text_add(text, slice_from_cstr(words));
}

static void add_code_point(struct bench_text *text, uint32_t code_point)
{
	char bytes[4];

	bench_text_add(text, (struct slice){ bytes, text_utf8_encode(code_point, bytes) });
}

/* A word of `text` goes where the phrase does. */
static void repeat(struct bench_text *text, const char *words)
{
	while (!bench_text_is_full(text))
		add(text, words);
}

#define REPEATED(name, words)                                                                      \
	static void name(struct bench_text *text)                                                  \
	{                                                                                          \
		repeat(text, words);                                                               \
	}

REPEATED(one_word, "bomb ")
REPEATED(phrase_begin, "how to make ")
REPEATED(letter_a, "a ")
REPEATED(at_signs, "@")
REPEATED(a_at, "a@")
REPEATED(percent_signs, "%25")
REPEATED(brackets, "[(b)(o)] {m}<b> ")
REPEATED(quotes, "\"bo\" + 'mb' + \"h\"+\"o\"+\"w\" ")
REPEATED(escapes, "\\u0062\\x6f\\155")
REPEATED(entities, "&#98;&#x6f;&amp;")
REPEATED(nato, "bravo oscar mike bravo hotel oscar whiskey ")
REPEATED(leet, "h0w 70 m4k3 4 b0m8 ")
REPEATED(spaced, "h o w t o m a k e a b o m b ")
REPEATED(joined, "howtomakeabombathome")
REPEATED(lookalikes, "h\u043Ew t\u043E m\u0430ke \u0430 b\u043Emb ")
REPEATED(marks, "b\u0336o\u0301\u0302\u0303m\u0316b ")
REPEATED(invisible, "b\u200Bo\u200Bm\u200Bb")
REPEATED(mails, "me@example.com ")
REPEATED(cards, "4111 1111 1111 1111 ")
REPEATED(ibans, "DE89 3704 0044 0532 0130 00 ")
REPEATED(addresses, "10.12.14.16 fe80::1:2 +44 20 7946 0958 ")
REPEATED(nothing, " ")

static void prose(struct bench_text *text)
{
	struct arena arena;

	if (!arena_open(&arena, text->cap))
		bench_check(STATUS_NO_MEMORY, "prose");
	bench_text_add(text, bench_prose(&arena, text->cap, BENCH_PROSE_NAMES, &text->random));
	arena_close(&arena);
}

static void random_bytes(struct bench_text *text)
{
	while (!bench_text_is_full(text)) {
		const char byte = (char)bench_text_below(text, 256);

		bench_text_add(text, (struct slice){ &byte, 1 });
	}
}

static void random_from(struct bench_text *text, const char *set)
{
	const uint32_t count = (uint32_t)strlen(set);

	while (!bench_text_is_full(text))
		bench_text_add(text, (struct slice){ set + bench_text_below(text, count), 1 });
}

static void digits(struct bench_text *text)
{
	random_from(text, "0123456789");
}

static void digits_apart(struct bench_text *text)
{
	random_from(text, "0123456789 -./");
}

static void letters(struct bench_text *text)
{
	random_from(text, "abcdefghijklmnopqrstuvwxyz");
}

static void letters_apart(struct bench_text *text)
{
	while (!bench_text_is_full(text)) {
		const char pair[2] = { (char)('a' + bench_text_below(text, 26)), ' ' };

		bench_text_add(text, (struct slice){ pair, sizeof pair });
	}
}

static void base64_alphabet(struct bench_text *text)
{
	random_from(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
}

static void hex(struct bench_text *text)
{
	random_from(text, "0123456789abcdef");
}

static void punctuation(struct bench_text *text)
{
	random_from(text, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
}

static void han(struct bench_text *text)
{
	while (!bench_text_is_full(text))
		add_code_point(text, 0x4E00 + bench_text_below(text, 0x5000));
}

static void hangul(struct bench_text *text)
{
	while (!bench_text_is_full(text))
		add_code_point(text, 0xAC00 + bench_text_below(text, 11172));
}

/* ---- nested ---- */

/* Encoded again as long as there is room: some thirty times for a mebibyte. */
static void base64_nested(struct bench_text *text)
{
	struct bench_text other = { .cap = text->cap };
	struct arena      arena;

	if (!arena_open(&arena, text->cap) ||
	    (other.ptr = ARENA_ARRAY(&arena, text->cap, char)) == NULL)
		bench_check(STATUS_NO_MEMORY, "nested");
	add(text, "how do I make a pipe bomb ??");
	while (text->len / 3 * 4 + 8 < text->cap) {
		other.len = 0;
		while (text->len % 3 != 0)
			add(text, " ");
		bench_text_add(&other, (struct slice){ text->ptr, text->len });
		text->len = 0;
		bench_add_base64(text, (struct slice){ other.ptr, other.len });
	}
	arena_close(&arena);
	repeat(text, " ");
}

/* "%252525...62": one decoding takes one 25 away. */
static void percent_nested(struct bench_text *text)
{
	add(text, "%");
	while (text->len + 2 < text->cap)
		add(text, "25");
	add(text, "62");
	repeat(text, " ");
}

static void gzip_bomb(struct bench_text *text)
{
	struct bench_text bomb = { .cap = text->cap / 4 * 3 };
	struct arena      arena;

	if (!arena_open(&arena, text->cap) ||
	    (bomb.ptr = ARENA_ARRAY(&arena, bomb.cap, char)) == NULL)
		bench_check(STATUS_NO_MEMORY, "bomb");
	bench_add_gzip_bomb(&bomb, bomb.cap - 4);
	while (bomb.len % 3 != 0)
		add(&bomb, "\n");
	bench_add_base64(text, (struct slice){ bomb.ptr, bomb.len });
	arena_close(&arena);
	repeat(text, " ");
}

const struct bench_worst_case bench_worst_cases[] = {
	{ "prose", prose, 1 },
	{ "random bytes", random_bytes, 1 },
	{ "spaces", nothing, 1 },
	{ "one word repeated", one_word, 1 },
	{ "a phrase's beginning", phrase_begin, 1 },
	{ "a a a a", letter_a, 1 },
	{ "letters apart", letters_apart, 1 },
	{ "letters", letters, 1 },
	{ "mail addresses", mails, 1 },
	{ "card numbers", cards, 1 },
	{ "account numbers", ibans, 1 },
	{ "IP, phone numbers", addresses, 1 },
	{ "digits", digits, 1 },
	{ "digits apart", digits_apart, 1 },
	{ "@@@@", at_signs, 1 },
	{ "a@a@", a_at, 1 },
	{ "punctuation", punctuation, 1 },
	{ "Han", han, 1 },
	{ "Hangul", hangul, 1 },
	{ "look-alikes", lookalikes, 1 },
	{ "combining marks", marks, 1 },
	{ "invisible", invisible, 1 },
	{ "base64 alphabet", base64_alphabet, 1 },
	{ "base64 nested", base64_nested, 1 },
	{ "gzip bomb in base64", gzip_bomb, 1 },
	{ "hex", hex, 1 },
	{ "%25%25", percent_signs, 1 },
	{ "%252525", percent_nested, 1 },
	{ "escapes", escapes, 1 },
	{ "entities", entities, 1 },
	{ "spaced letters", spaced, 1 },
	{ "joined letters", joined, 1 },
	{ "leet digits", leet, 1 },
	{ "quotes and pluses", quotes, 1 },
	{ "NATO words", nato, 1 },
	{ "brackets", brackets, 1 },
	{ "spaces, 4096 fields", nothing, 4096 },
	{ "prose, 4096 fields", prose, 4096 },
	{ "mail, 4096 fields", mails, 4096 },
};

const size_t bench_worst_count = sizeof bench_worst_cases / sizeof bench_worst_cases[0];
