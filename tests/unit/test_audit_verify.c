/* SPDX-License-Identifier: Apache-2.0 */
/* Each way to tamper with a log, and the name that verification gives it. */
#include "audit_verify.h"
#include "test_audit_support.h"

#define RECORDS 40u

/* ---- a log in memory, as lines ---- */

struct lines {
	char  *text;
	char  *line[64];
	size_t count;
	char   path[512];
};

/* The lines that are not empty, each NUL-terminated in place. */
static void lines_read(const struct folder *folder, const char *name, struct lines *lines)
{
	size_t len;
	char  *newline;

	node_path(folder, name, lines->path);
	lines->text = file_take(lines->path, &len);
	lines->count = 0;
	for (char *at = lines->text; (newline = strchr(at, '\n')) != NULL; at = newline + 1) {
		*newline = '\0';
		if (newline == at)
			continue;
		assert(lines->count < sizeof lines->line / sizeof lines->line[0]);
		lines->line[lines->count++] = at;
	}
}

static void lines_write(struct lines *lines)
{
	FILE *file = fopen(lines->path, "wb");

	assert_non_null(file);
	for (size_t i = 0; i < lines->count; i++)
		fprintf(file, "%s\n", lines->line[i]);
	fclose(file);
	free(lines->text);
}

static void lines_remove(struct lines *lines, size_t index)
{
	for (size_t i = index; i + 1 < lines->count; i++)
		lines->line[i] = lines->line[i + 1];
	lines->count--;
}

/* ---- the ways ---- */

static void change_a_byte(const struct folder *folder)
{
	struct lines lines;

	lines_read(folder, FIRST_SEGMENT, &lines);
	strstr(lines.line[4], "\"number\":4")[9] = '9';
	lines_write(&lines);
}

static void remove_a_line(const struct folder *folder)
{
	struct lines lines;

	lines_read(folder, FIRST_SEGMENT, &lines);
	lines_remove(&lines, 4);
	lines_write(&lines);
}

static void remove_the_first_line(const struct folder *folder)
{
	struct lines lines;

	lines_read(folder, FIRST_SEGMENT, &lines);
	lines_remove(&lines, 0);
	lines_write(&lines);
}

static void insert_a_line(const struct folder *folder)
{
	struct lines lines;

	lines_read(folder, FIRST_SEGMENT, &lines);
	for (size_t i = lines.count; i > 5; i--)
		lines.line[i] = lines.line[i - 1];
	lines.line[5] = lines.line[2];
	lines.count++;
	lines_write(&lines);
}

static void swap_two_lines(const struct folder *folder)
{
	struct lines lines;
	char        *line;

	lines_read(folder, FIRST_SEGMENT, &lines);
	line = lines.line[3];
	lines.line[3] = lines.line[4];
	lines.line[4] = line;
	lines_write(&lines);
}

static void put_rubbish(const struct folder *folder)
{
	struct lines lines;
	static char  rubbish[] = "rubbish";

	lines_read(folder, FIRST_SEGMENT, &lines);
	lines.line[4] = rubbish;
	lines_write(&lines);
}

