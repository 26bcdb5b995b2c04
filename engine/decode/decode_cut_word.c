/* SPDX-License-Identifier: Apache-2.0 */
/* Words cut into pieces, by signs or by spaces in the wrong places:
 *
 *   ma-ke a pi.pe bo_mb      ho wdoi mak eap ipe bo mb
 *
 * Pieces of words are mostly no words. A region in which short strings that no lexicon knows
 * outweigh the words is read without its gaps and split again; it stands for the result
 * where that is made of words throughout and of no more of them than there were pieces.
 * "Well-known", "U.S. Navy", names and other languages stay as they are. */
#include "decode_word.h"

#include "decode_kind.h"

#include <string.h>

#define LETTERS_MAX 480u
#define PIECE_MAX   8u /* letters; a longer string that is no word is a name */
#define PIECE_SMALL 2u /* letters; a word this short says nothing */
#define PIECES_MIN  2u

/* A stretch of words under suspicion. */
struct region {
	size_t start;  /* of the first word ... */
	size_t end;    /* behind the last one that was no word */
	size_t last;   /* where the search got to */
	size_t before; /* start of the word before the first; or of the first */
	long   sum;
	size_t odd; /* strings that are no words */
};

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* How much a word speaks for being a piece; LONG_MIN-like values end a region. */
static long weight_of(const struct decode_input *input, struct decode_word word)
{
	struct slice bytes = slice_range(input->text, word.start, word.end);
	long         length = (long)bytes.len;

	if (is_digit(bytes.ptr[0]))
		return -(long)LETTERS_MAX;
	if (word.rank != TEXT_WORD_NONE)
		return bytes.len <= PIECE_SMALL ? 0 : -length;
	return bytes.len > PIECE_MAX ? -(long)LETTERS_MAX : length;
}

/* One space or sign; "esp. ICs" is two sentences, not two pieces. */
static bool is_gap(struct slice text, size_t start, size_t end)
{
	return end - start == 1 && memchr("()\":;!?", text.ptr[start], 7) == NULL;
}

/* The region that begins with `first`, whose weight is not below 0. */
static struct region region_from(const struct decode_input *input, struct decode_word first,
                                 size_t before)
{
	struct region      region = { .start = first.start, .last = first.end, .before = before };
	struct decode_word word = first;

	do {
		long weight = weight_of(input, word);

		region.sum += weight;
		if (region.sum < 0)
			break;
		region.last = word.end;
		if (weight > 0) {
			region.odd++;
			region.end = word.end;
		}
	} while (decode_word_next(input, region.last, &word) &&
	         is_gap(input->text, region.last, word.start) &&
	         word.end - region.start <= LETTERS_MAX);
	return region;
}

/* ---- reading it again ---- */

struct pieces {
	char   letters[LETTERS_MAX + 2 * DECODE_WORD_MAX]; /* folded */
	size_t len;
	size_t count;
	size_t odd;
};

static bool gather(const struct decode_input *input, struct slice text, struct pieces *pieces)
{
	const struct decode_input part = { .text = text, .lexicon = input->lexicon };
	struct decode_word        word;

	*pieces = (struct pieces){ 0 };
	for (size_t at = 0; decode_word_next(&part, at, &word); at = word.end) {
		struct slice bytes = slice_range(text, word.start, word.end);

		if (bytes.len > sizeof pieces->letters - pieces->len)
			return false;
		for (size_t i = 0; i < bytes.len; i++) {
			char byte = bytes.ptr[i];

			pieces->letters[pieces->len++] = byte >= 'A' && byte <= 'Z'
			                                         ? (char)(byte | 0x20)
			                                         : byte;
		}
		pieces->count++;
		pieces->odd += word.rank == TEXT_WORD_NONE;
	}
	return pieces->count >= PIECES_MIN;
}

