/* SPDX-License-Identifier: Apache-2.0 */
/* Children's languages, word by word:
 *
 *   akemay a ipepay ombbay      make a pipe bomb      Pig Latin: the beginning last, then "ay"
 *   bubomub, bopomob, bavomb    bomb                  a syllable before each sound of vowels
 *   popipopep                   pipe                  each consonant twice, an o between
 *   popimbapa                   pomba                 each vowel again behind a consonant
 *
 * None of it is proof, so a run is at least two words that are none in any language and become
 * words when one game is undone. */
#include "decode_word.h"

#include "base_ascii.h"
#include "decode_kind.h"

#include <string.h>

enum {
	GOOD_MIN = 2,
	LETTERS_MIN = 6, /* in the words that a run gives */
	GAP_MAX = 3,     /* bytes between two words */
	FELLOW_MAX = 64, /* bytes to the next word that is none; those between are words in a
	                    game and out of it */
	BAD_MAX = 2,     /* in a row: names, words of another language */
	CLUSTER_MAX = 4, /* consonants that begin a word */
	DEARER = 8,      /* sixteenths of a bit, to be another word */
	SHORT_RUN = 16   /* words: a refused run of so few is looked into again */
};

typedef struct slice undo(const char *with, struct slice word, char out[DECODE_WORD_MAX]);

struct game {
	undo       *undo; /* empty: the word is not in this game */
	const char *with;
};

static bool is_vowel(char byte)
{
	return byte == 'a' || byte == 'e' || byte == 'i' || byte == 'o' || byte == 'u';
}

/* Does the syllable stand here, with a vowel behind it? */
static bool is_syllable(struct slice word, size_t at, struct slice syllable)
{
	return slice_starts_with(slice_from(word, at), syllable) && at + syllable.len < word.len &&
	       is_vowel(word.ptr[at + syllable.len]);
}

/* "ubakeub"... A syllable before each run of vowels, or before each vowel; some hands leave out the
 * first where it begins the word. A word without vowels is left alone. */
static struct slice undo_syllable(const char *with, struct slice word, char out[DECODE_WORD_MAX])
{
	const struct slice syllable = slice_from_cstr(with);
	size_t             len = 0;

	for (size_t at = 0; at < word.len;) {
		if (!is_vowel(word.ptr[at])) {
			out[len++] = word.ptr[at++];
			continue;
		}
		if (is_syllable(word, at, syllable))
			at += syllable.len;
		else if (at > 0)
			return SLICE_NONE;
		do
			out[len++] = word.ptr[at++];
		while (at < word.len && is_vowel(word.ptr[at]) && !is_syllable(word, at, syllable));
	}
	return (struct slice){ out, len };
}

/* "popipopep": some hands double what is spelled with two letters as one. */
static struct slice undo_doubled(const char *with, struct slice word, char out[DECODE_WORD_MAX])
{
	size_t len = 0;

	for (size_t at = 0; at < word.len;) {
		char byte = word.ptr[at];

		out[len++] = byte;
		if (!ascii_is_small(byte) || is_vowel(byte)) {
			at++;
			continue;
		}
		if (at + 2 >= word.len || word.ptr[at + 1] != with[0] || word.ptr[at + 2] != byte)
			return SLICE_NONE;
		at += 3;
	}
	return (struct slice){ out, len };
}

/* "popimbapa": a run of vowels, the consonant and its last vowel again. */
static struct slice undo_echo(const char *with, struct slice word, char out[DECODE_WORD_MAX])
{
	const size_t length = strlen(with);
	size_t       len = 0;

	for (size_t at = 0; at < word.len;) {
		out[len++] = word.ptr[at++];
		if (!is_vowel(word.ptr[at - 1]) || (at < word.len && is_vowel(word.ptr[at])))
			continue;
		if (at + length >= word.len ||
		    !slice_starts_with(slice_from(word, at), slice_from_cstr(with)) ||
		    word.ptr[at + length] != word.ptr[at - 1])
			return SLICE_NONE;
		at += length + 1;
	}
	return (struct slice){ out, len };
}

/* Pig Latin keeps a vowel (or the y of "my") in front. `with` is what a word that begins with
 * one ends in; NULL: a word that begins otherwise, of which `moved` letters are in front of
 * "ay". */
static struct slice unpig(struct slice stem, size_t moved, char out[DECODE_WORD_MAX])
{
	const size_t rest = stem.len - moved;

