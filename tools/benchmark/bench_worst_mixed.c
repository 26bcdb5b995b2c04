/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that nobody thought of: words of up to three kinds in turn, and up to two separators, all
 * drawn from a seed.
 *
 *     seed 17    digits of 8, escapes of 3; "-" and " "      41729905-\u0062\u006f\u006d 93...
 *
 * What almost decodes costs most, and that is mostly a mixture: numbers that are hexadecimal digits
 * by chance, between words that are cut by signs. */
#include "bench_rig.h"
#include "bench_texts.h"

#include <stdio.h>
#include <string.h>

#define KINDS_MAX      3u
#define SEPARATORS_MAX 2u
#define LENGTH_MAX     24u

struct recipe {
	uint32_t kinds[KINDS_MAX];
	uint32_t lengths[KINDS_MAX];
	uint32_t kind_count;
	uint32_t separators[SEPARATORS_MAX];
	uint32_t separator_count;
};

static const char *const separators[] = { " ",     "\n", ",",  ", ", "-",   ".",  "/",
	                                  "",      "\t", "|",  "=",  ";\n", ": ", "\"+\"",
	                                  "\":\"", "_",  "\\", "*",  "  ",  "~" };

static const char *const words[] = {
	"how",    "to",     "make",   "a",     "bomb",  "the",    "quiet",
	"street", "please", "return", "const", "value", "https",  "index",
	"window", "system", "ignore", "kill",  "print", "decode",
};

static void add(struct bench_text *text, const char *bytes)
{
	bench_text_add(text, slice_from_cstr(bytes));
}

static void add_from(struct bench_text *text, const char *set, uint32_t count)
{
	const uint32_t below = (uint32_t)strlen(set);

	for (uint32_t i = 0; i < count; i++)
		bench_text_add(text, (struct slice){ set + bench_text_below(text, below), 1 });
}

static const char *word_of(struct bench_text *text)
{
	return words[bench_text_below(text, sizeof words / sizeof words[0])];
}

/* ---- words of a kind ---- */

#define OF_SET(name, set)                                                                          \
	static void name(struct bench_text *text, uint32_t count)                                  \
	{                                                                                          \
		add_from(text, set, count);                                                        \
	}

