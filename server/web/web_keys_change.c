/* SPDX-License-Identifier: Apache-2.0 */
/* The routes that change keys and accounts. Each is a job: read the body, run the change of
 * keys_admin.h in the store, answer with what is there now. Credits that are given under an
 * Idempotency-Key are given once, whoever answers the retry; a key that is made under one cannot be
 * told a second time: 409. */
#include "web_keys.h"

#include <string.h>

#define MEMBER(type, member, kind)                                                                 \
	{                                                                                          \
#member, kind, offsetof(struct type, member)                                       \
	}

/* ---- running a change ---- */

struct wish {
	struct web_exchange *exchange;
	keys_change         *change;
	uint64_t             once, once_body; /* of an Idempotency-Key; 0: there is none */
	char                 id[KEYS_NAME_CHARS + 1];
	const char *account, *plan, *name, *environment, *roles, *policies, *expires, *overlap;
	const char *reason, *verdict, *credits;
	bool        on_behalf, demo;
	uint64_t    per_minute, per_day, concurrent;
};

/* The same header of another caller, or with another path or body, is another request. */
static void take_once(const struct web_exchange *exchange, const char *actor, struct wish *wish)
{
	const struct keys_book *keys = exchange->worker->server->keys;
	const struct web_pair  *header = web_head_find(&exchange->head, "idempotency-key");
	const struct slice      who = slice_from_cstr(actor);

	if (header == NULL || header->value.len == 0)
		return;
	wish->once = keys_body_hash(keys, (struct slice[]){ who, header->value }, 2);
	wish->once = wish->once != 0 ? wish->once : 1;
	wish->once_body = keys_body_hash(
		keys, (struct slice[]){ exchange->head.path, buffer_slice(&exchange->body) }, 2);
}

static enum keys_fault change_once(void *context, const struct keys_admin *admin)
{
	struct wish      *wish = context;
	struct keys_admin once = *admin;

	once.once = wish->once;
	once.once_body = wish->once_body;
	return wish->change(wish, &once);
}

static void run(struct web_exchange *exchange, const struct web_member *members, size_t count,
                keys_change *change, unsigned http)
{
	struct wish     wish = { .exchange = exchange,
		                 .change = change,
		                 .name = "",
		                 .environment = "live",
		                 .policies = "",
		                 .overlap = "24h",
		                 .reason = "",
		                 .per_minute = UINT64_MAX,
		                 .per_day = UINT64_MAX,
		                 .concurrent = 50 };
	char            actor[WEB_ACTOR_CHARS];
	enum keys_fault fault;

	web_keys_path_id(exchange, wish.id);
	if (!web_keys_read(exchange, members, count, &wish))
		return;
	take_once(exchange, web_keys_actor(exchange, actor), &wish);
	fault = keys_book_change(exchange->worker->server->keys, actor, change_once, &wish);
	if (fault != KEYS_DONE)
		web_keys_refuse(exchange, fault);
	else
		web_keys_answer(exchange, http);
}

static void later(struct web_exchange *exchange, web_handler *job)
{
	if (exchange->worker->server->keys == NULL)
		web_keys_refuse(exchange, KEYS_FAULT_STORE);
	else
		exchange->later = job;
}

/* What the store holds after the change. */
static enum keys_fault show_key(const struct wish *wish, const struct keys_admin *admin,
                                enum keys_fault fault)
{
	struct keys_key key;

	if (fault != KEYS_DONE)
		return fault;
	if (keys_store_get_key(admin->store, wish->id, &key) != STATUS_OK)
		return KEYS_FAULT_STORE;
	keys_json_key(&key, NULL, NULL, &wish->exchange->reply.body);
	return KEYS_DONE;
}

static enum keys_fault show_account(const struct wish *wish, const struct keys_admin *admin,
                                    const char *id, enum keys_fault fault)
{
	struct keys_account account;

	if (fault != KEYS_DONE && fault != KEYS_FAULT_DONE_BEFORE)
		return fault;
	if (keys_store_get_account(admin->store, id, &account) != STATUS_OK)
		return KEYS_FAULT_STORE;
	keys_json_account(&account, &wish->exchange->reply.body);
	return KEYS_DONE;
}

