/* SPDX-License-Identifier: Apache-2.0 */
/* Character sets of PCRE2 (with UTF and UCP), rounded up.
 *
 *     [a-c_]      a b c A B C _            \w       a-z A-Z 0-9 _ and all beyond ASCII
 *     [^"]        all but ", and beyond    \d       0-9 and digits beyond ASCII
 *     [\p{Lu}x]   any character: properties are not looked up
 *
 * The ASCII part is exact wherever every item is understood. With case ignored a
 * set takes in the other case of its letters, but a negated set is not closed before
 * it is turned round: [^a] keeps "A", right for both readings of case. Beyond ASCII
 * there is only "none", "digits" or "any". Two characters beyond ASCII match
 * an ASCII letter with case ignored, U+017F (s) and U+212A (k): in a pattern they add
 * that letter; in a text they do not occur, since clean text has replaced them. */
#include "match_charset.h"

#include <stddef.h>
#include <string.h>

#define LONG_S 0x17Fu
#define KELVIN 0x212Au

struct parser {
	struct slice text;
	size_t       at;
	bool         rounded; /* an item was rounded up: the set must not be turned round */
};

static void add(struct match_charset *set, unsigned ascii)
{
	set->ascii[ascii / 64] |= (uint64_t)1 << (ascii % 64);
}

static void add_range(struct match_charset *set, uint32_t low, uint32_t high)
{
	for (uint32_t c = low; c <= high && c < 0x80; c++)
		add(set, c);
	if (high < 0x80)
		return;
	set->wide = MATCH_WIDE_ALL;
	if (low <= LONG_S && high >= LONG_S)
		add(set, 's');
	if (low <= KELVIN && high >= KELVIN)
		add(set, 'k');
}

static void add_set(struct match_charset *set, struct match_charset other)
{
	set->ascii[0] |= other.ascii[0];
	set->ascii[1] |= other.ascii[1];
	if (other.wide > set->wide)
		set->wide = other.wide;
}

static void turn_round(struct match_charset *set)
{
	set->ascii[0] = ~set->ascii[0];
	set->ascii[1] = ~set->ascii[1];
	set->wide = MATCH_WIDE_ALL;
}

static void close_case(struct match_charset *set)
{
	for (unsigned c = 'a'; c <= 'z'; c++) {
		if (!match_charset_has(set, c) && !match_charset_has(set, c - 32))
			continue;
		add(set, c);
		add(set, c - 32);
	}
}

bool match_charset_has(const struct match_charset *set, unsigned ascii)
{
	return (set->ascii[ascii / 64] >> (ascii % 64) & 1) != 0;
}

struct match_charset match_charset_any(void)
{
	return (struct match_charset){ { UINT64_MAX, UINT64_MAX }, MATCH_WIDE_ALL };
}

struct match_charset match_charset_literal(uint32_t code, bool caseless)
{
	struct match_charset set = { 0 };

	add_range(&set, code, code);
	if (caseless)
		close_case(&set);
	return set;
}

/* ---- escapes ---- */

static void add_word_chars(struct match_charset *set)
{
	add_range(set, '0', '9');
	add_range(set, 'A', 'Z');
	add_range(set, 'a', 'z');
	add(set, '_');
	set->wide = MATCH_WIDE_ALL;
}

