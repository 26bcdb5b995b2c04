/* SPDX-License-Identifier: Apache-2.0 */
#include "bench_hyperscan.h"

const char *bench_peer_name(void)
{
	return "Hyperscan, one database of regexes";
}

/* Always anew: what compiling costs is asked, too. */
void *bench_peer_open(const struct bench_lines *regexes)
{
	return bench_hyperscan_open(regexes, false);
}

bool bench_peer_scan(void *peer, const char *text, size_t length)
{
	return bench_hyperscan_scan(peer, text, length);
}

void bench_peer_close(void *peer)
{
	bench_hyperscan_close(peer);
}
