/* SPDX-License-Identifier: Apache-2.0 */
/* A record is flat but for a few arrays of objects, so one table of members a kind of object says
 * where each value goes; read_object() does the rest. */
#include "audit_entry.h"

#include "audit_clock.h"
#include "base_json.h"

#include <string.h>

typedef enum status read_value(struct json_reader *json, enum json_token token, void *to);

struct member {
	const char *name;
	size_t      offset;
	read_value *read;
};

static enum status read_text(struct json_reader *json, enum json_token token, void *to)
{
	if (token == JSON_STRING)
		return json_string_decode(json, to, NULL);
	return json_skip(json, token);
}

static enum status read_number(struct json_reader *json, enum json_token token, void *to)
{
	if (token == JSON_NUMBER)
		return json_number_u64(json, to) ? STATUS_OK : STATUS_CORRUPT;
	return json_skip(json, token);
}

static enum status read_bool(struct json_reader *json, enum json_token token, void *to)
{
	bool *value = to;

	*value = token == JSON_TRUE;
	return json_skip(json, token);
}

/* Room for item `*count` of an array whose length nobody knows. */
static void *next_item(struct json_reader *json, void **items, size_t *count, size_t bytes)
{
	if ((*count & (*count - 1)) == 0) {
		size_t more = *count == 0 ? 1 : 2 * *count;
		void  *grown = arena_resize(json->arena, *items, *count * bytes, more * bytes);

		if (grown == NULL)
			return NULL;
		*items = grown;
	}
	return memset((char *)*items + (*count)++ * bytes, 0, bytes);
}

static enum status read_words(struct json_reader *json, enum json_token token, void *to)
{
	struct audit_words *words = to;
	void               *items = NULL;
	enum status         status;

	if (token != JSON_ARRAY_BEGIN)
		return json_skip(json, token);
	while ((status = json_next(json, &token)) == STATUS_OK && token != JSON_ARRAY_END) {
		struct slice *word = next_item(json, &items, &words->count, sizeof *word);

		if (word == NULL)
			return STATUS_NO_MEMORY;
		status = read_text(json, token, word);
		if (status != STATUS_OK)
			return status;
		words->at = items;
	}
	return status;
}

/* The member of the key that was read, or NULL. Members come in the order of the table, mostly all:
 * so the one behind the last, `*at`, is looked at first. */
static const struct member *find_member(struct json_reader *json, const struct member *members,
                                        size_t count, size_t *at)
{
	for (size_t tried = 0; tried < count; tried++, *at = *at + 1 < count ? *at + 1 : 0)
		if (json_raw_is(json, slice_from_cstr(members[*at].name)))
			return &members[*at];
	return NULL;
}

/* After JSON_OBJECT_BEGIN. */
static enum status read_object(struct json_reader *json, const struct member *members, size_t count,
                               char *to)
{
	enum json_token token;
	enum status     status;
	size_t          at = 0;

	while ((status = json_next(json, &token)) == STATUS_OK && token == JSON_KEY) {
		const struct member *member = find_member(json, members, count, &at);

		status = json_next(json, &token);
		if (status == STATUS_OK)
			status = member != NULL ? member->read(json, token, to + member->offset)
			                        : json_skip(json, token);
		if (status != STATUS_OK)
			return status;
	}
	return status;
}

struct shape {
	const struct member *members;
	size_t               member_count;
	size_t               bytes;
};

static enum status read_array(struct json_reader *json, enum json_token token,
                              const struct shape *shape, void **items, size_t *count)
{
	enum status status;

	if (token != JSON_ARRAY_BEGIN)
		return json_skip(json, token);
	while ((status = json_next(json, &token)) == STATUS_OK && token != JSON_ARRAY_END) {
		void *item;

		if (token != JSON_OBJECT_BEGIN)
			return STATUS_CORRUPT;
		item = next_item(json, items, count, shape->bytes);
		if (item == NULL)
			return STATUS_NO_MEMORY;
		status = read_object(json, shape->members, shape->member_count, item);
		if (status != STATUS_OK)
			return status;
	}
	return status;
}

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* ---- objects in arrays ---- */

#define AT(type, member) offsetof(struct audit_entry_##type, member)

static enum status read_span(struct json_reader *json, enum json_token token, void *to)
{
	static const struct member members[] = {
		{ "start", AT(finding, start), read_number },
		{ "end", AT(finding, end), read_number },
	};

	if (token != JSON_OBJECT_BEGIN)
		return json_skip(json, token);
	return read_object(json, members, COUNT_OF(members), to);
}

