/* SPDX-License-Identifier: Apache-2.0 */
/* Characters of ASCII moved up by a constant, as a line of any language does it:
 *
 *   U+00E8 U+00EF U+00F7       the high bit set: "how", shown as Latin-1
 *   U+3068 U+306F U+3077       0x3000 added; a space may have stayed
 *   U+1F45F U+1F466 U+1F46E    an emoji a byte, from U+1F3F7 on (base100)
 *
 * How far is told by the block (0x80 or 0x100 characters that begin where blocks do), or by
 * the character that is met most often, which is a space or one of the usual letters. Every
 * text in another script is a run of such characters, so it must read well. Accents are
 * gone from a clean text, so the raw one is read; the marks are those of the clean one. */
#include "decode_certain.h"
#include "decode_kind.h"
#include "decode_reads.h"
#include "decode_secret.h"
#include "decode_token.h"
#include "text_letters.h"
#include "text_tables.h"
#include "text_utf8.h"

#include <string.h>

#define SAMPLE        48u
#define MIN_CHARS     6u
#define GUESSED_MIN   14u   /* characters, where the constant is guessed from them */
#define GUESSED_RANGE 0x5Eu /* ... and the farthest that two of them are apart */
#define EARLY         12u   /* letters that tell what cannot read */
#define EARLY_SCORE   (-12)
#define BASE100       0x1F3F7u
#define FOREIGN       0x80u
#define BROKEN        0xFFFDu /* also for bytes that are no UTF-8 */

static uint32_t character_at(struct slice text, size_t at, size_t *end)
{
	size_t   length = 1;
	uint32_t code_point = text_utf8_decode(text, at, &length);

	*end = at + length;
	return code_point;
}

static bool is_foreign(char byte)
{
	return (unsigned char)byte >= FOREIGN;
}

/* The end of the characters outside ASCII at `at`, with single spaces between them. */
static size_t stretch_end(struct slice text, size_t at)
{
	while (at < text.len &&
	       (is_foreign(text.ptr[at]) || (ascii_is_space(text.ptr[at]) && at + 1 < text.len &&
	                                     is_foreign(text.ptr[at + 1]))))
		at++;
	return at;
}

/* Not shown: put between the characters, it is none of them. */
static bool is_dropped(uint32_t character)
{
	return text_table_record(character)->kind == TEXT_KIND_DROPPED;
}

struct sample {
	uint32_t items[SAMPLE]; /* U+0020 for what is a space in the run */
	size_t   count;
	size_t   foreign;
	uint32_t low; /* of those outside ASCII */
	uint32_t high;
};

static struct sample sample_of(struct slice run)
{
	struct sample sample = { .low = UINT32_MAX };

	for (size_t at = 0; at < run.len && sample.count < SAMPLE;) {
		uint32_t character = character_at(run, at, &at);

		if (is_dropped(character))
			continue;
		sample.items[sample.count++] = character < FOREIGN ? ' ' : character;
		if (character < FOREIGN)
			continue;
		sample.foreign++;
		sample.low = character < sample.low ? character : sample.low;
		sample.high = character > sample.high ? character : sample.high;
	}
	return sample;
}

/* The byte or character that `character` was; false when it was none of text. */
static bool unshifted(uint32_t character, uint32_t offset, uint32_t *plain)
{
	if (character < FOREIGN) {
		*plain = character;
		return true;
	}
	*plain = character - offset;
	if (character < offset || character == BROKEN ||
	    *plain > (offset == BASE100 ? 0xFFu : 0x17Fu))
		return false;
	return (*plain >= 0x20 && *plain != 0x7F) || *plain == '\n';
}

static size_t put_plain(uint32_t plain, uint32_t offset, char bytes[4])
{
	if (offset != BASE100)
		return text_utf8_encode(plain, bytes);
	bytes[0] = (char)(unsigned char)plain;
	return 1;
}

static bool is_base100(const struct sample *sample)
{
	char     bytes[SAMPLE];
	uint32_t plain;

	for (size_t i = 0; i < sample->count; i++) {
		if (!unshifted(sample->items[i], BASE100, &plain))
			return false;
		bytes[i] = (char)(unsigned char)plain;
	}
	return decode_certain((struct slice){ bytes, sample->count });
}

/* A provider's key reads like nothing, but what it begins with says what it is. */
static bool spells_secret(const struct sample *sample, uint32_t offset)
{
	char         bytes[SAMPLE * 4];
	struct slice read = { bytes, 0 };
	uint32_t     plain;

	for (size_t i = 0; i < sample->count; i++) {
		if (!unshifted(sample->items[i], offset, &plain))
			return false;
		read.len += put_plain(plain, offset, bytes + read.len);
	}
	return decode_secret_stands(read);
}

