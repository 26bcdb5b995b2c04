/* SPDX-License-Identifier: Apache-2.0 */
/* Every write, truncation, rename and sync that a program makes below one folder, in order:
 * functions in front of those of the C library note what they are asked for. One test program
 * includes it. */
#ifndef TEST_AUDIT_RECORDER_H
#define TEST_AUDIT_RECORDER_H

#include "audit_chain.h"
#include "audit_content.h"
#include "audit_reader.h"
#include "audit_verify.h"
#include "test_audit_support.h"
#include <pthread.h>

#define RECORDS    26u /* of the log's first life; as many of its second */
#define NUMBERS    (2 * RECORDS + 1)
#define EVENTS_MAX 4000
#define NODES_MAX  400
#define NAMES_MAX  400
#define NAME_BYTES 160
#define SECTOR     512u

/* ---- the recording ---- */

enum event_kind { DATA, CUT, NAME, RENAME, UNNAME, SYNC, SYNC_FOLDER, ACKNOWLEDGED };

struct event {
	enum event_kind kind;
	int             node; /* which file, whatever its name */
	size_t          at;   /* DATA: offset; CUT: new size; ACKNOWLEDGED: which record */
	struct slice    bytes;
	char            name[NAME_BYTES]; /* in the data folder; of a folder for SYNC_FOLDER */
	char            to[NAME_BYTES];
};

struct file {
	char   name[NAME_BYTES];
	int    node;
	mode_t mode;
};

/* The names, as they stand at some time. */
struct names {
	struct file file[NAMES_MAX];
	size_t      count;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool            is_recording;
static char            root[300]; /* the folder that is recorded */
static struct event    events[EVENTS_MAX];
static size_t          event_count;
static struct slice    first_bytes[NODES_MAX]; /* synced before the recording began */
static mode_t          modes[NODES_MAX];
static int             node_count;
static struct names    first_names, names_now;
static char            folders[16][NAME_BYTES];
static size_t          folder_count;
static int             node_of_fd[1024];   /* 0: none of ours */
static int             folder_of_fd[1024]; /* 1 + index in folders */

static struct file *names_find(struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->file[i].name, name) == 0)
			return &names->file[i];
	return NULL;
}

static void names_set(struct names *names, const char *name, int node)
{
	struct file *file = names_find(names, name);

	if (file == NULL) {
		assert(names->count < NAMES_MAX);
		file = &names->file[names->count++];
		snprintf(file->name, NAME_BYTES, "%s", name);
	}
	file->node = node;
}

static void names_drop(struct names *names, const char *name)
{
	struct file *file = names_find(names, name);

	if (file != NULL)
		*file = names->file[--names->count];
}

static struct event *record(enum event_kind kind, int node, const char *name)
{
	struct event *event = &events[event_count++];

	assert(event_count < EVENTS_MAX);
	*event = (struct event){ .kind = kind, .node = node };
	if (name != NULL)
		snprintf(event->name, NAME_BYTES, "%s", name);
	return event;
}

/* The name in the data folder, or NULL when the path is elsewhere. */
static const char *inside(const char *path)
{
	size_t len = strlen(root);

	if (!is_recording || strncmp(path, root, len) != 0 || path[len] != '/')
		return NULL;
	return path + len + 1;
}

static struct slice copy(const void *bytes, size_t len)
{
	char *memory = malloc(len + 1);

	assert(memory != NULL);
	memcpy(memory, bytes, len);
	return (struct slice){ memory, len };
}

static void note_opened(int fd, const char *name, int flags, mode_t mode)
{
	struct file *file = names_find(&names_now, name);

	assert(fd < 1024);
	for (size_t i = 0; i < folder_count; i++)
		if (strcmp(folders[i], name) == 0)
			folder_of_fd[fd] = (int)i + 1;
	if ((flags & O_ACCMODE) == O_RDONLY)
		return;
	if (file == NULL) {
		assert(node_count < NODES_MAX);
		modes[node_count] = mode;
		names_set(&names_now, name, node_count);
		record(NAME, node_count++, name);
		file = names_find(&names_now, name);
	} else if ((flags & O_TRUNC) != 0) {
		record(CUT, file->node, NULL);
	}
	node_of_fd[fd] = file->node;
}