/* The last segment's name. */
static void last_segment(const struct folder *folder, char name[64])
{
	char            path[512];
	struct dirent **entries;
	int             count;

	node_path(folder, NULL, path);
	count = scandir(path, &entries, NULL, alphasort);
	assert_true(count > 4);
	for (int i = 0; i < count; i++) {
		if (strstr(entries[i]->d_name, ".seg") != NULL)
			snprintf(name, 64, "%.60s", entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

static void cut_the_tail(const struct folder *folder)
{
	struct lines lines;
	char         name[64];

	last_segment(folder, name);
	lines_read(folder, name, &lines);
	lines.count -= 2;
	lines_write(&lines);
}

static void remove_the_last_segment(const struct folder *folder)
{
	char name[64], path[512];

	last_segment(folder, name);
	node_path(folder, name, path);
	assert_int_equal(unlink(path), 0);
}

static void remove_the_first_segment(const struct folder *folder)
{
	char path[512];

	node_path(folder, FIRST_SEGMENT, path);
	assert_int_equal(unlink(path), 0);
}

/* Everything from record 5 on made anew, so that the chain holds: only a signature tells. */
static void write_anew(const struct folder *folder)
{
	struct lines      lines;
	struct audit_head head = { 0 };
	struct audit_link link;
	struct buffer     fresh;

	lines_read(folder, FIRST_SEGMENT, &lines);
	strstr(lines.line[4], "\"number\":4")[9] = '9';
	buffer_init_heap(&fresh);
	for (size_t i = 0; i < lines.count; i++) {
		assert_true(audit_chain_read(slice_from_cstr(lines.line[i]), &link));
		audit_chain_append(&head, link.body, SLICE_NONE, &fresh);
	}
	file_put(lines.path, fresh.ptr, fresh.len);
	buffer_free(&fresh);
	free(lines.text);
}

/* One record made anew, hash and all: the next one does not follow from it. */
static void replace_a_record(const struct folder *folder)
{
	struct lines      lines;
	struct audit_link link;
	struct audit_head head;
	struct buffer     fresh;

	lines_read(folder, FIRST_SEGMENT, &lines);
	strstr(lines.line[4], "\"number\":4")[9] = '9';
	assert_true(audit_chain_read(slice_from_cstr(lines.line[4]), &link));
	head = (struct audit_head){ .seq = link.seq - 1, .hash = link.prev };
	buffer_init_heap(&fresh);
	audit_chain_append(&head, link.body, SLICE_NONE, &fresh);
	fresh.ptr[fresh.len - 1] = '\0';
	lines.line[4] = fresh.ptr;
	lines_write(&lines);
	buffer_free(&fresh);
}

static void forge_a_checkpoint(const struct folder *folder)
{
	struct lines lines;

	lines_read(folder, "checkpoints", &lines);
	/* The empty lines were dropped: put the one inside each note back. */
	FILE *file = fopen(lines.path, "wb");
	assert_non_null(file);
	for (size_t i = 0; i < lines.count; i += 5)
		fprintf(file, "%s\n%s\n%s\n%s\n\n%s\n\n", lines.line[i],
		        i == 0 ? "3" : lines.line[i + 1], lines.line[i + 2], lines.line[i + 3],
		        lines.line[i + 4]);
	fclose(file);
	free(lines.text);
}

static void remove_the_checkpoints(const struct folder *folder)
{
	char path[512];

	node_path(folder, "checkpoints", path);
	assert_int_equal(unlink(path), 0);
}

static void remove_the_last_checkpoint(const struct folder *folder)
{
	char   path[512], *text, *last = NULL;
	size_t len;

	node_path(folder, "checkpoints", path);
	text = file_take(path, &len);
	for (char *at = text; (at = strstr(at, "doorward/node-")) != NULL; at++)
		if (at == text || at[-1] == '\n')
			last = at;
	assert_true(last != NULL && last > text);
	file_put(path, text, (size_t)(last - text));
	free(text);
}

static void remove_segments_behind_the_first(const char *path)
{
	struct dirent **entries;
	char            segment[768];
	int             count = scandir(path, &entries, NULL, alphasort);

	assert_true(count > 0);
	for (int i = 0; i < count; i++) {
		if (strstr(entries[i]->d_name, ".seg") != NULL &&
		    strcmp(entries[i]->d_name, FIRST_SEGMENT) != 0) {
			snprintf(segment, sizeof segment, "%s/%.64s", path, entries[i]->d_name);
			assert_int_equal(unlink(segment), 0);
		}
		free(entries[i]);
	}
	free(entries);
}

static void append(const struct folder *folder, const char *name, const char *text)
{
	char path[512];

	node_path(folder, name, path);
	FILE *file = fopen(path, "ab");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void tear_the_tail(const struct folder *folder)
{
	char name[64];

	last_segment(folder, name);
	append(folder, name, "{\"seq\":41,\"ti");
}

/* As after a failed write whose file could not be cut: the next segment begins in the middle
 * of this one. Only the first checkpoint, of the empty log, is kept. */
static void begin_again_behind(const struct folder *folder, const char *face)
{
	struct lines      lines, notes;
	struct audit_link link;
	struct audit_head head;
	struct buffer     body, line;
	char              path[512];

	lines_read(folder, FIRST_SEGMENT, &lines);
	assert_true(audit_chain_read(slice_from_cstr(lines.line[lines.count - 3]), &link));
	free(lines.text);
	head = (struct audit_head){ .seq = link.seq, .hash = link.hash };
	buffer_init_heap(&body);
	buffer_init_heap(&line);
	audit_encode(&(struct audit_record){ .node = "n", .face = face }, &body);
	audit_chain_append(&head, buffer_slice(&body), SLICE_NONE, &line);

	node_path(folder, NULL, path);
	remove_segments_behind_the_first(path);
	snprintf(path + strlen(path), 64, "/%020u.seg", (unsigned)head.seq);
	file_put(path, line.ptr, line.len);
	buffer_free(&body);
	buffer_free(&line);

	snprintf(path, sizeof path, "%s/secret/head", folder->path);
	assert_int_equal(unlink(path), 0);
	lines_read(folder, "checkpoints", &notes);
	FILE *file = fopen(notes.path, "wb");
	assert_non_null(file);
	fprintf(file, "%s\n%s\n%s\n%s\n\n%s\n\n", notes.line[0], notes.line[1], notes.line[2],
	        notes.line[3], notes.line[4]);
	fclose(file);
	free(notes.text);
}

static void begin_again_and_say_so(const struct folder *folder)
{
	begin_again_behind(folder, "audit.recovery");
}

static void begin_again_in_silence(const struct folder *folder)
{
	begin_again_behind(folder, "native");
}

static void tear_the_checkpoints(const struct folder *folder)
{
	append(folder, "checkpoints", "doorward/node\n4");
}

static void put_a_file_beside_the_nodes(const struct folder *folder)
{
	char path[512];

	snprintf(path, sizeof path, "%s/audit/README", folder->path);
	file_put(path, "notes\n", 6);
}

static void leave_it(const struct folder *folder)
{
	(void)folder;
}

/* ---- what is found ---- */

struct row {
	const char *label;
	void (*tamper)(const struct folder *folder);
	enum audit_fault_kind kind;       /* of the first fault */
	bool                  is_failure; /* of the log */
	unsigned              line;       /* 0: not told */
	unsigned              seq;
};

#define NOTHING AUDIT_FAULT_COUNT

static const struct row rows_of_tampering[] = {
	{ "finds nothing in a whole log", leave_it, NOTHING, false, 0, 0 },
	{ "passes over a file beside the nodes", put_a_file_beside_the_nodes, NOTHING, false, 0,
	  0 },
	{ "finds a changed byte", change_a_byte, AUDIT_FAULT_CHANGED, true, 5, 5 },
	{ "finds a removed line", remove_a_line, AUDIT_FAULT_MISSING, true, 5, 5 },
	{ "finds the first line removed", remove_the_first_line, AUDIT_FAULT_MISSING, true, 1, 1 },
	{ "finds an inserted line", insert_a_line, AUDIT_FAULT_INSERTED, true, 6, 3 },
	{ "finds two lines in the wrong order", swap_two_lines, AUDIT_FAULT_MISSING, true, 4, 4 },
	{ "finds a line that is no record", put_rubbish, AUDIT_FAULT_UNREADABLE, true, 5, 5 },
	{ "finds a record made anew", replace_a_record, AUDIT_FAULT_REPLACED, true, 6, 6 },
	{ "finds a cut tail", cut_the_tail, AUDIT_FAULT_TAIL_CUT, true, 0, RECORDS - 1 },
	{ "finds the last segment removed", remove_the_last_segment, AUDIT_FAULT_TAIL_CUT, true, 0,
	  0 },
	{ "finds the first segment removed", remove_the_first_segment, AUDIT_FAULT_SEGMENT_MISSING,
	  true, 0, 1 },
	{ "finds a log written anew", write_anew, AUDIT_FAULT_CHECKPOINT_HEAD, true, 0, 0 },
	{ "finds a forged checkpoint", forge_a_checkpoint, AUDIT_FAULT_CHECKPOINT_SIGN, true, 1,
	  3 },
	{ "finds the checkpoints removed", remove_the_checkpoints, AUDIT_FAULT_CHECKPOINT_NONE,
	  true, 0, 0 },
	{ "finds the last checkpoint removed", remove_the_last_checkpoint,
	  AUDIT_FAULT_CHECKPOINT_CUT, true, 0, RECORDS },
	{ "finds records replaced in silence", begin_again_in_silence, AUDIT_FAULT_SUPERSEDED, true,
	  0, 0 },
	{ "reports records that were given up and passes", begin_again_and_say_so,
	  AUDIT_FAULT_SUPERSEDED, false, 0, 0 },
	{ "reports a torn tail and passes", tear_the_tail, AUDIT_FAULT_TORN_TAIL, false, 0, 41 },
	{ "reports a torn checkpoint and passes", tear_the_checkpoints, AUDIT_FAULT_CHECKPOINT_TORN,
	  false, 0, 0 },
};

struct found {
	struct audit_fault first;
	unsigned           count;
};

static void keep_first(void *context, const struct audit_fault *fault)
{
	struct found *found = context;

	if (found->count++ == 0)
		found->first = *fault;
}

static void finds(void **state)
{
	const struct row    *row = *state;
	struct audit_options options = log_options();
	struct folder        folder;
	struct found         found = { .first.kind = NOTHING };
	struct audit_summary summary;
	struct error         err = { 0 };
	enum status          status;

	options.segment_bytes = 4096;
	folder_make(&folder);
	log_fill(&folder, &options, RECORDS);
	row->tamper(&folder);
	status = audit_verify(&(struct audit_verify_options){ .data = folder.path,
	                                                      .report = keep_first,
	                                                      .context = &found },
	                      &summary, &err);
	folder_remove(&folder);
	assert_int_equal(status, row->is_failure ? STATUS_CORRUPT : STATUS_OK);
	assert_int_equal(found.first.kind, row->kind);
	if (row->kind == NOTHING)
		return;
	if (row->line != 0)
		assert_int_equal(found.first.line, row->line);
	if (row->seq != 0)
		assert_int_equal(found.first.seq, row->seq);
	assert_true(found.first.file[0] != '\0' && found.first.message[0] != '\0');
}

static void needs_a_key(void **state)
{
	const struct audit_options options = log_options();
	struct folder              folder, other;
	struct audit_summary       summary;
	struct error               err = { 0 };
	char                       path[512];

	(void)state;
	folder_make(&folder);
	folder_make(&other);
	log_fill(&folder, &options, 2);
	log_fill(&other, &options, 2);
	snprintf(path, sizeof path, "%s/audit.pub", other.path);
	assert_int_equal(audit_verify(&(struct audit_verify_options){ .data = folder.path,
	                                                              .public_key = path },
	                              &summary, &err),
	                 STATUS_CORRUPT);
	snprintf(path, sizeof path, "%s/no-such-file", other.path);
	assert_int_equal(audit_verify(&(struct audit_verify_options){ .data = folder.path,
	                                                              .public_key = path },
	                              &summary, &err),
	                 STATUS_IO);
	folder_remove(&folder);
	folder_remove(&other);
}

static void look_for_node(void *context, const struct audit_fault *fault)
{
	if (fault->kind == AUDIT_FAULT_NODE_MISSING)
		*(unsigned *)context += 1;
}

/* Another folder stands where the node's was; a copy of its checkpoints was kept. */
static void misses_a_node(void **state)
{
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_summary       summary;
	struct error               err = { 0 };
	unsigned                   count = 0;
	char                       path[512], kept[512], *text;
	size_t                     len;

	(void)state;
	folder_make(&folder);
	log_fill(&folder, &options, 2);
	node_path(&folder, "checkpoints", path);
	text = file_take(path, &len);
	snprintf(kept, sizeof kept, "%s/kept", folder.path);
	file_put(kept, text, len);
	free(text);
	node_path(&folder, NULL, path);
	nftw(path, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
	snprintf(path, sizeof path, "%s/audit/another", folder.path);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/secret/head", folder.path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(audit_verify(&(struct audit_verify_options){ .data = folder.path,
	                                                              .checkpoints = kept,
	                                                              .report = look_for_node,
	                                                              .context = &count },
	                              &summary, &err),
	                 STATUS_CORRUPT);
	assert_int_equal(count, 1);
	folder_remove(&folder);
}

/* A loss of power left rubbish in the place of a note: the next start takes it away. */
static void recovers_from_half_a_note(void **state)
{
	const struct audit_options options = log_options();
	struct folder              folder;
	struct audit_summary       summary;
	struct error               err = { 0 };
	char                       path[512], *text;
	size_t                     len, end;

	(void)state;
	folder_make(&folder);
	log_fill(&folder, &options, 2);
	node_path(&folder, "checkpoints", path);
	text = file_take(path, &len);
	end = (size_t)(strstr(text + 1, "\ndoorward/node-") + 1 - text);
	memset(text + end - 30, '\1', 20);
	append(&folder, "checkpoints", (text[end] = '\0', text));
	free(text);
	log_fill(&folder, &options, 1);
	assert_int_equal(
		audit_verify(&(struct audit_verify_options){ .data = folder.path }, &summary, &err),
		STATUS_OK);
	assert_int_equal(summary.notes, 0);
	folder_remove(&folder);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, finds, rows_of_tampering);
	rows_add_one(&rows, "trusts no other key", needs_a_key);
	rows_add_one(&rows, "misses a node", misses_a_node);
	rows_add_one(&rows, "recovers from half a note", recovers_from_half_a_note);
	return rows_run(&rows, "audit_verify");
}
