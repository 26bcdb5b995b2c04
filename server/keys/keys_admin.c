/* SPDX-License-Identifier: Apache-2.0 */
/* Each change: read the row, see whether the change is allowed, write the row and its event. */
#include "keys_admin.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define DETAIL_CHARS 256

static const struct {
	const char *code;
	const char *text;
} faults[] = {
	{ "", "" },
#define KEYS_FAULT(name, code, text) { code, text },
#include "keys_fault.def"
#undef KEYS_FAULT
};

const char *keys_fault_code(enum keys_fault fault)
{
	return faults[fault].code;
}

const char *keys_fault_text(enum keys_fault fault)
{
	return faults[fault].text;
}

void keys_admin_hash(const unsigned char pepper[KEYS_PEPPER_BYTES], struct slice text,
                     unsigned char hash[KEYS_HASH_BYTES])
{
	(void)crypto_generichash(hash, KEYS_HASH_BYTES, (const unsigned char *)text.ptr, text.len,
	                         pepper, KEYS_PEPPER_BYTES);
}

void keys_form_forget(struct keys_form *form)
{
	sodium_memzero(form->text, sizeof form->text);
}

/* ---- what callers say ---- */

/* Names and reasons are recorded: a key does not belong there. */
bool keys_admin_is_clean(const char *text, size_t max)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
			return false;
	return len <= max && !keys_form_is_in(slice_from_cstr(text));
}

static bool is_account_name(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && keys_admin_is_clean(text, KEYS_NAME_CHARS) &&
	       strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_@") ==
	               len;
}

static bool are_policies(const char *text)
{
	size_t len = strlen(text);

	return len <= KEYS_POLICIES_CHARS &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_. ") == len;
}

static enum keys_fault check_new(const struct keys_admin *admin, const struct keys_new_key *wanted)
{
	if (!is_account_name(wanted->account))
		return KEYS_FAULT_ACCOUNT_NAME;
	if (!keys_admin_is_clean(wanted->name, KEYS_NAME_CHARS))
		return KEYS_FAULT_NAME;
	if (!are_policies(wanted->policies))
		return KEYS_FAULT_POLICIES;
	if (wanted->is_demo && wanted->roles != 0)
		return KEYS_FAULT_DEMO_ROLES;
	if (wanted->expires_s != 0 && wanted->expires_s <= admin->now_s)
		return KEYS_FAULT_PAST;
	return KEYS_DONE;
}

/* ---- transactions ---- */

static enum keys_fault begin(const struct keys_admin *admin)
{
	return keys_store_begin(admin->store) == STATUS_OK ? KEYS_DONE : KEYS_FAULT_STORE;
}

/* Ends the transaction that begin() began: whole, or not at all. */
static enum keys_fault end(const struct keys_admin *admin, enum keys_fault fault)
{
	enum status status = fault == KEYS_DONE ? STATUS_OK : STATUS_IO;

	status = keys_store_end(admin->store, status);
	return fault == KEYS_DONE && status != STATUS_OK ? KEYS_FAULT_STORE : fault;
}

static enum keys_fault stored(enum status status)
{
	return status == STATUS_OK ? KEYS_DONE : KEYS_FAULT_STORE;
}

enum keys_fault keys_admin_once(const struct keys_admin *admin)
{
	enum keys_once found = KEYS_ONCE_NEW;

	if (admin->once == 0)
		return KEYS_DONE;
	if (keys_store_once(admin->store, admin->once, admin->once_body, admin->now_s, &found) !=
	    STATUS_OK)
		return KEYS_FAULT_STORE;
	if (found == KEYS_ONCE_REUSED)
		return KEYS_FAULT_ONCE_REUSED;
	return found == KEYS_ONCE_DONE ? KEYS_FAULT_DONE_BEFORE : KEYS_DONE;
}

static enum keys_fault tell(const struct keys_admin *admin, const char *what, const char *key,
                            const char *account, const char *detail)
{
	const struct keys_event event = {
		.time_s = admin->now_s,
		.what = what,
		.key = key,
		.account = account,
		.actor = admin->actor,
		.detail = detail,
	};

	return stored(keys_store_add_event(admin->store, &event));
}

