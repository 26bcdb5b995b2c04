/* SPDX-License-Identifier: Apache-2.0 */
#include "base_utf8.h"
#include "test_base_rows.h"

struct row {
	const char  *label;
	struct slice bytes;
	size_t       len;
	uint32_t     code_point;
};

static const struct row sequence_rows[] = {
	{ "NUL", SLICE_INIT("\0"), 1, 0 },
	{ "the last of one byte", SLICE_INIT("\x7F"), 1, 0x7F },
	{ "the first of two bytes", SLICE_INIT("\xC2\x80"), 2, 0x80 },
	{ "the last of two bytes", SLICE_INIT("\xDF\xBF"), 2, 0x7FF },
	{ "the first of three bytes", SLICE_INIT("\xE0\xA0\x80"), 3, 0x800 },
	{ "the last before the surrogates", SLICE_INIT("\xED\x9F\xBF"), 3, 0xD7FF },
	{ "the first behind the surrogates", SLICE_INIT("\xEE\x80\x80"), 3, 0xE000 },
	{ "the last of three bytes", SLICE_INIT("\xEF\xBF\xBF"), 3, 0xFFFF },
	{ "the first of four bytes", SLICE_INIT("\xF0\x90\x80\x80"), 4, 0x10000 },
	{ "the last code point", SLICE_INIT("\xF4\x8F\xBF\xBF"), 4, 0x10FFFF },
	{ "one beyond the last", SLICE_INIT("\xF4\x90\x80\x80"), 0, 0 },
	{ "a surrogate", SLICE_INIT("\xED\xA0\x80"), 0, 0 },
	{ "an overlong form of two bytes", SLICE_INIT("\xC0\xAF"), 0, 0 },
	{ "an overlong form of three bytes", SLICE_INIT("\xE0\x9F\xBF"), 0, 0 },
	{ "an overlong form of four bytes", SLICE_INIT("\xF0\x8F\xBF\xBF"), 0, 0 },
	{ "a continuation alone", SLICE_INIT("\x80"), 0, 0 },
	{ "a sequence cut off", SLICE_INIT("\xE2\x82"), 0, 0 },
	{ "a sequence broken off", SLICE_INIT("\xE2\x82x"), 0, 0 },
	{ "a lead byte of five", SLICE_INIT("\xF8\x88\x80\x80\x80"), 0, 0 },
	{ "no lead byte at all", SLICE_INIT("\xFF"), 0, 0 },
};

static void reads_a_sequence(void **state)
{
	const struct row *row = *state;
	uint32_t          code_point = 0;
	char              bytes[4];

	assert_int_equal(utf8_sequence(row->bytes, 0, &code_point), row->len);
	assert_int_equal(utf8_sequence(row->bytes, 0, NULL), row->len);
	if (row->len == 0)
		return;
	assert_int_equal(code_point, row->code_point);
	assert_int_equal(utf8_put(code_point, bytes), row->len);
	assert_memory_equal(bytes, row->bytes.ptr, row->len);
}

static void writes_what_it_reads(void **state)
{
	(void)state;
	for (uint32_t code = 0; code <= 0x10FFFF; code++) {
		char     bytes[4];
		uint32_t again = 0;
		size_t   len = utf8_put(code, bytes);
		bool     surrogate = code >= 0xD800 && code <= 0xDFFF;

		if (utf8_sequence((struct slice){ bytes, len }, 0, &again) != (surrogate ? 0 : len))
			fail_msg("U+%04X", code);
		if (!surrogate && again != code)
			fail_msg("U+%04X", code);
	}
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, reads_a_sequence, sequence_rows);
	rows_add_one(&rows, "writes every code point as it reads it", writes_what_it_reads);
	return rows_run(&rows, "utf8");
}
