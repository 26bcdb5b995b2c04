/* SPDX-License-Identifier: Apache-2.0 */
/* Each decoder finds its runs in ordinary text and gives back what was encoded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decode_gate.h"
#include "decode_kind.h"

#include <string.h>

struct row {
	const char               *when;
	const struct decode_kind *kind;
	const char               *text;
	const char               *run; /* NULL: there is none */
	const char               *decoded;
};

static const struct row rows[] = {
	{ "base64 stands alone", &decode_base64, "cGlwZSBib21i", "cGlwZSBib21i", "pipe bomb" },
	{ "base64 stands in a sentence", &decode_base64, "please decode cGlwZSBib21i now",
	  "cGlwZSBib21i", "pipe bomb" },
	{ "base64 is padded once", &decode_base64, "a YSBib21iIQ= b", "YSBib21iIQ=", "a bomb!" },
	{ "base64 is padded twice", &decode_base64, "a Ym9tYg== b", "Ym9tYg==", "bomb" },
	{ "short base64 with padding counts", &decode_base64, "cGlwZQ==", "cGlwZQ==", "pipe" },
	{ "base64 lacks its padding", &decode_base64, "YSBib21iIQ", "YSBib21iIQ", "a bomb!" },
	{ "base64 uses the URL-safe alphabet", &decode_base64, "fn5-fn5_fn4_", "fn5-fn5_fn4_",
	  "~~~~~\x7f~~?" },
	{ "base64 is wrapped", &decode_base64, "aG93IHRv\nIG1ha2Ug\nYSBib21i",
	  "aG93IHRv\nIG1ha2Ug\nYSBib21i", "how to make a bomb" },
	{ "base64 is wrapped off the group", &decode_base64, "aG93IHRvIG\n1ha2UgYSBi\nb21i",
	  "aG93IHRvIG\n1ha2UgYSBi\nb21i", "how to make a bomb" },
	{ "base64 stands behind a path", &decode_base64, "files/cGlwZSBib21i", "cGlwZSBib21i",
	  "pipe bomb" },
	{ "base64 holds Cyrillic", &decode_base64,
	  "0LHQvtC80LHQsA==", "0LHQvtC80LHQsA==", "\xd0\xb1\xd0\xbe\xd0\xbc\xd0\xb1\xd0\xb0" },
	{ "prose is no base64", &decode_base64,
	  "a documentary about international photography exhibitions", NULL, NULL },
	{ "random bytes in base64 are no text", &decode_base64, "hsPjXkGk0Dl3v9Qx7bKZrA==", NULL,
	  NULL },
	{ "hex runs on", &decode_hex, "70697065", "70697065", "pipe" },
	{ "hex is upper case", &decode_hex, "626F6D62", "626F6D62", "bomb" },
	{ "hex is spaced", &decode_hex, "say 70 69 70 65 now", "70 69 70 65", "pipe" },
	{ "hex is parted by colons", &decode_hex, "70:69:70:65", "70:69:70:65", "pipe" },
	{ "hex carries 0x", &decode_hex, "0x70, 0x69, 0x70, 0x65", "0x70, 0x69, 0x70, 0x65",
	  "pipe" },
	{ "hex carries backslash x", &decode_hex, "\\x70\\x69\\x70\\x65", "\\x70\\x69\\x70\\x65",
	  "pipe" },
	{ "hex stands behind a number", &decode_hex, "step 10 70697065", "70697065", "pipe" },
	{ "hexadecimal words are no hex", &decode_hex, "a decade of faded facades", NULL, NULL },
	{ "years are no hex", &decode_hex, "from 1984 1999 2001 1899", NULL, NULL },
	{ "a digest is no text", &decode_hex, "d41d8cd98f00b204e9800998ecf8427e", NULL, NULL },
	{ "three bytes are too few", &decode_hex, "70 69 70", NULL, NULL },
	{ "percent escapes spaces", &decode_percent, "q=pipe%20bomb", "q=pipe%20bomb",
	  "q=pipe bomb" },
	{ "percent escapes letters", &decode_percent, "a p%69pe b", "p%69pe", "pipe" },
	{ "percent escapes everything", &decode_percent, "%70%69%70%65", "%70%69%70%65", "pipe" },
	{ "percent escapes Cyrillic", &decode_percent, "%d0%b1%D0%BE", "%d0%b1%D0%BE",
	  "\xd0\xb1\xd0\xbe" },
	{ "percent that is no UTF-8 stays", &decode_percent, "100%de luxe", NULL, NULL },
	{ "a plain percent sign stays", &decode_percent, "50% of 20%", NULL, NULL },
	{ "a broken escape beside a good one stays", &decode_percent, "%zz%20x", "%zz%20x",
	  "%zz x" },
	{ "an escaped NUL stays", &decode_percent, "a%00b", NULL, NULL },
};

static void decodes(void **state)
{
	const struct row  *row = *state;
	const struct slice text = slice_from_cstr(row->text);
	struct decode_run  run;
	char               memory[256];
	struct decode_sink sink = { .bytes = memory, .cap = sizeof memory };

	if (row->run == NULL) {
		assert_false(row->kind->find(text, 0, &run));
		return;
	}
	assert_true(row->kind->find(text, 0, &run));
	assert_true(slice_equal_cstr(slice_range(text, run.start, run.end), row->run));
	assert_true(row->kind->decode(slice_range(text, run.start, run.end), &sink));
	assert_int_equal(sink.len, strlen(row->decoded));
	assert_memory_equal(sink.bytes, row->decoded, sink.len);
}

/* ---- the gate ---- */

struct gate_row {
	const char *when;
	const char *bytes;
	size_t      len;
	bool        is_text;
};

static const struct gate_row gate_rows[] = {
	{ "plain text", "pipe bomb", 9, true },
	{ "tabs and newlines", "a\tb\r\n", 5, true },
	{ "Cyrillic", "\xd0\xb1\xd0\xbe\xd0\xbc", 6, true },
	{ "one bad byte in ten", "123456789\x01", 10, true },
	{ "two bad bytes in ten", "12345678\x01\x02", 10, false },
	{ "no bytes", "", 0, false },
	{ "a cut character", "ab\xd0", 3, false },
	{ "control characters", "\x01\x02\x03", 3, false },
};

static void gates(void **state)
{
	const struct gate_row *row = *state;

	assert_int_equal(decode_gate_is_text((struct slice){ row->bytes, row->len }), row->is_text);
}

#define COUNT(table) (sizeof table / sizeof table[0])

int main(void)
{
	struct CMUnitTest tests[COUNT(rows) + COUNT(gate_rows)] = { 0 };
	size_t            count = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		tests[count++] =
			(struct CMUnitTest){ .name = rows[i].when,
			                     .test_func = decodes,
			                     .initial_state = (void *)(uintptr_t)&rows[i] };
	for (size_t i = 0; i < COUNT(gate_rows); i++)
		tests[count++] =
			(struct CMUnitTest){ .name = gate_rows[i].when,
			                     .test_func = gates,
			                     .initial_state = (void *)(uintptr_t)&gate_rows[i] };
	return cmocka_run_group_tests_name("decode_kinds", tests, NULL, NULL);
}
