/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_survey.h"

#include "decode_survey_walk.h"

decode_marks decode_survey(struct slice text)
{
	return decode_survey_walk(text, NULL);
}

struct decode_survey *decode_survey_places(struct slice text, struct arena *arena)
{
	struct decode_survey *survey = ARENA_NEW(arena, struct decode_survey);

	if (survey == NULL)
		return NULL;
	survey->count = (text.len + DECODE_SURVEY_BLOCK - 1) / DECODE_SURVEY_BLOCK;
	survey->blocks = arena_alloc_zero(arena, survey->count + 1, sizeof *survey->blocks);
	survey->signs = ARENA_ARRAY(arena, survey->count + 1, uint64_t);
	survey->digits = ARENA_ARRAY(arena, survey->count + 1, uint64_t);
	survey->spaces = ARENA_ARRAY(arena, survey->count + 1, uint64_t);
	if (survey->blocks == NULL || survey->signs == NULL || survey->digits == NULL ||
	    survey->spaces == NULL)
		return NULL;
	survey->marks = decode_survey_walk(text, survey);
	return survey;
}

size_t decode_survey_marked(const struct decode_survey *survey, decode_marks marks, size_t at,
                            size_t end)
{
	size_t block = at / DECODE_SURVEY_BLOCK;

	while (block < survey->count && (survey->blocks[block] & marks) == 0)
		block++;
	if (block > at / DECODE_SURVEY_BLOCK)
		at = block * DECODE_SURVEY_BLOCK;
	return at < end ? at : end;
}

size_t decode_survey_unmarked(const struct decode_survey *survey, decode_marks marks, size_t at,
                              size_t end)
{
	size_t block = at / DECODE_SURVEY_BLOCK;

	while (block < survey->count && (survey->blocks[block] & marks) != 0)
		block++;
	if (block > at / DECODE_SURVEY_BLOCK)
		at = block * DECODE_SURVEY_BLOCK;
	return at < end ? at : end;
}

/* The first place at or after `at` whose bit is set. */
static size_t next_bit(const uint64_t *sets, size_t at, size_t end)
{
	uint64_t set;

	if (at >= end)
		return end;
	set = sets[at / DECODE_SURVEY_BLOCK] >> at % DECODE_SURVEY_BLOCK
	                                                << at % DECODE_SURVEY_BLOCK;
	for (at -= at % DECODE_SURVEY_BLOCK; set == 0; set = sets[at / DECODE_SURVEY_BLOCK]) {
		at += DECODE_SURVEY_BLOCK;
		if (at >= end)
			return end;
	}
	at += (size_t)__builtin_ctzll(set);
	return at < end ? at : end;
}

size_t decode_survey_sign(const struct decode_survey *survey, size_t at, size_t end)
{
	return next_bit(survey->signs, at, end);
}

size_t decode_survey_digit(const struct decode_survey *survey, size_t at, size_t end)
{
	return next_bit(survey->digits, at, end);
}

size_t decode_survey_tokens(const struct decode_survey *survey, size_t start, size_t end)
{
	size_t   count = 0;
	uint64_t before = 1; /* `start` begins one, if it is no space */

	for (size_t at = start; at < end;) {
		const size_t   index = at % DECODE_SURVEY_BLOCK;
		const size_t   rest = DECODE_SURVEY_BLOCK - index;
		const size_t   length = end - at < rest ? end - at : rest;
		const uint64_t spaces = survey->spaces[at / DECODE_SURVEY_BLOCK] >> index;
		uint64_t       begins = ~spaces & (spaces << 1 | before);

		if (length < DECODE_SURVEY_BLOCK)
			begins &= ((uint64_t)1 << length) - 1;
		count += (size_t)__builtin_popcountll(begins);
		before = spaces >> (length - 1) & 1;
		at += length;
	}
	return count;
}
