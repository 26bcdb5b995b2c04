/* SPDX-License-Identifier: Apache-2.0 */
/* Which texts survive which disguise. Morse has no letter case, so base64 in Morse cannot
 * come back; spaced letters hide where words end unless the gaps are plain spaces; leet in
 * a text that has digits of its own can be read two ways. The narrower the channel, the
 * plainer the words must be:
 *
 *     visible     UTF-8 without invisible characters and marks of its own
 *     cipher      ASCII with letters
 *     caseless    words or codes whose case is given by their form
 *     words       words of letters, single spaces, . , ? ! at their ends
 *     english     words that read as English, so a reader can guess what was lost */
#include "base_utf8.h"
#include "disguise_kind.h"

#include <string.h>

static bool is_upper(char byte)
{
	return byte >= 'A' && byte <= 'Z';
}

static bool is_lower(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

bool disguise_is_ascii_letter(char byte)
{
	return is_lower(byte) || is_upper(byte);
}

bool disguise_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

char disguise_lower(char byte)
{
	return is_upper(byte) ? (char)(byte - 'A' + 'a') : byte;
}

size_t disguise_count_letters(struct slice plain)
{
	size_t letters = 0;

	for (size_t i = 0; i < plain.len; i++)
		letters += disguise_is_ascii_letter(plain.ptr[i]);
	return letters;
}

static bool two_letters(struct slice plain)
{
	return disguise_count_letters(plain) >= 2;
}

bool disguise_accepts_printable_ascii(struct slice plain)
{
	bool visible = false;

	for (size_t i = 0; i < plain.len; i++) {
		if ((plain.ptr[i] < ' ' && plain.ptr[i] != '\n') ||
		    (unsigned char)plain.ptr[i] >= 0x7F)
			return false;
		visible = visible || plain.ptr[i] > ' ';
	}
	return visible;
}

bool disguise_accepts_cipher(struct slice plain)
{
	return disguise_accepts_printable_ascii(plain) && two_letters(plain);
}

bool disguise_accepts_styled(struct slice plain)
{
	return disguise_accepts_utf8(plain) && two_letters(plain);
}

/* Default_Ignorable_Code_Point, the stroke that lengthens Arabic letters, the blocks of combining
 * marks, and control characters other than tab and line feed. */
static const struct range {
	uint32_t first;
	uint32_t last;
} unseen[] = {
	{ 0x0000, 0x0008 },   { 0x000B, 0x001F }, { 0x007F, 0x009F }, { 0x00AD, 0x00AD },
	{ 0x0300, 0x036F },   { 0x0483, 0x0489 }, { 0x061C, 0x061C }, { 0x0640, 0x0640 },
	{ 0x115F, 0x1160 },   { 0x17B4, 0x17B5 }, { 0x180B, 0x180F }, { 0x1AB0, 0x1AFF },
	{ 0x1DC0, 0x1DFF },   { 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x206F },
	{ 0x20D0, 0x20FF },   { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F },
	{ 0xFEFF, 0xFEFF },   { 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFB }, { 0x1D173, 0x1D17A },
	{ 0xE0000, 0xE0FFF },
};

static bool is_unseen(uint32_t code_point)
{
	for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++) {
		if (code_point >= unseen[i].first && code_point <= unseen[i].last)
			return true;
	}
	return false;
}

bool disguise_accepts_markup(struct slice plain)
{
	size_t length;

	if (!disguise_accepts_utf8(plain))
		return false;
	for (size_t at = 0; at < plain.len; at += length) {
		uint32_t code_point;

		length = utf8_sequence(plain, at, &code_point);
		if ((code_point < ' ' && code_point != '\t' && code_point != '\n') ||
		    (code_point >= 0x7F && code_point < 0xA0))
			return false;
	}
	return true;
}

static bool has_unseen(struct slice plain)
{
	size_t length;

	for (size_t at = 0; at < plain.len; at += length) {
		uint32_t code_point;

		length = utf8_sequence(plain, at, &code_point);
		if (is_unseen(code_point))
			return true;
	}
	return false;
}

bool disguise_accepts_visible(struct slice plain)
{
	return disguise_accepts_utf8(plain) && !has_unseen(plain) &&
	       disguise_accepts_letters(plain);
}

struct slice disguise_next_word(struct slice plain, size_t *at)
{
	size_t start = *at;
	size_t end = start;

	while (end < plain.len && plain.ptr[end] != ' ')
		end++;
	*at = end < plain.len ? end + 1 : end;
	return slice_range(plain, start, end);
}

bool disguise_same_word(struct slice word, const char *lower)
{
	size_t i = 0;

	while (i < word.len && lower[i] != '\0' && disguise_lower(word.ptr[i]) == lower[i])
		i++;
	return i == word.len && lower[i] == '\0';
}

