/* SPDX-License-Identifier: Apache-2.0 */
/* A rule: YAML to a row of the ruleset. rules/README.md is the reference of its keys. */
#include "ruleset_build.h"

#include <string.h>

enum rule_key {
	KEY_ID,
	KEY_TITLE,
	KEY_SEVERITY,
	KEY_ACTION,
	KEY_MODE,
	KEY_LEVEL,
	KEY_SCORE,
	KEY_CATEGORY,
	KEY_LANGUAGES,
	KEY_FIELD,
	KEY_DIRECTION,
	KEY_CHECK,
	KEY_DISGUISE,
	KEY_WHEN,
	KEY_EXCEPT,
	KEY_EXCEPT_WITHIN,
	KEY_MESSAGE,
	KEY_DESCRIPTION,
	KEY_TESTS,
	KEY_CREATED,
	KEY_EXPIRES,
	KEY_REFERENCES,
	KEY_COUNT
};

static const char *const rule_keys[KEY_COUNT] = {
	[KEY_ID] = "id",
	[KEY_TITLE] = "title",
	[KEY_SEVERITY] = "severity",
	[KEY_ACTION] = "action",
	[KEY_MODE] = "mode",
	[KEY_LEVEL] = "level",
	[KEY_SCORE] = "score",
	[KEY_CATEGORY] = "category",
	[KEY_LANGUAGES] = "languages",
	[KEY_FIELD] = "field",
	[KEY_DIRECTION] = "direction",
	[KEY_CHECK] = "check",
	[KEY_DISGUISE] = "disguise",
	[KEY_WHEN] = "when",
	[KEY_EXCEPT] = "except",
	[KEY_EXCEPT_WITHIN] = "except_within",
	[KEY_MESSAGE] = "message",
	[KEY_DESCRIPTION] = "description",
	[KEY_TESTS] = "tests",
	[KEY_CREATED] = "created",
	[KEY_EXPIRES] = "expires",
	[KEY_REFERENCES] = "references",
};

static const char *const severities[] = { "low", "medium", "high", "critical" };
static const char *const actions[] = { "signal", "flag", "mask", "block" };
static const char *const modes[] = { "draft", "shadow", "enforce" };
static const char *const polarities[] = { "positive", "negative", "any" };
static const char *const directions[] = { "input", "output", "any" };
static const char *const checks[] = { "luhn",  "iban",  "entropy", "id_ar", "id_au", "id_be",
	                              "id_br", "id_ca", "id_ch",   "id_cl", "id_cn", "id_de",
	                              "id_es", "id_fi", "id_fr",   "id_gb", "id_in", "id_it",
	                              "id_kr", "id_mx", "id_nl",   "id_pl", "id_pt", "id_ro",
	                              "id_se", "id_tr" };
static const char *const disguises[] = { "transport" };

/* A rule's mapping with its values by key; NULL where a key is absent. */
struct rule_parser {
	struct ruleset_build               *build;
	const struct yaml_node             *mapping;
	struct yaml_node                   *values[KEY_COUNT];
	const struct ruleset_file_defaults *defaults;
	struct ruleset_rule                *rule;
	struct ruleset_conditions           conditions;
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Reads an optional word; *index keeps its default when the key is absent. */
static enum status word_parse(struct rule_parser *parser, enum rule_key key,
                              const char *const *names, size_t count, size_t *index)
{
	if (parser->values[key] == NULL)
		return STATUS_OK;
	return ruleset_fault_pass(parser->build,
	                          ruleset_word_read(parser->build, parser->values[key],
	                                            rule_keys[key], names, count, index));
}

static enum status string_parse(struct rule_parser *parser, enum rule_key key, const char **string)
{
	if (parser->values[key] == NULL)
		return STATUS_OK;
	return ruleset_fault_pass(
		parser->build,
		ruleset_string_read(parser->build, parser->values[key], rule_keys[key], string));
}

/* ---- id ---- */

static bool id_is_valid(struct slice id)
{
	size_t dots = 0;

	for (size_t i = 0; i < id.len; i++) {
		char c = id.ptr[i];
		bool edge = i == 0 || i + 1 == id.len || id.ptr[i - 1] == '.';

		if (c == '.' && edge)
			return false;
		dots += c == '.' ? 1 : 0;
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '-' &&
		    c != '.')
			return false;
	}
	return dots > 0;
}

