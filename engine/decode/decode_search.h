/* SPDX-License-Identifier: Apache-2.0 */
/* The disguised runs of one text, as the decoders of one pass see them. */
#ifndef DECODE_SEARCH_H
#define DECODE_SEARCH_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "decode_budget.h"
#include "decode_kind.h"
#include "decode_unwrap.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* text[start, end) was decoded. */
struct decode_found {
	const struct decode_kind *kind;
	size_t                    kind_index;
	size_t                    start;
	size_t                    end;
	struct slice              bytes;     /* valid UTF-8 */
	struct decode_unwrapped  *unwrapped; /* what was decoded was no text; NULL: it was */
	bool                      repaired;  /* what was decoded was not: bad bytes are replaced */
};

struct decode_finds {
	struct decode_found *items; /* in order of their place, apart from each other */
	size_t               count;
	size_t               cap;
};

/* What to search, and with what. */
struct decode_search {
	struct slice                   text;
	decode_marks                   marks;     /* of the text */
	const struct decode_survey    *survey;    /* of the text, by place; or NULL */
	const struct decode_words     *words;     /* of the text; or NULL */
	const struct decode_solutions *solutions; /* of the text; or NULL */
	const struct text_lexicon     *lexicon;
	decode_set                     decoders; /* a bit each that has to look, of all passes */
	enum decode_pass               pass;
	struct arena                  *arena; /* for the finds and what was decoded */
};

/* Every decoder of the pass in turn, earlier rows of decode_kind.def first; a later one
 * only sees what lies between the runs already taken. Spends bytes and candidates of the
 * purse. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status decode_search(const struct decode_search *search, struct decode_purse *purse,
                                     struct decode_finds *finds);

/* Of the decoders whose bit is set, those of each pass that have to look into a text with these
 * marks. */
void decode_search_choose(decode_set decoders, decode_marks marks,
                          decode_set chosen[DECODE_PASS_COUNT]);

#endif
