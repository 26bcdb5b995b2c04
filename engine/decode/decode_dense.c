/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_dense_read.h"

#include "decode_gate.h"
#include "decode_certain.h"
#include "decode_token.h"
#include "decode_wide.h"
#include "text_letters.h"

#include <stdint.h>
#include <string.h>

#define MIN_CHARS   14
#define WORD_MIN    4
#define HEAD_CHARS  16 /* looked at before the whole is read */
#define STARTS_MAX  4
#define START_SIGNS 48 /* signs behind this many characters begin nothing */
#define TRIMMED_MAX 3
#define WIDE_MIN    7  /* bytes in which characters of more than one are seen */
#define WRAPPED_MIN 30 /* characters of a line that may go on in the next */
#define WRAPPED_MAX 8192

/* Whole groups: those of base91 only nearly end at a byte. */
static const size_t first_chars[] = {
	[DENSE_32] = 8, [DENSE_64] = 4, [DENSE_85] = 5, [DENSE_91] = 6
};
static const size_t head_chars[] = {
	[DENSE_32] = 16, [DENSE_64] = 16, [DENSE_85] = 15, [DENSE_91] = 16
};

#define NO_TEXT INT64_MIN

/* ---- judging ---- */

/* Characters of two or four bytes; of too few to know, one of them and zeros. */
static bool may_be_wide(struct slice bytes)
{
	size_t zeros = 0;

	if (bytes.len >= WIDE_MIN)
		return decode_wide_of(bytes) != DECODE_BYTES;
	for (size_t i = 0; i < bytes.len; i++)
		zeros += bytes.ptr[i] == '\0';
	return zeros * 2 >= bytes.len && zeros < bytes.len;
}

/* The first `count` characters, or the last ones of what runs backwards, give text. */
static bool begins_well(const struct dense_alphabet *alphabet, const struct dense_values *values,
                        struct slice chars, size_t count)
{
	char               bytes[HEAD_CHARS * 2];
	struct decode_sink sink = { .bytes = bytes, .cap = sizeof bytes };
	size_t             from = alphabet->backwards ? chars.len - count : 0;

	return dense_read_with(alphabet, values, 0, slice_range(chars, from, from + count), 0,
	                       &sink) &&
	       (decode_gate_is_clean((struct slice){ bytes, sink.len }) ||
	        may_be_wide((struct slice){ bytes, sink.len }));
}

static bool is_shown(uint64_t byte)
{
	return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\r' || byte == '\t';
}

static bool may_begin_text(uint64_t first, uint64_t second)
{
	if (first == 0 || second == 0)
		return true; /* of wide characters */
	return is_shown(first) ? is_shown(second) || second >= 0xC2
	                       : first >= 0xC2 && first <= 0xF4 && second >= 0x80 && second < 0xC0;
}

/* A quick look at the first group that refuses nearly all tokens: it begins with two
 * characters, or with one outside ASCII. */
static bool first_group(const struct dense_alphabet *alphabet, const struct dense_values *values,
                        struct slice chars)
{
	const bool     is_85 = alphabet->base == DENSE_85;
	const unsigned radix = is_85 ? 85 : alphabet->base == DENSE_64 ? 64 : 32;
	const unsigned count = is_85 ? 5 : 4;
	uint64_t       number = 0;
	uint64_t       first;
	uint64_t       second;

	if (alphabet->base == DENSE_91)
		return true;
	for (unsigned i = 0; i < count; i++) {
		int value = dense_value_of(values,
		                           chars.ptr[alphabet->backwards ? chars.len - 1 - i : i]);

		if (value < 0 || (!is_85 && value >= DENSE_PADDING))
			return true; /* the reader knows what that is */
		number = number * radix + (unsigned)value;
	}
	number >>= is_85 ? 16 : radix == 64 ? 8 : 4;
	first = number >> 8;
	second = number & 0xFF;
	return may_begin_text(first, second);
}

