/* SPDX-License-Identifier: Apache-2.0 */
/* Names that programs and markup use, in a text as it stands and under every shift of its letters:
 *
 *     begin 644 note.txt     "begin 6"
 *     ortva 644 abgr.gkg     the same under shift 13
 *
 * All shifts are tried at once. A shift keeps how far apart letters are, and all that is no
 * letter: of "or" the second letter is 3 behind the first, and so it is in "be". So a place in a
 * text tells by two bytes which names may stand there, and its first letter by which shift. */
#include "decode_reads.h"

#include "decode_reads_token.h"

#include <string.h>

#define CRIB_BYTES_MIN 8u
#define CRIB_SHARE     12u
#define CRIB_FIRST_MIN 5u /* of one that the text begins with */
#define LETTERS        26u

/* What escapes, references, programs and addresses are known by, whatever they hold. None begins
 * another. Those that begin with a small letter come first, then capitals, then signs, those
 * without letters last: they stand there under any key of letters. */
static const struct slice cribs[] = {
	SLICE_INIT("begin 6"),  SLICE_INIT("data:"),      SLICE_INIT("base64,"),
	SLICE_INIT("chr("),     SLICE_INIT("char("),      SLICE_INIT("print("),
	SLICE_INIT("concat"),   SLICE_INIT("echo "),      SLICE_INIT("printf"),
	SLICE_INIT("reverse"),  SLICE_INIT("content\""),  SLICE_INIT("role\""),
	SLICE_INIT("prompt"),   SLICE_INIT("message"),    SLICE_INIT("Chr("),
	SLICE_INIT("CHR("),     SLICE_INIT("CHAR("),      SLICE_INIT("CharCode("),
	SLICE_INIT("U+00"),     SLICE_INIT("=?utf-8?"),   SLICE_INIT("=?UTF-8?"),
	SLICE_INIT("&#x"),      SLICE_INIT("&amp;"),      SLICE_INIT("&nbsp;"),
	SLICE_INIT("&shy;"),    SLICE_INIT("&zwj;"),      SLICE_INIT("&zwnj;"),
	SLICE_INIT("&NoBreak"), SLICE_INIT("&ZeroWidth"), SLICE_INIT("&lt;"),
	SLICE_INIT("&quot;"),   SLICE_INIT(".join("),     SLICE_INIT("\\u00"),
	SLICE_INIT("\\U000"),   SLICE_INIT("\\x"),        SLICE_INIT("\\o{"),
	SLICE_INIT("\\u{"),     SLICE_INIT("\\N{"),       SLICE_INIT("0x"),
	SLICE_INIT("<b>"),      SLICE_INIT("<br"),        SLICE_INIT("<span"),
	SLICE_INIT("+AG"),      SLICE_INIT("+AH"),        SLICE_INIT("+AC"),
	SLICE_INIT("</"),       SLICE_INIT("<!--"),       SLICE_INIT("00000000"),
};

/* cribs[first, end) */
struct crib_group {
	size_t first;
	size_t end;
};

#define SMALL_END   14u
#define CAPITAL_END 19u
#define SIGN_END    (sizeof cribs / sizeof cribs[0])
#define SPELLED_END (SIGN_END - 3) /* of those with letters */

/* What a name begins with, as it stands. */
static const bool begins[256] = {
	['b'] = true, ['d'] = true, ['c'] = true, ['p'] = true,  ['e'] = true, ['r'] = true,
	['m'] = true, ['C'] = true, ['U'] = true, ['+'] = true,  ['0'] = true, ['&'] = true,
	['.'] = true, ['<'] = true, ['='] = true, ['\\'] = true,
};

static struct crib_group group_of(char byte, bool spelled)
{
	if (byte >= 'a' && byte <= 'z')
		return (struct crib_group){ 0, SMALL_END };
	if (byte >= 'A' && byte <= 'Z')
		return (struct crib_group){ SMALL_END, CAPITAL_END };
	if (begins[(unsigned char)byte])
		return (struct crib_group){ CAPITAL_END, spelled ? SPELLED_END : SIGN_END };
	return (struct crib_group){ 0, 0 };
}

static size_t share_of(size_t bytes, size_t first, size_t whole)
{
	if (first >= CRIB_FIRST_MIN)
		return first;
	return bytes >= CRIB_BYTES_MIN && bytes * CRIB_SHARE >= whole ? bytes : 0;
}

