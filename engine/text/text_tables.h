/* SPDX-License-Identifier: Apache-2.0 */
/* The generated tables: what is known of each code point. */
#ifndef TEXT_TABLES_H
#define TEXT_TABLES_H

#include "base_slice.h"
#include "text_record.h"

#include <stddef.h>
#include <stdint.h>

extern const uint16_t              text_table_blocks[];
extern const uint16_t              text_table_indexes[];
extern const struct text_record    text_table_records[];
extern const unsigned char         text_table_images[];
extern const struct text_pair      text_table_pairs[];
extern const size_t                text_table_pair_count;
extern const struct text_lookalike text_table_lookalikes[];
extern const size_t                text_table_lookalike_count;

/* `code_point` is at most U+10FFFF. Static, never NULL. */
static inline const struct text_record *text_table_record(uint32_t code_point)
{
	size_t block = text_table_blocks[code_point >> 7];

	return &text_table_records[text_table_indexes[block << 7 | (code_point & 0x7F)]];
}

/* What the character is replaced by; empty: by nothing, or (unless it is dropped) by
 * itself. */
static inline struct slice text_table_image(const struct text_record *record)
{
	const unsigned char *image = text_table_images + record->image;

	return (struct slice){ (const char *)image, record->image_length };
}

/* The one letter that both are together, Hangul included; 0 when they are two. */
uint32_t text_table_compose(uint32_t first, uint32_t second);

/* The Latin letters that the code point is taken for; empty when it has no such row. */
struct slice text_table_lookalike(uint32_t code_point);

#endif
