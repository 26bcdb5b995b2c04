/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_secret.h"

#include "decode_reads_token.h"

#include <string.h>

#define TOKEN_MIN   20u
#define CUT_MIN     8u /* bytes of a key that the end of the text cuts off */
#define LETTERS     26u
#define PRINTABLE   94u
#define LENGTH_MANY 250u

/* What a key goes on with. */
enum body {
	BODY_CAPITALS, /* A-Z 0-9 */
	BODY_HEX,      /* 0-9 a-f */
	BODY_MIXED,    /* A-Z a-z 0-9 */
	BODY_WORD      /* these, - and _ */
};

/* Beginnings of keys as their providers publish them, for scanners of secrets. Only those of which
 * by chance hardly any token has the pattern: three letters and a sign, or four letters. */
static const struct beginning {
	const char *bytes;
	enum body   body;
	unsigned    least; /* bytes behind the beginning */
	unsigned    most;
} beginnings[] = {
	{ "AKIA", BODY_CAPITALS, 16, 16 },
	{ "ASIA", BODY_CAPITALS, 16, 16 },
	{ "AROA", BODY_CAPITALS, 16, 16 },
	{ "AIDA", BODY_CAPITALS, 16, 16 },
	{ "AGPA", BODY_CAPITALS, 16, 16 },
	{ "ANPA", BODY_CAPITALS, 16, 16 },
	{ "ABIA", BODY_CAPITALS, 16, 16 },
	{ "ACCA", BODY_CAPITALS, 16, 16 },
	{ "ghp_", BODY_MIXED, 36, 36 },
	{ "gho_", BODY_MIXED, 36, 36 },
	{ "ghu_", BODY_MIXED, 36, 36 },
	{ "ghs_", BODY_MIXED, 36, 36 },
	{ "ghr_", BODY_MIXED, 36, 36 },
	{ "github_pat_", BODY_WORD, 82, 82 },
	{ "glpat-", BODY_WORD, 20, 50 },
	{ "glrt-", BODY_WORD, 20, 50 },
	{ "xoxa-", BODY_WORD, 28, 105 },
	{ "xoxb-", BODY_WORD, 28, 105 },
	{ "xoxp-", BODY_WORD, 28, 105 },
	{ "xoxr-", BODY_WORD, 28, 105 },
	{ "xoxs-", BODY_WORD, 28, 105 },
	{ "xapp-", BODY_WORD, 60, 110 },
	{ "sk_live_", BODY_MIXED, 16, 110 },
	{ "rk_live_", BODY_MIXED, 16, 110 },
	{ "sk-proj-", BODY_WORD, 40, 180 },
	{ "sk-svcacct-", BODY_WORD, 40, 180 },
	{ "sk-ant-", BODY_WORD, 44, 140 },
	{ "sk-or-", BODY_WORD, 60, 70 },
	{ "AIza", BODY_WORD, 35, 35 },
	{ "GOCSPX-", BODY_WORD, 28, 28 },
	{ "ya29.", BODY_WORD, 40, LENGTH_MANY },
	{ "gsk_", BODY_MIXED, 52, 52 },
	{ "pplx-", BODY_MIXED, 40, 60 },
	{ "npm_", BODY_MIXED, 36, 36 },
	{ "pypi-", BODY_WORD, 50, LENGTH_MANY },
	{ "dop_v1_", BODY_HEX, 64, 64 },
	{ "doo_v1_", BODY_HEX, 64, 64 },
	{ "shpat_", BODY_HEX, 32, 32 },
	{ "shpca_", BODY_HEX, 32, 32 },
	{ "shppa_", BODY_HEX, 32, 32 },
	{ "shpss_", BODY_HEX, 32, 32 },
	{ "hvb.", BODY_WORD, 24, LENGTH_MANY },
	{ "hvs.", BODY_WORD, 24, LENGTH_MANY },
	{ "ntn_", BODY_MIXED, 34, 56 },
	{ "API-", BODY_CAPITALS, 26, 26 },
	{ "dapi", BODY_HEX, 32, 32 },
	{ "PMAK-", BODY_WORD, 59, 59 },
	{ "lin_api_", BODY_MIXED, 40, 40 },
	{ "HRKU-", BODY_WORD, 36, 60 },
	{ "nfp_", BODY_MIXED, 36, 40 },
	{ "sbp_", BODY_HEX, 40, 40 },
	{ "pscale_", BODY_WORD, 35, 70 },
	{ "glsa_", BODY_MIXED, 32, LENGTH_MANY },
	{ "tskey-", BODY_WORD, 32, 70 },
	{ "NRAK-", BODY_CAPITALS, 27, 27 },
	{ "LTAI", BODY_MIXED, 16, 24 },
	{ "AKID", BODY_MIXED, 32, 32 },
	{ "dckr_pat_", BODY_WORD, 27, 40 },
	{ "rubygems_", BODY_HEX, 48, 48 },
	{ "sntrys_", BODY_WORD, 40, LENGTH_MANY },
	{ "ATATT", BODY_WORD, 100, LENGTH_MANY },
	{ "ATBB", BODY_MIXED, 32, 32 },
	{ "figd_", BODY_WORD, 36, 60 },
	{ "xkeysib-", BODY_WORD, 81, 81 },
	{ "whsec_", BODY_MIXED, 24, 64 },
	{ "nvapi-", BODY_WORD, 60, 70 },
	{ "xai-", BODY_MIXED, 70, 90 },
	{ "dw_live_", BODY_WORD, 52, 52 },
	{ "dw_test_", BODY_WORD, 52, 52 },
};

