/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_kind.h"

#include <assert.h>
#include <string.h>

static const struct decode_kind *const kinds[] = {
#define KIND(name) &decode_##name,
#include "decode_kind.def"
#undef KIND
};

_Static_assert(sizeof kinds / sizeof kinds[0] <= DECODE_KIND_MAX,
               "a set of decoders has so many bits");

size_t decode_kind_room(const struct decode_kind *kind, size_t run_bytes)
{
	return run_bytes * (kind->growth == 0 ? 1 : kind->growth);
}

size_t decode_kind_count(void)
{
	return sizeof kinds / sizeof kinds[0];
}

const struct decode_kind *decode_kind_at(size_t index)
{
	return index < decode_kind_count() ? kinds[index] : NULL;
}

void decode_sink_put(struct decode_sink *sink, struct slice bytes, size_t start, size_t end,
                     text_operations operations, text_operations inside_word)
{
	assert(bytes.len <= sink->cap - sink->len);
	if (bytes.len > 0)
		memcpy(sink->bytes + sink->len, bytes.ptr, bytes.len);
	if (sink->map != NULL) {
		struct text_segment segment = { .start = sink->len,
			                        .source_start = start,
			                        .source_end = end,
			                        .operations = operations,
			                        .inside_word = inside_word,
			                        .exact = true };

		text_map_add(sink->map, &segment, bytes.len);
	}
	sink->len += bytes.len;
}

void decode_sink_copy(struct decode_sink *sink, struct slice encoded, size_t start, size_t end)
{
	struct slice bytes = slice_range(encoded, start, end);

	assert(bytes.len <= sink->cap - sink->len);
	if (bytes.len == 0)
		return;
	memcpy(sink->bytes + sink->len, bytes.ptr, bytes.len);
	if (sink->map != NULL) {
		struct text_segment segment = { .start = sink->len,
			                        .source_start = start,
			                        .source_end = end,
			                        .linear = true,
			                        .exact = true };

		text_map_add(sink->map, &segment, bytes.len);
	}
	sink->len += bytes.len;
}

void decode_sink_drop(struct decode_sink *sink, size_t start, size_t end,
                      text_operations operations, text_operations inside_word)
{
	struct text_segment nothing = { .start = sink->len,
		                        .source_start = start,
		                        .source_end = end,
		                        .operations = operations,
		                        .inside_word = inside_word,
		                        .exact = true };

	text_map_add(sink->map, &nothing, 0);
}
