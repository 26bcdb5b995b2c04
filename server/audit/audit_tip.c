/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_tip.h"

#include "audit_file.h"
#include "audit_folder.h"
#include "base_buffer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES 8192
#define FIRST_LINE "doorward-tree-v1"

void audit_tip_add(struct audit_tip *tip, const struct audit_head *head)
{
	tip->head = *head;
	audit_tree_add(&tip->tree, &head->hash);
}

void audit_tip_skip_to(struct audit_tip *tip, const struct audit_head *head)
{
	static const struct digest unknown;

	while (tip->tree.size + 1 < head->seq)
		audit_tree_add(&tip->tree, &unknown);
	audit_tip_add(tip, head);
}

static void put_digest(struct buffer *out, const struct digest *digest)
{
	char hex[DIGEST_HEX_CHARS + 1];

	digest_hex(digest, hex);
	buffer_append_cstr(out, hex);
	buffer_append_char(out, '\n');
}

/* The first line, the size, the hash of the last record, and the edge from its lowest level up. */
void audit_tip_save(const char *folder, const struct audit_tip *tip)
{
	char          memory[FILE_BYTES];
	struct buffer text;

	buffer_init_fixed(&text, memory, sizeof memory);
	buffer_append_format(&text, FIRST_LINE "\n%" PRIu64 "\n", tip->head.seq);
	put_digest(&text, &tip->head.hash);
	for (unsigned level = 0; level < AUDIT_TREE_LEVELS; level++)
		if (tip->tree.size >> level & 1)
			put_digest(&text, &tip->tree.edge[level]);
	if (!text.failed)
		audit_file_replace(folder, AUDIT_TIP_FILE, 0640, buffer_slice(&text));
}

/* The line at *at, without its newline. */
static bool take_line(const char **at, struct slice *line)
{
	const char *end = strchr(*at, '\n');

	if (end == NULL)
		return false;
	*line = (struct slice){ *at, (size_t)(end - *at) };
	*at = end + 1;
	return true;
}

static bool take_digest(const char **at, struct digest *digest)
{
	struct slice line;

	return take_line(at, &line) && audit_digest_read(line, digest);
}

bool audit_tip_load(const char *folder, struct audit_tip *tip)
{
	char         path[AUDIT_PATH_BYTES], text[FILE_BYTES];
	const char  *at = text;
	struct slice first;
	char        *end;

	*tip = (struct audit_tip){ 0 };
	if (!audit_file_path(path, sizeof path, folder, AUDIT_TIP_FILE) ||
	    audit_file_read_small(path, text, sizeof text) != STATUS_OK ||
	    !take_line(&at, &first) || !slice_equal_cstr(first, FIRST_LINE))
		return false;
	tip->head.seq = strtoull(at, &end, 10);
	if (*end != '\n')
		return false;
	tip->tree.size = tip->head.seq;
	at = end + 1;
	if (!take_digest(&at, &tip->head.hash))
		return false;
	for (unsigned level = 0; level < AUDIT_TREE_LEVELS; level++)
		if ((tip->tree.size >> level & 1) && !take_digest(&at, &tip->tree.edge[level]))
			return false;
	return *at == '\0';
}
