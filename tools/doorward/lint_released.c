/* SPDX-License-Identifier: Apache-2.0 */
/* R003: an id is for ever. Logs, statistics and strikes name rules by their id, so one that
 * vanishes or comes to mean something else makes old records lie. released.txt remembers, a line an
 * id:
 *
 *     weapons.explosives.build weapons.conventional
 *     weapons.old.rule retired
 *
 * `rules lint --release` adds the new ids at a release; nothing takes a line away. */
#include "base_file.h"
#include "cmd_print.h"
#include "lint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RELEASED_NAME      "released.txt"
#define RELEASED_BYTES_MAX ((size_t)16 * 1024 * 1024)

struct released_row {
	struct slice id;
	struct slice category; /* or "retired" */
	unsigned     line;
};

struct released {
	char                 path[512];
	const char          *name; /* the path, or what it is below the folder */
	struct arena         arena;
	struct slice         text;
	struct released_row *rows;
	size_t               count;
};

static const char head[] =
	"# The ids of rules that were released, and their categories. An id keeps its meaning for "
        "ever:\n"
	"# to take a rule out, delete it and write \"retired\" behind its id. Lines are added by\n"
	"# `doorward rules lint --release`; none is ever removed.\n";

static bool is_retired(const struct released_row *row)
{
	return slice_equal(row->category, SLICE_LIT("retired"));
}

static void finding_make(const struct released *released, unsigned line, const char *rule,
                         struct lint_finding *finding)
{
	*finding = (struct lint_finding){ .code = "R003", .level = LINT_ERROR, .rule = rule };
	finding->place.line = line;
	finding->place.column = 1;
	(void)snprintf(finding->place.file, sizeof finding->place.file, "%.*s",
	               (int)sizeof finding->place.file - 1, released->name);
}

/* ---- the file ---- */

static void row_add(struct lint *lint, struct released *released, struct slice line,
                    unsigned number)
{
	struct slice         text = slice_trim(line);
	size_t               space = slice_find(text, SLICE_LIT(" "), 0);
	struct released_row *row = &released->rows[released->count];
	struct lint_finding  finding;

	if (text.len == 0 || text.ptr[0] == '#')
		return;
	if (space != SIZE_MAX) {
		*row = (struct released_row){ slice_range(text, 0, space),
			                      slice_trim(slice_from(text, space)), number };
		released->count++;
		return;
	}
	finding_make(released, number, "", &finding);
	(void)snprintf(finding.place.message, sizeof finding.place.message,
	               "a line is an id and its category, or an id and \"retired\"");
	lint_take(lint, &finding);
}

static bool rows_read(struct lint *lint, struct released *released)
{
	struct slice rest = released->text;
	size_t       lines = 1;

	for (size_t i = 0; i < rest.len; i++)
		lines += rest.ptr[i] == '\n' ? 1 : 0;
	released->rows = ARENA_ARRAY(&released->arena, lines, struct released_row);
	if (released->rows == NULL)
		return false;
	for (unsigned number = 1; rest.len > 0; number++) {
		size_t end = slice_find(rest, SLICE_LIT("\n"), 0);
		size_t len = end == SIZE_MAX ? rest.len : end;

		row_add(lint, released, slice_range(rest, 0, len), number);
		rest = slice_from(rest, end == SIZE_MAX ? len : len + 1);
	}
	return true;
}

/* False when it cannot be read. A file that nobody named may be absent. */
static bool released_open(struct lint *lint, const char *path, struct released *released)
{
	struct error err = { 0 };

	*released = (struct released){ .name = path != NULL ? path : RELEASED_NAME };
	if (path != NULL)
		(void)snprintf(released->path, sizeof released->path, "%s", path);
	else
		(void)snprintf(released->path, sizeof released->path, "%s/" RELEASED_NAME,
		               lint->folder);
	if (!arena_open(&released->arena, RELEASED_BYTES_MAX * 4))
		return false;
	if (path == NULL && access(released->path, F_OK) != 0)
		return true;
	if (file_read(released->path, RELEASED_BYTES_MAX, &released->arena, &released->text,
	              &err) != STATUS_OK) {
		cmd_complain_error(&err);
		return false;
	}
	return rows_read(lint, released);
}

