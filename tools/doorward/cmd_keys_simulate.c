/* SPDX-License-Identifier: Apache-2.0 */
/* What a strike policy would have done, over the log: each block of each key in order, through the
 * same rules as in the server (keys_strike.h), with nothing changed anywhere. The body of a prompt
 * is told by the hashes of its fields. */
#include "audit_entry.h"
#include "audit_reader.h"
#include "cmd_audit.h"
#include "cmd_keys.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include "base_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ARENA_BYTES    (1u << 20)
#define CATEGORIES_MAX 16u
#define CODE_CHARS     64

static const char about[] =
	"Runs a strike policy over the log and prints which keys would have been warned,\n"
	"throttled, suspended or revoked, and when first. Nothing is changed. Rungs above\n"
	"\"up_to\" are shown too, as what the next line of the file would switch on. A record\n"
	"counts for the key it names; records without a key are left out.\n"
	"Exit code: 0; 1 when a key would have been suspended or revoked.\n";

static const char example[] =
	"  doorward keys simulate --strikes strikes.yaml --since 30d --data build/data\n";

struct suspect {
	char                key[KEYS_ID_CHARS + 1];
	char                account[KEYS_NAME_CHARS + 1];
	struct keys_strikes strikes;
	uint64_t            blocks;
	enum keys_rung      highest;
	uint64_t            first_s[KEYS_REVOKE + 1]; /* when each rung was first reached */
};

struct simulation {
	struct keys_strike_policy policy;
	struct suspect           *suspects;
	size_t                    count, room;
	uint64_t                  records, blocks;
	uint64_t                  since_us;
};

/* ---- evidence ---- */

static uint64_t body_of(const struct audit_entry *entry)
{
	uint64_t body = 0;

	for (size_t i = 0; i < entry->hash_count; i++)
		body = body * 31 + slice_hash(entry->hashes[i].hash);
	return body;
}

static size_t take_categories(const struct audit_entry *entry,
                              char                      codes[CATEGORIES_MAX][CODE_CHARS],
                              const char *categories[CATEGORIES_MAX], bool *is_evasive)
{
	size_t count = 0;

	for (size_t i = 0; i < entry->finding_count && count < CATEGORIES_MAX; i++) {
		const struct audit_entry_finding *finding = &entry->findings[i];

		if (!finding->decides || !slice_equal_cstr(finding->action, "block"))
			continue;
		*is_evasive = *is_evasive || finding->evasive;
		(void)snprintf(codes[count], CODE_CHARS, "%.*s", SLICE_ARG(finding->category));
		categories[count] = codes[count];
		count++;
	}
	return count;
}

/* ---- keys ---- */

static struct suspect *suspect_of(struct simulation *simulation, struct slice key)
{
	struct suspect *grown;

	for (size_t i = 0; i < simulation->count; i++)
		if (slice_equal_cstr(key, simulation->suspects[i].key))
			return &simulation->suspects[i];
	if (simulation->count == simulation->room) {
		simulation->room = simulation->room > 0 ? simulation->room * 2 : 64;
		grown = realloc(simulation->suspects, simulation->room * sizeof *grown);
		if (grown == NULL)
			return NULL;
		simulation->suspects = grown;
	}
	grown = &simulation->suspects[simulation->count++];
	*grown = (struct suspect){ .blocks = 0 };
	(void)snprintf(grown->key, sizeof grown->key, "%.*s", SLICE_ARG(key));
	return grown;
}

static void note_rung(struct suspect *suspect, enum keys_rung rung, uint64_t now_s)
{
	if (rung > suspect->highest)
		suspect->highest = rung;
	if (suspect->first_s[rung] == 0)
		suspect->first_s[rung] = now_s;
}

static enum status take_block(struct simulation *simulation, const struct audit_entry *entry)
{
	struct suspect            *suspect = suspect_of(simulation, entry->key_id);
	char                       codes[CATEGORIES_MAX][CODE_CHARS];
	const char                *categories[CATEGORIES_MAX];
	struct keys_evidence       evidence = { .categories = categories };
	struct keys_strike_outcome outcome;
	uint64_t                   now_s = entry->time_us / 1000000u;

