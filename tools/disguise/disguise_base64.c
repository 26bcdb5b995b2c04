/* SPDX-License-Identifier: Apache-2.0 */
/* Base64: RFC 4648, section 4 (standard alphabet) and section 5 (url-safe), padded or
 * not; wrapped into short lines as RFC 2045 allows; in groups; word by word; in a data: URL
 * (RFC 2397) or a JSON Web Token (RFC 7519, unsecured); and with the alphabets of crypt(3),
 * of other programs and of a few that only circulate among people who hide things. */
#include "disguise_kind.h"

#include <string.h>

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
static const char url_safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";
static const char itoa64[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static const char bcrypt[] = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
static const char y64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
static const char xml_name[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.";
static const char z64[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/=";
static const char radix64[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/=";
static const char atom128[] = "/128GhIoPQROSTeUbADfgHijKLM+n0pFWXY456xyzB7=39VaqrstJklmNuZvwcdEC";
static const char megan35[] = "3GHIJKLMNOPQRSTUb=cdefghijklmnopWXYZ/12+406789VaqrstuvwxyzABCDEF5";
static const char zong22[] = "ZKj9n+yf0wDVX1s/5YbdxSo=ILaUpPBCHg8uvNO4klm6iJGhQ7eFrWczAMEq3RTt2";
static const char hazz15[] = "HNO4klm6ij9n+J2hyf0gzA8uvwDEq3X1Q7ZKeFrWcVTts/MRGYbdxSo=ILaUpPBC5";

/* `every` characters, then `between`; 0: never. */
struct groups {
	size_t      every;
	const char *between;
};

static const struct groups whole = { 0, "" };

static uint32_t byte_at(struct slice plain, size_t at)
{
	return at < plain.len ? (unsigned char)plain.ptr[at] : 0;
}

/* The padding is alphabet[64]. */
static void encode(struct slice plain, const char *alphabet, bool padded, struct groups groups,
                   struct buffer *out)
{
	size_t chars = 0;

	for (size_t at = 0; at < plain.len; at += 3) {
		uint32_t bits = byte_at(plain, at) << 16 | byte_at(plain, at + 1) << 8 |
		                byte_at(plain, at + 2);
		size_t bytes = plain.len - at < 3 ? plain.len - at : 3;

		for (unsigned i = 0; i < 4; i++, chars++) {
			if (i > bytes && !padded)
				break;
			if (groups.every > 0 && chars > 0 && chars % groups.every == 0)
				buffer_append_cstr(out, groups.between);
			buffer_append_char(out, i <= bytes ? alphabet[bits >> (18 - 6 * i) & 63]
			                                   : alphabet[64]);
		}
	}
}

void disguise_base64(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, standard, true, whole, out);
}

void disguise_base64_unpadded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, standard, false, whole, out);
}

void disguise_base64_url(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, url_safe, false, whole, out);
}

void disguise_base64_url_padded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, url_safe, true, whole, out);
}

/* Lines of 16 characters, or of a seed's choice up to the 76 of RFC 2045. */
void disguise_base64_wrapped(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, standard, true, (struct groups){ 4 * (4 + disguise_pick(&seed, 16)), "\n" },
	       out);
}

void disguise_base64_wrapped_cr(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, standard, true, (struct groups){ 20, "\r\n" }, out);
}

/* Groups of four, or of three to ten under a seed. */
void disguise_base64_spaced(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const size_t every[] = { 4, 8, 5, 10, 3 };

	encode(plain, standard, true, (struct groups){ every[disguise_pick(&seed, 5)], " " }, out);
}

void disguise_base64_letters_spaced(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, standard, true, (struct groups){ 1, " " }, out);
}

/* As string literals joined by an operator. */
void disguise_base64_quoted(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_char(out, '"');
	encode(plain, standard, true, (struct groups){ 12, "\" + \"" }, out);
	buffer_append_char(out, '"');
}

static void by_word(struct slice plain, bool padded, struct buffer *out)
{
	for (size_t at = 0; at < plain.len;) {
		if (at > 0)
			buffer_append_char(out, ' ');
		encode(disguise_next_word(plain, &at), standard, padded, whole, out);
	}
}

void disguise_base64_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	by_word(plain, true, out);
}

void disguise_base64_words_unpadded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	by_word(plain, false, out);
}

void disguise_base64_data_url(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_cstr(out, "data:text/plain;base64,");
	encode(plain, standard, true, whole, out);
}

void disguise_percent_data_url(struct slice plain, uint64_t seed, struct buffer *out)
{
	buffer_append_cstr(out, "data:text/plain,");
	disguise_percent(plain, seed, out);
}

void disguise_jwt(struct slice plain, uint64_t seed, struct buffer *out)
{
	struct buffer claims;

	(void)seed;
	buffer_init_heap(&claims);
	buffer_append_cstr(&claims, "{\"prompt\":\"");
	buffer_append(&claims, plain);
	buffer_append_cstr(&claims, "\"}");
	encode(SLICE_LIT("{\"alg\":\"none\"}"), url_safe, false, whole, out);
	buffer_append_char(out, '.');
	encode(buffer_slice(&claims), url_safe, false, whole, out);
	buffer_append_char(out, '.');
	buffer_free(&claims);
}

/* One to three letters that belong to nothing in front, so that groups begin elsewhere. */
void disguise_base64_glued(struct slice plain, uint64_t seed, struct buffer *out)
{
	buffer_append(out, slice_range(SLICE_LIT("abc"), 0, 1 + disguise_pick(&seed, 3)));
	encode(plain, standard, true, whole, out);
}

void disguise_base64_itoa64(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, itoa64, false, whole, out);
}

void disguise_base64_bcrypt(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, bcrypt, false, whole, out);
}

void disguise_base64_y64(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, y64, true, whole, out);
}

void disguise_base64_xml(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, xml_name, false, whole, out);
}

void disguise_base64_z64(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, z64, true, whole, out);
}

void disguise_base64_radix64(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, radix64, true, whole, out);
}

void disguise_base64_atom128(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, atom128, true, whole, out);
}

void disguise_base64_megan35(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, megan35, true, whole, out);
}

void disguise_base64_zong22(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, zong22, true, whole, out);
}

void disguise_base64_hazz15(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, hazz15, true, whole, out);
}