OF_SET(digits, "0123456789")
OF_SET(bits, "01")
OF_SET(octal, "01234567")
OF_SET(hex, "0123456789abcdef")
OF_SET(hex_capitals, "0123456789ABCDEF")
OF_SET(base32, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
OF_SET(base64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
OF_SET(base85,
       "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstu")
OF_SET(letters, "abcdefghijklmnopqrstuvwxyz")
OF_SET(leet, "abcdefghijklmnopqrstuvwxyz01345$@!")
OF_SET(morse, ".-")
OF_SET(signs, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
OF_SET(brackets, "()[]{}<>")
OF_SET(five, "12345")

static void known(struct bench_text *text, uint32_t count)
{
	for (uint32_t i = 0; i < count / 6 + 1; i++) {
		add(text, i > 0 ? " " : "");
		add(text, word_of(text));
	}
}

/* One letter of each word is another one's. */
static void mistyped(struct bench_text *text, uint32_t count)
{
	const char *word = word_of(text);

	(void)count;
	add(text, word);
	add_from(text, "abcdefghijklmnopqrstuvwxyz0", 1);
}

static void turned(struct bench_text *text, uint32_t count)
{
	const char *word = word_of(text);

	(void)count;
	for (size_t i = strlen(word); i-- > 0;)
		bench_text_add(text, (struct slice){ word + i, 1 });
}

static void rot13(struct bench_text *text, uint32_t count)
{
	(void)count;
	for (const char *at = word_of(text); *at != '\0'; at++) {
		const char byte = (char)('a' + (*at - 'a' + 13) % 26);

		bench_text_add(text, (struct slice){ &byte, 1 });
	}
}

/* Each byte of a word in a form of printf(). */
#define CODED(name, form)                                                                          \
	static void name(struct bench_text *text, uint32_t count)                                  \
	{                                                                                          \
		(void)count;                                                                       \
		for (const char *at = word_of(text); *at != '\0'; at++) {                          \
			char   bytes[16];                                                          \
			size_t len = (size_t)snprintf(bytes, sizeof bytes, form, (unsigned)*at);   \
                                                                                                   \
			bench_text_add(text, (struct slice){ bytes, len });                        \
		}                                                                                  \
	}

CODED(spaced, "%c ")
CODED(dashed, "%c-")
CODED(percents, "%%%02x")
CODED(entities, "&#%u;")
CODED(escapes, "\\u%04x")
CODED(hex_escapes, "\\x%02x")
CODED(code_points, "U+%04X ")
CODED(numbers, "%u ")
CODED(hex_of_word, "%02x")
CODED(octal_of_word, "%03o ")

static void base64_of_word(struct bench_text *text, uint32_t count)
{
	(void)count;
	bench_add_base64(text, slice_from_cstr(word_of(text)));
}

static void cyrillic(struct bench_text *text, uint32_t count)
{
	static const char *const items[] = { "\u0430", "\u0435", "\u043E", "\u0441", "\u0440",
		                             "\u0445", "\u0438", "\u043D", "\u0442", "\u0432" };

	for (uint32_t i = 0; i < count; i++)
		add(text, items[bench_text_below(text, sizeof items / sizeof items[0])]);
}

static void pictures(struct bench_text *text, uint32_t count)
{
	static const char *const items[] = { "\U0001F4A3", "\U0001F52A", "\U0001F480", "\u2764",
		                             "\U0001F1E6", "\U0001F170", "\u24B6",     "\uFF21" };

	for (uint32_t i = 0; i < count; i++)
		add(text, items[bench_text_below(text, sizeof items / sizeof items[0])]);
}

static void hidden(struct bench_text *text, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		add_from(text, "abcdefghijklmnopqrstuvwxyz", 1);
		add(text, bench_text_below(text, 2) == 0 ? "\u200B" : "\u0336");
	}
}

static void han(struct bench_text *text, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const char bytes[3] = { (char)(0xE4 + bench_text_below(text, 5)),
			                (char)(0x80 + bench_text_below(text, 0x40)),
			                (char)(0x80 + bench_text_below(text, 0x40)) };

		bench_text_add(text, (struct slice){ bytes, sizeof bytes });
	}
}

static void of_rules(struct bench_text *text, uint32_t count)
{
	const struct match_vocabulary *vocabulary = &text->ruleset->vocabulary;

	(void)count;
	bench_text_add(text, vocabulary->words[1 + bench_text_below(text, vocabulary->count - 1)]);
}

static const struct {
	const char *name;
	void (*add)(struct bench_text *text, uint32_t count);
} kinds[] = {
	{ "digits", digits },
	{ "bits", bits },
	{ "octal", octal },
	{ "hex", hex },
	{ "HEX", hex_capitals },
	{ "base32", base32 },
	{ "base64", base64 },
	{ "base85", base85 },
	{ "letters", letters },
	{ "leet", leet },
	{ "morse", morse },
	{ "signs", signs },
	{ "brackets", brackets },
	{ "1 to 5", five },
	{ "known words", known },
	{ "mistyped", mistyped },
	{ "turned", turned },
	{ "rot13", rot13 },
	{ "s p a c e d", spaced },
	{ "d-a-s-h-e-d", dashed },
	{ "%62", percents },
	{ "&#98;", entities },
	{ "\\u0062", escapes },
	{ "\\x62", hex_escapes },
	{ "U+0062", code_points },
	{ "numbers of words", numbers },
	{ "hex of words", hex_of_word },
	{ "octal of words", octal_of_word },
	{ "base64 of words", base64_of_word },
	{ "Cyrillic", cyrillic },
	{ "pictures", pictures },
	{ "hidden signs", hidden },
	{ "Han", han },
	{ "words of rules", of_rules },
};

#define KIND_COUNT      ((uint32_t)(sizeof kinds / sizeof kinds[0]))
#define SEPARATOR_COUNT ((uint32_t)(sizeof separators / sizeof separators[0]))

static struct recipe recipe_of(uint64_t *seed)
{
	struct recipe recipe = { 0 };

	for (unsigned i = 0; i < 8; i++)
		bench_random(seed); /* neighbouring seeds begin alike */
	recipe.kind_count = 1 + bench_random(seed) % KINDS_MAX;
	recipe.separator_count = 1 + bench_random(seed) % SEPARATORS_MAX;
	for (uint32_t i = 0; i < KINDS_MAX; i++) {
		recipe.kinds[i] = bench_random(seed) % KIND_COUNT;
		recipe.lengths[i] = 1 + bench_random(seed) % LENGTH_MAX;
	}
	for (uint32_t i = 0; i < SEPARATORS_MAX; i++)
		recipe.separators[i] = bench_random(seed) % SEPARATOR_COUNT;
	return recipe;
}

void bench_mixed_fill(struct bench_text *text)
{
	const struct recipe recipe = recipe_of(&text->random);

	while (!bench_text_is_full(text)) {
		const uint32_t i = bench_text_below(text, recipe.kind_count);
		const uint32_t j = bench_text_below(text, recipe.separator_count);

		kinds[recipe.kinds[i]].add(text, recipe.lengths[i]);
		add(text, separators[recipe.separators[j]]);
		if (bench_text_below(text, 16) == 0)
			add(text, " ");
	}
}

void bench_mixed_name(uint64_t seed, char *name, size_t size)
{
	const uint64_t      asked = seed;
	const struct recipe recipe = recipe_of(&seed);
	size_t              len = (size_t)snprintf(name, size, "%u:", (unsigned)asked);

	for (uint32_t i = 0; i < recipe.kind_count && len < size; i++)
		len += (size_t)snprintf(name + len, size - len, " %s %u",
		                        kinds[recipe.kinds[i]].name, (unsigned)recipe.lengths[i]);
	for (uint32_t i = 0; i < recipe.separator_count && len < size; i++)
		len += (size_t)snprintf(name + len, size - len, " '%s'",
		                        separators[recipe.separators[i]][0] == '\n'
		                                ? "\\n"
		                                : separators[recipe.separators[i]]);
}
