/* SPDX-License-Identifier: Apache-2.0 */
/* A folder for one test, and clocks that stand until they are told otherwise. */
#ifndef TEST_KEYS_SUPPORT_H
#define TEST_KEYS_SUPPORT_H

#include "keys_book.h"
#include "test_base_rows.h"

#include <stdatomic.h>
#include <stdlib.h>

#define BEGIN_S 1700000000u /* 2023-11-14T22:13:20Z */

struct folder {
	char path[64];
	char store[96];
};

static inline void folder_make(struct folder *folder)
{
	(void)snprintf(folder->path, sizeof folder->path, "/tmp/doorward-keys-XXXXXX");
	assert_non_null(mkdtemp(folder->path));
	(void)snprintf(folder->store, sizeof folder->store, "%s/keys.sqlite", folder->path);
}

static inline void folder_drop(const struct folder *folder)
{
	char journal[128];

	(void)snprintf(journal, sizeof journal, "%s-journal", folder->store);
	(void)unlink(journal);
	(void)unlink(folder->store);
	assert_int_equal(rmdir(folder->path), 0);
}

static _Atomic uint64_t told_steady_ns, told_wall_us;

static inline uint64_t told_steady(void *context)
{
	(void)context;
	return told_steady_ns;
}

static inline uint64_t told_wall(void *context)
{
	(void)context;
	return told_wall_us;
}

static inline void time_begin(void)
{
	told_steady_ns = 1000000000u;
	told_wall_us = BEGIN_S * (uint64_t)1000000u;
}

static inline void time_pass(uint64_t seconds)
{
	told_steady_ns += seconds * 1000000000u;
	told_wall_us += seconds * 1000000u;
}

static inline struct keys_options options_of(const struct folder *folder)
{
	return (struct keys_options){
		.store = folder->store,
		.pepper = { 7 },
		.clock = { told_steady, told_wall, NULL },
	};
}

#endif
