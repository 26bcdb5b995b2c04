/* SPDX-License-Identifier: Apache-2.0 */
#include "app_address.h"

#include "app_option.h"

static enum status parse(const struct app_config *config, const char *text,
                         struct web_address *address, struct error *err)
{
	enum status status = web_address_parse(text, address, err);

	return status == STATUS_OK ? app_address_allow(config, text, address, err) : status;
}

enum status app_address_allow(const struct app_config *config, const char *text,
                              const struct web_address *address, struct error *err)
{
	if (address->is_private || config->insecure_listen || config->tls_certificate[0] != '\0')
		return STATUS_OK;
	return error_set(err, STATUS_CONFIG_INVALID, NULL, 0, 0,
	                 "\"%.100s\" can be reached from outside, and without TLS keys and prompts "
	                 "can be read on the way: name tls.certificate and tls.key, listen on "
	                 "loopback or a unix socket, or say --insecure-listen",
	                 text);
}

enum status app_address_read(const struct app_config *config, enum app_option option,
                             struct web_address *address, struct error *err)
{
	const struct app_option_row *row = app_option_row(option);
	const struct app_origin     *origin = &config->origins[option];
	struct error                 fault = { 0 };
	enum status status = parse(config, (const char *)config + row->offset, address, &fault);

	if (status == STATUS_OK)
		return STATUS_OK;
	if (origin->source == APP_FROM_FILE)
		return error_set(err, status, config->file, origin->line, 0, "\"%s\": %s",
		                 row->name, fault.message);
	return error_set(err, status, NULL, 0, 0, "%s", fault.message);
}

enum status app_address_check(const struct app_config *config, struct error *err)
{
	struct web_address address;
	enum status        status = app_address_read(config, APP_OPTION_listen, &address, err);

	if (status == STATUS_OK && config->management_listen[0] != '\0')
		status = app_address_read(config, APP_OPTION_management_listen, &address, err);
	if (status == STATUS_OK &&
	    (config->tls_certificate[0] != '\0') != (config->tls_key[0] != '\0'))
		status = error_set(err, STATUS_CONFIG_INVALID, config->file, 0, 0,
		                   "TLS needs both tls.certificate and tls.key");
	return status;
}
