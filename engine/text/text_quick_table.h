/* SPDX-License-Identifier: Apache-2.0 */
/* The table of text_quick.h; for it and for its generator only. */
#ifndef TEXT_QUICK_TABLE_H
#define TEXT_QUICK_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define TEXT_QUICK_LINES 32768u
#define TEXT_QUICK_CELLS 4u
#define TEXT_QUICK_BYTES 16u

extern const uint32_t text_quick_cells[TEXT_QUICK_LINES][TEXT_QUICK_CELLS];

/* Of the sixteen bytes of a word, zeros behind its end, low byte first. */
static inline uint64_t text_quick_hash(uint64_t low, uint64_t high)
{
	uint64_t hash = low * 0x9E3779B97F4A7C15u ^ high * 0xD6E8FEB86659FD93u;

	hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
	return hash ^ hash >> 29;
}

static inline uint32_t text_quick_line(uint64_t hash)
{
	return (uint32_t)(hash >> 40) % TEXT_QUICK_LINES;
}

/* 0 is a free cell. */
static inline uint32_t text_quick_tag(uint64_t hash)
{
	return (uint32_t)hash | 1u;
}

static inline bool text_quick_has(const uint32_t line[TEXT_QUICK_CELLS], uint32_t tag)
{
	typedef uint32_t cells __attribute__((vector_size(16)));
	cells            found;
	uint64_t         halves[2];

	memcpy(&found, line, sizeof found);
	found = (cells)(found == tag);
	memcpy(halves, &found, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

#endif
