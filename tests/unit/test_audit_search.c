/* SPDX-License-Identifier: Apache-2.0 */
/* Searching: the same answer through the index, past it and without it, and as a plain look at
 * every record gives. */
#include "audit_index.h"
#include "audit_search.h"
#include "test_audit_support.h"

#define BEGIN_US 1767225600000000u /* 2026-01-01 */
#define STEP_US  60000000u         /* a record a minute */
#define RECORDS  1000u

static const char *const decisions[] = { "allow", "allow", "flag", "allow", "block" };
static const char *const rules[] = { "weapons.build", "fraud.bank", "hate.slur" };
static const char *const categories[] = { "weapons.conventional", "deception.fraud",
	                                  "hate.speech" };
static const char *const accounts[] = { "acme", "beta" };
static const char *const chains[] = { "base64", "rot13" };

/* Record `i` of the log, 1-based: what it says follows from its number. */
static void put_record(struct audit_log *log, unsigned i)
{
	const struct audit_category category = { categories[i % 3], "high", 3 };
	const struct audit_finding  finding = { .rule = rules[i % 3],
		                                .category = categories[i % 3],
		                                .severity = "high",
		                                .action = "block",
		                                .mode = "enforce",
		                                .field = SLICE_LIT("prompt"),
		                                .chain = &chains[i % 2],
		                                .chain_count = 1,
		                                .part_count = 1,
		                                .evasive = i % 6 == 0 };
	struct audit_field_hash     hash = { .field = SLICE_LIT("prompt") };
	char                        id[32], request[32];
	bool                        has_finding = strcmp(decisions[i % 5], "allow") != 0;
	const struct audit_record   record = { .time_us = BEGIN_US + (uint64_t)i * STEP_US,
		                               .node = audit_log_node(log),
		                               .id = id,
		                               .request_id = slice_from_cstr(request),
		                               .account = slice_from_cstr(accounts[i / 100 % 2]),
		                               .face = "native",
		                               .direction = "input",
		                               .policy = SLICE_LIT("default"),
		                               .revision = "sha256:ab",
		                               .decision = decisions[i % 5],
		                               .would_decision = i % 50 == 0 ? "block" : NULL,
		                               .complete = true,
		                               .categories = &category,
		                               .category_count = has_finding ? 1 : 0,
		                               .findings = &finding,
		                               .finding_count = has_finding ? 1 : 0,
		                               .evasion = has_finding && i % 6 == 0,
		                               .field_hashes = &hash,
		                               .field_hash_count = 1 };
	struct buffer               body;

	snprintf(id, sizeof id, "vd_%u", i);
	snprintf(request, sizeof request, "r-%u", i / 2);
	snprintf(hash.hash.text, sizeof hash.hash.text, "%032x", i % 40);
	buffer_init_heap(&body);
	audit_encode(&record, &body);
	assert_int_equal(
		audit_log_submit(log, &(struct audit_parcel){ .body = buffer_slice(&body) }),
		STATUS_OK);
	buffer_free(&body);
}

enum state { NO_INDEX, HALF_INDEX, WHOLE_INDEX, STATES };

static struct folder logs[STATES];

static void fill_index(const struct folder *folder, uint64_t records)
{
	const struct audit_index_limit limit = { 0 };
	struct audit_index            *index = NULL;
	struct error                   err = { 0 };
	uint64_t                       count = 0;

	assert_int_equal(audit_index_open(folder->path, &index, &err), STATUS_OK);
	assert_int_equal(audit_index_fill(index, &limit, records, &count, &err), STATUS_OK);
	assert_int_equal(count, records);
	audit_index_close(&index);
}

