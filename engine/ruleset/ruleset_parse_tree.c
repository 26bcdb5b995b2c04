/* SPDX-License-Identifier: Apache-2.0 */
/* `when` and `except`: YAML to nodes in preorder.
 *
 *     all:                        0 ALL   next 5
 *       - how to build            1 ATOM  next 2
 *       - none:                   2 NONE  next 5
 *           - bath bomb           3 ATOM  next 4
 *           - photo bomb          4 ATOM  next 5
 *
 * An open branch is a frame with its next YAML item, so there is no recursion: YAML's own
 * nesting limit bounds the frames. What may stand inside what is decided by the kind of the
 * enclosing frame. */
#include "ruleset_build.h"

#include "base_limits.h"

#include <assert.h>
#include <string.h>

#define TREE_FRAMES_MAX 34 /* YAML nests 32 deep at most */
#define TREE_WITHIN_MAX 200
#define REACH_WORDS_MAX 1000

enum place { IN_TREE, IN_NEAR, IN_NEAR_ANY, IN_NONE, IN_EXCEPT };

struct tree_frame {
	const struct yaml_node *item; /* the next child, or NULL */
	uint32_t                node;
	enum place              place;
};

struct tree_parser {
	struct ruleset_build    *build;
	struct ruleset_tree     *nodes;
	size_t                   count;
	size_t                   cap;
	const struct yaml_node **places; /* of each node, when the build wants mutants */
	size_t                   places_cap;
	struct tree_frame        frames[TREE_FRAMES_MAX];
	size_t                   depth;
	size_t                   faults; /* that were noted before */
	uint16_t                 reach;  /* of an exception that does not say its own */
};

/* The last three stand beside the condition of an exception, and nowhere else. */
static const char *const node_keys[] = { "phrase", "list", "regex",  "any",     "all",
	                                 "none",   "near", "reason", "expires", "within" };
enum node_key {
	KEY_PHRASE,
	KEY_LIST,
	KEY_REGEX,
	KEY_ANY,
	KEY_ALL,
	KEY_NONE,
	KEY_NEAR,
	KEY_COUNT,
	KEY_COUNT_IN_EXCEPT = KEY_COUNT + 3
};

static enum status place_add(struct tree_parser *parser, const struct yaml_node *at)
{
	const struct yaml_node **places;

	if (parser->build->mutants == NULL)
		return STATUS_OK;
	places = ruleset_grow(&parser->build->scratch, parser->places, parser->count,
	                      &parser->places_cap, sizeof *places);
	if (places == NULL)
		return ruleset_no_memory(parser->build);
	parser->places = places;
	places[parser->count] = at;
	return STATUS_OK;
}

/* `at` is where the node stands: its text, or the key of its branches. */
static enum status node_add(struct tree_parser *parser, const struct ruleset_tree *node,
                            const struct yaml_node *at)
{
	struct ruleset_tree *nodes = ruleset_grow(&parser->build->scratch, parser->nodes,
	                                          parser->count, &parser->cap, sizeof *nodes);

	if (nodes == NULL || place_add(parser, at) != STATUS_OK)
		return ruleset_no_memory(parser->build);
	parser->nodes = nodes;
	nodes[parser->count] = *node;
	nodes[parser->count].next = (uint32_t)parser->count + 1;
	parser->count++;
	return STATUS_OK;
}

static enum status atom_parse(struct tree_parser *parser, const struct yaml_node *scalar,
                              enum node_key key)
{
	struct ruleset_tree node = { .kind = RULESET_TREE_ATOM };
	struct ruleset_text text;
	enum status status = ruleset_kind_check(parser->build, scalar, node_keys[key], YAML_SCALAR);

	if (status != STATUS_OK)
		return status;
	text = ruleset_text_of(parser->build, scalar);
	if (key == KEY_PHRASE)
		status = ruleset_atom_phrase(parser->build, &text, &node.atom);
	else if (key == KEY_LIST)
		status = ruleset_atom_list(parser->build, &text, &node.atom);
	else
		status = ruleset_atom_regex(parser->build, &text, &node.atom);
	return status == STATUS_OK ? node_add(parser, &node, scalar) : status;
}

static enum status branch_open(struct tree_parser *parser, const struct yaml_node *items,
                               const struct yaml_node *at, const struct ruleset_tree *node,
                               enum place place)
{
	enum status status = node_add(parser, node, at);

	assert(parser->depth < TREE_FRAMES_MAX);
	parser->frames[parser->depth++] = (struct tree_frame){ .item = items->first,
		                                               .node = (uint32_t)parser->count - 1,
		                                               .place = place };
	return status;
}

