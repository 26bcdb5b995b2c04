/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_folder.h"

#include "audit_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEX_CHARS (2 * AUDIT_SEED_BYTES)

static enum status too_long(const char *data, struct error *err)
{
	return error_set(err, STATUS_IO, data, 0, 0, "the path of the data folder is too long");
}

/* DATA and every folder above it. */
static enum status make_parents(const char *data, struct error *err)
{
	char        path[AUDIT_PATH_BYTES];
	struct stat info;
	size_t      len = strlen(data);

	if (len == 0 || len >= sizeof path)
		return too_long(data, err);
	for (size_t i = 1; i <= len; i++) {
		if (data[i] != '/' && data[i] != '\0')
			continue;
		memcpy(path, data, i);
		path[i] = '\0';
		if (stat(path, &info) == 0)
			continue;
		if (audit_file_folder(path, 0750, err) != STATUS_OK)
			return STATUS_IO;
	}
	return STATUS_OK;
}

static enum status say_who_locks(int fd, const char *path, struct error *err)
{
	char    pid[32];
	ssize_t len = pread(fd, pid, sizeof pid - 1, 0);

	pid[len > 0 ? len : 0] = '\0';
	pid[strcspn(pid, "\n")] = '\0';
	return error_set(err, STATUS_IO, path, 0, 0,
	                 "the data folder is in use by process %s; stop it or name another "
	                 "folder with --data",
	                 pid[0] != '\0' ? pid : "(unknown)");
}

static enum status take_lock(struct audit_folder *folder, struct error *err)
{
	char path[AUDIT_PATH_BYTES];
	int  fd;

	if (!audit_file_path(path, sizeof path, folder->data, "lock"))
		return too_long(folder->data, err);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (fd < 0)
		return error_set(err, STATUS_IO, path, 0, 0, "cannot open: %s", strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		enum status status = say_who_locks(fd, path, err);

		close(fd);
		return status;
	}
	if (ftruncate(fd, 0) == 0)
		dprintf(fd, "%ld\n", (long)getpid());
	folder->lock_fd = fd;
	return STATUS_OK;
}

static bool is_node_name(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= AUDIT_NODE_CHARS_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len && name[0] != '-';
}

static void make_node_name(char name[AUDIT_NODE_CHARS_MAX + 1])
{
	static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
	unsigned char     random[10];

	randombytes_buf(random, sizeof random);
	memcpy(name, "node-", 5);
	for (size_t i = 0; i < sizeof random; i++)
		name[5 + i] = letters[random[i] % 32];
	name[5 + sizeof random] = '\0';
}

static enum status read_node(struct audit_folder *folder, struct error *err)
{
	char        path[AUDIT_PATH_BYTES], text[AUDIT_NODE_CHARS_MAX + 3];
	enum status status;

	if (!audit_file_path(path, sizeof path, folder->data, "node"))
		return too_long(folder->data, err);
	status = audit_file_read_small(path, text, sizeof text);
	if (status == STATUS_NOT_FOUND) {
		make_node_name(folder->node);
		snprintf(text, sizeof text, "%s\n", folder->node);
		return audit_file_create_small(folder->data, "node", 0640, slice_from_cstr(text),
		                               err);
	}
	if (status == STATUS_IO)
		return error_set(err, status, path, 0, 0, "cannot read: %s", strerror(errno));
	text[sizeof text - 1] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (status != STATUS_OK || !is_node_name(text))
		return error_set(err, STATUS_CORRUPT, path, 1, 1,
		                 "a node's name is 1 to %d characters of a-z, 0-9 and '-'",
		                 AUDIT_NODE_CHARS_MAX);
	memcpy(folder->node, text, strlen(text) + 1);
	return STATUS_OK;
}

static enum status make_segment_folder(struct audit_folder *folder, struct error *err)
{
	char        audit[AUDIT_PATH_BYTES];
	enum status status;

	if (!audit_file_path(audit, sizeof audit, folder->data, "audit") ||
	    !audit_file_path(folder->segments, sizeof folder->segments, audit, folder->node))
		return too_long(folder->data, err);
	status = audit_file_folder(audit, 0750, err);
	if (status == STATUS_OK)
		status = audit_file_folder(folder->segments, 0750, err);
	if (status == STATUS_OK)
		status = audit_file_sync_folder(audit);
	if (status == STATUS_OK)
		status = audit_file_sync_folder(folder->data);
	if (status != STATUS_OK)
		error_set(err, status, audit, 0, 0, "cannot make the folder durable: %s",
		          strerror(errno));
	return status;
}

