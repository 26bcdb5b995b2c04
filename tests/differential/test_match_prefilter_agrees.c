/* SPDX-License-Identifier: Apache-2.0 */
/* Random patterns over random clean texts: wherever PCRE2 finds a match
 * - the prefilter names the pattern a candidate;
 * - the required run stands in the match, and in folded text at a word's edge where
 *   match_regex_required() says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "match_backend.h"
#include "match_prefilter.h"
#include "match_regex.h"
#include "test_match_random.h"
#include "text_utf8.h"

#define BATCHES        300
#define BATCH_PATTERNS 6
#define BATCH_TEXTS    60
#define PATTERN_MAX    512
#define TEXT_CHARS_MAX 40
#define DEPTH_MAX      3

struct batch {
	struct test_random         random;
	struct arena               arena;
	struct match_expression    expressions[BATCH_PATTERNS];
	struct match_regex        *regexes[BATCH_PATTERNS];
	size_t                     count;
	char                       patterns[BATCH_PATTERNS][PATTERN_MAX];
	struct match_prefilter    *prefilter;
	struct match_scratch      *scratch;
	struct match_regex_worker *worker;
	unsigned                   matches;
	unsigned                   runs;
};

static uint32_t below(struct batch *batch, uint32_t limit)
{
	return test_random_below(&batch->random, limit);
}

/* ---- random patterns ---- */

/* clang-format off */
static const char *const atoms[] = {
	"a", "a", "b", "k", "S", "1", "2", "-", " ", "_", "\\.", "\\t", "é", "Ж", "弹", "\u0663", ".",
	"\\d", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\h", "\\R", "\\X", "\\N", "\\p{L}", "\\P{Lu}",
	"\\x61", "\\x{416}", "[ab1]", "[a-s]", "[^a]", "[^\\d]", "[\\d -]", "[0-9]", "[A-Z_]", "[а-я]",
	"[^\\w.]", "[[:alpha:]]", "[^[:digit:]]", "[[:upper:]1]", "[^[:upper:]1]", "[]a]", "[^]a]",
	"[\\x{30}-\\x{39}k]", "[\\p{Lu}-]", "[^\\p{Lu}a]",
};
static const char *const assertions[] = {
	"\\b", "\\B", "^", "$", "\\A", "\\z", "(?=a)", "(?!b|1)", "(?<=\\d)", "(?<!-)",
	"(?i)", "(?s)", "(?m)",
};
static const char *const repeats[] = {
	"?", "*", "+", "{2}", "{0,2}", "{1,3}", "{2,}", "??", "+?", "*+", "{3}+", "{0}", "{2,4}?",
};
static const char *const groups[] = { "(", "(?:", "(?>", "(?<n>", "(?i:", "(?s-i:", "(?|" };
/* clang-format on */

#define PICK(batch, table) (table)[below((batch), sizeof(table) / sizeof(table)[0])]

static void append(char *pattern, const char *text)
{
	size_t len = strlen(pattern);

	if (len + strlen(text) < PATTERN_MAX - 64)
		memcpy(pattern + len, text, strlen(text) + 1);
}

static void pattern_random(struct batch *batch, char *pattern, int depth)
{
	for (uint32_t parts = 1 + below(batch, 4); parts > 0; parts--) {
		const uint32_t dice = below(batch, 12);

		if (dice == 0) {
			append(pattern, PICK(batch, assertions));
			continue;
		}
		if (dice < 3 && depth > 0) {
			size_t before = strlen(pattern);

			append(pattern, PICK(batch, groups));
			pattern_random(batch, pattern, depth - 1);
			while (below(batch, 3) == 0) {
				append(pattern, "|");
				pattern_random(batch, pattern, depth - 1);
			}
			if (strlen(pattern) > before)
				append(pattern, ")");
		} else {
			append(pattern, PICK(batch, atoms));
		}
		if (below(batch, 3) == 0)
			append(pattern, PICK(batch, repeats));
	}
}

/* ---- random clean texts ---- */

static struct slice text_random(struct batch *batch, char *text)
{
	static const char *const pieces[] = { "a",  "b",  "k",      "S",      "A",  "B", "s",
		                              "1",  "2",  "3",      "-",      " ",  ".", "_",
		                              "]",  "\n", "\r\n",   "\t",     "é",  "ж", "Ж",
		                              "弹", "😀",  "\u0663", "\u0301", "ab1" };
	size_t                   len = 0;

	for (uint32_t chars = below(batch, TEXT_CHARS_MAX + 1); chars > 0; chars--) {
		const char *piece = PICK(batch, pieces);

		memcpy(text + len, piece, strlen(piece));
		len += strlen(piece);
	}
	return (struct slice){ text, len };
}

/* ---- what must hold ---- */

static void batch_open(struct batch *batch)
{
	batch->count = 0;
	while (batch->count < BATCH_PATTERNS) {
		char *pattern = batch->patterns[batch->count];

		pattern[0] = '\0';
		if (below(batch, 4) == 0)
			append(pattern, "(?-i)");
		pattern_random(batch, pattern, DEPTH_MAX);
		if (match_regex_compile(slice_from_cstr(pattern), &batch->regexes[batch->count],
		                        NULL, NULL) != STATUS_OK)
			continue;
		batch->expressions[batch->count++] =
			(struct match_expression){ .pattern = pattern };
	}
	assert_int_equal(
		match_prefilter_compile(batch->expressions, batch->count, &batch->prefilter, NULL),
		STATUS_OK);
	assert_int_equal(match_prefilter_scratch_fit(batch->prefilter, &batch->scratch), STATUS_OK);
}

static void batch_close(struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		match_regex_close(&batch->regexes[i]);
	match_prefilter_close(&batch->prefilter);
}

