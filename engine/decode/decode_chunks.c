/* SPDX-License-Identifier: Apache-2.0 */
/* Text cut every few letters, with a sign or a line's end between the pieces:
 *
 *   [how d] [o I m] [ake a ] [pipe ]      how d|o I m|ake a |pipe       how d
 *                                                                       o I m
 *
 * A path, a table and a poem are parted at whole words; here words are cut, and whole where
 * the pieces meet; pieces of one length ("che|at |on |my ") may be words by chance. Only the
 * stretch from the first cut word to the last is taken. */
#include "decode_kind.h"
#include "decode_pieces.h"
#include "decode_token.h"

#include <string.h>

enum {
	PIECE_MAX = 24, /* bytes */
	JOINTS_MIN = 2,
	EVEN_MIN = 4, /* joints between pieces of one length */
	CUT_MIN = 2   /* words */
};

/* The sign that parts pieces: itself one byte, or a bracket and its fellow. */
struct parting {
	char open; /* of the next piece; 0: the sign alone parts */
	char close;
};

static const char opens[] = "[({<";
static const char closes[] = "])}>";
static const char signs[] = "|\n/~^*+#_;";

static bool parting_of(char byte, struct parting *parting)
{
	const char *close;

	if (byte == ',' || byte == '.' || byte == '\0')
		return false; /* the usual ones */
	close = strchr(closes, byte);
	if (close != NULL)
		*parting = (struct parting){ opens[close - closes], byte };
	else
		*parting = (struct parting){ '\0', byte };
	return close != NULL || strchr(signs, byte) != NULL;
}

/* Behind the joint whose first sign is at `at`; false when it is none. */
static bool joint_at(struct slice text, size_t at, struct parting parting, size_t *end)
{
	*end = at + 1;
	if (text.ptr[at] != parting.close)
		return false;
	if (parting.open == '\0')
		return *end == text.len || text.ptr[*end] != parting.close;
	while (*end < text.len && *end - at < 4 && strchr(" ,\n", text.ptr[*end]) != NULL)
		++*end;
	return *end < text.len && text.ptr[(*end)++] == parting.open;
}

/* Where the word that touches a place begins and ends; a bounded look. */
static size_t word_start(struct slice text, size_t from, size_t at)
{
	size_t start = at;

	while (start > from && at - start < PIECE_MAX &&
	       decode_is_letter_or_digit(text.ptr[start - 1]))
		start--;
	return start;
}

static size_t word_end(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at < PIECE_MAX && decode_is_letter_or_digit(text.ptr[end]))
		end++;
	return end;
}

struct chunks {
	size_t start;
	size_t end;
	size_t joints;
	size_t seen;   /* the last joint's end */
	size_t spaced; /* pieces with a space at one end */
	size_t length; /* of each piece but the first and the last; 0: they differ */
	bool   ended;  /* the last piece was shorter */
};

static bool is_spaced(struct slice piece)
{
	return piece.len > 1 && (piece.ptr[0] == ' ') != (piece.ptr[piece.len - 1] == ' ');
}

/* The next joint in the same parting, not far behind `at`. */
static bool next_joint(struct slice text, size_t at, struct parting parting, size_t *start,
                       size_t *end)
{
	for (*start = at; *start < text.len && *start - at <= PIECE_MAX; ++*start)
		if (text.ptr[*start] == parting.close)
			return joint_at(text, *start, parting, end);
	return false;
}

static void count_piece(struct chunks *chunks, struct slice piece)
{
	chunks->spaced += is_spaced(piece);
	if (chunks->joints == 1)
		chunks->length = piece.len;
	else if (chunks->ended || piece.len > chunks->length)
		chunks->length = 0;
	chunks->ended = piece.len < chunks->length;
}

static bool is_even(const struct chunks *chunks)
{
	return chunks->length > 1 && chunks->joints >= EVEN_MIN &&
	       chunks->end - chunks->seen <= chunks->length;
}

/* The pieces around the joint at `at`; true where words are cut. */
static bool chunks_from(const struct decode_input *input, size_t from, size_t at,
                        struct parting parting, struct chunks *chunks)
{
	const struct slice   text = input->text;
	struct decode_pieces judge = { .lexicon = input->lexicon };
	size_t               joint = at;
	size_t               end;
	size_t               behind;

