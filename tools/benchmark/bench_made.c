/* SPDX-License-Identifier: Apache-2.0 */
/* Writes a folder of made rules (bench_rules.h), for servers that are measured with them.
 *
 *     bench_made FOLDER [RULES]     1,000 unless said otherwise, fifty a file
 */
#include "bench_rules.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define RULES_A_FILE 50u

static int write_file(const char *folder, size_t first, size_t count)
{
	const struct bench_rules rules = { .seed = 1, .regex_percent = 5 };
	struct buffer            text;
	char                     path[4096];
	FILE                    *file;
	int                      failed;

	snprintf(path, sizeof path, "%s/made_%05zu.yaml", folder, first);
	buffer_init_heap(&text);
	bench_rules_write(&rules, first, count, &text);
	file = fopen(path, "w");
	failed = file == NULL || fwrite(text.ptr, 1, text.len, file) != text.len;
	if (file != NULL && fclose(file) != 0)
		failed = 1;
	buffer_free(&text);
	if (failed)
		fprintf(stderr, "bench_made: %s: %s\n", path, strerror(errno));
	return failed;
}

int main(int argc, char **argv)
{
	size_t rules = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000;

	if (argc < 2 || rules == 0) {
		fprintf(stderr, "usage: bench_made FOLDER [RULES]\n");
		return 2;
	}
	if (mkdir(argv[1], 0755) != 0 && errno != EEXIST) {
		fprintf(stderr, "bench_made: %s: %s\n", argv[1], strerror(errno));
		return 2;
	}
	for (size_t first = 0; first < rules; first += RULES_A_FILE)
		if (write_file(argv[1], first,
		               rules - first < RULES_A_FILE ? rules - first : RULES_A_FILE) != 0)
			return 2;
	return 0;
}