static void logs_make(void)
{
	struct audit_options options = log_options();

	options.segment_bytes = 200000;
	for (int state = 0; state < STATES; state++) {
		struct audit_log *log;

		folder_make(&logs[state]);
		options.may_pack = state != NO_INDEX;
		log = log_open(&logs[state], &options);
		for (unsigned i = 1; i <= RECORDS; i++)
			put_record(log, i);
		log_close(&log);
		if (state != NO_INDEX)
			fill_index(&logs[state], state == HALF_INDEX ? RECORDS / 2 : RECORDS);
	}
}

static void logs_remove(void)
{
	for (int state = 0; state < STATES; state++)
		folder_remove(&logs[state]);
}

/* ---- asking ---- */

static void set(struct audit_query *query, const char *name, const char *value)
{
	char why[AUDIT_QUERY_WHY_CHARS];

	if (audit_query_set(query, slice_from_cstr(name), slice_from_cstr(value), why) != STATUS_OK)
		fail_msg("%s=%s: %s", name, value, why);
}

/* "decision=block account=acme", modified in place. */
static void query_read(struct audit_query *query, char *text)
{
	audit_query_init(query);
	for (char *word = strsep(&text, " "); word != NULL; word = strsep(&text, " ")) {
		char *equals = strchr(word, '=');

		assert_non_null(equals);
		*equals = '\0';
		set(query, word, equals + 1);
	}
}

struct numbers {
	unsigned at[RECORDS + 1];
	size_t   count;
};

static bool keep_number(void *context, const struct audit_entry *entry, struct slice line)
{
	struct numbers *numbers = context;

	(void)line;
	assert_true(numbers->count <= RECORDS);
	numbers->at[numbers->count++] = (unsigned)entry->seq;
	return true;
}

/* Page by page. */
static void ask(const struct folder *folder, struct audit_query query, struct numbers *numbers)
{
	char cursor[AUDIT_CURSOR_CHARS + 1];
	bool has_more = true;

	numbers->count = 0;
	while (has_more) {
		struct audit_search *search = NULL;
		struct error         err = { 0 };

		if (audit_search_open(folder->path, &query, &search, &err) != STATUS_OK)
			fail_msg("%s", err.message);
		assert_int_equal(
			audit_search_page(search, keep_number, numbers, cursor, &has_more, &err),
			STATUS_OK);
		audit_search_close(&search);
		set(&query, "cursor", cursor);
	}
}

struct row {
	const char *label;
	const char *query;
	bool (*fits)(unsigned i);
};

static bool any(unsigned i)
{
	return i > 0;
}

static bool blocks(unsigned i)
{
	return i % 5 == 4;
}

static bool masks(unsigned i)
{
	return i > RECORDS;
}

static bool has_rule(unsigned i)
{
	return (i % 5 == 4 || i % 5 == 2) && i % 3 == 1;
}

static bool has_rule_and_account(unsigned i)
{
	return has_rule(i) && i / 100 % 2 == 0;
}

static bool has_either_rule(unsigned i)
{
	return (i % 5 == 4 || i % 5 == 2) && i % 3 != 2;
}

static bool in_time(unsigned i)
{
	return i >= 60 && i < 120;
}

static bool has_id(unsigned i)
{
	return i == 777;
}

static bool has_request(unsigned i)
{
	return i == 500 || i == 501;
}

static bool has_hash(unsigned i)
{
	return i % 40 == 0x1f;
}

static bool evades(unsigned i)
{
	return (i % 5 == 4 || i % 5 == 2) && i % 6 == 0;
}

static bool has_shadow(unsigned i)
{
	return i % 50 == 0;
}

static bool has_chain(unsigned i)
{
	return (i % 5 == 4 || i % 5 == 2) && i % 2 == 1;
}

