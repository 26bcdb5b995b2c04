/* SPDX-License-Identifier: Apache-2.0 */
/* A baseline is an earlier answer of `rules test --disguise --save`. It excuses what was not
 * undone then, and no more: a row must reach its threshold or, where it did not, what it had. So
 * the figures can only rise, and a new disguise starts with its threshold. */
#include "gate.h"

#include "base_file.h"
#include "base_json.h"

#include <string.h>

#define BASELINE_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define ARENA_BYTES        ((size_t)16 * 1024 * 1024)

struct baseline {
	const struct gate_options *options;
	const char                *policy;
	struct gate_tally         *tally;
	struct json_reader         reader;
};

static enum status fault(struct baseline *baseline, const char *message)
{
	unsigned line;
	unsigned column;

	json_position(baseline->reader.body, baseline->reader.token_offset, &line, &column);
	return error_set(baseline->reader.err, STATUS_REQUEST_INVALID, NULL, line, column, "%s",
	                 message);
}

static enum status fault_form(struct baseline *baseline)
{
	return fault(baseline, "this is not what rules test --disguise --save writes");
}

/* ---- one row ---- */

struct entry {
	struct slice name;
	double       kept;
	double       right;
};

static enum status share_read(struct baseline *baseline, double *share)
{
	enum json_token token;
	enum status     status = json_next(&baseline->reader, &token);

	if (status != STATUS_OK)
		return status;
	if (token != JSON_NUMBER)
		return fault_form(baseline);
	*share = json_number_double(&baseline->reader);
	return STATUS_OK;
}

static enum status entry_member(struct baseline *baseline, struct entry *entry)
{
	struct json_reader *reader = &baseline->reader;
	enum json_token     token;
	enum status         status;

	if (json_raw_is(reader, SLICE_LIT("kept_share")))
		return share_read(baseline, &entry->kept);
	if (json_raw_is(reader, SLICE_LIT("right_share")))
		return share_read(baseline, &entry->right);
	bool is_name = json_raw_is(reader, SLICE_LIT("disguise"));
	status = json_next(reader, &token);
	if (status != STATUS_OK)
		return status;
	if (!is_name)
		return json_skip(reader, token);
	return token == JSON_STRING ? json_string_decode(reader, &entry->name, NULL)
	                            : fault_form(baseline);
}

static void entry_take(struct gate_tally *tally, const struct entry *entry)
{
	for (size_t i = 0; i < tally->row_count; i++) {
		struct gate_row *row = &tally->rows[i];

		if (!slice_equal_cstr(entry->name, row->name))
			continue;
		row->known = true;
		if (entry->kept < row->kept_floor)
			row->kept_floor = entry->kept;
		if (entry->right < row->right_floor)
			row->right_floor = entry->right;
	}
}

/* {"disguise":...}: its opening brace was read. */
static enum status entry_read(struct baseline *baseline)
{
	struct entry    entry = { .kept = 1, .right = 1 };
	enum json_token token;
	enum status     status = json_next(&baseline->reader, &token);

	while (status == STATUS_OK && token == JSON_KEY) {
		status = entry_member(baseline, &entry);
		if (status == STATUS_OK)
			status = json_next(&baseline->reader, &token);
	}
	if (status == STATUS_OK)
		entry_take(baseline->tally, &entry);
	return status;
}

static enum status entries_read(struct baseline *baseline)
{
	enum json_token token;
	enum status     status = json_next(&baseline->reader, &token);

	if (status == STATUS_OK && token != JSON_ARRAY_BEGIN)
		return fault_form(baseline);
	while (status == STATUS_OK) {
		status = json_next(&baseline->reader, &token);
		if (status != STATUS_OK || token == JSON_ARRAY_END)
			break;
		if (token != JSON_OBJECT_BEGIN)
			return fault_form(baseline);
		status = entry_read(baseline);
	}
	return status;
}

/* ---- the whole ---- */

static enum status same_number(struct baseline *baseline, uint64_t expected)
{
	enum json_token token;
	uint64_t        value;
	enum status     status = json_next(&baseline->reader, &token);

	if (status != STATUS_OK)
		return status;
	if (token != JSON_NUMBER || !json_number_u64(&baseline->reader, &value))
		return fault_form(baseline);
	if (value != expected)
		return fault(baseline, "the baseline was made with another --sample, --seed or "
		                       "--stacks");
	return STATUS_OK;
}

static enum status same_policy(struct baseline *baseline)
{
	struct slice    policy = SLICE_NONE;
	enum json_token token;
	enum status     status = json_next(&baseline->reader, &token);

	if (status == STATUS_OK && token != JSON_STRING)
		return fault_form(baseline);
	if (status == STATUS_OK)
		status = json_string_decode(&baseline->reader, &policy, NULL);
	if (status == STATUS_OK && !slice_equal_cstr(policy, baseline->policy))
		return fault(baseline, "the baseline was made under another policy");
	return status;
}

/* The member whose key was just read. */
static enum status member_read(struct baseline *baseline)
{
	struct json_reader        *reader = &baseline->reader;
	const struct gate_options *options = baseline->options;
	enum json_token            token;

	if (json_raw_is(reader, SLICE_LIT("policy")))
		return same_policy(baseline);
	if (json_raw_is(reader, SLICE_LIT("sample")))
		return same_number(baseline, options->sample);
	if (json_raw_is(reader, SLICE_LIT("seed")))
		return same_number(baseline, options->seed);
	if (json_raw_is(reader, SLICE_LIT("stacks")))
		return same_number(baseline, options->stacks);
	if (json_raw_is(reader, SLICE_LIT("disguises")))
		return entries_read(baseline);

	enum status status = json_next(reader, &token);
	return status == STATUS_OK ? json_skip(reader, token) : status;
}

static enum status members_read(struct baseline *baseline)
{
	enum json_token token;
	enum status     status = json_next(&baseline->reader, &token);

	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return fault_form(baseline);
	while (status == STATUS_OK) {
		status = json_next(&baseline->reader, &token);
		if (status != STATUS_OK || token == JSON_OBJECT_END)
			break;
		status = member_read(baseline);
	}
	return status;
}

enum status gate_baseline_read(const char *path, const struct gate_options *options,
                               const char *policy, struct gate_tally *tally, struct error *err)
{
	struct baseline baseline = { .options = options, .policy = policy, .tally = tally };
	struct error    inside = { 0 };
	struct arena    arena;
	struct slice    body;

	if (!arena_open(&arena, ARENA_BYTES))
		return STATUS_NO_MEMORY;
	enum status status = file_read(path, BASELINE_BYTES_MAX, &arena, &body, err);
	if (status == STATUS_OK) {
		json_reader_init(&baseline.reader, body, &arena, &inside);
		status = members_read(&baseline);
		if (status != STATUS_OK)
			error_set(err, status, path, inside.line, inside.column, "%s",
			          inside.message);
	}
	arena_close(&arena);
	return status;
}
