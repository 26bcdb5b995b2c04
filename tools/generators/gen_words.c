/* SPDX-License-Identifier: Apache-2.0 */
#include "gen_words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 256

static const struct {
	const char *tag;
	const char *files[2];
	const char *package;
} lists[GEN_LANGUAGES] = {
	[GEN_EN] = { "en", { "american-english" }, "wamerican" },
	[GEN_ES] = { "es", { "spanish" }, "wspanish" },
	[GEN_FR] = { "fr", { "french" }, "wfrench" },
	[GEN_DE] = { "de", { "ngerman" }, "wngerman" },
	[GEN_IT] = { "it", { "italian" }, "witalian" },
	[GEN_PT] = { "pt", { "portuguese" }, "wportuguese" },
};

/* U+00C0 to U+00FF without their marks; '?': no letter of the six languages. */
static const char latin_1[] = "aaaaaa?ceeeeiiii?nooooo??uuuu???"
			      "aaaaaa?ceeeeiiii?nooooo??uuuu??y";

static bool word_add(struct gen_words *words, const struct gen_word *word)
{
	if (words->count == words->cap) {
		size_t           cap = words->cap == 0 ? 1 << 20 : words->cap * 2;
		struct gen_word *grown = realloc(words->words, cap * sizeof *grown);

		if (grown == NULL) {
			fprintf(stderr, "gen_lexicon: out of memory\n");
			return false;
		}
		words->words = grown;
		words->cap = cap;
	}
	words->words[words->count++] = *word;
	return true;
}

/* "Straße" -> "strasse", as text_fold does. False for what holds anything but letters. */
static bool fold(const char *line, size_t length, struct gen_word *word)
{
	size_t out = 0;

	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)line[i];
		char          letter = '?';

		if (out + 2 > GEN_WORD_MAX)
			return false;
		if (isalpha(byte)) {
			letter = (char)tolower(byte);
		} else if (byte == 0xC3 && i + 1 < length) {
			unsigned char low = (unsigned char)line[++i];

			if (low == 0x9F)
				word->text[out++] = letter = 's';
			else if (low >= 0x80 && low < 0xC0)
				letter = latin_1[low - 0x80];
		}
		if (letter == '?')
			return false;
		word->text[out++] = letter;
	}
	word->text[out] = '\0';
	word->length = (unsigned char)out;
	return out > 0;
}

/* ---- the word lists ---- */

/* "McDonald" and "Paris" are words for us; "NATO" and "lbs" are spelt, not read. */
static bool is_abbreviation(const char *line, size_t length)
{
	size_t capitals = 0;

	for (size_t i = 0; i < length; i++)
		capitals += (size_t)(line[i] >= 'A' && line[i] <= 'Z');
	return capitals > 1;
}

/* "xvii": roman numerals stand in the English list. */
static bool is_roman(const char *text)
{
	static const char *const order[] = { "m",  "cm", "d",  "cd", "c",  "xc", "l",
		                             "xl", "x",  "ix", "v",  "iv", "i" };
	const char              *at = text;

	if (strcmp(text, "mix") == 0)
		return false;
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
		size_t length = strlen(order[i]);

		for (int times = 0; times < 3 && strncmp(at, order[i], length) == 0; times++)
			at += length;
	}
	return *at == '\0';
}

static bool has_vowel(const char *text)
{
	return strpbrk(text, "aeiouy") != NULL;
}

/* A line may be "l'acqua": its parts are words, and what is behind the apostrophe of an
 * English "hacker's" is none. */
static bool line_add(struct gen_words *words, const char *line, enum gen_language language)
{
	size_t length = strcspn(line, "'\r\n");
	size_t short_max = language == GEN_EN ? 2 : 3;

	for (;;) {
		struct gen_word word = { .language = language };

		if (length > short_max && !is_abbreviation(line, length) &&
		    fold(line, length, &word) && word.length > short_max && has_vowel(word.text) &&
		    !is_roman(word.text) && !word_add(words, &word))
			return false;
		if (line[length] != '\'' || language == GEN_EN)
			return true;
		line += length + 1;
		length = strcspn(line, "'\r\n");
	}
}

bool gen_words_list(struct gen_words *words, const char *folder, enum gen_language language)
{
	char   path[4096];
	char   line[LINE_MAX_BYTES];
	size_t before = words->count;
	bool   ok = true;
	FILE  *file;

	snprintf(path, sizeof path, "%s/%s", folder, lists[language].files[0]);
	file = fopen(path, "r");
	while (file != NULL && ok && fgets(line, sizeof line, file) != NULL)
		ok = line_add(words, line, language);
	if (file != NULL)
		fclose(file);
	if (ok && words->count == before) {
		fprintf(stderr, "gen_lexicon: no words in %s; install the Debian package %s\n",
		        path, lists[language].package);
		return false;
	}
	return ok;
}

/* ---- the usual words ---- */

static bool usual_add(struct gen_words *words, const char *text, enum gen_language language,
                      double rate)
{
	struct gen_word word = { .language = language, .rate = rate, .dropped = rate == 0 };

	if (!fold(text, strlen(text), &word)) {
		fprintf(stderr, "gen_lexicon: \"%s\" is no folded word\n", text);
		return false;
	}
	return word_add(words, &word);
}

/* The list tells how common a string is, and some are no words of English: numbers, the "re"
 * of "we're", "il" of names. */
static bool is_rarity_word(const char *text)
{
	static const char *const others[] = { "afp", "al",  "ap",  "co",  "con", "de",
		                              "del", "der", "dev", "fi",  "il",  "inc",
		                              "os",  "re",  "un",  "van", "ve",  "von" };

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (strcmp(text, others[i]) == 0)
			return false;
	return strspn(text, "abcdefghijklmnopqrstuvwxyz") == strlen(text) && has_vowel(text);
}

bool gen_words_rarity(struct gen_words *words)
{
	bool ok = true;

#define RARITY(word, per_thousand)                                                                 \
	if (is_rarity_word(word))                                                                  \
		ok = ok && usual_add(words, word, GEN_EN, per_thousand);
#include "ruleset_rarity.def"
#undef RARITY
	return ok;
}

static bool usual_line(struct gen_words *words, char *line)
{
	enum gen_language language = GEN_EN;
	double            rate = 0;
	char             *colon = strchr(line, ':');
	char             *save = NULL;
	bool              ok = true;

	if (line[0] == '#' || line[0] == '\n' || line[0] == '\0')
		return true;
	if (colon == NULL)
		return false;
	*colon = '\0';
	if (strcmp(line, "drop") != 0) {
		rate = strtod(line + 2, NULL);
		line[2] = '\0';
		while (language < GEN_LANGUAGES && strcmp(lists[language].tag, line) != 0)
			language++;
		if (language == GEN_LANGUAGES || rate <= 0)
			return false;
	}
	for (char *word = strtok_r(colon + 1, " \n", &save); ok && word != NULL;
	     word = strtok_r(NULL, " \n", &save))
		ok = usual_add(words, word, language, rate);
	return ok;
}

bool gen_words_usual(struct gen_words *words, const char *path)
{
	char  line[LINE_MAX_BYTES];
	FILE *file = fopen(path, "r");
	bool  ok = file != NULL;

	while (ok && fgets(line, sizeof line, file) != NULL)
		ok = usual_line(words, line);
	if (file != NULL)
		fclose(file);
	if (!ok)
		fprintf(stderr, "gen_lexicon: %s cannot be read: at \"%.40s\"\n", path,
		        file == NULL ? "" : line);
	return ok;
}
