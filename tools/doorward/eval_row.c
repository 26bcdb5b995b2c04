/* SPDX-License-Identifier: Apache-2.0 */
#include "eval.h"

#include "base_json.h"

static const char *const labels[EVAL_LABEL_COUNT] = {
	[EVAL_HARMFUL] = "harmful",
	[EVAL_BENIGN] = "benign",
	[EVAL_BORDERLINE] = "borderline",
};

const char *eval_label_name(enum eval_label label)
{
	return labels[label];
}

struct slice eval_family(struct slice category)
{
	static const struct {
		struct slice theirs;
		struct slice ours;
	} families[] = {
#define FAMILY(theirs, ours) { SLICE_INIT(theirs), SLICE_INIT(ours) },
#include "eval_map.def"
#undef FAMILY
	};
	size_t dot = slice_find(category, SLICE_LIT("."), 0);

	if (dot != SIZE_MAX)
		return slice_range(category, 0, dot);
	for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
		if (slice_equal(category, families[i].theirs))
			return families[i].ours;
	return SLICE_NONE;
}

static enum status fault(const struct json_reader *reader, const char *message)
{
	unsigned line;
	unsigned column;

	json_position(reader->body, reader->token_offset, &line, &column);
	return error_set(reader->err, STATUS_REQUEST_INVALID, NULL, line, column, "%s", message);
}

static enum status label_find(const struct json_reader *reader, struct slice name,
                              enum eval_label *label)
{
	for (int i = 0; i < EVAL_LABEL_COUNT; i++) {
		if (slice_equal_cstr(name, labels[i])) {
			*label = (enum eval_label)i;
			return STATUS_OK;
		}
	}
	return fault(reader, "\"label\" is harmful, benign or borderline");
}

/* The members that matter, and where each goes. */
struct fields {
	struct eval_row row;
	struct slice    label;
	bool            has_text;
};

static struct slice *member_target(const struct json_reader *reader, struct fields *fields)
{
	const struct {
		struct slice  name;
		struct slice *target;
	} members[] = {
		{ SLICE_INIT("id"), &fields->row.id },
		{ SLICE_INIT("text"), &fields->row.text },
		{ SLICE_INIT("prompt"), &fields->row.text },
		{ SLICE_INIT("negative_prompt"), &fields->row.negative },
		{ SLICE_INIT("category"), &fields->row.category },
		{ SLICE_INIT("label"), &fields->label },
	};

	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
		if (json_raw_is(reader, members[i].name))
			return members[i].target;
	return NULL;
}

static enum status member_read(struct json_reader *reader, struct fields *fields)
{
	struct slice   *target = member_target(reader, fields);
	enum json_token token;
	enum status     status = json_next(reader, &token);

	if (status != STATUS_OK)
		return status;
	if (target == NULL || (token != JSON_STRING && token != JSON_NUMBER))
		return json_skip(reader, token);
	if (token == JSON_NUMBER) {
		*target = reader->raw;
		return STATUS_OK;
	}
	if (target != &fields->row.text)
		return json_string_decode(reader, target, NULL);
	fields->has_text = true;
	return json_string_decode(reader, target, &fields->row.replaced);
}

static enum status members_read(struct json_reader *reader, struct fields *fields)
{
	enum json_token token;
	enum status     status = json_next(reader, &token);

	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return fault(reader, "a row is an object");
	while (status == STATUS_OK) {
		status = json_next(reader, &token);
		if (status != STATUS_OK || token == JSON_OBJECT_END)
			break;
		status = member_read(reader, fields);
	}
	if (status == STATUS_OK)
		status = json_next(reader, &token); /* nothing may follow */
	return status;
}

enum status eval_row_parse(struct slice line, bool benign, struct arena *arena,
                           struct eval_row *row, struct error *err)
{
	struct json_reader reader;
	struct fields      fields = { 0 };

	json_reader_init(&reader, line, arena, err);
	enum status status = members_read(&reader, &fields);
	if (status != STATUS_OK)
		return status;
	if (!fields.has_text)
		return fault(&reader, "a row needs \"text\"");
	*row = fields.row;
	row->label = EVAL_BENIGN;
	if (benign)
		return STATUS_OK;
	return label_find(&reader, fields.label, &row->label);
}