	if (suspect == NULL)
		return STATUS_NO_MEMORY;
	(void)snprintf(suspect->account, sizeof suspect->account, "%.*s",
	               SLICE_ARG(entry->account));
	suspect->blocks++;
	evidence.category_count = take_categories(entry, codes, categories, &evidence.is_evasive);
	evidence.body = body_of(entry);
	outcome = keys_strike_add(&simulation->policy, &suspect->strikes, &evidence, now_s);
	if (outcome.reached != KEYS_RUNG_NONE)
		note_rung(suspect, outcome.reached, now_s);
	return STATUS_OK;
}

static enum status take_record(struct simulation *simulation, struct slice line,
                               struct arena *arena)
{
	struct audit_entry entry;
	enum status        status;

	arena_reset(arena);
	status = audit_entry_read(line, arena, &entry);
	if (status == STATUS_CORRUPT)
		return STATUS_OK;
	if (status != STATUS_OK || entry.decision.len == 0 || entry.key_id.len == 0 ||
	    entry.time_us < simulation->since_us)
		return status;
	simulation->records++;
	if (!slice_equal_cstr(entry.decision, "block"))
		return STATUS_OK;
	simulation->blocks++;
	return take_block(simulation, &entry);
}

static enum status read_log(struct simulation *simulation, const char *data, struct error *err)
{
	struct audit_reader *reader = NULL;
	struct arena         arena;
	struct slice         line;
	enum status          status;

	if (!arena_open(&arena, ARENA_BYTES))
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to read the log");
	status = audit_reader_open(data, &reader, err);
	while (status == STATUS_OK) {
		status = audit_reader_next(reader, &line, NULL, err);
		if (status == STATUS_OK)
			status = take_record(simulation, line, &arena);
	}
	audit_reader_close(&reader);
	arena_close(&arena);
	return status == STATUS_END ? STATUS_OK : status;
}

/* ---- printing ---- */

static int by_harm(const void *a, const void *b)
{
	const struct suspect *left = a;
	const struct suspect *right = b;

	if (left->highest != right->highest)
		return left->highest > right->highest ? -1 : 1;
	if (left->strikes.milli != right->strikes.milli)
		return left->strikes.milli > right->strikes.milli ? -1 : 1;
	return strcmp(left->key, right->key);
}

static void put_json(const struct simulation *simulation, const struct suspect *suspect,
                     struct buffer *out)
{
	char points[KEYS_AMOUNT_CHARS], when[KEYS_TIME_CHARS];

	buffer_append_char(out, '{');
	json_write_key(out, "key");
	json_write_string(out, slice_from_cstr(suspect->key));
	json_write_key(out, "account");
	json_write_string(out, slice_from_cstr(suspect->account));
	json_write_key(out, "blocks");
	buffer_append_u64(out, suspect->blocks);
	json_write_key(out, "strikes");
	buffer_append_u64(out, suspect->strikes.count);
	json_write_key(out, "points");
	buffer_append_cstr(out,
	                   keys_amount_print((keys_amount)suspect->strikes.milli * 1000, points));
	json_write_key(out, "highest");
	json_write_string(out, slice_from_cstr(keys_rung_name(suspect->highest)));
	json_write_key(out, "enforced");
	buffer_append_cstr(out, suspect->highest != KEYS_RUNG_NONE &&
	                                        suspect->highest <= simulation->policy.up_to
	                                ? "true"
	                                : "false");
	for (unsigned rung = KEYS_WARN; rung <= KEYS_REVOKE; rung++)
		if (suspect->first_s[rung] != 0) {
			json_write_key(out, keys_rung_name((enum keys_rung)rung));
			json_write_string(out, slice_from_cstr(keys_time_print(
						       suspect->first_s[rung], when)));
		}
	buffer_append_cstr(out, "}\n");
}

static void print_row(const struct suspect *suspect, struct cmd_table *table)
{
	char points[KEYS_AMOUNT_CHARS], when[KEYS_TIME_CHARS];

	cmd_table_cell(table, "%s", suspect->key);
	cmd_table_cell(table, "%s", suspect->account);
	cmd_table_cell(table, "%llu", (unsigned long long)suspect->blocks);
	cmd_table_cell(table, "%llu", (unsigned long long)suspect->strikes.count);
	cmd_table_cell(table, "%s",
	               keys_amount_print((keys_amount)suspect->strikes.milli * 1000, points));
	cmd_table_cell(table, "%s", keys_rung_name(suspect->highest));
	cmd_table_cell(table, "%s",
	               suspect->highest != KEYS_RUNG_NONE
	                       ? keys_time_print(suspect->first_s[suspect->highest], when)
	                       : "");
}

