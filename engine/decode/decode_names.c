/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_names.h"

#include "decode_word.h"

#define NAME_LETTERS      3u
#define NAME_LETTERS_MOST 16u
#define BEGIN             4u /* bytes by which the lexicon knows a beginning */
#define BEGIN_LONG        7u

/* Characters of Korean, Chinese and Japanese: words have two of them, and no spaces between. */
static bool is_dense(char byte)
{
	return (unsigned char)byte >= 0xE3 && (unsigned char)byte < 0xF0;
}

static size_t count_characters(struct slice text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++)
		count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
	return count;
}

/* Does any word begin with text[0, end)? Asked of the bytes that the lexicon knows beginnings by,
 * when the last character, from `before` on, completes them. */
static bool may_go_on(const struct text_lexicon *lexicon, struct slice text, size_t before,
                      size_t end)
{
	static const size_t lengths[] = { BEGIN, BEGIN_LONG };

	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
		if (before < lengths[i] && end >= lengths[i] &&
		    !text_lexicon_may_begin(lexicon, text.ptr, lengths[i]))
			return false;
	return true;
}

/* The longest named word with which `text` begins, in bytes; 0: there is none. */
static size_t named_at(const struct text_lexicon *lexicon, struct slice text)
{
	const size_t least = is_dense(text.ptr[0]) ? 2 : NAME_LETTERS;
	size_t       letters = 0;
	size_t       longest = 0;

	if ((unsigned char)text.ptr[0] >= 0x80 && text.len >= BEGIN &&
	    !text_lexicon_may_begin(lexicon, text.ptr, BEGIN))
		return 0;
	for (size_t end = 0; end < text.len && decode_word_is_part(text.ptr[end]) &&
	                     letters <= NAME_LETTERS_MOST;) {
		const size_t before = end;

		do
			end++;
		while (end < text.len && ((unsigned char)text.ptr[end] & 0xC0) == 0x80);
		if (!may_go_on(lexicon, text, before, end))
			break;
		if (++letters >= least &&
		    text_lexicon_rank(lexicon, slice_range(text, 0, end)) == TEXT_WORD_NAMED)
			longest = end;
	}
	return longest;
}

struct decode_names decode_names_of(const struct text_lexicon *lexicon, struct slice text)
{
	struct decode_names named = { 0 };

	for (size_t at = 0; at < text.len;) {
		size_t end = at + 1;
		size_t length;

		if (!decode_word_is_part(text.ptr[at])) {
			at++;
			continue;
		}
		length = named_at(lexicon, slice_from(text, at));
		if (length > 0) {
			named.words++;
			named.letters += count_characters(slice_range(text, at, at + length));
		}
		end = at + (length > 0 ? length : 1);
		while (end < text.len && ((unsigned char)text.ptr[end] & 0xC0) == 0x80)
			end++;
		while (!is_dense(text.ptr[at]) && end < text.len &&
		       decode_word_is_part(text.ptr[end]))
			end++;
		at = end;
	}
	return named;
}
