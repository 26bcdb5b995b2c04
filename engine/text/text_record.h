/* SPDX-License-Identifier: Apache-2.0 */
/* What the tables know of a code point. Written by tools/generators, read here.
 *
 *     U+FF21 Ａ      LETTER, LATIN, COMPAT          image "A"
 *     U+0436 ж       LETTER                         no image: stays as it is
 *     U+0410 А       LETTER, CASELESS, LOOKALIKE    image "а"; look-alike "A"
 *     U+0301         MARK, COMPOSES                 no image
 *     U+200B         DROPPED, INVISIBLE
 *     U+2014 —       PLAIN, SPACING                 image "-"
 *     U+1F346        SYMBOL, SOLO                   no image                        */
#ifndef TEXT_RECORD_H
#define TEXT_RECORD_H

#include <stdint.h>

enum text_kind {
	TEXT_KIND_LETTER,
	TEXT_KIND_DIGIT, /* numbers of all kinds: word characters, of no script */
	TEXT_KIND_MARK,  /* combines with what stands before it */
	TEXT_KIND_DROPPED,
	TEXT_KIND_PLAIN, /* becomes ASCII punctuation or a space */
	TEXT_KIND_SYMBOL
};

enum text_flag {
	/* What the character is. */
	TEXT_FLAG_LATIN = 1 << 0,     /* a real Latin letter in whatever dress */
	TEXT_FLAG_SOLO = 1 << 1,      /* a word by itself */
	TEXT_FLAG_JOINING = 1 << 2,   /* of a script in which ZWJ and ZWNJ are spelling */
	TEXT_FLAG_COMPOSES = 1 << 3,  /* may become one letter with the one before it */
	TEXT_FLAG_ESSENTIAL = 1 << 4, /* a mark that is spelling: stays after its own script */
	TEXT_FLAG_JOINER = 1 << 5,    /* ZWJ, ZWNJ */
	/* What it may be taken for: see text_lookalike.c. */
	TEXT_FLAG_LOOKALIKE = 1 << 6,     /* in a word with Latin letters */
	TEXT_FLAG_LOOKALIKE_ALL = 1 << 7, /* in the extra view only */
	/* What its image did. */
	TEXT_FLAG_COMPAT = 1 << 8,
	TEXT_FLAG_MARKS = 1 << 9,
	TEXT_FLAG_CASELESS = 1 << 10,
	TEXT_FLAG_DISGUISED = 1 << 11, /* the image is a Latin letter that it only looks like */
	TEXT_FLAG_SPACING = 1 << 12,
	TEXT_FLAG_INVISIBLE = 1 << 13,
	TEXT_FLAG_REGION = 1 << 15, /* a regional indicator: a letter, or half of a flag */
	TEXT_FLAG_ALSO = 1 << 14    /* the extra view reads it as another letter than this one */
};

#define TEXT_SCRIPT_NONE 0 /* common, inherited, unknown */

struct text_record {
	uint16_t image;        /* offset into the pool of images */
	uint8_t  image_length; /* in bytes; 0: the character itself (or nothing, if dropped) */
	uint8_t  kind;         /* enum text_kind */
	uint8_t  script;       /* a number that serves for comparison only */
	uint8_t  order;        /* canonical combining class */
	uint16_t flags;
};

/* Two code points that are one letter: 0x438, 0x306, 0x439. Sorted by the first two. */
struct text_pair {
	uint32_t first;
	uint32_t second;
	uint32_t composed;
};

#define TEXT_LOOKALIKE_MAX 3

/* Sorted by code point. */
struct text_lookalike {
	uint32_t code_point;
	char     latin[TEXT_LOOKALIKE_MAX + 1]; /* ASCII letters, NUL-terminated */
};

#endif
