/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_retain.h"

#include "audit_content.h"
#include "audit_encode.h"
#include "audit_file.h"
#include "audit_gone.h"
#include "audit_lines.h"
#include "audit_segment.h"
#include "base_arena.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <semaphore.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DAY_US      86400000000u
#define LIST_BYTES  (16u << 20)
#define ENTRY_BYTES (64u << 20)

/* ---- saying so ---- */

struct wait {
	struct audit_ticket ticket;
	sem_t               is_done;
	enum status         status;
};

static void wait_done(struct audit_ticket *ticket, enum status status)
{
	struct wait *wait = ticket->context;

	wait->status = status;
	sem_post(&wait->is_done);
}

/* A record of the log's own, written as durably as the mode promises before this returns. */
static enum status tell(struct audit_retain *retain, const struct audit_notice *notice,
                        struct error *err)
{
	const struct audit_record record = {
		.time_us = audit_clock_us(retain->writer->options.clock),
		.node = retain->writer->folder->node,
		.face = AUDIT_FACE_GONE,
		.notice = notice,
	};
	struct wait         wait = { .ticket = { .done = wait_done } };
	char                memory[2048];
	struct buffer       body;
	struct audit_parcel parcel = { .ticket = &wait.ticket };
	enum status         status = STATUS_NO_MEMORY;

	buffer_init_fixed(&body, memory, sizeof memory);
	audit_encode(&record, &body);
	parcel.body = buffer_slice(&body);
	wait.ticket.context = &wait;
	sem_init(&wait.is_done, 0, 0);
	if (!body.failed)
		status = audit_queue_put(&retain->writer->queue, &parcel);
	if (status == STATUS_OK) {
		while (sem_wait(&wait.is_done) != 0)
			;
		status = wait.status;
	}
	sem_destroy(&wait.is_done);
	if (status == STATUS_OK && retain->writer->options.mode == AUDIT_ASYNC)
		usleep(2 * AUDIT_ASYNC_WINDOW_US);
	return status == STATUS_OK
	               ? STATUS_OK
	               : error_set(err, STATUS_IO, NULL, 0, 0,
	                           "the log cannot say what would be removed: nothing is");
}

static enum status tell_holds(struct audit_retain *retain, const struct audit_holds *holds,
                              struct error *err)
{
	char                           hex[DIGEST_HEX_CHARS + 1];
	const struct audit_size        numbers[] = { { "holds", holds->count } };
	const struct audit_notice_text texts[] = { { "digest", hex } };
	const struct audit_notice      notice = { "holds", numbers, 1, texts, 1 };
	enum status                    status;

	if (retain->has_noted_holds ? audit_digest_equal(&retain->holds, &holds->digest)
	                            : holds->count == 0)
		return STATUS_OK;
	digest_hex(&holds->digest, hex);
	status = tell(retain, &notice, err);
	retain->has_noted_holds = status == STATUS_OK;
	retain->holds = holds->digest;
	return status;
}

/* ---- segments ---- */

/* One segment, looked at before it may go. */
struct leaving {
	struct audit_gone gone;
	bool              is_held;
	bool              is_damaged;
};

/* The time of a segment's first record; 0 when it has none that can be read. */
static uint64_t first_time(const char *folder, struct audit_segment_entry entry)
{
	char               path[AUDIT_PATH_BYTES];
	struct audit_lines lines;
	struct audit_entry record = { 0 };
	struct arena       arena = { 0 };
	struct slice       line;

	if (!audit_segment_path(folder, entry, path) || !arena_open(&arena, ENTRY_BYTES))
		return 0;
	if (audit_lines_open(path, &lines) == STATUS_OK) {
		if (audit_lines_next(&lines, &line, NULL) != STATUS_OK ||
		    audit_entry_read(line, &arena, &record) != STATUS_OK)
			record.time_us = 0;
		audit_lines_close(&lines);
	}
	arena_close(&arena);
	return record.time_us;
}

static bool is_line_held(const struct audit_holds *holds, struct slice line, struct arena *arena)
{
	struct audit_entry entry;

	if (holds->count == 0)
		return false;
	arena_reset(arena);
	return audit_entry_read(line, arena, &entry) != STATUS_OK ||
	       audit_holds_have(holds, entry.account);
}

