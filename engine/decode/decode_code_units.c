/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers of characters in Unicode, as a line of any language prints them (ord, charCodeAt):
 *
 *   1082 1072 1082 32            как, in decimal; also [1082, 1072], chr(1082)+chr(1072)
 *   99 243 109 111 32            cómo: no bytes, for 243 begins no UTF-8
 *   43a 430 43a 20, 0x43a        in hexadecimal
 *   10000111010 100000           in binary; of ASCII, too, where the widths of numbers differ
 *
 * Numbers of bytes are for decode_number.c, decode_hex.c and decode_binary.c: here one at least is
 * of no byte of UTF-8. Tables are full of numbers of this size, so the first ones, 24 at most, must
 * be Latin text with accents, or letters of one other script. */
#include "decode_certain.h"
#include "decode_gate.h"
#include "decode_kind.h"
#include "decode_token.h"
#include "text_utf8.h"

#include <string.h>

#define LOOK_NUMBERS   24u
#define LATIN_MIN      5u
#define NATIVE_MIN     5u
#define BINARY_MIN     6u
#define NUMBERS_MIN    5u /* the least of the three */
#define UNIT_DIGITS    4u /* of UTF-16, in hexadecimal */
#define SEPARATORS_MAX 4u
#define GAP_MAX        24u
#define LATIN_END      0x250u

enum { BINARY = 2, DECIMAL = 10, HEXADECIMAL = 16 };

static const unsigned bases[] = { BINARY, DECIMAL, HEXADECIMAL };

struct number {
	size_t   start;
	size_t   end;
	size_t   digits;
	uint32_t value;
};

static bool is_word_byte(char byte)
{
	return decode_is_letter_or_digit(byte) || (unsigned char)byte >= 0x80;
}

/* Digits of a base: as many as characters have. */
static bool number_at(struct slice text, size_t at, unsigned base, struct number *number)
{
	static const size_t most[] = { [BINARY] = 17, [DECIMAL] = 6, [HEXADECIMAL] = 6 };
	const char          mark = base == BINARY ? 'b' : 'x';
	size_t              start = at;

	if (base != DECIMAL && text.len - at > 2 && text.ptr[at] == '0' &&
	    (text.ptr[at + 1] | 0x20) == mark)
		start += 2;
	if (!decode_number_at(text, start, base, most[base], &number->value, &number->end) ||
	    (number->end < text.len && is_word_byte(text.ptr[number->end])))
		return false;
	number->start = at;
	number->digits = number->end - start;
	return base != BINARY || number->digits >= 6;
}

/* ---- lists ---- */

struct list {
	struct slice  text;
	unsigned      base;
	struct slice  gap; /* the first one */
	struct number number;
};

static bool is_gap(const struct list *list, struct slice gap)
{
	if (gap.len > 0 && slice_equal(gap, list->gap))
		return true;
	for (size_t i = 0; i < gap.len; i++)
		if (strchr(" ,;:|/+-_\t\n\r'\"[](){}", gap.ptr[i]) == NULL)
			return false;
	return gap.len > 0 && gap.len <= SEPARATORS_MAX;
}

/* ")+chr(" between two numbers: the same each time. */
static bool is_call(struct slice gap)
{
	return gap.len > SEPARATORS_MAX && memchr(gap.ptr, '(', gap.len) != NULL;
}

static bool list_begin(struct list *list, struct slice text, size_t at, unsigned base)
{
	*list = (struct list){ .text = text, .base = base };
	return number_at(text, at, base, &list->number);
}

static size_t gap_end(const struct list *list, size_t at)
{
	const struct slice text = list->text;
	const struct slice gap = list->gap;

	if (gap.len > 0 && text.len - at > gap.len && memcmp(text.ptr + at, gap.ptr, gap.len) == 0)
		return at + gap.len;
	while (at < text.len && !is_word_byte(text.ptr[at]))
		at++;
	return at;
}

