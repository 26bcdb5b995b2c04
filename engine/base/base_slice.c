/* SPDX-License-Identifier: Apache-2.0 */
#include "base_slice.h"

#include <assert.h>
#include <string.h>

struct slice slice_from_cstr(const char *cstr)
{
	if (cstr == NULL)
		return SLICE_NONE;
	return (struct slice){ cstr, strlen(cstr) };
}

bool slice_equal_cstr(struct slice a, const char *cstr)
{
	return slice_equal(a, slice_from_cstr(cstr));
}

int slice_compare(struct slice a, struct slice b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int    order = shorter == 0 ? 0 : memcmp(a.ptr, b.ptr, shorter);

	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool slice_starts_with(struct slice whole, struct slice prefix)
{
	return whole.len >= prefix.len && slice_equal(slice_range(whole, 0, prefix.len), prefix);
}

bool slice_ends_with(struct slice whole, struct slice suffix)
{
	return whole.len >= suffix.len &&
	       slice_equal(slice_from(whole, whole.len - suffix.len), suffix);
}

size_t slice_find(struct slice whole, struct slice needle, size_t from)
{
	const char *found;

	if (from > whole.len)
		return SIZE_MAX;
	if (needle.len == 0)
		return from;
	if (needle.len > whole.len - from)
		return SIZE_MAX;
	found = memmem(whole.ptr + from, whole.len - from, needle.ptr, needle.len);
	return found == NULL ? SIZE_MAX : (size_t)(found - whole.ptr);
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct slice slice_trim(struct slice s)
{
	size_t start = 0;
	size_t end = s.len;

	while (start < end && is_blank(s.ptr[start]))
		start++;
	while (end > start && is_blank(s.ptr[end - 1]))
		end--;
	return slice_range(s, start, end);
}

/* The last 1 to 8 bytes, when there are no more; of 4 to 7 the middle twice. */
static uint64_t short_word(const char *bytes, size_t len)
{
	uint32_t first;
	uint32_t last;

	if (len < 4)
		return (uint64_t)(unsigned char)bytes[0] << 16 |
		       (uint64_t)(unsigned char)bytes[len / 2] << 8 | (unsigned char)bytes[len - 1];
	memcpy(&first, bytes, sizeof first);
	memcpy(&last, bytes + len - sizeof last, sizeof last);
	return (uint64_t)first << 32 | last;
}

static uint64_t hash_mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

uint64_t slice_hash(struct slice s)
{
	uint64_t hash = hash_mix(UINT64_C(0xcbf29ce484222325), s.len);
	uint64_t word;

	for (size_t i = 0; i + sizeof word <= s.len; i += sizeof word) {
		memcpy(&word, s.ptr + i, sizeof word);
		hash = hash_mix(hash, word);
	}
	if (s.len >= sizeof word)
		memcpy(&word, s.ptr + s.len - sizeof word, sizeof word);
	else if (s.len > 0)
		word = short_word(s.ptr, s.len);
	else
		word = 0;
	hash = hash_mix(hash, word) * UINT64_C(0xbf58476d1ce4e5b9);
	return hash ^ hash >> 29;
}
