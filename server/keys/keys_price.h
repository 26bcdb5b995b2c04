/* SPDX-License-Identifier: Apache-2.0 */
/* What operations cost: prices.yaml (defaults/prices.yaml explains the file). Immutable once
 * read; any number of threads may look prices up. */
#ifndef KEYS_PRICE_H
#define KEYS_PRICE_H

#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "keys_amount.h"

#include <stdbool.h>
#include <stddef.h>

#define KEYS_PRICES_MAX      256u
#define KEYS_OPERATION_CHARS 64
#define KEYS_UNIT_CHARS      16

struct keys_price {
	char        operation[KEYS_OPERATION_CHARS + 1];
	char        unit[KEYS_UNIT_CHARS + 1];
	keys_amount credits; /* for one unit */
};

struct keys_prices {
	bool              refuses_unlisted;
	size_t            count;
	struct keys_price prices[KEYS_PRICES_MAX];
};

/* From a file, or what is shipped when `path` is NULL. STATUS_OK; STATUS_IO,
 * STATUS_YAML_MALFORMED, STATUS_CONFIG_INVALID, STATUS_NO_MEMORY with file, line and column. */
MUST_CHECK enum status keys_prices_read(const char *path, struct keys_prices *prices,
                                        struct error *err);
MUST_CHECK enum status keys_prices_parse(struct slice text, const char *name,
                                         struct keys_prices *prices, struct error *err);

/* What `quantity` (in millionths of a unit) of an operation costs. STATUS_OK; STATUS_NOT_FOUND
 * for an operation that is not listed, when those are refused; STATUS_LIMIT_REACHED when the
 * sum is too large to be an amount. */
MUST_CHECK enum status keys_price_of(const struct keys_prices *prices, struct slice operation,
                                     keys_amount quantity, keys_amount *cost);

#endif
