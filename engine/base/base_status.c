/* SPDX-License-Identifier: Apache-2.0 */
#include "base_status.h"

#include <assert.h>

struct row {
	const char       *name;
	const char       *text;
	enum status_blame blame;
};

static const struct row rows[STATUS_COUNT] = {
#define STATUS(name, blame, text) { #name, text, STATUS_BLAME_##blame },
#include "base_status.def"
#undef STATUS
};

static const struct row *row_of(enum status status)
{
	assert((unsigned)status < STATUS_COUNT);
	return &rows[status];
}

const char *status_name(enum status status)
{
	return row_of(status)->name;
}

const char *status_text(enum status status)
{
	return row_of(status)->text;
}

enum status_blame status_blame(enum status status)
{
	return row_of(status)->blame;
}
