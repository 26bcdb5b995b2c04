/* SPDX-License-Identifier: Apache-2.0 */
/* The load: sources in byte order of their names, then stage by stage to one
 * immutable ruleset.
 *
 *     lists -> rule files -> policies -> literals and databases -> revision
 *
 * The first fault ends it, and nothing of the half-made ruleset stays. */
#include "ruleset_build.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Caps on address space, which is touched as it is used: 10,000 rules (4 MB of YAML) keep
 * 27 MB and need 100 MB while they load. Small sources get small arenas, because a sanitizer
 * pays for the whole cap. */
#define ARENA_BYTES_MIN             ((size_t)96 * 1024 * 1024)
#define ARENA_BYTES_MAX             ((size_t)1024 * 1024 * 1024)
#define ARENA_BYTES_PER_SOURCE_BYTE 256

enum source_kind { SOURCE_IGNORED, SOURCE_LIST, SOURCE_RULES, SOURCE_POLICY };

struct load {
	struct ruleset_build          build;
	const struct ruleset_source **sources; /* the ones that count, in order */
	size_t                        count;
	size_t                        rule_files;
};

static enum source_kind kind_of(struct slice name)
{
	if (slice_starts_with(name, SLICE_LIT("schema/")) ||
	    slice_equal(name, SLICE_LIT("categories.yaml")))
		return SOURCE_IGNORED;
	if (slice_starts_with(name, SLICE_LIT("lists/")))
		return slice_ends_with(name, SLICE_LIT(".txt")) ? SOURCE_LIST : SOURCE_IGNORED;
	if (slice_ends_with(name, SLICE_LIT(".txt")))
		return SOURCE_IGNORED;
	if (slice_starts_with(name, SLICE_LIT("policies/")))
		return SOURCE_POLICY;
	return SOURCE_RULES;
}

/* "rules.yml" would be left out without a word. */
static bool has_wrong_ending(struct slice name)
{
	return slice_ends_with(name, SLICE_LIT(".yml"));
}

static bool has_yaml_ending(struct slice name)
{
	return slice_ends_with(name, SLICE_LIT(".yaml"));
}

static int compare_sources(const void *left, const void *right)
{
	const struct ruleset_source *const *a = left;
	const struct ruleset_source *const *b = right;

	return strcmp((*a)->name, (*b)->name);
}

/* Picks what counts and copies it into the ruleset, in order: names and texts stay valid
 * as long as the rules that point to them. */
static enum status sources_pick(struct load *load, const struct ruleset_source *sources,
                                size_t count)
{
	struct ruleset_build *build = &load->build;

	load->sources = ARENA_ARRAY(&build->scratch, count, const struct ruleset_source *);
	if (load->sources == NULL)
		return ruleset_no_memory(build);
	for (size_t i = 0; i < count; i++) {
		struct slice     name = slice_from_cstr(sources[i].name);
		enum source_kind kind = kind_of(name);

		build->source = &sources[i];
		if (kind != SOURCE_IGNORED && has_wrong_ending(name)) {
			enum status status = ruleset_fault_pass(
				build,
				ruleset_fault_file(build, "R001", "the ending must be .yaml"));

			if (status != STATUS_OK)
				return status;
		}
		if (kind == SOURCE_IGNORED || (kind != SOURCE_LIST && !has_yaml_ending(name)))
			continue;
		load->rule_files += kind == SOURCE_RULES ? 1 : 0;
		load->sources[load->count++] = &sources[i];
	}
	build->source = NULL;
	if (load->count > 0)
		qsort(load->sources, load->count, sizeof *load->sources, compare_sources);
	for (size_t i = 1; i < load->count; i++) {
		if (strcmp(load->sources[i - 1]->name, load->sources[i]->name) == 0) {
			build->source = load->sources[i];
			return ruleset_fault_file(build, "R001", "the file is given twice");
		}
	}
	return STATUS_OK;
}

/* File names stay with the rules and policies: they are copied into the ruleset. */
static enum status names_keep(struct load *load)
{
	struct ruleset_build *build = &load->build;

	for (size_t i = 0; i < load->count; i++) {
		struct ruleset_source *kept = ARENA_NEW(&build->scratch, struct ruleset_source);
		size_t                 length = strlen(load->sources[i]->name);
		char                  *name = ARENA_ARRAY(build->arena, length + 1, char);

		if (kept == NULL || name == NULL)
			return ruleset_no_memory(build);
		memcpy(name, load->sources[i]->name, length + 1);
		*kept = *load->sources[i];
		kept->name = name;
		load->sources[i] = kept;
	}
	return STATUS_OK;
}