/* first_group() of most alphabets from their digits, before their values are set. */
static bool first_digits(const struct dense_alphabet *alphabet, struct slice chars)
{
	const bool     is_64 = alphabet->base == DENSE_64;
	const unsigned count = is_64 ? 3 : 4;
	unsigned       number = 0;

	if (!is_64 && alphabet->base != DENSE_32)
		return true;
	for (unsigned i = 0; i < count; i++) {
		const char  byte = chars.ptr[alphabet->backwards ? chars.len - 1 - i : i];
		const char  same = alphabet->caseless && byte >= 'A' && byte <= 'Z'
		                           ? (char)(byte | 0x20)
		                           : byte;
		const char *digit = byte == '\0' ? NULL : strchr(alphabet->digits, same);

		if (digit == NULL ||
		    digit - alphabet->digits >= (is_64 ? DENSE_PADDING : DENSE_PADDING / 2))
			return true;
		number = number << (is_64 ? 6 : 5) | (unsigned)(digit - alphabet->digits);
	}
	number >>= is_64 ? 2 : 4;
	return may_begin_text(number >> 8, number & 0xFF);
}

static bool may_be_text(const struct dense_alphabet *alphabet, const struct dense_values *values,
                        struct slice chars)
{
	size_t head = head_chars[alphabet->base];

	return chars.len >= MIN_CHARS && first_group(alphabet, values, chars) &&
	       begins_well(alphabet, values, chars, first_chars[alphabet->base]) &&
	       begins_well(alphabet, values, chars, chars.len < head ? chars.len : head);
}

/* How well it reads; NO_TEXT: not at all. */
static int64_t score_of(const struct dense_alphabet *alphabet, const struct dense_values *values,
                        struct slice chars, struct arena *scratch)
{
	size_t             mark = arena_mark(scratch);
	struct decode_sink sink = { .cap = chars.len };
	int64_t            score = NO_TEXT;

	sink.bytes = ARENA_ARRAY(scratch, chars.len, char);
	if (sink.bytes != NULL && dense_read_with(alphabet, values, 0, chars, 0, &sink) &&
	    decode_certain((struct slice){ sink.bytes, sink.len }))
		score = text_letters_score((struct slice){ sink.bytes, sink.len });
	arena_rewind(scratch, mark);
	return score;
}

/* Compressed bytes, for base85, which compressors are asked to write: the usual headers of
 * zlib and gzip. Of all bytes that might be compressed, random ones would pass too often. */
static bool is_packed(const struct dense_alphabet *alphabet, const struct dense_values *values,
                      struct slice chars)
{
	char               bytes[HEAD_CHARS * 2];
	struct decode_sink sink = { .bytes = bytes, .cap = sizeof bytes };
	unsigned char      second;

	if (alphabet->base != DENSE_85 || chars.len <= head_chars[DENSE_85] ||
	    !dense_read_with(alphabet, values, 0, slice_range(chars, 0, head_chars[DENSE_85]), 0,
	                     &sink))
		return false;
	second = (unsigned char)bytes[1];
	return (bytes[0] == 0x78 &&
	        (second == 0x01 || second == 0x5E || second == 0x9C || second == 0xDA)) ||
	       (bytes[0] == 0x1F && second == 0x8B);
}

/* ---- the search ---- */

struct hunt {
	const struct dense_alphabets *alphabets;
	struct arena                 *scratch;
	struct slice                  text;
	size_t                        wrapped_to; /* lines up to here were tried as one run */
	uint32_t                      set;        /* the alphabets whose values are set */
	struct dense_values           values[DENSE_ALPHABETS_MAX];
};

_Static_assert(DENSE_ALPHABETS_MAX <= 32, "a bit for each alphabet");

static void hunt_begin(struct hunt *hunt, const struct dense_alphabets *alphabets,
                       const struct decode_input *input)
{
	hunt->alphabets = alphabets;
	hunt->scratch = input->scratch;
	hunt->text = input->text;
	hunt->wrapped_to = 0;
	hunt->set = 0;
}

/* Set when they are asked for: most alphabets are told from a token by its first group. */
static const struct dense_values *values_of(struct hunt *hunt, size_t index)
{
	if ((hunt->set >> index & 1) == 0)
		dense_values_set(&hunt->values[index], &hunt->alphabets->items[index]);
	hunt->set |= (uint32_t)1 << index;
	return &hunt->values[index];
}

static size_t token_end(struct slice text, size_t at)
{
	while (at < text.len && !ascii_is_space(text.ptr[at]))
		at++;
	return at;
}

/* The ends that a run may have: of the first line, over the lines that hold one token
 * each, and with the first token of the line behind them. */
struct ends {
	size_t at[3];
	size_t count;
};

