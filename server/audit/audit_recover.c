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
 * damage, is left as evidence, and the chain goes on behind it in a new segment.
 *
 * What a checkpoint covers is not hashed again: it is never cut whatever it says, and whether it
 * is whole is for audit_verify() to tell. So a start reads the tip of the last checkpoint, finds
 * its record by counting lines, and checks the chain from there; a million records before it
 * cost a pass over their bytes. Only when the tip was lost are all records read. */
#include "audit_recover.h"

#include "audit_file.h"
#include "audit_gone.h"
#include "audit_pack.h"
#include "base_arena.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LIST_BYTES   (16u << 20)
#define UNPACK_BYTES (1u << 20)
#define NOTE_BYTES   1024u /* no note is longer */

struct recover {
	const struct audit_folder  *folder;
	const struct audit_signer  *signer;
	struct audit_recovery      *recovery;
	struct error               *err;
	struct audit_head           signed_head; /* of the last checkpoint; seq 0: none */
	struct audit_tip            saved;       /* a signed tip; or an empty one */
	struct audit_segment_entry *entries;
	size_t                      count;
};

/* The bytes of a segment, mapped or unpacked. */
struct loaded {
	struct slice  bytes;
	struct buffer unpacked;
	bool          is_packed;
};

/* The last segment. */
struct tail {
	struct slice bytes;
	size_t       good_bytes; /* up to the end of the last record that is good */
	bool         has_more;   /* more than a torn line follows */
};

static enum status cannot(const struct recover *recover, const char *what, const char *path)
{
	return error_set(recover->err, STATUS_IO, path, 0, 0, "cannot %s: %s", what,
	                 strerror(errno));
}

/* ---- what was signed ---- */

/* False: it is not ours. */
static bool take_note(struct recover *recover, const struct audit_note *note,
                      const struct audit_tip *tip, const struct digest *tip_root)
{
	if (!audit_note_is_signed(note, &recover->signer->public_key, 1))
		return false;
	if (note->head.seq >= recover->signed_head.seq)
		recover->signed_head = note->head;
	if (note->head.seq == tip->head.seq && audit_digest_equal(&note->root, tip_root) &&
	    audit_digest_equal(&note->head.hash, &tip->head.hash))
		recover->saved = *tip;
	return true;
}

/* A write that the power interrupted may leave rubbish in the place of a note: one note, at the
 * end, that DATA/secret does not know of. It was never complete, so it may go. */
static bool is_interrupted(const struct audit_note_reader *reader, uint64_t ours_end, bool is_known)
{
	return ours_end > 0 && !is_known && reader->text.len - ours_end <= NOTE_BYTES;
}

/* The last checkpoint with our signature, in the log or in DATA/secret, and the tip. */
static enum status read_signed(struct recover *recover)
{
	char                     path[AUDIT_PATH_BYTES], memory[AUDIT_HEAD_BYTES];
	struct audit_note_reader reader = { 0 };
	struct audit_note        note;
	struct audit_tip         tip;
	struct digest            root;
	uint64_t                 ours_end = 0, ours_seq = 0, head_seq = 0;
	bool                     has_rubbish = false; /* behind the last note of ours */
	enum status              status;

	if (!audit_tip_load(recover->folder->segments, &tip))
		tip = (struct audit_tip){ 0 };
	audit_tree_root(&tip.tree, &root);
	if (audit_head_read(recover->folder->data, memory, &note) == STATUS_OK &&
	    slice_equal_cstr(note.node, recover->folder->node) &&
	    take_note(recover, &note, &tip, &root))
		head_seq = note.head.seq;
	if (!audit_file_path(path, sizeof path, recover->folder->segments, AUDIT_CHECKPOINT_FILE))
		return cannot(recover, "name", recover->folder->segments);
	if (audit_file_map(path, &reader.text) != STATUS_OK)
		return errno == ENOENT ? STATUS_OK : cannot(recover, "read", path);
	do {
		status = audit_note_next(&reader, &note);
		if (status == STATUS_OK && take_note(recover, &note, &tip, &root)) {
			ours_end = reader.whole_end;
			ours_seq = note.head.seq;
			has_rubbish = false;
		} else if (status == STATUS_OK || status == STATUS_CORRUPT) {
			has_rubbish = true;
		}
	} while (status == STATUS_OK || status == STATUS_CORRUPT);
	/* A torn note is cut; other lines that are no note stay for audit_verify(). */
	recover->recovery->checkpoint_bytes = status == STATUS_LIMIT_REACHED ? reader.whole_end
	                                                                     : reader.text.len;
	if (has_rubbish && is_interrupted(&reader, ours_end, head_seq > ours_seq))
		recover->recovery->checkpoint_bytes = ours_end;
	audit_file_unmap(&reader.text);
	return STATUS_OK;
}

