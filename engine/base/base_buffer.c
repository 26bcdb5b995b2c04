/* SPDX-License-Identifier: Apache-2.0 */
#include "base_buffer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BYTES = 256 };

void buffer_init_heap(struct buffer *buffer)
{
	*buffer = (struct buffer){ 0 };
}

void buffer_init_arena(struct buffer *buffer, struct arena *arena)
{
	assert(arena != NULL);
	*buffer = (struct buffer){ .arena = arena };
}

void buffer_init_fixed(struct buffer *buffer, char *memory, size_t cap_bytes)
{
	*buffer = (struct buffer){ .ptr = memory, .cap = cap_bytes, .fixed = true };
}

void buffer_free(struct buffer *buffer)
{
	if (buffer->arena == NULL && !buffer->fixed)
		free(buffer->ptr);
	*buffer = (struct buffer){ 0 };
}

void buffer_clear(struct buffer *buffer)
{
	buffer->len = 0;
	buffer->failed = false;
}

static bool grow(struct buffer *buffer, size_t needed)
{
	size_t cap = buffer->cap < FIRST_BYTES ? FIRST_BYTES : buffer->cap * 2;
	char  *moved;

	if (buffer->fixed)
		return false;
	if (cap < needed)
		cap = needed;
	if (buffer->arena != NULL)
		moved = arena_resize(buffer->arena, buffer->ptr, buffer->cap, cap);
	else
		moved = realloc(buffer->ptr, cap);
	if (moved == NULL)
		return false;
	buffer->ptr = moved;
	buffer->cap = cap;
	return true;
}

static char *make_room(struct buffer *buffer, size_t bytes)
{
	if (!buffer->failed && bytes <= SIZE_MAX / 4 - buffer->len &&
	    grow(buffer, buffer->len + bytes))
		return buffer->ptr + buffer->len;
	buffer->failed = true;
	return NULL;
}

/* Inline where it is used below: answers and records are made of small pieces. */
static inline char *room_for(struct buffer *buffer, size_t bytes)
{
	if (!buffer->failed && bytes <= buffer->cap - buffer->len && buffer->ptr != NULL)
		return buffer->ptr + buffer->len;
	return make_room(buffer, bytes);
}

char *buffer_reserve(struct buffer *buffer, size_t bytes)
{
	return room_for(buffer, bytes);
}

void buffer_append(struct buffer *buffer, struct slice bytes)
{
	char *room;

	if (bytes.len == 0)
		return;
	room = room_for(buffer, bytes.len);
	if (room == NULL)
		return;
	memcpy(room, bytes.ptr, bytes.len);
	buffer->len += bytes.len;
}

void buffer_append_cstr(struct buffer *buffer, const char *cstr)
{
	buffer_append(buffer, slice_from_cstr(cstr));
}

void buffer_append_char(struct buffer *buffer, char byte)
{
	char *room = room_for(buffer, 1);

	if (room == NULL)
		return;
	*room = byte;
	buffer->len++;
}

void buffer_append_u64(struct buffer *buffer, uint64_t value)
{
	char   digits[20];
	size_t start = sizeof digits;

	do {
		digits[--start] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	buffer_append(buffer, (struct slice){ digits + start, sizeof digits - start });
}

void buffer_append_format(struct buffer *buffer, const char *format, ...)
{
	char    text[256];
	va_list arguments;
	char   *room;
	int     len;

	va_start(arguments, format);
	len = vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (len < 0) {
		buffer->failed = true;
		return;
	}
	if ((size_t)len < sizeof text) {
		buffer_append(buffer, (struct slice){ text, (size_t)len });
		return;
	}
	room = buffer_reserve(buffer, (size_t)len + 1);
	if (room == NULL)
		return;
	va_start(arguments, format);
	vsnprintf(room, (size_t)len + 1, format, arguments);
	va_end(arguments);
	buffer->len += (size_t)len;
}

struct slice buffer_slice(const struct buffer *buffer)
{
	return (struct slice){ buffer->ptr, buffer->len };
}