static struct ends ends_of(struct slice text, size_t start, size_t end)
{
	struct ends ends = { .at = { end }, .count = 1 };
	bool        more = true;

	while (more && end - start >= WRAPPED_MIN && end < text.len &&
	       end - ends.at[0] < WRAPPED_MAX) {
		size_t next = end + (text.ptr[end] == '\r');

		if (next >= text.len || text.ptr[next] != '\n')
			break;
		start = next + 1;
		end = token_end(text, start);
		if (end == start)
			break;
		more = end == text.len || text.ptr[end] == '\n' || text.ptr[end] == '\r';
		if (more)
			ends.at[1] = end;
		else
			ends.at[ends.at[1] == 0 ? 1 : 2] = end;
	}
	while (ends.count < 3 && ends.at[ends.count] > 0)
		ends.count++;
	return ends;
}

/* Few words have capitals, digits or signs among their first letters. */
static bool looks_like_code(struct slice token, size_t code_min)
{
	size_t count = 0;

	for (size_t i = 0; i < token.len && i < HEAD_CHARS; i++)
		count += token.ptr[i] < 'a' || token.ptr[i] > 'z';
	return count >= code_min;
}

static bool ends_sentence(char byte)
{
	return byte != '\0' && strchr("\"'`)]}>,.;:!?", byte) != NULL;
}

/* The first characters are the same whatever the end is. */
static bool begins_as_text(struct hunt *hunt, size_t index, size_t start, size_t end)
{
	const struct dense_alphabet *alphabet = &hunt->alphabets->items[index];
	const size_t                 head = head_chars[alphabet->base];
	const struct dense_values   *values;
	struct slice                 chars;

	if (alphabet->backwards)
		return true;
	if (end - start < MIN_CHARS)
		return false;
	chars = slice_range(hunt->text, start, end);
	if (!first_digits(alphabet, chars))
		return false;
	values = values_of(hunt, index);
	if (end - start >= head + TRIMMED_MAX)
		return may_be_text(alphabet, values, slice_range(chars, 0, head));
	return first_group(alphabet, values, chars) &&
	       begins_well(alphabet, values, chars, first_chars[alphabet->base]);
}

/* The end within [start, end) with which one alphabet gives text, and how well it reads; 0
 * for none. */
static size_t end_with(struct hunt *hunt, size_t index, size_t start, size_t end, int64_t *score)
{
	const struct dense_alphabet *alphabet = &hunt->alphabets->items[index];

	for (size_t trimmed = 0;; trimmed++) {
		struct slice chars = slice_range(hunt->text, start, end);

		if (end - start < MIN_CHARS)
			return 0;
		*score = first_digits(alphabet, chars) &&
		                         may_be_text(alphabet, values_of(hunt, index), chars)
		                 ? score_of(alphabet, values_of(hunt, index), chars, hunt->scratch)
		                 : NO_TEXT;
		if (*score > NO_TEXT)
			return end;
		if (trimmed == TRIMMED_MAX || !ends_sentence(hunt->text.ptr[end - 1]))
			return 0;
		end--;
	}
}

/* Of several alphabets that give text, the one whose text reads best. */
static bool run_from(struct hunt *hunt, size_t start, const struct ends *ends,
                     struct decode_run *run)
{
	int64_t best = NO_TEXT;

	for (size_t i = 0; i < hunt->alphabets->count; i++) {
		int64_t score = NO_TEXT;
		size_t  found = 0;

		if (!begins_as_text(hunt, i, start, ends->at[0]))
			continue;
		for (size_t j = ends->count; j > 0 && found == 0; j--)
			found = end_with(hunt, i, start, ends->at[j - 1], &score);
		if (found == 0 || score <= best)
			continue;
		best = score;
		*run = (struct decode_run){ start, found, found };
	}
	return best > NO_TEXT;
}

static bool packed_from(struct hunt *hunt, size_t start, const struct ends *ends,
                        struct decode_run *run)
{
	const size_t end = ends->at[ends->count - 1];

	for (size_t i = 0; i < hunt->alphabets->count; i++) {
		if (hunt->alphabets->items[i].base != DENSE_85 ||
		    !is_packed(&hunt->alphabets->items[i], values_of(hunt, i),
		               slice_range(hunt->text, start, end)))
			continue;
		*run = (struct decode_run){ start, end, ends->at[0] };
		return true;
	}
	return false;
}

