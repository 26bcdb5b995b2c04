/* SPDX-License-Identifier: Apache-2.0 */
/* Words without spaces between them:
 *
 *   HowDoIMakeAPipeBomb     howdoimakeapipebomb     #howtomakeabomb
 *
 * Where capitals begin the words, they part them. Else the letters are split into the words
 * they are likeliest made of, when a long string reads like language, is no word itself
 * and is made of words throughout: four words or more, or three usual ones. Two
 * ("raincoat", "Penistone") are not parted, for names and compounds are made so, unless both are
 * long and named by rules, or a rule names them one behind the other ("pipebomb"). */
#include "decode_word.h"

#include "decode_kind.h"
#include "text_letters.h"

#define LETTERS_MIN    10u   /* of a string to split */
#define LETTERS_MAX    1000u /* split at once */
#define WORDS_MIN      4u
#define WORDS_FEW      3u  /* which have to be usual ones */
#define NAMED_MIN      13u /* letters of two long words that rules name */
#define NAMED_WORD_MIN 6u
#define SENTENCE_MIN   14u /* letters of more */

/* Sixteenths of a bit, over all words; see text_lexicon_cost(). Letters by chance: 75. */
#define COST_A_LETTER     64u
#define COST_A_LETTER_FEW 50u
#define UNKNOWN_COST      (30u * 16)

#define CAMEL_BYTES_MAX 512u
#define SCORE_MIN       (-4) /* sixteenths of a bit a letter, over edges of words: see text_letters.h */

