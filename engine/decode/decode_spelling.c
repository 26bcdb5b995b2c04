/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_spelling.h"

#include "decode_token.h"
#include "text_letters.h"
#include "text_lexicon.h"

#include <string.h>

#define SCORE_MARGIN 1  /* sixteenths of a bit a letter */
#define LIST_GAP     4u /* bytes between the numbers of a list */

enum {
	GAPS_MAX = 6,     /* kinds of gaps that are counted; rarer ones part words */
	SAMPLE_MAX = 300, /* letters that are judged */
	LONG_SIGNS = 8,
	WORD_SCORE_MIN = -8, /* a letter; words of any language are above */
	PARTED_SIGNS = 12,
	PARTED_DISTINCT = 6,
	PARTED_WORD_MIN = 4,
	PARTED_WORD_MAX = 20
};

struct gap_count {
	struct slice gap;
	size_t       count;
};

static size_t gap_end(const struct decode_spelling *spelling, struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at <= spelling->gap_max && text.ptr[end] != '\0' &&
	       strchr(spelling->gaps, text.ptr[end]) != NULL)
		end++;
	return end;
}

static bool sign_at(const struct decode_spelling *spelling, struct slice text, size_t at,
                    struct decode_sign *sign)
{
	*sign = (struct decode_sign){ .start = at, .sets = UINT32_MAX };
	return at < text.len && spelling->sign_at(spelling, text, at, sign);
}

/* The sign behind the one that ended at `at`. */
static bool sign_behind(const struct decode_spelling *spelling, struct slice text, size_t at,
                        struct decode_sign *sign)
{
	size_t start = gap_end(spelling, text, at);

	return start - at <= spelling->gap_max && sign_at(spelling, text, start, sign);
}

static void count_gap(struct gap_count *counts, struct slice gap)
{
	for (size_t i = 0; i < GAPS_MAX; i++) {
		if (counts[i].count == 0)
			counts[i].gap = gap;
		if (!slice_equal(counts[i].gap, gap))
			continue;
		counts[i].count++;
		return;
	}
}

static void choose_gap(const struct gap_count *counts, struct decode_spelled *run)
{
	size_t best = 0;

	for (size_t i = 1; i < GAPS_MAX; i++)
		if (counts[i].count > counts[best].count)
			best = i;
	run->gap = counts[best].gap;
	run->words = run->signs - counts[best].count;
}

static size_t bits(const uint64_t set[4])
{
	size_t count = 0;

	for (size_t i = 0; i < 4; i++)
		count += (size_t)__builtin_popcountll(set[i]);
	return count;
}

bool decode_spelling_run(const struct decode_spelling *spelling, struct slice text, size_t start,
                         struct decode_spelled *run)
{
	struct gap_count   counts[GAPS_MAX];
	uint64_t           seen[4] = { 0 };
	struct decode_sign sign;
	unsigned char      before = 0;

	if (!sign_at(spelling, text, start, &sign))
		return false;
	*run = (struct decode_spelled){ .start = start, .sets = UINT32_MAX, .rising = true };
	memset(counts, 0, sizeof counts);
	do {
		unsigned char letter = (unsigned char)spelling->letter(sign.value, 0);

		if ((run->sets & sign.sets) == 0)
			break;
		if (run->signs > 0)
			count_gap(counts, slice_range(text, run->end, sign.start));
		run->rising = run->rising && (run->signs == 0 || letter == before + 1);
		run->sets &= sign.sets;
		run->marks |= sign.marks;
		run->signs++;
		run->end = sign.end;
		seen[letter >> 6] |= UINT64_C(1) << (letter & 63);
		before = letter;
	} while (sign_behind(spelling, text, run->end, &sign));
	run->distinct = bits(seen);
	choose_gap(counts, run);
	return true;
}

/* ---- reading ---- */

static bool is_word_gap(const struct decode_spelled *run, struct slice text, size_t from, size_t to)
{
	return from > run->start && !slice_equal(run->gap, slice_range(text, from, to));
}

struct sample {
	char   letters[2 * SAMPLE_MAX]; /* with spaces between words */
	size_t count;
	bool   whole; /* each sign is a letter */
};

static void take_sample(const struct decode_spelling *spelling, struct slice text,
                        const struct decode_spelled *run, unsigned reading, struct sample *sample)
{
	size_t             end = run->start;
	struct decode_sign sign;

	sample->count = 0;
	sample->whole = true;
	for (size_t i = 0; i < SAMPLE_MAX && end < run->end; i++) {
		char letter;

		if (!sign_behind(spelling, text, end, &sign))
			break;
		letter = spelling->letter(sign.value, reading);
		sample->whole = sample->whole && letter != '\0';
		if (is_word_gap(run, text, end, sign.start))
			sample->letters[sample->count++] = ' ';
		sample->letters[sample->count++] = letter;
		end = sign.end;
	}
}

