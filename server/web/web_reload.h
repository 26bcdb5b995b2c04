/* SPDX-License-Identifier: Apache-2.0 */
/* Loading rules as routes see it: what was tried last, what decides now, and how to ask for a load.
 * Whoever loads rules (server/app/app_reload.c) fills struct web_reloader; its functions may be
 * called from any thread. */
#ifndef WEB_RELOAD_H
#define WEB_RELOAD_H

#include "base_error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WEB_REVISION_CHARS 80

/* Why a load was asked for. */
enum web_reload_cause {
	WEB_RELOAD_START,
	WEB_RELOAD_SIGHUP,
	WEB_RELOAD_WATCH,
	WEB_RELOAD_ROUTE,
	WEB_RELOAD_CAUSES
};

enum web_reload_result {
	WEB_RELOAD_NONE,      /* nothing was tried yet */
	WEB_RELOAD_LOADED,    /* and published */
	WEB_RELOAD_UNCHANGED, /* the same revision */
	WEB_RELOAD_REFUSED,   /* `fault` says why; what decided before still does */
	WEB_RELOAD_RESULTS
};

/* "start", "sighup", "watch", "route"; "none", "loaded", "unchanged", "refused". Static. */
const char *web_reload_cause_name(enum web_reload_cause cause);
const char *web_reload_result_name(enum web_reload_result result);

struct web_reload_attempt {
	uint64_t               number; /* 1 for the first; 0: none yet */
	enum web_reload_cause  cause;
	enum web_reload_result result;
	bool                   forced; /* a set that lost more than half would have been taken */
	bool                   cached; /* read ready-made: its tests passed earlier */
	uint64_t               at_s;   /* when it began, in seconds since 1970 */
	uint64_t               duration_us;
	size_t                 rules; /* of what was loaded or refused; 0: it came not so far */
	size_t                 tests; /* inline tests that were run */
	char                   revision[WEB_REVISION_CHARS]; /* the same; "" */
	struct error           fault; /* of REFUSED; status STATUS_OK otherwise */
};

struct web_reload_status {
	bool     is_running;  /* a load is under way, or waits for its turn */
	uint64_t loaded_at_s; /* of the ruleset that decides; 0: there is none */
	size_t   rules;
	char     revision[WEB_REVISION_CHARS];

	struct web_reload_attempt last;
};

struct web_reloader {
	void *context;

	/* Asks for a load and returns at once with its number. While a load runs, all that ask
	 * share one after it, which is forced if one of them says so. */
	uint64_t (*request)(void *context, enum web_reload_cause cause, bool force);

	/* Waits until the attempt `number` (or a later one) has ended, at most `timeout_ms`; false
	 * when it has not. Not for a thread on which checks wait. */
	bool (*wait)(void *context, uint64_t number, uint64_t timeout_ms,
	             struct web_reload_attempt *attempt);

	void (*status)(void *context, struct web_reload_status *status);
};

#endif
