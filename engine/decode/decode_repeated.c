/* SPDX-License-Identifier: Apache-2.0 */
/* Letters repeated: "booooomb", "pippee bboommbb", "hhhooowww".
 *
 * A string that is no word is read with each stretch of one letter as the letter, or as two
 * of it where that makes a word ("goooood": good), the one that is cheapest to say. Very long
 * stretches are rather two letters, and so are two beside a longer one ("shoottts": shoots).
 * Stretches of three and more are shortened even where no word comes out, since no language
 * has them: what is left may be another disguise. A run goes on over words that have nothing
 * but stretches ("II", "aa"); where all stretches of a run are even, they are halved. */
#include "decode_squeeze.h"

#include "base_ascii.h"
#include "decode_kind.h"

#include <string.h>

#define READINGS_MAX   64u
#define STRETCHES_MIN  3u /* of a text that is doubled throughout */
#define RUN_MAX        1024u
#define STRETCH_EITHER 5u  /* of one letter as of two */
#define UNLIKELY       96u /* sixteenths of a bit, for a stretch that is read the other way */
#define BEFORE_MAX     64u /* bytes of words that are smeared before the first that is none */

struct stretch {
	char   letter; /* small */
	size_t start;
	size_t end;
};

static struct stretch stretch_at(struct slice word, size_t at)
{
	struct stretch stretch = { ascii_small(word.ptr[at]), at, at + 1 };

	while ((unsigned char)stretch.letter < 0x80 && stretch.end < word.len &&
	       ascii_small(word.ptr[stretch.end]) == stretch.letter)
		stretch.end++;
	return stretch;
}

/* How the letters of a word are repeated. */
struct manner {
	size_t longest; /* stretch */
	bool   all;     /* each letter is repeated: two of it are four and more */
};

/* Would one not read the stretch of two or more so? */
static bool is_unlikely(const struct manner *manner, size_t length, bool two)
{
	if (two)
		return manner->all ? length < 4 : length > 2 && length < STRETCH_EITHER;
	return length > STRETCH_EITHER || (length == 2 && manner->longest > 2 && !manner->all);
}

/* Reading `number`: a bit for each stretch of two or more, set where it stays two. Returns
 * false past the last one. `unlikely` counts stretches that one would read otherwise. */
static bool spell(struct slice word, unsigned number, const struct manner *manner, char *letters,
                  size_t *count, unsigned *unlikely)
{
	*count = 0;
	*unlikely = 0;
	for (size_t at = 0; at < word.len;) {
		struct stretch stretch = stretch_at(word, at);
		const size_t   length = stretch.end - stretch.start;

		letters[(*count)++] = stretch.letter;
		at = stretch.end;
		if (length == 1)
			continue;
		if ((number & 1) != 0)
			letters[(*count)++] = stretch.letter;
		*unlikely += is_unlikely(manner, length, (number & 1) != 0);
		number >>= 1;
	}
	return number == 0;
}

static size_t longest_stretch(struct slice word)
{
	size_t longest = 0;

	for (size_t at = 0; at < word.len;) {
		struct stretch stretch = stretch_at(word, at);

		if (stretch.end - stretch.start > longest &&
		    !(stretch.letter >= '0' && stretch.letter <= '9'))
			longest = stretch.end - stretch.start;
		at = stretch.end;
	}
	return longest;
}

#define BEGIN      4u /* what text_lexicon_may_begin() can deny */
#define BEGIN_LONG 7u

/* Does some word begin as the letters do? */
static bool may_be_word(const struct text_lexicon *lexicon, const char *letters, size_t count)
{
	return (count < BEGIN || text_lexicon_may_begin(lexicon, letters, BEGIN)) &&
	       (count < BEGIN_LONG || text_lexicon_may_begin(lexicon, letters, BEGIN_LONG));
}

/* Is a letter repeated, and does a word begin with those up to it? All readings share them. */
static bool may_be_squeezed(const struct text_lexicon *lexicon, struct slice word)
{
	char   letters[DECODE_WORD_MAX];
	size_t count = 0;

	while (count < word.len) {
		struct stretch stretch = stretch_at(word, count);

		letters[count++] = stretch.letter;
		if (stretch.end > count)
			return may_be_word(lexicon, letters, count);
	}
	return false;
}

struct slice decode_squeeze(const struct text_lexicon *lexicon, struct slice word,
                            char memory[DECODE_WORD_MAX])
{
	uint32_t      best = UINT32_MAX;
	char          letters[DECODE_WORD_MAX];
	struct slice  result = SLICE_NONE;
	struct manner manner = { .all = true };
	size_t        count;
	unsigned      unlikely;

	if (word.len > DECODE_WORD_MAX || !may_be_squeezed(lexicon, word))
		return SLICE_NONE;
	manner.longest = longest_stretch(word);
	for (size_t at = 0; at < word.len; at = stretch_at(word, at).end)
		manner.all = manner.all && stretch_at(word, at).end > at + 1;
	for (unsigned number = 0;
	     number < READINGS_MAX && spell(word, number, &manner, letters, &count, &unlikely);
	     number++) {
		uint32_t cost;

		if (count == word.len || !may_be_word(lexicon, letters, count))
			continue;
		cost = text_lexicon_cost(lexicon, (struct slice){ letters, count });
		if (cost == UINT32_MAX || cost + unlikely * UNLIKELY >= best)
			continue;
		best = cost + unlikely * UNLIKELY;
		memcpy(memory, letters, count);
		result = (struct slice){ memory, count };
	}
	return result;
}

