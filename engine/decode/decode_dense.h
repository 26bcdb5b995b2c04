/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes written densely in an alphabet that is known only by trying: base64 with other
 * tables, base85, base91. What they share is the search. A token (what stands between
 * spaces) that looks like no words is read from its start, and from behind the first signs
 * in it, with each alphabet; the first group refuses nearly every one:
 *
 *     payload="<+oue+DGm>"      read from  payload...   <+oue...   +oue...
 *
 * Its end may lose the quotes, brackets and full stops that belong to the sentence. */
#ifndef DECODE_DENSE_H
#define DECODE_DENSE_H

#include "base_slice.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>

/* The base that an alphabet's digits are of. */
enum dense_base { DENSE_64, DENSE_32, DENSE_85, DENSE_91 };

struct dense_alphabet {
	const char     *digits; /* in order of value; base64: one more is the padding */
	enum dense_base base;
	bool            backwards;   /* base64: the last character first */
	bool            strewn;      /* base64: signs that are no digits are skipped */
	bool            caseless;    /* base32: capitals are small letters */
	bool            short_forms; /* base85: "z" for four zeros, "y" for four spaces */
};

#define DENSE_ALPHABETS_MAX 20u

struct dense_alphabets {
	const struct dense_alphabet *items;
	size_t                       count;    /* at most DENSE_ALPHABETS_MAX */
	size_t                       code_min; /* characters but small letters among the first */
	text_operations              operation;
};

/* find() and decode() of struct decode_kind. Growth 1. */
bool decode_dense_find(const struct dense_alphabets *alphabets, const struct decode_input *input,
                       size_t from, struct decode_run *run);
bool decode_dense_decode(const struct dense_alphabets *alphabets, const struct decode_input *input,
                         struct decode_sink *sink);

/* Reads all of `chars` with one alphabet, whatever comes out. False for a character of
 * another alphabet; spaces and line ends are skipped. `start` is where chars lie in
 * the run. */
bool decode_dense_read(const struct dense_alphabets *alphabets, size_t index, struct slice chars,
                       size_t start, struct decode_sink *sink);

#endif
