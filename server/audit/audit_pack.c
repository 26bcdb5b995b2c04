/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_pack.h"

#include "audit_file.h"
#include "base_buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#define FRAME_BYTES  (128u * 1024u)
#define LEVEL        3
#define NOTE_MAGIC   0x184D2A5Du
#define TABLE_MAGIC  0x184D2A5Eu
#define FOOTER_MAGIC 0x8F92EAB1u
#define MARK         "doorward-pack-v1"
#define MARK_BYTES   (sizeof MARK - 1)
#define DIGEST       32u
#define NOTE_BYTES   (8 + MARK_BYTES + 8 + DIGEST) /* with its frame's head */

struct packer {
	ZSTD_CCtx               *zstd;
	int                      fd;
	struct buffer            frame;
	struct buffer            table; /* of the seek table, its entries */
	crypto_generichash_state digest;
	uint64_t                 bytes; /* of the segment */
};

static void put_number(struct buffer *out, uint64_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		buffer_append_char(out, (char)(value >> (8 * i)));
}

static uint64_t get_number(const char *at, unsigned bytes)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < bytes; i++)
		value |= (uint64_t)(unsigned char)at[i] << (8 * i);
	return value;
}

/* ---- packing ---- */

static enum status put_frame(struct packer *packer, struct slice lines)
{
	char  *room;
	size_t len;

	buffer_clear(&packer->frame);
	room = buffer_reserve(&packer->frame, ZSTD_compressBound(lines.len));
	if (room == NULL)
		return STATUS_NO_MEMORY;
	len = ZSTD_compress2(packer->zstd, room, packer->frame.cap, lines.ptr, lines.len);
	if (ZSTD_isError(len))
		return STATUS_NO_MEMORY;
	packer->frame.len = len;
	packer->bytes += lines.len;
	put_number(&packer->table, len, 4);
	put_number(&packer->table, lines.len, 4);
	crypto_generichash_update(&packer->digest, (const unsigned char *)room, len);
	return audit_file_write(packer->fd, buffer_slice(&packer->frame));
}

/* The end of the frame that begins at `start`: behind a line, where there is one. */
static size_t frame_end(struct slice bytes, size_t start)
{
	size_t end;

	if (bytes.len - start <= FRAME_BYTES)
		return bytes.len;
	end = slice_find(bytes, SLICE_LIT("\n"), start + FRAME_BYTES - 1);
	return end == SIZE_MAX ? bytes.len : end + 1;
}

static void note_make(crypto_generichash_state *digest, uint64_t bytes, struct buffer *out)
{
	unsigned char hash[DIGEST];

	crypto_generichash_final(digest, hash, sizeof hash);
	put_number(out, NOTE_MAGIC, 4);
	put_number(out, NOTE_BYTES - 8, 4);
	buffer_append_cstr(out, MARK);
	put_number(out, bytes, 8);
	buffer_append(out, (struct slice){ (const char *)hash, sizeof hash });
}

static void table_make(struct slice entries, struct buffer *out)
{
	put_number(out, TABLE_MAGIC, 4);
	put_number(out, entries.len + 9, 4);
	buffer_append(out, entries);
	put_number(out, entries.len / 8, 4);
	put_number(out, 0, 1); /* no checksums in the table */
	put_number(out, FOOTER_MAGIC, 4);
}

static enum status put_end(struct packer *packer)
{
	buffer_clear(&packer->frame);
	note_make(&packer->digest, packer->bytes, &packer->frame);
	table_make(buffer_slice(&packer->table), &packer->frame);
	if (packer->frame.failed || packer->table.failed)
		return STATUS_NO_MEMORY;
	return audit_file_write(packer->fd, buffer_slice(&packer->frame));
}

static enum status put_all(struct packer *packer, struct slice bytes)
{
	enum status status = STATUS_OK;

	for (size_t start = 0; start < bytes.len && status == STATUS_OK;) {
		size_t end = frame_end(bytes, start);

		status = put_frame(packer, slice_range(bytes, start, end));
		start = end;
	}
	if (status == STATUS_OK)
		status = put_end(packer);
	if (status == STATUS_OK && fsync(packer->fd) != 0)
		status = STATUS_IO;
	return status;
}

static enum status write_packed(const char *path, struct slice bytes)
{
	struct packer packer = { .zstd = ZSTD_createCCtx() };
	enum status   status = STATUS_NO_MEMORY;

	buffer_init_heap(&packer.frame);
	buffer_init_heap(&packer.table);
	crypto_generichash_init(&packer.digest, NULL, 0, DIGEST);
	packer.fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (packer.fd < 0)
		status = STATUS_IO;
	else if (packer.zstd != NULL) {
		ZSTD_CCtx_setParameter(packer.zstd, ZSTD_c_compressionLevel, LEVEL);
		ZSTD_CCtx_setParameter(packer.zstd, ZSTD_c_checksumFlag, 1);
		status = put_all(&packer, bytes);
	}
	if (packer.fd >= 0 && close(packer.fd) != 0)
		status = STATUS_IO;
	ZSTD_freeCCtx(packer.zstd);
	buffer_free(&packer.frame);
	buffer_free(&packer.table);
	return status;
}

