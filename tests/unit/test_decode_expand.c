/* SPDX-License-Identifier: Apache-2.0 */
/* The work list: which views a text gives, and that every budget ends it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base_buffer.h"
#include "decode_expand.h"
#include "test_decode_lexicon.h"

#include <string.h>

struct fixture {
	struct arena         arena;
	struct decode_views  views;
	struct decode_budget budget;
	struct decode_counts counts;
};

static const struct decode_budget roomy = { .depth = 16,
	                                    .sure = { 1 << 20, 4096, 256, false },
	                                    .guesses = { 1 << 20, 4096, 256, false } };

static void begin(struct fixture *fixture, struct slice text, struct decode_budget budget)
{
	struct decode_piece *piece;
	struct decode_view   view = { .text = text, .piece_count = 1 };

	memset(fixture, 0, sizeof *fixture);
	assert_true(arena_open(&fixture->arena, 64 << 20));
	fixture->budget = budget;
	decode_views_init(&fixture->views, test_decode_lexicon(), &fixture->arena);
	piece = ARENA_NEW(&fixture->arena, struct decode_piece);
	assert_non_null(piece);
	piece->source_end = text.len;
	view.pieces = piece;
	view.hash = slice_hash(text);
	assert_int_equal(decode_views_add(&fixture->views, &view), 0);
}

static void expand_all(struct fixture *fixture)
{
	for (size_t i = 0; i < fixture->views.count; i++) {
		assert_int_equal(decode_view_fold(&fixture->views.items[i], &fixture->arena),
		                 STATUS_OK);
		assert_int_equal(decode_expand(&fixture->views, i, DECODE_SET_ALL, &fixture->budget,
		                               &fixture->counts),
		                 STATUS_OK);
	}
}

static bool has_view(const struct fixture *fixture, const char *text)
{
	for (size_t i = 0; i < fixture->views.count; i++)
		if (slice_equal_cstr(fixture->views.items[i].text, text))
			return true;
	return false;
}

struct row {
	const char *when;
	const char *text;
	const char *views[4]; /* all that must be there beside the text itself */
	size_t      count;    /* of all views */
};

static const struct row rows[] = {
	{ "plain text gives no view", "make a bath bomb", { NULL }, 1 },
	{ "a long word that is near no other", "xqzvkwjh", { NULL }, 1 },
	{ "a run is put back and judged alone",
	  "make a cGlwZQ== bomb",
	  { "make a pipe bomb", "pipe" },
	  3 },
	{ "a text that is all encoded gives one view", "cGlwZSBib21i", { "pipe bomb" }, 2 },
	{ "two runs of two encodings share a view",
	  "make a cGlwZQ== 62 6f 6d 62",
	  { "make a pipe bomb", "pipe\nbomb" },
	  3 },
	{ "escapes are undone by themselves, too",
	  "make a cGlwZQ== b%6fmb",
	  { "make a pipe bomb", "pipe\nbomb", "make a cGlwZQ== bomb" },
	  6 },
	{ "what stands in escapes is found whole",
	  "print(\"00000000: 6d61 6b65 2061 2070  make a p\\u000a00000008: 6970 6520 626f 6d62  "
	  "ipe bomb\")",
	  { "make a pipe bomb" },
	  7 },
	{ "base64 inside hex is undone",
	  "63476c775a53426962323169",
	  { "cGlwZSBib21i", "pipe bomb" },
	  3 },
	{ "percent twice is undone", "p%2569pe", { "p%69pe", "pipe" }, 3 },
	{ "fullwidth base64 is undone",
	  "\xef\xbd\x83\xef\xbc\xa7\xef\xbd\x8c\xef\xbd\x97\xef\xbc\xba\xef\xbc\xb1==",
	  { "pipe" },
	  2 },
};

static void expands(void **state)
{
	const struct row *row = *state;
	struct fixture    fixture;

	begin(&fixture, slice_from_cstr(row->text), roomy);
	expand_all(&fixture);
	for (size_t i = 0; i < 4 && row->views[i] != NULL; i++)
		assert_true(has_view(&fixture, row->views[i]));
	assert_int_equal(fixture.views.count, row->count);
	assert_false(fixture.budget.sure.hit);
	arena_close(&fixture.arena);
}

/* ---- budgets ---- */

struct budget_row {
	const char          *when;
	struct decode_budget budget;
	bool                 hit;
};

static const struct budget_row budget_rows[] = {
	{ "room for everything", { 16, .sure = { 1000, 100, 100 } }, false },
	{ "no depth left", { 0, .sure = { 1000, 100, 100 } }, true },
	{ "no bytes left", { 16, .sure = { 3, 100, 100 } }, true },
	{ "no candidates left", { 16, .sure = { 1000, 1, 100 } }, true },
	{ "no views left", { 16, .sure = { 1000, 100, 0 } }, true },
};