static size_t crib_at(struct slice text, size_t at, bool spelled)
{
	const char             *bytes = text.ptr + at;
	const size_t            left = text.len - at;
	const struct crib_group group = group_of(bytes[0], spelled);

	for (size_t i = group.first; left > 1 && i < group.end; i++)
		if (cribs[i].ptr[0] == bytes[0] && cribs[i].ptr[1] == bytes[1] &&
		    cribs[i].len <= left && memcmp(cribs[i].ptr, bytes, cribs[i].len) == 0)
			return cribs[i].len;
	return 0;
}

size_t decode_reads_cribs(struct slice text, bool spelled)
{
	size_t first = 0;
	size_t bytes = 0;

	for (size_t at = 0; at < text.len && first < CRIB_FIRST_MIN; at++) {
		const size_t found = begins[(unsigned char)text.ptr[at]]
		                             ? crib_at(text, at, spelled)
		                             : 0;

		first = at == 0 ? found : first;
		bytes += found;
	}
	return share_of(bytes, first, text.len);
}

/* ---- under every shift ---- */

static bool is_same_kind(char byte, char other)
{
	if (decode_reads_is_letter(byte))
		return decode_reads_is_letter(other) && ((byte ^ other) & 0x20) == 0;
	return byte == other;
}

/* How many places letter `byte` is before letter `other` of the same case. */
static unsigned places_to(char byte, char other)
{
	return (unsigned)(other - byte + (int)LETTERS) % LETTERS;
}

/* A bit for the shift under which the bytes are the crib, which has letters. */
static uint32_t shifts_to(const char *bytes, struct slice crib)
{
	unsigned places = LETTERS; /* none yet */

	for (size_t i = 0; i < crib.len; i++) {
		if (!is_same_kind(crib.ptr[i], bytes[i]))
			return 0;
		if (!decode_reads_is_letter(crib.ptr[i]))
			continue;
		if (places == LETTERS)
			places = places_to(bytes[i], crib.ptr[i]);
		else if (places != places_to(bytes[i], crib.ptr[i]))
			return 0;
	}
	return (uint32_t)1 << places;
}

static void bytes_add(size_t bytes[26], uint32_t shifts, size_t more)
{
	for (; shifts != 0; shifts &= shifts - 1)
		bytes[__builtin_ctz(shifts)] += more;
}

#define NO_LETTER LETTERS /* instead of a step: the second is none */

/* How far the second letter is from the first, of the same case, and of which group the first is.
 */
static unsigned step_of(const char *bytes)
{
	const bool letters = decode_reads_is_letter(bytes[1]) &&
	                     ((bytes[0] ^ bytes[1]) & 0x20) == 0;

	return letters ? places_to(bytes[0], bytes[1]) : NO_LETTER;
}

/* The names that begin with a letter, a bit each, by the step to their second character. */
struct crib_steps {
	uint32_t names[LETTERS + 1];
};

static void steps_fill(struct crib_steps *steps)
{
	memset(steps, 0, sizeof *steps);
	for (unsigned i = 0; i < CAPITAL_END; i++)
		steps->names[step_of(cribs[i].ptr)] |= (uint32_t)1 << i;
}

/* A bit for each shift under which one of these names stands there; their bytes are added. */
static void add_names(struct slice text, uint64_t names, size_t bytes[26])
{
	for (; names != 0; names &= names - 1) {
		const struct slice crib = cribs[__builtin_ctzll(names)];

		if (crib.len <= text.len && is_same_kind(crib.ptr[1], text.ptr[1]))
			bytes_add(bytes, shifts_to(text.ptr, crib), crib.len);
	}
}

static uint64_t names_between(size_t first, size_t end)
{
	return (((uint64_t)1 << end) - 1) & ~(((uint64_t)1 << first) - 1);
}

uint32_t decode_reads_cribs_shifted(struct slice text, size_t bytes[26])
{
	size_t            first[LETTERS] = { 0 };
	struct crib_steps steps;
	uint32_t          found = 0;

	steps_fill(&steps);
	memset(bytes, 0, LETTERS * sizeof bytes[0]);
	for (size_t at = 0; at + 1 < text.len; at++) {
		const struct crib_group group = group_of(text.ptr[at], true);
		uint64_t                names = names_between(group.first, group.end);

		if (group.first < CAPITAL_END)
			names &= steps.names[step_of(text.ptr + at)];
		add_names(slice_from(text, at), names, at == 0 ? first : bytes);
	}
	for (unsigned i = 0; i < LETTERS; i++) {
		bytes[i] = share_of(bytes[i] + first[i], first[i], text.len);
		found |= (uint32_t)(bytes[i] > 0) << i;
	}
	return found;
}
