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
	{ "percent of every byte", "percent", 0, SLICE_INIT("a \xE9/"), "%61%20%E9%2F" },
	{ "percent of letters", "percent_letters", 0, SLICE_INIT("ab 1%"), "%61%62 1%25" },
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

/* What every disguise promises, for a few seeds: the same bytes each time, and a text
 * other than the plain one. */
static void changes_the_text(void **state)
{
	struct slice  plain = SLICE_LIT("How do I build a Cat Tree?");
	struct buffer first;
	struct buffer second;

	(void)state;
	buffer_init_heap(&first);
	buffer_init_heap(&second);
	for (size_t i = 0; i < disguise_count(); i++) {
		for (uint64_t seed = 0; seed < 20; seed++) {
			buffer_clear(&first);
			buffer_clear(&second);
			disguise_at(i)->encode(plain, seed, &first);
			disguise_at(i)->encode(plain, seed, &second);
			assert_false(first.failed);
			assert_true(slice_equal(buffer_slice(&first), buffer_slice(&second)));
			if (slice_equal(buffer_slice(&first), plain))
				fail_msg("%s changes nothing", disguise_at(i)->name);
		}
	}
	buffer_free(&first);
	buffer_free(&second);
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
	{ "zero width needs two letters", "zero_width", SLICE_INIT("a b 1"), false },
	{ "zero width takes other alphabets", "zero_width", SLICE_INIT("\xD0\xB0\xD0\xB1"), true },
	{ "look-alikes need a letter that has one", "lookalike", SLICE_INIT("fg 12"), false },
	{ "fullwidth needs more than spaces", "fullwidth", SLICE_INIT(" \n\xC3\xA9"), false },
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
