/* SPDX-License-Identifier: Apache-2.0 */
/* Letters spelled one by one: what the decoders of alphabets share.
 *
 *     16-9-16-5 2-15-13-2         signs "16", "9" ...; gaps "-" and " "
 *     .--. .. .--. . / -... ---   signs ".--.", ".." ...; gaps " " and " / "
 *
 * A run is signs with gaps between them. The gap that is met most often parts letters,
 * every other one parts words, so nobody has to know which separators a tool chose. How
 * signs stand for letters may have several readings (which of two letters shares a cell);
 * the one that reads most like words is taken. */
#ifndef DECODE_SPELLING_H
#define DECODE_SPELLING_H

#include "base_slice.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct decode_sign {
	size_t   start;
	size_t   end;
	uint32_t value; /* what letter() understands */
	uint32_t sets;  /* the tables that know it, a bit each; a run is of one table */
	uint32_t marks; /* what a decoder wants to know about a run's signs */
};

struct decode_spelling {
	/* The sign that begins at `at`, if one does; `start` is already set. Looks at a
	 * bounded number of bytes. */
	bool (*sign_at)(const struct decode_spelling *spelling, struct slice text, size_t at,
	                struct decode_sign *sign);

	/* The character in a reading, 0 when there is none. */
	char (*letter)(uint32_t value, unsigned reading);

	unsigned    readings;   /* at least 1; the first is the usual one */
	const char *gaps;       /* characters of ASCII that a gap may hold */
	size_t      gap_max;    /* bytes of a gap; 0 bytes are a gap too */
	uint32_t    symbols[2]; /* for sign_at(): what a sign is made of */
	const char *shared;     /* "ckkc": c may be k, k may be c: the word decides; or NULL */
};

/* What a run holds. */
struct decode_spelled {
	size_t       start;
	size_t       end;
	size_t       signs;
	size_t       distinct; /* characters of the first reading */
	uint32_t     sets;     /* that know all signs */
	uint32_t     marks;    /* of any sign */
	bool         rising;   /* each letter follows the one before it in the alphabet */
	struct slice gap;      /* between letters */
	size_t       words;
};

/* The run whose first sign is at `start`; false when there is no sign. Linear. */
bool decode_spelling_run(const struct decode_spelling *spelling, struct slice text, size_t start,
                         struct decode_spelled *run);

/* The next run at or after `from` that begins at the beginning of a word, with one of the
 * characters of ASCII in `begins`, and that `accepts` takes. Linear when that is bounded by the
 * run.
 */
bool decode_spelling_find(const struct decode_spelling *spelling, const struct decode_input *input,
                          size_t from, const char *begins,
                          bool (*accepts)(const struct decode_input   *input,
                                          const struct decode_spelled *run),
                          struct decode_run *run);

/* Is each sign a letter in some reading? Looks at the first few hundred signs, as the
 * others below do. */
bool decode_spelling_is_read(const struct decode_spelling *spelling, struct slice text,
                             const struct decode_spelled *run);

/* Does a run read like words? Short ones have to be words that are known; the letters of
 * longer ones only have to follow one another as in a language. */
bool decode_spelling_reads(const struct decode_spelling *spelling, const struct decode_input *input,
                           const struct decode_spelled *run);

/* Is the run parted like prose: many letters, words of several lengths? For letters that
 * are a cipher and read like no words. */
bool decode_spelling_is_parted(const struct decode_spelling *spelling, struct slice text,
                               const struct decode_spelled *run);

/* Do no more numbers stand beside a run of them? A list of character codes holds numbers that are
 * signs by chance. */
bool decode_spelling_is_whole(struct slice text, const struct decode_spelled *run);

/* decode() of struct decode_kind: `encoded` is a whole run. */
bool decode_spelling_decode(const struct decode_spelling *spelling, enum text_operation operation,
                            const struct decode_input *input, struct decode_sink *sink);

#endif
