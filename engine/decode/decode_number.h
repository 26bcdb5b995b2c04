/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of character codes, shared by the decimal and the octal decoder. */
#ifndef DECODE_NUMBER_H
#define DECODE_NUMBER_H

#include "base_slice.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>

enum decode_base { DECODE_BASE_OCTAL = 8, DECODE_BASE_DECIMAL = 10 };

/* As in struct decode_kind, for numbers of this base. */
bool decode_number_find(const struct decode_input *input, size_t from, enum decode_base base,
                        struct decode_run *run);
bool decode_number_decode(struct slice encoded, enum decode_base base, text_operations operation,
                          struct decode_sink *sink);

#endif
