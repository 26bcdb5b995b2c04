/* SPDX-License-Identifier: Apache-2.0 */
/* Character codes, one number a character, in whatever stands between numbers:
 *
 *   104 111 119        104, 111, 119        [104,111,119]        110 117 127 (octal)
 *   String.fromCharCode(104,111,119)        chr(104)+chr(111)+chr(119)
 *
 * Honest text is full of numbers of the same size, so the first numbers of a list,
 * 24 at most, must read like words in small letters, like capitals with spaces, or, where
 * there are 24, like text that is encoded once more. Scores, ages and prices do not;
 * neither do counts that only rise ("100 101 102 103"). Where that is so only further on in a
 * list, the numbers before are of it, too.
 *
 * Where two bases fit, the reading with more letters and spaces wins; of two
 * equal ones hexadecimal pairs before decimal codes before octal ones. In 24 numbers that are text
 * which is encoded once more, digits of the larger base would have been met. */
#include "decode_number.h"

#include "base_ascii.h"
#include "decode_gate.h"
#include "decode_token.h"

#include <string.h>

#define MIN_NUMBERS    4
#define MIN_CAPITALS   6
#define LOOK_NUMBERS   24
#define MIN_ALL_HIGH   9 /* and nothing else */
#define MIN_HIGH       6 /* bytes of UTF-8: fewer are in number tables by chance */
#define DIGITS_MAX     4
#define SEPARATORS_MAX 4
#define GAP_MAX        32

static bool is_word_byte(char byte)
{
	return ascii_is_digit(byte) || ascii_is_letter(byte) || (unsigned char)byte >= 0x80;
}

/* Is it one of the bytes of a literal? */
#define IS_ONE_OF(byte, literal) (memchr(literal, byte, sizeof literal - 1) != NULL)

/* ---- one number ---- */

struct number {
	size_t start;
	size_t end;
	char   value;
	bool   hex; /* "0x68", only in lists with words */
};

static bool is_code(unsigned value)
{
	return (value >= 0x20 && value < 0x7F) || value == '\n' || value == '\r' || value == '\t' ||
	       (value >= 0x80 && value <= 0xF4);
}

/* Octal codes have three digits, or a 0 more; signs and digits of ASCII may have two. */
static bool has_octal_width(size_t digits, unsigned value, char first)
{
	return digits == 3 || (digits == 4 && first == '0') ||
	       (digits == 2 && (value >= ' ' || value == '\n' || value == '\r'));
}

/* "0x68" among decimal numbers. */
static bool hex_at(struct slice text, size_t at, struct number *number)
{
	uint32_t value;
	size_t   end;

	if (text.len - at < 4 || text.ptr[at] != '0' || (text.ptr[at + 1] | 0x20) != 'x' ||
	    !decode_number_at(text, at + 2, 16, DIGITS_MAX, &value, &end) || !is_code(value) ||
	    (end < text.len && is_word_byte(text.ptr[end])))
		return false;
	*number = (struct number){ .start = at, .end = end, .value = (char)value, .hex = true };
	return true;
}

static bool number_at(struct slice text, size_t at, enum decode_base base, struct number *number)
{
	size_t   digits = at;
	size_t   end = at;
	unsigned value = 0;

	if (base == DECODE_BASE_DECIMAL && hex_at(text, at, number))
		return true;
	if (base == DECODE_BASE_OCTAL && text.len - at > 4 && text.ptr[at] == '0' &&
	    text.ptr[at + 1] == 'o')
		end = digits = at + 2;

	for (; end < text.len && end - digits <= DIGITS_MAX && ascii_is_digit(text.ptr[end]);
	     end++) {
		unsigned digit = (unsigned)(text.ptr[end] - '0');

		if (digit >= (unsigned)base)
			return false;
		value = value * (unsigned)base + digit;
	}
	if (end == digits || (end < text.len && is_word_byte(text.ptr[end])) || !is_code(value) ||
	    (base == DECODE_BASE_OCTAL && !has_octal_width(end - digits, value, text.ptr[digits])))
		return false;
	*number = (struct number){ .start = at, .end = end, .value = (char)value };
	return true;
}

/* ---- a list ---- */

struct list {
	struct slice     text;
	enum decode_base base;
	size_t           gap_start; /* the first gap, which others may have to repeat */
	size_t           gap_end;
	bool             wordy;
	struct number    number;
};

static bool list_begin(struct list *list, struct slice text, size_t at, enum decode_base base)
{
	*list = (struct list){ .text = text, .base = base };
	return number_at(text, at, base, &list->number);
}

