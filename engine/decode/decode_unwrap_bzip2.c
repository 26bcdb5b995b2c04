/* SPDX-License-Identifier: Apache-2.0 */
/* bzip2, by libbz2. A block takes up to four megabytes of memory to unpack, whatever its
 * length, so `small` is set: two bytes and a half for each of the block's. */
#include "decode_unwrap.h"

#include <bzlib.h>
#include <string.h>

static void *bzip2_alloc(void *opaque, int count, int size)
{
	return count < 0 || size < 0 ? NULL
	                             : decode_unwrap_alloc(opaque, (size_t)count, (size_t)size);
}

static void bzip2_free(void *opaque, void *memory)
{
	(void)opaque; /* the arena is rewound */
	(void)memory;
}

struct bunzipper {
	bz_stream stream;
	bool      no_memory;
};

static bool step(void *state, char *bytes, size_t room, size_t *wrote)
{
	struct bunzipper *bunzipper = state;
	bz_stream        *stream = &bunzipper->stream;
	int               code = BZ_OK;

	stream->next_out = bytes;
	stream->avail_out = (unsigned)room;
	while (code == BZ_OK && stream->avail_out > 0) {
		unsigned in = stream->avail_in;
		unsigned out = stream->avail_out;

		code = BZ2_bzDecompress(stream);
		if (code == BZ_OK && in == stream->avail_in && out == stream->avail_out)
			break; /* the input ends too early */
	}
	bunzipper->no_memory = code == BZ_MEM_ERROR;
	*wrote = room - stream->avail_out;
	return code == BZ_OK;
}

static bool begins(struct slice bytes)
{
	return memcmp(bytes.ptr, "BZh", 3) == 0 && bytes.ptr[3] >= '1' && bytes.ptr[3] <= '9' &&
	       memcmp(bytes.ptr + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0;
}

static enum decode_unwrap_result open_bytes(struct slice bytes, struct arena *scratch,
                                            struct decode_sink *sink)
{
	struct bunzipper          bunzipper = { .no_memory = false };
	enum decode_unwrap_result result;

	bunzipper.stream.bzalloc = bzip2_alloc;
	bunzipper.stream.bzfree = bzip2_free;
	bunzipper.stream.opaque = scratch;
	bunzipper.stream.next_in = (char *)(uintptr_t)bytes.ptr; /* only read */
	bunzipper.stream.avail_in = bytes.len > UINT32_MAX ? UINT32_MAX : (unsigned)bytes.len;
	if (BZ2_bzDecompressInit(&bunzipper.stream, 0, 1) != BZ_OK)
		return DECODE_UNWRAP_FULL;
	result = decode_unwrap_pump(step, &bunzipper, sink);
	return bunzipper.no_memory ? DECODE_UNWRAP_FULL : result;
}

const struct decode_unwrap_kind decode_unwrap_bzip2 = { .name = "bzip2",
	                                                .operation = TEXT_OPERATION_bzip2,
	                                                .signal = "bypass.encoding/bzip2",
	                                                .look = DECODE_UNWRAP_PACKED,
	                                                .begins = begins,
	                                                .open = open_bytes };
