/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/keys, GET /v1/keys/{id}, GET /v1/accounts/{id}, GET /v1/usage, and what all routes about
 * keys share. The store is asked on the thread of jobs: checks do not wait for it. */
#include "web_keys.h"

#include "base_json.h"
#include "web_jobs.h"
#include "web_query.h"
#include "web_rules.h"

#include <stdio.h>
#include <string.h>

#define LIMIT_STANDARD 100u
#define LIMIT_MAX      500u

/* ---- shared ---- */

void web_keys_answer(struct web_exchange *exchange, unsigned http)
{
	buffer_append_char(&exchange->reply.body, '\n');
	exchange->reply.http = http;
	exchange->reply.type = "application/json";
}

static unsigned http_of(enum keys_fault fault)
{
	switch (fault) {
	case KEYS_FAULT_STORE:
		return 503;
	case KEYS_FAULT_NO_KEY:
	case KEYS_FAULT_NO_ACCOUNT:
	case KEYS_FAULT_NO_CHARGE:
		return 404;
	case KEYS_FAULT_NOT_ACTIVE:
	case KEYS_FAULT_NOT_INACTIVE:
	case KEYS_FAULT_NOT_REVOKED:
	case KEYS_FAULT_ALREADY_REVOKED:
	case KEYS_FAULT_ROTATED:
	case KEYS_FAULT_REFUND_TOO_LARGE:
	case KEYS_FAULT_TOO_MANY_CREDITS:
	case KEYS_FAULT_DONE_BEFORE:
		return 409;
	case KEYS_DONE:
	case KEYS_FAULT_NO_PLAN:
	case KEYS_FAULT_CUSTOM_LIMITS:
	case KEYS_FAULT_NOT_CUSTOM:
	case KEYS_FAULT_ACCOUNT_NAME:
	case KEYS_FAULT_NAME:
	case KEYS_FAULT_POLICIES:
	case KEYS_FAULT_ENVIRONMENT:
	case KEYS_FAULT_ROLES:
	case KEYS_FAULT_TIME:
	case KEYS_FAULT_DEMO_ROLES:
	case KEYS_FAULT_PAST:
	case KEYS_FAULT_REASON_NEEDED:
	case KEYS_FAULT_REASON_LONG:
	case KEYS_FAULT_AMOUNT:
	case KEYS_FAULT_ONCE_REUSED:
		break;
	}
	return 422;
}

void web_keys_refuse(struct web_exchange *exchange, enum keys_fault fault)
{
	const struct web_fault refusal = {
		.http = http_of(fault),
		.code = keys_fault_code(fault),
		.title = "The change was not made",
		.detail = keys_fault_text(fault),
	};

	web_exchange_refuse_fault(exchange, &refusal, NULL);
}

bool web_keys_read(struct web_exchange *exchange, const struct web_member *members, size_t count,
                   void *target)
{
	struct engine_worker *engine = web_jobs_bench(exchange->worker->server->jobs)->engine;
	struct error          err = { 0 };
	enum status           status;

	engine_worker_reset(engine);
	status = web_body_read(buffer_slice(&exchange->body), engine_worker_arena(engine), members,
	                       count, target, &err);
	if (status != STATUS_OK)
		web_rules_refuse(exchange, status, &err);
	return status == STATUS_OK;
}

const char *web_keys_actor(const struct web_exchange *exchange, char actor[WEB_ACTOR_CHARS])
{
	bool has_key = exchange->caller.who.holder != NULL;

	(void)snprintf(actor, WEB_ACTOR_CHARS, has_key ? "key %s" : "local",
	               exchange->caller.who.id.text);
	return actor;
}

const char *web_keys_path_id(const struct web_exchange *exchange, char id[KEYS_NAME_CHARS + 1])
{
	size_t len = exchange->parameter.len;

	/* A name that is too long is the name of nothing. */
	if (len > KEYS_NAME_CHARS)
		len = 0;
	memcpy(id, len > 0 ? exchange->parameter.ptr : "", len);
	id[len] = '\0';
	return id;
}

static void without_store(struct web_exchange *exchange)
{
	web_keys_refuse(exchange, KEYS_FAULT_STORE);
}

/* ---- GET /v1/keys ---- */

struct page {
	const struct keys_admin *admin;
	struct buffer           *out;
	struct slice             after;
	struct slice             account;
	uint64_t                 left;
	struct keys_id           last;
	bool                     has_more;
	enum status              status;
};

static bool page_key(void *context, const struct keys_key *key)
{
	struct page        *page = context;
	struct keys_strikes strikes;

	if (slice_compare(slice_from_cstr(key->id.text), page->after) <= 0 ||
	    (page->account.len > 0 && !slice_equal_cstr(page->account, key->account)))
		return true;
	page->has_more = page->left == 0;
	if (page->has_more)
		return false;
	page->left--;
	page->status = keys_store_get_strikes(page->admin->store, key->id.text, &strikes);
	if (page->last.text[0] != '\0')
		buffer_append_char(page->out, ',');
	keys_json_key(key, &strikes, NULL, page->out);
	page->last = key->id;
	return page->status == STATUS_OK;
}

static enum keys_fault list(void *context, const struct keys_admin *admin)
{
	struct page *page = context;
	enum status  status;