size_t disguise_stem(struct slice word)
{
	bool marked = word.len > 1 && memchr(".,?!", word.ptr[word.len - 1], 4) != NULL;

	return word.len - (marked ? 1 : 0);
}

/* lower, Capitalised or UPPER; with digits, lower or UPPER. */
static bool case_is_plain(struct slice stem)
{
	size_t upper = 0;
	size_t digits = 0;

	for (size_t i = 0; i < stem.len; i++) {
		upper += is_upper(stem.ptr[i]);
		digits += disguise_is_digit(stem.ptr[i]);
	}
	return upper == 0 || upper + digits == stem.len ||
	       (upper == 1 && digits == 0 && is_upper(stem.ptr[0]));
}

static bool plain_word(struct slice word, bool digits)
{
	struct slice stem = slice_range(word, 0, disguise_stem(word));

	for (size_t i = 0; i < stem.len; i++) {
		if (!disguise_is_ascii_letter(stem.ptr[i]) &&
		    !(digits && disguise_is_digit(stem.ptr[i])))
			return false;
	}
	return stem.len > 0 && case_is_plain(stem);
}

/* Single spaces between words; letters spaced one by one are no words. */
static bool plain_words(struct slice plain, bool digits)
{
	size_t words = 0;
	size_t at = 0;

	if (plain.len == 0 || plain.ptr[plain.len - 1] == ' ' || !two_letters(plain))
		return false;
	for (; at < plain.len; words++) {
		if (!plain_word(disguise_next_word(plain, &at), digits))
			return false;
	}
	return digits || disguise_count_letters(plain) >= 2 * words;
}

bool disguise_accepts_caseless(struct slice plain)
{
	return plain_words(plain, true);
}

bool disguise_accepts_words(struct slice plain)
{
	return plain_words(plain, false);
}

bool disguise_accepts_phrase(struct slice plain)
{
	return disguise_accepts_words(plain) && memchr(plain.ptr, ' ', plain.len) != NULL;
}

/* What often follows a letter: the pairs of letters that make up three quarters of
 * English text. */
static const char *const followers[26] = { "bcdgilmnrsty",
	                                   "elo",
	                                   "aehikot",
	                                   "aeio",
	                                   "acdelmnrstvx",
	                                   "io",
	                                   "e",
	                                   "aeio",
	                                   "acdeglmnorst",
	                                   "",
	                                   "e",
	                                   "aeiloy",
	                                   "aeiop",
	                                   "acdegiost",
	                                   "dflmnoprstuw",
	                                   "aelor",
	                                   "",
	                                   "aeiost",
	                                   "aehiopstu",
	                                   "aehiorsu",
	                                   "lnrst",
	                                   "ei",
	                                   "aehi",
	                                   "",
	                                   "o",
	                                   "" };

static bool has_common_pairs(struct slice plain)
{
	size_t pairs = 0;
	size_t common = 0;

	for (size_t i = 1; i < plain.len; i++) {
		char before = disguise_lower(plain.ptr[i - 1]);
		char after = disguise_lower(plain.ptr[i]);

		if (!is_lower(before) || !is_lower(after))
			continue;
		pairs++;
		common += strchr(followers[before - 'a'], after) != NULL;
	}
	return common * 2 >= pairs;
}

/* None of them is another when read backwards. */
static bool has_common_word(struct slice plain)
{
	static const char *const common[] = { "how",  "to",  "do",  "the",  "make", "and",
		                              "you",  "of",  "for", "with", "what", "can",
		                              "give", "me",  "get", "buy",  "in",   "my",
		                              "tell", "him", "her", "your", "want", "will" };

	for (size_t at = 0; at < plain.len;) {
		struct slice word = disguise_next_word(plain, &at);

		for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
			if (disguise_same_word(slice_range(word, 0, disguise_stem(word)),
			                       common[i]))
				return true;
		}
	}
	return false;
}

/* Words of one letter are a and I, and none is very long. */
static bool has_common_lengths(struct slice plain)
{
	for (size_t at = 0; at < plain.len;) {
		struct slice word = disguise_next_word(plain, &at);
		char         first = disguise_lower(word.ptr[0]);

		if (word.len > 20 || (disguise_stem(word) == 1 && first != 'a' && first != 'i'))
			return false;
	}
	return true;
}

bool disguise_accepts_english(struct slice plain)
{
	return disguise_accepts_phrase(plain) && has_common_pairs(plain) &&
	       has_common_word(plain) && has_common_lengths(plain);
}

bool disguise_accepts_pieces(struct slice plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (memchr("\"'\\`${}\n", plain.ptr[i], 8) != NULL)
			return false;
	}
	return plain.len >= 8 && disguise_accepts_cipher(plain);
}
