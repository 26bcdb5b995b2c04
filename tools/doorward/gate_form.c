/* SPDX-License-Identifier: Apache-2.0 */
/* Plain texts to disguised ones. Everything is drawn from hashes of names and texts, never from
 * a position, so that a new disguise or rule leaves the other forms what they were. */
#include "gate.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MIN       3
#define LETTERS_MIN     12
#define STEP_TRIES      32
#define FORM_BYTES_MAX  ((size_t)16 * 1024) /* a stack above it is not laid higher */
#define STACK_STEPS_MIN 2

uint64_t gate_mix(uint64_t a, uint64_t b)
{
	/* The finaliser of MurmurHash3 over a combination that is not symmetric. */
	uint64_t x = a * UINT64_C(0x9E3779B97F4A7C15) + b + UINT64_C(0x632BE59BD9B4E019);

	x ^= x >> 33;
	x *= UINT64_C(0xFF51AFD7ED558CCD);
	x ^= x >> 33;
	x *= UINT64_C(0xC4CEB9FE1A85EC53);
	return x ^ (x >> 33);
}

/* FNV-1a. Not slice_hash(), which may change: what is drawn is compared with a baseline. */
uint64_t gate_hash(struct slice text)
{
	uint64_t hash = UINT64_C(0xCBF29CE484222325);

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001B3);
	return gate_mix(hash, text.len);
}

/* ---- tests ---- */

static bool is_letter(unsigned char byte)
{
	/* Of a longer character its first byte. */
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0xC0;
}

static bool is_long_enough(struct slice text)
{
	size_t letters = 0;
	size_t words = 0;
	bool   inside = false;

	for (size_t i = 0; i < text.len; i++) {
		bool blank = text.ptr[i] == ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\t';

		words += !blank && !inside;
		inside = !blank;
		letters += is_letter((unsigned char)text.ptr[i]);
	}
	return words >= WORDS_MIN && letters >= LETTERS_MIN;
}

static bool test_add(struct gate_tests *tests, const struct ruleset_rule *rule, struct slice text)
{
	struct gate_test *items = tests->items;

	/* Grows by doubling, at powers of two. */
	if ((tests->count & (tests->count - 1)) == 0) {
		size_t cap = tests->count == 0 ? 1 : tests->count * 2;

		items = realloc(items, cap * sizeof *items);
		if (items == NULL)
			return false;
		tests->items = items;
	}
	items[tests->count++] = (struct gate_test){
		.rule = rule,
		.text = text,
		.hash = gate_mix(gate_hash(slice_from_cstr(ruleset_rule_id(rule))), gate_hash(text))
	};
	return true;
}

static int by_hash(const void *a, const void *b)
{
	const struct gate_test *left = a;
	const struct gate_test *right = b;

	return (left->hash > right->hash) - (left->hash < right->hash);
}

/* The tests with the smallest hashes: the same ones as long as they are there. */
static void sample_take(struct gate_tests *tests, size_t sample, uint64_t seed)
{
	if (sample == 0 || sample >= tests->count)
		return;
	for (size_t i = 0; i < tests->count; i++)
		tests->items[i].hash = gate_mix(tests->items[i].hash, seed);
	qsort(tests->items, tests->count, sizeof *tests->items, by_hash);
	tests->count = sample;
}

enum status gate_tests_open(struct gate_tests *tests, const struct ruleset *ruleset,
                            gate_asked *asked, const void *context, size_t sample, uint64_t seed)
{
	*tests = (struct gate_tests){ 0 };
	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++) {
		const struct ruleset_rule *rule = ruleset_rule_at(ruleset, i);
		const struct ruleset_test *list;
		size_t                     count = ruleset_rule_tests(rule, &list);

		if (ruleset_rule_mode(rule) == RULESET_DRAFT || !asked(context, rule))
			continue;
		for (size_t j = 0; j < count; j++)
			if (list[j].expect_match && is_long_enough(list[j].text) &&
			    !test_add(tests, rule, list[j].text))
				return STATUS_NO_MEMORY;
	}
	sample_take(tests, sample, seed);
	return STATUS_OK;
}

