/* SPDX-License-Identifier: Apache-2.0 */
/* Atoms of the current view: confirmed once, used by every rule that names them. */
#ifndef SCAN_ATOM_H
#define SCAN_ATOM_H

#include "base_attr.h"
#include "base_status.h"
#include "scan_stage.h"

#include <stdint.h>

/* Looks for the atom in the current view unless that was done. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_atom_confirm(struct scan_prompt *prompt, uint32_t atom);

/* Where it was found; nothing when it was not looked for. */
struct scan_hits scan_atom_hits(const struct scan_prompt *prompt, uint32_t atom);

#endif