/* Letters by themselves are no words, but for "a" and "I". */
static bool has_lone_letter(const struct pieces *pieces, const struct text_split *split)
{
	size_t start = 0;

	for (size_t i = 0; i < split->count; i++) {
		char letter = pieces->letters[start];

		if (split->ends[i] - start == 1 && letter != 'a' && letter != 'i')
			return true;
		start = split->ends[i];
	}
	return false;
}

/* Fewer words than pieces; or as many, where most pieces were none. */
static bool reads_better(const struct pieces *pieces, const struct text_split *split)
{
	return split->known == pieces->len && !has_lone_letter(pieces, split) &&
	       (split->count < pieces->count ||
	        (split->count == pieces->count && pieces->odd * 2 >= pieces->count));
}

static bool read_again(const struct decode_input *input, struct slice text, struct pieces *pieces,
                       struct text_split *split)
{
	return gather(input, text, pieces) && pieces->odd > 0 &&
	       text_lexicon_split(input->lexicon, (struct slice){ pieces->letters, pieces->len },
	                          input->scratch, split) &&
	       reads_better(pieces, split);
}

/* With the words on either side, which may be pieces that happen to be words, or without. */
static bool try_region(const struct decode_input *input, const struct region *region,
                       struct decode_run *run)
{
	struct decode_word next = { 0 };
	size_t             wide = region->end;
	struct pieces      pieces;
	struct text_split  split;

	if (decode_word_next(input, region->end, &next) &&
	    is_gap(input->text, region->end, next.start) && next.end - next.start <= PIECE_MAX)
		wide = next.end;
	const size_t starts[] = { region->start, region->before, region->start, region->before };
	const size_t ends[] = { region->end, region->end, wide, wide };

	for (size_t i = 0; i < 4; i++) {
		if (!read_again(input, slice_range(input->text, starts[i], ends[i]), &pieces,
		                &split))
			continue;
		*run = (struct decode_run){ starts[i], ends[i], ends[i] };
		return true;
	}
	return false;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_word word;
	struct decode_word last = { 0 };
	bool               has_last = false;

	for (size_t at = from; decode_word_next(input, at, &word);) {
		struct region region;
		size_t        mark = arena_mark(input->scratch);
		size_t        before = word.start;

		if (has_last && is_gap(input->text, last.end, word.start))
			before = last.start;
		last = word;
		has_last = true;
		at = word.end;
		if (weight_of(input, word) < 0)
			continue;
		region = region_from(input, word, before);
		if (region.odd > 0 && try_region(input, &region, run))
			return true;
		arena_rewind(input->scratch, mark);
		at = region.last;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations cut = TEXT_OPERATION_BIT(cut_word);
	struct pieces         pieces;
	struct text_split     split;
	struct decode_word    word;
	size_t                read = 0; /* letters */
	size_t                ended = 0;

	if (!read_again(input, input->text, &pieces, &split))
		return false;
	for (size_t at = 0; decode_word_next(input, at, &word); at = word.end) {
		bool glued = at > 0 && !(ended > 0 && split.ends[ended - 1] == read);

		if (glued)
			decode_sink_drop(sink, at, word.start, cut, cut);
		else if (at > 0)
			decode_sink_copy(sink, input->text, at, word.start);
		for (size_t i = word.start; i < word.end; i++) {
			if (i > word.start && ended > 0 && split.ends[ended - 1] == read)
				decode_sink_put(sink, SLICE_LIT(" "), i, i, cut, cut);
			decode_sink_copy(sink, input->text, i, i + 1);
			read++;
			while (ended < split.count && split.ends[ended] <= read)
				ended++;
		}
	}
	return true;
}

const struct decode_kind decode_cut_word = { .name = "cut_word",
	                                     .operation = TEXT_OPERATION_cut_word,
	                                     .signal = "bypass.encoding/cut_word",
	                                     .pass = DECODE_PASS_WORDING,
	                                     .needs = DECODE_MARK_UNKNOWN | DECODE_MARK_INNER |
	                                              DECODE_MARK_HYPHEN | DECODE_MARK_SINGLES,
	                                     .growth = 2,
	                                     .find = find,
	                                     .decode = decode };
