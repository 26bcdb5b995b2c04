/* SPDX-License-Identifier: Apache-2.0 */
/* A rule file: its head, its lists, then rule by rule. */
#include "ruleset_build.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The head's keys that must be there, each by itself. */
static enum status schema_parse(struct ruleset_build *build, const struct yaml_node *root)
{
	struct yaml_node *node;
	enum status       status = ruleset_key_required(build, root, "the file", "schema", &node);

	return status == STATUS_OK ? ruleset_schema_check(build, node) : status;
}

static enum status file_category_parse(struct ruleset_build *build, const struct yaml_node *root,
                                       struct ruleset_file_defaults *defaults)
{
	struct yaml_node *node;
	enum status       status = ruleset_key_required(build, root, "the file", "category", &node);

	return status == STATUS_OK ? ruleset_category_read(build, node, &defaults->category)
	                           : status;
}

static enum status owner_parse(struct ruleset_build *build, const struct yaml_node *root,
                               struct ruleset_file_defaults *defaults)
{
	struct yaml_node *node;
	enum status       status = ruleset_key_required(build, root, "the file", "owner", &node);

	return status == STATUS_OK ? ruleset_string_read(build, node, "owner", &defaults->owner)
	                           : status;
}

static enum status head_parse(struct ruleset_build *build, const struct yaml_node *root,
                              struct ruleset_file_defaults *defaults)
{
	static const char *const keys[] = { "schema",      "category", "owner",
		                            "description", "lists",    "rules" };
	const struct yaml_node  *description;
	const struct yaml_node  *lists;
	enum status              status;

	status = ruleset_keys_check(build, root, "a rule file", keys, COUNT_OF(keys));
	if (status != STATUS_OK)
		return status;
	description = yaml_get(root, "description");
	lists = yaml_get(root, "lists");
	status = ruleset_fault_pass(build, schema_parse(build, root));
	if (status == STATUS_OK)
		status = ruleset_fault_pass(build, file_category_parse(build, root, defaults));
	if (status == STATUS_OK)
		status = ruleset_fault_pass(build, owner_parse(build, root, defaults));
	if (status == STATUS_OK && description != NULL)
		status = ruleset_kind_check(build, description, "description", YAML_SCALAR);
	status = ruleset_fault_pass(build, status);
	if (status == STATUS_OK && lists != NULL)
		status = ruleset_fault_pass(build, ruleset_lists_read(build, lists));
	return status;
}

enum status ruleset_file_parse(struct ruleset_build *build)
{
	struct ruleset_file_defaults defaults = { .owner = "" };
	struct yaml_node            *root;
	struct yaml_node            *rules;
	enum status                  status;

	ruleset_lists_init(&build->file_lists, &build->scratch);
	status = yaml_parse(build->source->text, build->source->name, &build->scratch, &root,
	                    build->err);
	if (status != STATUS_OK) {
		build->code = "R001";
		return status;
	}
	status = head_parse(build, root, &defaults);
	if (status == STATUS_OK)
		status = ruleset_key_required(build, root, "the file", "rules", &rules);
	if (status == STATUS_OK)
		status = ruleset_kind_check(build, rules, "rules", YAML_SEQUENCE);
	if (status != STATUS_OK)
		return status;
	if (rules->count == 0)
		return ruleset_fault(build, "R002", rules,
		                     "rules is empty: a file has at least one rule");
	for (const struct yaml_node *rule = rules->first; status == STATUS_OK && rule != NULL;
	     rule = rule->next) {
		status = ruleset_fault_pass(build, ruleset_rule_parse(build, rule, &defaults));
		build->rule_id = SLICE_NONE;
	}
	if (status == STATUS_OK)
		status = ruleset_lists_check(build, &build->file_lists);
	return status;
}
