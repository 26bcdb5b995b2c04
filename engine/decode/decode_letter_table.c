/* SPDX-License-Identifier: Apache-2.0 */
/* A cipher of letters whose table is in the text:
 *
 *   a -> q          {"a": "q", "b": "w", ...}          a=q, b=w, c=e, ...
 *   b -> w          Hgd ...                            Hgd ...
 *   ...
 *
 * Ten pairs or more in a row are a table. What stands behind it, or before, is undone piece
 * by piece (lines; what is behind a colon or in quotes) in the direction in which it is made
 * of words; the table itself is left out. */
#include "decode_word.h"

#include "base_ascii.h"
#include "decode_kind.h"
#include "decode_token.h"

#include <string.h>

enum {
	PAIRS_MIN = 10,
	GAP_MAX = 8,       /* bytes between two pairs */
	AROUND_MAX = 2048, /* bytes before and behind that are looked at */
	LETTERS_MIN = 4    /* of a piece */
};

struct table {
	char   maps[2][256]; /* as written, and turned round; 0: the letter as it is */
	size_t start;
	size_t end;
	size_t pairs;
};

static size_t spaces_end(struct slice text, size_t at)
{
	while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
		at++;
	return at;
}

/* One character, perhaps in quotes. */
static bool side_at(struct slice text, size_t at, char *side, size_t *end)
{
	bool quoted = at < text.len &&
	              (text.ptr[at] == '"' || text.ptr[at] == '\'' || text.ptr[at] == '`');

	*end = at + 1 + 2u * quoted;
	if (*end > text.len || (quoted && text.ptr[at + 2] != text.ptr[at]))
		return false;
	*side = ascii_small(text.ptr[at + quoted]);
	return *side > ' ' && (unsigned char)*side < 0x7F;
}

static bool means_at(struct slice text, size_t at, size_t *end)
{
	static const char *const means[] = { "-->", "->", "=>",  ":=",     "==",  "=",
		                             ":",   "|",  "is ", "means ", "to ", "- " };

	for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
		struct slice sign = slice_from_cstr(means[i]);

		*end = at + sign.len;
		if (at <= text.len && slice_starts_with(slice_from(text, at), sign))
			return true;
	}
	return false;
}

/* "a -> q"; a letter on the left. */
static bool pair_at(struct slice text, size_t at, char sides[2], size_t *end)
{
	size_t next;

	if (!side_at(text, at, &sides[0], &next) || !ascii_is_letter(sides[0]) ||
	    !means_at(text, spaces_end(text, next), &next) ||
	    !side_at(text, spaces_end(text, next), &sides[1], end))
		return false;
	return *end == text.len || !decode_is_letter_or_digit(text.ptr[*end]) ||
	       !decode_is_letter_or_digit(text.ptr[*end - 1]);
}

static bool may_begin(struct slice text, size_t at)
{
	return (ascii_is_letter(text.ptr[at]) || text.ptr[at] == '"' || text.ptr[at] == '\'' ||
	        text.ptr[at] == '`') &&
	       (at == 0 || !decode_is_letter_or_digit(text.ptr[at - 1]));
}

/* The next pair of a table, behind commas, newlines, bullets. */
static bool next_pair(struct slice text, size_t at, char sides[2], size_t *end)
{
	for (size_t start = at; start < text.len && start - at <= GAP_MAX; start++) {
		if (may_begin(text, start) && pair_at(text, start, sides, end))
			return true;
		if (text.ptr[start] == '\0' ||
		    strchr(" \t\r\n,;.|/{}()[]*-", text.ptr[start]) == NULL)
			return false;
	}
	return false;
}

static void table_put(struct table *table, const char sides[2])
{
	unsigned char left = (unsigned char)sides[0];
	unsigned char right = (unsigned char)sides[1];

	table->pairs += table->maps[0][left] == '\0';
	table->maps[0][left] = sides[1];
	table->maps[1][right] = sides[0];
}

/* The next table at or after `from`. */
static bool table_find(struct slice text, size_t from, struct table *table)
{
	char   sides[2];
	size_t end;

	for (size_t at = from; at < text.len; at++) {
		if (!may_begin(text, at) || !pair_at(text, at, sides, &end))
			continue;
		memset(table, 0, sizeof *table);
		table->start = at;
		do {
			table_put(table, sides);
			table->end = end;
		} while (next_pair(text, end, sides, &end));
		if (table->pairs >= PAIRS_MIN)
			return true;
		at = table->end - 1;
	}
	return false;
}

/* ---- pieces ---- */

enum { AS_WRITTEN, TURNED, AS_IT_IS };

static char mapped(const struct table *table, unsigned way, char byte)
{
	char to = way == AS_IT_IS ? '\0' : table->maps[way][(unsigned char)ascii_small(byte)];

	return to == '\0' ? byte : to;
}

static bool is_edge(char byte)
{
	return byte == '\n' || byte == ':' || byte == '"' || byte == '`';
}

static size_t piece_end(struct slice text, size_t at, size_t limit)
{
	size_t end = at;

	while (end < limit && !is_edge(text.ptr[end]))
		end++;
	return end == at ? at + 1 : end;
}

