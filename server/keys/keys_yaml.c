/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_yaml.h"

#include "base_arena.h"
#include "keys_limit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ARENA_BYTES (32u << 20)
#define MEMBERS_MAX 16u

enum status keys_yaml_fault(const struct keys_yaml *yaml, const struct yaml_node *node,
                            const char *format, ...)
{
	char    message[300];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(message, sizeof message, format, args);
	va_end(args);
	return error_set(yaml->err, STATUS_CONFIG_INVALID, yaml->file, node->line, node->column,
	                 "%s", message);
}

static enum status unknown(const struct keys_yaml *yaml, const struct yaml_node *key,
                           const char *what, const struct keys_yaml_member *members, size_t count)
{
	const char *names[MEMBERS_MAX];
	const char *nearest;

	for (size_t i = 0; i < count; i++)
		names[i] = members[i].name;
	nearest = error_nearest(key->text.ptr, key->text.len, names, count);
	if (nearest != NULL)
		return keys_yaml_fault(yaml, key, "%s has no \"%.40s\"; did you mean \"%s\"?", what,
		                       key->text.ptr, nearest);
	return keys_yaml_fault(yaml, key, "%s has no \"%.40s\"", what, key->text.ptr);
}

static const struct keys_yaml_member *find(const struct yaml_node        *key,
                                           const struct keys_yaml_member *members, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_equal_cstr(key->text, members[i].name))
			return &members[i];
	return NULL;
}

enum status keys_yaml_members(const struct keys_yaml *yaml, const struct yaml_node *mapping,
                              const char *what, const struct keys_yaml_member *members,
                              size_t count, void *target)
{
	if (mapping->kind != YAML_MAPPING)
		return keys_yaml_fault(yaml, mapping, "%s is a mapping: \"name: value\" lines",
		                       what);
	for (const struct yaml_node *key = mapping->first; key != NULL; key = key->next) {
		const struct keys_yaml_member *member = find(key, members, count);
		enum status                    status;

		if (member == NULL)
			return unknown(yaml, key, what, members, count);
		status = member->read(yaml, key->value, (char *)target + member->offset);
		if (status != STATUS_OK)
			return status;
	}
	for (size_t i = 0; i < count; i++)
		if (members[i].is_required && yaml_get(mapping, members[i].name) == NULL)
			return keys_yaml_fault(yaml, mapping, "%s needs \"%s\"", what,
			                       members[i].name);
	return STATUS_OK;
}

/* ---- kinds of values ---- */

static bool is_scalar(const struct yaml_node *value, const char *text)
{
	return value->kind == YAML_SCALAR && slice_equal_cstr(value->text, text);
}

enum status keys_yaml_count(const struct keys_yaml *yaml, const struct yaml_node *value,
                            void *target)
{
	long number = KEYS_UNLIMITED;

	if (!is_scalar(value, "unlimited") && !yaml_integer(value, 0, 1000000000, &number))
		return keys_yaml_fault(
			yaml, value, "a number from 0 to 1000000000 is expected, or \"unlimited\"");
	*(uint32_t *)target = (uint32_t)number;
	return STATUS_OK;
}

static uint32_t unit_seconds(char unit)
{
	switch (unit) {
	case 's':
		return 1;
	case 'm':
		return 60;
	case 'h':
		return 3600;
	case 'd':
		return 86400;
	default:
		return 0;
	}
}

enum status keys_yaml_duration(const struct keys_yaml *yaml, const struct yaml_node *value,
                               void *target)
{
	uint64_t     number = 0;
	struct slice text = value->kind == YAML_SCALAR ? value->text : SLICE_NONE;
	size_t       at = 0;

	while (at < text.len && at < 6 && text.ptr[at] >= '0' && text.ptr[at] <= '9')
		number = number * 10 + (uint64_t)(text.ptr[at++] - '0');
	if (at > 0 && at + 1 == text.len) {
		number *= unit_seconds(text.ptr[at]);
		if (number > 0 && number <= UINT32_MAX) {
			*(uint32_t *)target = (uint32_t)number;
			return STATUS_OK;
		}
	}
	return keys_yaml_fault(yaml, value, "a duration is expected: 90s, 15m, 24h or 7d");
}

enum status keys_yaml_amount(const struct keys_yaml *yaml, const struct yaml_node *value,
                             void *target)
{
	if (value->kind == YAML_SCALAR && keys_amount_read(value->text, target))
		return STATUS_OK;
	return keys_yaml_fault(yaml, value,
	                       "an amount is expected, with at most six places: 2 or 0.5");
}

enum status keys_yaml_bool(const struct keys_yaml *yaml, const struct yaml_node *value,
                           void *target)
{
	if (!is_scalar(value, "true") && !is_scalar(value, "false"))
		return keys_yaml_fault(yaml, value, "true or false is expected");
	*(bool *)target = is_scalar(value, "true");
	return STATUS_OK;
}

static bool read_pair(const char *at, int max, int *number)
{
	if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
		return false;
	*number = (at[0] - '0') * 10 + (at[1] - '0');
	return *number <= max;
}

enum status keys_yaml_zone(const struct keys_yaml *yaml, const struct yaml_node *value,
                           void *target)
{
	struct slice text = value->kind == YAML_SCALAR ? value->text : SLICE_NONE;
	int          hours, minutes;

	if (slice_equal_cstr(text, "UTC")) {
		*(int *)target = 0;
		return STATUS_OK;
	}
	if (text.len == 6 && (text.ptr[0] == '+' || text.ptr[0] == '-') && text.ptr[3] == ':' &&
	    read_pair(text.ptr + 1, 14, &hours) && read_pair(text.ptr + 4, 59, &minutes)) {
		int seconds = hours * 3600 + minutes * 60;

		*(int *)target = text.ptr[0] == '-' ? -seconds : seconds;
		return STATUS_OK;
	}
	return keys_yaml_fault(yaml, value,
	                       "a time zone is \"UTC\" or a fixed offset such as \"+02:00\": a day "
	                       "that daylight saving makes longer would be another quota");
}

enum status keys_yaml_schema(const struct keys_yaml *yaml, const struct yaml_node *value,
                             void *target)
{
	(void)target;
	if (is_scalar(value, "1"))
		return STATUS_OK;
	return keys_yaml_fault(yaml, value, "this program reads schema 1");
}

/* ---- documents ---- */

/* `text` is NULL to read the file `name`. */
static enum status read_document(const struct slice *text, const char *name,
                                 keys_yaml_read *read_root, void *target, struct error *err)
{
	const struct keys_yaml yaml = { name, err };
	struct yaml_node      *root = NULL;
	struct arena           arena;
	enum status            status;

	if (!arena_open(&arena, ARENA_BYTES))
		return error_set(err, STATUS_NO_MEMORY, name, 0, 0, "no memory to read");
	status = text != NULL ? yaml_parse(*text, name, &arena, &root, err)
	                      : yaml_load(name, &arena, &root, NULL, err);
	if (status == STATUS_OK)
		status = read_root(&yaml, root, target);
	arena_close(&arena);
	return status;
}

enum status keys_yaml_parse(struct slice text, const char *name, keys_yaml_read *read_root,
                            void *target, struct error *err)
{
	return read_document(&text, name, read_root, target, err);
}

enum status keys_yaml_load(const char *path, keys_yaml_read *read_root, void *target,
                           struct error *err)
{
	return read_document(NULL, path, read_root, target, err);
}
