/* SPDX-License-Identifier: Apache-2.0 */
/* Writes engine/text/text_tables.inc:
 *
 *     gen_tables UNICODE_FOLDER LOOKALIKES_FILE OUTPUT_FILE
 *
 * Code points with the same record share it, blocks of 128 code points with the same
 * records share one, and images that lie inside others share their bytes: 1.1 million
 * code points take about 200 KB. The output depends on its inputs only. */
#include "gen_image.h"
#include "gen_lookalike.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#define BLOCK          128u
#define BLOCKS         (GEN_CODE_POINTS / BLOCK)
#define POOL_MAX       65536u
#define RECORDS_MAX    16384u
#define PAIRS_MAX      2048u
#define LOOKALIKES_MAX 8192u

struct tables {
	char                  pool[POOL_MAX];
	size_t                pool_length;
	struct text_record    records[RECORDS_MAX];
	size_t                record_count;
	uint16_t              record_of[GEN_CODE_POINTS];
	uint16_t              block_of[BLOCKS];
	uint32_t              block_first[BLOCKS];
	size_t                block_count;
	struct text_pair      pairs[PAIRS_MAX];
	size_t                pair_count;
	struct text_lookalike lookalikes[LOOKALIKES_MAX];
	size_t                lookalike_count;
	bool                  composes[GEN_CODE_POINTS];
};

static size_t encode(uint32_t point, char *out)
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xC0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3F));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xE0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3F));
		out[2] = (char)(0x80 | (point & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3F));
	out[2] = (char)(0x80 | (point >> 6 & 0x3F));
	out[3] = (char)(0x80 | (point & 0x3F));
	return 4;
}

static uint16_t pool_add(struct tables *tables, const char *bytes, size_t length)
{
	char *found = memmem(tables->pool, tables->pool_length, bytes, length);

	if (found == NULL) {
		found = tables->pool + tables->pool_length;
		assert(tables->pool_length + length + 3 <= POOL_MAX);
		memcpy(found, bytes, length);
		tables->pool_length += length;
	}
	return (uint16_t)(found - tables->pool);
}

static uint16_t record_add(struct tables *tables, const struct text_record *record)
{
	for (size_t i = 0; i < tables->record_count; i++) {
		if (memcmp(&tables->records[i], record, sizeof(*record)) == 0)
			return (uint16_t)i;
	}
	assert(tables->record_count < RECORDS_MAX);
	tables->records[tables->record_count] = *record;
	return (uint16_t)tables->record_count++;
}

static bool stays(uint32_t point)
{
	struct gen_image image;

	gen_image_of(point, &image);
	return gen_image_is_same(point, &image);
}

/* Pairs whose parts and whole occur in clean texts. */
static void pairs_collect(struct tables *tables)
{
	for (uint32_t point = 0x80; point < GEN_CODE_POINTS; point++) {
		const struct gen_char *entry = gen_char_of(point);
		uint32_t               first = entry->decomposition[0];
		uint32_t               second = entry->decomposition[1];

		if (entry->decomposition_count != 2 || entry->compat ||
		    gen_compose(first, second) != point || !stays(point) || !stays(first) ||
		    !stays(second))
			continue;
		assert(tables->pair_count < PAIRS_MAX);
		tables->pairs[tables->pair_count++] = (struct text_pair){ first, second, point };
		tables->composes[second] = true;
	}
	for (uint32_t jamo = 0x1161; jamo < 0x11C3; jamo++)
		tables->composes[jamo] = jamo < 0x1176 || jamo > 0x11A7;
}

static int pair_compare(const void *a, const void *b)
{
	const struct text_pair *x = a;
	const struct text_pair *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->second < y->second ? -1 : x->second > y->second;
}

/* What a code point becomes must stay as it is, or clean texts would change when
 * they are cleaned again. */
static void image_check(uint32_t point, const struct gen_image *image)
{
	for (size_t i = 0; i < image->text.count; i++) {
		if (stays(image->text.points[i]))
			continue;
		fprintf(stderr, "U+%04X becomes U+%04X, which does not stay\n", point,
		        image->text.points[i]);
		exit(1);
	}
}

static void lookalike_add(struct tables *tables, uint32_t point, const struct gen_image *image)
{
	struct text_lookalike *row = &tables->lookalikes[tables->lookalike_count++];

	assert(tables->lookalike_count <= LOOKALIKES_MAX);
	row->code_point = point;
	memcpy(row->latin, image->latin, sizeof(row->latin));
}

static void point_add(struct tables *tables, uint32_t point)
{
	struct gen_image   image;
	struct text_record record;
	char               bytes[4 * GEN_SEQUENCE_MAX];
	size_t             length = 0;

	gen_image_of(point, &image);
	image_check(point, &image);
	memset(&record, 0, sizeof(record));
	record.kind = image.kind;
	record.script = image.script;
	record.order = image.kind == TEXT_KIND_MARK ? gen_char_of(point)->order : 0;
	record.flags = image.flags;
	if (tables->composes[image.text.count > 0 ? image.text.points[0] : 0])
		record.flags |= TEXT_FLAG_COMPOSES;
	if (!gen_image_is_same(point, &image)) {
		for (size_t i = 0; i < image.text.count; i++)
			length += encode(image.text.points[i], bytes + length);
		record.image = length > 0 ? pool_add(tables, bytes, length) : 0;
		record.image_length = (uint8_t)length;
	}
	if (image.flags & (TEXT_FLAG_LOOKALIKE | TEXT_FLAG_LOOKALIKE_ALL | TEXT_FLAG_ALSO))
		lookalike_add(tables, point, &image);
	tables->record_of[point] = record_add(tables, &record);
}

