/* SPDX-License-Identifier: Apache-2.0 */
#include "web_caller.h"

#include "base_json.h"
#include "web_exchange.h"

#include <string.h>

#define STRIKE_CATEGORIES_MAX 16u

#define QUOTA_TYPE    "https://iana.org/assignments/http-problem-types#quota-exceeded"
#define CAPACITY_TYPE "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity"
#define ABNORMAL_TYPE "https://iana.org/assignments/http-problem-types#abnormal-usage-detected"

void web_caller_forget(struct web_caller *caller)
{
	caller->who = (struct keys_caller){ 0 };
	caller->is_admitted = false;
	caller->has_standing = false;
}

/* ---- the key in the head ---- */

static bool refuse_two(struct web_exchange *exchange)
{
	web_exchange_refuse(exchange, WEB_PROBLEM_TWO_KEYS,
	                    "Send one key: in Authorization or in x-api-key, or the same in both.",
	                    NULL);
	return false;
}

/* "Bearer KEY", whatever the case of the first word. Another scheme is no key of ours. */
static struct slice bearer(struct slice value)
{
	if (value.len > 7 && web_head_is(slice_range(value, 0, 6), "bearer") && value.ptr[6] == ' ')
		return slice_trim(slice_from(value, 7));
	return value;
}

/* *token is empty when there is none. False: the exchange is answered. */
static bool read_token(struct web_exchange *exchange, struct slice *token)
{
	const struct web_pair *authorization = web_head_find(&exchange->head, "authorization");
	const struct web_pair *own = web_head_find(&exchange->head, "x-api-key");

	*token = SLICE_NONE;
	if (web_head_count(&exchange->head, "authorization") > 1 ||
	    web_head_count(&exchange->head, "x-api-key") > 1)
		return refuse_two(exchange);
	if (authorization != NULL)
		*token = bearer(slice_trim(authorization->value));
	if (own == NULL)
		return true;
	if (token->len > 0 && !slice_equal(*token, slice_trim(own->value)))
		return refuse_two(exchange);
	*token = slice_trim(own->value);
	return true;
}

/* ---- refusals ---- */

static const char *title_of(unsigned http)
{
	switch (http) {
	case 401:
		return "A valid key is needed";
	case 402:
		return "There are not enough credits";
	case 403:
		return "This caller may not do that";
	case 429:
		return "There were too many requests";
	case 503:
		return "The key could not be charged";
	default:
		return "The request cannot be admitted";
	}
}

static const char *type_of(enum keys_refusal refusal, enum keys_limit limit)
{
	if (refusal == KEYS_SUSPENDED || refusal == KEYS_IS_REVOKED)
		return ABNORMAL_TYPE;
	if (refusal != KEYS_LIMITED)
		return NULL;
	return limit == KEYS_LIMIT_CONCURRENT ? CAPACITY_TYPE : QUOTA_TYPE;
}

static bool fault_of(struct web_exchange *exchange, enum keys_refusal refusal,
                     enum keys_limit limit, struct web_fault *fault)
{
	*fault = (struct web_fault){
		.http = keys_refusal_http(refusal),
		.code = keys_refusal_code(refusal),
		.title = title_of(keys_refusal_http(refusal)),
		.detail = keys_refusal_text(refusal),
		.type = type_of(refusal, limit),
		.violated = refusal == KEYS_LIMITED ? keys_limit_name(limit) : NULL,
	};
	if (fault->http == 401)
		web_exchange_header(exchange, "WWW-Authenticate", "Bearer realm=\"doorward\"");
	return false;
}

static bool refuse(struct web_exchange *exchange, enum keys_refusal refusal)
{
	struct web_fault fault;

	(void)fault_of(exchange, refusal, KEYS_LIMIT_NONE, &fault);
	web_exchange_refuse_fault(exchange, &fault, NULL);
	return false;
}

/* ---- who calls ---- */

/* What a request without a key may: checks where no key is required, and management from this
 * machine as long as nobody holds an admin's key. */
static unsigned anonymous_roles(const struct web_exchange *exchange)
{
	const struct web_worker *worker = exchange->worker;
	const struct keys_book  *keys = worker->server->keys;
	unsigned                 roles = worker->server->needs_key ? 0 : KEYS_ROLE_CHECK;

	if (worker->is_private && (worker->areas & WEB_AREA_MANAGEMENT) != 0 &&
	    (keys == NULL || !keys_has_admin(keys)))
		roles |= KEYS_ROLE_ALL & ~(unsigned)KEYS_ROLE_CHECK;
	return roles;
}

static enum keys_refusal without_store(struct slice token, unsigned roles, unsigned role,
                                       struct keys_caller *who)
{
	*who = (struct keys_caller){ .roles = roles };
	if (token.len > 0)
		return KEYS_STORE_DOWN;
	return role == 0 || (roles & role) != 0 ? KEYS_ADMITTED : KEYS_MISSING;
}

