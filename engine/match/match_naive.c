/* SPDX-License-Identifier: Apache-2.0 */
/* The slow reference: one search per literal. Too simple to be wrong, which is
 * its whole purpose; tests hold the fast backend against it. */
#include "match_backend.h"

#include "match_scratch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct match_database {
	struct slice *literals; /* their bytes follow the array in one block */
	size_t        count;
	size_t        bytes;
};

static void naive_close(struct match_database **database)
{
	assert(database != NULL);
	if (*database == NULL)
		return;
	free((*database)->literals);
	free(*database);
	*database = NULL;
}

static enum status total_bytes(const struct slice *literals, size_t count, size_t *total,
                               struct error *err)
{
	*total = 0;
	for (size_t i = 0; i < count; i++) {
		if (literals[i].len < 1 || literals[i].len > MATCH_LITERAL_BYTES_MAX)
			return error_set(err, STATUS_RULE_MALFORMED, NULL, 0, 0,
			                 "literal %zu has %zu bytes; 1 to %d are possible", i,
			                 literals[i].len, MATCH_LITERAL_BYTES_MAX);
		*total += literals[i].len;
	}
	return STATUS_OK;
}

static enum status naive_compile(const struct slice *literals, size_t count,
                                 struct match_database **database, struct error *err)
{
	size_t      bytes = 0;
	enum status status = total_bytes(literals, count, &bytes, err);

	if (status != STATUS_OK)
		return status;
	struct match_database *made = calloc(1, sizeof *made);
	if (made == NULL)
		return STATUS_NO_MEMORY;
	made->count = count;
	made->bytes = count * sizeof *made->literals + bytes;
	made->literals = malloc(made->bytes + 1);
	if (made->literals == NULL) {
		naive_close(&made);
		return STATUS_NO_MEMORY;
	}
	char *next = (char *)(made->literals + count);
	for (size_t i = 0; i < count; i++) {
		memcpy(next, literals[i].ptr, literals[i].len);
		made->literals[i] = (struct slice){ next, literals[i].len };
		next += literals[i].len;
	}
	*database = made;
	return STATUS_OK;
}

static enum status naive_scratch_fit(const struct match_database *database,
                                     struct match_scratch       **scratch)
{
	(void)database;
	return match_scratch_fit(NULL, scratch);
}

static enum status naive_scan(const struct match_database *database, struct match_scratch *scratch,
                              struct slice text, match_hit *hit, void *context)
{
	(void)scratch;
	for (size_t i = 0; i < database->count && text.len > 0; i++) {
		const struct slice *literal = &database->literals[i];

		if (memmem(text.ptr, text.len, literal->ptr, literal->len) != NULL)
			hit(context, (uint32_t)i);
	}
	return STATUS_OK;
}

static size_t naive_bytes(const struct match_database *database)
{
	return database->bytes;
}

static const char *naive_version(void)
{
	return "1";
}

const struct match_backend match_naive = {
	.name = "naive",
	.version = naive_version,
	.compile = naive_compile,
	.close = naive_close,
	.scratch_fit = naive_scratch_fit,
	.scratch_close = match_scratch_close,
	.scan = naive_scan,
	.database_bytes = naive_bytes,
};