static void print_table(const struct simulation *simulation)
{
	static const char *const heads[] = { "key",    "account",  "blocks", "strikes",
		                             "points", "would be", "since" };
	static const char *const rungs[] = { "", "warn", "throttle", "suspend", "revoke" };
	size_t                   reached[KEYS_REVOKE + 1] = { 0 };
	struct cmd_table         table;

	cmd_table_open(&table, "llrrrll");
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		cmd_table_cell(&table, "%s", heads[i]);
	for (size_t i = 0; i < simulation->count; i++) {
		print_row(&simulation->suspects[i], &table);
		reached[simulation->suspects[i].highest]++;
	}
	cmd_table_close(&table, stdout);
	printf("%llu verdicts of keys, %llu of them blocks; keys that would reach",
	       (unsigned long long)simulation->records, (unsigned long long)simulation->blocks);
	for (unsigned rung = KEYS_WARN; rung <= KEYS_REVOKE; rung++)
		printf("%s %s %zu", rung > KEYS_WARN ? "," : "", rungs[rung], reached[rung]);
	printf(" (enforced up to %s)\n", keys_rung_name(simulation->policy.up_to));
}

static bool print_all(struct simulation *simulation, bool json)
{
	struct buffer out;
	bool          is_good;

	if (simulation->count > 0)
		qsort(simulation->suspects, simulation->count, sizeof *simulation->suspects,
		      by_harm);
	if (!json) {
		print_table(simulation);
		return true;
	}
	buffer_init_heap(&out);
	for (size_t i = 0; i < simulation->count; i++)
		put_json(simulation, &simulation->suspects[i], &out);
	is_good = cmd_emit(&out, stdout);
	buffer_free(&out);
	return is_good;
}

static int outcome(const struct simulation *simulation)
{
	for (size_t i = 0; i < simulation->count; i++)
		if (simulation->suspects[i].highest >= KEYS_SUSPEND)
			return CMD_BAD;
	return CMD_GOOD;
}

static int simulate(struct simulation *simulation, const struct app_config *config,
                    const char *strikes, bool json)
{
	struct error err = { 0 };
	enum status  status;

	if (strikes == NULL && config->keys_strikes[0] != '\0')
		strikes = config->keys_strikes;
	status = keys_strikes_read(strikes, &simulation->policy, &err);
	if (status == STATUS_OK)
		status = read_log(simulation, config->data, &err);
	if (status != STATUS_OK) {
		err.status = status;
		cmd_complain_error(&err);
		return CMD_FAILED;
	}
	return print_all(simulation, json) ? outcome(simulation) : CMD_FAILED;
}

int cmd_keys_simulate(int count, char **words)
{
	struct cmd_keys_options options = { 0 };
	const char             *strikes = NULL;
	const char             *since = NULL;
	const struct cmd_option rows[] = {
		CMD_KEYS_ROWS(&options),
		{ "strikes", "FILE", .text = &strikes, .help = "strike policy [the server's]" },
		{ "since", "TIME", .text = &since,
		  .help = "how far back: 30d, or a date [everything]" },
	};
	const struct cmd_usage         usage = { .synopsis = "keys simulate [OPTIONS]",
		                                 .about = about,
		                                 .example = example,
		                                 .options = rows,
		                                 .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words               rest = { .count = count, .words = words };
	const struct cmd_audit_options folder = { 0 };
	struct cmd_audit_options       where = folder;
	struct simulation              simulation = { 0 };
	static struct app_config       config;
	uint64_t                       seconds = 0, now_s = (uint64_t)time(NULL);
	int                            exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count > 0) {
		cmd_complain("keys simulate takes no words");
		return CMD_FAILED;
	}
	if (since != NULL && keys_duration_read(slice_from_cstr(since), &seconds)) {
		seconds = seconds < now_s ? now_s - seconds : 0;
	} else if (since != NULL && !keys_time_read(slice_from_cstr(since), now_s, &seconds)) {
		cmd_complain("--since: a duration (30d) or a date (2027-01-31) is expected");
		return CMD_FAILED;
	}
	simulation.since_us = seconds * 1000000u;
	where.data = options.data;
	where.config = options.config;
	if (!cmd_audit_data(&where, &config))
		return CMD_FAILED;
	exit_code = simulate(&simulation, &config, strikes, options.json);
	free(simulation.suspects);
	return exit_code;
}
