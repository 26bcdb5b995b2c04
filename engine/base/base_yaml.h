/* SPDX-License-Identifier: Apache-2.0 */
/* YAML as a small tree with positions; libfyaml is seen by base_yaml.c only.
 *
 * Every scalar is a string: "no", "1.0" and "~" mean what the schema of the
 * reader says. Anchors, aliases, tags, merge keys, duplicate keys, more than one
 * document, nesting above 32 and files above 8 MiB are refused, each with its
 * line and column. */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
	enum yaml_kind    kind;
	unsigned          line;   /* 1-based; where the node begins: a quote, a bracket, a */
	unsigned          column; /* word, the line behind | or >. 1-based, in bytes */
	bool              quoted; /* a scalar in quotes or a block scalar */
	struct slice      text;   /* of a scalar, NUL-terminated behind its length */
	struct yaml_node *first;  /* of a sequence or mapping */
	struct yaml_node *next;   /* the next item or the next pair's key */
	struct yaml_node *value;  /* of a key in a mapping */
	size_t            count;  /* items or pairs */
};

/* Reads the file whole, then as yaml_parse(). STATUS_IO when it cannot be read,
 * STATUS_LIMIT_REACHED above 8 MiB.
 * *source (may be NULL) receives the file's bytes, in the arena. */
MUST_CHECK enum status yaml_load(const char *path, struct arena *arena, struct yaml_node **root,
                                 struct slice *source, struct error *err);

/* `name` stands for the file in messages. All nodes live in the arena. An empty
 * document is a fault. STATUS_OK, STATUS_YAML_MALFORMED, STATUS_NO_MEMORY. */
MUST_CHECK enum status yaml_parse(struct slice source, const char *name, struct arena *arena,
                                  struct yaml_node **root, struct error *err);

/* The value under `key` in a mapping, or NULL. */
struct yaml_node *yaml_get(const struct yaml_node *mapping, const char *key);

/* The scalar as an integer in [min, max]; false when it is no such thing. */
bool yaml_integer(const struct yaml_node *scalar, long min, long max, long *value);

#endif
