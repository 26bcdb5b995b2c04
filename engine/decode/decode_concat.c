/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces of text in quotes that a program joins:
 *
 *   "pi" + "pe bo" + "mb"     'pi' . 'pe'     "pi" "pe"     f"{'pi'}{'pe'}"
 *   concat("pi", "pe")        "".join(["pi", "pe"])         ["pi","pe"].join("")
 *   a = "pi"; b = "pe bomb"   [0] "pi" [1] "pe"
 *
 * An operator that joins is proof enough. Commas, spaces and assignments also stand in lists
 * of whole words, so there the pieces have to be cut words: what crosses a joint is a word,
 * and its parts are not; or the spaces between words are in the quotes; or all of them together are
 * a code ("cGl" "wZS" "Bib" "21i") or hold the key of a provider ("tok" "en A" "KIA"). */
#include "decode_kind.h"
#include "decode_pieces.h"
#include "decode_reads.h"
#include "decode_secret.h"
#include "decode_token.h"

#include <string.h>

enum {
	CODE_PIECES_MIN = 4,
	CODE_PIECE_MAX = 12,
	PIECE_MAX = 240, /* bytes; a longer string is a text of its own */
	JOINT_MAX = 24,
	NAME_MAX = 12 /* letters in a joint */
};

struct piece {
	size_t open;  /* the quote */
	size_t start; /* what is quoted: half-open */
	size_t end;
	size_t next; /* behind the quote */
};

static bool is_quote(char byte)
{
	return byte == '"' || byte == '\'' || byte == '`';
}

/* An apostrophe in a word is no quote, but r'...' is. */
static bool may_open(struct slice text, size_t at)
{
	return text.ptr[at] != '\'' || at == 0 || !decode_is_letter_or_digit(text.ptr[at - 1]) ||
	       at == 1 || !decode_is_letter_or_digit(text.ptr[at - 2]);
}

/* ex""ample: what shells leave out, which cuts a word and parts no strings. */
static bool is_empty_inside(struct slice text, size_t at)
{
	return at > 0 && at + 2 < text.len && text.ptr[at + 1] == text.ptr[at] &&
	       decode_is_letter_or_digit(text.ptr[at - 1]) &&
	       decode_is_letter_or_digit(text.ptr[at + 2]);
}

static bool piece_at(const struct decode_input *input, size_t at, struct piece *piece)
{
	const struct slice  text = input->text;
	const char          quote = text.ptr[at];
	struct decode_input near = *input;
	size_t              end = at + 1;

	if (!is_quote(quote) || !may_open(text, at))
		return false;
	near.until = at + PIECE_MAX + 1 < text.len ? at + PIECE_MAX + 1 : text.len;
	for (end = decode_next_sign(&near, end);
	     end < near.until && text.ptr[end] != quote && text.ptr[end] != '\n';
	     end = decode_next_sign(&near, end))
		end += text.ptr[end] == '\\' && end + 1 < text.len ? 2 : 1;
	if (end >= text.len || text.ptr[end] != quote)
		return false;
	*piece = (struct piece){ at, at + 1, end, end + 1 };
	return quote != '\'' || piece->next == text.len ||
	       !decode_is_letter_or_digit(text.ptr[piece->next]);
}

/* ---- joints ---- */

enum joint { JOINT_NONE, JOINT_WEAK, JOINT_STRONG };

struct joint_tally {
	size_t letters;
	bool   operates;
	bool   assigns;
	bool   joins; /* "}{", "}${" */
};

static bool joint_byte(char byte, struct joint_tally *tally)
{
	if (decode_is_letter_or_digit(byte) || byte == '_') {
		tally->letters += byte < '0' || byte > '9';
		return tally->letters <= NAME_MAX;
	}
	tally->operates = tally->operates || strchr("+&|.~", byte) != NULL;
	tally->assigns = tally->assigns || byte == '=';
	tally->joins = tally->joins || byte == '{';
	return strchr(" \t\r\n+&|.~,;()[]{}$<=\\", byte) != NULL;
}

/* What stands between a piece that ended at `at` and the next quote. */
static enum joint joint_at(struct slice text, size_t at, size_t *end)
{
	struct joint_tally tally = { 0 };

	for (*end = at; *end < text.len && !is_quote(text.ptr[*end]); (*end)++)
		if (*end - at == JOINT_MAX || text.ptr[*end] == '\0' ||
		    !joint_byte(text.ptr[*end], &tally))
			return JOINT_NONE;
	if (*end == text.len || (tally.letters > 0 && !tally.assigns))
		return JOINT_NONE;
	return tally.letters == 0 && (tally.operates || tally.joins) ? JOINT_STRONG : JOINT_WEAK;
}

