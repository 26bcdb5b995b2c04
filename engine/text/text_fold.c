/* SPDX-License-Identifier: Apache-2.0 */
/* The folded form: one space at each end, ASCII byte by byte, everything else as it
 * is, with a space where a run of one-character words meets letters:
 *
 *     clean   Pipe-Bomb 炸弹 v2💣
 *     folded  | pipe bomb 炸弹 v2 💣 |
 *
 * ASCII stretches go through a loop that compilers turn into vector code. */
#include "text_fold.h"
#include "base_ascii.h"
#include "text_tables.h"
#include "text_utf8.h"
#include "text_vector.h"

#include <assert.h>
#include <string.h>

#define SHORT_STRETCH 8u

/* Whether a space is needed depends on what meets. */
enum side { SIDE_SPACE, SIDE_WORD, SIDE_SOLO };

struct folder {
	struct slice     clean;
	char            *out;
	size_t           length;
	enum side        side; /* of the last byte written */
	struct text_map *map;
};

static inline unsigned char ascii_fold(unsigned char byte)
{
	unsigned char small = (unsigned char)(byte - 'A') < 26 ? (unsigned char)(byte | 0x20)
	                                                       : byte;
	bool is_word = (unsigned char)(small - 'a') < 26 || (unsigned char)(small - '0') < 10;

	return is_word ? small : ' ';
}

VECTORISED static void ascii_fold_all(const char *restrict in, char *restrict out, size_t count)
{
	for (size_t i = 0; i < count; i++)
		out[i] = (char)ascii_fold((unsigned char)in[i]);
}

/* Most stretches in foreign text are a space or two: a fixed count is cheaper than the
 * right one, and there is room for it. */
static inline void ascii_fold_short(const char *in, char *out)
{
	unsigned char block[SHORT_STRETCH];

	memcpy(block, in, sizeof(block));
	for (size_t i = 0; i < sizeof(block); i++)
		block[i] = ascii_fold(block[i]);
	memcpy(out, block, sizeof(block));
}

/* The map of an ASCII stretch: where capitals begin and end. */
static void ascii_record(struct folder *folder, size_t start, size_t end)
{
	while (folder->map != NULL && start < end) {
		bool   capital = ascii_is_capital(folder->clean.ptr[start]);
		size_t stop = start + 1;

		while (stop < end && ascii_is_capital(folder->clean.ptr[stop]) == capital)
			stop++;
		text_map_add(folder->map,
		             &(struct text_segment){
				     .source_start = start,
				     .source_end = stop,
				     .operations = capital ? TEXT_OPERATION_BIT(caseless) : 0,
				     .linear = true,
				     .exact = true,
			     },
		             stop - start);
		start = stop;
	}
}

/* A space that no byte of the source stands for. */
static void insert_space(struct folder *folder, size_t at)
{
	struct text_segment nowhere = { .source_start = at, .source_end = at, .exact = true };

	folder->out[folder->length++] = ' ';
	folder->side = SIDE_SPACE;
	text_map_add(folder->map, &nowhere, 1);
}

static void part(struct folder *folder, size_t at, enum side next)
{
	if (next != SIDE_SPACE && folder->side != SIDE_SPACE && folder->side != next)
		insert_space(folder, at);
}

static void fold_ascii(struct folder *folder, size_t start, size_t end)
{
	const char   *in = folder->clean.ptr;
	unsigned char first = ascii_fold((unsigned char)in[start]);
	char         *out;

	part(folder, start, first == ' ' ? SIDE_SPACE : SIDE_WORD);
	out = folder->out + folder->length;
	if (end - start <= SHORT_STRETCH && folder->clean.len - start >= SHORT_STRETCH)
		ascii_fold_short(in + start, out);
	else
		ascii_fold_all(in + start, out, end - start);
	folder->length += end - start;
	folder->side = folder->out[folder->length - 1] == ' ' ? SIDE_SPACE : SIDE_WORD;
	ascii_record(folder, start, end);
}

/* The side of a character outside ASCII. Clean texts hold no such punctuation; a text
 * that was not cleaned gets a space for it. */
static enum side side_of(const struct text_record *record)
{
	if (record->kind == TEXT_KIND_PLAIN || record->kind == TEXT_KIND_DROPPED)
		return SIDE_SPACE;
	return (record->flags & TEXT_FLAG_SOLO) != 0 ? SIDE_SOLO : SIDE_WORD;
}

/* A run of characters outside ASCII that are on the same side; returns its end. */
static size_t foreign_end(struct slice clean, size_t at, enum side *side)
{
	size_t length;

	*side = side_of(text_table_record(text_utf8_decode(clean, at, &length)));
	at += length;
	while (at < clean.len && (unsigned char)clean.ptr[at] >= 0x80 && *side != SIDE_SPACE &&
	       side_of(text_table_record(text_utf8_decode(clean, at, &length))) == *side)
		at += length;
	return at;
}

static size_t fold_foreign(struct folder *folder, size_t start)
{
	enum side side;
	size_t    end = foreign_end(folder->clean, start, &side);
	size_t    length = side == SIDE_SPACE ? 1 : end - start;

	part(folder, start, side);
	if (side == SIDE_SPACE)
		folder->out[folder->length] = ' ';
	else
		memcpy(folder->out + folder->length, folder->clean.ptr + start, length);
	folder->length += length;
	folder->side = side;
	if (folder->map != NULL) {
		struct text_segment same = { .source_start = start,
			                     .source_end = end,
			                     .linear = side != SIDE_SPACE,
			                     .exact = true };

		text_map_add(folder->map, &same, length);
	}
	return end;
}

static void fold_all(struct folder *folder)
{
	for (size_t at = 0; at < folder->clean.len;) {
		size_t end = text_utf8_ascii_end(folder->clean, at);

		if (end > at)
			fold_ascii(folder, at, end);
		at = end < folder->clean.len ? fold_foreign(folder, end) : end;
	}
}

enum status text_fold(struct slice clean, struct arena *arena, struct slice *folded,
                      struct text_map *map)
{
	struct folder folder = { .clean = clean, .map = map };
	bool          is_ascii = text_utf8_is_ascii(clean);
	size_t        cap = (is_ascii ? clean.len : 2 * clean.len) + 2;

	folder.out = ARENA_ARRAY(arena, cap, char);
	if (folder.out == NULL)
		return STATUS_NO_MEMORY;
	insert_space(&folder, 0);
	if (is_ascii && clean.len > 0)
		fold_ascii(&folder, 0, clean.len);
	else
		fold_all(&folder);
	insert_space(&folder, clean.len);
	assert(folder.length <= cap);
	*folded = (struct slice){ folder.out, folder.length };
	if (map != NULL)
		return map->failed ? STATUS_NO_MEMORY : STATUS_OK;
	return arena_resize(arena, folder.out, cap, folder.length) != NULL ? STATUS_OK
	                                                                   : STATUS_NO_MEMORY;
}

enum status text_fold_pattern(struct slice pattern, struct arena *arena, struct slice *folded)
{
	struct slice clean;
	enum status  status = text_clean(pattern, TEXT_CLEAN_MIXED, arena, &clean, NULL, NULL);

	return status == STATUS_OK ? text_fold(clean, arena, folded, NULL) : status;
}
