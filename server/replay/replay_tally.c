/* SPDX-License-Identifier: Apache-2.0 */
#include "replay.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void replay_tally_init(struct replay_tally *tally, size_t samples_max)
{
	*tally = (struct replay_tally){ .samples_max = samples_max };
}

static void sample_free(struct replay_sample *sample)
{
	free(sample->place);
	free(sample->text);
}

static void rule_free(struct replay_rule *rule)
{
	for (int change = 0; change < REPLAY_CHANGES; change++) {
		for (size_t i = 0; i < rule->sample_counts[change]; i++)
			sample_free(&rule->samples[change][i]);
		free(rule->samples[change]);
	}
}

void replay_tally_free(struct replay_tally *tally)
{
	for (size_t i = 0; i < tally->rule_count; i++)
		rule_free(&tally->rules[i]);
	free(tally->rules);
	*tally = (struct replay_tally){ 0 };
}

/* ---- rules ---- */

static struct replay_rule *rule_new(struct replay_tally *tally, const char *id)
{
	if (tally->rule_count == tally->rule_cap) {
		size_t              cap = tally->rule_cap == 0 ? 64 : tally->rule_cap * 2;
		struct replay_rule *rules = realloc(tally->rules, cap * sizeof *rules);

		if (rules == NULL)
			return NULL;
		tally->rules = rules;
		tally->rule_cap = cap;
	}
	struct replay_rule *rule = &tally->rules[tally->rule_count++];
	*rule = (struct replay_rule){ 0 };
	snprintf(rule->id, sizeof rule->id, "%s", id);
	return rule;
}

static struct replay_rule *rule_find(struct replay_tally *tally, const char *id)
{
	for (size_t i = 0; i < tally->rule_count; i++)
		if (strncmp(tally->rules[i].id, id, REPLAY_ID_CHARS - 1) == 0)
			return &tally->rules[i];
	return rule_new(tally, id);
}

/* ---- samples ---- */

static char *place_text(const struct replay_place *place)
{
	struct buffer out;

	buffer_init_heap(&out);
	if (place->source == SIZE_MAX)
		buffer_append_format(&out, "%.*s %.*s", SLICE_ARG(place->id),
		                     SLICE_ARG(place->time));
	else
		buffer_append_format(&out, "%s:%" PRIu64, place->file, place->number);
	buffer_append_char(&out, '\0');
	return out.ptr;
}

/* C0, DEL, and C1 in UTF-8 (C2 80 to C2 9F): what could drive a terminal. */
static bool is_control(struct slice text, size_t at)
{
	unsigned char byte = (unsigned char)text.ptr[at];
	unsigned char next = at + 1 < text.len ? (unsigned char)text.ptr[at + 1] : 0;
	unsigned char last = at > 0 ? (unsigned char)text.ptr[at - 1] : 0;

	return byte < 0x20 || byte == 0x7F || (byte == 0xC2 && next >= 0x80 && next < 0xA0) ||
	       (last == 0xC2 && byte >= 0x80 && byte < 0xA0);
}

/* The beginning of a text, cut between characters; control characters are blanks. */
static char *excerpt(struct slice text)
{
	size_t len = text.len < REPLAY_TEXT_BYTES ? text.len : REPLAY_TEXT_BYTES;
	char  *copy;

	while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
		len--;
	copy = malloc(len + 1);
	if (copy == NULL)
		return NULL;
	for (size_t i = 0; i < len; i++)
		copy[i] = is_control(text, i) ? ' ' : text.ptr[i];
	copy[len] = '\0';
	return copy;
}

static void sample_add(struct replay_tally *tally, struct replay_rule *rule,
                       enum replay_change change, const struct replay_sample *sample)
{
	size_t                count = rule->sample_counts[change];
	struct replay_sample *samples = realloc(rule->samples[change],
	                                        (count + 1) * sizeof *samples);

	if (samples == NULL || sample->place == NULL || sample->text == NULL) {
		tally->failed = true;
		free(sample->place);
		free(sample->text);
		if (samples != NULL)
			rule->samples[change] = samples;
		return;
	}
	rule->samples[change] = samples;
	samples[count] = *sample;
	rule->sample_counts[change]++;
}

/* ---- adding ---- */

static void rule_add(struct replay_tally *tally, const char *id, enum replay_change change,
                     const struct replay_place *place, enum engine_decision old,
                     enum engine_decision fresh)
{
	struct replay_rule *rule = rule_find(tally, id);