static int64_t score_of(const struct sample *sample)
{
	return sample->whole ? text_letters_score((struct slice){ sample->letters, sample->count })
	                     : INT64_MIN;
}

static int64_t margin(const struct sample *sample)
{
	return SCORE_MARGIN * (int64_t)sample->count;
}

/* The one that reads best, or the first where none reads like a language or none much better: some
 * are of squares that differ in a letter. */
static unsigned best_reading(const struct decode_spelling *spelling, struct slice text,
                             const struct decode_spelled *run, int64_t *score)
{
	unsigned best = 0;

	*score = INT64_MIN;
	for (unsigned i = 0; i < spelling->readings; i++) {
		struct sample sample;

		take_sample(spelling, text, run, i, &sample);
		if (score_of(&sample) < 0 && *score != INT64_MIN)
			continue;
		if (score_of(&sample) <= *score + (*score >= 0 ? margin(&sample) : 0))
			continue;
		*score = score_of(&sample);
		best = i;
	}
	return best;
}

bool decode_spelling_is_read(const struct decode_spelling *spelling, struct slice text,
                             const struct decode_spelled *run)
{
	int64_t score;

	(void)best_reading(spelling, text, run, &score);
	return score != INT64_MIN;
}

static bool is_words(const struct decode_input *input, struct sample *sample)
{
	struct text_split split;
	size_t            mark = arena_mark(input->scratch);
	size_t            count = 0;
	bool              known;

	for (size_t i = 0; i < sample->count; i++)
		if (sample->letters[i] != ' ')
			sample->letters[count++] = sample->letters[i];
	known = text_lexicon_split(input->lexicon, (struct slice){ sample->letters, count },
	                           input->scratch, &split) &&
	        split.known == count && split.count * 3 <= count;
	arena_rewind(input->scratch, mark);
	return known;
}

bool decode_spelling_reads(const struct decode_spelling *spelling, const struct decode_input *input,
                           const struct decode_spelled *run)
{
	struct sample sample;
	int64_t       score;
	unsigned      reading = best_reading(spelling, input->text, run, &score);

	if (run->signs >= LONG_SIGNS)
		return score >= 0;
	if (input->lexicon == NULL || score < (int64_t)run->signs * WORD_SCORE_MIN)
		return false;
	take_sample(spelling, input->text, run, reading, &sample);
	return is_words(input, &sample);
}

bool decode_spelling_is_parted(const struct decode_spelling *spelling, struct slice text,
                               const struct decode_spelled *run)
{
	size_t             end = run->start;
	size_t             length = 0;
	size_t             shortest = SIZE_MAX;
	size_t             longest = 0;
	struct decode_sign sign;

	if (run->signs < PARTED_SIGNS || run->distinct < PARTED_DISTINCT || run->words < 2)
		return false;
	for (size_t i = 0; i < SAMPLE_MAX && sign_behind(spelling, text, end, &sign); i++) {
		if (is_word_gap(run, text, end, sign.start)) {
			shortest = length < shortest ? length : shortest;
			longest = length > longest ? length : longest;
			length = 0;
		}
		length++;
		end = sign.end;
	}
	return shortest < longest && longest >= PARTED_WORD_MIN && longest <= PARTED_WORD_MAX;
}

static bool is_in(const uint64_t set[2], char byte)
{
	return (unsigned char)byte < 0x80 && (set[byte >> 6] >> (byte & 63) & 1) != 0;
}

bool decode_spelling_find(const struct decode_spelling *spelling, const struct decode_input *input,
                          size_t from, const char *begins,
                          bool (*accepts)(const struct decode_input   *input,
                                          const struct decode_spelled *run),
                          struct decode_run *run)
{
	struct slice          text = input->text;
	const size_t          until = decode_until(input);
	struct decode_spelled spelled;
	uint64_t              set[2] = { 0 };

	for (; *begins != '\0'; begins++)
		set[*begins >> 6] |= UINT64_C(1) << (*begins & 63);
	for (size_t at = from; at < until; at++) {
		if (!is_in(set, text.ptr[at]))
			continue;
		if ((at == 0 || !decode_is_letter_or_digit(text.ptr[at - 1])) &&
		    decode_spelling_run(spelling, text, at, &spelled)) {
			if (accepts(input, &spelled)) {
				*run = (struct decode_run){ spelled.start, spelled.end,
					                    spelled.end };
				return true;
			}
			at = spelled.end;
		}
		while (at < text.len &&
		       (is_in(set, text.ptr[at]) || decode_is_letter_or_digit(text.ptr[at])))
			at++;
	}
	return false;
}

