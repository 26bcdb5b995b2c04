/* SPDX-License-Identifier: Apache-2.0 */
/* Letters by name or number: the spelling words of ICAO and NATO (Annex 10, volume II,
 * section 5.2.1.3), places in the alphabet, the squares of Polybius and of prisoners who
 * knock on walls, Bacon's two kinds of letters. Case and marks are lost, word gaps are not,
 * unless the name of the disguise says so. */
#include "disguise_kind.h"

#include <string.h>

static const char *const names[26] = {
	"Alfa",    "Bravo", "Charlie", "Delta",  "Echo",     "Foxtrot", "Golf",   "Hotel",  "India",
	"Juliett", "Kilo",  "Lima",    "Mike",   "November", "Oscar",   "Papa",   "Quebec", "Romeo",
	"Sierra",  "Tango", "Uniform", "Victor", "Whiskey",  "X-ray",   "Yankee", "Zulu"
};
static const char *const common_names[26] = {
	"Alpha",  "Bravo", "Charlie", "Delta",  "Echo",     "Foxtrot", "Golf",   "Hotel",  "India",
	"Juliet", "Kilo",  "Lima",    "Mike",   "November", "Oscar",   "Papa",   "Quebec", "Romeo",
	"Sierra", "Tango", "Uniform", "Victor", "Whiskey",  "Xray",    "Yankee", "Zulu"
};

struct gaps {
	const char *letter;
	const char *word;
};

/* `spell` appends what stands for a letter, 0 to 25. */
static void encode(struct slice plain, void (*spell)(unsigned, struct buffer *), struct gaps gaps,
                   struct buffer *out)
{
	bool inside = false;

	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] == ' ') {
			buffer_append_cstr(out, gaps.word);
			inside = false;
		} else if (disguise_is_ascii_letter(plain.ptr[i])) {
			if (inside)
				buffer_append_cstr(out, gaps.letter);
			spell((unsigned)(disguise_lower(plain.ptr[i]) - 'a'), out);
			inside = true;
		}
	}
}

static void spell_name(unsigned letter, struct buffer *out)
{
	buffer_append_cstr(out, names[letter]);
}

static void spell_common(unsigned letter, struct buffer *out)
{
	buffer_append_cstr(out, common_names[letter]);
}

static void spell_lower(unsigned letter, struct buffer *out)
{
	for (const char *name = common_names[letter]; *name != '\0'; name++)
		buffer_append_char(out, disguise_lower(*name));
}

void disguise_nato(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_name, (struct gaps){ " ", " / " }, out);
}

void disguise_nato_common(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_common, (struct gaps){ " ", " / " }, out);
}

void disguise_nato_dashes(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_common, (struct gaps){ "-", " " }, out);
}

void disguise_nato_commas(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_lower, (struct gaps){ ", ", " | " }, out);
}

void disguise_nato_lines(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_lower, (struct gaps){ " ", "\n" }, out);
}

void disguise_nato_flat(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_lower, (struct gaps){ " ", " " }, out);
}

static void spell_place(unsigned letter, struct buffer *out)
{
	buffer_append_format(out, "%u", letter + 1);
}

static void spell_padded(unsigned letter, struct buffer *out)
{
	buffer_append_format(out, "%02u", letter + 1);
}

void disguise_a1z26(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_place, (struct gaps){ "-", " " }, out);
}

void disguise_a1z26_slash(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_place, (struct gaps){ " ", " / " }, out);
}

void disguise_a1z26_comma(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_place, (struct gaps){ ",", " " }, out);
}

void disguise_a1z26_comma_slash(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_place, (struct gaps){ ", ", " / " }, out);
}

void disguise_a1z26_dot(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_place, (struct gaps){ ".", " " }, out);
}

void disguise_a1z26_lines(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_place, (struct gaps){ " ", "\n" }, out);
}

void disguise_a1z26_padded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_padded, (struct gaps){ " ", " / " }, out);
}

void disguise_a1z26_gaps(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_place, (struct gaps){ " ", "   " }, out);
}

void disguise_a1z26_flat(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_place, (struct gaps){ " ", " " }, out);
}

/* Keycaps: a digit, U+FE0F, U+20E3. */
static void append_keycap(char digit, struct buffer *out)
{
	buffer_append_char(out, digit);
	buffer_append_cstr(out, "\xEF\xB8\x8F\xE2\x83\xA3");
}

