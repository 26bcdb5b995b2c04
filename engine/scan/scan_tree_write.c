/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a rule as JSON, nested as it was written:
 *
 *     {"rule":"...","mode":"enforce","outcome":"matched","view":0,
 *      "when":{"kind":"near","holds":true,"within":8,"places":[...],
 *              "of":[{"kind":"phrase","pattern":"{how to|how do i}","holds":true,...},...]},
 *      "except":{"kind":"any","holds":false,
 *                "of":[{"kind":"phrase","pattern":"film","reach":250,"holds":false,"away":900},...]}}
 *
 * Places and "holds" are there only when something was judged. */
#include "base_json.h"
#include "doorward/trace.h"
#include "ruleset_rule.h"

#define DEPTH_MAX 40u /* trees nest less deep: see ruleset_parse_tree.c */

struct writer {
	struct buffer             *out;
	const struct engine_field *fields;
	bool                       judged;
};

static const char *const kind_names[] = { "any", "all", "none", "near", "phrase", "list", "regex" };

static const char *const outcome_names[] = { "unjudged", "unmatched", "excused", "matched" };

static void text(struct buffer *out, const char *key, struct slice value)
{
	json_write_key(out, key);
	json_write_string(out, value);
}

static void number(struct buffer *out, const char *key, uint64_t value)
{
	json_write_key(out, key);
	buffer_append_u64(out, value);
}

static void truth(struct buffer *out, const char *key, bool value)
{
	json_write_key(out, key);
	buffer_append_cstr(out, value ? "true" : "false");
}

static void range(struct buffer *out, const char *key, size_t start, size_t end)
{
	json_write_key(out, key);
	buffer_append_format(out, "{\"start\":%zu,\"end\":%zu}", start, end);
}

static void place(const struct writer *writer, const struct engine_part *part)
{
	struct buffer *out = writer->out;

	buffer_append_char(out, '{');
	text(out, "field", writer->fields[part->field].name);
	range(out, "span", part->span.start, part->span.end);
	range(out, "span_utf16", part->span.utf16_start, part->span.utf16_end);
	truth(out, "exact", part->exact);
	json_write_key(out, "chain");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < part->chain_count; i++) {
		buffer_append_cstr(out, i > 0 ? "," : "");
		json_write_string(out, slice_from_cstr(part->chain[i]));
	}
	buffer_append_cstr(out, "]}");
}

static void judgement(const struct writer *writer, const struct engine_node *node)
{
	struct buffer *out = writer->out;

	truth(out, "holds", node->holds);
	if (node->fails_check)
		truth(out, "fails_check", true);
	if (node->distance > 0)
		number(out, "distance", node->distance);
	if (node->away > 0)
		number(out, "away", node->away);
	if (node->part_count == 0)
		return;
	number(out, "hits", node->hits);
	json_write_key(out, "places");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < node->part_count; i++) {
		buffer_append_cstr(out, i > 0 ? "," : "");
		place(writer, &node->parts[i]);
	}
	buffer_append_char(out, ']');
}

/* Words, or "text". */
static void reach(struct buffer *out, const struct engine_node *node)
{
	if (node->reach == ENGINE_REACH_TEXT)
		text(out, "reach", SLICE_LIT("text"));
	else
		number(out, "reach", node->reach);
}

/* A node without the brace that closes it; a group leaves "of" open. */
static void node_begin(const struct writer *writer, const struct engine_node *node,
                       bool is_exception)
{
	struct buffer *out = writer->out;

	buffer_append_char(out, '{');
	text(out, "kind", slice_from_cstr(kind_names[node->kind]));
	if (node->kind >= ENGINE_NODE_PHRASE)
		text(out, node->kind == ENGINE_NODE_LIST ? "list" : "pattern", node->source);
	if (node->kind == ENGINE_NODE_NEAR) {
		number(out, "within", node->within);
		truth(out, "ordered", node->ordered);
	}
	if (is_exception)
		reach(out, node);
	if (writer->judged)
		judgement(writer, node);
	if (node->kind < ENGINE_NODE_PHRASE)
		buffer_append_cstr(out, ",\"of\":[");
}

static void tree(const struct writer *writer, const struct engine_node *nodes, size_t count,
                 bool excepts)
{
	uint32_t ends[DEPTH_MAX];
	size_t   depth = 0;

	for (uint32_t i = 0; i < count; i++) {
		while (depth > 0 && ends[depth - 1] == i) {
			buffer_append_cstr(writer->out, "]}");
			depth--;
		}
		if (i > 0 && writer->out->len > 0 && writer->out->ptr[writer->out->len - 1] != '[')
			buffer_append_char(writer->out, ',');
		node_begin(writer, &nodes[i], excepts && depth == 1);
		if (nodes[i].kind >= ENGINE_NODE_PHRASE)
			buffer_append_char(writer->out, '}');
		else if (depth < DEPTH_MAX)
			ends[depth++] = nodes[i].next;
	}
	for (; depth > 0; depth--)
		buffer_append_cstr(writer->out, "]}");
}

const char *engine_outcome_name(enum engine_outcome outcome)
{
	return outcome_names[outcome];
}

void engine_trace_write(const struct engine_rule_trace *trace, const struct engine_field *fields,
                        struct buffer *out)
{
	const struct writer writer = { out, fields, trace->outcome != ENGINE_UNJUDGED };

	buffer_append_char(out, '{');
	text(out, "rule", slice_from_cstr(trace->rule->id));
	text(out, "mode", slice_from_cstr(ruleset_mode_name(trace->rule->mode)));
	text(out, "outcome", slice_from_cstr(outcome_names[trace->outcome]));
	if (writer.judged)
		number(out, "view", trace->view);
	json_write_key(out, "when");
	tree(&writer, trace->when, trace->when_count, false);
	json_write_key(out, "except");
	if (trace->except_count > 0)
		tree(&writer, trace->except, trace->except_count, true);
	else
		buffer_append_cstr(out, "null");
	buffer_append_char(out, '}');
}
