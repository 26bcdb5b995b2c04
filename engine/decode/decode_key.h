/* SPDX-License-Identifier: Apache-2.0 */
/* Ciphers that put one character for one, and the key under which a text reads. */
#ifndef DECODE_KEY_H
#define DECODE_KEY_H

#include "base_arena.h"
#include "base_slice.h"
#include "text_letters.h"
#include "text_lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum decode_cipher {
	DECODE_CIPHER_CAESAR,   /* letters so many places on; rot18 turns digits by 5 too */
	DECODE_CIPHER_ATBASH,   /* the alphabet turned round */
	DECODE_CIPHER_AFFINE,   /* a * letter + b, modulo 26 */
	DECODE_CIPHER_ROT47,    /* the 94 printable characters of ASCII so many places on */
	DECODE_CIPHER_KEYBOARD, /* the neighbour on a keyboard */
	DECODE_CIPHER_REVERSED, /* in order of place, not one for one: has no keys */
	DECODE_CIPHER_TOKENS,   /* what stands between spaces, each from behind; nor has this */
	DECODE_CIPHER_COUNT
};

/* Keys are numbers from 0 up. These have names. */
#define DECODE_KEY_ROT13 12u
#define DECODE_KEY_ROT18 25u

/* image[byte] is what a byte of the cipher stands for. */
void decode_key_image(enum decode_cipher cipher, unsigned key, uint8_t image[256]);

#define DECODE_KEY_SAMPLE 256u /* bytes of a text that are looked at */

/* The letters of the beginning of a text. */
struct decode_sample {
	struct slice text;
	size_t       letters; /* of ASCII */
	size_t       foreign; /* other characters, about */
	int64_t      score;
	int16_t      shifts[TEXT_LETTERS_ALPHABET]; /* as it is first; once it is shifted */
	uint8_t      codes[DECODE_KEY_SAMPLE];
};

void decode_sample_take(struct slice text, struct decode_sample *sample);

/* Scores it under every shift, as decode_key_of() needs it. */
void decode_sample_shift(struct decode_sample *sample);

/* A key, and how what it makes of the sample scores (text_letters.h). */
struct decode_key {
	unsigned key;
	int64_t  score;
};

/* The key under which a text reads as language, if there is one: for twelve letters and
 * more by the order of the letters, for fewer by words that rules name. The sample is shifted. */
bool decode_key_of(enum decode_cipher cipher, const struct text_lexicon *lexicon,
                   const struct decode_sample *sample, struct decode_key *key);

/* What one word is under a cipher's usual key (rot13, atbash). */
enum text_word_rank decode_key_of_word(enum decode_cipher         cipher,
                                       const struct text_lexicon *lexicon, struct slice word,
                                       struct decode_key *key);

/* The key under which a text is the code of something (decode_reads_as_code). */
bool decode_key_of_code(enum decode_cipher cipher, const struct text_lexicon *lexicon,
                        struct slice text, struct arena *scratch, struct decode_key *key);

#endif
