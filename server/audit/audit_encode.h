/* SPDX-License-Identifier: Apache-2.0 */
/* A record as JSON, in pure ASCII and with its members in one fixed order. */
#ifndef AUDIT_ENCODE_H
#define AUDIT_ENCODE_H

#include "audit_record.h"
#include "base_buffer.h"

/* Appends the members from "time" to "notice", without braces: the writer puts "seq" before
 * them, and "content", "prev" and "hash" behind (audit_content.h, audit_chain.h), because only
 * it knows the order and seals texts.
 * Test out->failed at the end. */
void audit_encode(const struct audit_record *record, struct buffer *out);

#endif
