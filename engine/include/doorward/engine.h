/* SPDX-License-Identifier: Apache-2.0 */
/* The engine: a prompt, a ruleset and a policy make a verdict.
 *
 *     struct engine_worker *worker;                       one a thread
 *     engine_worker_open(&worker);
 *     ...
 *     engine_worker_reset(worker);                        one prompt begins
 *     engine_check(worker, ruleset, &prompt, &verdict);
 *     verdict_write(verdict, &answer);
 *
 * The engine has no clock, no randomness, no globals and does no I/O: the same
 * prompt, ruleset and policy give the same verdict, byte for byte. */
#ifndef DOORWARD_ENGINE_H
#define DOORWARD_ENGINE_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "doorward/ruleset.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- the prompt ---- */

enum engine_polarity { ENGINE_POSITIVE, ENGINE_NEGATIVE };
enum engine_direction { ENGINE_INPUT, ENGINE_OUTPUT };

struct engine_field {
	struct slice         name; /* "prompt", "messages[2].content"; UTF-8 */
	struct slice         text; /* any bytes */
	enum engine_polarity polarity;
	bool                 replaced; /* the reader already put U+FFFD for a lone surrogate */
};

__extension__ typedef unsigned __int128 engine_decoders;

struct engine_prompt {
	const struct engine_field *fields; /* borrowed during engine_check() */
	size_t                     field_count;
	struct slice               policy; /* name; empty: "default" */
	enum engine_direction      direction;
	bool                       explain;  /* keep every view for trace.h */
	engine_decoders            decoders; /* which decoders run: bit a decoder of
	                                        engine_decoder_name(); ENGINE_DECODE_ALL */
};

#define ENGINE_DECODE_ALL (~(engine_decoders)0)

/* The name of decoder `index`, or NULL past the last one. Static. */
const char *engine_decoder_name(size_t index);

/* ---- the verdict: lives in the worker until its next engine_worker_reset() ---- */

enum engine_decision { ENGINE_ALLOW, ENGINE_FLAG, ENGINE_MASK, ENGINE_BLOCK };

/* Half-open, in bytes of the original field and in UTF-16 code units of it. */
struct engine_span {
	size_t start;
	size_t end;
	size_t utf16_start;
	size_t utf16_end;
};

struct engine_part {
	uint32_t           field; /* index into the prompt's fields */
	struct engine_span span;
	bool               exact; /* false: an encoding's alignment rounded the span */
	const char *const *chain; /* operations from field to match; static names */
	size_t             chain_count;
};

struct engine_finding {
	const struct ruleset_rule *rule;   /* describe with ruleset_rule_...() */
	enum ruleset_action        action; /* of the rule under this policy */
	const struct engine_part  *parts;  /* at least one */
	size_t                     part_count;
	bool                       uncertain;  /* a limit was reached while confirming */
	bool                       evasive;    /* needed a disguise removed */
	bool                       decides;    /* its action took part in the decision */
	uint32_t                   view;       /* of the trace, in which it was found ... */
	size_t                     view_start; /* ... in these bytes of its folded text */
	size_t                     view_end;
};

struct engine_signal {
	const char *name; /* "bypass.encoding/base64"; static */
	uint64_t    count;
};

struct engine_category {
	uint16_t category; /* index for ruleset_category_...() */
	uint16_t score;
	uint8_t  severity; /* enum ruleset_severity, the highest among its findings */
};

struct engine_coverage {
	uint64_t bytes;     /* of all fields, as sent */
	uint64_t inspected; /* of those, how many were judged */
	uint64_t decoded;   /* bytes that decoders produced */
	uint64_t views;     /* texts scanned */
	uint64_t depth;     /* deepest decoding */
	bool     budget_hit;
};

struct engine_masked {
	uint32_t     field;
	struct slice text;
};

struct engine_verdict {
	enum engine_decision              decision;
	bool                              complete; /* everything was inspected */
	struct engine_coverage            coverage;
	struct slice                      policy;
	const char                       *revision; /* "sha256:...", lives with the ruleset */
	uint32_t                          score;    /* the highest sum of a category family */
	uint32_t                          threshold;
	bool                              has_would; /* shadow rules would decide otherwise */
	enum engine_decision              would_decision;
	const struct ruleset_rule *const *would_rules;
	size_t                            would_rule_count;
	const struct engine_category     *categories; /* by code */
	size_t                            category_count;
	const struct engine_finding      *findings; /* by field, start, end, rule id */
	size_t                            finding_count;
	uint64_t                          findings_dropped; /* above LIMIT_FINDINGS */
	const struct engine_signal       *signals;          /* by name */
	size_t                            signal_count;
	bool                              evasion;
	const struct engine_masked       *masked; /* when the decision is mask */
	size_t                            masked_count;
	const struct engine_field        *fields; /* the prompt's, borrowed */
	size_t                            field_count;
	const struct engine_trace        *trace; /* with explain: see trace.h; else NULL */
};

