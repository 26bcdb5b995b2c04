/* SPDX-License-Identifier: Apache-2.0 */
/* Policies: what a category's rules may do, and the figures of a decision.
 *
 * Each category has a ceiling: the policy's cell for its code, else the cell for its
 * family, else the default of the category table. `{at_least: mask}` is a floor, and raises
 * rules that do less by themselves. Categories that always block take no cell below block.
 *
 * A policy with a `base` is a layer over that policy: it begins as its base is, and may tighten
 * what it likes and lower only the categories of the base's `can_relax`. */
#include "ruleset_build.h"

#include "base_limits.h"

#include <string.h>

#define COUNT_OF(array)         (sizeof(array) / sizeof((array)[0]))
#define POLICY_MASK_BYTES_MAX   64
#define POLICY_DEPTH_MAX        64
#define POLICY_RATIO_MAX        1024
#define POLICY_DECODE_BYTES_MAX (64 * 1024 * 1024)
#define POLICY_CANDIDATES_MAX   1000000

#define FLOOR_NONE (-1)

struct policy_parser {
	struct ruleset_build        *build;
	struct ruleset_policy       *policy;
	const struct ruleset_policy *base; /* NULL: this policy is no layer */
	int8_t                      *ceilings;
	int8_t                      *floors;
	bool                        *always;
	bool                        *can_relax;
};

/* In the order of their numbers from RULESET_CELL_ALLOW + 1 on; see cell_value(). */
static const char *const cell_names[] = { "allow", "signal", "flag", "mask", "block" };

static int8_t cell_value(size_t name)
{
	return name == 0 ? RULESET_CELL_ALLOW : (int8_t)(name - 1);
}

/* ---- categories: ---- */

static enum status level_read(struct policy_parser *parser, const struct yaml_node *mapping,
                              const char *key, int8_t *value)
{
	const struct yaml_node *node = yaml_get(mapping, key);
	size_t                  name = 0;
	enum status             status;

	if (node == NULL)
		return STATUS_OK;
	status = ruleset_word_read(parser->build, node, key, cell_names + 1,
	                           COUNT_OF(cell_names) - 1, &name);
	if (status == STATUS_OK)
		*value = cell_value(name + 1);
	return status;
}

/* "mask", or {at_least: mask}, {at_most: flag}, both. -1 where nothing is said. */
static enum status cell_read(struct policy_parser *parser, const struct yaml_node *node,
                             int8_t *ceiling, int8_t *floor)
{
	static const char *const keys[] = { "at_least", "at_most" };
	size_t                   name = 0;
	enum status              status;

	*ceiling = FLOOR_NONE;
	*floor = FLOOR_NONE;
	if (node->kind == YAML_SCALAR) {
		status = ruleset_word_read(parser->build, node, "the action", cell_names,
		                           COUNT_OF(cell_names), &name);
		*ceiling = cell_value(name);
		return status;
	}
	status = ruleset_keys_check(parser->build, node, "the action of a category", keys,
	                            COUNT_OF(keys));
	if (status == STATUS_OK)
		status = level_read(parser, node, "at_least", floor);
	if (status == STATUS_OK)
		status = level_read(parser, node, "at_most", ceiling);
	if (status == STATUS_OK && *ceiling != FLOOR_NONE && *ceiling < *floor)
		return ruleset_fault(parser->build, "R002", node, "at_least is above at_most");
	return status;
}

/* A layer's cell for one category, whose floor stays where the layer says none. */
static enum status layer_check(struct policy_parser *parser, const struct yaml_node *name,
                               size_t category, int8_t ceiling, int8_t floor)
{
	const struct ruleset_policy *base = parser->base;
	const char                  *code = ruleset_category_code((uint16_t)category);

	if (base == NULL || base->category_can_relax[category])
		return STATUS_OK;
	if (ceiling != FLOOR_NONE && ceiling < base->category_action[category])
		return ruleset_fault(
			parser->build, "R002", name,
			"%s may not do less than under its base \"%s\"; write %s, or let "
			"the base say \"can_relax: [%s]\"",
			code, base->name, cell_names[base->category_action[category] + 1], code);
	if (floor != FLOOR_NONE && floor < base->category_floor[category])
		return ruleset_fault(
			parser->build, "R002", name,
			"%s: at_least may not be lower than under its base \"%s\"; write "
			"%s, or let the base say \"can_relax: [%s]\"",
			code, base->name, cell_names[base->category_floor[category] + 1], code);
	return STATUS_OK;
}

