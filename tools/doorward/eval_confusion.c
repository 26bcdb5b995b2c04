/* SPDX-License-Identifier: Apache-2.0 */
/* What rows were caught as: for each label and category of a row, the families of the rules that
 * decided. A row that two families decided counts for both; one that scores alone decided, or an
 * incomplete look, counts for "(score)".
 *
 *     category   label     caught as
 *     fraud      harmful   deception 27, illicit 3 */
#include "eval.h"

#include "base_json.h"
#include "cmd_print.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NOBODY "(score)"

static bool is_pair(const struct eval_pair *pair, const struct eval_row *row, struct slice family)
{
	return pair->label == row->label && slice_equal_cstr(row->category, pair->category) &&
	       slice_equal_cstr(family, pair->family);
}

static struct slice cut(struct slice text, size_t bytes)
{
	return text.len < bytes ? text : slice_range(text, 0, bytes - 1);
}

static struct eval_pair *pair_find(struct eval_tally *tally, const struct eval_row *row,
                                   struct slice family)
{
	for (size_t i = tally->pair_count; i-- > 0;)
		if (is_pair(&tally->pairs[i], row, family))
			return &tally->pairs[i];

	struct eval_pair *pairs = realloc(tally->pairs, (tally->pair_count + 1) * sizeof *pairs);
	if (pairs == NULL)
		return NULL;
	tally->pairs = pairs;
	struct eval_pair *pair = &pairs[tally->pair_count++];
	*pair = (struct eval_pair){ .label = row->label };
	if (row->category.len > 0)
		memcpy(pair->category, row->category.ptr, row->category.len);
	memcpy(pair->family, family.ptr, family.len);
	return pair;
}

static void pair_add(struct eval_tally *tally, const struct eval_row *row, struct slice family,
                     uint64_t rows)
{
	struct eval_row   kept = { .label = row->label,
		                   .category = cut(row->category, EVAL_CATEGORY_BYTES) };
	struct eval_pair *pair = pair_find(tally, &kept, cut(family, EVAL_FAMILY_BYTES));

	if (pair == NULL)
		tally->failed = true;
	else
		pair->rows += rows;
}

/* "weapons" of "weapons.cbrn"; "defamation" is its own family. */
static struct slice family_of(const struct engine_finding *finding)
{
	struct slice code = slice_from_cstr(
		ruleset_category_code(ruleset_rule_category(finding->rule)));
	size_t dot = slice_find(code, SLICE_LIT("."), 0);

	return dot == SIZE_MAX ? code : slice_range(code, 0, dot);
}

void eval_pairs_add(struct eval_tally *tally, const struct eval_row *row,
                    const struct engine_verdict *verdict)
{
	size_t named = 0;

	if (verdict->decision < ENGINE_MASK)
		return;
	for (size_t i = 0; i < verdict->finding_count; i++) {
		bool is_first = verdict->findings[i].decides;

		for (size_t j = 0; j < i && is_first; j++)
			is_first = !verdict->findings[j].decides ||
			           !slice_equal(family_of(&verdict->findings[j]),
			                        family_of(&verdict->findings[i]));
		if (!is_first)
			continue;
		pair_add(tally, row, family_of(&verdict->findings[i]), 1);
		named++;
	}
	if (named == 0)
		pair_add(tally, row, SLICE_LIT(NOBODY), 1);
}

void eval_pairs_merge(struct eval_tally *to, const struct eval_tally *from)
{
	for (size_t i = 0; i < from->pair_count; i++) {
		const struct eval_pair *pair = &from->pairs[i];
		const struct eval_row   row = { .label = pair->label,
			                        .category = slice_from_cstr(pair->category) };

		pair_add(to, &row, slice_from_cstr(pair->family), pair->rows);
	}
}

static int by_rows(const void *a, const void *b)
{
	const struct eval_pair *left = a;
	const struct eval_pair *right = b;
	int                     order = strcmp(left->category, right->category);

	if (left->label != right->label)
		return left->label < right->label ? -1 : 1;
	if (order != 0)
		return order;
	if (left->rows != right->rows)
		return left->rows > right->rows ? -1 : 1;
	return strcmp(left->family, right->family);
}

void eval_pairs_sort(struct eval_tally *tally)
{
	if (tally->pair_count > 1)
		qsort(tally->pairs, tally->pair_count, sizeof *tally->pairs, by_rows);
}

static bool is_same_group(const struct eval_pair *a, const struct eval_pair *b)
{
	return a->label == b->label && strcmp(a->category, b->category) == 0;
}

void eval_pairs_print(const struct eval_tally *tally, FILE *out)
{
	struct cmd_table table;

	cmd_table_open(&table, "lll");
	cmd_table_cell(&table, "category");
	cmd_table_cell(&table, "label");
	cmd_table_cell(&table, "caught as");
	for (size_t i = 0; i < tally->pair_count;) {
		const struct eval_pair *first = &tally->pairs[i];
		char                    text[512] = "";
		size_t                  len = 0;

		for (; i < tally->pair_count && is_same_group(&tally->pairs[i], first); i++)
			if (len < sizeof text)
				len += (size_t)snprintf(text + len, sizeof text - len,
				                        "%s%s %" PRIu64, len > 0 ? ", " : "",
				                        tally->pairs[i].family,
				                        tally->pairs[i].rows);
		cmd_table_cell(&table, "%s", first->category);
		cmd_table_cell(&table, "%s", eval_label_name(first->label));
		cmd_table_cell(&table, "%s", text);
	}
	cmd_table_close(&table, out);
	fputc('\n', out);
}

void eval_pairs_write(const struct eval_tally *tally, const char *newline, struct buffer *out)
{
	buffer_append_format(out, ",%s\"confusion\":[", newline);
	for (size_t i = 0; i < tally->pair_count; i++) {
		const struct eval_pair *pair = &tally->pairs[i];

		buffer_append_format(out, "%s%s{", i > 0 ? "," : "", newline);
		json_write_key(out, "label");
		json_write_string(out, slice_from_cstr(eval_label_name(pair->label)));
		json_write_key(out, "category");
		json_write_string(out, slice_from_cstr(pair->category));
		json_write_key(out, "family");
		json_write_string(out, slice_from_cstr(pair->family));
		json_write_key(out, "rows");
		buffer_append_u64(out, pair->rows);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}