static void note_hit(void *context, uint32_t expression)
{
	bool *hits = context;

	assert_false(hits[expression]);
	hits[expression] = true;
}

/* The match as folded text shows it, with its neighbours; what is beyond ASCII stays. */
static struct slice match_fold(struct arena *arena, struct slice text, size_t start, size_t end)
{
	char  *folded = ARENA_ARRAY(arena, text.len + 2, char);
	size_t len = 0;

	assert_non_null(folded);
	for (size_t i = start; i < end; i++) {
		char c = text.ptr[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		else if ((unsigned char)c < 0x80 && !(c >= 'a' && c <= 'z') &&
		         !(c >= '0' && c <= '9'))
			c = ' ';
		folded[len++] = c;
	}
	return (struct slice){ folded, len };
}

static void run_check(struct batch *batch, const char *pattern, struct slice match)
{
	bool         at_start = false;
	bool         at_end = false;
	struct slice run = match_regex_required(slice_from_cstr(pattern), 1, &batch->arena,
	                                        &at_start, &at_end);
	char         literal[PATTERN_MAX * 2 + 2];
	size_t       len = 0;

	if (run.len == 0)
		return;
	if (at_start)
		literal[len++] = ' ';
	memcpy(literal + len, run.ptr, run.len);
	len += run.len;
	if (at_end)
		literal[len++] = ' ';
	batch->runs++;
	if (slice_find(match, (struct slice){ literal, len }, 0) == SIZE_MAX)
		fail_msg("\"%s\": \"%.*s\" lacks \"%.*s\"", pattern, SLICE_ARG(match), (int)len,
		         literal);
}

static void text_try(struct batch *batch, struct slice text)
{
	bool hits[BATCH_PATTERNS] = { false };

	assert_int_equal(
		match_prefilter_scan(batch->prefilter, batch->scratch, text, note_hit, hits),
		STATUS_OK);
	for (size_t i = 0; i < batch->count; i++) {
		size_t start = 0;
		size_t end = 0;

		if (match_regex_find(batch->regexes[i], batch->worker, text, 0, &start, &end) !=
		    MATCH_REGEX_YES)
			continue;
		batch->matches++;
		if (!hits[i])
			fail_msg("\"%s\" is no candidate for \"%.*s\"", batch->patterns[i],
			         SLICE_ARG(text));
		run_check(batch, batch->patterns[i], match_fold(&batch->arena, text, start, end));
		arena_reset(&batch->arena);
	}
}

static void no_match_is_missed(void **state)
{
	static struct batch batch = { .random = { 31337 } };
	char                text[TEXT_CHARS_MAX * 4];
	unsigned            always = 0;

	(void)state;
	assert_true(arena_open(&batch.arena, 1 << 20));
	assert_int_equal(match_regex_worker_open(&batch.worker), STATUS_OK);
	for (int b = 0; b < BATCHES; b++) {
		batch_open(&batch);
		for (size_t i = 0; i < batch.count; i++)
			always += batch.expressions[i].always;
		for (int i = 0; i < BATCH_TEXTS; i++)
			text_try(&batch, text_random(&batch, text));
		batch_close(&batch);
	}
	/* The random input has to be worth something. */
	assert_true(batch.matches > 10000);
	assert_true(batch.runs > 1000);
	assert_true(always < BATCHES * BATCH_PATTERNS / 50);
	match_hyperscan.scratch_close(&batch.scratch);
	match_regex_worker_close(&batch.worker);
	arena_close(&batch.arena);
}

/* One text for each code point, five times: what a set takes in PCRE2, it takes in the
 * prefilter, whatever bytes the character has. */
static void no_character_is_missed(void **state)
{
	static const char *const sets[] = { "[\\d.]{5}", "[a-z]{5}", "(?:k|s|\u0416){5}" };
	static struct batch      batch = { .random = { 1 }, .count = 3 };

	(void)state;
	assert_true(arena_open(&batch.arena, 1 << 20));
	assert_int_equal(match_regex_worker_open(&batch.worker), STATUS_OK);
	for (size_t i = 0; i < batch.count; i++) {
		(void)snprintf(batch.patterns[i], sizeof batch.patterns[i], "%s", sets[i]);
		batch.expressions[i] = (struct match_expression){ .pattern = batch.patterns[i] };
		assert_int_equal(match_regex_compile(slice_from_cstr(sets[i]), &batch.regexes[i],
		                                     NULL, NULL),
		                 STATUS_OK);
	}
	assert_int_equal(
		match_prefilter_compile(batch.expressions, batch.count, &batch.prefilter, NULL),
		STATUS_OK);
	assert_int_equal(match_prefilter_scratch_fit(batch.prefilter, &batch.scratch), STATUS_OK);
	for (uint32_t code = 0; code <= 0x10FFFF; code++) {
		char bytes[20];

		/* Surrogates, and the two characters that clean text never holds. */
		if ((code >= 0xD800 && code <= 0xDFFF) || code == 0x17F || code == 0x212A)
			continue;
		size_t len = text_utf8_encode(code, bytes);
		for (size_t i = 1; i < 5; i++)
			memcpy(bytes + i * len, bytes, len);
		text_try(&batch, (struct slice){ bytes, len * 5 });
	}
	assert_true(batch.matches > 600);
	batch_close(&batch);
	match_hyperscan.scratch_close(&batch.scratch);
	match_regex_worker_close(&batch.worker);
	arena_close(&batch.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_match_is_missed),
		cmocka_unit_test(no_character_is_missed),
	};

	return cmocka_run_group_tests_name("match_prefilter agrees", tests, NULL, NULL);
}
