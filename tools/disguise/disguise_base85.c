/* SPDX-License-Identifier: Apache-2.0 */
/* Four bytes as five digits of base 85, most significant first; a rest of n bytes as n + 1
 * digits. The alphabets: Ascii85 (btoa, and Adobe's PostScript Language Reference, third
 * edition, section 3.13.3: z for four zero bytes, <~ and ~> around); Z85 (ZeroMQ RFC 32);
 * RFC 1924, which Python calls b85. */
#include "disguise_kind.h"

static const char z85[] =
	"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
static const char rfc1924[] =
	"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

static void append_group(struct slice group, const char *alphabet, struct buffer *out)
{
	uint32_t bits = 0;
	unsigned digits[5];

	for (size_t i = 0; i < 4; i++)
		bits = bits << 8 | (i < group.len ? (unsigned char)group.ptr[i] : 0);
	if (alphabet == NULL && bits == 0 && group.len == 4) {
		buffer_append_char(out, 'z');
		return;
	}
	for (size_t i = 5; i-- > 0; bits /= 85)
		digits[i] = bits % 85;
	for (size_t i = 0; i < group.len + 1; i++)
		buffer_append_char(out, alphabet == NULL ? (char)('!' + digits[i])
		                                         : alphabet[digits[i]]);
}

/* Without an alphabet: Ascii85. */
static void encode(struct slice plain, const char *alphabet, struct buffer *out)
{
	for (size_t at = 0; at < plain.len; at += 4)
		append_group(slice_range(plain, at, plain.len - at < 4 ? plain.len : at + 4),
		             alphabet, out);
}

bool disguise_accepts_z85(struct slice plain)
{
	return plain.len > 0 && plain.len % 4 == 0;
}

void disguise_ascii85(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, NULL, out);
}

void disguise_ascii85_framed(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_cstr(out, "<~");
	encode(plain, NULL, out);
	buffer_append_cstr(out, "~>");
}

/* As the standard has it: whole groups only. */
void disguise_z85(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, z85, out);
}

/* As tools do it: a rest as in Ascii85. */
void disguise_z85_rest(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, z85, out);
}

void disguise_base85(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, rfc1924, out);
}
