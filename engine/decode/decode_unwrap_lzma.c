/* SPDX-License-Identifier: Apache-2.0 */
/* xz (The .xz File Format 1.1.0) and the older .lzma ("alone"), by liblzma. Both name the
 * size of a dictionary in their headers; what names more than MEMORY_BYTES is not
 * inspected, and said to be so. */
#include "decode_unwrap.h"

#include <lzma.h>
#include <string.h>

#define USUAL_PROPERTIES 0x5D /* lc 3, lp 0, pb 2: what compressors write unless told */
#define MEMORY_BYTES     ((uint64_t)17 << 20)

struct unpacker {
	lzma_stream stream;
	bool        no_memory;
};

static void *lzma_take(void *opaque, size_t count, size_t size)
{
	return decode_unwrap_alloc(opaque, count, size);
}

static void lzma_give(void *opaque, void *memory)
{
	(void)opaque; /* the arena is rewound */
	(void)memory;
}

static bool step(void *state, char *bytes, size_t room, size_t *wrote)
{
	struct unpacker *unpacker = state;
	lzma_stream     *stream = &unpacker->stream;
	lzma_ret         code = LZMA_OK;

	stream->next_out = (uint8_t *)bytes;
	stream->avail_out = room;
	while (code == LZMA_OK && stream->avail_out > 0)
		code = lzma_code(stream, LZMA_FINISH);
	if (code == LZMA_MEM_ERROR || code == LZMA_MEMLIMIT_ERROR)
		unpacker->no_memory = true;
	*wrote = room - stream->avail_out;
	return code == LZMA_OK;
}

static enum decode_unwrap_result run(struct unpacker *unpacker, struct slice bytes,
                                     struct decode_sink *sink)
{
	enum decode_unwrap_result result;

	unpacker->stream.next_in = (const uint8_t *)bytes.ptr;
	unpacker->stream.avail_in = bytes.len;
	result = decode_unwrap_pump(step, unpacker, sink);
	return unpacker->no_memory ? DECODE_UNWRAP_FULL : result;
}

/* ---- xz ---- */

static bool xz_begins(struct slice bytes)
{
	return memcmp(bytes.ptr, "\xFD\x37\x7A\x58\x5A\x00", 6) == 0;
}

static enum decode_unwrap_result xz_open(struct slice bytes, struct arena *scratch,
                                         struct decode_sink *sink)
{
	lzma_allocator  allocator = { lzma_take, lzma_give, scratch };
	struct unpacker unpacker = { .stream = LZMA_STREAM_INIT };

	unpacker.stream.allocator = &allocator;
	if (lzma_stream_decoder(&unpacker.stream, MEMORY_BYTES,
	                        LZMA_CONCATENATED | LZMA_IGNORE_CHECK) != LZMA_OK)
		return DECODE_UNWRAP_FULL;
	return run(&unpacker, bytes, sink);
}

/* ---- lzma alone ---- */

/* Properties, which tables of zeros and small numbers do not have; the dictionary's size, a whole
 * number of 4 KiB; the length, or -1. */
static bool alone_begins(struct slice bytes)
{
	const uint8_t *head = (const uint8_t *)bytes.ptr;
	bool           unknown = true;
	bool           small = true;

	for (size_t i = 5; i < 12; i++) {
		unknown = unknown && head[i] == 0xFF;
		small = small && (i < 8 || head[i] == 0);
	}
	return head[0] == USUAL_PROPERTIES && head[1] == 0 && (head[2] & 0x0F) == 0 &&
	       (head[2] | head[3] | head[4]) != 0 && head[4] < 0x20 && (unknown || small);
}

static enum decode_unwrap_result alone_open(struct slice bytes, struct arena *scratch,
                                            struct decode_sink *sink)
{
	lzma_allocator  allocator = { lzma_take, lzma_give, scratch };
	struct unpacker unpacker = { .stream = LZMA_STREAM_INIT };

	unpacker.stream.allocator = &allocator;
	if (lzma_alone_decoder(&unpacker.stream, MEMORY_BYTES) != LZMA_OK)
		return DECODE_UNWRAP_FULL;
	return run(&unpacker, bytes, sink);
}

const struct decode_unwrap_kind decode_unwrap_xz = { .name = "xz",
	                                             .operation = TEXT_OPERATION_xz,
	                                             .signal = "bypass.encoding/xz",
	                                             .look = DECODE_UNWRAP_PACKED,
	                                             .begins = xz_begins,
	                                             .open = xz_open };

const struct decode_unwrap_kind decode_unwrap_lzma = { .name = "lzma",
	                                               .operation = TEXT_OPERATION_lzma,
	                                               .signal = "bypass.encoding/lzma",
	                                               .look = DECODE_UNWRAP_PACKED,
	                                               .begins = alone_begins,
	                                               .open = alone_open };