/* ---- stages ---- */

static enum status lists_load(struct load *load)
{
	struct ruleset_build *build = &load->build;
	enum status           status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < load->count; i++) {
		build->source = load->sources[i];
		if (kind_of(slice_from_cstr(build->source->name)) == SOURCE_LIST)
			status = ruleset_lists_read_text(build);
	}
	return status;
}

static enum status rules_load(struct load *load)
{
	struct ruleset_build *build = &load->build;
	enum status           status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < load->count; i++) {
		const size_t mark = arena_mark(&build->scratch);

		build->source = load->sources[i];
		if (kind_of(slice_from_cstr(build->source->name)) == SOURCE_RULES)
			status = ruleset_fault_pass(build, ruleset_file_parse(build));
		build->rule_id = SLICE_NONE;
		arena_rewind(&build->scratch, mark);
	}
	if (status == STATUS_OK)
		status = ruleset_lists_check(build, &build->shared_lists);
	return status;
}

#define DEFAULT_POLICY "policies/default.yaml"

/* The policies of the folder, each in the place of its file, and which are read; the built-in
 * default behind them where the folder has none. */
struct policies {
	const struct ruleset_source **sources;
	struct ruleset_text          *bases;
	struct ruleset_policy        *items;
	bool                         *done;
	size_t                        count;
};

static const struct ruleset_policy *policy_done(const struct policies *policies, struct slice name)
{
	for (size_t i = 0; i < policies->count; i++)
		if (policies->done[i] && slice_equal_cstr(name, policies->items[i].name))
			return &policies->items[i];
	return NULL;
}

static enum status policies_find(struct load *load, struct policies *policies)
{
	struct ruleset_build *build = &load->build;
	struct arena         *scratch = &build->scratch;
	bool                  has_default = false;
	enum status           status = STATUS_OK;

	*policies = (struct policies){
		.sources = ARENA_ARRAY(scratch, load->count, const struct ruleset_source *),
		.bases = ARENA_ARRAY(scratch, load->count, struct ruleset_text),
		.items = ARENA_ARRAY(build->arena, load->count + 1, struct ruleset_policy),
		.done = arena_alloc_zero(scratch, load->count + 1, sizeof(bool)),
	};
	if (policies->sources == NULL || policies->bases == NULL || policies->items == NULL ||
	    policies->done == NULL)
		return ruleset_no_memory(build);
	for (size_t i = 0; status == STATUS_OK && i < load->count; i++) {
		size_t faults = ruleset_faults(build);

		build->source = load->sources[i];
		if (kind_of(slice_from_cstr(build->source->name)) != SOURCE_POLICY)
			continue;
		status = ruleset_fault_pass(
			build, ruleset_policy_base(build, &policies->bases[policies->count]));
		has_default = has_default || strcmp(build->source->name, DEFAULT_POLICY) == 0;
		if (ruleset_faults(build) == faults)
			policies->sources[policies->count++] = build->source;
	}
	if (status != STATUS_OK || has_default)
		return status;
	policies->done[policies->count] = true;
	return ruleset_policy_init(build, &policies->items[policies->count++]);
}

/* Reads each policy whose base is read. False when there was none. */
static enum status policies_step(struct load *load, struct policies *policies, bool *moved)
{
	struct ruleset_build *build = &load->build;
	enum status           status = STATUS_OK;

	*moved = false;
	for (size_t i = 0; status == STATUS_OK && i < policies->count; i++) {
		const struct ruleset_policy *base;

		if (policies->done[i])
			continue;
		base = policy_done(policies, policies->bases[i].text);
		if (base == NULL && policies->bases[i].text.len > 0)
			continue;
		build->source = policies->sources[i];
		status = ruleset_fault_pass(build,
		                            ruleset_policy_parse(build, &policies->items[i], base));
		policies->done[i] = true;
		*moved = true;
	}
	return status;
}

static bool is_waiting(const struct policies *policies, struct slice name)
{
	for (size_t i = 0; i < policies->count; i++) {
		struct slice file;

		if (policies->done[i])
			continue;
		file = slice_from(slice_from_cstr(policies->sources[i]->name), strlen("policies/"));
		if (slice_equal(slice_range(file, 0, file.len - strlen(".yaml")), name))
			return true;
	}
	return false;
}

