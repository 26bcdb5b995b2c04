/* SPDX-License-Identifier: Apache-2.0 */
/* What is in a ruleset, for those who see only the public header. */
#include "ruleset_rule.h"

#include <assert.h>

const char *ruleset_revision(const struct ruleset *ruleset)
{
	return ruleset->revision;
}

size_t ruleset_rule_count(const struct ruleset *ruleset)
{
	return ruleset->rule_count;
}

const struct ruleset_rule *ruleset_rule_at(const struct ruleset *ruleset, size_t index)
{
	assert(index < ruleset->rule_count);
	return &ruleset->rules[index];
}

const char *ruleset_rule_id(const struct ruleset_rule *rule)
{
	return rule->id;
}

const char *ruleset_rule_title(const struct ruleset_rule *rule)
{
	return rule->title;
}

const char *ruleset_rule_message(const struct ruleset_rule *rule)
{
	return rule->message;
}

const char *ruleset_rule_owner(const struct ruleset_rule *rule)
{
	return rule->owner;
}

const char *ruleset_rule_description(const struct ruleset_rule *rule)
{
	return rule->description;
}

const char *ruleset_rule_expires(const struct ruleset_rule *rule)
{
	return rule->expires;
}

const char *ruleset_rule_file(const struct ruleset_rule *rule)
{
	return rule->file;
}

unsigned ruleset_rule_line(const struct ruleset_rule *rule)
{
	return rule->line;
}

uint16_t ruleset_rule_category(const struct ruleset_rule *rule)
{
	return rule->category;
}

enum ruleset_severity ruleset_rule_severity(const struct ruleset_rule *rule)
{
	return rule->severity;
}

enum ruleset_action ruleset_rule_action(const struct ruleset_rule *rule)
{
	return rule->action;
}

enum ruleset_mode ruleset_rule_mode(const struct ruleset_rule *rule)
{
	return rule->mode;
}

unsigned ruleset_rule_level(const struct ruleset_rule *rule)
{
	return rule->level;
}

bool ruleset_rule_is_exact(const struct ruleset_rule *rule)
{
	return rule->transport_only;
}

const char *ruleset_rule_exact_reason(const struct ruleset_rule *rule)
{
	return rule->disguise_reason;
}

bool ruleset_rule_is_negative(const struct ruleset_rule *rule)
{
	return rule->polarity == RULESET_FIELD_NEGATIVE;
}

bool ruleset_rule_is_output(const struct ruleset_rule *rule)
{
	return !rule->input;
}

size_t ruleset_rule_tests(const struct ruleset_rule *rule, const struct ruleset_test **tests)
{
	*tests = rule->tests;
	return rule->test_count;
}

const char *ruleset_severity_name(enum ruleset_severity severity)
{
	static const char *const names[] = { "low", "medium", "high", "critical" };

	assert(severity <= RULESET_CRITICAL);
	return names[severity];
}

const char *ruleset_action_name(enum ruleset_action action)
{
	static const char *const names[] = { "signal", "flag", "mask", "block" };

	assert(action <= RULESET_BLOCK);
	return names[action];
}

const char *ruleset_mode_name(enum ruleset_mode mode)
{
	static const char *const names[] = { "draft", "shadow", "enforce" };

	assert(mode <= RULESET_ENFORCE);
	return names[mode];
}

const struct ruleset_policy *ruleset_policy_find(const struct ruleset *ruleset, struct slice name)
{
	for (size_t i = 0; i < ruleset->policy_count; i++) {
		if (slice_equal_cstr(name, ruleset->policies[i].name))
			return &ruleset->policies[i];
	}
	return NULL;
}

size_t ruleset_policy_count(const struct ruleset *ruleset)
{
	return ruleset->policy_count;
}

const struct ruleset_policy *ruleset_policy_at(const struct ruleset *ruleset, size_t index)
{
	assert(index < ruleset->policy_count);
	return &ruleset->policies[index];
}

const char *ruleset_policy_name(const struct ruleset_policy *policy)
{
	return policy->name;
}

bool ruleset_policy_stores_content(const struct ruleset_policy *policy)
{
	return policy->stores_content;
}

void ruleset_figures(const struct ruleset *ruleset, struct ruleset_figures *figures)
{
	*figures = (struct ruleset_figures){
		.rules = ruleset->rule_count,
		.atoms = ruleset->atom_count,
		.literals = ruleset->literal_count,
		.vocabulary = ruleset->vocabulary.count - 1,
		.policies = ruleset->policy_count,
		.files = ruleset->file_count,
		.database_bytes = ruleset->backend->database_bytes(ruleset->literals),
		.arena_bytes = ruleset->arena.used_bytes,
	};
	for (size_t i = 0; i < ruleset->atom_count; i++)
		figures->regexes += ruleset->atoms[i].kind == RULESET_ATOM_REGEX ? 1 : 0;
	for (size_t i = 0; i < ruleset->rule_count; i++) {
		figures->draft += ruleset->rules[i].mode == RULESET_DRAFT ? 1 : 0;
		figures->shadow += ruleset->rules[i].mode == RULESET_SHADOW ? 1 : 0;
		figures->enforce += ruleset->rules[i].mode == RULESET_ENFORCE ? 1 : 0;
		figures->tests += ruleset->rules[i].test_count;
	}
}

const char *ruleset_scan_version(void)
{
	return match_hyperscan.version();
}

const char *ruleset_regex_version(void)
{
	return match_regex_version();
}

const char *ruleset_unicode_version(void)
{
	return "15.0.0";
}
