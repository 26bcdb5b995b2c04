/* SPDX-License-Identifier: Apache-2.0 */
/* Does a text read, and where does it not? What ciphers go by. */
#ifndef DECODE_READS_H
#define DECODE_READS_H

#include "base_arena.h"
#include "base_slice.h"
#include "decode_kind.h"
#include "text_lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct decode_region {
	size_t start; /* half-open */
	size_t end;
	size_t word; /* index of a word at or before the end */
};

#define DECODE_REGION_MAX 4096u /* bytes; what is longer is several regions */

/* The next stretch of tokens at or after `from` in which what is no word outweighs the
 * words; it begins and ends with a token that is none. Linear over a whole text when called
 * again from region->end. */
bool decode_reads_not(struct slice text, const struct decode_words *words, size_t from,
                      struct decode_region *region);

/* Does a token read at least as well when the disguise is undone as it does now? */
typedef bool decode_reads_undone(void *context, struct slice token);

/* Grows the region by the tokens before it (not before `from`) and behind it, as long as
 * they stand a space or two away and are undone: "or" is rot13 for "be". */
void decode_reads_grow(struct slice text, size_t from, decode_reads_undone *undone, void *context,
                       struct decode_region *region);

/* Is `read` made of words, and `token` not more so? */
bool decode_reads_better(const struct text_lexicon *lexicon, struct slice token, struct slice read);

/* How a text reads. */
struct decode_reading {
	size_t  letters; /* of ASCII */
	int64_t score;   /* text_letters.h, over them */
	size_t  known;   /* letters in words of three letters or more */
	size_t  named;   /* of them, in words of four letters or more that rules name */
};

struct decode_reading decode_reads(const struct text_lexicon *lexicon, struct slice text);

/* The same where the score is known already. */
struct decode_reading decode_reads_sample(const struct text_lexicon *lexicon, struct slice text,
                                          int64_t score);

/* The characters of a text from behind, at most so many bytes, in `out`. */
struct slice decode_reads_turned(struct slice text, size_t most, char *out);

/* decode_reads_well() of a text with so many letters of ASCII and this score, asked of many: ends
 * with the word from which on too few can be known. */
bool decode_reads_text(const struct text_lexicon *lexicon, struct slice text, size_t letters,
                       int64_t score);

/* decode_reads_sample(), but false as soon as fewer than `least` letters can be known; `reading` is
 * whole where it is true. */
bool decode_reads_known(const struct text_lexicon *lexicon, struct slice text, int64_t score,
                        size_t least, struct decode_reading *reading);

/* Is it language? By its letters where there are enough of them, else by its words. */
bool decode_reads_well(const struct decode_reading *reading);

/* False where a long sample begins with a few characters only: under some key it reads
 * (AAAA: EEEE). */
bool decode_reads_varied(struct slice sample);

#define DECODE_CODE_BYTES 160u /* of a code that are looked at */

/* The beginning of a code: whole lines where it has some. */
struct slice decode_reads_code_sample(struct slice text);

/* Cheap looks that come before the next. Digits, signs or capitals inside words: a code,
 * enciphered or not. And: are the first bytes a code's of text, or is it of any code's form? */
bool decode_reads_looks_coded(struct slice text);
bool decode_reads_may_be_code(struct slice text);

/* How much of it, spaces left out, is in strings of letters that read like words, in percent. Of
 * codes under a cipher nearly nothing is. */
unsigned decode_reads_wordy(struct slice text);

/* How many bytes of it are names that programs, references and escapes are known by; 0 where they
 * are few. With `spelled`, of names that have letters. */
size_t decode_reads_cribs(struct slice text, bool spelled);

/* Those under each shift of its letters: `bytes` of the shift by so many places on. Returns a
 * bit for each shift that has some. */
uint32_t decode_reads_cribs_shifted(struct slice text, size_t bytes[26]);

/* Signs between numbers: escapes, dots and dashes. */
bool decode_reads_has_form(struct slice text);

/* The same, of what one key of many gives: signs without digits and their letters are no form. */
bool decode_reads_may_be_undone(struct slice text);

/* Could that be said of the text under some key that puts letters for letters of the same case and
 * digits for digits? False: under none. */
bool decode_reads_may_be_keyed(struct slice text);

/* Is it the code of something: does a decoder of the encoding pass take most of it, and give
 * text? Then `score`, unless NULL, is that of the text. `scratch` is left as it was. */
bool decode_reads_as_code(const struct text_lexicon *lexicon, struct slice text,
                          struct arena *scratch, int64_t *score);

#endif
