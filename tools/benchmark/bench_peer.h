/* SPDX-License-Identifier: Apache-2.0 */
/* What the programs share that time other matchers: bench_peer_NAME.c (or .cc) has the four
 * functions below, bench_peer.c has main(). Plain C types, because a peer may be C++.
 *
 *     bench_peer_re2 REGEXES SECONDS TEXTS...
 *
 * REGEXES and TEXTS are files of lines (bench_made, bench_lines). The regexes are compiled once;
 * each file of texts is then scanned text by text, once to its end or until the CPU time is used
 * up. One line of JSON a file: microseconds of CPU a text, and in how many something was found. */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bench_lines {
	const char  *path;
	const char **items; /* each ends with a NUL */
	size_t      *lengths;
	size_t       count;
};

/* "RE2::Set"; static. */
const char *bench_peer_name(void);

/* Compiles all regexes, caseless; NULL when it cannot. */
void *bench_peer_open(const struct bench_lines *regexes);

/* Does any match? */
bool bench_peer_scan(void *peer, const char *text, size_t length);

void bench_peer_close(void *peer);

/* Reads all lines; ends the program when it cannot. */
void bench_lines_read(struct bench_lines *lines, const char *path);

#ifdef __cplusplus
}
#endif
#endif