static enum status sequence_check(struct tree_parser *parser, const struct yaml_node *items,
                                  const char *key)
{
	enum status status = ruleset_kind_check(parser->build, items, key, YAML_SEQUENCE);

	if (status == STATUS_OK && items->count == 0)
		return ruleset_fault(parser->build, "R002", items,
		                     "%s is empty: give it at least one condition", key);
	return status;
}

/* "8", "8 words" or "1 word". */
static bool words_read(const struct yaml_node *node, long max, long *words)
{
	struct yaml_node number = *node;

	if (node->kind != YAML_SCALAR)
		return false;
	if (slice_ends_with(number.text, SLICE_LIT(" words")))
		number.text.len -= strlen(" words");
	else if (slice_ends_with(number.text, SLICE_LIT(" word")))
		number.text.len -= strlen(" word");
	return yaml_integer(&number, 0, max, words);
}

static enum status within_parse(struct tree_parser *parser, const struct yaml_node *node,
                                uint32_t *within)
{
	long words;

	if (words_read(node, TREE_WITHIN_MAX, &words)) {
		*within = (uint32_t)words;
		return STATUS_OK;
	}
	return ruleset_fault(parser->build, "R002", node,
	                     "within is a number of words from 0 to %d: \"within: 8 words\"",
	                     TREE_WITHIN_MAX);
}

enum status ruleset_reach_read(struct ruleset_build *build, const struct yaml_node *node,
                               const char *key, uint16_t *reach)
{
	long words;

	if (node->kind == YAML_SCALAR && slice_equal_cstr(node->text, "text")) {
		*reach = RULESET_REACH_TEXT;
		return STATUS_OK;
	}
	if (words_read(node, REACH_WORDS_MAX, &words)) {
		*reach = (uint16_t)words;
		return STATUS_OK;
	}
	return ruleset_fault(build, "R002", node,
	                     "%s is a number of words from 0 to %d, or text for the whole text: "
	                     "\"%s: 60 words\"",
	                     key, REACH_WORDS_MAX, key);
}

static enum status near_parse(struct tree_parser *parser, const struct yaml_node *pair)
{
	static const char *const keys[] = { "within", "of", "ordered" };
	static const char *const booleans[] = { "false", "true" };
	struct ruleset_build    *build = parser->build;
	const struct yaml_node  *near = pair->value;
	struct ruleset_tree      node = { .kind = RULESET_TREE_NEAR };
	const struct yaml_node  *ordered;
	struct yaml_node        *within;
	struct yaml_node        *of;
	size_t                   index = 0;
	enum status              status = ruleset_keys_check(build, near, "near", keys, 3);

	if (status == STATUS_OK)
		status = ruleset_key_required(build, near, "near", "within", &within);
	if (status == STATUS_OK)
		status = ruleset_key_required(build, near, "near", "of", &of);
	if (status == STATUS_OK)
		status = within_parse(parser, within, &node.within);
	if (status == STATUS_OK)
		status = sequence_check(parser, of, "of");
	if (status != STATUS_OK)
		return status;
	if (of->count < 2)
		return ruleset_fault(build, "R002", of,
		                     "near needs at least two things near each other");
	if (of->count > LIMIT_NEAR_BRANCHES)
		return ruleset_fault(build, "R002", of,
		                     "near takes at most %u branches; put alternatives into a list "
		                     "or an any",
		                     LIMIT_NEAR_BRANCHES);
	ordered = yaml_get(near, "ordered");
	if (ordered != NULL)
		status = ruleset_word_read(build, ordered, "ordered", booleans, 2, &index);
	if (status != STATUS_OK)
		return status;
	node.ordered = index == 1;
	return branch_open(parser, of, pair, &node, IN_NEAR);
}

/* What a branch of this kind may not stand in. */
static enum status place_check(struct tree_parser *parser, const struct yaml_node *at,
                               enum node_key key, enum place place)
{
	if (key <= KEY_REGEX || place == IN_TREE)
		return STATUS_OK;
	if (place == IN_NONE && key != KEY_NONE)
		return STATUS_OK;
	if (place == IN_NEAR && key == KEY_ANY)
		return STATUS_OK;
	if (place == IN_NONE)
		return ruleset_fault(parser->build, "R002", at,
		                     "none stands inside none; say it without the two");
	if (place == IN_NEAR_ANY)
		return ruleset_fault(parser->build, "R002", at,
		                     "an any inside near may hold only phrase, list and regex, not "
		                     "%s",
		                     node_keys[key]);
	return ruleset_fault(parser->build, "R002", at,
	                     "near may hold only phrase, list, regex and any of these, not %s",
	                     node_keys[key]);
}

