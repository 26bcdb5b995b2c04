/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a pattern and, behind the first line end, a text: compiling ends with a
 * status, searching within its limits; where the text's clean form matches, the prefilter
 * names the pattern a candidate and the folded form holds the required run. */
#include "match_backend.h"
#include "match_prefilter.h"
#include "match_regex.h"
#include "text_fold.h"
#include "text_utf8.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PATTERN_BYTES_MAX 63u
#define TEXT_BYTES_MAX    256u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void note_hit(void *context, uint32_t expression)
{
	(void)expression;
	*(bool *)context = true;
}

static bool is_candidate(const char *pattern, struct slice clean)
{
	struct match_expression expression = { .pattern = pattern };
	struct match_prefilter *prefilter = NULL;
	struct match_scratch   *scratch = NULL;
	bool                    candidate = false;

	if (match_prefilter_compile(&expression, 1, &prefilter, NULL) != STATUS_OK ||
	    match_prefilter_scratch_fit(prefilter, &scratch) != STATUS_OK ||
	    match_prefilter_scan(prefilter, scratch, clean, note_hit, &candidate) != STATUS_OK)
		abort();
	match_hyperscan.scratch_close(&scratch);
	match_prefilter_close(&prefilter);
	return candidate;
}

static void check_run(struct slice pattern, struct slice clean, struct arena *arena)
{
	struct slice folded;
	bool         at_start = false;
	bool         at_end = false;
	struct slice run = match_regex_required(pattern, 1, arena, &at_start, &at_end);
	char         literal[PATTERN_BYTES_MAX * 2 + 2];
	size_t       len = 0;

	if (run.len == 0)
		return;
	if (text_fold(clean, arena, &folded, NULL) != STATUS_OK)
		abort();
	if (at_start)
		literal[len++] = ' ';
	memcpy(literal + len, run.ptr, run.len);
	len += run.len;
	if (at_end)
		literal[len++] = ' ';
	assert(slice_find(folded, (struct slice){ literal, len }, 0) != SIZE_MAX);
}

static void check(const struct match_regex *regex, struct slice pattern, struct slice text,
                  struct arena *arena)
{
	struct match_regex_worker *worker = NULL;
	struct slice               repaired;
	struct slice               clean;
	size_t                     replaced = 0;
	size_t                     start = 0;
	size_t                     end = 0;

	if (match_regex_worker_open(&worker) != STATUS_OK ||
	    text_utf8_repair(text, arena, &repaired, &replaced, NULL) != STATUS_OK ||
	    text_clean(repaired, TEXT_CLEAN_MIXED, arena, &clean, NULL, NULL) != STATUS_OK)
		abort();
	if (match_regex_find(regex, worker, clean, 0, &start, &end) == MATCH_REGEX_YES) {
		assert(start < end && end <= clean.len);
		assert(is_candidate(pattern.ptr, clean));
		check_run(pattern, clean, arena);
	}
	match_regex_worker_close(&worker);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t      *line_end = size > 0 ? memchr(data, '\n', size) : NULL;
	const size_t        len = line_end != NULL ? (size_t)(line_end - data) : size;
	const size_t        rest = line_end != NULL ? len + 1 : size;
	char                pattern[PATTERN_BYTES_MAX + 1] = { 0 };
	struct arena        arena = { 0 };
	struct match_regex *regex = NULL;
	struct error        err = { 0 };
	size_t              offset = 0;

	if (len > PATTERN_BYTES_MAX || size - rest > TEXT_BYTES_MAX ||
	    (len > 0 && memchr(data, '\0', len) != NULL))
		return 0;
	memcpy(pattern, data, len);
	if (!arena_open(&arena, 16u << 20))
		abort();
	if (match_regex_compile((struct slice){ pattern, len }, &regex, &offset, &err) == STATUS_OK)
		check(regex, (struct slice){ pattern, len },
		      (struct slice){ (const char *)data + rest, size - rest }, &arena);
	else
		assert(offset <= len);
	match_regex_close(&regex);
	arena_close(&arena);
	return 0;
}
