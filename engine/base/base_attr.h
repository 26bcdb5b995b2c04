/* SPDX-License-Identifier: Apache-2.0 */
/* Compiler attributes under readable names. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#define MUST_CHECK __attribute__((warn_unused_result))
/* What a loop seldom calls: taken into it, it would take the loop's registers. */
#define SELDOM __attribute__((noinline))
#define PRINTF_FORMAT(format_index, first_argument)                                                \
	__attribute__((format(printf, format_index, first_argument)))

#endif
