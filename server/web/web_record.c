/* SPDX-License-Identifier: Apache-2.0 */
#include "web_record.h"

#include "audit_content.h"
#include "audit_encode.h"
#include "audit_log.h"
#include "audit_record.h"

static bool take_categories(const struct engine_verdict *verdict, struct arena *arena,
                            struct audit_record *record)
{
	struct audit_category *categories = ARENA_ARRAY(arena, verdict->category_count,
	                                                struct audit_category);

	if (categories == NULL)
		return false;
	for (size_t i = 0; i < verdict->category_count; i++) {
		const struct engine_category *from = &verdict->categories[i];

		categories[i] = (struct audit_category){
			.code = ruleset_category_code(from->category),
			.severity = ruleset_severity_name((enum ruleset_severity)from->severity),
			.score = from->score,
		};
	}
	record->categories = categories;
	record->category_count = verdict->category_count;
	return true;
}

static struct audit_finding take_finding(const struct engine_verdict *verdict,
                                         const struct engine_finding *from)
{
	const struct engine_part *first = &from->parts[0];

	return (struct audit_finding){
		.rule = ruleset_rule_id(from->rule),
		.category = ruleset_category_code(ruleset_rule_category(from->rule)),
		.severity = ruleset_severity_name(ruleset_rule_severity(from->rule)),
		.action = ruleset_action_name(ruleset_rule_action(from->rule)),
		.mode = ruleset_mode_name(ruleset_rule_mode(from->rule)),
		.field = verdict->fields[first->field].name,
		.start = first->span.start,
		.end = first->span.end,
		.exact = first->exact,
		.chain = first->chain,
		.chain_count = first->chain_count,
		.part_count = from->part_count,
		.uncertain = from->uncertain,
		.evasive = from->evasive,
		.decides = from->decides,
	};
}

static bool take_findings(const struct engine_verdict *verdict, struct arena *arena,
                          struct audit_record *record)
{
	struct audit_finding *findings = ARENA_ARRAY(arena, verdict->finding_count,
	                                             struct audit_finding);
	const char          **would = ARENA_ARRAY(arena, verdict->would_rule_count, const char *);

	if (findings == NULL || would == NULL)
		return false;
	for (size_t i = 0; i < verdict->finding_count; i++)
		findings[i] = take_finding(verdict, &verdict->findings[i]);
	record->findings = findings;
	record->finding_count = verdict->finding_count;
	if (!verdict->has_would)
		return true;
	for (size_t i = 0; i < verdict->would_rule_count; i++)
		would[i] = ruleset_rule_id(verdict->would_rules[i]);
	record->would_decision = engine_decision_name(verdict->would_decision);
	record->would_rules = would;
	record->would_rule_count = verdict->would_rule_count;
	return true;
}

static bool take_signals(const struct engine_verdict *verdict, struct arena *arena,
                         struct audit_record *record)
{
	struct audit_signal *signals = ARENA_ARRAY(arena, verdict->signal_count,
	                                           struct audit_signal);

	if (signals == NULL)
		return false;
	for (size_t i = 0; i < verdict->signal_count; i++)
		signals[i] = (struct audit_signal){ verdict->signals[i].name,
			                            verdict->signals[i].count };
	record->signals = signals;
	record->signal_count = verdict->signal_count;
	return true;
}

static bool take_hashes(const struct engine_verdict *verdict, const struct audit_hash_key *key,
                        struct arena *arena, struct audit_record *record)
{
	size_t count = verdict->field_count < AUDIT_FIELDS_MAX ? verdict->field_count
	                                                       : AUDIT_FIELDS_MAX;
	struct audit_field_hash *hashes = ARENA_ARRAY(arena, count, struct audit_field_hash);

	if (hashes == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		hashes[i].field = verdict->fields[i].name;
		audit_hash_of(key, verdict->fields[i].text, &hashes[i].hash);
	}
	record->field_hashes = hashes;
	record->field_hash_count = count;
	return true;
}

static void take_verdict(const struct engine_verdict *verdict, struct audit_record *record)
{
	record->policy = verdict->policy;
	record->revision = verdict->revision;
	record->decision = engine_decision_name(verdict->decision);
	record->complete = verdict->complete;
	record->evasion = verdict->evasion;
	record->coverage = (struct audit_coverage){
		.bytes = verdict->coverage.bytes,
		.inspected = verdict->coverage.inspected,
		.decoded = verdict->coverage.decoded,
		.views = verdict->coverage.views,
		.depth = verdict->coverage.depth,
		.budget_hit = verdict->coverage.budget_hit,
	};
}

static struct slice cut(struct slice text)
{
	return text.len > AUDIT_NAME_BYTES_MAX ? slice_range(text, 0, AUDIT_NAME_BYTES_MAX) : text;
}

