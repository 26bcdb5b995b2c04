/* SPDX-License-Identifier: Apache-2.0 */
/* Faults with their place, and the small readers every file's YAML needs.
 *
 *     weapons/explosives.yaml:14:9: rule "weapons.explosives.build": unknown list "devise";
 *     did you mean "device"?
 *
 * A fault inside a phrase or a regex points at the character where that can be
 * known: a scalar that stands in its file exactly as it reads (no escapes, one line).
 * Otherwise it points at the scalar's beginning. */
#include "ruleset_build.h"

#include "base_buffer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct place {
	const char *file;
	unsigned    line;
	unsigned    column;
};

static enum status fault_set(struct ruleset_build *build, const char *code,
                             const struct place *place, const char *format, va_list arguments)
	__attribute__((format(printf, 4, 0)));

static enum status fault_set(struct ruleset_build *build, const char *code,
                             const struct place *place, const char *format, va_list arguments)
{
	char text[sizeof build->err->message];

	(void)vsnprintf(text, sizeof text, format, arguments);
	if (build->code == NULL)
		build->code = code;
	if (build->rule_id.len > 0)
		return error_set(build->err, STATUS_RULE_MALFORMED, place->file, place->line,
		                 place->column, "rule \"%.*s\": %s", SLICE_ARG(build->rule_id),
		                 text);
	return error_set(build->err, STATUS_RULE_MALFORMED, place->file, place->line, place->column,
	                 "%s", text);
}

static const char *file_in_hand(const struct ruleset_build *build)
{
	return build->source == NULL ? NULL : build->source->name;
}

enum status ruleset_fault(struct ruleset_build *build, const char *code, const struct yaml_node *at,
                          const char *format, ...)
{
	struct place place = { file_in_hand(build), at->line, at->column };
	enum status  status;
	va_list      arguments;

	va_start(arguments, format);
	status = fault_set(build, code, &place, format, arguments);
	va_end(arguments);
	return status;
}

enum status ruleset_fault_file(struct ruleset_build *build, const char *code, const char *format,
                               ...)
{
	struct place place = { file_in_hand(build), 0, 0 };
	enum status  status;
	va_list      arguments;

	va_start(arguments, format);
	status = fault_set(build, code, &place, format, arguments);
	va_end(arguments);
	return status;
}

/* The rest of the source from a line and column on. */
static struct slice rest_at(struct slice source, unsigned line, unsigned column)
{
	size_t at = 0;

	for (unsigned i = 1; i < line; i++) {
		at = slice_find(source, SLICE_LIT("\n"), at);
		if (at == SIZE_MAX)
			return SLICE_NONE;
		at++;
	}
	at += column > 0 ? column - 1 : 0;
	return at <= source.len ? slice_from(source, at) : SLICE_NONE;
}

static struct place place_in(const struct ruleset_text *text, size_t offset)
{
	struct place place = { text->source->name, text->line, text->column };
	struct slice raw = rest_at(text->source->text, text->line, text->column);
	unsigned     quote = raw.len > 0 && (raw.ptr[0] == '"' || raw.ptr[0] == '\'') ? 1 : 0;

	if (slice_starts_with(slice_from(raw, quote), text->text))
		place.column += quote + (unsigned)offset;
	return place;
}

enum status ruleset_fault_text(struct ruleset_build *build, const char *code,
                               const struct ruleset_text *text, size_t offset, const char *format,
                               ...)
{
	struct place place = place_in(text, offset);
	enum status  status;
	va_list      arguments;

	va_start(arguments, format);
	status = fault_set(build, code, &place, format, arguments);
	va_end(arguments);
	return status;
}

enum status ruleset_no_memory(struct ruleset_build *build)
{
	return error_set(build->err, STATUS_NO_MEMORY, file_in_hand(build), 0, 0,
	                 "memory for the ruleset is full");
}

/* The id of the rule in hand, as long as the notes live. */
static const char *note_rule(const struct ruleset_build *build)
{
	char *id = ARENA_ARRAY(build->notes->arena, build->rule_id.len + 1, char);

	if (id == NULL || build->rule_id.len == 0)
		return "";
	memcpy(id, build->rule_id.ptr, build->rule_id.len);
	id[build->rule_id.len] = '\0';
	return id;
}

size_t ruleset_faults(const struct ruleset_build *build)
{
	return build->notes == NULL ? 0 : build->notes->faults;
}