static enum status cell_apply(struct policy_parser *parser, const struct yaml_node *name,
                              bool families, int8_t ceiling, int8_t floor)
{
	struct slice family = ruleset_family_of(name->text);
	bool         exact;
	uint16_t     category;
	enum status  status;

	exact = ruleset_category_find(name->text, &category);
	if (exact == families)
		return STATUS_OK;
	for (size_t i = 0; i < ruleset_category_count(); i++) {
		const char *code = ruleset_category_code((uint16_t)i);

		if (families ? !ruleset_family_holds(family, code) : i != category)
			continue;
		if (parser->always[i] && ceiling != FLOOR_NONE && ceiling != RULESET_BLOCK) {
			if (families)
				continue;
			return ruleset_fault(parser->build, "R002", name,
			                     "%s always blocks: a policy cannot lower it", code);
		}
		status = layer_check(parser, name, i, ceiling, floor);
		if (status != STATUS_OK)
			return status;
		if (ceiling != FLOOR_NONE)
			parser->ceilings[i] = ceiling;
		if (floor != FLOOR_NONE || parser->base == NULL ||
		    parser->base->category_can_relax[i])
			parser->floors[i] = floor;
	}
	return STATUS_OK;
}

/* "hate" and "hate.*" are one cell: neither may win unseen. */
static enum status row_repeated(struct policy_parser *parser, const struct yaml_node *mapping,
                                const struct yaml_node *name)
{
	const struct slice family = ruleset_family_of(name->text);

	for (const struct yaml_node *other = mapping->first; other != name; other = other->next)
		if (slice_equal(ruleset_family_of(other->text), family))
			return ruleset_fault(parser->build, "R002", name,
			                     "\"%.*s\" means the same as \"%.*s\" in line %u: "
			                     "keep one of them",
			                     SLICE_ARG(name->text), SLICE_ARG(other->text),
			                     other->line);
	return STATUS_OK;
}

static enum status row_read(struct policy_parser *parser, const struct yaml_node *name,
                            bool families)
{
	int8_t      ceiling;
	int8_t      floor;
	enum status status;

	if (!ruleset_policy_name_is_known(name->text))
		return ruleset_policy_name_unknown(parser->build, name);
	status = cell_read(parser, name->value, &ceiling, &floor);
	return status == STATUS_OK ? cell_apply(parser, name, families, ceiling, floor) : status;
}

/* Families first, so that a code's own cell wins wherever it stands. */
static enum status cells_read(struct policy_parser *parser, const struct yaml_node *mapping)
{
	enum status status = ruleset_kind_check(parser->build, mapping, "categories", YAML_MAPPING);

	for (int pass = 0; pass < 2; pass++) {
		for (const struct yaml_node *name = mapping->first;
		     status == STATUS_OK && name != NULL; name = name->next) {
			status = ruleset_fault_pass(parser->build,
			                            row_read(parser, name, pass == 0));
			if (status == STATUS_OK && pass == 0)
				status = ruleset_fault_pass(parser->build,
				                            row_repeated(parser, mapping, name));
		}
	}
	return status;
}

/* A code. Of a family it is said that its codes are listed, with the first. */
static enum status code_read(struct policy_parser *parser, const struct yaml_node *node,
                             const char *key, uint16_t *category)
{
	if (node->kind == YAML_SCALAR && ruleset_policy_name_is_known(node->text) &&
	    !ruleset_category_find(node->text, category))
		for (size_t i = 0; i < ruleset_category_count(); i++) {
			const char *code = ruleset_category_code((uint16_t)i);

			if (ruleset_family_holds(ruleset_family_of(node->text), code))
				return ruleset_fault(parser->build, "R004", node,
				                     "%s takes categories, not a family: write "
				                     "each of \"%.*s\" that is meant, as in \"%s\"",
				                     key, SLICE_ARG(node->text), code);
		}
	return ruleset_category_read(parser->build, node, category);
}

static enum status codes_read(struct policy_parser *parser, const struct yaml_node *codes,
                              const char *key, bool *marks)
{
	enum status status = STATUS_OK;

	if (codes == NULL)
		return STATUS_OK;
	status = ruleset_kind_check(parser->build, codes, key, YAML_SEQUENCE);
	for (const struct yaml_node *code = codes->first; status == STATUS_OK && code != NULL;
	     code = code->next) {
		uint16_t category;

		status = code_read(parser, code, key, &category);
		if (status == STATUS_OK && marks == parser->can_relax && parser->always[category])
			return ruleset_fault(parser->build, "R002", code,
			                     "%.*s always blocks: nothing can relax it",
			                     SLICE_ARG(code->text));
		if (status == STATUS_OK && marks == parser->can_relax && parser->base != NULL &&
		    !parser->base->category_can_relax[category])
			return ruleset_fault(
				parser->build, "R002", code,
				"%.*s cannot be relaxed here: the base \"%s\" does not say "
				"\"can_relax\" of it",
				SLICE_ARG(code->text), parser->base->name);
		if (status == STATUS_OK)
			marks[category] = true;
	}
	return status;
}

