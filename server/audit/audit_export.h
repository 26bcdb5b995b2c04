/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts to take away: a file in a form that others read, and a manifest beside it that says what
 * it is a part of.
 *
 *     FOLDER/verdicts.jsonl.zst   (or .csv, .opa.jsonl.zst, .dsa.jsonl.zst)
 *     FOLDER/manifest.json        query, records, SHA-256 of the file, the range of the chain, and
 *                                 the last checkpoint of each node
 */
#ifndef AUDIT_EXPORT_H
#define AUDIT_EXPORT_H

#include "audit_clock.h"
#include "audit_search.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_status.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum audit_format {
	AUDIT_FORMAT_JSONL, /* records as they stand in the log */
	AUDIT_FORMAT_CSV,   /* safe to open in a spreadsheet */
	AUDIT_FORMAT_OPA,   /* decision-log events of Open Policy Agent, one a line */
	AUDIT_FORMAT_DSA, /* statements of reasons (Digital Services Act, Art. 17): blocks and masks
	                   */
	AUDIT_FORMATS
};

/* "jsonl", "csv", "opa", "dsa-sor"; static. */
const char *audit_format_word(enum audit_format format);

/* "verdicts.csv", "verdicts.jsonl.zst", ... */
#define AUDIT_EXPORT_NAME_CHARS 64
void audit_export_name(enum audit_format format, bool is_plain, char name[AUDIT_EXPORT_NAME_CHARS]);

/* The STATEMENT_CATEGORY_* of a category's code, or NULL. */
typedef const char *audit_dsa_category(void *context, struct slice code);

/* Appends one verdict in a form; nothing where the form has no place for it. */
void audit_export_put(enum audit_format format, const struct audit_entry *entry, struct slice line,
                      audit_dsa_category *category, struct buffer *out);
/* What stands before the first: the names of the columns. */
void audit_export_begin(enum audit_format format, struct buffer *out);

struct audit_export {
	const char               *data;
	const struct audit_query *query;
	const char               *query_text; /* for the manifest */
	const char               *folder;     /* exists */
	enum audit_format         format;
	bool                      is_plain; /* not compressed */
	audit_dsa_category       *category; /* may be NULL */
	struct audit_clock        clock;
	void (*progress)(void *context, uint64_t records); /* now and then; may be NULL */
	void              *context;
	const atomic_bool *must_stop; /* ends the run; may be NULL */
};

/* Writes the file and then the manifest, both durable. *records is the number of verdicts written.
 * STATUS_OK; STATUS_END when it had to stop; STATUS_IO, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_export_run(const struct audit_export *what, uint64_t *records,
                                        struct error *err);

#endif
