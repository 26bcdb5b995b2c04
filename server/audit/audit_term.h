/* SPDX-License-Identifier: Apache-2.0 */
/* Terms: a record as what it can be searched for, each "rule = weapons.explosives.build" one
 * number.
 *
 * A term is 48 bits, 5 of kind and 43 of a hash of the value under a key of the index's own, so
 * nobody can make values that collide. Two values may still share a number by chance: a record
 * that is found is read and compared before it is shown. */
#ifndef AUDIT_TERM_H
#define AUDIT_TERM_H

#include "audit_entry.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum audit_term_kind {
#define TERM(name, word) AUDIT_TERM_##name,
#include "audit_term.def"
#undef TERM
	AUDIT_TERM_KINDS
};

#define AUDIT_TERM_KEY_BYTES 16
#define AUDIT_TERM_BYTES     6   /* of a term in a list */
#define AUDIT_TERMS_MAX      512 /* of a record; what is more is not found */

struct audit_term_key {
	unsigned char bytes[AUDIT_TERM_KEY_BYTES];
};

/* "decision", ...; static. */
const char *audit_term_word(enum audit_term_kind kind);
/* The kind of a word, or AUDIT_TERM_KINDS. */
enum audit_term_kind audit_term_find(struct slice word);

/* The kind is in the bits from 43 up. */
uint64_t             audit_term_of(const struct audit_term_key *key, enum audit_term_kind kind,
                                   struct slice value);
enum audit_term_kind audit_term_kind_of(uint64_t term);

/* Calls `visit` for each value of a record; a value may come twice. False ends it. */
typedef bool audit_term_visit(void *context, enum audit_term_kind kind, struct slice value);
void audit_term_each(const struct audit_entry *entry, audit_term_visit *visit, void *context);

/* Has the record this value? */
bool audit_term_has(const struct audit_entry *entry, enum audit_term_kind kind, struct slice value);

/* All terms of a record, ascending, each once. Returns their number. */
size_t audit_terms_of(const struct audit_term_key *key, const struct audit_entry *entry,
                      uint64_t terms[AUDIT_TERMS_MAX]);

/* A list of terms as it stands in the index. */
void     audit_term_put(uint64_t term, unsigned char bytes[AUDIT_TERM_BYTES]);
uint64_t audit_term_get(const unsigned char bytes[AUDIT_TERM_BYTES]);

#endif
