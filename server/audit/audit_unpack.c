/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_pack.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

#define INPUT_BYTES  (64u * 1024u)
#define FOOTER_BYTES 9u
#define FOOTER_MAGIC 0x8F92EAB1u

struct audit_unpack {
	int           fd;
	ZSTD_DStream *zstd;
	ZSTD_inBuffer input;
	bool          is_inside; /* of a frame */
	char          bytes[INPUT_BYTES];
};

enum status audit_unpack_open(int fd, struct audit_unpack **unpack)
{
	struct audit_unpack *fresh = calloc(1, sizeof *fresh);

	if (fresh != NULL)
		fresh->zstd = ZSTD_createDStream();
	if (fresh == NULL || fresh->zstd == NULL) {
		free(fresh);
		return STATUS_NO_MEMORY;
	}
	fresh->fd = fd;
	fresh->input.src = fresh->bytes;
	*unpack = fresh;
	return STATUS_OK;
}

void audit_unpack_close(struct audit_unpack **unpack)
{
	if (*unpack == NULL)
		return;
	ZSTD_freeDStream((*unpack)->zstd);
	close((*unpack)->fd);
	free(*unpack);
	*unpack = NULL;
}

static enum status read_input(struct audit_unpack *unpack)
{
	ssize_t n;

	do
		n = read(unpack->fd, unpack->bytes, sizeof unpack->bytes);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return STATUS_IO;
	unpack->input.size = (size_t)n;
	unpack->input.pos = 0;
	return STATUS_OK;
}

enum status audit_unpack_read(struct audit_unpack *unpack, char *to, size_t cap, size_t *len)
{
	ZSTD_outBuffer output = { .dst = to, .size = cap };

	while (output.pos == 0) {
		size_t left;

		if (unpack->input.pos == unpack->input.size) {
			if (read_input(unpack) != STATUS_OK)
				return STATUS_IO;
			if (unpack->input.size == 0) {
				*len = 0;
				return unpack->is_inside ? STATUS_CORRUPT : STATUS_OK;
			}
		}
		left = ZSTD_decompressStream(unpack->zstd, &output, &unpack->input);
		if (ZSTD_isError(left))
			return STATUS_CORRUPT;
		unpack->is_inside = left != 0;
	}
	*len = output.pos;
	return STATUS_OK;
}

static uint64_t get_number(const unsigned char *at)
{
	return at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24;
}

static bool read_at(int fd, off_t at, unsigned char *to, size_t bytes)
{
	return at >= 0 && pread(fd, to, bytes, at) == (ssize_t)bytes;
}

/* Where the entries of the seek table begin, and how many there are. */
static enum status find_table(int fd, off_t *table, uint64_t *count)
{
	unsigned char footer[FOOTER_BYTES];
	off_t         end = lseek(fd, 0, SEEK_END);

	if (!read_at(fd, end - (off_t)sizeof footer, footer, sizeof footer) ||
	    get_number(footer + 5) != FOOTER_MAGIC)
		return STATUS_CORRUPT;
	*count = get_number(footer);
	*table = end - (off_t)sizeof footer - (off_t)(*count * 8);
	return *table >= 0 ? STATUS_OK : STATUS_CORRUPT;
}

enum status audit_unpack_seek(struct audit_unpack *unpack, uint64_t offset, uint64_t *start)
{
	unsigned char entry[8];
	uint64_t      count = 0, packed = 0;
	off_t         table = 0;
	enum status   status = find_table(unpack->fd, &table, &count);

	if (status != STATUS_OK)
		return status;
	*start = 0;
	for (uint64_t i = 0; i < count; i++) {
		if (!read_at(unpack->fd, table + (off_t)(8 * i), entry, sizeof entry))
			return STATUS_CORRUPT;
		if (offset < *start + get_number(entry + 4)) {
			if (lseek(unpack->fd, (off_t)packed, SEEK_SET) < 0)
				return STATUS_IO;
			ZSTD_DCtx_reset(unpack->zstd, ZSTD_reset_session_only);
			unpack->input.pos = unpack->input.size = 0;
			unpack->is_inside = false;
			return STATUS_OK;
		}
		packed += get_number(entry);
		*start += get_number(entry + 4);
	}
	return STATUS_NOT_FOUND;
}
