/* SPDX-License-Identifier: Apache-2.0 */
/* Literals through Hyperscan's literal interface.
 *
 *     literals  0 " bomb "   1 " pipe b"   2 "炸弹"
 *     text      " how to make a pipe bomb "       reports 1 and 0, each once
 *
 * Literals, never expressions: 10,000 of them compile in 0.1 s where as many mixed
 * expressions take 20 s, and scan more than twice as fast. Block mode, because a
 * text is always whole; SINGLEMATCH, because the question is only which literals
 * occur; no case flag, because folded text has one case. Positions are not asked
 * for: the confirmers look at the whole text anyway.
 *
 * Only calls that Hyperscan 5.2 and Vectorscan share are used. An empty set has
 * no database (the library refuses one) and reports nothing. */
#include "match_backend.h"

#include "match_bytes.h"
#include "match_scratch.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>

#include <hs.h>

struct match_database {
	hs_database_t *hs; /* NULL for an empty set */
	size_t         bytes;
};

/* The four parallel arrays hs_compile_lit_multi() takes. */
struct literal_arrays {
	const char **text;
	unsigned    *flags;
	unsigned    *ids;
	size_t      *lens;
};

static void arrays_free(struct literal_arrays *arrays)
{
	free(arrays->text);
	free(arrays->flags);
	free(arrays->ids);
	free(arrays->lens);
}

static bool arrays_fill(struct literal_arrays *arrays, const struct slice *literals, size_t count)
{
	arrays->text = calloc(count, sizeof *arrays->text);
	arrays->flags = calloc(count, sizeof *arrays->flags);
	arrays->ids = calloc(count, sizeof *arrays->ids);
	arrays->lens = calloc(count, sizeof *arrays->lens);
	if (arrays->text == NULL || arrays->flags == NULL || arrays->ids == NULL ||
	    arrays->lens == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		arrays->text[i] = literals[i].ptr;
		arrays->flags[i] = HS_FLAG_SINGLEMATCH;
		arrays->ids[i] = (unsigned)i;
		arrays->lens[i] = literals[i].len;
	}
	return true;
}

static enum status compile_error(const hs_compile_error_t *fault, const struct slice *literals,
                                 size_t count, struct error *err)
{
	if (fault->expression < 0 || (size_t)fault->expression >= count)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0,
		                 "%s cannot compile literals: %s", hs_version(), fault->message);
	return error_set(err, STATUS_RULE_MALFORMED, NULL, 0, 0, "literal \"%.*s\": %s",
	                 SLICE_ARG(literals[fault->expression]), fault->message);
}

static enum status literals_check(const struct slice *literals, size_t count, struct error *err)
{
	assert(count <= UINT_MAX);
	for (size_t i = 0; i < count; i++) {
		if (literals[i].len < 1 || literals[i].len > MATCH_LITERAL_BYTES_MAX)
			return error_set(err, STATUS_RULE_MALFORMED, NULL, 0, 0,
			                 "literal \"%.40s...\" has %zu bytes; 1 to %d are possible",
			                 literals[i].len > 40 ? literals[i].ptr : "",
			                 literals[i].len, MATCH_LITERAL_BYTES_MAX);
	}
	return STATUS_OK;
}

static enum status literals_compile(const struct slice *literals, size_t count,
                                    struct match_database *database, struct error *err)
{
	struct literal_arrays arrays = { 0 };
	hs_compile_error_t   *fault = NULL;
	enum status           status = STATUS_NO_MEMORY;

	if (arrays_fill(&arrays, literals, count)) {
		hs_error_t error = hs_compile_lit_multi(arrays.text, arrays.flags, arrays.ids,
		                                        arrays.lens, (unsigned)count, HS_MODE_BLOCK,
		                                        NULL, &database->hs, &fault);
		status = error == HS_SUCCESS ? STATUS_OK
		                             : compile_error(fault, literals, count, err);
	}
	hs_free_compile_error(fault);
	arrays_free(&arrays);
	return status;
}

static void hyperscan_close(struct match_database **database)
{
	assert(database != NULL);
	if (*database == NULL)
		return;
	hs_free_database((*database)->hs);
	free(*database);
	*database = NULL;
}

static enum status hyperscan_compile(const struct slice *literals, size_t count,
                                     struct match_database **database, struct error *err)
{
	struct match_database *made = NULL;
	enum status            status = literals_check(literals, count, err);

	if (status != STATUS_OK)
		return status;
	made = calloc(1, sizeof *made);
	if (made == NULL)
		return STATUS_NO_MEMORY;
	if (count > 0)
		status = literals_compile(literals, count, made, err);
	if (status == STATUS_OK && count > 0 &&
	    hs_database_size(made->hs, &made->bytes) != HS_SUCCESS)
		status = STATUS_CORRUPT;
	if (status != STATUS_OK)
		hyperscan_close(&made);
	else
		*database = made;
	return status;
}

static enum status hyperscan_scratch_fit(const struct match_database *database,
                                         struct match_scratch       **scratch)
{
	return match_scratch_fit(database->hs, scratch);
}

static enum status hyperscan_scan(const struct match_database *database,
                                  struct match_scratch *scratch, struct slice text, match_hit *hit,
                                  void *context)
{
	return match_scratch_scan(database->hs, scratch, text, hit, context);
}

static size_t hyperscan_bytes(const struct match_database *database)
{
	return database->bytes;
}

static enum status hyperscan_save(const struct match_database *database, struct buffer *out)
{
	return match_bytes_save(database->hs, out);
}

static enum status hyperscan_open_bytes(struct slice bytes, struct match_database **database)
{
	struct match_database *made = calloc(1, sizeof *made);
	enum status            status = STATUS_NO_MEMORY;

	if (made != NULL)
		status = match_bytes_open(bytes, &made->hs);
	if (status == STATUS_OK && made->hs != NULL &&
	    hs_database_size(made->hs, &made->bytes) != HS_SUCCESS)
		status = STATUS_CORRUPT;
	if (status != STATUS_OK)
		hyperscan_close(&made);
	else
		*database = made;
	return status;
}

static const char *hyperscan_version(void)
{
	return hs_version();
}

const struct match_backend match_hyperscan = {
	.name = "hyperscan",
	.version = hyperscan_version,
	.compile = hyperscan_compile,
	.close = hyperscan_close,
	.scratch_fit = hyperscan_scratch_fit,
	.scratch_close = match_scratch_close,
	.scan = hyperscan_scan,
	.database_bytes = hyperscan_bytes,
	.save = hyperscan_save,
	.open_bytes = hyperscan_open_bytes,
};
