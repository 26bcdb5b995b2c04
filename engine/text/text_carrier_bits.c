/* SPDX-License-Identifier: Apache-2.0 */
/* Bits in symbols: each symbol is a bit, or with four symbols two bits.
 *
 *     ZWSP ZWNJ ZWNJ ZWSP ZWSP ZWSP ZWNJ ZWSP       0 1 1 0 0 0 1 0     'b'
 *
 * Nobody says which symbol is the one, whether a letter has seven, eight or sixteen bits, at
 * which end it begins, or whether a third symbol stands between letters. All these readings
 * are tried, and the one that reads best is taken; bits read wrongly are hardly
 * ever text. One tool writes numbers without their leading zeros one after another: every
 * letter then begins with a one, small letters with two. */
#include "text_carrier_sink.h"
#include "text_utf8.h"

#define SYMBOLS_MAX   4u
#define BITS_MIN      16u
#define NO_SYMBOL     SYMBOLS_MAX
#define LETTERS_MIN   2u
#define SPACES_BEFORE 2u

struct symbols {
	uint32_t points[SYMBOLS_MAX];
	unsigned count;
};

enum group {
	GROUP_FIXED,     /* `width` bits each; a separator may stand between */
	GROUP_SEPARATED, /* what stands between separators */
	GROUP_LEADING    /* six or seven bits that begin with a one */
};

struct reading {
	enum group group;
	unsigned   symbol_bits; /* 1 or 2 */
	unsigned   width;       /* of a fixed group */
	unsigned   separator;   /* a symbol's index, or NO_SYMBOL */
	unsigned   skip;        /* bytes before the first letter */
	bool       inverted;
	bool       low_first;
};

/* Four symbols in the order in which tools number them; texts need not use all. */
static const uint32_t alphabets[][SYMBOLS_MAX] = {
	{ 0x200B, 0x200C, 0x200D, 0xFEFF },
	{ 0x200C, 0x200D, 0x202C, 0xFEFF },
	{ 0x200B, 0x200C, 0x200D, 0x2060 },
	{ 0x200B, 0x200C, 0x200D, 0x200E },
};
#define ALPHABET_COUNT (sizeof alphabets / sizeof alphabets[0])

static unsigned symbol_index(const struct symbols *symbols, uint32_t point)
{
	unsigned i = 0;

	while (i < symbols->count && symbols->points[i] != point)
		i++;
	return i;
}

static void symbol_insert(struct symbols *symbols, uint32_t point)
{
	unsigned i = symbols->count++;

	for (; i > 0 && symbols->points[i - 1] > point; i--)
		symbols->points[i] = symbols->points[i - 1];
	symbols->points[i] = point;
}

/* The symbols of a run by code point; false when they are fewer than two, more than
 * four, or the run is too short. */
static bool symbols_collect(struct slice run, struct symbols *symbols)
{
	size_t count = 0;

	symbols->count = 0;
	for (size_t at = 0, length; at < run.len; at += length, count++) {
		uint32_t point = text_utf8_decode(run, at, &length);

		if (symbol_index(symbols, point) < symbols->count)
			continue;
		if (symbols->count == SYMBOLS_MAX)
			return false;
		symbol_insert(symbols, point);
	}
	return symbols->count >= 2 && count >= BITS_MIN;
}

/* ---- one reading ---- */

struct bits {
	uint32_t value;
	unsigned count;
	size_t   start; /* of the group in the run */
};

static uint32_t bits_reverse(uint32_t value, unsigned count)
{
	uint32_t reversed = 0;

	for (unsigned i = 0; i < count; i++)
		reversed |= (value >> i & 1) << (count - 1 - i);
	return reversed;
}

/* Writes a group as a character (or a byte, in groups of eight) and begins the next. False
 * when it is none. */
static bool group_write(struct bits *bits, const struct reading *reading, size_t end,
                        struct text_carrier_sink *sink)
{
	uint32_t value = bits->value;
	char     bytes[4];
	size_t   count = 1;

	if (reading->low_first)
		value = bits_reverse(value, bits->count);
	if (value < ' ' && value != '\t' && value != '\n' && value != '\r')
		return false;
	bytes[0] = (char)value;
	if (bits->count > 8) {
		if (value >= 0xD800 && value <= 0xDFFF)
			return false;
		count = text_utf8_encode(value, bytes);
	}
	text_carrier_put(sink, (struct slice){ bytes, count }, bits->start, end);
	*bits = (struct bits){ .start = end };
	return true;
}

static bool is_small(uint32_t value)
{
	return value >= 'a' && value <= 'z';
}

/* Seven bits that begin with a one: are only the first six of them the character, a space, a
 * digit or a sign? Then the next begins with the seventh. A capital stands behind a small
 * letter rarely, two spaces hardly ever, and no text begins with one. */
static bool is_six(uint32_t seven, uint32_t before)
{
	if ((seven & 1) == 0 || is_small(seven))
		return false;
	if (seven >> 1 == ' ')
		return before != ' ' && before != 0;
	return is_small(before) || seven < 'A' || seven > 'Z';
}

static bool leading_take(struct bits *bits, const struct reading *reading, size_t start, size_t end,
                         struct text_carrier_sink *sink)
{
	uint32_t last = bits->value & 1;

	if (bits->value >> (bits->count - 1) == 0)
		return false;
	if (bits->count < 7)
		return true;
	if (!is_six(bits->value, sink->len > 0 ? (unsigned char)sink->out[sink->len - 1] : 0))
		return group_write(bits, reading, end, sink);
	bits->value >>= 1;
	bits->count = 6;
	if (!group_write(bits, reading, start, sink))
		return false;
	bits->value = last;
	bits->count = 1;
	return last == 1;
}

