/* SPDX-License-Identifier: Apache-2.0 */
/* A view is one rendering of a field: as sent, with its encoded parts replaced, the
 * decoded parts alone. Views form a tree; each is pieces of its parent:
 *
 *   view 0  as sent   make a cGlwZQ== bomb
 *   view 1  spliced   make a |pipe| bomb      pieces: copy [0,7), base64 [7,15), copy [15,20)
 *   view 2  decoded   pipe                    pieces: base64 [7,15)
 *
 * So where a byte of a view came from can always be worked out again (see
 * decode_origin.h), and nothing is recorded until something matched. */
#ifndef DECODE_VIEW_H
#define DECODE_VIEW_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "decode_kind.h"
#include "decode_solve.h"
#include "decode_unwrap.h"
#include "text_fold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum decode_view_kind {
	DECODE_VIEW_AS_SENT,  /* one field */
	DECODE_VIEW_JOINED,   /* several fields in order, a newline between */
	DECODE_VIEW_SPLICED,  /* the parent with its encoded runs replaced */
	DECODE_VIEW_DECODED,  /* the decoded runs alone, a newline between */
	DECODE_VIEW_LOOKALIKE /* the parent, with words made of look-alikes read as Latin */
};

/* "as_sent", "joined", ...; static. */
const char *decode_view_kind_name(enum decode_view_kind kind);

/* Bytes [start, next piece's start) of the view's text. */
struct decode_piece {
	size_t                    start;
	uint32_t                  field;        /* of a root view: which field */
	size_t                    source_start; /* root: in the field's bytes; else: in the */
	size_t                    source_end;   /* parent's clean text; empty for a joint */
	const struct decode_kind *kind;         /* NULL: the bytes as they are */
	size_t                    skip;         /* decoded bytes that were left out before these */
	struct decode_unwrapped  *unwrapped;    /* then these layers were taken off; or NULL */
	bool                      repaired;     /* after that, bad UTF-8 was replaced */
	struct text_map          *decode_map;   /* both made when first asked for, by */
	struct text_map          *repair_map;   /* decode_origin.c; NULL until then */
};

struct decode_words; /* decode_word.h */

struct decode_view {
	enum decode_view_kind   kind;
	uint32_t                parent;   /* its own index for a root */
	uint32_t                depth;    /* decodings since the field */
	bool                    negative; /* of a negative field */
	bool                    guessed; /* it, or a view above it, came from a pass that guesses */
	bool                    decoded; /* holds nothing but decoded text */
	bool                    raw;     /* pieces are of the parent's text, not its clean text */
	struct slice            text;    /* valid UTF-8 */
	struct slice            clean;   /* after decode_view_fold() */
	struct slice            folded;  /* after decode_view_fold() */
	struct text_clean_notes notes;
	struct decode_piece    *pieces;
	size_t                  piece_count;
	struct text_map        *fold_map; /* made when first asked for */
	struct text_map        *clean_map;
	/* Of `folded`, whose bytes are those of `clean` behind a space; NULL where they are not, or
	 * the view was not expanded. */
	const struct decode_words *words;

	uint64_t   hash;  /* of text */
	decode_set spent; /* ciphers undone since the last encoding, a bit a kind */
};

struct decode_views {
	struct decode_view        *items;
	size_t                     count;
	size_t                     cap;
	struct arena              *arena;
	const struct text_lexicon *lexicon; /* what words there are: for decoders that read */
	struct decode_tried        tried;   /* for ciphers, in vain */
};

/* Borrows both. `lexicon` is the ruleset's; NULL only where no decoder of the later passes
 * runs. */
void decode_views_init(struct decode_views *views, const struct text_lexicon *lexicon,
                       struct arena *arena);

/* Appends a copy of `view` and returns its index, or SIZE_MAX when the arena is full.
 * Pointers to views do not survive an add. */
size_t decode_views_add(struct decode_views *views, const struct decode_view *view);

/* Is there already a view that reads the same, with the same polarity, and as surely? The
 * bytes are compared, so no collision can hide a text. */
bool decode_views_have(const struct decode_views *views, const struct decode_view *view);

/* Fills clean, folded and notes. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status decode_view_fold(struct decode_view *view, struct arena *arena);

/* How a view's text becomes clean. */
enum text_clean_mode decode_view_mode(const struct decode_view *view);

#endif
