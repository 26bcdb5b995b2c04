/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and accounts in their store: each change, what it refuses, and the event it leaves. */
#include "test_keys_support.h"

#include <sys/stat.h>

struct world {
	struct folder     folder;
	struct keys_plans plans;
	struct keys_admin admin;
	unsigned char     pepper[KEYS_PEPPER_BYTES];
};

static void world_open(struct world *world)
{
	struct error err = { 0 };

	memset(world, 0, sizeof *world);
	folder_make(&world->folder);
	assert_int_equal(keys_plans_read(NULL, &world->plans, &err), STATUS_OK);
	assert_int_equal(keys_store_open(world->folder.store, &world->admin.store, &err),
	                 STATUS_OK);
	world->admin.plans = &world->plans;
	world->admin.pepper = world->pepper;
	world->admin.now_s = BEGIN_S;
	world->admin.actor = "test";
}

static void world_close(struct world *world)
{
	keys_store_close(&world->admin.store);
	folder_drop(&world->folder);
}

static const struct keys_new_key plain = { .account = "acme", .name = "first", .policies = "" };

static struct keys_key create(struct world *world, const struct keys_new_key *wanted)
{
	struct keys_form form;
	struct keys_key  key;

	assert_int_equal(keys_admin_create(&world->admin, wanted, &key, &form), KEYS_DONE);
	return key;
}

static struct keys_key stored(struct world *world, const struct keys_id *id)
{
	struct keys_key key;

	assert_int_equal(keys_store_get_key(world->admin.store, id->text, &key), STATUS_OK);
	return key;
}

struct told {
	char text[2048];
};

static bool tell(void *context, const struct keys_event *event)
{
	struct told *told = context;
	size_t       len = strlen(told->text);

	(void)snprintf(told->text + len, sizeof told->text - len, "%s:%s;", event->what,
	               event->detail);
	return true;
}

