/* SPDX-License-Identifier: Apache-2.0 */
/* A thread that sleeps until the kernel names a change, waits until there are no more for a
 * moment, and says so once:
 *
 *     events     x xx x   x          xxx
 *     quiet             .   ...          ...
 *     reported                 !            !
 *
 * Before it reports, it watches everything anew: folders may have come or links may lead elsewhere,
 * and what changes from then on is an event again, while what changed before is in what
 * the load will read. So nothing is missed between the two. */
#include "app_watch.h"

#include "app_log.h"
#include "app_watch_set.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#define EVENT_BYTES 16384

struct app_watch {
	struct app_watch_options options;
	struct app_watch_set     set;
	app_watch_changed       *changed;
	void                    *context;
	pthread_t                thread;
	bool                     has_thread;
	bool                     is_incomplete_told;
	int                      closing; /* eventfd: readable when it is time to end */
};

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

/* Reads what there is. Did any of it concern the rules? */
static bool events_read(struct app_watch *watch)
{
	_Alignas(struct inotify_event) char bytes[EVENT_BYTES];
	bool                                concerns = false;
	ssize_t                             got;

	while ((got = read(watch->set.notifier, bytes, sizeof bytes)) > 0) {
		for (const char *at = bytes; at < bytes + got;) {
			const struct inotify_event *event = (const void *)at;

			concerns = concerns || app_watch_set_concerns(&watch->set, event);
			at += sizeof *event + event->len;
		}
	}
	return concerns;
}

enum waited { WAITED_CLOSING, WAITED_EVENTS, WAITED_QUIET };

/* Up to `ms`, or for ever when it is negative. */
static enum waited wait_for(struct app_watch *watch, int ms)
{
	struct pollfd files[] = { { .fd = watch->closing, .events = POLLIN },
		                  { .fd = watch->set.notifier, .events = POLLIN } };
	int           ready = poll(files, watch->set.notifier < 0 ? 1 : 2, ms);

	if (files[0].revents != 0)
		return WAITED_CLOSING;
	return ready > 0 ? WAITED_EVENTS : WAITED_QUIET;
}

/* Until nothing happened for a moment. False when it is time to end. */
static bool wait_until_quiet(struct app_watch *watch)
{
	const uint64_t end = now_ms() + watch->options.most_ms;
	enum waited    waited = WAITED_EVENTS;

	while (waited == WAITED_EVENTS && now_ms() < end) {
		waited = wait_for(watch, (int)watch->options.quiet_ms);
		if (waited == WAITED_EVENTS)
			(void)events_read(watch);
	}
	return waited != WAITED_CLOSING;
}

static void log_incomplete(struct app_watch *watch)
{
	const struct app_fact fact = { "detail",
		                       "not all of the rules folder is watched: see "
		                       "fs.inotify.max_user_watches",
		                       0 };

	if (watch->set.is_incomplete && !watch->is_incomplete_told) {
		app_log(APP_WARNING, "rules_watch", &fact, 1);
		watch->is_incomplete_told = true;
	}
}

/* Without a new set the old one stays, which is better than none. */
static void watch_anew(struct app_watch *watch)
{
	struct app_watch_set fresh;

	if (app_watch_set_open(&fresh, watch->options.path) != STATUS_OK)
		return;
	app_watch_set_close(&watch->set);
	watch->set = fresh;
	log_incomplete(watch);
}

static void *run(void *context)
{
	struct app_watch *watch = context;
	enum waited       waited;

	while ((waited = wait_for(watch, -1)) != WAITED_CLOSING) {
		if (waited != WAITED_EVENTS || !events_read(watch))
			continue;
		if (!wait_until_quiet(watch))
			break;
		watch_anew(watch);
		watch->changed(watch->context);
	}
	return NULL;
}

enum status app_watch_open(const struct app_watch_options *options, struct app_watch **watch,
                           struct error *err)
{
	struct app_watch *opened = calloc(1, sizeof *opened);

	*watch = NULL;
	if (opened == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to watch rules");
	opened->options = *options;
	opened->closing = eventfd(0, EFD_CLOEXEC);
	if (opened->closing < 0 || app_watch_set_open(&opened->set, options->path) != STATUS_OK) {
		(void)error_set(err, STATUS_IO, options->path, 0, 0,
		                "the system cannot watch it: %s", strerror(errno));
		if (opened->closing >= 0)
			close(opened->closing);
		free(opened);
		return STATUS_IO;
	}
	log_incomplete(opened);
	*watch = opened;
	return STATUS_OK;
}

enum status app_watch_start(struct app_watch *watch, app_watch_changed *changed, void *context,
                            struct error *err)
{
	watch->changed = changed;
	watch->context = context;
	watch->has_thread = pthread_create(&watch->thread, NULL, run, watch) == 0;
	return watch->has_thread
	               ? STATUS_OK
	               : error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "cannot start a thread");
}

size_t app_watch_folders(const struct app_watch *watch)
{
	size_t count = 0;

	for (size_t i = 0; i < watch->set.count; i++)
		count += watch->set.rows[i].name == NULL;
	return count;
}

void app_watch_close(struct app_watch **watch)
{
	struct app_watch *closed = *watch;
	const uint64_t    one = 1;

	*watch = NULL;
	if (closed == NULL)
		return;
	if (closed->has_thread && write(closed->closing, &one, sizeof one) == sizeof one)
		pthread_join(closed->thread, NULL);
	app_watch_set_close(&closed->set);
	close(closed->closing);
	free(closed);
}
