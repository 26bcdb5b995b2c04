/* SPDX-License-Identifier: Apache-2.0 */
/* The main() of a fuzz target where libFuzzer is not there: each argument is an input
 * or a folder of inputs, and each is run once. An argument without any input is a
 * fault, so that a lost seed folder does not pass as success. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 16 * 1024 * 1024 };

static int replay_file(const char *path)
{
	FILE    *file = fopen(path, "rb");
	uint8_t *data;
	size_t   size;
	int      failed;

	if (file == NULL) {
		perror(path);
		return -1;
	}
	data = malloc(INPUT_BYTES_MAX);
	if (data == NULL) {
		fclose(file);
		return -1;
	}
	size = fread(data, 1, INPUT_BYTES_MAX, file);
	failed = ferror(file);
	fclose(file);
	if (!failed) {
		/* The exact size, so that AddressSanitizer sees a read past the end. */
		uint8_t *exact = realloc(data, size > 0 ? size : 1);

		if (exact != NULL)
			data = exact;
		LLVMFuzzerTestOneInput(data, size);
	}
	free(data);
	return failed ? -1 : 1;
}

static int replay_folder(const char *folder, DIR *entries)
{
	struct dirent *entry;
	int            count = 0;

	while ((entry = readdir(entries)) != NULL) {
		char path[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (replay_file(path) < 0)
			return -1;
		count++;
	}
	return count;
}

static int replay(const char *path)
{
	DIR *entries = opendir(path);
	int  count;

	if (entries == NULL)
		return replay_file(path);
	count = replay_folder(path, entries);
	closedir(entries);
	return count;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: %s FILE|FOLDER...\n", argv[0]);
		return 2;
	}
	for (int i = 1; i < argc; i++) {
		int count = replay(argv[i]);

		if (count <= 0) {
			fprintf(stderr, "%s: no inputs\n", argv[i]);
			return 1;
		}
		printf("%s: %d inputs\n", argv[i], count);
	}
	return 0;
}
