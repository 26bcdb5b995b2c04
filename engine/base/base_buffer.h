/* SPDX-License-Identifier: Apache-2.0 */
/* A buffer is a growing run of bytes to write: an answer, a record, a message.
 *
 * It grows on the heap, in an arena, or not at all (fixed memory). The first
 * append that does not fit sets `failed` and is dropped whole, as is every later
 * one: write freely, test `failed` once at the end. Not thread-safe. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
	char         *ptr;
	size_t        len;
	size_t        cap;
	struct arena *arena; /* NULL: heap or fixed */
	bool          fixed;
	bool          failed;
};

void buffer_init_heap(struct buffer *buffer);
void buffer_init_arena(struct buffer *buffer, struct arena *arena);
void buffer_init_fixed(struct buffer *buffer, char *memory, size_t cap_bytes);

/* Frees heap memory; harmless on the other two kinds. The struct is zeroed. */
void buffer_free(struct buffer *buffer);

/* len = 0 and failed = false; the memory is kept. */
void buffer_clear(struct buffer *buffer);

void buffer_append(struct buffer *buffer, struct slice bytes);
void buffer_append_cstr(struct buffer *buffer, const char *cstr);
void buffer_append_char(struct buffer *buffer, char byte);
void buffer_append_u64(struct buffer *buffer, uint64_t value);
void buffer_append_format(struct buffer *buffer, const char *format, ...) PRINTF_FORMAT(2, 3);

/* Makes room for `bytes` more and returns where they go, or NULL (failed is
 * set). The caller adds what it wrote to `len`. */
char *buffer_reserve(struct buffer *buffer, size_t bytes);

/* Borrowed; valid until the next append. */
struct slice buffer_slice(const struct buffer *buffer);

#endif
