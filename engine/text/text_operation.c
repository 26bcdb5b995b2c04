/* SPDX-License-Identifier: Apache-2.0 */
#include "text_operation.h"

#include <assert.h>

struct operation_row {
	const char       *name;
	const char       *text;
	enum text_evasive evasive;
};

static const struct operation_row rows[] = {
#define OPERATION(name, evasive, text) { #name, text, TEXT_EVASIVE_##evasive },
#include "text_operation.def"
#undef OPERATION
};

const char *text_operation_name(enum text_operation operation)
{
	assert(operation < TEXT_OPERATION_COUNT);
	return rows[operation].name;
}

const char *text_operation_text(enum text_operation operation)
{
	assert(operation < TEXT_OPERATION_COUNT);
	return rows[operation].text;
}

enum text_evasive text_operation_evasive(enum text_operation operation)
{
	assert(operation < TEXT_OPERATION_COUNT);
	return rows[operation].evasive;
}