/* read_NAME(): the array's items and their number into the entry. */
#define ARRAY(name, item, items, count)                                                            \
	static enum status read_##name(struct json_reader *json, enum json_token token, void *to)  \
	{                                                                                          \
		static const struct shape shape = { name##_members, COUNT_OF(name##_members),      \
			                            sizeof(struct audit_entry_##item) };           \
		struct audit_entry       *entry = to;                                              \
		void                     *all = NULL;                                              \
		enum status status = read_array(json, token, &shape, &all, &entry->count);         \
                                                                                                   \
		entry->items = all;                                                                \
		return status;                                                                     \
	}

static const struct member categories_members[] = {
	{ "code", AT(category, code), read_text },
	{ "severity", AT(category, severity), read_text },
	{ "score", AT(category, score), read_number },
};
ARRAY(categories, category, categories, category_count)

static const struct member findings_members[] = {
	{ "rule", AT(finding, rule), read_text },
	{ "category", AT(finding, category), read_text },
	{ "severity", AT(finding, severity), read_text },
	{ "action", AT(finding, action), read_text },
	{ "mode", AT(finding, mode), read_text },
	{ "field", AT(finding, field), read_text },
	{ "span", 0, read_span },
	{ "exact", AT(finding, exact), read_bool },
	{ "chain", AT(finding, chain), read_words },
	{ "parts", AT(finding, parts), read_number },
	{ "uncertain", AT(finding, uncertain), read_bool },
	{ "evasive", AT(finding, evasive), read_bool },
	{ "decides", AT(finding, decides), read_bool },
};
ARRAY(findings, finding, findings, finding_count)

static const struct member signals_members[] = {
	{ "name", AT(signal, name), read_text },
	{ "count", AT(signal, count), read_number },
};
ARRAY(signals, signal, signals, signal_count)

static const struct member hashes_members[] = {
	{ "field", AT(hash, field), read_text },
	{ "hash", AT(hash, hash), read_text },
};
ARRAY(hashes, hash, hashes, hash_count)

/* ---- the record ---- */

#define IN(member) offsetof(struct audit_entry, member)

static enum status read_would(struct json_reader *json, enum json_token token, void *to)
{
	static const struct member members[] = {
		{ "decision", IN(would_decision), read_text },
		{ "rules", IN(would_rules), read_words },
	};

	if (token != JSON_OBJECT_BEGIN)
		return json_skip(json, token);
	return read_object(json, members, COUNT_OF(members), to);
}

static enum status read_content(struct json_reader *json, enum json_token token, void *to)
{
	static const struct member members[] = {
		{ "key", IN(content_key), read_text },
		{ "nonce", IN(content_nonce), read_text },
		{ "box", IN(content_box), read_text },
	};

	if (token != JSON_OBJECT_BEGIN)
		return json_skip(json, token);
	return read_object(json, members, COUNT_OF(members), to);
}

static enum status read_notice(struct json_reader *json, enum json_token token, void *to)
{
	static const struct member members[] = {
		{ "kind", IN(notice), read_text },
		{ "gone", IN(notice_gone), read_text },
		{ "first_seq", IN(notice_first_seq), read_number },
		{ "last_seq", IN(notice_last_seq), read_number },
	};

	if (token != JSON_OBJECT_BEGIN)
		return json_skip(json, token);
	return read_object(json, members, COUNT_OF(members), to);
}

static const struct member record_members[] = {
	{ "seq", IN(seq), read_number },
	{ "time", IN(time), read_text },
	{ "node", IN(node), read_text },
	{ "id", IN(id), read_text },
	{ "request_id", IN(request_id), read_text },
	{ "trace_id", IN(trace_id), read_text },
	{ "account", IN(account), read_text },
	{ "key_id", IN(key_id), read_text },
	{ "face", IN(face), read_text },
	{ "direction", IN(direction), read_text },
	{ "policy", IN(policy), read_text },
	{ "revision", IN(revision), read_text },
	{ "decision", IN(decision), read_text },
	{ "would", 0, read_would },
	{ "complete", IN(complete), read_bool },
	{ "categories", 0, read_categories },
	{ "findings", 0, read_findings },
	{ "signals", 0, read_signals },
	{ "evasion", IN(evasion), read_bool },
	{ "field_hashes", 0, read_hashes },
	{ "notice", 0, read_notice },
	{ "content", 0, read_content },
	{ "hash", IN(hash), read_text },
};

enum status audit_entry_read(struct slice line, struct arena *arena, struct audit_entry *entry)
{
	struct json_reader json;
	enum json_token    token;
	enum status        status;

	*entry = (struct audit_entry){ 0 };
	json_reader_init(&json, line, arena, NULL);
	status = json_next(&json, &token);
	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return STATUS_CORRUPT;
	if (status == STATUS_OK)
		status = read_object(&json, record_members, COUNT_OF(record_members),
		                     (char *)entry);
	if (status == STATUS_OK)
		status = json_next(&json, &token);
	if (status != STATUS_OK)
		return status == STATUS_NO_MEMORY ? status : STATUS_CORRUPT;
	if (!audit_clock_parse(entry->time, &entry->time_us))
		entry->time_us = 0;
	return entry->seq > 0 ? STATUS_OK : STATUS_CORRUPT;
}