static bool list_next(struct list *list)
{
	const size_t start = list->number.end;
	size_t       end = gap_end(list, start);
	struct slice gap;

	if (list->gap.len == 0 && end < list->text.len &&
	    !(list->text.ptr[end] >= '0' && list->text.ptr[end] <= '9') && list->base == DECIMAL)
		while (end < list->text.len && end - start <= GAP_MAX &&
		       !(list->text.ptr[end] >= '0' && list->text.ptr[end] <= '9'))
			end++;
	gap = slice_range(list->text, start, end);
	if (end == list->text.len || !(is_gap(list, gap) || (list->gap.len == 0 && is_call(gap))) ||
	    gap.len > GAP_MAX)
		return false;
	if (list->gap.len == 0)
		list->gap = gap;
	return number_at(list->text, end, list->base, &list->number);
}

/* ---- what the numbers are ---- */

struct look {
	char     text[4 * LOOK_NUMBERS];
	size_t   len;
	char     bytes[LOOK_NUMBERS]; /* where all are of bytes */
	size_t   count;
	size_t   accents;
	size_t   natives;
	size_t   pairs;   /* of two bytes of ASCII each, as hexadecimal digits in fours are */
	size_t   styled;  /* letters in another dress, marks, what is not shown */
	size_t   letters; /* of ASCII */
	size_t   spaces;
	size_t   rises;
	uint32_t before;
	uint32_t block; /* of the natives */
	size_t   width; /* digits of the first */
	size_t   end;   /* behind the last number, also where it is none of these */
	bool     wide;  /* one is above 0xFF */
	bool     varies;
	bool     other; /* one is of no text, or of another script */
};

/* Blocks of letters beside Latin, told by their first number. 0: none. */
static uint32_t block_of(uint32_t value)
{
	if (value >= 0x3040 && value < 0xA000)
		return value < 0x3100 || value >= 0x4E00 ? 0x4E00 : 0;
	if (value >= 0xAC00 && value < 0xD7A4)
		return 0xAC00;
	if (value >= 0x370 && value < 0x400)
		return 0x370;
	if (value >= 0x400 && value < 0x530)
		return 0x400;
	if (value >= 0x590 && value < 0x600)
		return 0x590;
	if (value >= 0x600 && value < 0x700)
		return 0x600;
	return value >= 0x900 && value < 0xE80 ? value & 0x1F80 : 0;
}

/* Of letters for phonetics, of mathematics, in circles; marks upon letters, and what is not shown.
 */
static bool is_styled(uint32_t value)
{
	return value == 0xAD || (value >= 0x250 && value < 0x370) ||
	       (value >= 0x1D00 && value < 0x1DC0) || (value >= 0x200B && value <= 0x200F) ||
	       (value >= 0x202A && value <= 0x202E) || (value >= 0x2060 && value < 0x20A0) ||
	       (value >= 0x20D0 && value < 0x2100) || (value >= 0x2460 && value < 0x2500) ||
	       (value >= 0xA720 && value < 0xA800) || (value >= 0xFE00 && value < 0xFE10) ||
	       (value >= 0x13000 && value < 0x13430) || (value >= 0x16A0 && value < 0x1700) ||
	       (value >= 0x1D400 && value < 0x1D800) || (value >= 0x1F100 && value < 0x1F200) ||
	       (value >= 0xE0000 && value < 0xE01F0);
}

static bool is_mark(uint32_t value)
{
	return value == 0xA1 || value == 0xA0 || value == 0xAB || value == 0xB0 || value == 0xBB ||
	       value == 0xBF || (value >= 0x2010 && value <= 0x203A) ||
	       (value >= 0x3000 && value <= 0x3020) || (value >= 0xFF01 && value <= 0xFF5E);
}

