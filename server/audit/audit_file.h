/* SPDX-License-Identifier: Apache-2.0 */
/* The few file operations the log needs, with interrupted and short writes dealt with. */
#ifndef AUDIT_FILE_H
#define AUDIT_FILE_H

#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>

/* "FOLDER/NAME" into `path`; false when it does not fit. */
MUST_CHECK bool audit_file_path(char *path, size_t cap, const char *folder, const char *name);

/* All bytes or STATUS_IO with errno set; some may have been written then. */
MUST_CHECK enum status audit_file_write(int fd, struct slice bytes);

/* Creates the folder (not its parents) unless it is there. */
MUST_CHECK enum status audit_file_folder(const char *path, unsigned mode, struct error *err);

/* Makes the names in a folder durable: after a file was created, renamed or removed. */
MUST_CHECK enum status audit_file_sync_folder(const char *path);

/* A small file as it is, NUL-terminated in `text`. STATUS_NOT_FOUND, STATUS_IO,
 * STATUS_LIMIT_REACHED when it does not fit. */
MUST_CHECK enum status audit_file_read_small(const char *path, char *text, size_t cap);

/* Writes a small file so that it is there whole and durable, or not at all. */
MUST_CHECK enum status audit_file_create_small(const char *folder, const char *name, unsigned mode,
                                               struct slice text, struct error *err);

/* The same at once and without a promise: not synced, so that after a loss of power the file may
 * be the old one or of no use. For what can be made again. */
void audit_file_replace(const char *folder, const char *name, unsigned mode, struct slice text);

/* A file mapped for reading; an empty file gives an empty slice. STATUS_IO. */
MUST_CHECK enum status audit_file_map(const char *path, struct slice *bytes);
void                   audit_file_unmap(struct slice *bytes);

#endif
