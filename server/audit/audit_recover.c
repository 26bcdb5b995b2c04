/* SPDX-License-Identifier: Apache-2.0 */
/* Recovery at start.
 *
 * A crash may leave, behind the last acknowledged record, anything: half a line, sectors of
 * zeros, whole lines after a hole. All of that was never acknowledged, so it is cut at the
 * first byte that does not continue the chain, and a recovery record says so.
 *
 * The same bytes might be the work of somebody who changed a record. What tells the two apart
 * is the checkpoint: a clean stop signs the last record, a running server signs at least
 * every minute. So a fault above the last checkpoint is a torn tail; a fault at or under it is
 * damage, is left as evidence, and the chain goes on behind it in a new segment. */
#include "audit_recover.h"

#include "audit_file.h"
#include "base_arena.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LIST_BYTES (16u << 20)

struct tail {
	struct audit_head head;       /* the last record that is good */
	size_t            good_bytes; /* up to its end */
	size_t            file_bytes;
	bool              has_more; /* more than a torn line follows */
};

static enum status cannot(const char *what, const char *path, struct error *err)
{
	return error_set(err, STATUS_IO, path, 0, 0, "cannot %s: %s", what, strerror(errno));
}

/* The last checkpoint that carries our signature; seq 0 when there is none. */
static enum status last_checkpoint(const struct audit_folder *folder,
                                   const struct audit_signer *signer, struct audit_head *head,
                                   uint64_t *whole_bytes, struct error *err)
{
	char                     path[AUDIT_PATH_BYTES];
	struct audit_note_reader reader = { 0 };
	struct audit_note        note;
	enum status              status;

	*head = (struct audit_head){ 0 };
	*whole_bytes = 0;
	if (!audit_file_path(path, sizeof path, folder->segments, AUDIT_CHECKPOINT_FILE))
		return cannot("name", folder->segments, err);
	if (audit_file_map(path, &reader.text) != STATUS_OK)
		return errno == ENOENT ? STATUS_OK : cannot("read", path, err);
	do {
		status = audit_note_next(&reader, &note);
		if (status == STATUS_OK && note.head.seq >= head->seq &&
		    audit_note_is_signed(&note, &signer->public_key, 1))
			*head = note.head;
	} while (status == STATUS_OK || status == STATUS_CORRUPT);
	/* Only a torn note is cut; lines that are no note stay for audit_verify(). */
	*whole_bytes = status == STATUS_LIMIT_REACHED ? reader.whole_end : reader.text.len;
	audit_file_unmap(&reader.text);
	return STATUS_OK;
}

/* Walks lines as long as they continue the chain and are not behind `last_seq`. */
static void walk(struct slice bytes, uint64_t first_seq, uint64_t last_seq, struct tail *tail)
{
	size_t at = 0, end;
	bool   is_first = true;

	*tail = (struct tail){ .file_bytes = bytes.len };
	tail->head.seq = first_seq - 1;
	while (tail->head.seq < last_seq &&
	       (end = slice_find(bytes, SLICE_LIT("\n"), at)) != SIZE_MAX) {
		struct audit_link link;

		if (!audit_chain_read(slice_range(bytes, at, end), &link) || !link.is_intact ||
		    link.seq != tail->head.seq + 1 ||
		    (!is_first && !audit_digest_equal(&link.prev, &tail->head.hash))) {
			tail->has_more = true;
			return;
		}
		tail->head = (struct audit_head){ .seq = link.seq, .hash = link.hash };
		is_first = false;
		at = end + 1;
		tail->good_bytes = at;
	}
}

/* The last intact line of a damaged segment, whatever stands before it. */
static void walk_damaged(struct slice bytes, struct audit_head *head)
{
	size_t at = 0, end;

	while ((end = slice_find(bytes, SLICE_LIT("\n"), at)) != SIZE_MAX) {
		struct audit_link link;

		if (audit_chain_read(slice_range(bytes, at, end), &link) && link.is_intact &&
		    link.seq > head->seq)
			*head = (struct audit_head){ .seq = link.seq, .hash = link.hash };
		at = end + 1;
	}
}

static enum status keep_cut(const struct audit_folder *folder, struct slice bytes,
                            const struct tail *tail, struct error *err)
{
	char        name[40], path[AUDIT_PATH_BYTES];
	enum status status;
	int         fd;

	snprintf(name, sizeof name, "%020" PRIu64 ".cut", tail->head.seq + 1);
	if (!audit_file_path(path, sizeof path, folder->segments, name))
		return cannot("name", folder->segments, err);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	if (fd < 0)
		return cannot("write", path, err);
	status = audit_file_write(fd, slice_from(bytes, tail->good_bytes));
	if (status == STATUS_OK && fsync(fd) != 0)
		status = STATUS_IO;
	close(fd);
	return status == STATUS_OK ? STATUS_OK : cannot("write", path, err);
}

static enum status map_segment(const struct audit_folder *folder, uint64_t first_seq,
                               struct slice *bytes, struct error *err)
{
	char name[AUDIT_SEGMENT_NAME_CHARS + 1], path[AUDIT_PATH_BYTES];

