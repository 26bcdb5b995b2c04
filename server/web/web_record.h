/* SPDX-License-Identifier: Apache-2.0 */
/* What the log keeps of a verdict. */
#ifndef WEB_RECORD_H
#define WEB_RECORD_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_status.h"
#include "doorward/engine.h"
#include "doorward/request.h"
#include "web_exchange.h"

#include <stdbool.h>
#include <stdint.h>

struct web_record {
	const struct engine_verdict *verdict;
	const struct request        *request;
	const char                  *id;
	const char                  *face; /* "native" */
	uint64_t                     timing_us;
	bool                         keeps_text; /* the policy says `store: content` */
};

/* Appends the record's body to exchange->record. Copies nothing but allow-listed members:
 * names, numbers, and keyed hashes of the fields; and, with keeps_text, the fields to
 * exchange->content, which the log seals. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status web_record_write(struct web_exchange     *exchange,
                                        const struct web_record *what);

#endif
