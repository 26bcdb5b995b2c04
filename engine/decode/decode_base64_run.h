/* SPDX-License-Identifier: Apache-2.0 */
/* Where base64 begins and ends. */
#ifndef DECODE_BASE64_RUN_H
#define DECODE_BASE64_RUN_H

#include "base_slice.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>

/* As in struct decode_kind. */
bool decode_base64_find(const struct decode_input *input, size_t from, struct decode_run *run);

#endif