bool web_caller_identify(struct web_exchange *exchange)
{
	struct web_caller *caller = &exchange->caller;
	struct keys_book  *keys = exchange->worker->server->keys;
	enum web_role      role = exchange->route->role;
	unsigned           roles = anonymous_roles(exchange);
	enum keys_refusal  refusal;
	struct slice       token;

	if (role == WEB_ROLE_NONE)
		return true;
	if (!read_token(exchange, &token))
		return false;
	if (role == WEB_ROLE_ANY || role == WEB_ROLE_DEMO) {
		if (keys == NULL)
			return refuse(exchange, KEYS_STORE_DOWN);
		role = WEB_ROLE_NONE;
		roles = 0;
	}
	refusal = keys != NULL ? keys_authenticate(keys, token, roles, (unsigned)role, &caller->who)
	                       : without_store(token, roles, (unsigned)role, &caller->who);
	if (refusal == KEYS_ADMITTED && caller->who.is_demo &&
	    exchange->route->role != WEB_ROLE_DEMO)
		refusal = KEYS_READ_ONLY;
	return refusal == KEYS_ADMITTED || refuse(exchange, refusal);
}

bool web_caller_may_explain(const struct web_exchange *exchange)
{
	return (exchange->caller.who.roles & KEYS_ROLE_EXPLAIN) != 0;
}

/* ---- limits ---- */

static void put_policies(struct web_exchange *exchange, const struct keys_standing *standing)
{
	if (standing->limit_minute != KEYS_UNLIMITED && standing->limit_day != KEYS_UNLIMITED)
		web_exchange_header(exchange, "RateLimit-Policy",
		                    "\"permin\";q=%u;w=60, \"perday\";q=%u;w=86400",
		                    standing->limit_minute, standing->limit_day);
	else if (standing->limit_minute != KEYS_UNLIMITED)
		web_exchange_header(exchange, "RateLimit-Policy", "\"permin\";q=%u;w=60",
		                    standing->limit_minute);
	else if (standing->limit_day != KEYS_UNLIMITED)
		web_exchange_header(exchange, "RateLimit-Policy", "\"perday\";q=%u;w=86400",
		                    standing->limit_day);
}

/* Of the window with the lowest remainder. */
static void put_remainder(struct web_exchange *exchange, const struct keys_standing *standing)
{
	put_policies(exchange, standing);
	if (standing->left_day < standing->left_minute)
		web_exchange_header(exchange, "RateLimit", "\"perday\";r=%u;t=%u",
		                    standing->left_day, standing->reset_day_s);
	else if (standing->left_minute != KEYS_UNLIMITED)
		web_exchange_header(exchange, "RateLimit", "\"permin\";r=%u;t=%u",
		                    standing->left_minute, standing->reset_minute_s);
}

/* ticket.wait_s is what Retry-After and RateLimit agree on. */
static void put_violation(struct web_exchange *exchange, const struct keys_ticket *ticket)
{
	struct keys_standing standing;

	web_exchange_header(exchange, "Retry-After", "%u", ticket->wait_s);
	if (keys_standing_of(exchange->worker->server->keys, exchange->caller.who.holder,
	                     &standing))
		put_policies(exchange, &standing);
	web_exchange_header(exchange, "RateLimit", "\"%s\";r=0;t=%u",
	                    keys_limit_name(ticket->limit), ticket->wait_s);
}

/* Rounded to a millionth, but not to nothing; what is larger is refused as too large. */
static keys_amount quantity_of(const struct request *request)
{
	double millionths = request->quantity * (double)KEYS_AMOUNT_ONE;

	if (request->quantity == 0)
		return KEYS_AMOUNT_ONE; /* one operation */
	if (millionths < 1)
		return 1;
	return millionths < (double)KEYS_AMOUNT_MAX ? (keys_amount)(millionths + 0.5)
	                                            : KEYS_AMOUNT_MAX;
}

bool web_caller_admit(struct web_exchange *exchange, struct request *request,
                      struct web_fault *fault)
{
	struct web_caller     *caller = &exchange->caller;
	struct keys_book      *keys = exchange->worker->server->keys;
	const struct web_pair *retry = web_head_find(&exchange->head, "idempotency-key");
	const struct slice     body = buffer_slice(&exchange->body);
	struct keys_request    what = {
		   .subject = request->subject_key,
		   .policy = request->prompt.policy,
		   .operation = request->operation,
		   .quantity = quantity_of(request),
		   .idempotency = retry != NULL ? retry->value : SLICE_NONE,
	};
	enum keys_refusal refusal;

	if (keys == NULL || caller->who.holder == NULL)
		return request->subject_key.len == 0 ||
		       fault_of(exchange, KEYS_NO_ON_BEHALF, KEYS_LIMIT_NONE, fault);
	if (retry != NULL)
		what.body = keys_body_hash(keys, &body, 1);
	refusal = keys_admit(keys, &caller->who, &what, &caller->ticket);
	if (refusal != KEYS_ADMITTED) {
		if (refusal == KEYS_LIMITED)
			put_violation(exchange, &caller->ticket);
		return fault_of(exchange, refusal, caller->ticket.limit, fault);
	}
	caller->is_admitted = true;
	request->prompt.policy = slice_from_cstr(caller->ticket.policy);
	return true;
}