/* ")+chr(", or a point. */
static bool is_wordy(struct slice gap)
{
	for (size_t i = 0; i < gap.len; i++)
		if (ascii_is_letter(gap.ptr[i]))
			return memchr(gap.ptr, '(', gap.len) != NULL ||
			       memchr(gap.ptr, '[', gap.len) != NULL;
	return slice_equal_cstr(gap, ".");
}

/* A few separators; or something with words, if it is the same each time. */
static bool is_gap(const struct list *list, size_t start, size_t end)
{
	struct slice gap = slice_range(list->text, start, end);
	struct slice first = slice_range(list->text, list->gap_start, list->gap_end);

	if (list->wordy)
		return slice_equal(gap, first);
	if (gap.len == 1 && (gap.ptr[0] == ' ' || gap.ptr[0] == ','))
		return true;
	if (first.len == 0 && is_wordy(gap))
		return true;
	for (size_t i = 0; i < gap.len; i++)
		if (!IS_ONE_OF(gap.ptr[i], " ,;:|/+-_\t\n\r'\"[](){}"))
			return false;
	return gap.len <= SEPARATORS_MAX;
}

static bool list_next(struct list *list)
{
	const size_t start = list->number.end;
	size_t       at = start;

	while (at < list->text.len && at - start <= GAP_MAX && !ascii_is_digit(list->text.ptr[at]))
		at++;
	if (at == start || at == list->text.len || !ascii_is_digit(list->text.ptr[at]) ||
	    !is_gap(list, start, at) || is_word_byte(list->text.ptr[at - 1]))
		return false;
	if (list->gap_end == 0) {
		list->gap_start = start;
		list->gap_end = at;
		list->wordy = is_wordy(slice_range(list->text, start, at));
	}
	return number_at(list->text, at, list->base, &list->number) &&
	       (list->wordy || !list->number.hex);
}

/* ---- how it reads ---- */

struct look {
	char   bytes[LOOK_NUMBERS];
	size_t count;
	size_t hex_good; /* letters and spaces, read as hexadecimal pairs; */
	bool   hex;      /* all of them may be */
	size_t marked;   /* those that say that they are octal: "0o150", "0150" */
	bool   pointed;  /* 93.184.216.34 */
	bool   wordy;    /* chr(104)+chr(111) */
	bool   larger;   /* it goes on with digits of a larger base */
};

static void look_add_hex(struct look *look, struct slice digits)
{
	char byte;

	if (digits.len != 2) {
		look->hex = false;
		return;
	}
	byte = (char)((digits.ptr[0] - '0') << 4 | (digits.ptr[1] - '0'));
	look->hex = look->hex && (unsigned char)byte < 0x80 && is_code((unsigned char)byte);
	look->hex_good += ascii_is_letter(byte) || byte == ' ';
}

/* Does the list go on behind its last number with digits that its base has none of: a pair of
 * hexadecimal ones, one of them a letter; 8 or 9 where it is octal? */
static bool is_of_larger_base(const struct list *list)
{
	const struct slice text = list->text;
	const struct slice gap = slice_range(text, list->gap_start, list->gap_end);
	size_t             at = list->number.end;
	size_t             end;
	bool               letter = false;
	bool               high = false;

	if (text.len - at < gap.len + 2 || !slice_equal(slice_range(text, at, at + gap.len), gap))
		return false;
	at += gap.len;
	for (end = at; end < text.len && decode_hex_digit(text.ptr[end]) >= 0; end++) {
		letter = letter || ascii_is_letter(text.ptr[end]);
		high = high || text.ptr[end] == '8' || text.ptr[end] == '9';
	}
	if (end < text.len && is_word_byte(text.ptr[end]))
		return false;
	return (letter && end - at == 2) ||
	       (high && !letter && list->base == DECODE_BASE_OCTAL && end - at < DIGITS_MAX);
}

static bool is_marked(struct slice number, enum decode_base base)
{
	return base == DECODE_BASE_OCTAL && number.len > 3 && number.ptr[0] == '0';
}

static struct look look_at(struct slice text, size_t at, enum decode_base base)
{
	struct look look = { .hex = true };
	struct list list;

	for (bool more = list_begin(&list, text, at, base); more && look.count < LOOK_NUMBERS;
	     more = list_next(&list)) {
		const struct slice digits = slice_range(text, list.number.start, list.number.end);

		look.bytes[look.count++] = list.number.value;
		look.marked += is_marked(digits, base);
		look_add_hex(&look, digits);
	}
	look.larger = list.gap_end > 0 && look.count < LOOK_NUMBERS && is_of_larger_base(&list);
	look.pointed = list.gap_end > 0 && text.ptr[list.gap_start] == '.';
	look.wordy = list.wordy && !look.pointed;
	return look;
}

