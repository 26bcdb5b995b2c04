/* SPDX-License-Identifier: Apache-2.0 */
/* Does a decoded run read like text? The one gate every decoder's result passes. */
#ifndef DECODE_GATE_H
#define DECODE_GATE_H

#include "base_slice.h"

#include <stdbool.h>

/* At least nine of ten characters are printable (control characters other than
 * tab, CR and LF, DEL, and bytes that are no UTF-8 are not), and there is at least one. */
bool decode_gate_is_text(struct slice bytes);

/* The same where NULs stand between the characters, which the clean text drops. Asked last:
 * UTF-16 has them too. */
bool decode_gate_is_strewn_text(struct slice bytes);

/* A cheap look at the first bytes of a run, at most 16 of them: false for nearly all
 * random bytes (at most two bytes may be wrong), true for anything that
 * decode_gate_is_text() could accept with a small damaged beginning. A character
 * cut off by the end of the look counts as good. */
bool decode_gate_may_be_text(struct slice first_bytes);

/* Without the end of a character that was cut off at the beginning. */
struct slice decode_gate_whole(struct slice bytes);

/* The strict look: every character of these few bytes is printable, and there is one. A
 * character cut off at the beginning or the end counts as good. */
bool decode_gate_is_clean(struct slice bytes);

/* The same, and none is a NUL. */
bool decode_gate_is_plain(struct slice bytes);

#endif
