/* SPDX-License-Identifier: Apache-2.0 */
#include "app_check.h"

#include "app_announce.h"
#include "keys_plan.h"
#include "keys_price.h"
#include "keys_strike.h"
#include "web_tls.h"

#include <stdlib.h>

static enum status check_keys(const struct app_config *config, struct error *err)
{
	struct keys_plans         plans;
	struct keys_prices        prices;
	struct keys_strike_policy strikes;
	enum status               status = STATUS_OK;

	if (config->keys_plans[0] != '\0')
		status = keys_plans_read(config->keys_plans, &plans, err);
	if (status == STATUS_OK && config->keys_prices[0] != '\0')
		status = keys_prices_read(config->keys_prices, &prices, err);
	if (status == STATUS_OK && config->keys_strikes[0] != '\0')
		status = keys_strikes_read(config->keys_strikes, &strikes, err);
	return status;
}

static enum status check_announcements(const struct app_config *config, struct error *err)
{
	struct web_announcements *all = NULL;
	enum status               status = STATUS_OK;

	if (config->announcements[0] != '\0')
		status = app_announce_read(config->announcements, NULL, &all, err);
	free(all);
	return status;
}

static enum status check_tls(const struct app_config *config, struct error *err)
{
	struct web_tls *tls = NULL;
	enum status     status = STATUS_OK;

	if (config->tls_certificate[0] != '\0')
		status = web_tls_open(config->tls_certificate, config->tls_key, &tls, err);
	web_tls_close(&tls);
	return status;
}

enum status app_check_files(const struct app_config *config, struct error *err)
{
	enum status status = check_keys(config, err);

	if (status == STATUS_OK)
		status = check_announcements(config, err);
	return status == STATUS_OK ? check_tls(config, err) : status;
}
