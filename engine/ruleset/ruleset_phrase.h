/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of one phrase, shared by ruleset_phrase.c (structure) and
 * ruleset_phrase_word.c (words). */
#ifndef RULESET_PHRASE_H
#define RULESET_PHRASE_H

#include "ruleset_build.h"

#include "match_phrase.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PHRASE_FRAMES_MAX       16
#define PHRASE_CURSORS_MAX      8
#define PHRASE_ITEMS_MAX        64
#define PHRASE_GAP_MAX          30
#define PHRASE_STAR_LETTERS_MIN 3

/* "{" or "[" that is open. */
struct phrase_frame {
	char     opened;
	size_t   offset;      /* of the bracket */
	uint32_t start;       /* where every alternative begins */
	uint32_t join;        /* where every alternative ends */
	bool     inflects;    /* "{...}~" */
	bool     has_content; /* of the alternative in hand */
};

/* A text that is being read: the phrase, or an entry of a list. */
struct phrase_cursor {
	const struct ruleset_list *list; /* NULL: the phrase itself */
	size_t                     entry;
	const struct ruleset_text *text;
	size_t                     offset;
	uint32_t                   start;
	uint32_t                   target;
	size_t                     frame_base; /* frames below belong to other texts */
	bool                       inflects;   /* "@name~" */
	bool                       has_content;
};

/* One word as written, which may be several in folded text. */
struct phrase_item {
	struct slice         written; /* with its stars, for sharing */
	struct slice         word;    /* folded, without outer spaces: "pipe bomb" */
	struct slice         joined;  /* "pipebomb", or empty */
	enum match_edge_kind kind;
	bool                 inflects;
	size_t               offset;
};

struct phrase_reader {
	struct ruleset_build        *build;
	struct match_phrase_builder *builder;
	struct phrase_cursor         cursors[PHRASE_CURSORS_MAX];
	size_t                       cursor_count;
	struct phrase_frame          frames[PHRASE_FRAMES_MAX];
	size_t                       frame_count;
	struct phrase_item           items[PHRASE_ITEMS_MAX]; /* words not yet edges */
	size_t                       item_count;
	uint32_t                     at;     /* the node where the text so far ends */
	bool                         shares; /* `at` is reached by words alone from the
	                                        list's beginning: nodes may be shared */
	bool                 after_gap;
	bool                 full;   /* the builder has no more nodes */
	struct ruleset_names shared; /* (node, word, target) -> node */
};

enum status ruleset_phrase_fault(struct phrase_reader *reader, size_t offset, const char *format,
                                 ...) PRINTF_FORMAT(3, 4);

/* A new node; sets `full` when there is none. */
uint32_t ruleset_phrase_node(struct phrase_reader *reader);

/* The branch in hand is no longer empty. */
void ruleset_phrase_content(struct phrase_reader *reader);

/* Reads the word at the cursor into `items`. */
MUST_CHECK enum status ruleset_phrase_word_read(struct phrase_reader *reader);

/* Edges for one item from `at`; they end in `target`, or in a new node when that is
 * MATCH_NODE_NONE. `at` moves there. */
MUST_CHECK enum status ruleset_phrase_item_emit(struct phrase_reader     *reader,
                                                const struct phrase_item *item, uint32_t target);

#endif