static enum status id_parse(struct rule_parser *parser)
{
	struct ruleset_build   *build = parser->build;
	const struct yaml_node *id = parser->values[KEY_ID];
	uint32_t                other;
	enum status             status;

	if (id == NULL)
		return STATUS_OK;
	status = ruleset_string_read(build, id, "id", &parser->rule->id);
	if (status != STATUS_OK)
		return status;
	if (!id_is_valid(id->text))
		return ruleset_fault(build, "R002", id,
		                     "id \"%.*s\" is no id: two or more parts of a-z, 0-9, \"_\" "
		                     "and \"-\" with dots between, as in weapons.explosives.pipe",
		                     SLICE_ARG(id->text));
	if (ruleset_names_find(&build->rule_ids, id->text, &other))
		return ruleset_fault(build, "R003", id, "id \"%.*s\" is already used in %s:%u",
		                     SLICE_ARG(id->text), build->rules[other].file,
		                     build->rules[other].line);
	parser->rule->line = id->line;
	parser->rule->column = id->column;
	build->rule_id = slice_from_cstr(parser->rule->id);
	if (!ruleset_names_add(&build->rule_ids, build->rule_id, (uint32_t)build->rule_count))
		return ruleset_no_memory(build);
	return STATUS_OK;
}

/* ---- what it does ---- */

static enum status score_parse(struct rule_parser *parser)
{
	static const uint8_t    by_severity[] = { 2, 3, 4, 5 };
	struct ruleset_rule    *rule = parser->rule;
	const struct yaml_node *node = parser->values[KEY_SCORE];
	bool        adds = rule->action == RULESET_BLOCK || rule->action == RULESET_SIGNAL;
	long        score = adds ? by_severity[rule->severity] : 0;
	enum status status;

	if (rule->action == RULESET_SIGNAL && score > 4)
		score = 4;
	if (node != NULL) {
		status = ruleset_integer_read(parser->build, node, "score", 0, 9, &score);
		if (status != STATUS_OK)
			return status;
		if (!adds && score > 0)
			return ruleset_fault(parser->build, "R002", node,
			                     "a %s rule adds no score: leave score out",
			                     actions[rule->action]);
		if (rule->action == RULESET_SIGNAL && score > 4)
			return ruleset_fault(parser->build, "R002", node,
			                     "a signal rule scores at most 4: a signal alone must "
			                     "not reach the threshold");
	}
	rule->score = (uint8_t)score;
	return STATUS_OK;
}

static enum status action_parse(struct rule_parser *parser)
{
	struct ruleset_rule *rule = parser->rule;
	size_t               severity = 0;
	size_t               action = 0;
	size_t               mode = RULESET_DRAFT;
	long                 level = 1;
	enum status          status;

	status = word_parse(parser, KEY_SEVERITY, severities, COUNT_OF(severities), &severity);
	if (status == STATUS_OK)
		status = word_parse(parser, KEY_ACTION, actions, COUNT_OF(actions), &action);
	if (status == STATUS_OK)
		status = word_parse(parser, KEY_MODE, modes, COUNT_OF(modes), &mode);
	if (status == STATUS_OK && parser->values[KEY_LEVEL] != NULL)
		status = ruleset_fault_pass(parser->build,
		                            ruleset_integer_read(parser->build,
		                                                 parser->values[KEY_LEVEL], "level",
		                                                 1, 4, &level));
	if (status != STATUS_OK)
		return status;
	rule->severity = (enum ruleset_severity)severity;
	rule->action = (enum ruleset_action)action;
	rule->mode = (enum ruleset_mode)mode;
	rule->level = (uint8_t)level;
	return score_parse(parser);
}

/* ---- where it looks ---- */

