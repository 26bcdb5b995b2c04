/* SPDX-License-Identifier: Apache-2.0 */
/* A lexicon for tests of decoders: the common words, and a few that rules would name. */
#ifndef TEST_DECODE_LEXICON_H
#define TEST_DECODE_LEXICON_H

#include "text_lexicon.h"

#include <assert.h>
#include <stddef.h>

/* Built once; lives as long as the program. One thread. */
static inline const struct text_lexicon *test_decode_lexicon(void)
{
	static const struct text_lexicon *lexicon;
	static struct arena               arena;
	static const char *const words[] = { "how",   "do",      "i",     "to",         "make",
		                             "a",     "an",      "pipe",  "bomb",       "build",
		                             "buy",   "gun",     "kill",  "explosives", "drugs",
		                             "shoot", "сделать", "бомбу", "बताओ",       "तरीका",
		                             "알려",  "폭탄" };
	struct slice             named[sizeof words / sizeof words[0]];
	enum status              status;

	if (lexicon != NULL)
		return lexicon;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		named[i] = slice_from_cstr(words[i]);
	if (!arena_open(&arena, 16 << 20))
		return NULL;
	status = text_lexicon_build(named, sizeof words / sizeof words[0], &arena, &lexicon);
	assert(status == STATUS_OK);
	(void)status;
	return lexicon;
}

#endif
