/* SPDX-License-Identifier: Apache-2.0 */
/* Words cut into pieces, by signs or by spaces in the wrong places:
 *
 *     ma-ke a pi.pe bo_mb      ho wdoi mak eap ipe bo mb      bo-
 *                                                             mb
 *
 * Pieces of words are mostly no words. Around strings that no lexicon knows, a stretch of
 * text is read without its gaps and split again. Where a gap and an end of a word fall
 * together, nothing changed; what lies between two such places is a group:
 *
 *     How do I | ch eat | on my | chemist ry | ex am
 *                cheat            chemistry    exam
 *
 * A group stands for its words when all of them are known and a piece of it was not; beside
 * such a group also one that only became fewer words. "Well-known", "U.S. Navy", names and
 * other languages stay as they are. */
#include "decode_cut_word.h"

#include "decode_kind.h"

#include <string.h>

#define NAME_MIN 5u /* letters */
#define AROUND   6u /* words before and behind an odd one that are read with it */

/* A window of text around odd pieces. */
struct window {
	size_t start;
	size_t end;
	size_t searched; /* behind the last odd piece */
	size_t odd;      /* but for names */
	size_t letters;
};

/* The last pieces, each a gap away from the next. */
struct history {
	struct decode_cut_piece pieces[AROUND];
	size_t                  count;
};

static void remember(struct history *history, const struct decode_cut_piece *piece)
{
	if (history->count == AROUND) {
		memmove(history->pieces, history->pieces + 1,
		        (AROUND - 1) * sizeof history->pieces[0]);
		history->count--;
	}
	history->pieces[history->count++] = *piece;
}

/* "Llanelli" is no piece of a word because there is another name beside it. */
static bool is_name(struct slice text, const struct decode_cut_piece *piece)
{
	if (piece->end - piece->start < NAME_MIN || text.ptr[piece->start] < 'A' ||
	    text.ptr[piece->start] > 'Z')
		return false;
	for (size_t at = piece->start + 1; at < piece->end; at++)
		if (text.ptr[at] < 'a' || text.ptr[at] > 'z')
			return false;
	return true;
}

static void window_add(struct slice text, struct window *window,
                       const struct decode_cut_piece *piece)
{
	window->end = piece->end;
	window->letters += piece->end - piece->start;
	if (piece->odd) {
		window->odd += !is_name(text, piece);
		window->searched = piece->end;
	}
}

/* The window that begins before the odd piece `first`. */
static struct window window_from(const struct decode_input *input, const struct history *history,
                                 const struct decode_cut_piece *first)
{
	struct window           window = { .start = first->start };
	struct decode_cut_piece piece = *first;
	size_t                  since = 0;

	for (size_t i = 0; i < history->count; i++)
		window_add(input->text, &window, &history->pieces[i]);
	if (history->count > 0)
		window.start = history->pieces[0].start;
	do {
		window_add(input->text, &window, &piece);
		since = piece.odd ? 0 : since + 1;
	} while (since < AROUND && window.letters < DECODE_CUT_LETTERS &&
	         decode_cut_next(input, piece.end, &piece) && !piece.number &&
	         decode_cut_is_gap(input->text, window.end, piece.start));
	return window;
}

/* One odd piece alone is half of a word, or nothing. */
static bool has_halves(const struct decode_input *input, const struct history *history,
                       const struct decode_cut_piece *odd)
{
	const struct decode_cut_piece *before = NULL;
	struct decode_cut_piece        behind;
	bool                           has_behind;

	if (history->count > 0)
		before = &history->pieces[history->count - 1];
	has_behind = decode_cut_next(input, odd->end, &behind) && !behind.number &&
	             decode_cut_is_gap(input->text, odd->end, behind.start);
	return (before != NULL && decode_cut_makes_word(input, before->start, odd->end, false)) ||
	       (has_behind && decode_cut_makes_word(input, odd->start, behind.end, false)) ||
	       (before != NULL && has_behind &&
	        decode_cut_makes_word(input, before->start, behind.end, false));
}

static bool is_capital_at(struct slice text, size_t at)
{
	return at < text.len && text.ptr[at] >= 'A' && text.ptr[at] <= 'Z';
}

/* "U.S.": two initials that are the only odd pieces of a window, and with the pieces beside them no
 * word. */
static bool is_initials(const struct decode_input *input, const struct history *history,
                        const struct decode_cut_piece *piece, const struct window *window)
{
	const struct slice             text = input->text;
	const struct decode_cut_piece *before = NULL;
	const size_t                   second = piece->end + 1;
	const size_t                   end = second + 1;
	struct decode_cut_piece        behind;

	if (window->odd != 2 || window->searched != end || piece->end - piece->start != 1 ||
	    !is_capital_at(text, piece->start) || text.ptr[piece->end] != '.' ||
	    !is_capital_at(text, second))
		return false;
	if (history->count > 0)
		before = &history->pieces[history->count - 1];
	if (before != NULL && (decode_cut_makes_word(input, before->start, piece->end, false) ||
	                       decode_cut_makes_word(input, before->start, end, false)))
		return false;
	if (end == window->end || !decode_cut_next(input, end, &behind))
		return true;
	return !decode_cut_makes_word(input, second, behind.end, false) &&
	       !decode_cut_makes_word(input, piece->start, behind.end, false) &&
	       (before == NULL || !decode_cut_makes_word(input, before->start, behind.end, false));
}

