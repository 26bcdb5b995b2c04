/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a rule for a person.
 *
 * Judged, a line a branch, with what it found:
 *
 *     weapons.explosives.build: not matched
 *       - within 8 words of each other: 12 words apart
 *         + phrase {how to|how do i}    prompt, bytes 0 to 8: "How do I"
 *         + list device                 prompt, bytes 70 to 79: "pipe bomb"
 *
 * Read aloud, in plain words:
 *
 *     It matches when these stand within 8 words of each other:
 *       - ("how to" or "how do i")
 *       - an entry of the list device
 *     unless, within 250 words of the match,
 *       - "bath bomb" */
#include "doorward/trace.h"
#include "ruleset_rule.h"
#include "scan_verdict_steps.h"

#define EXCERPT_BYTES 80
#define PATTERN_BYTES 100
#define DEPTH_MAX     40u

static void indent(struct buffer *out, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		buffer_append_cstr(out, "  ");
}

/* How deep node `at` stands, from the ends of the groups that are open there. */
struct depths {
	uint32_t ends[DEPTH_MAX];
	size_t   depth;
};

static size_t depth_at(struct depths *depths, const struct engine_node *nodes, uint32_t at)
{
	size_t depth;

	while (depths->depth > 0 && depths->ends[depths->depth - 1] <= at)
		depths->depth--;
	depth = depths->depth;
	if (nodes[at].kind < ENGINE_NODE_PHRASE && depth < DEPTH_MAX)
		depths->ends[depths->depth++] = nodes[at].next;
	return depth;
}

/* ---- judged ---- */

static void group_name(const struct engine_node *node, struct buffer *out)
{
	switch (node->kind) {
	case ENGINE_NODE_ANY:
		buffer_append_cstr(out, "any of these");
		break;
	case ENGINE_NODE_ALL:
		buffer_append_cstr(out, "all of these");
		break;
	case ENGINE_NODE_NONE:
		buffer_append_cstr(out, "none of these");
		break;
	case ENGINE_NODE_NEAR:
		buffer_append_format(out, "within %u word%s of each other%s", node->within,
		                     node->within == 1 ? "" : "s",
		                     node->ordered ? ", in this order" : "");
		break;
	case ENGINE_NODE_PHRASE:
	case ENGINE_NODE_LIST:
	case ENGINE_NODE_REGEX:
		break;
	}
}

static void pattern_name(const struct engine_node *node, struct buffer *out)
{
	static const char *const names[] = { [ENGINE_NODE_PHRASE] = "phrase",
		                             [ENGINE_NODE_LIST] = "list",
		                             [ENGINE_NODE_REGEX] = "regex" };

	buffer_append_format(out, "%s ", names[node->kind]);
	scan_print_excerpt(out, node->source, 0, 0, PATTERN_BYTES);
}

static void place_print(const struct engine_part *part, const struct engine_field *fields,
                        struct buffer *out)
{
	const struct engine_field *field = &fields[part->field];

	scan_print_safe(out, field->name);
	buffer_append_format(out, ", bytes %zu to %zu: \"", part->span.start, part->span.end);
	scan_print_excerpt(out, slice_range(field->text, part->span.start, part->span.end), 0, 0,
	                   EXCERPT_BYTES);
	buffer_append_char(out, '"');
	for (size_t i = 0; i < part->chain_count; i++)
		buffer_append_format(out, "%s%s", i > 0 ? ", " : " after ", part->chain[i]);
}

static void node_print(const struct engine_node *nodes, uint32_t at, size_t depth,
                       const struct engine_field *fields, struct buffer *out)
{
	const struct engine_node *node = &nodes[at];

	indent(out, depth + 1);
	buffer_append_cstr(out, node->holds ? "+ " : "- ");
	if (node->kind >= ENGINE_NODE_PHRASE)
		pattern_name(node, out);
	else
		group_name(node, out);
	if (node->distance > 0)
		buffer_append_format(out, ": %u words apart", node->distance);
	if (node->away > 0)
		buffer_append_format(out, ": %u words from the match, and it reaches %u",
		                     node->away, node->reach);
	if (node->fails_check)
		buffer_append_cstr(out, ": found, but its digits or letters fail the rule's check");
	buffer_append_char(out, '\n');
	for (size_t i = 0; node->kind >= ENGINE_NODE_PHRASE && i < node->part_count; i++) {
		indent(out, depth + 3);
		place_print(&node->parts[i], fields, out);
		buffer_append_char(out, '\n');
	}
}

static void tree_print(const struct engine_node *nodes, size_t count,
                       const struct engine_field *fields, struct buffer *out)
{
	struct depths depths = { .depth = 0 };

	for (uint32_t i = 0; i < count; i++)
		node_print(nodes, i, depth_at(&depths, nodes, i), fields, out);
}

