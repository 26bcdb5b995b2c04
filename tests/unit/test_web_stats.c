/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of rules: who decided alone, how many keys, one thread counting while another reads, and
 * the file that keeps them. */
#include "doorward/engine.h"
#include "test_base_rows.h"
#include "web_stats_file.h"
#include "web_stats_write.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#define RULE(id, mode, action)                                                                     \
	"  - id: t." id "\n    title: t\n    severity: low\n    action: " action "\n    mode: " mode \
	"\n    when: " id "\n    tests: { block: [a, b], pass: [c, d] }\n"

static const char rules[] = "schema: 1\ncategory: violence.threat\nowner: test\nrules:\n" RULE(
	"first", "enforce", "flag") RULE("second", "enforce", "flag")
	RULE("third", "enforce", "block") RULE("quiet", "shadow", "block");

static struct ruleset       *ruleset;
static struct engine_worker *worker;

static int open_engine(void **state)
{
	const struct ruleset_source source = { "t.yaml", { rules, sizeof rules - 1 } };
	struct error                err = { 0 };

	(void)state;
	if (ruleset_load_sources(&source, 1, &ruleset, &err) != STATUS_OK) {
		fprintf(stderr, "%u: %s\n", err.line, err.message);
		return -1;
	}
	return engine_worker_open(&worker) == STATUS_OK ? 0 : -1;
}

static int close_engine(void **state)
{
	(void)state;
	engine_worker_close(&worker);
	ruleset_close(&ruleset);
	return 0;
}

static void count(struct web_stats *stats, const char *text, const char *key, uint64_t now_s)
{
	const struct engine_field    field = { .name = SLICE_LIT("prompt"),
		                               .text = slice_from_cstr(text) };
	const struct engine_prompt   prompt = { .fields = &field,
		                                .field_count = 1,
		                                .decoders = ENGINE_DECODE_ALL };
	const struct engine_verdict *verdict = NULL;

	engine_worker_reset(worker);
	assert_int_equal(engine_check(worker, ruleset, &prompt, &verdict), STATUS_OK);
	web_stats_count(stats, verdict, slice_from_cstr(key), now_s);
}

static struct web_rule_figures figures_of(const struct web_stats *stats, const char *rule,
                                          bool is_shadow)
{
	struct web_rule_figures figures = { 0 };

	web_stats_add(stats, slice_from_cstr(rule), is_shadow, &figures);
	return figures;
}

struct row {
	const char *label;
	const char *text;
	const char *rule;
	bool        is_shadow;
	uint64_t    hits, decided, alone;
};

static const struct row count_rows[] = {
	{ "one rule alone", "first", "t.first", false, 1, 1, 1 },
	{ "twice in one prompt is one hit", "first and first", "t.first", false, 1, 1, 1 },
	{ "two that decide alike", "first second", "t.first", false, 1, 1, 0 },
	{ "a weaker one decides nothing", "first third", "t.first", false, 1, 0, 0 },
	{ "the stronger one decides alone", "first third", "t.third", false, 1, 1, 1 },
	{ "shadow would decide", "quiet", "t.quiet", true, 1, 1, 1 },
	{ "shadow beside a block changes nothing", "quiet third", "t.quiet", true, 1, 0, 0 },
	{ "shadow is not counted as enforced", "quiet", "t.quiet", false, 0, 0, 0 },
	{ "a rule that did not match", "first", "t.second", false, 0, 0, 0 },
};

static void counts(void **state)
{
	const struct row       *row = *state;
	struct web_rule_figures figures;
	struct web_stats       *stats;

	assert_int_equal(web_stats_open(&stats), STATUS_OK);
	count(stats, row->text, "", 7);
	figures = figures_of(stats, row->rule, row->is_shadow);
	assert_int_equal(figures.hits, row->hits);
	assert_int_equal(figures.decided, row->decided);
	assert_int_equal(figures.alone, row->alone);
	assert_int_equal(figures.last_s, row->hits > 0 ? 7 : 0);
	assert_int_equal(web_figures_keys(&figures), row->hits > 0 ? 1 : 0);
	web_stats_close(&stats);
}

struct key_row {
	const char *label;
	unsigned    keys;
	double      off; /* at most, as a share */
};

static const struct key_row key_rows[] = {
	{ "one key", 1, 0 },
	{ "three keys", 3, 0 },
	{ "forty keys", 40, 0.1 },
	{ "four hundred keys", 400, 0.15 },
	{ "ten thousand keys", 10000, 0.2 },
};

static void counts_keys(void **state)
{
	const struct key_row   *row = *state;
	struct web_rule_figures figures;
	struct web_stats       *stats;

	assert_int_equal(web_stats_open(&stats), STATUS_OK);
	for (unsigned i = 0; i < 2 * row->keys; i++) {
		char key[32];

		snprintf(key, sizeof key, "account-%u", i % row->keys);
		count(stats, "first", key, i);
	}
	figures = figures_of(stats, "t.first", false);
	assert_int_equal(figures.hits, 2 * row->keys);
	assert_true(fabs((double)web_figures_keys(&figures) - row->keys) <= row->off * row->keys);
	web_stats_close(&stats);
}

