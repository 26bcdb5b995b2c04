/* SPDX-License-Identifier: Apache-2.0 */
/* strikes.yaml to a strike policy; defaults/strikes.yaml explains the file. */
#include "keys_defaults.h"
#include "keys_strike.h"
#include "keys_yaml.h"

#include <string.h>

static const char *const rung_names[] = {
	[KEYS_RUNG_NONE] = "none",  [KEYS_WARN] = "warn",     [KEYS_THROTTLE] = "throttle",
	[KEYS_SUSPEND] = "suspend", [KEYS_REVOKE] = "revoke",
};

const char *keys_rung_name(enum keys_rung rung)
{
	return rung_names[rung];
}

#define POLICY_OF(target, member)                                                                  \
	((struct keys_strike_policy *)((char *)(target)-offsetof(struct keys_strike_policy,        \
	                                                         member)))

static enum status read_rung(const struct keys_yaml *yaml, const struct yaml_node *value,
                             void *target)
{
	for (unsigned i = KEYS_RUNG_NONE; i <= KEYS_REVOKE; i++)
		if (value->kind == YAML_SCALAR && slice_equal_cstr(value->text, rung_names[i])) {
			*(enum keys_rung *)target = (enum keys_rung)i;
			return STATUS_OK;
		}
	return keys_yaml_fault(
		yaml, value, "a rung is warn, throttle, suspend or revoke (\"up_to\" may be none)");
}

/* An amount in thousandths: 1, 0.5. */
static enum status read_milli(const struct keys_yaml *yaml, const struct yaml_node *value,
                              void *target)
{
	keys_amount amount = 0;

	if (value->kind != YAML_SCALAR || !keys_amount_read(value->text, &amount) ||
	    amount % 1000 != 0 || amount > 1000000 * KEYS_AMOUNT_ONE)
		return keys_yaml_fault(yaml, value,
		                       "a number of strikes is expected: 1 or 0.5, at most three "
		                       "places");
	*(uint32_t *)target = (uint32_t)(amount / 1000);
	return STATUS_OK;
}

static enum status read_share(const struct keys_yaml *yaml, const struct yaml_node *value,
                              void *target)
{
	struct slice text = value->kind == YAML_SCALAR ? value->text : SLICE_NONE;
	uint32_t     percent = 0;
	size_t       at = 0;

	for (; at < text.len && at < 2 && text.ptr[at] >= '0' && text.ptr[at] <= '9'; at++)
		percent = percent * 10 + (uint32_t)(text.ptr[at] - '0');
	if (percent == 0 || at + 1 != text.len || text.ptr[at] != '%')
		return keys_yaml_fault(yaml, value, "a share is 1%% to 99%%");
	*(uint32_t *)target = percent;
	return STATUS_OK;
}

static const struct keys_yaml_member step_members[] = {
	{ "at", read_milli, offsetof(struct keys_step, at_milli), true },
	{ "do", read_rung, offsetof(struct keys_step, rung), true },
	{ "for", keys_yaml_duration, offsetof(struct keys_step, for_s), false },
	{ "share", read_share, offsetof(struct keys_step, share_percent), false },
};

static enum status check_step(const struct keys_yaml *yaml, const struct yaml_node *node,
                              const struct keys_step *step, const struct keys_step *before)
{
	if (step->rung == KEYS_RUNG_NONE || step->at_milli == 0)
		return keys_yaml_fault(yaml, node, "a rung begins above 0 and does something");
	if (before != NULL && (step->at_milli <= before->at_milli || step->rung <= before->rung))
		return keys_yaml_fault(yaml, node,
		                       "rungs rise: more strikes, a harder consequence");
	if ((step->rung == KEYS_THROTTLE || step->rung == KEYS_SUSPEND) != (step->for_s > 0))
		return keys_yaml_fault(yaml, node,
		                       "throttle and suspend need \"for\", and only they have it");
	if ((step->rung == KEYS_THROTTLE) != (step->share_percent > 0))
		return keys_yaml_fault(yaml, node, "throttle needs \"share\", and only it has it");
	return STATUS_OK;
}

static enum status read_ladder(const struct keys_yaml *yaml, const struct yaml_node *value,
                               void *target)
{
	struct keys_strike_policy *policy = POLICY_OF(target, steps);

	if (value->kind != YAML_SEQUENCE || value->count > KEYS_RUNGS_MAX)
		return keys_yaml_fault(yaml, value, "a ladder is a list of at most %u rungs",
		                       KEYS_RUNGS_MAX);
	for (const struct yaml_node *item = value->first; item != NULL; item = item->next) {
		struct keys_step *step = &policy->steps[policy->step_count];
		enum status       status;

		status = keys_yaml_members(yaml, item, "a rung", step_members,
		                           sizeof step_members / sizeof step_members[0], step);
		if (status == STATUS_OK)
			status = check_step(yaml, item, step,
			                    policy->step_count > 0 ? step - 1 : NULL);
		if (status != STATUS_OK)
			return status;
		policy->step_count++;
	}
	return STATUS_OK;
}

static enum status read_weights(const struct keys_yaml *yaml, const struct yaml_node *value,
                                void *target)
{
	struct keys_strike_policy *policy = POLICY_OF(target, weights);
	enum status                status = STATUS_OK;

	if (value->kind != YAML_MAPPING || value->count > KEYS_WEIGHTS_MAX)
		return keys_yaml_fault(yaml, value, "\"weights\" is a mapping of at most %u names",
		                       KEYS_WEIGHTS_MAX);
	for (const struct yaml_node *key = value->first; key != NULL && status == STATUS_OK;
	     key = key->next) {
		struct keys_weight *weight = &policy->weights[policy->weight_count++];

		if (key->text.len > KEYS_CATEGORY_CHARS)
			return keys_yaml_fault(yaml, key, "no category has so long a name");
		memcpy(weight->name, key->text.ptr, key->text.len);
		status = read_milli(yaml, key->value, &weight->milli);
	}
	return status;
}

#define AT(member) offsetof(struct keys_strike_policy, member)

static const struct keys_yaml_member file_members[] = {
	{ "schema", keys_yaml_schema, 0, true },
	{ "distinct", keys_yaml_duration, AT(distinct_s), true },
	{ "half_life", keys_yaml_duration, AT(half_life_s), true },
	{ "weights", read_weights, AT(weights), true },
	{ "ladder", read_ladder, AT(steps), true },
	{ "up_to", read_rung, AT(up_to), true },
};

static enum status read_root(const struct keys_yaml *yaml, const struct yaml_node *root,
                             void *target)
{
	*(struct keys_strike_policy *)target = (struct keys_strike_policy){ 0 };
	return keys_yaml_members(yaml, root, "strikes.yaml", file_members,
	                         sizeof file_members / sizeof file_members[0], target);
}

enum status keys_strikes_parse(struct slice text, const char *name,
                               struct keys_strike_policy *policy, struct error *err)
{
	return keys_yaml_parse(text, name, read_root, policy, err);
}

enum status keys_strikes_read(const char *path, struct keys_strike_policy *policy,
                              struct error *err)
{
	if (path == NULL)
		return keys_strikes_parse(slice_from_cstr(keys_default_strikes), "strikes.yaml",
		                          policy, err);
	return keys_yaml_load(path, read_root, policy, err);
}
