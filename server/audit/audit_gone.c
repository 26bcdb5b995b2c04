/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_gone.h"

#include "audit_file.h"
#include "audit_folder.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_LINE "doorward-gone-v1\n"

void audit_gone_begin(struct audit_gone *gone, uint64_t first_seq)
{
	*gone = (struct audit_gone){ .first_seq = first_seq, .last_seq = first_seq - 1 };
}

/* Two neighbours of a level make one of the next, where they are halves of the same subtree. */
static void merge(struct audit_gone *gone)
{
	while (gone->tree_count >= 2) {
		struct audit_subtree *left = &gone->trees[gone->tree_count - 2];
		struct audit_subtree *right = &gone->trees[gone->tree_count - 1];

		if (left->level != right->level ||
		    (left->start & (((uint64_t)2 << left->level) - 1)) != 0)
			return;
		audit_tree_node(&left->hash, &right->hash, &left->hash);
		left->level++;
		gone->tree_count--;
	}
}

bool audit_gone_add(struct audit_gone *gone, const struct audit_link *link)
{
	struct audit_subtree *leaf;

	if (link->seq != gone->last_seq + 1 || gone->tree_count == AUDIT_GONE_TREES ||
	    (gone->own.size > 0 && !audit_digest_equal(&link->prev, &gone->last)))
		return false;
	if (gone->own.size == 0)
		gone->prev = link->prev;
	gone->last_seq = link->seq;
	gone->last = link->hash;
	audit_tree_add(&gone->own, &link->hash);
	leaf = &gone->trees[gone->tree_count++];
	*leaf = (struct audit_subtree){ .start = link->seq - 1 };
	audit_tree_leaf(&link->hash, &leaf->hash);
	merge(gone);
	return true;
}

static void put_line(struct buffer *out, const char *name, const struct digest *digest)
{
	char hex[DIGEST_HEX_CHARS + 1];

	digest_hex(digest, hex);
	buffer_append_format(out, "%s %s\n", name, hex);
}

void audit_gone_write(struct audit_gone *gone, struct buffer *out)
{
	size_t start = out->len;

	audit_tree_root(&gone->own, &gone->root);
	buffer_append_format(out, FIRST_LINE "%" PRIu64 " %" PRIu64 "\n", gone->first_seq,
	                     gone->last_seq);
	put_line(out, "prev", &gone->prev);
	put_line(out, "last", &gone->last);
	put_line(out, "root", &gone->root);
	for (size_t i = 0; i < gone->tree_count; i++) {
		char level[16];

		snprintf(level, sizeof level, "%u", gone->trees[i].level);
		put_line(out, level, &gone->trees[i].hash);
	}
	if (!out->failed)
		digest_of(slice_from(buffer_slice(out), start), &gone->digest);
}

/* ---- reading ---- */

static bool name_of(const char *folder, uint64_t first_seq, char name[40],
                    char path[AUDIT_PATH_BYTES])
{
	snprintf(name, 40, "%020" PRIu64 ".gone", first_seq);
	return audit_file_path(path, AUDIT_PATH_BYTES, folder, name);
}

/* "NAME <64 hex>\n" at *at. */
static bool take_digest(const char **at, const char *name, struct digest *digest)
{
	size_t len = strlen(name);

	if (strncmp(*at, name, len) != 0 || (*at)[len] != ' ' ||
	    strlen(*at) < len + 2 + DIGEST_HEX_CHARS || (*at)[len + 1 + DIGEST_HEX_CHARS] != '\n' ||
	    !audit_digest_read((struct slice){ *at + len + 1, DIGEST_HEX_CHARS }, digest))
		return false;
	*at += len + 2 + DIGEST_HEX_CHARS;
	return true;
}