void engine_trace_print(const struct engine_rule_trace *trace, const struct engine_field *fields,
                        struct buffer *out)
{
	static const char *const outcomes[] = {
		[ENGINE_UNJUDGED] = "not judged: the rule does not look at this kind of text",
		[ENGINE_UNMATCHED] = "not matched",
		[ENGINE_EXCUSED] = "excused by an exception of its own",
		[ENGINE_MATCHED] = "matched",
	};

	buffer_append_format(out, "%s: %s", trace->rule->id, outcomes[trace->outcome]);
	if (trace->outcome != ENGINE_UNJUDGED && trace->view > 0)
		buffer_append_format(out, ", in view %u", trace->view);
	if (trace->rule->mode != RULESET_ENFORCE)
		buffer_append_format(out, " (mode %s)", ruleset_mode_name(trace->rule->mode));
	buffer_append_char(out, '\n');
	if (trace->outcome == ENGINE_UNJUDGED)
		return;
	tree_print(trace->when, trace->when_count, fields, out);
	if (trace->except_count == 0)
		return;
	buffer_append_cstr(out, "  unless\n");
	tree_print(trace->except, trace->except_count, fields, out);
}

/* ---- read aloud ---- */

static void reach_read(uint32_t reach, struct buffer *out)
{
	if (reach == ENGINE_REACH_TEXT)
		buffer_append_cstr(out, "anywhere in the text");
	else
		buffer_append_format(out, "within %u word%s of the match", reach,
		                     reach == 1 ? "" : "s");
}

/* `reach` is what was said of the whole tree. */
static void node_read(const struct engine_node *nodes, uint32_t at, size_t depth, uint32_t reach,
                      struct buffer *out)
{
	const struct engine_node *node = &nodes[at];

	indent(out, depth + 1);
	buffer_append_cstr(out, "- ");
	switch (node->kind) {
	case ENGINE_NODE_PHRASE:
		ruleset_phrase_words(node->source, out);
		break;
	case ENGINE_NODE_LIST:
		buffer_append_format(out, "an entry of the list %.*s", SLICE_ARG(node->source));
		break;
	case ENGINE_NODE_REGEX:
		buffer_append_format(out, "text that the regex %.*s matches",
		                     SLICE_ARG(node->source));
		break;
	case ENGINE_NODE_ANY:
	case ENGINE_NODE_ALL:
	case ENGINE_NODE_NONE:
	case ENGINE_NODE_NEAR:
		group_name(node, out);
		buffer_append_char(out, ':');
		break;
	}
	if (depth == 1 && node->reach != reach) {
		buffer_append_cstr(out, ", ");
		reach_read(node->reach, out);
	}
	buffer_append_char(out, '\n');
}

static void tree_read(const struct engine_node *nodes, size_t count, uint32_t reach,
                      struct buffer *out)
{
	struct depths depths = { .depth = 0 };

	for (uint32_t i = 0; i < count; i++)
		node_read(nodes, i, depth_at(&depths, nodes, i), reach, out);
}

static const char *fields_words(const struct ruleset_rule *rule)
{
	switch (rule->polarity) {
	case RULESET_FIELD_POSITIVE:
		return "what is asked for";
	case RULESET_FIELD_NEGATIVE:
		return "negative prompts";
	case RULESET_FIELD_ANY:
		return "what is asked for and negative prompts";
	}
	return "";
}

static const char *mode_words(const struct ruleset_rule *rule)
{
	switch (rule->mode) {
	case RULESET_DRAFT:
		return "It is a draft: tested, but not used.";
	case RULESET_SHADOW:
		return "It runs in shadow: what it finds is recorded and decides nothing.";
	case RULESET_ENFORCE:
		return "It is enforced.";
	}
	return "";
}

void engine_trace_read(const struct engine_rule_trace *trace, struct buffer *out)
{
	const struct ruleset_rule *rule = trace->rule;

	buffer_append_format(out, "%s\n  %s\n", rule->id, rule->title);
	buffer_append_format(out, "  Action %s, severity %s, level %u, category %s. %s\n",
	                     ruleset_action_name(rule->action),
	                     ruleset_severity_name(rule->severity), rule->level,
	                     ruleset_category_code(rule->category), mode_words(rule));
	buffer_append_format(out, "  It looks at %s, %s.\n", fields_words(rule),
	                     rule->input && rule->output ? "in prompts and in generated text"
	                     : rule->input               ? "in prompts"
	                                                 : "in generated text");
	buffer_append_cstr(out, "  It matches when\n");
	tree_read(trace->when, trace->when_count, 0, out);
	if (trace->except_count > 0) {
		const uint32_t reach = trace->except[1].reach;

		buffer_append_cstr(out, "  unless, ");
		reach_read(reach, out);
		buffer_append_cstr(out, ",\n");
		tree_read(trace->except, trace->except_count, reach, out);
	}
}
