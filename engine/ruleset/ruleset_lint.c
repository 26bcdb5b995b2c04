/* SPDX-License-Identifier: Apache-2.0 */
/* Static findings about rules, beyond what stops a load. Some are noticed while the files
 * are read (R008 slow, R010 look-alikes: the load leaves notes); the rest are looked for in
 * the finished ruleset. All are put in order of file and line before they are reported.
 *
 * The date is the caller's, and only lint has one: an expired rule or exception is a matter of
 * today, and no load and no verdict depends on it. */
#include "doorward/lint.h"

#include "ruleset_build.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LINT_ARENA_BYTES    ((size_t)64 * 1024 * 1024)
#define EXPIRY_WARNING_DAYS 14
#define DATE_BYTES          (sizeof "2027-01-31")

void ruleset_lint_add(struct ruleset_notes *notes, const struct ruleset_rule *rule,
                      const char *code, enum lint_level level, const char *text)
{
	struct lint_finding *grown = ruleset_grow(notes->arena, notes->notes, notes->count,
	                                          &notes->cap, sizeof *grown);

	if (grown == NULL)
		return;
	notes->notes = grown;
	grown += notes->count++;
	*grown = (struct lint_finding){ .code = code, .level = level, .rule = rule->id };
	(void)error_set(&grown->place, STATUS_RULE_MALFORMED, rule->file, rule->line, rule->column,
	                "rule \"%s\": %s", rule->id, text);
}

static void fault_add(struct ruleset_notes *notes, const char *code, const struct error *err)
{
	struct lint_finding *grown = ruleset_grow(notes->arena, notes->notes, notes->count,
	                                          &notes->cap, sizeof *grown);

	if (grown == NULL)
		return;
	notes->notes = grown;
	grown[notes->count++] = (struct lint_finding){
		.code = code, .level = LINT_ERROR, .place = *err, .rule = ""
	};
}

/* ---- R009: the same when in two rules ---- */

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare_nodes(const struct ruleset_tree *a, const struct ruleset_tree *b)
{
	int order = compare_numbers(a->kind, b->kind);

	if (order == 0)
		order = compare_numbers(a->next, b->next);
	if (order == 0)
		order = compare_numbers(a->atom, b->atom);
	if (order == 0)
		order = compare_numbers(a->within, b->within);
	return order != 0 ? order : compare_numbers(a->ordered, b->ordered);
}

/* Rules that look for the same thing in the same fields compare equal. */
static int compare_when(const struct ruleset_rule *a, const struct ruleset_rule *b)
{
	int order = compare_numbers(a->when_count, b->when_count);

	for (uint32_t i = 0; order == 0 && i < a->when_count; i++)
		order = compare_nodes(&a->when[i], &b->when[i]);
	if (order == 0)
		order = compare_numbers(a->polarity, b->polarity);
	if (order == 0)
		order = compare_numbers(a->input, b->input);
	if (order == 0)
		order = compare_numbers(a->output, b->output);
	return order != 0 ? order : compare_numbers(a->check, b->check);
}

static int compare_rules(const void *left, const void *right)
{
	const struct ruleset_rule *const *a = left;
	const struct ruleset_rule *const *b = right;
	int                               order = compare_when(*a, *b);

	return order != 0 ? order : compare_numbers((*a)->index, (*b)->index);
}

static void duplicates_find(const struct ruleset *ruleset, struct ruleset_notes *notes)
{
	const struct ruleset_rule **rules = ARENA_ARRAY(notes->arena, ruleset->rule_count,
	                                                const struct ruleset_rule *);

	if (rules == NULL)
		return;
	for (size_t i = 0; i < ruleset->rule_count; i++)
		rules[i] = &ruleset->rules[i];
	qsort(rules, ruleset->rule_count, sizeof *rules, compare_rules);
	for (size_t i = 1; i < ruleset->rule_count; i++) {
		char          text[200];
		struct buffer message;

		if (compare_when(rules[i - 1], rules[i]) != 0)
			continue;
		buffer_init_fixed(&message, text, sizeof text);
		buffer_append_format(&message, "when is the same as that of \"%s\" (%s:%u)",
		                     rules[i - 1]->id, rules[i - 1]->file, rules[i - 1]->line);
		buffer_append_char(&message, '\0');
		ruleset_lint_add(notes, rules[i], "R009", LINT_WARNING,
		                 message.failed ? "when is the same as that of another rule"
		                                : text);
	}
}

/* ---- R013, R014 ---- */