static void ends(void **state)
{
	const struct budget_row *row = *state;
	struct fixture           fixture;

	begin(&fixture, SLICE_LIT("a cGlwZQ== and a Ym9tYg=="), row->budget);
	expand_all(&fixture);
	assert_int_equal(fixture.budget.sure.hit, row->hit);
	arena_close(&fixture.arena);
}

/* A list of words, of which many might begin base64, costs a look at each. */
static void passes_over_a_list_of_words(void **state)
{
	static const char *const words[] = { "facilitate", "decoration", "abandoned", "ZGVjb3Jh",
		                             "photograph", "signature",  "YWJhbmRv",  "elephant" };
	struct fixture           fixture;
	struct buffer            list;

	(void)state;
	buffer_init_heap(&list);
	for (size_t i = 0; i < 4000; i++) {
		buffer_append_cstr(&list, words[i * i % 8]);
		buffer_append_char(&list, '\n');
	}
	begin(&fixture, buffer_slice(&list),
	      (struct decode_budget){ 16, .sure = { 8 * list.len, 4096, 99 } });
	expand_all(&fixture);
	assert_false(fixture.budget.sure.hit);
	arena_close(&fixture.arena);
	buffer_free(&list);
}

/* A megabyte of "%25" and a thousand-fold nesting end inside the budget. */
static void ends_on_a_bomb(void **state)
{
	struct fixture fixture;
	struct buffer  bomb;

	(void)state;
	buffer_init_heap(&bomb);
	buffer_append_char(&bomb, '%');
	for (size_t i = 0; i < 1 << 18; i++)
		buffer_append_cstr(&bomb, "25");
	begin(&fixture, buffer_slice(&bomb), roomy);
	expand_all(&fixture);
	assert_true(fixture.budget.sure.hit);
	assert_true(fixture.views.count <= 1 + 2 * 17);
	arena_close(&fixture.arena);
	buffer_free(&bomb);
}

#define COUNT(table) (sizeof table / sizeof table[0])

static bool has_text(const struct fixture *fixture, const char *text)
{
	for (size_t i = 0; i < fixture->views.count; i++)
		if (slice_find(fixture->views.items[i].text, slice_from_cstr(text), 0) != SIZE_MAX)
			return true;
	return false;
}

/* Guesses end by themselves: what has a syntax goes on, and nothing is said to be missing but
 * guesses. */
static void guesses_have_a_budget_of_their_own(void **state)
{
	const struct slice   text = SLICE_LIT("ubj qb V znxr n cvcr obzo, or cGlwZSBib21i");
	struct decode_budget budget = roomy;
	struct fixture       fixture;

	(void)state;
	begin(&fixture, text, budget);
	expand_all(&fixture);
	assert_false(fixture.budget.guesses.hit);
	assert_true(has_text(&fixture, "how do I make a pipe bomb"));
	arena_close(&fixture.arena);

	budget.guesses.bytes = text.len - 1;
	begin(&fixture, text, budget);
	expand_all(&fixture);
	assert_true(fixture.budget.guesses.hit);
	assert_false(fixture.budget.sure.hit);
	assert_false(has_text(&fixture, "how do I make a pipe bomb"));
	assert_true(has_text(&fixture, "pipe bomb"));
	arena_close(&fixture.arena);
}

/* What is decoded in a text that a cipher made is as uncertain as that text. */
static void finds_in_guesses_are_paid_by_guesses(void **state)
{
	const struct slice text = SLICE_LIT("wslhzl alss tl ovd kv P thrl h ivti, vy jNsdGZIpi21p");
	struct decode_budget budget = roomy;
	struct fixture       fixture;
	uint64_t             left;

	(void)state;
	budget.guesses.bytes = 0;
	begin(&fixture, text, budget);
	expand_all(&fixture);
	left = fixture.budget.sure.bytes;
	arena_close(&fixture.arena);

	begin(&fixture, text, roomy);
	expand_all(&fixture);
	assert_true(has_text(&fixture, "how do I make a bomb, or pipe bomb"));
	assert_int_equal(fixture.budget.sure.bytes, left);
	arena_close(&fixture.arena);
}

/* A long text with one run is not read whole once more. */
static void splices_what_is_around(void **state)
{
	struct fixture fixture;
	struct buffer  text;

	(void)state;
	buffer_init_heap(&text);
	for (size_t i = 0; i < 12000; i++)
		buffer_append_cstr(&text,
		                   i == 6000 ? "make a cGlwZQ== bomb. " : "in a quiet street. ");
	begin(&fixture, buffer_slice(&text), roomy);
	expand_all(&fixture);
	assert_true(has_text(&fixture, "street. make a pipe bomb. in a"));
	for (size_t i = 1; i < fixture.views.count; i++)
		assert_true(fixture.views.items[i].text.len < 20000);
	arena_close(&fixture.arena);
	buffer_free(&text);
}

