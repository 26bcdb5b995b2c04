/* SPDX-License-Identifier: Apache-2.0 */
#include "base_utf8.h"
#include "decode_cut_word.h"

#include <string.h>

#define PIECE_MAX       10u        /* bytes; a longer string that is no word is a name */
#define GAP_MAX         6u         /* signs */
#define SHORT_WORD      3u         /* letters; such a word must be usual, for lists are ... */
#define SHORT_WORD_COST (18u * 16) /* ... full of others; see text_lexicon_cost() */

/* ---- pieces ---- */

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static char small(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

static bool is_one_of(struct slice word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(words[i]);
		size_t same = 0;

		while (same < length && same < word.len && small(word.ptr[same]) == words[i][same])
			same++;
		if (same == length && length == word.len)
			return true;
	}
	return false;
}

/* What stands behind an apostrophe in English. */
static bool is_ending(struct slice word)
{
	static const char *const endings[] = { "s", "t", "re", "ve", "ll", "d", "m" };

	return is_one_of(word, endings, sizeof endings / sizeof endings[0]);
}

/* What stands before one in French and Italian. */
static bool is_elided(struct slice word)
{
	static const char *const elided[] = { "l",    "d",      "j",    "c",    "n",   "m",
		                              "t",    "s",      "qu",   "un",   "all", "dell",
		                              "nell", "sull",   "dall", "quel", "gli", "quest",
		                              "puis", "lorsqu", "o",    "bell", "dov", "com" };

	return is_one_of(word, elided, sizeof elided / sizeof elided[0]);
}

static bool has_apostrophe(struct slice text, size_t at)
{
	return at + 1 < text.len && text.ptr[at] == '\'' && decode_word_is_part(text.ptr[at + 1]);
}

static bool has_digit(struct slice word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] >= '0' && word.ptr[i] <= '9')
			return true;
	return false;
}

bool decode_cut_next(const struct decode_input *input, size_t from, struct decode_cut_piece *piece)
{
	struct decode_word word;
	struct decode_word next;
	struct slice       bytes;

	if (!decode_word_next(input, from, &word))
		return false;
	bytes = slice_range(input->text, word.start, word.end);
	*piece = (struct decode_cut_piece){ .start = word.start, .end = word.end };
	piece->number = has_digit(bytes);
	piece->odd = word.rank == TEXT_WORD_NONE && bytes.len <= PIECE_MAX && !piece->number;
	if (!has_apostrophe(input->text, word.end) || bytes.len == 1)
		return true;
	if (is_elided(bytes)) {
		piece->odd = false;
	} else if (decode_word_next(input, word.end + 1, &next) &&
	           is_ending(slice_range(input->text, next.start, next.end))) {
		piece->end = next.end;
		piece->odd = false;
	}
	return true;
}

/* ---- gaps ---- */

/* Signs that may stand inside a word; others end a sentence or call a function. */
static bool is_sign(char byte)
{
	return byte != '\0' && strchr("-._*/\\|~+=^'\"`{},&#@$%<>", byte) != NULL;
}

bool decode_cut_is_gap(struct slice text, size_t start, size_t end)
{
	size_t spaces = 0;

	if (end - start == 1)
		return is_space(text.ptr[start]) || is_sign(text.ptr[start]);
	for (size_t i = start; i < end; i++) {
		if (is_space(text.ptr[i]))
			spaces++;
		else if (!is_sign(text.ptr[i]))
			return false;
	}
	if (spaces == 0)
		return end - start <= GAP_MAX;
	if (text.ptr[start] == '-' || text.ptr[start] == '\\')
		return end - start <= 3 &&
		       (text.ptr[start + 1] == '\n' || text.ptr[start + 1] == '\r');
	return spaces == 1 && end - start <= GAP_MAX &&
	       memchr("'\"`{}", text.ptr[start], 5) != NULL;
}

bool decode_cut_is_line_end(struct slice text, size_t start, size_t end)
{
	return end - start >= 2 && text.ptr[start] == '-' &&
	       (text.ptr[start + 1] == '\n' || text.ptr[start + 1] == '\r');
}

/* ---- letters ---- */

struct letters {
	char   bytes[DECODE_CUT_LETTERS + 2 * DECODE_WORD_MAX];  /* folded */
	bool   begins[DECODE_CUT_LETTERS + 2 * DECODE_WORD_MAX]; /* a piece begins here ... */
	bool   odd[DECODE_CUT_LETTERS + 2 * DECODE_WORD_MAX];    /* ... that is odd */
	bool   starts[DECODE_CUT_LETTERS + 2 * DECODE_WORD_MAX]; /* a word starts here */
	size_t count;
};

