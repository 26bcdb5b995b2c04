/* SPDX-License-Identifier: Apache-2.0 */
/* Letters in another order, as a drawing tells it:
 *
 *     h . . . o . . . a . .      rail fence of three rails: written up and down, read
 *     . o . d . i . m . k .      row by row: "hoa odimk w e"
 *     . . w . . . . . . . e
 *
 *     h o w d      columns, four of them: written row by row, read down: "hia om wk de"
 *     o i m a      (or the other way round)
 *     k e
 *
 * The letters are those of a language, only no word is: a part of a line is tried where its
 * letters are the usual ones, most of its words are none and their order is unlikely. Two to
 * ten rails or columns are tried on the first letters that come out, the best on all, and it
 * must be made of words. */
#include "decode_kind.h"
#include "decode_line.h"
#include "decode_reads.h"
#include "text_letters.h"

#include <string.h>

#define LETTERS_LEAST 11u
#define BYTES_MOST    512u
#define LOOK_BYTES    128u
#define SAMPLE        64u /* characters that come out, by which keys are compared */
#define RAILS_MOST    10u
#define KEYS          (3u * (RAILS_MOST - 1))
#define READS_ALREADY 3 /* sixteenths of a bit a letter */

/* The places of a text's characters, in the order in which they are read. */
struct order {
	uint16_t places[BYTES_MOST];
	size_t   count;
};

static bool is_letter(char byte)
{
	return text_letters_code[(unsigned char)byte] != 0;
}

/* ---- orders ---- */

/* Which character of the text comes i-th when `rails` rails are undone. */
static void order_rails(unsigned rails, size_t count, uint16_t *from)
{
	const size_t cycle = 2 * ((size_t)rails - 1);
	size_t       next = 0;

	for (size_t rail = 0; rail < rails; rail++) {
		const size_t below = cycle - 2 * rail; /* until it is met again */
		const size_t steps[2] = { below == 0 ? cycle : below,
			                  below == cycle || below == 0 ? cycle : 2 * rail };

		for (size_t i = rail, turn = 0; i < count; i += steps[turn], turn = 1 - turn)
			from[i] = (uint16_t)next++;
	}
}

static void order_columns(size_t columns, size_t count, uint16_t *from)
{
	size_t next = 0;

	for (size_t column = 0; column < columns; column++)
		for (size_t i = column; i < count; i += columns)
			from[i] = (uint16_t)next++;
}

static void order_of_key(unsigned key, size_t count, uint16_t from[BYTES_MOST])
{
	const unsigned width = 2 + key / 3;
	uint16_t       inverse[BYTES_MOST];

	if (key % 3 == 0) {
		order_rails(width, count, from);
		return;
	}
	order_columns(width, count, key % 3 == 1 ? from : inverse);
	for (size_t i = 0; key % 3 == 2 && i < count; i++)
		from[inverse[i]] = (uint16_t)i;
}

/* ---- what may be one ---- */

/* Groups of as many letters: their spaces are none of the text. */
static bool is_grouped(struct slice text)
{
	const char *space = memchr(text.ptr, ' ', text.len);
	size_t      length = space == NULL ? text.len : (size_t)(space - text.ptr);

	if (length < 4)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if ((text.ptr[i] == ' ') != (i % (length + 1) == length))
			return false;
	return true;
}

static void places_of(struct slice text, bool grouped, struct order *order)
{
	order->count = 0;
	for (size_t i = 0; i < text.len; i++)
		if (!grouped || text.ptr[i] != ' ')
			order->places[order->count++] = (uint16_t)i;
}

/* ASCII, most of it letters, and those the usual ones of the languages of Europe. */
static bool has_usual_letters(struct slice text)
{
	size_t letters = 0;
	size_t usual = 0;

	for (size_t i = 0; i < text.len; i++) {
		if ((unsigned char)text.ptr[i] >= 0x80 || text.ptr[i] < ' ')
			return false;
		if (!is_letter(text.ptr[i]))
			continue;
		letters++;
		usual += memchr("etaoinsrhldu", text.ptr[i] | 0x20, 12) != NULL;
	}
	return letters >= LETTERS_LEAST && letters * 10 >= text.len * 6 &&
	       usual * 20 >= letters * 11;
}

static bool is_read_already(const struct text_lexicon *lexicon, struct slice text)
{
	struct slice sample = slice_range(text, 0, text.len < LOOK_BYTES ? text.len : LOOK_BYTES);
	struct decode_reading reading = decode_reads(lexicon, sample);

	return reading.known * 2 >= reading.letters ||
	       reading.score >= READS_ALREADY * (int64_t)reading.letters;
}

/* The same from the words that are listed, as far as these tell: half of the letters that a look
 * takes are in words. */
static bool is_known(const struct decode_input *input, const struct decode_run *run)
{
	const size_t end = run->end - run->start < LOOK_BYTES ? run->end : run->start + LOOK_BYTES;
	struct decode_word word;
	size_t             known = 0;

	if (input->words == NULL)
		return false;
	for (size_t at = run->start; decode_word_next(input, at, &word) && word.end <= end;
	     at = word.end)
		known += word.rank != TEXT_WORD_NONE && word.end - word.start > 2
		                 ? word.end - word.start
		                 : 0;
	return known * 2 >= end - run->start;
}

