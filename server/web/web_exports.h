/* SPDX-License-Identifier: Apache-2.0 */
/* Exports that the server writes from its own log: one at a time, on a thread of its own with the
 * lowest priority, into DATA/exports/<id>. The last ones are kept until the server ends: they hold
 * records, which must not stay for longer than the log keeps them. */
#ifndef WEB_EXPORTS_H
#define WEB_EXPORTS_H

#include "audit_export.h"
#include "audit_id.h"
#include "audit_query.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "web_server.h"

#include <stdbool.h>

#define WEB_EXPORTS_KEPT    4u
#define WEB_EXPORT_ID_CHARS sizeof(((struct audit_id *)0)->text)

struct web_exports;

struct web_export_order {
	struct audit_query query; /* its values are copied */
	struct slice       text;  /* the query as it was asked, for the manifest: copied */
	enum audit_format  format;
	bool               is_plain;
};

/* Removes what a server before this one left. STATUS_OK; STATUS_NO_MEMORY with err. */
MUST_CHECK enum status web_exports_open(struct web_server *server, struct web_exports **exports,
                                        struct error *err);
/* Ends the one that runs, early: its state is "stopped". */
void web_exports_stop(struct web_exports *exports);
/* Removes the files, too. */
void web_exports_close(struct web_exports **exports);

/* Begins one. STATUS_OK with its id; STATUS_LIMIT_REACHED while another runs; STATUS_NO_MEMORY;
 * STATUS_IO when its folder cannot be made. Any thread. */
MUST_CHECK enum status web_exports_start(struct web_exports            *exports,
                                         const struct web_export_order *order,
                                         char                           id[WEB_EXPORT_ID_CHARS]);

/* Appends {"id","state":"running|done|failed|stopped","records","file":NAME,"manifest":{...},
 * "fault":{...}}. False when there is none of this id any more. Any thread. */
bool web_exports_show(struct web_exports *exports, struct slice id, struct buffer *out);

/* The file of one that is done, open for reading: the caller's to close. STATUS_OK with its name;
 * STATUS_NOT_FOUND; STATUS_LIMIT_REACHED when it is not done; STATUS_IO. Any thread. */
MUST_CHECK enum status web_exports_take(struct web_exports *exports, struct slice id, int *fd,
                                        char name[AUDIT_EXPORT_NAME_CHARS]);

#endif
