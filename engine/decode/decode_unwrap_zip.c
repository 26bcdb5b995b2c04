/* SPDX-License-Identifier: Apache-2.0 */
/* zip (PKWARE's APPNOTE 6.3, section 4.3.7): local headers from the start on, one member
 * after another, deflated or stored. Members that are text are read as lines of one; the
 * central directory, encryption and other methods are left alone. */
#include "decode_unwrap.h"

#include "decode_gate.h"

#include <string.h>

#define HEADER_BYTES     30
#define ENCRYPTED        1u
#define WITH_DESCRIPTOR  8u
#define METHOD_STORED    0u
#define METHOD_DEFLATED  8u
#define DESCRIPTOR_BYTES 16

struct member {
	unsigned flags;
	unsigned method;
	size_t   data;
	size_t   packed; /* 0 where only a descriptor knows */
};

static size_t number_at(struct slice bytes, size_t at, size_t width)
{
	size_t value = 0;

	for (size_t i = width; i-- > 0;)
		value = value << 8 | (uint8_t)bytes.ptr[at + i];
	return value;
}

static bool begins(struct slice bytes)
{
	return memcmp(bytes.ptr, "PK\x03\x04", 4) == 0;
}

static bool read_header(struct slice bytes, size_t at, struct member *member)
{
	if (bytes.len - at < HEADER_BYTES || !begins(slice_from(bytes, at)))
		return false;
	member->flags = (unsigned)number_at(bytes, at + 6, 2);
	member->method = (unsigned)number_at(bytes, at + 8, 2);
	member->packed = number_at(bytes, at + 18, 4);
	member->data = at + HEADER_BYTES + number_at(bytes, at + 26, 2) +
	               number_at(bytes, at + 28, 2);
	return member->data <= bytes.len && (member->flags & ENCRYPTED) == 0;
}

static enum decode_unwrap_result store(struct slice data, struct decode_sink *sink)
{
	size_t room = sink->cap - sink->len;
	size_t len = data.len < room ? data.len : room;

	if (len > 0)
		memcpy(sink->bytes + sink->len, data.ptr, len);
	sink->len += len;
	return len < data.len ? DECODE_UNWRAP_FULL : DECODE_UNWRAP_DONE;
}

/* Adds what a member holds; *used of its data were read. */
static enum decode_unwrap_result add_member(struct slice data, const struct member *member,
                                            struct arena *scratch, struct decode_sink *sink,
                                            size_t *used)
{
	const size_t              mark = arena_mark(scratch);
	enum decode_unwrap_result result;
	bool                      ended;

	*used = data.len;
	if (member->method == METHOD_STORED)
		return store(data, sink);
	if (member->method != METHOD_DEFLATED)
		return DECODE_UNWRAP_REFUSED;
	result = decode_unwrap_inflate(data, -15, scratch, sink, used, &ended);
	arena_rewind(scratch, mark);
	return result;
}

/* Where the next header may stand; a descriptor has a signature or has not. */
static size_t behind(struct slice bytes, const struct member *member, size_t used)
{
	size_t at = member->data + (member->packed > 0 ? member->packed : used);

	if ((member->flags & WITH_DESCRIPTOR) == 0)
		return at;
	at = member->data + used;
	if (bytes.len > at + DESCRIPTOR_BYTES && memcmp(bytes.ptr + at, "PK\x07\x08", 4) == 0)
		return at + DESCRIPTOR_BYTES;
	return at + DESCRIPTOR_BYTES - 4;
}

static enum decode_unwrap_result open_bytes(struct slice bytes, struct arena *scratch,
                                            struct decode_sink *sink)
{
	struct member member;

	for (size_t at = 0; at < bytes.len && read_header(bytes, at, &member);) {
		struct slice data = slice_from(bytes, member.data);
		size_t       before = sink->len;
		size_t       used;

		if (member.packed > 0 && member.packed < data.len)
			data.len = member.packed;
		if (sink->len > 0 && sink->len < sink->cap)
			sink->bytes[sink->len++] = '\n';
		before = sink->len;
		switch (add_member(data, &member, scratch, sink, &used)) {
		case DECODE_UNWRAP_FULL:
			return DECODE_UNWRAP_FULL;
		case DECODE_UNWRAP_REFUSED:
			sink->len = before;
			break;
		case DECODE_UNWRAP_DONE:
			if (!decode_gate_is_text(slice_range(
				    (struct slice){ sink->bytes, sink->len }, before, sink->len)))
				sink->len = before;
			break;
		}
		at = behind(bytes, &member, used);
	}
	return sink->len > 0 ? DECODE_UNWRAP_DONE : DECODE_UNWRAP_REFUSED;
}

const struct decode_unwrap_kind decode_unwrap_zip = { .name = "zip",
	                                              .operation = TEXT_OPERATION_zip,
	                                              .signal = "bypass.encoding/zip",
	                                              .look = DECODE_UNWRAP_PACKED,
	                                              .begins = begins,
	                                              .open = open_bytes };
