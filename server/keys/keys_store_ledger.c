/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger: every change of an account's credits is an entry, and the credits are their sum. And
 * which changes were made under a client's own id. */
#include "keys_sql.h"
#include "keys_store.h"

#include <string.h>

enum status keys_store_add_entry(struct keys_store *store, const struct keys_entry *entry)
{
	struct keys_sql sql = keys_sql_open(
		store, "INSERT INTO ledger (time, account, key, kind, amount, operation, verdict,"
		       " idempotency, body) VALUES (?,?,?,?,?,?,?,?,?)");
	enum status status;

	keys_sql_number(&sql, (int64_t)entry->time_s);
	keys_sql_text(&sql, entry->account);
	keys_sql_text(&sql, entry->key);
	keys_sql_number(&sql, entry->kind);
	keys_sql_number(&sql, entry->amount);
	keys_sql_text(&sql, entry->operation);
	keys_sql_text(&sql, entry->verdict);
	keys_sql_number(&sql, (int64_t)entry->idempotency);
	keys_sql_number(&sql, (int64_t)entry->body);
	status = keys_sql_run(&sql);
	if (status != STATUS_OK)
		return status;
	sql = keys_sql_open(store, "UPDATE account SET credits = credits + ? WHERE id = ?");
	keys_sql_number(&sql, entry->amount);
	keys_sql_text(&sql, entry->account);
	return keys_sql_run(&sql);
}

enum status keys_store_charge_of(struct keys_store *store, const char *account, const char *verdict,
                                 keys_amount *charged, keys_amount *refunded)
{
	struct keys_sql sql = keys_sql_open(
		store, "SELECT count(*), -coalesce(sum(amount) FILTER (WHERE kind = 1), 0),"
		       " coalesce(sum(amount) FILTER (WHERE kind = 2), 0)"
		       " FROM ledger WHERE account = ? AND verdict = ? AND verdict <> ''");
	int64_t     count = 0;
	enum status status;

	_Static_assert(KEYS_CHARGE == 1 && KEYS_REFUND == 2, "the query names them by number");
	*charged = *refunded = 0;
	keys_sql_text(&sql, account);
	keys_sql_text(&sql, verdict);
	if (keys_sql_step(&sql)) {
		count = keys_sql_get_number(&sql);
		*charged = keys_sql_get_number(&sql);
		*refunded = keys_sql_get_number(&sql);
	}
	status = keys_sql_close(&sql);
	return status == STATUS_OK && count == 0 ? STATUS_NOT_FOUND : status;
}

enum status keys_store_each_entry(struct keys_store *store, const char *account, uint64_t since_s,
                                  keys_store_see_entry *see, void *context)
{
	struct keys_sql sql = keys_sql_open(
		store,
		"SELECT seq, time, account, key, kind, amount, operation, verdict,"
		" idempotency, body FROM ledger WHERE time >= ?1 AND (?2 = '' OR account = ?2)"
		" ORDER BY seq");

	keys_sql_number(&sql, (int64_t)since_s);
	keys_sql_text(&sql, account != NULL ? account : "");
	while (keys_sql_step(&sql)) {
		struct keys_entry entry;

		entry.seq = (uint64_t)keys_sql_get_number(&sql);
		entry.time_s = (uint64_t)keys_sql_get_number(&sql);
		entry.account = keys_sql_get_borrowed(&sql);
		entry.key = keys_sql_get_borrowed(&sql);
		entry.kind = (enum keys_entry_kind)keys_sql_get_number(&sql);
		entry.amount = keys_sql_get_number(&sql);
		entry.operation = keys_sql_get_borrowed(&sql);
		entry.verdict = keys_sql_get_borrowed(&sql);
		entry.idempotency = (uint64_t)keys_sql_get_number(&sql);
		entry.body = (uint64_t)keys_sql_get_number(&sql);
		if (!see(context, &entry))
			break;
	}
	return keys_sql_close(&sql);
}

enum status keys_store_check_ledger(struct keys_store *store, char account[KEYS_NAME_CHARS + 1])
{
	struct keys_sql sql = keys_sql_open(
		store, "SELECT id FROM account WHERE credits <> (SELECT coalesce(sum(amount), 0)"
		       " FROM ledger WHERE ledger.account = account.id) ORDER BY id");
	bool        differs = keys_sql_step(&sql);
	enum status status;

	account[0] = '\0';
	if (differs)
		keys_sql_get_text(&sql, account, KEYS_NAME_CHARS + 1);
	status = keys_sql_close(&sql);
	return status == STATUS_OK && differs ? STATUS_CORRUPT : status;
}

static enum status note_once(struct keys_store *store, uint64_t id, uint64_t body, uint64_t now_s)
{
	struct keys_sql sql = keys_sql_open(store, "INSERT INTO once (id, body, time)"
	                                           " VALUES (?,?,?)");

	keys_sql_number(&sql, (int64_t)id);
	keys_sql_number(&sql, (int64_t)body);
	keys_sql_number(&sql, (int64_t)now_s);
	return keys_sql_run(&sql);
}

enum status keys_store_once(struct keys_store *store, uint64_t id, uint64_t body, uint64_t now_s,
                            enum keys_once *found)
{
	struct keys_sql sql = keys_sql_open(store, "DELETE FROM once WHERE time + ? <= ?");
	enum status     status;

	*found = KEYS_ONCE_NEW;
	keys_sql_number(&sql, KEYS_ONCE_S);
	keys_sql_number(&sql, (int64_t)now_s);
	status = keys_sql_run(&sql);
	if (status != STATUS_OK)
		return status;
	sql = keys_sql_open(store, "SELECT body FROM once WHERE id = ?");
	keys_sql_number(&sql, (int64_t)id);
	if (keys_sql_step(&sql))
		*found = (uint64_t)keys_sql_get_number(&sql) == body ? KEYS_ONCE_DONE
		                                                     : KEYS_ONCE_REUSED;
	status = keys_sql_close(&sql);
	if (status != STATUS_OK || *found != KEYS_ONCE_NEW)
		return status;
	return note_once(store, id, body, now_s);
}
