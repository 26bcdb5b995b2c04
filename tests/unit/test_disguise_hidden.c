/* SPDX-License-Identifier: Apache-2.0 */
/* Invisible characters, spacing, leet and slips of the finger. */
#include "test_disguise_rows.h"

static const struct disguise_row rows[] = {
	{ "marks stay at the ends of words", "spaced", 0, SLICE_INIT("Go on?"),
	  SLICE_INIT("G o   o n?") },
	{ "Pascal case keeps short words", "pascal_case", 0, SLICE_INIT("how do I go"),
	  SLICE_INIT("HowDoIGo") },
	{ "selectors of low bytes", "selector_bytes", 0, SLICE_INIT("\n"),
	  SLICE_INIT("\xEF\xB8\x8A") },
	{ "random spaces differ from those that were", "random_spaces", 0,
	  SLICE_INIT("how can you get it"), SLICE_INIT("howc any oug eti t") },
	{ "tags", "tags", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF3\xA0\x81\xA8\xF3\xA0\x81\xAF\xF3\xA0\x81\xB7\xF3\xA0\x80"
	             "\xA0\xF3\xA0\x81\xB4\xF3\xA0\x81\xAF\xF3\xA0\x80\xA0\xF3\xA0"
	             "\x81\xA2\xF3\xA0\x81\xA1\xF3\xA0\x81\xAB\xF3\xA0\x81\xA5") },
	{ "tags framed", "tags_framed", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF3\xA0\x80\x81\xF3\xA0\x81\xA8\xF3\xA0\x81\xAF\xF3\xA0\x81"
	             "\xB7\xF3\xA0\x80\xA0\xF3\xA0\x81\xB4\xF3\xA0\x81\xAF\xF3\xA0"
	             "\x80\xA0\xF3\xA0\x81\xA2\xF3\xA0\x81\xA1\xF3\xA0\x81\xAB\xF3"
	             "\xA0\x81\xA5\xF3\xA0\x81\xBF") },
	{ "tags emoji", "tags_emoji", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9F\x98\x8A\xF3\xA0\x81\xA8\xF3\xA0\x81\xAF\xF3\xA0\x81"
	             "\xB7\xF3\xA0\x80\xA0\xF3\xA0\x81\xB4\xF3\xA0\x81\xAF\xF3\xA0"
	             "\x80\xA0\xF3\xA0\x81\xA2\xF3\xA0\x81\xA1\xF3\xA0\x81\xAB\xF3"
	             "\xA0\x81\xA5") },
	{ "selector bytes", "selector_bytes", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF3\xA0\x85\x98\xF3\xA0\x85\x9F\xF3\xA0\x85\xA7\xF3\xA0\x84"
	             "\x90\xF3\xA0\x85\xA4\xF3\xA0\x85\x9F\xF3\xA0\x84\x90\xF3\xA0"
	             "\x85\x92\xF3\xA0\x85\x91\xF3\xA0\x85\x9B\xF3\xA0\x85\x95") },
	{ "selector bytes emoji", "selector_bytes_emoji", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF0\x9F\x98\x8A\xF3\xA0\x85\x98\xF3\xA0\x85\x9F\xF3\xA0\x85"
	             "\xA7\xF3\xA0\x84\x90\xF3\xA0\x85\xA4\xF3\xA0\x85\x9F\xF3\xA0"
	             "\x84\x90\xF3\xA0\x85\x92\xF3\xA0\x85\x91\xF3\xA0\x85\x9B\xF3"
	             "\xA0\x85\x95") },
	{ "selector codes", "selector_codes", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xF3\xA0\x85\xA8\xF3\xA0\x85\xAF\xF3\xA0\x85\xB7\xF3\xA0\x84"
	             "\xA0\xF3\xA0\x85\xB4\xF3\xA0\x85\xAF\xF3\xA0\x84\xA0\xF3\xA0"
	             "\x85\xA2\xF3\xA0\x85\xA1\xF3\xA0\x85\xAB\xF3\xA0\x85\xA5") },
	{ "zero width bits", "zero_width_bits", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C") },
	{ "zero width bits inverted", "zero_width_bits_inverted", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B") },
	{ "joiner bits", "joiner_bits", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8D"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8D"
	             "\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8D"
	             "\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8D"
	             "\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8D"
	             "\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8D"
	             "\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8D"
	             "\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8D"
	             "\xE2\x80\x8C\xE2\x80\x8D\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8D\xE2\x80\x8C\xE2\x80\x8D") },
	{ "operator bits", "operator_bits", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA4"
	             "\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA4"
	             "\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA4"
	             "\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA4"
	             "\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA2"
	             "\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA2"
	             "\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA4"
	             "\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA2"
	             "\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA4"
	             "\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA2"
	             "\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA2"
	             "\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA2"
	             "\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA2"
	             "\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA2\xE2\x81\xA2"
	             "\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA4"
	             "\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA4"
	             "\xE2\x81\xA2\xE2\x81\xA4\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA2"
	             "\xE2\x81\xA4\xE2\x81\xA2\xE2\x81\xA4") },
	{ "selector bits", "selector_bits", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8F"
	             "\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8F"
	             "\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8F"
	             "\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8F"
	             "\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8E"
	             "\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8E"
	             "\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8F"
	             "\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8E"
	             "\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8F"
	             "\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8E"
	             "\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8E"
	             "\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8E"
	             "\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8E"
	             "\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8E\xEF\xB8\x8E"
	             "\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8F"
	             "\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8F"
	             "\xEF\xB8\x8E\xEF\xB8\x8F\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8E"
	             "\xEF\xB8\x8F\xEF\xB8\x8E\xEF\xB8\x8F") },
	{ "space bits", "space_bits", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT(" \t\t \t    \t\t \t\t\t\t \t\t\t \t\t\t  \t      \t\t\t \t   "
	             "\t\t \t\t\t\t  \t      \t\t   \t  \t\t    \t \t\t \t \t\t \t\t"
	             "  \t \t") },
	{ "zero width bits short", "zero_width_bits_short", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C"
	             "\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C"
	             "\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C"
	             "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C") },
	{ "zero width bits cover", "zero_width_bits_cover", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("Hello\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80"
	             "\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80"
	             "\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80"
	             "\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80"
	             "\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80"
	             "\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80"
	             "\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80"
	             "\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80"
	             "\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80"
	             "\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80"
	             "\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80"
	             "\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80"
	             "\x8B\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80"
	             "\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8B\xE2\x80"
	             "\x8B\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80"
	             "\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80"
	             "\x8C\xE2\x80\x8B\xE2\x80\x8C\xE2\x80\x8C\xE2\x80\x8B\xE2\x80"
	             "\x8B\xE2\x80\x8C\xE2\x80\x8B\xE2\x80\x8C there") },
	{ "tags cover", "tags_cover", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("Hello\xF3\xA0\x81\xA8\xF3\xA0\x81\xAF\xF3\xA0\x81\xB7\xF3\xA0"
	             "\x80\xA0\xF3\xA0\x81\xB4\xF3\xA0\x81\xAF\xF3\xA0\x80\xA0\xF3"
	             "\xA0\x81\xA2\xF3\xA0\x81\xA1\xF3\xA0\x81\xAB\xF3\xA0\x81\xA5 t"
	             "here") },
	{ "combining marks", "combining_marks", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xCC\x81o\xCC\x81w\xCC\x81 t\xCC\x81o\xCC\x81 b\xCC\x81"
	             "a\xCC\x81k\xCC\x81"
	             "e\xCC\x81") },
	{ "underlined", "underlined", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xCC\xB2o\xCC\xB2w\xCC\xB2 t\xCC\xB2o\xCC\xB2 b\xCC\xB2"
	             "a\xCC\xB2k\xCC\xB2"
	             "e\xCC\xB2") },
	{ "struck through", "struck_through", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xCC\xB6o\xCC\xB6w\xCC\xB6 t\xCC\xB6o\xCC\xB6 b\xCC\xB6"
	             "a\xCC\xB6k\xCC\xB6"
	             "e\xCC\xB6") },
	{ "slashed", "slashed", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xCC\xB8o\xCC\xB8w\xCC\xB8 t\xCC\xB8o\xCC\xB8 b\xCC\xB8"
	             "a\xCC\xB8k\xCC\xB8"
	             "e\xCC\xB8") },
	{ "overlined", "overlined", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xCC\x85o\xCC\x85w\xCC\x85 t\xCC\x85o\xCC\x85 b\xCC\x85"
	             "a\xCC\x85k\xCC\x85"
	             "e\xCC\x85") },
	{ "enclosed letters", "enclosed_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE2\x83\x9Do\xE2\x83\x9Dw\xE2\x83\x9D t\xE2\x83\x9Do\xE2\x83"
	             "\x9D b\xE2\x83\x9D"
	             "a\xE2\x83\x9Dk\xE2\x83\x9D"
	             "e\xE2\x83\x9D") },
	{ "zalgo", "zalgo", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xCC\x8E\xCC\x87o\xCC\x8E\xCC\x87w\xCC\x8E\xCC\x87 t\xCC\x8E"
	             "\xCC\x87o\xCC\x8E\xCC\x87 b\xCC\x8E\xCC\x87"
	             "a\xCC\x8E\xCC\x87k\xCC\x8E\xCC\x87"
	             "e\xCC\x8E\xCC\x87") },
	{ "zero width word", "zero_width_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to b\xE2\x80\x8B"
	             "a\xE2\x80\x8Bk\xE2\x80\x8B"
	             "e") },
	{ "tags word", "tags_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to \xF3\xA0\x81\xA2\xF3\xA0\x81\xA1\xF3\xA0\x81\xAB\xF3"
	             "\xA0\x81\xA5") },
	{ "zalgo word", "zalgo_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to b\xCC\x8E\xCC\x87"
	             "a\xCC\x8E\xCC\x87k\xCC\x8E\xCC\x87"
	             "e\xCC\x8E\xCC\x87") },
	{ "zero width once", "zero_width_once", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE2\x80\x8Bow t\xE2\x80\x8Bo b\xE2\x80\x8B"
	             "ake") },
	{ "mark once", "mark_once", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xCC\x81ow t\xCC\x81o b\xCC\x81"
	             "ake") },
	{ "soft hyphen", "soft_hyphen", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xC2\xADo\xC2\xADw t\xC2\xADo b\xC2\xAD"
	             "a\xC2\xADk\xC2\xAD"
	             "e") },
	{ "zero width joiner", "zero_width_joiner", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE2\x80\x8Do\xE2\x80\x8Dw t\xE2\x80\x8Do b\xE2\x80\x8D"
	             "a\xE2\x80\x8Dk\xE2\x80\x8D"
	             "e") },
	{ "zero width non joiner", "zero_width_non_joiner", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE2\x80\x8Co\xE2\x80\x8Cw t\xE2\x80\x8Co b\xE2\x80\x8C"
	             "a\xE2\x80\x8Ck\xE2\x80\x8C"
	             "e") },
	{ "word joiner", "word_joiner", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE2\x81\xA0o\xE2\x81\xA0w t\xE2\x81\xA0o b\xE2\x81\xA0"
	             "a\xE2\x81\xA0k\xE2\x81\xA0"
	             "e") },
	{ "byte order marks", "byte_order_marks", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xEF\xBB\xBFo\xEF\xBB\xBFw t\xEF\xBB\xBFo b\xEF\xBB\xBF"
	             "a\xEF\xBB\xBFk\xEF\xBB\xBF"
	             "e") },
	{ "tatweel", "tatweel", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xD9\x80o\xD9\x80w t\xD9\x80o b\xD9\x80"
	             "a\xD9\x80k\xD9\x80"
	             "e") },
	{ "grapheme joiner", "grapheme_joiner", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xCD\x8Fo\xCD\x8Fw t\xCD\x8Fo b\xCD\x8F"
	             "a\xCD\x8Fk\xCD\x8F"
	             "e") },
	{ "vowel separator", "vowel_separator", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE1\xA0\x8Eo\xE1\xA0\x8Ew t\xE1\xA0\x8Eo b\xE1\xA0\x8E"
	             "a\xE1\xA0\x8Ek\xE1\xA0\x8E"
	             "e") },
	{ "variation selectors", "variation_selectors", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xEF\xB8\x8Fo\xEF\xB8\x8Fw t\xEF\xB8\x8Fo b\xEF\xB8\x8F"
	             "a\xEF\xB8\x8Fk\xEF\xB8\x8F"
	             "e") },
	{ "hangul fillers", "hangul_fillers", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE3\x85\xA4o\xE3\x85\xA4w t\xE3\x85\xA4o b\xE3\x85\xA4"
	             "a\xE3\x85\xA4k\xE3\x85\xA4"
	             "e") },
	{ "invisible operators", "invisible_operators", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE2\x81\xA1o\xE2\x81\xA1w t\xE2\x81\xA1o b\xE2\x81\xA1"
	             "a\xE2\x81\xA1k\xE2\x81\xA1"
	             "e") },
	{ "direction marks", "direction_marks", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE2\x80\x8Eo\xE2\x80\x8Ew t\xE2\x80\x8Eo b\xE2\x80\x8E"
	             "a\xE2\x80\x8Ek\xE2\x80\x8E"
	             "e") },
	{ "stray tags", "stray_tags", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xF3\xA0\x81\xBFo\xF3\xA0\x81\xBFw t\xF3\xA0\x81\xBFo b\xF3"
	             "\xA0\x81\xBF"
	             "a\xF3\xA0\x81\xBFk\xF3\xA0\x81\xBF"
	             "e") },
	{ "invisible runs", "invisible_runs", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8Bo\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8Bw t\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8Bo b\xE2\x80"
	             "\x8B\xE2\x80\x8B\xE2\x80\x8B"
	             "a\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8Bk\xE2\x80\x8B\xE2\x80\x8B"
	             "\xE2\x80\x8B"
	             "e") },
	{ "bidi override", "bidi_override", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x80\xAE"
	             "ekab ot woh\xE2\x80\xAC") },
	{ "bidi override words", "bidi_override_words", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x80\xAEwoh\xE2\x80\xAC \xE2\x80\xAEot\xE2\x80\xAC \xE2"
	             "\x80\xAE"
	             "ekab\xE2\x80\xAC") },
	{ "bidi swaps", "bidi_swaps", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("\xE2\x80\xAD\xE2\x81\xA6\xE2\x80\xAE\xE2\x81\xA6o\xE2\x81\xA9"
	             "\xE2\x81\xA6h\xE2\x81\xA9\xE2\x80\xAC\xE2\x81\xA9\xE2\x80\xAC"
	             "\xE2\x80\xAD\xE2\x81\xA6\xE2\x80\xAE\xE2\x81\xA6 \xE2\x81\xA9"
	             "\xE2\x81\xA6w\xE2\x81\xA9\xE2\x80\xAC\xE2\x81\xA9\xE2\x80\xAC"
	             "\xE2\x80\xAD\xE2\x81\xA6\xE2\x80\xAE\xE2\x81\xA6o\xE2\x81\xA9"
	             "\xE2\x81\xA6t\xE2\x81\xA9\xE2\x80\xAC\xE2\x81\xA9\xE2\x80\xAC"
	             "\xE2\x80\xAD\xE2\x81\xA6\xE2\x80\xAE\xE2\x81\xA6"
	             "b\xE2\x81\xA9\xE2\x81\xA6 \xE2\x81\xA9\xE2\x80\xAC\xE2\x81\xA9"
	             "\xE2\x80\xAC\xE2\x80\xAD\xE2\x81\xA6\xE2\x80\xAE\xE2\x81\xA6k"
	             "\xE2\x81\xA9\xE2\x81\xA6"
	             "a\xE2\x81\xA9\xE2\x80\xAC\xE2\x81\xA9\xE2\x80\xAC"
	             "e") },
	{ "backspace", "backspace", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hx\box\bw tx\bo bx\bax\bkx\be") },
	{ "delete", "delete", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hx\x7Fox\x7Fw tx\x7Fo bx\x7F"
	             "ax\x7Fkx\x7F"
	             "e") },
	{ "escape sequences", "escape_sequences", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\x1B[0mo\x1B[0mw t\x1B[0mo b\x1B[0ma\x1B[0mk\x1B[0me") },
	{ "nul between", "nul_between", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\x00o\x00w t\x00o b\x00"
	             "a\x00k\x00"
	             "e") },
	{ "hyphen inside", "hyphen_inside", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to ba-ke") },
	{ "dot inside", "dot_inside", 0, SLICE_INIT("how to bake"), SLICE_INIT("how to ba.ke") },
	{ "star inside", "star_inside", 0, SLICE_INIT("how to bake"), SLICE_INIT("how to ba*ke") },
	{ "underscore inside", "underscore_inside", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to ba_ke") },
	{ "hyphen break", "hyphen_break", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to ba-\nke") },
	{ "marks inside", "marks_inside", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to ba|ke") },
	{ "space inside", "space_inside", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to ba ke") },
	{ "line inside", "line_inside", 0, SLICE_INIT("how to bake"), SLICE_INIT("how to ba\nke") },
	{ "camel case", "camel_case", 0, SLICE_INIT("how to bake"), SLICE_INIT("howToBake") },
	{ "pascal case", "pascal_case", 0, SLICE_INIT("how to bake"), SLICE_INIT("HowToBake") },
	{ "snake case", "snake_case", 0, SLICE_INIT("how to bake"), SLICE_INIT("how_to_bake") },
	{ "kebab case", "kebab_case", 0, SLICE_INIT("how to bake"), SLICE_INIT("how-to-bake") },
	{ "dotted words", "dotted_words", 0, SLICE_INIT("how to bake"), SLICE_INIT("how.to.bake") },
	{ "slashed words", "slashed_words", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how/to/bake") },
	{ "plus words", "plus_words", 0, SLICE_INIT("how to bake"), SLICE_INIT("how+to+bake") },
	{ "hashtag", "hashtag", 0, SLICE_INIT("how to bake"), SLICE_INIT("#HowToBake") },
	{ "screaming snake case", "screaming_snake_case", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("HOW_TO_BAKE") },
	{ "joined words", "joined_words", 0, SLICE_INIT("how to bake"), SLICE_INIT("howtobake") },
	{ "random spaces", "random_spaces", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("howt oba ke") },
	{ "words on lines", "words_on_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how\nto\nbake") },
	{ "words on paragraphs", "words_on_paragraphs", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how\n\nto\n\nbake") },
	{ "wide gaps", "wide_gaps", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how      to      bake") },
	{ "other spaces", "other_spaces", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how\xC2\xA0to\xC2\xA0"
	             "bake") },
	{ "emoji gaps", "emoji_gaps", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how\xF0\x9F\x98\x8Ato\xF0\x9F\x98\x8A"
	             "bake") },
	{ "punctuated words", "punctuated_words", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how. to. bake") },
	{ "justified", "justified", 0, SLICE_INIT("how to bake"), SLICE_INIT("how  to  bake") },
	{ "numbered lines", "numbered_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("1: how\n2: to\n3: bake") },
	{ "alternating case", "alternating_case", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hOw To BaKe") },
	{ "html bold", "html_bold", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("<b>h</b>ow <b>t</b>o <b>b</b>ake") },
	{ "html span", "html_span", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("<span class=\"x\">h</span>ow <span class=\"x\">t</span>o <span"
	             " class=\"x\">b</span>ake") },
	{ "html comments", "html_comments", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h<!-- -->ow t<!-- -->o b<!-- -->ake") },
	{ "html empty tags", "html_empty_tags", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h<wbr>ow t<wbr>o b<wbr>ake") },
	{ "html letters", "html_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("<i>h</i><i>o</i><i>w</i> <i>t</i><i>o</i> <i>b</i><i>a</i><i>k"
	             "</i><i>e</i>") },
	{ "markdown bold", "markdown_bold", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("**h**ow **t**o **b**ake") },
	{ "markdown italic", "markdown_italic", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("*h*ow *t*o *b*ake") },
	{ "markdown underscores", "markdown_underscores", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("__h__ow __t__o __b__ake") },
	{ "markdown struck", "markdown_struck", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("~~h~~ow ~~t~~o ~~b~~ake") },
	{ "markdown code", "markdown_code", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("`h`ow `t`o `b`ake") },
	{ "markdown link", "markdown_link", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[h](x)ow [t](x)o [b](x)ake") },
	{ "code comments", "code_comments", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h/**/ow t/**/o b/**/ake") },
	{ "shell quotes", "shell_quotes", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h''ow t''o b''ake") },
	{ "shell quoted letters", "shell_quoted_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("'h'ow 't'o 'b'ake") },
	{ "shell backslash", "shell_backslash", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\\ow t\\o b\\ake") },
	{ "latex braces", "latex_braces", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("{h}{}ow {t}{}o {b}{}ake") },
	{ "spaced word", "spaced_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to b a k e") },
	{ "dotted word", "dotted_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to b.a.k.e") },
	{ "dashed word", "dashed_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to b-a-k-e") },
	{ "starred word", "starred_word", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("how to b*a*k*e") },
	{ "line once", "line_once", 0, SLICE_INIT("how to bake"), SLICE_INIT("h\now t\no b\nake") },
	{ "letters doubled", "letters_doubled", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hhooww ttoo bbaakkee") },
	{ "letters repeated", "letters_repeated", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hhhooowww tttooo bbbaaakkkeee") },
	{ "last letter repeated", "last_letter_repeated", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("howww tooo bakeee") },
	{ "vowels repeated", "vowels_repeated", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hoow too baakee") },
	{ "one letter repeated", "one_letter_repeated", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("hoooow toooo bakkkke") },
	{ "spaced", "spaced", 0, SLICE_INIT("how to bake"), SLICE_INIT("h o w   t o   b a k e") },
	{ "spaced two", "spaced_two", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h o w  t o  b a k e") },
	{ "spaced flat", "spaced_flat", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h o w t o b a k e") },
	{ "spaced slash", "spaced_slash", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h o w / t o / b a k e") },
	{ "spaced wide", "spaced_wide", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xE2\x80\x83o\xE2\x80\x83w   t\xE2\x80\x83o   b\xE2\x80\x83"
	             "a\xE2\x80\x83k\xE2\x80\x83"
	             "e") },
	{ "dotted", "dotted", 0, SLICE_INIT("how to bake"), SLICE_INIT("h.o.w t.o b.a.k.e") },
	{ "dashed", "dashed", 0, SLICE_INIT("how to bake"), SLICE_INIT("h-o-w t-o b-a-k-e") },
	{ "underscored", "underscored", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h_o_w t_o b_a_k_e") },
	{ "starred", "starred", 0, SLICE_INIT("how to bake"), SLICE_INIT("h*o*w t*o b*a*k*e") },
	{ "slashed letters", "slashed_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h/o/w t/o b/a/k/e") },
	{ "piped", "piped", 0, SLICE_INIT("how to bake"), SLICE_INIT("h|o|w t|o b|a|k|e") },
	{ "comma letters", "comma_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h,o,w t,o b,a,k,e") },
	{ "middle dots", "middle_dots", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xC2\xB7o\xC2\xB7w t\xC2\xB7o b\xC2\xB7"
	             "a\xC2\xB7k\xC2\xB7"
	             "e") },
	{ "tilde letters", "tilde_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h~o~w t~o b~a~k~e") },
	{ "spaced dashes", "spaced_dashes", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h - o - w   t - o   b - a - k - e") },
	{ "dashed flat", "dashed_flat", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h-o-w-t-o-b-a-k-e") },
	{ "dotted flat", "dotted_flat", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h.o.w.t.o.b.a.k.e") },
	{ "letters on lines", "letters_on_lines", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\no\nw\n\nt\no\n\nb\na\nk\ne") },
	{ "letters on lines flat", "letters_on_lines_flat", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\no\nw\nt\no\nb\na\nk\ne") },
	{ "tabbed letters", "tabbed_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\to\tw  t\to  b\ta\tk\te") },
	{ "bracketed letters", "bracketed_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("[h][o][w] [t][o] [b][a][k][e]") },
	{ "parenthesis letters", "parenthesis_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("(h)(o)(w) (t)(o) (b)(a)(k)(e)") },
	{ "quoted letters", "quoted_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("'h' 'o' 'w'   't' 'o'   'b' 'a' 'k' 'e'") },
	{ "emoji letters", "emoji_letters", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h\xF0\x9F\x98\x8Ao\xF0\x9F\x98\x8Aw t\xF0\x9F\x98\x8Ao b\xF0"
	             "\x9F\x98\x8A"
	             "a\xF0\x9F\x98\x8Ak\xF0\x9F\x98\x8A"
	             "e") },
	{ "leet light", "leet_light", 0, SLICE_INIT("how to bake"), SLICE_INIT("h0w 70 b4k3") },
	{ "leet signs", "leet_signs", 0, SLICE_INIT("how to bake"), SLICE_INIT("h0w +0 b@k3") },
	{ "leet full", "leet_full", 0, SLICE_INIT("how to bake"), SLICE_INIT("#0w 70 84k3") },
	{ "leet some", "leet_some", 0, SLICE_INIT("how to bake"), SLICE_INIT("#ow 7o 8ak3") },
	{ "leet drawn", "leet_drawn", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("|-|0\\/\\/ 70 |34|<3") },
	{ "starred vowels", "starred_vowels", 0, SLICE_INIT("how to bake"),
	  SLICE_INIT("h*w to b*ke") },
	{ "typo swap", "typo_swap", 0, SLICE_INIT("What is the shortcake"),
	  SLICE_INIT("What is the shotrcake") },
	{ "typo drop", "typo_drop", 0, SLICE_INIT("What is the shortcake"),
	  SLICE_INIT("What is the shotcake") },
	{ "typo double", "typo_double", 0, SLICE_INIT("What is the shortcake"),
	  SLICE_INIT("What is the shorrtcake") },
	{ "typo neighbour", "typo_neighbour", 0, SLICE_INIT("What is the shortcake"),
	  SLICE_INIT("What is the shottcake") },
	{ "typo insert", "typo_insert", 0, SLICE_INIT("What is the shortcake"),
	  SLICE_INIT("What is the shotrtcake") },
	{ "letters scrambled", "letters_scrambled", 0, SLICE_INIT("What is the shortcake"),
	  SLICE_INIT("Waht is the sortcakhe") },
};

int main(void)
{
	struct rows tests = { 0 };

	ROWS_ADD(&tests, disguise_encodes, rows);
	return rows_run(&tests, "disguise_hidden");
}
