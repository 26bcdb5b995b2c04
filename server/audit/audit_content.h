/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a prompt, kept in its record: sealed, and only when its policy says
 * `store: content`.
 *
 *     "content":{"key":"<32 hex>","nonce":"<base64>","box":"<base64>"}
 *
 * `box` is XChaCha20-Poly1305 over the fields under the key of subject and day (audit_vault.h),
 * bound to the record's node and number. A request thread packs the fields; the log's
 * thread seals them, so that requests share no lock; a reader that has the data folder with its
 * secrets opens them:
 *
 *     audit_content_open(data, &reader, &err);
 *     while (audit_content_next(reader, &record, &err) == STATUS_OK)
 *             if (record.kept == AUDIT_KEPT_TEXT)
 *                     judge(record.fields, record.field_count, record.entry->policy);
 *     audit_content_close(&reader);
 */
#ifndef AUDIT_CONTENT_H
#define AUDIT_CONTENT_H

#include "audit_entry.h"
#include "audit_hash.h"
#include "audit_reader.h"
#include "audit_vault.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A prompt with more bytes than this (names and texts) is recorded without its text. */
#define AUDIT_CONTENT_BYTES_MAX (1u << 20)

struct audit_content_field {
	struct slice name;
	struct slice text; /* the bytes as they were judged */
	bool         is_negative;
};

/* ---- packing: any thread ---- */

struct audit_content_owner {
	struct slice account; /* who may ask for the text to be erased; empty: nobody said */
	struct slice user;
	uint64_t     time_us; /* of the record: its day names the key */
};

/* Begins a packed text in an empty buffer; then the fields. Test out->failed at the end. */
void audit_content_begin(const struct audit_hash_key *key, const struct audit_content_owner *owner,
                         struct buffer *out);
void audit_content_add(const struct audit_content_field *field, struct buffer *out);

/* The hashes under which the vault knows an account and a user. */
void audit_content_subject(const struct audit_hash_key *key, struct slice account,
                           struct slice user, struct audit_subject *subject);

/* ---- sealing: the log's thread ---- */

struct audit_content_place {
	const char *node;
	uint64_t    seq;
};

/* Appends ,"content":{...} for what was packed. A new key is durable only after
 * audit_vault_commit(). STATUS_OK; STATUS_IO, STATUS_NO_MEMORY: nothing was appended. */
MUST_CHECK enum status audit_content_seal(struct audit_vault *vault, struct slice packed,
                                          const struct audit_content_place *place,
                                          struct buffer                    *out);

/* What a record without a text says. */
#define AUDIT_CONTENT_NONE ",\"content\":null"

/* ---- reading: without a server or beside one, one thread a reader ---- */

enum audit_kept {
	AUDIT_KEPT_NOTHING, /* the policy keeps no text, or it was too long */
	AUDIT_KEPT_TEXT,
	AUDIT_KEPT_GONE /* its key was destroyed: it expired, or was erased */
};

struct audit_content_record {
	const struct audit_entry         *entry; /* id, time, policy, decision, findings, ... */
	enum audit_kept                   kept;
	const struct audit_content_field *fields; /* with AUDIT_KEPT_TEXT */
	size_t                            field_count;
};

struct audit_content_reader;

/* STATUS_OK, also for a folder without a log; STATUS_IO, STATUS_CORRUPT, STATUS_NO_MEMORY,
 * STATUS_NOT_FOUND (a secret is missing) with err. */
MUST_CHECK enum status audit_content_open(const char *data, struct audit_content_reader **reader,
                                          struct error *err);
void                   audit_content_close(struct audit_content_reader **reader);

/* The next verdict, in the order of the log; records that are no verdict are left out. Everything
 * in it lives until the next call. STATUS_OK; STATUS_END; STATUS_CORRUPT when a record is
 * none or its text does not open (the next call goes on behind it); STATUS_IO,
 * STATUS_NO_MEMORY; with err. */
MUST_CHECK enum status audit_content_next(struct audit_content_reader *reader,
                                          struct audit_content_record *record, struct error *err);

/* The text of one record that was read some other way; fields live in the arena. STATUS_OK with
 * record->kept; STATUS_CORRUPT when it does not open; STATUS_IO; STATUS_NO_MEMORY.
 * `vault` may be NULL: then a sealed text is gone. */
MUST_CHECK enum status audit_content_read(struct audit_vault *vault, struct arena *arena,
                                          struct audit_content_record *record);

#endif
