/* SPDX-License-Identifier: Apache-2.0 */
/* The operations of a chain, from text_operation.def, and sets of them. */
#ifndef TEXT_OPERATION_H
#define TEXT_OPERATION_H

#include <stdbool.h>
#include <stdint.h>

enum text_operation {
#define OPERATION(name, evasive, text) TEXT_OPERATION_##name,
#include "text_operation.def"
#undef OPERATION
	TEXT_OPERATION_COUNT
};

enum text_evasive { TEXT_EVASIVE_NO, TEXT_EVASIVE_INSIDE_WORD, TEXT_EVASIVE_YES };

/* A set of operations: bit 1 << operation. There are more than 64. */
__extension__ typedef unsigned __int128 text_operations;

_Static_assert(TEXT_OPERATION_COUNT <= 128, "a set of operations has 128 bits");

#define TEXT_OPERATION_BIT(name) ((text_operations)1 << TEXT_OPERATION_##name)

/* "base64"; static, never NULL. */
const char *text_operation_name(enum text_operation operation);

/* "base64 decoded", for people; static, never NULL. */
const char *text_operation_text(enum text_operation operation);

enum text_evasive text_operation_evasive(enum text_operation operation);

#endif