/* The message without the rule that it was met in. */
static const char *bare_message(const struct error *err)
{
	const char *behind = strncmp(err->message, "rule \"", strlen("rule \"")) == 0
	                             ? strstr(err->message, "\": ")
	                             : NULL;

	return behind == NULL ? err->message : behind + strlen("\": ");
}

/* An entry of a list is at fault in each phrase that names the list: once is enough. */
static bool is_noted(const struct ruleset_notes *notes, const struct error *err)
{
	for (size_t i = 0; i < notes->count; i++) {
		const struct lint_finding *note = &notes->notes[i];

		if (note->level == LINT_ERROR && note->place.line == err->line &&
		    note->place.column == err->column && strcmp(note->place.file, err->file) == 0 &&
		    strcmp(bare_message(&note->place), bare_message(err)) == 0)
			return true;
	}
	return false;
}

enum status ruleset_fault_pass(struct ruleset_build *build, enum status status)
{
	struct ruleset_notes *notes = build->notes;
	struct lint_finding  *note;

	if (notes == NULL || (status != STATUS_RULE_MALFORMED && status != STATUS_YAML_MALFORMED))
		return status;
	if (notes->faults == RULESET_FAULTS_MAX)
		return status;
	if (is_noted(notes, build->err)) {
		*build->err = (struct error){ 0 };
		build->code = NULL;
		return STATUS_OK;
	}
	note = ruleset_grow(notes->arena, notes->notes, notes->count, &notes->cap, sizeof *note);
	if (note == NULL)
		return ruleset_no_memory(build);
	notes->notes = note;
	note += notes->count++;
	*note = (struct lint_finding){ .code = build->code != NULL ? build->code : "R002",
		                       .level = LINT_ERROR,
		                       .place = *build->err,
		                       .rule = note_rule(build) };
	notes->faults++;
	*build->err = (struct error){ 0 };
	build->code = NULL;
	if (notes->faults < RULESET_FAULTS_MAX)
		return STATUS_OK;
	return error_set(build->err, STATUS_RULE_MALFORMED, NULL, 0, 0,
	                 "%d faults; there may be more when these are mended", RULESET_FAULTS_MAX);
}

void ruleset_note(struct ruleset_build *build, const char *code, enum lint_level level,
                  const struct ruleset_text *text, size_t offset, const char *format, ...)
{
	struct ruleset_notes *notes = build->notes;
	struct lint_finding  *note;
	struct place          place;
	va_list               arguments;
	char                  message[sizeof note->place.message];

	if (notes == NULL)
		return;
	note = ruleset_grow(notes->arena, notes->notes, notes->count, &notes->cap, sizeof *note);
	if (note == NULL)
		return;
	notes->notes = note;
	note += notes->count++;
	*note = (struct lint_finding){ .code = code, .level = level, .rule = note_rule(build) };
	place = place_in(text, offset);
	va_start(arguments, format);
	(void)vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	if (note->rule[0] != '\0')
		(void)error_set(&note->place, STATUS_RULE_MALFORMED, place.file, place.line,
		                place.column, "rule \"%s\": %s", note->rule, message);
	else
		(void)error_set(&note->place, STATUS_RULE_MALFORMED, place.file, place.line,
		                place.column, "%s", message);
}

struct ruleset_text ruleset_text_of(const struct ruleset_build *build,
                                    const struct yaml_node     *scalar)
{
	return (struct ruleset_text){ .text = scalar->text,
		                      .source = build->source,
		                      .line = scalar->line,
		                      .column = scalar->column };
}

const char *ruleset_hint(struct ruleset_build *build, struct slice word, const char *const *names,
                         size_t count)
{
	const char   *nearest = error_nearest(word.ptr, word.len, names, count);
	struct buffer hint;

	if (nearest == NULL)
		return "";
	buffer_init_arena(&hint, &build->scratch);
	buffer_append_format(&hint, "; did you mean \"%s\"?", nearest);
	buffer_append_char(&hint, '\0');
	return hint.failed ? "" : hint.ptr;
}

/* "low, medium, high, critical" */
static const char *names_joined(struct ruleset_build *build, const char *const *names, size_t count)
{
	struct buffer text;

	buffer_init_arena(&text, &build->scratch);
	for (size_t i = 0; i < count; i++) {
		buffer_append_cstr(&text, i == 0 ? "" : ", ");
		buffer_append_cstr(&text, names[i]);
	}
	buffer_append_char(&text, '\0');
	return text.failed ? "" : text.ptr;
}

