/* SPDX-License-Identifier: Apache-2.0 */
#include "web_face.h"

#include "doorward/verdict.h"
#include "web_record.h"

#include <string.h>

/* ---- faults ---- */

struct web_fault web_face_fault(enum web_problem problem, const char *detail)
{
	return (struct web_fault){
		.http = web_problem_http(problem),
		.code = web_problem_code(problem),
		.title = web_problem_title(problem),
		.detail = detail,
	};
}

struct web_fault web_face_unreadable(enum status status)
{
	if (status_blame(status) != STATUS_BLAME_CALLER)
		return web_face_fault(WEB_PROBLEM_CANNOT_DECIDE,
		                      "There is not enough memory to judge this prompt.");
	if (status == STATUS_JSON_MALFORMED)
		return web_face_fault(WEB_PROBLEM_INVALID_JSON, "The body cannot be read as JSON.");
	if (status == STATUS_LIMIT_REACHED)
		return web_face_fault(
			WEB_PROBLEM_TOO_MANY_VALUES,
			"The body has more parts, or is nested deeper, than is judged.");
	return web_face_fault(WEB_PROBLEM_INVALID_REQUEST, "The body is JSON, but not a request.");
}

static struct web_fault fault_of_check(enum status status)
{
	if (status == STATUS_NOT_FOUND)
		return web_face_fault(WEB_PROBLEM_UNKNOWN_POLICY,
		                      "The ruleset has no policy of this name.");
	if (status == STATUS_LIMIT_REACHED)
		return web_face_fault(WEB_PROBLEM_TOO_MANY_VALUES,
		                      "The body has more fields than are judged.");
	return web_face_fault(WEB_PROBLEM_CANNOT_DECIDE,
	                      "There is not enough memory to judge this prompt.");
}

/* ---- judging ---- */

/* Does the policy that decided keep the text? */
static bool keeps_text(const struct ruleset *ruleset, const struct engine_verdict *verdict)
{
	const struct ruleset_policy *policy = ruleset_policy_find(ruleset, verdict->policy);

	return policy != NULL && ruleset_policy_stores_content(policy);
}

static enum status record(struct web_exchange *exchange, const char *face,
                          const struct ruleset *ruleset, const struct web_outcome *outcome)
{
	const struct web_record what = {
		outcome->verdict,   outcome->request,
		outcome->id,        face,
		outcome->timing_us, keeps_text(ruleset, outcome->verdict)
	};

	const struct audit_log *log = exchange->worker->server->log;
	enum status             status;

	if (log == NULL)
		return STATUS_OK;
	status = web_record_write(exchange, &what);
	if (status == STATUS_OK &&
	    exchange->record.len + exchange->content.len > audit_log_bytes_max(log)) {
		exchange->entry_count--;
		status = STATUS_LIMIT_REACHED;
	}
	return status;
}

/* A log that could never take the record is no reason to try again. */
static struct web_fault fault_of_record(enum status status)
{
	if (status == STATUS_LIMIT_REACHED)
		return web_face_fault(
			WEB_PROBLEM_TOO_MANY_VALUES,
			"The records of this request are more than the log takes at once.");
	return web_face_fault(WEB_PROBLEM_CANNOT_DECIDE,
	                      "There is not enough memory for the answer.");
}

/* For the statistics of rules: the key, else what an anonymous caller says of itself. */
static struct slice who_asked(const struct web_exchange *exchange, const struct request *request)
{
	if (exchange->caller.has_standing)
		return slice_from_cstr(exchange->caller.standing.id.text);
	return request->subject_account;
}

static void count(struct web_exchange *exchange, const struct web_outcome *outcome)
{
	struct web_worker *worker = exchange->worker;

	web_count_verdict(worker->counters, outcome->verdict);
	web_stats_count(worker->stats, outcome->verdict, who_asked(exchange, outcome->request),
	                audit_clock_us(worker->server->clock) / 1000000u);
}

