/* SPDX-License-Identifier: Apache-2.0 */
#include "app_keys.h"

#include "app_log.h"
#include "audit_clock.h"
#include "audit_encode.h"
#include "audit_file.h"
#include "audit_folder.h"

#include <semaphore.h>
#include <stdio.h>
#include <string.h>

#define FACE_CHARS       32
#define STORE_PATH_BYTES (APP_TEXT_BYTES + sizeof "/keys.sqlite")

/* ---- records of changes ---- */

struct waiting {
	sem_t       done;
	enum status status;
};

static void settle(struct audit_ticket *ticket, enum status status)
{
	struct waiting *waiting = ticket->context;

	waiting->status = status;
	sem_post(&waiting->done);
}

/* True when the record is as durable as the log's mode promises. */
static bool submit(struct audit_log *log, struct slice body)
{
	struct waiting            waiting = { .status = STATUS_OK };
	struct audit_ticket       ticket = { .done = settle, .context = &waiting };
	bool                      is_later = audit_log_answers_later(log);
	const struct audit_parcel parcel = { .body = body, .ticket = is_later ? &ticket : NULL };

	if (!is_later)
		return audit_log_submit(log, &parcel) == STATUS_OK;
	sem_init(&waiting.done, 0, 0);
	waiting.status = audit_log_submit(log, &parcel);
	if (waiting.status == STATUS_OK)
		while (sem_wait(&waiting.done) != 0)
			;
	sem_destroy(&waiting.done);
	return waiting.status == STATUS_OK;
}

static bool record(void *context, const struct keys_event *event)
{
	struct audit_log              *log = context;
	char                           face[FACE_CHARS];
	struct buffer                  body;
	const struct audit_notice_text texts[] = { { "actor", event->actor },
		                                   { "reason", event->detail } };
	const struct audit_notice      notice = { .kind = "key", .texts = texts, .text_count = 2 };
	struct audit_record            record = {
			   .time_us = event->time_s * 1000000u,
			   .node = audit_log_node(log),
			   .account = slice_from_cstr(event->account),
			   .key_id = slice_from_cstr(event->key),
			   .face = face,
			   .notice = &notice,
	};
	bool is_durable;

	(void)snprintf(face, sizeof face, "keys.%s", event->what);
	buffer_init_heap(&body);
	audit_encode(&record, &body);
	is_durable = !body.failed && submit(log, buffer_slice(&body));
	buffer_free(&body);
	return is_durable;
}

/* ---- opening ---- */

/* Keys that are known go on meanwhile; what they used waits in memory. */
static void report(bool is_up)
{
	app_log(is_up ? APP_INFO : APP_ERROR, is_up ? "keys_store_up" : "keys_store_down", NULL, 0);
}

static const char *path_or_null(const char *path)
{
	return path[0] != '\0' ? path : NULL;
}

static enum status read_pepper(const struct app_config *config,
                               unsigned char pepper[KEYS_PEPPER_BYTES], struct error *err)
{
	struct audit_folder folder = { .lock_fd = -1 };
	enum status         status = audit_file_folder(config->data, 0700, err);

	_Static_assert(KEYS_PEPPER_BYTES == AUDIT_SEED_BYTES, "the secret is the pepper");
	if (status != STATUS_OK)
		return status;
	(void)snprintf(folder.data, sizeof folder.data, "%s", config->data);
	return audit_folder_secret(&folder, "keys.key", pepper, err);
}

enum status app_keys_open(const struct app_config *config, struct audit_log *log,
                          struct keys_book **book, struct error *err)
{
	char                store[STORE_PATH_BYTES];
	struct keys_options options = {
		.store = store,
		.plans = path_or_null(config->keys_plans),
		.prices = path_or_null(config->keys_prices),
		.strikes = path_or_null(config->keys_strikes),
		.clock = keys_clock_system(),
		.record = log != NULL ? record : NULL,
		.context = log,
		.report = report,
	};
	enum status status;

	*book = NULL;
	(void)snprintf(store, sizeof store, "%s/keys.sqlite", config->data);
	status = read_pepper(config, options.pepper, err);
	if (status == STATUS_IO && log == NULL && config->keys_required != APP_KEYS_YES) {
		const struct app_fact fact = { "detail", err->message, 0 };

		app_log(APP_WARNING, "no_keys", &fact, 1);
		*err = (struct error){ 0 };
		return STATUS_OK;
	}
	if (status == STATUS_OK)
		status = keys_book_open(&options, book, err);
	explicit_bzero(options.pepper, sizeof options.pepper);
	return status;
}

/* ---- the desk ---- */

enum status app_keys_desk_open(const struct app_config *config, struct app_keys_desk *desk,
                               struct error *err)
{
	char        store[STORE_PATH_BYTES];
	enum status status;

	*desk = (struct app_keys_desk){ 0 };
	(void)snprintf(store, sizeof store, "%s/keys.sqlite", config->data);
	status = keys_plans_read(path_or_null(config->keys_plans), &desk->plans, err);
	if (status == STATUS_OK)
		status = read_pepper(config, desk->pepper, err);
	if (status == STATUS_OK)
		status = keys_store_open(store, &desk->store, err);
	desk->admin = (struct keys_admin){
		.store = desk->store,
		.plans = &desk->plans,
		.pepper = desk->pepper,
		.now_s = audit_clock_us(audit_clock_system()) / 1000000u,
		.actor = "cli",
	};
	if (status != STATUS_OK)
		app_keys_desk_close(desk);
	return status;
}

void app_keys_desk_close(struct app_keys_desk *desk)
{
	keys_store_close(&desk->store);
	explicit_bzero(desk->pepper, sizeof desk->pepper);
}