#define BEGINNINGS (sizeof beginnings / sizeof beginnings[0])

/* ---- one cipher ---- */

/* A text, read as one cipher has it. */
struct reading {
	struct slice       text;
	enum decode_cipher cipher; /* COUNT: as it is */
	unsigned           places; /* by which it is turned back */
};

static char turned_letter(char byte, unsigned places)
{
	const char first = byte >= 'a' ? 'a' : 'A';

	return (char)(first + (int)(((unsigned)(byte - first) + places) % LETTERS));
}

static char read_at(const struct reading *reading, size_t at)
{
	const struct slice text = reading->text;
	const char         byte =
		text.ptr[reading->cipher == DECODE_CIPHER_REVERSED ? text.len - 1 - at : at];

	if (reading->cipher == DECODE_CIPHER_ROT47)
		return byte > ' ' && byte <= '~'
		               ? (char)('!' + (int)(((unsigned)(byte - '!') + reading->places) %
		                                    PRINTABLE))
		               : byte;
	if (!decode_reads_is_letter(byte))
		return byte;
	if (reading->cipher == DECODE_CIPHER_CAESAR)
		return turned_letter(byte, reading->places);
	if (reading->cipher == DECODE_CIPHER_ATBASH)
		return (char)(byte >= 'a' ? 'a' + 'z' - byte : 'A' + 'Z' - byte);
	return byte;
}

/* Turns the reading so that it begins with `first`, where it can. */
static bool turn_to(struct reading *reading, char first)
{
	const char byte = reading->text.ptr[0];

	if (reading->cipher == DECODE_CIPHER_CAESAR) {
		if (!decode_reads_is_letter(byte) || ((byte ^ first) & 0x20) != 0)
			return false;
		reading->places = (unsigned)(first - byte + (int)LETTERS) % LETTERS;
		return reading->places > 0;
	}
	if (reading->cipher == DECODE_CIPHER_ROT47) {
		if (byte <= ' ' || byte > '~')
			return false;
		reading->places = (unsigned)(first - byte + (int)PRINTABLE) % PRINTABLE;
		return reading->places > 0;
	}
	return read_at(reading, 0) == first;
}

/* ---- one key ---- */

static bool is_of_body(enum body body, char byte)
{
	const bool digit = byte >= '0' && byte <= '9';
	const bool small = byte >= 'a' && byte <= 'z';
	const bool capital = byte >= 'A' && byte <= 'Z';

	if (body == BODY_CAPITALS)
		return capital || digit;
	if (body == BODY_HEX)
		return digit || (byte >= 'a' && byte <= 'f');
	return digit || small || capital || (body == BODY_WORD && (byte == '-' || byte == '_'));
}

static bool is_begun(const struct reading *reading, const struct beginning *beginning)
{
	const size_t length = strlen(beginning->bytes);

	if (reading->text.len <= length)
		return false;
	for (size_t i = 1; i < length; i++)
		if (read_at(reading, i) != beginning->bytes[i])
			return false;
	return true;
}

/* The bytes of the key with which the reading begins; 0 when there is none. */
static size_t key_bytes(const struct reading *reading, const struct beginning *beginning, bool cut)
{
	const size_t start = strlen(beginning->bytes);
	size_t       end = start;
	bool         digit = false;

	while (end < reading->text.len && end - start <= LENGTH_MANY &&
	       is_of_body(beginning->body, read_at(reading, end))) {
		digit = digit || (read_at(reading, end) >= '0' && read_at(reading, end) <= '9');
		end++;
	}
	if (cut && end == reading->text.len && end - start >= CUT_MIN)
		return end;
	return digit && end - start >= beginning->least && end - start <= beginning->most ? end : 0;
}

