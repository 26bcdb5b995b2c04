/* SPDX-License-Identifier: Apache-2.0 */
/* The text in pieces that a program, or a model asked to play one, puts together:
 *
 *     "how do" + " I ma" + "ke a "      a = "how do"; b = " I ma"; a + b
 *
 * Pieces are of five characters, or of two to six under a seed. */
#include "disguise_kind.h"

struct pieces {
	const char *open;
	const char *before; /* each piece */
	const char *after;
	const char *between;
	const char *close;
};

static size_t piece_length(uint64_t seed)
{
	return 2 + (3 + disguise_pick(&seed, 5)) % 5;
}

static struct slice next_piece(struct slice plain, size_t at, size_t length)
{
	return slice_range(plain, at, plain.len - at < length ? plain.len : at + length);
}

static void encode(struct slice plain, struct pieces pieces, uint64_t seed, struct buffer *out)
{
	size_t length = piece_length(seed);

	buffer_append_cstr(out, pieces.open);
	for (size_t at = 0; at < plain.len; at += length) {
		if (at > 0)
			buffer_append_cstr(out, pieces.between);
		buffer_append_cstr(out, pieces.before);
		buffer_append(out, next_piece(plain, at, length));
		buffer_append_cstr(out, pieces.after);
	}
	buffer_append_cstr(out, pieces.close);
}

void disguise_concat_plus(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "", "\"", "\"", " + ", "" }, seed, out);
}

void disguise_concat_plus_tight(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "", "'", "'", "+", "" }, seed, out);
}

void disguise_concat_dot(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "", "'", "'", " . ", "" }, seed, out);
}

void disguise_concat_ampersand(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "", "\"", "\"", " & ", "" }, seed, out);
}

void disguise_concat_bars(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "", "'", "'", " || ", "" }, seed, out);
}

void disguise_concat_comma(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "concat(", "\"", "\"", ", ", ")" }, seed, out);
}

void disguise_concat_adjacent(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "", "\"", "\"", " ", "" }, seed, out);
}

void disguise_concat_lines(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "(", "\"", "\"", "\n ", ")" }, seed, out);
}

void disguise_join_python(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "\"\".join([", "\"", "\"", ", ", "])" }, seed, out);
}

void disguise_join_javascript(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "[", "\"", "\"", ", ", "].join(\"\")" }, seed, out);
}

void disguise_json_pieces(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "[", "\"", "\"", ",", "]" }, seed, out);
}

void disguise_template_literals(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "`", "${\"", "\"}", "", "`" }, seed, out);
}

void disguise_format_string(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "f\"", "{'", "'}", "", "\"" }, seed, out);
}

/* A space at the end of a line is there or not. */
void disguise_chunks_on_lines(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "", "", "", "\n", "" }, seed, out);
}

void disguise_chunks_in_brackets(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "", "[", "]", " ", "" }, seed, out);
}

void disguise_chunks_piped(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct pieces){ "", "", "", "|", "" }, seed, out);
}

enum numbering { LETTERS, INDEXES, PARTS, ARRAY };

static void append_numbered(struct buffer *out, enum numbering numbering, size_t number,
                            struct slice piece)
{
	switch (numbering) {
	case LETTERS:
		buffer_append_format(out, "%c%.0zu = \"%.*s\"", (char)('a' + number % 26),
		                     number / 26, SLICE_ARG(piece));
		break;
	case INDEXES:
		buffer_append_format(out, "[%zu] \"%.*s\"", number, SLICE_ARG(piece));
		break;
	case PARTS:
		buffer_append_format(out, "part%zu=\"%.*s\"", number + 1, SLICE_ARG(piece));
		break;
	case ARRAY:
		buffer_append_format(out, "s[%zu] = \"%.*s\"", number, SLICE_ARG(piece));
		break;
	}
}

/* Returns how many there are. */
static size_t numbered(struct slice plain, enum numbering numbering, const char *between,
                       uint64_t seed, struct buffer *out)
{
	size_t length = piece_length(seed);
	size_t count = 0;

	for (size_t at = 0; at < plain.len; at += length, count++) {
		if (at > 0)
			buffer_append_cstr(out, between);
		append_numbered(out, numbering, count, next_piece(plain, at, length));
	}
	return count;
}

void disguise_variables_added(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t count = numbered(plain, LETTERS, "; ", seed, out);

	for (size_t i = 0; i < count; i++)
		buffer_append_format(out, "%s%c%.0zu", i > 0 ? " + " : "; ", (char)('a' + i % 26),
		                     i / 26);
}

void disguise_variables_on_lines(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t count = numbered(plain, LETTERS, "\n", seed, out);

	for (size_t i = 0; i < count; i++)
		buffer_append_format(out, "%s%c%.0zu", i > 0 ? " + " : "\nprint(",
		                     (char)('a' + i % 26), i / 26);
	buffer_append_char(out, ')');
}

void disguise_parts_named(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t count = numbered(plain, PARTS, "\n", seed, out);

	for (size_t i = 0; i < count; i++)
		buffer_append_format(out, "%spart%zu", i > 0 ? "+" : "\n", i + 1);
}

void disguise_pieces_indexed(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)numbered(plain, INDEXES, " ", seed, out);
}

void disguise_array_filled(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)numbered(plain, ARRAY, "; ", seed, out);
}

/* A slice that reverses. */
void disguise_slice_reversed(struct slice plain, uint64_t seed, struct buffer *out)
{
	buffer_append_char(out, '"');
	for (size_t i = plain.len; i-- > 0;)
		buffer_append_char(out, plain.ptr[i]);
	buffer_append_cstr(out, seed % 2 == 0 ? "\"[::-1]" : "\".split(\"\").reverse().join(\"\")");
}
