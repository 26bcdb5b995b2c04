/* SPDX-License-Identifier: Apache-2.0 */
/* How a finding came about, step by step, for a person at a terminal. */
#ifndef SCAN_VERDICT_STEPS_H
#define SCAN_VERDICT_STEPS_H

#include "base_buffer.h"
#include "base_slice.h"
#include "doorward/engine.h"

/* Prints what was done from the field's bytes to the text the rule matched, each step with
 * the text after it. The verdict has a trace, and `finding` is one of its findings. */
void scan_print_steps(struct buffer *out, const struct engine_verdict *verdict,
                      const struct engine_finding *finding);

/* About `max` bytes of a text around [start, end), with "..." where something is left out. Blanks
 * are one each, and none at the ends; an invisible character is "<U+200B>". */
void scan_print_excerpt(struct buffer *out, struct slice text, size_t start, size_t end,
                        size_t max);

/* UTF-8 text with control characters as blanks. */
void scan_print_safe(struct buffer *out, struct slice text);

#endif
