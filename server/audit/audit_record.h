/* SPDX-License-Identifier: Apache-2.0 */
/* A record before it is written: exactly what may be kept about a verdict, and nothing else.
 *
 * The struct is the allow-list. It has no member for a text, a header or a key, so that
 * none can reach the log by mistake. Everything is borrowed until audit_encode() returns. */
#ifndef AUDIT_RECORD_H
#define AUDIT_RECORD_H

#include "audit_hash.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is more is counted in `sizes` and not listed. */
#define AUDIT_FIELDS_MAX 256u
/* A field's name may be the caller's: a name longer than this is cut. */
#define AUDIT_NAME_BYTES_MAX 128u

struct audit_category {
	const char *code;
	const char *severity;
	uint32_t    score;
};

struct audit_finding {
	const char        *rule;
	const char        *category;
	const char        *severity;
	const char        *action;
	const char        *mode;
	struct slice       field;
	uint64_t           start; /* bytes of the original field, half-open */
	uint64_t           end;
	bool               exact;
	const char *const *chain;
	size_t             chain_count;
	size_t             part_count;
	bool               uncertain;
	bool               evasive;
	bool               decides;
};

struct audit_signal {
	const char *name;
	uint64_t    count;
};

struct audit_coverage {
	uint64_t bytes;
	uint64_t inspected;
	uint64_t decoded;
	uint64_t views;
	uint64_t depth;
	bool     budget_hit;
};

struct audit_field_hash {
	struct slice      field;
	struct audit_hash hash;
};

struct audit_size {
	const char *name;
	uint64_t    value;
};

/* What a record says that is no verdict: "retention", first_seq, last_seq, records, root, ... of
 * the log itself; "key", actor, reason of a change of a key. */
struct audit_notice_text {
	const char *name;
	const char *value; /* NULL: null */
};

struct audit_notice {
	const char                     *kind;
	const struct audit_size        *numbers;
	size_t                          number_count;
	const struct audit_notice_text *texts;
	size_t                          text_count;
};

/* Where the key stands after the verdict. Decimals are exact: thousandths, millionths. */
struct audit_standing {
	uint64_t    added_milli; /* strikes of this verdict */
	uint64_t    points_milli;
	const char *reached; /* the rung that this strike reached; NULL: none */
	const char *held;    /* what holds now; NULL: nothing */
	const char *plan;
	uint64_t    left_minute; /* UINT64_MAX: no limit */
	uint64_t    left_day;
	bool        has_credits;
	int64_t     credits_millionths;
	int64_t     charged_millionths;
};

struct audit_record {
	uint64_t           time_us; /* since 1970, UTC */
	const char        *node;
	const char        *id;         /* NULL: null, as every pointer below */
	struct slice       request_id; /* empty: null, as every slice below */
	struct slice       trace_id;
	struct slice       account;
	struct slice       key_id;
	const char        *face; /* "native", ...; "audit.recovery" for the log's own records */
	const char        *direction;
	struct slice       policy;
	const char        *revision;
	const char        *decision; /* NULL: no verdict, and null down to `coverage` */
	const char        *would_decision;
	const char *const *would_rules;
	size_t             would_rule_count;
	bool               complete;
	const struct audit_category   *categories;
	size_t                         category_count;
	const struct audit_finding    *findings;
	size_t                         finding_count;
	const struct audit_signal     *signals;
	size_t                         signal_count;
	bool                           evasion;
	struct audit_coverage          coverage;
	const struct audit_field_hash *field_hashes;
	size_t                         field_hash_count;
	const struct audit_size       *sizes;
	size_t                         size_count;
	const struct audit_standing   *standing; /* NULL: no key */
	uint64_t                       timing_us;
	const char *const             *redacted; /* names of what is held back: "text" */
	size_t                         redacted_count;
	const struct audit_notice     *notice; /* NULL in verdicts */
};

#endif
