/* SPDX-License-Identifier: Apache-2.0 */
/* For decode_solve*.c only: the parts that solve a region that does not read. */
#ifndef DECODE_SOLVER_H
#define DECODE_SOLVER_H

#include "decode_key.h"
#include "decode_opaque.h"
#include "decode_reads.h"
#include "decode_solve.h"
#include "decode_word.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct decode_solver {
	struct slice                text;
	const struct text_lexicon  *lexicon;
	const struct decode_words  *words;  /* of the text */
	const struct decode_survey *survey; /* of the text, or NULL */
	struct decode_tried        *tried;  /* or NULL */
	struct arena               *arena;
	struct decode_solution     *items;
	size_t                      count;
	size_t                      cap;
	bool                        failed;
};

/* Does the region begin in data, into which ciphers do not look? `stretch` goes along. */
bool decode_solver_in_data(const struct decode_solver *solver, const struct decode_region *region,
                           struct decode_stretch *stretch);

/* Behind those that are there; they are in order of their place. */
void decode_solver_add(struct decode_solver *solver, const struct decode_solution *solution);

enum decode_tried_kind { DECODE_TRIED_REGION, DECODE_TRIED_CODE, DECODE_TRIED_COUNT };

/* Was a region or a code of the same bytes tried, and nothing found in it? */
bool decode_solver_was_tried(const struct decode_solver *solver, enum decode_tried_kind kind,
                             struct slice text);

/* Nothing was found in `text`, a part of solver->text. */
void decode_solver_try(struct decode_solver *solver, enum decode_tried_kind kind,
                       struct slice text);

/* Other letters are words only in lists. */
static inline bool decode_is_one_letter_word(char byte)
{
	return byte == 'a' || byte == 'A' || byte == 'i' || byte == 'I';
}

static inline bool decode_has_space(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\t')
			return true;
	return false;
}

/* ---- decode_solve_turned.c ---- */

/* Does a text read from behind, and better than as it is? `as_is` is how its first
 * DECODE_KEY_SAMPLE bytes read; NULL: not known. `score` is that of its beginning. */
bool decode_turned_reads(const struct text_lexicon *lexicon, struct slice run,
                         const struct decode_reading *as_is, int64_t *score);

/* Does it, without its keys and numbers (long tokens with digits), where it has some? */
bool decode_turned_reads_beside_data(const struct text_lexicon *lexicon, struct slice run);

/* Does a text read so well that nothing from behind does? One text in a thousand from behind. */
bool decode_turned_is_plain(const struct decode_reading *as_is);

#define DECODE_CODE_BETTER 1024 /* than as it stands: four bytes more that are a code */

/* Are there signs and digits in places where letter ciphers leave none? */
bool decode_solve_is_odd(struct slice sample);

/* Is it a cipher of letters from behind: "ozbo rcvc n rxnz V bq jbu"? With `printable`, or ROT47.
 */
bool decode_turned_is_cipher(const struct text_lexicon *lexicon, struct slice run, bool printable);

/* Is it a code from behind, the whole or each token, and none or not so good a one as it is?
 * `score` as decode_reads_as_code() has it. */
bool decode_turned_is_code(const struct text_lexicon *lexicon, struct slice run, bool tokens,
                           struct arena *scratch, int64_t *score);

/* ---- decode_solve_region.c ---- */

/* The region as a whole: as language under one key of any cipher. */
void decode_solve_region(struct decode_solver *solver, struct decode_region *region);

/* ---- decode_solve_code.c ---- */

/* Stretches without words that are codes under a cipher. The first ones that are added. */
void decode_solve_codes(struct decode_solver *solver);

/* ---- decode_solve_signs.c ---- */

/* Stretches of signs that read under some key of rot47. */
void decode_solve_signs(struct decode_solver *solver);

/* ---- decode_solve_word.c ---- */

/* Words that no solution has, line by line: where ciphers make words of nearly all that is
 * unknown, they are taken. */
void decode_solve_words(struct decode_solver *solver);

/* Do the words of a text read one by one, as they are or each under a cipher's usual key, where
 * one key for all makes words of `read` letters only? */
bool decode_solve_is_mixed(const struct text_lexicon *lexicon, struct slice text, size_t read);

/* Is it one short word of which a cipher's usual key makes one that rules name? No other key is
 * asked then. Sets the cipher. */
bool decode_solve_is_word(const struct text_lexicon *lexicon, struct slice text,
                          struct decode_solution *solution);

#endif