/* Those that are left name a base that is none, or one another. */
static enum status policies_check(struct load *load, const struct policies *policies)
{
	struct ruleset_build *build = &load->build;
	const char          **names = ARENA_ARRAY(&build->scratch, policies->count, const char *);
	size_t                count = 0;
	enum status           status = STATUS_OK;

	if (names == NULL)
		return ruleset_no_memory(build);
	for (size_t i = 0; i < policies->count; i++)
		if (policies->done[i] && policies->items[i].name != NULL)
			names[count++] = policies->items[i].name;
	for (size_t i = 0; status == STATUS_OK && i < policies->count; i++) {
		const struct ruleset_text *name = &policies->bases[i];

		build->source = policies->sources[i];
		if (policies->done[i])
			continue;
		status = ruleset_fault_pass(
			build,
			is_waiting(policies, name->text)
				? ruleset_fault_text(build, "R004", name, 0,
		                                     "the policy \"%.*s\" is based on this one, so "
		                                     "this one cannot be based on it",
		                                     SLICE_ARG(name->text))
				: ruleset_fault_text(
					  build, "R004", name, 0,
					  "no policy \"%.*s\" to be based on%s",
					  SLICE_ARG(name->text),
					  ruleset_hint(build, name->text, names, count)));
	}
	return status;
}

static enum status policies_load(struct load *load)
{
	struct ruleset_build *build = &load->build;
	struct ruleset       *ruleset = build->ruleset;
	struct policies       policies;
	enum status           status = policies_find(load, &policies);
	bool                  moved = true;

	while (status == STATUS_OK && moved)
		status = policies_step(load, &policies, &moved);
	if (status == STATUS_OK)
		status = policies_check(load, &policies);
	build->source = NULL;
	ruleset->policies = policies.items;
	ruleset->policy_count = policies.count;
	return status;
}

/* Rules and atoms move to where they stay. */
static enum status parts_keep(struct ruleset_build *build)
{
	struct ruleset      *ruleset = build->ruleset;
	struct ruleset_rule *rules = ARENA_ARRAY(build->arena, build->rule_count,
	                                         struct ruleset_rule);
	struct ruleset_atom *atoms = ARENA_ARRAY(build->arena, build->atom_count,
	                                         struct ruleset_atom);

	if (rules == NULL || atoms == NULL)
		return ruleset_no_memory(build);
	memcpy(rules, build->rules, build->rule_count * sizeof *rules);
	memcpy(atoms, build->atoms, build->atom_count * sizeof *atoms);
	ruleset->rules = rules;
	ruleset->rule_count = build->rule_count;
	ruleset->atoms = atoms;
	ruleset->atom_count = build->atom_count;
	build->atom_count = 0;
	return STATUS_OK;
}

static void arenas_close(struct ruleset_build *build)
{
	arena_close(&build->scratch);
	arena_close(&build->kept);
	arena_close(&build->atom_rows);
	arena_close(&build->rule_rows);
}

static enum status read_all(struct load *load)
{
	struct ruleset_build *build = &load->build;
	enum status           status = names_keep(load);

	if (status == STATUS_OK)
		status = lists_load(load);
	if (status == STATUS_OK)
		status = rules_load(load);
	if (status == STATUS_OK)
		status = policies_load(load);
	if (status == STATUS_OK && ruleset_faults(build) > 0)
		return STATUS_RULE_MALFORMED;
	if (status != STATUS_OK)
		return status;
	build->ruleset->file_count = load->count;
	ruleset_revision_write(build->ruleset->revision, load->sources, load->count);
	return STATUS_OK;
}

/* The texts of the files are needed no more when this begins, and no arena but the ruleset's when
 * it comes to the databases. */
static enum status stages_run(struct load *load, const struct match_backend *backend)
{
	struct ruleset_build *build = &load->build;
	enum status           status = read_all(load);

	if (status != STATUS_OK)
		return status;
	arena_reset(&build->scratch);
	status = ruleset_compile(build, backend);
	if (status == STATUS_OK)
		status = parts_keep(build);
	if (status == STATUS_OK)
		status = ruleset_lexicon_make(build);
	if (status == STATUS_OK && (build->arena->overflowed || build->scratch.overflowed))
		status = ruleset_no_memory(build);
	if (status != STATUS_OK)
		return status;
	arenas_close(build);
	return ruleset_databases_make(build);
}

