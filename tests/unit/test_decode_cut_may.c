/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_cut_word.h"
#include "test_base_rows.h"
#include "test_decode_lexicon.h"

#include <string.h>

/* Gaps are bars; a piece in capitals is no word. */
struct may_row {
	const char *label;
	const char *pieces;
	bool        may;
};

static const struct may_row rows_may[] = {
	{ "one word of two pieces", "BO|MB", true },
	{ "one word of three", "EX|PLOS|IVES", true },
	{ "one piece is a word", "a|pi|PE", true },
	{ "two words over one gap", "HO|WDO", true },
	{ "at the end of a window", "make|a|BO|MB", true },
	{ "before other pieces", "BO|MB|XQZWK|XXQ", true },
	{ "behind other pieces", "XQZWK|XXQ|BO|MB", true },
	{ "words without a gap inside", "XQZWK|bomb|gun", false },
	{ "a word over the gap, what is behind is none", "PI|PEXQZ", false },
	{ "a word over the gap, what is before is none", "XQZPI|PE", false },
	{ "words over a gap between words", "with|out", false },
	{ "unknown beside that", "with|out|XQZWK", false },
	{ "words that are one piece", "MAKEBOMB|gun", false },
	{ "no words", "XQZ|WKX", false },
	{ "one piece", "XQZ", false },
};

static struct decode_cut_letters letters_of(const char *pieces)
{
	struct decode_cut_letters letters = { .count = 0 };
	bool                      begins = true;

	for (; *pieces != '\0'; pieces++) {
		const bool odd = *pieces >= 'A' && *pieces <= 'Z';

		if (*pieces == '|') {
			begins = true;
			continue;
		}
		letters.begins[letters.count] = begins;
		letters.odd[letters.count] = begins && odd;
		letters.bytes[letters.count++] = (char)(odd ? *pieces | 0x20 : *pieces);
		begins = false;
	}
	return letters;
}

static void may_mend(void **state)
{
	const struct may_row           *row = *state;
	const struct decode_cut_letters letters = letters_of(row->pieces);

	assert_int_equal(decode_cut_may_mend(test_decode_lexicon(), &letters), row->may);
}

int main(void)
{
	static struct rows rows;

	ROWS_ADD(&rows, may_mend, rows_may);
	return rows_run(&rows, "decode_cut_may");
}
