/* SPDX-License-Identifier: Apache-2.0 */
/* Data is told from words by two things: small letters, capitals and digits change places
 * all the time, or there is nothing but hexadecimal digits; and the letters stand in an
 * order that no language has.
 *
 *     4oBnQm9R+aXk1    ten changes, no language
 *     getElementById   changes, but it reads
 *     H0wD01M4k34P1p3  changes, but its letters read
 *
 * A block without changes goes on with what came before where it does not read either: the
 * AAAA of an empty part of a picture. */
#include "decode_opaque.h"

#include "text_letters.h"

#define TOKEN_MIN    32u
#define BLOCK_BYTES  64u
#define LETTERS_MIN  12u  /* for the order of letters to say anything */
#define SCORE_MAX    (-8) /* a letter, in sixteenths of a bit */
#define SCORE_GOOD   2    /* ... for what goes on with data */
#define GAP_MAX      2u   /* bytes between the lines of one stretch */
#define CIPHER_BYTES 16384u

/* a small letter, A capital, 0 digit, s a sign of base64, o other. U+0000 to U+007F, 32 a
 * line; above: o. */
static const char classes[129] = "oooooooooooooooooooooooooooooooo"
				 "ooooooooooososos0000000000ooosoo"
				 "oAAAAAAAAAAAAAAAAAAAAAAAAAAoooos"
				 "oaaaaaaaaaaaaaaaaaaaaaaaaaaooooo";

static char class_of(char byte)
{
	return (unsigned char)byte < 0x80 ? classes[(unsigned char)byte] : 'o';
}

static bool is_hex(char byte)
{
	return (byte >= '0' && byte <= '9') || byte == '-' || (byte >= 'a' && byte <= 'f') ||
	       (byte >= 'A' && byte <= 'F');
}

struct tally {
	size_t letters;
	size_t changes; /* from one of small, capital, digit to another */
	size_t others;  /* no hexadecimal digits */
};

static struct tally tally_of(struct slice block)
{
	struct tally tally = { 0 };
	char         before = 's';

	for (size_t i = 0; i < block.len; i++) {
		char class = class_of(block.ptr[i]);

		tally.letters += class == 'a' || class == 'A';
		tally.changes += class != before && class != 's' && before != 's';
		tally.others += !is_hex(block.ptr[i]);
		before = class;
	}
	return tally;
}

/* The order of the letters, those included that digits stand for. Few letters say little. */
static bool reads(struct slice block, size_t letters, bool goes_on)
{
	static const char drawn[] = "oi_eas_tb_"; /* 0 to 9 */
	char              text[BLOCK_BYTES];

	for (size_t i = 0; i < block.len; i++)
		text[i] = class_of(block.ptr[i]) == '0' ? drawn[block.ptr[i] - '0'] : block.ptr[i];
	return text_letters_score((struct slice){ text, block.len }) >
	       (int64_t)letters * (goes_on ? SCORE_GOOD : SCORE_MAX);
}

/* Is a block of at most BLOCK_BYTES data? `goes_on`: so is what it goes on with. */
static bool is_data(struct slice block, bool goes_on)
{
	const struct tally tally = tally_of(block);

	if (tally.others == 0 && (goes_on || tally.letters * 8 < block.len * 7))
		return true;
	if (!goes_on && tally.changes * 4 < block.len)
		return false;
	return tally.letters < LETTERS_MIN ? goes_on : !reads(block, tally.letters, goes_on);
}

/* The block that begins at or after `from`: to the end of its token, or BLOCK_BYTES. */
static bool next_block(struct slice text, size_t from, struct decode_stretch *block)
{
	while (from < text.len && class_of(text.ptr[from]) == 'o')
		from++;
	block->start = block->end = from;
	while (block->end < text.len && block->end - from < BLOCK_BYTES &&
	       class_of(text.ptr[block->end]) != 'o')
		block->end++;
	return block->end > from;
}

/* The next stretch, over all the lines that it is broken into. */
static bool next_stretch(struct slice text, size_t from, struct decode_stretch *stretch)
{
	struct decode_stretch block;
	bool                  open = false;

	for (size_t at = from; next_block(text, at, &block); at = block.end) {
		size_t len = block.end - block.start;
		bool   within = open && block.start == at; /* a token */
		bool   goes_on = within || (open && len == BLOCK_BYTES);

		if (open && block.start - at > GAP_MAX)
			break;
		if ((within || len >= TOKEN_MIN) &&
		    is_data(slice_range(text, block.start, block.end), goes_on)) {
			stretch->start = open ? stretch->start : block.start;
			stretch->end = block.end;
			open = true;
		} else if (open) {
			break;
		}
	}
	return open;
}

bool decode_opaque_may_begin(struct slice text, size_t at)
{
	size_t end = at;

	if (at > 0 && class_of(text.ptr[at - 1]) != 'o')
		return true;
	while (end < text.len && end - at < TOKEN_MIN && text.ptr[end] != ' ' &&
	       text.ptr[end] != '\n' && text.ptr[end] != '\t' && text.ptr[end] != '\r')
		end++;
	return end - at == TOKEN_MIN;
}

bool decode_opaque_next(struct slice text, enum decode_pass pass, size_t from,
                        struct decode_stretch *stretch)
{
	if (pass != DECODE_PASS_CIPHER && pass != DECODE_PASS_WORDING)
		return false;
	while (next_stretch(text, from, stretch)) {
		size_t end = stretch->end;

		if (pass == DECODE_PASS_CIPHER)
			stretch->start += end - stretch->start < CIPHER_BYTES ? end - stretch->start
			                                                      : CIPHER_BYTES;
		if (stretch->end > stretch->start)
			return true;
		from = end;
	}
	return false;
}
