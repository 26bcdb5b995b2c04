/* SPDX-License-Identifier: Apache-2.0 */
/* Kana for the syllables of a text in Latin letters: "ホw ド イ マケ". For decode_alphabet.c. */
#ifndef DECODE_KANA_H
#define DECODE_KANA_H

#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>

/* The run that begins with the token in which text[at] is the first kana, if there is one: spaces
 * part its words, which Japanese has none of, and letters of ASCII are glued to kana in two of
 * them. run->end is behind what was looked at, also where there is none. */
bool decode_kana_at(const struct decode_input *input, size_t at, struct decode_run *run);

/* Is a run of such words, and not of another alphabet? */
bool decode_kana_is(struct slice run);

/* decode() of struct decode_kind. */
bool decode_kana_decode(struct slice run, struct decode_sink *sink);

#endif
