/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_proof.h"

#include "audit_file.h"
#include "audit_gone.h"
#include "audit_merkle.h"
#include "audit_reader.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASE64 sodium_base64_VARIANT_ORIGINAL

/* All leaves of the node that has what is asked for. */
struct leaves {
	struct audit_subtree *trees;
	size_t                count;
	size_t                cap;
	char                  node[AUDIT_NODE_CHARS_MAX + 1];
	struct buffer         line; /* of the record; empty: not found */
	uint64_t              seq;
};

static void leaves_free(struct leaves *leaves)
{
	free(leaves->trees);
	buffer_free(&leaves->line);
}

static bool add_leaf(struct leaves *leaves, uint64_t seq, const struct digest *record)
{
	if (leaves->count == leaves->cap) {
		size_t more = leaves->cap == 0 ? 1024 : 2 * leaves->cap;
		void  *grown = realloc(leaves->trees, more * sizeof *leaves->trees);

		if (grown == NULL)
			return false;
		leaves->trees = grown;
		leaves->cap = more;
	}
	leaves->trees[leaves->count] = (struct audit_subtree){ .start = seq - 1 };
	audit_tree_leaf(record, &leaves->trees[leaves->count++].hash);
	return true;
}

struct wanted {
	const char  *node; /* NULL: the one that has the record */
	struct slice id;   /* empty: by number */
	uint64_t     seq;
};

/* The subtrees of records that retention removed, in front of record `seq`. */
static bool add_gone(const char *data, struct leaves *leaves, uint64_t seq)
{
	char              folder[AUDIT_PATH_BYTES];
	struct audit_gone gone;
	uint64_t          next = 1;

	if (leaves->count > 0)
		next = leaves->trees[leaves->count - 1].start +
		       ((uint64_t)1 << leaves->trees[leaves->count - 1].level) + 1;
	if (next == seq || (size_t)snprintf(folder, sizeof folder, "%s/audit/%s", data,
	                                    leaves->node) >= sizeof folder)
		return true;
	while (next < seq && audit_gone_load(folder, next, &gone)) {
		for (size_t i = 0; i < gone.tree_count; i++) {
			if (!add_leaf(leaves, gone.trees[i].start + 1, &gone.last))
				return false;
			leaves->trees[leaves->count - 1] = gone.trees[i];
		}
		next = gone.last_seq + 1;
	}
	return true;
}

static bool is_wanted(const struct wanted *wanted, struct slice line, uint64_t seq)
{
	struct slice rest;
	size_t       at;

	if (wanted->id.len == 0)
		return seq == wanted->seq;
	at = slice_find(line, SLICE_LIT(",\"id\":\""), 0);
	if (at == SIZE_MAX)
		return false;
	rest = slice_from(line, at + 7);
	return rest.len > wanted->id.len && slice_starts_with(rest, wanted->id) &&
	       rest.ptr[wanted->id.len] == '"';
}

static enum status take_record(struct leaves *leaves, const struct wanted *wanted,
                               struct slice line, uint64_t seq)
{
	struct digest hash;

	if (!audit_chain_hash(line, &hash))
		return STATUS_OK; /* missing from the tree: the proof will not come about */
	if (!add_leaf(leaves, seq, &hash))
		return STATUS_NO_MEMORY;
	if (wanted->node != NULL || !is_wanted(wanted, line, seq))
		return STATUS_OK;
	leaves->seq = seq;
	buffer_append(&leaves->line, line);
	return leaves->line.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* A node begins: what was gathered of the one before is of no use. */
static void begin_node(struct leaves *leaves, const char *node)
{
	leaves->count = 0;
	snprintf(leaves->node, sizeof leaves->node, "%s", node);
}

static enum status gather(const char *data, const struct wanted *wanted, struct leaves *leaves,
                          struct error *err)
{
	struct audit_reader *reader = NULL;
	struct audit_place   place;
	struct slice         line;
	enum status          status = audit_reader_open(data, &reader, err);

	while (status == STATUS_OK &&
	       (status = audit_reader_next(reader, &line, &place, err)) == STATUS_OK) {
		if (wanted->node != NULL && strcmp(place.node, wanted->node) != 0)
			continue;
		if (strcmp(place.node, leaves->node) != 0) {
			if (leaves->line.len > 0)
				break;
			begin_node(leaves, place.node);
		}
		status = STATUS_NO_MEMORY;
		if (add_gone(data, leaves, place.seq))
			status = take_record(leaves, wanted, line, place.seq);
		if (status != STATUS_OK)
			error_set(err, status, NULL, 0, 0, "no memory for the tree");
	}
	audit_reader_close(&reader);
	return status == STATUS_END ? STATUS_OK : status;
}

/* ---- checkpoints ---- */

/* A note and the file that it is borrowed from. */
struct source {
	struct slice      file;
	struct audit_note note;
};

static enum status not_found(struct error *err, const char *path, const char *what)
{
	return error_set(err, STATUS_NOT_FOUND, path, 0, 0, "%s", what);
}

/* The last note of a file, or the one of this size. */
static enum status read_source(const char *path, uint64_t size, struct source *source,
                               struct error *err)
{
	struct audit_note_reader reader = { 0 };
	struct audit_note        note;
	bool                     has_note = false;
	enum status              status;