/* ---- against the rules ---- */

static const struct ruleset_rule *rule_find(const struct ruleset *ruleset, struct slice id)
{
	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++) {
		const struct ruleset_rule *rule = ruleset_rule_at(ruleset, i);

		if (slice_equal_cstr(id, ruleset_rule_id(rule)))
			return rule;
	}
	return NULL;
}

static void gone_take(struct lint *lint, const struct released *released,
                      const struct released_row *row)
{
	struct lint_finding finding;

	finding_make(released, row->line, "", &finding);
	(void)snprintf(finding.place.message, sizeof finding.place.message,
	               "the released rule \"%.*s\" is gone: put it back (mode: draft switches it "
	               "off), or write \"%.*s retired\" here",
	               SLICE_ARG(row->id), SLICE_ARG(row->id));
	lint_take(lint, &finding);
}

static void reused_take(struct lint *lint, const struct released *released,
                        const struct released_row *row, const struct ruleset_rule *rule)
{
	const char         *id = ruleset_rule_id(rule);
	struct lint_finding finding;

	finding_make(released, ruleset_rule_line(rule), id, &finding);
	(void)snprintf(finding.place.file, sizeof finding.place.file, "%s",
	               ruleset_rule_file(rule));
	finding.place.column = 0;
	if (is_retired(row))
		(void)snprintf(finding.place.message, sizeof finding.place.message,
		               "rule \"%s\": this id was retired (%.200s:%u) and never comes back: "
		               "choose another",
		               id, released->path, row->line);
	else
		(void)snprintf(
			finding.place.message, sizeof finding.place.message,
			"rule \"%s\": this id was released for %.*s (%.200s:%u) and keeps its "
			"meaning: choose another id for %s",
			id, SLICE_ARG(row->category), released->path, row->line,
			ruleset_category_code(ruleset_rule_category(rule)));
	lint_take(lint, &finding);
}

static void row_check(struct lint *lint, const struct released *released,
                      const struct released_row *row, const struct ruleset *ruleset)
{
	const struct ruleset_rule *rule = rule_find(ruleset, row->id);
	const char                *category;

	if (rule == NULL && !is_retired(row))
		gone_take(lint, released, row);
	if (rule == NULL)
		return;
	category = ruleset_category_code(ruleset_rule_category(rule));
	if (!slice_equal_cstr(row->category, category))
		reused_take(lint, released, row, rule);
}

bool lint_released(struct lint *lint, const struct ruleset *ruleset, const char *path)
{
	struct released released;
	bool            read = released_open(lint, path, &released);

	for (size_t i = 0; read && i < released.count; i++)
		row_check(lint, &released, &released.rows[i], ruleset);
	arena_close(&released.arena);
	return read;
}

/* ---- a release ---- */

static bool is_known(const struct released *released, const char *id)
{
	for (size_t i = 0; i < released->count; i++)
		if (slice_equal_cstr(released->rows[i].id, id))
			return true;
	return false;
}

bool lint_release(struct lint *lint, const struct ruleset *ruleset, const char *path)
{
	struct released released;
	size_t          added = 0;
	FILE           *file = NULL;

	if (released_open(lint, path, &released))
		file = fopen(released.path, "ab");
	if (file != NULL && released.text.len == 0)
		(void)fputs(head, file);
	for (size_t i = 0; file != NULL && i < ruleset_rule_count(ruleset); i++) {
		const struct ruleset_rule *rule = ruleset_rule_at(ruleset, i);
		const char                *id = ruleset_rule_id(rule);

		if (ruleset_rule_mode(rule) == RULESET_DRAFT || is_known(&released, id))
			continue;
		(void)fprintf(file, "%s %s\n", id,
		              ruleset_category_code(ruleset_rule_category(rule)));
		added++;
	}
	arena_close(&released.arena);
	if (file == NULL || fclose(file) != 0) {
		cmd_complain("%s: %s", released.path, strerror(errno));
		return false;
	}
	if (lint->form == LINT_TEXT)
		printf("%zu ids added to %s\n", added, released.path);
	return true;
}