static enum keys_fault get_key(const struct keys_admin *admin, const char *id, struct keys_key *key)
{
	enum status status = keys_store_get_key(admin->store, id, key);

	return status == STATUS_NOT_FOUND ? KEYS_FAULT_NO_KEY : stored(status);
}

static enum keys_fault put_key(const struct keys_admin *admin, const char *what,
                               const struct keys_key *key, const char *detail)
{
	if (keys_store_put_key(admin->store, key) != STATUS_OK)
		return KEYS_FAULT_STORE;
	return tell(admin, what, key->id.text, key->account, detail);
}

/* ---- accounts ---- */

static enum keys_fault use_plan(const struct keys_admin *admin, const char *name,
                                const struct keys_limits *custom, struct keys_account *account)
{
	const struct keys_plan *plan = keys_plan_find(admin->plans, slice_from_cstr(name));

	if (plan == NULL)
		return KEYS_FAULT_NO_PLAN;
	if (plan->is_custom && custom == NULL)
		return KEYS_FAULT_CUSTOM_LIMITS;
	if (!plan->is_custom && custom != NULL)
		return KEYS_FAULT_NOT_CUSTOM;
	account->custom = custom != NULL ? *custom : keys_plan_account(plan);
	(void)snprintf(account->plan, sizeof account->plan, "%s", plan->name);
	return KEYS_DONE;
}

static enum keys_fault get_account(const struct keys_admin *admin, const char *id,
                                   struct keys_account *account)
{
	enum status status = keys_store_get_account(admin->store, id, account);

	return status == STATUS_NOT_FOUND ? KEYS_FAULT_NO_ACCOUNT : stored(status);
}

/* The account's plan becomes `plan`, and an account that is not there yet is made. */
static enum keys_fault put_account(const struct keys_admin *admin, const char *id, const char *plan,
                                   const struct keys_limits *custom)
{
	struct keys_account account = { .created_s = admin->now_s };
	char                detail[DETAIL_CHARS];
	enum keys_fault     fault = get_account(admin, id, &account);

	if (fault != KEYS_DONE && fault != KEYS_FAULT_NO_ACCOUNT)
		return fault;
	(void)snprintf(account.id, sizeof account.id, "%s", id);
	(void)snprintf(detail, sizeof detail, "%s -> %s",
	               account.plan[0] != '\0' ? account.plan : "none", plan);
	fault = use_plan(admin, plan, custom, &account);
	if (fault == KEYS_DONE)
		fault = stored(keys_store_put_account(admin->store, &account));
	return fault == KEYS_DONE ? tell(admin, "plan", "", id, detail) : fault;
}

/* A key's account: as it is when no plan is said. */
static enum keys_fault settle_account(const struct keys_admin   *admin,
                                      const struct keys_new_key *wanted)
{
	struct keys_account account;
	enum keys_fault     fault = get_account(admin, wanted->account, &account);

	if (fault == KEYS_FAULT_NO_ACCOUNT)
		return put_account(admin, wanted->account,
		                   wanted->plan != NULL ? wanted->plan : "free", NULL);
	if (fault != KEYS_DONE || wanted->plan == NULL || strcmp(wanted->plan, account.plan) == 0)
		return fault;
	return put_account(admin, wanted->account, wanted->plan, NULL);
}

enum keys_fault keys_admin_set_plan(const struct keys_admin *admin, const char *account,
                                    const char *plan, const struct keys_limits *custom)
{
	enum keys_fault fault;

	if (!is_account_name(account))
		return KEYS_FAULT_ACCOUNT_NAME;
	fault = begin(admin);
	if (fault != KEYS_DONE)
		return fault;
	return end(admin, put_account(admin, account, plan, custom));
}

/* ---- making keys ---- */

