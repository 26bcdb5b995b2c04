/* SPDX-License-Identifier: Apache-2.0 */
/* A YARA rule for each regex. */
#include "bench_peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <yara.h>

const char *bench_peer_name(void)
{
	return "libyara";
}

void *bench_peer_open(const struct bench_lines *regexes)
{
	YR_COMPILER *compiler = NULL;
	YR_RULES    *rules = NULL;
	char         rule[4096];

	if (yr_initialize() != ERROR_SUCCESS || yr_compiler_create(&compiler) != ERROR_SUCCESS)
		return NULL;
	for (size_t i = 0; i < regexes->count; i++) {
		snprintf(rule, sizeof rule,
		         "rule r%zu { strings: $a = /%s/ nocase condition: $a }\n", i,
		         regexes->items[i]);
		if (yr_compiler_add_string(compiler, rule, NULL) != 0)
			return NULL;
	}
	(void)yr_compiler_get_rules(compiler, &rules);
	yr_compiler_destroy(compiler);
	return rules;
}

static int take_hit(YR_SCAN_CONTEXT *context, int message, void *data, void *user)
{
	(void)context, (void)data;
	*(bool *)user |= message == CALLBACK_MSG_RULE_MATCHING;
	return CALLBACK_CONTINUE;
}

bool bench_peer_scan(void *peer, const char *text, size_t length)
{
	bool found = false;

	if (yr_rules_scan_mem(peer, (const uint8_t *)text, length,
	                      SCAN_FLAGS_FAST_MODE | SCAN_FLAGS_REPORT_RULES_MATCHING, take_hit,
	                      &found, 0) != ERROR_SUCCESS)
		abort();
	return found;
}

void bench_peer_close(void *peer)
{
	yr_rules_destroy(peer);
	yr_finalize();
}
