/* SPDX-License-Identifier: Apache-2.0 */
/* One database of translated patterns (match_prefilter_pattern.c says how), in
 * Hyperscan's prefilter mode: the library may simplify what is too large. What it
 * refuses even so is asked of PCRE2 on every text. */
#include "match_prefilter.h"

#include "match_bytes.h"
#include "match_prefilter_pattern.h"
#include "match_scratch.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <hs.h>

#define FLAGS (HS_FLAG_PREFILTER | HS_FLAG_SINGLEMATCH)

/* Stands beside an expression that would be alone: Vectorscan 5.4.9 with AVX-512 finds
 * "[0-9]{2}-[0-9]{2}" alone in a database only at some offsets of the text. No UTF-8 holds
 * these bytes, so it is never reported. */
#define COMPANION "\\xff\\xfe\\xff\\xfe"

struct match_prefilter {
	hs_database_t *hs; /* NULL when every expression is an `always` */
	uint32_t      *always;
	size_t         always_count;
};

/* What is still to be compiled: parallel arrays, as hs_compile_multi() takes them. */
struct batch {
	const char **patterns;
	unsigned    *flags;
	unsigned    *ids;
	size_t       count;
	char       **owned; /* [expression count]: translations to free */
};

static bool batch_open(struct batch *batch, size_t count)
{
	batch->patterns = calloc(count + 1, sizeof *batch->patterns);
	batch->flags = calloc(count + 1, sizeof *batch->flags);
	batch->ids = calloc(count + 1, sizeof *batch->ids);
	batch->owned = calloc(count + 1, sizeof *batch->owned);
	return batch->patterns != NULL && batch->flags != NULL && batch->ids != NULL &&
	       batch->owned != NULL;
}

static void batch_close(struct batch *batch, size_t count)
{
	for (size_t i = 0; batch->owned != NULL && i < count; i++)
		free(batch->owned[i]);
	free(batch->patterns);
	free(batch->flags);
	free(batch->ids);
	free(batch->owned);
}

/* Does the library understand it by itself? Much cheaper than compiling. */
static bool is_understood(const char *pattern)
{
	hs_expr_info_t     *info = NULL;
	hs_compile_error_t *fault = NULL;
	hs_error_t          error = hs_expression_info(pattern, FLAGS, &info, &fault);

	free(info);
	hs_free_compile_error(fault);
	return error == HS_SUCCESS;
}

static enum status batch_fill(struct batch *batch, struct match_expression *expressions,
                              size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buffer out;

		buffer_init_heap(&out);
		expressions[i].always = !match_prefilter_translate(
			slice_from_cstr(expressions[i].pattern), expressions[i].caseless, &out);
		batch->owned[i] = out.ptr;
		if (out.failed)
			return STATUS_NO_MEMORY;
		if (!expressions[i].always)
			expressions[i].always = !is_understood(out.ptr);
		if (expressions[i].always)
			continue;
		batch->patterns[batch->count] = out.ptr;
		batch->flags[batch->count] = FLAGS;
		batch->ids[batch->count++] = (unsigned)i;
	}
	return STATUS_OK;
}

/* Takes what the library named out of the batch; all of it when it named none. */
static void batch_drop(struct batch *batch, int fault, struct match_expression *expressions)
{
	size_t kept = 0;

	for (size_t i = 0; i < batch->count; i++) {
		if (fault < 0 || i == (size_t)fault) {
			expressions[batch->ids[i]].always = true;
			continue;
		}
		batch->patterns[kept] = batch->patterns[i];
		batch->ids[kept++] = batch->ids[i];
	}
	batch->count = kept;
}

/* Behind the batch, which has room for one more. Returns how many patterns there are. */
static unsigned companion_add(struct batch *batch)
{
	if (batch->count > 1)
		return (unsigned)batch->count;
	batch->patterns[1] = COMPANION;
	batch->flags[1] = FLAGS;
	batch->ids[1] = UINT_MAX;
	return 2;
}

static enum status batch_compile(struct batch *batch, struct match_expression *expressions,
                                 hs_database_t **hs)
{
	while (batch->count > 0) {
		hs_compile_error_t *fault = NULL;
		unsigned            patterns = companion_add(batch);
		hs_error_t error = hs_compile_multi(batch->patterns, batch->flags, batch->ids,
		                                    patterns, HS_MODE_BLOCK, NULL, hs, &fault);
		if (error == HS_SUCCESS)
			return STATUS_OK;
		if (error != HS_COMPILER_ERROR) {
			hs_free_compile_error(fault);
			return STATUS_NO_MEMORY;
		}
		batch_drop(batch, fault->expression, expressions);
		hs_free_compile_error(fault);
	}
	return STATUS_OK;
}

