/* SPDX-License-Identifier: Apache-2.0 */
/* Is the log whole? Answered offline, from the data folder and the public key alone. */
#ifndef AUDIT_VERIFY_H
#define AUDIT_VERIFY_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <stdbool.h>
#include <stdint.h>

enum audit_fault_kind {
#define FAULT(name, is_failure, word, text) AUDIT_FAULT_##name,
#include "audit_fault.def"
#undef FAULT
	AUDIT_FAULT_COUNT
};

struct audit_fault {
	enum audit_fault_kind kind;
	bool                  is_failure; /* false: worth knowing, the log is whole all the same */
	char                  file[256];  /* path of the segment or of the checkpoints */
	uint64_t              line;       /* 1-based; 0 = the whole file */
	uint64_t              seq;        /* of the record it is about; 0 = none */
	char                  message[256]; /* a sentence without the place */
};

struct audit_summary {
	uint64_t nodes;
	uint64_t segments;
	uint64_t records;
	uint64_t gone; /* records that retention removed */
	uint64_t checkpoints;
	uint64_t failures;       /* faults with is_failure */
	uint64_t notes;          /* the others, a torn tail among them */
	uint64_t checkpoint_seq; /* records up to here are covered by a signature (one node) */
	uint64_t last_seq;       /* the last record (one node) */
	char     head[65];       /* its hash in hex (one node) */
	char     root[65];       /* of the tree over all records in hex (one node) */
};

/* Called for each fault, in the order of the files; the struct is borrowed. */
typedef void audit_fault_report(void *context, const struct audit_fault *fault);

/* "changed", "missing", "inserted", "torn_tail", ...; static. For --json. */
const char *audit_fault_word(enum audit_fault_kind kind);

struct audit_verify_options {
	const char *data;
	const char *public_key;  /* a file; NULL: DATA/audit.pub */
	const char *checkpoints; /* a file of checkpoints that were kept elsewhere; may be NULL */
	audit_fault_report *report; /* may be NULL */
	void               *context;
};

/* Verifies every node under DATA/audit: each record's hash, the chain from the first
 * record to the last, the names of the segments, and each signed checkpoint against the
 * records it covers: those of the log, the one in DATA/secret where that can be read, and
 * those that an auditor kept elsewhere, with a copy of the public key.
 * STATUS_OK when the log is whole (a torn, unacknowledged tail is a note);
 * STATUS_CORRUPT when a fault is a failure; STATUS_IO, STATUS_NO_MEMORY when it could not be
 * told, with err. Reads only; safe beside a running server, which may add records
 * meanwhile. */
MUST_CHECK enum status audit_verify(const struct audit_verify_options *options,
                                    struct audit_summary *summary, struct error *err);

#endif
