/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_hold.h"

#include "audit_file.h"
#include "audit_folder.h"
#include "base_buffer.h"

#include <errno.h>
#include <string.h>

static bool read_line(struct audit_holds *holds, struct slice line)
{
	size_t tab = slice_find(line, SLICE_LIT("\t"), 0);

	if (line.len == 0)
		return true;
	if (tab == SIZE_MAX || tab == 0 || tab + 1 == line.len || holds->count == AUDIT_HOLDS_MAX)
		return false;
	holds->at[holds->count] = (struct audit_hold){ slice_range(line, 0, tab),
		                                       slice_from(line, tab + 1) };
	holds->is_all = holds->is_all || slice_equal_cstr(holds->at[holds->count].account, "*");
	holds->count++;
	return true;
}

enum status audit_holds_load(const char *data, struct audit_holds *holds, struct error *err)
{
	char         path[AUDIT_PATH_BYTES];
	struct slice rest;
	enum status  status = STATUS_IO;

	memset(holds, 0, sizeof *holds);
	if (audit_file_path(path, sizeof path, data, AUDIT_HOLD_FILE))
		status = audit_file_read_small(path, holds->text, sizeof holds->text);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return error_set(err, STATUS_IO, path, 0, 0, "cannot read the holds");
	rest = slice_from_cstr(holds->text);
	digest_of(rest, &holds->digest);
	for (unsigned line = 1; rest.len > 0; line++) {
		size_t end = slice_find(rest, SLICE_LIT("\n"), 0);

		if (end == SIZE_MAX)
			end = rest.len;
		if (!read_line(holds, slice_range(rest, 0, end)))
			return error_set(err, STATUS_CORRUPT, path, line, 1,
			                 "a hold is CASE, a tab, ACCOUNT");
		rest = slice_from(rest, end < rest.len ? end + 1 : end);
	}
	return STATUS_OK;
}

bool audit_holds_have(const struct audit_holds *holds, struct slice account)
{
	if (holds->is_all)
		return true;
	for (size_t i = 0; i < holds->count; i++)
		if (account.len > 0 && slice_equal(holds->at[i].account, account))
			return true;
	return false;
}

static bool is_name(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < 0x20)
			return false;
	return text.len <= 128;
}

static void put_hold(struct buffer *out, struct slice name, struct slice account)
{
	buffer_append(out, name);
	buffer_append_char(out, '\t');
	buffer_append(out, account);
	buffer_append_char(out, '\n');
}

enum status audit_holds_change(const char *data, struct slice name, struct slice account,
                               struct error *err)
{
	struct audit_holds holds;
	struct buffer      text;
	size_t             kept = 0;
	enum status        status;

	if (name.len == 0 || !is_name(name) || !is_name(account))
		return error_set(err, STATUS_USAGE, NULL, 0, 0,
		                 "a case and an account are 1 to 128 characters");
	status = audit_holds_load(data, &holds, err);
	if (status != STATUS_OK)
		return status;
	buffer_init_heap(&text);
	for (size_t i = 0; i < holds.count; i++) {
		if (account.len == 0 && slice_equal(holds.at[i].name, name))
			continue;
		put_hold(&text, holds.at[i].name, holds.at[i].account);
		kept++;
	}
	if (account.len > 0)
		put_hold(&text, name, account);
	if (account.len == 0 && kept == holds.count)
		status = error_set(err, STATUS_NOT_FOUND, NULL, 0, 0, "there is no such case");
	else if (text.failed || text.len >= AUDIT_HOLD_BYTES || kept == AUDIT_HOLDS_MAX)
		status = error_set(err, STATUS_USAGE, NULL, 0, 0, "there are too many holds");
	else
		status = audit_file_create_small(data, AUDIT_HOLD_FILE, 0640, buffer_slice(&text),
		                                 err);
	buffer_free(&text);
	return status;
}
