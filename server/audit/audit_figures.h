/* SPDX-License-Identifier: Apache-2.0 */
/* What the log counts about itself, for metrics. */
#ifndef AUDIT_FIGURES_H
#define AUDIT_FIGURES_H

#include <stdint.h>

#define AUDIT_SYNC_BUCKETS 12

struct audit_figures {
	uint64_t records;      /* written as durably as the mode promises */
	uint64_t dropped;      /* decided without a record, because the log failed */
	uint64_t backlog;      /* handed over, not yet written */
	uint64_t content_lost; /* recorded without the text that the policy keeps */
	uint64_t retentions;   /* rounds of looking for what is too old */
	uint64_t checkpoints;
	uint64_t failures; /* times the log stopped being writable */
	uint64_t syncs;
	uint64_t sync_us;                          /* all of them together */
	uint64_t sync_buckets[AUDIT_SYNC_BUCKETS]; /* syncs up to each bound, not cumulative */
};

/* Upper bound of a bucket in microseconds; index below AUDIT_SYNC_BUCKETS. */
uint64_t audit_figures_bound_us(unsigned index);

#endif