/* "allow", "flag", "mask", "block"; static. */
const char *engine_decision_name(enum engine_decision decision);

/* ---- the worker: scratch and arena of one thread ---- */

struct engine_worker;

MUST_CHECK enum status engine_worker_open(struct engine_worker **worker);
void                   engine_worker_close(struct engine_worker **worker);

/* A prompt begins: the last verdict and all that was allocated for it is gone. */
void engine_worker_reset(struct engine_worker *worker);

/* For what the caller needs as long as the verdict (the parsed request). */
struct arena *engine_worker_arena(struct engine_worker *worker);

/* What a prompt costs. The engine has no clock: whoever wants to know lends it one. `spent` is
 * called for each rule that is looked at, in a view in which a literal of it occurs; patterns that
 * rules share count for the first of them. `passed` (may be NULL) is called once for each stage, in
 * their order, when the prompt is decided. The verdict is the same with and without. */
struct engine_meter {
	uint64_t (*clock_ns)(void);
	void (*spent)(void *context, const struct ruleset_rule *rule, uint64_t ns);
	void *context;
	void (*passed)(void *context, size_t stage, uint64_t ns);
};

/* "prepare", "expand", ...: the name of stage `index`, or NULL past the last one. Static. */
const char *engine_stage_name(size_t index);
#define ENGINE_STAGES_MAX 8u

/* From now on; NULL, the default, is none. Borrowed until it is replaced. */
void engine_worker_meter(struct engine_worker *worker, const struct engine_meter *meter);

/* Judges one prompt. The verdict is written always: what could not be inspected
 * (memory, budget) makes `complete` false, and the policy decides then.
 * STATUS_OK; STATUS_NOT_FOUND when the ruleset has no such policy;
 * STATUS_LIMIT_REACHED for more than LIMIT_FIELDS_MAX fields; STATUS_NO_MEMORY when not even
 * a verdict could be made (the caller must refuse the prompt). One thread a worker;
 * the ruleset must stay acquired until the verdict is no longer used. */
MUST_CHECK enum status engine_check(struct engine_worker *worker, const struct ruleset *ruleset,
                                    const struct engine_prompt   *prompt,
                                    const struct engine_verdict **verdict);

/* Which rules match `text` as a prompt of one field, drafts too and whatever a policy says of them:
 * `report` is called with the index of each, perhaps more than once. What the worker's arena holds
 * stays. STATUS_OK or STATUS_NO_MEMORY. */
typedef void           engine_match_report(void *context, size_t rule);
MUST_CHECK enum status engine_matches(struct engine_worker *worker, const struct ruleset *ruleset,
                                      struct slice text, engine_match_report *report,
                                      void *context);

/* What a policy makes of rules that are known to have matched, whatever the prompt was: for records
 * whose text is not kept. A rule may be given more than once. decides[i] (may be NULL) says that
 * the action of rules[i] is the decision; none does where scores or an incomplete look decided. As
 * engine_check() for rules that match in the same prompt. STATUS_OK; STATUS_NOT_FOUND when there is
 * no such policy; STATUS_LIMIT_REACHED for more than ENGINE_DECIDE_RULES_MAX rules;
 * STATUS_NO_MEMORY. */
#define ENGINE_DECIDE_RULES_MAX 4096u
MUST_CHECK enum status engine_decide(struct engine_worker *worker, const struct ruleset *ruleset,
                                     struct slice policy, const struct ruleset_rule *const *rules,
                                     size_t count, bool complete, enum engine_decision *decision,
                                     bool *decides);

/* Runs every inline test of every rule. STATUS_OK; STATUS_RULE_TEST_FAILED with file,
 * line, column, rule and text in err; `failures` (may be NULL) receives a line for each
 * failing test, not just the first. */
MUST_CHECK enum status engine_selftest(const struct ruleset *ruleset, struct error *err,
                                       struct buffer *failures);

#endif
