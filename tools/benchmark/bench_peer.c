/* SPDX-License-Identifier: Apache-2.0 */
#include "bench_peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static double cpu_s(void)
{
	struct timespec at;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

/* The first tenth of the time warms up. */
static void texts_run(void *peer, const struct bench_lines *texts, double seconds, double compile_s)
{
	double        begun = cpu_s(), spent = 0;
	size_t        scanned = 0, found = 0, bytes = 0;
	struct rusage usage;

	for (size_t i = 0; i < texts->count && cpu_s() - begun < seconds / 10; i++)
		(void)bench_peer_scan(peer, texts->items[i], texts->lengths[i]);
	begun = cpu_s();
	while (scanned < texts->count && (spent = cpu_s() - begun) < seconds) {
		found += bench_peer_scan(peer, texts->items[scanned], texts->lengths[scanned]);
		bytes += texts->lengths[scanned++];
	}
	spent = cpu_s() - begun;
	getrusage(RUSAGE_SELF, &usage);
	printf("{\"peer\":\"%s\",\"texts\":\"%s\",\"us\":%.3f,\"ns_a_byte\":%.3f,\"scanned\":%zu,"
	       "\"found\":%zu,\"compile_s\":%.3f,\"peak_kib\":%ld}\n",
	       bench_peer_name(), texts->path, spent * 1e6 / (double)scanned,
	       spent * 1e9 / (double)bytes, scanned, found, compile_s, usage.ru_maxrss);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct bench_lines regexes, texts;
	double             begun, seconds = argc > 3 ? strtod(argv[2], NULL) : 0;
	void              *peer;

	if (seconds <= 0) {
		fprintf(stderr, "usage: %s REGEXES SECONDS TEXTS...\n", argv[0]);
		return 2;
	}
	bench_lines_read(&regexes, argv[1]);
	begun = cpu_s();
	peer = bench_peer_open(&regexes);
	if (peer == NULL) {
		fprintf(stderr, "%s cannot compile %s\n", bench_peer_name(), argv[1]);
		return 2;
	}
	const double compile_s = cpu_s() - begun;

	for (int i = 3; i < argc; i++) {
		bench_lines_read(&texts, argv[i]);
		texts_run(peer, &texts, seconds, compile_s);
	}
	bench_peer_close(peer);
	return 0;
}