static void look_add(struct look *look, const struct number *number)
{
	const uint32_t value = number->value;
	const uint32_t block = block_of(value);
	const bool     ascii = (value >= 0x20 && value < 0x7F) || value == '\n' || value == '\t';
	const bool     styled = is_styled(value);
	const bool accent = value >= 0xC0 && value < LATIN_END && value != 0xD7 && value != 0xF7;

	look->other = look->other || !(ascii || accent || styled || block != 0 || is_mark(value)) ||
	              (block != 0 && look->block != 0 && block != look->block);
	look->rises += look->count > 0 && look->before <= value;
	look->before = value;
	look->accents += accent;
	look->natives += block != 0;
	look->pairs += (value >> 8) >= 0x20 && (value >> 8) < 0x7F && (value & 0xFF) >= 0x20 &&
	               (value & 0xFF) < 0x7F;
	look->styled += styled;
	look->block = block != 0 ? block : look->block;
	look->letters += ascii && decode_is_letter_or_digit((char)value) && value > '9';
	look->spaces += value == ' ' || value == '\n' || value == 0x3000;
	look->wide = look->wide || value > 0xFF;
	look->width = look->count == 0 ? number->digits : look->width;
	look->varies = look->varies || number->digits != look->width;
	look->bytes[look->count++] = (char)(value & 0xFF);
	if (!look->other)
		look->len += text_utf8_encode(value, look->text + look->len);
}

static void look_at(struct slice text, size_t at, unsigned base, struct look *look)
{
	struct list list;

	*look = (struct look){ .end = at };
	for (bool more = list_begin(&list, text, at, base);
	     more && look->count < LOOK_NUMBERS && (!look->other || base == BINARY);
	     more = list_next(&list)) {
		look_add(look, &list.number);
		look->end = list.number.end;
	}
}

static bool is_utf8(const struct look *look)
{
	return !look->wide && decode_gate_is_clean((struct slice){ look->bytes, look->count });
}

/* Bytes of text in binary, without the zeros before them. */
static bool is_bytes(const struct look *look, unsigned base)
{
	return base == BINARY && look->varies && is_utf8(look) &&
	       decode_certain_words((struct slice){ look->bytes, look->count });
}

static bool reads(const struct look *look, unsigned base)
{
	const struct slice text = { look->text, look->len };

	if (is_bytes(look, base))
		return look->count >= BINARY_MIN;
	if (base == HEXADECIMAL && look->pairs * 4 >= look->count * 3)
		return false;
	if (look->other || look->rises + 1 >= look->count)
		return false;
	if (look->styled * 4 >= look->count)
		return look->count >= BINARY_MIN &&
		       look->spaces + look->letters + look->natives > 0;
	if (look->natives > 0)
		return look->count >= NATIVE_MIN && look->natives * 2 > look->count &&
		       look->letters * 4 <= look->count &&
		       (look->spaces > 0 || look->block >= 0x4E00 ||
		        look->count < LOOK_NUMBERS / 2);
	if (base == HEXADECIMAL && look->width == UNIT_DIGITS && !look->varies)
		return look->count >= BINARY_MIN && look->accents * 3 <= look->letters &&
		       decode_certain_words(text);
	return look->accents > 0 && look->count >= LATIN_MIN && !is_utf8(look) &&
	       look->accents * 3 <= look->letters && decode_certain_words(text);
}

/* The base in which a list begins at `at`; 0: none does. *looked is behind what was read. */
static unsigned base_at(struct slice text, size_t at, size_t *looked)
{
	struct look look;

	*looked = at;
	for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
		look_at(text, at, bases[i], &look);
		if (reads(&look, bases[i]))
			return bases[i];
		*looked = look.end > *looked ? look.end : *looked;
	}
	return 0;
}

static bool is_text(uint32_t value)
{
	return value >= 0x20
	               ? value != 0x7F && value < 0xE0200 && (value < 0xD800 || value > 0xDFFF)
	               : value == '\n' || value == '\t' || value == '\r';
}

