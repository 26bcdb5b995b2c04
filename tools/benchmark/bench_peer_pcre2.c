/* SPDX-License-Identifier: Apache-2.0 */
/* One pattern after another, compiled to machine code: what a filter in a scripting language does,
 * at its best. */
#include "bench_peer.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

struct peer {
	size_t            count;
	pcre2_match_data *match;
	pcre2_code       *codes[];
};

const char *bench_peer_name(void)
{
	return "PCRE2-JIT, a loop";
}

void *bench_peer_open(const struct bench_lines *regexes)
{
	struct peer *peer = calloc(1, sizeof *peer + regexes->count * sizeof *peer->codes);
	int          error;
	size_t       place;

	if (peer == NULL)
		return NULL;
	peer->match = pcre2_match_data_create(1, NULL);
	for (size_t i = 0; i < regexes->count; i++) {
		pcre2_code *code = pcre2_compile((PCRE2_SPTR)regexes->items[i], regexes->lengths[i],
		                                 PCRE2_CASELESS | PCRE2_NO_AUTO_CAPTURE, &error,
		                                 &place, NULL);
		if (code == NULL || pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0)
			return NULL;
		peer->codes[peer->count++] = code;
	}
	return peer;
}

bool bench_peer_scan(void *context, const char *text, size_t length)
{
	const struct peer *peer = context;
	size_t             found = 0;

	for (size_t i = 0; i < peer->count; i++)
		found += pcre2_jit_match(peer->codes[i], (PCRE2_SPTR)text, length, 0, 0,
		                         peer->match, NULL) >= 0;
	return found > 0;
}

void bench_peer_close(void *context)
{
	struct peer *peer = context;

	for (size_t i = 0; i < peer->count; i++)
		pcre2_code_free(peer->codes[i]);
	pcre2_match_data_free(peer->match);
	free(peer);
}
