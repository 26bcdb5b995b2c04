/* SPDX-License-Identifier: Apache-2.0 */
/* What a key looks like:
 *
 *     dw_live_0aB3dE6gH9jK_<33 characters of secret><6 of checksum>
 *     |  |    |
 *     |  |    id: names the key in lists and logs; not secret
 *     |  environment: live or test
 *     prefix
 *
 * All digits are base62. 33 random digits are 196 bits. The checksum is the CRC-32 (ISO-HDLC, as
 * in zlib) of everything before it, so that a scanner of source code, or a gateway, knows a
 * mistyped key without asking. Secret-scanning pattern: KEYS_FORM_PATTERN. */
#ifndef KEYS_FORM_H
#define KEYS_FORM_H

#include "base_slice.h"

#include <stdbool.h>

#define KEYS_ID_CHARS     12
#define KEYS_SECRET_CHARS 33
#define KEYS_CHECK_CHARS  6
#define KEYS_FORM_CHARS   (8 + KEYS_ID_CHARS + 1 + KEYS_SECRET_CHARS + KEYS_CHECK_CHARS)
#define KEYS_FORM_PATTERN "\\bdw_(live|test)_[0-9A-Za-z]{12}_[0-9A-Za-z]{39}\\b"

enum keys_environment { KEYS_LIVE, KEYS_TEST };

struct keys_id {
	char text[KEYS_ID_CHARS + 1];
};

struct keys_form {
	char text[KEYS_FORM_CHARS + 1];
};

/* A new key with a random id and secret. Any thread. */
void keys_form_make(enum keys_environment environment, struct keys_id *id, struct keys_form *form);

/* Reads a key as a caller sent it. False when its shape or its checksum is wrong; the id is
 * all zeros then, so that the caller can go on as if it were unknown (the time of a refusal
 * must not say how wrong a key is). Any thread. */
bool keys_form_read(struct slice text, enum keys_environment *environment, struct keys_id *id);

/* Is there a key in the text? For names and reasons, which are recorded. Any thread. */
bool keys_form_is_in(struct slice text);

/* "live", "test". Static. */
const char *keys_environment_name(enum keys_environment environment);

#endif
