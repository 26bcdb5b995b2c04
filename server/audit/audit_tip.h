/* SPDX-License-Identifier: Apache-2.0 */
/* Where the log ends: the head of its chain and the right edge of its tree, which move together,
 * a record at a time.
 *
 * The tip of the last checkpoint is kept in DATA/audit/<node>/tree, so that a start needs not
 * read all records to know the edge. The file proves itself: it counts only when a signed
 * checkpoint has its size, its root and its hash. It is a shortcut, never a truth. */
#ifndef AUDIT_TIP_H
#define AUDIT_TIP_H

#include "audit_chain.h"
#include "audit_merkle.h"
#include "base_attr.h"
#include "base_status.h"

#include <stdbool.h>

#define AUDIT_TIP_FILE "tree"

struct audit_tip {
	struct audit_head head;
	struct audit_tree tree; /* tree.size == head.seq */
};

/* The record behind the tip. */
void audit_tip_add(struct audit_tip *tip, const struct audit_head *head);

/* The same when records before it are gone: their leaves are zeros, and no root that was
 * signed of them will be met again. */
void audit_tip_skip_to(struct audit_tip *tip, const struct audit_head *head);

/* Best effort, not synced: after a loss of power the file may be gone or of no use. */
void audit_tip_save(const char *folder, const struct audit_tip *tip);
/* False when there is no such file, or it is not in its form. */
MUST_CHECK bool audit_tip_load(const char *folder, struct audit_tip *tip);

#endif
