/* SPDX-License-Identifier: Apache-2.0 */
/* Scripts whose letters say nothing of the direction in which they are read. */
#ifndef DECODE_NATIVE_TURNED_H
#define DECODE_NATIVE_TURNED_H

#include "base_slice.h"

#include <stdbool.h>

/* Is a stretch of Chinese, Japanese or Korean, valid UTF-8, written from behind? Only its beginning
 * is looked at. */
bool decode_native_is_turned(struct slice stretch);

#endif