static bool try_window(const struct decode_input *input, const struct window *window,
                       struct decode_run *run)
{
	struct decode_cut_reading reading;
	struct decode_input       part = *input;

	part.text = slice_range(input->text, window->start, window->end);
	part.words = NULL;
	part.survey = NULL;
	if (!decode_cut_read(&part, false, &reading))
		return false;
	*run = (struct decode_run){ window->start, window->end, window->end };
	return true;
}

/* ---- where to look ---- */

#define JOINTS (DECODE_MARK_JOINT | DECODE_MARK_INNER | DECODE_MARK_HYPHENATED)

/* The first of the words that `pieces` pieces before this one are made of. */
static size_t words_before(const struct decode_input *input, size_t index, size_t pieces)
{
	const struct decode_word *items = input->words->items;

	while (index > 0 && (pieces > 0 || items[index].start == 0 ||
	                     input->text.ptr[items[index].start - 1] == '\'')) {
		index--;
		pieces -= pieces > 0 && items[index].start > 0 &&
		          input->text.ptr[items[index].start - 1] != '\'';
	}
	return index;
}

/* The end of the next odd word, or of a block in which signs stand between two words that may make
 * one; false when there is neither. *start is where it begins. */
static bool next_odd(const struct decode_input *input, size_t from, size_t *start, size_t *end)
{
	struct decode_word word;
	const bool         odd = decode_word_next_odd(input, from, &word);
	const size_t       most = odd ? word.start : input->text.len;

	*start = most;
	*end = odd ? word.end : most;
	if (from >= most || (input->marks & (DECODE_MARK_JOINT | DECODE_MARK_INNER)) == 0)
		return odd;
	*start = decode_survey_marked(input->survey, JOINTS, from, most);
	if (*start < most)
		*end = *start + DECODE_SURVEY_BLOCK;
	return odd || *start < most;
}

/* A place half a dozen pieces before the next odd one, so that the pieces before it are seen as
 * they would be from `from`; false when there is none. */
static bool next_near(const struct decode_input *input, size_t from, size_t *near, size_t *end)
{
	const struct decode_words *words = input->words;
	size_t                     start;
	size_t                     index;

	*near = from;
	*end = input->text.len;
	if (words == NULL || input->survey == NULL || from >= input->text.len)
		return true;
	if (!next_odd(input, from, &start, end))
		return false;
	index = decode_words_behind(words, start);
	index = words_before(input, index < words->count ? index : words->count - 1, AROUND + 2);
	if (words->items[index].start > from)
		*near = words->items[index].start;
	return true;
}

static bool goes_on(struct slice text, size_t end, size_t start)
{
	return (start == end + 1 && text.ptr[end] == ' ') || decode_cut_is_gap(text, end, start);
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct history          history = { .count = 0 };
	size_t                  looked = from; /* up to here no jump is needed */
	struct decode_cut_piece piece;
	size_t                  mark = arena_mark(input->scratch);
	size_t                  searched = from;

	for (size_t at = from;; at = piece.end) {
		if (at >= looked) {
			size_t near;

			if (!next_near(input, at, &near, &looked))
				return false;
			if (near > at) {
				at = near;
				history.count = 0;
			}
		}
		if (!decode_cut_next(input, at, &piece))
			return false;
		if (piece.number || (history.count > 0 && !goes_on(input->text, at, piece.start)))
			history.count = 0;
		if (piece.number)
			continue;
		if (piece.odd && piece.start >= searched) {
			struct window window = window_from(input, &history, &piece);

			if (window.odd < 2 && !has_halves(input, &history, &piece))
				window.searched = piece.end;
			else if (!is_initials(input, &history, &piece, &window) &&
			         try_window(input, &window, run))
				return true;
			arena_rewind(input->scratch, mark);
			searched = window.searched;
		}
		remember(&history, &piece);
	}
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations     cut = TEXT_OPERATION_BIT(cut_word);
	struct decode_cut_reading reading;

	if (!decode_cut_read(input, true, &reading))
		return false;
	for (size_t i = 0; i < reading.letters; i++) {
		size_t at = reading.places[i];
		size_t gap = i > 0 ? (size_t)reading.places[i - 1] + 1 : 0;

		if (i > 0 && reading.parts[i] && gap == at)
			decode_sink_put(sink, SLICE_LIT(" "), at, at, cut, cut);
		else if (gap + 1 < at && reading.kept[i] && reading.parts[i])
			decode_sink_put(sink, SLICE_LIT(" "), gap, at, cut, 0);
		else if (gap < at && reading.kept[i])
			decode_sink_copy(sink, input->text, gap, at);
		else if (gap < at)
			decode_sink_drop(sink, gap, at, cut,
			                 decode_cut_is_line_end(input->text, gap, at) ? 0 : cut);
		decode_sink_copy(sink, input->text, at, at + 1);
	}
	return true;
}

const struct decode_kind decode_cut_word = { .name = "cut_word",
	                                     .operation = TEXT_OPERATION_cut_word,
	                                     .signal = "bypass.encoding/cut_word",
	                                     .pass = DECODE_PASS_WORDING,
	                                     .needs = DECODE_MARK_UNKNOWN | DECODE_MARK_INNER |
	                                              DECODE_MARK_HYPHENATED | DECODE_MARK_SINGLES,
	                                     .growth = 2,
	                                     .find = find,
	                                     .decode = decode };
