/* SPDX-License-Identifier: Apache-2.0 */
/* Letters written apart:
 *
 *   h o w   t o   m a k e     h.o.w t.o m.a.k.e     p-i-p-e     one letter a line
 *
 * A run is three characters or more that stand alone, with a gap of spaces or signs between
 * each two. The gap seen most often is what parts letters; another one parts words. Where
 * all gaps are alike the words are lost ("a p i p e"): the letters are split into words
 * when they are made of nothing else, and stay together when not, for decoders that come
 * after (letters of a cipher, base64 written apart). */
#include "decode_word.h"

#include "base_ascii.h"
#include "base_utf8.h"
#include "decode_kind.h"

#include <string.h>

#define UNIT_BYTES 4u /* of a character */
#define UNITS_MIN  3u
#define UNITS_SURE 8u /* so many are no pieces of words */
#define PIECE_MAX  11u
#define GAP_MAX    8u
#define GAP_KINDS  4u

struct unit {
	size_t start;
	size_t end;
};

static bool is_space_at(struct slice text, size_t at)
{
	return at >= text.len || ascii_is_space(text.ptr[at]);
}

/* Signs that are letters of leet or of base64 when they stand alone among letters. */
static bool is_sign(char byte)
{
	return byte != '\0' && strchr("@$!+(=/<", byte) != NULL;
}

/* A character that stands alone at `at`. */
static bool unit_at(struct slice text, size_t at, struct unit *unit)
{
	size_t length;

	if (at >= text.len)
		return false;
	if (!decode_word_is_part(text.ptr[at])) {
		*unit = (struct unit){ at, at + 1 };
		return is_sign(text.ptr[at]) && (at == 0 || ascii_is_space(text.ptr[at - 1])) &&
		       is_space_at(text, at + 1);
	}
	length = utf8_sequence(text, at, NULL);
	*unit = (struct unit){ at, at + (length > 0 ? length : 1) };
	return (at == 0 || !decode_word_is_part(text.ptr[at - 1])) &&
	       (unit->end == text.len || !decode_word_is_part(text.ptr[unit->end]));
}

/* The unit behind a gap that begins at `at`. */
static bool next_unit(struct slice text, size_t at, struct unit *unit)
{
	for (size_t i = at; i < text.len && i - at <= GAP_MAX; i++) {
		if (i > at && unit_at(text, i, unit))
			return true;
		if (decode_word_is_part(text.ptr[i]))
			return false;
	}
	return false;
}

/* ---- runs ---- */

static bool is_letter_unit(struct slice text, const struct unit *unit)
{
	return decode_word_is_part(text.ptr[unit->start]);
}

/* Signs by which a letter hangs on a word: "w" of "ho.w", "b" of "b.omb". */
static bool is_hook(char byte)
{
	return byte != '\0' && strchr("-._*/\\|~+^'\"`{},&#@", byte) != NULL;
}

static bool hangs_before(struct slice text, const struct unit *unit)
{
	size_t at = unit->start;

	while (at > 0 && unit->start - at < GAP_MAX && is_hook(text.ptr[at - 1]))
		at--;
	return at < unit->start && at > 0 && decode_word_is_part(text.ptr[at - 1]);
}

static bool hangs_behind(struct slice text, const struct unit *unit)
{
	size_t at = unit->end;

	while (at < text.len && at - unit->end < GAP_MAX && is_hook(text.ptr[at]))
		at++;
	return at > unit->end && at < text.len && decode_word_is_part(text.ptr[at]);
}

/* Is what stands at [start, end) next to letters a piece of a word: no word itself, or one
 * with the letter beside it? */
static bool is_piece(const struct decode_input *input, size_t start, size_t end, char letter,
                     bool letter_first)
{
	char   glued[PIECE_MAX + 1];
	size_t length = end - start;

	if (length < 2 || length >= PIECE_MAX)
		return false;
	glued[letter_first ? 0 : length] = letter;
	memcpy(glued + letter_first, input->text.ptr + start, length);
	return decode_word_rank(input->lexicon, slice_range(input->text, start, end)) ==
	               TEXT_WORD_NONE ||
	       decode_word_rank(input->lexicon, (struct slice){ glued, length + 1 }) !=
	               TEXT_WORD_NONE;
}

