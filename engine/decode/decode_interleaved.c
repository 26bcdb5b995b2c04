/* SPDX-License-Identifier: Apache-2.0 */
/* One sign between all characters of a text, as programs join them:
 *
 *   h|o|w| |t|o|       к-а-к- -с-д-е-л-а-т-ь       к-а-к с-д-е-л-а-т-ь       h🔥o🔥w
 *
 * Spaces are characters like others, or part words where there is no sign. So regular a text is
 * known by its form, before signs are taken for letters (| for l) and letters for words. */
#include "decode_kind.h"
#include "decode_token.h"
#include "text_utf8.h"

#include <string.h>

#define CHARACTERS_MIN 8u
#define SIGN_BYTES     4u
#define SPACES_MAX     3u

struct reader {
	struct slice text;
	struct slice sign;
	size_t       at;
};

static size_t length_at(struct slice text, size_t at)
{
	size_t length = 1;

	if (at < text.len && (unsigned char)text.ptr[at] >= 0x80)
		text_utf8_decode(text, at, &length);
	return at < text.len && length > text.len - at ? text.len - at : length;
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       ((unsigned char)byte >= 0xC3 && (unsigned char)byte < 0xE2) ||
	       ((unsigned char)byte >= 0xE3 && (unsigned char)byte < 0xEF);
}

static bool is_sign(char byte)
{
	return (byte > ' ' && byte < 0x7F && !decode_is_letter_or_digit(byte)) ||
	       (unsigned char)byte == 0xC2 || (unsigned char)byte == 0xE2 ||
	       (unsigned char)byte >= 0xF0;
}

static bool has_sign(const struct reader *reader)
{
	const struct slice sign = reader->sign;

	return reader->text.len - reader->at > sign.len &&
	       memcmp(reader->text.ptr + reader->at, sign.ptr, sign.len) == 0;
}

static size_t spaces_at(const struct reader *reader)
{
	size_t count = 0;

	while (count <= SPACES_MAX && reader->at + count < reader->text.len &&
	       ascii_is_space(reader->text.ptr[reader->at + count]))
		count++;
	return count;
}

/* The next character, behind a sign or, `gap`, behind spaces alone. False behind the last. */
static bool read_next(struct reader *reader, struct slice *character, bool *gap)
{
	size_t length;
	size_t spaces = 0;

	*gap = false;
	if (has_sign(reader)) {
		reader->at += reader->sign.len;
	} else {
		spaces = spaces_at(reader);
		if (spaces == 0 || spaces > SPACES_MAX ||
		    reader->text.len - reader->at <= spaces + reader->sign.len)
			return false;
		*gap = true;
	}
	reader->at += spaces;
	length = length_at(reader->text, reader->at);
	*character = slice_range(reader->text, reader->at, reader->at + length);
	if (*gap && (!is_letter(character->ptr[0]) ||
	             (reader->text.len - reader->at > length && is_letter(character->ptr[length]))))
		return false;
	reader->at += length;
	return true;
}

/* The end of a run that begins at `start`; `start` itself where there is none. */
static size_t end_of(struct slice text, size_t start)
{
	const size_t  first = start + length_at(text, start);
	struct reader reader = { .text = text, .at = first };
	size_t        characters = 1;
	size_t        letters = 1;
	size_t        spaces = 0;
	size_t        gaps = 0;
	size_t        end = start;
	struct slice  character;
	bool          gap;

	reader.sign = slice_range(text, first, first + length_at(text, first));
	while (read_next(&reader, &character, &gap)) {
		characters++;
		letters += is_letter(character.ptr[0]);
		spaces += character.ptr[0] == ' ';
		gaps += gap;
		if (reader.at == text.len || has_sign(&reader) ||
		    ascii_is_space(text.ptr[reader.at]) || is_sign(text.ptr[reader.at]))
			end = reader.at;
	}
	return characters >= CHARACTERS_MIN && gaps * 2 < characters &&
	                       (letters + spaces) * 10 >= characters * 8 && letters * 2 > characters
	               ? end
	               : start;
}

/* Does a letter that stands before a sign, and behind none, begin at `at`? */
static bool may_begin(struct slice text, size_t at)
{
	const size_t next = at + length_at(text, at);

	return is_letter(text.ptr[at]) && next < text.len && is_sign(text.ptr[next]) &&
	       (at == 0 || !(is_letter(text.ptr[at - 1]) ||
	                     (unsigned char)text.ptr[at - 1] >= 0x80 || is_sign(text.ptr[at - 1])));
}

/* The next place at or after `at` where a run may begin: in ASCII, right before a sign. */
static size_t next_beginning(const struct decode_input *input, size_t at)
{
	const struct slice text = input->text;
	size_t             sign;

	if (input->survey == NULL || (input->survey->marks & DECODE_MARK_FOREIGN) != 0) {
		while (at < text.len && !may_begin(text, at))
			at += length_at(text, at);
		return at;
	}
	for (sign = at + 1; (sign = decode_survey_sign(input->survey, sign, text.len)) < text.len;
	     sign++)
		if (may_begin(text, sign - 1))
			return sign - 1;
	return text.len;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const struct slice text = input->text;

	for (size_t at = next_beginning(input, from); at + 2 < text.len;
	     at = next_beginning(input, at + length_at(text, at))) {
		const size_t end = end_of(text, at);

		if (end > at) {
			*run = (struct decode_run){ at, end, end };
			return true;
		}
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations operation = TEXT_OPERATION_BIT(interleaved);
	const struct slice    text = input->text;
	struct reader         reader = { .text = text, .at = length_at(text, 0) };
	struct slice          character;
	bool                  gap;

	reader.sign = slice_range(text, reader.at, reader.at + length_at(text, reader.at));
	decode_sink_put(sink, slice_range(text, 0, reader.at), 0, reader.at, operation, operation);
	for (size_t before = reader.at; read_next(&reader, &character, &gap); before = reader.at) {
		if (gap)
			decode_sink_put(sink, SLICE_LIT(" "), before, reader.at - character.len,
			                operation, operation);
		decode_sink_put(sink, character, reader.at - character.len, reader.at, operation,
		                operation);
	}
	return true;
}

const struct decode_kind decode_interleaved = { .name = "interleaved",
	                                        .operation = TEXT_OPERATION_interleaved,
	                                        .signal = "bypass.encoding/interleaved",
	                                        .pass = DECODE_PASS_ENCODING,
	                                        .needs = DECODE_MARK_INNER | DECODE_MARK_FOREIGN |
	                                                 DECODE_MARK_HYPHEN,
	                                        .find = find,
	                                        .decode = decode };
