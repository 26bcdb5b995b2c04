/* SPDX-License-Identifier: Apache-2.0 */
/* A sign or two put into words, which are words without them:
 *
 *     h:ow t!o b?ank pass#words         how to bank passwords
 *
 * Where all pieces of a list or a name are words ("in.to") or letters ("U.S.") they stand apart,
 * and signs that are letters of leet ("k!ll") are left to it, and brackets and strokes to markup.
 * Hyphens and apostrophes belong to words. */
#include "decode_kind.h"
#include "decode_word.h"

#include <string.h>

#define SIGNS_MAX   3u
#define LETTERS_MIN 2u

static bool is_sign(char byte)
{
	return byte != '\0' && strchr(".,?:;~%=!", byte) != NULL;
}

struct token {
	char   letters[DECODE_WORD_MAX]; /* without the signs */
	size_t len;
	size_t signs;
	size_t end;
	bool   odd;  /* one of the pieces is no word */
	bool   wide; /* one has two letters */
};

static void take_piece(const struct decode_input *input, size_t start, size_t end,
                       struct token *token)
{
	const struct slice piece = slice_range(input->text, start, end);

	if (token->len + piece.len > sizeof token->letters)
		return;
	memcpy(token->letters + token->len, piece.ptr, piece.len);
	token->odd = token->odd || piece.len < LETTERS_MIN ||
	             decode_word_rank(input->lexicon, piece) == TEXT_WORD_NONE;
	token->wide = token->wide || piece.len >= LETTERS_MIN;
	token->len += piece.len;
}

/* The pieces from `start` on, with one sign between each two. */
static void read_token(const struct decode_input *input, size_t start, struct token *token)
{
	const struct slice text = input->text;
	size_t             at = start;

	*token = (struct token){ .end = start };
	for (;;) {
		const size_t piece = at;

		while (at < text.len && decode_word_is_part(text.ptr[at]))
			at++;
		take_piece(input, piece, at, token);
		token->end = at;
		if (at + 1 >= text.len || !is_sign(text.ptr[at]) ||
		    !decode_word_is_part(text.ptr[at + 1]))
			return;
		token->signs++;
		at++;
	}
}

/* "k!ll" is leet. */
static bool is_leet(const struct decode_input *input, struct slice token)
{
	static const char drawn[] = "il";
	char              read[DECODE_WORD_MAX];
	bool              leet = false;

	for (size_t i = 0; i < 2 && token.len <= sizeof read; i++) {
		for (size_t j = 0; j < token.len; j++)
			read[j] = token.ptr[j] == '!' ? drawn[i] : token.ptr[j];
		leet = leet ||
		       decode_word_rank(input->lexicon, (struct slice){ read, token.len }) !=
		               TEXT_WORD_NONE;
	}
	return leet;
}

/* A word of which nothing but letters are left is an abbreviation ("e.g"), unless the sign is none
 * of those ("t!o"). */
static bool is_word_without(const struct decode_input *input, const struct token *token, char sign)
{
	return token->signs > 0 && token->signs <= SIGNS_MAX &&
	       (token->odd || strchr(".,", sign) == NULL) &&
	       (token->wide || (token->signs == 1 && strchr("./&", sign) == NULL)) &&
	       decode_word_rank(input->lexicon, (struct slice){ token->letters, token->len }) !=
	               TEXT_WORD_NONE;
}

/* The word of text[from, end) that ends at `end`. */
static size_t word_start(struct slice text, size_t from, size_t end)
{
	while (end > from && decode_word_is_part(text.ptr[end - 1]))
		end--;
	return end;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const struct slice text = input->text;
	const size_t       until = decode_until(input);
	struct token       token;

	for (size_t at = decode_next_sign(input, from); at < until;
	     at = decode_next_sign(input, at + 1)) {
		const size_t start = word_start(text, from, at);

		if (start == at || at + 1 >= text.len || !is_sign(text.ptr[at]) ||
		    !decode_word_is_part(text.ptr[at + 1]))
			continue;
		read_token(input, start, &token);
		if (is_word_without(input, &token, text.ptr[at]) &&
		    !is_leet(input, slice_range(text, start, token.end)) &&
		    (start == 0 || text.ptr[start - 1] != '@')) {
			*run = (struct decode_run){ start, token.end, token.end };
			return true;
		}
		from = at = token.end > at ? token.end : at;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations operation = TEXT_OPERATION_BIT(inserted);
	const struct slice    text = input->text;

	for (size_t at = 0; at < text.len;) {
		size_t end = at;

		while (end < text.len && decode_word_is_part(text.ptr[end]))
			end++;
		decode_sink_put(sink, slice_range(text, at, end), at, end, operation, operation);
		at = end + 1;
	}
	return sink->len > 0;
}

const struct decode_kind decode_inserted = { .name = "inserted",
	                                     .operation = TEXT_OPERATION_inserted,
	                                     .signal = "bypass.encoding/inserted",
	                                     .pass = DECODE_PASS_WORDING,
	                                     .needs = DECODE_MARK_INNER,
	                                     .reach = 1,
	                                     .find = find,
	                                     .decode = decode };
