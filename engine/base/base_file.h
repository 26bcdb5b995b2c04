/* SPDX-License-Identifier: Apache-2.0 */
/* A file read whole: rule files, lists, policies. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stddef.h>

/* The bytes of the regular file at `path`, in the arena. STATUS_OK; STATUS_IO when
 * it cannot be read or is no regular file; STATUS_LIMIT_REACHED above `bytes_max`;
 * STATUS_NO_MEMORY. A file that changes meanwhile may be read half old, half new. */
MUST_CHECK enum status file_read(const char *path, size_t bytes_max, struct arena *arena,
                                 struct slice *bytes, struct error *err);

#endif