/* ---- making keys: the one answer that has a key in it ---- */

static const struct web_member create_members[] = {
	MEMBER(wish, account, WEB_TEXT),     MEMBER(wish, plan, WEB_TEXT),
	MEMBER(wish, name, WEB_TEXT),        MEMBER(wish, environment, WEB_TEXT),
	MEMBER(wish, roles, WEB_COMMAS),     MEMBER(wish, policies, WEB_BLANKS),
	MEMBER(wish, on_behalf, WEB_SWITCH), MEMBER(wish, demo, WEB_SWITCH),
	MEMBER(wish, expires, WEB_TEXT),
};

static enum keys_fault show_new(const struct wish *wish, const struct keys_key *key,
                                struct keys_form *form, enum keys_fault fault)
{
	if (fault == KEYS_DONE)
		keys_json_key(key, NULL, form, &wish->exchange->reply.body);
	keys_form_forget(form);
	return fault;
}

static enum keys_fault create(void *context, const struct keys_admin *admin)
{
	const struct wish  *wish = context;
	struct keys_new_key wanted = {
		.account = wish->account != NULL ? wish->account : "",
		.plan = wish->plan,
		.name = wish->name,
		.policies = wish->policies,
		.on_behalf = wish->on_behalf,
		.is_demo = wish->demo,
		.environment = strcmp(wish->environment, "test") == 0 ? KEYS_TEST : KEYS_LIVE,
	};
	struct keys_form form;
	struct keys_key  key;

	if (strcmp(wish->environment, keys_environment_name(wanted.environment)) != 0)
		return KEYS_FAULT_ENVIRONMENT;
	if (wish->roles != NULL && !keys_roles_read(slice_from_cstr(wish->roles), &wanted.roles))
		return KEYS_FAULT_ROLES;
	if (wish->expires != NULL &&
	    !keys_time_read(slice_from_cstr(wish->expires), admin->now_s, &wanted.expires_s))
		return KEYS_FAULT_TIME;
	return show_new(wish, &key, &form, keys_admin_create(admin, &wanted, &key, &form));
}

static void create_job(struct web_exchange *exchange)
{
	run(exchange, create_members, sizeof create_members / sizeof create_members[0], create,
	    201);
}

void web_keys_create(struct web_exchange *exchange)
{
	later(exchange, create_job);
}

static const struct web_member rotate_members[] = { MEMBER(wish, overlap, WEB_TEXT) };

static enum keys_fault rotate(void *context, const struct keys_admin *admin)
{
	const struct wish *wish = context;
	struct keys_form   form;
	struct keys_key    key;
	uint64_t           overlap_s;

	if (!keys_duration_read(slice_from_cstr(wish->overlap), &overlap_s))
		return KEYS_FAULT_TIME;
	return show_new(wish, &key, &form,
	                keys_admin_rotate(admin, wish->id, overlap_s, &key, &form));
}

static void rotate_job(struct web_exchange *exchange)
{
	run(exchange, rotate_members, 1, rotate, 201);
}

void web_keys_rotate(struct web_exchange *exchange)
{
	later(exchange, rotate_job);
}

/* ---- states ---- */

static const struct web_member reason_members[] = { MEMBER(wish, reason, WEB_TEXT) };
static const struct web_member expire_members[] = { MEMBER(wish, expires, WEB_TEXT) };

static enum keys_fault expire(void *context, const struct keys_admin *admin)
{
	const struct wish *wish = context;
	uint64_t           expires_s;

	if (wish->expires == NULL ||
	    !keys_time_read(slice_from_cstr(wish->expires), admin->now_s, &expires_s))
		return KEYS_FAULT_TIME;
	return show_key(wish, admin, keys_admin_expire(admin, wish->id, expires_s));
}

static void expire_job(struct web_exchange *exchange)
{
	run(exchange, expire_members, 1, expire, 200);
}

void web_keys_expire(struct web_exchange *exchange)
{
	later(exchange, expire_job);
}

