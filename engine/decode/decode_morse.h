/* SPDX-License-Identifier: Apache-2.0 */
/* The code of Recommendation ITU-R M.1677-1, for the decoders of its ways of writing. */
#ifndef DECODE_MORSE_H
#define DECODE_MORSE_H

#include <stdint.h>

enum { DECODE_MORSE_ELEMENTS = 7 }; /* of the longest sign */

/* The character of a sign: its elements behind a leading 1, a dot is 0 and a dash 1; in
 * reading 1 the other way round. '\0' when there is none. */
char decode_morse_letter(uint32_t value, unsigned reading);

#endif
