/* SPDX-License-Identifier: Apache-2.0 */
/* Vectors: RFC 4648, section 10; RFC 3986; the rest counted out by hand. */
#include "disguise.h"
#include "test_base_rows.h"

struct row {
	const char  *label;
	const char  *name;
	uint64_t     seed;
	struct slice plain;
	const char  *encoded;
};

static const struct row encode_rows[] = {
	{ "base64 of f", "base64", 0, SLICE_INIT("f"), "Zg==" },
	{ "base64 of fo", "base64", 0, SLICE_INIT("fo"), "Zm8=" },
	{ "base64 of foo", "base64", 0, SLICE_INIT("foo"), "Zm9v" },
	{ "base64 of foobar", "base64", 0, SLICE_INIT("foobar"), "Zm9vYmFy" },
	{ "base64 of high bytes", "base64", 0, SLICE_INIT("\xFB\xFF\xBF"), "+/+/" },
	{ "url-safe base64 of high bytes", "base64_url", 0, SLICE_INIT("\xFB\xFF\xBF"), "-_-_" },
	{ "url-safe base64 without padding", "base64_url", 0, SLICE_INIT("f"), "Zg" },
	{ "base64 without padding", "base64_unpadded", 0, SLICE_INIT("foob"), "Zm9vYg" },
	{ "base64 in lines of 16", "base64_wrapped", 0, SLICE_INIT("how to foo the bar"),
	  "aG93IHRvIGZvbyB0\naGUgYmFy" },
	{ "base64 that fills its line", "base64_wrapped", 0, SLICE_INIT("how to foo t"),
	  "aG93IHRvIGZvbyB0" },
	{ "hex", "hex", 0, SLICE_INIT("foo\xFF\0"), "666f6fff00" },
	{ "upper-case hex", "hex_upper", 0, SLICE_INIT("foo"), "666F6F" },
	{ "spaced hex", "hex_spaced", 0, SLICE_INIT("foo"), "66 6f 6f" },
	{ "hex with 0x", "hex_prefixed", 0, SLICE_INIT("fo"), "0x66 0x6f" },
	{ "hex with \\x", "hex_escaped", 0, SLICE_INIT("fo"), "\\x66\\x6f" },
	{ "binary", "binary", 0, SLICE_INIT("f\xFF"), "01100110 11111111" },
	{ "binary without gaps", "binary_joined", 0, SLICE_INIT("fo"), "0110011001101111" },
	{ "binary with 0b", "binary_prefixed", 0, SLICE_INIT("fo"), "0b01100110 0b01101111" },
	{ "decimal codes", "decimal", 0, SLICE_INIT("A zoo"), "65 32 122 111 111" },
	{ "decimal codes with commas", "decimal_comma", 0, SLICE_INIT("A zoo"),
	  "65,32,122,111,111" },
	{ "octal codes", "octal", 0, SLICE_INIT("A zoo"), "101 040 172 157 157" },
	{ "base32 of f", "base32", 0, SLICE_INIT("f"), "MY======" },
	{ "base32 of fo", "base32", 0, SLICE_INIT("fo"), "MZXQ====" },
	{ "base32 of foo", "base32", 0, SLICE_INIT("foo"), "MZXW6===" },
	{ "base32 of foob", "base32", 0, SLICE_INIT("foob"), "MZXW6YQ=" },
	{ "base32 of fooba", "base32", 0, SLICE_INIT("fooba"), "MZXW6YTB" },
	{ "base32 of foobar", "base32", 0, SLICE_INIT("foobar"), "MZXW6YTBOI======" },
	{ "small base32 without padding", "base32_lower_unpadded", 0, SLICE_INIT("foobar"),
	  "mzxw6ytboi" },
	{ "base32 with the extended alphabet", "base32_hex", 0, SLICE_INIT("foobar"),
	  "CPNMUOJ1E8======" },
	{ "base58 of a greeting", "base58", 0, SLICE_INIT("Hello World!"), "2NEpo7TZRRrLZSi2U" },
	{ "base58 of leading zeros", "base58", 0, SLICE_INIT("\0\0\x28\x7F\xB4\xCD"), "11233QC4" },
	{ "base45 of AB", "base45", 0, SLICE_INIT("AB"), "BB8" },
	{ "base45 of Hello!!", "base45", 0, SLICE_INIT("Hello!!"), "%69 VD92EX0" },
	{ "base45 of base-45", "base45", 0, SLICE_INIT("base-45"), "UJCLQE7W581" },
	{ "percent of every byte", "percent", 0, SLICE_INIT("a \xE9/"), "%61%20%E9%2F" },
	{ "percent of letters", "percent_letters", 0, SLICE_INIT("ab 1%"), "%61%62 1%25" },
	{ "decimal character references", "entity_decimal", 0, SLICE_INIT("pi\xD0\xB1"),
	  "&#112;&#105;&#1073;" },
	{ "hexadecimal character references", "entity_hex", 0, SLICE_INIT("pi\xD0\xB1"),
	  "&#x70;&#x69;&#x431;" },
	{ "escapes of bytes", "escape_x", 0, SLICE_INIT("p\xFF"), "\\x70\\xff" },
	{ "escapes of UTF-16", "escape_u", 0, SLICE_INIT("p\xF0\x9F\x92\xA3"),
	  "\\u0070\\ud83d\\udca3" },
	{ "octal escapes", "escape_octal", 0, SLICE_INIT("p\x07"), "\\160\\007" },
	{ "zero width between letters", "zero_width", 0, SLICE_INIT("ab c1d"),
	  "a\xE2\x80\x8B"
	  "b c1d" },
	{ "zero width between characters, not bytes", "zero_width", 0,
	  SLICE_INIT("\xC3\xA9\xC3\xA9"), "\xC3\xA9\xE2\x80\x8B\xC3\xA9" },
	{ "look-alikes", "lookalike", 0, SLICE_INIT("cop nu!"),
	  "\xD1\x81\xD0\xBE\xD1\x80 n\xCF\x85!" },
	{ "Cyrillic look-alikes", "lookalike_cyrillic", 0, SLICE_INIT("Tau"), "\xD0\xA2\xD0\xB0u" },
	{ "Greek look-alikes", "lookalike_greek", 0, SLICE_INIT("Toe"),
	  "\xCE\xA4\xCE\xBF"
	  "e" },
	{ "fullwidth", "fullwidth", 0, SLICE_INIT("A ~\n"), "\xEF\xBC\xA1 \xEF\xBD\x9E\n" },
	{ "fullwidth with a wide space", "fullwidth", 1, SLICE_INIT("! !"),
	  "\xEF\xBC\x81\xE3\x80\x80\xEF\xBC\x81" },
};

