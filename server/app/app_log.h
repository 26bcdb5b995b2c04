/* SPDX-License-Identifier: Apache-2.0 */
/* The operator's log: one JSON object a line on stderr. Never a prompt, never a header. */
#ifndef APP_LOG_H
#define APP_LOG_H

#include "base_error.h"

#include <stddef.h>
#include <stdint.h>

enum app_level { APP_INFO, APP_WARNING, APP_ERROR };

/* A member of a line: a text, or a number when `text` is NULL. */
struct app_fact {
	const char *name;
	const char *text;
	uint64_t    number;
};

/* {"time":...,"level":"info","msg":MESSAGE,...}. `message` is a fixed word ("listening"), so
 * that lines can be searched for. One write a line; any thread. */
void app_log(enum app_level level, const char *message, const struct app_fact *facts, size_t count);

/* The same with the place and the message of a fault. */
void app_log_fault(enum app_level level, const char *message, const struct error *err);

#endif
