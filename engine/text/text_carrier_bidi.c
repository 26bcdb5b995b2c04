/* SPDX-License-Identifier: Apache-2.0 */
/* The order in which a line with overrides is shown.
 *
 *     a RLO bmob epip PDF now                     a pipe bomb now
 *     LRO LRI RLO LRI y PDI LRI x PDI PDF PDI PDF      xy
 *
 * The explicit levels of UAX #9 (X1 to X8), a short form of the rules for neutral
 * characters (N1, N2; digits count as letters) and the reordering (L2), for a line of one
 * direction. Under an override each character is what the override says, so the
 * short form is exact there. The controls themselves are left out. A line is read up
 * to CHARS_MAX characters: so much fits on the stack. */
#include "text_carrier_sink.h"
#include "text_tables.h"
#include "text_utf8.h"

#define CHARS_MAX 8192u
#define DEPTH_MAX 125u

#define LRE 0x202Au
#define RLE 0x202Bu
#define PDF 0x202Cu
#define LRO 0x202Du
#define RLO 0x202Eu
#define LRI 0x2066u
#define RLI 0x2067u
#define FSI 0x2068u
#define PDI 0x2069u

enum direction { NEUTRAL, LEFT, RIGHT };

/* A character: where it is, and its level (126 at most). */
struct shown {
	uint32_t offset : 24;
	uint32_t level : 8;
};

_Static_assert(CHARS_MAX * 4 < 1u << 24, "the bytes of a run are counted in 24 bits");

struct nesting {
	uint8_t level;
	uint8_t override; /* enum direction; NEUTRAL: none */
	bool    isolate;
};

struct line {
	struct slice   run;
	struct shown   shown[CHARS_MAX];
	size_t         count;
	struct nesting stack[DEPTH_MAX + 2];
	size_t         depth;    /* the current nesting is stack[depth] */
	size_t         overflow; /* openers beyond DEPTH_MAX */
	size_t         isolates; /* on the stack */
	size_t         neutrals; /* characters at the end that wait for a direction */
	uint8_t        strong;   /* the last direction on this level */
};

static bool is_control(uint32_t point)
{
	return (point >= LRE && point <= RLO) || (point >= LRI && point <= PDI);
}

static bool is_opener(uint32_t point)
{
	return is_control(point) && point != PDF && point != PDI;
}

static bool is_line_end(uint32_t point)
{
	return point == '\n' || point == '\r' || point == 0x85 || point == 0x2029;
}

size_t text_carrier_bidi_end(struct slice text, size_t at)
{
	size_t depth = 0;
	size_t count = 0;

	for (size_t length; at < text.len && count < CHARS_MAX; at += length, count++) {
		uint32_t point = text_utf8_decode(text, at, &length);

		if (is_line_end(point))
			break;
		if (is_opener(point))
			depth++;
		else if (is_control(point) && --depth == 0)
			return at + length;
	}
	return at;
}

/* ---- levels ---- */

static uint8_t direction_of(uint32_t point)
{
	const struct text_record *record = text_table_record(point);

	if ((point >= 0x590 && point <= 0x8FF) || (point >= 0xFB1D && point <= 0xFDFF) ||
	    (point >= 0xFE70 && point <= 0xFEFC) || (point >= 0x10800 && point <= 0x10FFF) ||
	    (point >= 0x1E800 && point <= 0x1EFFF))
		return RIGHT;
	if (record->kind == TEXT_KIND_LETTER || record->kind == TEXT_KIND_DIGIT)
		return LEFT;
	return NEUTRAL;
}

static uint8_t embedding(uint8_t level)
{
	return level % 2 == 0 ? LEFT : RIGHT;
}

/* I1 and I2. */
static uint8_t level_of(uint8_t level, uint8_t direction)
{
	return (uint8_t)(level + (embedding(level) != direction));
}

/* The neutral characters that wait are followed by `next`, or by another level. */
static void neutrals_settle(struct line *line, uint8_t next)
{
	uint8_t level = line->stack[line->depth].level;
	uint8_t direction = line->strong == next ? next : embedding(level);

	for (; line->neutrals > 0; line->neutrals--)
		line->shown[line->count - line->neutrals].level = level_of(level, direction);
}

static void level_change(struct line *line)
{
	neutrals_settle(line, embedding(line->stack[line->depth].level));
}

