/* SPDX-License-Identifier: Apache-2.0 */
/* Checks on what a regex matched: digits that must add up, letters that must look
 * random. */
#ifndef SCAN_CHECK_H
#define SCAN_CHECK_H

#include "base_slice.h"
#include "ruleset_rule.h"

#include <stdbool.h>

/* LUHN: the digits of `text` (12 to 19 of them, other bytes skipped) pass the Luhn
 * check of ISO/IEC 7812-1 and are not all the same. IBAN: the letters and digits
 * pass the mod-97 check of ISO 13616-1 (15 to 34 of them). ENTROPY: at least 3.0 bits a
 * byte (Shannon) over the longest run of letters, digits, "+", "/", "_", "-" and at least
 * 16 of them. ID_*: scan_check_id.h. NONE: true. */
bool scan_check_passes(enum ruleset_check check, struct slice text);

#endif
