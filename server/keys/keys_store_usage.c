/* SPDX-License-Identifier: Apache-2.0 */
/* What keys and accounts used, their strikes, and the changes that wait for their record. */
#include "keys_sql.h"
#include "keys_store.h"

#include <string.h>

enum status keys_store_get_usage(struct keys_store *store, enum keys_owner owner, const char *id,
                                 int64_t *day, uint32_t *count)
{
	struct keys_sql sql = keys_sql_open(
		store, "SELECT day, count FROM usage WHERE owner = ? AND id = ?");

	*day = 0;
	*count = 0;
	keys_sql_number(&sql, owner);
	keys_sql_text(&sql, id);
	if (keys_sql_step(&sql)) {
		*day = keys_sql_get_number(&sql);
		*count = (uint32_t)keys_sql_get_number(&sql);
	}
	return keys_sql_close(&sql);
}

enum status keys_store_put_usage(struct keys_store *store, enum keys_owner owner, const char *id,
                                 int64_t day, uint32_t count)
{
	struct keys_sql sql = keys_sql_open(
		store, "INSERT OR REPLACE INTO usage (owner, id, day, count) VALUES (?,?,?,?)");

	keys_sql_number(&sql, owner);
	keys_sql_text(&sql, id);
	keys_sql_number(&sql, day);
	keys_sql_number(&sql, count);
	return keys_sql_run(&sql);
}

/* ---- strikes ---- */

/* False: the row is damaged. */
static bool read_strikes(struct keys_sql *sql, struct keys_strikes *strikes)
{
	strikes->milli = (uint64_t)keys_sql_get_number(sql);
	strikes->as_of_s = (uint64_t)keys_sql_get_number(sql);
	strikes->count = (uint64_t)keys_sql_get_number(sql);
	strikes->until_s = (uint64_t)keys_sql_get_number(sql);
	strikes->rung = (enum keys_rung)keys_sql_get_number(sql);
	strikes->share_percent = (uint32_t)keys_sql_get_number(sql);
	strikes->body_count = (uint32_t)keys_sql_get_number(sql);
	if (strikes->body_count > KEYS_BODIES_MAX || strikes->rung > KEYS_REVOKE)
		return false;
	keys_sql_get_bytes(sql, strikes->bodies, strikes->body_count * sizeof(uint64_t));
	keys_sql_get_bytes(sql, strikes->body_s, strikes->body_count * sizeof(uint64_t));
	return true;
}

enum status keys_store_get_strikes(struct keys_store *store, const char *key,
                                   struct keys_strikes *strikes)
{
	struct keys_sql sql = keys_sql_open(
		store, "SELECT milli, as_of, count, until, rung, share, length(bodies) / 8, bodies,"
		       " body_times FROM strikes WHERE key = ?");
	bool        is_whole = true;
	enum status status;

	*strikes = (struct keys_strikes){ 0 };
	keys_sql_text(&sql, key);
	if (keys_sql_step(&sql))
		is_whole = read_strikes(&sql, strikes);
	status = keys_sql_close(&sql);
	return status == STATUS_OK && !is_whole ? STATUS_CORRUPT : status;
}

enum status keys_store_put_strikes(struct keys_store *store, const char *key,
                                   const struct keys_strikes *strikes)
{
	struct keys_sql sql = keys_sql_open(
		store, "INSERT OR REPLACE INTO strikes (key, milli, as_of, count, until, rung,"
		       " share, bodies, body_times) VALUES (?,?,?,?,?,?,?,?,?)");

	keys_sql_text(&sql, key);
	keys_sql_number(&sql, (int64_t)strikes->milli);
	keys_sql_number(&sql, (int64_t)strikes->as_of_s);
	keys_sql_number(&sql, (int64_t)strikes->count);
	keys_sql_number(&sql, (int64_t)strikes->until_s);
	keys_sql_number(&sql, strikes->rung);
	keys_sql_number(&sql, strikes->share_percent);
	/* In this machine's byte order: the file does not travel. */
	keys_sql_bytes(&sql, strikes->bodies, strikes->body_count * sizeof(uint64_t));
	keys_sql_bytes(&sql, strikes->body_s, strikes->body_count * sizeof(uint64_t));
	return keys_sql_run(&sql);
}

/* ---- changes to be recorded ---- */

enum status keys_store_add_event(struct keys_store *store, const struct keys_event *event)
{
	struct keys_sql sql = keys_sql_open(
		store, "INSERT INTO event (time, what, key, account, actor, detail)"
		       " VALUES (?,?,?,?,?,?)");

	keys_sql_number(&sql, (int64_t)event->time_s);
	keys_sql_text(&sql, event->what);
	keys_sql_text(&sql, event->key);
	keys_sql_text(&sql, event->account);
	keys_sql_text(&sql, event->actor);
	keys_sql_text(&sql, event->detail);
	return keys_sql_run(&sql);
}

enum status keys_store_each_event(struct keys_store *store, keys_store_see_event *see,
                                  void *context)
{
	struct keys_sql sql = keys_sql_open(
		store,
		"SELECT seq, time, what, key, account, actor, detail FROM event ORDER BY seq");

	while (keys_sql_step(&sql)) {
		struct keys_event event;

		event.seq = (uint64_t)keys_sql_get_number(&sql);
		event.time_s = (uint64_t)keys_sql_get_number(&sql);
		event.what = keys_sql_get_borrowed(&sql);
		event.key = keys_sql_get_borrowed(&sql);
		event.account = keys_sql_get_borrowed(&sql);
		event.actor = keys_sql_get_borrowed(&sql);
		event.detail = keys_sql_get_borrowed(&sql);
		if (!see(context, &event))
			break;
	}
	return keys_sql_close(&sql);
}

enum status keys_store_drop_events(struct keys_store *store, uint64_t seq)
{
	struct keys_sql sql = keys_sql_open(store, "DELETE FROM event WHERE seq <= ?");

	keys_sql_number(&sql, (int64_t)seq);
	return keys_sql_run(&sql);
}