static void encodes(void **state)
{
	const struct row      *row = *state;
	const struct disguise *disguise = disguise_find(row->name);
	struct buffer          out;

	assert_non_null(disguise);
	assert_true(disguise->accepts(row->plain));
	buffer_init_heap(&out);
	disguise->encode(row->plain, row->seed, &out);
	if (!slice_equal_cstr(buffer_slice(&out), row->encoded))
		fail_msg("got %.*s", SLICE_ARG(buffer_slice(&out)));
	buffer_free(&out);
}

static void finds_by_name(void **state)
{
	(void)state;
	assert_true(disguise_count() >= 16);
	for (size_t i = 0; i < disguise_count(); i++)
		assert_ptr_equal(disguise_find(disguise_at(i)->name), disguise_at(i));
	assert_null(disguise_find("none"));
}

/* Between them, every disguise finds one that it accepts. */
static const struct slice plains[] = {
	SLICE_INIT("How do I build a Cat Tree?"),
	SLICE_INIT("tell me how to wash the red house."),
	SLICE_INIT("What is the finest recipe for strawberry shortcake"),
	SLICE_INIT("how to bathe the dog"),
	SLICE_INIT("HOW TO MAKE A WONDERFUL JAM"),
	SLICE_INIT("b\xC3\xBC"
	           "cher"),
	SLICE_INIT("c\xC3\xB3mo hornear un pan"),
	SLICE_INIT("686f7720746f 6d616b65"),
	SLICE_INIT("{\"a\": [1, 2, \"it's\\n\"]} & so on"),
};

/* The same bytes each time, and a text other than the plain one. */
static bool check_changes(const struct disguise *disguise, struct slice plain, uint64_t seed)
{
	struct buffer first;
	struct buffer second;

	if (!disguise->accepts(plain))
		return false;
	buffer_init_heap(&first);
	buffer_init_heap(&second);
	disguise->encode(plain, seed, &first);
	disguise->encode(plain, seed, &second);
	assert_false(first.failed);
	assert_true(slice_equal(buffer_slice(&first), buffer_slice(&second)));
	if (slice_equal(buffer_slice(&first), plain))
		fail_msg("%s changes nothing: %.*s", disguise->name, SLICE_ARG(plain));
	buffer_free(&first);
	buffer_free(&second);
	return true;
}

static void changes_the_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < disguise_count(); i++) {
		bool accepted = false;

		for (size_t j = 0; j < sizeof plains / sizeof plains[0]; j++) {
			for (uint64_t seed = 0; seed < 20; seed++)
				accepted |= check_changes(disguise_at(i), plains[j], seed);
		}
		if (!accepted)
			fail_msg("%s accepts no text", disguise_at(i)->name);
	}
}

struct accept_row {
	const char  *label;
	const char  *name;
	struct slice plain;
	bool         accepts;
};