/* Lines from `end_seq` on were superseded by the next segment. */
static enum status look_at(const char *folder, struct audit_segment_entry entry, uint64_t end_seq,
                           const struct audit_holds *holds, struct leaving *leaving)
{
	char               path[AUDIT_PATH_BYTES];
	struct audit_lines lines;
	struct audit_link  link;
	struct arena       arena = { 0 };
	struct slice       line;
	enum status        status = STATUS_IO;

	*leaving = (struct leaving){ 0 };
	audit_gone_begin(&leaving->gone, entry.first_seq);
	if (!arena_open(&arena, ENTRY_BYTES))
		return STATUS_NO_MEMORY;
	if (audit_segment_path(folder, entry, path))
		status = audit_lines_open(path, &lines);
	if (status == STATUS_OK) {
		while ((status = audit_lines_next(&lines, &line, NULL)) == STATUS_OK) {
			bool is_record = audit_chain_read(line, &link) && link.is_intact;

			if (is_record && link.seq >= end_seq)
				continue;
			leaving->is_damaged = leaving->is_damaged || !is_record ||
			                      !audit_gone_add(&leaving->gone, &link);
			leaving->is_held = leaving->is_held || is_line_held(holds, line, &arena);
		}
		audit_lines_close(&lines);
	}
	arena_close(&arena);
	leaving->is_damaged = leaving->is_damaged || status == STATUS_CORRUPT ||
	                      leaving->gone.last_seq + 1 != end_seq;
	return status == STATUS_END || status == STATUS_CORRUPT ? STATUS_OK : status;
}

/* The record, the file that says what went, the index, and then the segment. */
static enum status remove_segment(struct audit_retain *retain, struct audit_segment_entry entry,
                                  struct audit_gone *gone, struct error *err)
{
	const char *folder = retain->writer->folder->segments;
	char        path[AUDIT_PATH_BYTES], root[DIGEST_HEX_CHARS + 1], hex[DIGEST_HEX_CHARS + 1];
	const struct audit_size        numbers[] = { { "first_seq", gone->first_seq },
		                                     { "last_seq", gone->last_seq },
		                                     { "records", gone->own.size } };
	const struct audit_notice_text texts[] = { { "root", root }, { "gone", hex } };
	const struct audit_notice      notice = { "retention", numbers, 3, texts, 2 };
	enum status status = audit_gone_save(folder, gone, retain->writer->signer, err);

	digest_hex(&gone->root, root);
	digest_hex(&gone->digest, hex);
	if (status == STATUS_OK)
		status = tell(retain, &notice, err);
	if (status == STATUS_OK && retain->index != NULL)
		status = audit_index_forget(retain->index, retain->writer->folder->node,
		                            entry.first_seq, err);
	if (status != STATUS_OK)
		return status;
	if (!audit_segment_path(folder, entry, path) || unlink(path) != 0 ||
	    audit_file_sync_folder(folder) != STATUS_OK)
		return error_set(err, STATUS_IO, path, 0, 0, "cannot remove: %s", strerror(errno));
	return STATUS_OK;
}

static enum status remove_old(struct audit_retain *retain, const struct audit_holds *holds,
                              struct arena *arena, uint64_t cutoff_us, struct error *err)
{
	const char                 *folder = retain->writer->folder->segments;
	uint64_t                    open_seq = atomic_load(&retain->writer->open_segment);
	struct audit_segment_entry *entries = NULL;
	size_t                      count = 0;
	struct leaving              leaving;
	enum status                 status = audit_segment_list(folder, arena, &entries, &count);

