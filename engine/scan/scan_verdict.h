/* SPDX-License-Identifier: Apache-2.0 */
/* Fills the verdict from the matches: findings, categories, signals, coverage. */
#ifndef SCAN_VERDICT_H
#define SCAN_VERDICT_H

#include "base_attr.h"
#include "base_status.h"
#include "scan_stage.h"

/* prompt->verdict has its decisions and score already. `scores` a category. Everything is
 * in prompt->answer. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_verdict_fill(struct scan_prompt *prompt, const uint32_t *scores);

#endif
