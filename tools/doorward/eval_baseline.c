/* SPDX-License-Identifier: Apache-2.0 */
/* A baseline is an earlier answer of `doorward eval --save`. What counts as worse is one-sided: a
 * category's recall (or the mean) fell, or more of a benign category is caught. Borderline
 * rates may move either way: they are shown, never worse.
 *
 * Like is compared with like: a file that --save did not write, or one with a category that this
 * run has no rows of, is a fault, for it would be "not worse" whatever the rules do. */
#include "eval.h"

#include "base_file.h"
#include "base_json.h"

#include <stdlib.h>
#include <string.h>

#define BASELINE_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define ARENA_BYTES        ((size_t)64 * 1024 * 1024)
#define SMALLEST_CHANGE    0.000001 /* rates are written with six digits */

struct comparison {
	const struct eval_figures *figures;
	struct eval_changes       *changes;
	bool                       has_recall;
	struct json_reader         reader;
};

static bool change_is_worse(enum eval_label label, double was, double is)
{
	switch (label) {
	case EVAL_HARMFUL:
		return is < was;
	case EVAL_BENIGN:
		return is > was;
	case EVAL_BORDERLINE:
	case EVAL_LABEL_COUNT:
		break;
	}
	return false;
}

static enum status change_add(struct eval_changes *changes, struct eval_change change)
{
	double              by = change.is - change.was;
	struct eval_change *items;

	if (by <= SMALLEST_CHANGE && by >= -SMALLEST_CHANGE)
		return STATUS_OK;
	items = realloc(changes->items, (changes->count + 1) * sizeof *items);
	if (items == NULL)
		return STATUS_NO_MEMORY;
	change.worse = change_is_worse(change.label, change.was, change.is);
	changes->items = items;
	items[changes->count++] = change;
	changes->worse = changes->worse || change.worse;
	return STATUS_OK;
}

static enum status fault(struct comparison *comparison)
{
	unsigned line;
	unsigned column;

	json_position(comparison->reader.body, comparison->reader.token_offset, &line, &column);
	return error_set(comparison->reader.err, STATUS_REQUEST_INVALID, NULL, line, column,
	                 "this is not what eval --save writes");
}

static const struct eval_figure *figure_find(const struct eval_figures *figures,
                                             enum eval_label label, struct slice category)
{
	for (size_t i = 0; i < figures->count; i++)
		if (figures->items[i].label == label &&
		    slice_equal_cstr(category, figures->items[i].category))
			return &figures->items[i];
	return NULL;
}

static enum status gone(struct comparison *comparison, enum eval_label label, struct slice category)
{
	return error_set(comparison->reader.err, STATUS_REQUEST_INVALID, NULL, 0, 0,
	                 "it has %s rows of \"%.*s\" and this run has none: judge what it judged, "
	                 "or save a new one",
	                 eval_label_name(label), SLICE_ARG(category));
}

/* One member of an entry: keeps "category" and "rate". */
static enum status entry_member(struct comparison *comparison, struct slice *category, double *rate)
{
	struct json_reader *reader = &comparison->reader;
	bool                is_category = json_raw_is(reader, SLICE_LIT("category"));
	bool                is_rate = json_raw_is(reader, SLICE_LIT("rate"));
	enum json_token     token;
	enum status         status = json_next(reader, &token);

	if (status != STATUS_OK)
		return status;
	if (is_category)
		return token == JSON_STRING ? json_string_decode(reader, category, NULL)
		                            : fault(comparison);
	if (is_rate && token == JSON_NUMBER) {
		*rate = json_number_double(reader);
		return STATUS_OK;
	}
	return is_rate ? fault(comparison) : json_skip(reader, token);
}

/* {"category":...,"rate":...}: its opening brace was read. */
static enum status entry_compare(struct comparison *comparison, enum eval_label label)
{
	struct slice       category = SLICE_NONE;
	struct eval_change change = { .label = label };
	enum json_token    token;
	enum status        status = json_next(&comparison->reader, &token);

	while (status == STATUS_OK && token == JSON_KEY) {
		status = entry_member(comparison, &category, &change.was);
		if (status == STATUS_OK)
			status = json_next(&comparison->reader, &token);
	}
	if (status != STATUS_OK)
		return status;

	const struct eval_figure *figure = figure_find(comparison->figures, label, category);
	if (figure == NULL)
		return label == EVAL_BORDERLINE ? STATUS_OK : gone(comparison, label, category);
	memcpy(change.category, figure->category, sizeof change.category);
	change.is = figure->rate;
	return change_add(comparison->changes, change);
}

static enum status group_compare(struct comparison *comparison, enum eval_label label)
{
	enum json_token token;
	enum status     status = json_next(&comparison->reader, &token);

	if (status == STATUS_OK && token != JSON_ARRAY_BEGIN)
		return fault(comparison);
	while (status == STATUS_OK) {
		status = json_next(&comparison->reader, &token);
		if (status != STATUS_OK || token == JSON_ARRAY_END)
			break;
		if (token != JSON_OBJECT_BEGIN)
			return fault(comparison);
		status = entry_compare(comparison, label);
	}
	return status;
}

static enum status recall_compare(struct comparison *comparison)
{
	struct eval_change change = { .label = EVAL_HARMFUL, .is = comparison->figures->recall };
	enum json_token    token;
	enum status        status = json_next(&comparison->reader, &token);

	if (status != STATUS_OK)
		return status;
	if (token != JSON_NUMBER)
		return fault(comparison);
	change.was = json_number_double(&comparison->reader);
	comparison->has_recall = true;
	return change_add(comparison->changes, change);
}

/* The member whose key was just read. */
static enum status member_compare(struct comparison *comparison)
{
	struct json_reader *reader = &comparison->reader;
	enum json_token     token;

	if (json_raw_is(reader, SLICE_LIT("recall")))
		return recall_compare(comparison);
	for (int label = 0; label < EVAL_LABEL_COUNT; label++)
		if (json_raw_is(reader, slice_from_cstr(eval_label_name((enum eval_label)label))))
			return group_compare(comparison, (enum eval_label)label);

	enum status status = json_next(reader, &token);
	return status == STATUS_OK ? json_skip(reader, token) : status;
}

static enum status baseline_compare(struct comparison *comparison)
{
	enum json_token token;
	enum status     status = json_next(&comparison->reader, &token);

	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return fault(comparison);
	while (status == STATUS_OK) {
		status = json_next(&comparison->reader, &token);
		if (status != STATUS_OK || token == JSON_OBJECT_END)
			break;
		status = member_compare(comparison);
	}
	if (status == STATUS_OK && !comparison->has_recall)
		return fault(comparison);
	return status;
}

enum status eval_compare(const struct eval_figures *figures, const char *path,
                         struct eval_changes *changes, struct error *err)
{
	struct comparison comparison = { .figures = figures, .changes = changes };
	struct error      inside = { 0 };
	struct arena      arena;
	struct slice      body;

	*changes = (struct eval_changes){ .compared = true };
	if (!arena_open(&arena, ARENA_BYTES))
		return STATUS_NO_MEMORY;
	enum status status = file_read(path, BASELINE_BYTES_MAX, &arena, &body, err);
	if (status == STATUS_OK) {
		json_reader_init(&comparison.reader, body, &arena, &inside);
		status = baseline_compare(&comparison);
		if (status != STATUS_OK)
			error_set(err, status, path, inside.line, inside.column, "%s",
			          inside.message);
	}
	arena_close(&arena);
	return status;
}

void eval_changes_close(struct eval_changes *changes)
{
	free(changes->items);
	*changes = (struct eval_changes){ 0 };
}