static void level_begin(struct line *line)
{
	line->strong = embedding(line->stack[line->depth].level);
}

static void push(struct line *line, uint32_t point)
{
	struct nesting *top = &line->stack[line->depth];
	bool            is_right = point == RLE || point == RLO || point == RLI;
	unsigned        level = top->level + 1u;

	if (level % 2 != is_right)
		level++;
	if (level > DEPTH_MAX || line->overflow > 0) {
		line->overflow++;
		return;
	}
	top[1].level = (uint8_t)level;
	top[1].override = point == RLO ? RIGHT : point == LRO ? LEFT : NEUTRAL;
	top[1].isolate = point >= LRI;
	line->isolates += top[1].isolate;
	line->depth++;
}

static void pop(struct line *line, uint32_t point)
{
	bool isolate;

	if (line->overflow > 0) {
		line->overflow--;
		return;
	}
	if (point == PDF) {
		line->depth -= line->depth > 0 && !line->stack[line->depth].isolate;
		return;
	}
	if (line->isolates == 0)
		return;
	do {
		isolate = line->stack[line->depth--].isolate;
	} while (!isolate);
	line->isolates--;
}

static void character_add(struct line *line, size_t at, uint32_t point)
{
	const struct nesting *nesting = &line->stack[line->depth];
	uint8_t direction = nesting->override != NEUTRAL ? nesting->override : direction_of(point);

	if (direction != NEUTRAL) {
		neutrals_settle(line, direction);
		line->strong = direction;
	} else {
		line->neutrals++;
	}
	line->shown[line->count++] = (struct shown){
		.offset = (uint32_t)at & 0xFFFFFF,
		.level = level_of(nesting->level, direction),
	};
}

/* Isolates stay in the line until it is in order: they part what they enclose from what other
 * isolates do. */
static void control_take(struct line *line, size_t at, uint32_t point)
{
	if (point == PDI) {
		level_change(line);
		pop(line, point);
		level_begin(line);
	}
	if (point >= LRI)
		character_add(line, at, point);
	if (point != PDI) {
		level_change(line);
		if (point == PDF)
			pop(line, point);
		else
			push(line, point);
		level_begin(line);
	}
}

static void levels_find(struct line *line)
{
	level_begin(line);
	for (size_t at = 0, length; at < line->run.len && line->count < CHARS_MAX; at += length) {
		uint32_t point = text_utf8_decode(line->run, at, &length);

		if (is_control(point))
			control_take(line, at, point);
		else
			character_add(line, at, point);
	}
	level_change(line);
}

/* ---- order ---- */

static void reverse(struct shown *shown, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct shown other = shown[i];

		shown[i] = shown[count - 1 - i];
		shown[count - 1 - i] = other;
	}
}

/* L2, for one level: what is as high or higher. */
static void level_reverse(struct line *line, unsigned level)
{
	for (size_t start = 0; start < line->count; start++) {
		size_t end = start;

		while (end < line->count && line->shown[end].level >= level)
			end++;
		reverse(line->shown + start, end - start);
		if (end > start)
			start = end;
	}
}

static bool reorder(struct line *line)
{
	bool     changed = false;
	unsigned highest = 0;

	for (size_t i = 0; i < line->count; i++) {
		if (line->shown[i].level > highest)
			highest = line->shown[i].level;
	}
	for (unsigned level = highest; level > 0; level--)
		level_reverse(line, level);
	for (size_t i = 1; i < line->count; i++)
		changed = changed || line->shown[i].offset < line->shown[i - 1].offset;
	return changed;
}

bool text_carrier_bidi(struct slice run, struct text_carrier_sink *sink)
{
	struct line line;

	line.run = run;
	line.count = 0;
	line.depth = 0;
	line.overflow = 0;
	line.isolates = 0;
	line.neutrals = 0;
	line.stack[0] = (struct nesting){ 0 };
	levels_find(&line);
	if (!reorder(&line))
		return false;
	for (size_t i = 0; i < line.count; i++) {
		size_t start = line.shown[i].offset;
		size_t length;

		if (!is_control(text_utf8_decode(run, start, &length)))
			text_carrier_put(sink, slice_range(run, start, start + length), start,
			                 start + length);
	}
	return true;
}