	if (audit_file_map(path, &source->file) != STATUS_OK)
		return error_set(err, STATUS_IO, path, 0, 0, "cannot read: %s", strerror(errno));
	reader.text = source->file;
	while ((status = audit_note_next(&reader, &note)) != STATUS_END &&
	       status != STATUS_LIMIT_REACHED) {
		if (status != STATUS_OK || (size != 0 && note.head.seq != size))
			continue;
		source->note = note;
		has_note = true;
	}
	if (has_note)
		return STATUS_OK;
	audit_file_unmap(&source->file);
	return not_found(err, path, "there is no such checkpoint in this file");
}

static enum status read_own(const char *data, const char *node, uint64_t size,
                            struct source *source, struct error *err)
{
	char path[AUDIT_PATH_BYTES];
	int  len = snprintf(path, sizeof path, "%s/audit/%s/" AUDIT_CHECKPOINT_FILE, data, node);

	if (len < 0 || (size_t)len >= sizeof path)
		return error_set(err, STATUS_IO, data, 0, 0, "the path is too long");
	return read_source(path, size, source, err);
}

/* Does the log, as it is, have the root that was signed? */
static enum status compare_root(const struct leaves *leaves, const struct audit_note *note,
                                struct error *err)
{
	struct audit_tree tree = { 0 };
	struct digest     root;

	for (size_t i = 0; i < leaves->count && tree.size < note->head.seq; i++)
		if (leaves->trees[i].start != tree.size ||
		    !audit_tree_add_full(&tree, leaves->trees[i].level, &leaves->trees[i].hash))
			break;
	audit_tree_root(&tree, &root);
	if (tree.size == note->head.seq && audit_digest_equal(&root, &note->root))
		return STATUS_OK;
	return error_set(err, STATUS_CORRUPT, leaves->node, 0, 0,
	                 "the log does not have the root of the checkpoint over %" PRIu64
	                 " records: run doorward audit verify",
	                 note->head.seq);
}

/* ---- writing ---- */

static void put_base64(struct buffer *out, struct slice bytes)
{
	size_t chars = sodium_base64_encoded_len(bytes.len, BASE64);
	char  *room = buffer_reserve(out, chars);

	if (room == NULL)
		return;
	sodium_bin2base64(room, chars, (const unsigned char *)bytes.ptr, bytes.len, BASE64);
	out->len += chars - 1;
	buffer_append_char(out, '\n');
}

static void put_path(struct buffer *out, const struct audit_proof *proof)
{
	for (size_t i = 0; i < proof->count; i++)
		put_base64(out, (struct slice){ (const char *)proof->path[i].bytes, DIGEST_BYTES });
}

static void put_note(struct buffer *out, const struct audit_note *note)
{
	buffer_append_char(out, '\n');
	buffer_append(out, note->text);
	buffer_append_char(out, '\n');
	buffer_append(out, note->signatures);
}

static struct audit_forest forest_of(const struct leaves *leaves)
{
	return (struct audit_forest){ leaves->trees, leaves->count };
}

static enum status put_inclusion(const struct leaves *leaves, const struct audit_note *note,
                                 struct buffer *out, struct error *err)
{
	struct audit_forest forest = forest_of(leaves);
	struct audit_proof  proof;

	if (leaves->seq > note->head.seq)
		return not_found(err, leaves->node, "no checkpoint covers this record yet");
	if (compare_root(leaves, note, err) != STATUS_OK)
		return STATUS_CORRUPT;
	if (!audit_merkle_inclusion(&forest, note->head.seq, leaves->seq - 1, &proof))
		return not_found(err, leaves->node, "what the proof takes is gone");
	buffer_append_cstr(out, "c2sp.org/tlog-proof@v1\nextra ");
	put_base64(out, buffer_slice(&leaves->line));
	buffer_append_format(out, "index %" PRIu64 "\n", leaves->seq - 1);
	put_path(out, &proof);
	put_note(out, note);
	return out->failed ? error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory") : STATUS_OK;
}

/* A number, or 0. */
static uint64_t read_number(const char *text)
{
	char    *end;
	uint64_t value;

	if (text[0] < '1' || text[0] > '9')
		return 0;
	errno = 0;
	value = strtoull(text, &end, 10);
	return errno == 0 && *end == '\0' ? value : 0;
}

enum status audit_proof_include(const char *data, struct slice what, struct buffer *out,
                                struct error *err)
{
	char          number[24] = "";
	struct wanted wanted = { .id = what };
	struct leaves leaves = { 0 };
	struct source source;
	enum status   status;

