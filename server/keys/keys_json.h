/* SPDX-License-Identifier: Apache-2.0 */
/* A key and a ledger as JSON, for the command and the routes alike. Never a hash or a secret. */
#ifndef KEYS_JSON_H
#define KEYS_JSON_H

#include "base_buffer.h"
#include "keys_admin.h"

/* {"id":...,"account":...,...} without a newline. `secret` is the text of a key that was just
 * made, or NULL: the one time it is shown. `strikes` may be NULL. */
void keys_json_key(const struct keys_key *key, const struct keys_strikes *strikes,
                   const struct keys_form *secret, struct buffer *out);
void keys_json_account(const struct keys_account *account, struct buffer *out);
void keys_json_entry(const struct keys_entry *entry, struct buffer *out);

/* "2027-01-31T00:00:00Z" and a NUL. */
#define KEYS_TIME_CHARS 24
const char *keys_time_print(uint64_t time_s, char text[KEYS_TIME_CHARS]);
/* "2027-01-31" (the beginning of that day in UTC), "2027-01-31T12:00:00Z", or from now on: "90s",
 * "30d"; "never" is 0. False when it is none of these. */
bool keys_time_read(struct slice text, uint64_t now_s, uint64_t *time_s);
/* "90s", "15m", "24h", "7d". */
bool keys_duration_read(struct slice text, uint64_t *seconds);

#endif
