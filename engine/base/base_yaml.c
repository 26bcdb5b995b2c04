/* SPDX-License-Identifier: Apache-2.0 */
/* libfyaml gives events (a mapping begins, a scalar, ...) and we build the tree from
 * them ourselves, because its own document builder would expand aliases and loses
 * what we refuse. For
 *
 *     rules:
 *       - id: a
 *
 * the stack of open nodes grows mapping, sequence, mapping; each level knows the last
 * child linked and, in a mapping, the key that waits for its value. The stack is a
 * fixed array, so deep nesting is a fault and never recursion.
 *
 * Positions come from byte offsets: libfyaml counts columns in characters. */
#include "base_yaml.h"
#include "base_file.h"
#include "base_keyset.h"
#include "base_utf8.h"

#include <assert.h>
#include <errno.h>
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 32, FILE_BYTES_MAX = 8 * 1024 * 1024, PARSE_FLAGS = FYPCF_QUIET };

struct level {
	struct yaml_node *node;
	struct yaml_node *last;         /* the last item or key linked */
	bool              awaits_value; /* of the key `last` */
};

struct loader {
	struct slice      source;
	const char       *name;
	struct arena     *arena;
	struct error     *err;
	struct keyset    *keys;
	uint32_t         *line_starts; /* offsets */
	size_t            line_count;
	struct level      levels[DEPTH_MAX];
	unsigned          depth;
	struct yaml_node *root;
	unsigned          document_count;
	size_t            end; /* offset behind the last event that has a place */
};

/* ---- places and faults ---- */

static bool index_lines(struct loader *loader)
{
	size_t count = 1;
	size_t at = 0;

	for (size_t i = 0; i < loader->source.len; i++)
		count += loader->source.ptr[i] == '\n';
	loader->line_starts = ARENA_ARRAY(loader->arena, count, uint32_t);
	if (loader->line_starts == NULL)
		return false;
	loader->line_count = count;
	for (size_t line = 0; line < count; line++) {
		loader->line_starts[line] = (uint32_t)at;
		at = slice_find(loader->source, SLICE_LIT("\n"), at) + 1;
	}
	return true;
}

