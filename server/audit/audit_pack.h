/* SPDX-License-Identifier: Apache-2.0 */
/* A closed segment, compressed: "00000000000000000001.seg.zst".
 *
 *     frame frame ... frame        each 128 KiB of whole lines, or a little more
 *     skippable frame 0x184D2A5D   "doorward-pack-v1", bytes of the segment, digest of the frames
 *     skippable frame 0x184D2A5E   the seek table of zstd's seekable format
 *
 * Any zstd unpacks it (`zstd -dc`), and a record in the middle costs one frame. The digest
 * (BLAKE2b, 32 bytes) is no proof, that is the chain's work; it tells a damaged file from a
 * whole one to its last byte, also where zstd would not notice. */
#ifndef AUDIT_PACK_H
#define AUDIT_PACK_H

#include "audit_segment.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <stddef.h>
#include <stdint.h>

/* Packs FOLDER/<first_seq>.seg and removes it, once the packed file is durable and was read
 * back. A segment that somebody else may still write to must not be packed. STATUS_OK;
 * STATUS_IO, STATUS_NO_MEMORY, STATUS_CORRUPT with err: then the segment is as it was. */
MUST_CHECK enum status audit_pack_segment(const char *folder, uint64_t first_seq,
                                          struct error *err);

/* Are all bytes of a packed segment as they were written? STATUS_OK; STATUS_CORRUPT;
 * STATUS_IO with errno. */
MUST_CHECK enum status audit_pack_check(const char *path);

/* ---- reading: audit_lines.h does ---- */

struct audit_unpack;

/* Takes the descriptor over only on STATUS_OK. STATUS_NO_MEMORY. */
MUST_CHECK enum status audit_unpack_open(int fd, struct audit_unpack **unpack);
void                   audit_unpack_close(struct audit_unpack **unpack);

/* Up to `cap` bytes of the segment; *len is 0 at its end. STATUS_OK; STATUS_CORRUPT; STATUS_IO
 * with errno. */
MUST_CHECK enum status audit_unpack_read(struct audit_unpack *unpack, char *to, size_t cap,
                                         size_t *len);

/* Goes on at the frame that holds byte `offset` of the segment; *start is the frame's first byte.
 * STATUS_OK; STATUS_NOT_FOUND behind the end; STATUS_CORRUPT; STATUS_IO. */
MUST_CHECK enum status audit_unpack_seek(struct audit_unpack *unpack, uint64_t offset,
                                         uint64_t *start);

#endif