static enum status always_list(struct match_prefilter        *prefilter,
                               const struct match_expression *expressions, size_t count)
{
	prefilter->always = calloc(count + 1, sizeof *prefilter->always);
	if (prefilter->always == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		if (expressions[i].always)
			prefilter->always[prefilter->always_count++] = (uint32_t)i;
	}
	return STATUS_OK;
}

enum status match_prefilter_compile(struct match_expression *expressions, size_t count,
                                    struct match_prefilter **prefilter, struct error *err)
{
	struct match_prefilter *made = calloc(1, sizeof *made);
	struct batch            batch = { 0 };
	enum status             status = STATUS_NO_MEMORY;

	assert(count <= UINT_MAX);
	if (made != NULL && batch_open(&batch, count))
		status = batch_fill(&batch, expressions, count);
	if (status == STATUS_OK)
		status = batch_compile(&batch, expressions, &made->hs);
	if (status == STATUS_OK)
		status = always_list(made, expressions, count);
	batch_close(&batch, count);
	if (status == STATUS_OK) {
		*prefilter = made;
		return STATUS_OK;
	}
	match_prefilter_close(&made);
	return error_set(err, status, NULL, 0, 0, "%s cannot compile the prefilter of %zu regexes",
	                 hs_version(), count);
}

void match_prefilter_close(struct match_prefilter **prefilter)
{
	assert(prefilter != NULL);
	if (*prefilter == NULL)
		return;
	hs_free_database((*prefilter)->hs);
	free((*prefilter)->always);
	free(*prefilter);
	*prefilter = NULL;
}

enum status match_prefilter_scratch_fit(const struct match_prefilter *prefilter,
                                        struct match_scratch        **scratch)
{
	return match_scratch_fit(prefilter->hs, scratch);
}

enum status match_prefilter_scan(const struct match_prefilter *prefilter,
                                 struct match_scratch *scratch, struct slice text, match_hit *hit,
                                 void *context)
{
	for (size_t i = 0; i < prefilter->always_count; i++)
		hit(context, prefilter->always[i]);
	return match_scratch_scan(prefilter->hs, scratch, text, hit, context);
}

/* ---- as bytes: how many are `always`, each of them, the database ---- */

static void number_save(struct buffer *out, uint32_t number)
{
	buffer_append(out, (struct slice){ (const char *)&number, sizeof number });
}

enum status match_prefilter_save(const struct match_prefilter *prefilter, struct buffer *out)
{
	number_save(out, (uint32_t)prefilter->always_count);
	for (size_t i = 0; i < prefilter->always_count; i++)
		number_save(out, prefilter->always[i]);
	return match_bytes_save(prefilter->hs, out);
}

static enum status always_open(struct match_prefilter *made, struct slice *bytes, size_t count)
{
	uint32_t always = 0;

	if (bytes->len < sizeof always)
		return STATUS_CORRUPT;
	memcpy(&always, bytes->ptr, sizeof always);
	*bytes = slice_from(*bytes, sizeof always);
	if (always > count || bytes->len < always * sizeof *made->always)
		return STATUS_CORRUPT;
	made->always = calloc(count + 1, sizeof *made->always);
	if (made->always == NULL)
		return STATUS_NO_MEMORY;
	made->always_count = always;
	if (always > 0)
		memcpy(made->always, bytes->ptr, always * sizeof *made->always);
	*bytes = slice_from(*bytes, always * sizeof *made->always);
	for (size_t i = 0; i < always; i++) {
		if (made->always[i] >= count)
			return STATUS_CORRUPT;
	}
	return STATUS_OK;
}

enum status match_prefilter_open_bytes(struct slice bytes, size_t count,
                                       struct match_prefilter **prefilter)
{
	struct match_prefilter *made = calloc(1, sizeof *made);
	enum status             status = STATUS_NO_MEMORY;

	if (made != NULL)
		status = always_open(made, &bytes, count);
	if (status == STATUS_OK)
		status = match_bytes_open(bytes, &made->hs);
	if (status != STATUS_OK)
		match_prefilter_close(&made);
	else
		*prefilter = made;
	return status;
}