static void the_store_is_private(void **state)
{
	struct world world;
	struct stat  about;

	(void)state;
	world_open(&world);
	assert_int_equal(stat(world.folder.store, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	world_close(&world);
}

static void no_secret_is_in_the_store(void **state)
{
	struct world     world;
	struct keys_form form;
	struct keys_key  key;
	char             bytes[65536];
	FILE            *file;
	size_t           len;

	(void)state;
	world_open(&world);
	assert_int_equal(keys_admin_create(&world.admin, &plain, &key, &form), KEYS_DONE);
	file = fopen(world.folder.store, "rb");
	assert_non_null(file);
	len = fread(bytes, 1, sizeof bytes, file);
	(void)fclose(file);
	assert_non_null(memmem(bytes, len, key.id.text, KEYS_ID_CHARS));
	assert_null(memmem(bytes, len, form.text + 21, 12));
	keys_form_forget(&form);
	assert_int_equal(form.text[0], 0);
	world_close(&world);
}

static void a_key_lives(void **state)
{
	struct world       world;
	struct keys_key    key, successor;
	struct keys_form   form;
	struct keys_admin *admin = &world.admin;
	struct told        told = { "" };
	const char        *id;

	(void)state;
	world_open(&world);
	key = create(&world, &plain);
	id = key.id.text;
	assert_int_equal(key.roles, KEYS_ROLE_CHECK);
	assert_int_equal(keys_admin_deactivate(admin, id, "holiday"), KEYS_DONE);
	assert_int_equal(stored(&world, &key.id).state, KEYS_INACTIVE);
	assert_int_equal(keys_admin_deactivate(admin, id, ""), KEYS_FAULT_NOT_ACTIVE);
	assert_int_equal(keys_admin_activate(admin, id, ""), KEYS_DONE);
	assert_int_equal(keys_admin_activate(admin, id, ""), KEYS_FAULT_NOT_INACTIVE);
	assert_int_equal(keys_admin_expire(admin, id, BEGIN_S + 99), KEYS_DONE);
	assert_int_equal(keys_admin_rotate(admin, id, 3600, &successor, &form), KEYS_DONE);
	assert_string_equal(stored(&world, &key.id).successor.text, successor.id.text);
	/* It was to expire earlier than the overlap ends. */
	assert_int_equal(stored(&world, &key.id).expires_s, BEGIN_S + 99);
	assert_int_equal(keys_admin_rotate(admin, id, 0, &successor, &form), KEYS_FAULT_ROTATED);
	assert_int_equal(keys_admin_revoke(admin, id, "leaked"), KEYS_DONE);
	assert_int_equal(keys_admin_revoke(admin, id, ""), KEYS_FAULT_ALREADY_REVOKED);
	assert_int_equal(keys_admin_activate(admin, id, ""), KEYS_FAULT_NOT_INACTIVE);
	assert_int_equal(keys_admin_reinstate(admin, id, ""), KEYS_FAULT_REASON_NEEDED);
	assert_int_equal(keys_admin_reinstate(admin, id, "mistake"), KEYS_DONE);
	assert_int_equal(stored(&world, &key.id).state, KEYS_ACTIVE);
	assert_int_equal(keys_store_each_event(admin->store, tell, &told), STATUS_OK);
	assert_ptr_equal(strstr(told.text, "plan:none -> free;create:check;deactivate:holiday;"
	                                   "activate:;expire:0 -> 1700000099;rotate:"),
	                 told.text);
	assert_non_null(strstr(told.text, "create:successor;revoke:leaked;reinstate:mistake;"));
	world_close(&world);
}

static void a_successor_has_the_same_rights(void **state)
{
	const struct keys_new_key wanted = {
		.account = "acme",
		.name = "gateway",
		.environment = KEYS_TEST,
		.roles = KEYS_ROLE_CHECK | KEYS_ROLE_EXPLAIN,
		.policies = "default privacy",
		.on_behalf = true,
	};
	struct world     world;
	struct keys_key  key, next;
	struct keys_form form;

	(void)state;
	world_open(&world);
	key = create(&world, &wanted);
	assert_int_equal(keys_admin_rotate(&world.admin, key.id.text, 60, &next, &form), KEYS_DONE);
	next = stored(&world, &next.id);
	assert_int_equal(next.roles, key.roles);
	assert_string_equal(next.policies, "default privacy");
	assert_string_equal(next.name, "gateway");
	assert_true(next.on_behalf);
	assert_int_equal(next.environment, KEYS_TEST);
	assert_memory_not_equal(next.hash, key.hash, KEYS_HASH_BYTES);
	assert_int_equal(stored(&world, &key.id).expires_s, BEGIN_S + 60);
	world_close(&world);
}

static void a_successor_has_the_same_strikes(void **state)
{
	const struct keys_new_key wanted = { .account = "acme", .name = "", .policies = "" };
	struct keys_strikes       strikes = { .milli = 2500, .count = 3, .body_count = 1 };
	struct world              world;
	struct keys_key           key, next;
	struct keys_form          form;

	(void)state;
	world_open(&world);
	key = create(&world, &wanted);
	assert_int_equal(keys_store_put_strikes(world.admin.store, key.id.text, &strikes),
	                 STATUS_OK);
	assert_int_equal(keys_admin_rotate(&world.admin, key.id.text, 60, &next, &form), KEYS_DONE);
	strikes = (struct keys_strikes){ 0 };
	assert_int_equal(keys_store_get_strikes(world.admin.store, next.id.text, &strikes),
	                 STATUS_OK);
	assert_int_equal(strikes.milli, 2500);
	assert_int_equal(strikes.count, 3);
	world_close(&world);
}

static void credits_of_a_retry_are_given_once(void **state)
{
	const struct keys_new_key wanted = { .account = "acme", .name = "", .policies = "" };
	struct world              world;
	struct keys_account       account;
	struct keys_key           key;
	struct keys_form          form;

	(void)state;
	world_open(&world);
	(void)create(&world, &wanted);
	world.admin.once = 7;
	world.admin.once_body = 1;
	/* What was not done is not remembered. */
	assert_int_equal(keys_admin_grant(&world.admin, "nobody", 5, ""), KEYS_FAULT_NO_ACCOUNT);
	assert_int_equal(keys_admin_grant(&world.admin, "acme", 5, ""), KEYS_DONE);
	assert_int_equal(keys_admin_grant(&world.admin, "acme", 5, ""), KEYS_FAULT_DONE_BEFORE);
	world.admin.once_body = 2;
	assert_int_equal(keys_admin_grant(&world.admin, "acme", 6, ""), KEYS_FAULT_ONCE_REUSED);
	world.admin.once = 8;
	assert_int_equal(keys_admin_create(&world.admin, &wanted, &key, &form), KEYS_DONE);
	assert_int_equal(keys_admin_create(&world.admin, &wanted, &key, &form),
	                 KEYS_FAULT_DONE_BEFORE);
	world.admin.now_s += KEYS_ONCE_S;
	assert_int_equal(keys_admin_grant(&world.admin, "acme", 6, ""), KEYS_DONE);
	assert_int_equal(keys_store_get_account(world.admin.store, "acme", &account), STATUS_OK);
	assert_int_equal(account.credits, 11);
	world_close(&world);
}

struct refused_row {
	const char         *label;
	struct keys_new_key wanted;
	enum keys_fault     fault;
};

static const struct refused_row refused_rows[] = {
	{ "an account without a name",
	  { .account = "", .name = "", .policies = "" },
	  KEYS_FAULT_ACCOUNT_NAME },
	{ "an account with a space",
	  { .account = "a b", .name = "", .policies = "" },
	  KEYS_FAULT_ACCOUNT_NAME },
	{ "a name with a line break",
	  { .account = "a", .name = "a\nb", .policies = "" },
	  KEYS_FAULT_NAME },
	{ "policies with a comma",
	  { .account = "a", .name = "", .policies = "a,b" },
	  KEYS_FAULT_POLICIES },
	{ "a demo key with a role",
	  { .account = "a", .name = "", .policies = "", .is_demo = true, .roles = KEYS_ROLE_CHECK },
	  KEYS_FAULT_DEMO_ROLES },
	{ "an expiry in the past",
	  { .account = "a", .name = "", .policies = "", .expires_s = BEGIN_S },
	  KEYS_FAULT_PAST },
	{ "a plan that is not there",
	  { .account = "a", .name = "", .policies = "", .plan = "gold" },
	  KEYS_FAULT_NO_PLAN },
	{ "a custom plan without limits",
	  { .account = "a", .name = "", .policies = "", .plan = "enterprise" },
	  KEYS_FAULT_CUSTOM_LIMITS },
};

static bool count_key(void *context, const struct keys_key *key)
{
	(void)key;
	++*(unsigned *)context;
	return true;
}

static void is_refused_and_leaves_nothing(void **state)
{
	const struct refused_row *row = *state;
	struct world              world;
	struct keys_form          form;
	struct keys_key           key;
	struct told               told = { "" };
	unsigned                  count = 0;

	world_open(&world);
	assert_int_equal(keys_admin_create(&world.admin, &row->wanted, &key, &form), row->fault);
	assert_int_equal(keys_store_each_key(world.admin.store, count_key, &count), STATUS_OK);
	assert_int_equal(count, 0);
	assert_int_equal(keys_store_each_event(world.admin.store, tell, &told), STATUS_OK);
	assert_string_equal(told.text, "");
	world_close(&world);
}

static void a_custom_plan_has_limits_of_its_own(void **state)
{
	const struct keys_limits limits = { 1234, KEYS_UNLIMITED, 7 };
	struct world             world;
	struct keys_account      account;

	(void)state;
	world_open(&world);
	assert_int_equal(keys_admin_set_plan(&world.admin, "big", "enterprise", NULL),
	                 KEYS_FAULT_CUSTOM_LIMITS);
	assert_int_equal(keys_admin_set_plan(&world.admin, "big", "pro", &limits),
	                 KEYS_FAULT_NOT_CUSTOM);
	assert_int_equal(keys_admin_set_plan(&world.admin, "big", "enterprise", &limits),
	                 KEYS_DONE);
	assert_int_equal(keys_store_get_account(world.admin.store, "big", &account), STATUS_OK);
	assert_int_equal(account.custom.per_minute, 1234);
	assert_int_equal(account.custom.per_day, KEYS_UNLIMITED);
	assert_int_equal(account.custom.concurrent, 7);
	world_close(&world);
}

static enum keys_fault refund(struct world *world, const char *verdict, keys_amount amount)
{
	keys_amount refunded;

	return keys_admin_refund(&world->admin, "acme", verdict, amount, &refunded);
}

static void credits_are_the_sum_of_the_ledger(void **state)
{
	struct keys_entry   charge = { .account = "acme",
		                       .key = "",
		                       .kind = KEYS_CHARGE,
		                       .amount = -2500000,
		                       .operation = "x",
		                       .verdict = "vd_1" };
	struct world        world;
	struct keys_account account;
	char                name[KEYS_NAME_CHARS + 1];

	(void)state;
	world_open(&world);
	assert_int_equal(keys_admin_grant(&world.admin, "acme", 1, ""), KEYS_FAULT_NO_ACCOUNT);
	(void)create(&world, &plain);
	assert_int_equal(keys_admin_grant(&world.admin, "acme", 0, ""), KEYS_FAULT_AMOUNT);
	assert_int_equal(keys_admin_grant(&world.admin, "acme", 10000000, "start"), KEYS_DONE);
	assert_int_equal(keys_admin_grant(&world.admin, "acme", KEYS_AMOUNT_MAX, ""),
	                 KEYS_FAULT_TOO_MANY_CREDITS);
	assert_int_equal(keys_store_begin(world.admin.store), STATUS_OK);
	assert_int_equal(keys_store_add_entry(world.admin.store, &charge), STATUS_OK);
	assert_int_equal(keys_store_end(world.admin.store, STATUS_OK), STATUS_OK);
	assert_int_equal(refund(&world, "vd_2", 0), KEYS_FAULT_NO_CHARGE);
	assert_int_equal(refund(&world, "vd_1", 2500001), KEYS_FAULT_REFUND_TOO_LARGE);
	assert_int_equal(refund(&world, "vd_1", 500000), KEYS_DONE);
	assert_int_equal(refund(&world, "vd_1", 0), KEYS_DONE);
	assert_int_equal(refund(&world, "vd_1", 0), KEYS_FAULT_REFUND_TOO_LARGE);
	assert_int_equal(keys_store_get_account(world.admin.store, "acme", &account), STATUS_OK);
	assert_int_equal(account.credits, 10000000);
	assert_true(account.has_credits);
	assert_int_equal(keys_store_check_ledger(world.admin.store, name), STATUS_OK);
	world_close(&world);
}

struct role_row {
	const char *label;
	const char *text;
	int         roles; /* -1: refused */
	const char *printed;
};

static const struct role_row role_rows[] = {
	{ "one role", "check", 1, "check" },
	{ "three roles, with spaces", "audit, check ,rules", 13, "check,rules,audit" },
	{ "all roles", "check,explain,rules,audit,keys,metrics", 63,
	  "check,explain,rules,audit,keys,metrics" },
	{ "a role that is none", "check,admin", -1, NULL },
	{ "no role", "", -1, NULL },
	{ "a comma too many", "check,", -1, NULL },
};

static void reads_roles(void **state)
{
	const struct role_row *row = *state;
	unsigned               roles;
	char                   text[64];

	assert_int_equal(keys_roles_read(slice_from_cstr(row->text), &roles), row->roles >= 0);
	if (row->roles < 0)
		return;
	assert_int_equal(roles, row->roles);
	assert_string_equal(keys_roles_print(roles, text), row->printed);
}

static void a_file_that_is_no_store_is_refused(void **state)
{
	struct folder      folder;
	struct keys_store *store;
	struct error       err = { 0 };
	FILE              *file;

	(void)state;
	folder_make(&folder);
	file = fopen(folder.store, "w");
	assert_non_null(file);
	for (unsigned i = 0; i < 1000; i++)
		(void)fputs("this is no database\n", file);
	(void)fclose(file);
	assert_int_equal(keys_store_open(folder.store, &store, &err), STATUS_CORRUPT);
	assert_null(store);
	assert_non_null(strstr(err.message, "cannot be used: file is not a database"));
	folder_drop(&folder);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "the store is private", the_store_is_private);
	rows_add_one(&rows, "no secret is in the store", no_secret_is_in_the_store);
	rows_add_one(&rows, "a key lives", a_key_lives);
	rows_add_one(&rows, "a successor has the same rights", a_successor_has_the_same_rights);
	rows_add_one(&rows, "a successor has the same strikes", a_successor_has_the_same_strikes);
	rows_add_one(&rows, "credits of a retry are given once", credits_of_a_retry_are_given_once);
	ROWS_ADD(&rows, is_refused_and_leaves_nothing, refused_rows);
	rows_add_one(&rows, "a custom plan has limits of its own",
	             a_custom_plan_has_limits_of_its_own);
	rows_add_one(&rows, "credits are the sum of the ledger", credits_are_the_sum_of_the_ledger);
	ROWS_ADD(&rows, reads_roles, role_rows);
	rows_add_one(&rows, "a file that is no store is refused",
	             a_file_that_is_no_store_is_refused);
	return rows_run(&rows, "keys_admin");
}