enum status audit_folder_open(const char *data, struct audit_folder *folder, struct error *err)
{
	enum status status;

	*folder = (struct audit_folder){ .lock_fd = -1 };
	if (sodium_init() < 0)
		return error_set(err, STATUS_IO, NULL, 0, 0, "there is no source of random bytes");
	status = make_parents(data, err);
	if (status != STATUS_OK)
		return status;
	memcpy(folder->data, data, strlen(data) + 1);
	status = take_lock(folder, err);
	if (status == STATUS_OK)
		status = read_node(folder, err);
	if (status == STATUS_OK)
		status = make_segment_folder(folder, err);
	if (status != STATUS_OK)
		audit_folder_close(folder);
	return status;
}

void audit_folder_close(struct audit_folder *folder)
{
	if (folder->lock_fd >= 0)
		close(folder->lock_fd);
	folder->lock_fd = -1;
}

/* 64 hex digits and nothing but a newline behind them. */
static bool read_hex(const char *text, unsigned char secret[AUDIT_SEED_BYTES])
{
	const char *end = NULL;
	size_t      len = 0;

	if (sodium_hex2bin(secret, AUDIT_SEED_BYTES, text, strcspn(text, "\n"), NULL, &len, &end) !=
	    0)
		return false;
	return len == AUDIT_SEED_BYTES && (*end == '\n' || *end == '\0');
}

static enum status read_secret(const char *path, unsigned char secret[AUDIT_SEED_BYTES],
                               struct error *err)
{
	char        text[HEX_CHARS + 3];
	enum status status = audit_file_read_small(path, text, sizeof text);

	if (status == STATUS_NOT_FOUND)
		return status;
	if (status == STATUS_IO)
		return error_set(err, status, path, 0, 0, "cannot read: %s", strerror(errno));
	if (status != STATUS_OK || !read_hex(text, secret))
		status = error_set(err, STATUS_CORRUPT, path, 1, 1,
		                   "a secret is %d hexadecimal digits", HEX_CHARS);
	sodium_memzero(text, sizeof text);
	return status;
}

static enum status make_secret(const char *folder, const char *name,
                               unsigned char secret[AUDIT_SEED_BYTES], struct error *err)
{
	char        text[HEX_CHARS + 2];
	enum status status;

	randombytes_buf(secret, AUDIT_SEED_BYTES);
	sodium_bin2hex(text, HEX_CHARS + 1, secret, AUDIT_SEED_BYTES);
	memcpy(text + HEX_CHARS, "\n", 2);
	status = audit_file_create_small(folder, name, 0600, slice_from_cstr(text), err);
	sodium_memzero(text, sizeof text);
	return status;
}

enum status audit_folder_secret(const struct audit_folder *folder, const char *name,
                                unsigned char secret[AUDIT_SEED_BYTES], struct error *err)
{
	char        secrets[AUDIT_PATH_BYTES], path[AUDIT_PATH_BYTES];
	enum status status;

	if (!audit_file_path(secrets, sizeof secrets, folder->data, "secret") ||
	    !audit_file_path(path, sizeof path, secrets, name))
		return too_long(folder->data, err);
	status = audit_file_folder(secrets, 0700, err);
	if (status != STATUS_OK)
		return status;
	status = read_secret(path, secret, err);
	if (status == STATUS_NOT_FOUND)
		return make_secret(secrets, name, secret, err);
	return status;
}

enum status audit_folder_secret_read(const char *data, const char *name,
                                     unsigned char secret[AUDIT_SEED_BYTES], struct error *err)
{
	char        secrets[AUDIT_PATH_BYTES], path[AUDIT_PATH_BYTES];
	enum status status;

	if (!audit_file_path(secrets, sizeof secrets, data, "secret") ||
	    !audit_file_path(path, sizeof path, secrets, name))
		return too_long(data, err);
	status = read_secret(path, secret, err);
	if (status == STATUS_NOT_FOUND)
		return error_set(err, status, path, 0, 0, "there is no such secret");
	return status;
}
