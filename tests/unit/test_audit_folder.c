/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_folder.h"
#include "test_audit_support.h"

static void keeps_node_and_secrets(void **state)
{
	struct folder       where;
	struct audit_folder folder;
	struct error        err = { 0 };
	unsigned char       first[AUDIT_SEED_BYTES], second[AUDIT_SEED_BYTES];
	char                node[AUDIT_NODE_CHARS_MAX + 1];

	(void)state;
	folder_make(&where);
	assert_int_equal(audit_folder_open(where.path, &folder, &err), STATUS_OK);
	assert_int_equal(audit_folder_secret(&folder, "hash.key", first, &err), STATUS_OK);
	memcpy(node, folder.node, sizeof node);
	audit_folder_close(&folder);

	assert_int_equal(audit_folder_open(where.path, &folder, &err), STATUS_OK);
	assert_int_equal(audit_folder_secret(&folder, "hash.key", second, &err), STATUS_OK);
	assert_string_equal(node, folder.node);
	assert_memory_equal(first, second, sizeof first);
	memset(second, 0, sizeof second);
	assert_int_equal(audit_folder_secret_read(where.path, "hash.key", second, &err), STATUS_OK);
	assert_memory_equal(first, second, sizeof first);
	assert_int_equal(audit_folder_secret_read(where.path, "other.key", second, &err),
	                 STATUS_NOT_FOUND);
	audit_folder_close(&folder);
	folder_remove(&where);
}

static void protects_secrets(void **state)
{
	struct folder       where;
	struct audit_folder folder;
	struct error        err = { 0 };
	unsigned char       secret[AUDIT_SEED_BYTES];
	struct stat         info;
	char                path[512];

	(void)state;
	folder_make(&where);
	assert_int_equal(audit_folder_open(where.path, &folder, &err), STATUS_OK);
	assert_int_equal(audit_folder_secret(&folder, "sign.key", secret, &err), STATUS_OK);
	snprintf(path, sizeof path, "%s/secret", where.path);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
	snprintf(path, sizeof path, "%s/secret/sign.key", where.path);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);

	file_put(path, "not hexadecimal\n", 16);
	assert_int_equal(audit_folder_secret(&folder, "sign.key", secret, &err), STATUS_CORRUPT);
	assert_non_null(strstr(err.message, "64 hexadecimal digits"));
	audit_folder_close(&folder);
	folder_remove(&where);
}

static void lets_one_server_in(void **state)
{
	struct folder       where;
	struct audit_folder first, second;
	struct error        err = { 0 };
	char                pid[32];

	(void)state;
	folder_make(&where);
	assert_int_equal(audit_folder_open(where.path, &first, &err), STATUS_OK);
	assert_int_equal(audit_folder_open(where.path, &second, &err), STATUS_IO);
	snprintf(pid, sizeof pid, "process %ld;", (long)getpid());
	assert_non_null(strstr(err.message, pid));
	audit_folder_close(&first);
	assert_int_equal(audit_folder_open(where.path, &second, &err), STATUS_OK);
	audit_folder_close(&second);
	folder_remove(&where);
}

static void refuses_a_bad_node_name(void **state)
{
	struct folder       where;
	struct audit_folder folder;
	struct error        err = { 0 };
	char                path[512];

	(void)state;
	folder_make(&where);
	snprintf(path, sizeof path, "%s/node", where.path);
	file_put(path, "../elsewhere\n", 13);
	assert_int_equal(audit_folder_open(where.path, &folder, &err), STATUS_CORRUPT);
	assert_int_equal(err.line, 1);
	file_put(path, "web-1\n", 6);
	assert_int_equal(audit_folder_open(where.path, &folder, NULL), STATUS_OK);
	assert_string_equal(folder.node, "web-1");
	audit_folder_close(&folder);
	folder_remove(&where);
}

static void makes_parents(void **state)
{
	struct folder       where;
	struct audit_folder folder;
	struct error        err = { 0 };
	char                path[512];

	(void)state;
	folder_make(&where);
	snprintf(path, sizeof path, "%s/a/b//c/", where.path);
	assert_int_equal(audit_folder_open(path, &folder, &err), STATUS_OK);
	audit_folder_close(&folder);
	folder_remove(&where);
}

static void says_what_cannot_be_made(void **state)
{
	struct audit_folder folder;
	struct error        err = { 0 };

	(void)state;
	assert_int_equal(audit_folder_open("/dev/null/data", &folder, &err), STATUS_IO);
	assert_non_null(strstr(err.message, "cannot create this folder"));
}

static void hashes_with_the_key(void **state)
{
	const struct audit_hash_key one = { { 1 } }, two = { { 2 } };
	struct audit_hash           a, b, c;

	(void)state;
	audit_hash_of(&one, SLICE_LIT("a text"), &a);
	audit_hash_of(&one, SLICE_LIT("a text"), &b);
	audit_hash_of(&two, SLICE_LIT("a text"), &c);
	assert_string_equal(a.text, b.text);
	assert_string_not_equal(a.text, c.text);
	assert_int_equal(strlen(a.text), AUDIT_HASH_CHARS);
	audit_hash_of(&one, SLICE_NONE, &b);
	assert_string_not_equal(a.text, b.text);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "keeps node and secrets", keeps_node_and_secrets);
	rows_add_one(&rows, "protects secrets", protects_secrets);
	rows_add_one(&rows, "lets one server in and names it to the other", lets_one_server_in);
	rows_add_one(&rows, "refuses a node name that is no name", refuses_a_bad_node_name);
	rows_add_one(&rows, "makes the folders above", makes_parents);
	rows_add_one(&rows, "says what cannot be made", says_what_cannot_be_made);
	rows_add_one(&rows, "hashes with the key", hashes_with_the_key);
	return rows_run(&rows, "audit_folder");
}