static void place(const struct loader *loader, size_t offset, unsigned *line, unsigned *column)
{
	size_t low = 0;
	size_t high = loader->line_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (loader->line_starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	*line = (unsigned)low + 1;
	*column = (unsigned)(offset - loader->line_starts[low]) + 1;
}

static enum status fail(struct loader *loader, size_t offset, const char *what)
{
	unsigned line;
	unsigned column;

	place(loader, offset, &line, &column);
	return error_set(loader->err, STATUS_YAML_MALFORMED, loader->name, line, column, "%s",
	                 what);
}

static enum status fail_memory(struct loader *loader)
{
	return error_set(loader->err, STATUS_NO_MEMORY, loader->name, 0, 0,
	                 "memory is full: the file does not fit");
}

static size_t token_offset(const struct loader *loader, struct fy_token *token)
{
	const struct fy_mark *mark = token == NULL ? NULL : fy_token_start_mark(token);

	if (mark == NULL)
		return loader->end;
	return mark->input_pos < loader->source.len ? mark->input_pos : loader->source.len;
}

static bool is_sign(char byte)
{
	return byte == '&' || byte == '*' || byte == '!';
}

/* Anchors, aliases and tags are marked at their name; people look for the sign. */
static size_t sign_offset(const struct loader *loader, struct fy_token *token)
{
	size_t offset = token_offset(loader, token);

	while (offset > 0 && is_sign(loader->source.ptr[offset - 1]))
		offset--;
	return offset;
}

/* ---- the bytes, before libfyaml sees them ---- */

static enum status check_bytes(struct loader *loader)
{
	for (size_t at = 0; at < loader->source.len;) {
		uint32_t code_point = 0;
		size_t   len = utf8_sequence(loader->source, at, &code_point);

		if (len == 0)
			return fail(loader, at, "this byte is not UTF-8; save the file in UTF-8");
		if ((code_point < 0x20 && code_point != '\t' && code_point != '\n' &&
		     code_point != '\r') ||
		    code_point == 0x7F)
			return fail(loader, at,
			            "a control character; write it as \\xNN in double quotes");
		at += len;
	}
	return STATUS_OK;
}

/* ---- the tree ---- */

static struct yaml_node *new_node(struct loader *loader, enum yaml_kind kind, size_t offset)
{
	struct yaml_node *node = ARENA_NEW(loader->arena, struct yaml_node);

	if (node == NULL)
		return NULL;
	node->kind = kind;
	place(loader, offset, &node->line, &node->column);
	return node;
}

static enum status fail_duplicate(struct loader *loader, const struct yaml_node *mapping,
                                  const struct yaml_node *key)
{
	const struct yaml_node *first = mapping->first;

	while (first != NULL && !slice_equal(first->text, key->text))
		first = first->next;
	return error_set(loader->err, STATUS_YAML_MALFORMED, loader->name, key->line, key->column,
	                 "duplicate key \"%.*s\"; it stands first in line %u", SLICE_ARG(key->text),
	                 first == NULL ? key->line : first->line);
}

/* A key left out has no place of its own: its colon is the next thing in the file. */
static size_t colon_offset(const struct loader *loader)
{
	size_t colon = slice_find(loader->source, SLICE_LIT(":"), loader->end);

	return colon < loader->source.len ? colon : loader->end;
}

static enum status check_key(struct loader *loader, const struct level *level,
                             const struct yaml_node *key)
{
	enum status status;

	if (key->kind != YAML_SCALAR)
		return error_set(loader->err, STATUS_YAML_MALFORMED, loader->name, key->line,
		                 key->column, "a key must be a word, not a list or a mapping");
	if (key->text.len == 0)
		return fail(loader, colon_offset(loader), "a key is missing before ':'");
	if (!key->quoted && slice_equal(key->text, SLICE_LIT("<<")))
		return error_set(loader->err, STATUS_YAML_MALFORMED, loader->name, key->line,
		                 key->column,
		                 "merge keys (<<) are not supported; write the keys out");
	status = keyset_add(loader->keys, loader->depth, key->text);
	if (status == STATUS_NO_MEMORY)
		return fail_memory(loader);
	if (status == STATUS_LIMIT_REACHED)
		return error_set(loader->err, STATUS_YAML_MALFORMED, loader->name, key->line,
		                 key->column, "the file has too many keys alike to a hash table");
	return status == STATUS_OK ? STATUS_OK : fail_duplicate(loader, level->node, key);
}

/* Links `node` into the innermost open node, or makes it the root. */
static enum status add_node(struct loader *loader, struct yaml_node *node)
{
	struct level *level;
	enum status   status;

	if (loader->depth == 0) {
		loader->root = node;
		return STATUS_OK;
	}
	level = &loader->levels[loader->depth - 1];
	if (level->awaits_value) {
		level->last->value = node;
		level->awaits_value = false;
		return STATUS_OK;
	}
	if (level->node->kind == YAML_MAPPING) {
		status = check_key(loader, level, node);
		if (status != STATUS_OK)
			return status;
		level->awaits_value = true;
	}
	if (level->last == NULL)
		level->node->first = node;
	else
		level->last->next = node;
	level->last = node;
	level->node->count++;
	return STATUS_OK;
}

static enum status open_node(struct loader *loader, enum yaml_kind kind, size_t offset)
{
	struct yaml_node *node = new_node(loader, kind, offset);
	enum status       status;

	if (node == NULL)
		return fail_memory(loader);
	status = add_node(loader, node);
	if (status != STATUS_OK)
		return status;
	if (loader->depth == DEPTH_MAX)
		return fail(loader, offset, "nested too deeply (32 levels at most)");
	loader->levels[loader->depth++] = (struct level){ .node = node };
	keyset_enter(loader->keys, loader->depth);
	return STATUS_OK;
}

/* A quoted scalar is marked behind its quote; people look for the quote. */
static size_t scalar_offset(const struct loader *loader, struct fy_token *value)
{
	size_t               offset = token_offset(loader, value);
	enum fy_scalar_style style = value == NULL ? FYSS_PLAIN : fy_token_scalar_style(value);

	if (offset > 0 && (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED))
		return offset - 1;
	return offset;
}

static enum status add_scalar(struct loader *loader, struct fy_token *value)
{
	struct yaml_node *node = new_node(loader, YAML_SCALAR, scalar_offset(loader, value));
	size_t            len = 0;
	const char       *text = fy_token_get_text(value, &len);
	char             *copy = arena_alloc(loader->arena, len + 1, 1);

	if (node == NULL || copy == NULL)
		return fail_memory(loader);
	if (len > 0)
		memcpy(copy, text, len);
	copy[len] = '\0';
	node->text = (struct slice){ copy, len };
	node->quoted = value != NULL && fy_token_scalar_style(value) != FYSS_PLAIN;
	return add_node(loader, node);
}

/* ---- events ---- */

static enum status check_event(struct loader *loader, struct fy_event *event)
{
	struct fy_token *anchor = fy_event_get_anchor_token(event);
	struct fy_token *tag = fy_event_get_tag_token(event);

	if (anchor != NULL)
		return fail(loader, sign_offset(loader, anchor),
		            "anchors (&name) are not supported; quote a text that begins with &");
	if (tag != NULL)
		return fail(loader, sign_offset(loader, tag),
		            "tags (!name) are not supported; quote a text that begins with !");
	return STATUS_OK;
}

static enum status begin_document(struct loader *loader, struct fy_event *event)
{
	struct fy_document_state *state = event->document_start.document_state;
	size_t offset = token_offset(loader, event->document_start.document_start);

	if (fy_document_state_version_explicit(state) || fy_document_state_tags_explicit(state))
		return fail(loader, 0, "directives (%YAML, %TAG) are not supported");
	if (loader->document_count++ > 0)
		return fail(loader, offset, "a second document begins here; a file holds only one");
	return STATUS_OK;
}

static enum status take_event(struct loader *loader, struct fy_event *event)
{
	struct fy_token      *token = fy_event_get_token(event);
	const struct fy_mark *end = fy_event_end_mark(event);
	enum status           status = check_event(loader, event);

	if (status != STATUS_OK)
		return status;
	switch (event->type) {
	case FYET_DOCUMENT_START:
		status = begin_document(loader, event);
		break;
	case FYET_MAPPING_START:
		status = open_node(loader, YAML_MAPPING, token_offset(loader, token));
		break;
	case FYET_SEQUENCE_START:
		status = open_node(loader, YAML_SEQUENCE, token_offset(loader, token));
		break;
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END:
		assert(loader->depth > 0);
		loader->depth--;
		break;
	case FYET_SCALAR:
		status = add_scalar(loader, event->scalar.value);
		break;
	case FYET_ALIAS:
		return fail(loader, sign_offset(loader, event->alias.anchor),
		            "aliases (*name) are not supported; quote a text that begins with *");
	case FYET_NONE:
	case FYET_STREAM_START:
	case FYET_STREAM_END:
	case FYET_DOCUMENT_END:
		break;
	}
	/* An end's own token stands where the next thing begins. */
	if (end != NULL && (event->type == FYET_SCALAR || event->type == FYET_SEQUENCE_START ||
	                    event->type == FYET_MAPPING_START))
		loader->end = end->input_pos < loader->source.len ? end->input_pos
		                                                  : loader->source.len;
	return status;
}

/* libfyaml's words for the faults people make most, and ours. */
static const struct {
	const char *theirs;
	const char *ours;
} wordings[] = {
	{ "invalid nested block mapping on the same line",
	  "a second \":\" in one line; put a text that holds \": \" in quotes" },
	{ "invalid tab", "a tab cannot indent; use spaces" },
	{ "cannot use tab", "a tab cannot indent; use spaces" },
	{ "tab character may not", "a tab cannot indent; use spaces" },
	{ "plain scalar cannot start with",
	  "a text cannot begin with this character; put it in quotes" },
	{ "flow sequence without a closing bracket", "a list that began with [ has no ]" },
	{ "missing comma in flow", "a comma or the closing bracket is missing before this" },
	{ "double-quoted scalar without closing quote", "this text has no closing \"" },
	{ "single-quoted scalar without closing quote", "this text has no closing '" },
	{ "wrongly indented double-quoted scalar",
	  "this text has no closing \" before the next line" },
	{ "wrongly indented single-quoted scalar",
	  "this text has no closing ' before the next line" },
	{ "invalid trailing content after single-quoted",
	  "words behind a closing quote; write a ' inside a text in '...' as ''" },
	{ "invalid trailing content after double-quoted",
	  "words behind a closing quote; write a \" inside a text in \"...\" as \\\"" },
	{ "invalid value after mapping",
	  "this fits nowhere; a key ends in \": \", a text that begins with { or [ is in quotes" },
	{ "did not find expected key",
	  "no key where one is needed; a text that begins with { or [ is in quotes" },
	{ "did not find expected '-' indicator",
	  "the keys of an item begin below each other: this line has too few spaces" },
	{ "invalid multiline plain key",
	  "this line and the next read as one key: a \":\" is missing, or the next line has "
	  "too many spaces" },
	{ "could not find expected ':'", "a key is \"key: value\", with a space behind the colon" },
	{ "block scalar no linebreak found",
	  "| and > alone begin a text of several lines; quote a text that begins with one" },
};

static const char *reworded(const char *message)
{
	for (size_t i = 0; i < sizeof wordings / sizeof wordings[0]; i++) {
		if (slice_starts_with(slice_from_cstr(message),
		                      slice_from_cstr(wordings[i].theirs)))
			return wordings[i].ours;
	}
	return message;
}

static enum status fail_as_reported(struct loader *loader, struct fy_diag *diag)
{
	void                       *iterator = NULL;
	const struct fy_diag_error *first = fy_diag_errors_iterate(diag, &iterator);

	if (first == NULL || first->msg == NULL)
		return fail(loader, loader->end, "YAML cannot be parsed from here on");
	if (first->fyt != NULL)
		return fail(loader, token_offset(loader, first->fyt), reworded(first->msg));
	return error_set(loader->err, STATUS_YAML_MALFORMED, loader->name,
	                 first->line > 0 ? (unsigned)first->line : 0, 0, "%s",
	                 reworded(first->msg));
}

static enum status read_events(struct loader *loader, struct fy_parser *parser,
                               struct fy_diag *diag)
{
	struct fy_event *event;
	enum status      status = STATUS_OK;

	while (status == STATUS_OK && (event = fy_parser_parse(parser)) != NULL) {
		status = take_event(loader, event);
		fy_parser_event_free(parser, event);
	}
	if (status != STATUS_OK)
		return status;
	if (fy_parser_get_stream_error(parser))
		return fail_as_reported(loader, diag);
	if (loader->root == NULL)
		return fail(loader, 0, "the file is empty");
	return STATUS_OK;
}

static void drop_output(struct fy_diag *diag, void *user, const char *text, size_t len)
{
	(void)diag;
	(void)user;
	(void)text;
	(void)len;
}

static struct fy_diag *open_diag(void)
{
	struct fy_diag_cfg config;
	struct fy_diag    *diag;

	fy_diag_cfg_default(&config);
	config.fp = NULL;
	config.output_fn = drop_output;
	config.colorize = false;
	diag = fy_diag_create(&config);
	if (diag != NULL)
		fy_diag_set_collect_errors(diag, true);
	return diag;
}

static enum status parse(struct loader *loader)
{
	struct fy_diag     *diag = open_diag();
	struct fy_parse_cfg config = { .flags = (enum fy_parse_cfg_flags)PARSE_FLAGS,
		                       .diag = diag };
	struct fy_parser   *parser = diag == NULL ? NULL : fy_parser_create(&config);
	enum status         status;

	if (parser == NULL ||
	    fy_parser_set_string(parser, loader->source.ptr, loader->source.len) != 0)
		status = fail_memory(loader);
	else
		status = read_events(loader, parser, diag);
	if (parser != NULL)
		fy_parser_destroy(parser);
	if (diag != NULL)
		fy_diag_destroy(diag);
	return status;
}

enum status yaml_parse(struct slice source, const char *name, struct arena *arena,
                       struct yaml_node **root, struct error *err)
{
	struct loader loader = { .source = source, .name = name, .arena = arena, .err = err };
	enum status   status;

	*root = NULL;
	if (source.len > FILE_BYTES_MAX)
		return error_set(err, STATUS_YAML_MALFORMED, name, 0, 0,
		                 "the file is larger than 8 MiB; split it");
	loader.keys = keyset_open(arena);
	if (loader.keys == NULL || !index_lines(&loader))
		return fail_memory(&loader);
	if (source.len == 0)
		return fail(&loader, 0, "the file is empty");
	status = check_bytes(&loader);
	if (status == STATUS_OK)
		status = parse(&loader);
	if (status == STATUS_OK)
		*root = loader.root;
	return status;
}

enum status yaml_load(const char *path, struct arena *arena, struct yaml_node **root,
                      struct slice *source, struct error *err)
{
	struct slice bytes = SLICE_NONE;
	enum status  status;

	*root = NULL;
	status = file_read(path, FILE_BYTES_MAX, arena, &bytes, err);
	if (status != STATUS_OK)
		return status;
	if (source != NULL)
		*source = bytes;
	return yaml_parse(bytes, path, arena, root, err);
}

/* ---- reading the tree ---- */

struct yaml_node *yaml_get(const struct yaml_node *mapping, const char *key)
{
	assert(mapping->kind == YAML_MAPPING);
	for (struct yaml_node *node = mapping->first; node != NULL; node = node->next) {
		if (slice_equal_cstr(node->text, key))
			return node->value;
	}
	return NULL;
}

bool yaml_integer(const struct yaml_node *scalar, long min, long max, long *value)
{
	const char *digits;
	char       *end;
	long        parsed;

	if (scalar->kind != YAML_SCALAR || scalar->text.len == 0)
		return false;
	digits = scalar->text.ptr + (scalar->text.ptr[0] == '-' ? 1 : 0);
	if (*digits < '0' || *digits > '9' ||
	    (digits[0] == '0' && digits + 1 < scalar->text.ptr + scalar->text.len))
		return false;
	errno = 0;
	parsed = strtol(scalar->text.ptr, &end, 10);
	if (errno != 0 || end != scalar->text.ptr + scalar->text.len)
		return false;
	if (parsed < min || parsed > max)
		return false;
	*value = parsed;
	return true;
}