static enum status group_parse(struct tree_parser *parser, const struct yaml_node *pair,
                               enum node_key key, enum place place)
{
	static const enum ruleset_tree_kind kinds[KEY_COUNT] = {
		[KEY_ANY] = RULESET_TREE_ANY,
		[KEY_ALL] = RULESET_TREE_ALL,
		[KEY_NONE] = RULESET_TREE_NONE,
	};
	struct ruleset_tree node = { .kind = kinds[key] };
	enum status         status = sequence_check(parser, pair->value, node_keys[key]);

	if (status != STATUS_OK)
		return status;
	if (key == KEY_NONE)
		place = IN_NONE;
	else if (place == IN_NEAR)
		place = IN_NEAR_ANY;
	return branch_open(parser, pair->value, pair, &node, place);
}

/* `reason`, `expires` and `within` of an exception. How many there are in *count. */
static enum status exception_read(struct tree_parser *parser, const struct yaml_node *mapping,
                                  size_t *count, uint16_t *reach)
{
	struct ruleset_build   *build = parser->build;
	const struct yaml_node *reason = yaml_get(mapping, "reason");
	const struct yaml_node *expires = yaml_get(mapping, "expires");
	const struct yaml_node *within = yaml_get(mapping, "within");
	const char             *text = NULL;
	const char             *date = NULL;
	enum status             status = STATUS_OK;

	*count = reason != NULL ? 1 : 0;
	*count += expires != NULL ? 1 : 0;
	*count += within != NULL ? 1 : 0;
	if (within != NULL)
		status = ruleset_fault_pass(build,
		                            ruleset_reach_read(build, within, "within", reach));
	if (status == STATUS_OK && reason != NULL)
		status = ruleset_fault_pass(build,
		                            ruleset_string_read(build, reason, "reason", &text));
	if (status == STATUS_OK && expires != NULL)
		status = ruleset_fault_pass(build,
		                            ruleset_date_read(build, expires, "expires", &date));
	if (status == STATUS_OK && date != NULL) {
		const struct ruleset_text place = ruleset_text_of(build, expires);

		ruleset_lint_exception(build, &place, date, reason != NULL);
	}
	return status;
}

/* The one condition of a mapping whose keys are all known. */
static enum node_key condition_find(const struct yaml_node *mapping, const struct yaml_node **pair)
{
	enum node_key key = KEY_COUNT;

	for (const struct yaml_node *each = mapping->first; each != NULL; each = each->next) {
		for (size_t i = 0; i < KEY_COUNT; i++) {
			if (!slice_equal_cstr(each->text, node_keys[i]))
				continue;
			*pair = each;
			key = (enum node_key)i;
		}
	}
	assert(key < KEY_COUNT);
	return key;
}

static enum status mapping_parse(struct tree_parser *parser, const struct yaml_node *mapping,
                                 enum place place, uint16_t *reach)
{
	const bool              excepts = place == IN_EXCEPT;
	const struct yaml_node *pair = mapping->first;
	size_t                  extras = 0;
	size_t                  faults = ruleset_faults(parser->build);
	enum node_key           key;
	enum status             status;

	status = ruleset_keys_check(parser->build, mapping,
	                            excepts ? "an exception" : "a condition", node_keys,
	                            excepts ? KEY_COUNT_IN_EXCEPT : KEY_COUNT);
	if (status == STATUS_OK && excepts)
		status = exception_read(parser, mapping, &extras, reach);
	if (status != STATUS_OK || ruleset_faults(parser->build) > faults)
		return status;
	if (mapping->count != 1 + extras)
		return ruleset_fault(
			parser->build, "R002", mapping,
			"a condition has exactly one of phrase, list, regex, any, all, "
			"none, near; this one has %zu%s",
			mapping->count - extras,
			mapping->count > extras ? ": put them under \"any:\" or \"all:\"" : "");
	key = condition_find(mapping, &pair);
	if (excepts)
		place = IN_TREE;
	status = place_check(parser, pair, key, place);
	if (status != STATUS_OK)
		return status;
	if (key <= KEY_REGEX)
		return atom_parse(parser, pair->value, key);
	if (key == KEY_NEAR)
		return near_parse(parser, pair);
	return group_parse(parser, pair, key, place);
}

static enum status item_parse(struct tree_parser *parser, const struct yaml_node *item,
                              enum place place)
{
	const size_t at = parser->count;
	uint16_t     reach = parser->reach;
	enum status  status;