static void merges(void **state)
{
	struct web_stats       *a, *b, *all;
	struct web_rule_figures figures;

	(void)state;
	assert_int_equal(web_stats_open(&a), STATUS_OK);
	assert_int_equal(web_stats_open(&b), STATUS_OK);
	assert_int_equal(web_stats_open(&all), STATUS_OK);
	count(a, "first", "one", 5);
	count(b, "first", "one", 9);
	count(b, "first quiet", "two", 8);
	web_stats_cost(a, ruleset_rule_at(ruleset, 0), 1000);
	web_stats_cost(b, ruleset_rule_at(ruleset, 0), 500);
	web_stats_merge(all, a);
	web_stats_merge(all, b);
	figures = figures_of(all, "t.first", false);
	assert_int_equal(figures.hits, 3);
	assert_int_equal(figures.last_s, 9);
	assert_int_equal(web_figures_keys(&figures), 2);
	assert_int_equal(figures.cost_ns, 1500);
	assert_int_equal(figures.looks, 2);
	assert_int_equal(figures_of(all, "t.quiet", true).hits, 1);
	assert_int_equal(atomic_load(&all->count), 2);
	web_stats_close(&a);
	web_stats_close(&b);
	web_stats_close(&all);
}

/* ---- a reader beside the one who counts ---- */

#define ROUNDS 3000u

static void *read_on(void *context)
{
	const struct web_stats *stats = context;
	uint64_t                last = 0;

	while (last < ROUNDS) {
		struct web_stats *all;
		uint64_t          hits;

		if (web_stats_open(&all) != STATUS_OK)
			return NULL;
		web_stats_merge(all, stats);
		hits = figures_of(all, "t.first", false).hits;
		if (hits < last)
			return NULL;
		last = hits;
		web_stats_close(&all);
	}
	return context;
}

static void is_read_while_it_counts(void **state)
{
	struct web_stats *stats;
	pthread_t         reader;
	void             *result;

	(void)state;
	assert_int_equal(web_stats_open(&stats), STATUS_OK);
	assert_int_equal(pthread_create(&reader, NULL, read_on, stats), 0);
	for (unsigned i = 0; i < ROUNDS; i++) {
		char key[32];

		snprintf(key, sizeof key, "%u", i);
		count(stats, i % 2 == 0 ? "first" : "first second quiet", key, i);
	}
	pthread_join(reader, &result);
	assert_ptr_equal(result, stats);
	web_stats_close(&stats);
}

/* ---- the file ---- */

static char folder[] = "/tmp/doorward-stats-XXXXXX";

static void keeps_figures_in_a_file(void **state)
{
	struct web_stats_times  times = { 100, 200 }, read_times;
	struct web_rule_figures before, after;
	struct web_stats       *stats, *read;
	struct error            err = { 0 };

	(void)state;
	assert_int_equal(web_stats_load(folder, &read, &read_times, &err), STATUS_NOT_FOUND);
	assert_int_equal(web_stats_open(&stats), STATUS_OK);
	for (unsigned i = 0; i < 50; i++) {
		char key[32];

		snprintf(key, sizeof key, "%u", i);
		count(stats, "first quiet", key, 1000 + i);
	}
	web_stats_cost(stats, ruleset_rule_at(ruleset, 0), 123456789);
	assert_int_equal(web_stats_save(folder, stats, &times, &err), STATUS_OK);
	assert_int_equal(web_stats_load(folder, &read, &read_times, &err), STATUS_OK);
	assert_int_equal(read_times.since_s, 100);
	assert_int_equal(read_times.written_s, 200);
	before = figures_of(stats, "t.first", false);
	after = figures_of(read, "t.first", false);
	assert_memory_equal(&before, &after, sizeof before);
	before = figures_of(stats, "t.quiet", true);
	after = figures_of(read, "t.quiet", true);
	assert_memory_equal(&before, &after, sizeof before);
	web_stats_close(&stats);
	web_stats_close(&read);
}

#define KEYS64  "0000000000000000000000000000000000000000000000000000000000000000"
#define KEYS256 KEYS64 KEYS64 KEYS64 KEYS64
#define HEAD    "{\"rule_stats\":1,\"since\":1,\"written\":2}\n"

struct damage_row {
	const char *label;
	const char *text;
	enum status status;
	unsigned    line;
};

