/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_price.h"

#include "keys_defaults.h"
#include "keys_yaml.h"

#include <string.h>

/* The targets of "operations" and of one operation are the same struct as of the file: a reader
 * is given the member's address. */
#define AT(member) offsetof(struct keys_prices, member)

static enum status read_unit(const struct keys_yaml *yaml, const struct yaml_node *value,
                             void *target)
{
	if (value->kind != YAML_SCALAR || value->text.len == 0 || value->text.len > KEYS_UNIT_CHARS)
		return keys_yaml_fault(yaml, value, "a unit is a word of 1 to %d bytes",
		                       KEYS_UNIT_CHARS);
	memcpy(target, value->text.ptr, value->text.len);
	return STATUS_OK;
}

static const struct keys_yaml_member price_members[] = {
	{ "unit", read_unit, offsetof(struct keys_price, unit), true },
	{ "credits", keys_yaml_amount, offsetof(struct keys_price, credits), true },
};

static enum status read_price(const struct keys_yaml *yaml, const struct yaml_node *key,
                              struct keys_prices *prices)
{
	struct keys_price *price = &prices->prices[prices->count];

	if (prices->count == KEYS_PRICES_MAX)
		return keys_yaml_fault(yaml, key, "at most %u operations", KEYS_PRICES_MAX);
	if (key->text.len == 0 || key->text.len > KEYS_OPERATION_CHARS)
		return keys_yaml_fault(yaml, key, "an operation's name is 1 to %d bytes",
		                       KEYS_OPERATION_CHARS);
	*price = (struct keys_price){ 0 };
	memcpy(price->operation, key->text.ptr, key->text.len);
	prices->count++;
	return keys_yaml_members(yaml, key->value, "an operation", price_members,
	                         sizeof price_members / sizeof price_members[0], price);
}

static enum status read_operations(const struct keys_yaml *yaml, const struct yaml_node *value,
                                   void *target)
{
	struct keys_prices *prices = (struct keys_prices *)((char *)target - AT(prices));
	enum status         status = STATUS_OK;

	if (value->kind != YAML_MAPPING)
		return keys_yaml_fault(yaml, value, "\"operations\" is a mapping of operations");
	for (const struct yaml_node *key = value->first; key != NULL && status == STATUS_OK;
	     key = key->next)
		status = read_price(yaml, key, prices);
	return status;
}

static enum status read_unlisted(const struct keys_yaml *yaml, const struct yaml_node *value,
                                 void *target)
{
	bool refuses = value->kind == YAML_SCALAR && slice_equal_cstr(value->text, "refuse");

	if (!refuses && (value->kind != YAML_SCALAR || !slice_equal_cstr(value->text, "free")))
		return keys_yaml_fault(yaml, value, "free or refuse is expected");
	*(bool *)target = refuses;
	return STATUS_OK;
}

static const struct keys_yaml_member file_members[] = {
	{ "schema", keys_yaml_schema, 0, true },
	{ "unlisted", read_unlisted, AT(refuses_unlisted), false },
	{ "operations", read_operations, AT(prices), true },
};

static enum status read_root(const struct keys_yaml *yaml, const struct yaml_node *root,
                             void *target)
{
	*(struct keys_prices *)target = (struct keys_prices){ 0 };
	return keys_yaml_members(yaml, root, "prices.yaml", file_members,
	                         sizeof file_members / sizeof file_members[0], target);
}

enum status keys_prices_parse(struct slice text, const char *name, struct keys_prices *prices,
                              struct error *err)
{
	return keys_yaml_parse(text, name, read_root, prices, err);
}

enum status keys_prices_read(const char *path, struct keys_prices *prices, struct error *err)
{
	if (path == NULL)
		return keys_prices_parse(slice_from_cstr(keys_default_prices), "prices.yaml",
		                         prices, err);
	return keys_yaml_load(path, read_root, prices, err);
}

enum status keys_price_of(const struct keys_prices *prices, struct slice operation,
                          keys_amount quantity, keys_amount *cost)
{
	*cost = 0;
	for (size_t i = 0; i < prices->count; i++)
		if (slice_equal_cstr(operation, prices->prices[i].operation))
			return keys_amount_times(prices->prices[i].credits, quantity, cost)
			               ? STATUS_OK
			               : STATUS_LIMIT_REACHED;
	return prices->refuses_unlisted ? STATUS_NOT_FOUND : STATUS_OK;
}