static bool answer(struct web_exchange *exchange, const char *face, const struct ruleset *ruleset,
                   struct web_outcome *outcome, web_write *write, void *context,
                   struct web_fault *fault)
{
	size_t          before = exchange->reply.body.len;
	enum status     status;
	struct audit_id id;

	audit_id_next(&exchange->worker->server->ids, &id);
	outcome->id = id.text;
	web_caller_settle(exchange, outcome->verdict, id.text);
	write(exchange, outcome, context);
	status = record(exchange, face, ruleset, outcome);
	if (status != STATUS_OK || exchange->reply.body.failed) {
		web_caller_undo(exchange);
		web_exchange_cut(exchange);
		exchange->reply.body.len = before; /* nobody is told what is not recorded */
		*fault = fault_of_record(status);
		return false;
	}
	count(exchange, outcome);
	return true;
}

/* Asked before a prompt is counted, charged or strikes: nobody pays for a log that is full. */
static bool can_record(const struct web_server *server)
{
	if (server->log == NULL || server->may_drop_records || audit_log_is_writable(server->log))
		return true;
	audit_log_count_unwritten(server->log);
	return false;
}

bool web_face_judge(struct web_exchange *exchange, const char *face, struct request *request,
                    web_write *write, void *context, struct web_fault *fault)
{
	struct web_worker    *worker = exchange->worker;
	uint64_t              begin_us = web_server_now_us();
	struct web_outcome    outcome = { .request = request };
	const struct ruleset *ruleset;
	enum status           status;
	bool                  is_answered = false;

	if (!can_record(worker->server)) {
		*fault = web_face_fault(WEB_PROBLEM_AUDIT_UNAVAILABLE,
		                        "No prompt is decided without a record; try again later.");
		return false;
	}
	if (!web_caller_admit(exchange, request, fault))
		return false;
	ruleset = ruleset_acquire(worker->reader);
	if (ruleset == NULL) {
		*fault = web_face_fault(WEB_PROBLEM_NO_RULESET,
		                        "No rules could be loaded so far; see /readyz?verbose.");
	} else {
		web_worker_measure(worker);
		status = engine_check(worker->engine, ruleset, &request->prompt, &outcome.verdict);
		outcome.timing_us = web_server_now_us() - begin_us;
		if (status == STATUS_OK)
			is_answered = answer(exchange, face, ruleset, &outcome, write, context,
			                     fault);
		else
			*fault = fault_of_check(status);
	}
	ruleset_release(worker->reader);
	return is_answered;
}

/* ---- what answers say ---- */

const struct engine_finding *web_face_reason(const struct engine_verdict *verdict)
{
	for (size_t i = 0; i < verdict->finding_count; i++)
		if (verdict->findings[i].decides)
			return &verdict->findings[i];
	return NULL;
}

void web_face_headers(struct web_exchange *exchange, const struct web_outcome *outcome)
{
	const struct engine_verdict *verdict = outcome->verdict;
	const struct engine_finding *reason = web_face_reason(verdict);

	web_exchange_header(exchange, "x-doorward-decision", "%s",
	                    engine_decision_name(verdict->decision));
	web_exchange_header(exchange, "x-doorward-verdict", "%s", outcome->id);
	web_exchange_header(exchange, "x-doorward-coverage", "%s",
	                    verdict->complete ? "complete" : "incomplete");
	if (reason == NULL)
		return;
	web_exchange_header(exchange, "x-doorward-category", "%s",
	                    ruleset_category_code(ruleset_rule_category(reason->rule)));
	web_exchange_header(exchange, "x-doorward-rule", "%s", ruleset_rule_id(reason->rule));
}

void web_face_put_native(struct web_exchange *exchange, const struct web_outcome *outcome)
{
	struct buffer *out = &exchange->reply.body;

	buffer_append_cstr(out, "{\"id\":\"");
	buffer_append_cstr(out, outcome->id);
	buffer_append_char(out, '"');
	verdict_write(outcome->verdict, out);
	web_caller_put(exchange, out);
	buffer_append_cstr(out, ",\"timing_us\":{\"total\":");
	buffer_append_u64(out, outcome->timing_us);
	buffer_append_cstr(out, "}}");
}
