/* SPDX-License-Identifier: Apache-2.0 */
/* gzip (RFC 1952), zlib (RFC 1950) and raw deflate (RFC 1951), by zlib.
 *
 * Raw deflate has no signature, but its first block says how the codes are made: in twelve
 * bytes stand all lengths of the code for code lengths, and they fill their tree exactly or
 * zlib refuses too; a block of fixed codes begins with literals, which are text, and matches
 * reach back to them. */
#include "decode_unwrap.h"

#include <zlib.h>

#define GZIP_WINDOW    (15 + 16)
#define ZLIB_WINDOW    15
#define RAW_WINDOW     (-15)
#define FIXED_LITERALS 3 /* before the first match, or the end */
#define HEAD_BITS      (8 * DECODE_UNWRAP_HEAD)
#define WHOLE_CODE     21 /* bits of a length and its distance at most, near enough */

struct inflater {
	z_stream stream;
	bool     is_gzip;
	bool     ended;
};

static void *zlib_alloc(void *opaque, unsigned count, unsigned size)
{
	return decode_unwrap_alloc(opaque, count, size);
}

static void zlib_free(void *opaque, void *memory)
{
	(void)opaque; /* the arena is rewound */
	(void)memory;
}

/* One gzip member may follow another. */
static bool next_member(struct inflater *inflater)
{
	z_stream *stream = &inflater->stream;

	return inflater->is_gzip && stream->avail_in > 2 && stream->next_in[0] == 0x1F &&
	       stream->next_in[1] == 0x8B && inflateReset(stream) == Z_OK;
}

static bool step(void *state, char *bytes, size_t room, size_t *wrote)
{
	struct inflater *inflater = state;
	z_stream        *stream = &inflater->stream;
	int              code = Z_OK;

	stream->next_out = (Bytef *)bytes;
	stream->avail_out = (uInt)room;
	while (code == Z_OK && stream->avail_out > 0) {
		code = inflate(stream, Z_NO_FLUSH);
		if (code == Z_STREAM_END && next_member(inflater))
			code = Z_OK;
	}
	inflater->ended = code == Z_STREAM_END;
	*wrote = room - stream->avail_out;
	return code == Z_OK;
}

enum decode_unwrap_result decode_unwrap_inflate(struct slice bytes, int window_bits,
                                                struct arena *scratch, struct decode_sink *sink,
                                                size_t *used, bool *ended)
{
	struct inflater           inflater = { .is_gzip = window_bits == GZIP_WINDOW };
	enum decode_unwrap_result result;
	uInt                      len = bytes.len > UINT32_MAX ? UINT32_MAX : (uInt)bytes.len;

	inflater.stream.zalloc = zlib_alloc;
	inflater.stream.zfree = zlib_free;
	inflater.stream.opaque = scratch;
	inflater.stream.next_in = (Bytef *)(uintptr_t)bytes.ptr; /* only read */
	inflater.stream.avail_in = len;
	*used = 0;
	*ended = false;
	if (inflateInit2(&inflater.stream, window_bits) != Z_OK)
		return DECODE_UNWRAP_FULL;
	result = decode_unwrap_pump(step, &inflater, sink);
	*used = len - inflater.stream.avail_in;
	*ended = inflater.ended;
	return result;
}

/* ---- gzip, zlib ---- */

static uint8_t byte_at(struct slice bytes, size_t at)
{
	return (uint8_t)bytes.ptr[at];
}

static bool gzip_begins(struct slice bytes)
{
	return byte_at(bytes, 0) == 0x1F && byte_at(bytes, 1) == 0x8B && byte_at(bytes, 2) == 8 &&
	       (byte_at(bytes, 3) & 0xE0) == 0;
}

static enum decode_unwrap_result gzip_open(struct slice bytes, struct arena *scratch,
                                           struct decode_sink *sink)
{
	size_t used;
	bool   ended;

	return decode_unwrap_inflate(bytes, GZIP_WINDOW, scratch, sink, &used, &ended);
}

/* ---- raw deflate ---- */

struct bits {
	struct slice bytes;
	size_t       at;
};

/* Up to 16 bits, low bit first; zeros behind the end. */
static unsigned take_bits(struct bits *bits, unsigned count)
{
	unsigned value = 0;

	for (unsigned i = 0; i < count; i++, bits->at++)
		if (bits->at / 8 < bits->bytes.len)
			value |= (byte_at(bits->bytes, bits->at / 8) >> bits->at % 8 & 1u) << i;
	return value;
}

/* Codes stand with their high bit first. */
static unsigned take_code(struct bits *bits, unsigned count)
{
	unsigned code = 0;

	for (unsigned bit = 0; bit < count; bit++)
		code = code << 1 | take_bits(bits, 1);
	return code;
}

/* The distance of a match whose length has the seven-bit code, is it in the `count` bytes
 * that there are? (RFC 1951, section 3.2.5) */