#define STATE_ROUTE(name)                                                                          \
	static enum keys_fault name(void *context, const struct keys_admin *admin)                 \
	{                                                                                          \
		const struct wish *wish = context;                                                 \
                                                                                                   \
		return show_key(wish, admin, keys_admin_##name(admin, wish->id, wish->reason));    \
	}                                                                                          \
	static void name##_job(struct web_exchange *exchange)                                      \
	{                                                                                          \
		run(exchange, reason_members, 1, name, 200);                                       \
	}                                                                                          \
	void web_keys_##name(struct web_exchange *exchange)                                        \
	{                                                                                          \
		later(exchange, name##_job);                                                       \
	}

STATE_ROUTE(deactivate)
STATE_ROUTE(activate)
STATE_ROUTE(revoke)
STATE_ROUTE(reinstate)

/* ---- accounts ---- */

static const struct web_member plan_members[] = {
	MEMBER(wish, plan, WEB_TEXT),
	MEMBER(wish, per_minute, WEB_NUMBER),
	MEMBER(wish, per_day, WEB_NUMBER),
	MEMBER(wish, concurrent, WEB_NUMBER),
};

static uint32_t limit_of(uint64_t number)
{
	return number < KEYS_UNLIMITED ? (uint32_t)number : KEYS_UNLIMITED;
}

static enum keys_fault set_plan(void *context, const struct keys_admin *admin)
{
	const struct wish       *wish = context;
	const struct keys_limits limits = { limit_of(wish->per_minute), limit_of(wish->per_day),
		                            limit_of(wish->concurrent) };
	bool has_limits = wish->per_minute != UINT64_MAX || wish->per_day != UINT64_MAX;

	return show_account(wish, admin, wish->id,
	                    keys_admin_set_plan(admin, wish->id,
	                                        wish->plan != NULL ? wish->plan : "",
	                                        has_limits ? &limits : NULL));
}

static void plan_job(struct web_exchange *exchange)
{
	run(exchange, plan_members, sizeof plan_members / sizeof plan_members[0], set_plan, 200);
}

void web_accounts_plan(struct web_exchange *exchange)
{
	later(exchange, plan_job);
}

/* ---- credits ---- */

static const struct web_member grant_members[] = {
	MEMBER(wish, credits, WEB_AMOUNT),
	MEMBER(wish, reason, WEB_TEXT),
};

static bool read_credits(const struct wish *wish, keys_amount *amount)
{
	return wish->credits != NULL && keys_amount_read(slice_from_cstr(wish->credits), amount);
}

static enum keys_fault grant(void *context, const struct keys_admin *admin)
{
	const struct wish *wish = context;
	keys_amount        amount;

	if (!read_credits(wish, &amount))
		return KEYS_FAULT_AMOUNT;
	return show_account(wish, admin, wish->id,
	                    keys_admin_grant(admin, wish->id, amount, wish->reason));
}

static void grant_job(struct web_exchange *exchange)
{
	run(exchange, grant_members, sizeof grant_members / sizeof grant_members[0], grant, 200);
}

void web_accounts_grant(struct web_exchange *exchange)
{
	later(exchange, grant_job);
}

static const struct web_member refund_members[] = {
	MEMBER(wish, account, WEB_TEXT),
	MEMBER(wish, verdict, WEB_TEXT),
	MEMBER(wish, credits, WEB_AMOUNT),
};

static enum keys_fault refund(void *context, const struct keys_admin *admin)
{
	const struct wish *wish = context;
	keys_amount        amount = 0, refunded;

	if (wish->account == NULL || wish->verdict == NULL)
		return KEYS_FAULT_NO_CHARGE;
	if (wish->credits != NULL && !read_credits(wish, &amount))
		return KEYS_FAULT_AMOUNT;
	return show_account(
		wish, admin, wish->account,
		keys_admin_refund(admin, wish->account, wish->verdict, amount, &refunded));
}

static void refund_job(struct web_exchange *exchange)
{
	run(exchange, refund_members, sizeof refund_members / sizeof refund_members[0], refund,
	    200);
}

void web_credits_refund(struct web_exchange *exchange)
{
	later(exchange, refund_job);
}
