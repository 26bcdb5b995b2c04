/* SPDX-License-Identifier: Apache-2.0 */
/* What one code point becomes in the clean form, taken by itself. */
#ifndef GEN_IMAGE_H
#define GEN_IMAGE_H

#include "gen_ucd.h"
#include "text_record.h"

struct gen_image {
	struct gen_sequence text; /* the code point itself where nothing changes */
	uint8_t             kind; /* enum text_kind */
	uint8_t             script;
	uint16_t            flags; /* enum text_flag, without COMPOSES */
	char                latin[TEXT_LOOKALIKE_MAX + 1];
};

void gen_image_of(uint32_t code_point, struct gen_image *image);

/* Is the image the code point itself? */
bool gen_image_is_same(uint32_t code_point, const struct gen_image *image);

/* Of a script that is written without spaces? */
bool gen_image_is_unspaced(uint32_t code_point);

/* A precomposed Hangul syllable? */
bool gen_image_is_syllable(uint32_t code_point);

#endif