/* A stretch of a piece that is undone: [start, end), in bytes of the piece. */
struct stretch {
	unsigned way;
	size_t   start;
	size_t   end;
	long     gain;    /* letters in words that are words only this way, less the others */
	size_t   known;   /* letters in words, this way */
	size_t   letters; /* of all */
};

static bool is_word(const struct decode_input *input, const struct table *table, unsigned way,
                    struct slice token)
{
	char word[DECODE_WORD_MAX];

	if (token.len > sizeof word)
		return false;
	for (size_t i = 0; i < token.len; i++)
		word[i] = mapped(table, way, token.ptr[i]);
	return decode_word_rank(input->lexicon, (struct slice){ word, token.len }) !=
	       TEXT_WORD_NONE;
}

/* A token more; a stretch that lost more than it gained begins anew. */
static void add_token(struct stretch *current, size_t start, size_t end, bool before, bool after)
{
	const size_t length = end - start;

	if (current->gain < 0 || current->letters == 0)
		*current = (struct stretch){ .way = current->way, .start = start };
	current->gain += after && !before ? (long)length : 0;
	current->gain -= before && !after ? (long)length : 0;
	current->known += after ? length : 0;
	current->letters += length;
	current->end = end;
}

/* The stretch that gains most when it is read one way; words that are words either way go with
 * those beside them. */
static struct stretch best_stretch(const struct decode_input *input, const struct table *table,
                                   unsigned way, struct slice piece)
{
	struct stretch current = { .way = way };
	struct stretch best = current;

	for (size_t at = 0, end; at < piece.len; at = end) {
		struct slice token;
		bool         after;

		for (end = at; end < piece.len && decode_word_is_part(piece.ptr[end]);)
			end++;
		if (end == at) {
			end++;
			continue;
		}
		token = slice_range(piece, at, end);
		after = is_word(input, table, way, token);
		add_token(&current, at, end, is_word(input, table, AS_IT_IS, token), after);
		if (current.gain > best.gain || (after && current.gain == best.gain))
			best = current;
	}
	return best;
}

/* How a piece is undone; empty where it is not. */
static struct stretch stretch_of(const struct decode_input *input, const struct table *table,
                                 struct slice piece)
{
	struct stretch best = { .way = AS_IT_IS };

	for (unsigned way = AS_WRITTEN; way <= TURNED; way++) {
		struct stretch stretch = best_stretch(input, table, way, piece);

		if (stretch.gain > best.gain && stretch.letters >= LETTERS_MIN &&
		    stretch.known * 10 >= stretch.letters * 6)
			best = stretch;
	}
	return best;
}

/* Puts a stretch beside the table, or only tells whether a piece of it is undone. */
static bool undo(const struct decode_input *input, const struct table *table, size_t start,
                 size_t end, struct decode_sink *sink)
{
	const struct slice text = input->text;
	bool               undone = false;

	for (size_t at = start, next; at < end; at = next) {
		struct stretch stretch;

		next = piece_end(text, at, end);
		stretch = stretch_of(input, table, slice_range(text, at, next));
		undone = undone || stretch.way != AS_IT_IS;
		if (sink == NULL)
			continue;
		for (size_t i = at; i < next; i++) {
			bool inside = i - at >= stretch.start && i - at < stretch.end;
			char byte = mapped(table, inside ? stretch.way : AS_IT_IS, text.ptr[i]);

			if (!inside)
				decode_sink_copy(sink, text, i, i + 1);
			else
				decode_sink_put(sink, (struct slice){ &byte, 1 }, i, i + 1,
				                TEXT_OPERATION_BIT(letter_table), 0);
		}
	}
	return undone;
}

/* Towards the start of a character. */
static size_t aligned(struct slice text, size_t at)
{
	while (at > 0 && at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const struct slice text = input->text;
	struct table       table;
	size_t             end;

	for (size_t at = from; table_find(text, at, &table); at = end) {
		size_t start = table.start - at > AROUND_MAX ? table.start - AROUND_MAX : at;

		start = aligned(text, start) < at ? at : aligned(text, start);
		end = text.len - table.end > AROUND_MAX ? aligned(text, table.end + AROUND_MAX)
		                                        : text.len;
		if (undo(input, &table, table.end, end, NULL))
			start = table.start;
		else if (undo(input, &table, start, table.start, NULL))
			end = table.end;
		else
			continue;
		*run = (struct decode_run){ start, end, end };
		return true;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct table table;
	bool         undone;

	if (!table_find(input->text, 0, &table))
		return false;
	undone = undo(input, &table, 0, table.start, sink);
	decode_sink_drop(sink, table.start, table.end, TEXT_OPERATION_BIT(letter_table), 0);
	return undo(input, &table, table.end, input->text.len, sink) || undone;
}

const struct decode_kind decode_letter_table = { .name = "letter_table",
	                                         .operation = TEXT_OPERATION_letter_table,
	                                         .signal = "bypass.encoding/letter_table",
	                                         .pass = DECODE_PASS_WORDING,
	                                         .needs = DECODE_MARK_EQUALS | DECODE_MARK_BRACKET |
	                                                  DECODE_MARK_QUOTE | DECODE_MARK_SINGLES,
	                                         .also = DECODE_MARK_LETTERS,
	                                         .find = find,
	                                         .decode = decode };
