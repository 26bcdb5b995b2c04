/* SPDX-License-Identifier: Apache-2.0 */
/* What folding costs, in nanoseconds of CPU a byte, for texts of each kind, beside memcpy and
 * beside ICU's NFKC_Casefold, where ICU was there when this was built. (That does less: no
 * look-alikes, no marks.)
 *
 *     bench_fold [REPEATS [--json]]     median of REPEATS runs (25) over 1 KiB texts, taking turns
 *
 * Figures drift from machine to machine: compare within one run. */
#include "text_fold.h"

#ifdef BENCH_HAS_ICU
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#endif

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT_BYTES  1024u
#define TEXTS       256u
#define REPEATS_MAX 1000

static const struct {
	const char *name;
	const char *words[8];
} kinds[] = {
	{ "ASCII",
	  { "the ", "Quick ", "brown-fox ", "jumps, ", "over ", "2 ", "lazy ", "dogs. " } },
	{ "typographic",
	  { "the quick brown fox jumps over ", "“quoted” ", "don’t worry about it at all ", "– ",
	    "plain words of English prose ", "and more of the same ", "… ", "end. " } },
	{ "Latin",
	  { "l’été ", "à la ", "Straße ", "señor ", "naïve ", "łódź ", "crème ", "brûlée " } },
	{ "Cyrillic",
	  { "привет ", "Мир, ", "как ", "дела ", "сегодня ", "хорошая ", "погода. ", "и " } },
	{ "Han", { "今天", "天气", "很好，", "我们", "去", "公园", "散步。", "吧" } },
	{ "Arabic",
	  { "مرحبا ", "كيف ", "حالك ", "اليوم ", "السَّلام ", "عليكم ", "شكرا، ", "جزيلا " } },
	{ "Devanagari", { "नमस्ते ", "दुनिया ", "आज ", "का ", "मौसम ", "बहुत ", "अच्छा ", "है। " } },
	{ "look-alikes", { "hоw ", "tо ", "mаke ", "bоmbs ", "аt ", "hоmе ", "with ", "sоap " } },
	{ "invisible",
	  { "b\u200Bo\u200Bm\u200Bb ", "a\u00ADt ", "h\u2060o\u2060m\u2060e ", "x ", "y ", "z ",
	    "w\u200Cx ", "q " } },
	{ "Zalgo",
	  { "b\u0336\u0337\u0338\u0301o\u0316m\u0323b ", "e\u0301\u0302\u0303x ", "a ", "b ",
	    "c\u0327\u0335 ", "d ", "e ", "f " } },
};

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Texts differ from each other, so that branch prediction does not learn them. */
static struct slice text_make(size_t kind, char *memory, uint64_t *random)
{
	size_t length = 0;

	for (;;) {
		const char *word = kinds[kind].words[*random >> 33 & 7];

		*random = *random * 6364136223846793005u + 1442695040888963407u;
		if (length + strlen(word) > TEXT_BYTES)
			return (struct slice){ memory, length };
		memcpy(memory + length, word, strlen(word));
		length += strlen(word);
	}
}

static size_t fold_once(struct slice text, struct arena *arena)
{
	struct slice clean;
	struct slice folded;

	if (text_clean(text, TEXT_CLEAN_MIXED, arena, &clean, NULL, NULL) != STATUS_OK ||
	    text_fold(clean, arena, &folded, NULL) != STATUS_OK)
		abort();
	arena_rewind(arena, 0);
	return folded.len;
}

static size_t copy_once(struct slice text, struct arena *arena)
{
	static volatile char sink;
	char                *copy = arena_alloc(arena, text.len, 1);

	if (copy == NULL)
		abort();
	memcpy(copy, text.ptr, text.len);
	sink = copy[text.len / 2];
	arena_rewind(arena, 0);
	return (size_t)(sink != 0);
}

typedef size_t work(struct slice text, struct arena *arena);

static double run(work *once, const struct slice *texts, struct arena *arena)
{
	size_t written = 0;
	size_t bytes = 0;
	double start = seconds_now();

	for (size_t i = 0; i < TEXTS; i++) {
		written += once(texts[i], arena);
		bytes += texts[i].len;
	}
	if (written == 0)
		abort();
	return (seconds_now() - start) * 1e9 / (double)bytes;
}

static int compare(const void *a, const void *b)
{
	const double *x = a;
	const double *y = b;

	return (*x > *y) - (*x < *y);
}

#ifdef BENCH_HAS_ICU
/* UTF-8 to UTF-16 and back, as a program in C has to: ICU's C interface has no other way. */
static size_t icu_once(struct slice text, struct arena *arena)
{
	static UChar        wide[TEXT_BYTES], normal[4 * TEXT_BYTES];
	static char         back[12 * TEXT_BYTES];
	UErrorCode          error = U_ZERO_ERROR;
	const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&error);
	int32_t             length = 0;

	(void)arena;
	u_strFromUTF8(wide, TEXT_BYTES, &length, text.ptr, (int32_t)text.len, &error);
	length = unorm2_normalize(fold, wide, length, normal, 4 * TEXT_BYTES, &error);
	u_strToUTF8(back, sizeof back, &length, normal, length, &error);
	if (U_FAILURE(error))
		abort();
	return (size_t)length;
}
#endif

static work *const works[] = {
	copy_once,
	fold_once,
#ifdef BENCH_HAS_ICU
	icu_once,
#endif
};
#define WORKS (sizeof works / sizeof *works)

static void measure(const struct slice *texts, struct arena *arena, size_t repeats, double *ns)
{
	static double runs[WORKS][REPEATS_MAX];

	for (size_t i = 0; i < repeats; i++)
		for (size_t w = 0; w < WORKS; w++)
			runs[w][i] = run(works[w], texts, arena);
	for (size_t w = 0; w < WORKS; w++) {
		qsort(runs[w], repeats, sizeof runs[w][0], compare);
		ns[w] = runs[w][repeats / 2];
	}
}

static void print(const char *kind, const double *ns, bool is_json)
{
	static const char *const names[] = { "memcpy", "fold", "icu" };

	printf(is_json ? "{\"kind\":\"%s\"" : "%-12s", kind);
	for (size_t w = 0; w < WORKS; w++)
		if (is_json)
			printf(",\"%s\":%.4f", names[w], ns[w]);
		else
			printf(" %8.3f", ns[w]);
	printf(is_json ? "}\n" : "\n");
}

int main(int argc, char **argv)
{
	static char  memory[TEXTS][TEXT_BYTES];
	struct slice texts[TEXTS];
	struct arena arena;
	uint64_t     random = 1;
	size_t       repeats = argc > 1 ? strtoul(argv[1], NULL, 10) : 25;
	const bool   is_json = argc > 2 && strcmp(argv[2], "--json") == 0;

	if (repeats == 0 || repeats > REPEATS_MAX || !arena_open(&arena, (size_t)1 << 20))
		return 2;
	if (!is_json)
		printf("%-12s %8s %8s %8s   ns/byte\n", "", "memcpy", "fold",
		       WORKS > 2 ? "ICU" : "");
	for (size_t kind = 0; kind < sizeof kinds / sizeof kinds[0]; kind++) {
		double ns[WORKS];

		for (size_t i = 0; i < TEXTS; i++)
			texts[i] = text_make(kind, memory[i], &random);
		measure(texts, &arena, repeats, ns);
		print(kinds[kind].name, ns, is_json);
	}
	arena_close(&arena);
	return 0;
}