	if (status != STATUS_OK)
		return error_set(err, status, folder, 0, 0, "cannot list the segments");
	for (size_t i = 0; i + 1 < count && entries[i].first_seq < open_seq; i++) {
		/* All of a segment is older than the first record behind it. */
		uint64_t next_us = first_time(folder, entries[i + 1]);

		if (next_us == 0 || next_us >= cutoff_us)
			break;
		status = look_at(folder, entries[i], entries[i + 1].first_seq, holds, &leaving);
		if (status == STATUS_OK && !leaving.is_held && !leaving.is_damaged)
			status = remove_segment(retain, entries[i], &leaving.gone, err);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

/* ---- texts ---- */

static enum status erase_old_texts(struct audit_retain *retain, const struct audit_holds *holds,
                                   struct audit_vault *vault, uint64_t now_us, struct error *err)
{
	uint64_t             day = now_us / DAY_US - retain->writer->options.keep_content_days;
	uint64_t             keys = 0;
	char                 before[AUDIT_TIME_CHARS + 1];
	struct audit_subject subject;
	struct audit_size    numbers[] = { { "keys", 0 } };
	const struct audit_notice_text texts[] = { { "before", before } };
	const struct audit_notice      notice = { "content", numbers, 1, texts, 1 };
	enum status                    status;

	if (holds->is_all)
		return STATUS_OK;
	for (size_t i = 0; i < holds->count; i++) {
		audit_content_subject(retain->hash_key, holds->at[i].account, SLICE_NONE, &subject);
		memcpy(retain->held_accounts[i], subject.account, AUDIT_SUBJECT_BYTES);
	}
	status = audit_vault_count(vault, day, retain->held_accounts, holds->count, &keys);
	if (status != STATUS_OK || keys == 0)
		return status;
	audit_clock_format(day * DAY_US, before);
	before[10] = '\0';
	numbers[0].value = keys;
	status = tell(retain, &notice, err);
	if (status == STATUS_OK)
		status = audit_vault_expire(vault, day, retain->held_accounts, holds->count, &keys);
	return status;
}

enum status audit_retain_run(struct audit_retain *retain, struct error *err)
{
	const struct audit_options *options = &retain->writer->options;
	uint64_t                    now_us = audit_clock_us(options->clock);
	struct audit_vault         *vault = NULL;
	struct arena                arena;
	enum status status = audit_holds_load(retain->writer->folder->data, &retain->held, err);

	if (status == STATUS_OK)
		status = tell_holds(retain, &retain->held, err);
	if (status == STATUS_OK && options->keep_content_days > 0) {
		status = audit_vault_open(retain->writer->folder, &vault, err);
		if (status == STATUS_OK)
			status = erase_old_texts(retain, &retain->held, vault, now_us, err);
		audit_vault_close(&vault);
	}
	if (status != STATUS_OK || options->keep_days == 0)
		return status;
	if (!arena_open(&arena, LIST_BYTES))
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory");
	status = remove_old(retain, &retain->held, &arena, now_us - options->keep_days * DAY_US,
	                    err);
	arena_close(&arena);
	return status;
}

/* ---- requests ---- */

static bool request_path(const char *data, const char *name, const char *end,
                         char path[AUDIT_PATH_BYTES])
{
	int len = snprintf(path, AUDIT_PATH_BYTES, "%s/" AUDIT_REQUEST_FOLDER "/%s%s", data, name,
	                   end);

	return len > 0 && len < AUDIT_PATH_BYTES;
}

enum status audit_retain_ask(const char *data, struct slice account, struct slice user,
                             char name[AUDIT_REQUEST_CHARS], struct error *err)
{
	char                  folder[AUDIT_PATH_BYTES], text[256];
	char                  account_hex[2 * AUDIT_SUBJECT_BYTES + 1], file[64];
	char                  user_hex[2 * AUDIT_SUBJECT_BYTES + 1];
	struct audit_hash_key key;
	struct audit_subject  subject;
	unsigned char         random[12];
	enum status           status;

	if (sodium_init() < 0 ||
	    !audit_file_path(folder, sizeof folder, data, AUDIT_REQUEST_FOLDER))
		return error_set(err, STATUS_IO, data, 0, 0, "cannot name the request");
	status = audit_folder_secret_read(data, "hash.key", key.bytes, err);
	if (status == STATUS_OK)
		status = audit_file_folder(folder, 0750, err);
	if (status != STATUS_OK)
		return status;
	audit_content_subject(&key, account, user, &subject);
	sodium_memzero(&key, sizeof key);
	sodium_bin2hex(account_hex, sizeof account_hex, subject.account, AUDIT_SUBJECT_BYTES);
	sodium_bin2hex(user_hex, sizeof user_hex, subject.user, AUDIT_SUBJECT_BYTES);
	randombytes_buf(random, sizeof random);
	sodium_bin2hex(name, AUDIT_REQUEST_CHARS, random, sizeof random);
	snprintf(text, sizeof text, "%s %s\n%.*s\n", account_hex, user.len > 0 ? user_hex : "-",
	         account.len < 128 ? (int)account.len : 128, account.ptr);
	snprintf(file, sizeof file, "%.39s.erase", name);
	return audit_file_create_small(folder, file, 0640, slice_from_cstr(text), err);
}

bool audit_retain_is_done(const char *data, const char *name, uint64_t *keys, bool *is_held)
{
	char path[AUDIT_PATH_BYTES], text[64];

	if (!request_path(data, name, ".done", path) ||
	    audit_file_read_small(path, text, sizeof text) != STATUS_OK)
		return false;
	*is_held = strncmp(text, "held", 4) == 0;
	*keys = *is_held ? 0 : strtoull(text, NULL, 10);
	unlink(path);
	return true;
}

struct erasure {
	unsigned char account[AUDIT_SUBJECT_BYTES], user[AUDIT_SUBJECT_BYTES];
	char          account_hex[2 * AUDIT_SUBJECT_BYTES + 1];
	char          user_hex[2 * AUDIT_SUBJECT_BYTES + 1];
	bool          has_user;
	struct slice  name; /* of the account, to see whether it is held */
};

static bool read_request(char *text, struct erasure *erasure)
{
	char  *newline = strchr(text, '\n');
	size_t len;

	if (newline == NULL ||
	    sscanf(text, "%32[0-9a-f] %32[-0-9a-f]", erasure->account_hex, erasure->user_hex) !=
	            2 ||
	    sodium_hex2bin(erasure->account, AUDIT_SUBJECT_BYTES, erasure->account_hex, 32, NULL,
	                   &len, NULL) != 0 ||
	    len != AUDIT_SUBJECT_BYTES)
		return false;
	erasure->has_user = strcmp(erasure->user_hex, "-") != 0;
	erasure->name = slice_from_cstr(newline + 1);
	if (erasure->name.len > 0)
		erasure->name.len--;
	return !erasure->has_user ||
	       (sodium_hex2bin(erasure->user, AUDIT_SUBJECT_BYTES, erasure->user_hex, 32, NULL,
	                       &len, NULL) == 0 &&
	        len == AUDIT_SUBJECT_BYTES);
}

/* The texts first and then the record: a text that is erased twice is no harm, one that is said to
 * be erased and is not would be. */
static enum status erase(struct audit_retain *retain, const struct erasure *erasure,
                         char answer[32], struct error *err)
{
	struct audit_vault            *vault = NULL;
	uint64_t                       keys = 0;
	struct audit_size              numbers[] = { { "keys", 0 } };
	const struct audit_notice_text texts[] = { { "account", erasure->account_hex },
		                                   { "user", erasure->has_user ? erasure->user_hex
		                                                               : NULL } };
	const struct audit_notice      notice = { "erasure", numbers, 1, texts, 2 };
	enum status status = audit_holds_load(retain->writer->folder->data, &retain->held, err);

	if (status != STATUS_OK)
		return status;
	if (audit_holds_have(&retain->held, erasure->name)) {
		snprintf(answer, 32, "held\n");
		return STATUS_OK;
	}
	status = audit_vault_open(retain->writer->folder, &vault, err);
	if (status == STATUS_OK)
		status = audit_vault_erase(vault, erasure->account,
		                           erasure->has_user ? erasure->user : NULL, &keys);
	audit_vault_close(&vault);
	numbers[0].value = keys;
	snprintf(answer, 32, "%" PRIu64 "\n", keys);
	return status == STATUS_OK ? tell(retain, &notice, err) : status;
}

static enum status do_request(struct audit_retain *retain, const char *name, struct error *err)
{
	const char    *data = retain->writer->folder->data;
	char           path[AUDIT_PATH_BYTES], folder[AUDIT_PATH_BYTES], text[512], answer[32];
	char           file[AUDIT_REQUEST_CHARS + 8];
	struct erasure erasure = { 0 };
	enum status    status = STATUS_OK;

	if (!request_path(data, name, ".erase", path) ||
	    !audit_file_path(folder, sizeof folder, data, AUDIT_REQUEST_FOLDER) ||
	    audit_file_read_small(path, text, sizeof text) != STATUS_OK)
		return STATUS_OK;
	snprintf(answer, sizeof answer, "0\n");
	if (read_request(text, &erasure))
		status = erase(retain, &erasure, answer, err);
	if (status != STATUS_OK)
		return status;
	snprintf(file, sizeof file, "%.39s.done", name);
	audit_file_replace(folder, file, 0640, slice_from_cstr(answer));
	unlink(path);
	return STATUS_OK;
}

enum status audit_retain_requests(struct audit_retain *retain, struct error *err)
{
	char           folder[AUDIT_PATH_BYTES], name[AUDIT_REQUEST_CHARS];
	struct dirent *file;
	DIR           *dir;
	enum status    status = STATUS_OK;

	if (!audit_file_path(folder, sizeof folder, retain->writer->folder->data,
	                     AUDIT_REQUEST_FOLDER) ||
	    (dir = opendir(folder)) == NULL)
		return STATUS_OK;
	while (status == STATUS_OK && (file = readdir(dir)) != NULL) {
		const char *end = strstr(file->d_name, ".erase");
		size_t      len = end != NULL ? (size_t)(end - file->d_name) : 0;

		if (len == 0 || len >= sizeof name || strcmp(end, ".erase") != 0)
			continue;
		memcpy(name, file->d_name, len);
		name[len] = '\0';
		status = do_request(retain, name, err);
	}
	closedir(dir);
	return status;
}
