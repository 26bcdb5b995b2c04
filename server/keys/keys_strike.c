/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_strike.h"

#include <math.h>
#include <string.h>

/* ---- points ---- */

uint64_t keys_strike_points(const struct keys_strike_policy *policy,
                            const struct keys_strikes *strikes, uint64_t now_s)
{
	double age_s;

	if (now_s <= strikes->as_of_s || strikes->milli == 0)
		return strikes->milli;
	age_s = (double)(now_s - strikes->as_of_s);
	return (uint64_t)((double)strikes->milli * exp2(-age_s / policy->half_life_s));
}

/* "weapons.cbrn" is of the family "weapons". */
static bool names_category(const char *name, const char *category)
{
	size_t len = strlen(name);

	return strncmp(name, category, len) == 0 && (category[len] == '\0' || category[len] == '.');
}

static bool applies(const char *name, const struct keys_evidence *evidence)
{
	if (strcmp(name, "evasion") == 0)
		return evidence->is_evasive;
	for (size_t i = 0; i < evidence->category_count; i++)
		if (names_category(name, evidence->categories[i]))
			return true;
	return false;
}

uint32_t keys_strike_weight(const struct keys_strike_policy *policy,
                            const struct keys_evidence      *evidence)
{
	uint32_t heaviest = 0;

	for (size_t i = 0; i < policy->weight_count; i++)
		if (policy->weights[i].milli > heaviest &&
		    applies(policy->weights[i].name, evidence))
			heaviest = policy->weights[i].milli;
	return heaviest;
}

/* ---- bodies ---- */

static bool is_remembered(const struct keys_strike_policy *policy,
                          const struct keys_strikes *strikes, uint64_t body, uint64_t now_s)
{
	for (uint32_t i = 0; i < strikes->body_count; i++)
		if (strikes->bodies[i] == body &&
		    (now_s < strikes->body_s[i] || now_s - strikes->body_s[i] < policy->distinct_s))
			return true;
	return false;
}

/* In the place of the oldest when all are taken. */
static void remember(struct keys_strikes *strikes, uint64_t body, uint64_t now_s)
{
	uint32_t at = 0;

	if (strikes->body_count < KEYS_BODIES_MAX) {
		at = strikes->body_count++;
	} else {
		for (uint32_t i = 1; i < KEYS_BODIES_MAX; i++)
			if (strikes->body_s[i] < strikes->body_s[at])
				at = i;
	}
	strikes->bodies[at] = body;
	strikes->body_s[at] = now_s;
}

/* ---- the ladder ---- */

/* In tenths of a strike, rounded: three strikes in an afternoon are 2.98 at the third, and three to
 * whoever wrote the policy. */
static bool reaches(uint64_t points_milli, const struct keys_step *step)
{
	return points_milli + 50 >= step->at_milli;
}

enum keys_rung keys_strike_held(const struct keys_strike_policy *policy,
                                const struct keys_strikes *strikes, uint64_t now_s)
{
	uint64_t points;

	if (strikes->rung == KEYS_REVOKE ||
	    (strikes->rung != KEYS_RUNG_NONE && now_s < strikes->until_s))
		return strikes->rung;
	points = keys_strike_points(policy, strikes, now_s);
	for (size_t i = 0; i < policy->step_count; i++)
		if (policy->steps[i].rung == KEYS_WARN && reaches(points, &policy->steps[i]) &&
		    policy->up_to >= KEYS_WARN)
			return KEYS_WARN;
	return KEYS_RUNG_NONE;
}

/* The highest step at or under the points. */
static const struct keys_step *step_at(const struct keys_strike_policy *policy, uint64_t points)
{
	const struct keys_step *step = NULL;

	for (size_t i = 0; i < policy->step_count && reaches(points, &policy->steps[i]); i++)
		step = &policy->steps[i];
	return step;
}

static void hold(struct keys_strikes *strikes, const struct keys_step *step, uint64_t now_s)
{
	if (step->rung < KEYS_THROTTLE || strikes->rung == KEYS_REVOKE)
		return;
	/* A suspension that still runs is not made a throttle by a later, lower rung. */
	if (strikes->rung > step->rung && now_s < strikes->until_s)
		return;
	strikes->rung = step->rung;
	strikes->until_s = now_s + step->for_s;
	strikes->share_percent = step->share_percent;
}

struct keys_strike_outcome keys_strike_add(const struct keys_strike_policy *policy,
                                           struct keys_strikes             *strikes,
                                           const struct keys_evidence *evidence, uint64_t now_s)
{
	struct keys_strike_outcome outcome = { 0 };
	const struct keys_step    *step;

	outcome.added_milli = keys_strike_weight(policy, evidence);
	if (outcome.added_milli == 0)
		return outcome;
	if (is_remembered(policy, strikes, evidence->body, now_s)) {
		outcome.added_milli = 0;
		return outcome;
	}
	remember(strikes, evidence->body, now_s);
	strikes->milli = keys_strike_points(policy, strikes, now_s) + outcome.added_milli;
	if (now_s > strikes->as_of_s)
		strikes->as_of_s = now_s;
	strikes->count++;
	step = step_at(policy, strikes->milli);
	if (step == NULL)
		return outcome;
	outcome.reached = step->rung;
	outcome.is_held = step->rung <= policy->up_to;
	if (outcome.is_held)
		hold(strikes, step, now_s);
	return outcome;
}

void keys_strike_take_back(struct keys_strikes *strikes, uint32_t added_milli, uint64_t body)
{
	strikes->milli -= strikes->milli < added_milli ? strikes->milli : added_milli;
	strikes->count -= strikes->count > 0 ? 1 : 0;
	for (uint32_t i = 0; i < strikes->body_count; i++) {
		if (strikes->bodies[i] != body)
			continue;
		strikes->body_count--;
		strikes->bodies[i] = strikes->bodies[strikes->body_count];
		strikes->body_s[i] = strikes->body_s[strikes->body_count];
		return;
	}
}
