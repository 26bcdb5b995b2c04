/* SPDX-License-Identifier: Apache-2.0 */
/* Lists: names for many phrases. A list in a rule file is known to that file and
 * hides a shared one of the same name; lists/NAME.txt is known to all files. */
#include "ruleset_build.h"

#include "text_utf8.h"

#include <string.h>

void ruleset_lists_init(struct ruleset_lists *lists, struct arena *arena)
{
	*lists = (struct ruleset_lists){ 0 };
	ruleset_names_init(&lists->names, arena);
}

static bool name_is_valid(struct slice name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '-')
			return false;
	}
	return name.len > 0;
}

static enum status list_keep(struct ruleset_build *build, struct ruleset_lists *lists,
                             const struct ruleset_list *list)
{
	struct ruleset_list *grown = ruleset_grow(&build->scratch, lists->lists, lists->count,
	                                          &lists->cap, sizeof *grown);

	if (grown == NULL || !ruleset_names_add(&lists->names, list->name, (uint32_t)lists->count))
		return ruleset_no_memory(build);
	lists->lists = grown;
	lists->lists[lists->count++] = *list;
	return STATUS_OK;
}

static enum status list_add(struct ruleset_build *build, struct ruleset_lists *lists,
                            const struct ruleset_list *list)
{
	if (!name_is_valid(list->name))
		return ruleset_fault_text(
			build, "R002", &list->place, 0,
			"list name \"%.*s\" may hold only a-z, 0-9, \"_\" and \"-\"",
			SLICE_ARG(list->name));
	if (list->count == 0)
		return ruleset_fault_text(build, "R002", &list->place, 0,
		                          "list \"%.*s\" has no entries", SLICE_ARG(list->name));
	return list_keep(build, lists, list);
}

/* A list whose fault was noted stays known, so that the rules that name it are not at fault too. */
static enum status list_pass(struct ruleset_build *build, struct ruleset_lists *lists,
                             const struct ruleset_text *place, struct slice name,
                             enum status status)
{
	struct ruleset_list  list = { .name = name, .place = *place, .count = 1, .used = true };
	struct ruleset_text *entry;
	uint32_t             index;

	if (status == STATUS_OK)
		return status;
	status = ruleset_fault_pass(build, status);
	if (status != STATUS_OK || ruleset_names_find(&lists->names, name, &index))
		return status;
	entry = ARENA_NEW(&build->scratch, struct ruleset_text);
	if (entry == NULL)
		return ruleset_no_memory(build);
	*entry = *place;
	entry->text = SLICE_LIT("entry");
	list.entries = entry;
	list.shared = lists == &build->shared_lists;
	return list_keep(build, lists, &list);
}

static enum status list_read(struct ruleset_build *build, const struct yaml_node *key)
{
	struct ruleset_list  list = { .name = key->text, .place = ruleset_text_of(build, key) };
	struct ruleset_text *entries;
	enum status          status;

	status = ruleset_kind_check(build, key->value, "a list", YAML_SEQUENCE);
	if (status != STATUS_OK)
		return status;
	entries = ARENA_ARRAY(&build->scratch, key->value->count, struct ruleset_text);
	if (entries == NULL)
		return ruleset_no_memory(build);
	for (const struct yaml_node *item = key->value->first; item != NULL; item = item->next) {
		status = ruleset_kind_check(build, item, "an entry of a list", YAML_SCALAR);
		if (status != STATUS_OK)
			return status;
		entries[list.count++] = ruleset_text_of(build, item);
	}
	list.entries = entries;
	return list_add(build, &build->file_lists, &list);
}

enum status ruleset_lists_read(struct ruleset_build *build, const struct yaml_node *mapping)
{
	enum status status = ruleset_kind_check(build, mapping, "lists", YAML_MAPPING);

	if (status != STATUS_OK)
		return status;
	for (const struct yaml_node *key = mapping->first; status == STATUS_OK && key != NULL;
	     key = key->next) {
		const struct ruleset_text place = ruleset_text_of(build, key);

		status = list_pass(build, &build->file_lists, &place, key->text,
		                   list_read(build, key));
	}
	return status;
}

/* The line without its comment and outer spaces. "#" begins a comment at the line's
 * start or behind a space. */
static struct slice entry_of(struct slice line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] == '#' &&
		    (i == 0 || line.ptr[i - 1] == ' ' || line.ptr[i - 1] == '\t'))
			return slice_trim(slice_range(line, 0, i));
	}
	return slice_trim(line);
}

