/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_pieces.h"

#include "decode_token.h"

enum { LETTERS_MIN = 4 };

static bool is_known(const struct decode_pieces *judge, size_t from)
{
	struct slice word = { judge->word + from, judge->length - from };

	return judge->length <= DECODE_PIECES_WORD_MAX && judge->length > from &&
	       text_lexicon_rank(judge->lexicon, word) != TEXT_WORD_NONE;
}

static void judge_part(struct decode_pieces *judge)
{
	judge->odd = judge->odd || !is_known(judge, judge->part);
	judge->part = judge->length;
}

static void judge_word(struct decode_pieces *judge)
{
	if (judge->cut) {
		judge_part(judge);
		if (!is_known(judge, 0))
			judge->bad++;
		else
			judge->known++;
		judge->good += is_known(judge, 0) && judge->odd;
	}
	judge->length = judge->part = 0;
	judge->cut = judge->odd = false;
}

static void judge_byte(struct decode_pieces *judge, char byte)
{
	if (!decode_is_letter_or_digit(byte) && (unsigned char)byte < 0x80) {
		judge_word(judge);
		return;
	}
	if (judge->length < DECODE_PIECES_WORD_MAX)
		judge->word[judge->length] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20)
		                                                        : byte;
	judge->length++;
}

void decode_pieces_add(struct decode_pieces *judge, struct slice text)
{
	bool spaced = text.len > 1 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');

	judge->pieces++;
	judge->letters += text.len == 1;
	judge->spaced += spaced;
	if (judge->length > 0 && text.len > 0 && decode_is_letter_or_digit(text.ptr[0])) {
		judge_part(judge);
		judge->cut = true;
	}
	for (size_t i = 0; i < text.len; i++)
		judge_byte(judge, text.ptr[i]);
}

bool decode_pieces_end(struct decode_pieces *judge)
{
	judge_word(judge);
	return judge->good + judge->spaced > 2 * judge->bad ||
	       (judge->letters >= LETTERS_MIN && judge->letters == judge->pieces);
}

bool decode_pieces_cut(struct decode_pieces *judge, size_t least)
{
	judge_word(judge);
	return judge->good >= least && judge->good > 2 * judge->bad;
}

bool decode_pieces_even(const struct decode_pieces *judge, size_t least)
{
	return judge->known >= least && judge->known > 2 * judge->bad;
}