/* ---- keys ---- */

static int64_t score_of(struct slice text, const struct order *order, const uint16_t *from)
{
	const size_t count = order->count < SAMPLE ? order->count : SAMPLE;
	unsigned     first = 0;
	unsigned     second = 0;
	int64_t      score = 0;

	for (size_t i = 0; i < count; i++) {
		char     byte = text.ptr[order->places[from[i]]];
		unsigned third = text_letters_code[(unsigned char)byte];

		score += text_letters_odds[first][second][third];
		first = second;
		second = third;
	}
	return score;
}

static size_t words_that_are_long(const struct text_split *split)
{
	size_t count = 0;

	for (size_t i = 0; i < split->count; i++)
		count += split->ends[i] - (i > 0 ? split->ends[i - 1] : 0) > 2;
	return count;
}

/* Letters without spaces are made of words. */
static bool splits_well(const struct decode_input *input, struct slice letters)
{
	const size_t      mark = arena_mark(input->scratch);
	char              folded[BYTES_MOST];
	struct text_split split;
	bool              well;

	for (size_t i = 0; i < letters.len; i++)
		folded[i] = (char)(letters.ptr[i] >= 'A' && letters.ptr[i] <= 'Z'
		                           ? letters.ptr[i] | 0x20
		                           : letters.ptr[i]);
	well = text_lexicon_split(input->lexicon, (struct slice){ folded, letters.len },
	                          input->scratch, &split) &&
	       split.known * 8 >= letters.len * 7 && split.named * 3 >= letters.len &&
	       words_that_are_long(&split) * 5 >= split.count * 3;
	arena_rewind(input->scratch, mark);
	return well;
}

/* The order in which the text reads, in `order`; false when there is none. */
static bool solve(const struct decode_input *input, struct slice text, struct order *order)
{
	const bool            grouped = is_grouped(text);
	uint16_t              from[BYTES_MOST];
	struct order          all;
	struct decode_reading reading;
	char                  out[BYTES_MOST];
	unsigned              best = KEYS;
	int64_t               most = 0;

	places_of(text, grouped, &all);
	for (unsigned key = 0; key < KEYS; key++) {
		int64_t score;

		if (key == 1 || 2 + key / 3 >= all.count / 2)
			continue;
		order_of_key(key, all.count, from);
		score = score_of(text, &all, from);
		if (score > most) {
			most = score;
			best = key;
		}
	}
	if (best == KEYS)
		return false;
	order_of_key(best, all.count, from);
	order->count = all.count;
	for (size_t i = 0; i < all.count; i++) {
		order->places[i] = all.places[from[i]];
		out[i] = text.ptr[order->places[i]];
	}
	if (grouped)
		return splits_well(input, (struct slice){ out, all.count });
	reading = decode_reads(input->lexicon, (struct slice){ out, all.count });
	return decode_reads_well(&reading) && reading.known * 10 >= reading.letters * 6;
}

/* ---- the decoder ---- */

/* Spaces at its ends may be part of it. */
static bool try_part(const struct decode_input *input, size_t line_end, struct decode_run *run)
{
	const struct slice text = input->text;
	struct order       order;

	if (run->end - run->start < LETTERS_LEAST || is_known(input, run) ||
	    !has_usual_letters(slice_range(text, run->start, run->end)) ||
	    is_read_already(input->lexicon, slice_range(text, run->start, run->end)))
		return false;
	for (unsigned i = 0; i < 4; i++) {
		if (run->end - run->start > BYTES_MOST)
			return false;
		run->shorter_end = run->end;
		if (solve(input, slice_range(text, run->start, run->end), &order))
			return true;
		if (run->end == line_end || text.ptr[run->end] != ' ')
			return false;
		run->end++;
	}
	return false;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	for (size_t at = from; at < input->text.len;) {
		size_t end = decode_line_end(input->text, at);

		for (unsigned part = 0; part < DECODE_LINE_PARTS; part++)
			if (end - at <= 2 * (size_t)BYTES_MOST &&
			    decode_line_part(input->text, at, end, part, run) &&
			    try_part(input, end, run))
				return true;
		at = end + 1;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct order order;

	if (input->text.len > BYTES_MOST || !solve(input, input->text, &order))
		return false;
	for (size_t i = 0; i < order.count; i++) {
		size_t at = order.places[i];

		decode_sink_put(sink, slice_range(input->text, at, at + 1), at, at + 1,
		                TEXT_OPERATION_BIT(transposed), 0);
	}
	return true;
}

const struct decode_kind decode_transposed = { .name = "transposed",
	                                       .operation = TEXT_OPERATION_transposed,
	                                       .signal = "bypass.encoding/transposed",
	                                       .pass = DECODE_PASS_CIPHER,
	                                       .needs = DECODE_MARK_UNKNOWN,
	                                       .find = find,
	                                       .decode = decode };