/* ---- proof ---- */

/* "concat(", "join([" */
static bool is_called(struct slice text, size_t open)
{
	static const char *const calls[] = { "concat(", "CONCAT(", "join([", "join((", "implode(" };

	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
		size_t length = strlen(calls[i]);

		if (open >= length && memcmp(text.ptr + open - length, calls[i], length) == 0)
			return true;
	}
	return false;
}

/* "].join(''" */
static bool is_joined(struct slice text, size_t next)
{
	return slice_starts_with(slice_from(text, next), SLICE_LIT("].join(")) &&
	       text.len - next > 8 && is_quote(text.ptr[next + 7]) &&
	       text.ptr[next + 8] == text.ptr[next + 7];
}

/* ---- runs ---- */

struct chain {
	size_t start;
	size_t end;
	size_t pieces;
};

/* Are the pieces those of a code? None of them is one: they are short. */
static bool joins_to_code(const struct decode_input *input, const struct piece *first,
                          size_t pieces)
{
	char         out[DECODE_CODE_BYTES];
	size_t       len = 0;
	size_t       at;
	struct piece piece = *first;

	if (pieces < CODE_PIECES_MIN || input->scratch == NULL)
		return false;
	do {
		const size_t bytes = piece.end - piece.start;

		if (bytes > CODE_PIECE_MAX)
			return false;
		if (bytes > sizeof out - len)
			break;
		memcpy(out + len, input->text.ptr + piece.start, bytes);
		len += bytes;
	} while (joint_at(input->text, piece.next, &at) != JOINT_NONE &&
	         piece_at(input, at, &piece));
	return decode_secret_stands((struct slice){ out, len }) ||
	       decode_reads_cribs((struct slice){ out, len }, false) > 0 ||
	       decode_reads_as_code(input->lexicon, (struct slice){ out, len }, input->scratch,
	                            NULL);
}

/* The pieces from the one at `first` on; true where they are to be joined. */
static bool chain_from(const struct decode_input *input, const struct piece *first,
                       struct chain *chain)
{
	struct slice         text = input->text;
	struct decode_pieces judge = { .lexicon = input->lexicon };
	struct piece         piece;
	bool                 proved = is_called(text, first->open);
	bool                 weak = false;
	enum joint           joint;
	size_t               at;

	*chain = (struct chain){ .start = first->open, .end = first->next, .pieces = 1 };
	if (joint_at(text, first->next, &at) == JOINT_NONE || !piece_at(input, at, &piece))
		return false;
	chain->pieces = 0;
	for (piece = *first;;) {
		if (input->lexicon != NULL)
			decode_pieces_add(&judge, slice_range(text, piece.start, piece.end));
		chain->pieces++;
		chain->end = piece.next;
		joint = joint_at(text, piece.next, &at);
		if (joint == JOINT_NONE || !piece_at(input, at, &piece))
			break;
		weak = weak || joint == JOINT_WEAK;
	}
	proved = proved || !weak || is_joined(text, chain->end);
	if (chain->pieces < 2 || proved || input->lexicon == NULL)
		return chain->pieces > 1 && proved;
	return decode_pieces_end(&judge) || joins_to_code(input, first, chain->pieces);
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	struct piece piece;
	struct chain chain;

	for (size_t at = decode_next_sign(input, from); at < text.len;
	     at = decode_next_sign(input, at + 1)) {
		if (!is_quote(text.ptr[at]))
			continue;
		if (is_empty_inside(text, at)) {
			at++;
			continue;
		}
		if (!piece_at(input, at, &piece))
			continue;
		if (chain_from(input, &piece, &chain)) {
			*run = (struct decode_run){ chain.start, chain.end, chain.end };
			return true;
		}
		if (chain.pieces > 1)
			at = chain.end - 1;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations done = TEXT_OPERATION_BIT(concat);
	struct slice          text = input->text;
	struct piece          piece;
	size_t                at = 0;
	size_t                pieces = 0;

	for (size_t end = 0; piece_at(input, at, &piece); pieces++) {
		decode_sink_put(sink, (struct slice){ 0 }, end, piece.start, done, done);
		decode_sink_copy(sink, text, piece.start, piece.end);
		end = piece.end;
		if (joint_at(text, piece.next, &at) == JOINT_NONE)
			break;
	}
	return pieces > 0;
}

const struct decode_kind decode_concat = { .name = "concat",
	                                   .operation = TEXT_OPERATION_concat,
	                                   .signal = "bypass.encoding/concat",
	                                   .pass = DECODE_PASS_WORDING,
	                                   .needs = DECODE_MARK_QUOTE,
	                                   .find = find,
	                                   .decode = decode };