	memcpy(out, stem.ptr + rest, moved);
	memcpy(out + moved, stem.ptr, rest);
	return (struct slice){ out, stem.len };
}

/* How many letters may have been moved at most. */
static size_t cluster(struct slice stem)
{
	size_t moved = 0;

	while (moved + 1 < stem.len && moved < CLUSTER_MAX) {
		char byte = stem.ptr[stem.len - 1 - moved];

		if (is_vowel(byte) && !(moved == 0 && byte == 'u' && stem.ptr[stem.len - 2] == 'q'))
			break;
		moved++;
	}
	return moved;
}

/* ---- words ---- */

struct undone {
	struct slice        letters;
	enum text_word_rank rank;
	uint32_t            cost;
	char                memory[DECODE_WORD_MAX];
};

/* Takes a reading that is much likelier than those before: "owhay" is how rather than who. */
static void offer(struct undone *best, const struct text_lexicon *lexicon, struct slice letters)
{
	uint32_t cost;

	if (letters.len == 0)
		return;
	cost = text_lexicon_cost(lexicon, letters);
	if (best->letters.len > 0 &&
	    (cost >= best->cost || best->cost - cost < (best->rank == TEXT_WORD_NONE ? 1 : DEARER)))
		return;
	memmove(best->memory, letters.ptr, letters.len);
	best->letters = (struct slice){ best->memory, letters.len };
	best->cost = cost;
	best->rank = text_lexicon_rank(lexicon, letters);
}

/* "omb-bay": the beginning behind a hyphen. */
static void offer_parted(struct undone *best, const struct text_lexicon *lexicon, struct slice stem,
                         struct slice ending)
{
	const size_t moved = ending.len - 2;
	char         out[DECODE_WORD_MAX];

	if (moved == 1 && (ending.ptr[0] == 'w' || ending.ptr[0] == 'y' || ending.ptr[0] == 'h'))
		offer(best, lexicon, stem);
	memcpy(out, ending.ptr, moved);
	memcpy(out + moved, stem.ptr, stem.len);
	offer(best, lexicon, (struct slice){ out, moved + stem.len });
}

static void offer_pig(struct undone *best, const struct text_lexicon *lexicon, struct slice word)
{
	const char *hyphen = memchr(word.ptr, '-', word.len);

	static const char *const endings[] = { "way", "yay", "hay", "ay" };
	const bool               vowel = word.len > 0 && is_vowel(word.ptr[0]);
	char                     out[DECODE_WORD_MAX];
	struct slice             stem;
	size_t                   most;

	if (word.len < 3 || !slice_ends_with(word, SLICE_LIT("ay")) ||
	    !(vowel || word.ptr[0] == 'y'))
		return;
	if (hyphen != NULL) {
		const size_t at = (size_t)(hyphen - word.ptr);

		offer_parted(best, lexicon, slice_range(word, 0, at), slice_from(word, at + 1));
		return;
	}
	stem = slice_range(word, 0, word.len - 2);
	most = cluster(stem);
	for (size_t moved = 1; moved <= most; moved++)
		offer(best, lexicon, unpig(stem, moved, out));
	for (size_t i = 0; vowel && i < sizeof endings / sizeof endings[0]; i++)
		if (slice_ends_with(word, slice_from_cstr(endings[i])))
			offer(best, lexicon, slice_range(word, 0, word.len - strlen(endings[i])));
}

enum { GAME_PIG, GAME_DOUBLED };

static const struct game games[] = {
	[GAME_PIG] = { NULL, NULL }, [GAME_DOUBLED] = { undo_doubled, "o" },
	{ undo_syllable, "ub" },     { undo_syllable, "op" },
	{ undo_syllable, "av" },     { undo_syllable, "ab" },
	{ undo_syllable, "ag" },     { undo_syllable, "eg" },
	{ undo_syllable, "ib" },     { undo_syllable, "ob" },
	{ undo_syllable, "arp" },    { undo_syllable, "egg" },
	{ undo_syllable, "idig" },   { undo_syllable, "uddag" },
	{ undo_syllable, "itherg" }, { undo_echo, "p" },
	{ undo_echo, "f" },          { undo_echo, "b" },
	{ undo_echo, "s" },          { undo_echo, "g" },
	{ undo_echo, "k" },
};

#define GAME_COUNT (sizeof games / sizeof games[0])