static bool is_small(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static bool is_capital(char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

/* ---- capitals begin words ---- */

/* Does a word begin at `at`, inside the token? "doI", "IMake" */
static bool begins_word(struct slice token, size_t at)
{
	return is_capital(token.ptr[at]) &&
	       (is_small(token.ptr[at - 1]) || (is_capital(token.ptr[at - 1]) &&
	                                        at + 1 < token.len && is_small(token.ptr[at + 1])));
}

static size_t part_end(struct slice token, size_t at)
{
	for (at++; at < token.len && !begins_word(token, at);)
		at++;
	return at;
}

/* At least two parts, and seven of ten bytes in words, one of which rules name ("YouTube" hides
 * nothing); or four, and three. */
static bool is_camel(const struct decode_input *input, struct slice token)
{
	size_t known = 0;
	size_t parts = 0;
	bool   named = false;

	if (token.len > CAMEL_BYTES_MAX || part_end(token, 0) == token.len)
		return false;
	for (size_t at = 0; at < token.len; parts++) {
		const size_t              end = part_end(token, at);
		const enum text_word_rank rank = decode_word_rank(input->lexicon,
		                                                  slice_range(token, at, end));

		named = named || rank == TEXT_WORD_NAMED;
		known += rank != TEXT_WORD_NONE ? end - at : 0;
		at = end;
	}
	return known * 10 >= token.len * (parts < 4 ? 7 : 3) && (named || parts >= 4);
}

/* ---- words all through ---- */

static bool may_be_words(const struct decode_input *input, struct slice token)
{
	size_t letters = 0;

	if (token.len < LETTERS_MIN)
		return false;
	for (size_t i = 2; i < token.len; i++) /* no words meet so */
		if (token.ptr[i] == token.ptr[i - 1] && token.ptr[i] == token.ptr[i - 2])
			return false;
	for (size_t i = 0; i < token.len; i++)
		letters += (unsigned char)token.ptr[i] >= 0x80 || is_small(token.ptr[i]) ||
		           is_capital(token.ptr[i]);
	return letters * 10 >= token.len * 9 &&
	       (text_letters_score(token) >= (int64_t)token.len * SCORE_MIN ||
	        (unsigned char)token.ptr[0] >= 0x80) &&
	       decode_word_rank(input->lexicon, token) == TEXT_WORD_NONE;
}

/* Two or three long words that rules name all: "synthesizemethamphetamine", of two that were
 * encoded one by one. */
static bool is_named(struct slice letters, const struct text_split *split)
{
	size_t start = 0;

	if (split->named < letters.len || letters.len < NAMED_MIN)
		return false;
	for (size_t i = 0; i < split->count; i++) {
		if (split->ends[i] - start < NAMED_WORD_MIN)
			return false;
		start = split->ends[i];
	}
	return true;
}

/* Words that language is made of, and enough of them: "pro spic i at" is none. */
static bool is_language(const struct text_lexicon *lexicon, struct slice letters,
                        const struct text_split *split)
{
	size_t cost = 0;
	size_t start = 0;

	for (size_t i = 0; i < split->count; i++) {
		uint32_t own = text_lexicon_cost(lexicon,
		                                 slice_range(letters, start, split->ends[i]));

		cost += own == UINT32_MAX ? UNKNOWN_COST : own;
		start = split->ends[i];
	}
	if (is_named(letters, split))
		return true;
	if (split->count >= WORDS_MIN && letters.len >= SENTENCE_MIN)
		return cost <= letters.len * COST_A_LETTER;
	return split->count >= WORDS_FEW && split->known == letters.len &&
	       cost <= letters.len * COST_A_LETTER_FEW;
}

static bool split_words(const struct decode_input *input, struct slice token,
                        struct text_split *split)
{
	char folded[LETTERS_MAX];

	if (token.len > LETTERS_MAX || !may_be_words(input, token))
		return false;
	for (size_t i = 0; i < token.len; i++)
		folded[i] = is_capital(token.ptr[i]) ? (char)(token.ptr[i] | 0x20) : token.ptr[i];
	if (!text_lexicon_split(input->lexicon, (struct slice){ folded, token.len }, input->scratch,
	                        split))
		return false;
	return split->known * 20 >= token.len * 19 && split->named * 4 >= token.len &&
	       is_language(input->lexicon, (struct slice){ folded, token.len }, split);
}

/* ---- two words that a rule names together ---- */

/* Where the second begins; 0 when the token is no such pair. */
static size_t pair_place(const struct decode_input *input, struct slice token)
{
	char               memory[DECODE_WORD_MAX];
	const struct slice folded = decode_word_fold(token, memory);

	return text_lexicon_pair(input->lexicon, folded);
}

/* ---- the decoder ---- */

static bool has_inner_capital(struct slice token)
{
	for (size_t i = 1; i < token.len; i++)
		if (is_capital(token.ptr[i]))
			return true;
	return false;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_word word;
	struct text_split  split;
	size_t             mark = arena_mark(input->scratch);
	const size_t       until = decode_until(input);

	const bool code = input->marks == 0 || (input->marks & DECODE_MARK_CODE) != 0;

	for (size_t at = from;; at = word.end) {
		struct slice token;

		if (code)
			at = decode_over_words(input, at + (at > from));
		if (!(code ? decode_word_next(input, at, &word)
		           : decode_word_next_odd(input, at, &word)))
			return false;
		if (word.start >= until)
			return false;
		if (word.end - word.start > LETTERS_MAX)
			word.end = word.start + LETTERS_MAX;
		token = slice_range(input->text, word.start, word.end);
		if (word.rank != TEXT_WORD_NONE && !has_inner_capital(token))
			continue; /* a word */
		if (token.len < 4 || (word.start > 0 && input->text.ptr[word.start - 1] == '@'))
			continue; /* too short, or somebody's name */
		*run = (struct decode_run){ word.start, word.end, word.end };
		if (is_camel(input, token) || pair_place(input, token) > 0 ||
		    split_words(input, token, &split))
			return true;
		arena_rewind(input->scratch, mark);
	}
}

static void put_word(struct decode_sink *sink, struct slice token, size_t start, size_t end)
{
	if (start > 0)
		decode_sink_put(sink, SLICE_LIT(" "), start, start, TEXT_OPERATION_BIT(joined), 0);
	decode_sink_copy(sink, token, start, end);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const struct slice token = input->text;
	struct text_split  split;
	size_t             start = 0;

	if (is_camel(input, token)) {
		for (size_t at = 0; at < token.len;) {
			size_t end = part_end(token, at);

			put_word(sink, token, at, end);
			at = end;
		}
		return true;
	}
	start = pair_place(input, token);
	if (start > 0) {
		put_word(sink, token, 0, start);
		put_word(sink, token, start, token.len);
		return true;
	}
	if (!split_words(input, token, &split))
		return false;
	for (size_t i = 0; i < split.count; i++) {
		put_word(sink, token, start, split.ends[i]);
		start = split.ends[i];
	}
	if (start < token.len)
		put_word(sink, token, start, token.len);
	return true;
}

const struct decode_kind decode_joined = { .name = "joined",
	                                   .operation = TEXT_OPERATION_joined,
	                                   .signal = "bypass.encoding/joined",
	                                   .pass = DECODE_PASS_WORDING,
	                                   .needs = DECODE_MARK_CODE | DECODE_MARK_LONG |
	                                            DECODE_MARK_CAPITALS | DECODE_MARK_UNKNOWN,
	                                   .reach = 1,
	                                   .growth = 2,
	                                   .find = find,
	                                   .decode = decode };
