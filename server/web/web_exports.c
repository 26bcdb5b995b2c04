/* SPDX-License-Identifier: Apache-2.0 */
#include "web_exports.h"

#include "audit_file.h"
#include "audit_folder.h"
#include "base_json.h"
#include "doorward/ruleset.h"
#include "web_rules.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define FOLDER "exports"

enum state { STATE_NONE, STATE_RUNNING, STATE_DONE, STATE_FAILED, STATE_STOPPED };

static const char *const state_names[] = { "none", "running", "done", "failed", "stopped" };

struct kept {
	char             id[WEB_EXPORT_ID_CHARS];
	enum state       state;
	_Atomic uint64_t records;
	char             name[AUDIT_EXPORT_NAME_CHARS]; /* of the file */
	char             folder[AUDIT_PATH_BYTES];
	struct error     fault; /* of FAILED */
};

struct web_exports {
	struct web_server *server;
	pthread_mutex_t    lock; /* over states, names and faults */
	struct kept        kept[WEB_EXPORTS_KEPT];
	unsigned           next;
	atomic_bool        must_stop;

	/* The one that runs, or ran last. */
	pthread_t               thread;
	bool                    has_thread;
	struct kept            *current;
	struct web_export_order order;
	struct buffer           values; /* of the order's query */
	struct buffer           text;
};

/* ---- folders ---- */

/* An export's folder holds files only. */
static void remove_folder(const char *path)
{
	DIR           *dir = opendir(path);
	struct dirent *entry;
	char           file[AUDIT_PATH_BYTES];

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
		    audit_file_path(file, sizeof file, path, entry->d_name))
			unlink(file);
	closedir(dir);
	rmdir(path);
}

static void remove_all(const char *data)
{
	char           path[AUDIT_PATH_BYTES], folder[AUDIT_PATH_BYTES];
	DIR           *dir;
	struct dirent *entry;

	if (!audit_file_path(path, sizeof path, data, FOLDER) || (dir = opendir(path)) == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (strncmp(entry->d_name, "ex_", 3) == 0 &&
		    audit_file_path(folder, sizeof folder, path, entry->d_name))
			remove_folder(folder);
	closedir(dir);
	rmdir(path);
}

static enum status make_folder(const char *data, struct kept *kept)
{
	char path[AUDIT_PATH_BYTES];

	if (!audit_file_path(path, sizeof path, data, FOLDER) ||
	    !audit_file_path(kept->folder, sizeof kept->folder, path, kept->id) ||
	    audit_file_folder(path, 0700, NULL) != STATUS_OK ||
	    audit_file_folder(kept->folder, 0700, NULL) != STATUS_OK)
		return STATUS_IO;
	return STATUS_OK;
}

/* ---- a run ---- */

static const char *dsa_category(void *context, struct slice code)
{
	uint16_t category;

	(void)context;
	return ruleset_category_find(code, &category)
	               ? ruleset_category_codes(category, RULESET_DSA)[0]
	               : NULL;
}

static void show_progress(void *context, uint64_t records)
{
	struct kept *kept = context;

	atomic_store_explicit(&kept->records, records, memory_order_relaxed);
}

static void *work(void *context)
{
	struct web_exports       *exports = context;
	struct kept              *current = exports->current;
	const struct audit_export what = { .data = audit_log_data(exports->server->log),
		                           .query = &exports->order.query,
		                           .query_text = exports->text.ptr,
		                           .folder = current->folder,
		                           .format = exports->order.format,
		                           .is_plain = exports->order.is_plain,
		                           .category = dsa_category,
		                           .clock = exports->server->clock,
		                           .progress = show_progress,
		                           .context = current,
		                           .must_stop = &exports->must_stop };
	struct error              err = { 0 };
	uint64_t                  records = 0;
	enum status               status;

	/* Of this thread alone, as Linux has it; if it is refused the run is only less polite. */
	(void)setpriority(PRIO_PROCESS, 0, 19);
	status = audit_export_run(&what, &records, &err);
	if (status != STATUS_OK)
		remove_folder(current->folder);
	pthread_mutex_lock(&exports->lock);
	atomic_store(&current->records, records);
	current->state = status == STATUS_OK    ? STATE_DONE
	                 : status == STATUS_END ? STATE_STOPPED
	                                        : STATE_FAILED;
	if (current->state == STATE_FAILED) {
		current->fault = err;
		current->fault.file[0] =
			'\0'; /* a path of the server is no business of the client */
	}
	pthread_mutex_unlock(&exports->lock);
	return NULL;
}

/* ---- all of them ---- */

enum status web_exports_open(struct web_server *server, struct web_exports **exports,
                             struct error *err)
{
	struct web_exports *fresh = calloc(1, sizeof *fresh);

	*exports = fresh;
	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for exports");
	fresh->server = server;
	buffer_init_heap(&fresh->values);
	buffer_init_heap(&fresh->text);
	pthread_mutex_init(&fresh->lock, NULL);
	remove_all(audit_log_data(server->log));
	return STATUS_OK;
}

static void join(struct web_exports *exports)
{
	if (exports->has_thread)
		pthread_join(exports->thread, NULL);
	exports->has_thread = false;
}

/* `must_stop` is set with the lock, so that none begins behind it; the one that runs needs the lock
 * to end. */
void web_exports_stop(struct web_exports *exports)
{
	pthread_mutex_lock(&exports->lock);
	atomic_store(&exports->must_stop, true);
	pthread_mutex_unlock(&exports->lock);
	join(exports);
}

void web_exports_close(struct web_exports **exports)
{
	struct web_exports *closed = *exports;

	*exports = NULL;
	if (closed == NULL)
		return;
	web_exports_stop(closed);
	remove_all(audit_log_data(closed->server->log));
	buffer_free(&closed->values);
	buffer_free(&closed->text);
	pthread_mutex_destroy(&closed->lock);
	free(closed);
}

static enum status copy_order(struct web_exports *exports, const struct web_export_order *order)
{
	struct audit_query *query = &exports->order.query;
	size_t              at = 0;

	exports->order = *order;
	buffer_clear(&exports->values);
	buffer_clear(&exports->text);
	for (size_t i = 0; i < query->filter_count; i++)
		buffer_append(&exports->values, query->filters[i].value);
	buffer_append(&exports->text, order->text);
	buffer_append_char(&exports->text, '\0');
	if (exports->values.failed || exports->text.failed)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < query->filter_count; i++) {
		size_t len = query->filters[i].value.len;

		query->filters[i].value = (struct slice){ exports->values.ptr + at, len };
		at += len;
	}
	return STATUS_OK;
}

