/* SPDX-License-Identifier: Apache-2.0 */
/* The data folder: who may use it, what this node is called, and its secrets.
 *
 *     DATA/lock                 flock()ed by the one server that uses the folder
 *     DATA/node                 this node's name, made at the first start
 *     DATA/secret/ (0700)       hash.key, sign.key, content.key: 64 hex digits each (0600)
 *     DATA/audit.pub            the public half of sign.key, as a verifier key of a signed note
 *     DATA/audit/<node>/        segments and checkpoints */
#ifndef AUDIT_FOLDER_H
#define AUDIT_FOLDER_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <stdbool.h>

#define AUDIT_NODE_CHARS_MAX 63
#define AUDIT_PATH_BYTES     1024
#define AUDIT_SEED_BYTES     32

struct audit_folder {
	int  lock_fd;
	char data[AUDIT_PATH_BYTES];
	char segments[AUDIT_PATH_BYTES]; /* DATA/audit/<node> */
	char node[AUDIT_NODE_CHARS_MAX + 1];
};

/* Creates what is missing (parents of DATA too) and takes the lock. STATUS_OK; STATUS_IO with a
 * message that names the process which holds the lock, or what cannot be written;
 * STATUS_CORRUPT for a node name of other characters than a-z, 0-9 and '-'. */
MUST_CHECK enum status audit_folder_open(const char *data, struct audit_folder *folder,
                                         struct error *err);
void                   audit_folder_close(struct audit_folder *folder);

/* 32 secret bytes from DATA/secret/NAME, made at the first call. STATUS_OK, STATUS_IO,
 * STATUS_CORRUPT. */
MUST_CHECK enum status audit_folder_secret(const struct audit_folder *folder, const char *name,
                                           unsigned char secret[AUDIT_SEED_BYTES],
                                           struct error *err);

/* The same for a program beside the server: read only. STATUS_OK, STATUS_NOT_FOUND, STATUS_IO,
 * STATUS_CORRUPT. */
MUST_CHECK enum status audit_folder_secret_read(const char *data, const char *name,
                                                unsigned char secret[AUDIT_SEED_BYTES],
                                                struct error *err);

#endif
