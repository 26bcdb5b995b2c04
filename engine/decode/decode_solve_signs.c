/* SPDX-License-Identifier: Apache-2.0 */
/* Stretches of signs, which hold no words and no letters to look at: rot47 with some other number
 * of places than 47.
 *
 *   Decode this: 0+"-| x )+(~+x& -( &x'").%x-| ,-(z$ )+"z|, and say it
 *                [--------------- stretch ----------------]
 *
 * Tokens of which a third are signs, and short ones between them. */
#include "decode_solver.h"
#include "decode_token.h"

#define STRETCH_MIN   16u /* bytes that are no spaces */
#define STRETCHES_MAX 4u  /* tried in one text: a try is 93 keys */
#define SHORT_MAX     2u

struct stretch {
	size_t start;
	size_t end; /* of the last token with signs */
	size_t bytes;
};

enum token { TOKEN_SIGNS, TOKEN_SHORT, TOKEN_OTHER };

static enum token token_of(struct slice token)
{
	size_t signs = 0;

	for (size_t i = 0; i < token.len; i++)
		signs += !decode_word_is_part(token.ptr[i]);
	if (signs * 3 >= token.len && signs > 0)
		return TOKEN_SIGNS;
	return token.len <= SHORT_MAX ? TOKEN_SHORT : TOKEN_OTHER;
}

/* Where the token of the next sign begins, at or after `at`. */
static size_t next_sign(const struct decode_solver *solver, size_t at)
{
	size_t start = at;

	if (solver->survey == NULL)
		return at;
	start = decode_survey_sign(solver->survey, at, solver->text.len);
	while (start > at && !ascii_is_space(solver->text.ptr[start - 1]))
		start--;
	return start;
}

/* The next stretch at or after `*at`, which goes along; false behind the last. */
static bool next_stretch(const struct decode_solver *solver, size_t *at, struct stretch *stretch)
{
	const struct slice text = solver->text;

	*stretch = (struct stretch){ .bytes = 0 };
	while (*at < text.len) {
		size_t     end;
		enum token token;

		if (stretch->bytes == 0)
			*at = next_sign(solver, *at);
		end = *at;

		while (end < text.len && !ascii_is_space(text.ptr[end]))
			end++;
		if (end == *at) {
			++*at;
			continue;
		}
		token = token_of(slice_range(text, *at, end));
		if (token == TOKEN_OTHER && stretch->bytes >= STRETCH_MIN)
			return true;
		if (token == TOKEN_OTHER || (token == TOKEN_SHORT && stretch->bytes == 0)) {
			stretch->bytes = 0;
		} else {
			if (stretch->bytes == 0)
				stretch->start = *at;
			stretch->bytes += end - *at;
			if (token == TOKEN_SIGNS)
				stretch->end = end;
		}
		*at = end;
	}
	return stretch->bytes >= STRETCH_MIN;
}

void decode_solve_signs(struct decode_solver *solver)
{
	struct stretch stretch;
	unsigned       tries = 0;

	for (size_t at = 0;
	     !solver->failed && tries < STRETCHES_MAX && next_stretch(solver, &at, &stretch);
	     tries++) {
		const struct slice   text = slice_range(solver->text, stretch.start, stretch.end);
		struct decode_sample sample;
		struct decode_key    key;

		if (!decode_reads_varied(text) ||
		    decode_solver_was_tried(solver, DECODE_TRIED_REGION, text))
			continue;
		decode_sample_take(text, &sample);
		if (decode_key_of(DECODE_CIPHER_ROT47, solver->lexicon, &sample, &key))
			decode_solver_add(solver,
			                  &(struct decode_solution){ (uint32_t)stretch.start,
			                                             (uint32_t)stretch.end,
			                                             DECODE_CIPHER_ROT47, false });
	}
}
