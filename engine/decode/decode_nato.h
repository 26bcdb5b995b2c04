/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DECODE_NATO_H
#define DECODE_NATO_H

#include "base_slice.h"

#include <stdbool.h>

/* Does it begin with two spelling words without anything between them ("papaindia")? */
bool decode_nato_is_joined(struct slice word);

#endif
