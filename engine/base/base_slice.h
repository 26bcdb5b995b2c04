/* SPDX-License-Identifier: Apache-2.0 */
/* A slice is a run of bytes to read: prompts, rule text, JSON. It is passed by
 * value, borrows its bytes, may hold NUL and may be empty with a NULL pointer.
 * It is never NUL-terminated: strlen, strstr and %s do not work on it (print
 * it with "%.*s" and SLICE_ARG). */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *ptr;
	size_t      len;
};

/* In a static table; in an expression (gcc's -Wpedantic rejects a compound
 * literal in a static initialiser). The argument must be a string literal. */
#define SLICE_INIT(s)                                                                              \
	{                                                                                          \
		"" s, sizeof(s) - 1                                                                \
	}
#define SLICE_LIT(s) ((struct slice)SLICE_INIT(s))
#define SLICE_NONE   ((struct slice){ 0 })

/* The two arguments of "%.*s". */
#define SLICE_ARG(s) (int)(s).len, (s).len > 0 ? (s).ptr : ""

/* Borrows a NUL-terminated string; NULL gives an empty slice. */
struct slice slice_from_cstr(const char *cstr);

/* The half-open byte range [start, end) of `whole`; asserts start <= end <= len. Here, because
 * it is asked for everywhere and a call would cost more than the answer. */
static inline struct slice slice_range(struct slice whole, size_t start, size_t end)
{
	assert(start <= end);
	assert(end <= whole.len);
	if (whole.ptr == NULL)
		return SLICE_NONE;
	return (struct slice){ whole.ptr + start, end - start };
}

/* From `start` to the end; asserts start <= len. */
static inline struct slice slice_from(struct slice whole, size_t start)
{
	return slice_range(whole, start, whole.len);
}

/* Byte-wise; two empty slices are equal whatever their pointers. */
static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool slice_equal_cstr(struct slice a, const char *cstr);

/* < 0, 0, > 0 as memcmp, a shorter prefix sorts first. */
int slice_compare(struct slice a, struct slice b);

bool slice_starts_with(struct slice whole, struct slice prefix);
bool slice_ends_with(struct slice whole, struct slice suffix);

/* Offset of the first `needle` at or after `from`, or SIZE_MAX. An empty
 * needle is found at `from`. */
size_t slice_find(struct slice whole, struct slice needle, size_t from);

/* Without ASCII space, tab, CR, LF at both ends. */
struct slice slice_trim(struct slice s);

/* 64-bit hash for look-ups in tables that no attacker fills (FNV-1a with a
 * final mix). Equal hashes prove nothing: compare the bytes. */
uint64_t slice_hash(struct slice s);

#endif