/* ---- open and close ---- */

/* What a load reads from: a folder, or sources in memory. */
struct origin {
	const char                  *folder;
	const struct ruleset_source *sources;
	size_t                       count;
	struct ruleset_mutants      *mutants; /* NULL: none are wanted */
	const struct ruleset_source *trial;   /* a file beside the folder's own, or NULL */
	bool                         alone;   /* in the place of all its rule files */
};

static size_t arena_bytes(const struct origin *origin)
{
	size_t bytes = 0;

	if (origin->folder != NULL)
		return ARENA_BYTES_MAX;
	for (size_t i = 0; i < origin->count; i++) {
		if (origin->sources[i].text.len > ARENA_BYTES_MAX / ARENA_BYTES_PER_SOURCE_BYTE)
			return ARENA_BYTES_MAX;
		bytes += origin->sources[i].text.len * ARENA_BYTES_PER_SOURCE_BYTE;
		if (bytes > ARENA_BYTES_MAX - ARENA_BYTES_MIN)
			return ARENA_BYTES_MAX;
	}
	return ARENA_BYTES_MIN + bytes;
}

static enum status build_open(struct ruleset_build *build, const struct origin *origin,
                              struct error *err)
{
	struct ruleset *ruleset = calloc(1, sizeof *ruleset);
	size_t          bytes = arena_bytes(origin);

	*build = (struct ruleset_build){ .err = err, .ruleset = ruleset };
	if (ruleset == NULL)
		return ruleset_no_memory(build);
	build->arena = &ruleset->arena;
	if (!arena_open(build->arena, bytes) || !arena_open(&build->scratch, bytes) ||
	    !arena_open(&build->kept, bytes / 4) || !arena_open(&build->atom_rows, bytes / 4) ||
	    !arena_open(&build->rule_rows, bytes / 4) ||
	    match_vocabulary_init(&ruleset->vocabulary, build->arena) != STATUS_OK)
		return ruleset_no_memory(build);
	ruleset_lists_init(&build->shared_lists, &build->scratch);
	ruleset_lists_init(&build->file_lists, &build->scratch);
	ruleset_names_init(&build->atom_keys, &build->kept);
	ruleset_names_init(&build->rule_ids, &build->kept);
	return STATUS_OK;
}

static void build_close(struct ruleset_build *build)
{
	ruleset_atoms_close(build->atoms, build->atom_count);
	arenas_close(build);
	free(build->literals);
	free(build->expressions);
}

void ruleset_close(struct ruleset **ruleset)
{
	struct ruleset *closed = *ruleset;

	*ruleset = NULL;
	if (closed == NULL)
		return;
	ruleset_atoms_close(closed->atoms, closed->atom_count);
	if (closed->literals != NULL)
		closed->backend->close(&closed->literals);
	if (closed->prefilter != NULL)
		match_prefilter_close(&closed->prefilter);
	arena_close(&closed->arena);
	free(closed);
}

/* Puts the file on trial among those of the folder. */
static enum status trial_add(struct load *load, const struct origin *origin,
                             struct ruleset_source **sources, size_t *count)
{
	struct ruleset_source *all = ARENA_ARRAY(&load->build.scratch, *count + 1,
	                                         struct ruleset_source);
	size_t                 kept = 0;

	if (all == NULL)
		return ruleset_no_memory(&load->build);
	for (size_t i = 0; i < *count; i++) {
		const struct ruleset_source *source = &(*sources)[i];
		bool is_rules = kind_of(slice_from_cstr(source->name)) == SOURCE_RULES;

		if ((origin->alone && is_rules) || strcmp(source->name, origin->trial->name) == 0)
			continue;
		all[kept++] = *source;
	}
	all[kept++] = *origin->trial;
	*sources = all;
	*count = kept;
	return STATUS_OK;
}

static enum status origin_read(struct load *load, const struct origin *origin)
{
	struct ruleset_source *sources = NULL;
	size_t                 count = 0;
	enum status            status;

	if (origin->folder == NULL) {
		status = sources_pick(load, origin->sources, origin->count);
	} else {
		status = ruleset_folder_read(&load->build, origin->folder, &sources, &count);
		if (status == STATUS_OK && origin->trial != NULL)
			status = trial_add(load, origin, &sources, &count);
		if (status == STATUS_OK)
			status = sources_pick(load, sources, count);
	}
	if (status != STATUS_OK || load->rule_files > 0 || ruleset_faults(&load->build) > 0)
		return status;
	load->build.code = "R001";
	return error_set(load->build.err, STATUS_RULE_MALFORMED, NULL, 0, 0, "no rule files in %s",
	                 origin->folder == NULL ? "the sources" : origin->folder);
}

