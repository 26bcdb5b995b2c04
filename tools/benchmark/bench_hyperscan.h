/* SPDX-License-Identifier: Apache-2.0 */
/* The measure of the engine: all regexes in one Hyperscan database, and one scan of the bytes as
 * sent. Compiling ten thousand takes a minute, so the database is kept beside the file of regexes.
 */
#ifndef BENCH_HYPERSCAN_H
#define BENCH_HYPERSCAN_H

#include "bench_peer.h"

struct bench_hyperscan;

/* `is_kept`: from REGEXES.db where it is there, and written to it where not. NULL: it cannot. */
struct bench_hyperscan *bench_hyperscan_open(const struct bench_lines *regexes, bool is_kept);
void                    bench_hyperscan_close(struct bench_hyperscan *hyperscan);
bool bench_hyperscan_scan(struct bench_hyperscan *hyperscan, const char *text, size_t length);

#endif