	page->admin = admin;
	status = keys_store_each_key(admin->store, page_key, page);
	return status == STATUS_OK && page->status == STATUS_OK ? KEYS_DONE : KEYS_FAULT_STORE;
}

static bool read_page(const struct web_head *head, struct arena *arena, struct page *page)
{
	static const char *const names[] = { "account", "after", "limit" };

	page->left = LIMIT_STANDARD;
	return web_query_known(head, names, sizeof names / sizeof names[0]) &&
	       web_query_text(head, "account", arena, &page->account) &&
	       web_query_text(head, "after", arena, &page->after) &&
	       web_query_number(head, "limit", 1, LIMIT_MAX, &page->left);
}

static void list_job(struct web_exchange *exchange)
{
	struct web_server    *server = exchange->worker->server;
	struct engine_worker *engine = web_jobs_bench(server->jobs)->engine;
	struct page           page = { .out = &exchange->reply.body };
	char                  actor[WEB_ACTOR_CHARS];
	enum keys_fault       fault;

	engine_worker_reset(engine);
	if (!read_page(&exchange->head, engine_worker_arena(engine), &page)) {
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_ARGUMENT,
		                    "The arguments are account, after and limit (1 to 500).", NULL);
		return;
	}
	buffer_append_cstr(page.out, "{\"keys\":[");
	fault = keys_book_change(server->keys, web_keys_actor(exchange, actor), list, &page);
	if (fault != KEYS_DONE) {
		web_keys_refuse(exchange, fault);
		return;
	}
	buffer_append_cstr(page.out, "],\"next\":");
	if (page.has_more)
		json_write_string(page.out, slice_from_cstr(page.last.text));
	else
		buffer_append_cstr(page.out, "null");
	buffer_append_char(page.out, '}');
	web_keys_answer(exchange, 200);
}

void web_keys_list(struct web_exchange *exchange)
{
	if (exchange->worker->server->keys == NULL)
		without_store(exchange);
	else
		exchange->later = list_job;
}

/* ---- GET /v1/keys/{id}, GET /v1/accounts/{id} ---- */

struct lookup {
	struct web_exchange *exchange;
	char                 id[KEYS_NAME_CHARS + 1];
};

static enum keys_fault get_key(void *context, const struct keys_admin *admin)
{
	struct lookup      *lookup = context;
	struct keys_key     key;
	struct keys_strikes strikes;
	enum status         status = keys_store_get_key(admin->store, lookup->id, &key);

	if (status == STATUS_NOT_FOUND)
		return KEYS_FAULT_NO_KEY;
	if (status == STATUS_OK)
		status = keys_store_get_strikes(admin->store, lookup->id, &strikes);
	if (status != STATUS_OK)
		return KEYS_FAULT_STORE;
	keys_json_key(&key, &strikes, NULL, &lookup->exchange->reply.body);
	return KEYS_DONE;
}

static enum keys_fault get_account(void *context, const struct keys_admin *admin)
{
	struct lookup      *lookup = context;
	struct keys_account account;
	enum status         status = keys_store_get_account(admin->store, lookup->id, &account);

	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? KEYS_FAULT_NO_ACCOUNT : KEYS_FAULT_STORE;
	keys_json_account(&account, &lookup->exchange->reply.body);
	return KEYS_DONE;
}

static void look_up(struct web_exchange *exchange, keys_change *get)
{
	struct lookup   lookup = { .exchange = exchange };
	char            actor[WEB_ACTOR_CHARS];
	enum keys_fault fault;

	web_keys_path_id(exchange, lookup.id);
	fault = keys_book_change(exchange->worker->server->keys, web_keys_actor(exchange, actor),
	                         get, &lookup);
	if (fault == KEYS_DONE)
		web_keys_answer(exchange, 200);
	else
		web_keys_refuse(exchange, fault);
}

static void key_job(struct web_exchange *exchange)
{
	look_up(exchange, get_key);
}

static void account_job(struct web_exchange *exchange)
{
	look_up(exchange, get_account);
}

void web_keys_get(struct web_exchange *exchange)
{
	if (exchange->worker->server->keys == NULL)
		without_store(exchange);
	else
		exchange->later = key_job;
}

void web_accounts_get(struct web_exchange *exchange)
{
	if (exchange->worker->server->keys == NULL)
		without_store(exchange);
	else
		exchange->later = account_job;
}

/* ---- GET /v1/usage: the caller's own, from memory ---- */

void web_usage(struct web_exchange *exchange)
{
	struct buffer *out = &exchange->reply.body;

	exchange->caller.has_standing = keys_standing_of(exchange->worker->server->keys,
	                                                 exchange->caller.who.holder,
	                                                 &exchange->caller.standing);
	buffer_append_cstr(out, "{\"account\":");
	json_write_string(out, slice_from_cstr(exchange->caller.standing.account));
	web_caller_put(exchange, out);
	json_write_key(out, "held");
	json_write_string(out, slice_from_cstr(keys_rung_name(exchange->caller.standing.held)));
	json_write_key(out, "reset_minute_s");
	buffer_append_u64(out, exchange->caller.standing.reset_minute_s);
	json_write_key(out, "reset_day_s");
	buffer_append_u64(out, exchange->caller.standing.reset_day_s);
	buffer_append_char(out, '}');
	web_keys_answer(exchange, 200);
}
