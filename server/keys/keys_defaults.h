/* SPDX-License-Identifier: Apache-2.0 */
/* The files of defaults/, compiled in: what holds when the configuration names no others. */
#ifndef KEYS_DEFAULTS_H
#define KEYS_DEFAULTS_H

extern const char keys_default_plans[];
extern const char keys_default_prices[];
extern const char keys_default_strikes[];

#endif
