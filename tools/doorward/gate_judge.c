/* SPDX-License-Identifier: Apache-2.0 */
#include "gate.h"

#include <stdlib.h>
#include <string.h>

/* A text as it is judged: payload inside its frame. */
struct framed {
	struct buffer text;
	size_t        start; /* of the payload */
	size_t        end;
};

static void framed_init(struct framed *framed, struct slice payload, const struct gate_frame *frame)
{
	buffer_init_heap(&framed->text);
	buffer_append_cstr(&framed->text, frame->before);
	framed->start = framed->text.len;
	buffer_append(&framed->text, payload);
	framed->end = framed->text.len;
	buffer_append_cstr(&framed->text, frame->after);
}

static enum status text_check(const struct gate_judge *judge, const struct ruleset_rule *rule,
                              struct slice text, const struct engine_verdict **verdict)
{
	const struct engine_field  field = { .name = SLICE_LIT("test"),
		                             .text = text,
		                             .polarity = ruleset_rule_is_negative(rule)
		                                                 ? ENGINE_NEGATIVE
		                                                 : ENGINE_POSITIVE };
	const struct engine_prompt prompt = { .fields = &field,
		                              .field_count = 1,
		                              .policy = judge->policy,
		                              .direction = ruleset_rule_is_output(rule)
		                                                   ? ENGINE_OUTPUT
		                                                   : ENGINE_INPUT,
		                              .decoders = ENGINE_DECODE_ALL };

	engine_worker_reset(judge->worker);
	return engine_check(judge->worker, judge->ruleset, &prompt, verdict);
}

static bool is_found(const struct engine_verdict *verdict, const struct ruleset_rule *rule)
{
	for (size_t i = 0; i < verdict->finding_count; i++)
		if (verdict->findings[i].rule == rule)
			return true;
	return false;
}

static bool category_is_found(const struct engine_verdict *verdict, const struct ruleset_rule *rule)
{
	uint16_t category = ruleset_rule_category(rule);

	for (size_t i = 0; i < verdict->finding_count; i++)
		if (ruleset_rule_category(verdict->findings[i].rule) == category)
			return true;
	return false;
}

/* Marks in `cut` each byte that the rule's spans hold; are they all inside the payload? */
static bool spans_mark(const struct engine_verdict *verdict, const struct ruleset_rule *rule,
                       const struct framed *framed, bool *cut)
{
	bool inside = true;

	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct engine_finding *finding = &verdict->findings[i];

		for (size_t j = 0; finding->rule == rule && j < finding->part_count; j++) {
			struct engine_span span = finding->parts[j].span;

			inside = inside && span.start >= framed->start && span.end <= framed->end;
			for (size_t at = span.start; at < span.end && at < framed->text.len; at++)
				cut[at] = true;
		}
	}
	return inside;
}

static void uncut_append(const struct buffer *text, const bool *cut, struct buffer *rest)
{
	for (size_t at = 0; at < text->len; at++)
		if (!cut[at])
			buffer_append_char(rest, text->ptr[at]);
}

/* Are the spans inside the payload, and is the rule gone without them? The verdict is over
 * after that: the worker judges the rest. */
static enum status spans_judge(const struct gate_judge *judge, const struct ruleset_rule *rule,
                               const struct framed *framed, const struct engine_verdict *verdict,
                               bool *right)
{
	bool         *cut = calloc(framed->text.len + 1, sizeof *cut);
	struct buffer rest;
	enum status   status = STATUS_NO_MEMORY;

	*right = false;
	buffer_init_heap(&rest);
	if (cut != NULL)
		status = STATUS_OK;
	if (status == STATUS_OK && spans_mark(verdict, rule, framed, cut)) {
		uncut_append(&framed->text, cut, &rest);
		status = rest.failed ? STATUS_NO_MEMORY
		                     : text_check(judge, rule, buffer_slice(&rest), &verdict);
		*right = status == STATUS_OK && !is_found(verdict, rule);
	}
	buffer_free(&rest);
	free(cut);
	return status;
}

enum status gate_judge_text(const struct gate_judge *judge, const struct ruleset_rule *rule,
                            struct slice payload, const struct gate_frame *frame,
                            struct gate_outcome *outcome)
{
	const struct engine_verdict *verdict = NULL;
	struct framed                framed;

	framed_init(&framed, payload, frame);
	enum status status = framed.text.failed ? STATUS_NO_MEMORY
	                                        : text_check(judge, rule,
	                                                     buffer_slice(&framed.text), &verdict);
	if (status == STATUS_OK) {
		*outcome = (struct gate_outcome){ .decision = verdict->decision,
			                          .complete = verdict->complete,
			                          .rule = is_found(verdict, rule),
			                          .category = category_is_found(verdict, rule) };
		if (outcome->rule)
			status = spans_judge(judge, rule, &framed, verdict, &outcome->right);
	}
	buffer_free(&framed.text);
	return status;
}

bool gate_outcome_kept(const struct gate_outcome *plain, const struct gate_outcome *form)
{
	if (plain->decision == ENGINE_ALLOW)
		return form->rule && form->decision == ENGINE_ALLOW;
	return form->decision == plain->decision && (form->complete || form->category);
}