/* ---- lines ---- */

static bool next_line(struct slice bytes, size_t *at, struct slice *line)
{
	const char *end = *at < bytes.len ? memchr(bytes.ptr + *at, '\n', bytes.len - *at) : NULL;

	if (end == NULL)
		return false;
	*line = (struct slice){ bytes.ptr + *at, (size_t)(end - bytes.ptr) - *at };
	*at += line->len + 1;
	return true;
}

/* Zeros are the hash before the first record, and of a record that is gone. */
static bool continues(const struct audit_tip *tip, const struct audit_link *link)
{
	static const struct digest unknown;

	return link->is_intact && link->seq == tip->head.seq + 1 &&
	       (audit_digest_equal(&link->prev, &tip->head.hash) ||
	        audit_digest_equal(&tip->head.hash, &unknown));
}

static void tip_take(struct audit_tip *tip, const struct audit_link *link)
{
	audit_tip_skip_to(tip, &(struct audit_head){ link->seq, link->hash });
}

/* Walks lines as long as they continue the chain. */
static void walk(struct tail *tail, struct audit_tip *tip)
{
	size_t            at = tail->good_bytes;
	struct slice      line;
	struct audit_link link;

	while (next_line(tail->bytes, &at, &line)) {
		if (!audit_chain_read(line, &link) || !continues(tip, &link)) {
			tail->has_more = true;
			return;
		}
		tip_take(tip, &link);
		tail->good_bytes = at;
	}
}

/* Passes over the lines that the saved tip covers, by counting; its own record must be the one
 * that was signed. False: they are not all there. */
static bool skip_signed(struct tail *tail, uint64_t first_seq, const struct audit_tip *saved)
{
	struct audit_link link;
	struct slice      line = SLICE_NONE;
	uint64_t          seq;
	size_t            at = 0;

	if (saved->head.seq < first_seq)
		return true;
	for (uint64_t expected = first_seq; expected <= saved->head.seq; expected++)
		if (!next_line(tail->bytes, &at, &line) || !audit_chain_seq(line, &seq) ||
		    seq != expected)
			return false;
	tail->good_bytes = at;
	return audit_chain_read(line, &link) && link.is_intact &&
	       audit_digest_equal(&link.hash, &saved->head.hash);
}

/* The intact lines of a damaged segment behind the tip, whatever stands between them. */
static void walk_damaged(struct slice bytes, struct audit_tip *tip)
{
	struct audit_link link;
	struct slice      line;

	for (size_t at = 0; next_line(bytes, &at, &line);)
		if (audit_chain_read(line, &link) && link.is_intact && link.seq > tip->head.seq)
			tip_take(tip, &link);
}

/* ---- segments ---- */

/* What of a damaged file does not unpack is missing; what the tip says of it shows. */
static enum status unpack_all(const char *path, struct buffer *out)
{
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
	while (status == STATUS_OK && len > 0) {
		char *room = buffer_reserve(out, UNPACK_BYTES);

		status = STATUS_NO_MEMORY;
		if (room != NULL)
			status = audit_unpack_read(unpack, room, UNPACK_BYTES, &len);
		if (status == STATUS_OK)
			out->len += len;
	}
	audit_unpack_close(&unpack);
	return status == STATUS_CORRUPT ? STATUS_OK : status;
}