static enum status scope_parse(struct rule_parser *parser)
{
	struct ruleset_rule *rule = parser->rule;
	bool        secret = strcmp(ruleset_category_code(rule->category), "privacy.secret") == 0;
	size_t      polarity = secret ? RULESET_FIELD_ANY : RULESET_FIELD_POSITIVE;
	size_t      direction = 2;
	size_t      check = COUNT_OF(checks);
	enum status status;

	status = word_parse(parser, KEY_FIELD, polarities, COUNT_OF(polarities), &polarity);
	if (status == STATUS_OK)
		status = word_parse(parser, KEY_DIRECTION, directions, COUNT_OF(directions),
		                    &direction);
	if (status == STATUS_OK)
		status = word_parse(parser, KEY_CHECK, checks, COUNT_OF(checks), &check);
	rule->polarity = (enum ruleset_field_polarity)polarity;
	rule->input = direction != 1;
	rule->output = direction != 0;
	rule->check = check == COUNT_OF(checks) ? RULESET_CHECK_NONE
	                                        : (enum ruleset_check)(check + 1);
	return status;
}

/* ---- what it can be seen through ---- */

static bool is_of_privacy(const struct ruleset_rule *rule)
{
	return strncmp(ruleset_category_code(rule->category), "privacy.", strlen("privacy.")) == 0;
}

/* "transport", or {transport: "the reason"}. Keys, card numbers and the like are their exact
 * letters, so privacy.* may leave the reason out; a rule about a harm may not. */
static enum status disguise_parse(struct rule_parser *parser)
{
	struct ruleset_build   *build = parser->build;
	struct ruleset_rule    *rule = parser->rule;
	const struct yaml_node *node = parser->values[KEY_DISGUISE];
	struct yaml_node       *reason = NULL;
	size_t                  index;
	enum status             status;

	rule->disguise_reason = "";
	if (node == NULL)
		return STATUS_OK;
	rule->transport_only = true;
	if (node->kind == YAML_MAPPING) {
		status = ruleset_keys_check(build, node, "disguise", disguises,
		                            COUNT_OF(disguises));
		if (status == STATUS_OK)
			status = ruleset_key_required(build, node, "disguise", disguises[0],
			                              &reason);
		if (status == STATUS_OK)
			status = ruleset_string_read(build, reason, disguises[0],
			                             &rule->disguise_reason);
		return status;
	}
	status = ruleset_word_read(build, node, rule_keys[KEY_DISGUISE], disguises,
	                           COUNT_OF(disguises), &index);
	if (status == STATUS_OK && !is_of_privacy(rule))
		return ruleset_fault(build, "R002", node,
		                     "disguise: transport needs a reason outside privacy.*: "
		                     "{transport: \"why the exact letters matter\"}");
	return status;
}

static bool language_is_valid(struct slice tag)
{
	for (size_t i = 0; i < tag.len; i++) {
		char c = tag.ptr[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter && (i < 2 || (c != '-' && !(c >= '0' && c <= '9'))))
			return false;
	}
	return tag.len >= 2 && tag.len <= 35;
}

static struct slice lower_copy(struct arena *arena, struct slice text)
{
	struct slice copy = arena_copy(arena, text);
	char        *bytes = ARENA_ARRAY(arena, text.len + 1, char);

	if (bytes == NULL)
		return SLICE_NONE;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		bytes[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
	}
	copy.ptr = bytes;
	return copy;
}

static enum status languages_parse(struct rule_parser *parser)
{
	const struct yaml_node *node = parser->values[KEY_LANGUAGES];
	struct ruleset_build   *build = parser->build;
	struct slice           *languages;
	size_t                  count = 0;
	enum status             status;

	if (node == NULL)
		return STATUS_OK;
	status = ruleset_kind_check(build, node, "languages", YAML_SEQUENCE);
	if (status != STATUS_OK)
		return status;
	languages = ARENA_ARRAY(build->arena, node->count, struct slice);
	if (languages == NULL)
		return ruleset_no_memory(build);
	for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
		status = ruleset_kind_check(build, item, "a language", YAML_SCALAR);
		if (status != STATUS_OK)
			return status;
		if (!language_is_valid(item->text))
			return ruleset_fault(build, "R002", item,
			                     "language \"%.*s\" is no language tag such as en or "
			                     "pt-br",
			                     SLICE_ARG(item->text));
		languages[count] = lower_copy(build->arena, item->text);
		if (languages[count++].ptr == NULL)
			return ruleset_no_memory(build);
	}
	parser->rule->languages = languages;
	parser->rule->language_count = count;
	return STATUS_OK;
}