static bool symbol_take(struct bits *bits, const struct reading *reading, unsigned symbol,
                        size_t start, size_t end, struct text_carrier_sink *sink)
{
	uint32_t mask = (1u << reading->symbol_bits) - 1;
	uint32_t value = symbol;

	if (symbol == reading->separator)
		return bits->count == 0 || group_write(bits, reading, start, sink);
	if (reading->separator != NO_SYMBOL && symbol > reading->separator)
		value--;
	if (bits->count == 0)
		bits->start = start;
	bits->value = bits->value << reading->symbol_bits |
	              ((reading->inverted ? ~value : value) & mask);
	bits->count += reading->symbol_bits;
	if (reading->group == GROUP_LEADING)
		return leading_take(bits, reading, start, end, sink);
	if (reading->group == GROUP_SEPARATED)
		return bits->count <= 16;
	return bits->count < reading->width || group_write(bits, reading, end, sink);
}

/* Bits that are left over are no letter, but do not spoil the others. */
static bool run_read(struct slice run, const struct symbols *symbols, const struct reading *reading,
                     struct text_carrier_sink *sink)
{
	struct bits bits = { 0 };

	for (size_t at = reading->skip, length; at < run.len; at += length) {
		unsigned symbol = symbol_index(symbols, text_utf8_decode(run, at, &length));

		if (!symbol_take(&bits, reading, symbol, at, at + length, sink))
			return false;
	}
	if (reading->group != GROUP_FIXED && bits.count >= 6)
		return group_write(&bits, reading, run.len, sink);
	return true;
}

/* ---- all readings ---- */

/* Spaces and tabs have honest reasons: there, nearly all must be ASCII
 * letters, and the space after the word before is no bit. */
static bool is_blank(struct slice run)
{
	return run.ptr[0] == ' ' || run.ptr[0] == '\t';
}

struct choice {
	struct slice             run;
	struct text_carrier_sink trial;
	struct symbols           symbols;
	struct reading           reading;
	size_t                   score;
};

static void reading_try(struct choice *choice, const struct symbols *symbols,
                        struct reading reading)
{
	for (unsigned i = 0; i < 4; i++) {
		size_t score = 0;

		reading.inverted = (i & 1) != 0;
		reading.low_first = (i & 2) != 0;
		choice->trial.len = 0;
		choice->trial.full = false;
		if (run_read(choice->run, symbols, &reading, &choice->trial))
			score = text_carrier_score(
				(struct slice){ choice->trial.out, choice->trial.len });
		if (score > choice->score) {
			choice->symbols = *symbols;
			choice->reading = reading;
			choice->score = score;
		}
	}
}

static void widths_try(struct choice *choice, const struct symbols *symbols, unsigned symbol_bits)
{
	static const unsigned widths[] = { 8, 7, 16 };

	for (unsigned i = 0; i < 3; i++) {
		unsigned skips = is_blank(choice->run) ? SPACES_BEFORE : 0;

		/* Any bytes are units of some script: asked where they are no text. */
		if (widths[i] == 16 && choice->score > 0)
			return;
		for (unsigned skip = 0; skip <= skips && widths[i] % symbol_bits == 0; skip++)
			reading_try(choice, symbols,
			            (struct reading){ .symbol_bits = symbol_bits,
			                              .width = widths[i],
			                              .separator = NO_SYMBOL,
			                              .skip = skip });
	}
}

static void alphabets_try(struct choice *choice, const struct symbols *seen)
{
	for (size_t i = 0; i < ALPHABET_COUNT; i++) {
		struct symbols symbols = { .count = SYMBOLS_MAX };
		bool           has_all = true;

		for (unsigned j = 0; j < SYMBOLS_MAX; j++)
			symbols.points[j] = alphabets[i][j];
		for (unsigned j = 0; j < seen->count; j++)
			has_all = has_all && symbol_index(&symbols, seen->points[j]) < SYMBOLS_MAX;
		if (has_all)
			widths_try(choice, &symbols, 2);
	}
	if (seen->count == SYMBOLS_MAX)
		widths_try(choice, seen, 2);
}

bool text_carrier_bits(struct slice run, struct text_carrier_sink *sink)
{
	struct choice  choice = { .run = run, .trial = { .out = sink->out, .cap = sink->cap } };
	struct symbols symbols;

	if (!symbols_collect(run, &symbols))
		return false;
	if (symbols.count == 2) {
		widths_try(&choice, &symbols, 1);
		reading_try(&choice, &symbols,
		            (struct reading){ .group = GROUP_LEADING,
		                              .symbol_bits = 1,
		                              .separator = NO_SYMBOL });
	}
	for (unsigned i = 0; symbols.count == 3 && i < 3; i++)
		reading_try(&choice, &symbols,
		            (struct reading){
				    .group = GROUP_SEPARATED, .symbol_bits = 1, .separator = i });
	for (unsigned i = 0; symbols.count == 3 && i < 3; i++)
		reading_try(&choice, &symbols,
		            (struct reading){ .group = GROUP_FIXED,
		                              .symbol_bits = 1,
		                              .width = 8,
		                              .separator = i });
	if (symbols.count > 2)
		alphabets_try(&choice, &symbols);
	if (choice.score == 0 || !run_read(run, &choice.symbols, &choice.reading, sink))
		return false;
	return sink->len >= LETTERS_MIN &&
	       choice.score >= (is_blank(run) ? 2 * sink->len : sink->len / 2);
}