/* From the token's start, and from behind its first signs. */
static bool run_in(struct hunt *hunt, size_t start, const struct ends *ends, struct decode_run *run)
{
	size_t end = ends->at[0];
	size_t stop = end - start < START_SIGNS ? end : start + START_SIGNS;
	size_t starts = 1;

	if (run_from(hunt, start, ends, run))
		return true;
	for (size_t at = start; at < stop && starts < STARTS_MAX; at++) {
		if (decode_is_letter_or_digit(hunt->text.ptr[at]) || end - at - 1 < MIN_CHARS)
			continue;
		starts++;
		if (run_from(hunt, at + 1, ends, run))
			return true;
	}
	return packed_from(hunt, start, ends, run);
}

/* What is not long is no code: the next token, or one further on. */
static size_t next_long(const struct decode_input *input, size_t at)
{
	size_t start;

	if (input->survey == NULL || at >= input->text.len)
		return at;
	start = decode_survey_marked(input->survey, DECODE_MARK_LONG, at, input->text.len);
	while (start > at && !ascii_is_space(input->text.ptr[start - 1]))
		start--;
	return start;
}

/* "https://example.com/guides/first-steps?lang=en": no stretch without a known word of four letters
 * or more, in small letters but for the first, is long enough for a run. */
static bool is_of_words(const struct decode_input *input, size_t start, size_t end)
{
	const struct decode_words *words = input->words;
	size_t                     last = start; /* the end of the last such word */

	if (words == NULL)
		return false;
	for (size_t i = decode_words_behind(words, start);
	     i < words->count && words->items[i].start < end &&
	     words->items[i].start < last + MIN_CHARS;
	     i++)
		if (words->items[i].end - words->items[i].start >= WORD_MIN &&
		    decode_words_know(input, words->items[i].start, words->items[i].end))
			last = words->items[i].end;
	return end < last + MIN_CHARS;
}

bool decode_dense_find(const struct dense_alphabets *alphabets, const struct decode_input *input,
                       size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	const size_t until = decode_until(input);
	struct hunt  hunt;
	bool         begun = false;

	for (size_t at = next_long(input, from); at < until; at = next_long(input, at)) {
		size_t      end = token_end(text, at);
		struct ends ends;

		if (end - at < MIN_CHARS ||
		    !looks_like_code(slice_range(text, at, end), alphabets->code_min) ||
		    is_of_words(input, at, end)) {
			at = end + 1;
			continue;
		}
		if (!begun)
			hunt_begin(&hunt, alphabets, input);
		begun = true;
		ends = at < hunt.wrapped_to ? (struct ends){ .at = { end }, .count = 1 }
		                            : ends_of(text, at, end);
		if (ends.count > 1)
			hunt.wrapped_to = ends.at[ends.count - 1];
		if (run_in(&hunt, at, &ends, run))
			return true;
		at = end + 1;
	}
	return false;
}

/* The alphabet with which all of it reads best; their count for none. */
static size_t best_of(struct hunt *hunt, struct slice chars)
{
	size_t  best = hunt->alphabets->count;
	int64_t best_score = NO_TEXT;

	for (size_t i = 0; i < hunt->alphabets->count; i++) {
		const struct dense_alphabet *alphabet = &hunt->alphabets->items[i];
		int64_t                      score;

		if (!may_be_text(alphabet, values_of(hunt, i), chars))
			continue;
		score = score_of(alphabet, values_of(hunt, i), chars, hunt->scratch);
		if (score <= best_score)
			continue;
		best = i;
		best_score = score;
	}
	return best;
}

bool decode_dense_decode(const struct dense_alphabets *alphabets, const struct decode_input *input,
                         struct decode_sink *sink)
{
	struct hunt  hunt;
	struct slice chars = input->text;
	size_t       best;

	hunt_begin(&hunt, alphabets, input);
	best = best_of(&hunt, chars);
	for (size_t i = 0; i < alphabets->count && best == alphabets->count; i++)
		if (is_packed(&alphabets->items[i], values_of(&hunt, i), chars))
			best = i;
	return best < alphabets->count &&
	       dense_read_with(&alphabets->items[best], values_of(&hunt, best),
	                       alphabets->operation, chars, 0, sink);
}
