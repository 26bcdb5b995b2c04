/* SPDX-License-Identifier: Apache-2.0 */
/* What the worst texts cost: milliseconds of CPU of each stage for 64 KiB and 1 MiB, of all but
 * EXPAND together, how many times the folding and one scan of the same text that is, steps of
 * phrases a byte of the views that are no guesses, and whether all was inspected.
 *
 *     bench_worst [--rules DIR] [--only NAME] [--json] [--quick] [--no-decoders] [--search]
 *                 [--mixed N] [--seed N]
 *
 * Decoders are on, without --no-decoders. The best of a few rounds counts: a slow round shows
 * other programs. --search makes texts of the words of each rule by itself, 64 KiB each, and
 * prints those that cost most behind EXPAND; --mixed texts of words of many kinds, 64 KiB for each
 * of N seeds, and prints those that cost most. */
#include "bench_rig.h"
#include "bench_texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS       5u
#define ROUNDS_QUICK 1u
#define TEXT_MAX     ((size_t)1 << 20)
#define FIELDS_MAX   4096u
#define SEARCH_BYTES ((size_t)64 << 10)
#define SEARCH_KEEP  40u

struct figures {
	double ns[BENCH_STAGE_COUNT];
	double whole;
	double plain;
	double steps;
	bool   complete;
};

static struct slice text_make(struct bench_rig *rig, const struct bench_worst_case *worst,
                              const struct ruleset_rule *rule, size_t bytes)
{
	struct bench_text text = {
		.cap = bytes, .random = 1, .ruleset = rig->ruleset, .rule = rule
	};

	text.ptr = ARENA_ARRAY(&rig->arena, bytes, char);
	if (text.ptr == NULL)
		bench_check(STATUS_NO_MEMORY, "text");
	worst->fill(&text);
	return (struct slice){ text.ptr, text.len };
}

static void fields_cut(struct engine_field *fields, size_t count, struct slice text)
{
	for (size_t i = 0; i < count; i++)
		fields[i] = (struct engine_field){
			.name = SLICE_LIT("prompt"),
			.text = slice_range(text, text.len * i / count, text.len * (i + 1) / count),
		};
}

static void round_run(struct bench_rig *rig, const struct bench_prompt *prompt, struct slice text,
                      struct figures *best)
{
	double ns[BENCH_STAGE_COUNT] = { 0 };
	double begun = bench_cpu_ns();

	bench_plain_run(rig, text);
	const double plain = bench_cpu_ns() - begun;

	begun = bench_cpu_ns();
	best->complete = bench_stages_run(rig, prompt, BENCH_STAGE_COUNT, ns);
	const double whole = bench_cpu_ns() - begun;

	if (best->plain == 0 || plain < best->plain)
		best->plain = plain;
	if (best->whole != 0 && whole >= best->whole)
		return;
	best->whole = whole;
	best->steps = rig->steps;
	memcpy(best->ns, ns, sizeof ns);
}

/* What is not EXPAND's. */
static double rest_of(const struct figures *figures)
{
	double ns = 0;

	for (unsigned i = 0; i < BENCH_STAGE_COUNT; i++)
		ns += i == BENCH_STAGE_EXPAND ? 0 : figures->ns[i];
	return ns;
}

static void row_print(const char *name, size_t bytes, const struct figures *figures, bool json)
{
	const double times = figures->whole / figures->plain;
	const char  *inspected = figures->complete ? "all" : "part";

	if (json) {
		printf("{\"case\":\"%s\",\"bytes\":%zu,\"ms\":%.2f,\"rest\":%.2f,"
		       "\"of_plain\":%.1f,\"steps\":%.2f,\"complete\":%s",
		       name, bytes, figures->whole * 1e-6, rest_of(figures) * 1e-6, times,
		       figures->steps, figures->complete ? "true" : "false");
		for (unsigned i = 0; i < BENCH_STAGE_COUNT; i++)
			printf(",\"%s\":%.3f", bench_stage_name(i), figures->ns[i] * 1e-6);
		printf("}\n");
		return;
	}
	printf("%-22s %5zu %8.2f %8.2f %7.1f %6.2f %9s ", name, bytes >> 10, figures->whole * 1e-6,
	       rest_of(figures) * 1e-6, times, figures->steps, inspected);
	for (unsigned i = 0; i < BENCH_STAGE_COUNT; i++)
		printf(" %10.2f", figures->ns[i] * 1e-6);
	printf("\n");
}

static void head_print(void)
{
	printf("%-22s %5s %8s %8s %7s %6s %9s ", "", "KiB", "ms", "rest", "times", "steps",
	       "inspected");
	for (unsigned i = 0; i < BENCH_STAGE_COUNT; i++)
		printf(" %10s", bench_stage_name(i));
	printf("\n");
}

static engine_decoders decoders_of(const struct bench_rig *rig)
{
	return rig->options.no_decoders ? 0 : ENGINE_DECODE_ALL;
}

