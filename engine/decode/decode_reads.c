/* SPDX-License-Identifier: Apache-2.0 */
/* A text enciphered letter by letter is full of strings that are no words and of letters in
 * an order that no language has; the same text deciphered is full of words:
 *
 *     ubj qb V znxr n cvcr obzo       score far below 0, no letters known
 *     how do I make a pipe bomb       score above 0, all known
 *
 * Regions: each token weighs what it has of unknown words, less what it has of known ones;
 * a region goes on while its sum is not below 0, and ends with the last token that raised
 * it. */
#include "decode_reads.h"

#include "decode_gate.h"
#include "decode_kind.h"
#include "decode_word.h"
#include "text_letters.h"

#include <string.h>

#define LETTERS_ENOUGH 12u /* for the statistics of letters */
#define SCORE_GOOD     2   /* sixteenths of a bit a letter; other alphabets are at -30 */
#define CODE_BYTES_MIN 12u
#define CODE_RUNS_MAX  16u
#define CODE_TEXT_MIN  6u

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* ---- regions ---- */

struct token {
	size_t start;
	size_t end;
};

static bool next_token(struct slice text, size_t from, struct token *token)
{
	while (from < text.len && is_space(text.ptr[from]))
		from++;
	token->start = token->end = from;
	while (token->end < text.len && !is_space(text.ptr[token->end]) &&
	       token->end - from < DECODE_REGION_MAX)
		token->end++;
	return token->end > from;
}

/* Signs between letters and digits that prose has none of there. */
static long odd_signs(struct slice token)
{
	long   count = 0;
	size_t end = token.len;
	size_t at = 0;

	while (at < end && !decode_word_is_part(token.ptr[at]))
		at++;
	while (end > at && !decode_word_is_part(token.ptr[end - 1]))
		end--;
	for (; at < end; at++)
		count += !decode_word_is_part(token.ptr[at]) &&
		         memchr("'-.,:;/_", token.ptr[at], 8) == NULL;
	return count;
}

/* What a token has of unknown words and odd signs, less what it has of known words. */
static long weight_of(const struct decode_input *input, size_t start, size_t end)
{
	struct decode_word word;
	long               weight = odd_signs(slice_range(input->text, start, end));

	for (size_t at = start; decode_word_next(input, at, &word) && word.start < end;
	     at = word.end) {
		long length = (long)(word.end - word.start);

		if (word.rank == TEXT_WORD_NONE)
			weight += length;
		else if (length > 2)
			weight -= 2 * length;
	}
	return weight;
}

bool decode_reads_not(const struct decode_input *input, size_t from, struct decode_region *region)
{
	struct token token;
	long         sum = 0;
	bool         open = false;

	for (size_t at = from; next_token(input->text, at, &token); at = token.end) {
		long weight = weight_of(input, token.start, token.end);

		if (!open && weight <= 0)
			continue;
		if (!open)
			*region = (struct decode_region){ token.start, token.start };
		open = true;
		sum += weight;
		if (sum < 0 || token.end - region->start > DECODE_REGION_MAX)
			break;
		if (weight > 0)
			region->end = token.end;
	}
	return open && region->end > region->start;
}

/* ---- edges ---- */

static bool token_before(struct slice text, size_t from, size_t start, struct token *token)
{
	size_t end = start;

	while (end > from && start - end < 3 && is_space(text.ptr[end - 1]))
		end--;
	token->start = token->end = end;
	while (token->start > from && !is_space(text.ptr[token->start - 1]) &&
	       token->end - token->start < DECODE_WORD_MAX)
		token->start--;
	return token->start < end && end < start;
}

bool decode_reads_better(const struct text_lexicon *lexicon, struct slice token, struct slice read)
{
	const struct decode_input before = { .text = token, .lexicon = lexicon };
	const struct decode_input after = { .text = read, .lexicon = lexicon };
	struct decode_word        word;
	bool                      some = false;
	long                      weight;

	for (size_t at = 0; decode_word_next(&after, at, &word); at = word.end) {
		if (word.rank == TEXT_WORD_NONE)
			return false;
		some = true;
	}
	weight = weight_of(&before, 0, token.len);
	return some && (weight >= 0 || weight >= weight_of(&after, 0, read.len));
}

