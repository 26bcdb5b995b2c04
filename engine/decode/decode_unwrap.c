/* SPDX-License-Identifier: Apache-2.0 */
/* Layers off, one after another. Room for what comes out is reserved first, at its most (an
 * arena costs only what is touched), the memory of a library behind it; afterwards all but
 * the bytes themselves is given back. */
#include "decode_unwrap.h"

#include "decode_gate.h"

#include <assert.h>

#define FIRST_BYTES 1024
#define SMALL_BYTES 256 /* what may come from very little */
#define BYTES_MIN   4
#define SPARE_BYTES 4096 /* of the arena, for what alignment takes */

static const struct decode_unwrap_kind *const kinds[] = {
#define UNWRAP(name) &decode_unwrap_##name,
#include "decode_unwrap.def"
#undef UNWRAP
};

#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

_Static_assert(KIND_COUNT <= DECODE_UNWRAP_MAX, "counts are by row");

size_t decode_unwrap_count(void)
{
	return KIND_COUNT;
}

const struct decode_unwrap_kind *decode_unwrap_at(size_t index)
{
	return index < KIND_COUNT ? kinds[index] : NULL;
}

enum decode_unwrap_look decode_unwrap_look(struct slice head)
{
	if (head.len < DECODE_UNWRAP_HEAD)
		return DECODE_UNWRAP_NOTHING;
	/* The signature of bzip2 is all letters and digits. */
	if (decode_gate_is_plain(slice_range(head, 0, DECODE_UNWRAP_HEAD)) &&
	    !decode_unwrap_bzip2.begins(head))
		return DECODE_UNWRAP_NOTHING;
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (kinds[i]->begins(head))
			return kinds[i]->look;
	return DECODE_UNWRAP_NOTHING;
}

bool decode_unwrap_is_signed(struct slice head)
{
	return head.len >= DECODE_UNWRAP_HEAD &&
	       (decode_unwrap_gzip.begins(head) || decode_unwrap_bzip2.begins(head) ||
	        decode_unwrap_xz.begins(head) || decode_unwrap_zip.begins(head));
}

/* ---- for those who unpack ---- */

static size_t arena_room(const struct arena *arena)
{
	size_t room = arena->cap_bytes - arena->used_bytes;

	return room > SPARE_BYTES ? room - SPARE_BYTES : 0;
}

void *decode_unwrap_alloc(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > arena_room(arena) / size)
		return NULL;
	return arena_alloc(arena, count, size);
}

/* Text, or one more layer? */
static bool is_promising(struct slice bytes, bool cut)
{
	if (decode_unwrap_look(bytes) != DECODE_UNWRAP_NOTHING)
		return true;
	return decode_gate_is_strewn_text(slice_range(bytes, 0, bytes.len - (cut ? 3 : 0)));
}

enum decode_unwrap_result decode_unwrap_pump(decode_unwrap_step *step, void *state,
                                             struct decode_sink *sink)
{
	size_t first = sink->len + FIRST_BYTES;
	bool   more = true;

	while (more && sink->len < sink->cap) {
		size_t room = (sink->len < first && first < sink->cap ? first : sink->cap) -
		              sink->len;
		size_t wrote = 0;

		more = step(state, sink->bytes + sink->len, room, &wrote);
		assert(wrote <= room);
		sink->len += wrote;
		more = more && wrote > 0;
		if (more && sink->len == first &&
		    !is_promising((struct slice){ sink->bytes + first - FIRST_BYTES, FIRST_BYTES },
		                  true))
			return DECODE_UNWRAP_REFUSED;
	}
	if (more) {
		char   byte;
		size_t wrote = 0;

		(void)step(state, &byte, 1, &wrote);
		return wrote > 0 ? DECODE_UNWRAP_FULL : DECODE_UNWRAP_DONE;
	}
	return sink->len > 0 ? DECODE_UNWRAP_DONE : DECODE_UNWRAP_REFUSED;
}

/* ---- one layer ---- */

static size_t room_for(size_t bytes, const struct arena *arena, const struct decode_purse *purse)
{
	size_t room = arena_room(arena) / 2;
	size_t most = bytes > SIZE_MAX / DECODE_UNWRAP_RATIO - SMALL_BYTES
	                      ? SIZE_MAX
	                      : bytes * DECODE_UNWRAP_RATIO + SMALL_BYTES;

	if (most < room)
		room = most;
	return purse->bytes + purse->packed < room ? (size_t)(purse->bytes + purse->packed) : room;
}

/* Opens `bytes` as what row `index` says; the sink's bytes stay at the end of the arena. */
static enum decode_unwrap_result open_as(size_t index, struct slice bytes, struct arena *arena,
                                         struct decode_sink *sink)
{
	size_t                    mark;
	enum decode_unwrap_result result;

	sink->bytes = decode_unwrap_alloc(arena, sink->cap + 1, 1);
	if (sink->bytes == NULL)
		return DECODE_UNWRAP_FULL;
	mark = arena_mark(arena);
	result = kinds[index]->open(bytes, arena, sink);
	if (sink->map == NULL) { /* a map lies behind the bytes */
		void *kept;

		arena_rewind(arena, mark);
		kept = arena_resize(arena, sink->bytes, sink->cap + 1, sink->len + 1);
		assert(kept == sink->bytes);
		(void)kept;
	}
	return result;
}