/* ---- in front of the C library ---- */

ssize_t __real_write(int fd, const void *bytes, size_t count);
ssize_t __wrap_write(int fd, const void *bytes, size_t count);
int     __wrap_fdatasync(int fd);
int     __wrap_fsync(int fd);
int     __real_rename(const char *from, const char *to);
int     __wrap_rename(const char *from, const char *to);
int     __real_ftruncate(int fd, off_t length);
int     __wrap_ftruncate(int fd, off_t length);
int     __real_unlink(const char *path);
int     __wrap_unlink(const char *path);
int     __real_open(const char *path, int flags, ...);
int     __wrap_open(const char *path, int flags, ...);
int     __real_close(int fd);
int     __wrap_close(int fd);

static int node_at(int fd)
{
	return is_recording && fd >= 0 && fd < 1024 ? node_of_fd[fd] : 0;
}

ssize_t __wrap_write(int fd, const void *bytes, size_t count)
{
	ssize_t written;

	pthread_mutex_lock(&lock);
	written = __real_write(fd, bytes, count);
	if (written > 0 && node_at(fd) > 0) {
		struct event *event = record(DATA, node_at(fd), NULL);

		event->at = (size_t)(lseek(fd, 0, SEEK_CUR) - written);
		event->bytes = copy(bytes, (size_t)written);
	}
	pthread_mutex_unlock(&lock);
	return written;
}

/* Nothing is lost while the test runs, so a sync is only noted. */
static int note_sync(int fd)
{
	pthread_mutex_lock(&lock);
	if (node_at(fd) > 0)
		record(SYNC, node_at(fd), NULL);
	else if (is_recording && fd < 1024 && folder_of_fd[fd] > 0)
		record(SYNC_FOLDER, 0, folders[folder_of_fd[fd] - 1]);
	pthread_mutex_unlock(&lock);
	return 0;
}

int __wrap_fdatasync(int fd)
{
	return note_sync(fd);
}

int __wrap_fsync(int fd)
{
	return note_sync(fd);
}

int __wrap_rename(const char *from, const char *to)
{
	int result;

	pthread_mutex_lock(&lock);
	result = __real_rename(from, to);
	if (result == 0 && inside(from) != NULL) {
		int           node = names_find(&names_now, inside(from))->node;
		struct event *event = record(RENAME, node, inside(from));

		snprintf(event->to, NAME_BYTES, "%s", inside(to));
		names_drop(&names_now, inside(from));
		names_set(&names_now, inside(to), node);
	}
	pthread_mutex_unlock(&lock);
	return result;
}

int __wrap_ftruncate(int fd, off_t length)
{
	int result;

	pthread_mutex_lock(&lock);
	result = __real_ftruncate(fd, length);
	if (result == 0 && node_at(fd) > 0)
		record(CUT, node_at(fd), NULL)->at = (size_t)length;
	pthread_mutex_unlock(&lock);
	return result;
}

int __wrap_unlink(const char *path)
{
	int result;

	pthread_mutex_lock(&lock);
	result = __real_unlink(path);
	if (result == 0 && inside(path) != NULL) {
		record(UNNAME, 0, inside(path));
		names_drop(&names_now, inside(path));
	}
	pthread_mutex_unlock(&lock);
	return result;
}

int __wrap_open(const char *path, int flags, ...)
{
	va_list  arguments;
	unsigned mode = 0;
	int      fd;

	va_start(arguments, flags);
	if ((flags & O_CREAT) != 0)
		mode = va_arg(arguments, unsigned);
	va_end(arguments);
	pthread_mutex_lock(&lock);
	fd = __real_open(path, flags, mode);
	if (fd >= 0 && inside(path) != NULL)
		note_opened(fd, inside(path), flags, (mode_t)mode);
	pthread_mutex_unlock(&lock);
	return fd;
}

int __wrap_close(int fd)
{
	pthread_mutex_lock(&lock);
	if (fd >= 0 && fd < 1024)
		node_of_fd[fd] = folder_of_fd[fd] = 0;
	pthread_mutex_unlock(&lock);
	return __real_close(fd);
}

#endif
