/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_merkle.h"
#include "audit_proof.h"

#include <sodium.h>
#include <string.h>

#define BASE64 sodium_base64_VARIANT_ORIGINAL

/* A proof, line by line. */
struct text {
	struct slice rest;
	bool         is_over;
};

static struct slice next_line(struct text *text)
{
	size_t       end = slice_find(text->rest, SLICE_LIT("\n"), 0);
	struct slice line = SLICE_NONE;

	text->is_over = end == SIZE_MAX;
	if (!text->is_over) {
		line = slice_range(text->rest, 0, end);
		text->rest = slice_from(text->rest, end + 1);
	}
	return line;
}

static enum status wrong(struct error *err, const char *what)
{
	return error_set(err, STATUS_CORRUPT, NULL, 0, 0, "%s", what);
}

static bool read_base64(struct slice text, unsigned char *bytes, size_t cap, size_t *len)
{
	return sodium_base642bin(bytes, cap, text.ptr, text.len, NULL, len, NULL, BASE64) == 0;
}

/* Hashes up to the empty line. */
static bool read_path(struct text *text, struct audit_proof *proof)
{
	proof->count = 0;
	for (;;) {
		struct slice line = next_line(text);
		size_t       len;

		if (text->is_over)
			return false;
		if (line.len == 0)
			return true;
		if (proof->count == AUDIT_PROOF_HASHES ||
		    !read_base64(line, proof->path[proof->count].bytes, DIGEST_BYTES, &len) ||
		    len != DIGEST_BYTES)
			return false;
		proof->count++;
	}
}

static bool read_index(struct slice line, uint64_t *index)
{
	struct slice head = SLICE_LIT("index ");

	if (!slice_starts_with(line, head) || line.len == head.len || line.len > head.len + 18)
		return false;
	*index = 0;
	for (size_t i = head.len; i < line.len; i++) {
		if (line.ptr[i] < '0' || line.ptr[i] > '9')
			return false;
		*index = *index * 10 + (uint64_t)(line.ptr[i] - '0');
	}
	return true;
}

static enum status read_note(struct audit_note_reader *reader, const struct audit_public_key *keys,
                             size_t key_count, struct audit_note *note, struct error *err)
{
	if (audit_note_next(reader, note) != STATUS_OK)
		return wrong(err, "the checkpoint cannot be read");
	if (!audit_note_is_signed(note, keys, key_count))
		return wrong(err, "the checkpoint's signature is not valid under this key");
	return STATUS_OK;
}

/* The record is its own evidence: its bytes have its hash, and the hash is the entry. */
static enum status check_record(struct slice line, uint64_t index, struct digest *leaf,
                                struct error *err)
{
	struct audit_link link;

	if (!audit_chain_read(line, &link))
		return wrong(err, "the proof holds no record");
	if (!link.is_intact)
		return wrong(err, "the bytes of the record do not match its hash");
	if (link.seq != index + 1)
		return wrong(err, "the record has another number than the proof");
	audit_tree_leaf(&link.hash, leaf);
	return STATUS_OK;
}

static enum status check_inclusion(struct text *text, struct slice line, uint64_t index,
                                   const struct audit_public_key *keys, size_t key_count,
                                   struct audit_proven *proven, struct error *err)
{
	struct audit_note_reader reader = { 0 };
	struct audit_proof       proof;
	struct audit_note        note;
	struct digest            leaf;

	if (!read_path(text, &proof))
		return wrong(err, "the hashes of the proof cannot be read");
	reader.text = text->rest;
	if (check_record(line, index, &leaf, err) != STATUS_OK ||
	    read_note(&reader, keys, key_count, &note, err) != STATUS_OK)
		return STATUS_CORRUPT;
	if (!audit_merkle_includes(&proof, index, &leaf, note.head.seq, &note.root))
		return wrong(err, "the record is not in the tree that was signed");
	proven->node = note.node;
	proven->size = note.head.seq;
	proven->seq = index + 1;
	return STATUS_OK;
}

static enum status check_inclusion_text(struct text *text, const struct audit_public_key *keys,
                                        size_t key_count, struct audit_proven *proven,
                                        struct error *err)
{
	struct slice  extra = next_line(text), head = SLICE_LIT("extra ");
	struct buffer line;
	char         *room;
	uint64_t      index;
	enum status   status;

	if (!slice_starts_with(extra, head))
		return wrong(err, "the proof does not hold the record (\"extra\")");
	if (!read_index(next_line(text), &index))
		return wrong(err, "the proof has no index");
	buffer_init_heap(&line);
	room = buffer_reserve(&line, extra.len + 1);
	if (room == NULL ||
	    !read_base64(slice_from(extra, head.len), (unsigned char *)room, extra.len, &line.len))
		status = wrong(err, "the record is not in base64");
	else
		status = check_inclusion(text, buffer_slice(&line), index, keys, key_count, proven,
		                         err);
	if (status == STATUS_OK && line.len < sizeof proven->record)
		memcpy(proven->record, line.ptr, line.len);
	buffer_free(&line);
	return status;
}

static enum status check_consistency(struct text *text, const struct audit_public_key *keys,
                                     size_t key_count, struct audit_proven *proven,
                                     struct error *err)
{
	struct audit_note_reader reader = { 0 };
	struct audit_proof       proof;
	struct audit_note        old, later;

	if (!read_path(text, &proof))
		return wrong(err, "the hashes of the proof cannot be read");
	reader.text = text->rest;
	if (read_note(&reader, keys, key_count, &old, err) != STATUS_OK ||
	    read_note(&reader, keys, key_count, &later, err) != STATUS_OK)
		return STATUS_CORRUPT;
	if (!slice_equal(old.node, later.node))
		return wrong(err, "the checkpoints are of two logs");
	if (old.head.seq == 0 ||
	    !audit_merkle_extends(&proof, old.head.seq, &old.root, later.head.seq, &later.root))
		return wrong(err, "the later checkpoint does not extend the earlier one");
	proven->is_consistency = true;
	proven->node = later.node;
	proven->size = later.head.seq;
	proven->old_size = old.head.seq;
	return STATUS_OK;
}

enum status audit_proof_check(struct slice text, const struct audit_public_key *keys,
                              size_t key_count, struct audit_proven *proven, struct error *err)
{
	struct text  lines = { .rest = text };
	struct slice first = next_line(&lines);

	*proven = (struct audit_proven){ 0 };
	if (slice_equal_cstr(first, "c2sp.org/tlog-proof@v1"))
		return check_inclusion_text(&lines, keys, key_count, proven, err);
	if (slice_equal_cstr(first, "doorward/consistency-proof/v1"))
		return check_consistency(&lines, keys, key_count, proven, err);
	return wrong(err, "this is no proof");
}
