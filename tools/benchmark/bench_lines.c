/* SPDX-License-Identifier: Apache-2.0 */
/* Texts for bench_stages and for other matchers, one a line: sentences of bench_prose.c in ever new
 * order.
 *
 *     bench_lines ALPHABET BYTES COUNT SEED [HITS]
 *
 * ALPHABET is ascii, latin (French and German), cyrillic, han, or mixed (English with letters of
 * other alphabets that look alike). In the English ones one word of each sentence is another word
 * of the dictionary, if Debian's list of words is there: sentences that return teach the branch
 * predictor and the states of a lazy automaton what comes next. With HITS, a file of bench_made,
 * each text has a line of it in the middle. Same arguments, same bytes. */
#include "base_buffer.h"
#include "bench_rig.h"
#include "bench_texts.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DICTIONARY "/usr/share/dict/american-english"

struct list {
	char  *bytes;
	char **items;
	size_t count;
};

struct making {
	struct list words;
	struct list hits;
	uint64_t    random;
	bool        is_mixed;
};

static void list_add(struct list *list, char *line)
{
	if (list->count % 1024 == 0)
		list->items = realloc(list->items, (list->count + 1024) * sizeof *list->items);
	if (list->items == NULL)
		bench_check(STATUS_NO_MEMORY, "lines");
	list->items[list->count++] = line;
}

/* All lines of a file; none when it cannot be read. */
static struct list list_read(const char *path)
{
	struct list list = { 0 };
	FILE       *file = fopen(path, "r");
	size_t      size = 0;

	if (file == NULL)
		return list;
	if (getdelim(&list.bytes, &size, '\0', file) > 0) {
		char *rest = list.bytes;

		while (rest != NULL && *rest != '\0')
			list_add(&list, strsep(&rest, "\n"));
	}
	fclose(file);
	return list;
}

/* The letters in which a look-alike hides: Cyrillic for Latin. */
static void add_alike(struct buffer *out, char letter)
{
	static const char        latin[] = "aeopcxyi";
	static const char *const alike[] = { "\u0430", "\u0435", "\u043E", "\u0440",
		                             "\u0441", "\u0445", "\u0443", "\u0456" };
	const char              *found = letter != '\0' ? strchr(latin, letter) : NULL;

	if (found != NULL)
		buffer_append_cstr(out, alike[found - latin]);
	else
		buffer_append_char(out, letter);
}

static bool is_known_word(const char *word)
{
	const size_t length = strlen(word);

	return length >= 4 && length <= 10 && strspn(word, "abcdefghijklmnopqrstuvwxyz") == length;
}

static const char *word_of(struct making *making)
{
	for (unsigned tries = 0; making->words.count > 0 && tries < 64; tries++) {
		const char *word =
			making->words.items[bench_random(&making->random) % making->words.count];

		if (is_known_word(word))
			return word;
	}
	return NULL;
}

/* A sentence with its `skip`-th word of five letters and more replaced. */
static void add_sentence(struct making *making, const char *sentence, struct buffer *out)
{
	const char *word = word_of(making);
	size_t      skip = bench_random(&making->random) % 3;
	bool        is_hidden = false;

	while (*sentence != '\0') {
		size_t length = 0;

		while (isalpha((unsigned char)sentence[length]))
			length++;
		if (length >= 5 && word != NULL && skip-- == 0) {
			buffer_append_cstr(out, word);
			word = NULL;
			sentence += length;
			continue;
		}
		is_hidden = making->is_mixed && bench_random(&making->random) % 3 == 0;
		length += length == 0;
		for (; length > 0; length--, sentence++)
			if (is_hidden)
				add_alike(out, *sentence);
			else
				buffer_append_char(out, *sentence);
	}
}

static void add_line(struct making *making, const enum bench_prose_kind kinds[2], size_t bytes,
                     struct buffer *out)
{
	const char *hit =
		making->hits.count == 0
			? NULL
			: making->hits.items[bench_random(&making->random) % making->hits.count];

	while (out->len < bytes) {
		const uint32_t    which = bench_random(&making->random);
		const char *const sentence = bench_sentence(kinds[which % 2], &making->random);

		if (out->len + strlen(sentence) + 1 > bytes && out->len > 0)
			break;
		if (kinds[0] == BENCH_PROSE_PLAIN)
			add_sentence(making, sentence, out);
		else
			buffer_append_cstr(out, sentence);
		buffer_append_char(out, ' ');
		if (hit != NULL && out->len >= bytes / 2) {
			buffer_append_cstr(out, hit);
			buffer_append_cstr(out, ". ");
			hit = NULL;
		}
	}
	buffer_append_char(out, '\n');
}

int main(int argc, char **argv)
{
	static const struct {
		const char           *name;
		enum bench_prose_kind kinds[2];
	} alphabets[] = {
		{ "ascii", { BENCH_PROSE_PLAIN, BENCH_PROSE_PLAIN } },
		{ "latin", { BENCH_PROSE_FRENCH, BENCH_PROSE_GERMAN } },
		{ "cyrillic", { BENCH_PROSE_RUSSIAN, BENCH_PROSE_RUSSIAN } },
		{ "han", { BENCH_PROSE_CHINESE, BENCH_PROSE_CHINESE } },
		{ "mixed", { BENCH_PROSE_PLAIN, BENCH_PROSE_PLAIN } },
	};
	const size_t  known = sizeof alphabets / sizeof *alphabets;
	const size_t  bytes = argc > 4 ? strtoul(argv[2], NULL, 10) : 0;
	size_t        count = argc > 4 ? strtoul(argv[3], NULL, 10) : 0;
	size_t        at = 0;
	struct making making = { 0 };
	struct buffer line;

	while (argc > 4 && at < known && strcmp(alphabets[at].name, argv[1]) != 0)
		at++;
	if (argc < 5 || at == known || bytes == 0) {
		fprintf(stderr, "usage: bench_lines ALPHABET BYTES COUNT SEED [HITS]\n");
		return 2;
	}
	making.random = strtoul(argv[4], NULL, 10);
	making.is_mixed = strcmp(argv[1], "mixed") == 0;
	making.words = list_read(DICTIONARY);
	making.hits = argc > 5 ? list_read(argv[5]) : making.hits;
	buffer_init_heap(&line);
	for (; count > 0; count--) {
		buffer_clear(&line);
		add_line(&making, alphabets[at].kinds, bytes, &line);
		if (line.failed || fwrite(line.ptr, 1, line.len, stdout) != line.len)
			return 2;
	}
	buffer_free(&line);
	return fclose(stdout) == 0 ? 0 : 2;
}
