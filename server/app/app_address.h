/* SPDX-License-Identifier: Apache-2.0 */
/* The addresses that the configuration names: may they be listened on? */
#ifndef APP_ADDRESS_H
#define APP_ADDRESS_H

#include "app_config.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "web_address.h"

/* The address that `option` (a TEXT) holds. One that can be reached from outside needs
 * TLS or insecure_listen. STATUS_OK; STATUS_CONFIG_INVALID with err, which names the line when the
 * value is from the file. */
MUST_CHECK enum status app_address_read(const struct app_config *config, enum app_option option,
                                        struct web_address *address, struct error *err);

/* May the server listen there? `text` is its name. STATUS_OK or STATUS_CONFIG_INVALID. */
MUST_CHECK enum status app_address_allow(const struct app_config *config, const char *text,
                                         const struct web_address *address, struct error *err);

/* app_address_read() of every address that is set; and are both files of TLS named, or
 * none? */
MUST_CHECK enum status app_address_check(const struct app_config *config, struct error *err);

#endif
