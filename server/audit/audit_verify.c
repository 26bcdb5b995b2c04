/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_verify.h"

#include "audit_checkpoint.h"
#include "audit_fault.h"
#include "audit_file.h"
#include "audit_segment.h"
#include "audit_walk.h"
#include "base_arena.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BYTES ((size_t)1 << 30) /* address space; checkpoints take 48 bytes each */

struct verify {
	struct audit_faults     faults;
	struct arena            arena;
	struct audit_public_key keys[AUDIT_KEYS_MAX];
	size_t                  key_count;
	struct error           *err;
};

static enum status cannot(struct verify *verify, const char *what, const char *path)
{
	return error_set(verify->err, STATUS_IO, path, 0, 0, "cannot %s: %s", what,
	                 strerror(errno));
}

static int compare_marks(const void *a, const void *b)
{
	const struct audit_mark *left = a, *right = b;

	if (left->head.seq != right->head.seq)
		return left->head.seq < right->head.seq ? -1 : 1;
	return (left->line > right->line) - (left->line < right->line);
}

static bool add_mark(struct verify *verify, struct audit_walk *walk, struct audit_mark **marks,
                     size_t *cap, const struct audit_note *note)
{
	if (walk->mark_count == *cap) {
		size_t             more = *cap == 0 ? 256 : 2 * *cap;
		struct audit_mark *grown = arena_resize(
			&verify->arena, *marks, *cap * sizeof **marks, more * sizeof **marks);

		if (grown == NULL)
			return false;
		*marks = grown;
		*cap = more;
	}
	(*marks)[walk->mark_count++] = (struct audit_mark){ .head = note->head,
		                                            .line = note->line };
	return true;
}

static enum status read_marks(struct verify *verify, struct slice text, const char *node,
                              struct audit_walk *walk)
{
	struct audit_note_reader reader = { .text = text };
	struct audit_mark       *marks = NULL;
	struct audit_note        note;
	enum status              status;
	size_t                   cap = 0;

	while ((status = audit_note_next(&reader, &note)) != STATUS_END) {
		if (status == STATUS_LIMIT_REACHED) {
			audit_fault_add(&verify->faults, AUDIT_FAULT_CHECKPOINT_TORN,
			                walk->checkpoint_file, note.line, 0, NULL);
			break;
		}
		if (status != STATUS_OK || !slice_equal_cstr(note.node, node) ||
		    !audit_note_is_signed(&note, verify->keys, verify->key_count)) {
			audit_fault_add(&verify->faults, AUDIT_FAULT_CHECKPOINT_SIGN,
			                walk->checkpoint_file, note.line,
			                status == STATUS_OK ? note.head.seq : 0, NULL);
			continue;
		}
		if (!add_mark(verify, walk, &marks, &cap, &note))
			return error_set(verify->err, STATUS_NO_MEMORY, walk->checkpoint_file, 0, 0,
			                 "there are too many checkpoints");
	}
	if (walk->mark_count > 0)
		qsort(marks, walk->mark_count, sizeof *marks, compare_marks);
	walk->marks = marks;
	verify->faults.summary->checkpoints += walk->mark_count;
	return STATUS_OK;
}

/* The checkpoints are read before the segments: a running server syncs records first. */
static enum status load_marks(struct verify *verify, const char *node, struct audit_walk *walk)
{
	struct slice text = SLICE_NONE;
	enum status  status;

	if (audit_file_map(walk->checkpoint_file, &text) != STATUS_OK && errno != ENOENT)
		return cannot(verify, "read", walk->checkpoint_file);
	status = read_marks(verify, text, node, walk);
	audit_file_unmap(&text);
	if (status == STATUS_OK && walk->mark_count == 0)
		audit_fault_add(&verify->faults, AUDIT_FAULT_CHECKPOINT_NONE, walk->checkpoint_file,
		                0, 0, NULL);
	return status;
}