static bool gather_piece(struct slice text, const struct decode_cut_piece *piece,
                         struct letters *letters, struct decode_cut_reading *reading)
{
	if (piece->end - piece->start > sizeof letters->bytes - letters->count)
		return false;
	letters->begins[letters->count] = true;
	letters->odd[letters->count] = piece->odd;
	for (size_t at = piece->start; at < piece->end; at++) {
		if (!decode_word_is_part(text.ptr[at]))
			continue;
		reading->places[letters->count] = (uint16_t)at;
		letters->bytes[letters->count++] = small(text.ptr[at]);
	}
	return true;
}

static bool gather(const struct decode_input *input, struct letters *letters,
                   struct decode_cut_reading *reading)
{
	struct decode_cut_piece piece;

	*letters = (struct letters){ .count = 0 };
	for (size_t at = 0; decode_cut_next(input, at, &piece); at = piece.end) {
		if (!gather_piece(input->text, &piece, letters, reading))
			return false;
	}
	reading->letters = letters->count;
	return letters->count > 1 && input->text.len <= UINT16_MAX;
}

static bool is_word(const struct text_lexicon *lexicon, struct slice word)
{
	uint32_t cost;

	if (word.len == 1)
		return word.ptr[0] == 'a' || word.ptr[0] == 'i';
	cost = text_lexicon_cost(lexicon, word);
	return cost != UINT32_MAX && (word.len > SHORT_WORD || cost < SHORT_WORD_COST);
}

bool decode_cut_makes_word(const struct decode_input *input, size_t start, size_t end)
{
	char   letters[3 * DECODE_WORD_MAX];
	size_t count = 0;

	if (end - start > sizeof letters)
		return false;
	for (size_t at = start; at < end; at++)
		if (decode_word_is_part(input->text.ptr[at]))
			letters[count++] = small(input->text.ptr[at]);
	return count > 1 && is_word(input->lexicon, (struct slice){ letters, count });
}

/* ---- groups ---- */

struct group {
	size_t start; /* letters */
	size_t end;
	size_t pieces;
	size_t odd;
	size_t words;
	bool   known;
};

static struct group group_at(const struct text_lexicon *lexicon, const struct letters *letters,
                             size_t start)
{
	struct group group = { .start = start, .end = start, .known = true };
	size_t       word = start;

	do {
		group.pieces += letters->begins[group.end];
		group.odd += letters->odd[group.end];
		group.end++;
		if (group.end < letters->count && !letters->starts[group.end])
			continue;
		group.words++;
		group.known = group.known && is_word(lexicon, (struct slice){ letters->bytes + word,
		                                                              group.end - word });
		word = group.end;
	} while (group.end < letters->count &&
	         !(letters->begins[group.end] && letters->starts[group.end]));
	return group;
}

/* Pieces that were no words became words, and not many small ones. */
static bool is_mended(const struct group *group)
{
	return group->known && group->pieces > 1 && group->odd > 0 &&
	       (group->words <= group->pieces || group->odd == group->pieces) &&
	       group->end - group->start >= 2 * group->words;
}

/* Beside such a group: what became fewer words, or words from none. */
static bool is_improved(const struct group *group)
{
	return group->known && (group->words < group->pieces ||
	                        (group->pieces == 1 && group->odd == 1 && group->words > 1));
}

static void accept(const struct group *group, const struct letters *letters,
                   struct decode_cut_reading *reading)
{
	if (reading->end == 0)
		reading->start = reading->places[group->start];
	reading->end = (size_t)reading->places[group->end - 1] + 1;
	for (size_t i = group->start + 1; i < group->end; i++) {
		reading->parts[i] = letters->starts[i];
		reading->kept[i] = !letters->begins[i] || letters->starts[i];
	}
}

static bool split(const struct decode_input *input, struct letters *letters)
{
	struct text_split split;

	if (!text_lexicon_split(input->lexicon, (struct slice){ letters->bytes, letters->count },
	                        input->scratch, &split) ||
	    split.ends[split.count - 1] != letters->count)
		return false;
	letters->starts[0] = true;
	for (size_t i = 0; i + 1 < split.count; i++)
		letters->starts[split.ends[i]] = true;
	return true;
}

bool decode_cut_read(const struct decode_input *input, struct decode_cut_reading *reading)
{
	struct letters letters;
	struct group   group;
	bool           mended = false;

	reading->start = reading->end = 0;
	if (!gather(input, &letters, reading) || !split(input, &letters))
		return false;
	for (size_t i = 0; i < letters.count; i++) {
		reading->parts[i] = false;
		reading->kept[i] = true;
	}
	for (size_t at = 0; at < letters.count && !mended; at = group.end) {
		group = group_at(input->lexicon, &letters, at);
		mended = is_mended(&group);
	}
	for (size_t at = 0; at < letters.count && mended; at = group.end) {
		group = group_at(input->lexicon, &letters, at);
		if (is_mended(&group) || is_improved(&group))
			accept(&group, &letters, reading);
	}
	return mended;
}