struct tally {
	size_t small;
	size_t capital;
	size_t space;
	size_t vowel;
	size_t bit;   /* 0, 1 or a space */
	size_t high;  /* bytes of characters outside ASCII */
	size_t other; /* neither these nor what encodings are written in */
	bool   rises;
	bool   falls;
};

static struct tally tally_of(const struct look *look)
{
	struct tally tally = { .rises = true, .falls = true };

	for (size_t i = 0; i < look->count; i++) {
		char byte = look->bytes[i];

		tally.small += byte >= 'a' && byte <= 'z';
		tally.capital += byte >= 'A' && byte <= 'Z';
		tally.space += byte == ' ' || byte == '\n';
		tally.vowel += IS_ONE_OF(byte, "aeiouyAEIOUY");
		tally.bit += byte == '0' || byte == '1' || byte == ' ';
		tally.high += (unsigned char)byte >= 0x80;
		tally.other += (unsigned char)byte < 0x80 && !ascii_is_letter(byte) &&
		               !ascii_is_digit(byte) && !IS_ONE_OF(byte, " \n+/=-_%\\,:;&#.()");
		if (i > 0) {
			tally.rises = tally.rises && byte >= look->bytes[i - 1];
			tally.falls = tally.falls && byte <= look->bytes[i - 1];
		}
	}
	return tally;
}

static size_t good_of(const struct look *look)
{
	struct tally tally = tally_of(look);

	return tally.small + tally.capital + tally.space;
}

/* The codes of hexadecimal pairs or the like: one sign at every third place, say, and digits or
 * letters at all others. */
static bool is_regular(const struct look *look)
{
	for (size_t width = 3; width <= 9; width++) {
		const char sign = look->bytes[width - 1];
		bool       regular = !is_word_byte(sign);

		for (size_t i = 0; i < look->count && regular; i++)
			regular = (i + 1) % width == 0 ? look->bytes[i] == sign
			                               : is_word_byte(look->bytes[i]);
		if (regular)
			return true;
	}
	return false;
}

/* How many are letters, digits or spaces? */
static size_t words_of(const struct look *look)
{
	size_t count = 0;

	for (size_t i = 0; i < look->count; i++)
		count += is_word_byte(look->bytes[i]) || look->bytes[i] == ' ';
	return count;
}

/* "&#104;", twice at least. */
static bool has_references(const struct look *look)
{
	size_t count = 0;

	for (size_t i = 1; i < look->count; i++)
		count += look->bytes[i - 1] == '&' && look->bytes[i] == '#';
	return count > 1;
}

/* Numbers of one narrow range, such as ages, give nothing but digits and signs; those of a wide
 * one give few letters of either case. */
static bool is_encoded_again(const struct look *look, const struct tally *tally)
{
	const size_t letters = tally->small + tally->capital;

	if (look->count < LOOK_NUMBERS)
		return false;
	if (look->wordy || (look->marked == look->count && letters > 0))
		return true;
	if (tally->other == 0)
		return letters + tally->space > 0 || tally->bit == look->count ||
		       is_regular(look) || has_references(look);
	if (tally->other * 4 > look->count)
		return false;
	return (tally->small * 5 >= look->count && letters * 2 >= look->count) ||
	       (tally->space > 0 && words_of(look) * 4 >= look->count * 3);
}

static bool reads(const struct look *look)
{
	const struct tally tally = tally_of(look);
	const size_t       count = look->count;
	const size_t       letters = tally.small + tally.capital;

	if (count < MIN_NUMBERS || look->larger || tally.rises || tally.falls ||
	    (look->pointed && count == 4))
		return false;
	if (tally.high > 0 && !decode_gate_is_clean((struct slice){ look->bytes, count }))
		return false;
	if (tally.high >= MIN_HIGH)
		return (count == LOOK_NUMBERS || (tally.high == count && count >= MIN_ALL_HIGH)) &&
		       look->bytes[0] != '\0' &&
		       ((unsigned char)look->bytes[0] < 0x80 ||
		        (unsigned char)look->bytes[0] >= 0xC2);
	if (is_encoded_again(look, &tally))
		return true;
	if ((letters + tally.space) * 10 < count * 7 || tally.vowel * 8 < letters)
		return false;
	if (tally.space == 0 && tally.vowel * 5 <= letters)
		return false;
	if (tally.space > 0)
		return tally.capital == 0 || tally.small == 0 || tally.capital * 3 <= letters;
	if (tally.small == 0)
		return tally.capital == count && count >= MIN_CAPITALS && tally.vowel * 4 >= count;
	return (tally.small + (ascii_is_letter(look->bytes[0]) && tally.capital == 1)) * 10 >=
	       count * 8;
}

