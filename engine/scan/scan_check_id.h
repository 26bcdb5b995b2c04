/* SPDX-License-Identifier: Apache-2.0 */
/* National identity, tax and health numbers: each carries digits that follow from the
 * others, so that one out of ten to a hundred look-alikes passes and not all of them.
 *
 *     529.982.247-25    CPF, Brazil: 2 and 5 follow from 529982247
 *     943 476 5919      NHS number, United Kingdom: 9 follows from 943476591
 *     12345678Z         DNI, Spain: Z is 12345678 modulo 23 in a table of letters */
#ifndef SCAN_CHECK_ID_H
#define SCAN_CHECK_ID_H

#include "base_slice.h"
#include "ruleset_rule.h"

#include <stdbool.h>

/* True when the number in `text` is one of the kind `check` (RULESET_CHECK_ID_*). Kinds that
 * are digits only look at the digits of `text`, so that a word may stand before them; the
 * others at its letters and digits. A number of one repeated digit is none. False for a check
 * of another family. Any thread. */
bool scan_check_id_passes(enum ruleset_check check, struct slice text);

#endif
