/* SPDX-License-Identifier: Apache-2.0 */
#include "app_reload.h"
#include "test_base_rows.h"

#include <stdlib.h>
#include <unistd.h>

struct row {
	const char *label;
	size_t      current;
	size_t      fresh;
	bool        is_plausible;
};

static const struct row rows_of_counts[] = {
	{ "takes a first set", 0, 1, true },          { "refuses an empty first set", 0, 0, false },
	{ "takes as many", 100, 100, true },          { "takes half", 100, 50, true },
	{ "refuses less than half", 100, 49, false }, { "refuses none", 100, 0, false },
	{ "takes one of three", 3, 1, true },         { "takes many more", 1, 1000, true },
};

static void weighs(void **state)
{
	const struct row *row = *state;

	assert_int_equal(app_reload_is_plausible(row->current, row->fresh), row->is_plausible);
}

/* ---- the whole of it, without a server ---- */

#define TIMEOUT_MS 60000

struct fixture {
	char                   folder[32];
	char                   file[64];
	struct ruleset_handle *rules;
	struct web_reloads     figures;
	struct app_reload     *reload;
};

static void rules_write(const struct fixture *fixture, int count, const char *more)
{
	FILE *file = fopen(fixture->file, "wb");

	assert_non_null(file);
	fprintf(file, "schema: 1\ncategory: weapons.conventional\nowner: team\nrules:\n");
	for (int i = 0; i < count; i++)
		fprintf(file,
		        "  - id: weapons.test.n%d\n    title: One\n    severity: high\n"
		        "    action: block\n    mode: enforce\n    when: {phrase: pipe bomb}\n"
		        "    tests: {block: [a pipe bomb, the pipe bomb], pass: [c, d]}\n",
		        i);
	fprintf(file, "%s", more);
	assert_int_equal(fclose(file), 0);
}

static void fixture_open(struct fixture *fixture)
{
	struct error err = { 0 };

	*fixture = (struct fixture){ .folder = "/tmp/doorward-test-XXXXXX" };
	assert_non_null(mkdtemp(fixture->folder));
	snprintf(fixture->file, sizeof fixture->file, "%s/a.yaml", fixture->folder);
	rules_write(fixture, 10, "");
	assert_int_equal(ruleset_handle_open(&fixture->rules), STATUS_OK);
	const struct app_reload_options options = { .folder = fixture->folder,
		                                    .rules = fixture->rules,
		                                    .figures = &fixture->figures };
	assert_int_equal(app_reload_open(&options, &fixture->reload, &err), STATUS_OK);
}

static void fixture_close(struct fixture *fixture)
{
	app_reload_close(&fixture->reload);
	ruleset_handle_close(&fixture->rules);
	(void)unlink(fixture->file);
	(void)rmdir(fixture->folder);
}

/* Asks for a load and waits for it. */
static struct web_reload_attempt load(struct fixture *fixture, bool force)
{
	const uint64_t number = app_reload_request(fixture->reload, WEB_RELOAD_ROUTE, force);
	struct web_reload_attempt attempt;

	assert_true(app_reload_wait(fixture->reload, number, TIMEOUT_MS, &attempt));
	assert_true(attempt.number >= number);
	return attempt;
}

static void says_what_came_of_it(void **state)
{
	struct fixture            fixture;
	struct web_reload_attempt attempt;
	struct web_reload_status  status;

	(void)state;
	fixture_open(&fixture);
	assert_true(app_reload_wait(fixture.reload, 1, TIMEOUT_MS, &attempt));
	assert_int_equal(attempt.cause, WEB_RELOAD_START);
	assert_int_equal(attempt.result, WEB_RELOAD_LOADED);
	assert_int_equal(attempt.rules, 10);
	assert_int_equal(attempt.tests, 40);
	assert_true(attempt.at_s > 1600000000 && attempt.duration_us > 0);
	attempt = load(&fixture, false);
	assert_int_equal(attempt.result, WEB_RELOAD_UNCHANGED);
	assert_int_equal(attempt.rules, 10);
	app_reload_status(fixture.reload, &status);
	assert_false(status.is_running);
	assert_int_equal(status.rules, 10);
	assert_string_equal(status.revision, attempt.revision);
	assert_int_equal(status.last.number, 2);
	fixture_close(&fixture);
}