/* ---- figures ---- */

static enum status figure_read(struct policy_parser *parser, const struct yaml_node *mapping,
                               const char *key, long min, long max, long *value)
{
	const struct yaml_node *node = yaml_get(mapping, key);

	if (node == NULL)
		return STATUS_OK;
	return ruleset_integer_read(parser->build, node, key, min, max, value);
}

static enum status levels_read(struct policy_parser *parser, const struct yaml_node *root)
{
	struct ruleset_policy *policy = parser->policy;
	long                   level = policy->level;
	long                   score_level = policy->score_level;
	long                   threshold = policy->threshold;
	enum status            status = figure_read(parser, root, "level", 1, 4, &level);

	if (status == STATUS_OK)
		status = figure_read(parser, root, "score_level", 1, 4, &score_level);
	if (status == STATUS_OK)
		status = figure_read(parser, root, "threshold", 1, 1000, &threshold);
	policy->level = (uint8_t)level;
	policy->score_level = (uint8_t)score_level;
	policy->threshold = (uint32_t)threshold;
	return status;
}

static enum status decode_read(struct policy_parser *parser, const struct yaml_node *decode)
{
	static const char *const keys[] = { "depth", "ratio", "bytes", "candidates" };
	struct ruleset_policy   *policy = parser->policy;
	long                     depth = (long)policy->decode_depth;
	long                     ratio = (long)policy->decode_ratio;
	long                     bytes = (long)policy->decode_bytes_free;
	long                     candidates = (long)policy->decode_candidates;
	enum status              status;

	if (decode == NULL)
		return STATUS_OK;
	status = ruleset_keys_check(parser->build, decode, "decode", keys, COUNT_OF(keys));
	if (status == STATUS_OK)
		status = figure_read(parser, decode, "depth", 0, POLICY_DEPTH_MAX, &depth);
	if (status == STATUS_OK)
		status = figure_read(parser, decode, "ratio", 1, POLICY_RATIO_MAX, &ratio);
	if (status == STATUS_OK)
		status = figure_read(parser, decode, "bytes", 0, POLICY_DECODE_BYTES_MAX, &bytes);
	if (status == STATUS_OK)
		status = figure_read(parser, decode, "candidates", 0, POLICY_CANDIDATES_MAX,
		                     &candidates);
	policy->decode_depth = (uint64_t)depth;
	policy->decode_ratio = (uint64_t)ratio;
	policy->decode_bytes_free = (uint64_t)bytes;
	policy->decode_candidates = (uint64_t)candidates;
	return status;
}

/* ---- words ---- */

static enum status mask_read(struct policy_parser *parser, const struct yaml_node *node)
{
	const char *mask;
	enum status status;

	if (node == NULL)
		return STATUS_OK;
	status = ruleset_string_read(parser->build, node, "mask_with", &mask);
	if (status != STATUS_OK)
		return status;
	if (node->text.len > POLICY_MASK_BYTES_MAX)
		return ruleset_fault(parser->build, "R002", node,
		                     "mask_with is longer than %d bytes", POLICY_MASK_BYTES_MAX);
	parser->policy->mask_with = slice_from_cstr(mask);
	return STATUS_OK;
}

static enum status words_read(struct policy_parser *parser, const struct yaml_node *root)
{
	static const char *const         incompletes[] = { "allow", "flag", "block" };
	static const enum ruleset_action actions[] = { RULESET_SIGNAL, RULESET_FLAG,
		                                       RULESET_BLOCK };
	static const char *const         stores[] = { "none", "content" };
	const struct yaml_node          *incomplete = yaml_get(root, "incomplete");
	const struct yaml_node          *store = yaml_get(root, "store");
	enum status                      status = STATUS_OK;
	size_t                           word = 0;

