/* SPDX-License-Identifier: Apache-2.0 */
/* Is a text the code of something, as ciphers ask that try to undo it under many keys? Cheap
 * looks at its first bytes come before the decoders themselves. */
#include "decode_reads.h"

#include "decode_certain.h"
#include "decode_gate.h"
#include "decode_kind.h"
#include "decode_unwrap.h"
#include "decode_word.h"
#include "text_letters.h"

#include <string.h>

#define CODE_BYTES_MIN  12u
#define CODE_RUNS_MAX   16u
#define CODE_TEXT_MIN   6u
#define DENSE_MIN       24u
#define SIGNS_BEFORE    4u
#define SMALL_BY_CHANCE 8u  /* small letters above a half, in a short token */
#define SHRUNK          256 /* what a byte that a code is longer than its text counts */
#define CERTAIN_MIN     12u
#define PACKED_MIN      20u

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

struct token {
	size_t start;
	size_t end;
};

static bool next_token(struct slice text, size_t from, struct token *token)
{
	while (from < text.len && is_space(text.ptr[from]))
		from++;
	token->start = token->end = from;
	while (token->end < text.len && !is_space(text.ptr[token->end]) &&
	       token->end - from < DECODE_REGION_MAX)
		token->end++;
	return token->end > from;
}

struct slice decode_reads_code_sample(struct slice text)
{
	size_t len = text.len < DECODE_CODE_BYTES ? text.len : DECODE_CODE_BYTES;
	size_t end = len;

	while (len < text.len && end > DECODE_CODE_BYTES / 2 && text.ptr[end - 1] != '\n')
		end--;
	return slice_range(text, 0, end > DECODE_CODE_BYTES / 2 ? end : len);
}

bool decode_reads_looks_coded(struct slice text)
{
	size_t odd = 0;

	if (text.len < CODE_BYTES_MIN)
		return false;
	for (size_t i = 1; i < text.len; i++) {
		const char byte = text.ptr[i];

		if (is_space(byte))
			continue;
		if (!is_letter(byte) ||
		    (byte <= 'Z' && text.ptr[i - 1] >= 'a' && text.ptr[i - 1] <= 'z'))
			odd++;
	}
	return odd * 12 >= text.len;
}

static unsigned value_of(char byte, bool base32)
{
	if (base32)
		return byte >= '2' && byte <= '7' ? (unsigned)(byte - '2') + 26
		       : is_letter(byte)          ? ((unsigned)byte & 0x1F) - 1
		                                  : 64;
	if (byte >= 'A' && byte <= 'Z')
		return (unsigned)(byte - 'A');
	if (byte >= 'a' && byte <= 'z')
		return (unsigned)(byte - 'a') + 26;
	if (byte >= '0' && byte <= '9')
		return (unsigned)(byte - '0') + 52;
	return byte == '+' || byte == '-' ? 62 : byte == '/' || byte == '_' ? 63 : 64;
}

/* Twelve bytes of base64 are nine of text, of base32 seven. */
static bool begins_as_base(struct slice token, bool base32)
{
	const unsigned width = base32 ? 5 : 6;
	uint32_t       bits = 0;
	unsigned       held = 0;
	char           out[9];
	size_t         len = 0;

	for (size_t i = 0; i < 12; i++) {
		unsigned value = value_of(token.ptr[i], base32);

		if (value == 64)
			return false;
		bits = bits << width | value;
		held += width;
		if (held >= 8) {
			held -= 8;
			out[len++] = (char)(bits >> held);
		}
	}
	return decode_gate_is_clean((struct slice){ out, len });
}

static unsigned hex_value(char byte)
{
	if (byte >= '0' && byte <= '9')
		return (unsigned)(byte - '0');
	byte |= 0x20;
	return byte >= 'a' && byte <= 'f' ? (unsigned)(byte - 'a') + 10 : 16;
}

/* Digits of hex and nothing else but spaces: are the first eight bytes text? */
static bool begins_as_hex(struct slice text)
{
	char     out[8];
	size_t   digits = 0;
	unsigned value = 0;

	for (size_t i = 0; i < text.len && digits < 2 * sizeof out; i++) {
		if (is_space(text.ptr[i]))
			continue;
		if (hex_value(text.ptr[i]) == 16)
			return false;
		value = value << 4 | hex_value(text.ptr[i]);
		if (++digits % 2 == 0)
			out[digits / 2 - 1] = (char)(value & 0xFF);
	}
	return digits >= 8 && decode_gate_is_clean((struct slice){ out, digits / 2 });
}

/* Signs between numbers: \\x6f, %6f, U+006F, dots and dashes. */
bool decode_reads_has_form(struct slice text)
{
	size_t signs = 0;
	size_t others = 0;

	for (size_t i = 0; i < text.len; i++) {
		signs += !decode_word_is_part(text.ptr[i]);
		others += !is_letter(text.ptr[i]);
	}
	return signs * 6 >= text.len && others * 2 >= text.len;
}

bool decode_reads_may_be_base(struct slice text)
{
	struct token token;

	for (size_t at = 0; next_token(text, at, &token); at = token.end) {
		struct slice bytes = slice_range(text, token.start, token.end);

		for (unsigned signs = 0;
		     signs < SIGNS_BEFORE && bytes.len > 12 && !decode_word_is_part(bytes.ptr[0]);
		     signs++)
			bytes = slice_from(bytes, 1);
		if (bytes.len >= 12)
			return begins_as_base(bytes, false) || begins_as_base(bytes, true);
	}
	return false;
}

