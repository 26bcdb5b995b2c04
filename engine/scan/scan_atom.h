/* SPDX-License-Identifier: Apache-2.0 */
/* Atoms of the current view: looked for once, used by every rule that names them. Whether one
 * occurs at all is asked far more often than where: the first hits answer that, and the
 * others are looked for when a rule needs each of them. */
#ifndef SCAN_ATOM_H
#define SCAN_ATOM_H

#include "base_attr.h"
#include "base_status.h"
#include "scan_stage.h"

#include <stddef.h>
#include <stdint.h>

/* The atom may match in the current view: a literal of it occurs. */
void scan_atom_name(struct engine_worker *worker, uint32_t atom);

/* The same: a word that it needs stands at this place. Each place is named once. */
void scan_atom_name_at(struct engine_worker *worker, uint32_t atom, uint32_t place);

/* Looks for the first `most` hits (SIZE_MAX: all) of the atom in the current view, unless
 * they are known. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_atom_confirm(struct scan_prompt *prompt, uint32_t atom, size_t most);

/* Fetches into the cache what confirming the atoms behind `node` of a tree will read; a node at or
 * behind `end` counts for none. Changes nothing. */
void scan_atom_ahead(const struct scan_prompt *prompt, const struct ruleset_tree *tree,
                     uint32_t node, uint32_t end);

/* Was the atom looked for, and does it occur? */
bool scan_atom_holds(const struct scan_prompt *prompt, uint32_t atom);

/* Where: at least its first `most` hits; nothing when it was not looked for. *all when there are
 * no others, or the search ended at a limit. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_atom_hits(struct scan_prompt *prompt, uint32_t atom, size_t most,
                                      struct scan_hits *hits, bool *all);

#endif