/* "kkkkkk": three of a letter, which rules name. */
static struct slice squeeze_to_three(const struct text_lexicon *lexicon, struct slice word,
                                     char memory[DECODE_WORD_MAX])
{
	struct stretch stretch = stretch_at(word, 0);

	if (word.len <= 3 || stretch.end < word.len)
		return SLICE_NONE;
	memset(memory, stretch.letter, 3);
	return text_lexicon_rank(lexicon, (struct slice){ memory, 3 }) == TEXT_WORD_NAMED
	               ? (struct slice){ memory, 3 }
	               : SLICE_NONE;
}

/* The word that a word of a run is read as; empty: none, or it is one that says more. */
static struct slice known_of(const struct decode_input *input, const struct decode_word *word,
                             char memory[DECODE_WORD_MAX])
{
	struct slice bytes = slice_range(input->text, word->start, word->end);
	struct slice known = squeeze_to_three(input->lexicon, bytes, memory);
	struct slice folded;
	char         small_letters[DECODE_WORD_MAX];

	if (known.len == 0)
		known = decode_squeeze(input->lexicon, bytes, memory);
	folded = decode_word_fold(bytes, small_letters);
	if (word->rank != TEXT_WORD_NONE &&
	    text_lexicon_cost(input->lexicon, folded) <= text_lexicon_cost(input->lexicon, known))
		return SLICE_NONE;
	return known;
}

/* ---- the decoder ---- */

/* Letters, all small or all capital but for the first: no code. */
static bool is_spelled(struct slice word)
{
	bool capitals = word.len > 1 && word.ptr[1] >= 'A' && word.ptr[1] <= 'Z';
	bool capital_first = word.ptr[0] >= 'A' && word.ptr[0] <= 'Z';

	for (size_t i = 0; i < word.len; i++) {
		char byte = word.ptr[i];

		if ((byte >= '0' && byte <= '9') ||
		    (i > 1 && (byte >= 'A' && byte <= 'Z') != capitals &&
		     (unsigned char)byte < 0x80))
			return false;
	}
	return capital_first || !capitals;
}

/* "vvaste": two v that draw a w, and no letter repeated. */
static bool is_drawn(const struct text_lexicon *lexicon, struct slice word)
{
	char   letters[DECODE_WORD_MAX];
	size_t count = 0;

	if (word.len > DECODE_WORD_MAX)
		return false;
	for (size_t at = 0; at < word.len; at++) {
		const bool vv = at + 1 < word.len && ascii_small(word.ptr[at]) == 'v' &&
		                ascii_small(word.ptr[at + 1]) == 'v';

		letters[count++] = vv ? 'w' : ascii_small(word.ptr[at]);
		at += vv;
	}
	return count < word.len &&
	       text_lexicon_rank(lexicon, (struct slice){ letters, count }) != TEXT_WORD_NONE;
}

static bool is_repeated(const struct decode_input *input, struct slice word)
{
	char   memory[DECODE_WORD_MAX];
	size_t longest = longest_stretch(word);

	return longest > 1 && decode_word_rank(input->lexicon, word) == TEXT_WORD_NONE &&
	       !(longest == 2 && is_drawn(input->lexicon, word)) &&
	       text_lexicon_unscramble(input->lexicon, decode_word_fold(word, memory)).len == 0 &&
	       ((longest > 2 && is_spelled(word)) ||
	        decode_squeeze(input->lexicon, word, memory).len > 0);
}

/* Nothing but stretches of two and more; `even`: of an even length, all of them. */
static bool is_smeared(struct slice word, bool *even)
{
	bool smeared = true;

	for (size_t at = 0; at < word.len;) {
		struct stretch stretch = stretch_at(word, at);
		size_t         length = stretch.end - stretch.start;

		smeared = smeared && length > 1 &&
		          !(stretch.letter >= '0' && stretch.letter <= '9');
		*even = *even && length % 2 == 0;
		at = stretch.end;
	}
	return smeared;
}

static bool is_part(const struct decode_input *input, const struct decode_word *word)
{
	struct slice bytes = slice_range(input->text, word->start, word->end);
	bool         even = true;

	return bytes.len > 1 && (is_smeared(bytes, &even) ||
	                         (word->rank == TEXT_WORD_NONE && is_repeated(input, bytes)));
}

