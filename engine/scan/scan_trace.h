/* SPDX-License-Identifier: Apache-2.0 */
/* Every view of the prompt, kept for `explain`. */
#ifndef SCAN_TRACE_H
#define SCAN_TRACE_H

#include "base_attr.h"
#include "base_status.h"
#include "scan_stage.h"

/* Fills verdict->trace; its texts live in the worker as long as the verdict. STATUS_OK or
 * STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_trace_fill(struct scan_prompt *prompt);

#endif
