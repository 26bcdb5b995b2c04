/* SPDX-License-Identifier: Apache-2.0 */
/* A path is read as the system reads it, part by part, and each part is watched in the folder it
 * stands in; a link adds the parts of where it leads:
 *
 *     current/rules    current -> release-7
 *
 *     .            for "current"     somebody swaps the link
 *     .            for "release-7"
 *     release-7    for "rules"
 *     release-7/rules   for all      and the same for each folder below
 *
 * Inside, links are followed likewise: a mounted ConfigMap is "a.yaml -> ..data/a.yaml" and
 * "..data -> ..2026_11_21", and an update renames a new "..data" over the old one. */
#include "app_watch_set.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define EVENTS                                                                                     \
	(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB |        \
	 IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
#define LINKS_MAX 40   /* as the system has it */
#define ROWS_MAX  4096 /* more folders than rules have */

/* ---- rows ---- */

static bool row_add(struct app_watch_set *set, int descriptor, const char *path, const char *name)
{
	struct app_watch_row row = { .descriptor = descriptor };

	if (set->count == set->cap) {
		size_t                cap = set->cap == 0 ? 16 : set->cap * 2;
		struct app_watch_row *grown = realloc(set->rows, cap * sizeof *grown);

		if (grown == NULL)
			return false;
		set->rows = grown;
		set->cap = cap;
	}
	row.path = strdup(path);
	row.name = name == NULL ? NULL : strdup(name);
	set->rows[set->count++] = row;
	return row.path != NULL && (name == NULL || row.name != NULL);
}

static bool is_watched(const struct app_watch_set *set, int descriptor, const char *name)
{
	for (size_t i = 0; i < set->count; i++) {
		const struct app_watch_row *row = &set->rows[i];

		if (row->descriptor == descriptor &&
		    (row->name == name ||
		     (row->name != NULL && name != NULL && strcmp(row->name, name) == 0)))
			return true;
	}
	return false;
}

/* Watches a folder for a name, or (NULL) for all. False when that was so before, or cannot be. */
static bool watch(struct app_watch_set *set, const char *folder, const char *name)
{
	int descriptor;

	if (set->count == ROWS_MAX) {
		set->is_incomplete = true;
		return false;
	}
	descriptor = inotify_add_watch(set->notifier, folder, EVENTS);
	if (descriptor < 0) {
		set->is_incomplete |= errno == ENOSPC || errno == ENOMEM;
		return false;
	}
	if (is_watched(set, descriptor, name))
		return false;
	if (row_add(set, descriptor, folder, name))
		return true;
	set->is_incomplete = true;
	return false;
}

/* ---- a path, part by part ---- */

/* What is still to be read, and where it has led so far ("" is the current folder). */
struct way {
	char     behind[PATH_MAX];
	char     rest[PATH_MAX];
	unsigned links;
};

static bool path_join(char joined[PATH_MAX], const char *folder, const char *name)
{
	const size_t len = strlen(folder);
	const char  *slash = len > 0 && folder[len - 1] != '/' ? "/" : "";
	int          all = snprintf(joined, PATH_MAX, "%s%s%s", folder, slash, name);

	return all > 0 && all < PATH_MAX;
}

/* The first part of the rest, which becomes shorter; false at its end. */
static bool part_take(struct way *way, char part[NAME_MAX + 1])
{
	size_t begin = strspn(way->rest, "/");
	size_t len;

	if (begin > 0 && way->behind[0] == '\0')
		snprintf(way->behind, sizeof way->behind, "/");
	len = strcspn(way->rest + begin, "/");
	if (len == 0 || len > NAME_MAX)
		return false;
	memcpy(part, way->rest + begin, len);
	part[len] = '\0';
	memmove(way->rest, way->rest + begin + len, strlen(way->rest + begin + len) + 1);
	return true;
}

/* Puts where a link leads before the rest. */
static bool link_follow(struct way *way, const char *path)
{
	char    target[PATH_MAX];
	char    rest[PATH_MAX];
	ssize_t len = readlink(path, target, sizeof target - 1);

	if (len <= 0 || ++way->links > LINKS_MAX)
		return false;
	target[len] = '\0';
	int all = snprintf(rest, sizeof rest, "%s/%s", target, way->rest);
	if (all < 0 || all >= (int)sizeof rest)
		return false;
	memcpy(way->rest, rest, (size_t)all + 1);
	if (target[0] == '/')
		way->behind[0] = '\0';
	return true;
}

/* Watches one part where it stands, and goes on behind it. False when there is nothing there. */
static bool part_watch(struct app_watch_set *set, struct way *way, const char *part)
{
	char        path[PATH_MAX];
	struct stat about;

	if (!path_join(path, way->behind, part))
		return false;
	if (strcmp(part, ".") != 0 && strcmp(part, "..") != 0)
		(void)watch(set, way->behind[0] == '\0' ? "." : way->behind, part);
	if (lstat(path, &about) != 0)
		return false;
	if (S_ISLNK(about.st_mode))
		return link_follow(way, path);
	memcpy(way->behind, path, strlen(path) + 1);
	return true;
}

static void path_watch(struct app_watch_set *set, const char *path)
{
	struct way way = { .links = 0 };
	char       part[NAME_MAX + 1];

	if (snprintf(way.rest, sizeof way.rest, "%s", path) >= (int)sizeof way.rest)
		return;
	while (part_take(&way, part) && part_watch(set, &way, part))
		continue;
}

/* ---- a folder and what is in it ---- */

/* Editors' own files and the like; what a load leaves out, but for "..data". */
static bool is_hidden(const char *name)
{
	return name[0] == '.' && name[1] != '.';
}

static void entry_watch(struct app_watch_set *set, const char *folder, const char *name)
{
	char        path[PATH_MAX];
	struct stat about;

	if (name[0] == '.' || !path_join(path, folder, name) || lstat(path, &about) != 0)
		return;
	if (S_ISLNK(about.st_mode)) {
		path_watch(set, path);
		if (stat(path, &about) != 0)
			return;
	}
	if (S_ISDIR(about.st_mode))
		(void)watch(set, path, NULL); /* its entries: see tree_watch() */
}

static void folder_watch(struct app_watch_set *set, const char *folder)
{
	DIR                 *entries = opendir(folder);
	const struct dirent *entry;

	if (entries == NULL)
		return;
	while ((entry = readdir(entries)) != NULL)
		entry_watch(set, folder, entry->d_name);
	(void)closedir(entries);
}

/* The rows are the work list: a folder that is watched for all names is looked into. One that was
 * met before adds no row, so that links in a circle end. */
static void tree_watch(struct app_watch_set *set, const char *path)
{
	char folder[PATH_MAX];

	(void)watch(set, path, NULL);
	for (size_t i = 0; i < set->count; i++) {
		if (set->rows[i].name != NULL)
			continue;
		snprintf(folder, sizeof folder, "%s", set->rows[i].path);
		folder_watch(set, folder);
	}
}

enum status app_watch_set_open(struct app_watch_set *set, const char *path)
{
	*set = (struct app_watch_set){ .notifier = inotify_init1(IN_NONBLOCK | IN_CLOEXEC) };
	if (set->notifier < 0)
		return STATUS_IO;
	path_watch(set, path);
	tree_watch(set, path);
	if (set->count > 0)
		return STATUS_OK;
	app_watch_set_close(set);
	return STATUS_IO;
}

void app_watch_set_close(struct app_watch_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		free(set->rows[i].path);
		free(set->rows[i].name);
	}
	free(set->rows);
	if (set->notifier >= 0)
		close(set->notifier);
	*set = (struct app_watch_set){ .notifier = -1 };
}

/* ---- events ---- */

/* A file that was just created: what is in it comes with its closing. */
static bool is_being_written(const struct app_watch_row *row, const struct inotify_event *event)
{
	char        path[PATH_MAX];
	struct stat about;

	return event->mask & IN_CREATE && path_join(path, row->path, event->name) &&
	       lstat(path, &about) == 0 && S_ISREG(about.st_mode) && about.st_nlink == 1;
}

static bool row_concerns(const struct app_watch_row *row, const struct inotify_event *event)
{
	if (event->len == 0)
		return true; /* the folder itself went away, or its mode changed */
	if (row->name != NULL ? strcmp(row->name, event->name) != 0 : is_hidden(event->name))
		return false;
	return !is_being_written(row, event);
}

bool app_watch_set_concerns(const struct app_watch_set *set, const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW)
		return true;
	if (event->mask & IN_IGNORED)
		return false; /* its reason was an event of its own */
	for (size_t i = 0; i < set->count; i++) {
		if (set->rows[i].descriptor == event->wd && row_concerns(&set->rows[i], event))
			return true;
	}
	return false;
}
