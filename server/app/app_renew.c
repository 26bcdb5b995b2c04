/* SPDX-License-Identifier: Apache-2.0 */
#include "app_renew.h"

#include "app_log.h"
#include "audit_clock.h"
#include "web_tls.h"

#include <stdatomic.h>

static enum status read_announcements(struct app_renew *renew, struct error *err)
{
	const char *path = renew->config->announcements;
	enum status status;

	if (path[0] == '\0')
		return STATUS_OK;
	status = app_announce_read(&renew->announce, path, err);
	if (status == STATUS_OK)
		atomic_store(&renew->server->announcements, renew->announce.all);
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
	atomic_store(&renew->server->announcements, NULL);
	app_announce_close(&renew->announce);
	web_tls_close(&renew->server->tls);
}