static bool reaches_back(struct bits *bits, unsigned length, unsigned count)
{
	static const unsigned far[] = { 1, 2, 3, 4, 5, 7, 9, 13 };
	unsigned              code;

	(void)take_bits(bits, length < 9 ? 0 : (length - 5) / 4);
	code = take_code(bits, 5);
	return code < sizeof far / sizeof far[0] && far[code] <= count;
}

/* Is the byte one of text, of which `due` are to come of a character outside ASCII? */
static bool is_of_text(unsigned byte, unsigned *due)
{
	if (*due > 0) {
		--*due;
		return byte >= 0x80 && byte < 0xC0;
	}
	if (byte >= 0xC2 && byte < 0xF5) {
		*due = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
		return true;
	}
	return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t' || byte == '\r';
}

/* All codes of the fixed tree that the first bytes hold: text, and what repeats it. 7 bits from
 * 0000001 on are lengths, 8 from 00110000 on bytes 0 to 143, 9 from 110010000 on the others. */
static bool begins_fixed(struct bits *bits)
{
	const size_t end = bits->bytes.len * 8 < HEAD_BITS ? bits->bytes.len * 8 : HEAD_BITS;
	unsigned     due = 0;

	for (unsigned count = 0; bits->at + WHOLE_CODE <= end; count++) {
		unsigned code = take_code(bits, 7);
		unsigned byte;

		if (code == 0)
			return count >= FIXED_LITERALS;
		if (code < 0x18)
			return count >= FIXED_LITERALS && reaches_back(bits, code, count);
		byte = code << 1 | take_bits(bits, 1);
		if (byte >= 0xC0 && byte < 0xC8)
			return false;
		byte = byte < 0xC0 ? byte - 0x30 : (byte << 1 | take_bits(bits, 1)) - 0x100;
		if (!is_of_text(byte, &due))
			return false;
	}
	return true;
}

/* The lengths of the code for code lengths fill 128 of 128 places. */
static bool begins_dynamic(struct bits *bits)
{
	unsigned literals = take_bits(bits, 5);
	unsigned distances = take_bits(bits, 5);
	unsigned lengths = take_bits(bits, 4) + 4;
	unsigned filled = 0;

	if (literals > 29 || distances > 29)
		return false;
	for (unsigned i = 0; i < lengths; i++) {
		unsigned length = take_bits(bits, 3);

		filled += length == 0 ? 0 : 128u >> length;
	}
	return filled == 128;
}

static bool blocks_begin(struct bits bits)
{
	unsigned type;

	(void)take_bits(&bits, 1);
	type = take_bits(&bits, 2);
	return type == 1 ? begins_fixed(&bits) : type == 2 && begins_dynamic(&bits);
}

static bool deflate_begins(struct slice bytes)
{
	return blocks_begin((struct bits){ .bytes = bytes });
}

static bool zlib_begins(struct slice bytes)
{
	unsigned    method = byte_at(bytes, 0);
	unsigned    flags = byte_at(bytes, 1);
	struct bits bits = { .bytes = slice_from(bytes, 2) };

	if ((method & 0x0F) != 8 || method >> 4 > 7 || (flags & 0x20) != 0 ||
	    (method << 8 | flags) % 31 != 0)
		return false;
	return (byte_at(bytes, 2) & 6) == 0 || (byte_at(bytes, 2) & 6) == 2 || blocks_begin(bits);
}

static enum decode_unwrap_result zlib_open(struct slice bytes, struct arena *scratch,
                                           struct decode_sink *sink)
{
	size_t used;
	bool   ended;

	return decode_unwrap_inflate(bytes, ZLIB_WINDOW, scratch, sink, &used, &ended);
}

/* All of the input, to the end of the last block. */
static enum decode_unwrap_result deflate_open(struct slice bytes, struct arena *scratch,
                                              struct decode_sink *sink)
{
	size_t                    used;
	bool                      ended;
	enum decode_unwrap_result result = decode_unwrap_inflate(bytes, RAW_WINDOW, scratch, sink,
	                                                         &used, &ended);

	if (result == DECODE_UNWRAP_DONE && !(ended && used == bytes.len))
		return DECODE_UNWRAP_REFUSED;
	return result;
}

const struct decode_unwrap_kind decode_unwrap_gzip = { .name = "gzip",
	                                               .operation = TEXT_OPERATION_gzip,
	                                               .signal = "bypass.encoding/gzip",
	                                               .look = DECODE_UNWRAP_PACKED,
	                                               .begins = gzip_begins,
	                                               .open = gzip_open };

const struct decode_unwrap_kind decode_unwrap_zlib = { .name = "zlib",
	                                               .operation = TEXT_OPERATION_zlib,
	                                               .signal = "bypass.encoding/zlib",
	                                               .look = DECODE_UNWRAP_PACKED,
	                                               .begins = zlib_begins,
	                                               .open = zlib_open };

const struct decode_unwrap_kind decode_unwrap_deflate = { .name = "deflate",
	                                                  .operation = TEXT_OPERATION_deflate,
	                                                  .signal = "bypass.encoding/deflate",
	                                                  .look = DECODE_UNWRAP_PACKED,
	                                                  .begins = deflate_begins,
	                                                  .open = deflate_open };