	if (what.len < sizeof number) {
		snprintf(number, sizeof number, "%.*s", SLICE_ARG(what));
		wanted.seq = read_number(number);
	}
	if (wanted.seq > 0)
		wanted.id = SLICE_NONE;
	else if (what.len == 0)
		return not_found(err, NULL, "name a record by its id or its number");
	status = gather(data, &wanted, &leaves, err);
	if (status == STATUS_OK && leaves.line.len == 0)
		status = not_found(err, data, "there is no such record");
	if (status == STATUS_OK)
		status = read_own(data, leaves.node, 0, &source, err);
	if (status == STATUS_OK) {
		status = put_inclusion(&leaves, &source.note, out, err);
		audit_file_unmap(&source.file);
	}
	leaves_free(&leaves);
	return status;
}

/* ---- consistency ---- */

/* The only node of the folder, for checkpoints that are named by their size. */
static enum status only_node(const char *data, char node[AUDIT_NODE_CHARS_MAX + 1],
                             struct error *err)
{
	char        path[AUDIT_PATH_BYTES], text[AUDIT_NODE_CHARS_MAX + 3];
	enum status status = STATUS_IO;

	if (audit_file_path(path, sizeof path, data, "node"))
		status = audit_file_read_small(path, text, sizeof text);
	if (status != STATUS_OK)
		return error_set(err, STATUS_IO, data, 0, 0, "cannot read the node's name");
	text[strcspn(text, "\n")] = '\0';
	if (strlen(text) > AUDIT_NODE_CHARS_MAX)
		return error_set(err, STATUS_IO, data, 0, 0, "this is no node's name");
	memcpy(node, text, strlen(text) + 1);
	return STATUS_OK;
}

static enum status read_named(const char *data, const char *node, const char *name,
                              struct source *source, struct error *err)
{
	uint64_t size = name != NULL ? read_number(name) : 0;

	if (name != NULL && size == 0)
		return read_source(name, 0, source, err);
	return read_own(data, node, size, source, err);
}

static enum status put_consistency(const struct leaves *leaves, const struct audit_note *old,
                                   const struct audit_note *later, struct buffer *out,
                                   struct error *err)
{
	struct audit_forest forest = forest_of(leaves);
	struct audit_proof  proof;

	if (old->head.seq == 0 || old->head.seq > later->head.seq)
		return not_found(err, leaves->node,
		                 "the first checkpoint must be the smaller one, and not empty");
	if (compare_root(leaves, old, err) != STATUS_OK ||
	    compare_root(leaves, later, err) != STATUS_OK)
		return STATUS_CORRUPT;
	if (!audit_merkle_consistency(&forest, later->head.seq, old->head.seq, &proof))
		return not_found(err, leaves->node, "what the proof takes is gone");
	buffer_append_cstr(out, "doorward/consistency-proof/v1\n");
	put_path(out, &proof);
	put_note(out, old);
	put_note(out, later);
	return out->failed ? error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory") : STATUS_OK;
}

enum status audit_proof_extend(const char *data, const char *old, const char *later,
                               struct buffer *out, struct error *err)
{
	char          node[AUDIT_NODE_CHARS_MAX + 1] = "";
	struct wanted wanted = { .node = node };
	struct leaves leaves = { 0 };
	struct source first = { 0 }, second = { 0 };
	enum status   status = only_node(data, node, err);

	if (status == STATUS_OK)
		status = read_named(data, node, old, &first, err);
	if (status == STATUS_OK)
		status = read_named(data, node, later, &second, err);
	if (status == STATUS_OK &&
	    (!slice_equal_cstr(first.note.node, node) || !slice_equal_cstr(second.note.node, node)))
		status = not_found(err, data, "the checkpoints are not of this node");
	if (status == STATUS_OK)
		status = gather(data, &wanted, &leaves, err);
	if (status == STATUS_OK)
		status = put_consistency(&leaves, &first.note, &second.note, out, err);
	leaves_free(&leaves);
	audit_file_unmap(&first.file);
	audit_file_unmap(&second.file);
	return status;
}