static const char *kind_name(enum yaml_kind kind)
{
	switch (kind) {
	case YAML_SCALAR:
		return "a text";
	case YAML_SEQUENCE:
		return "a list of items (\"- ...\" or [...])";
	case YAML_MAPPING:
		return "a mapping (\"key: value\")";
	}
	return "";
}

enum status ruleset_kind_check(struct ruleset_build *build, const struct yaml_node *node,
                               const char *key, enum yaml_kind kind)
{
	if (node->kind == kind)
		return STATUS_OK;
	return ruleset_fault(build, "R002", node, "%s is %s here; it must be %s", key,
	                     kind_name(node->kind), kind_name(kind));
}

static enum status key_unknown(struct ruleset_build *build, const struct yaml_node *key,
                               const char *what, const char *const *names, size_t count)
{
	const char *hint = ruleset_hint(build, key->text, names, count);

	if (hint[0] != '\0')
		return ruleset_fault(build, "R002", key, "%s has no key \"%.*s\"%s", what,
		                     SLICE_ARG(key->text), hint);
	return ruleset_fault(build, "R002", key, "%s has no key \"%.*s\"; known: %s", what,
	                     SLICE_ARG(key->text), names_joined(build, names, count));
}

enum status ruleset_keys_check(struct ruleset_build *build, const struct yaml_node *node,
                               const char *what, const char *const *names, size_t count)
{
	enum status status = ruleset_kind_check(build, node, what, YAML_MAPPING);

	if (status != STATUS_OK)
		return status;
	for (const struct yaml_node *key = node->first; status == STATUS_OK && key != NULL;
	     key = key->next) {
		size_t i = 0;

		while (i < count && !slice_equal_cstr(key->text, names[i]))
			i++;
		if (i == count)
			status = ruleset_fault_pass(build,
			                            key_unknown(build, key, what, names, count));
	}
	return status;
}

/* What would be right, for a key that must be there. */
static const char *key_example(const char *key)
{
	static const char *const examples[][2] = {
		{ "schema", "schema: 1" },
		{ "category", "category: weapons.conventional\", or another of categories.yaml" },
		{ "owner", "owner: trust-and-safety\", the team that answers for these rules" },
		{ "rules", "rules:\" and at least one" },
		{ "id", "id: weapons.explosives.pipe\", a name for ever" },
		{ "title", "title: Asks for a pipe bomb" },
		{ "severity", "severity: high\", or low, medium, critical" },
		{ "action", "action: block\", or signal, flag, mask" },
		{ "when", "when: make a pipe bomb\", or a condition" },
		{ "tests", "tests: {block: [two texts], pass: [two texts]}" },
		{ "within", "within: 8 words" },
		{ "of", "of: [one thing, another]" },
		{ "transport", "transport: why the exact letters matter" },
	};

	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++)
		if (strcmp(examples[i][0], key) == 0)
			return examples[i][1];
	return NULL;
}

enum status ruleset_key_required(struct ruleset_build *build, const struct yaml_node *mapping,
                                 const char *what, const char *key, struct yaml_node **value)
{
	const char *example;

	*value = yaml_get(mapping, key);
	if (*value != NULL)
		return STATUS_OK;
	example = key_example(key);
	if (example == NULL)
		return ruleset_fault(build, "R002", mapping, "%s lacks \"%s:\"", what, key);
	return ruleset_fault(build, "R002", mapping, "%s lacks \"%s:\"; add \"%s%s", what, key,
	                     example, strstr(example, "\"") != NULL ? "" : "\"");
}

enum status ruleset_word_read(struct ruleset_build *build, const struct yaml_node *node,
                              const char *key, const char *const *names, size_t count,
                              size_t *index)
{
	enum status status = ruleset_kind_check(build, node, key, YAML_SCALAR);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < count; i++) {
		if (slice_equal_cstr(node->text, names[i])) {
			*index = i;
			return STATUS_OK;
		}
	}
	return ruleset_fault(build, "R002", node, "%s \"%.*s\" is not one of %s%s", key,
	                     SLICE_ARG(node->text), names_joined(build, names, count),
	                     ruleset_hint(build, node->text, names, count));
}

