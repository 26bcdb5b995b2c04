/* SPDX-License-Identifier: Apache-2.0 */
#include "base_utf8.h"
#include "decode_cut_word.h"
#include "text_role.h"

#include <string.h>

/* Sixteenths of a bit. */
#define UNKNOWN_WORD   (13u * 16)
#define UNKNOWN_LETTER 72u
#define SPACE_GLUED    (3u * 16)  /* a gap of space is mostly the end of a word, ... */
#define SPACE_REAL     (16u * 16) /* ... all the more where signs cut words, ... */
#define SIGNS_CUT      3u         /* so many of them */
#define SIGN_KEPT      (4u * 16)  /* ... a sign between letters mostly none */
#define INITIALS_MAX   3u
#define GLUED_MAX      6u        /* pieces of one word */
#define COST_GAINED    (6u * 16) /* by words that are likelier than those as sent */

/* ---- pieces ---- */

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_capital(char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

static char small(char byte)
{
	return is_capital(byte) ? (char)(byte | 0x20) : byte;
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

/* What a word costs; UINT32_MAX where it is none. One of a single letter costs nothing. */
static uint32_t cost_of(const struct text_lexicon *lexicon, struct slice word)
{
	uint32_t cost;

	cost = text_lexicon_cost(lexicon, word);
	return decode_cut_is_word(word.len, word.ptr[0], cost) ? cost : UINT32_MAX;
}

static bool is_word(const struct text_lexicon *lexicon, struct slice word)
{
	if (word.len == 1)
		return word.ptr[0] == 'a' || word.ptr[0] == 'i';
	return cost_of(lexicon, word) != UINT32_MAX;
}

/* Rules name letters, too, which are no words of a text. A word with its letters in another order
 * is none that was cut. */
static bool is_odd(const struct decode_input *input, const struct decode_word *word,
                   struct slice bytes)
{
	char folded[DECODE_CUT_PIECE_MAX];

	if (word->rank != TEXT_WORD_NONE && bytes.len > 2)
		return false;
	if (bytes.len > sizeof folded)
		return false;
	for (size_t i = 0; i < bytes.len; i++)
		folded[i] = small(bytes.ptr[i]);
	if (bytes.len > 2)
		return text_lexicon_unscramble(input->lexicon, (struct slice){ folded, bytes.len })
		               .len == 0;
	return !is_word(input->lexicon, (struct slice){ folded, bytes.len });
}

/* Who has, is, will or would. */
static bool is_subject(struct slice word)
{
	static const char *const subjects[] = {
		"i",     "you",  "he",  "she",  "it",    "we",    "they",  "who",    "that",
		"there", "what", "how", "this", "where", "would", "could", "should", "might"
	};

	return is_one_of(word, subjects, sizeof subjects / sizeof subjects[0]);
}

/* "don't", "it's", "they've"; but not "star't", "lo's'er" or "k'i'll". */
static bool is_shortened(struct slice text, const struct decode_word *word,
                         const struct decode_word *next)
{
	struct slice bytes = slice_range(text, word->start, word->end);
	struct slice ending = slice_range(text, next->start, next->end);
	char         last = small(bytes.ptr[bytes.len - 1]);

	if (!is_ending(ending) || has_apostrophe(text, next->end) ||
	    (word->start > 1 && has_apostrophe(text, word->start - 1) &&
	     decode_word_is_part(text.ptr[word->start - 2])))
		return false;
	if (small(ending.ptr[0]) == 't')
		return last == 'n' && bytes.len > 2;
	return small(ending.ptr[0]) == 's' ? bytes.len > 1 : is_subject(bytes);
}

/* The most bytes of a joint of this sign; 0 where it is none. Spelling has hyphens and commas,
 * so they join only what rules name, or the lines of a word. */
static size_t joint_bytes(struct slice text, size_t at)
{
	const char sign = text.ptr[at];

	if (sign == '.' || sign == '-' || sign == ',')
		return text.ptr[at + 1] == '\n' && sign == '-' ? 2 : 1;
	return sign != '\0' && strchr("=|~^+*\"`{}\\", sign) != NULL ? 2 : 0;
}

/* Signs between two pieces that make a word, where spelling has none: "na=palm". */
static bool is_joint(const struct decode_input *input, const struct decode_word *word)
{
	const struct slice text = input->text;
	struct decode_word next;
	size_t             most;

	if (word->end + 1 >= text.len)
		return false;
	most = joint_bytes(text, word->end);
	return most > 0 && decode_word_next(input, word->end, &next) &&
	       next.start - word->end <= most &&
	       !(text.ptr[word->end] == '.' && is_capital(text.ptr[next.start])) &&
	       decode_cut_makes_word(input, word->start, next.end,
	                             text.ptr[word->end] != '.' && most == 1);
}

/* Is text[at] a space, or a sign that ends a clause with one behind it? No joint begins there. */
static bool ends_clause(struct slice text, size_t at)
{
	if (text.ptr[at] == ' ')
		return true;
	return (text.ptr[at] == ',' || text.ptr[at] == '.' || text.ptr[at] == ':' ||
	        text.ptr[at] == ';' || text.ptr[at] == '?' || text.ptr[at] == ')') &&
	       (at + 1 == text.len || text.ptr[at + 1] == ' ');
}

/* Is a listed word known, or if it is short, usual? A word of one letter is looked at closer. */
static bool is_usual(const struct decode_word *word)
{
	const size_t length = word->end - word->start;

	return word->rank != TEXT_WORD_NONE &&
	       (length > 2 || (length == 2 && (word->role & TEXT_ROLE_USUAL_2) != 0));
}

/* Most pieces: a word that is known, no digit in it, and a space behind. */
static bool next_plain(const struct decode_input *input, size_t from,
                       struct decode_cut_piece *piece)
{
	const struct decode_word *word;
	size_t                    index;

	if (input->words == NULL || input->survey == NULL || from >= input->text.len)
		return false;
	index = decode_words_behind(input->words, from);
	if (index == input->words->count)
		return false;
	word = &input->words->items[index];
	if (!is_usual(word) || word->start < from || word->end >= input->text.len ||
	    !ends_clause(input->text, word->end) ||
	    decode_survey_digit(input->survey, word->start, word->end) < word->end)
		return false;
	*piece = (struct decode_cut_piece){ .start = word->start, .end = word->end };
	return true;
}

bool decode_cut_next(const struct decode_input *input, size_t from, struct decode_cut_piece *piece)
{
	struct decode_word word;
	struct decode_word next;
	struct slice       bytes;

	if (next_plain(input, from, piece))
		return true;
	if (!decode_word_next(input, from, &word))
		return false;
	bytes = slice_range(input->text, word.start, word.end);
	*piece = (struct decode_cut_piece){ .start = word.start, .end = word.end };
	piece->number = has_digit(bytes);
	piece->odd = !piece->number && is_odd(input, &word, bytes);
	if (word.end < input->text.len && input->text.ptr[word.end] == ' ')
		return true;
	if (!piece->odd && !piece->number && is_joint(input, &word))
		piece->odd = true;
	if (!has_apostrophe(input->text, word.end))
		return true;
	if (bytes.len > 1 && is_elided(bytes)) {
		piece->odd = false;
	} else if (decode_word_next(input, word.end + 1, &next) &&
	           is_shortened(input->text, &word, &next)) {
		piece->end = next.end;
		piece->odd = false;
	}
	return true;
}

/* ---- letters ---- */

/* The gap before `start` holds a space, and does not say that the word goes on behind it. */
static bool parts_words(struct slice text, size_t start)
{
	size_t at = start;
	bool   space = false;

	while (at > 0 && !decode_word_is_part(text.ptr[at - 1]))
		space = is_space(text.ptr[--at]) || space;
	return space && text.ptr[at] != '-' && text.ptr[at] != '\\';
}

static bool gather_piece(struct slice text, const struct decode_cut_piece *piece,
                         struct decode_cut_letters *letters, struct decode_cut_reading *reading)
{
	if (piece->end - piece->start > sizeof letters->bytes - letters->count)
		return false;
	letters->begins[letters->count] = true;
	letters->odd[letters->count] = piece->odd;
	letters->spaced[letters->count] = parts_words(text, piece->start);
	letters->signs += letters->count > 0 && !letters->spaced[letters->count];
	letters->dotted[letters->count] = piece->start > 0 && text.ptr[piece->start - 1] == '.';
	for (size_t at = piece->start; at < piece->end; at++) {
		if (!decode_word_is_part(text.ptr[at]))
			continue;
		reading->places[letters->count] = (uint16_t)at;
		letters->bytes[letters->count++] = small(text.ptr[at]);
	}
	return true;
}

static bool gather(const struct decode_input *input, struct decode_cut_letters *letters,
                   struct decode_cut_reading *reading)
{
	struct decode_cut_piece piece;

	*letters = (struct decode_cut_letters){ .count = 0 };
	for (size_t at = 0; decode_cut_next(input, at, &piece); at = piece.end) {
		if (!gather_piece(input->text, &piece, letters, reading))
			return false;
	}
	reading->letters = letters->count;
	return letters->count > 1 && input->text.len <= UINT16_MAX;
}

bool decode_cut_makes_word(const struct decode_input *input, size_t start, size_t end, bool named)
{
	char   letters[3 * DECODE_WORD_MAX];
	size_t count = 0;

	if (end - start > sizeof letters)
		return false;
	for (size_t at = start; at < end; at++)
		if (decode_word_is_part(input->text.ptr[at]))
			letters[count++] = small(input->text.ptr[at]);
	return count > 2 && is_word(input->lexicon, (struct slice){ letters, count }) &&
	       (!named || text_lexicon_rank(input->lexicon, (struct slice){ letters, count }) ==
	                          TEXT_WORD_NAMED);
}

/* ---- groups ---- */

struct group {
	size_t start; /* letters */
	size_t end;
	size_t pieces;
	size_t odd;
	size_t dotted;
	size_t words;
	size_t cost;   /* of the words; see text_lexicon_cost() */
	size_t before; /* of the pieces, as far as they are words */
	bool   known;
};

static void add_word(const struct text_lexicon *lexicon, struct slice word, struct group *group)
{
	const uint32_t cost = cost_of(lexicon, word);

	if (cost != UINT32_MAX)
		group->cost += cost;
	else
		group->known = false;
}

static size_t cost_of_piece(const struct text_lexicon       *lexicon,
                            const struct decode_cut_letters *letters, size_t start, size_t end)
{
	const struct slice piece = { letters->bytes + start, end - start };
	const uint32_t     cost = piece.len > 1 ? cost_of(lexicon, piece) : UINT32_MAX;

	return cost == UINT32_MAX ? 0 : cost;
}

static struct group group_at(const struct text_lexicon       *lexicon,
                             const struct decode_cut_letters *letters, size_t start)
{
	struct group group = { .start = start, .end = start, .known = true };
	size_t       word = start;
	size_t       piece = start;

	do {
		group.pieces += letters->begins[group.end];
		group.odd += letters->odd[group.end];
		group.dotted += letters->dotted[group.end] && group.end > start;
		group.end++;
		if (group.end == letters->count || letters->begins[group.end]) {
			group.before += cost_of_piece(lexicon, letters, piece, group.end);
			piece = group.end;
		}
		if (group.end < letters->count && !letters->starts[group.end])
			continue;
		group.words++;
		add_word(lexicon, (struct slice){ letters->bytes + word, group.end - word },
		         &group);
		word = group.end;
	} while (group.end < letters->count &&
	         !(letters->begins[group.end] && letters->starts[group.end]));
	return group;
}

/* Pieces that were no words became words, and not many small ones; "U.S." is no "us". */
static bool is_mended(const struct group *group)
{
	bool initials = group->dotted > 0 && group->pieces <= INITIALS_MAX &&
	                group->pieces == group->end - group->start;

	return group->known && group->pieces > 1 && group->odd > 0 && !initials &&
	       (group->words == 1 ||
	        group->cost <= DECODE_CUT_COST_A_LETTER * (group->end - group->start)) &&
	       (group->words <= group->pieces || group->odd == group->pieces ||
	        (group->odd > 1 && group->words * 2 <= group->pieces * 3));
}

/* Beside such a group: what became fewer words, or words of what was partly none. */
static bool is_improved(const struct group *group)
{
	return group->known &&
	       (group->words < group->pieces || group->cost + COST_GAINED < group->before ||
	        (group->odd > 0 && (group->pieces > 1 || group->words > 1) &&
	         group->cost <= DECODE_CUT_COST_A_LETTER * (group->end - group->start)));
}

static void accept(const struct group *group, const struct decode_cut_letters *letters,
                   struct decode_cut_reading *reading)
{
	for (size_t i = group->start; i < group->end; i++) {
		reading->parts[i] = letters->starts[i];
		reading->kept[i] = !letters->begins[i] || letters->starts[i];
	}
}

/* ---- pieces put together ---- */

/* The pieces as they are, some of them glued to the ones behind: the cheapest way. */
struct glue {
	uint16_t begins[DECODE_CUT_LETTERS_MAX + 1]; /* letter, by piece */
	uint16_t from[DECODE_CUT_LETTERS_MAX + 1];   /* piece, by piece */
	uint32_t cost[DECODE_CUT_LETTERS_MAX + 1];
	uint8_t  most[DECODE_CUT_LETTERS_MAX + 1]; /* letters of a word that
	                                                                begins with the piece */
	size_t   pieces;
	uint32_t space; /* what it costs to glue over one */
};

/* How long a word may be at most that begins with these letters. */
static uint8_t longest_word(const struct text_lexicon       *lexicon,
                            const struct decode_cut_letters *letters, size_t start)
{
	static const uint8_t looks[] = { 4, 7 };

	for (size_t i = 0; i < sizeof looks; i++)
		if (letters->count - start >= looks[i] &&
		    !text_lexicon_may_begin(lexicon, letters->bytes + start, looks[i]))
			return looks[i] - 1;
	return DECODE_WORD_MAX;
}

static bool may_be_word(const struct glue *glue, size_t piece, size_t letters)
{
	return letters <= glue->most[piece];
}

/* Pieces [first, last] as one word. */
static uint32_t glue_cost(const struct text_lexicon       *lexicon,
                          const struct decode_cut_letters *letters, const struct glue *glue,
                          size_t first, size_t last)
{
	size_t       start = glue->begins[first];
	struct slice word = { letters->bytes + start, glue->begins[last + 1] - start };
	uint32_t     cost = UINT32_MAX;

	if (word.len <= DECODE_WORD_MAX && (first == last || may_be_word(glue, first, word.len)))
		cost = cost_of(lexicon, word);
	if (cost == UINT32_MAX && first == last)
		cost = UNKNOWN_WORD + UNKNOWN_LETTER * (uint32_t)word.len;
	else if (cost == UINT32_MAX)
		return UINT32_MAX;
	if (!letters->spaced[start] && first > 0)
		cost += SIGN_KEPT;
	for (size_t i = first + 1; i <= last; i++)
		cost += letters->spaced[glue->begins[i]] ? glue->space : 0;
	return cost;
}

static void glue_open(struct glue *glue, const struct text_lexicon *lexicon,
                      const struct decode_cut_letters *letters)
{
	glue->pieces = 0;
	glue->space = letters->signs < SIGNS_CUT ? SPACE_GLUED : SPACE_REAL;
	for (size_t i = 0; i < letters->count; i++)
		if (letters->begins[i]) {
			glue->most[glue->pieces] = longest_word(lexicon, letters, i);
			glue->begins[glue->pieces++] = (uint16_t)i;
		}
	glue->begins[glue->pieces] = (uint16_t)letters->count;
	glue->cost[0] = 0;
}

/* Marks where words start; returns how many letters are in none. */
static size_t glue_read(const struct decode_input *input, struct decode_cut_letters *letters)
{
	struct glue glue;
	size_t      unknown = 0;

	glue_open(&glue, input->lexicon, letters);
	for (size_t end = 1; end <= glue.pieces; end++) {
		glue.cost[end] = UINT32_MAX;
		for (size_t start = end; start-- > 0 && end - start <= GLUED_MAX;) {
			uint32_t cost = glue_cost(input->lexicon, letters, &glue, start, end - 1);

			if (cost == UINT32_MAX || glue.cost[start] + cost >= glue.cost[end])
				continue;
			glue.cost[end] = glue.cost[start] + cost;
			glue.from[end] = (uint16_t)start;
		}
	}
	for (size_t end = glue.pieces; end > 0; end = glue.from[end]) {
		size_t       start = glue.begins[glue.from[end]];
		struct slice word = { letters->bytes + start, glue.begins[end] - start };

		letters->starts[start] = true;
		if (word.len > DECODE_WORD_MAX || !is_word(input->lexicon, word))
			unknown += word.len;
	}
	return unknown;
}

/* ---- letters split again ---- */

/* As glue_read(), by the letters alone; false when it does no better than `unknown`. */
static bool split_read(const struct decode_input *input, struct decode_cut_letters *letters,
                       size_t unknown)
{
	struct text_split split;

	if (!text_lexicon_split(input->lexicon, (struct slice){ letters->bytes, letters->count },
	                        input->scratch, &split) ||
	    split.ends[split.count - 1] != letters->count ||
	    letters->count - split.known >= unknown)
		return false;
	memset(letters->starts, 0, sizeof letters->starts);
	letters->starts[0] = true;
	for (size_t i = 0; i + 1 < split.count; i++)
		letters->starts[split.ends[i]] = true;
	return true;
}

/* What follows a group is a word of its own, or reads: "dil.do" of "te.le.dil.do.niks" is a
 * syllable or two. */
static bool stands_before(const struct text_lexicon       *lexicon,
                          const struct decode_cut_letters *letters, size_t end)
{
	return end == letters->count || letters->spaced[end] ||
	       group_at(lexicon, letters, end).known;
}

static bool read_groups(const struct decode_input *input, const struct decode_cut_letters *letters,
                        struct decode_cut_reading *reading)
{
	struct group group = { .known = true };
	bool         mended = false;

	for (int round = 0; round < 2; round++) {
		for (size_t at = 0; at < letters->count; at = group.end) {
			bool stands = at == 0 || letters->spaced[at] || group.known;

			group = group_at(input->lexicon, letters, at);
			if (!stands || !stands_before(input->lexicon, letters, group.end))
				continue;
			if (round == 0)
				mended = mended || is_mended(&group);
			else if (is_mended(&group) || is_improved(&group))
				accept(&group, letters, reading);
		}
		if (!mended)
			return false;
	}
	return true;
}

bool decode_cut_read(const struct decode_input *input, bool found,
                     struct decode_cut_reading *reading)
{
	struct decode_cut_letters letters;
	size_t                    unknown;

	if (!gather(input, &letters, reading))
		return false;
	if (!found && !decode_cut_may_mend(input->lexicon, &letters))
		return false;
	for (size_t i = 0; i < letters.count; i++) {
		reading->parts[i] = false;
		reading->kept[i] = true;
	}
	unknown = glue_read(input, &letters);
	if (unknown > 0 && letters.signs < SIGNS_CUT && split_read(input, &letters, unknown) &&
	    read_groups(input, &letters, reading))
		return true;
	if (unknown > 0)
		(void)glue_read(input, &letters);
	return read_groups(input, &letters, reading);
}
