/* SPDX-License-Identifier: Apache-2.0 */
/* What the decoders of ciphers share: the regions of a text that do not read, each tried
 * under all ciphers at once. They are worked out once for a view; each decoder then takes
 * its own. */
#ifndef DECODE_SOLVE_H
#define DECODE_SOLVE_H

#include "decode_key.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* text[start, end) reads, or is the code of something, when this cipher is undone. */
struct decode_solution {
	uint32_t           start;
	uint32_t           end;
	enum decode_cipher cipher;
	bool               code;
};

struct decode_solutions {
	const struct decode_solution *items; /* in order of their place, apart */
	size_t                        count;
};

/* What was tried in vain: a view says again most of what the view above it says. Zero to begin
 * with; holds on to parts of the texts it is given with. */
struct decode_tried {
	struct slice *texts; /* NULL until something was tried */
	size_t        slots; /* of either kind */
};

/* The solutions of a text of at most UINT32_MAX bytes; `words` are those of the text, and `survey`
 * too, which may be NULL. `tried` goes from text to text, or is NULL. Linear in the text. NULL when
 * the arena is full. */
const struct decode_solutions *decode_solutions_of(struct slice                text,
                                                   const struct decode_words  *words,
                                                   const struct decode_survey *survey,
                                                   const struct text_lexicon  *lexicon,
                                                   struct decode_tried *tried, struct arena *arena);

/* find() of struct decode_kind for one cipher; with `text_only`, of codes only those that are
 * turned round token by token. */
bool decode_solve_find(enum decode_cipher cipher, bool text_only, const struct decode_input *input,
                       size_t from, struct decode_run *run);

/* decode() of struct decode_kind for a cipher that has keys: the key is looked for again in
 * the run, since a run is all that it is given. */
bool decode_solve_decode(enum decode_cipher cipher, enum text_operation operation,
                         const struct decode_input *input, struct decode_sink *sink);

/* The same of a run that reads under rot13: digits are turned as well. */
bool decode_solve_rot18(const struct decode_input *input, struct decode_sink *sink);

/* How a run reads from behind. */
enum decode_order {
	DECODE_ORDER_FORWARDS,
	DECODE_ORDER_TEXT,
	DECODE_ORDER_CODE,
	DECODE_ORDER_TOKENS /* a code, each token by itself */
};

enum decode_order decode_solve_order(const struct text_lexicon *lexicon, struct slice run,
                                     struct arena *scratch);

#endif