	if (rule == NULL) {
		tally->failed = true;
		return;
	}
	rule->counts[change]++;
	/* Lines come to a thread in their order: its first ones are enough. */
	if (rule->sample_counts[change] < tally->samples_max) {
		const struct replay_sample sample = { .source = place->source,
			                              .number = place->number,
			                              .old = old,
			                              .fresh = fresh,
			                              .place = place_text(place),
			                              .text = excerpt(place->text) };

		sample_add(tally, rule, change, &sample);
	}
}

void replay_tally_add(struct replay_tally *tally, const struct replay_place *place,
                      const struct replay_side *old, const struct replay_side *fresh)
{
	enum replay_change change = replay_change_of(old->decision, fresh->decision);
	/* Who raised it, or who held it before. */
	const struct replay_side *side = fresh->decision > old->decision ? fresh : old;

	tally->moves[old->decision][fresh->decision]++;
	if (change == REPLAY_SAME)
		return;
	tally->changes[change][place->label]++;
	for (size_t i = 0; i < side->rule_count; i++)
		rule_add(tally, side->rules[i], change, place, old->decision, fresh->decision);
	if (side->rule_count == 0)
		rule_add(tally, "(not wholly inspected)", change, place, old->decision,
		         fresh->decision);
}

void replay_tally_fault(struct replay_tally *tally, const char *place, uint64_t number,
                        const struct error *err)
{
	if (tally->unreadable++ == 0)
		snprintf(tally->first, sizeof tally->first, "%.200s:%" PRIu64 ": %.200s", place,
		         number, err->message[0] != '\0' ? err->message : status_text(err->status));
}

/* ---- merging ---- */

static void rule_merge(struct replay_tally *to, struct replay_rule *from)
{
	struct replay_rule *rule = rule_find(to, from->id);

	if (rule == NULL) {
		to->failed = true;
		rule_free(from);
		return;
	}
	for (int change = 0; change < REPLAY_CHANGES; change++) {
		rule->counts[change] += from->counts[change];
		for (size_t i = 0; i < from->sample_counts[change]; i++)
			sample_add(to, rule, (enum replay_change)change, &from->samples[change][i]);
		free(from->samples[change]);
	}
}

void replay_tally_merge(struct replay_tally *to, struct replay_tally *from)
{
	for (size_t i = 0; i < from->rule_count; i++)
		rule_merge(to, &from->rules[i]);
	free(from->rules);
	to->corpus += from->corpus;
	to->log_text += from->log_text;
	to->log_findings += from->log_findings;
	to->log_gone += from->log_gone;
	if (to->unreadable == 0)
		memcpy(to->first, from->first, sizeof to->first);
	to->unreadable += from->unreadable;
	for (int old = 0; old <= ENGINE_BLOCK; old++)
		for (int fresh = 0; fresh <= ENGINE_BLOCK; fresh++)
			to->moves[old][fresh] += from->moves[old][fresh];
	for (int change = 0; change < REPLAY_CHANGES; change++)
		for (int label = 0; label < REPLAY_LABELS; label++)
			to->changes[change][label] += from->changes[change][label];
	to->failed = to->failed || from->failed;
	*from = (struct replay_tally){ .samples_max = from->samples_max };
}

static int by_place(const void *a, const void *b)
{
	const struct replay_sample *left = a;
	const struct replay_sample *right = b;

	if (left->source != right->source)
		return left->source < right->source ? -1 : 1;
	return (left->number > right->number) - (left->number < right->number);
}

static uint64_t rule_changes(const struct replay_rule *rule)
{
	uint64_t sum = 0;

	for (int change = 0; change < REPLAY_CHANGES; change++)
		sum += rule->counts[change];
	return sum;
}

static int by_changes(const void *a, const void *b)
{
	const struct replay_rule *left = a;
	const struct replay_rule *right = b;

	if (rule_changes(left) != rule_changes(right))
		return rule_changes(left) > rule_changes(right) ? -1 : 1;
	return strcmp(left->id, right->id);
}

void replay_tally_finish(struct replay_tally *tally)
{
	for (size_t i = 0; i < tally->rule_count; i++)
		for (int change = 0; change < REPLAY_CHANGES; change++) {
			struct replay_rule *rule = &tally->rules[i];
			size_t             *count = &rule->sample_counts[change];

			if (*count > 1)
				qsort(rule->samples[change], *count, sizeof *rule->samples[change],
				      by_place);
			while (*count > tally->samples_max)
				sample_free(&rule->samples[change][--*count]);
		}
	if (tally->rule_count > 1)
		qsort(tally->rules, tally->rule_count, sizeof *tally->rules, by_changes);
}

uint64_t replay_tally_count(const struct replay_tally *tally, enum replay_change change)
{
	uint64_t sum = 0;

	for (int label = 0; label < REPLAY_LABELS; label++)
		sum += tally->changes[change][label];
	return sum;
}
