/* SPDX-License-Identifier: Apache-2.0 */
/* Is it text for certain? The gate (decode_gate.h) is for encodings that are known by
 * their syntax. Where a token was read with one alphabet of many, chance has many tries:
 *
 *   "how do I make"          words: yes
 *   "aG93IGRvIEkgbWFrZQ=="   encoded once more: yes, when long enough
 *   "kW!x#9~p"               printable, no more: no */
#ifndef DECODE_CERTAIN_H
#define DECODE_CERTAIN_H

#include "base_slice.h"

#include <stdbool.h>

/* The bytes are clean as decode_gate_is_clean() says, and words of Latin letters with
 * spaces, or letters of another script, or long and made of what encodings are written in, or
 * longer; or characters of two or four bytes. Linear. */
bool decode_certain(struct slice bytes);

/* Only the first two of these: for a second reading of what is text already. */
bool decode_certain_words(struct slice bytes);

#endif
