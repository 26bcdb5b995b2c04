/* SPDX-License-Identifier: Apache-2.0 */
/* The arena is one private, unreserved mapping of its full cap. The kernel gives
 * it pages when they are first written, so a cap of 64 MiB that meets prompts of
 * 2 KiB holds a few pages. Every block starts at a multiple of 16, so that
 *
 *     a = arena_alloc(arena, 1, 5);     base + 0 .. 5     (rounded up to 16)
 *     b = arena_alloc(arena, 1, 40);    base + 16 .. 56   (rounded up to 64)
 *
 * and `used_bytes` is always such a multiple. Resetting moves `used_bytes` to 0 and
 * keeps the first MiB resident: giving pages back costs a system call and a fault
 * each, which an ordinary prompt should not pay.
 *
 * Under AddressSanitizer every byte that is not handed out is poisoned, the gap
 * behind a block included: a pointer kept beyond its lifetime, or a write one past the end,
 * stops the test that did it. */
#include "base_arena.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(memory, bytes)   __asan_poison_memory_region((memory), (bytes))
#define UNPOISON(memory, bytes) __asan_unpoison_memory_region((memory), (bytes))
#else
#define POISON(memory, bytes)   ((void)(memory), (void)(bytes))
#define UNPOISON(memory, bytes) ((void)(memory), (void)(bytes))
#endif

enum { ALIGNMENT = 16, RESIDENT_BYTES = 1024 * 1024 };

static size_t round_up(size_t bytes)
{
	return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

bool arena_open(struct arena *arena, size_t cap_bytes)
{
	void *memory;

	*arena = (struct arena){ 0 };
	if (cap_bytes == 0 || cap_bytes > SIZE_MAX / 2)
		return false;
	cap_bytes = round_up(cap_bytes);
	memory = mmap(NULL, cap_bytes, PROT_READ | PROT_WRITE,
	              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		return false;
	arena->base = memory;
	arena->cap_bytes = cap_bytes;
	POISON(arena->base, cap_bytes);
	return true;
}

void arena_close(struct arena *arena)
{
	if (arena->base != NULL) {
		UNPOISON(arena->base, arena->cap_bytes);
		munmap(arena->base, arena->cap_bytes);
	}
	*arena = (struct arena){ 0 };
}

static void use(struct arena *arena, size_t used_bytes)
{
	arena->used_bytes = used_bytes;
	if (used_bytes > arena->peak_bytes)
		arena->peak_bytes = used_bytes;
}

static void *take(struct arena *arena, size_t bytes)
{
	char *memory;

	/* The room left is a multiple of 16, so what fits still fits when rounded up. */
	if (arena->base == NULL || bytes > arena->cap_bytes - arena->used_bytes) {
		arena->overflowed = true;
		return NULL;
	}
	memory = arena->base + arena->used_bytes;
	use(arena, arena->used_bytes + round_up(bytes));
	UNPOISON(memory, bytes);
	return memory;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2) {
		arena->overflowed = true;
		return NULL;
	}
	return take(arena, bytes);
}

void *arena_alloc_zero(struct arena *arena, size_t count, size_t size)
{
	void *memory = arena_alloc(arena, count, size);

	if (memory != NULL)
		memset(memory, 0, count * size);
	return memory;
}

struct slice arena_copy(struct arena *arena, struct slice bytes)
{
	char *copy = arena_alloc(arena, bytes.len, 1);

	if (copy == NULL)
		return SLICE_NONE;
	if (bytes.len > 0)
		memcpy(copy, bytes.ptr, bytes.len);
	return (struct slice){ copy, bytes.len };
}

static bool is_last(const struct arena *arena, const char *memory, size_t bytes)
{
	return memory + round_up(bytes) == arena->base + arena->used_bytes;
}

static void *resize_last(struct arena *arena, char *memory, size_t old_bytes, size_t new_bytes)
{
	size_t start = (size_t)(memory - arena->base);

	if (new_bytes > arena->cap_bytes - start) {
		arena->overflowed = true;
		return NULL;
	}
	use(arena, start + round_up(new_bytes));
	if (new_bytes < old_bytes)
		POISON(memory + new_bytes, old_bytes - new_bytes);
	UNPOISON(memory, new_bytes);
	return memory;
}

void *arena_resize(struct arena *arena, void *memory, size_t old_bytes, size_t new_bytes)
{
	void *moved;

	if (memory == NULL)
		return arena_alloc(arena, new_bytes, 1);
	if (new_bytes > SIZE_MAX / 2) {
		arena->overflowed = true;
		return NULL;
	}
	if (is_last(arena, memory, old_bytes))
		return resize_last(arena, memory, old_bytes, new_bytes);
	moved = take(arena, new_bytes);
	if (moved != NULL)
		memcpy(moved, memory, old_bytes < new_bytes ? old_bytes : new_bytes);
	return moved;
}

size_t arena_mark(const struct arena *arena)
{
	return arena->used_bytes;
}

void arena_rewind(struct arena *arena, size_t mark)
{
	assert(mark <= arena->used_bytes);
	if (arena->base != NULL)
		POISON(arena->base + mark, arena->used_bytes - mark);
	arena->used_bytes = mark;
}

void arena_reset(struct arena *arena)
{
	if (arena->peak_bytes > RESIDENT_BYTES)
		madvise(arena->base + RESIDENT_BYTES, arena->peak_bytes - RESIDENT_BYTES,
		        MADV_DONTNEED);
	arena_rewind(arena, 0);
	arena->peak_bytes = 0;
	arena->overflowed = false;
}