static enum status ruleset_make(const struct origin *origin, const struct match_backend *backend,
                                struct ruleset **ruleset, struct error *err,
                                struct ruleset_notes *notes, const char **code)
{
	struct error  local;
	struct error *kept = err != NULL ? err : &local;
	struct load   load = { 0 };
	enum status   status;

	*ruleset = NULL;
	*kept = (struct error){ 0 };
	status = build_open(&load.build, origin, kept);
	load.build.notes = notes;
	load.build.mutants = origin->mutants;
	if (status == STATUS_OK)
		status = origin_read(&load, origin);
	if (status == STATUS_OK)
		status = stages_run(&load, backend);
	build_close(&load.build);
	if (status != STATUS_OK)
		ruleset_close(&load.build.ruleset);
	if (status != STATUS_OK && kept->status == STATUS_OK && ruleset_faults(&load.build) == 0)
		(void)error_set(kept, status, NULL, 0, 0, "%s", status_text(status));
	if (code != NULL)
		*code = load.build.code != NULL ? load.build.code : "R002";
	*ruleset = load.build.ruleset;
	return status;
}

enum status ruleset_folder_revision(const char *folder, char revision[RULESET_REVISION_CHARS + 1],
                                    struct error *err)
{
	const struct origin origin = { .folder = folder };
	struct error        local = { 0 };
	struct load         load = { .build = { .err = err != NULL ? err : &local } };
	enum status         status = STATUS_NO_MEMORY;

	if (arena_open(&load.build.scratch, arena_bytes(&origin)))
		status = origin_read(&load, &origin);
	else
		(void)ruleset_no_memory(&load.build);
	if (status == STATUS_OK)
		ruleset_revision_write(revision, load.sources, load.count);
	arena_close(&load.build.scratch);
	return status;
}

enum status ruleset_load(const char *folder, struct ruleset **ruleset, struct error *err)
{
	const struct origin origin = { .folder = folder };

	return ruleset_make(&origin, &match_hyperscan, ruleset, err, NULL, NULL);
}

enum status ruleset_load_trial(const char *folder, const struct ruleset_source *file, bool alone,
                               struct ruleset **ruleset, struct error *err)
{
	const struct origin origin = { .folder = folder, .trial = file, .alone = alone };

	return ruleset_make(&origin, &match_hyperscan, ruleset, err, NULL, NULL);
}

enum status ruleset_load_noted(const char *folder, struct ruleset **ruleset, struct error *err,
                               struct ruleset_notes *notes, const char **code)
{
	const struct origin origin = { .folder = folder };

	return ruleset_make(&origin, &match_hyperscan, ruleset, err, notes, code);
}

enum status ruleset_load_mutants(const char *folder, struct ruleset **ruleset,
                                 struct ruleset_mutants *mutants, struct error *err)
{
	const struct origin origin = { .folder = folder, .mutants = mutants };

	*ruleset = NULL;
	if (ruleset_mutants_open(mutants) != STATUS_OK)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0,
		                 "memory for the mutants is full");
	return ruleset_make(&origin, &match_hyperscan, ruleset, err, NULL, NULL);
}

enum status ruleset_load_sources(const struct ruleset_source *sources, size_t count,
                                 struct ruleset **ruleset, struct error *err)
{
	const struct origin origin = { .sources = sources, .count = count };

	return ruleset_make(&origin, &match_hyperscan, ruleset, err, NULL, NULL);
}

enum status ruleset_load_with(const char *backend, const struct ruleset_source *sources,
                              size_t count, struct ruleset **ruleset, struct error *err)
{
	const struct origin origin = { .sources = sources, .count = count };

	if (strcmp(backend, match_hyperscan.name) == 0)
		return ruleset_make(&origin, &match_hyperscan, ruleset, err, NULL, NULL);
	if (strcmp(backend, match_naive.name) == 0)
		return ruleset_make(&origin, &match_naive, ruleset, err, NULL, NULL);
	*ruleset = NULL;
	return error_set(err, STATUS_NOT_FOUND, NULL, 0, 0,
	                 "no matching backend \"%s\"; known: %s, %s", backend, match_hyperscan.name,
	                 match_naive.name);
}
