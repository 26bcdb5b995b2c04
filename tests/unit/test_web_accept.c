/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "web_accept.h"

struct row {
	const char  *label;
	struct slice lines[2]; /* Accept headers */
	bool         is_page;
};

static const struct row rows_of_accept[] = {
	{ "says nothing", { { 0 } }, false },
	{ "takes anything", { SLICE_INIT("*/*") }, false },
	{ "is a browser",
	  { SLICE_INIT("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8") },
	  true },
	{ "names the page", { SLICE_INIT("text/html") }, true },
	{ "names it in capitals", { SLICE_INIT("Text/HTML") }, true },
	{ "names half of it", { SLICE_INIT("text/*") }, true },
	{ "names half of it in capitals", { SLICE_INIT("TEXT/*;q=0.1") }, true },
	{ "names half of another", { SLICE_INIT("test/*, texts/*, text/x*") }, false },
	{ "names both", { SLICE_INIT("text/html, application/json") }, false },
	{ "likes the page better", { SLICE_INIT("application/json;q=0.5, text/html") }, true },
	{ "likes it less", { SLICE_INIT("application/json, text/html;q=0.9") }, false },
	{ "likes anything else better", { SLICE_INIT("text/html;q=0.5, */*;q=0.8") }, false },
	{ "does not want it", { SLICE_INIT("text/html;q=0") }, false },
	{ "does not want it, but any other text",
	  { SLICE_INIT("text/*, text/html;q=0.0") },
	  false },
	{ "wants nothing", { SLICE_INIT("text/html;q=0, */*;q=0") }, false },
	{ "writes Q", { SLICE_INIT("text/html;Q=0.4, application/json;Q=0.5") }, false },
	{ "weighs to a thousandth",
	  { SLICE_INIT("text/html;q=0.501,application/json;q=0.5") },
	  true },
	{ "names a charset we have", { SLICE_INIT("text/html;charset=UTF-8") }, true },
	{ "names one we do not have", { SLICE_INIT("text/html;charset=latin1") }, false },
	{ "names another kind of page", { SLICE_INIT("text/html;level=1, */*;q=0.1") }, false },
	{ "has a q in quotes", { SLICE_INIT("a/b;c=\",text/html;q=1\"") }, false },
	{ "has a quote in quotes", { SLICE_INIT("a/b;c=\"\\\",text/html\"") }, false },
	{ "has a word that ends in q",
	  { SLICE_INIT("application/json;q=0.3, text/html;seq=1") },
	  false },
	{ "weighs more than one", { SLICE_INIT("text/html;q=1.5") }, false },
	{ "weighs with a word", { SLICE_INIT("text/html;q=high") }, false },
	{ "weighs less than nothing", { SLICE_INIT("text/html;q=-1") }, false },
	{ "weighs too finely", { SLICE_INIT("text/html;q=0.5000") }, false },
	{ "has extensions behind the weight", { SLICE_INIT("text/html;q=0.9;level=1") }, true },
	{ "has spaces", { SLICE_INIT(" text/html ; q=1.000 , ,, */* ;q=0.5") }, true },
	{ "writes two lines",
	  { SLICE_INIT("application/json;q=0.2"), SLICE_INIT("text/html") },
	  true },
	{ "writes nothing but commas", { SLICE_INIT(",;,\"") }, false },
};

static void prefers(void **state)
{
	const struct row *row = *state;
	struct web_head   head = { 0 };

	for (size_t i = 0; i < 2; i++)
		if (row->lines[i].len > 0)
			head.headers[head.header_count++] = (struct web_pair){ SLICE_INIT("Accept"),
				                                               row->lines[i] };
	assert_int_equal(web_accept_prefers(&head, "text/html", "application/json"), row->is_page);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, prefers, rows_of_accept);
	return rows_run(&rows, "web_accept");
}
