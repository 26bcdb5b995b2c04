/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of providers under a cipher. A key has no words by which it could read, but it begins in
 * a way that its provider has published, and its letters are of few kinds:
 *
 *     NXVN5UEIWLFQ4MRN2GB7      AKIA and sixteen capitals and digits, under shift 13
 *     uc_1ARWSObcfr7Nh...       ph_ is no provider's: no key
 *
 * The first letter tells the only shift that could lead to each beginning. */
#ifndef DECODE_SECRET_H
#define DECODE_SECRET_H

#include "base_slice.h"
#include "decode_key.h"

#include <stdbool.h>
#include <stddef.h>

/* text[start, end) is a provider's key once the cipher is undone. */
struct decode_secret {
	size_t             start;
	size_t             end;
	enum decode_cipher cipher; /* CAESAR, ATBASH, ROT47 or REVERSED */
	unsigned           key;
};

/* The next one that begins at or after `from`. `tokens`, which goes along and begins with 0,
 * counts what was tried: DECODE_SECRET_TOKENS long tokens of a text, no more. */
#define DECODE_SECRET_TOKENS 256u
bool decode_secret_next(struct slice text, size_t from, unsigned *tokens,
                        struct decode_secret *secret);

/* Is the whole text a provider's key under this cipher? */
bool decode_secret_under(enum decode_cipher cipher, struct slice text, unsigned *key);

/* Does a provider's key stand in the text as it is? The end of the text may cut it off. */
bool decode_secret_stands(struct slice text);

#endif