/* ---- verdicts ---- */

static size_t take_evidence(const struct engine_verdict *verdict,
                            const char *categories[STRIKE_CATEGORIES_MAX], bool *is_evasive)
{
	size_t count = 0;

	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct engine_finding *finding = &verdict->findings[i];

		if (!finding->decides || finding->action != RULESET_BLOCK)
			continue;
		*is_evasive = *is_evasive || finding->evasive;
		if (count < STRIKE_CATEGORIES_MAX)
			categories[count++] = ruleset_category_code(
				ruleset_rule_category(finding->rule));
	}
	return count;
}

static uint64_t hash_fields(const struct keys_book *keys, const struct engine_verdict *verdict,
                            struct arena *arena)
{
	struct slice *pieces = ARENA_ARRAY(arena, verdict->field_count, struct slice);

	if (pieces == NULL)
		return 0;
	for (size_t i = 0; i < verdict->field_count; i++)
		pieces[i] = verdict->fields[i].text;
	return keys_body_hash(keys, pieces, verdict->field_count);
}

void web_caller_settle(struct web_exchange *exchange, const struct engine_verdict *verdict,
                       const char *id)
{
	struct web_caller  *caller = &exchange->caller;
	struct keys_book   *keys = exchange->worker->server->keys;
	const char         *categories[STRIKE_CATEGORIES_MAX];
	struct keys_verdict what = {
		.id = id,
		.is_allowed = verdict->decision != ENGINE_BLOCK,
		.is_block = verdict->decision == ENGINE_BLOCK,
	};

	if (!caller->is_admitted)
		return;
	if (what.is_block) {
		what.evidence.categories = categories;
		what.evidence.category_count = take_evidence(verdict, categories,
		                                             &what.evidence.is_evasive);
		what.evidence.body = hash_fields(keys, verdict,
		                                 engine_worker_arena(exchange->worker->engine));
	}
	caller->has_standing = keys_settle(keys, &caller->ticket, &what, &caller->standing);
	put_remainder(exchange, &caller->standing);
	if (caller->standing.held != KEYS_RUNG_NONE)
		web_exchange_header(exchange, "X-Doorward-Warning", "strikes=%u.%03u; %s",
		                    caller->standing.strikes_milli / 1000,
		                    caller->standing.strikes_milli % 1000,
		                    keys_rung_name(caller->standing.held));
}

struct keys_receipt web_caller_receipt(struct web_exchange *exchange)
{
	struct keys_receipt receipt = { .holder = NULL };

	if (!exchange->caller.is_admitted)
		return receipt;
	receipt = exchange->caller.ticket.receipt;
	exchange->caller.ticket.receipt.holder = NULL;
	return receipt;
}

void web_caller_undo(struct web_exchange *exchange)
{
	struct web_caller  *caller = &exchange->caller;
	struct keys_receipt receipt = web_caller_receipt(exchange);

	if (!caller->is_admitted)
		return;
	keys_undo(exchange->worker->server->keys, &receipt);
	caller->ticket.is_paid = false; /* under an idempotency key, the next one pays */
}

static void put_count(struct buffer *out, const char *name, uint32_t count)
{
	json_write_key(out, name);
	if (count == KEYS_UNLIMITED)
		buffer_append_cstr(out, "null");
	else
		buffer_append_u64(out, count);
}

void web_caller_put(const struct web_exchange *exchange, struct buffer *out)
{
	const struct keys_standing *standing = &exchange->caller.standing;
	char                        text[KEYS_AMOUNT_CHARS];

	if (!exchange->caller.has_standing) {
		buffer_append_cstr(out, ",\"key\":null");
		return;
	}
	buffer_append_cstr(out, ",\"key\":{\"id\":\"");
	buffer_append_cstr(out, standing->id.text);
	buffer_append_cstr(out, "\",\"plan\":\"");
	buffer_append_cstr(out, standing->plan);
	buffer_append_cstr(out, "\",\"strikes\":");
	buffer_append_cstr(out,
	                   keys_amount_print((keys_amount)standing->strikes_milli * 1000, text));
	put_count(out, "remaining_minute", standing->left_minute);
	put_count(out, "remaining_day", standing->left_day);
	buffer_append_cstr(out, ",\"credits\":");
	buffer_append_cstr(out, standing->has_credits ? keys_amount_print(standing->credits, text)
	                                              : "null");
	buffer_append_char(out, '}');
}

void web_caller_end(struct web_exchange *exchange)
{
	if (exchange->caller.is_admitted)
		keys_release(exchange->worker->server->keys, &exchange->caller.ticket);
	exchange->caller.is_admitted = false;
}