/* Other offsets are soon seen not to read: a language's letters score above 0 by far. */
static bool reads_with(const struct sample *sample, uint32_t offset, bool guessed)
{
	unsigned first = 0;
	unsigned second = 0;
	uint32_t plain;
	size_t   letters = 0;
	int64_t  score = 0;

	for (size_t i = 0; i < sample->count; i++) {
		unsigned third;

		if (!unshifted(sample->items[i], offset, &plain))
			return false;
		third = plain < 0x80 ? text_letters_code[plain] : 0;
		score += text_letters_odds[first][second][third];
		letters += third != 0;
		first = second;
		second = third;
		if ((i == 8 && guessed && letters < 5) ||
		    (i + 1 - letters) * 10 > sample->count * 4 ||
		    (letters == EARLY && score < EARLY_SCORE * (int64_t)EARLY))
			return false;
	}
	score += text_letters_odds[first][second][0];
	return score > (guessed ? 2 : 0) * (int64_t)letters;
}

/* Of those outside ASCII, which are GUESSED_RANGE apart at most. */
static uint32_t most_frequent(const struct sample *sample)
{
	uint8_t  counts[GUESSED_RANGE + 1] = { 0 };
	uint32_t best = 0;
	size_t   best_count = 0;

	for (size_t i = 0; i < sample->count; i++)
		if (sample->items[i] >= FOREIGN)
			counts[sample->items[i] - sample->low]++;
	for (size_t i = 0; i < sample->count; i++)
		if (sample->items[i] >= FOREIGN &&
		    counts[sample->items[i] - sample->low] > best_count) {
			best_count = counts[sample->items[i] - sample->low];
			best = sample->items[i];
		}
	return best;
}

/* How far the run's characters were moved; 0: it is no such text. */
static uint32_t offset_of(struct slice run)
{
	const struct sample sample = sample_of(run);
	const uint32_t      known[] = { sample.low & ~0xFFu, sample.low & ~0x7Fu };
	uint32_t            frequent;

	if (sample.foreign < MIN_CHARS || sample.high - sample.low > 0x15F)
		return 0;
	for (size_t i = 0; i < 2; i++)
		if (known[i] > 0 && (i == 0 || known[i] != known[0]) &&
		    (reads_with(&sample, known[i], false) || spells_secret(&sample, known[i])))
			return known[i];
	if (is_base100(&sample))
		return BASE100;
	if (sample.foreign < GUESSED_MIN || sample.high - sample.low > GUESSED_RANGE)
		return 0;
	frequent = most_frequent(&sample);
	for (const char *letter = " eatoinrs"; *letter != '\0'; letter++)
		if (frequent > (unsigned char)*letter &&
		    reads_with(&sample, frequent - (unsigned char)*letter, true))
			return frequent - (unsigned char)*letter;
	return 0;
}

/* The end of what one constant explains. */
static size_t run_end(struct slice text, size_t start, size_t end, uint32_t offset)
{
	uint32_t plain;
	size_t   next;

	for (size_t at = start; at < end; at = next) {
		const uint32_t character = character_at(text, at, &next);

		if (!is_dropped(character) && !unshifted(character, offset, &plain))
			return at;
	}
	return end;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;

	for (size_t at = from; at < text.len; at++) {
		size_t   end;
		uint32_t offset;

		if (!is_foreign(text.ptr[at]))
			continue;
		end = stretch_end(text, at);
		offset = offset_of(slice_range(text, at, end));
		if (offset > 0) {
			end = run_end(text, at, end, offset);
			*run = (struct decode_run){ at, end, end };
			return true;
		}
		at = end;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice run = input->text;
	uint32_t     offset = offset_of(run);
	size_t       end;

	for (size_t at = 0; offset > 0 && at < run.len; at = end) {
		char           bytes[4];
		uint32_t       plain;
		const uint32_t character = character_at(run, at, &end);

		if (is_dropped(character)) {
			decode_sink_drop(sink, at, end, TEXT_OPERATION_BIT(shifted), 0);
			continue;
		}
		if (!unshifted(character, offset, &plain))
			return false;
		decode_sink_put(sink, (struct slice){ bytes, put_plain(plain, offset, bytes) }, at,
		                end, TEXT_OPERATION_BIT(shifted), 0);
	}
	return sink->len > 0;
}

const struct decode_kind decode_shifted = { .name = "shifted",
	                                    .operation = TEXT_OPERATION_shifted,
	                                    .signal = "bypass.encoding/shifted",
	                                    .pass = DECODE_PASS_CARRIER,
	                                    .find = find,
	                                    .decode = decode };
