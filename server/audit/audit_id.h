/* SPDX-License-Identifier: Apache-2.0 */
/* Verdict ids: "vd_" and a ULID, 48 bits of time and 80 random bits in Crockford's base32.
 * They sort by time, and within a millisecond (or while the clock stands or goes back)
 * in the order they were made. */
#ifndef AUDIT_ID_H
#define AUDIT_ID_H

#include "audit_clock.h"

#include <pthread.h>
#include <stdint.h>

#define AUDIT_ID_CHARS 29

struct audit_id {
	char text[AUDIT_ID_CHARS + 1];
};

struct audit_id_source {
	pthread_mutex_t    lock;
	struct audit_clock clock;
	uint64_t           last_ms;
	uint64_t           high; /* the upper 16 of the 80 random bits */
	uint64_t           low;  /* the lower 64 */
};

void audit_id_source_init(struct audit_id_source *source, struct audit_clock clock);
void audit_id_source_reset(struct audit_id_source *source);

/* Any thread; each call gives a greater id than all calls before it. */
void audit_id_next(struct audit_id_source *source, struct audit_id *id);

#endif