static enum status lines_read(struct ruleset_build *build, struct ruleset_list *list)
{
	struct slice         rest = build->source->text;
	struct ruleset_text *entries = NULL;
	size_t               cap = 0;

	for (unsigned line = 1; rest.len > 0; line++) {
		size_t       end = slice_find(rest, SLICE_LIT("\n"), 0);
		struct slice whole = slice_range(rest, 0, end == SIZE_MAX ? rest.len : end);
		struct slice entry = entry_of(whole);

		rest = slice_from(rest, end == SIZE_MAX ? rest.len : end + 1);
		if (entry.len == 0)
			continue;
		entries = ruleset_grow(&build->scratch, entries, list->count, &cap,
		                       sizeof *entries);
		if (entries == NULL)
			return ruleset_no_memory(build);
		entries[list->count++] =
			(struct ruleset_text){ .text = entry,
			                       .source = build->source,
			                       .line = line,
			                       .column = (unsigned)(entry.ptr - whole.ptr) + 1 };
	}
	list->entries = entries;
	return STATUS_OK;
}

enum status ruleset_lists_read_text(struct ruleset_build *build)
{
	struct slice        name = slice_from_cstr(build->source->name);
	struct ruleset_list list = { .shared = true };
	enum status         status;

	name = slice_from(name, strlen("lists/"));
	list.name = slice_range(name, 0, name.len - strlen(".txt"));
	list.place = (struct ruleset_text){ .source = build->source };
	if (!text_utf8_valid(build->source->text))
		status = ruleset_fault_file(build, "R001", "the list is not valid UTF-8");
	else
		status = lines_read(build, &list);
	if (status == STATUS_OK)
		status = list_add(build, &build->shared_lists, &list);
	return list_pass(build, &build->shared_lists, &list.place, list.name, status);
}

struct ruleset_list *ruleset_list_find(struct ruleset_build      *build,
                                       const struct ruleset_list *within, struct slice name)
{
	bool                 shared_only = within != NULL && within->shared;
	struct ruleset_list *found = NULL;
	uint32_t             index;

	if (!shared_only && ruleset_names_find(&build->file_lists.names, name, &index))
		found = &build->file_lists.lists[index];
	else if (ruleset_names_find(&build->shared_lists.names, name, &index))
		found = &build->shared_lists.lists[index];
	if (found != NULL && within == NULL && found == build->list_out)
		return build->mutants->nothing;
	return found;
}

static const char *name_copy(struct ruleset_build *build, struct slice name)
{
	char *copy = ARENA_ARRAY(&build->scratch, name.len + 1, char);

	if (copy == NULL)
		return "";
	memcpy(copy, name.ptr, name.len);
	copy[name.len] = '\0';
	return copy;
}

enum status ruleset_list_unknown(struct ruleset_build *build, const struct ruleset_text *text,
                                 size_t offset, struct slice name)
{
	const char  *hint;
	size_t       count = 0;
	const char **names = ARENA_ARRAY(
		&build->scratch, build->file_lists.count + build->shared_lists.count, const char *);

	if (names == NULL)
		return ruleset_no_memory(build);
	for (size_t i = 0; i < build->file_lists.count; i++)
		names[count++] = name_copy(build, build->file_lists.lists[i].name);
	for (size_t i = 0; i < build->shared_lists.count; i++)
		names[count++] = name_copy(build, build->shared_lists.lists[i].name);
	hint = ruleset_hint(build, name, names, count);
	if (hint[0] == '\0')
		return ruleset_fault_text(
			build, "R004", text, offset,
			"unknown list \"%.*s\"; a list stands under \"lists:\" in "
			"this file, or in lists/%.*s.txt",
			SLICE_ARG(name), SLICE_ARG(name));
	return ruleset_fault_text(build, "R004", text, offset, "unknown list \"%.*s\"%s",
	                          SLICE_ARG(name), hint);
}

enum status ruleset_lists_check(struct ruleset_build *build, struct ruleset_lists *lists)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < lists->count; i++) {
		struct match_phrase graph;
		size_t              mark = arena_mark(&build->scratch);

		if (lists->lists[i].used)
			continue;
		status = ruleset_phrase_compile(build, &lists->lists[i].place, &lists->lists[i],
		                                &build->scratch, &graph);
		status = ruleset_fault_pass(build, status);
		arena_rewind(&build->scratch, mark);
	}
	return status;
}
