/* SPDX-License-Identifier: Apache-2.0 */
/* The look itself. */
#ifndef DECODE_SURVEY_WALK_H
#define DECODE_SURVEY_WALK_H

#include "base_slice.h"
#include "decode_survey.h"

/* The marks of a text; its places in `survey`, which has room for its blocks, their marks 0; or
 * NULL. */
decode_marks decode_survey_walk(struct slice text, struct decode_survey *survey);

#endif
