/* SPDX-License-Identifier: Apache-2.0 */
/* Which folders are watched for which names. For app_watch.c alone. */
#ifndef APP_WATCH_SET_H
#define APP_WATCH_SET_H

#include "base_attr.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>

struct inotify_event;

/* Watched folder `descriptor` at `path`; of its entries, all that count, or one. */
struct app_watch_row {
	int   descriptor;
	char *path;
	char *name; /* NULL: all, but for editors' own files */
};

struct app_watch_set {
	int                   notifier; /* of inotify; -1: closed */
	struct app_watch_row *rows;
	size_t                count;
	size_t                cap;
	bool                  is_incomplete; /* the system allowed no more, or memory is full */
};

/* Watches everything that decides which files a rules folder has: the folder and those below it,
 * the folders in which each part of its path stands, and those of every link on the way and inside.
 * STATUS_OK, also where the path ends in nothing yet; STATUS_IO when there is no inotify. */
MUST_CHECK enum status app_watch_set_open(struct app_watch_set *set, const char *path);
void                   app_watch_set_close(struct app_watch_set *set);

/* May the event have changed what a load reads? */
bool app_watch_set_concerns(const struct app_watch_set *set, const struct inotify_event *event);

#endif