static enum status load_segment(const struct recover *recover, struct audit_segment_entry entry,
                                struct loaded *loaded)
{
	char        path[AUDIT_PATH_BYTES];
	enum status status = STATUS_IO;

	*loaded = (struct loaded){ .is_packed = entry.is_packed };
	if (!audit_segment_path(recover->folder->segments, entry, path))
		return cannot(recover, "name", recover->folder->segments);
	status = entry.is_packed ? unpack_all(path, &loaded->unpacked)
	                         : audit_file_map(path, &loaded->bytes);
	if (entry.is_packed)
		loaded->bytes = buffer_slice(&loaded->unpacked);
	return status == STATUS_OK ? STATUS_OK : cannot(recover, "read", path);
}

static void unload(struct loaded *loaded)
{
	if (!loaded->is_packed)
		audit_file_unmap(&loaded->bytes);
	buffer_free(&loaded->unpacked);
}

/* What retention removed, up to record `end_seq`. */
static void pass_gone(const struct recover *recover, struct audit_tip *tip, uint64_t end_seq)
{
	struct audit_gone gone;

	while (tip->head.seq + 1 < end_seq &&
	       audit_gone_load(recover->folder->segments, tip->head.seq + 1, &gone) &&
	       audit_gone_apply(&gone, tip))
		;
}

/* The tip in front of the last segment, when the saved one is not as far: its records are read
 * from the segments before. */
static enum status catch_up(struct recover *recover, struct audit_tip *tip)
{
	uint64_t          last_seq = recover->entries[recover->count - 1].first_seq - 1;
	struct audit_link link;
	struct loaded     loaded;
	struct slice      line;

	for (size_t i = 0; i + 1 < recover->count && tip->head.seq < last_seq; i++) {
		uint64_t end_seq = recover->entries[i + 1].first_seq;

		pass_gone(recover, tip, recover->entries[i].first_seq);

		if (end_seq <= tip->head.seq + 1)
			continue;
		if (load_segment(recover, recover->entries[i], &loaded) != STATUS_OK)
			return STATUS_IO;
		for (size_t at = 0; next_line(loaded.bytes, &at, &line);)
			if (audit_chain_read(line, &link) && link.seq > tip->head.seq &&
			    link.seq < end_seq)
				tip_take(tip, &link);
		unload(&loaded);
	}
	pass_gone(recover, tip, last_seq + 1);
	if (tip->head.seq < last_seq) { /* the numbers go on all the same */
		recover->recovery->is_damaged = true;
		audit_tip_skip_to(tip, &(struct audit_head){ .seq = last_seq });
	}
	return STATUS_OK;
}

static enum status begin_segment(struct recover *recover)
{
	uint64_t              first_seq = recover->recovery->tip.head.seq + 1;
	struct audit_segment *segment = &recover->recovery->segment;

	if (audit_segment_create(recover->folder->segments, first_seq, segment) == STATUS_OK)
		return STATUS_OK;
	/* One that holds no record, from a start that went no further. */
	if (errno == EEXIST &&
	    audit_segment_reopen(recover->folder->segments, first_seq, segment) == STATUS_OK &&
	    audit_segment_cut(segment, 0) == STATUS_OK)
		return STATUS_OK;
	return cannot(recover, "begin a segment", recover->folder->segments);
}

/* Behind damage: the chain goes on from what is signed or intact, in a new segment. */
static enum status go_on_behind(struct recover *recover)
{
	struct audit_tip *tip = &recover->recovery->tip;

	recover->recovery->is_damaged = true;
	if (tip->head.seq < recover->signed_head.seq)
		audit_tip_skip_to(tip, &recover->signed_head);
	return begin_segment(recover);
}

static enum status keep_cut(const struct recover *recover, const struct tail *tail)
{
	char        name[40], path[AUDIT_PATH_BYTES];
	enum status status;
	int         fd;

