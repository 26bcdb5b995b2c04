/* SPDX-License-Identifier: Apache-2.0 */
#include "match_scratch.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>

#include <hs.h>

enum status match_scratch_fit(const struct hs_database *hs, struct match_scratch **scratch)
{
	assert(scratch != NULL);
	if (*scratch == NULL)
		*scratch = calloc(1, sizeof **scratch);
	if (*scratch == NULL)
		return STATUS_NO_MEMORY;
	if (hs == NULL)
		return STATUS_OK;
	/* On failure the library has freed the old room and nulled the pointer. */
	return hs_alloc_scratch(hs, &(*scratch)->hs) == HS_SUCCESS ? STATUS_OK : STATUS_NO_MEMORY;
}

void match_scratch_close(struct match_scratch **scratch)
{
	assert(scratch != NULL);
	if (*scratch == NULL)
		return;
	hs_free_scratch((*scratch)->hs);
	free(*scratch);
	*scratch = NULL;
}

struct hit_call {
	match_hit *hit;
	void      *context;
};

static int report(unsigned int id, unsigned long long from, unsigned long long to,
                  unsigned int flags, void *context)
{
	const struct hit_call *call = context;

	(void)from;
	(void)to;
	(void)flags;
	call->hit(call->context, id);
	return 0;
}

enum status match_scratch_scan(const struct hs_database *hs, const struct match_scratch *scratch,
                               struct slice text, match_hit *hit, void *context)
{
	struct hit_call call = { .hit = hit, .context = context };

	assert(text.len <= UINT_MAX);
	if (hs == NULL || text.len == 0)
		return STATUS_OK;
	assert(scratch != NULL);
	hs_error_t error = hs_scan(hs, text.ptr, (unsigned int)text.len, 0, scratch->hs, report,
	                           &call);
	return error == HS_SUCCESS ? STATUS_OK : STATUS_CORRUPT;
}
