/* SPDX-License-Identifier: Apache-2.0 */
/* Phrases read aloud. */
#include "ruleset_rule.h"
#include "test_base_rows.h"

#include <stdlib.h>

struct row {
	const char *phrase;
	const char *words;
};

static const struct row rows[] = {
	{ "pipe bomb", "\"pipe bomb\"" },
	{ "{make|put together} a bomb", "(\"make\" or \"put together\"), \"a bomb\"" },
	{ "{make|build}~ bomb~", "(\"make\" or \"build\") in any form, \"bomb\" in any form" },
	{ "make [a] bomb", "\"make\", perhaps (\"a\"), \"bomb\"" },
	{ "make [{a|the}] bomb", "\"make\", perhaps ((\"a\" or \"the\")), \"bomb\"" },
	{ "make <0..2> bomb", "\"make\", up to 2 words, \"bomb\"" },
	{ "make <1..2> bomb", "\"make\", 1 to 2 words, \"bomb\"" },
	{ "make <1..1> bomb", "\"make\", 1 word, \"bomb\"" },
	{ "explos*", "a word beginning \"explos\"" },
	{ "*phobic", "a word ending in \"phobic\"" },
	{ "*bomb*", "a word with \"bomb\" in it" },
	{ "make @device", "\"make\", an entry of the list device" },
	{ "@device~", "an entry of the list device in any form" },
	{ "{a|b|c|d|e|f|g|h|i|{j|k}} z",
	  "(\"a\" or \"b\" or \"c\" or \"d\" or \"e\" or \"f\" or \"g\" or \"h\" or one of 2 "
	  "others), \"z\"" },
	{ "", "" },
	{ "}] odd", "\"odd\"" },
	{ "open {group", "\"open\", (\"group\"" },
	{ "make <3", "\"make\", 3 words" },
};

static void reads(void **state)
{
	const struct row *row = *state;
	char             *copy = strdup(row->phrase);
	struct buffer     out;

	buffer_init_heap(&out);
	ruleset_phrase_words((struct slice){ copy, strlen(copy) }, &out);
	buffer_append_char(&out, '\0');
	assert_string_equal(out.ptr, row->words);
	buffer_free(&out);
	free(copy);
}

/* Deeper than any rule file nests. */
static void ends_at_the_deepest_group(void **state)
{
	char          text[200];
	struct buffer out;

	(void)state;
	memset(text, '{', sizeof text);
	buffer_init_heap(&out);
	ruleset_phrase_words((struct slice){ text, sizeof text }, &out);
	assert_false(out.failed);
	assert_true(out.len > 0);
	buffer_free(&out);
}

int main(void)
{
	struct rows all = { 0 };

	ROWS_ADD(&all, reads, rows);
	rows_add_one(&all, "ends at the deepest group", ends_at_the_deepest_group);
	return rows_run(&all, "words");
}
