/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_word.h"

#include "base_attr.h"
#include "decode_kind.h"
#include "decode_nato.h"
#include "text_quick.h"

#include <assert.h>
#include <string.h>

struct slice decode_word_fold(struct slice word, char folded[DECODE_WORD_MAX])
{
	if (word.len > DECODE_WORD_MAX)
		return SLICE_NONE;
	for (size_t i = 0; i < word.len; i++) {
		char byte = word.ptr[i];

		folded[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
	}
	return (struct slice){ folded, word.len };
}

enum text_word_rank decode_word_rank(const struct text_lexicon *lexicon, struct slice word)
{
	char         memory[DECODE_WORD_MAX];
	struct slice folded = decode_word_fold(word, memory);

	return folded.len == 0 ? TEXT_WORD_NONE : text_lexicon_rank(lexicon, folded);
}

static void rank(const struct text_lexicon *lexicon, struct slice bytes, struct decode_word *word)
{
	char         memory[DECODE_WORD_MAX];
	struct slice folded = decode_word_fold(bytes, memory);

	word->rank = TEXT_WORD_NONE;
	word->role = 0;
	if (folded.len == 0)
		return;
	word->rank = (uint8_t)text_lexicon_rank(lexicon, folded);
	word->role = text_quick_role(lexicon, folded);
}

/* The word at or after `from`, by its letters alone. */
static bool word_at(struct slice text, const struct text_lexicon *lexicon, size_t from,
                    struct decode_word *word)
{
	size_t start = from;
	size_t end;