/* The date `days` behind `now_s`, as the rules write it. */
static void date_write(int64_t now_s, int days, char date[DATE_BYTES])
{
	time_t    when = (time_t)(now_s + (int64_t)days * 24 * 60 * 60);
	struct tm parts;

	if (gmtime_r(&when, &parts) == NULL || strftime(date, DATE_BYTES, "%Y-%m-%d", &parts) == 0)
		memcpy(date, "0000-00-00", DATE_BYTES);
}

static void expiry_find(const struct ruleset_rule *rule, struct ruleset_notes *notes)
{
	if (rule->expires[0] == '\0')
		return;
	if (strcmp(rule->expires, notes->today) < 0)
		ruleset_lint_add(notes, rule, "R013", LINT_WARNING,
		                 "expired; remove it or move the date");
	else if (strcmp(rule->expires, notes->soon) <= 0)
		ruleset_lint_add(notes, rule, "R013", LINT_WARNING, "expires within 14 days");
}

static void rule_find(const struct ruleset_rule *rule, struct ruleset_notes *notes)
{
	expiry_find(rule, notes);
	if (rule->message == ruleset_category_message(rule->category) &&
	    rule->description[0] == '\0')
		ruleset_lint_add(notes, rule, "R014", LINT_NOTE,
		                 "has neither message nor description");
}

void ruleset_lint_exception(struct ruleset_build *build, const struct ruleset_text *text,
                            const char *date, bool has_reason)
{
	const struct ruleset_notes *notes = build->notes;

	if (notes == NULL)
		return;
	if (strcmp(date, notes->today) < 0)
		ruleset_note(build, "R013", LINT_ERROR, text, 0,
		             "this exception has expired and still holds: remove it, or move the "
		             "date and say why");
	else if (strcmp(date, notes->soon) <= 0)
		ruleset_note(build, "R013", LINT_WARNING, text, 0,
		             "this exception expires within 14 days");
	if (!has_reason)
		ruleset_note(build, "R013", LINT_WARNING, text, 0,
		             "an exception that expires says why it is there: add \"reason:\"");
}

/* ---- the report ---- */

static int compare_findings(const void *left, const void *right)
{
	const struct lint_finding *a = left;
	const struct lint_finding *b = right;
	int                        order = strcmp(a->place.file, b->place.file);

	if (order == 0)
		order = compare_numbers(a->place.line, b->place.line);
	if (order == 0)
		order = compare_numbers(a->place.column, b->place.column);
	return order != 0 ? order : strcmp(a->code, b->code);
}

/* A list's entry is read once for each phrase that names the list: one note is enough. */
static bool is_repeated(const struct lint_finding *before, const struct lint_finding *finding)
{
	return compare_findings(before, finding) == 0 &&
	       strcmp(before->place.message, finding->place.message) == 0;
}

static void findings_report(struct ruleset_notes *notes, lint_report *report, void *context)
{
	if (notes->count > 0)
		qsort(notes->notes, notes->count, sizeof *notes->notes, compare_findings);
	for (size_t i = 0; i < notes->count; i++) {
		if (i == 0 || !is_repeated(&notes->notes[i - 1], &notes->notes[i]))
			report(context, &notes->notes[i]);
	}
}

enum status lint_folder(const char *folder, int64_t now_s, lint_report *report, void *context,
                        struct ruleset **ruleset)
{
	struct arena         arena = { 0 };
	char                 today[DATE_BYTES];
	char                 soon[DATE_BYTES];
	struct ruleset_notes notes = { .arena = &arena, .today = today, .soon = soon };
	struct error         err;
	const char          *code;
	struct ruleset      *loaded = NULL;
	bool                 has_error = false;
	enum status          status;

	if (ruleset != NULL)
		*ruleset = NULL;
	if (!arena_open(&arena, LINT_ARENA_BYTES))
		return STATUS_NO_MEMORY;
	date_write(now_s, 0, today);
	date_write(now_s, EXPIRY_WARNING_DAYS, soon);
	status = ruleset_load_noted(folder, &loaded, &err, &notes, &code);
	if (status == STATUS_OK) {
		duplicates_find(loaded, &notes);
		ruleset_lint_shadows(loaded, &notes);
		for (size_t i = 0; i < loaded->rule_count; i++)
			rule_find(&loaded->rules[i], &notes);
	} else if (err.status != STATUS_OK) {
		fault_add(&notes, code, &err);
	}
	findings_report(&notes, report, context);
	for (size_t i = 0; i < notes.count; i++)
		has_error = has_error || notes.notes[i].level == LINT_ERROR;
	arena_close(&arena);
	if (ruleset != NULL)
		*ruleset = loaded;
	else
		ruleset_close(&loaded);
	return status == STATUS_OK && !has_error ? STATUS_OK : STATUS_RULE_MALFORMED;
}
