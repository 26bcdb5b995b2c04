/* SPDX-License-Identifier: Apache-2.0 */
/* The gate counts characters, not bytes: "бомба" in UTF-8 is five good characters,
 * ten random bytes above 0x7F are ten bad ones. Refusing early matters more than
 * being exact: a page of prose holds dozens of words that are shaped like base64,
 * and nearly all of them fail on their first three bytes. What is UTF-8 by chance ("u諲yښע")
 * fails on its scripts. */
#include "decode_gate.h"

#include "text_tables.h"
#include "text_utf8.h"

#include <stddef.h>
#include <stdint.h>

struct tally {
	size_t good;
	size_t bad;
};

static size_t sequence_length(uint8_t lead)
{
	if (lead >= 0xC2 && lead <= 0xDF)
		return 2;
	if (lead >= 0xE0 && lead <= 0xEF)
		return 3;
	if (lead >= 0xF0 && lead <= 0xF4)
		return 4;
	return 0;
}

static bool is_continued(struct slice bytes, size_t at, size_t length)
{
	for (size_t i = 1; i < length && at + i < bytes.len; i++)
		if (((uint8_t)bytes.ptr[at + i] & 0xC0) != 0x80)
			return false;
	return true;
}

/* What moves a cursor back or colours is gone in the clean text: backspace, ESC, DEL. */
static bool is_printable_ascii(uint8_t byte)
{
	return byte >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\b' ||
	       byte == 0x1B;
}

/* So is a NUL between two characters; two side by side are of a number or wide characters. */
static bool is_strewn_nul(struct slice bytes, size_t at)
{
	return bytes.ptr[at] == '\0' && (at == 0 || bytes.ptr[at - 1] != '\0') &&
	       (at + 1 == bytes.len || bytes.ptr[at + 1] != '\0');
}

static struct tally tally_of(struct slice bytes, bool cut, bool nuls)
{
	struct tally tally = { 0 };

	for (size_t at = 0; at < bytes.len;) {
		uint8_t byte = (uint8_t)bytes.ptr[at];
		size_t  length = byte < 0x80 ? 1 : sequence_length(byte);
		bool    good = byte < 0x80
		                       ? is_printable_ascii(byte) || (nuls && is_strewn_nul(bytes, at))
		                       : length > 0 && is_continued(bytes, at, length) &&
                                              (cut || at + length <= bytes.len);

		if (good) {
			tally.good++;
			at += length;
		} else {
			tally.bad++;
			at++;
		}
	}
	return tally;
}

/* ---- scripts ---- */

#define LOOK_BYTES  256u
#define SCRIPTS_MAX 2u

/* Han, kana and bopomofo are written together: one script. */
static uint8_t script_of(uint32_t code_point)
{
	uint8_t script = text_table_record(code_point)->script;

	if (script == text_table_record(0x3042)->script ||
	    script == text_table_record(0x30A2)->script ||
	    script == text_table_record(0x3105)->script)
		return text_table_record(0x4E00)->script;
	return script;
}

/* C1 controls, private use and noncharacters are in no text that somebody wrote. */
static bool is_written(uint32_t code_point)
{
	return !(code_point >= 0x80 && code_point < 0xA0) &&
	       !(code_point >= 0xE000 && code_point < 0xF900) && code_point < 0xF0000 &&
	       (code_point & 0xFFFE) != 0xFFFE;
}

/* Bytes that are UTF-8 by chance hold characters of any script side by side:
 * of three scripts beside Latin in a few words. */
static bool is_of_few_scripts(struct slice bytes)
{
	struct slice look = slice_range(bytes, 0, bytes.len < LOOK_BYTES ? bytes.len : LOOK_BYTES);
	uint8_t      seen[SCRIPTS_MAX];
	size_t       count = 0;
	size_t       length;

	for (size_t at = 0; at < look.len; at += length) {
		uint8_t byte = (uint8_t)look.ptr[at];
		size_t  whole = byte < 0x80 ? 1 : sequence_length(byte);
		uint8_t script;
		size_t  i = 0;

		length = 1;
		if (byte < 0x80 || whole == 0 || at + whole > look.len ||
		    !is_continued(look, at, whole) ||
		    !text_utf8_valid(slice_range(look, at, at + whole)))
			continue;
		if (!is_written(text_utf8_decode(look, at, &length)))
			return false;
		script = script_of(text_utf8_decode(look, at, &length));
		if (script == TEXT_SCRIPT_NONE || script == script_of('a'))
			continue;
		while (i < count && seen[i] != script)
			i++;
		if (i == SCRIPTS_MAX)
			return false;
		if (i == count)
			seen[count++] = script;
	}
	return true;
}

bool decode_gate_is_text(struct slice bytes)
{
	struct tally tally = tally_of(bytes, false, false);

	return tally.good > 0 && tally.bad * 9 <= tally.good && is_of_few_scripts(bytes);
}

bool decode_gate_is_strewn_text(struct slice bytes)
{
	struct tally tally = tally_of(bytes, false, true);

	return tally.good > 0 && tally.bad * 9 <= tally.good && is_of_few_scripts(bytes);
}

bool decode_gate_may_be_text(struct slice first_bytes)
{
	struct slice look = slice_range(first_bytes, 0,
	                                first_bytes.len < 16 ? first_bytes.len : 16);
	struct tally tally = tally_of(look, true, true);
	const size_t allowed = look.len >= 12 ? 2 : look.len >= 9 ? 1 : 0;

	return tally.good > 0 && tally.bad <= allowed;
}

struct slice decode_gate_whole(struct slice bytes)
{
	size_t cut = 0;

	while (cut < 3 && cut < bytes.len && ((uint8_t)bytes.ptr[cut] & 0xC0) == 0x80)
		cut++;
	return slice_from(bytes, cut);
}

bool decode_gate_is_clean(struct slice bytes)
{
	const struct slice whole = decode_gate_whole(bytes);
	const struct tally tally = tally_of(whole, true, true);

	return (tally.good > 0 || (whole.len == 0 && bytes.len > 0)) && tally.bad == 0;
}

bool decode_gate_is_plain(struct slice bytes)
{
	struct tally tally = tally_of(decode_gate_whole(bytes), true, false);

	return tally.good > 0 && tally.bad == 0;
}
