/* SPDX-License-Identifier: Apache-2.0 */
#include "scan_worker.h"

#include "doorward/engine.h"

#include <stdlib.h>
#include <string.h>

/* Address space, touched lazily: the largest body, its views and their maps. */
#define WORK_BYTES   ((size_t)1 << 30)
#define VIEW_BYTES   ((size_t)1 << 29)
#define ANSWER_BYTES ((size_t)1 << 28)

enum status engine_worker_open(struct engine_worker **worker)
{
	struct engine_worker *opened = calloc(1, sizeof *opened);
	enum status           status = STATUS_NO_MEMORY;

	*worker = NULL;
	if (opened == NULL)
		return STATUS_NO_MEMORY;
	if (arena_open(&opened->arena, WORK_BYTES) &&
	    arena_open(&opened->scratch_arena, VIEW_BYTES) &&
	    arena_open(&opened->answer, ANSWER_BYTES))
		status = match_regex_worker_open(&opened->regex);
	if (status != STATUS_OK) {
		engine_worker_close(&opened);
		return status;
	}
	*worker = opened;
	return STATUS_OK;
}

void engine_worker_close(struct engine_worker **worker)
{
	struct engine_worker *closed = *worker;

	*worker = NULL;
	if (closed == NULL)
		return;
	arena_close(&closed->arena);
	arena_close(&closed->scratch_arena);
	arena_close(&closed->answer);
	match_hyperscan.scratch_close(&closed->scratch);
	match_regex_worker_close(&closed->regex);
	free(closed->candidates);
	free(closed->atoms);
	free(closed->named_atoms);
	free(closed->possible);
	free(closed->unnamed);
	free(closed);
}

void engine_worker_reset(struct engine_worker *worker)
{
	arena_reset(&worker->arena);
	arena_reset(&worker->scratch_arena);
	arena_reset(&worker->answer);
}

struct arena *engine_worker_arena(struct engine_worker *worker)
{
	return &worker->arena;
}

void engine_worker_meter(struct engine_worker *worker, const struct engine_meter *meter)
{
	worker->meter = meter;
}

static bool is_fitted(const struct engine_worker *worker, const struct ruleset *ruleset)
{
	/* The revision as well: a new ruleset may lie at an old one's address. */
	return worker->ruleset == ruleset &&
	       memcmp(worker->revision, ruleset->revision, sizeof worker->revision) == 0;
}

static size_t blocks_of(const struct ruleset *ruleset)
{
	return ruleset->atom_count / 64 + 1;
}

static void unnamed_fill(struct engine_worker *worker, const struct ruleset *ruleset)
{
	for (size_t i = 0; i < ruleset->atom_count; i++)
		if (!ruleset->atoms[i].named)
			worker->unnamed[i / 64] |= (uint64_t)1 << i % 64;
	worker->found = true;
}

static enum status fit_tables(struct engine_worker *worker, const struct ruleset *ruleset)
{
	free(worker->candidates);
	free(worker->atoms);
	free(worker->named_atoms);
	free(worker->possible);
	free(worker->unnamed);
	worker->candidates = calloc(ruleset->rule_count / 64 + 1, sizeof *worker->candidates);
	worker->atoms = calloc(ruleset->atom_count + 1, sizeof *worker->atoms);
	worker->named_atoms = calloc(ruleset->atom_count + 1, sizeof *worker->named_atoms);
	worker->possible = calloc(blocks_of(ruleset), sizeof *worker->possible);
	worker->unnamed = calloc(blocks_of(ruleset), sizeof *worker->unnamed);
	worker->named_count = 0;
	worker->stamp = 0;
	if (worker->candidates == NULL || worker->atoms == NULL || worker->named_atoms == NULL ||
	    worker->possible == NULL || worker->unnamed == NULL)
		return STATUS_NO_MEMORY;
	unnamed_fill(worker, ruleset);
	return STATUS_OK;
}

enum status scan_worker_fit(struct engine_worker *worker, const struct ruleset *ruleset)
{
	enum status status;

	if (is_fitted(worker, ruleset))
		return STATUS_OK;
	worker->ruleset = NULL;
	status = fit_tables(worker, ruleset);
	/* Hyperscan's scratch serves the prefilter too; the naive backend has none. */
	if (status == STATUS_OK && ruleset->backend == &match_hyperscan)
		status = ruleset->backend->scratch_fit(ruleset->literals, &worker->scratch);
	if (status == STATUS_OK && ruleset->prefilter != NULL)
		status = match_prefilter_scratch_fit(ruleset->prefilter, &worker->scratch);
	if (status != STATUS_OK)
		return status;
	worker->ruleset = ruleset;
	memcpy(worker->revision, ruleset->revision, sizeof worker->revision);
	return STATUS_OK;
}

void scan_worker_next_view(struct engine_worker *worker)
{
	arena_rewind(&worker->scratch_arena, 0);
	if (worker->found)
		memcpy(worker->possible, worker->unnamed,
		       blocks_of(worker->ruleset) * sizeof *worker->possible);
	worker->found = false;
	if (++worker->stamp != 0)
		return;
	/* Once in four thousand million views the stamps begin anew. */
	memset(worker->atoms, 0, worker->ruleset->atom_count * sizeof *worker->atoms);
	worker->stamp = 1;
}
