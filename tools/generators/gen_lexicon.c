/* SPDX-License-Identifier: Apache-2.0 */
/* Word lists to the tables of engine/text: text_letters_odds and the common words.
 *
 *     gen_lexicon /usr/share/dict engine/text/text_usual.txt text_lexicon_tables.inc
 *
 * Run by the build, in each build folder once: the tables follow from the word lists of
 * the system and are not committed. */
#include "gen_common.h"
#include "gen_letters.h"
#include "gen_words.h"

#include <stdio.h>
#include <stdlib.h>

static bool words_read(struct gen_words *words, const char *folder, const char *usual)
{
	bool ok = gen_words_rarity(words) && gen_words_usual(words, usual);

	for (enum gen_language language = 0; ok && language < GEN_LANGUAGES; language++)
		ok = gen_words_list(words, folder, language);
	return ok;
}

static bool tables_write(struct gen_words *words, const char *path)
{
	FILE *out = fopen(path, "w");
	bool  ok;

	if (out == NULL) {
		perror(path);
		return false;
	}
	fprintf(out, "/* Written by gen_lexicon at build time. */\n");
	gen_letters_write(words, out);
	ok = gen_words_weigh(words);
	gen_common_write(words, out);
	ok = ok && ferror(out) == 0;
	return fclose(out) == 0 && ok;
}

int main(int argc, char **argv)
{
	struct gen_words words = { 0 };
	bool             ok;

	if (argc != 4) {
		fprintf(stderr, "usage: gen_lexicon DICT-FOLDER USUAL-WORDS OUTPUT\n");
		return 2;
	}
	ok = words_read(&words, argv[1], argv[2]) && tables_write(&words, argv[3]);
	free(words.words);
	return ok ? 0 : 1;
}