/* The end of what may be a number in any of the bases; `at` where it is none. */
static size_t may_be_number(struct slice text, size_t at)
{
	size_t end = at;

	if (text.len - at > 2 && text.ptr[at] == '0' &&
	    ((text.ptr[at + 1] | 0x20) == 'x' || (text.ptr[at + 1] | 0x20) == 'b'))
		end += 2;
	while (end < text.len && decode_hex_digit(text.ptr[end]) >= 0)
		end++;
	return end < text.len && is_word_byte(text.ptr[end]) ? at : end;
}

/* Prose has numbers, and words of the letters a to f, but not so many in a row. */
static bool has_numbers(struct slice text, size_t at)
{
	for (size_t numbers = 1;; numbers++) {
		const size_t end = may_be_number(text, at);
		const size_t most = text.len - end < GAP_MAX ? text.len : end + GAP_MAX;

		if (end == at)
			return false;
		if (numbers == NUMBERS_MIN)
			return true;
		for (at = end; at < text.len && !is_word_byte(text.ptr[at]);)
			at++;
		if (at < text.len && may_be_number(text, at) > at)
			continue;
		for (at = end; at < most && !(text.ptr[at] >= '0' && text.ptr[at] <= '9');)
			at++; /* ")+chr(" */
		if (at >= most)
			return false;
	}
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const struct slice text = input->text;
	const size_t       until = decode_until(input);
	size_t             looked;
	struct list        list;

	for (size_t at = from; at < until; at++) {
		const bool begins = (at == 0 || !is_word_byte(text.ptr[at - 1])) &&
		                    decode_hex_digit(text.ptr[at]) >= 0 && has_numbers(text, at);
		const unsigned base = begins ? base_at(text, at, &looked) : 0;

		if (base != 0) {
			*run = (struct decode_run){ .start = at };
			for (bool more = list_begin(&list, text, at, base);
			     more && is_text(list.number.value); more = list_next(&list))
				run->end = run->shorter_end = list.number.end;
			return true;
		}
		if (begins && looked > at)
			at = looked;
		while (at < text.len && is_word_byte(text.ptr[at]))
			at++;
	}
	return false;
}

/* Words that were printed one by one: another gap parts them. */
static bool has_spaces(struct slice encoded, unsigned base)
{
	struct list list;

	for (bool more = list_begin(&list, encoded, 0, base); more; more = list_next(&list))
		if (list.number.value == ' ' || list.number.value == '\n' ||
		    list.number.value == 0x3000)
			return true;
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations operation = TEXT_OPERATION_BIT(code_units);
	const struct slice    encoded = input->text;
	size_t                end = 0;
	const unsigned        base = base_at(encoded, 0, &end);
	const bool            spaces = base == 0 || has_spaces(encoded, base);
	struct look           look;
	struct list           list;
	bool                  bytewise;

	look_at(encoded, 0, base, &look);
	bytewise = is_bytes(&look, base);
	end = 0;
	for (bool more = base != 0 && list_begin(&list, encoded, 0, base); more;
	     more = list_next(&list)) {
		const struct slice gap = slice_range(encoded, end, list.number.start);
		char               bytes[4] = { (char)list.number.value };
		const size_t count = bytewise ? 1 : text_utf8_encode(list.number.value, bytes);

		if (!is_text(list.number.value))
			return false;
		if (!spaces && end > 0 && !slice_equal(gap, list.gap))
			decode_sink_put(sink, SLICE_LIT(" "), end, list.number.start, operation, 0);
		decode_sink_put(sink, (struct slice){ bytes, count }, list.number.start,
		                list.number.end, operation, 0);
		end = list.number.end;
	}
	return sink->len > 0;
}

const struct decode_kind decode_code_units = { .name = "code_units",
	                                       .operation = TEXT_OPERATION_code_units,
	                                       .signal = "bypass.encoding/code_units",
	                                       .pass = DECODE_PASS_ENCODING,
	                                       .needs = DECODE_MARK_NUMBERS | DECODE_MARK_PLUS |
	                                                DECODE_MARK_CODE,
	                                       .also = DECODE_MARK_DIGIT,
	                                       .reach = 64,
	                                       .find = find,
	                                       .decode = decode };
