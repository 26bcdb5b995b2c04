/* SPDX-License-Identifier: Apache-2.0 */
/* Credits given and given back by people; charges are keys_book.c's. */
#include "keys_admin.h"

#include <stdio.h>
#include <string.h>

static enum keys_fault add(const struct keys_admin *admin, const struct keys_entry *entry,
                           const char *what, const char *reason)
{
	char                    amount[KEYS_AMOUNT_CHARS], detail[KEYS_REASON_CHARS + 64];
	const struct keys_event event = {
		.time_s = admin->now_s,
		.what = what,
		.key = "",
		.account = entry->account,
		.actor = admin->actor,
		.detail = detail,
	};

	(void)snprintf(detail, sizeof detail, "%s credits%s%s",
	               keys_amount_print(entry->amount, amount), reason[0] != '\0' ? ": " : "",
	               reason);
	if (keys_store_add_entry(admin->store, entry) != STATUS_OK ||
	    keys_store_add_event(admin->store, &event) != STATUS_OK)
		return KEYS_FAULT_STORE;
	return KEYS_DONE;
}

static enum keys_fault grant(const struct keys_admin *admin, const char *id, keys_amount amount,
                             const char *reason)
{
	struct keys_account     account;
	const struct keys_entry entry = {
		.time_s = admin->now_s,
		.account = id,
		.key = "",
		.kind = KEYS_GRANT,
		.amount = amount,
		.operation = "",
		.verdict = "",
	};
	enum keys_fault fault = keys_admin_once(admin);
	enum status     status;

	if (fault != KEYS_DONE)
		return fault;
	status = keys_store_get_account(admin->store, id, &account);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? KEYS_FAULT_NO_ACCOUNT : KEYS_FAULT_STORE;
	if (account.credits > KEYS_AMOUNT_MAX - amount)
		return KEYS_FAULT_TOO_MANY_CREDITS;
	account.has_credits = true;
	if (keys_store_put_account(admin->store, &account) != STATUS_OK)
		return KEYS_FAULT_STORE;
	return add(admin, &entry, "grant", reason);
}

static enum keys_fault finish(const struct keys_admin *admin, enum keys_fault fault)
{
	enum status status = fault == KEYS_DONE ? STATUS_OK : STATUS_IO;

	status = keys_store_end(admin->store, status);
	return fault == KEYS_DONE && status != STATUS_OK ? KEYS_FAULT_STORE : fault;
}

enum keys_fault keys_admin_grant(const struct keys_admin *admin, const char *account,
                                 keys_amount amount, const char *reason)
{
	if (amount <= 0 || amount > KEYS_AMOUNT_MAX)
		return KEYS_FAULT_AMOUNT;
	if (!keys_admin_is_clean(reason, KEYS_REASON_CHARS))
		return KEYS_FAULT_REASON_LONG;
	if (keys_store_begin(admin->store) != STATUS_OK)
		return KEYS_FAULT_STORE;
	return finish(admin, grant(admin, account, amount, reason));
}

static enum keys_fault refund(const struct keys_admin *admin, const char *account,
                              const char *verdict, keys_amount amount, keys_amount *refunded)
{
	keys_amount       charged, before;
	struct keys_entry entry = {
		.time_s = admin->now_s,
		.account = account,
		.key = "",
		.kind = KEYS_REFUND,
		.operation = "",
		.verdict = verdict,
	};
	enum keys_fault fault = keys_admin_once(admin);
	enum status     status;

	if (fault != KEYS_DONE)
		return fault;
	status = keys_store_charge_of(admin->store, account, verdict, &charged, &before);
	if (status != STATUS_OK)
		return status == STATUS_NOT_FOUND ? KEYS_FAULT_NO_CHARGE : KEYS_FAULT_STORE;
	entry.amount = amount != 0 ? amount : charged - before;
	if (entry.amount > charged - before || entry.amount <= 0)
		return KEYS_FAULT_REFUND_TOO_LARGE;
	*refunded = entry.amount;
	return add(admin, &entry, "refund", verdict);
}

enum keys_fault keys_admin_refund(const struct keys_admin *admin, const char *account,
                                  const char *verdict, keys_amount amount, keys_amount *refunded)
{
	*refunded = 0;
	if (amount < 0)
		return KEYS_FAULT_AMOUNT;
	if (keys_store_begin(admin->store) != STATUS_OK)
		return KEYS_FAULT_STORE;
	return finish(admin, refund(admin, account, verdict, amount, refunded));
}
