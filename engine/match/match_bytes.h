/* SPDX-License-Identifier: Apache-2.0 */
/* Internal: a Hyperscan database as bytes and back, for match_hyperscan.c and match_prefilter.c.
 * The library writes its version, the processor it compiled for and a checksum, and refuses
 * what does not fit; bytes made to deceive it are not what it looks for. */
#ifndef MATCH_BYTES_H
#define MATCH_BYTES_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_slice.h"
#include "base_status.h"

struct hs_database;

/* Appends the database; nothing for `hs` NULL. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status match_bytes_save(const struct hs_database *hs, struct buffer *out);

/* *hs is NULL for no bytes. STATUS_OK; STATUS_CORRUPT when the library refuses them;
 * STATUS_NO_MEMORY. */
MUST_CHECK enum status match_bytes_open(struct slice bytes, struct hs_database **hs);

/* "5.4.0 2022-08-15 tune 7 features c": the library, and what it compiles for here. Into `text`,
 * which is cut at MATCH_PLATFORM_CHARS. */
#define MATCH_PLATFORM_CHARS 96
void match_bytes_platform(char text[MATCH_PLATFORM_CHARS]);

#endif
