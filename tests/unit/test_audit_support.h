/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of its own for each test, and a log to fill it. */
#ifndef TEST_AUDIT_SUPPORT_H
#define TEST_AUDIT_SUPPORT_H

#include "audit_encode.h"
#include "audit_log.h"
#include "test_base_rows.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/stat.h>

struct folder {
	char path[256];
};

static inline void folder_make(struct folder *folder)
{
	const char *parent = getenv("TMPDIR");

	snprintf(folder->path, sizeof folder->path, "%s/doorward-test-XXXXXX",
	         parent != NULL ? parent : "/tmp");
	assert_non_null(mkdtemp(folder->path));
}

static inline int folder_remove_one(const char *path, const struct stat *info, int kind,
                                    struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static inline void folder_remove(const struct folder *folder)
{
	nftw(folder->path, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A time that stands still: 2026-01-02T03:04:05.000006Z. */
static inline uint64_t fixed_time(void *context)
{
	(void)context;
	return 1767323045000006u;
}

static inline struct audit_options log_options(void)
{
	return (struct audit_options){ .mode = AUDIT_GROUP,
		                       .queue_bytes = 4u << 20,
		                       .segment_bytes = 1u << 20,
		                       .checkpoint_records = 1000000,
		                       .checkpoint_s = 3600,
		                       .clock = { fixed_time, NULL } };
}

static inline struct audit_log *log_open(const struct folder        *folder,
                                         const struct audit_options *options)
{
	struct audit_log *log = NULL;
	struct error      err = { 0 };

	if (audit_log_open(folder->path, options, &log, &err) != STATUS_OK)
		fail_msg("%s: %s", err.file, err.message);
	return log;
}

static inline void log_close(struct audit_log **log)
{
	audit_log_stop(*log);
	audit_log_close(log);
}

struct wait {
	struct audit_ticket ticket;
	sem_t               is_done;
	enum status         status;
};

static inline void wait_done(struct audit_ticket *ticket, enum status status)
{
	struct wait *wait = ticket->context;

	wait->status = status;
	sem_post(&wait->is_done);
}

/* Hands one record over, with a packed text or an empty one, and waits for its ticket. */
static inline enum status log_put_body(struct audit_log *log, struct slice body,
                                       struct slice content)
{
	struct wait wait = { .ticket = { .done = wait_done } };
	enum status status;

	wait.ticket.context = &wait;
	sem_init(&wait.is_done, 0, 0);
	status = audit_log_submit(log, &(struct audit_parcel){ body, content, &wait.ticket });
	if (status == STATUS_OK && audit_log_answers_later(log)) {
		sem_wait(&wait.is_done);
		status = wait.status;
	}
	sem_destroy(&wait.is_done);
	return status;
}

static inline enum status log_put(struct audit_log *log, unsigned number)
{
	char          memory[64];
	struct buffer body;

	buffer_init_fixed(&body, memory, sizeof memory);
	buffer_append_format(&body, "\"time\":\"t\",\"face\":\"test\",\"number\":%u", number);
	return log_put_body(log, buffer_slice(&body), SLICE_NONE);
}

static inline void log_fill(const struct folder *folder, const struct audit_options *options,
                            unsigned records)
{
	struct audit_log *log = log_open(folder, options);

	for (unsigned i = 0; i < records; i++)
		assert_int_equal(log_put(log, i), STATUS_OK);
	log_close(&log);
}

/* DATA/audit/<node>/NAME; `name` NULL is the folder. */
static inline void node_path(const struct folder *folder, const char *name, char path[512])
{
	char           audit[300];
	struct dirent *entry;
	DIR           *dir;

	snprintf(audit, sizeof audit, "%s/audit", folder->path);
	dir = opendir(audit);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL && entry->d_name[0] == '.')
		;
	assert_non_null(entry);
	snprintf(path, 512, "%s/%.100s%s%s", audit, entry->d_name, name != NULL ? "/" : "",
	         name != NULL ? name : "");
	closedir(dir);
}

/* The file's bytes, NUL-terminated; free() them. */
static inline char *file_take(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	char *text;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	*len = (size_t)ftell(file);
	rewind(file);
	text = malloc(*len + 1);
	assert_non_null(text);
	assert_int_equal(fread(text, 1, *len, file), *len);
	text[*len] = '\0';
	fclose(file);
	return text;
}

static inline void file_put(const char *path, const char *text, size_t len)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

#define FIRST_SEGMENT "00000000000000000001.seg"

#endif