static void says_where_the_fault_is(void **state)
{
	struct fixture            fixture;
	struct web_reload_attempt attempt;
	struct web_reload_status  status;

	(void)state;
	fixture_open(&fixture);
	assert_true(app_reload_wait(fixture.reload, 1, TIMEOUT_MS, &attempt));
	rules_write(&fixture, 10, "    colour: red\n");
	attempt = load(&fixture, true);
	assert_int_equal(attempt.result, WEB_RELOAD_REFUSED);
	assert_int_equal(attempt.fault.status, STATUS_RULE_MALFORMED);
	assert_string_equal(attempt.fault.file, "a.yaml");
	assert_int_equal(attempt.fault.line, 75);
	assert_int_equal(attempt.fault.column, 5);
	assert_non_null(strstr(attempt.fault.message, "colour"));
	app_reload_status(fixture.reload, &status);
	assert_int_equal(status.rules, 10);
	assert_int_equal(status.last.result, WEB_RELOAD_REFUSED);
	fixture_close(&fixture);
}

static void takes_a_shrunk_set_when_forced(void **state)
{
	struct fixture            fixture;
	struct web_reload_attempt attempt;

	(void)state;
	fixture_open(&fixture);
	assert_true(app_reload_wait(fixture.reload, 1, TIMEOUT_MS, &attempt));
	rules_write(&fixture, 4, "");
	attempt = load(&fixture, false);
	assert_int_equal(attempt.result, WEB_RELOAD_REFUSED);
	assert_int_equal(attempt.rules, 4);
	assert_non_null(strstr(attempt.fault.message, "4 rules in the place of 10"));
	attempt = load(&fixture, true);
	assert_int_equal(attempt.result, WEB_RELOAD_LOADED);
	assert_true(attempt.forced);
	assert_int_equal(attempt.rules, 4);
	assert_int_equal(atomic_load(&fixture.figures.successes), 2);
	assert_int_equal(atomic_load(&fixture.figures.failures), 1);
	fixture_close(&fixture);
}

/* Those who ask while one runs share the next, which begins after their asking. */
static void many_who_ask_share_one(void **state)
{
	struct fixture            fixture;
	struct web_reload_attempt attempt;
	uint64_t                  last = 0;

	(void)state;
	fixture_open(&fixture);
	for (int i = 0; i < 1000; i++) {
		const uint64_t number = app_reload_request(fixture.reload, WEB_RELOAD_SIGHUP,
		                                           i == 500);

		assert_true(number >= last && number <= last + 2);
		last = number;
	}
	assert_true(app_reload_wait(fixture.reload, last, TIMEOUT_MS, &attempt));
	assert_int_equal(attempt.number, last);
	assert_true(last < 1000);
	fixture_close(&fixture);
}

static void waiting_has_an_end(void **state)
{
	struct fixture            fixture;
	struct web_reload_attempt attempt;

	(void)state;
	fixture_open(&fixture);
	assert_true(app_reload_wait(fixture.reload, 1, TIMEOUT_MS, &attempt));
	assert_false(app_reload_wait(fixture.reload, 2, 10, &attempt));
	assert_int_equal(attempt.number, 1);
	fixture_close(&fixture);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, weighs, rows_of_counts);
	rows_add_one(&rows, "says what came of it", says_what_came_of_it);
	rows_add_one(&rows, "says where the fault is", says_where_the_fault_is);
	rows_add_one(&rows, "takes a shrunk set when forced", takes_a_shrunk_set_when_forced);
	rows_add_one(&rows, "many who ask share one", many_who_ask_share_one);
	rows_add_one(&rows, "waiting has an end", waiting_has_an_end);
	return rows_run(&rows, "app_reload");
}