static void spell_keycaps(unsigned letter, struct buffer *out)
{
	if (letter + 1 >= 10)
		append_keycap((char)('0' + (letter + 1) / 10), out);
	append_keycap((char)('0' + (letter + 1) % 10), out);
}

void disguise_a1z26_keycaps(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_keycaps, (struct gaps){ " ", " / " }, out);
}

bool disguise_accepts_keycaps(struct slice plain)
{
	size_t digits = 0;

	for (size_t i = 0; i < plain.len; i++)
		digits += disguise_is_digit(plain.ptr[i]);
	return digits >= 2 && disguise_accepts_printable_ascii(plain);
}

/* Digits alone, as codes are made of. */
void disguise_keycap_digits(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		if (disguise_is_digit(plain.ptr[i]))
			append_keycap(plain.ptr[i], out);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

static bool lacks(struct slice plain, char letter)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (disguise_lower(plain.ptr[i]) == letter)
			return false;
	}
	return true;
}

/* A square of five by five has no place for one letter: K is knocked as C, and J written as
 * I. Texts without it come back whole, others by guessing. */
bool disguise_accepts_words_without_k(struct slice plain)
{
	return disguise_accepts_words(plain) && lacks(plain, 'k');
}

bool disguise_accepts_english_with_k(struct slice plain)
{
	return disguise_accepts_english(plain) && !lacks(plain, 'k');
}

bool disguise_accepts_words_without_j(struct slice plain)
{
	return disguise_accepts_words(plain) && lacks(plain, 'j');
}

static unsigned without(unsigned letter, char left_out, char instead)
{
	unsigned out_of = (unsigned)(left_out - 'a');

	if (letter == out_of)
		letter = (unsigned)(instead - 'a');
	return letter > out_of ? letter - 1 : letter;
}

static void spell_tap(unsigned letter, struct buffer *out)
{
	unsigned place = without(letter, 'k', 'c');

	buffer_append_format(out, "%u,%u", place / 5 + 1, place % 5 + 1);
}

static void spell_knocks(unsigned letter, struct buffer *out)
{
	unsigned place = without(letter, 'k', 'c');

	buffer_append(out, slice_range(SLICE_LIT("....."), 0, place / 5 + 1));
	buffer_append_char(out, ' ');
	buffer_append(out, slice_range(SLICE_LIT("....."), 0, place % 5 + 1));
}

void disguise_tap_numbers(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_tap, (struct gaps){ " ", " / " }, out);
}

void disguise_tap_dots(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_knocks, (struct gaps){ "  ", " / " }, out);
}

void disguise_tap_dots_k(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_knocks, (struct gaps){ "  ", " / " }, out);
}

static void spell_polybius(unsigned letter, struct buffer *out)
{
	unsigned place = without(letter, 'j', 'i');

	buffer_append_format(out, "%u%u", place / 5 + 1, place % 5 + 1);
}

void disguise_polybius(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_polybius, (struct gaps){ " ", " / " }, out);
}

void disguise_polybius_gaps(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_polybius, (struct gaps){ " ", "  " }, out);
}

void disguise_polybius_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_polybius, (struct gaps){ "", " " }, out);
}

static void spell_bits(unsigned number, const char *marks, struct buffer *out)
{
	for (unsigned bit = 5; bit-- > 0;)
		buffer_append_char(out, marks[number >> bit & 1]);
}

static void spell_bacon(unsigned letter, struct buffer *out)
{
	spell_bits(letter, "AB", out);
}

static void spell_bacon_lower(unsigned letter, struct buffer *out)
{
	spell_bits(letter, "ab", out);
}

static void spell_bacon_digits(unsigned letter, struct buffer *out)
{
	spell_bits(letter, "01", out);
}

/* Bacon's own 24: I and J are one, U and V are one. */
static void spell_bacon_24(unsigned letter, struct buffer *out)
{
	spell_bits(letter - (letter >= 'j' - 'a') - (letter >= 'v' - 'a'), "AB", out);
}

bool disguise_accepts_words_of_24(struct slice plain)
{
	return disguise_accepts_words_without_j(plain) && lacks(plain, 'v');
}

void disguise_baconian(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_bacon, (struct gaps){ " ", " / " }, out);
}

void disguise_baconian_lower(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_bacon_lower, (struct gaps){ "", " " }, out);
}

void disguise_baconian_digits(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_bacon_digits, (struct gaps){ " ", " / " }, out);
}

void disguise_baconian_24(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, spell_bacon_24, (struct gaps){ " ", " / " }, out);
}