	audit_segment_name(first_seq, name);
	if (!audit_file_path(path, sizeof path, folder->segments, name) ||
	    audit_file_map(path, bytes) != STATUS_OK)
		return cannot("read the segment", folder->segments, err);
	return STATUS_OK;
}

static enum status begin_segment(const struct audit_folder *folder, struct audit_recovery *recovery,
                                 struct error *err)
{
	uint64_t              first_seq = recovery->head.seq + 1;
	struct audit_segment *segment = &recovery->segment;

	if (audit_segment_create(folder->segments, first_seq, segment) == STATUS_OK)
		return STATUS_OK;
	/* One that holds no record, from a start that went no further. */
	if (errno == EEXIST &&
	    audit_segment_reopen(folder->segments, first_seq, segment) == STATUS_OK &&
	    audit_segment_cut(segment, 0) == STATUS_OK)
		return STATUS_OK;
	return cannot("begin a segment", folder->segments, err);
}

static enum status continue_segment(const struct audit_folder *folder, uint64_t first_seq,
                                    const struct tail *tail, struct audit_recovery *recovery,
                                    struct error *err)
{
	struct audit_segment *segment = &recovery->segment;

	if (audit_segment_reopen(folder->segments, first_seq, segment) != STATUS_OK)
		return cannot("open the segment", folder->segments, err);
	if (tail->good_bytes < tail->file_bytes &&
	    (audit_segment_cut(segment, tail->good_bytes) != STATUS_OK ||
	     audit_segment_sync(segment) != STATUS_OK)) {
		cannot("cut the torn tail", segment->path, err);
		audit_segment_close(segment);
		return STATUS_IO;
	}
	recovery->cut_bytes = tail->file_bytes - tail->good_bytes;
	return STATUS_OK;
}

/* The head before an empty last segment: that of the segment before it. A segment that does
 * not end where the next one begins is damage; the numbers go on all the same. */
static enum status head_before(const struct audit_folder *folder, const uint64_t *first_seqs,
                               size_t count, struct audit_recovery *recovery, struct error *err)
{
	uint64_t     last_seq = first_seqs[count - 1] - 1;
	struct tail  tail = { 0 };
	struct slice bytes;

	if (count >= 2) {
		if (map_segment(folder, first_seqs[count - 2], &bytes, err) != STATUS_OK)
			return STATUS_IO;
		walk(bytes, first_seqs[count - 2], last_seq, &tail);
		audit_file_unmap(&bytes);
	}
	recovery->head = tail.head;
	if (tail.head.seq != last_seq) {
		recovery->is_damaged = true;
		recovery->head.seq = last_seq;
	}
	return STATUS_OK;
}

static enum status recover_last(const struct audit_folder *folder, const uint64_t *first_seqs,
                                size_t count, const struct audit_head *signed_head,
                                struct audit_recovery *recovery, struct error *err)
{
	uint64_t     first_seq = first_seqs[count - 1];
	struct slice bytes;
	struct tail  tail;
	enum status  status = map_segment(folder, first_seq, &bytes, err);

	if (status != STATUS_OK)
		return status;
	walk(bytes, first_seq, UINT64_MAX, &tail);
	recovery->head = tail.head;
	if (tail.good_bytes == 0)
		status = head_before(folder, first_seqs, count, recovery, err);
	if (status == STATUS_OK && recovery->head.seq < signed_head->seq) {
		recovery->is_damaged = true;
		walk_damaged(bytes, &recovery->head);
		if (recovery->head.seq < signed_head->seq)
			recovery->head = *signed_head;
		status = begin_segment(folder, recovery, err);
	} else if (status == STATUS_OK) {
		if (tail.has_more)
			status = keep_cut(folder, bytes, &tail, err);
		if (status == STATUS_OK)
			status = continue_segment(folder, first_seq, &tail, recovery, err);
	}
	audit_file_unmap(&bytes);
	return status;
}

enum status audit_recover(const struct audit_folder *folder, const struct audit_signer *signer,
                          struct audit_recovery *recovery, struct error *err)
{
	struct audit_head signed_head;
	struct arena      arena;
	uint64_t         *first_seqs = NULL;
	size_t            count = 0;
	enum status       status;

	*recovery = (struct audit_recovery){ .segment.fd = -1 };
	status = last_checkpoint(folder, signer, &signed_head, &recovery->checkpoint_bytes, err);
	if (status != STATUS_OK)
		return status;
	if (!arena_open(&arena, LIST_BYTES))
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to list segments");
	status = audit_segment_list(folder->segments, &arena, &first_seqs, &count);
	if (status != STATUS_OK) {
		error_set(err, status, folder->segments, 0, 0, "cannot list the segments: %s",
		          strerror(errno));
	} else if (count > 0) {
		status = recover_last(folder, first_seqs, count, &signed_head, recovery, err);
	} else {
		recovery->is_damaged = signed_head.seq > 0;
		recovery->head = signed_head;
		status = begin_segment(folder, recovery, err);
	}
	arena_close(&arena);
	return status;
}
