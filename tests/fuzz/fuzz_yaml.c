/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a YAML file: a fault has a place in the file, and a tree has places,
 * counts and texts as base_yaml.h says. */
#include "base_yaml.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libfyaml 0.7.12 loses 2 KiB when a single-quoted scalar is nothing but many doubled
 * quotes (seed only_quotes). That leak is not ours to find again. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so";
}

static void check_node(const struct yaml_node *node)
{
	assert(node->line >= 1);
	assert(node->column >= 1);
	if (node->kind == YAML_SCALAR)
		assert(node->text.ptr[node->text.len] == '\0');
	else
		assert((node->count == 0) == (node->first == NULL));
}

/* Recursion is bounded: the parser refuses more than 32 levels. */
static void check_tree(const struct yaml_node *node)
{
	size_t count = 0;

	check_node(node);
	if (node->kind == YAML_SCALAR)
		return;
	for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
		count++;
		check_tree(child);
		if (node->kind == YAML_MAPPING) {
			assert(child->kind == YAML_SCALAR);
			check_tree(child->value);
		}
	}
	assert(count == node->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice      source = { (const char *)data, size };
	struct error      err = { 0 };
	struct yaml_node *root;
	struct arena      arena;
	enum status       status;

	if (!arena_open(&arena, 32u * 1024 * 1024))
		return 0;
	status = yaml_parse(source, "input", &arena, &root, &err);
	assert(err.status == status);
	assert((status == STATUS_OK) == (root != NULL));
	if (status == STATUS_OK)
		check_tree(root);
	else if (status == STATUS_YAML_MALFORMED && size <= 8u * 1024 * 1024)
		assert(err.line >= 1 && err.message[0] != '\0');
	arena_close(&arena);
	return 0;
}