	if (item->kind == YAML_SCALAR)
		status = atom_parse(parser, item, KEY_PHRASE);
	else if (item->kind == YAML_MAPPING)
		status = mapping_parse(parser, item, place, &reach);
	else
		status = ruleset_fault(parser->build, "R002", item,
		                       "say whether any or all of these: \"any: [...]\" or "
		                       "\"all: [...]\"");
	if (place == IN_EXCEPT && parser->count > at)
		parser->nodes[at].reach = reach;
	return status;
}

/* Parses until every open branch is closed. */
static enum status branches_parse(struct tree_parser *parser)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK && parser->depth > 0) {
		struct tree_frame      *frame = &parser->frames[parser->depth - 1];
		const struct yaml_node *item = frame->item;

		if (item == NULL) {
			parser->nodes[frame->node].next = (uint32_t)parser->count;
			parser->depth--;
			continue;
		}
		frame->item = item->next;
		status = ruleset_fault_pass(parser->build, item_parse(parser, item, frame->place));
	}
	return status;
}

/* Can node i hold where no pattern occurs at all? Children stand behind their parent, so
 * one pass from the back knows them. */
static bool *empty_holds(struct ruleset_build *build, const struct ruleset_tree *nodes,
                         size_t count)
{
	bool *holds = ARENA_ARRAY(&build->scratch, count, bool);

	for (size_t i = count; holds != NULL && i-- > 0;) {
		const struct ruleset_tree *node = &nodes[i];

		holds[i] = node->kind == RULESET_TREE_ALL || node->kind == RULESET_TREE_NONE;
		for (uint32_t child = (uint32_t)i + 1; child < node->next;
		     child = nodes[child].next) {
			if (node->kind == RULESET_TREE_ALL)
				holds[i] = holds[i] && holds[child];
			if (node->kind == RULESET_TREE_ANY)
				holds[i] = holds[i] || holds[child];
		}
	}
	return holds;
}

bool ruleset_tree_holds_empty(struct ruleset_build *build, const struct ruleset_tree *nodes,
                              size_t count)
{
	const bool *holds = empty_holds(build, nodes, count);

	return holds == NULL || holds[0];
}

static enum status tree_finish(struct tree_parser *parser, const struct yaml_node *at,
                               const char *what, struct ruleset_tree **nodes, uint32_t *count)
{
	struct ruleset_tree *kept = ARENA_ARRAY(parser->build->arena, parser->count,
	                                        struct ruleset_tree);

	if (kept == NULL)
		return ruleset_no_memory(parser->build);
	if (ruleset_faults(parser->build) > parser->faults)
		return STATUS_OK; /* without the branches at fault there is nothing to say of it */
	if (ruleset_tree_holds_empty(parser->build, parser->nodes, parser->count))
		return ruleset_fault(parser->build, "R009", at,
		                     "%s would hold on a text without any of its patterns; put a "
		                     "phrase, list or regex beside none in an all",
		                     what);
	memcpy(kept, parser->nodes, parser->count * sizeof *kept);
	parser->build->places = parser->places;
	*nodes = kept;
	*count = (uint32_t)parser->count;
	return STATUS_OK;
}

enum status ruleset_when_parse(struct ruleset_build *build, struct yaml_node *node,
                               struct ruleset_tree **nodes, uint32_t *count)
{
	struct tree_parser parser = { .build = build, .faults = ruleset_faults(build) };
	enum status        status = item_parse(&parser, node, IN_TREE);

	if (status == STATUS_OK)
		status = branches_parse(&parser);
	if (status == STATUS_OK)
		status = tree_finish(&parser, node, "when", nodes, count);
	return status;
}

enum status ruleset_except_parse(struct ruleset_build *build, struct yaml_node *node,
                                 uint16_t reach, struct ruleset_tree **nodes, uint32_t *count)
{
	const struct ruleset_tree any = { .kind = RULESET_TREE_ANY };
	struct tree_parser        parser = { .build = build,
		                             .faults = ruleset_faults(build),
		                             .reach = reach };
	enum status               status;

	if (node->kind == YAML_SEQUENCE) {
		status = sequence_check(&parser, node, "except");
		if (status == STATUS_OK)
			status = branch_open(&parser, node, node, &any, IN_EXCEPT);
	} else {
		status = node_add(&parser, &any, node);
		if (status == STATUS_OK)
			status = item_parse(&parser, node, IN_EXCEPT);
	}
	if (status == STATUS_OK)
		status = branches_parse(&parser);
	if (status != STATUS_OK)
		return status;
	parser.nodes[0].next = (uint32_t)parser.count;
	return tree_finish(&parser, node, "except", nodes, count);
}