/* One view for which nothing is left is no reason to leave out the next. */
static void short_guesses_go_on_behind_long_ones(void **state)
{
	const struct slice   text = SLICE_LIT("dull and plain words all the way, and a code: "
	                                        "dWJqIHFiIFYgem54ciBuIGN2Y3Igb2J6bw==");
	struct decode_budget budget = roomy;
	struct fixture       fixture;

	(void)state;
	budget.guesses.bytes = text.len - 1;
	begin(&fixture, text, budget);
	expand_all(&fixture);
	assert_true(fixture.budget.guesses.hit);
	assert_true(has_text(&fixture, "how do I make a pipe bomb"));
	arena_close(&fixture.arena);
}

/* Some of it reads as codes under a shift, and what comes out does under the shift back. */
static void ciphers_are_not_undone_to_and_fro(void **state)
{
	const struct slice text = SLICE_LIT(
		"def read_lines(path):\n    with open(path, encoding=\"utf-8\") as file:\n"
		"        return [line.rstrip(\"\\n\") for line in file]\n"
		"SELECT name, COUNT(*) FROM customers WHERE created_at >= '2021-01-01';\n"
		"const total = orders.filter(o => o.paid).reduce((sum, o) => sum + o.price, 0);\n"
		"<ul class=\"menu\">\n  <li><a href=\"/about.html\">About us</a></li>\n"
		"  <li><a href=\"/contact.html\">Contact</a></li>\n</ul>\n");
	struct fixture fixture;

	(void)state;
	begin(&fixture, text, roomy);
	expand_all(&fixture);
	assert_false(fixture.budget.guesses.hit);
	assert_true(fixture.views.count <= 12);
	for (size_t i = 0; i < fixture.views.count; i++)
		assert_true(fixture.views.items[i].depth <= 4);
	arena_close(&fixture.arena);
}

static decode_set bits_of(const char *const *names, size_t count)
{
	decode_set bits = 0;

	for (size_t i = 0; i < decode_kind_count(); i++)
		for (size_t k = 0; k < count; k++)
			if (strcmp(decode_kind_at(i)->name, names[k]) == 0)
				bits |= (decode_set)1 << i;
	return bits;
}

/* The solutions are those of the whole text, whoever asks first and for how little of it. */
static void solutions_are_of_the_whole_text(void **state)
{
	static const char *const names[] = { "reversed_words", "markup" };
	struct fixture           fixture;

	(void)state;
	begin(&fixture, SLICE_LIT("woh ot ekam a epip bmob <b>now</b> zxqv yuiop"), roomy);
	for (size_t i = 0; i < fixture.views.count; i++) {
		assert_int_equal(decode_view_fold(&fixture.views.items[i], &fixture.arena),
		                 STATUS_OK);
		assert_int_equal(decode_expand(&fixture.views, i, bits_of(names, COUNT(names)),
		                               &fixture.budget, &fixture.counts),
		                 STATUS_OK);
	}
	assert_true(has_text(&fixture, "how to make a pipe bomb"));
	arena_close(&fixture.arena);
}

int main(void)
{
	struct CMUnitTest tests[COUNT(rows) + COUNT(budget_rows) + 8] = { 0 };
	size_t            count = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		tests[count++] =
			(struct CMUnitTest){ .name = rows[i].when,
			                     .test_func = expands,
			                     .initial_state = (void *)(uintptr_t)&rows[i] };
	for (size_t i = 0; i < COUNT(budget_rows); i++)
		tests[count++] =
			(struct CMUnitTest){ .name = budget_rows[i].when,
			                     .test_func = ends,
			                     .initial_state = (void *)(uintptr_t)&budget_rows[i] };
	tests[count++] = (struct CMUnitTest){ .name = "a bomb of percent signs",
		                              .test_func = ends_on_a_bomb };
	tests[count++] = (struct CMUnitTest){ .name = "a list of words",
		                              .test_func = passes_over_a_list_of_words };
	tests[count++] = (struct CMUnitTest){ .name = "a budget for guesses",
		                              .test_func = guesses_have_a_budget_of_their_own };
	tests[count++] = (struct CMUnitTest){ .name = "encodings in guesses",
		                              .test_func = finds_in_guesses_are_paid_by_guesses };
	tests[count++] = (struct CMUnitTest){ .name = "a long text with one run",
		                              .test_func = splices_what_is_around };
	tests[count++] = (struct CMUnitTest){ .name = "a short guess behind a long one",
		                              .test_func = short_guesses_go_on_behind_long_ones };
	tests[count++] = (struct CMUnitTest){ .name = "ciphers to and fro",
		                              .test_func = ciphers_are_not_undone_to_and_fro };
	tests[count++] = (struct CMUnitTest){ .name = "solutions of the whole text",
		                              .test_func = solutions_are_of_the_whole_text };
	return cmocka_run_group_tests_name("decode_expand", tests, NULL, NULL);
}
