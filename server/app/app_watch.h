/* SPDX-License-Identifier: Apache-2.0 */
/* Notices that something in a rules folder has changed. */
#ifndef APP_WATCH_H
#define APP_WATCH_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <stddef.h>
#include <stdint.h>

struct app_watch;

/* Called in the watch's own thread; must not call app_watch_close(). */
typedef void app_watch_changed(void *context);

struct app_watch_options {
	const char *path;     /* a rules folder or a file, borrowed; it need not be there yet */
	uint64_t    quiet_ms; /* nothing more happened for so long: changes come in groups */
	uint64_t    most_ms;  /* but no group is waited for longer than this */
};

/* Begins to watch; changes from now on are reported once app_watch_start() is called. STATUS_OK;
 * STATUS_IO when the system cannot watch, with the reason; STATUS_NO_MEMORY. */
MUST_CHECK enum status app_watch_open(const struct app_watch_options *options,
                                      struct app_watch **watch, struct error *err);

MUST_CHECK enum status app_watch_start(struct app_watch *watch, app_watch_changed *changed,
                                       void *context, struct error *err);

/* Folders that are watched; before app_watch_start(). */
size_t app_watch_folders(const struct app_watch *watch);

/* Waits for a call that is under way. *watch may be NULL. */
void app_watch_close(struct app_watch **watch);

#endif
