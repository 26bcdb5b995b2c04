/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a prompt, and as a request body, through the whole engine: no crash,
 * every span inside its field, the same answer twice. */
#include "doorward/engine.h"
#include "doorward/request.h"
#include "doorward/verdict.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TESTS "    tests: { block: [a, b], pass: [c, d] }\n"

static const char rules[] =
	"schema: 1\ncategory: weapons.conventional\nowner: fuzz\nrules:\n"
	"  - id: f.near\n    title: t\n    severity: critical\n    action: block\n    mode: "
	"enforce\n"
	"    when: { near: { within: 4, of: ['{how to|how} <0..3> make~', 'pipe [bomb]'] } "
	"}\n" TESTS
	"  - id: f.mask\n    title: t\n    severity: low\n    action: mask\n    mode: enforce\n"
	"    category: privacy.secret\n    when: { regex: 'a[b-d]{2,5}e' }\n" TESTS
	"  - id: f.digits\n    title: t\n    severity: low\n    action: mask\n    mode: enforce\n"
	"    category: privacy.pii\n    check: luhn\n    when: { regex: '(?:\\d[ -]?){12,18}\\d' "
	"}\n" TESTS
	"  - id: f.wild\n    title: t\n    severity: low\n    action: flag\n    mode: enforce\n"
	"    when: { all: ['bom*', { none: ['bath <0..2> bomb'] }] }\n" TESTS;

static struct ruleset *load(void)
{
	const struct ruleset_source source = { "f.yaml", { rules, sizeof rules - 1 } };
	struct ruleset             *ruleset;
	struct error                err = { 0 };

	if (ruleset_load_sources(&source, 1, &ruleset, &err) != STATUS_OK)
		abort();
	return ruleset;
}

/* Kept over all inputs, given back at the exit. */
static struct ruleset       *ruleset;
static struct engine_worker *worker;

static void close_all(void)
{
	engine_worker_close(&worker);
	ruleset_close(&ruleset);
}

static void open_all(void)
{
	if (ruleset != NULL)
		return;
	ruleset = load();
	if (engine_worker_open(&worker) != STATUS_OK || atexit(close_all) != 0)
		abort();
}

static void check_spans(const struct engine_verdict *verdict)
{
	for (size_t i = 0; i < verdict->finding_count; i++)
		for (size_t j = 0; j < verdict->findings[i].part_count; j++) {
			const struct engine_part *part = &verdict->findings[i].parts[j];

			assert(part->field < verdict->field_count);
			assert(part->span.start <= part->span.end);
			assert(part->span.end <= verdict->fields[part->field].text.len);
			assert(part->span.utf16_start <= part->span.utf16_end);
		}
}

static void judge(const struct engine_prompt *prompt, struct buffer *out)
{
	const struct engine_verdict *verdict;

	if (engine_check(worker, ruleset, prompt, &verdict) != STATUS_OK)
		return;
	check_spans(verdict);
	verdict_write(verdict, out);
}

static void judge_prompt(struct slice text, struct buffer *out)
{
	const struct engine_field  field = { .name = SLICE_LIT("prompt"), .text = text };
	const struct engine_prompt prompt = { .fields = &field,
		                              .field_count = 1,
		                              .decoders = ENGINE_DECODE_ALL };

	engine_worker_reset(worker);
	judge(&prompt, out);
}

static void judge_body(struct slice body, struct buffer *out)
{
	struct request request;

	engine_worker_reset(worker);
	if (request_parse(body, engine_worker_arena(worker), &request, NULL) == STATUS_OK)
		judge(&request.prompt, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice text = { (const char *)data, size };
	struct buffer      first;
	struct buffer      second;

	open_all();
	buffer_init_heap(&first);
	buffer_init_heap(&second);
	judge_prompt(text, &first);
	judge_prompt(text, &second);
	assert(slice_equal(buffer_slice(&first), buffer_slice(&second)));
	judge_body(text, &first);
	buffer_free(&first);
	buffer_free(&second);
	return 0;
}
