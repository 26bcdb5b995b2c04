/* SPDX-License-Identifier: Apache-2.0 */
/* A verdict as JSON, the same bytes wherever it is printed. */
#ifndef DOORWARD_VERDICT_H
#define DOORWARD_VERDICT_H

#include "doorward/engine.h"

/* Appends the members of the native answer from "decision" to "masked_fields", in
 * fixed order and without the braces, so that a server can put "id" before and
 * "key" and "timing_us" behind. Never writes a matched text (but "masked" holds the
 * field with its spans replaced, and with explain "views" holds every view).
 * Test out->failed at the end. */
void verdict_write(const struct engine_verdict *verdict, struct buffer *out);

/* A few lines for a terminal: decision, rules, spans, messages. With a trace, the
 * chain step by step. */
void verdict_print(const struct engine_verdict *verdict, struct buffer *out);

#endif