/* Letters, digits and spaces, at least half of it; or references. */
static bool is_of_words(const struct look *look)
{
	return words_of(look) * 2 >= look->count || has_references(look);
}

/* Does another reading of the same digits fit as well, and come first? */
static bool is_other(struct slice text, size_t at, enum decode_base base, const struct look *look)
{
	struct look decimal;

	if (look->count == LOOK_NUMBERS && is_of_words(look))
		return false;
	if (look->hex && look->hex_good >= good_of(look))
		return true;
	if (base == DECODE_BASE_DECIMAL)
		return false;
	decimal = look_at(text, at, DECODE_BASE_DECIMAL);
	return reads(&decimal) && good_of(&decimal) >= good_of(look);
}

/* ---- the search ---- */

static bool may_begin(struct slice text, size_t at, enum decode_base base)
{
	struct look look = look_at(text, at, base);

	return reads(&look) && !is_other(text, at, base, &look);
}

/* Where the number that ends at `end` begins, "0o" or "0x" included. */
static size_t number_start(struct slice text, size_t from, size_t end)
{
	size_t start = end;

	while (start > from && end - start < DIGITS_MAX + 2 && is_word_byte(text.ptr[start - 1]))
		start--;
	return start;
}

/* The list may have begun before what reads: numbers with the same gap between them. */
static size_t list_start(struct slice text, size_t from, size_t at, enum decode_base base)
{
	struct list   list;
	struct slice  gap;
	struct number number;

	if (!list_begin(&list, text, at, base) || !list_next(&list))
		return at;
	gap = slice_range(text, list.gap_start, list.gap_end);
	while (at >= from + gap.len + 2 && slice_equal(slice_range(text, at - gap.len, at), gap)) {
		const size_t start = number_start(text, from, at - gap.len);

		if (start == at - gap.len || (start > 0 && is_word_byte(text.ptr[start - 1])) ||
		    !number_at(text, start, base, &number) || number.end != at - gap.len)
			break;
		at = start;
	}
	return at;
}

bool decode_number_find(const struct decode_input *input, size_t from, enum decode_base base,
                        struct decode_run *run)
{
	const struct slice text = input->text;
	const size_t       until = decode_until(input);
	struct list        list;

	for (size_t at = from; at < until; at++) {
		if (!ascii_is_digit(text.ptr[at]))
			continue;
		if ((at == 0 || !is_word_byte(text.ptr[at - 1])) && may_begin(text, at, base)) {
			run->start = list_start(text, from, at, base);
			for (bool more = list_begin(&list, text, run->start, base); more;
			     more = list_next(&list))
				run->end = run->shorter_end = list.number.end;
			return true;
		}
		while (at < text.len && is_word_byte(text.ptr[at]))
			at++;
	}
	return false;
}

/* Words whose letters are parted in one way and which are parted in another ("104 111 / 100
 * 111") have no space among their numbers. */
static bool has_spaces(struct slice encoded, enum decode_base base)
{
	struct list list;

	for (bool more = list_begin(&list, encoded, 0, base); more; more = list_next(&list))
		if (list.number.value == ' ' || list.number.value == '\n')
			return true;
	return false;
}

bool decode_number_decode(struct slice encoded, enum decode_base base, text_operations operation,
                          struct decode_sink *sink)
{
	const bool  spaces = has_spaces(encoded, base);
	struct list list;
	size_t      end = 0;

	for (bool more = list_begin(&list, encoded, 0, base); more; more = list_next(&list)) {
		struct slice gap = slice_range(encoded, end, list.number.start);
		struct slice usual = slice_range(encoded, list.gap_start, list.gap_end);

		if (!spaces && end > 0 && !slice_equal(gap, usual))
			decode_sink_put(sink,
			                memchr(gap.ptr, '\n', gap.len) != NULL ? SLICE_LIT("\n")
			                                                       : SLICE_LIT(" "),
			                end, list.number.start, operation, 0);
		decode_sink_put(sink, (struct slice){ &list.number.value, 1 }, list.number.start,
		                list.number.end, operation, 0);
		end = list.number.end;
	}
	return sink->len > 0;
}