static void blocks_share(struct tables *tables)
{
	for (uint32_t block = 0; block < BLOCKS; block++) {
		const uint16_t *records = &tables->record_of[block * BLOCK];
		size_t          i = 0;

		while (i < tables->block_count && memcmp(&tables->record_of[tables->block_first[i]],
		                                         records, BLOCK * sizeof(*records)) != 0)
			i++;
		if (i == tables->block_count)
			tables->block_first[tables->block_count++] = block * BLOCK;
		tables->block_of[block] = (uint16_t)i;
	}
}

/* ---- writing ---- */

static void number_write(FILE *out, size_t index, size_t per_line, unsigned number)
{
	fprintf(out, "%s%u,", index % per_line == 0 ? "\n\t" : " ", number);
}

static void header_write(FILE *out, const struct tables *tables)
{
	fprintf(out,
	        "/* SPDX-License-Identifier: Apache-2.0 AND Unicode-DFS-2016 */\n"
	        "/* Written by tools/generators/gen_tables.c from the Unicode Character\n"
	        " * Database 15.0.0, the UTS #39 skeletons of ICU %s (Unicode %s) and\n"
	        " * engine/text/lookalikes.txt. Do not edit: edit those and generate again.\n"
	        " * %zu records, %zu blocks, %zu bytes of images, %zu pairs, %zu look-alikes. */\n",
	        U_ICU_VERSION, U_UNICODE_VERSION, tables->record_count, tables->block_count,
	        tables->pool_length, tables->pair_count, tables->lookalike_count);
}

static void stages_write(FILE *out, const struct tables *tables)
{
	fprintf(out, "\nconst uint16_t text_table_blocks[%u] = {", BLOCKS);
	for (size_t i = 0; i < BLOCKS; i++)
		number_write(out, i, 16, tables->block_of[i]);
	fprintf(out, "\n};\n\nconst uint16_t text_table_indexes[%zu] = {",
	        tables->block_count * BLOCK);
	for (size_t i = 0; i < tables->block_count * BLOCK; i++)
		number_write(out, i, 16,
		             tables->record_of[tables->block_first[i / BLOCK] + i % BLOCK]);
	fprintf(out, "\n};\n");
}

static void records_write(FILE *out, const struct tables *tables)
{
	fprintf(out,
	        "\n/* image, its length, kind, script, combining class, flags */\n"
	        "const struct text_record text_table_records[%zu] = {",
	        tables->record_count);
	for (size_t i = 0; i < tables->record_count; i++) {
		const struct text_record *record = &tables->records[i];

		fprintf(out, "%s{ %u, %u, %u, %u, %u, 0x%X },", i % 4 == 0 ? "\n\t" : " ",
		        record->image, record->image_length, record->kind, record->script,
		        record->order, record->flags);
	}
	fprintf(out, "\n};\n\nconst unsigned char text_table_images[%zu] = {", tables->pool_length);
	for (size_t i = 0; i < tables->pool_length; i++)
		number_write(out, i, 20, (unsigned char)tables->pool[i]);
	fprintf(out, "\n};\n");
}

static void lists_write(FILE *out, const struct tables *tables)
{
	fprintf(out, "\nconst struct text_pair text_table_pairs[%zu] = {", tables->pair_count);
	for (size_t i = 0; i < tables->pair_count; i++)
		fprintf(out, "%s{ 0x%X, 0x%X, 0x%X },", i % 4 == 0 ? "\n\t" : " ",
		        tables->pairs[i].first, tables->pairs[i].second, tables->pairs[i].composed);
	fprintf(out,
	        "\n};\nconst size_t text_table_pair_count = %zu;\n"
	        "\nconst struct text_lookalike text_table_lookalikes[%zu] = {",
	        tables->pair_count, tables->lookalike_count);
	for (size_t i = 0; i < tables->lookalike_count; i++)
		fprintf(out, "%s{ 0x%X, \"%s\" },", i % 5 == 0 ? "\n\t" : " ",
		        tables->lookalikes[i].code_point, tables->lookalikes[i].latin);
	fprintf(out, "\n};\nconst size_t text_table_lookalike_count = %zu;\n",
	        tables->lookalike_count);
}

int main(int argc, char **argv)
{
	struct tables *tables = calloc(1, sizeof(*tables));
	FILE          *out;

	if (argc != 4 || tables == NULL) {
		fprintf(stderr, "usage: gen_tables UNICODE_FOLDER LOOKALIKES_FILE OUTPUT_FILE\n");
		return 2;
	}
	gen_ucd_read(argv[1]);
	gen_lookalike_read(argv[2]);
	pairs_collect(tables);
	qsort(tables->pairs, tables->pair_count, sizeof(tables->pairs[0]), pair_compare);
	for (uint32_t point = 0; point < GEN_CODE_POINTS; point++)
		point_add(tables, point);
	blocks_share(tables);
	/* So that four bytes can be read at any image. */
	tables->pool_length += 3;
	out = fopen(argv[3], "w");
	if (out == NULL) {
		perror(argv[3]);
		return 2;
	}
	header_write(out, tables);
	stages_write(out, tables);
	records_write(out, tables);
	lists_write(out, tables);
	free(tables);
	return fclose(out) == 0 ? 0 : 2;
}
