/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_json.h"

#include "base_json.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* ---- times ---- */

const char *keys_time_print(uint64_t time_s, char text[KEYS_TIME_CHARS])
{
	time_t    seconds = (time_t)time_s;
	struct tm when;

	text[0] = '\0';
	if (gmtime_r(&seconds, &when) != NULL)
		(void)strftime(text, KEYS_TIME_CHARS, "%Y-%m-%dT%H:%M:%SZ", &when);
	return text;
}

bool keys_duration_read(struct slice text, uint64_t *seconds)
{
	static const struct {
		char     unit;
		uint64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	uint64_t number = 0;

	if (text.len < 2 || text.len > 9)
		return false;
	for (size_t i = 0; i + 1 < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		number = number * 10 + (uint64_t)(text.ptr[i] - '0');
	}
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (text.ptr[text.len - 1] == units[i].unit) {
			*seconds = number * units[i].seconds;
			return true;
		}
	return false;
}

static bool read_date(const char *text, uint64_t *time_s)
{
	struct tm   when = { 0 }, again;
	const char *end = strptime(text, "%Y-%m-%d", &when);
	time_t      seconds;
	int         day = when.tm_mday;

	if (end != NULL && *end == 'T')
		end = strptime(end, "T%H:%M:%SZ", &when);
	if (end == NULL || *end != '\0')
		return false;
	seconds = timegm(&when);
	/* 31 February would become a day of March. */
	if (seconds <= 0 || gmtime_r(&seconds, &again) == NULL || again.tm_mday != day)
		return false;
	*time_s = (uint64_t)seconds;
	return true;
}

bool keys_time_read(struct slice text, uint64_t now_s, uint64_t *time_s)
{
	char     copy[KEYS_TIME_CHARS];
	uint64_t seconds;

	if (slice_equal_cstr(text, "never")) {
		*time_s = 0;
		return true;
	}
	if (keys_duration_read(text, &seconds)) {
		*time_s = now_s + seconds;
		return true;
	}
	if (text.len >= sizeof copy)
		return false;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	return read_date(copy, time_s);
}

/* ---- members ---- */

static void put_text(struct buffer *out, const char *name, const char *text)
{
	json_write_key(out, name);
	json_write_string(out, slice_from_cstr(text));
}

static void put_raw(struct buffer *out, const char *name, const char *raw)
{
	json_write_key(out, name);
	buffer_append_cstr(out, raw);
}

/* null for 0: never, not yet. */
static void put_time(struct buffer *out, const char *name, uint64_t time_s)
{
	char text[KEYS_TIME_CHARS];

	if (time_s == 0)
		put_raw(out, name, "null");
	else
		put_text(out, name, keys_time_print(time_s, text));
}

/* Words with `separator` between, as a list. */
static void put_words(struct buffer *out, const char *name, const char *words, char separator)
{
	json_write_key(out, name);
	buffer_append_char(out, '[');
	while (*words != '\0') {
		const char *end = strchr(words, separator);
		size_t      len = end != NULL ? (size_t)(end - words) : strlen(words);

		json_write_string(out, (struct slice){ words, len });
		words += len;
		if (*words != '\0') {
			buffer_append_char(out, ',');
			words++;
		}
	}
	buffer_append_char(out, ']');
}

static void put_count(struct buffer *out, const char *name, uint32_t count)
{
	json_write_key(out, name);
	if (count == KEYS_UNLIMITED)
		buffer_append_cstr(out, "null");
	else
		buffer_append_u64(out, count);
}

static void put_strikes(struct buffer *out, const struct keys_strikes *strikes)
{
	char points[KEYS_AMOUNT_CHARS];

	json_write_key(out, "strikes");
	buffer_append_cstr(out, "{\"points\":");
	buffer_append_cstr(out, keys_amount_print((keys_amount)strikes->milli * 1000, points));
	buffer_append_format(out, ",\"count\":%llu,\"held\":\"%s\"",
	                     (unsigned long long)strikes->count, keys_rung_name(strikes->rung));
	put_time(out, "until", strikes->rung == KEYS_REVOKE ? 0 : strikes->until_s);
	buffer_append_char(out, '}');
}

/* ---- objects ---- */

void keys_json_key(const struct keys_key *key, const struct keys_strikes *strikes,
                   const struct keys_form *secret, struct buffer *out)
{
	char roles[KEYS_ROLES_CHARS];

	buffer_append_char(out, '{');
	put_text(out, "id", key->id.text);
	if (secret != NULL)
		put_text(out, "key", secret->text);
	put_text(out, "account", key->account);
	put_text(out, "name", key->name);
	put_text(out, "environment", keys_environment_name(key->environment));
	put_words(out, "roles", keys_roles_print(key->roles, roles), ',');
	put_words(out, "policies", key->policies, ' ');
	put_raw(out, "on_behalf", key->on_behalf ? "true" : "false");
	put_raw(out, "demo", key->is_demo ? "true" : "false");
	put_text(out, "state", keys_state_name(key->state));
	put_text(out, "reason", key->reason);
	put_time(out, "created", key->created_s);
	put_time(out, "expires", key->expires_s);
	if (key->successor.text[0] != '\0')
		put_text(out, "successor", key->successor.text);
	else
		put_raw(out, "successor", "null");
	if (strikes != NULL)
		put_strikes(out, strikes);
	buffer_append_char(out, '}');
}

void keys_json_account(const struct keys_account *account, struct buffer *out)
{
	char credits[KEYS_AMOUNT_CHARS];

	buffer_append_char(out, '{');
	put_text(out, "account", account->id);
	put_text(out, "plan", account->plan);
	put_count(out, "per_minute", account->custom.per_minute);
	put_count(out, "per_day", account->custom.per_day);
	put_count(out, "concurrent", account->custom.concurrent);
	put_raw(out, "credits",
	        account->has_credits ? keys_amount_print(account->credits, credits) : "null");
	put_time(out, "created", account->created_s);
	buffer_append_char(out, '}');
}

void keys_json_entry(const struct keys_entry *entry, struct buffer *out)
{
	static const char *const kinds[] = {
		[KEYS_GRANT] = "grant",
		[KEYS_CHARGE] = "charge",
		[KEYS_REFUND] = "refund",
	};
	char amount[KEYS_AMOUNT_CHARS];

	buffer_append_char(out, '{');
	json_write_key(out, "seq");
	buffer_append_u64(out, entry->seq);
	put_time(out, "time", entry->time_s);
	put_text(out, "account", entry->account);
	put_text(out, "key", entry->key);
	put_text(out, "kind", kinds[entry->kind]);
	put_raw(out, "amount", keys_amount_print(entry->amount, amount));
	put_text(out, "operation", entry->operation);
	put_text(out, "verdict", entry->verdict);
	buffer_append_char(out, '}');
}
