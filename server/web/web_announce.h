/* SPDX-License-Identifier: Apache-2.0 */
/* What an operator announces: versions and routes that end, and maintenance.
 *
 *     route: /check, announced 2026-06-01, sunset 2026-12-31
 *
 *     HTTP/1.1 200 OK
 *     Deprecation: @1780272000                          RFC 9745
 *     Sunset: Thu, 31 Dec 2026 00:00:00 GMT             RFC 8594
 *     Link: <...>; rel="deprecation", <...>; rel="successor-version"
 *
 * An announcement switches nothing off: it says when somebody will. server/app reads it from a file
 * (app_announce.h) and gives the whole to the board, where it hangs until the next one is read.
 * What was taken down is freed when the last request that saw it is done. */
#ifndef WEB_ANNOUNCE_H
#define WEB_ANNOUNCE_H

#include "base_buffer.h"
#include "base_slice.h"
#include "web_route.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define WEB_NOTICE_DAYS   60u /* between an announcement and the end; promised to callers */
#define WEB_ENDINGS_MAX   64u
#define WEB_WINDOWS_MAX   64u
#define WEB_VERSION_CHARS 15u
#define WEB_PATH_CHARS    95u
#define WEB_LINK_CHARS    200u
#define WEB_TEXT_CHARS    500u

/* A version or a route that ends. */
struct web_ending {
	char     version[WEB_VERSION_CHARS + 1]; /* "v1"; "": a route */
	char     route[WEB_PATH_CHARS + 1];      /* as in the table; "": a version */
	uint64_t announced_s;                    /* since 1970, as the others */
	uint64_t deprecated_s;
	uint64_t sunset_s;
	char     information[WEB_LINK_CHARS + 1]; /* an address for people, or "" */
	char     successor[WEB_LINK_CHARS + 1];   /* what to use instead, or "" */

	/* The values of the three headers, made by web_announce_finish(). */
	char deprecation_header[32];
	char sunset_header[32];
	char link_header[3 * (WEB_LINK_CHARS + 32)]; /* "": none */
};

struct web_window {
	uint64_t start_s;
	uint64_t end_s;
	char     text[WEB_TEXT_CHARS + 1]; /* UTF-8, for people */
};

struct web_announcements {
	struct web_ending endings[WEB_ENDINGS_MAX];
	size_t            ending_count;
	struct web_window windows[WEB_WINDOWS_MAX]; /* by their start */
	size_t            window_count;

	const struct web_ending *of_route[WEB_ROUTE_COUNT]; /* a route's own before its version's */
	size_t readers; /* and the board while it hangs there; under the board's lock */
};

/* Where requests find them. */
struct web_board {
	pthread_mutex_t                   lock;
	struct web_announcements *_Atomic shown; /* NULL: nothing is announced */
};

/* Fills the headers, `of_route`, and sorts the windows. */
void web_announce_finish(struct web_announcements *announcements);

/* Nothing hangs there. */
void web_board_open(struct web_board *board);
/* Nobody may hold anything any more. */
void web_board_close(struct web_board *board);
/* Puts `fresh` (from malloc; NULL: nothing) in the place of what hung there. Any thread. */
void web_board_show(struct web_board *board, struct web_announcements *fresh);
/* What hangs there, or NULL; not changed, and not freed before web_board_drop(). Any thread. */
const struct web_announcements *web_board_hold(struct web_board *board);
/* NULL is allowed. */
void web_board_drop(struct web_board *board, const struct web_announcements *held);

/* "v1" of "/v1/check", "v1alpha1" of ...; empty for a path without a version. Borrowed. */
struct slice web_route_version(const char *path);

/* Does any route have this version, or this path? */
bool web_announce_has_version(struct slice version);
bool web_announce_has_route(struct slice path);

#endif
