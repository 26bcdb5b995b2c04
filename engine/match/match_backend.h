/* SPDX-License-Identifier: Apache-2.0 */
/* Finding literals: one table of functions, two implementations. Hyperscan (or
 * Vectorscan, unchanged) is the fast one; the naive one is the reference that
 * tests hold it against.
 *
 * A database answers one question: which of these literals occur in this text?
 * Each literal is reported at most once a scan, in no promised order; where it
 * stands is the confirmers' business. Literals are bytes of folded text: " bomb "
 * with its spaces is a whole word, " bomb" the beginning of one, "炸弹" a run. */
#ifndef MATCH_BACKEND_H
#define MATCH_BACKEND_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"

#include <stddef.h>
#include <stdint.h>

struct match_database; /* immutable, any thread */
struct match_scratch;  /* of one thread at a time */

#define MATCH_LITERAL_BYTES_MAX 4000 /* far above any word, far below the library's cap */

/* Called once for each literal that occurs. Must not call back into the backend. */
typedef void match_hit(void *context, uint32_t literal_id);

struct match_backend {
	const char *name; /* "hyperscan", "naive" */
	const char *(*version)(void);

	/* Literals are 1 to MATCH_LITERAL_BYTES_MAX bytes; ids are positions in `literals`.
	 * `count` may be 0. STATUS_OK; STATUS_RULE_MALFORMED with the literal named in err;
	 * STATUS_NO_MEMORY. */
	enum status (*compile)(const struct slice *literals, size_t count,
	                       struct match_database **database, struct error *err);
	void (*close)(struct match_database **database);

	/* *scratch NULL allocates; otherwise it is grown where the database needs more.
	 * STATUS_OK or STATUS_NO_MEMORY. */
	enum status (*scratch_fit)(const struct match_database *database,
	                           struct match_scratch       **scratch);
	void (*scratch_close)(struct match_scratch **scratch);

	/* STATUS_OK; STATUS_CORRUPT when the library refuses (never expected: the caller
	 * must then treat the text as not inspected). */
	enum status (*scan)(const struct match_database *database, struct match_scratch *scratch,
	                    struct slice text, match_hit *hit, void *context);

	size_t (*database_bytes)(const struct match_database *database);

	/* Appends the database as bytes, which open_bytes() of the same library on a processor
	 * of the same kind takes back. NULL: this backend cannot. STATUS_OK; STATUS_CORRUPT for
	 * other bytes; STATUS_NO_MEMORY. */
	enum status (*save)(const struct match_database *database, struct buffer *out);
	enum status (*open_bytes)(struct slice bytes, struct match_database **database);
};

extern const struct match_backend match_hyperscan;
extern const struct match_backend match_naive;

#endif
