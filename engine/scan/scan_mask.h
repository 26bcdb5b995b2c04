/* SPDX-License-Identifier: Apache-2.0 */
/* Masked text: the fields with the spans of masking rules replaced. */
#ifndef SCAN_MASK_H
#define SCAN_MASK_H

#include "base_attr.h"
#include "base_status.h"
#include "scan_stage.h"

/* Fills verdict->masked from all matches that mask under the policy, not only those
 * listed as findings. A span inside an encoding covers the whole encoded group.
 * STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_mask_fields(struct scan_prompt *prompt);

#endif
