/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_reader.h"

#include "audit_file.h"
#include "audit_folder.h"
#include "audit_lines.h"
#include "audit_segment.h"
#include "base_arena.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIST_BYTES (64u << 20)

struct audit_reader {
	char                        audit[AUDIT_PATH_BYTES];
	struct dirent             **nodes;
	int                         node_count;
	int                         node;    /* index of the one being read */
	struct arena                arena;   /* the segments of that node */
	struct audit_segment_entry *entries; /* NULL: not listed yet */
	size_t                      count;
	size_t                      segment; /* index of the one being read */
	bool                        is_open;
	struct audit_lines          lines;
};

/* A node is a folder; some file systems do not say what an entry is. */
static int may_be_node(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN);
}

enum status audit_reader_open(const char *data, struct audit_reader **reader, struct error *err)
{
	struct audit_reader *fresh = calloc(1, sizeof *fresh);

	if (fresh == NULL || !arena_open(&fresh->arena, LIST_BYTES)) {
		free(fresh);
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to read the log");
	}
	*reader = fresh;
	if (!audit_file_path(fresh->audit, sizeof fresh->audit, data, "audit"))
		errno = ENAMETOOLONG;
	else
		fresh->node_count = scandir(fresh->audit, &fresh->nodes, may_be_node, alphasort);
	if (fresh->node_count >= 0)
		return STATUS_OK;
	fresh->node_count = 0;
	if (errno == ENOENT)
		return STATUS_OK;
	audit_reader_close(reader);
	return error_set(err, STATUS_IO, data, 0, 0, "cannot list the log: %s", strerror(errno));
}

void audit_reader_close(struct audit_reader **reader)
{
	struct audit_reader *old = *reader;

	if (old == NULL)
		return;
	if (old->is_open)
		audit_lines_close(&old->lines);
	for (int i = 0; i < old->node_count; i++)
		free(old->nodes[i]);
	free(old->nodes);
	arena_close(&old->arena);
	free(old);
	*reader = NULL;
}

static enum status cannot(const char *what, const char *path, struct error *err)
{
	return error_set(err, STATUS_IO, path, 0, 0, "cannot %s: %s", what, strerror(errno));
}

static enum status list_node(struct audit_reader *reader, char folder[AUDIT_PATH_BYTES],
                             struct error *err)
{
	if (!audit_file_path(folder, AUDIT_PATH_BYTES, reader->audit,
	                     reader->nodes[reader->node]->d_name)) {
		errno = ENAMETOOLONG;
		return cannot("name", reader->audit, err);
	}
	if (reader->entries != NULL)
		return STATUS_OK;
	arena_reset(&reader->arena);
	reader->count = 0;
	reader->segment = 0;
	if (audit_segment_list(folder, &reader->arena, &reader->entries, &reader->count) !=
	    STATUS_OK)
		return errno == ENOTDIR ? STATUS_OK : cannot("list the segments", folder, err);
	return STATUS_OK;
}

/* A segment that was listed and is not there any more may have been packed meanwhile. */
static bool reopen_packed(struct audit_reader *reader)
{
	struct audit_segment_entry *entry = &reader->entries[reader->segment];

	if (entry->is_packed)
		return false;
	entry->is_packed = true;
	return true;
}

/* Opens the segment at hand, or the first of the next node. STATUS_END behind the last. */
static enum status open_segment(struct audit_reader *reader, struct error *err)
{
	char        folder[AUDIT_PATH_BYTES], path[AUDIT_PATH_BYTES];
	enum status status;

	while (reader->node < reader->node_count) {
		status = list_node(reader, folder, err);
		if (status != STATUS_OK)
			return status;
		if (reader->segment == reader->count) {
			reader->node++;
			reader->entries = NULL;
			continue;
		}
		if (!audit_segment_path(folder, reader->entries[reader->segment], path)) {
			errno = ENAMETOOLONG;
			return cannot("name", folder, err);
		}
		status = audit_lines_open(path, &reader->lines);
		if (status != STATUS_OK && status != STATUS_NOT_FOUND)
			return cannot("read", path, err);
		if (status == STATUS_OK) {
			reader->is_open = true;
			return STATUS_OK;
		}
		if (!reopen_packed(reader)) /* it went meanwhile */
			reader->segment++;
	}
	return STATUS_END;
}

static void next_segment(struct audit_reader *reader)
{
	audit_lines_close(&reader->lines);
	reader->is_open = false;
	reader->segment++;
}

/* Lines behind the place where the next segment begins were superseded by it. */
static bool is_superseded(const struct audit_reader *reader, uint64_t seq)
{
	return reader->segment + 1 < reader->count &&
	       seq >= reader->entries[reader->segment + 1].first_seq;
}