	if (incomplete != NULL) {
		status = ruleset_word_read(parser->build, incomplete, "incomplete", incompletes,
		                           COUNT_OF(incompletes), &word);
		parser->policy->on_incomplete = actions[word];
	}
	if (status == STATUS_OK && store != NULL) {
		word = 0;
		status = ruleset_word_read(parser->build, store, "store", stores, COUNT_OF(stores),
		                           &word);
		parser->policy->stores_content = word == 1;
	}
	if (status == STATUS_OK)
		status = mask_read(parser, yaml_get(root, "mask_with"));
	return status;
}

/* ---- layers ---- */

/* A figure that a layer made weaker than its base has it. */
static enum status figure_fault(struct policy_parser *parser, const struct yaml_node *root,
                                const char *key, const char *must)
{
	const struct yaml_node *decode = yaml_get(root, "decode");
	const struct yaml_node *at = yaml_get(root, key);

	if (at == NULL && decode != NULL)
		at = yaml_get(decode, key);
	return ruleset_fault(parser->build, "R002", at != NULL ? at : root,
	                     "%s may not be %s than in the base \"%s\"", key, must,
	                     parser->base->name);
}

static enum status figures_check(struct policy_parser *parser, const struct yaml_node *root)
{
	const struct ruleset_policy *policy = parser->policy;
	const struct ruleset_policy *base = parser->base;

	if (base == NULL)
		return STATUS_OK;
	if (policy->level < base->level)
		return figure_fault(parser, root, "level", "lower");
	if (policy->score_level < base->score_level)
		return figure_fault(parser, root, "score_level", "lower");
	if (policy->threshold > base->threshold)
		return figure_fault(parser, root, "threshold", "higher");
	if (policy->on_incomplete < base->on_incomplete)
		return figure_fault(parser, root, "incomplete", "milder");
	if (policy->stores_content && !base->stores_content)
		return figure_fault(parser, root, "store", "wider");
	if (policy->decode_depth < base->decode_depth)
		return figure_fault(parser, root, "depth", "lower");
	if (policy->decode_ratio < base->decode_ratio)
		return figure_fault(parser, root, "ratio", "lower");
	if (policy->decode_bytes_free < base->decode_bytes_free)
		return figure_fault(parser, root, "bytes", "lower");
	if (policy->decode_candidates < base->decode_candidates)
		return figure_fault(parser, root, "candidates", "lower");
	return STATUS_OK;
}

/* Begins as the base is; what the base lets relax is for this policy, not for layers over it. */
static void base_copy(struct policy_parser *parser)
{
	const struct ruleset_policy *base = parser->base;
	struct ruleset_policy       *policy = parser->policy;
	const char                  *name = policy->name;
	const char                  *file = policy->file;

	for (size_t i = 0; i < ruleset_category_count(); i++) {
		parser->ceilings[i] = base->category_action[i];
		parser->floors[i] = base->category_floor[i];
		parser->always[i] = base->category_always[i];
	}
	*policy = *base;
	policy->name = name;
	policy->file = file;
	policy->category_action = parser->ceilings;
	policy->category_floor = parser->floors;
	policy->category_always = parser->always;
	policy->category_can_relax = parser->can_relax;
}

/* ---- a policy ---- */

static enum status parser_init(struct policy_parser *parser, struct ruleset_build *build,
                               struct ruleset_policy *policy)
{
	size_t count = ruleset_category_count();

	*parser = (struct policy_parser){ .build = build, .policy = policy };
	parser->ceilings = ARENA_ARRAY(build->arena, count, int8_t);
	parser->floors = ARENA_ARRAY(build->arena, count, int8_t);
	parser->always = ARENA_ARRAY(build->arena, count, bool);
	parser->can_relax = ARENA_ARRAY(build->arena, count, bool);
	if (parser->ceilings == NULL || parser->floors == NULL || parser->always == NULL ||
	    parser->can_relax == NULL)
		return ruleset_no_memory(build);
	for (size_t i = 0; i < count; i++) {
		parser->ceilings[i] = (int8_t)ruleset_category_action((uint16_t)i);
		parser->floors[i] = FLOOR_NONE;
		parser->always[i] = ruleset_category_always((uint16_t)i);
		parser->can_relax[i] = false;
	}
	*policy = (struct ruleset_policy){
		.name = "default",
		.file = "",
		.level = 1,
		.score_level = 3,
		.threshold = 5,
		.mask_with = SLICE_LIT("[masked]"),
		.on_incomplete = RULESET_BLOCK,
		.decode_depth = LIMIT_DECODE_DEPTH,
		.decode_ratio = LIMIT_DECODE_RATIO,
		.decode_bytes_free = LIMIT_DECODE_BYTES_FREE,
		.decode_candidates = LIMIT_DECODE_CANDIDATES,
		.category_action = parser->ceilings,
		.category_floor = parser->floors,
		.category_always = parser->always,
		.category_can_relax = parser->can_relax,
	};
	return STATUS_OK;
}

