/* SPDX-License-Identifier: Apache-2.0 */
/* Backtests that the server runs over its own log: one at a time, on a thread of its own with the
 * lowest priority, so that checks do not feel it. The last reports are kept until the server ends.
 */
#ifndef WEB_BACKTESTS_H
#define WEB_BACKTESTS_H

#include "audit_id.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "web_rules_trial.h"
#include "web_server.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WEB_BACKTESTS_KEPT       8u
#define WEB_BACKTEST_SAMPLES_MAX 100u
#define WEB_BACKTEST_ID_CHARS    sizeof(((struct audit_id *)0)->text)

struct web_backtests;

struct web_backtest_order {
	struct web_trial_text text;     /* the new rules: copied */
	uint64_t              since_us; /* records from this time on; 0: all */
	size_t                samples;
};

MUST_CHECK enum status web_backtests_open(struct web_server     *server,
                                          struct web_backtests **backtests, struct error *err);
/* Ends the one that runs, early: its state is "stopped". */
void web_backtests_stop(struct web_backtests *backtests);
void web_backtests_close(struct web_backtests **backtests);

/* Begins one. STATUS_OK with its id; STATUS_LIMIT_REACHED while another runs; STATUS_NO_MEMORY. */
MUST_CHECK enum status web_backtests_start(struct web_backtests            *backtests,
                                           const struct web_backtest_order *order,
                                           char id[WEB_BACKTEST_ID_CHARS]);

/* Appends {"id","state":"running|done|failed|stopped","records","report":{...},"fault":{...}}.
 * False when there is none of this id any more. */
bool web_backtests_show(struct web_backtests *backtests, struct slice id, struct buffer *out);

#endif