enum status ruleset_integer_read(struct ruleset_build *build, const struct yaml_node *node,
                                 const char *key, long min, long max, long *value)
{
	enum status status = ruleset_kind_check(build, node, key, YAML_SCALAR);

	if (status != STATUS_OK)
		return status;
	if (yaml_integer(node, min, max, value))
		return STATUS_OK;
	return ruleset_fault(build, "R002", node,
	                     "%s \"%.*s\" is not a whole number from %ld to %ld", key,
	                     SLICE_ARG(node->text), min, max);
}

enum status ruleset_string_read(struct ruleset_build *build, const struct yaml_node *node,
                                const char *key, const char **string)
{
	enum status status = ruleset_kind_check(build, node, key, YAML_SCALAR);
	char       *copy;

	if (status != STATUS_OK)
		return status;
	if (slice_trim(node->text).len == 0)
		return ruleset_fault(build, "R002", node, "%s is empty: write a text", key);
	if (memchr(node->text.ptr, '\0', node->text.len) != NULL)
		return ruleset_fault(build, "R002", node, "%s holds a NUL character", key);
	copy = ARENA_ARRAY(build->arena, node->text.len + 1, char);
	if (copy == NULL)
		return ruleset_no_memory(build);
	memcpy(copy, node->text.ptr, node->text.len);
	copy[node->text.len] = '\0';
	*string = copy;
	return STATUS_OK;
}

static bool date_is_valid(struct slice date)
{
	static const unsigned days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned              parts[3] = { 0 };
	size_t                part = 0;

	if (date.len != 10)
		return false;
	for (size_t i = 0; i < date.len; i++) {
		char c = date.ptr[i];

		if (i == 4 || i == 7) {
			if (c != '-')
				return false;
			part++;
		} else if (c >= '0' && c <= '9') {
			parts[part] = parts[part] * 10 + (unsigned)(c - '0');
		} else {
			return false;
		}
	}
	if (parts[1] < 1 || parts[1] > 12 || parts[2] < 1)
		return false;
	if (parts[1] == 2 && parts[2] == 29)
		return (parts[0] % 4 == 0 && parts[0] % 100 != 0) || parts[0] % 400 == 0;
	return parts[2] <= days[parts[1] - 1];
}

enum status ruleset_date_read(struct ruleset_build *build, const struct yaml_node *node,
                              const char *key, const char **date)
{
	enum status status = ruleset_string_read(build, node, key, date);

	if (status != STATUS_OK || date_is_valid(node->text))
		return status;
	return ruleset_fault(build, "R002", node,
	                     "%s \"%.*s\" is no date; write year, month and day as in 2027-01-31",
	                     key, SLICE_ARG(node->text));
}

enum status ruleset_category_read(struct ruleset_build *build, const struct yaml_node *node,
                                  uint16_t *category)
{
	enum status  status = ruleset_kind_check(build, node, "category", YAML_SCALAR);
	size_t       count = ruleset_category_count();
	const char **codes;
	const char  *hint;

	if (status != STATUS_OK || ruleset_category_find(node->text, category))
		return status;
	codes = ARENA_ARRAY(&build->scratch, count, const char *);
	if (codes == NULL)
		return ruleset_no_memory(build);
	for (size_t i = 0; i < count; i++)
		codes[i] = ruleset_category_code((uint16_t)i);
	hint = ruleset_hint(build, node->text, codes, count);
	return ruleset_fault(build, "R004", node, "unknown category \"%.*s\"%s",
	                     SLICE_ARG(node->text),
	                     hint[0] != '\0' ? hint : "; categories.yaml has all of them");
}

enum status ruleset_schema_check(struct ruleset_build *build, const struct yaml_node *schema)
{
	enum status status = ruleset_kind_check(build, schema, "schema", YAML_SCALAR);

	if (status != STATUS_OK || slice_equal_cstr(schema->text, "1"))
		return status;
	return ruleset_fault(build, "R002", schema,
	                     "schema \"%.*s\" is not known; this program reads schema 1",
	                     SLICE_ARG(schema->text));
}

void *ruleset_grow(struct arena *arena, void *items, size_t count, size_t *cap, size_t size)
{
	size_t wider = *cap == 0 ? 16 : *cap * 2;
	void  *moved;

	if (count < *cap)
		return items;
	assert(count == *cap);
	moved = arena_resize(arena, items, *cap * size, wider * size);
	if (moved != NULL)
		*cap = wider;
	return moved;
}