enum status ruleset_policy_init(struct ruleset_build *build, struct ruleset_policy *policy)
{
	struct policy_parser parser;

	return parser_init(&parser, build, policy);
}

/* "policies/strict.yaml" is the policy "strict". */
static enum status name_read(struct policy_parser *parser)
{
	struct slice file = slice_from_cstr(parser->build->source->name);
	struct slice stem = slice_range(file, strlen("policies/"), file.len - strlen(".yaml"));
	char        *name = ARENA_ARRAY(parser->build->arena, stem.len + 1, char);

	if (name == NULL)
		return ruleset_no_memory(parser->build);
	for (size_t i = 0; i < stem.len; i++) {
		char c = stem.ptr[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '-')
			return ruleset_fault_file(parser->build, "R002",
			                          "a policy's file name may hold only a-z, 0-9, "
			                          "\"_\" and \"-\"");
		name[i] = c;
	}
	name[stem.len] = '\0';
	parser->policy->name = name;
	parser->policy->file = parser->build->source->name;
	return STATUS_OK;
}

static enum status root_read(struct policy_parser *parser, const struct yaml_node *root)
{
	static const char *const keys[] = { "schema",       "description", "owner",
		                            "base",         "level",       "score_level",
		                            "threshold",    "mask_with",   "incomplete",
		                            "store",        "decode",      "categories",
		                            "always_block", "can_relax" };
	struct ruleset_build    *build = parser->build;
	const struct yaml_node  *categories;
	const struct yaml_node  *schema;
	enum status              status = ruleset_keys_check(parser->build, root, "a policy", keys,
	                                                     COUNT_OF(keys));

	schema = status == STATUS_OK ? yaml_get(root, "schema") : NULL;
	if (schema != NULL)
		status = ruleset_fault_pass(build, ruleset_schema_check(build, schema));
	if (status == STATUS_OK)
		status = ruleset_fault_pass(build, levels_read(parser, root));
	if (status == STATUS_OK)
		status = ruleset_fault_pass(build, words_read(parser, root));
	if (status == STATUS_OK)
		status = ruleset_fault_pass(build, decode_read(parser, yaml_get(root, "decode")));
	if (status == STATUS_OK)
		status = ruleset_fault_pass(build, figures_check(parser, root));
	if (status == STATUS_OK)
		status = ruleset_fault_pass(build,
		                            codes_read(parser, yaml_get(root, "always_block"),
		                                       "always_block", parser->always));
	if (status == STATUS_OK)
		status = ruleset_fault_pass(build, codes_read(parser, yaml_get(root, "can_relax"),
		                                              "can_relax", parser->can_relax));
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < ruleset_category_count(); i++) {
		if (parser->always[i])
			parser->ceilings[i] = RULESET_BLOCK;
	}
	categories = yaml_get(root, "categories");
	return categories == NULL ? STATUS_OK : cells_read(parser, categories);
}

enum status ruleset_policy_base(struct ruleset_build *build, struct ruleset_text *base)
{
	struct yaml_node       *root;
	const struct yaml_node *node;
	enum status status = yaml_parse(build->source->text, build->source->name, &build->scratch,
	                                &root, build->err);

	*base = (struct ruleset_text){ 0 };
	if (status != STATUS_OK) {
		build->code = "R001";
		return status;
	}
	node = root->kind == YAML_MAPPING ? yaml_get(root, "base") : NULL;
	if (node == NULL)
		return STATUS_OK;
	status = ruleset_kind_check(build, node, "base", YAML_SCALAR);
	if (status == STATUS_OK)
		*base = ruleset_text_of(build, node);
	return status;
}

enum status ruleset_policy_parse(struct ruleset_build *build, struct ruleset_policy *policy,
                                 const struct ruleset_policy *base)
{
	struct policy_parser parser;
	struct yaml_node    *root;
	enum status          status = parser_init(&parser, build, policy);

	if (status == STATUS_OK)
		status = name_read(&parser);
	if (status != STATUS_OK)
		return status;
	parser.base = base;
	if (base != NULL)
		base_copy(&parser);
	status = yaml_parse(build->source->text, build->source->name, &build->scratch, &root,
	                    build->err);
	if (status != STATUS_OK) {
		build->code = "R001";
		return status;
	}
	return root_read(&parser, root);
}