/* What a word is in a game; false when it is not in it. */
static bool undo_word(const struct game *game, const struct text_lexicon *lexicon,
                      struct slice word, struct undone *undone)
{
	char         folded[DECODE_WORD_MAX];
	char         out[DECODE_WORD_MAX];
	struct slice small = decode_word_fold(word, folded);

	undone->letters = SLICE_NONE;
	undone->rank = TEXT_WORD_NONE;
	if (game->undo == NULL)
		offer_pig(undone, lexicon, small);
	else
		offer(undone, lexicon, game->undo(game->with, small, out));
	return undone->letters.len > 0;
}

/* A word with what stands behind its hyphen, where that may be the end of Pig Latin. */
static void take_ending(const struct decode_input *input, struct decode_word *word)
{
	const struct slice text = input->text;
	size_t             end = word->end;

	if (end + 3 >= text.len || text.ptr[end] != '-')
		return;
	for (end++; end < text.len && ascii_is_small((char)(text.ptr[end] | 0x20));)
		end++;
	if (end - word->end - 1 <= CLUSTER_MAX + 2 && end - word->end > 3 &&
	    end - word->start < DECODE_WORD_MAX &&
	    slice_ends_with(slice_range(text, word->end + 1, end), SLICE_LIT("ay"))) {
		word->end = (uint32_t)end;
		word->rank = TEXT_WORD_NONE;
	}
}

static bool next_word(const struct decode_input *input, size_t from, struct decode_word *word)
{
	if (!decode_word_next(input, from, word))
		return false;
	take_ending(input, word);
	return true;
}

/* ---- runs ---- */

struct tally {
	size_t words;
	size_t good;
	size_t bad;
	size_t letters; /* of the good ones */
	size_t end;     /* of the last word that counts */
	size_t seen;    /* up to here */
};

static void tally_word(struct tally *tally, const struct decode_word *word,
                       const struct undone *undone, size_t *doubtful)
{
	tally->words++;
	tally->seen = word->end;
	if (undone->rank == TEXT_WORD_NONE) {
		++*doubtful;
		return;
	}
	tally->bad += *doubtful;
	*doubtful = 0;
	tally->end = word->end;
	if (word->rank == TEXT_WORD_NONE) {
		tally->good++;
		tally->letters += undone->letters.len;
	}
}

/* The run of a game that begins with a word. */
static struct tally run_of(const struct decode_input *input, const struct game *game,
                           struct decode_word word)
{
	struct tally  tally = { .end = word.start, .seen = word.start };
	struct undone undone;
	size_t        doubtful = 0;

	do {
		if (word.start > tally.seen + GAP_MAX ||
		    !undo_word(game, input->lexicon, slice_range(input->text, word.start, word.end),
		               &undone))
			break;
		if (tally.words == 0 &&
		    (undone.rank == TEXT_WORD_NONE || word.rank != TEXT_WORD_NONE))
			break;
		tally_word(&tally, &word, &undone, &doubtful);
	} while (doubtful <= BAD_MAX && next_word(input, word.end, &word));
	return tally;
}

static bool is_accepted(const struct tally *tally)
{
	return tally->good >= GOOD_MIN && tally->letters >= LETTERS_MIN &&
	       tally->good > 2 * tally->bad;
}

/* May a word in small letters be of the game? One that the game leaves as it is says nothing. */
static bool may_be_in(const struct game *game, struct slice small)
{
	char out[DECODE_WORD_MAX];

	struct slice undone;

	if (game->undo == NULL)
		return slice_ends_with(small, SLICE_LIT("ay"));
	undone = game->undo(game->with, small, out);
	return undone.len > 0 && undone.len < small.len;
}

/* The game that undoes most from this word on; *seen is how far any was followed. */
static const struct game *best_game(const struct decode_input *input, struct decode_word word,
                                    struct tally *best, size_t *seen)
{
	char               folded[DECODE_WORD_MAX];
	const struct slice small = decode_word_fold(slice_range(input->text, word.start, word.end),
	                                            folded);
	const struct game *game = NULL;

	*seen = word.end;
	*best = (struct tally){ 0 };
	for (size_t i = 0; i < GAME_COUNT; i++) {
		struct tally tally;

		if (!may_be_in(&games[i], small))
			continue;
		tally = run_of(input, &games[i], word);
		if (tally.words > SHORT_RUN && tally.seen > *seen)
			*seen = tally.seen;
		if (!is_accepted(&tally) || tally.good <= best->good)
			continue;
		*best = tally;
		game = &games[i];
	}
	return game;
}

