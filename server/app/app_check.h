/* SPDX-License-Identifier: Apache-2.0 */
/* The files that the configuration names, for `config check`: the server would refuse to start, or
 * to read them again, for the same faults. */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include "app_config.h"

/* Plans, prices, strikes, announcements, certificate and key. STATUS_OK, or the first fault with
 * its place. */
MUST_CHECK enum status app_check_files(const struct app_config *config, struct error *err);

#endif