/* A word that is likelier with fewer letters: "too" among "hoow" and "commmit". */
static bool is_likelier(const struct decode_input *input, const struct decode_word *word)
{
	struct slice bytes = slice_range(input->text, word->start, word->end);
	char         memory[DECODE_WORD_MAX];

	return word->rank != TEXT_WORD_NONE && longest_stretch(bytes) > 1 &&
	       known_of(input, word, memory).len > 0;
}

static bool is_next(struct slice text, size_t end, const struct decode_word *word)
{
	return word->start == end + 1 && (text.ptr[end] == ' ' || text.ptr[end] == '\n');
}

/* Where to look for a run from, a few words before the next one that is none, and to. */
static bool next_start(const struct decode_input *input, size_t from, size_t *start, size_t *end)
{
	struct decode_word word = { .end = (uint32_t)from };

	do {
		if (!decode_word_next_odd(input, word.end, &word))
			return false;
	} while (word.rank != TEXT_WORD_NONE ||
	         longest_stretch(slice_range(input->text, word.start, word.end)) < 2);
	*end = word.end;
	*start = word.start;
	while (*start > from && word.start - *start < BEFORE_MAX)
		--*start;
	while (*start<word.start && * start> from &&
	       decode_word_is_part(input->text.ptr[*start - 1]))
		++*start;
	return true;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_word word;
	bool               open = false; /* words before are parts of a run ... */
	bool               sure = false; /* ... of which one is no word */
	size_t             seen = from;  /* up to here nothing is left to look at */

	for (size_t at = from;; at = word.end) {
		bool part;

		if (!open && at >= seen) {
			if (!next_start(input, at, &at, &seen))
				return false;
		}
		if (!decode_word_next(input, at, &word))
			break;
		part = is_part(input, &word) || (open && sure && is_likelier(input, &word));

		if (open && (!part || !is_next(input->text, run->end, &word) ||
		             word.end - run->start > RUN_MAX)) {
			if (sure)
				return true;
			open = false;
		}
		if (!part)
			continue;
		if (!open)
			*run = (struct decode_run){ .start = word.start };
		open = true;
		sure = sure || word.rank == TEXT_WORD_NONE;
		run->end = run->shorter_end = word.end;
	}
	return open && sure;
}

/* Is all of a run doubled? */
static bool is_doubled(const struct decode_input *input)
{
	struct decode_word word;
	size_t             stretches = 0;
	bool               even = true;

	for (size_t at = 0; even && decode_word_next(input, at, &word); at = word.end) {
		struct slice bytes = slice_range(input->text, word.start, word.end);

		even = is_smeared(bytes, &even) && even;
		for (size_t i = 0; i < bytes.len; i = stretch_at(bytes, i).end)
			stretches++;
	}
	return even && stretches >= STRETCHES_MIN;
}

/* A word of the run at `offset`: the known word it is, or short stretches. */
static void put_word(struct decode_sink *sink, struct slice text, const struct decode_word *word,
                     struct slice known, bool doubled)
{
	const text_operations repeated = TEXT_OPERATION_BIT(repeated);
	const struct slice    bytes = slice_range(text, word->start, word->end);
	size_t                used = 0;

	for (size_t at = 0; at < bytes.len;) {
		struct stretch stretch = stretch_at(bytes, at);
		size_t         length = stretch.end - stretch.start;
		size_t         start = word->start + stretch.start;
		size_t         keep = length > 2 ? 1 : length;

		if (doubled) {
			keep = length / 2;
		} else if (known.len > 0) {
			for (keep = 1; keep < length && used + keep < known.len &&
			               known.ptr[used + keep] == stretch.letter;)
				keep++;
			used += keep;
		}
		if (keep == length)
			decode_sink_copy(sink, text, start, start + length);
		else
			decode_sink_put(sink, slice_range(text, start, start + keep), start,
			                start + length, repeated, 0);
		at = stretch.end;
	}
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	bool               doubled = is_doubled(input);
	struct decode_word word;
	char               memory[DECODE_WORD_MAX];
	size_t             from = 0;

	for (size_t at = 0; decode_word_next(input, at, &word); at = word.end) {
		struct slice known = known_of(input, &word, memory);

		decode_sink_copy(sink, input->text, from, word.start);
		if (known.len > 0 || doubled || word.rank == TEXT_WORD_NONE)
			put_word(sink, input->text, &word, known, doubled);
		else
			decode_sink_copy(sink, input->text, word.start, word.end);
		from = word.end;
	}
	decode_sink_copy(sink, input->text, from, input->text.len);
	return sink->len > 0;
}

const struct decode_kind decode_repeated = { .name = "repeated",
	                                     .operation = TEXT_OPERATION_repeated,
	                                     .signal = "bypass.encoding/repeated",
	                                     .pass = DECODE_PASS_WORDING,
	                                     .needs = DECODE_MARK_UNKNOWN | DECODE_MARK_REPEAT,
	                                     .find = find,
	                                     .decode = decode };