/* False when they are too long to be kept. */
static bool pack_fields(const struct engine_verdict *verdict, size_t max, struct buffer *out)
{
	size_t bytes = 0;

	for (size_t i = 0; i < verdict->field_count; i++)
		bytes += 16 + verdict->fields[i].name.len + verdict->fields[i].text.len;
	if (bytes > max)
		return false;
	for (size_t i = 0; i < verdict->field_count; i++) {
		const struct engine_field       *from = &verdict->fields[i];
		const struct audit_content_field field = { from->name, from->text,
			                                   from->polarity == ENGINE_NEGATIVE };

		audit_content_add(&field, out);
	}
	return true;
}

/* The key's own account; what the caller says of itself only where there is no key. */
static struct slice account_of(const struct web_exchange *exchange, const struct request *request)
{
	if (exchange->caller.has_standing)
		return slice_from_cstr(exchange->caller.standing.account);
	return cut(request->subject_account);
}

/* Is the text handed over, to be sealed? */
static bool keep_text(struct web_exchange *exchange, const struct web_record *what,
                      uint64_t time_us)
{
	struct audit_log                *log = exchange->worker->server->log;
	const struct audit_content_owner owner = { account_of(exchange, what->request),
		                                   what->request->subject_user, time_us };
	size_t                           before;

	if (!what->keeps_text)
		return false;
	before = exchange->content.len;
	audit_content_begin(audit_log_hash_key(log), &owner, &exchange->content);
	if (pack_fields(what->verdict, audit_log_content_max(log), &exchange->content))
		return true;
	exchange->content.len = before;
	return false;
}

static struct slice key_of(const struct web_exchange *exchange)
{
	if (exchange->caller.has_standing)
		return slice_from_cstr(exchange->caller.standing.id.text);
	return SLICE_NONE;
}

static uint64_t left(uint32_t count)
{
	return count == KEYS_UNLIMITED ? UINT64_MAX : count;
}

static const char *rung_or_null(enum keys_rung rung)
{
	return rung == KEYS_RUNG_NONE ? NULL : keys_rung_name(rung);
}

/* Where the key stands, or NULL without one. */
static const struct audit_standing *take_standing(const struct web_exchange *exchange,
                                                  struct audit_standing     *taken)
{
	const struct keys_standing *standing = &exchange->caller.standing;

	if (!exchange->caller.has_standing)
		return NULL;
	*taken = (struct audit_standing){
		.added_milli = standing->strike.added_milli,
		.points_milli = standing->strikes_milli,
		.reached = rung_or_null(standing->strike.reached),
		.held = rung_or_null(standing->held),
		.plan = standing->plan,
		.left_minute = left(standing->left_minute),
		.left_day = left(standing->left_day),
		.has_credits = standing->has_credits,
		.credits_millionths = standing->credits,
		.charged_millionths = exchange->caller.ticket.receipt.charged,
	};
	return taken;
}

enum status web_record_write(struct web_exchange *exchange, const struct web_record *what)
{
	static const char *const     redacted[] = { "text" };
	struct web_server           *server = exchange->worker->server;
	struct arena                *arena = engine_worker_arena(exchange->worker->engine);
	const struct engine_verdict *verdict = what->verdict;
	uint64_t                     time_us = audit_clock_us(server->clock);
	struct audit_standing        standing;
	const struct audit_size      sizes[] = { { "body", exchange->body_bytes },
		                                 { "fields", verdict->field_count },
		                                 { "findings_dropped", verdict->findings_dropped } };
	struct audit_record          record = {
			 .time_us = time_us,
			 .node = audit_log_node(server->log),
			 .id = what->id,
			 .request_id = slice_from_cstr(exchange->request_id),
			 .trace_id = slice_from_cstr(exchange->trace_id),
			 .account = account_of(exchange, what->request),
			 .key_id = key_of(exchange),
			 .face = what->face,
			 .direction = what->request->prompt.direction == ENGINE_OUTPUT ? "output" : "input",
			 .sizes = sizes,
			 .size_count = sizeof sizes / sizeof sizes[0],
			 .standing = take_standing(exchange, &standing),
			 .timing_us = what->timing_us,
			 .redacted = redacted,
			 .redacted_count = keep_text(exchange, what, time_us) ? 0 : 1,
	};

	take_verdict(verdict, &record);
	if (!take_categories(verdict, arena, &record) || !take_findings(verdict, arena, &record) ||
	    !take_signals(verdict, arena, &record) ||
	    !take_hashes(verdict, audit_log_hash_key(server->log), arena, &record))
		return STATUS_NO_MEMORY;
	audit_encode(&record, &exchange->record);
	return web_exchange_entry(exchange);
}