static struct figures text_run(struct bench_rig *rig, struct slice text, size_t field_count,
                               unsigned rounds)
{
	static struct engine_field fields[FIELDS_MAX];
	const struct bench_prompt  prompt = { fields, field_count, decoders_of(rig) };
	struct figures             best = { 0 };

	fields_cut(fields, field_count, text);
	for (unsigned i = 0; i < rounds; i++)
		round_run(rig, &prompt, text, &best);
	return best;
}

static void case_run(struct bench_rig *rig, const struct bench_worst_case *worst, size_t bytes)
{
	const size_t         mark = arena_mark(&rig->arena);
	const struct slice   text = text_make(rig, worst, NULL, bytes);
	const unsigned       rounds = (rig->options.quick ? ROUNDS_QUICK : ROUNDS) + 1;
	const struct figures best = text_run(rig, text, worst->fields, rounds);

	row_print(worst->name, bytes, &best, rig->options.json);
	arena_rewind(&rig->arena, mark);
}

static void cases_run(struct bench_rig *rig, const struct bench_worst_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (rig->options.only != NULL && strstr(cases[i].name, rig->options.only) == NULL)
			continue;
		case_run(rig, &cases[i], SEARCH_BYTES);
		if (!rig->options.quick)
			case_run(rig, &cases[i], TEXT_MAX);
	}
}

/* ---- the search ---- */

struct found {
	char           name[96];
	struct figures figures;
	double         ns; /* by which they are compared */
};

/* Keeps the dearest, dearest first. */
static void found_keep(struct found *found, size_t *count, const struct found *one)
{
	size_t at = *count < SEARCH_KEEP ? (*count)++ : SEARCH_KEEP;

	for (; at > 0 && found[at - 1].ns < one->ns; at--)
		if (at < SEARCH_KEEP)
			found[at] = found[at - 1];
	if (at < SEARCH_KEEP)
		found[at] = *one;
}

static bool search_text(struct bench_rig *rig, const struct ruleset_rule *rule,
                        const struct bench_worst_case *worst, struct found *one)
{
	const size_t       mark = arena_mark(&rig->arena);
	const struct slice text = text_make(rig, worst, rule, SEARCH_BYTES);

	if (text.len > 0)
		one->figures = text_run(rig, text, 1, rig->options.quick ? 1 : 2);
	one->ns = rest_of(&one->figures);
	snprintf(one->name, sizeof one->name, "%s, %s", ruleset_rule_id(rule), worst->name);
	arena_rewind(&rig->arena, mark);
	return text.len > 0;
}

static void search_run(struct bench_rig *rig)
{
	static struct found found[SEARCH_KEEP];
	size_t              count = 0;

	for (size_t r = 0; r < rig->ruleset->rule_count; r++)
		for (size_t c = 0; c < bench_rule_count; c++) {
			struct found one = { 0 };

			if (bench_rule_cases[c].fields == 1 &&
			    search_text(rig, &rig->ruleset->rules[r], &bench_rule_cases[c], &one))
				found_keep(found, &count, &one);
		}
	for (size_t i = 0; i < count; i++)
		row_print(found[i].name, SEARCH_BYTES, &found[i].figures, rig->options.json);
}

static void mixed_run(struct bench_rig *rig)
{
	static struct found found[SEARCH_KEEP];
	const uint64_t      end = rig->options.seed + rig->options.mixed;
	size_t              count = 0;

	for (uint64_t seed = rig->options.seed; seed < end; seed++) {
		const size_t      mark = arena_mark(&rig->arena);
		struct bench_text text = { .cap = SEARCH_BYTES,
			                   .random = seed,
			                   .ruleset = rig->ruleset };
		struct found      one = { 0 };

		text.ptr = ARENA_ARRAY(&rig->arena, SEARCH_BYTES, char);
		if (text.ptr == NULL)
			bench_check(STATUS_NO_MEMORY, "text");
		bench_mixed_fill(&text);
		one.figures = text_run(rig, (struct slice){ text.ptr, text.len }, 1, 1);
		one.ns = one.figures.whole;
		bench_mixed_name(seed, one.name, sizeof one.name);
		found_keep(found, &count, &one);
		arena_rewind(&rig->arena, mark);
	}
	for (size_t i = 0; i < count; i++)
		row_print(found[i].name, SEARCH_BYTES, &found[i].figures, rig->options.json);
}

int main(int argc, char **argv)
{
	struct bench_rig rig;

	bench_rig_open(&rig, argc, argv, 2 * TEXT_MAX);
	if (!rig.options.json)
		head_print();
	if (rig.options.mixed > 0) {
		mixed_run(&rig);
	} else if (rig.options.search) {
		search_run(&rig);
	} else {
		cases_run(&rig, bench_worst_cases, bench_worst_count);
		cases_run(&rig, bench_rule_cases, bench_rule_count);
	}
	bench_rig_close(&rig);
	return 0;
}