	snprintf(name, sizeof name, "%020" PRIu64 ".cut", recover->recovery->tip.head.seq + 1);
	if (!audit_file_path(path, sizeof path, recover->folder->segments, name))
		return cannot(recover, "name", recover->folder->segments);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	if (fd < 0)
		return cannot(recover, "write", path);
	status = audit_file_write(fd, slice_from(tail->bytes, tail->good_bytes));
	if (status == STATUS_OK && fsync(fd) != 0)
		status = STATUS_IO;
	close(fd);
	return status == STATUS_OK ? STATUS_OK : cannot(recover, "write", path);
}

static enum status continue_segment(struct recover *recover, uint64_t first_seq,
                                    const struct tail *tail)
{
	struct audit_segment *segment = &recover->recovery->segment;

	if (audit_segment_reopen(recover->folder->segments, first_seq, segment) != STATUS_OK)
		return cannot(recover, "open the segment", recover->folder->segments);
	/* A killed process may have left records that were written and not synced: the next
	 * checkpoint signs them, so they must not go with the power. */
	if ((tail->good_bytes < tail->bytes.len &&
	     audit_segment_cut(segment, tail->good_bytes) != STATUS_OK) ||
	    audit_segment_sync(segment) != STATUS_OK) {
		cannot(recover, "make the recovered records durable", segment->path);
		audit_segment_close(segment);
		return STATUS_IO;
	}
	recover->recovery->cut_bytes = tail->bytes.len - tail->good_bytes;
	return STATUS_OK;
}

/* Where the next record goes, when the tip is known. */
static enum status go_on(struct recover *recover, struct audit_segment_entry last,
                         const struct tail *tail)
{
	enum status status = STATUS_OK;

	if (last.is_packed)
		return begin_segment(recover);
	if (tail->has_more)
		status = keep_cut(recover, tail);
	return status == STATUS_OK ? continue_segment(recover, last.first_seq, tail) : status;
}

static enum status recover_last(struct recover *recover)
{
	struct audit_segment_entry last = recover->entries[recover->count - 1];
	struct audit_tip          *tip = &recover->recovery->tip;
	struct tail                tail = { 0 };
	struct loaded              loaded;
	enum status                status;
	bool                       is_whole;

	*tip = recover->saved;
	if (tip->head.seq + 1 < last.first_seq && catch_up(recover, tip) != STATUS_OK)
		return STATUS_IO;
	if (load_segment(recover, last, &loaded) != STATUS_OK)
		return STATUS_IO;
	tail.bytes = loaded.bytes;
	is_whole = skip_signed(&tail, last.first_seq, tip);
	if (is_whole)
		walk(&tail, tip);
	if (is_whole && tip->head.seq >= recover->signed_head.seq) {
		status = go_on(recover, last, &tail);
	} else {
		walk_damaged(tail.bytes, tip);
		status = go_on_behind(recover);
	}
	unload(&loaded);
	return status;
}

static enum status recover_all(struct recover *recover)
{
	struct audit_recovery *recovery = recover->recovery;

	if (recover->count > 0)
		return recover_last(recover);
	recovery->tip = recover->saved;
	return recover->signed_head.seq > 0 ? go_on_behind(recover) : begin_segment(recover);
}

enum status audit_recover(const struct audit_folder *folder, const struct audit_signer *signer,
                          struct audit_recovery *recovery, struct error *err)
{
	struct recover recover = {
		.folder = folder, .signer = signer, .recovery = recovery, .err = err
	};
	struct arena arena;
	enum status  status;

	*recovery = (struct audit_recovery){ .segment.fd = -1 };
	status = read_signed(&recover);
	if (status != STATUS_OK)
		return status;
	if (!arena_open(&arena, LIST_BYTES))
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to list segments");
	status = audit_segment_list(folder->segments, &arena, &recover.entries, &recover.count);
	if (status != STATUS_OK)
		error_set(err, status, folder->segments, 0, 0, "cannot list the segments: %s",
		          strerror(errno));
	else
		status = recover_all(&recover);
	arena_close(&arena);
	return status;
}