static enum status walk_segments(struct verify *verify, const char *folder, struct audit_walk *walk)
{
	char      name[AUDIT_SEGMENT_NAME_CHARS + 1], path[AUDIT_PATH_BYTES];
	uint64_t *first_seqs = NULL;
	size_t    count = 0;

	if (audit_segment_list(folder, &verify->arena, &first_seqs, &count) != STATUS_OK)
		return cannot(verify, "list the segments", folder);
	snprintf(path, sizeof path, "%s", folder);
	for (size_t i = 0; i < count; i++) {
		struct audit_walk_segment segment = {
			.file = path,
			.first_seq = first_seqs[i],
			.next_first_seq = i + 1 < count ? first_seqs[i + 1] : 0,
		};

		audit_segment_name(first_seqs[i], name);
		if (!audit_file_path(path, sizeof path, folder, name) ||
		    audit_file_map(path, &segment.bytes) != STATUS_OK)
			return cannot(verify, "read", path);
		audit_walk_segment(walk, &segment);
		audit_file_unmap(&segment.bytes);
	}
	audit_walk_end(walk, path);
	return STATUS_OK;
}

static enum status verify_node(struct verify *verify, const char *audit, const char *node)
{
	char                  folder[AUDIT_PATH_BYTES], checkpoints[AUDIT_PATH_BYTES];
	struct audit_summary *summary = verify->faults.summary;
	struct audit_walk     walk = { .faults = verify->faults, .checkpoint_file = checkpoints };
	enum status           status;

	if (!audit_file_path(folder, sizeof folder, audit, node) ||
	    !audit_file_path(checkpoints, sizeof checkpoints, folder, AUDIT_CHECKPOINT_FILE)) {
		errno = ENAMETOOLONG;
		return cannot(verify, "name", audit);
	}
	arena_reset(&verify->arena);
	summary->nodes++;
	status = load_marks(verify, node, &walk);
	if (status == STATUS_OK)
		status = walk_segments(verify, folder, &walk);
	if (walk.mark_count > 0)
		summary->checkpoint_seq = walk.marks[walk.mark_count - 1].head.seq;
	summary->last_seq = walk.head.seq;
	digest_hex(&walk.head.hash, summary->head);
	return status;
}

/* A node is a folder; some file systems do not say what an entry is. */
static int may_be_node(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN);
}

static enum status verify_nodes(struct verify *verify, const char *audit)
{
	struct dirent **nodes = NULL;
	int             count = scandir(audit, &nodes, may_be_node, alphasort);
	enum status     status = STATUS_OK;

	if (count < 0)
		return cannot(verify, "list", audit);
	for (int i = 0; i < count; i++) {
		if (status == STATUS_OK)
			status = verify_node(verify, audit, nodes[i]->d_name);
		free(nodes[i]);
	}
	free(nodes);
	if (status == STATUS_OK && count == 0)
		status = error_set(verify->err, STATUS_IO, audit, 0, 0, "there is no log in it");
	return status;
}

enum status audit_verify(const char *data, const char *public_key_path, audit_fault_report *report,
                         void *context, struct audit_summary *summary, struct error *err)
{
	struct verify verify = { .faults = { report, context, summary }, .err = err };
	char          audit[AUDIT_PATH_BYTES], key_path[AUDIT_PATH_BYTES];
	enum status   status;

	*summary = (struct audit_summary){ 0 };
	if (!audit_file_path(audit, sizeof audit, data, "audit") ||
	    !audit_file_path(key_path, sizeof key_path, data, AUDIT_PUBLIC_FILE)) {
		errno = ENAMETOOLONG;
		return cannot(&verify, "name", data);
	}
	status = audit_public_keys_read(public_key_path != NULL ? public_key_path : key_path,
	                                verify.keys, &verify.key_count, err);
	if (status != STATUS_OK)
		return STATUS_IO;
	if (!arena_open(&verify.arena, ARENA_BYTES))
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to verify");
	status = verify_nodes(&verify, audit);
	arena_close(&verify.arena);
	if (status == STATUS_OK && summary->failures > 0)
		status = STATUS_CORRUPT;
	return status;
}