static void make_form(const struct keys_admin *admin, struct keys_key *key, struct keys_form *form)
{
	keys_form_make(key->environment, &key->id, form);
	keys_admin_hash(admin->pepper, slice_from_cstr(form->text), key->hash);
}

static void fill_key(const struct keys_admin *admin, const struct keys_new_key *wanted,
                     struct keys_key *key)
{
	*key = (struct keys_key){
		.environment = wanted->environment,
		.roles = wanted->roles != 0 || wanted->is_demo ? wanted->roles : KEYS_ROLE_CHECK,
		.on_behalf = wanted->on_behalf,
		.is_demo = wanted->is_demo,
		.state = KEYS_ACTIVE,
		.created_s = admin->now_s,
		.expires_s = wanted->expires_s,
	};
	(void)snprintf(key->account, sizeof key->account, "%s", wanted->account);
	(void)snprintf(key->name, sizeof key->name, "%s", wanted->name);
	(void)snprintf(key->policies, sizeof key->policies, "%s", wanted->policies);
}

enum keys_fault keys_admin_create(const struct keys_admin *admin, const struct keys_new_key *wanted,
                                  struct keys_key *key, struct keys_form *form)
{
	char            roles[KEYS_ROLES_CHARS];
	enum keys_fault fault = check_new(admin, wanted);

	if (fault == KEYS_DONE)
		fault = begin(admin);
	if (fault != KEYS_DONE)
		return fault;
	fill_key(admin, wanted, key);
	make_form(admin, key, form);
	fault = keys_admin_once(admin);
	if (fault == KEYS_DONE)
		fault = settle_account(admin, wanted);
	if (fault == KEYS_DONE)
		fault = put_key(admin, "create", key, keys_roles_print(key->roles, roles));
	fault = end(admin, fault);
	if (fault != KEYS_DONE)
		keys_form_forget(form);
	return fault;
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
	return a == 0 || b < a ? b : a;
}

static enum keys_fault rotate(const struct keys_admin *admin, const char *id, uint64_t overlap_s,
                              struct keys_key *key, struct keys_form *form)
{
	struct keys_key     old;
	struct keys_strikes strikes;
	enum keys_fault     fault = keys_admin_once(admin);

	if (fault == KEYS_DONE)
		fault = get_key(admin, id, &old);
	if (fault != KEYS_DONE)
		return fault;
	if (old.successor.text[0] != '\0')
		return KEYS_FAULT_ROTATED;
	if (old.state != KEYS_ACTIVE)
		return KEYS_FAULT_NOT_ACTIVE;
	*key = old;
	key->created_s = admin->now_s;
	make_form(admin, key, form);
	old.successor = key->id;
	/* 0 would be "never". */
	old.expires_s = sooner(old.expires_s, admin->now_s + overlap_s);
	fault = put_key(admin, "rotate", &old, key->id.text);
	if (fault == KEYS_DONE)
		fault = put_key(admin, "create", key, "successor");
	/* Another key is no clean slate. */
	if (fault == KEYS_DONE)
		fault = stored(keys_store_get_strikes(admin->store, id, &strikes));
	return fault == KEYS_DONE
	               ? stored(keys_store_put_strikes(admin->store, key->id.text, &strikes))
	               : fault;
}

enum keys_fault keys_admin_rotate(const struct keys_admin *admin, const char *id,
                                  uint64_t overlap_s, struct keys_key *key, struct keys_form *form)
{
	enum keys_fault fault = begin(admin);

	if (fault != KEYS_DONE)
		return fault;
	fault = end(admin, rotate(admin, id, overlap_s, key, form));
	if (fault != KEYS_DONE)
		keys_form_forget(form);
	return fault;
}

/* ---- states ---- */

/* Which state it must be in, the one it gets, and what is said when it is in another. */
struct change {
	const char     *what;
	enum keys_state to;
	enum keys_fault from[KEYS_REVOKED + 1]; /* by the state it is in; KEYS_DONE: allowed */
};