static const struct accept_row accept_rows[] = {
	{ "base64 of nothing hides nothing", "base64", { 0 }, false },
	{ "base64 takes any byte", "base64", SLICE_INIT("\0"), true },
	{ "character references need characters", "entity_decimal", SLICE_INIT("\xFF"), false },
	{ "there is no character reference for NUL", "entity_hex", SLICE_INIT("a\0"), false },
	{ "codes take one byte a character", "decimal", SLICE_INIT("caf\xC3\xA9"), false },
	{ "codes of digits alone are numbers again", "octal", SLICE_INIT("12 34 56"), false },
	{ "zero width needs two letters", "zero_width", SLICE_INIT("a b 1"), false },
	{ "zero width takes other alphabets", "zero_width", SLICE_INIT("\xD0\xB0\xD0\xB1"), true },
	{ "look-alikes need a letter that has one", "lookalike", SLICE_INIT("fg 12"), false },
	{ "fullwidth needs more than spaces", "fullwidth", SLICE_INIT(" \n\xC3\xA9"), false },
	{ "Morse takes words", "morse", SLICE_INIT("How to bake?"), true },
	{ "Morse needs two letters", "morse", SLICE_INIT("686f7720"), false },
	{ "Morse takes codes of one case with two letters", "morse", SLICE_INIT("686f776f"), true },
	{ "Morse loses the case of base64", "morse", SLICE_INIT("aG93IHRvIGJha2U"), false },
	{ "Morse has no exclamation mark", "morse", SLICE_INIT("bake it!"), false },
	{ "Morse has no brackets", "morse", SLICE_INIT("bake (it)"), false },
	{ "Morse loses double spaces", "morse", SLICE_INIT("bake  it"), false },
	{ "spaced letters are no words to space again", "spaced", SLICE_INIT("h o w t o"), false },
	{ "spacing takes no digits", "spaced", SLICE_INIT("h0w to"), false },
	{ "spacing takes ciphers", "spaced", SLICE_INIT("ubj gb onxr"), true },
	{ "joining takes English", "joined_words", SLICE_INIT("how to bake"), true },
	{ "joining takes no cipher", "joined_words", SLICE_INIT("ubj gb onxr"), false },
	{ "joining takes no English from behind", "joined_words", SLICE_INIT("ekab ot woh"),
	  false },
	{ "joining needs two words", "joined_words", SLICE_INIT("baking"), false },
	{ "leet takes no digits", "leet_full", SLICE_INIT("how to bake 2 cakes"), false },
	{ "leet takes no exclamation mark", "leet_full", SLICE_INIT("how to bake!"), false },
	{ "a slip needs a long word", "typo_drop", SLICE_INIT("how to bake a cake"), false },
	{ "a slip takes a long word", "typo_drop", SLICE_INIT("how to bake shortcake"), true },
	{ "a cipher takes digits and marks", "atbash", SLICE_INIT("aG93=, [1]"), true },
	{ "a cipher takes ASCII", "rot13", SLICE_INIT("caf\xC3\xA9"), false },
	{ "reversing changes no palindrome", "reversed", SLICE_INIT("abba"), false },
	{ "reversing takes other alphabets", "reversed", SLICE_INIT("\xD0\xB0\xD0\xB1"), true },
	{ "reversing words takes two words", "reversed_words", SLICE_INIT("bake"), false },
	{ "invisible characters go where none are", "soft_hyphen",
	  SLICE_INIT("a\xE2\x80\x8B"
	             "b cd"),
	  false },
	{ "tags carry ASCII", "tags", SLICE_INIT("caf\xC3\xA9"), false },
	{ "knocks have no k", "tap_dots", SLICE_INIT("bake"), false },
	{ "a square has no j", "polybius", SLICE_INIT("jam tart"), false },
	{ "Punycode needs characters above ASCII", "punycode", SLICE_INIT("bake"), false },
	{ "Punycode takes whole words", "punycode", SLICE_INIT("b\xC3\xBC,cher"), false },
	{ "Z85 takes groups of four", "z85", SLICE_INIT("abcde"), false },
	{ "pieces take no quotes", "concat_plus", SLICE_INIT("say \"bake\""), false },
	{ "a code block takes no code block", "markdown_fence", SLICE_INIT("```\nbake\n```"),
	  false },
	{ "a comment ends where it says", "c_comment", SLICE_INIT("bake */ it"), false },
	{ "JSON takes quotes", "json_value", SLICE_INIT("say \"bake\""), true },
	{ "keycaps need digits", "keycap_digits", SLICE_INIT("bake"), false },
	{ "turned letters need one that changes", "turned_letters", SLICE_INIT("so"), false },
};

static void accepts(void **state)
{
	const struct accept_row *row = *state;

	assert_int_equal(disguise_find(row->name)->accepts(row->plain), row->accepts);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, encodes, encode_rows);
	rows_add_one(&rows, "finds every disguise by its name", finds_by_name);
	rows_add_one(&rows, "changes the text, the same way each time", changes_the_text);
	ROWS_ADD(&rows, accepts, accept_rows);
	return rows_run(&rows, "disguise");
}
