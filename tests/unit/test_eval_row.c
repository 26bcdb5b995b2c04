/* SPDX-License-Identifier: Apache-2.0 */
#include "eval.h"
#include "test_base_rows.h"

struct row {
	const char     *label;
	struct slice    line;
	bool            benign;
	enum status     status;
	const char     *text;
	const char     *category;
	enum eval_label is;
};

static const struct row rows[] = {
	{ "reads text, label and category",
	  SLICE_INIT("{\"id\":\"a\",\"text\":\"hi\",\"label\":\"harmful\",\"category\":\"hate\"}"),
	  false, STATUS_OK, "hi", "hate", EVAL_HARMFUL },
	{ "the prompt may be called prompt",
	  SLICE_INIT("{\"prompt\":\"hi\",\"label\":\"borderline\"}"), false, STATUS_OK, "hi", "",
	  EVAL_BORDERLINE },
	{ "skips members it does not know, whatever their kind",
	  SLICE_INIT("{\"lang\":[1,{\"a\":null}],\"text\":\"hi\",\"label\":\"benign\",\"x\":true}"),
	  false, STATUS_OK, "hi", "", EVAL_BENIGN },
	{ "takes escapes off", SLICE_INIT("{\"text\":\"a\\u0041\",\"label\":\"benign\"}"), false,
	  STATUS_OK, "aA", "", EVAL_BENIGN },
	{ "a benign file makes a row benign whatever its label",
	  SLICE_INIT("{\"text\":\"hi\",\"label\":\"harmful\"}"), true, STATUS_OK, "hi", "",
	  EVAL_BENIGN },
	{ "a benign file's rows need no label", SLICE_INIT("{\"text\":\"hi\"}"), true, STATUS_OK,
	  "hi", "", EVAL_BENIGN },
	{ "a missing label is a fault", SLICE_INIT("{\"text\":\"hi\"}"), false,
	  STATUS_REQUEST_INVALID },
	{ "an unknown label is a fault", SLICE_INIT("{\"text\":\"hi\",\"label\":\"bad\"}"), false,
	  STATUS_REQUEST_INVALID },
	{ "a missing text is a fault", SLICE_INIT("{\"label\":\"benign\"}"), false,
	  STATUS_REQUEST_INVALID },
	{ "a text that is no string is a fault", SLICE_INIT("{\"text\":[],\"label\":\"benign\"}"),
	  false, STATUS_REQUEST_INVALID },
	{ "an array is no row", SLICE_INIT("[]"), false, STATUS_REQUEST_INVALID },
	{ "broken JSON is a fault", SLICE_INIT("{\"text\":"), false, STATUS_JSON_MALFORMED },
	{ "nothing may follow the row", SLICE_INIT("{\"text\":\"a\",\"label\":\"benign\"} x"),
	  false, STATUS_JSON_MALFORMED },
};

static void parses(void **state)
{
	const struct row *row = *state;
	struct arena      arena;
	struct eval_row   got = { 0 };
	struct error      err = { 0 };

	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(eval_row_parse(row->line, row->benign, &arena, &got, &err), row->status);
	assert_int_equal(err.status, row->status);
	if (row->status == STATUS_OK) {
		assert_true(slice_equal_cstr(got.text, row->text));
		assert_true(slice_equal_cstr(got.category, row->category));
		assert_int_equal(got.label, row->is);
	}
	arena_close(&arena);
}

struct family_row {
	const char *label;
	const char *category;
	const char *family;
};

static const struct family_row family_rows[] = {
	{ "a coarse category has a family of ours", "weapons_cbrn", "weapons" },
	{ "self_harm is selfharm", "self_harm", "selfharm" },
	{ "our own category has the family before its dot", "weapons.cbrn", "weapons" },
	{ "one that says nothing has none", "general_harm", "" },
	{ "an empty one has none", "", "" },
};

static void has_family(void **state)
{
	const struct family_row *row = *state;

	assert_true(slice_equal_cstr(eval_family(slice_from_cstr(row->category)), row->family));
}

int main(void)
{
	struct rows all = { 0 };

	ROWS_ADD(&all, parses, rows);
	ROWS_ADD(&all, has_family, family_rows);
	return rows_run(&all, "eval_row");
}