static const struct row rows_of_queries[] = {
	{ "finds all", "limit=1000", any },
	{ "finds all in small pages", "limit=97", any },
	{ "finds a decision", "decision=block", blocks },
	{ "finds nothing", "decision=mask", masks },
	{ "finds a rule", "rule=fraud.bank", has_rule },
	{ "finds two things together", "rule=fraud.bank account=acme limit=50",
	  has_rule_and_account },
	{ "finds one of two", "rule=fraud.bank rule=weapons.build", has_either_rule },
	{ "finds a category", "category=deception.fraud", has_rule },
	{ "finds a time", "from=2026-01-01T01:00:00Z to=2026-01-01T02:00:00Z limit=7", in_time },
	{ "finds an id", "id=vd_777", has_id },
	{ "finds a request", "request_id=r-250", has_request },
	{ "finds a text", "text_hash=0000000000000000000000000000001f", has_hash },
	{ "finds evasion", "evasion=true", evades },
	{ "finds shadow rules' doing", "shadow=true", has_shadow },
	{ "finds what shadow rules would do", "would=block", has_shadow },
	{ "finds an operation", "chain=rot13", has_chain },
	{ "finds a face", "face=native limit=1000", any },
	{ "finds an account that is none", "account=gamma", masks },
};

static void finds(void **state)
{
	const struct row     *row = *state;
	static struct numbers numbers;
	struct audit_query    query;
	char                  text[128];

	snprintf(text, sizeof text, "%s", row->query);
	query_read(&query, text);
	for (int which = 0; which < STATES; which++)
		for (int ascending = 0; ascending < 2; ascending++) {
			size_t at = 0;

			query.is_ascending = ascending;
			ask(&logs[which], query, &numbers);
			for (unsigned n = 1; n <= RECORDS; n++) {
				unsigned i = ascending ? n : RECORDS + 1 - n;

				if (!row->fits(i))
					continue;
				if (at >= numbers.count || numbers.at[at] != i)
					fail_msg("log %d: %u expected, not %u", which, i,
					         at < numbers.count ? numbers.at[at] : 0);
				at++;
			}
			assert_int_equal(numbers.count, at);
		}
}

/* Records that arrive between two pages neither repeat nor hide others. */
static void pages_are_stable(void **state)
{
	struct audit_options  options = log_options();
	struct folder         folder;
	struct audit_log     *log;
	struct audit_query    query;
	static struct numbers numbers;
	char                  cursor[AUDIT_CURSOR_CHARS + 1];
	bool                  has_more = true;
	unsigned              next = 1;

	(void)state;
	folder_make(&folder);
	options.may_index = true;
	log = log_open(&folder, &options);
	for (; next <= 100; next++)
		put_record(log, next);
	audit_query_init(&query);
	query.limit = 9;
	numbers.count = 0;
	for (unsigned page = 0; has_more; page++) {
		struct audit_search *search = NULL;
		struct error         err = { 0 };
		struct audit_figures figures;

		do
			audit_log_figures(log, &figures);
		while (figures.backlog > 0);
		usleep(page % 3 * 100000); /* the index may take them or not */
		assert_int_equal(audit_search_open(folder.path, &query, &search, &err), STATUS_OK);
		assert_int_equal(
			audit_search_page(search, keep_number, &numbers, cursor, &has_more, &err),
			STATUS_OK);
		audit_search_close(&search);
		set(&query, "cursor", cursor);
		for (unsigned i = 0; i < 20; i++)
			put_record(log, next++);
	}
	log_close(&log);
	assert_int_equal(numbers.count, 100);
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(numbers.at[i], 100 - i);
	folder_remove(&folder);
}

/* ---- statistics ---- */

struct counted {
	char   text[4096];
	size_t len;
};

static void keep_row(void *context, const struct audit_stats_row *row)
{
	struct counted *counted = context;

	counted->len += (size_t)snprintf(
		counted->text + counted->len, sizeof counted->text - counted->len,
		"%u %.*s %.*s %u\n",
		(unsigned)((row->time_us - (row->time_us ? BEGIN_US : 0)) / 3600000000u),
		SLICE_ARG(row->values[0]), SLICE_ARG(row->values[1]), (unsigned)row->count);
	assert_true(counted->len < sizeof counted->text);
}

struct stats_row {
	const char *label;
	const char *query;
	unsigned    total;
	const char *rows;
};