/* Nearly all letters are those of hexadecimal digits, or of what stands before some: "\\x6f",
 * "&#x6f;", "U+6F", "6Fh". */
static bool is_hexish(struct slice text)
{
	size_t letters = 0;
	size_t others = 0;
	size_t digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		const char byte = (char)(text.ptr[i] | 0x20);

		digits += text.ptr[i] >= '0' && text.ptr[i] <= '9';
		if (!is_letter(text.ptr[i]))
			continue;
		letters++;
		others += byte > 'f' && byte != 'x' && byte != 'u' && byte != 'h' && byte != 'o';
	}
	return digits * 4 >= text.len && others * 8 <= letters;
}

/* Nearly all of it long tokens of letters, digits and signs, as base85 is, of which small letters
 * are a third. An address of the web has signs and capitals as well, but is mostly small. */
static bool is_dense(struct slice text)
{
	struct token token;
	size_t       bytes = 0;
	size_t       signs = 0;
	size_t       capitals = 0;
	size_t       small = 0;

	for (size_t at = 0; next_token(text, at, &token); at = token.end) {
		if (token.end - token.start < DENSE_MIN)
			continue;
		bytes += token.end - token.start;
		for (size_t i = token.start; i < token.end; i++) {
			const char byte = text.ptr[i];

			signs += !decode_word_is_part(byte);
			capitals += byte >= 'A' && byte <= 'Z';
			small += byte >= 'a' && byte <= 'z';
		}
	}
	return bytes * 4 >= text.len * 3 && signs * 16 >= bytes && capitals * 8 >= bytes &&
	       (small == 0 || small * 8 >= bytes) && small * 2 <= bytes + SMALL_BY_CHANCE;
}

bool decode_reads_may_be_code(struct slice text)
{
	return begins_as_hex(text) || decode_reads_has_form(text) ||
	       decode_reads_may_be_base(text) || is_dense(text);
}

bool decode_reads_may_be_undone(struct slice text)
{
	return begins_as_hex(text) || is_hexish(text) || decode_reads_may_be_base(text) ||
	       is_dense(text);
}

/* Printable ASCII, most of it letters, digits and spaces. */
static bool is_plain(struct slice bytes)
{
	size_t plain = 0;

	for (size_t i = 0; i < bytes.len; i++)
		plain += decode_word_is_part(bytes.ptr[i]) || bytes.ptr[i] == ' ';
	if (plain * 5 < bytes.len * 4)
		return false;
	for (size_t i = 0; i < bytes.len; i++)
		if ((unsigned char)bytes.ptr[i] >= 0x7F ||
		    ((unsigned char)bytes.ptr[i] < 0x20 && !is_space(bytes.ptr[i])))
			return false;
	return bytes.len >= CODE_TEXT_MIN;
}

/* zlib with its usual headers, or what has a signature of three bytes. */
static bool is_packed(struct slice bytes)
{
	if (decode_unwrap_is_signed(bytes))
		return true;
	return bytes.len >= PACKED_MIN && bytes.ptr[0] == 0x78 &&
	       memchr("\x01\x5E\x9C\xDA", bytes.ptr[1], 4) != NULL;
}

/* A code taken by chance gives other bytes, too. */
static bool is_result(struct slice bytes)
{
	return is_plain(bytes) || (bytes.len >= CERTAIN_MIN && decode_certain(bytes)) ||
	       is_packed(bytes);
}

/* The bytes of a text that one decoder takes and gives back as text. Escapes take the whole
 * token that they stand in: by chance there is one, in a code there are many, and what comes
 * out is shorter. */
static size_t taken_by(const struct decode_kind *kind, const struct decode_input *whole,
                       int64_t *score)
{
	struct decode_run run;
	size_t            taken = 0;
	size_t            from = 0;

	for (unsigned i = 0;
	     i < CODE_RUNS_MAX && from < whole->text.len && kind->find(whole, from, &run); i++) {
		struct decode_input part = *whole;
		struct decode_sink  sink = { 0 };

		part.text = slice_range(whole->text, run.start, run.end);
		sink.cap = decode_kind_room(kind, part.text.len);
		sink.bytes = ARENA_ARRAY(whole->scratch, sink.cap + 1, char);
		if (sink.bytes == NULL)
			return 0;
		if (kind->decode(&part, &sink) && sink.len * 10 <= part.text.len * 9 &&
		    is_result((struct slice){ sink.bytes, sink.len })) {
			taken += part.text.len;
			*score += text_letters_score((struct slice){ sink.bytes, sink.len }) +
			          SHRUNK * (int64_t)(part.text.len - sink.len);
			from = run.end;
		} else {
			from = run.shorter_end;
		}
	}
	return taken;
}

bool decode_reads_as_code(const struct text_lexicon *lexicon, struct slice text,
                          struct arena *scratch, int64_t *score)
{
	const struct decode_input whole = { .text = text, .lexicon = lexicon, .scratch = scratch };
	const decode_marks        marks = decode_survey(text);
	size_t                    mark = arena_mark(scratch);
	bool                      is_code = false;

	if (text.len < CODE_BYTES_MIN)
		return false;
	for (size_t i = 0; i < decode_kind_count() && !is_code; i++) {
		const struct decode_kind *kind = decode_kind_at(i);
		int64_t                   of_kind = 0;

		if (decode_pass_knows(kind->pass) && (kind->needs & marks) != 0)
			is_code = taken_by(kind, &whole, &of_kind) * 5 >= text.len * 4;
		arena_rewind(scratch, mark);
		if (score != NULL)
			*score = of_kind;
	}
	return is_code;
}
