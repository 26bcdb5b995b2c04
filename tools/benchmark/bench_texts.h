/* SPDX-License-Identifier: Apache-2.0 */
/* Texts to time: ordinary prose, and the texts that cost most. All are made from a seed, so
 * that two runs time the same bytes. */
#ifndef BENCH_TEXTS_H
#define BENCH_TEXTS_H

#include "base_arena.h"
#include "base_slice.h"
#include "ruleset_rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum bench_prose_kind {
	BENCH_PROSE_PLAIN,    /* all words are known */
	BENCH_PROSE_NAMES,    /* every sixth sentence has names or numbers */
	BENCH_PROSE_EVERYDAY, /* every fourth has what prompts hold besides words */
	BENCH_PROSE_FRENCH,
	BENCH_PROSE_GERMAN,
	BENCH_PROSE_RUSSIAN,
	BENCH_PROSE_CHINESE,
	BENCH_PROSE_CODE, /* lines of programs */
	BENCH_PROSE_COUNT
};

/* "prose with names"; static. */
const char *bench_prose_name(enum bench_prose_kind kind);

/* A sentence of that kind; static. */
const char *bench_sentence(enum bench_prose_kind kind, uint64_t *random);

/* At most `bytes` bytes of prose: whole sentences of our own in random order, as many as there
 * is room for. */
struct slice bench_prose(struct arena *arena, size_t bytes, enum bench_prose_kind kind,
                         uint64_t *random);

/* A text being made. */
struct bench_text {
	char                      *ptr;
	size_t                     len;
	size_t                     cap;
	uint64_t                   random;
	const struct ruleset      *ruleset;
	const struct ruleset_rule *rule; /* of whose words it is made; NULL: of all rules */
};

struct bench_worst_case {
	const char *name;
	void (*fill)(struct bench_text *text); /* until full; what does not fit is dropped */
	size_t fields;                         /* the text is cut into so many */
};

/* Texts for decoders and for the reading of characters. */
extern const struct bench_worst_case bench_worst_cases[];
extern const size_t                  bench_worst_count;

/* Texts made of the words of one rule, or of all. A rule without what a text is made of leaves it
 * empty. */
extern const struct bench_worst_case bench_rule_cases[];
extern const size_t                  bench_rule_count;

/* A mixture that the text's seed, text->random, draws, and what it is of: "17: digits 8 '-'". */
void bench_mixed_fill(struct bench_text *text);
void bench_mixed_name(uint64_t seed, char *name, size_t size);

void     bench_text_add(struct bench_text *text, struct slice bytes);
bool     bench_text_is_full(const struct bench_text *text);
uint32_t bench_text_below(struct bench_text *text, uint32_t count); /* random */

/* The encodings that bench_codec.c writes. The texts are the worst case's, so nothing that
 * decodes them is linked here. */
void bench_add_base64(struct bench_text *text, struct slice bytes);
/* A gzip member of `bytes` bytes at most that inflates to about 160 times as many. */
void bench_add_gzip_bomb(struct bench_text *text, size_t bytes);

#endif