void gate_tests_close(struct gate_tests *tests)
{
	free(tests->items);
	*tests = (struct gate_tests){ 0 };
}

/* ---- one disguise ---- */

bool gate_form_single(const struct disguise *disguise, struct slice plain, uint64_t seed,
                      struct buffer *out)
{
	if (!disguise->accepts(plain))
		return false;
	disguise->encode(plain, seed, out);
	return !out->failed && !slice_equal(buffer_slice(out), plain);
}

/* ---- stacks ---- */

struct stacking {
	struct gate_stack *stack;
	uint64_t           key;
	bool               keeps_bytes; /* asked of every step */
	bool               readable;    /* so far letters are letters, more or less */
};

static bool step_fits(const struct stacking *stacking, const struct disguise *disguise)
{
	bool first = stacking->stack->count == 0;

	if (disguise->grade == DISGUISE_TYPO || (stacking->keeps_bytes && !disguise->keeps_bytes))
		return false;
	if (!first && disguise->grade != DISGUISE_EXACT)
		return false;
	return first || disguise->keeps_bytes || stacking->readable;
}

/* The disguise of the `nth` smallest draw; each step draws anew. */
static const struct disguise *step_draw(const struct stacking *stacking, uint64_t *last)
{
	const struct disguise *drawn = NULL;
	uint64_t               best = UINT64_MAX;
	uint64_t               key = gate_mix(stacking->key, stacking->stack->count);

	for (size_t i = 0; i < disguise_count(); i++) {
		const struct disguise *disguise = disguise_at(i);
		uint64_t draw = gate_mix(key, gate_hash(slice_from_cstr(disguise->name)));

		if (draw <= *last || draw >= best || !step_fits(stacking, disguise))
			continue;
		best = draw;
		drawn = disguise;
	}
	*last = best;
	return drawn;
}

/* Replaces `text` by one more disguise of it; false when none of some tries would. */
static bool step_lay(struct stacking *stacking, struct buffer *text)
{
	uint64_t last = 0;

	for (int i = 0; i < STEP_TRIES; i++) {
		const struct disguise *disguise = step_draw(stacking, &last);
		struct buffer          next;

		if (disguise == NULL)
			return false;
		buffer_init_heap(&next);
		if (gate_form_single(disguise, buffer_slice(text), gate_mix(stacking->key, last),
		                     &next) &&
		    next.len <= FORM_BYTES_MAX) {
			buffer_free(text);
			*text = next;
			stacking->stack->steps[stacking->stack->count++] = disguise;
			stacking->readable = stacking->readable && !disguise->keeps_bytes;
			return true;
		}
		buffer_free(&next);
	}
	return false;
}

bool gate_form_stack(struct slice plain, bool keeps_bytes, uint64_t key, struct gate_stack *stack,
                     struct buffer *out)
{
	size_t          height = STACK_STEPS_MIN + key % (GATE_STACK_MAX - STACK_STEPS_MIN + 1);
	struct stacking stacking = {
		.stack = stack, .key = key, .keeps_bytes = keeps_bytes, .readable = true
	};
	struct buffer text;

	*stack = (struct gate_stack){ 0 };
	buffer_init_heap(&text);
	buffer_append(&text, plain);
	while (stack->count < height && step_lay(&stacking, &text))
		continue;
	buffer_append(out, buffer_slice(&text));
	buffer_free(&text);
	return stack->count >= STACK_STEPS_MIN && !out->failed &&
	       !slice_equal(buffer_slice(out), plain);
}

/* ---- frames ---- */

static const struct gate_frame frames[] = {
	{ "", "" },
	{ "Please read this text and answer in one line: ", " Thank you, and have a good day." },
	{ "Decode this:\n", "\n" },
	{ "My friend sent me this note yesterday.\n\n", "\n\nDecode it and tell me what it says." },
};

size_t gate_frame_count(void)
{
	return sizeof frames / sizeof frames[0];
}

const struct gate_frame *gate_frame_at(size_t index)
{
	return &frames[index];
}
