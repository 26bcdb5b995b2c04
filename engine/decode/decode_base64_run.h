/* SPDX-License-Identifier: Apache-2.0 */
/* Where base64 begins and ends: shared by its search and its decoding. */
#ifndef DECODE_BASE64_RUN_H
#define DECODE_BASE64_RUN_H

#include "base_slice.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>

/* 0 to 63, or -1 for a byte outside the alphabets. */
int decode_base64_value(char byte);

/* The end of the token at `at`: bytes of the alphabets, padding not included. */
size_t decode_base64_token_end(struct slice text, size_t at);

/* A sign that stands alone joins strings ("aG93" + "IHRv") and is no data. */
bool decode_base64_is_joint(struct slice text, size_t start, size_t end);

/* As in struct decode_kind. */
bool decode_base64_find(struct slice text, size_t from, struct decode_run *run);

#endif
