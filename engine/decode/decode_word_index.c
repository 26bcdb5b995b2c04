/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_word_index.h"

#include "base_ascii.h"
#include "decode_word.h"

#include <string.h>

#define PAIRS_MOST  64u
#define PAIRS_LEAST 3u
#define GAP_MOST    8u  /* signs and spaces between a word and a number */
#define WORD_MOST   32u /* bytes */
#define FAR         (2 * GAP_MOST + WORD_MOST + 2) /* from a number to the next */

/* A word or a number. */
struct atom {
	size_t start;
	size_t end;
	int    number; /* -1: a word */
};

struct pairs {
	struct slice words[PAIRS_MOST]; /* by place */
	size_t       start;             /* of the first atom; of the last, the end */
	size_t       end;
	size_t       count;
	unsigned     low; /* the lowest number */
	bool         in_order;
};

/* The number text[start, end) if it is one below 100, else -1. */
static int number_of(struct slice text, size_t start, size_t end)
{
	int number = 0;

	if (end - start > 2)
		return -1;
	for (size_t i = start; i < end; i++) {
		if (!ascii_is_digit(text.ptr[i]))
			return -1;
		number = number * 10 + text.ptr[i] - '0';
	}
	return number;
}

/* The atom at or behind `from`, which begins before `end`. */
static bool next_atom(struct slice text, size_t from, size_t end, struct atom *atom)
{
	size_t at = from;

	while (at < end && !decode_word_is_part(text.ptr[at]))
		at++;
	atom->start = at;
	while (at < text.len && at - atom->start <= WORD_MOST &&
	       (decode_word_is_part(text.ptr[at]) ||
	        (text.ptr[at] == '\'' && at + 1 < text.len && at > atom->start &&
	         decode_word_is_part(text.ptr[at + 1]))))
		at++;
	atom->end = at;
	atom->number = number_of(text, atom->start, at);
	if (atom->number < 0 && at + 1 < text.len && text.ptr[at + 1] == '"' &&
	    memchr(",.?!", text.ptr[at], 4) != NULL)
		atom->end++;
	return atom->start < end && atom->start < at && at - atom->start <= WORD_MOST;
}

/* Puts a word at its place; false when it is taken or too far. */
static bool put_pair(struct slice text, const struct atom *word, unsigned place,
                     struct pairs *pairs)
{
	if (place >= PAIRS_MOST || pairs->words[place].ptr != NULL)
		return false;
	pairs->words[place] = slice_range(text, word->start, word->end);
	pairs->count++;
	return true;
}

static bool is_near(const struct atom *before, const struct atom *behind)
{
	return behind->start > before->end && behind->start - before->end <= GAP_MOST;
}

/* Reads pairs from an atom on, as long as words and numbers take turns. */
static void read_pairs(struct slice text, const struct atom *from, struct pairs *pairs)
{
	struct atom first = *from;
	struct atom second;
	bool        word_first = first.number < 0;
	int         last = -1;

	*pairs = (struct pairs){ .start = first.start, .low = PAIRS_MOST, .in_order = true };
	while (next_atom(text, first.end, text.len, &second) && is_near(&first, &second) &&
	       (second.number < 0) != word_first) {
		const struct atom *word = word_first ? &first : &second;
		const int          number = word_first ? second.number : first.number;

		if (!put_pair(text, word, (unsigned)number, pairs))
			return;
		pairs->in_order = pairs->in_order && number > last;
		pairs->low = (unsigned)number < pairs->low ? (unsigned)number : pairs->low;
		pairs->end = second.end;
		last = number;
		if (!next_atom(text, second.end, text.len, &first) || !is_near(&second, &first) ||
		    (first.number < 0) != word_first)
			return;
	}
}

static bool are_complete(const struct pairs *pairs)
{
	if (pairs->count < PAIRS_LEAST || pairs->in_order || pairs->low > 1)
		return false;
	for (size_t i = 0; i < pairs->count; i++)
		if (pairs->low + i >= PAIRS_MOST || pairs->words[pairs->low + i].ptr == NULL)
			return false;
	return true;
}

/* Behind the number at `at`. */
static size_t number_end(struct slice text, size_t at)
{
	while (at < text.len && ascii_is_digit(text.ptr[at]))
		at++;
	return at;
}

/* The beginning of the word before the number at `at`; `at` when none is near. */
static size_t word_before(struct slice text, size_t start, size_t at)
{
	size_t end = at;
	size_t word;

	while (end > start && at - end < GAP_MOST && !decode_word_is_part(text.ptr[end - 1]))
		end--;
	for (word = end; word > start && end - word <= WORD_MOST;)
		if (decode_word_is_part(text.ptr[word - 1]) ||
		    (text.ptr[word - 1] == '\'' && word < end && word > start + 1 &&
		     decode_word_is_part(text.ptr[word - 2])))
			word--;
		else
			break;
	return word < end && end < at ? word : at;
}

static bool pairs_at(struct slice text, size_t at, size_t end, struct decode_run *run)
{
	struct pairs pairs;
	struct atom  atom;

	if (!next_atom(text, at, end, &atom))
		return false;
	read_pairs(text, &atom, &pairs);
	*run = (struct decode_run){ pairs.start, pairs.end, pairs.end };
	return are_complete(&pairs);
}

/* Three numbers with no more than a word between two: the first two atoms of a run hold its first
 * number. */
bool decode_word_index_find(const struct decode_input *input, size_t start, size_t end,
                            struct decode_run *run)
{
	const struct slice text = input->text;
	size_t             places[PAIRS_LEAST]; /* of the last numbers that are near each other */
	size_t             near = 0;            /* so many of them, by turns */
	size_t             at = decode_next_digit(input, start, end);

	while (at < end || near > 0) {
		size_t first;
		size_t behind;

		places[near++ % PAIRS_LEAST] = at;
		first = places[near % PAIRS_LEAST];
		if (near >= PAIRS_LEAST && first >= end)
			break;
		if (near >= PAIRS_LEAST &&
		    (pairs_at(text, word_before(text, start, first), end, run) ||
		     pairs_at(text, first, end, run)))
			return true;
		behind = number_end(text, at);
		at = decode_next_digit(input, behind,
		                       text.len - behind > FAR ? behind + FAR : text.len);
		if (at < text.len && at - behind < FAR)
			continue;
		near = 0;
		at = decode_next_digit(input, behind, end);
		if (at >= end)
			break;
	}
	return false;
}

bool decode_word_index_decode(struct slice run, struct decode_sink *sink)
{
	struct pairs pairs;
	struct atom  atom;

	if (!next_atom(run, 0, run.len, &atom))
		return false;
	read_pairs(run, &atom, &pairs);
	if (!are_complete(&pairs))
		return false;
	for (size_t i = 0; i < pairs.count; i++) {
		struct slice word = pairs.words[pairs.low + i];
		size_t       start = (size_t)(word.ptr - run.ptr);

		if (i > 0)
			decode_sink_put(sink, SLICE_LIT(" "), start, start,
			                TEXT_OPERATION_BIT(word_order), 0);
		decode_sink_put(sink, word, start, start + word.len, TEXT_OPERATION_BIT(word_order),
		                0);
	}
	return true;
}
