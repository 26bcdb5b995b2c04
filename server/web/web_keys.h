/* SPDX-License-Identifier: Apache-2.0 */
/* What the routes about keys share. */
#ifndef WEB_KEYS_H
#define WEB_KEYS_H

#include "keys_json.h"
#include "web_body.h"
#include "web_exchange.h"

/* Ends the body with a newline: `http`, application/json. */
void web_keys_answer(struct web_exchange *exchange, unsigned http);

/* The change was not made. */
void web_keys_refuse(struct web_exchange *exchange, enum keys_fault fault);

/* Reads the body of a job on its thread. False: the exchange is answered. */
bool web_keys_read(struct web_exchange *exchange, const struct web_member *members, size_t count,
                   void *target);

/* Who makes the change, for the record: "key 0aB3dE6gH9jK", or "local" without a key. */
#define WEB_ACTOR_CHARS (KEYS_ID_CHARS + 8)
const char *web_keys_actor(const struct web_exchange *exchange, char actor[WEB_ACTOR_CHARS]);

/* The {id} of the path; "" when no key or account can have it. Returns `id`. */
const char *web_keys_path_id(const struct web_exchange *exchange, char id[KEYS_NAME_CHARS + 1]);

#endif