/* "H ow d o I m ake": words cut up, not written apart. */
static bool is_amid_pieces(const struct decode_input *input, const struct decode_run *run)
{
	const struct slice text = input->text;
	size_t             before = run->start > 0 ? run->start - 1 : 0;
	size_t             behind = run->end + 1;

	while (before > 0 && decode_word_is_part(text.ptr[before - 1]))
		before--;
	while (behind < text.len && decode_word_is_part(text.ptr[behind]))
		behind++;
	return (run->start > 1 && ascii_is_space(text.ptr[run->start - 1]) &&
	        is_piece(input, before, run->start - 1, text.ptr[run->start], false)) ||
	       (run->end + 1 < text.len && ascii_is_space(text.ptr[run->end]) &&
	        is_piece(input, run->end + 1, behind, text.ptr[run->end - 1], true));
}

/* `"a": 0}, {"I": 2`: words with their places, of which some have one letter. */
static bool is_pair(struct slice text, const struct unit *first, const struct unit *second)
{
	return second->start - first->end > 2 &&
	       memchr(text.ptr + first->end, ':', second->start - first->end) != NULL &&
	       text.ptr[second->start] >= '0' && text.ptr[second->start] <= '9' &&
	       !(text.ptr[first->start] >= '0' && text.ptr[first->start] <= '9');
}

/* The run that begins with `first`; false when it is too short. What hangs on a longer word
 * is cut off, back to the last space. */
static bool run_from(const struct decode_input *input, const struct unit *first,
                     struct decode_run *run)
{
	const struct slice text = input->text;
	struct unit        unit = *first;
	struct unit        last = *first;
	size_t             count = 1;
	size_t             safe = 0; /* units before the last space ... */
	size_t             safe_end = first->end;

	run->start = first->start;
	run->end = first->end;
	while (next_unit(text, last.end, &unit)) {
		if (count == 1 && is_pair(text, first, &unit))
			return false;
		if (ascii_is_space(text.ptr[last.end]) ||
		    ascii_is_space(text.ptr[unit.start - 1])) {
			safe = count;
			safe_end = run->end;
		}
		count++;
		last = unit;
		if (is_letter_unit(text, &unit))
			run->end = unit.end;
	}
	if (hangs_behind(text, &last)) {
		count = safe;
		run->end = safe_end;
	}
	run->shorter_end = run->end;
	return count >= UNITS_MIN && run->end > first->end &&
	       (count >= UNITS_SURE || !is_amid_pieces(input, run));
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const struct slice text = input->text;
	const size_t       until = decode_until(input);
	struct decode_word word;

	for (size_t at = from, behind; at < until && decode_word_next(input, at, &word);
	     at = behind) {
		struct unit unit;

		behind = word.end;
		if (word.end - word.start > UNIT_BYTES || !unit_at(text, word.start, &unit) ||
		    hangs_before(text, &unit))
			continue;
		if (run_from(input, &unit, run))
			return true;
		behind = run->end > word.end ? run->end : word.end;
	}
	return false;
}

/* ---- gaps ---- */

struct gaps {
	struct slice kinds[GAP_KINDS];
	size_t       counts[GAP_KINDS];
	size_t       distinct; /* also those past the table */
	struct slice usual;    /* seen most often, so many times: */
	size_t       usual_count;
	bool         usual_has_space;
	bool         usual_has_sign;
};

static bool has_space(struct slice gap)
{
	for (size_t i = 0; i < gap.len; i++)
		if (ascii_is_space(gap.ptr[i]))
			return true;
	return false;
}

static bool has_sign(struct slice gap)
{
	for (size_t i = 0; i < gap.len; i++)
		if (!ascii_is_space(gap.ptr[i]))
			return true;
	return false;
}

static void count_gap(struct gaps *gaps, struct slice gap)
{
	for (size_t i = 0; i < gaps->distinct && i < GAP_KINDS; i++) {
		if (slice_equal(gaps->kinds[i], gap)) {
			gaps->counts[i]++;
			return;
		}
	}
	if (gaps->distinct < GAP_KINDS) {
		gaps->kinds[gaps->distinct] = gap;
		gaps->counts[gaps->distinct] = 1;
	}
	gaps->distinct++;
}

