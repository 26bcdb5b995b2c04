/* SPDX-License-Identifier: Apache-2.0 */
#include "scan_mask.h"

#include "base_buffer.h"
#include "scan_score.h"

#include <stdlib.h>

struct stretch {
	uint32_t field;
	size_t   start;
	size_t   end;
};

struct stretches {
	struct stretch *items;
	size_t          count;
};

static int by_place(const void *a, const void *b)
{
	const struct stretch *left = a;
	const struct stretch *right = b;

	if (left->field != right->field)
		return left->field < right->field ? -1 : 1;
	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	return (left->end > right->end) - (left->end < right->end);
}

static bool masks(const struct scan_prompt *prompt, const struct scan_match *match)
{
	return scan_effect_masks(prompt->policy, match->rule);
}

static size_t count_parts(const struct scan_prompt *prompt)
{
	size_t count = 0;

	for (size_t i = 0; i < prompt->matches.count; i++)
		if (masks(prompt, &prompt->matches.items[i]))
			count += prompt->matches.items[i].part_count;
	return count;
}

static enum status collect(struct scan_prompt *prompt, struct stretches *stretches)
{
	stretches->count = 0;
	stretches->items = ARENA_ARRAY(prompt->answer, count_parts(prompt), struct stretch);
	if (stretches->items == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < prompt->matches.count; i++) {
		const struct scan_match *match = &prompt->matches.items[i];

		if (!masks(prompt, match))
			continue;
		for (size_t j = 0; j < match->part_count; j++)
			stretches->items[stretches->count++] =
				(struct stretch){ match->parts[j].field, match->parts[j].span.start,
				                  match->parts[j].span.end };
	}
	if (stretches->count > 1)
		qsort(stretches->items, stretches->count, sizeof *stretches->items, by_place);
	return STATUS_OK;
}

/* Writes one field; stretches that overlap become one mask. Returns the index behind
 * the field's stretches. */
static size_t mask_field(struct slice text, struct slice mask_with,
                         const struct stretches *stretches, size_t at, struct buffer *out)
{
	uint32_t field = stretches->items[at].field;
	size_t   copied = 0;

	for (; at < stretches->count && stretches->items[at].field == field; at++) {
		const struct stretch *stretch = &stretches->items[at];

		if (stretch->end <= copied && copied > 0)
			continue;
		if (stretch->start >= copied) {
			buffer_append(out, slice_range(text, copied, stretch->start));
			buffer_append(out, mask_with);
		}
		copied = stretch->end;
	}
	buffer_append(out, slice_from(text, copied));
	return at;
}

enum status scan_mask_fields(struct scan_prompt *prompt)
{
	struct stretches      stretches;
	struct engine_masked *masked;
	size_t                count = 0;
	enum status           status = collect(prompt, &stretches);

	if (status != STATUS_OK)
		return status;
	masked = ARENA_ARRAY(prompt->answer, stretches.count, struct engine_masked);
	if (masked == NULL)
		return STATUS_NO_MEMORY;
	for (size_t at = 0; at < stretches.count;) {
		uint32_t      field = stretches.items[at].field;
		struct buffer out;

		buffer_init_arena(&out, prompt->answer);
		at = mask_field(prompt->fields.texts[field], prompt->policy->mask_with, &stretches,
		                at, &out);
		if (out.failed)
			return STATUS_NO_MEMORY;
		masked[count++] = (struct engine_masked){ field, buffer_slice(&out) };
	}
	prompt->verdict->masked = masked;
	prompt->verdict->masked_count = count;
	return STATUS_OK;
}
