/* SPDX-License-Identifier: Apache-2.0 */
/* Credits, exactly: whole numbers of a millionth of a credit, so that 0.1 a minute times 37
 * seconds is the same on every machine and a ledger adds up to the last digit.
 *
 *     price 0.5, quantity 12.25  ->  6.125 credits = 6125000 */
#ifndef KEYS_AMOUNT_H
#define KEYS_AMOUNT_H

#include "base_slice.h"

#include <stdbool.h>
#include <stdint.h>

/* Millionths. */
typedef int64_t keys_amount;

#define KEYS_AMOUNT_ONE   ((keys_amount)1000000)
#define KEYS_AMOUNT_MAX   ((keys_amount)1000000000 * KEYS_AMOUNT_ONE)
#define KEYS_AMOUNT_CHARS 24

/* "12", "0.5", "3.000001"; no sign, no exponent, at most six places, at most
 * KEYS_AMOUNT_MAX. False when it is no such text. */
bool keys_amount_read(struct slice text, keys_amount *amount);

/* Without trailing zeros: "6.125", "-3", "0". Returns `text`. */
const char *keys_amount_print(keys_amount amount, char text[KEYS_AMOUNT_CHARS]);

/* price * quantity, rounded up to the next millionth (a fraction of one is never free). Both
 * are 0 or more. False when the product is above KEYS_AMOUNT_MAX. */
bool keys_amount_times(keys_amount price, keys_amount quantity, keys_amount *product);

#endif