	while (start < text.len && !decode_word_is_part(text.ptr[start]))
		start++;
	for (end = start; end < text.len && decode_word_is_part(text.ptr[end]);)
		end++;
	*word = (struct decode_word){ .start = (uint32_t)start, .end = (uint32_t)end };
	if (start == end)
		return false;
	rank(lexicon, slice_range(text, start, end), word);
	return true;
}

/* ---- what a word says ---- */

static inline bool is_letter(char byte)
{
	return (unsigned char)((byte | 0x20) - 'a') < 26;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_space_at(struct slice text, size_t at)
{
	return at >= text.len || text.ptr[at] == ' ' || text.ptr[at] == '\n';
}

bool decode_word_is_short_l(struct slice text, const struct decode_word *word)
{
	const size_t length = word->end - word->start;

	if (length > 2 || text.ptr[word->start] != 'l')
		return false;
	if (length == 2 && strchr("stnfSTNF", text.ptr[word->start + 1]) == NULL)
		return false;
	return (word->start == 0 || is_space_at(text, word->start - 1)) &&
	       word->end + 1 < text.len && is_space_at(text, word->end) &&
	       is_letter(text.ptr[word->end + 1]);
}

#define ROW_WORDS      10u
#define ROW_LETTERS    3u
#define SPELLED_WORDS  4u
#define JOINED_LETTERS 6u
#define JOINT_MAX      2u /* bytes between the two strings */
#define LETTERS_ALONE  10u
#define MORSE_WORDS    4u

/* A word of two letters or more that is none of the lexicon's, or short with l. */
static bool is_unknown(struct slice text, const struct decode_word *word)
{
	const size_t length = word->end - word->start;

	if (word->rank != TEXT_WORD_NONE)
		return length <= 2 && decode_word_is_short_l(text, word);
	return (length > 1 &&
	        (is_letter(text.ptr[word->start]) || is_letter(text.ptr[word->end - 1]) ||
	         (unsigned char)text.ptr[word->start] >= 0x80)) ||
	       decode_word_is_short_l(text, word);
}

/* Lists are full of short words that nobody writes, and rules name letters. */
static bool is_odd(struct slice text, const struct decode_word *word)
{
	const size_t length = word->end - word->start;
	const char   first = (char)(text.ptr[word->start] | 0x20);

	if (length > 2)
		return word->rank == TEXT_WORD_NONE;
	if (length == 1)
		return first != 'a' && first != 'i';
	return (word->role & TEXT_ROLE_USUAL_2) == 0 || decode_word_is_short_l(text, word);
}

/* ---- tables ---- */

#define TAKEN 64u

struct list {
	struct slice               text;
	const struct text_lexicon *lexicon;
	struct decode_word        *items; /* NULL: the arena is full */
	size_t                     count;
	size_t                     cap;
	size_t                     odd;
	decode_marks               marks;
	decode_marks              *blocks;  /* of a survey; NULL: there is none */
	unsigned                   row;     /* words without one that holds prose together ... */
	unsigned                   spelled; /* ... and words that stand for letters, in a row */
	uint32_t                   alone;   /* letters that stand alone, a bit each */
	unsigned                   morse;   /* words that may be dots and dashes */
	bool                       hyphen;  /* one stands before the last word */
	uint32_t                   wanted[DECODE_WORDS_WANTED]; /* as in struct decode_words */
	uint32_t                   wanted_count;
};

static void list_open(struct list *list, struct slice text, const struct text_lexicon *lexicon,
                      struct arena *arena)
{
	list->text = text;
	list->lexicon = lexicon;
	list->cap = text.len / 5 + 16;
	list->items = ARENA_ARRAY(arena, list->cap, struct decode_word);
}

/* A mark of a word, told of the blocks that it is in. */
static void mark_word(struct list *list, const struct decode_word *word, decode_marks mark)
{
	list->marks |= mark;
	if (list->blocks == NULL)
		return;
	for (size_t i = word->start / DECODE_SURVEY_BLOCK;
	     i <= (word->end - 1) / DECODE_SURVEY_BLOCK; i++)
		list->blocks[i] |= mark;
}

static inline void look_at_role(struct list *list, const struct decode_word *word)
{
	const size_t length = word->end - word->start;

	list->spelled = (word->role & TEXT_ROLE_SPELLS) != 0 ? list->spelled + 1 : 0;
	if (list->spelled == SPELLED_WORDS)
		list->marks |= DECODE_MARK_SPELLED;
	if (length < ROW_LETTERS || (word->role & TEXT_ROLE_HOLDS) != 0 ||
	    !is_letter(list->text.ptr[word->start]))
		list->row = 0;
	else if (++list->row == ROW_WORDS)
		list->marks |= DECODE_MARK_ROW;
}

static bool makes_word(const struct list *list, char bytes[DECODE_WORD_MAX], size_t count)
{
	return decode_word_rank(list->lexicon, (struct slice){ bytes, count }) != TEXT_WORD_NONE;
}

/* Signs that spelling has none of inside words: "na=palm". */
static void look_at_joint(struct list *list, const struct decode_word *word)
{
	const struct decode_word *before = &list->items[list->count - 1];
	const size_t lengths[] = { before->end - before->start, word->end - word->start };
	char         glued[DECODE_WORD_MAX];

	if (lengths[0] + lengths[1] > sizeof glued || list->text.ptr[before->end] == '\0' ||
	    strchr("=|~^+*\"`{}\\", list->text.ptr[before->end]) == NULL)
		return;
	memcpy(glued, list->text.ptr + before->start, lengths[0]);
	memcpy(glued + lengths[0], list->text.ptr + word->start, lengths[1]);
	if (makes_word(list, glued, lengths[0] + lengths[1]))
		mark_word(list, word, DECODE_MARK_JOINT);
}

/* A hyphen between two strings: "p-i-p-e" and "b-mb" are disguises, "well-known" is none. */
static void look_at_hyphen(struct list *list, const struct decode_word *word)
{
	const struct decode_word *before = &list->items[list->count - 1];
	const size_t lengths[] = { before->end - before->start, word->end - word->start };
	const bool   again = list->hyphen;
	char         glued[DECODE_WORD_MAX];
	bool         makes = false;

	list->hyphen = is_letter(list->text.ptr[before->end - 1]) &&
	               is_letter(list->text.ptr[word->start]);
	if (list->hyphen)
		mark_word(list, word, DECODE_MARK_HYPHENATED);
	if (!list->hyphen || lengths[0] + lengths[1] + 1 > sizeof glued)
		return;
	memcpy(glued, list->text.ptr + before->start, lengths[0]);
	memcpy(glued + lengths[0] + 1, list->text.ptr + word->start, lengths[1]);
	for (unsigned i = 0; i < 5 && !makes; i++) {
		glued[lengths[0]] = "aeiou"[i];
		makes = makes_word(list, glued, lengths[0] + lengths[1] + 1);
	}
	if (makes || again || (lengths[0] == 1 && lengths[1] == 1))
		mark_word(list, word, DECODE_MARK_HYPHEN);
}

/* Nothing but signs, one of them not the hyphen, full stop or the like; no space. */
static bool has_odd_sign(struct slice gap)
{
	bool odd = false;

	for (size_t i = 0; i < gap.len; i++)
		switch (gap.ptr[i]) {
		case ' ':
		case '\t':
		case '\n':
		case '\r':
			return false;
		case '\'':
		case '-':
		case '.':
		case ',':
		case ':':
		case ';':
		case '/':
		case '_':
			break;
		default:
			odd = true;
		}
	return odd;
}

/* Two strings side by side with no more than a sign or two between them. */
static void look_between(struct list *list, const struct decode_word *word)
{
	const size_t end = list->items[list->count - 1].end;

	if (has_odd_sign(slice_range(list->text, end, word->start)))
		mark_word(list, word, DECODE_MARK_ODD_SIGN);
	if (word->start - end <= JOINT_MAX)
		look_at_joint(list, word);
	if (word->start - end == 1 && list->text.ptr[end] == '-')
		look_at_hyphen(list, word);
	else
		list->hyphen = false;
}

/* The bytes of signs outside ASCII are parts of a word: "\xE2\x80\xA2a" is a letter that stands
 * alone. */
static void look_at_letter(struct list *list, const struct decode_word *word)
{
	const char last = list->text.ptr[word->end - 1];

	if (!is_letter(last) ||
	    (word->end - word->start > 1 && (unsigned char)list->text.ptr[word->end - 2] < 0x80))
		return;
	list->alone |= (uint32_t)1 << ((last | 0x20) - 'a');
	if ((unsigned)__builtin_popcount(list->alone) >= LETTERS_ALONE)
		list->marks |= DECODE_MARK_LETTERS;
}

/* "dah", "Dotdash", "didahdit" */
static void look_at_morse(struct list *list, const struct decode_word *word)
{
	const char second = (char)(list->text.ptr[word->start + 1] | 0x20);

	if (second != 'i' && second != 'a' && second != 'o')
		return;
	for (size_t i = word->start; i < word->end; i++)
		if (memchr("diahots", list->text.ptr[i] | 0x20, 7) == NULL)
			return;
	if (list->blocks != NULL)
		list->blocks[word->start / DECODE_SURVEY_BLOCK] |= DECODE_MARK_MORSE;
	if (++list->morse == MORSE_WORDS)
		list->marks |= DECODE_MARK_MORSE;
}

static void look_at_odd(struct list *list, const struct decode_word *word)
{
	if (is_unknown(list->text, word)) {
		mark_word(list, word, DECODE_MARK_UNKNOWN);
		if (word->end - word->start >= JOINED_LETTERS &&
		    decode_nato_is_joined(slice_range(list->text, word->start, word->end)))
			list->marks |= DECODE_MARK_SPELLED;
	}
	if (!is_odd(list->text, word))
		return;
	list->odd++;
	if (!is_digit(list->text.ptr[word->start]))
		mark_word(list, word, DECODE_MARK_PIECE);
}

/* Room for so many words more; false, and for good, when the arena is full. */
static bool list_room(struct list *list, size_t more, struct arena *arena)
{
	if (list->items != NULL && list->cap - list->count < more) {
		const size_t cap = 2 * list->cap + more;

		list->items = arena_resize(arena, list->items, list->cap * sizeof *list->items,
		                           cap * sizeof *list->items);
		list->cap = cap;
	}
	return list->items != NULL;
}

/* Most words have but a space before them, which ends what a hyphen joins. */
static inline bool is_joined(const struct list *list)
{
	return list->count > 0 && list->text.ptr[list->items[list->count - 1].end] != ' ';
}

/* What is asked of a word that is short or unknown, or looks otherwise than prose mostly does. */
SELDOM static void look_closer(struct list *list, const struct decode_word *word)
{
	const char first = list->text.ptr[word->start];

	if (is_joined(list))
		look_between(list, word);
	else
		list->hyphen = false;
	if (word->end - word->start == 1 || (unsigned char)first >= 0x80)
		look_at_letter(list, word);
	else if (first == 'd' || first == 'D')
		look_at_morse(list, word);
	if (word->rank == TEXT_WORD_NONE || word->end - word->start <= 2)
		look_at_odd(list, word);
}

/* Of most words nothing is asked but their roles. Those of two letters that are usual are no odd
 * ones, but for what may be written with l for i. */
static inline bool is_plain(const struct decode_word *word, char first)
{
	const size_t length = word->end - word->start;

	if (word->rank == TEXT_WORD_NONE || first == 'd' || first == 'D' ||
	    (unsigned char)first >= 0x80)
		return false;
	return length > 2 || (length == 2 && (word->role & TEXT_ROLE_USUAL_2) != 0 && first != 'l');
}

/* There is room. */
static inline void list_add(struct list *list, const struct decode_word *word)
{
	look_at_role(list, word);
	if (is_joined(list) || !is_plain(word, list->text.ptr[word->start]))
		look_closer(list, word);
	else
		list->hyphen = false;
	list->items[list->count++] = *word;
}

/* The next word is wanted. */
static inline void want_add(struct list *list)
{
	if (list->wanted_count < DECODE_WORDS_WANTED)
		list->wanted[list->wanted_count] = (uint32_t)list->count;
	list->wanted_count++;
}

/* Finders ask for the word behind a place for each word of a text: an index by place answers
 * at once where a search by halves would take longer than the rest. */
static bool index_words(size_t bytes, struct arena *arena, struct decode_words *words)
{
	size_t    blocks = bytes / DECODE_WORDS_BLOCK + 1;
	uint32_t *first = ARENA_ARRAY(arena, blocks, uint32_t);
	size_t    index = 0;

	if (first == NULL)
		return false;
	for (size_t block = 0; block < blocks; block++) {
		while (index < words->count &&
		       words->items[index].end <= block * DECODE_WORDS_BLOCK)
			index++;
		first[block] = (uint32_t)index;
	}
	words->first = first;
	return true;
}

static bool index_odd(const struct list *list, struct arena *arena, struct decode_words *words)
{
	uint32_t *odd = ARENA_ARRAY(arena, list->odd + 1, uint32_t);

	if (odd == NULL)
		return false;
	for (size_t i = 0; words->odd_count < list->odd; i++)
		if ((list->items[i].rank == TEXT_WORD_NONE ||
		     list->items[i].end - list->items[i].start <= 2) &&
		    is_odd(list->text, &list->items[i]))
			odd[words->odd_count++] = (uint32_t)i;
	words->odd = odd;
	return true;
}

static const struct decode_words *words_of_list(struct list *list, struct arena *arena)
{
	struct decode_words *words = ARENA_NEW(arena, struct decode_words);

	if (words == NULL || list->items == NULL)
		return NULL;
	*words = (struct decode_words){ .items = list->items,
		                        .count = list->count,
		                        .marks = list->marks,
		                        .wanted_count = list->wanted_count };
	memcpy(words->wanted, list->wanted, sizeof words->wanted);
	return index_words(list->text.len, arena, words) && index_odd(list, arena, words) ? words
	                                                                                  : NULL;
}

static const struct decode_words *words_of(struct list *list, struct slice text,
                                           const struct text_lexicon *lexicon, struct arena *arena)
{
	struct decode_word word;

	assert(text.len <= UINT32_MAX);
	list_open(list, text, lexicon, arena);
	list->wanted_count = UINT32_MAX;
	for (size_t at = 0; list_room(list, 1, arena) && word_at(text, lexicon, at, &word);
	     at = word.end)
		list_add(list, &word);
	return words_of_list(list, arena);
}

static const struct decode_words *words_of_ascii(struct list *list, struct slice text,
                                                 struct slice               folded,
                                                 const struct text_lexicon *lexicon,
                                                 struct arena              *arena)
{
	struct text_quick_walk walk = { .folded = folded };
	struct text_quick_word taken[TAKEN];
	size_t                 count;

	assert(folded.len == text.len + 2 && folded.len <= UINT32_MAX);
	list_open(list, text, lexicon, arena);
	do {
		count = text_quick_take(&walk, lexicon, DECODE_WORD_MAX, taken, TAKEN);
		if (!list_room(list, count, arena))
			return NULL;
		for (size_t i = 0; i < count; i++) {
			const struct decode_word word = { .start = taken[i].start - 1,
				                          .end = taken[i].end - 1,
				                          .rank = taken[i].rank,
				                          .role = taken[i].role };

			if (taken[i].wanted)
				want_add(list);
			list_add(list, &word);
		}
	} while (count == TAKEN);
	return words_of_list(list, arena);
}

const struct decode_words *decode_words_of(struct slice text, const struct text_lexicon *lexicon,
                                           struct arena *arena)
{
	struct list list = { 0 };

	return words_of(&list, text, lexicon, arena);
}

const struct decode_words *decode_words_of_ascii(struct slice text, struct slice folded,
                                                 const struct text_lexicon *lexicon,
                                                 struct arena              *arena)
{
	struct list list = { 0 };

	return words_of_ascii(&list, text, folded, lexicon, arena);
}

const struct decode_words *decode_words_by_place(struct slice text, struct slice folded,
                                                 const struct text_lexicon  *lexicon,
                                                 const struct decode_survey *survey,
                                                 struct arena               *arena)
{
	struct list list = { .blocks = survey->blocks };

	return folded.len > 0 ? words_of_ascii(&list, text, folded, lexicon, arena)
	                      : words_of(&list, text, lexicon, arena);
}

/* ---- the next one ---- */

/* A word that begins before `from` or ends behind `to` counts between them. */
static void cut(const struct decode_input *input, size_t from, struct decode_word *word)
{
	if (word->start < from)
		word->start = (uint32_t)from;
	if (word->end > input->text.len)
		word->end = (uint32_t)input->text.len;
	rank(input->lexicon, slice_range(input->text, word->start, word->end), word);
}

bool decode_word_next(const struct decode_input *input, size_t from, struct decode_word *word)
{
	size_t index;

	if (from >= input->text.len)
		return false;
	if (input->words == NULL)
		return word_at(input->text, input->lexicon, from, word);
	index = decode_words_behind(input->words, from);
	if (index == input->words->count || input->words->items[index].start >= input->text.len)
		return false;
	*word = input->words->items[index];
	if (word->start < from || word->end > input->text.len)
		cut(input, from, word);
	return true;
}

static bool odd_of_text(const struct decode_input *input, size_t from, struct decode_word *word)
{
	while (word_at(input->text, input->lexicon, from, word)) {
		if (word->rank == TEXT_WORD_NONE || is_odd(input->text, word))
			return true;
		from = word->end;
	}
	return false;
}

bool decode_word_next_odd(const struct decode_input *input, size_t from, struct decode_word *word)
{
	const struct decode_word *listed;

	if (from >= input->text.len)
		return false;
	if (input->words == NULL)
		return odd_of_text(input, from, word);
	listed = decode_words_odd(input->words, from);
	if (listed == NULL || listed->start >= input->text.len)
		return false;
	*word = *listed;
	if (word->start < from || word->end > input->text.len)
		cut(input, from, word);
	return true;
}
