/* SPDX-License-Identifier: Apache-2.0 */
/* The characters of base64, and a look at the first bytes that come out of them. */
#ifndef DECODE_BASE64_LOOK_H
#define DECODE_BASE64_LOOK_H

#include "base_slice.h"
#include "decode_unwrap.h"

#include <stdbool.h>
#include <stddef.h>

#define DECODE_BASE64_LOOK_CHARS 16

/* 0 to 63, or -1 for a byte outside the alphabets. */
int decode_base64_value(char byte);

/* "+", "/", "-" or "_". */
bool decode_base64_is_sign(char byte);

/* The end of the token at `at`: bytes of the alphabets, padding not included. */
size_t decode_base64_token_end(struct slice text, size_t at);

/* Behind the padding at `at`, two signs at most. */
size_t decode_base64_padding_end(struct slice text, size_t at);

/* A sign that stands alone joins strings ("aG93" + "IHRv") and is no data. */
bool decode_base64_is_joint(struct slice text, size_t start, size_t end);

/* The characters that wait for the rest of their group, and the next ones. */
struct decode_base64_look {
	char   chars[3 + DECODE_BASE64_LOOK_CHARS];
	size_t len;
};

/* Takes as many characters as there is room for. */
void decode_base64_look_add(struct decode_base64_look *look, struct slice token);

/* Keeps what belongs to an unfinished group once `chars` characters of a run, the last
 * of them in `token`, are read. */
void decode_base64_look_behind(struct decode_base64_look *look, struct slice token, size_t chars);

/* The whole groups give text, but for a byte or two. */
bool decode_base64_may_be_text(const struct decode_base64_look *look);

/* No text, but bytes that may hold some. */
enum decode_unwrap_look decode_base64_unwrap_look(const struct decode_base64_look *look);

/* Such bytes with a signature. */
bool decode_base64_is_signed(const struct decode_base64_look *look);

/* Or with the usual header of zlib and a block that may be text? */
bool decode_base64_is_zlib(const struct decode_base64_look *look);

/* The same where a character may have begun before. */
bool decode_base64_may_go_on(const struct decode_base64_look *look);

/* The strict look: not one byte that is no text. */
bool decode_base64_is_text(const struct decode_base64_look *look);

/* Base64 to the last bit, and text: the token [start, end) by itself. */
bool decode_base64_is_word(struct slice text, size_t start, size_t end);

/* The same, and so are two of the tokens beside it, one space apart: words that were
 * encoded one by one, which may be short. */
bool decode_base64_is_among_words(struct slice text, size_t start, size_t end);

#endif
