/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of the build, as they are. */
#include "text_common.h"

#include "text_letters.h"
#include "text_quick_table.h"

#include "text_lexicon_tables.inc"