/* ---- conditions ---- */

static bool tree_has_regex(const struct ruleset_build *build, const struct ruleset_rule *rule)
{
	for (uint32_t i = 0; i < rule->when_count; i++) {
		if (rule->when[i].kind == RULESET_TREE_ATOM &&
		    build->atoms[rule->when[i].atom].kind == RULESET_ATOM_REGEX)
			return true;
	}
	return false;
}

/* How near a match its exceptions have to stand. */
static enum status reach_parse(struct rule_parser *parser, uint16_t *reach)
{
	struct ruleset_build   *build = parser->build;
	const struct yaml_node *node = parser->values[KEY_EXCEPT_WITHIN];

	*reach = RULESET_REACH_DEFAULT;
	if (node == NULL)
		return STATUS_OK;
	if (parser->values[KEY_EXCEPT] == NULL)
		return ruleset_fault(
			build, "R002", node,
			"except_within says how far exceptions reach, and the rule has "
			"none");
	return ruleset_fault_pass(
		build, ruleset_reach_read(build, node, rule_keys[KEY_EXCEPT_WITHIN], reach));
}

static enum status conditions_parse(struct rule_parser *parser)
{
	struct ruleset_build *build = parser->build;
	struct ruleset_rule  *rule = parser->rule;
	enum status           status;

	const size_t faults = ruleset_faults(build);

	parser->conditions.when = parser->values[KEY_WHEN];
	parser->conditions.except = parser->values[KEY_EXCEPT];
	parser->conditions.except_within = parser->values[KEY_EXCEPT_WITHIN];
	status = reach_parse(parser, &parser->conditions.reach);
	if (status != STATUS_OK || parser->conditions.when == NULL)
		return status;
	status = ruleset_when_parse(build, parser->values[KEY_WHEN], &rule->when,
	                            &rule->when_count);
	parser->conditions.when_places = build->places;
	status = ruleset_fault_pass(build, status);
	if (status == STATUS_OK && parser->values[KEY_EXCEPT] != NULL)
		status = ruleset_except_parse(build, parser->values[KEY_EXCEPT],
		                              parser->conditions.reach, &rule->except,
		                              &rule->except_count);
	parser->conditions.except_places = build->places;
	if (ruleset_faults(build) > faults)
		return status;
	if (status == STATUS_OK && rule->check != RULESET_CHECK_NONE &&
	    !tree_has_regex(build, rule))
		return ruleset_fault(build, "R002", parser->values[KEY_CHECK],
		                     "check looks at what a regex matched, and when has no regex");
	return status;
}

/* ---- dates and references ---- */

static enum status date_parse(struct rule_parser *parser, enum rule_key key, const char **date)
{
	if (parser->values[key] == NULL)
		return STATUS_OK;
	return ruleset_fault_pass(
		parser->build,
		ruleset_date_read(parser->build, parser->values[key], rule_keys[key], date));
}

static enum status references_check(struct rule_parser *parser)
{
	const struct yaml_node *node = parser->values[KEY_REFERENCES];
	enum status             status;

	if (node == NULL)
		return STATUS_OK;
	status = ruleset_kind_check(parser->build, node, "references", YAML_SEQUENCE);
	for (const struct yaml_node *item = node->first; status == STATUS_OK && item != NULL;
	     item = item->next)
		status = ruleset_kind_check(parser->build, item, "a reference", YAML_SCALAR);
	return status;
}

static enum status about_parse(struct rule_parser *parser)
{
	struct ruleset_rule *rule = parser->rule;
	const char          *created = "";
	enum status          status;

