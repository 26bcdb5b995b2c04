/* SPDX-License-Identifier: Apache-2.0 */
/* base32: RFC 4648, section 6, and section 7 with its extended hex alphabet; with the
 * alphabets of Crockford, without letters that look like digits, and of z-base-32; in
 * groups and lines. */
#include "disguise_kind.h"

static const char plain_upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
static const char plain_lower[] = "abcdefghijklmnopqrstuvwxyz234567";
static const char extended[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char z_base[] = "ybndrfg8ejkmcpqxot1uwisza345h769";

/* `every` characters, then `between`; 0: never. */
struct groups {
	size_t      every;
	const char *between;
};

static const struct groups whole = { 0, "" };

static void append_digit(struct buffer *out, char digit, struct groups groups, size_t *chars)
{
	if (groups.every > 0 && *chars > 0 && *chars % groups.every == 0)
		buffer_append_cstr(out, groups.between);
	buffer_append_char(out, digit);
	++*chars;
}

static void encode(struct slice plain, const char *alphabet, bool padded, struct groups groups,
                   struct buffer *out)
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t   chars = 0;

	for (size_t i = 0; i < plain.len; i++) {
		bits = (bits << 8 | (unsigned char)plain.ptr[i]) & 0xFFF;
		for (held += 8; held >= 5; held -= 5)
			append_digit(out, alphabet[bits >> (held - 5) & 31], groups, &chars);
	}
	if (held > 0)
		append_digit(out, alphabet[bits << (5 - held) & 31], groups, &chars);
	while (padded && chars % 8 != 0)
		append_digit(out, '=', groups, &chars);
}

void disguise_base32(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, plain_upper, true, whole, out);
}

void disguise_base32_lower_unpadded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, plain_lower, false, whole, out);
}

void disguise_base32_hex(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, extended, true, whole, out);
}

void disguise_base32_unpadded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, plain_upper, false, whole, out);
}

void disguise_base32_hex_lower(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, "0123456789abcdefghijklmnopqrstuv", false, whole, out);
}

void disguise_base32_spaced(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, plain_upper, true, (struct groups){ 8, " " }, out);
}

void disguise_base32_wrapped(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, plain_upper, true, (struct groups){ 16 + 8 * disguise_pick(&seed, 8), "\n" },
	       out);
}

void disguise_base32_crockford(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, crockford, false, whole, out);
}

void disguise_base32_z(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, z_base, false, whole, out);
}
