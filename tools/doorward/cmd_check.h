/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward check`, its two halves: one prompt, and many lines. */
#ifndef CMD_CHECK_H
#define CMD_CHECK_H

#include "cmd_engine.h"

#include <stdbool.h>
#include <stdint.h>

struct cmd_check_options {
	struct cmd_engine_options engine;
	bool                      explain;
	bool                      json;
	bool                      jsonl;
	uint64_t                  threads;
};

/* Every line of `path` ("-" is standard input) gets a verdict, or an error, on standard output.
 * CMD_GOOD, or CMD_FAILED when a line could not be judged. */
int cmd_check_jsonl(const struct cmd_check_options *options, const char *path);

#endif
