/* SPDX-License-Identifier: Apache-2.0 */
#include "bench_hyperscan.h"

#include <hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct bench_hyperscan {
	hs_database_t *database;
	hs_scratch_t  *scratch;
};

static hs_database_t *compile(const struct bench_lines *regexes)
{
	hs_database_t      *database = NULL;
	hs_compile_error_t *error = NULL;
	unsigned           *flags = calloc(regexes->count, sizeof *flags);
	unsigned           *ids = calloc(regexes->count, sizeof *ids);

	for (size_t i = 0; flags != NULL && ids != NULL && i < regexes->count; i++) {
		flags[i] = HS_FLAG_CASELESS | HS_FLAG_SINGLEMATCH;
		ids[i] = (unsigned)i;
	}
	if (flags != NULL && ids != NULL &&
	    hs_compile_multi(regexes->items, flags, ids, (unsigned)regexes->count, HS_MODE_BLOCK,
	                     NULL, &database, &error) != HS_SUCCESS) {
		fprintf(stderr, "hyperscan: %s\n", error->message);
		hs_free_compile_error(error);
	}
	free(flags);
	free(ids);
	return database;
}

static hs_database_t *read_kept(const char *path)
{
	hs_database_t *database = NULL;
	FILE          *file = fopen(path, "rb");
	struct stat    about;
	char          *bytes = NULL;

	if (file != NULL && fstat(fileno(file), &about) == 0 &&
	    (bytes = malloc((size_t)about.st_size)) != NULL &&
	    fread(bytes, 1, (size_t)about.st_size, file) == (size_t)about.st_size)
		(void)hs_deserialize_database(bytes, (size_t)about.st_size, &database);
	free(bytes);
	if (file != NULL)
		fclose(file);
	return database;
}

static void keep(const char *path, const hs_database_t *database)
{
	char  *bytes = NULL;
	size_t length = 0;
	FILE  *file = fopen(path, "wb");

	if (file != NULL && hs_serialize_database(database, &bytes, &length) == HS_SUCCESS)
		(void)fwrite(bytes, 1, length, file);
	free(bytes);
	if (file != NULL)
		fclose(file);
}

struct bench_hyperscan *bench_hyperscan_open(const struct bench_lines *regexes, bool is_kept)
{
	struct bench_hyperscan *hyperscan = calloc(1, sizeof *hyperscan);
	char                    path[4096];

	snprintf(path, sizeof path, "%s.db", regexes->path);
	if (hyperscan == NULL)
		return NULL;
	if (is_kept)
		hyperscan->database = read_kept(path);
	if (hyperscan->database == NULL) {
		hyperscan->database = compile(regexes);
		if (is_kept && hyperscan->database != NULL)
			keep(path, hyperscan->database);
	}
	if (hyperscan->database == NULL ||
	    hs_alloc_scratch(hyperscan->database, &hyperscan->scratch) != HS_SUCCESS) {
		bench_hyperscan_close(hyperscan);
		return NULL;
	}
	return hyperscan;
}

void bench_hyperscan_close(struct bench_hyperscan *hyperscan)
{
	hs_free_scratch(hyperscan->scratch);
	hs_free_database(hyperscan->database);
	free(hyperscan);
}

static int take_hit(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                    void *context)
{
	(void)id, (void)from, (void)to, (void)flags;
	(*(size_t *)context)++;
	return 0;
}

bool bench_hyperscan_scan(struct bench_hyperscan *hyperscan, const char *text, size_t length)
{
	size_t found = 0;

	if (hs_scan(hyperscan->database, text, (unsigned)length, 0, hyperscan->scratch, take_hit,
	            &found) != HS_SUCCESS)
		abort();
	return found > 0;
}