static bool take_trees(const char *at, struct audit_gone *gone)
{
	uint64_t next = gone->first_seq - 1;

	while (*at != '\0') {
		struct audit_subtree *tree = &gone->trees[gone->tree_count];
		unsigned              level = (unsigned)strtoul(at, NULL, 10);
		char                  name[16];

		snprintf(name, sizeof name, "%u", level);
		if (gone->tree_count == AUDIT_GONE_TREES || level >= AUDIT_TREE_LEVELS ||
		    !take_digest(&at, name, &tree->hash))
			return false;
		tree->level = level;
		tree->start = next;
		next += (uint64_t)1 << level;
		gone->tree_count++;
	}
	return next == gone->last_seq;
}

static bool read_text(const char *text, struct audit_gone *gone)
{
	const char *at = text + sizeof FIRST_LINE - 1;
	char       *end;

	if (strncmp(text, FIRST_LINE, sizeof FIRST_LINE - 1) != 0)
		return false;
	gone->first_seq = strtoull(at, &end, 10);
	if (*end != ' ')
		return false;
	gone->last_seq = strtoull(end + 1, &end, 10);
	if (*end != '\n' || gone->first_seq == 0 || gone->last_seq < gone->first_seq)
		return false;
	at = end + 1;
	return take_digest(&at, "prev", &gone->prev) && take_digest(&at, "last", &gone->last) &&
	       take_digest(&at, "root", &gone->root) && take_trees(at, gone);
}

/* The text, and behind an empty line its signatures, which may be none. */
static bool load_text(const char *folder, uint64_t first_seq, char text[AUDIT_GONE_BYTES],
                      struct audit_note *note)
{
	char  name[40], path[AUDIT_PATH_BYTES];
	char *end;

	*note = (struct audit_note){ 0 };
	if (!name_of(folder, first_seq, name, path) ||
	    audit_file_read_small(path, text, AUDIT_GONE_BYTES) != STATUS_OK)
		return false;
	end = strstr(text, "\n\n");
	if (end != NULL) {
		end[1] = '\0';
		note->signatures = slice_from_cstr(end + 2);
	}
	note->text = slice_from_cstr(text);
	return true;
}

bool audit_gone_is_signed(const char *folder, uint64_t first_seq,
                          const struct audit_public_key *keys, size_t count)
{
	char              text[AUDIT_GONE_BYTES];
	struct audit_note note;

	return load_text(folder, first_seq, text, &note) &&
	       audit_note_is_signed(&note, keys, count);
}

bool audit_gone_load(const char *folder, uint64_t first_seq, struct audit_gone *gone)
{
	char              text[AUDIT_GONE_BYTES];
	struct audit_note note;

	*gone = (struct audit_gone){ 0 };
	if (!load_text(folder, first_seq, text, &note) || !read_text(text, gone) ||
	    gone->first_seq != first_seq)
		return false;
	digest_of(note.text, &gone->digest);
	return true;
}

enum status audit_gone_save(const char *folder, struct audit_gone *gone,
                            const struct audit_signer *signer, struct error *err)
{
	char          name[40], path[AUDIT_PATH_BYTES], memory[AUDIT_GONE_BYTES], end[256];
	struct buffer text, line;

	buffer_init_fixed(&text, memory, sizeof memory);
	buffer_init_fixed(&line, end, sizeof end);
	audit_gone_write(gone, &text);
	audit_sign(signer, buffer_slice(&text), &line);
	buffer_append_char(&text, '\n');
	buffer_append(&text, buffer_slice(&line));
	if (!name_of(folder, gone->first_seq, name, path) || text.failed)
		return error_set(err, STATUS_IO, folder, 0, 0, "cannot say what is gone");
	return audit_file_create_small(folder, name, 0640, buffer_slice(&text), err);
}

bool audit_gone_apply(const struct audit_gone *gone, struct audit_tip *tip)
{
	struct audit_tip moved = *tip;

	if (gone->first_seq != tip->head.seq + 1 ||
	    !audit_digest_equal(&gone->prev, &tip->head.hash))
		return false;
	for (size_t i = 0; i < gone->tree_count; i++)
		if (!audit_tree_add_full(&moved.tree, gone->trees[i].level, &gone->trees[i].hash))
			return false;
	moved.head = (struct audit_head){ gone->last_seq, gone->last };
	*tip = moved;
	return true;
}