static const struct stats_row rows_of_stats[] = {
	{ "counts all", "limit=1", RECORDS, "0   1000\n" },
	{ "counts decisions", "group_by=decision", RECORDS,
	  "0 allow  600\n0 block  200\n0 flag  200\n" },
	{ "counts by two things", "group_by=decision,account", RECORDS,
	  "0 allow acme 300\n0 allow beta 300\n0 block acme 100\n0 block beta 100\n"
	  "0 flag acme 100\n0 flag beta 100\n" },
	{ "counts what is filtered", "group_by=rule decision=block account=acme", 100,
	  "0 weapons.build  34\n0 fraud.bank  33\n0 hate.slur  33\n" },
	{ "counts one of two", "group_by=decision decision=block decision=flag", 400,
	  "0 block  200\n0 flag  200\n" },
	{ "counts hours",
	  "group_by=hour,decision from=2026-01-01T01:00:00Z to=2026-01-01T03:00:00Z", 120,
	  "1 allow  36\n1 block  12\n1 flag  12\n2 allow  36\n2 block  12\n2 flag  12\n" },
	{ "counts records without a value",
	  "group_by=rule account=acme from=2026-01-01T02:00:00Z "
	  "to=2026-01-01T02:05:00Z",
	  0, "" },
};

static void counts(void **state)
{
	const struct stats_row *row = *state;
	static struct counted   counted;
	char                    text[160];

	for (int which = 0; which < STATES; which++) {
		struct audit_query   query;
		struct audit_search *search = NULL;
		struct error         err = { 0 };
		uint64_t             total = 0;

		snprintf(text, sizeof text, "%s", row->query);
		query_read(&query, text);
		counted.len = 0;
		counted.text[0] = '\0';
		assert_int_equal(audit_search_open(logs[which].path, &query, &search, &err),
		                 STATUS_OK);
		assert_int_equal(audit_search_stats(search, keep_row, &counted, &total, &err),
		                 STATUS_OK);
		audit_search_close(&search);
		assert_string_equal(counted.text, row->rows);
		assert_int_equal(total, row->total);
	}
}

/* ---- the index itself ---- */

static unsigned count_found(const struct folder *folder, const char *name, const char *value)
{
	static struct numbers numbers;
	struct audit_query    query;

	audit_query_init(&query);
	set(&query, name, value);
	ask(folder, query, &numbers);
	return (unsigned)numbers.count;
}

/* A record that was indexed and then cut, as after a loss of power in mode async. */
static void is_made_anew_when_it_is_ahead(void **state)
{
	struct audit_options options = log_options();
	struct folder        folder;
	struct audit_log    *log;
	char                 path[512], *text;
	size_t               len;

	(void)state;
	folder_make(&folder);
	log = log_open(&folder, &options);
	for (unsigned i = 1; i <= 20; i++)
		put_record(log, i);
	log_close(&log);
	fill_index(&folder, 20);
	node_path(&folder, FIRST_SEGMENT, path);
	text = file_take(path, &len);
	while (text[len - 2] != '\n')
		len--;
	len--;
	file_put(path, text, len);
	free(text);
	fill_index(&folder, 19);
	assert_int_equal(count_found(&folder, "id", "vd_20"), 0);
	assert_int_equal(count_found(&folder, "id", "vd_19"), 1);
	folder_remove(&folder);
}

static void is_made_anew_when_it_is_rubbish(void **state)
{
	struct audit_options options = log_options();
	struct folder        folder;
	struct audit_log    *log;
	char                 path[512];

	(void)state;
	folder_make(&folder);
	log = log_open(&folder, &options);
	for (unsigned i = 1; i <= 20; i++)
		put_record(log, i);
	log_close(&log);
	snprintf(path, sizeof path, "%s/" AUDIT_INDEX_FILE, folder.path);
	file_put(path, "rubbish rubbish rubbish rubbish", 31);
	assert_int_equal(count_found(&folder, "decision", "block"), 4); /* read past it */
	fill_index(&folder, 20);
	assert_int_equal(count_found(&folder, "decision", "block"), 4);
	folder_remove(&folder);
}