static size_t vowel_from(struct slice word, size_t at)
{
	while (at < word.len && !is_vowel((char)(word.ptr[at] | 0x20)))
		at++;
	return at;
}

/* Has the vowel a consonant behind it as some game has them? */
static bool is_syllable_of_game(struct slice word, size_t at)
{
	static const char *const heads[] = { "ub", "op", "av", "ab", "ag", "eg",
		                             "ib", "ob", "ar", "id", "ud", "it" };

	if (at + 2 >= word.len)
		return false;
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		if ((word.ptr[at] | 0x20) == heads[i][0] && word.ptr[at + 1] == heads[i][1])
			return true;
	while (at + 2 < word.len && is_vowel(word.ptr[at + 1]))
		at++;
	return at + 2 < word.len && (word.ptr[at] | 0x20) == word.ptr[at + 2];
}

/* The first vowel is enough; the next one where the word begins with it. */
static bool has_syllable(struct slice word)
{
	const size_t first = vowel_from(word, 0);

	return is_syllable_of_game(word, first) ||
	       (first == 0 && is_syllable_of_game(word, vowel_from(word, 1)));
}

/* A cheap look at a word before all the games. */
static bool may_be_game(struct slice word)
{
	char folded[DECODE_WORD_MAX];

	word = decode_word_fold(word, folded);
	if (word.len < 3)
		return false;
	if (slice_ends_with(word, SLICE_LIT("ay")) || has_syllable(word))
		return true;
	for (size_t at = 0; at + 2 < word.len; at++)
		if (!is_vowel(word.ptr[at]))
			return word.ptr[at + 1] == 'o' && word.ptr[at + 2] == word.ptr[at];
	return false;
}

/* Is there another word that is none a few words behind this one? */
static bool has_fellow(const struct decode_input *input, const struct decode_word *word)
{
	struct decode_word other = *word;

	do {
		if (!decode_word_next_odd(input, other.end, &other) ||
		    other.start - word->end > FELLOW_MAX)
			return false;
	} while (other.rank != TEXT_WORD_NONE);
	return true;
}

/* Words before the first odd one, as "ow-hay o-day" has them: words but for their endings. */
static void take_before(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const size_t       low = run->start > from + FELLOW_MAX ? run->start - FELLOW_MAX : from;
	struct decode_word word;
	struct tally       tally;
	size_t             seen;

	for (size_t at = low; next_word(input, at, &word) && word.start < run->start; at = word.end)
		if (memchr(input->text.ptr + word.start, '-', word.end - word.start) != NULL &&
		    best_game(input, word, &tally, &seen) != NULL && tally.end >= run->end) {
			*run = (struct decode_run){ word.start, tally.end, tally.end };
			return;
		}
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_word word;
	struct tally       tally;
	size_t             seen;

	for (size_t at = from; decode_word_next_odd(input, at, &word); at = seen) {
		seen = word.end;
		take_ending(input, &word);
		if (word.rank != TEXT_WORD_NONE || !has_fellow(input, &word) ||
		    !may_be_game(slice_range(input->text, word.start, word.end)) ||
		    best_game(input, word, &tally, &seen) == NULL)
			continue;
		*run = (struct decode_run){ word.start, tally.end, tally.end };
		take_before(input, from, run);
		return true;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations done = TEXT_OPERATION_BIT(wordgame);
	struct decode_input   alone = *input;
	const struct game    *game;
	struct decode_word    word;
	struct undone         undone;
	struct tally          tally;
	size_t                end = 0;

	alone.words = NULL;
	if (!next_word(&alone, 0, &word))
		return false;
	game = best_game(&alone, word, &tally, &end);
	if (game == NULL)
		return false;
	end = 0;
	for (; next_word(&alone, end, &word); end = word.end) {
		decode_sink_copy(sink, input->text, end, word.start);
		if (undo_word(game, input->lexicon, slice_range(input->text, word.start, word.end),
		              &undone))
			decode_sink_put(sink, undone.letters, word.start, word.end, done, 0);
		else
			decode_sink_copy(sink, input->text, word.start, word.end);
	}
	return true;
}

const struct decode_kind decode_wordgame = { .name = "wordgame",
	                                     .operation = TEXT_OPERATION_wordgame,
	                                     .signal = "bypass.encoding/wordgame",
	                                     .pass = DECODE_PASS_WORDING,
	                                     .needs = DECODE_MARK_UNKNOWN,
	                                     .find = find,
	                                     .decode = decode };
