/* SPDX-License-Identifier: Apache-2.0 */
/* The words that gen_lexicon makes its tables of: Debian's word lists, the usual words of
 * engine/text/text_usual.txt and those of engine/ruleset/ruleset_rarity.def. */
#ifndef GEN_WORDS_H
#define GEN_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#define GEN_WORD_MAX 24

enum gen_language { GEN_EN, GEN_ES, GEN_FR, GEN_DE, GEN_IT, GEN_PT, GEN_LANGUAGES };

struct gen_word {
	char              text[GEN_WORD_MAX + 1]; /* letters a to z */
	unsigned char     length;
	enum gen_language language;
	double            rate; /* occurrences in 1,000 words; 0: of a word list */
	bool              dropped;
	bool              misread; /* less likely than two words: "asocial" */
};

struct gen_words {
	struct gen_word *words;
	size_t           count;
	size_t           cap;
};

/* Each prints to stderr and returns false when a file cannot be read or holds no words. */
bool gen_words_usual(struct gen_words *words, const char *path);
bool gen_words_list(struct gen_words *words, const char *folder, enum gen_language language);
bool gen_words_rarity(struct gen_words *words);

/* Gives forms of usual English words a rate ("attacks"), and finds the misread ones. */
bool gen_words_weigh(struct gen_words *words);

#endif
