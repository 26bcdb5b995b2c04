/* SPDX-License-Identifier: Apache-2.0 */
/* Compressed, then written in letters: gzip (RFC 1952), zlib (RFC 1950) and raw deflate
 * (RFC 1951), in base64 and in hex. */
#include "disguise_kind.h"

#include <assert.h>

#define ZLIB_CONST /* the input is read only */
#include <zlib.h>

/* windowBits of deflateInit2(). */
enum format { GZIP = 15 + 16, ZLIB = 15, RAW = -15 };

static void compress_as(struct slice plain, enum format format, struct buffer *out)
{
	z_stream stream = { 0 };
	uLong    bound;
	char    *room;
	int      status = deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, (int)format, 8,
	                               Z_DEFAULT_STRATEGY);

	assert(status == Z_OK);
	bound = deflateBound(&stream, (uLong)plain.len);
	room = buffer_reserve(out, bound);
	if (room != NULL) {
		stream.next_in = (const Bytef *)plain.ptr;
		stream.avail_in = (uInt)plain.len;
		stream.next_out = (Bytef *)room;
		stream.avail_out = (uInt)bound;
		status = deflate(&stream, Z_FINISH);
		assert(status == Z_STREAM_END);
		out->len += stream.total_out;
	}
	deflateEnd(&stream);
}

static void encode(struct slice plain, enum format                                        format,
                   void (*write)(struct slice, uint64_t, struct buffer *), struct buffer *out)
{
	struct buffer compressed;

	buffer_init_heap(&compressed);
	compress_as(plain, format, &compressed);
	write(buffer_slice(&compressed), 0, out);
	buffer_free(&compressed);
}

void disguise_base64_gzip(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, GZIP, disguise_base64, out);
}

void disguise_base64_zlib(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, ZLIB, disguise_base64, out);
}

void disguise_base64_url_zlib(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, ZLIB, disguise_base64_url, out);
}

void disguise_base64_deflate(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, RAW, disguise_base64, out);
}

void disguise_hex_gzip(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, GZIP, disguise_hex, out);
}

void disguise_hex_zlib(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, ZLIB, disguise_hex, out);
}

void disguise_base32_gzip(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, GZIP, disguise_base32, out);
}

void disguise_base85_zlib(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, ZLIB, disguise_base85, out);
}