static void forgets_a_segment(void **state)
{
	struct audit_options options = log_options();
	struct folder        folder;
	struct audit_log    *log;
	struct audit_index  *index = NULL;
	struct error         err = { 0 };
	char                 path[512];
	unsigned             before;

	(void)state;
	folder_make(&folder);
	options.segment_bytes = 8192;
	log = log_open(&folder, &options);
	for (unsigned i = 1; i <= 60; i++) {
		put_record(log, i);
		usleep(1000);
	}
	log_close(&log);
	fill_index(&folder, 60);
	before = count_found(&folder, "face", "native");
	assert_int_equal(before, 60);
	assert_int_equal(audit_index_open(folder.path, &index, &err), STATUS_OK);
	node_path(&folder, FIRST_SEGMENT, path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(count_found(&folder, "id", "vd_1"), 0); /* passed over */
	snprintf(path, sizeof path, "%s/node", folder.path);
	FILE *file = fopen(path, "r");
	assert_non_null(fgets(path, sizeof path, file));
	fclose(file);
	path[strcspn(path, "\n")] = '\0';
	assert_int_equal(audit_index_forget(index, path, 1, &err), STATUS_OK);
	audit_index_close(&index);
	assert_true(count_found(&folder, "face", "native") < before);
	assert_int_equal(count_found(&folder, "id", "vd_1"), 0);
	assert_int_equal(count_found(&folder, "id", "vd_60"), 1);
	folder_remove(&folder);
}

struct refusal_row {
	const char *label;
	const char *name;
	const char *value;
	enum status status;
};

static const struct refusal_row rows_of_refusals[] = {
	{ "refuses an unknown parameter", "colour", "blue", STATUS_NOT_FOUND },
	{ "refuses a time that is none", "from", "yesterday", STATUS_USAGE },
	{ "refuses a limit of 0", "limit", "0", STATUS_USAGE },
	{ "refuses a limit above 1000", "limit", "1001", STATUS_USAGE },
	{ "refuses a cursor of another", "cursor", "c1zz", STATUS_USAGE },
	{ "refuses a cursor that was changed", "cursor", "c1ffffffffffffffff", STATUS_USAGE },
	{ "refuses an order that is none", "order", "random", STATUS_USAGE },
	{ "refuses an empty value", "rule", "", STATUS_USAGE },
	{ "refuses to group by what is none", "group_by", "decision,colour", STATUS_USAGE },
	{ "refuses to group by four", "group_by", "rule,account,policy,face", STATUS_USAGE },
};

static void refuses(void **state)
{
	const struct refusal_row *row = *state;
	struct audit_query        query;
	char                      why[AUDIT_QUERY_WHY_CHARS] = "";

	audit_query_init(&query);
	assert_int_equal(audit_query_set(&query, slice_from_cstr(row->name),
	                                 slice_from_cstr(row->value), why),
	                 row->status);
	assert_true(why[0] != '\0');
}

int main(void)
{
	struct rows rows = { 0 };
	int         failed;

	logs_make();
	ROWS_ADD(&rows, finds, rows_of_queries);
	rows_add_one(&rows, "pages are stable", pages_are_stable);
	ROWS_ADD(&rows, counts, rows_of_stats);
	rows_add_one(&rows, "is made anew when it is ahead", is_made_anew_when_it_is_ahead);
	rows_add_one(&rows, "is made anew when it is rubbish", is_made_anew_when_it_is_rubbish);
	rows_add_one(&rows, "forgets a segment", forgets_a_segment);
	ROWS_ADD(&rows, refuses, rows_of_refusals);
	failed = rows_run(&rows, "audit_search");
	logs_remove();
	return failed;
}
