/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_verify.h"

#include "audit_checkpoint.h"
#include "audit_fault.h"
#include "audit_file.h"
#include "audit_lines.h"
#include "audit_pack.h"
#include "audit_segment.h"
#include "audit_walk.h"
#include "base_arena.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARENA_BYTES ((size_t)1 << 30) /* address space; checkpoints take 48 bytes each */

struct verify {
	const struct audit_verify_options *options;
	struct audit_faults                faults;
	struct arena                       arena;
	struct audit_mark                 *marks; /* of the node at hand */
	size_t                             mark_count;
	size_t                             mark_cap;
	struct audit_public_key            keys[AUDIT_KEYS_MAX];
	size_t                             key_count;
	struct error                      *err;
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

static enum status add_mark(struct verify *verify, const struct audit_note *note, const char *file)
{
	if (verify->mark_count == verify->mark_cap) {
		size_t             more = verify->mark_cap == 0 ? 256 : 2 * verify->mark_cap;
		struct audit_mark *grown = arena_resize(&verify->arena, verify->marks,
		                                        verify->mark_cap * sizeof *grown,
		                                        more * sizeof *grown);

		if (grown == NULL)
			return error_set(verify->err, STATUS_NO_MEMORY, file, 0, 0,
			                 "there are too many checkpoints");
		verify->marks = grown;
		verify->mark_cap = more;
	}
	verify->marks[verify->mark_count++] = (struct audit_mark){
		.head = note->head, .root = note->root, .file = file, .line = note->line
	};
	return STATUS_OK;
}

/* A file that was kept elsewhere may hold the notes of other nodes, too. */
static bool is_anothers(const struct verify *verify, const struct audit_note *note,
                        const char *node, const char *file)
{
	return file == verify->options->checkpoints && !slice_equal_cstr(note->node, node);
}

static enum status read_marks(struct verify *verify, struct slice text, const char *node,
                              const char *file)
{
	struct audit_note_reader reader = { .text = text };
	struct audit_note        note;
	enum status              status;

	while ((status = audit_note_next(&reader, &note)) != STATUS_END) {
		if (status == STATUS_LIMIT_REACHED) {
			audit_fault_add(&verify->faults, AUDIT_FAULT_CHECKPOINT_TORN, file,
			                note.line, 0, NULL);
			break;
		}
		if (status == STATUS_OK && is_anothers(verify, &note, node, file))
			continue;
		if (status != STATUS_OK || !slice_equal_cstr(note.node, node) ||
		    !audit_note_is_signed(&note, verify->keys, verify->key_count)) {
			audit_fault_add(&verify->faults, AUDIT_FAULT_CHECKPOINT_SIGN, file,
			                note.line, status == STATUS_OK ? note.head.seq : 0, NULL);
			continue;
		}
		status = add_mark(verify, &note, file);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status read_mark_file(struct verify *verify, const char *node, const char *file)
{
	struct slice text = SLICE_NONE;
	enum status  status;

	if (audit_file_map(file, &text) != STATUS_OK)
		return errno == ENOENT ? STATUS_NOT_FOUND : cannot(verify, "read", file);
	status = read_marks(verify, text, node, file);
	audit_file_unmap(&text);
	return status;
}

/* The note in DATA/secret: only who may read it has it, and it need not be there. */
static bool find_secret_note(const struct verify *verify, char memory[AUDIT_HEAD_BYTES],
                             struct audit_note *note)
{
	return audit_head_read(verify->options->data, memory, note) == STATUS_OK &&
	       audit_note_is_signed(note, verify->keys, verify->key_count);
}

/* It is saved when its note in the log is durable: a log that does not have it was cut. */
static enum status compare_secret_note(struct verify *verify, const struct audit_note *note,
                                       const char *file)
{
	uint64_t last_seq = 0;

	for (size_t i = 0; i < verify->mark_count; i++)
		if (verify->marks[i].head.seq > last_seq)
			last_seq = verify->marks[i].head.seq;
	if (note->head.seq > last_seq)
		audit_fault_add(&verify->faults, AUDIT_FAULT_CHECKPOINT_CUT, file, 0,
		                note->head.seq,
		                "secret/" AUDIT_HEAD_FILE " signed record %" PRIu64
		                ", the last checkpoint here record %" PRIu64,
		                note->head.seq, last_seq);
	return add_mark(verify, note, "secret/" AUDIT_HEAD_FILE);
}

/* The checkpoints are read before the segments: a running server syncs records first. */
static enum status load_marks(struct verify *verify, const char *node, const char *file)
{
	char              memory[AUDIT_HEAD_BYTES];
	struct audit_note head;
	bool              has_head = find_secret_note(verify, memory, &head); /* it may move on */
	enum status       status;

	verify->marks = NULL;
	verify->mark_count = verify->mark_cap = 0;
	status = read_mark_file(verify, node, file);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return status;
	verify->faults.summary->checkpoints += verify->mark_count;
	if (verify->mark_count == 0)
		audit_fault_add(&verify->faults, AUDIT_FAULT_CHECKPOINT_NONE, file, 0, 0, NULL);
	status = STATUS_OK;
	if (has_head && slice_equal_cstr(head.node, node))
		status = compare_secret_note(verify, &head, file);
	if (status == STATUS_OK && verify->options->checkpoints != NULL)
		status = read_mark_file(verify, node, verify->options->checkpoints);
	if (status == STATUS_NOT_FOUND)
		status = cannot(verify, "read", verify->options->checkpoints);
	if (verify->mark_count > 0)
		qsort(verify->marks, verify->mark_count, sizeof *verify->marks, compare_marks);
	return status;
}

/* A packed file whose bytes are not those that were written; what unpacks is walked all the same.
 */
static enum status check_pack(struct verify *verify, const char *file, uint64_t first_seq)
{
	enum status status = audit_pack_check(file);

	if (status == STATUS_CORRUPT)
		audit_fault_add(&verify->faults, AUDIT_FAULT_PACK_CHANGED, file, 0, first_seq,
		                NULL);
	else if (status != STATUS_OK)
		return cannot(verify, "read", file);
	return STATUS_OK;
}

static enum status walk_lines(struct verify *verify, struct audit_walk *walk,
                              struct audit_walk_segment *segment, struct audit_lines *lines)
{
	struct slice line;
	enum status  status;

	audit_walk_begin(walk, segment);
	while ((status = audit_lines_next(lines, &line, NULL)) == STATUS_OK)
		audit_walk_line(walk, segment, line);
	if (status == STATUS_CORRUPT)
		audit_fault_add(&verify->faults, AUDIT_FAULT_UNREADABLE, segment->file,
		                segment->line + 1, walk->tip.head.seq + 1,
		                "the segment cannot be unpacked behind this line");
	else if (status == STATUS_END && audit_lines_are_torn(lines))
		audit_walk_torn(walk, segment);
	audit_walk_leave(walk, segment);
	return status == STATUS_END || status == STATUS_CORRUPT
	               ? STATUS_OK
	               : cannot(verify, "read", segment->file);
}

static enum status walk_segment(struct verify *verify, struct audit_walk *walk,
                                struct audit_walk_segment *segment, bool is_packed)
{
	struct audit_lines lines;
	enum status        status = STATUS_OK;

	if (is_packed)
		status = check_pack(verify, segment->file, segment->first_seq);
	if (status != STATUS_OK)
		return status;
	if (audit_lines_open(segment->file, &lines) != STATUS_OK)
		return cannot(verify, "read", segment->file);
	status = walk_lines(verify, walk, segment, &lines);
	audit_lines_close(&lines);
	return status;
}

/* The path of a listed segment; a server may have packed it meanwhile. */
static bool find_segment(const char *folder, struct audit_segment_entry *entry,
                         char path[AUDIT_PATH_BYTES])
{
	if (!audit_segment_path(folder, *entry, path))
		return false;
	if (!entry->is_packed && access(path, F_OK) != 0) {
		entry->is_packed = true;
		return audit_segment_path(folder, *entry, path);
	}
	return true;
}

/* Over the gaps that retention left in front of a segment. */
static enum status walk_gone(struct verify *verify, const char *folder, struct audit_walk *walk,
                             uint64_t first_seq)
{
	struct audit_gone gone;
	uint64_t          before = 0;

	while (walk->tip.head.seq + 1 < first_seq && walk->tip.head.seq + 1 != before &&
	       audit_gone_load(folder, walk->tip.head.seq + 1, &gone)) {
		before = walk->tip.head.seq + 1;
		if (!audit_walk_gone(walk, &gone,
		                     audit_gone_is_signed(folder, gone.first_seq, verify->keys,
		                                          verify->key_count)))
			return error_set(verify->err, STATUS_NO_MEMORY, folder, 0, 0,
			                 "there are too many gaps");
	}
	return STATUS_OK;
}

static enum status walk_segments(struct verify *verify, const char *folder, struct audit_walk *walk)
{
	char                        path[AUDIT_PATH_BYTES];
	struct audit_segment_entry *entries = NULL;
	size_t                      count = 0;
	enum status                 status = STATUS_OK;

	if (audit_segment_list(folder, &verify->arena, &entries, &count) != STATUS_OK)
		return cannot(verify, "list the segments", folder);
	snprintf(path, sizeof path, "%s", folder);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct audit_walk_segment segment = {
			.file = path,
			.first_seq = entries[i].first_seq,
			.next_first_seq = i + 1 < count ? entries[i + 1].first_seq : 0,
		};

		if (!find_segment(folder, &entries[i], path)) {
			errno = ENAMETOOLONG;
			return cannot(verify, "name", folder);
		}
		status = walk_gone(verify, folder, walk, segment.first_seq);
		if (status == STATUS_OK)
			status = walk_segment(verify, walk, &segment, entries[i].is_packed);
	}
	if (status == STATUS_OK)
		audit_walk_end(walk, path);
	return status;
}

static enum status verify_node(struct verify *verify, const char *audit, const char *node)
{
	char                  folder[AUDIT_PATH_BYTES], checkpoints[AUDIT_PATH_BYTES];
	struct audit_summary *summary = verify->faults.summary;
	struct audit_walk     walk = { .faults = verify->faults };
	struct digest         root;
	enum status           status;

	if (!audit_file_path(folder, sizeof folder, audit, node) ||
	    !audit_file_path(checkpoints, sizeof checkpoints, folder, AUDIT_CHECKPOINT_FILE)) {
		errno = ENAMETOOLONG;
		return cannot(verify, "name", audit);
	}
	arena_reset(&verify->arena);
	summary->nodes++;
	status = load_marks(verify, node, checkpoints);
	walk.arena = &verify->arena;
	walk.marks = verify->marks;
	walk.mark_count = verify->mark_count;
	if (status == STATUS_OK)
		status = walk_segments(verify, folder, &walk);
	if (walk.mark_count > 0)
		summary->checkpoint_seq = walk.marks[walk.mark_count - 1].head.seq;
	summary->last_seq = walk.tip.head.seq;
	digest_hex(&walk.tip.head.hash, summary->head);
	audit_tree_root(&walk.tip.tree, &root);
	digest_hex(&root, summary->root);
	return status;
}

/* A node is a folder; some file systems do not say what an entry is. */
static int may_be_node(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN);
}

static void find_node(struct verify *verify, const char *audit, const struct audit_note *note,
                      const char *file)
{
	char        name[AUDIT_PATH_BYTES], folder[AUDIT_PATH_BYTES];
	struct stat info;

	snprintf(name, sizeof name, "%.*s", SLICE_ARG(note->node));
	if (!audit_note_is_signed(note, verify->keys, verify->key_count) ||
	    !audit_file_path(folder, sizeof folder, audit, name) ||
	    (stat(folder, &info) == 0 && S_ISDIR(info.st_mode)))
		return;
	audit_fault_add(&verify->faults, AUDIT_FAULT_NODE_MISSING, file, note->line, note->head.seq,
	                "%s signed records up to %" PRIu64 ", and its folder is missing", name,
	                note->head.seq);
}

/* Each node of whom a checkpoint was kept elsewhere must have its folder: one fault a node and run
 * of notes. */
static void find_kept_nodes(struct verify *verify, const char *audit)
{
	struct audit_note_reader reader = { 0 };
	struct audit_note        note;
	struct slice             text = SLICE_NONE, before = SLICE_NONE;
	char                     memory[AUDIT_HEAD_BYTES];
	enum status              status;

	if (find_secret_note(verify, memory, &note))
		find_node(verify, audit, &note, "secret/" AUDIT_HEAD_FILE);
	if (verify->options->checkpoints == NULL ||
	    audit_file_map(verify->options->checkpoints, &text) != STATUS_OK)
		return; /* it is told where it is read */
	reader.text = text;
	while ((status = audit_note_next(&reader, &note)) == STATUS_OK ||
	       status == STATUS_CORRUPT) {
		if (status == STATUS_OK && !slice_equal(note.node, before)) {
			find_node(verify, audit, &note, verify->options->checkpoints);
			before = note.node;
		}
	}
	audit_file_unmap(&text);
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

enum status audit_verify(const struct audit_verify_options *options, struct audit_summary *summary,
                         struct error *err)
{
	struct verify verify = { .options = options,
		                 .faults = { options->report, options->context, summary },
		                 .err = err };
	const char   *data = options->data;
	char          audit[AUDIT_PATH_BYTES], key_path[AUDIT_PATH_BYTES];
	enum status   status;

	*summary = (struct audit_summary){ 0 };
	if (!audit_file_path(audit, sizeof audit, data, "audit") ||
	    !audit_file_path(key_path, sizeof key_path, data, AUDIT_PUBLIC_FILE)) {
		errno = ENAMETOOLONG;
		return cannot(&verify, "name", data);
	}
	status = audit_public_keys_read(options->public_key != NULL ? options->public_key
	                                                            : key_path,
	                                verify.keys, &verify.key_count, err);
	if (status != STATUS_OK)
		return STATUS_IO;
	if (!arena_open(&verify.arena, ARENA_BYTES))
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to verify");
	status = verify_nodes(&verify, audit);
	if (status == STATUS_OK)
		find_kept_nodes(&verify, audit);
	arena_close(&verify.arena);
	if (status == STATUS_OK && summary->failures > 0)
		status = STATUS_CORRUPT;
	return status;
}
