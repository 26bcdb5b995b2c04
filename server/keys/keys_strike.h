/* SPDX-License-Identifier: Apache-2.0 */
/* Strikes: what bypassing adds up to.
 *
 *     weights    evasion 1, minors.sexual 3    a blocked finding adds the heaviest that applies
 *     half_life  7d                            points fade: p * 2^(-age / half_life)
 *     ladder     3 warn, 6 throttle, 10 suspend, 20 revoke
 *     up_to      warn                          higher rungs are recorded and do nothing
 *
 * A rung is reached by a strike that lifts the points to it or over it, not by points that stand
 * there: after a suspension ended, the next strike decides anew. Points are held against rungs in
 * tenths, rounded. The same body (its hash) strikes
 * once in `distinct`, so a client that retries is not punished for it. Pure: time and evidence
 * are given, nothing is kept but struct keys_strikes. defaults/strikes.yaml explains the file. */
#ifndef KEYS_STRIKE_H
#define KEYS_STRIKE_H

#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEYS_WEIGHTS_MAX    64u
#define KEYS_RUNGS_MAX      8u
#define KEYS_CATEGORY_CHARS 48
#define KEYS_BODIES_MAX     64u /* distinct bodies remembered of a key */

enum keys_rung { KEYS_RUNG_NONE, KEYS_WARN, KEYS_THROTTLE, KEYS_SUSPEND, KEYS_REVOKE };

/* "none", "warn", "throttle", "suspend", "revoke". Static. */
const char *keys_rung_name(enum keys_rung rung);

struct keys_weight {
	char     name[KEYS_CATEGORY_CHARS + 1]; /* "evasion", a category or a family */
	uint32_t milli;                         /* thousandths of a strike */
};

struct keys_step {
	uint32_t       at_milli;
	enum keys_rung rung;
	uint32_t       for_s;         /* throttle and suspend */
	uint32_t       share_percent; /* throttle: of the limit a minute */
};

struct keys_strike_policy {
	uint32_t           distinct_s;
	uint32_t           half_life_s;
	enum keys_rung     up_to;
	size_t             weight_count;
	struct keys_weight weights[KEYS_WEIGHTS_MAX];
	size_t             step_count;
	struct keys_step   steps[KEYS_RUNGS_MAX]; /* rising */
};

/* Of one key. All zero: none yet. */
struct keys_strikes {
	uint64_t       milli;         /* points at `as_of_s` */
	uint64_t       as_of_s;       /* seconds since 1970 */
	uint64_t       count;         /* strikes ever */
	uint64_t       until_s;       /* of the throttle or suspension */
	enum keys_rung rung;          /* of until_s; KEYS_REVOKE has no end */
	uint32_t       share_percent; /* of a throttle */
	uint32_t       body_count;
	uint64_t       bodies[KEYS_BODIES_MAX];
	uint64_t       body_s[KEYS_BODIES_MAX];
};

/* What a verdict shows of bypassing. */
struct keys_evidence {
	bool               is_evasive; /* a finding that blocked needed a disguise removed */
	const char *const *categories; /* codes of the findings that blocked */
	size_t             category_count;
	uint64_t           body; /* hash of the fields */
};

struct keys_strike_outcome {
	uint32_t       added_milli; /* 0: no strike */
	enum keys_rung reached;     /* by this strike; KEYS_RUNG_NONE if none */
	bool           is_held;     /* false: only recorded, the policy goes not so far */
};

/* From a file, or what is shipped when `path` is NULL. STATUS_OK; STATUS_IO,
 * STATUS_YAML_MALFORMED, STATUS_CONFIG_INVALID, STATUS_NO_MEMORY with file, line and column. */
MUST_CHECK enum status keys_strikes_read(const char *path, struct keys_strike_policy *policy,
                                         struct error *err);
MUST_CHECK enum status keys_strikes_parse(struct slice text, const char *name,
                                          struct keys_strike_policy *policy, struct error *err);

/* Thousandths of a strike that the evidence weighs; 0 when it is none. */
uint32_t keys_strike_weight(const struct keys_strike_policy *policy,
                            const struct keys_evidence      *evidence);

/* Points as they are at `now_s`, faded. */
uint64_t keys_strike_points(const struct keys_strike_policy *policy,
                            const struct keys_strikes *strikes, uint64_t now_s);

/* Takes the evidence into account. */
struct keys_strike_outcome keys_strike_add(const struct keys_strike_policy *policy,
                                           struct keys_strikes             *strikes,
                                           const struct keys_evidence *evidence, uint64_t now_s);

/* A strike of `added_milli` for `body` was none: the points go, and the body may strike again. What
 * it made hold is the caller's to put back. */
void keys_strike_take_back(struct keys_strikes *strikes, uint32_t added_milli, uint64_t body);

/* What holds at `now_s`: a throttle or suspension ends by itself, a warning when the points have
 * faded below its rung. */
enum keys_rung keys_strike_held(const struct keys_strike_policy *policy,
                                const struct keys_strikes *strikes, uint64_t now_s);

#endif
