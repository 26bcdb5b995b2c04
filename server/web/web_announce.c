/* SPDX-License-Identifier: Apache-2.0 */
#include "web_announce.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- the board ---- */

void web_board_open(struct web_board *board)
{
	pthread_mutex_init(&board->lock, NULL);
	atomic_init(&board->shown, NULL);
}

static void drop(struct web_board *board, struct web_announcements *held)
{
	bool is_last;

	if (held == NULL)
		return;
	pthread_mutex_lock(&board->lock);
	is_last = --held->readers == 0;
	pthread_mutex_unlock(&board->lock);
	if (is_last)
		free(held);
}

void web_board_show(struct web_board *board, struct web_announcements *fresh)
{
	struct web_announcements *before;

	if (fresh != NULL)
		fresh->readers = 1;
	pthread_mutex_lock(&board->lock);
	before = atomic_exchange(&board->shown, fresh);
	pthread_mutex_unlock(&board->lock);
	drop(board, before);
}

void web_board_close(struct web_board *board)
{
	web_board_show(board, NULL);
	pthread_mutex_destroy(&board->lock);
}

const struct web_announcements *web_board_hold(struct web_board *board)
{
	struct web_announcements *held;

	if (atomic_load(&board->shown) == NULL) /* mostly so: no lock then */
		return NULL;
	pthread_mutex_lock(&board->lock);
	held = atomic_load(&board->shown);
	if (held != NULL)
		held->readers++;
	pthread_mutex_unlock(&board->lock);
	return held;
}

void web_board_drop(struct web_board *board, const struct web_announcements *held)
{
	drop(board, (struct web_announcements *)(uintptr_t)held);
}

/* ---- names ---- */

struct slice web_route_version(const char *path)
{
	struct slice segment;

	if (path[0] != '/' || path[1] != 'v' || path[2] < '0' || path[2] > '9')
		return SLICE_NONE;
	segment = (struct slice){ path + 1, strcspn(path + 1, "/") };
	return segment.len <= WEB_VERSION_CHARS ? segment : SLICE_NONE;
}

bool web_announce_has_version(struct slice version)
{
	for (unsigned i = 0; i < WEB_ROUTE_NONE; i++)
		if (version.len > 0 &&
		    slice_equal(web_route_version(web_route_at((enum web_route_id)i)->path),
		                version))
			return true;
	return false;
}

bool web_announce_has_route(struct slice path)
{
	for (unsigned i = 0; i < WEB_ROUTE_NONE; i++)
		if (slice_equal_cstr(path, web_route_at((enum web_route_id)i)->path))
			return true;
	return false;
}

/* ---- headers ---- */

/* RFC 9110, 5.6.7: the months and days are English, whatever the locale. */
static void put_date(uint64_t time_s, char text[32])
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t                   seconds = (time_t)time_s;
	struct tm                when;

	gmtime_r(&seconds, &when);
	(void)snprintf(text, 32, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[when.tm_wday],
	               when.tm_mday, months[when.tm_mon], (when.tm_year + 1900) % 10000,
	               when.tm_hour, when.tm_min, when.tm_sec);
}

static void put_link(char *header, size_t size, const char *address, const char *relation)
{
	size_t len = strlen(header);

	if (address[0] != '\0')
		(void)snprintf(header + len, size - len, "%s<%s>; rel=\"%s\"", len > 0 ? ", " : "",
		               address, relation);
}

static void make_headers(struct web_ending *ending)
{
	(void)snprintf(ending->deprecation_header, sizeof ending->deprecation_header, "@%" PRIu64,
	               ending->deprecated_s);
	put_date(ending->sunset_s, ending->sunset_header);
	ending->link_header[0] = '\0';
	put_link(ending->link_header, sizeof ending->link_header, ending->information,
	         "deprecation");
	put_link(ending->link_header, sizeof ending->link_header, ending->information, "sunset");
	put_link(ending->link_header, sizeof ending->link_header, ending->successor,
	         "successor-version");
}

/* ---- the whole ---- */

static bool is_of(const struct web_ending *ending, const struct web_route *route)
{
	if (ending->route[0] != '\0')
		return strcmp(ending->route, route->path) == 0;
	return slice_equal_cstr(web_route_version(route->path), ending->version);
}

static int by_start(const void *a, const void *b)
{
	const struct web_window *left = a;
	const struct web_window *right = b;

	return left->start_s < right->start_s ? -1 : left->start_s > right->start_s;
}

void web_announce_finish(struct web_announcements *announcements)
{
	qsort(announcements->windows, announcements->window_count, sizeof announcements->windows[0],
	      by_start);
	for (size_t i = 0; i < announcements->ending_count; i++)
		make_headers(&announcements->endings[i]);
	for (unsigned route = 0; route < WEB_ROUTE_NONE; route++)
		for (size_t i = 0; i < announcements->ending_count; i++) {
			const struct web_ending  *ending = &announcements->endings[i];
			const struct web_ending **place = &announcements->of_route[route];

			if (is_of(ending, web_route_at((enum web_route_id)route)) &&
			    (*place == NULL || ending->route[0] != '\0'))
				*place = ending;
		}
}
