/* SPDX-License-Identifier: Apache-2.0 */
/* Writes made rules (bench_rules.h), for servers and other matchers that are measured with them.
 *
 *     bench_made FOLDER [RULES [SEED]]            a rules folder: 1,000 unless said otherwise,
 * fifty a file bench_made --regexes FILE [RULES [SEED]]    the same rules as regexes, one a line
 *     bench_made --hits FILE [RULES [SEED]]       a sentence that each rule finds, one a line */
#include "bench_rules.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define RULES_A_FILE 50u

typedef void write_some(const struct bench_rules *rules, size_t first, size_t count,
                        struct buffer *out);

static int write_file(const char *path, write_some *write, const struct bench_rules *rules,
                      size_t first, size_t count)
{
	struct buffer text;
	FILE         *file;
	int           failed;

	buffer_init_heap(&text);
	write(rules, first, count, &text);
	file = fopen(path, "w");
	failed = text.failed || file == NULL || fwrite(text.ptr, 1, text.len, file) != text.len;
	if (file != NULL && fclose(file) != 0)
		failed = 1;
	buffer_free(&text);
	if (failed)
		fprintf(stderr, "bench_made: %s: %s\n", path, strerror(errno));
	return failed;
}

static int write_folder(const char *folder, const struct bench_rules *rules, size_t count)
{
	char path[4096];

	if (mkdir(folder, 0755) != 0 && errno != EEXIST) {
		fprintf(stderr, "bench_made: %s: %s\n", folder, strerror(errno));
		return 2;
	}
	for (size_t first = 0; first < count; first += RULES_A_FILE) {
		snprintf(path, sizeof path, "%s/made_%05zu.yaml", folder, first);
		if (write_file(path, bench_rules_write, rules, first,
		               count - first < RULES_A_FILE ? count - first : RULES_A_FILE) != 0)
			return 2;
	}
	return 0;
}

int main(int argc, char **argv)
{
	const bool               regexes = argc > 1 && strcmp(argv[1], "--regexes") == 0;
	const bool               hits = argc > 1 && strcmp(argv[1], "--hits") == 0;
	const int                at = regexes || hits ? 2 : 1;
	size_t                   count = argc > at + 1 ? strtoul(argv[at + 1], NULL, 10) : 1000;
	size_t                   seed = argc > at + 2 ? strtoul(argv[at + 2], NULL, 10) : 1;
	const struct bench_rules rules = { .seed = seed, .regex_percent = 5 };

	if (argc <= at || count == 0) {
		fprintf(stderr, "usage: bench_made [--regexes|--hits] PATH [RULES [SEED]]\n");
		return 2;
	}
	if (regexes)
		return write_file(argv[at], bench_rules_write_regexes, &rules, 0, count) * 2;
	if (hits)
		return write_file(argv[at], bench_rules_write_hits, &rules, 0, count) * 2;
	return write_folder(argv[at], &rules, count);
}