static void spend(struct decode_purse *purse, size_t bytes)
{
	const uint64_t packed = purse->packed < bytes ? purse->packed : bytes;

	purse->packed -= packed;
	bytes -= (size_t)packed;
	if (purse->bytes < bytes)
		purse->hit = true;
	purse->bytes -= purse->bytes < bytes ? purse->bytes : bytes;
}

#define READ_TIMES 4u /* is what was packed: by itself, and at each of its own layers */

/* Bytes for reading what was unpacked, and longer than it was. */
static void earn(struct decode_purse *purse, size_t packed, size_t bytes)
{
	uint64_t earned = (uint64_t)bytes * READ_TIMES;

	if (bytes <= packed)
		return;
	if (earned > purse->packed)
		earned = purse->packed;
	purse->packed -= earned;
	purse->bytes += earned;
}

/* The first row that makes something of the bytes, of masks only or of all. */
static bool take_layer(struct slice *bytes, bool masks, struct arena *arena,
                       struct decode_purse *purse, struct decode_unwrap_layer *layer)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		size_t                    mark = arena_mark(arena);
		struct decode_sink        sink = { .cap = room_for(bytes->len, arena, purse) };
		enum decode_unwrap_result result;
		struct slice              opened;
		bool                      promising;

		if ((masks && !kinds[i]->mask) || !kinds[i]->begins(*bytes))
			continue;
		result = open_as(i, *bytes, arena, &sink);
		opened = (struct slice){ sink.bytes, sink.len };
		spend(purse, sink.len);
		promising = sink.len >= BYTES_MIN && is_promising(opened, false);
		if (result == DECODE_UNWRAP_FULL && (promising || sink.len == 0))
			purse->hit = true;
		if (result != DECODE_UNWRAP_REFUSED && promising) {
			earn(purse, bytes->len, sink.len);
			*layer = (struct decode_unwrap_layer){ .index = i, .bytes = sink.len };
			*bytes = opened;
			return true;
		}
		arena_rewind(arena, mark);
	}
	return false;
}

bool decode_unwrap(struct slice bytes, struct arena *arena, struct decode_purse *purse,
                   struct decode_unwrapped *unwrapped, struct slice *text)
{
	unwrapped->count = 0;
	while (bytes.len >= DECODE_UNWRAP_HEAD) {
		if (unwrapped->count == DECODE_UNWRAP_LAYERS) {
			purse->hit = true;
			return false;
		}
		if (!take_layer(&bytes, false, arena, purse, &unwrapped->layers[unwrapped->count]))
			break;
		unwrapped->count++;
		if (decode_gate_is_text(bytes)) {
			*text = bytes;
			return true;
		}
	}
	*text = bytes;
	return unwrapped->count > 0 && decode_gate_is_strewn_text(bytes);
}

/* Lists of numbers, which any constant makes letters of. */
static bool is_numbers(struct slice bytes)
{
	size_t digits = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		const char byte = (char)(bytes.ptr[i] | 0x20);

		if (byte >= 'g' && byte <= 'z' && byte != 'x' && byte != 'h' && byte != 'o')
			return false;
		digits += bytes.ptr[i] >= '0' && bytes.ptr[i] <= '9';
	}
	return digits * 3 >= bytes.len;
}

bool decode_unwrap_mask(struct slice bytes, struct arena *arena, struct decode_purse *purse,
                        struct decode_unwrapped *unwrapped, struct slice *text)
{
	unwrapped->count = 0;
	if (bytes.len < DECODE_UNWRAP_HEAD || is_numbers(bytes) || decode_unwrap_reads(bytes) ||
	    !take_layer(&bytes, true, arena, purse, &unwrapped->layers[0]))
		return false;
	unwrapped->count = 1;
	*text = bytes;
	return decode_gate_is_text(bytes);
}

/* ---- the way back ---- */

static void map_whole(const struct decode_unwrap_kind *kind, size_t source_bytes,
                      struct decode_sink *sink)
{
	const struct text_segment segment = { .source_end = source_bytes,
		                              .operations = (text_operations)1 << kind->operation,
		                              .linear = kind->shape == DECODE_UNWRAP_LINEAR,
		                              .exact = kind->shape == DECODE_UNWRAP_LINEAR };

	text_map_add(sink->map, &segment, sink->len);
}

static enum status map_layer(struct slice *bytes, struct arena *arena,
                             struct decode_unwrap_layer *layer)
{
	const struct decode_unwrap_kind *kind = kinds[layer->index];
	struct decode_sink               sink = { .cap = layer->bytes };

	layer->map = ARENA_NEW(arena, struct text_map);
	if (layer->map == NULL)
		return STATUS_NO_MEMORY;
	text_map_init(layer->map, arena);
	sink.map = layer->map;
	(void)open_as(layer->index, *bytes, arena, &sink); /* it opened once */
	if (sink.bytes == NULL || sink.len != layer->bytes)
		return STATUS_NO_MEMORY; /* for the library */
	if (kind->shape != DECODE_UNWRAP_UNITS)
		map_whole(kind, bytes->len, &sink);
	*bytes = (struct slice){ sink.bytes, sink.len };
	return layer->map->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status decode_unwrap_maps(struct slice bytes, struct arena *arena,
                               struct decode_unwrapped *unwrapped, struct slice *text)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < unwrapped->count && status == STATUS_OK; i++)
		status = map_layer(&bytes, arena, &unwrapped->layers[i]);
	*text = bytes;
	return status;
}
