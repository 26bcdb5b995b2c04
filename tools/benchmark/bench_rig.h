/* SPDX-License-Identifier: Apache-2.0 */
/* What the benchmark programs share: a ruleset, a worker, a clock of CPU time, and a prompt
 * run through the stages of scan_stage.def. One thread; every fault ends the program. */
#ifndef BENCH_RIG_H
#define BENCH_RIG_H

#include "base_arena.h"
#include "base_slice.h"
#include "base_status.h"
#include "doorward/engine.h"
#include "ruleset_rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum bench_stage {
#define STAGE(name, function, scope) BENCH_STAGE_##name,
#include "scan_stage.def"
#undef STAGE
	BENCH_STAGE_COUNT
};

struct bench_options {
	const char *rules;
	const char *only; /* texts whose name holds this, or NULL */
	bool        json;
	bool        quick;
	bool        no_decoders;
	bool        search; /* texts of each rule by itself */
	uint64_t    mixed;  /* texts of so many seeds */
	uint64_t    seed;   /* the first of them */
};

struct bench_rig {
	struct bench_options  options;
	struct ruleset       *ruleset;
	struct engine_worker *worker;
	struct arena          arena; /* texts; as long as the rig */
	uint64_t              sum;   /* keeps the compiler from leaving work out */
	double steps; /* of phrases, a byte of the last prompt's views but for guesses */
};

struct bench_prompt {
	struct engine_field *fields;
	size_t               count;
	engine_decoders      decoders;
};

/* [--rules DIR] [--only NAME] [--json] [--quick] [--no-decoders] [--search] [--mixed N]
 * [--seed N]; prints usage and exits on anything else. */
void bench_rig_open(struct bench_rig *rig, int argc, char **argv, size_t text_bytes);
void bench_rig_close(struct bench_rig *rig);

/* Exits with 2, naming `what`, unless the status is STATUS_OK. */
void bench_check(enum status status, const char *what);

/* "PREPARE", ...; static. */
const char *bench_stage_name(enum bench_stage stage);

/* CPU time of the process in nanoseconds. */
double bench_cpu_ns(void);

/* A deterministic random number; *state is any seed. */
uint32_t bench_random(uint64_t *state);

/* Runs the stages before `end`, as the engine does. `ns`, when not NULL, gets what each
 * stage took; the clock costs about 0.3 us a stage and view, so only for long texts.
 * Returns whether the text was wholly inspected. */
bool bench_stages_run(struct bench_rig *rig, const struct bench_prompt *prompt,
                      enum bench_stage end, double *ns);

/* Folds a text and scans it for the literals of the rules: the measure of all other figures. */
void bench_plain_run(struct bench_rig *rig, struct slice text);

#endif