enum status audit_reader_next(struct audit_reader *reader, struct slice *line,
                              struct audit_place *place, struct error *err)
{
	uint64_t    offset, seq;
	enum status status;

	for (;;) {
		if (!reader->is_open) {
			status = open_segment(reader, err);
			if (status != STATUS_OK)
				return status;
		}
		status = audit_lines_next(&reader->lines, line, &offset);
		if (status == STATUS_END) {
			next_segment(reader);
			continue;
		}
		if (status == STATUS_CORRUPT) {
			next_segment(reader);
			return error_set(err, status, reader->audit, 0, 0,
			                 "segment %" PRIu64 " cannot be unpacked",
			                 reader->entries[reader->segment - 1].first_seq);
		}
		if (status != STATUS_OK)
			return cannot("read a segment", reader->audit, err);
		if (!audit_chain_seq(*line, &seq) || is_superseded(reader, seq))
			continue;
		if (place != NULL)
			*place = (struct audit_place){ reader->nodes[reader->node]->d_name,
				                       reader->entries[reader->segment].first_seq,
				                       offset, seq };
		return STATUS_OK;
	}
}

size_t audit_reader_nodes(const struct audit_reader *reader)
{
	return (size_t)reader->node_count;
}

const char *audit_reader_node(const struct audit_reader *reader, size_t index)
{
	return reader->nodes[index]->d_name;
}

/* The node's segments are listed anew: the reader may be old. */
static enum status go_to_node(struct audit_reader *reader, const char *node)
{
	char folder[AUDIT_PATH_BYTES];

	if (reader->is_open)
		next_segment(reader);
	reader->entries = NULL;
	for (reader->node = 0; reader->node < reader->node_count; reader->node++)
		if (strcmp(reader->nodes[reader->node]->d_name, node) == 0)
			return list_node(reader, folder, NULL);
	return STATUS_NOT_FOUND;
}

static bool is_at(const struct audit_reader *reader, const struct audit_place *place)
{
	return reader->is_open && reader->segment < reader->count &&
	       reader->entries[reader->segment].first_seq == place->first_seq &&
	       strcmp(reader->nodes[reader->node]->d_name, place->node) == 0;
}

/* Among the segments that are listed. */
static enum status go_to_segment(struct audit_reader *reader, const struct audit_place *place)
{
	if (reader->is_open)
		next_segment(reader);
	reader->segment = 0;
	while (reader->segment < reader->count &&
	       reader->entries[reader->segment].first_seq < place->first_seq)
		reader->segment++;
	if (reader->segment == reader->count ||
	    reader->entries[reader->segment].first_seq != place->first_seq)
		return STATUS_NOT_FOUND;
	return STATUS_OK;
}

static bool has_listed(const struct audit_reader *reader, const char *node)
{
	return reader->entries != NULL && reader->node < reader->node_count &&
	       strcmp(reader->nodes[reader->node]->d_name, node) == 0;
}

enum status audit_reader_seek(struct audit_reader *reader, const struct audit_place *place)
{
	enum status status = STATUS_NOT_FOUND;

	if (is_at(reader, place))
		return audit_lines_seek(&reader->lines, place->offset);
	if (place->first_seq == 0)
		return go_to_node(reader, place->node);
	if (has_listed(reader, place->node))
		status = go_to_segment(reader, place);
	if (status == STATUS_NOT_FOUND && go_to_node(reader, place->node) == STATUS_OK)
		status = go_to_segment(reader, place);
	if (status == STATUS_OK)
		status = open_segment(reader, NULL);
	if (status != STATUS_OK)
		return status == STATUS_END ? STATUS_NOT_FOUND : status;
	return audit_lines_seek(&reader->lines, place->offset);
}

enum status audit_reader_seek_behind(struct audit_reader *reader, const struct audit_place *place)
{
	enum status status = go_to_node(reader, place->node);

	while (status == STATUS_OK && reader->segment < reader->count &&
	       reader->entries[reader->segment].first_seq <= place->first_seq)
		reader->segment++;
	return status;
}

bool audit_reader_is_gone(struct audit_reader *reader, const struct audit_place *place)
{
	bool has_it = false, has_later = false;

	if (go_to_node(reader, place->node) != STATUS_OK)
		return false;
	for (size_t i = 0; i < reader->count; i++) {
		has_it = has_it || reader->entries[i].first_seq == place->first_seq;
		has_later = has_later || reader->entries[i].first_seq > place->seq;
	}
	return !has_it && has_later;
}