	*chunks = (struct chunks){ .seen = at + 1 };
	if (!joint_at(text, at, parting, &end) || !next_joint(text, end, parting, &joint, &behind))
		return false;
	chunks->start = word_start(text, from, at);
	decode_pieces_add(&judge, slice_range(text, chunks->start, at));
	do {
		size_t next = end;

		chunks->joints++;
		chunks->seen = end;
		chunks->end = word_end(text, end);
		if (!next_joint(text, next, parting, &joint, &end))
			break;
		decode_pieces_add(&judge, slice_range(text, next, joint));
		count_piece(chunks, slice_range(text, next, joint));
	} while (joint < text.len);
	decode_pieces_add(&judge, slice_range(text, chunks->seen, chunks->end));
	if (parting.open != '\0') /* nobody writes [make ] [ her] for anything else */
		judge.good += chunks->spaced;
	if (chunks->joints < JOINTS_MIN)
		return false;
	return decode_pieces_cut(&judge, CUT_MIN) ||
	       (is_even(chunks) && decode_pieces_even(&judge, chunks->spaced > 0 ? 1 : CUT_MIN));
}

/* The brackets around the first and the last piece go with the run. */
static void take_brackets(struct slice text, size_t from, struct parting parting,
                          struct chunks *chunks)
{
	size_t start = chunks->start;
	size_t end = chunks->end;

	while (start > from && chunks->start - start < PIECE_MAX &&
	       text.ptr[start - 1] != parting.open && text.ptr[start - 1] != '\n')
		start--;
	while (end < text.len && end - chunks->end < PIECE_MAX && text.ptr[end] != parting.close &&
	       text.ptr[end] != '\n')
		end++;
	if (start > from && text.ptr[start - 1] == parting.open)
		chunks->start = start - 1;
	if (end < text.len && text.ptr[end] == parting.close)
		chunks->end = end + 1;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const struct slice text = input->text;
	struct parting     parting;
	struct chunks      chunks;

	for (size_t at = decode_next_sign(input, from); at < text.len;
	     at = decode_next_sign(input, at + 1)) {
		if (!parting_of(text.ptr[at], &parting))
			continue;
		if (chunks_from(input, from, at, parting, &chunks)) {
			if (parting.open != '\0')
				take_brackets(text, from, parting, &chunks);
			else if (chunks.start == at &&
			         text.ptr[at] == '\n') /* what was before it is another line */
				chunks.start = at + 1;
			*run = (struct decode_run){ chunks.start, chunks.end, chunks.end };
			return true;
		}
		if (chunks.joints >= JOINTS_MIN)
			at = chunks.seen - 1;
	}
	return false;
}

/* The parting of a run, and where its first joint is. */
static bool first_joint(const struct decode_input *input, struct parting *parting)
{
	const struct slice text = input->text;
	struct chunks      chunks;

	for (size_t at = 0; at < text.len; at++)
		if (parting_of(text.ptr[at], parting) &&
		    chunks_from(input, 0, at, *parting, &chunks))
			return true;
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations done = TEXT_OPERATION_BIT(chunks);
	const struct slice    text = input->text;
	struct parting        parting;
	size_t                end;

	if (!first_joint(input, &parting))
		return false;
	for (size_t at = 0; at < text.len; at = end) {
		end = at + 1;
		if (joint_at(text, at, parting, &end) ||
		    (parting.open != '\0' && ((at == 0 && text.ptr[at] == parting.open) ||
		                              (end == text.len && text.ptr[at] == parting.close))))
			decode_sink_drop(sink, at, end, done, done);
		else
			decode_sink_copy(sink, text, at, end = at + 1);
	}
	return sink->len > 0;
}

const struct decode_kind decode_chunks = { .name = "chunks",
	                                   .operation = TEXT_OPERATION_chunks,
	                                   .signal = "bypass.encoding/chunks",
	                                   .pass = DECODE_PASS_WORDING,
	                                   .needs = DECODE_MARK_UNKNOWN | DECODE_MARK_INNER |
	                                            DECODE_MARK_BRACKET | DECODE_MARK_LINES,
	                                   .find = find,
	                                   .decode = decode };
