/* SPDX-License-Identifier: Apache-2.0 */
/* Every record of a data folder in the order of the log, node by node, without a server or
 * beside one.
 *
 *     audit_reader_open(data, &reader, &err);
 *     while (audit_reader_next(reader, &line, &place, &err) == STATUS_OK)
 *             ...
 *     audit_reader_close(&reader);
 *
 * It reads and does not judge: audit_verify() says whether the log is whole. Lines that are no
 * record, a torn tail and records that were superseded are left out. One thread a reader. */
#ifndef AUDIT_READER_H
#define AUDIT_READER_H

#include "audit_chain.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct audit_reader;

/* Where a record stands. */
struct audit_place {
	const char *node;      /* lives as long as the reader */
	uint64_t    first_seq; /* names the segment */
	uint64_t    offset;    /* of the line, in bytes of records */
	uint64_t    seq;
};

/* STATUS_OK, also for a folder without a log; STATUS_IO, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_reader_open(const char *data, struct audit_reader **reader,
                                         struct error *err);
void                   audit_reader_close(struct audit_reader **reader);

/* The next record's line, without its newline, borrowed until the next call. STATUS_OK;
 * STATUS_END; STATUS_CORRUPT when the rest of a packed segment is damaged (the next call goes on
 * behind it); STATUS_IO, STATUS_NO_MEMORY;
 * with err. `place` may be NULL. */
MUST_CHECK enum status audit_reader_next(struct audit_reader *reader, struct slice *line,
                                         struct audit_place *place, struct error *err);

/* ---- starting elsewhere ---- */

size_t      audit_reader_nodes(const struct audit_reader *reader);
const char *audit_reader_node(const struct audit_reader *reader, size_t index);

/* The next record is the one at place->node, first_seq and offset; with first_seq 0 the node's
 * first. STATUS_OK; STATUS_NOT_FOUND: there is no such node or segment, or it is shorter;
 * STATUS_IO, STATUS_CORRUPT, STATUS_NO_MEMORY. */
MUST_CHECK enum status audit_reader_seek(struct audit_reader      *reader,
                                         const struct audit_place *place);
/* The next record is the first of the first segment behind the one of `place`. As above. */
MUST_CHECK enum status audit_reader_seek_behind(struct audit_reader      *reader,
                                                const struct audit_place *place);
/* Is the segment of `place` not there any more, and one behind it is? */
bool audit_reader_is_gone(struct audit_reader *reader, const struct audit_place *place);

#endif