/* \d \w \s \h \v and their opposites; false for any other letter. */
static bool escape_set(char letter, struct match_charset *set)
{
	*set = (struct match_charset){ .wide = MATCH_WIDE_ALL };
	switch (letter | 0x20) {
	case 'd':
		add_range(set, '0', '9');
		set->wide = MATCH_WIDE_DIGITS;
		break;
	case 'w':
		add_word_chars(set);
		break;
	case 's':
		add_range(set, '\t', '\r');
		add(set, ' ');
		break;
	case 'h':
		add(set, '\t');
		add(set, ' ');
		break;
	case 'v':
		add_range(set, '\n', '\r');
		break;
	default:
		return false;
	}
	if (letter >= 'A' && letter <= 'Z')
		turn_round(set);
	return true;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

/* The digits of \x41 or \x{41}: `text` is what follows the x. *length counts what was
 * read of it. */
static uint32_t hex_read(struct slice text, size_t *length)
{
	const bool   braces = text.len > 0 && text.ptr[0] == '{';
	const size_t digits_max = braces ? 8 : 2;
	uint32_t     code = 0;
	size_t       i = braces;

	while (i < text.len && i < braces + digits_max && hex_value(text.ptr[i]) >= 0)
		code = code * 16 + (uint32_t)hex_value(text.ptr[i++]);
	*length = i + (braces && i < text.len && text.ptr[i] == '}');
	return code;
}

/* \n \t \x41: a single character; UINT32_MAX for any other escape. `text` is what follows
 * the backslash. */
static uint32_t escape_code(struct slice text, size_t *length)
{
	static const char letters[] = "abefnrt";
	static const char codes[] = "\a\b\033\f\n\r\t";
	const char *letter = text.len > 0 && text.ptr[0] != '\0' ? strchr(letters, text.ptr[0])
	                                                         : NULL;

	*length = 1;
	if (letter != NULL)
		return (uint32_t)codes[letter - letters];
	if (text.len == 0 || text.ptr[0] != 'x')
		return UINT32_MAX;
	uint32_t code = hex_read(slice_from(text, 1), length);
	*length += 1;
	return code;
}

struct match_charset match_charset_escape(struct slice escape, bool caseless)
{
	struct match_charset set = match_charset_any();
	size_t               length = 0;

	if (escape.len < 2)
		return set;
	if (escape.ptr[1] == 'R') {
		set = (struct match_charset){ .wide = MATCH_WIDE_ALL };
		add_range(&set, '\n', '\r');
		return set;
	}
	if (escape_set(escape.ptr[1], &set))
		return set;
	uint32_t code = escape_code(slice_from(escape, 1), &length);
	return code == UINT32_MAX ? match_charset_any() : match_charset_literal(code, caseless);
}

/* ---- classes ---- */

static bool looking_at(const struct parser *parser, const char *text)
{
	return slice_starts_with(slice_from(parser->text, parser->at), slice_from_cstr(text));
}

static void add_unknown(struct parser *parser, struct match_charset *set)
{
	add_set(set, match_charset_any());
	parser->rounded = true;
}

/* [:digit:] and the like; what is not in the table may be anything. */
static void posix_add(struct parser *parser, struct match_charset *set)
{
	static const struct {
		const char *name;
		char        escape;
		bool        rounded; /* the escape holds more than the class */
	} rows[] = {
		{ "[:digit:]", 'd', false }, { "[:space:]", 's', false },
		{ "[:word:]", 'w', false },  { "[:alnum:]", 'w', true },
		{ "[:alpha:]", 'w', true },  { "[:lower:]", 'w', true },
		{ "[:upper:]", 'w', true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct match_charset known;

		if (!looking_at(parser, rows[i].name) || !escape_set(rows[i].escape, &known))
			continue;
		add_set(set, known);
		parser->at += strlen(rows[i].name);
		parser->rounded = parser->rounded || rows[i].rounded;
		return;
	}
	add_unknown(parser, set);
	parser->at++;
}

static uint32_t utf8_read(struct parser *parser)
{
	unsigned char lead = (unsigned char)parser->text.ptr[parser->at++];
	uint32_t      code = lead;

	if (lead >= 0xC0)
		code = lead & (lead >= 0xF0 ? 0x07u : lead >= 0xE0 ? 0x0Fu : 0x1Fu);
	while (lead >= 0xC0 && parser->at < parser->text.len &&
	       ((unsigned char)parser->text.ptr[parser->at] & 0xC0) == 0x80)
		code = code << 6 | ((unsigned char)parser->text.ptr[parser->at++] & 0x3Fu);
	return code;
}

/* One item: the code of a single character, or UINT32_MAX when a whole set was added. */
static uint32_t item_read(struct parser *parser, struct match_charset *set)
{
	struct match_charset known;
	size_t               length = 0;

	if (looking_at(parser, "[:") || looking_at(parser, "[.") || looking_at(parser, "[=")) {
		posix_add(parser, set);
		return UINT32_MAX;
	}
	if (parser->text.ptr[parser->at] != '\\' || parser->at + 1 == parser->text.len)
		return utf8_read(parser);
	parser->at++;
	const char next = parser->text.ptr[parser->at];
	if (escape_set(next, &known)) {
		add_set(set, known);
		parser->at++;
		return UINT32_MAX;
	}
	uint32_t code = escape_code(slice_from(parser->text, parser->at), &length);
	if (code != UINT32_MAX) {
		parser->at += length;
		return code;
	}
	if ((next >= '0' && next <= '9') || ((next | 0x20) >= 'a' && (next | 0x20) <= 'z'))
		add_unknown(parser, set);
	return utf8_read(parser);
}

static void items_read(struct parser *parser, struct match_charset *set)
{
	while (parser->at < parser->text.len) {
		uint32_t low = item_read(parser, set);

		if (low == UINT32_MAX)
			continue;
		if (parser->at + 1 >= parser->text.len || parser->text.ptr[parser->at] != '-') {
			add_range(set, low, low);
			continue;
		}
		parser->at++;
		uint32_t high = item_read(parser, set);
		add_range(set, low, high == UINT32_MAX ? low : high);
		if (high == UINT32_MAX)
			add(set, '-');
	}
}

struct match_charset match_charset_class(struct slice brackets, bool caseless)
{
	struct match_charset set = { 0 };
	const bool           negated = brackets.len > 1 && brackets.ptr[1] == '^';
	const size_t         start = negated ? 2 : 1;

	if (brackets.len < start + 2)
		return match_charset_any();
	struct parser parser = { .text = slice_range(brackets, start, brackets.len - 1) };
	items_read(&parser, &set);
	if (negated && parser.rounded)
		return match_charset_any();
	if (negated)
		turn_round(&set);
	else if (caseless)
		close_case(&set);
	return set;
}
