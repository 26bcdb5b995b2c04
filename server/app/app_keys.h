/* SPDX-License-Identifier: Apache-2.0 */
/* Opens the book of keys beside the log: its file and its secret are in the data folder, and its
 * changes become records. */
#ifndef APP_KEYS_H
#define APP_KEYS_H

#include "app_config.h"
#include "audit_log.h"
#include "base_attr.h"
#include "base_error.h"
#include "keys_book.h"

/* `log` may be NULL: then changes stay in the book until a server with a log runs, and a data
 * folder that cannot be used leaves *book NULL, unless the configuration asks for keys.
 * STATUS_OK; STATUS_IO, STATUS_CORRUPT, STATUS_CONFIG_INVALID, STATUS_YAML_MALFORMED,
 * STATUS_NO_MEMORY with err. */
MUST_CHECK enum status app_keys_open(const struct app_config *config, struct audit_log *log,
                                     struct keys_book **book, struct error *err);

/* The same store for a command, also while a server runs. */
struct app_keys_desk {
	struct keys_store *store;
	struct keys_plans  plans;
	unsigned char      pepper[KEYS_PEPPER_BYTES];
	struct keys_admin  admin; /* of all these; actor "cli" */
};

/* As app_keys_open(). On failure there is nothing to close. */
MUST_CHECK enum status app_keys_desk_open(const struct app_config *config,
                                          struct app_keys_desk *desk, struct error *err);
void                   app_keys_desk_close(struct app_keys_desk *desk);

#endif
