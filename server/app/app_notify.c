/* SPDX-License-Identifier: Apache-2.0 */
#include "app_notify.h"

#include "audit_log.h"
#include "keys_book.h"

#include <inttypes.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>

/* How soon the end of a load is noticed. */
#define BUSY_MS 50u

void app_notify_open(struct app_notify *notify)
{
	const char *socket = getenv("NOTIFY_SOCKET");
	uint64_t    watchdog_us = 0;

	*notify = (struct app_notify){ .is_on = socket != NULL && socket[0] != '\0',
		                       .is_busy = true,
		                       .awaited = 1 };
	if (notify->is_on && sd_watchdog_enabled(0, &watchdog_us) > 0)
		notify->watchdog_us = watchdog_us / 2 > 0 ? watchdog_us / 2 : 1;
	if (notify->is_on)
		(void)sd_notify(0, "STATUS=loading rules");
}

void app_notify_reloading(struct app_notify *notify, uint64_t number)
{
	/* systemd 253 asks for the time: it tells this message from the answer to an earlier one.
	 */
	if (notify->is_on)
		(void)sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRIu64 "\nSTATUS=loading rules",
		                 web_server_now_us());
	notify->is_busy = true;
	notify->awaited = number;
}

/* "1234 rules, revision sha256:0123456789ab" */
static void say_ready(struct app_reload *reload)
{
	struct web_reload_status status;

	app_reload_status(reload, &status);
	if (status.loaded_at_s == 0)
		(void)sd_notify(0, "READY=1\nSTATUS=not ready: the rules were refused, the log "
		                   "says why");
	else
		(void)sd_notifyf(0, "READY=1\nSTATUS=%zu rules, revision %.19s%s", status.rules,
		                 status.revision,
		                 status.last.result == WEB_RELOAD_REFUSED
		                         ? "; newer ones were refused, the log says why"
		                         : "");
}

/* Who holds one of these locks for ever stops every request, and then this message. */
static void say_alive(const struct web_server *server)
{
	struct keys_figures  keys;
	struct audit_figures log;

	if (server->keys != NULL)
		keys_book_figures(server->keys, &keys);
	if (server->log != NULL)
		audit_log_figures(server->log, &log);
	(void)sd_notify(0, "WATCHDOG=1");
}

static unsigned milliseconds_until(uint64_t then_us, uint64_t now_us)
{
	return then_us > now_us ? (unsigned)((then_us - now_us) / 1000u) + 1 : 1;
}

unsigned app_notify_tick(struct app_notify *notify, struct app_reload *reload,
                         const struct web_server *server)
{
	struct web_reload_status status;
	uint64_t                 now_us = web_server_now_us();

	if (!notify->is_on)
		return 0;
	if (notify->is_busy) {
		app_reload_status(reload, &status);
		notify->is_busy = status.last.number < notify->awaited;
		if (!notify->is_busy)
			say_ready(reload);
	}
	if (notify->watchdog_us > 0 && now_us >= notify->next_us) {
		say_alive(server);
		notify->next_us = now_us + notify->watchdog_us;
	}
	if (notify->is_busy)
		return BUSY_MS;
	return notify->watchdog_us > 0 ? milliseconds_until(notify->next_us, now_us) : 0;
}

void app_notify_stopping(struct app_notify *notify, uint64_t seconds)
{
	if (notify->is_on)
		(void)sd_notifyf(
			0, "STOPPING=1\nSTATUS=finishing requests\nEXTEND_TIMEOUT_USEC=%" PRIu64,
			seconds * 1000000u);
}
