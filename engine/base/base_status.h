/* SPDX-License-Identifier: Apache-2.0 */
/* Status codes: what went wrong, whose fault it is, and a text for people. The
 * one table is base_status.def. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
#define STATUS(name, blame, text) STATUS_##name,
#include "base_status.def"
#undef STATUS
	STATUS_COUNT
};

enum status_blame { STATUS_BLAME_NOBODY, STATUS_BLAME_CALLER, STATUS_BLAME_US };

/* "RULE_MALFORMED"; static, never NULL. */
const char *status_name(enum status status);

/* "rule file is not valid"; static, never NULL. */
const char *status_text(enum status status);

enum status_blame status_blame(enum status status);

#endif