/* Does the packed file give these bytes again? */
static enum status read_back(const char *path, struct slice bytes)
{
	char                 piece[16384];
	struct audit_unpack *unpack = NULL;
	size_t               len = 1;
	int                  fd = open(path, O_RDONLY | O_CLOEXEC);
	enum status          status = STATUS_IO;

	if (fd < 0)
		return STATUS_IO;
	status = audit_unpack_open(fd, &unpack);
	if (status != STATUS_OK) {
		close(fd);
		return status;
	}
	while (len > 0 &&
	       (status = audit_unpack_read(unpack, piece, sizeof piece, &len)) == STATUS_OK) {
		if (len > bytes.len || memcmp(bytes.ptr, piece, len) != 0)
			break;
		bytes = slice_from(bytes, len);
	}
	audit_unpack_close(&unpack);
	if (status == STATUS_OK && (len > 0 || bytes.len > 0))
		status = STATUS_CORRUPT;
	return status == STATUS_OK ? audit_pack_check(path) : status;
}

enum status audit_pack_segment(const char *folder, uint64_t first_seq, struct error *err)
{
	char         plain[AUDIT_PATH_BYTES], packed[AUDIT_PATH_BYTES], part[AUDIT_PATH_BYTES];
	struct slice bytes;
	enum status  status = STATUS_IO;

	if (!audit_segment_path(folder, (struct audit_segment_entry){ first_seq, false }, plain) ||
	    !audit_segment_path(folder, (struct audit_segment_entry){ first_seq, true }, packed) ||
	    (size_t)snprintf(part, sizeof part, "%s.new", packed) >= sizeof part)
		return error_set(err, STATUS_IO, folder, 0, 0, "the path is too long");
	if (audit_file_map(plain, &bytes) != STATUS_OK)
		return error_set(err, STATUS_IO, plain, 0, 0, "cannot read: %s", strerror(errno));
	status = write_packed(part, bytes);
	if (status == STATUS_OK)
		status = read_back(part, bytes);
	audit_file_unmap(&bytes);
	if (status == STATUS_OK &&
	    (rename(part, packed) != 0 || audit_file_sync_folder(folder) != STATUS_OK ||
	     unlink(plain) != 0))
		status = STATUS_IO;
	if (status == STATUS_OK)
		return STATUS_OK;
	error_set(err, status, packed, 0, 0, "cannot write: %s",
	          status == STATUS_IO ? strerror(errno) : status_text(status));
	unlink(part);
	return status;
}

/* ---- checking ---- */

/* Frames up to the first skippable one; their sizes into `table`. */
static bool walk_frames(struct slice file, struct buffer *table, size_t *end, uint64_t *bytes)
{
	*end = 0;
	*bytes = 0;
	while (file.len - *end >= 4 && get_number(file.ptr + *end, 4) != NOTE_MAGIC) {
		size_t             rest = file.len - *end;
		size_t             packed = ZSTD_findFrameCompressedSize(file.ptr + *end, rest);
		unsigned long long plain = ZSTD_getFrameContentSize(file.ptr + *end, rest);

		if (ZSTD_isError(packed) || plain > UINT32_MAX)
			return false;
		put_number(table, packed, 4);
		put_number(table, plain, 4);
		*end += packed;
		*bytes += plain;
	}
	return true;
}

/* What must stand behind the frames is made again and compared. */
static enum status check(struct slice file)
{
	crypto_generichash_state digest;
	struct buffer            table, expected;
	size_t                   end;
	uint64_t                 bytes;
	enum status              status = STATUS_CORRUPT;

	buffer_init_heap(&table);
	buffer_init_heap(&expected);
	if (walk_frames(file, &table, &end, &bytes)) {
		crypto_generichash_init(&digest, NULL, 0, DIGEST);
		crypto_generichash_update(&digest, (const unsigned char *)file.ptr, end);
		note_make(&digest, bytes, &expected);
		table_make(buffer_slice(&table), &expected);
		if (expected.failed || table.failed)
			status = STATUS_NO_MEMORY;
		else if (slice_equal(buffer_slice(&expected), slice_from(file, end)))
			status = STATUS_OK;
	}
	buffer_free(&table);
	buffer_free(&expected);
	return status;
}

enum status audit_pack_check(const char *path)
{
	struct slice file;
	enum status  status = audit_file_map(path, &file);

	if (status != STATUS_OK)
		return status;
	status = check(file);
	audit_file_unmap(&file);
	return status;
}
