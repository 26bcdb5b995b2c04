/* SPDX-License-Identifier: Apache-2.0 */
#include "app_renew.h"

#include "app_announce.h"
#include "app_log.h"
#include "audit_clock.h"
#include "web_tls.h"

static void log_announcements(const struct web_announcements *all)
{
	const struct app_fact facts[] = { { "endings", NULL, all->ending_count },
		                          { "windows", NULL, all->window_count } };

	app_log(APP_INFO, "announcements_loaded", facts, sizeof facts / sizeof facts[0]);
}

static enum status read_announcements(struct app_renew *renew, struct error *err)
{
	struct web_board               *board = &renew->server->board;
	const struct web_announcements *before;
	struct web_announcements       *fresh = NULL;
	enum status                     status;

	if (renew->config->announcements[0] == '\0')
		return STATUS_OK;
	before = web_board_hold(board);
	status = app_announce_read(renew->config->announcements, before, &fresh, err);
	web_board_drop(board, before);
	if (status == STATUS_OK) {
		log_announcements(fresh);
		web_board_show(board, fresh);
	}
	return status;
}

static enum status open_tls(struct app_renew *renew, struct error *err)
{
	const struct app_config *config = renew->config;

	if (config->tls_certificate[0] == '\0')
		return STATUS_OK;
	return web_tls_open(config->tls_certificate, config->tls_key, &renew->server->tls, err);
}

static void log_certificate(const struct app_renew *renew)
{
	struct app_fact fact = { "expires_s", NULL, 0 };
	uint64_t        now_s = audit_clock_us(renew->server->clock) / 1000000u;

	if (renew->server->tls == NULL)
		return;
	fact.number = web_tls_expires_s(renew->server->tls);
	app_log(fact.number > now_s ? APP_INFO : APP_ERROR, "certificate_loaded", &fact, 1);
}

enum status app_renew_open(struct app_renew *renew, const struct app_config *config,
                           struct web_server *server, struct error *err)
{
	enum status status;

	*renew = (struct app_renew){ .config = config, .server = server };
	web_board_open(&server->board);
	status = read_announcements(renew, err);
	if (status == STATUS_OK)
		status = open_tls(renew, err);
	if (status == STATUS_OK)
		log_certificate(renew);
	return status;
}

/* What cannot be read stays as it was. */
void app_renew_again(struct app_renew *renew)
{
	struct error err = { 0 };

	if (read_announcements(renew, &err) != STATUS_OK)
		app_log_fault(APP_ERROR, "announcements_refused", &err);
	err = (struct error){ 0 };
	if (renew->server->tls != NULL && web_tls_reload(renew->server->tls, &err) != STATUS_OK)
		app_log_fault(APP_ERROR, "certificate_refused", &err);
	else
		log_certificate(renew);
}

void app_renew_close(struct app_renew *renew)
{
	if (renew->server == NULL)
		return;
	web_board_close(&renew->server->board);
	web_tls_close(&renew->server->tls);
}