static const struct change deactivate = {
	"deactivate",
	KEYS_INACTIVE,
	{ [KEYS_ACTIVE] = KEYS_DONE,
	  [KEYS_INACTIVE] = KEYS_FAULT_NOT_ACTIVE,
	  [KEYS_REVOKED] = KEYS_FAULT_NOT_ACTIVE },
};
static const struct change activate = {
	"activate",
	KEYS_ACTIVE,
	{ [KEYS_ACTIVE] = KEYS_FAULT_NOT_INACTIVE,
	  [KEYS_INACTIVE] = KEYS_DONE,
	  [KEYS_REVOKED] = KEYS_FAULT_NOT_INACTIVE },
};
static const struct change revoke = {
	"revoke",
	KEYS_REVOKED,
	{ [KEYS_ACTIVE] = KEYS_DONE,
	  [KEYS_INACTIVE] = KEYS_DONE,
	  [KEYS_REVOKED] = KEYS_FAULT_ALREADY_REVOKED },
};
/* Also for a key that strikes suspend or warn: its strikes are cleared. */
static const struct change reinstate = {
	"reinstate",
	KEYS_ACTIVE,
	{ [KEYS_ACTIVE] = KEYS_DONE,
	  [KEYS_INACTIVE] = KEYS_FAULT_NOT_REVOKED,
	  [KEYS_REVOKED] = KEYS_DONE },
};

static enum keys_fault change_state(const struct keys_admin *admin, const char *id,
                                    const struct change *change, const char *reason)
{
	struct keys_key key;
	enum keys_fault fault = get_key(admin, id, &key);

	if (fault == KEYS_DONE)
		fault = change->from[key.state];
	if (fault != KEYS_DONE)
		return fault;
	key.state = change->to;
	(void)snprintf(key.reason, sizeof key.reason, "%s", reason);
	if (change == &reinstate) {
		const struct keys_strikes none = { 0 };

		fault = stored(keys_store_put_strikes(admin->store, id, &none));
	}
	return fault == KEYS_DONE ? put_key(admin, change->what, &key, reason) : fault;
}

static enum keys_fault change_whole(const struct keys_admin *admin, const char *id,
                                    const struct change *change, const char *reason)
{
	enum keys_fault fault;

	if (!keys_admin_is_clean(reason, KEYS_REASON_CHARS))
		return KEYS_FAULT_REASON_LONG;
	fault = begin(admin);
	if (fault != KEYS_DONE)
		return fault;
	return end(admin, change_state(admin, id, change, reason));
}

enum keys_fault keys_admin_deactivate(const struct keys_admin *admin, const char *id,
                                      const char *reason)
{
	return change_whole(admin, id, &deactivate, reason);
}

enum keys_fault keys_admin_activate(const struct keys_admin *admin, const char *id,
                                    const char *reason)
{
	return change_whole(admin, id, &activate, reason);
}

enum keys_fault keys_admin_revoke(const struct keys_admin *admin, const char *id,
                                  const char *reason)
{
	return change_whole(admin, id, &revoke, reason);
}

enum keys_fault keys_admin_reinstate(const struct keys_admin *admin, const char *id,
                                     const char *reason)
{
	if (reason[0] == '\0')
		return KEYS_FAULT_REASON_NEEDED;
	return change_whole(admin, id, &reinstate, reason);
}

static enum keys_fault expire(const struct keys_admin *admin, const char *id, uint64_t expires_s)
{
	struct keys_key key;
	char            detail[DETAIL_CHARS];
	enum keys_fault fault = get_key(admin, id, &key);

	if (fault != KEYS_DONE)
		return fault;
	(void)snprintf(detail, sizeof detail, "%llu -> %llu", (unsigned long long)key.expires_s,
	               (unsigned long long)expires_s);
	key.expires_s = expires_s;
	return put_key(admin, "expire", &key, detail);
}

enum keys_fault keys_admin_expire(const struct keys_admin *admin, const char *id,
                                  uint64_t expires_s)
{
	enum keys_fault fault = begin(admin);

	if (fault != KEYS_DONE)
		return fault;
	return end(admin, expire(admin, id, expires_s));
}
