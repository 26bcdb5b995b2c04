/* SPDX-License-Identifier: Apache-2.0 */
/* Checkpoints: the root over all records, signed, so that a cut tail and a log written anew both
 * show. A checkpoint is a signed note of C2SP's tlog-checkpoint:
 *
 *     doorward/node-abc
 *     1200
 *     <base64 of the root of the tree over records 1 to 1200>
 *     chain <base64 of the hash of record 1200>
 *
 *     — doorward/node-abc <base64 of 4 bytes of key id and 64 of Ed25519>
 *
 * The origin is the name of the key. The fourth line is an extension, and lets a part of the log
 * be compared though records before it are gone. A note may carry signatures of others.
 *
 * Notes are appended to one file with an empty line between them; the last one is also in
 * DATA/secret/head, so that who cuts the log and its checkpoints together must know of a
 * third place. The public key stands in DATA/audit.pub as a verifier key: name+id+base64 of 0x01
 * and 32 bytes. */
#ifndef AUDIT_CHECKPOINT_H
#define AUDIT_CHECKPOINT_H

#include "audit_chain.h"
#include "audit_folder.h"
#include "audit_tip.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUDIT_CHECKPOINT_FILE "checkpoints"
#define AUDIT_PUBLIC_FILE     "audit.pub"
#define AUDIT_HEAD_FILE       "head" /* in DATA/secret */
#define AUDIT_KEY_NAME_CHARS  (sizeof "doorward/" + AUDIT_NODE_CHARS_MAX)
#define AUDIT_KEYS_MAX        16

struct audit_public_key {
	char          name[AUDIT_KEY_NAME_CHARS];
	unsigned char id[4];
	unsigned char bytes[32];
};

struct audit_signer {
	struct audit_public_key public_key;
	unsigned char           secret[64];
	char                    node[AUDIT_NODE_CHARS_MAX + 1];
};

/* The key pair of the seed; for tests and for audit_signer_open(). */
void audit_signer_init(const char *node, const unsigned char seed[AUDIT_SEED_BYTES],
                       struct audit_signer *signer);

/* Reads or makes DATA/secret/sign.key and writes DATA/audit.pub. As audit_folder_secret(). */
MUST_CHECK enum status audit_signer_open(const struct audit_folder *folder,
                                         struct audit_signer *signer, struct error *err);
void                   audit_signer_reset(struct audit_signer *signer);

/* Appends a note about `tip`, and the empty line behind it. */
void audit_checkpoint_write(const struct audit_signer *signer, const struct audit_tip *tip,
                            struct buffer *out);

/* Appends the line "— name base64" that signs `text`, which ends in a newline. */
void audit_sign(const struct audit_signer *signer, struct slice text, struct buffer *out);

/* ---- reading ---- */

struct audit_note {
	struct slice      node;       /* from the origin line */
	struct audit_head head;       /* size, and hash of the last record */
	struct digest     root;       /* of the tree */
	struct slice      text;       /* what is signed */
	struct slice      signatures; /* lines "— name base64" */
	uint64_t          line;       /* of the origin, 1-based */
};

struct audit_note_reader {
	struct slice text;
	size_t       offset;
	uint64_t     line;      /* lines read so far */
	size_t       whole_end; /* offset behind the last complete note */
};

/* The next note. STATUS_OK; STATUS_END; STATUS_LIMIT_REACHED when the file ends inside a note (a
 * torn tail); STATUS_CORRUPT for lines that are no note: they are skipped up to the next
 * origin line, and reading may go on. note->line is set in each case but STATUS_END. */
MUST_CHECK enum status audit_note_next(struct audit_note_reader *reader, struct audit_note *note);

/* Is one of the keys' signatures on it? */
bool audit_note_is_signed(const struct audit_note *note, const struct audit_public_key *keys,
                          size_t count);

/* The last note of DATA/secret/head, or STATUS_NOT_FOUND. The text is borrowed from `memory`. */
#define AUDIT_HEAD_BYTES 2048
MUST_CHECK enum status audit_head_read(const char *data, char memory[AUDIT_HEAD_BYTES],
                                       struct audit_note *note);
/* Best effort, as audit_tip_save(). */
void audit_head_save(const char *data, struct slice note);

/* Verifier keys, a line each. STATUS_OK, STATUS_NOT_FOUND, STATUS_IO, STATUS_CORRUPT. */
MUST_CHECK enum status audit_public_keys_read(const char             *path,
                                              struct audit_public_key keys[AUDIT_KEYS_MAX],
                                              size_t *count, struct error *err);

#endif