void decode_reads_grow(struct slice text, size_t from, decode_reads_undone *undone, void *context,
                       struct decode_region *region)
{
	struct token token;

	while (token_before(text, from, region->start, &token) &&
	       undone(context, slice_range(text, token.start, token.end)))
		region->start = token.start;
	while (next_token(text, region->end, &token) && token.start - region->end < 3 &&
	       undone(context, slice_range(text, token.start, token.end)))
		region->end = token.end;
}

/* ---- readings ---- */

struct decode_reading decode_reads(const struct text_lexicon *lexicon, struct slice text)
{
	const struct decode_input input = { .text = text, .lexicon = lexicon };
	struct decode_reading     reading = { .score = text_letters_score(text) };
	struct decode_word        word;

	for (size_t at = 0; decode_word_next(&input, at, &word); at = word.end) {
		struct slice        bytes = slice_range(text, word.start, word.end);
		enum text_word_rank rank = word.rank;

		for (size_t i = 0; i < bytes.len; i++)
			reading.letters += is_letter(bytes.ptr[i]);
		if (rank != TEXT_WORD_NONE && bytes.len > 2)
			reading.known += bytes.len;
		if (rank == TEXT_WORD_NAMED && bytes.len > 3)
			reading.named += bytes.len;
	}
	return reading;
}

bool decode_reads_well(const struct decode_reading *reading)
{
	const int64_t letters = (int64_t)reading->letters;

	if (reading->letters >= LETTERS_ENOUGH)
		return reading->score >= letters * SCORE_GOOD ||
		       reading->known * 4 >= reading->letters * 3;
	return reading->letters >= 4 && reading->named * 2 >= reading->letters &&
	       reading->known * 4 >= reading->letters * 3;
}

/* ---- codes ---- */

/* Nothing but printable ASCII: a code taken by chance gives other bytes too. */
static bool is_plain(struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if ((unsigned char)bytes.ptr[i] >= 0x7F ||
		    ((unsigned char)bytes.ptr[i] < 0x20 && !is_space(bytes.ptr[i])))
			return false;
	return bytes.len >= CODE_TEXT_MIN;
}

/* The bytes of a text that one decoder takes and gives back as text. Escapes take the whole
 * token that they stand in: by chance there is one, in a code there are many, and what comes
 * out is shorter. */
static size_t taken_by(const struct decode_kind *kind, const struct decode_input *whole)
{
	struct decode_run run;
	size_t            taken = 0;
	size_t            from = 0;

	for (unsigned i = 0;
	     i < CODE_RUNS_MAX && from < whole->text.len && kind->find(whole, from, &run); i++) {
		struct decode_input part = *whole;
		struct decode_sink  sink = { 0 };

		part.text = slice_range(whole->text, run.start, run.end);
		sink.cap = decode_kind_room(kind, part.text.len);
		sink.bytes = ARENA_ARRAY(whole->scratch, sink.cap + 1, char);
		if (sink.bytes == NULL)
			return 0;
		if (kind->decode(&part, &sink) && sink.len * 10 <= part.text.len * 9 &&
		    is_plain((struct slice){ sink.bytes, sink.len })) {
			taken += part.text.len;
			from = run.end;
		} else {
			from = run.shorter_end;
		}
	}
	return taken;
}

bool decode_reads_as_code(const struct text_lexicon *lexicon, struct slice text,
                          struct arena *scratch)
{
	const struct decode_input whole = { .text = text, .lexicon = lexicon, .scratch = scratch };
	const decode_marks        marks = decode_survey(text);
	size_t                    mark = arena_mark(scratch);
	bool                      is_code = false;

	if (text.len < CODE_BYTES_MIN)
		return false;
	for (size_t i = 0; i < decode_kind_count() && !is_code; i++) {
		const struct decode_kind *kind = decode_kind_at(i);

		if (kind->pass == DECODE_PASS_ENCODING && (kind->needs & marks) != 0)
			is_code = taken_by(kind, &whole) * 5 >= text.len * 4;
		arena_rewind(scratch, mark);
	}
	return is_code;
}