static void gaps_of(struct slice run, struct gaps *gaps)
{
	struct unit unit;
	size_t      best = 0;
	size_t      end;

	*gaps = (struct gaps){ 0 };
	if (!unit_at(run, 0, &unit))
		return;
	for (end = unit.end; next_unit(run, end, &unit); end = unit.end)
		count_gap(gaps, slice_range(run, end, unit.start));
	for (size_t i = 1; i < gaps->distinct && i < GAP_KINDS; i++)
		if (gaps->counts[i] > gaps->counts[best])
			best = i;
	gaps->usual = gaps->kinds[best];
	gaps->usual_count = gaps->counts[best];
	gaps->usual_has_space = has_space(gaps->usual);
	gaps->usual_has_sign = has_sign(gaps->usual);
}

/* Does this gap part words? A longer one does, or a space where signs part letters. */
static bool parts_words(const struct gaps *gaps, struct slice gap)
{
	if (slice_equal(gap, gaps->usual))
		return false;
	if (!gaps->usual_has_space || (gaps->usual_has_sign && !has_sign(gap)))
		return has_space(gap);
	return gap.len > gaps->usual.len;
}

/* ---- decoding ---- */

struct letters {
	char   bytes[1024]; /* small, for the lexicon */
	size_t len;
	bool   whole; /* they fit */
};

static void add_letters(struct letters *letters, struct slice unit)
{
	if (unit.len > sizeof letters->bytes - letters->len) {
		letters->whole = false;
		return;
	}
	for (size_t i = 0; i < unit.len; i++) {
		char byte = unit.ptr[i];

		letters->bytes[letters->len++] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20)
		                                                            : byte;
	}
}

/* The words in the letters of a run whose gaps are all alike; false: not made of words. */
static bool words_of(const struct decode_input *input, struct text_split *split)
{
	struct letters letters = { .whole = true };
	struct unit    unit;
	size_t         end;

	if (!unit_at(input->text, 0, &unit))
		return false;
	add_letters(&letters, slice_range(input->text, unit.start, unit.end));
	for (end = unit.end; next_unit(input->text, end, &unit); end = unit.end)
		add_letters(&letters, slice_range(input->text, unit.start, unit.end));
	return letters.whole &&
	       text_lexicon_split(input->lexicon, (struct slice){ letters.bytes, letters.len },
	                          input->scratch, split) &&
	       split->known == letters.len && split->count > 1;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations spaced = TEXT_OPERATION_BIT(spaced);
	struct gaps           gaps;
	struct text_split     split = { 0 };
	struct unit           unit;
	size_t                end = 0;
	size_t                written = 0; /* bytes of letters */
	size_t                word = 0;

	gaps_of(input->text, &gaps);
	if (gaps.usual_count < 2)
		return false;
	if (gaps.distinct == 1 && !words_of(input, &split))
		split.count = 0;
	for (bool more = unit_at(input->text, 0, &unit); more;
	     more = next_unit(input->text, end, &unit)) {
		struct slice gap = slice_range(input->text, end, unit.start);
		bool         by_word = word < split.count && split.ends[word] == written && end > 0;

		if (by_word)
			word++;
		if (by_word || (gap.len > 0 && parts_words(&gaps, gap)))
			decode_sink_put(sink, SLICE_LIT(" "), end, unit.start, spaced, spaced);
		decode_sink_put(sink, slice_range(input->text, unit.start, unit.end), unit.start,
		                unit.end, spaced, spaced);
		written += unit.end - unit.start;
		end = unit.end;
	}
	return sink->len > 0;
}

const struct decode_kind decode_spaced = { .name = "spaced",
	                                   .operation = TEXT_OPERATION_spaced,
	                                   .signal = "bypass.encoding/spaced",
	                                   .pass = DECODE_PASS_WORDING,
	                                   .needs = DECODE_MARK_SINGLES | DECODE_MARK_INNER |
	                                            DECODE_MARK_HYPHEN,
	                                   .reach = 64,
	                                   .find = find,
	                                   .decode = decode };
