/* SPDX-License-Identifier: Apache-2.0 */
/* Atoms: equal patterns of different rules are one. What is equal is decided by the
 * text as written; a pattern that names a list of its file is equal only within
 * that file. */
#include "ruleset_build.h"

#include <string.h>

/* The parts one behind the other, in memory of exactly that size: there are many of them. */
static struct slice joined(struct arena *arena, const struct slice *parts, size_t count)
{
	size_t bytes = 0;
	char  *text;

	for (size_t i = 0; i < count; i++)
		bytes += parts[i].len;
	text = ARENA_ARRAY(arena, bytes, char);
	if (text == NULL)
		return SLICE_NONE;
	for (size_t i = 0, at = 0; i < count; at += parts[i++].len) {
		if (parts[i].len > 0)
			memcpy(text + at, parts[i].ptr, parts[i].len);
	}
	return (struct slice){ text, bytes };
}

static struct slice key_of(struct ruleset_build *build, char kind, struct slice text,
                           bool file_scoped)
{
	bool               touched = ruleset_mutants_touch(build, kind, text);
	const struct slice parts[] = { { &kind, 1 },
		                       slice_from_cstr(touched ? "-" : ""),
		                       touched ? build->list_out->name : SLICE_NONE,
		                       { "", touched ? 1 : 0 },
		                       slice_from_cstr(file_scoped ? build->source->name : ""),
		                       { "", 1 },
		                       text };

	return joined(&build->kept, parts, sizeof parts / sizeof parts[0]);
}

static enum status atom_add(struct ruleset_build *build, struct slice key,
                            const struct ruleset_atom *atom, uint32_t *index)
{
	struct ruleset_atom *atoms = ruleset_grow(&build->atom_rows, build->atoms,
	                                          build->atom_count, &build->atom_cap,
	                                          sizeof *atoms);

	if (atoms == NULL ||
	    !ruleset_names_add(&build->atom_keys, key, (uint32_t)build->atom_count))
		return ruleset_no_memory(build);
	build->atoms = atoms;
	*index = (uint32_t)build->atom_count;
	atoms[build->atom_count++] = *atom;
	return STATUS_OK;
}

/* The source of an atom as it stays: with a mark for what it is. */
static struct slice source_of(struct ruleset_build *build, const char *mark, struct slice text)
{
	const struct slice parts[] = { slice_from_cstr(mark), text };

	return joined(build->arena, parts, sizeof parts / sizeof parts[0]);
}

static enum status graph_atom(struct ruleset_build *build, struct slice key,
                              const struct ruleset_text *text, struct ruleset_list *list,
                              uint32_t *index)
{
	struct ruleset_atom atom = { .kind = RULESET_ATOM_PHRASE };
	enum status         status;

	if (key.ptr == NULL)
		return ruleset_no_memory(build);
	if (ruleset_names_find(&build->atom_keys, key, index))
		return STATUS_OK;
	status = ruleset_phrase_compile(build, text, list, build->arena, &atom.phrase);
	if (status != STATUS_OK)
		return status;
	atom.source = source_of(build, list != NULL ? "@" : "", text->text);
	return atom_add(build, key, &atom, index);
}

enum status ruleset_atom_phrase(struct ruleset_build *build, const struct ruleset_text *phrase,
                                uint32_t *atom)
{
	bool names_list = slice_find(phrase->text, SLICE_LIT("@"), 0) != SIZE_MAX;

	if (slice_trim(phrase->text).len == 0)
		return ruleset_fault_text(build, "R007", phrase, 0, "the phrase is empty");
	return graph_atom(build, key_of(build, 'p', phrase->text, names_list), phrase, NULL, atom);
}

enum status ruleset_atom_list(struct ruleset_build *build, const struct ruleset_text *name,
                              uint32_t *atom)
{
	struct ruleset_list *list = ruleset_list_find(build, NULL, name->text);

	if (list == NULL)
		return ruleset_list_unknown(build, name, 0, name->text);
	return graph_atom(build, key_of(build, 'l', name->text, !list->shared), name, list, atom);
}

enum status ruleset_atom_regex(struct ruleset_build *build, const struct ruleset_text *regex,
                               uint32_t *atom)
{
	struct ruleset_atom made = { .kind = RULESET_ATOM_REGEX };
	struct slice        key = key_of(build, 'r', regex->text, false);
	struct error        err = { 0 };
	size_t              offset = 0;
	enum status         status;

	if (key.ptr == NULL)
		return ruleset_no_memory(build);
	if (ruleset_names_find(&build->atom_keys, key, atom))
		return STATUS_OK;
	if (regex->text.len == 0)
		return ruleset_fault_text(build, "R007", regex, 0, "the regex is empty");
	status = match_regex_compile(regex->text, &made.regex, &offset, &err);
	if (status == STATUS_NO_MEMORY)
		return ruleset_no_memory(build);
	if (status != STATUS_OK)
		return ruleset_fault_text(build, "R006", regex, offset, "%s", err.message);
	made.source = source_of(build, RULESET_REGEX_MARK, regex->text);
	status = atom_add(build, key, &made, atom);
	if (status != STATUS_OK)
		match_regex_close(&made.regex);
	return status;
}

void ruleset_atoms_close(const struct ruleset_atom *atoms, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct match_regex *regex = atoms[i].regex;

		match_regex_close(&regex);
	}
}