static const struct damage_row damage_rows[] = {
	{ "no line", "", STATUS_CORRUPT, 0 },
	{ "the head alone", HEAD, STATUS_OK, 0 },
	{ "no head", "{\"rule\":\"a\",\"keys\":\"" KEYS256 "\"}\n", STATUS_CORRUPT, 1 },
	{ "another form", "{\"rule_stats\":2}\n", STATUS_CORRUPT, 1 },
	{ "a rule", HEAD "{\"rule\":\"a\",\"hits\":3,\"keys\":\"" KEYS256 "\"}\n", STATUS_OK, 0 },
	{ "members of a later version",
	  HEAD "{\"rule\":\"a\",\"more\":[1],\"keys\":\"" KEYS256 "\"}\n", STATUS_OK, 0 },
	{ "cut short", HEAD "{\"rule\":\"a\",\"hi", STATUS_CORRUPT, 2 },
	{ "no registers", HEAD "{\"rule\":\"a\",\"hits\":3}\n", STATUS_CORRUPT, 2 },
	{ "too few registers", HEAD "{\"rule\":\"a\",\"keys\":\"000\"}\n", STATUS_CORRUPT, 2 },
	{ "a register out of range", HEAD "{\"rule\":\"a\",\"keys\":\"~" KEYS256 "\"}\n",
	  STATUS_CORRUPT, 2 },
	{ "a negative number", HEAD "{\"rule\":\"a\",\"hits\":-3,\"keys\":\"" KEYS256 "\"}\n",
	  STATUS_CORRUPT, 2 },
	{ "bytes", "\x01\x02\x03", STATUS_CORRUPT, 1 },
};

static void says_what_is_damaged(void **state)
{
	const struct damage_row *row = *state;
	struct web_stats_times   times;
	struct web_stats        *read;
	struct error             err = { 0 };
	char                     path[sizeof folder + sizeof WEB_STATS_FILE];
	FILE                    *file;

	snprintf(path, sizeof path, "%s/%s", folder, WEB_STATS_FILE);
	file = fopen(path, "we");
	assert_non_null(file);
	fputs(row->text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(web_stats_load(folder, &read, &times, &err), row->status);
	assert_int_equal(err.line, row->line);
	assert_int_equal(read == NULL, row->status != STATUS_OK);
	web_stats_close(&read);
}

static void writes_json(void **state)
{
	struct web_stats *stats;
	struct buffer     out;

	(void)state;
	assert_int_equal(web_stats_open(&stats), STATUS_OK);
	count(stats, "first", "a", 1795000000);
	count(stats, "first second", "b", 1795000001);
	web_stats_cost(stats, ruleset_rule_at(ruleset, 0), 1500);
	web_stats_cost(stats, ruleset_rule_at(ruleset, 0), 2500);
	buffer_init_heap(&out);
	buffer_append_char(&out, '{');
	web_stats_write(stats, "t.first", &out);
	buffer_append_char(&out, '\0');
	assert_string_equal(out.ptr,
	                    "{\"stats\":{\"enforce\":{\"hits\":2,\"decided\":2,\"alone\":1,"
	                    "\"alone_share\":0.500,\"keys\":2,\"last_hit\":"
	                    "\"2026-11-18T11:06:41Z\",\"mean_cost_us\":2.000,"
	                    "\"looks_measured\":2},\"shadow\":{\"hits\":0,\"decided\":0,"
	                    "\"alone\":0,\"alone_share\":null,\"keys\":0,\"last_hit\":null,"
	                    "\"mean_cost_us\":null,\"looks_measured\":0}}");
	buffer_free(&out);
	web_stats_close(&stats);
}

/* ---- the engine's meter ---- */

static uint64_t ticks;
static uint64_t spent_ns;
static unsigned spent_on;

static uint64_t tick(void)
{
	ticks += 10;
	return ticks;
}

static void spent(void *context, const struct ruleset_rule *rule, uint64_t ns)
{
	(void)context;
	assert_string_equal(ruleset_rule_id(rule), "t.first");
	spent_ns += ns;
	spent_on++;
}

static void measures_what_is_looked_at(void **state)
{
	const struct engine_meter meter = { tick, spent, NULL, NULL };
	struct web_stats         *stats;

	(void)state;
	assert_int_equal(web_stats_open(&stats), STATUS_OK);
	engine_worker_meter(worker, &meter);
	count(stats, "nothing here", "", 0);
	assert_int_equal(spent_on, 0);
	count(stats, "first", "", 0);
	assert_int_equal(spent_on, 1);
	assert_int_equal(spent_ns, 10);
	engine_worker_meter(worker, NULL);
	count(stats, "first", "", 0);
	assert_int_equal(spent_on, 1);
	assert_int_equal(figures_of(stats, "t.first", false).hits, 2);
	web_stats_close(&stats);
}

int main(void)
{
	struct rows all = { 0 };

	if (mkdtemp(folder) == NULL)
		return 2;
	ROWS_ADD(&all, counts, count_rows);
	ROWS_ADD(&all, counts_keys, key_rows);
	rows_add_one(&all, "merges", merges);
	rows_add_one(&all, "is read while it counts", is_read_while_it_counts);
	rows_add_one(&all, "keeps figures in a file", keeps_figures_in_a_file);
	ROWS_ADD(&all, says_what_is_damaged, damage_rows);
	rows_add_one(&all, "writes JSON", writes_json);
	rows_add_one(&all, "measures what is looked at", measures_what_is_looked_at);
	int  failed = _cmocka_run_group_tests("web_stats", all.tests, all.count, open_engine,
	                                      close_engine);
	char path[sizeof folder + sizeof WEB_STATS_FILE];
	snprintf(path, sizeof path, "%s/%s", folder, WEB_STATS_FILE);
	unlink(path);
	rmdir(folder);
	return failed;
}