/* The oldest place, emptied. */
static struct kept *take_place(struct web_exports *exports)
{
	struct kept    *current = &exports->kept[exports->next];
	struct audit_id id;

	exports->next = (exports->next + 1) % WEB_EXPORTS_KEPT;
	if (current->state == STATE_DONE)
		remove_folder(current->folder);
	current->state = STATE_NONE;
	current->fault = (struct error){ 0 };
	atomic_store(&current->records, 0);
	audit_id_next(&exports->server->ids, &id);
	memcpy(current->id, id.text, sizeof current->id);
	memcpy(current->id, "ex", 2); /* "vd_" names verdicts */
	audit_export_name(exports->order.format, exports->order.is_plain, current->name);
	return current;
}

/* With the lock. */
static enum status begin(struct web_exports *exports, const struct web_export_order *order)
{
	struct kept *current;
	enum status  status;

	if ((exports->current != NULL && exports->current->state == STATE_RUNNING) ||
	    atomic_load(&exports->must_stop))
		return STATUS_LIMIT_REACHED;
	join(exports); /* its work is done */
	status = copy_order(exports, order);
	if (status != STATUS_OK)
		return status;
	current = take_place(exports);
	status = make_folder(audit_log_data(exports->server->log), current);
	if (status != STATUS_OK)
		return status;
	exports->current = current;
	current->state = STATE_RUNNING;
	if (pthread_create(&exports->thread, NULL, work, exports) != 0) {
		current->state = STATE_NONE;
		return STATUS_NO_MEMORY;
	}
	exports->has_thread = true;
	return STATUS_OK;
}

enum status web_exports_start(struct web_exports *exports, const struct web_export_order *order,
                              char id[WEB_EXPORT_ID_CHARS])
{
	enum status status;

	pthread_mutex_lock(&exports->lock);
	status = begin(exports, order);
	if (status == STATUS_OK)
		memcpy(id, exports->current->id, WEB_EXPORT_ID_CHARS);
	pthread_mutex_unlock(&exports->lock);
	return status;
}

static struct kept *find(struct web_exports *exports, struct slice id)
{
	for (unsigned i = 0; i < WEB_EXPORTS_KEPT; i++)
		if (exports->kept[i].state != STATE_NONE &&
		    slice_equal_cstr(id, exports->kept[i].id))
			return &exports->kept[i];
	return NULL;
}

static void put_manifest(const struct kept *kept, struct buffer *out)
{
	char         path[AUDIT_PATH_BYTES];
	struct slice text = SLICE_NONE;

	json_write_key(out, "manifest");
	if (kept->state != STATE_DONE ||
	    !audit_file_path(path, sizeof path, kept->folder, "manifest.json") ||
	    audit_file_map(path, &text) != STATUS_OK) {
		buffer_append_cstr(out, "null");
		return;
	}
	buffer_append(out, slice_range(text, 0, text.len > 0 ? text.len - 1 : 0));
	audit_file_unmap(&text);
}

bool web_exports_show(struct web_exports *exports, struct slice id, struct buffer *out)
{
	const struct kept *kept;

	pthread_mutex_lock(&exports->lock);
	kept = find(exports, id);
	if (kept != NULL) {
		buffer_append_char(out, '{');
		web_rules_put_text(out, "id", kept->id);
		web_rules_put_text(out, "state", state_names[kept->state]);
		json_write_key(out, "records");
		buffer_append_u64(out, atomic_load(&kept->records));
		web_rules_put_text(out, "file", kept->name);
		put_manifest(kept, out);
		web_rules_put_fault(out, "fault", &kept->fault);
		buffer_append_char(out, '}');
	}
	pthread_mutex_unlock(&exports->lock);
	return kept != NULL;
}

enum status web_exports_take(struct web_exports *exports, struct slice id, int *fd,
                             char name[AUDIT_EXPORT_NAME_CHARS])
{
	char               path[AUDIT_PATH_BYTES];
	const struct kept *kept;
	enum status        status = STATUS_NOT_FOUND;

	pthread_mutex_lock(&exports->lock);
	kept = find(exports, id);
	if (kept != NULL && kept->state != STATE_DONE)
		status = STATUS_LIMIT_REACHED;
	if (kept != NULL && kept->state == STATE_DONE) {
		status = STATUS_IO;
		memcpy(name, kept->name, AUDIT_EXPORT_NAME_CHARS);
		if (audit_file_path(path, sizeof path, kept->folder, kept->name) &&
		    (*fd = open(path, O_RDONLY | O_CLOEXEC)) >= 0)
			status = STATUS_OK;
	}
	pthread_mutex_unlock(&exports->lock);
	return status;
}
