/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_plan.h"

#include "keys_defaults.h"
#include "keys_yaml.h"

#include <string.h>

#define PLAN(name, read)                                                                           \
	{                                                                                          \
#name, read, offsetof(struct keys_plan, name), false                               \
	}

static const struct keys_yaml_member plan_members[] = {
	PLAN(per_minute, keys_yaml_count),
	PLAN(per_day, keys_yaml_count),
	PLAN(concurrent, keys_yaml_count),
	PLAN(key_per_minute, keys_yaml_count),
	PLAN(key_per_day, keys_yaml_count),
	{ "custom", keys_yaml_bool, offsetof(struct keys_plan, is_custom), false },
};

static bool is_name(struct slice text)
{
	if (text.len == 0 || text.len > KEYS_PLAN_NAME_CHARS)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789-_", text.ptr[i]) == NULL)
			return false;
	return true;
}

/* A plan says its limits or says that accounts bring them, and not both. */
static enum status check_limits(const struct keys_yaml *yaml, const struct yaml_node *key,
                                const struct keys_plan *plan)
{
	const struct yaml_node *value = key->value;
	bool has_any = yaml_get(value, "per_minute") != NULL || yaml_get(value, "per_day") != NULL;
	bool has_all = yaml_get(value, "per_minute") != NULL && yaml_get(value, "per_day") != NULL;

	if (plan->is_custom && has_any)
		return keys_yaml_fault(yaml, key,
		                       "a custom plan has no limits of its own: each account "
		                       "brings them");
	if (!plan->is_custom && !has_all)
		return keys_yaml_fault(yaml, key,
		                       "plan \"%s\" needs per_minute and per_day (or custom: true)",
		                       plan->name);
	return STATUS_OK;
}

static enum status read_plan(const struct keys_yaml *yaml, const struct yaml_node *key,
                             struct keys_plans *plans)
{
	struct keys_plan *plan = &plans->plans[plans->count];
	enum status       status;

	if (plans->count == KEYS_PLANS_MAX)
		return keys_yaml_fault(yaml, key, "at most %u plans", KEYS_PLANS_MAX);
	if (!is_name(key->text))
		return keys_yaml_fault(yaml, key,
		                       "a plan's name is 1 to %d of a-z, 0-9, '-' and '_'",
		                       KEYS_PLAN_NAME_CHARS);
	*plan = (struct keys_plan){
		.per_minute = KEYS_UNLIMITED,
		.per_day = KEYS_UNLIMITED,
		.concurrent = 50,
		.key_per_minute = KEYS_UNLIMITED,
		.key_per_day = KEYS_UNLIMITED,
	};
	memcpy(plan->name, key->text.ptr, key->text.len);
	status = keys_yaml_members(yaml, key->value, "a plan", plan_members,
	                           sizeof plan_members / sizeof plan_members[0], plan);
	if (status == STATUS_OK)
		status = check_limits(yaml, key, plan);
	plans->count++;
	return status;
}

static enum status read_plans(const struct keys_yaml *yaml, const struct yaml_node *value,
                              void *target)
{
	struct keys_plans *plans = (struct keys_plans *)((char *)target -
	                                                 offsetof(struct keys_plans, plans));
	enum status        status = STATUS_OK;

	if (value->kind != YAML_MAPPING || value->count == 0)
		return keys_yaml_fault(yaml, value, "\"plans\" is a mapping of at least one plan");
	for (const struct yaml_node *key = value->first; key != NULL && status == STATUS_OK;
	     key = key->next)
		status = read_plan(yaml, key, plans);
	return status;
}

static const struct keys_yaml_member file_members[] = {
	{ "schema", keys_yaml_schema, 0, true },
	{ "time_zone", keys_yaml_zone, offsetof(struct keys_plans, zone_s), false },
	{ "plans", read_plans, offsetof(struct keys_plans, plans), true },
};

static enum status read_root(const struct keys_yaml *yaml, const struct yaml_node *root,
                             void *target)
{
	*(struct keys_plans *)target = (struct keys_plans){ 0 };
	return keys_yaml_members(yaml, root, "plans.yaml", file_members,
	                         sizeof file_members / sizeof file_members[0], target);
}

enum status keys_plans_parse(struct slice text, const char *name, struct keys_plans *plans,
                             struct error *err)
{
	return keys_yaml_parse(text, name, read_root, plans, err);
}

enum status keys_plans_read(const char *path, struct keys_plans *plans, struct error *err)
{
	if (path == NULL)
		return keys_plans_parse(slice_from_cstr(keys_default_plans), "plans.yaml", plans,
		                        err);
	return keys_yaml_load(path, read_root, plans, err);
}

const struct keys_plan *keys_plan_find(const struct keys_plans *plans, struct slice name)
{
	for (size_t i = 0; i < plans->count; i++)
		if (slice_equal_cstr(name, plans->plans[i].name))
			return &plans->plans[i];
	return NULL;
}

struct keys_limits keys_plan_account(const struct keys_plan *plan)
{
	return (struct keys_limits){ plan->per_minute, plan->per_day, plan->concurrent };
}

struct keys_limits keys_plan_key(const struct keys_plan *plan)
{
	return (struct keys_limits){ plan->key_per_minute, plan->key_per_day, KEYS_UNLIMITED };
}
