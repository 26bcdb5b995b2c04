/* SPDX-License-Identifier: Apache-2.0 */
/* The Unicode Character Database, as far as folding needs it, from the text files of
 * Debian's unicode-data (UnicodeData, CaseFolding, CompositionExclusions, PropList,
 * DerivedCoreProperties, Scripts). */
#ifndef GEN_UCD_H
#define GEN_UCD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GEN_CODE_POINTS  0x110000u
#define GEN_SEQUENCE_MAX 32u

struct gen_sequence {
	uint32_t points[GEN_SEQUENCE_MAX];
	size_t   count;
};

struct gen_char {
	char     category[3]; /* "Lu"; "Cn" when unassigned */
	uint8_t  order;       /* canonical combining class */
	uint8_t  script;      /* index into gen_script_name() */
	int8_t   decimal;     /* 0 to 9, or -1 */
	bool     compat;      /* its decomposition is a compatibility one */
	bool     excluded;    /* from composition */
	bool     ignorable;   /* Default_Ignorable_Code_Point */
	bool     white_space;
	uint8_t  decomposition_count;
	uint8_t  fold_count;
	uint32_t fold[3]; /* full case folding (C and F) */
	uint32_t decomposition[18];
};

/* Reads the files of `folder`; ends the program with a message when it cannot. */
void gen_ucd_read(const char *folder);

const struct gen_char *gen_char_of(uint32_t code_point);
const char            *gen_script_name(uint32_t code_point);
bool                   gen_script_is(uint32_t code_point, const char *name);

/* Is the general category one of the class `major` ('L', 'M', ...)? */
bool gen_category_is(uint32_t code_point, char major);

/* One level of decomposition, Hangul syllables included; false when there is none. */
bool gen_decompose(uint32_t code_point, bool compat_too, struct gen_sequence *out);

/* The letter that two code points are together, 0 when they are none. */
uint32_t gen_compose(uint32_t first, uint32_t second);

void gen_append(struct gen_sequence *sequence, uint32_t code_point);

#endif