	rule->message = ruleset_category_message(rule->category);
	rule->description = "";
	rule->expires = "";
	status = string_parse(parser, KEY_TITLE, &rule->title);
	if (status == STATUS_OK)
		status = string_parse(parser, KEY_MESSAGE, &rule->message);
	if (status == STATUS_OK)
		status = string_parse(parser, KEY_DESCRIPTION, &rule->description);
	if (status == STATUS_OK)
		status = date_parse(parser, KEY_CREATED, &created);
	if (status == STATUS_OK)
		status = date_parse(parser, KEY_EXPIRES, &rule->expires);
	if (status == STATUS_OK)
		status = references_check(parser);
	return status;
}

/* ---- one rule ---- */

static enum status values_find(struct rule_parser *parser)
{
	static const enum rule_key required[] = { KEY_ID,     KEY_TITLE, KEY_SEVERITY,
		                                  KEY_ACTION, KEY_WHEN,  KEY_TESTS };
	enum status status = ruleset_keys_check(parser->build, parser->mapping, "a rule", rule_keys,
	                                        KEY_COUNT);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < KEY_COUNT; i++)
		parser->values[i] = yaml_get(parser->mapping, rule_keys[i]);
	for (size_t i = 0; status == STATUS_OK && i < COUNT_OF(required); i++) {
		struct yaml_node *value;

		status = ruleset_fault_pass(parser->build,
		                            ruleset_key_required(parser->build, parser->mapping,
		                                                 "a rule", rule_keys[required[i]],
		                                                 &value));
	}
	return status;
}

static enum status category_parse(struct rule_parser *parser)
{
	parser->rule->category = parser->defaults->category;
	if (parser->values[KEY_CATEGORY] == NULL)
		return STATUS_OK;
	return ruleset_category_read(parser->build, parser->values[KEY_CATEGORY],
	                             &parser->rule->category);
}

static enum status tests_parse(struct rule_parser *parser)
{
	if (parser->values[KEY_TESTS] == NULL)
		return STATUS_OK;
	return ruleset_tests_parse(parser->build, parser->values[KEY_TESTS], parser->rule);
}

/* The id of a rule that may yet be malformed, for messages. */
static struct slice id_peek(const struct yaml_node *mapping)
{
	const struct yaml_node *id = mapping->kind == YAML_MAPPING ? yaml_get(mapping, "id") : NULL;

	return id != NULL && id->kind == YAML_SCALAR ? id->text : SLICE_NONE;
}

enum status ruleset_rule_add(struct ruleset_build *build, struct ruleset_rule *rule)
{
	struct ruleset_rule *rules = ruleset_grow(&build->rule_rows, build->rules,
	                                          build->rule_count, &build->rule_cap,
	                                          sizeof *rules);

	if (rules == NULL)
		return ruleset_no_memory(build);
	build->rules = rules;
	rule->index = (uint32_t)build->rule_count;
	rules[build->rule_count++] = *rule;
	return STATUS_OK;
}

/* What is at fault in one stage says nothing about the next, so lint hears of each. */
static enum status stages_run(struct rule_parser *parser)
{
	static enum status (*const stages[])(struct rule_parser *) = {
		id_parse,       category_parse,  about_parse,      action_parse, scope_parse,
		disguise_parse, languages_parse, conditions_parse, tests_parse,
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < COUNT_OF(stages); i++)
		status = ruleset_fault_pass(parser->build, stages[i](parser));
	return status;
}

enum status ruleset_rule_parse(struct ruleset_build *build, const struct yaml_node *mapping,
                               const struct ruleset_file_defaults *defaults)
{
	struct ruleset_rule rule = { .owner = defaults->owner, .file = build->source->name };
	struct rule_parser  parser = {
		 .build = build, .mapping = mapping, .defaults = defaults, .rule = &rule
	};
	enum status status;

	build->rule_id = id_peek(mapping);
	status = values_find(&parser);
	build->rule_id = SLICE_NONE;
	if (status == STATUS_OK)
		status = stages_run(&parser);
	if (status == STATUS_OK)
		status = ruleset_rule_add(build, &rule);
	if (status == STATUS_OK && build->mutants != NULL)
		status = ruleset_mutants_add(build, &parser.conditions);
	if (status == STATUS_OK)
		build->rule_id = SLICE_NONE;
	return status;
}