/* ---- letters that share a sign ---- */

#define SHARED_MAX 4u /* letters of a word that may be others: all ways are tried */
#define WORD_MAX   24u

/* The letters of a word that may be others, and which: other is 0 where there are no more. */
struct sharing {
	size_t at[SHARED_MAX];
	char   choices[SHARED_MAX][4]; /* the first is the letter that stands there */
	size_t count;
};

static bool share(const char *shared, struct slice word, struct sharing *sharing)
{
	for (size_t i = 0; i < word.len; i++) {
		size_t choices = 1;
		char  *own = sharing->choices[sharing->count < SHARED_MAX ? sharing->count : 0];

		for (const char *pair = shared; *pair != '\0'; pair += 2) {
			if (pair[0] != word.ptr[i] || choices == 4)
				continue;
			if (sharing->count == SHARED_MAX)
				return false;
			own[choices++] = pair[1];
		}
		if (choices == 1)
			continue;
		own[0] = word.ptr[i];
		sharing->at[sharing->count++] = i;
	}
	return sharing->count > 0;
}

/* Of all words that the letters may stand for the likeliest, in the place of the one read. */
static void settle_word(const struct decode_spelling *spelling, const struct text_lexicon *lexicon,
                        char *bytes, size_t length)
{
	struct sharing sharing = { .count = 0 };
	char           word[WORD_MAX];
	struct slice   read = { word, length };
	uint32_t       best = UINT32_MAX;

	if (spelling->shared == NULL || lexicon == NULL || length == 0 || length > WORD_MAX ||
	    !share(spelling->shared, (struct slice){ bytes, length }, &sharing))
		return;
	memcpy(word, bytes, length);
	for (unsigned way = 0; way < 1u << (2 * sharing.count); way++) {
		bool     whole = true;
		uint32_t cost;

		for (size_t i = 0; i < sharing.count; i++) {
			word[sharing.at[i]] = sharing.choices[i][way >> (2 * i) & 3];
			whole = whole && word[sharing.at[i]] != '\0';
		}
		cost = whole ? text_lexicon_cost(lexicon, read) : UINT32_MAX;
		if (cost >= best)
			continue;
		best = cost;
		memcpy(bytes, word, length);
	}
}

bool decode_spelling_decode(const struct decode_spelling *spelling, enum text_operation operation,
                            const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations done = (text_operations)1 << operation;
	const struct slice    encoded = input->text;
	size_t                word = 0; /* where it begins in the sink */
	struct decode_spelled run;
	struct decode_sign    sign;
	int64_t               score;
	unsigned              reading;
	size_t                end = 0;

	if (!decode_spelling_run(spelling, encoded, 0, &run))
		return false;
	reading = best_reading(spelling, encoded, &run, &score);
	while (end < run.end && sign_behind(spelling, encoded, end, &sign)) {
		char letter = spelling->letter(sign.value, reading);

		if (is_word_gap(&run, encoded, end, sign.start)) {
			settle_word(spelling, input->lexicon, sink->bytes + word, sink->len - word);
			decode_sink_put(sink, SLICE_LIT(" "), end, sign.start, done, 0);
			word = sink->len;
		}
		if (letter != '\0')
			decode_sink_put(sink, (struct slice){ &letter, 1 }, sign.start, sign.end,
			                done, 0);
		end = sign.end;
	}
	settle_word(spelling, input->lexicon, sink->bytes + word, sink->len - word);
	return sink->len > 0;
}

static bool is_list_gap(char byte)
{
	return byte != '\0' && strchr(" ,;:-_/|\t", byte) != NULL;
}

bool decode_spelling_is_whole(struct slice text, const struct decode_spelled *run)
{
	size_t start = run->start;
	size_t end = run->end;

	while (start > 0 && run->start - start < LIST_GAP && is_list_gap(text.ptr[start - 1]))
		start--;
	while (end < text.len && end - run->end < LIST_GAP && is_list_gap(text.ptr[end]))
		end++;
	return (start == 0 || !(text.ptr[start - 1] >= '0' && text.ptr[start - 1] <= '9')) &&
	       (end == text.len || !(text.ptr[end] >= '0' && text.ptr[end] <= '9'));
}
