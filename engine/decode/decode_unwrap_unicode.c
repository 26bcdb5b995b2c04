/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-16 and UTF-32 (the Unicode Standard 15.0, section 3.10), either byte order, with or
 * without a byte order mark.
 *
 *     70 00 69 00 70 00 65 00    the high bytes are 00, or of few blocks of letters
 *
 * Without a mark the first units decide (decode_wide.h). */
#include "decode_unwrap.h"

#include "decode_wide.h"
#include "text_utf8.h"

#define LOOK_BYTES 192u

struct form {
	unsigned width; /* 2, 4; 0: neither */
	bool     big;   /* the high byte first */
	size_t   start; /* behind the mark */
};

static uint32_t unit_at(struct slice bytes, size_t at, const struct form *form)
{
	uint32_t value = 0;

	for (unsigned i = 0; i < form->width; i++) {
		unsigned place = form->big ? i : form->width - 1 - i;

		value = value << 8 | (uint8_t)bytes.ptr[at + place];
	}
	return value;
}

static bool is_control(uint32_t value)
{
	return (value < 0x20 && value != '\t' && value != '\n' && value != '\r') ||
	       (value >= 0x7F && value < 0xA0);
}

static bool head_is_16(struct slice bytes, const struct form *form)
{
	const size_t           most = bytes.len < LOOK_BYTES ? bytes.len : LOOK_BYTES;
	const enum decode_wide head = decode_wide_guess(slice_range(bytes, 0, most));

	return head == (form->big ? DECODE_UTF16_BE : DECODE_UTF16_LE);
}

/* What is written of the characters beyond U+FFFF: styled letters, signs, emoji. */
static bool is_beyond_16(uint32_t value)
{
	return (value >= 0x1D400 && value < 0x1D800) || (value >= 0x1F000 && value < 0x1FB00);
}

static bool head_is_32(struct slice bytes, const struct form *form)
{
	for (size_t at = 0; at < DECODE_UNWRAP_HEAD; at += 4) {
		uint32_t value = unit_at(bytes, at, form);

		if (is_control(value) || (value > 0xFFFF && !is_beyond_16(value)))
			return false;
	}
	return true;
}

static struct form form_32(struct slice bytes)
{
	struct form form = { .width = 4 };

	for (int big = 0; big < 2; big++) {
		form.big = big != 0;
		form.start = unit_at(bytes, 0, &form) == 0xFEFF ? 4 : 0;
		if (form.start > 0 || head_is_32(bytes, &form))
			return form;
	}
	return (struct form){ 0 };
}

static struct form form_16(struct slice bytes)
{
	struct form form = { .width = 2 };

	for (int big = 0; big < 2; big++) {
		form.big = big != 0;
		form.start = unit_at(bytes, 0, &form) == 0xFEFF ? 2 : 0;
		if (form.start > 0 || head_is_16(bytes, &form))
			return form;
	}
	return (struct form){ 0 };
}

static bool begins_16(struct slice bytes)
{
	return form_16(bytes).width != 0;
}

static bool begins_32(struct slice bytes)
{
	return form_32(bytes).width != 0;
}

/* The character at `at`, which takes *taken bytes; a lone surrogate is U+FFFD. */
static uint32_t character_at(struct slice bytes, size_t at, const struct form *form, size_t *taken)
{
	uint32_t value = unit_at(bytes, at, form);
	uint32_t low;

	*taken = form->width;
	if (form->width == 2 && value >= 0xD800 && value < 0xDC00 && bytes.len - at >= 4) {
		low = unit_at(bytes, at + 2, form);
		if (low >= 0xDC00 && low < 0xE000) {
			*taken = 4;
			return 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
		}
	}
	return value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) ? 0xFFFD : value;
}

static enum decode_unwrap_result read_all(struct slice bytes, const struct form *form,
                                          enum text_operation operation, struct decode_sink *sink)
{
	const text_operations bit = (text_operations)1 << operation;
	size_t                taken;

	for (size_t at = form->start; bytes.len - at >= form->width; at += taken) {
		char     text[4];
		uint32_t value = character_at(bytes, at, form, &taken);
		size_t   len = text_utf8_encode(value, text);

		if (len > sink->cap - sink->len)
			return DECODE_UNWRAP_FULL;
		decode_sink_put(sink, (struct slice){ text, len }, at, at + taken, bit, 0);
	}
	return DECODE_UNWRAP_DONE;
}

static enum decode_unwrap_result open_16(struct slice bytes, struct arena *scratch,
                                         struct decode_sink *sink)
{
	struct form form = form_16(bytes);

	(void)scratch;
	return read_all(bytes, &form, TEXT_OPERATION_utf16, sink);
}

static enum decode_unwrap_result open_32(struct slice bytes, struct arena *scratch,
                                         struct decode_sink *sink)
{
	struct form form = form_32(bytes);

	(void)scratch;
	return read_all(bytes, &form, TEXT_OPERATION_utf32, sink);
}

const struct decode_unwrap_kind decode_unwrap_utf16 = { .name = "utf16",
	                                                .operation = TEXT_OPERATION_utf16,
	                                                .signal = "bypass.encoding/utf16",
	                                                .shape = DECODE_UNWRAP_UNITS,
	                                                .look = DECODE_UNWRAP_BYTES,
	                                                .begins = begins_16,
	                                                .open = open_16 };

const struct decode_unwrap_kind decode_unwrap_utf32 = { .name = "utf32",
	                                                .operation = TEXT_OPERATION_utf32,
	                                                .signal = "bypass.encoding/utf32",
	                                                .shape = DECODE_UNWRAP_UNITS,
	                                                .look = DECODE_UNWRAP_BYTES,
	                                                .begins = begins_32,
	                                                .open = open_32 };