/* The bytes of a key with which the text begins under the cipher; sets `places`. */
static size_t begins_with_key(struct reading *reading, bool cut)
{
	for (size_t i = 0; i < BEGINNINGS; i++) {
		size_t bytes;

		if (!turn_to(reading, beginnings[i].bytes[0]) || !is_begun(reading, &beginnings[i]))
			continue;
		bytes = key_bytes(reading, &beginnings[i], cut);
		if (bytes > 0)
			return bytes;
	}
	return 0;
}

/* Of struct decode_key: a key is one less than the places. */
static unsigned key_of(const struct reading *reading)
{
	return reading->places > 0 ? reading->places - 1 : 0;
}

bool decode_secret_under(enum decode_cipher cipher, struct slice text, unsigned *key)
{
	struct reading reading = { .text = text, .cipher = cipher };

	if (text.len < TOKEN_MIN || begins_with_key(&reading, false) != text.len)
		return false;
	*key = key_of(&reading);
	return true;
}

/* ---- texts ---- */

/* Signs that stand before a key, or behind it. */
static bool parts(char byte)
{
	return byte != '\0' && strchr("\"'`=:,;?!()[]{}<>", byte) != NULL;
}

static bool is_under(struct slice text, enum decode_cipher cipher, struct decode_secret *secret)
{
	struct reading reading = { .text = text, .cipher = cipher };
	const size_t   bytes = begins_with_key(&reading, false);

	if (bytes == 0)
		return false;
	secret->cipher = cipher;
	secret->key = key_of(&reading);
	secret->end = bytes;
	return true;
}

/* A piece of a token between signs: under a cipher that leaves those where they are. */
static bool in_piece(struct slice text, size_t start, size_t end, struct decode_secret *secret)
{
	const bool         full_stop = end > start && text.ptr[end - 1] == '.';
	const struct slice piece = slice_range(text, start, end - full_stop);

	if (piece.len < TOKEN_MIN)
		return false;
	if (is_under(piece, DECODE_CIPHER_CAESAR, secret) ||
	    is_under(piece, DECODE_CIPHER_ATBASH, secret)) {
		secret->start = start;
		secret->end += start;
		return true;
	}
	if (!is_under(piece, DECODE_CIPHER_REVERSED, secret))
		return false;
	secret->start = start + piece.len - secret->end;
	secret->end = start + piece.len;
	return true;
}

static bool in_token(struct slice text, const struct decode_reads_token *token,
                     struct decode_secret *secret)
{
	size_t start = token->start;

	for (size_t at = start; at <= token->end; at++) {
		if (at < token->end && !parts(text.ptr[at]))
			continue;
		if (in_piece(text, start, at, secret))
			return true;
		start = at + 1;
	}
	if (!is_under(slice_range(text, token->start, token->end), DECODE_CIPHER_ROT47, secret))
		return false;
	secret->start = token->start;
	secret->end += token->start;
	return true;
}

/* Has it as many letters, digits and signs of ASCII as the shortest key? */
static bool is_long_enough(struct slice token)
{
	size_t count = 0;

	if (token.len < TOKEN_MIN)
		return false;
	for (size_t i = 0; i < token.len; i++)
		count += (unsigned char)token.ptr[i] < 0x80;
	return count >= TOKEN_MIN;
}

bool decode_secret_next(struct slice text, size_t from, unsigned *tokens,
                        struct decode_secret *secret)
{
	struct decode_reads_token token;

	for (; *tokens < DECODE_SECRET_TOKENS && decode_reads_next_token(text, from, &token);
	     from = token.end) {
		if (!is_long_enough(slice_range(text, token.start, token.end)))
			continue;
		++*tokens;
		if (in_token(text, &token, secret))
			return true;
	}
	return false;
}

bool decode_secret_stands(struct slice text)
{
	for (size_t at = 0; at < text.len; at++) {
		struct reading reading = { .text = slice_from(text, at),
			                   .cipher = DECODE_CIPHER_COUNT };

		if ((at == 0 || decode_reads_is_space(text.ptr[at - 1]) ||
		     parts(text.ptr[at - 1])) &&
		    begins_with_key(&reading, true) > 0)
			return true;
	}
	return false;
}
