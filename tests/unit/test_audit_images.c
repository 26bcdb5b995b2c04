/* SPDX-License-Identifier: Apache-2.0 */
/* What may stand on the disk after the power failed at any instant?
 *
 * A short run is recorded: each write, cut, new name, rename, removal and sync, and each
 * acknowledgement. Then the power fails behind every event, many times over, and what was not
 * synced has a fate of its own, drawn with a seed:
 *
 *     write  "record 7\n"     kept | dropped | half of it | half of it and zeros | ... and rubbish
 *     cut, create, rename, unlink           kept | dropped, in order or each for itself
 *
 * A sync of a file saves its bytes, a sync of a folder its names, and nothing else does. From each
 * image the log must open, take a record, verify, and hold every record that was acknowledged.
 *
 *     test_audit_images [IMAGES]      of each row; 100 unless said otherwise */
#include "audit_chain.h"
#include "audit_content.h"
#include "audit_reader.h"
#include "audit_verify.h"
#include "test_audit_support.h"

#include <pthread.h>
#include "test_audit_recorder.h"

static unsigned images = 100;

/* ---- the run that is recorded ---- */

static int take_first(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	const char *name = path + strlen(root);
	size_t      len;
	char       *text;

	(void)place;
	if (kind == FTW_D) {
		assert(folder_count < 16);
		snprintf(folders[folder_count++], NAME_BYTES, "%s", name + (name[0] == '/'));
		return 0;
	}
	text = file_take(path, &len);
	first_bytes[node_count] = (struct slice){ text, len };
	modes[node_count] = info->st_mode & 07777;
	names_set(&first_names, name + 1, node_count++);
	return 0;
}

static struct audit_options images_options(enum audit_mode mode)
{
	struct audit_options options = log_options();

	options.mode = mode;
	options.segment_bytes = 1500;
	options.checkpoint_records = 5;
	options.may_pack = true;
	return options;
}

struct waiting {
	struct audit_ticket ticket;
	sem_t               is_done;
	unsigned            number;
};

static void acknowledge(struct audit_ticket *ticket, enum status status)
{
	struct waiting *waiting = ticket->context;

	assert_int_equal(status, STATUS_OK);
	pthread_mutex_lock(&lock);
	record(ACKNOWLEDGED, 0, NULL)->at = waiting->number;
	pthread_mutex_unlock(&lock);
	sem_post(&waiting->is_done);
}

static void hand_over(struct audit_log *log, struct waiting *waiting, unsigned number)
{
	char          memory[64];
	struct buffer body;

	*waiting = (struct waiting){ .ticket = { .done = acknowledge }, .number = number };
	waiting->ticket.context = waiting;
	sem_init(&waiting->is_done, 0, 0);
	buffer_init_fixed(&body, memory, sizeof memory);
	buffer_append_format(&body, "\"time\":\"t\",\"face\":\"test\",\"number\":%u", number);
	assert_int_equal(
		audit_log_submit(log, &(struct audit_parcel){ buffer_slice(&body), SLICE_NONE,
	                                                      &waiting->ticket }),
		STATUS_OK);
}

/* Groups of one, two, three, four, one, ... */
static void fill(const struct folder *folder, const struct audit_options *options, unsigned first)
{
	struct audit_log *log = log_open(folder, options);
	struct waiting    waiting[4];
	unsigned          group = 1;

	for (unsigned i = 0; i < RECORDS; i += group, group = group % 4 + 1) {
		group = i + group > RECORDS ? RECORDS - i : group;
		for (unsigned k = 0; k < group; k++)
			hand_over(log, &waiting[k], first + i + k);
		for (unsigned k = 0; k < group; k++) {
			sem_wait(&waiting[k].is_done);
			sem_destroy(&waiting[k].is_done);
		}
	}
	usleep(400000); /* segments are packed */
	log_close(&log);
}

/* The last record of a segment. */
static bool last_head(const char *path, struct audit_head *head)
{
	size_t            len;
	char             *text = file_take(path, &len), *end = text + len;
	struct audit_link link;
	bool              is;

	while (end > text && end - text > 1 && end[-2] != '\n')
		end--;
	end = len > 1 ? end - 1 : end;
	is = len > 0 &&
	     audit_chain_read((struct slice){ end, (size_t)(text + len - 1 - end) }, &link);
	if (is)
		*head = (struct audit_head){ link.seq, link.hash };
	free(text);
	return is;
}

/* What a killed process leaves in the segment, written and not synced: a record, or one and a half.
 */
static void leave_a_tail(bool is_torn)
{
	const struct slice body = SLICE_LIT("\"time\":\"t\",\"face\":\"test\",\"number\":999");
	struct buffer      lines;
	struct audit_head  head;
	char               path[600] = "";
	int                fd;

	for (size_t i = 0; i < names_now.count; i++) {
		const char *name = names_now.file[i].name;
		size_t      len = strlen(name);

		if (len > 4 && strcmp(name + len - 4, ".seg") == 0 &&
		    (path[0] == '\0' || strcmp(name, path + strlen(root) + 1) > 0))
			snprintf(path, sizeof path, "%s/%s", root, name);
	}
	if (path[0] == '\0' || !last_head(path, &head))
		return;
	buffer_init_heap(&lines);
	audit_chain_append(&head, body, SLICE_LIT(AUDIT_CONTENT_NONE), &lines);
	if (is_torn)
		audit_chain_append(&head, body, SLICE_LIT(AUDIT_CONTENT_NONE), &lines);
	fd = open(path, O_WRONLY | O_APPEND);
	assert_true(fd >= 0);
	assert_true(write(fd, lines.ptr, lines.len - (is_torn ? 40 : 0)) > 0);
	close(fd);
	buffer_free(&lines);
}

static void record_run(enum audit_mode mode, bool is_torn)
{
	const struct audit_options options = images_options(mode);
	struct folder              folder;

	folder_make(&folder);
	log_fill(&folder, &options, 0);
	snprintf(root, sizeof root, "%s", folder.path);
	event_count = folder_count = 0;
	first_names.count = 0;
	node_count = 1;
	nftw(root, take_first, 16, FTW_PHYS);
	names_now = first_names;
	is_recording = true;
	fill(&folder, &options, 0);
	leave_a_tail(is_torn);
	fill(&folder, &options, RECORDS);
	is_recording = false;
	folder_remove(&folder);
}

/* ---- an image ---- */

static uint64_t chance;

/* splitmix64 */
static unsigned draw(unsigned below)
{
	uint64_t z = chance += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (unsigned)((z ^ z >> 31) % below);
}

struct image {
	struct buffer bytes[NODES_MAX];
	struct names  names;
	bool          acknowledged[NUMBERS];
};

static void put_at(struct buffer *file, size_t at, struct slice bytes)
{
	while (file->len < at)
		buffer_append_char(file, '\0');
	if (file->len == at) {
		buffer_append(file, bytes);
	} else {
		while (file->len < at + bytes.len)
			buffer_append_char(file, '\0');
		memcpy(file->ptr + at, bytes.ptr, bytes.len);
	}
	assert(!file->failed);
}

static void cut_at(struct buffer *file, size_t size)
{
	while (file->len < size)
		buffer_append_char(file, '\0');
	file->len = size;
}

static void apply_data(struct image *image, const struct event *event)
{
	struct buffer *file = &image->bytes[event->node];

	if (event->kind == DATA)
		put_at(file, event->at, event->bytes);
	else
		cut_at(file, event->at);
}

static void apply_name(struct image *image, const struct event *event)
{
	if (event->kind != NAME)
		names_drop(&image->names, event->name);
	if (event->kind == NAME)
		names_set(&image->names, event->name, event->node);
	if (event->kind == RENAME)
		names_set(&image->names, event->to, event->node);
}

/* Some of the bytes, then nothing, zeros or rubbish. */
static void tear(struct image *image, const struct event *event)
{
	struct buffer *file = &image->bytes[event->node];
	size_t         kept = draw((unsigned)event->bytes.len + 1);
	unsigned       rest = draw(3);

	if (draw(2) == 0)
		kept = kept / SECTOR * SECTOR;
	put_at(file, event->at, slice_range(event->bytes, 0, kept));
	for (size_t i = kept; rest > 0 && i < event->bytes.len; i++) {
		char c = rest == 1 ? '\0' : (char)draw(256);

		put_at(file, event->at + i, (struct slice){ &c, 1 });
	}
}

static void apply_by_chance(struct image *image, const struct event *event)
{
	unsigned fate = draw(3);

	if (fate == 1 && event->kind == DATA)
		tear(image, event);
	else if (fate > 0)
		apply_data(image, event);
}

static bool is_data(const struct event *event)
{
	return event->kind == DATA || event->kind == CUT;
}

static bool is_name(const struct event *event)
{
	return event->kind == NAME || event->kind == RENAME || event->kind == UNNAME;
}

static bool is_in(const char *name, const char *folder)
{
	size_t len = strlen(folder);

	if (len == 0)
		return strchr(name, '/') == NULL;
	return strncmp(name, folder, len) == 0 && name[len] == '/' &&
	       strchr(name + len + 1, '/') == NULL;
}

/* Is there a sync behind it, before the power fails? */
static bool is_synced(size_t index, size_t end)
{
	const struct event *event = &events[index];

	for (size_t i = index + 1; i < end; i++) {
		if (is_data(event) && events[i].kind == SYNC && events[i].node == event->node)
			return true;
		if (is_name(event) && events[i].kind == SYNC_FOLDER &&
		    is_in(event->name, events[i].name))
			return true;
	}
	return false;
}

static void image_make(struct image *image, size_t end)
{
	bool in_order = draw(2) == 0, keeps_names = true;

	memset(image, 0, sizeof *image);
	image->names = first_names;
	for (int i = 0; i < node_count; i++) {
		buffer_init_heap(&image->bytes[i]);
		buffer_append(&image->bytes[i], first_bytes[i]);
	}
	for (size_t i = 0; i < end; i++) {
		const struct event *event = &events[i];
		bool                is_safe = is_synced(i, end);

		if (event->kind == ACKNOWLEDGED)
			image->acknowledged[event->at] = true;
		if (is_data(event) && is_safe)
			apply_data(image, event);
		else if (is_data(event))
			apply_by_chance(image, event);
		if (!is_name(event))
			continue;
		if (!is_safe && draw(3) == 0)
			keeps_names = false;
		if (is_safe || keeps_names)
			apply_name(image, event);
		keeps_names |= !in_order;
	}
}

static void image_write(const struct image *image, const struct folder *folder)
{
	char path[600];

	for (size_t i = 1; i < folder_count; i++) {
		snprintf(path, sizeof path, "%s/%s", folder->path, folders[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	for (size_t i = 0; i < image->names.count; i++) {
		const struct file   *file = &image->names.file[i];
		const struct buffer *bytes = &image->bytes[file->node];

		snprintf(path, sizeof path, "%s/%s", folder->path, file->name);
		file_put(path, bytes->ptr, bytes->len);
		assert_int_equal(chmod(path, modes[file->node]), 0);
	}
}

/* ---- what must hold ---- */

static void find_numbers(const struct folder *folder, bool found[NUMBERS])
{
	struct audit_reader *reader;
	struct slice         line;
	struct error         err = { 0 };

	memset(found, 0, NUMBERS * sizeof *found);
	assert_int_equal(audit_reader_open(folder->path, &reader, &err), STATUS_OK);
	while (audit_reader_next(reader, &line, NULL, &err) == STATUS_OK) {
		size_t   at = slice_find(line, SLICE_LIT("\"number\":"), 0);
		unsigned number = NUMBERS;

		if (at != SIZE_MAX)
			number = (unsigned)strtoul(line.ptr + at + 9, NULL, 10);
		if (number < NUMBERS) {
			assert_false(found[number]);
			found[number] = true;
		}
	}
	audit_reader_close(&reader);
}

static void print_fault(void *context, const struct audit_fault *fault)
{
	(void)context;
	print_message("%s: line %llu, record %llu: %s: %s\n", fault->file,
	              (unsigned long long)fault->line, (unsigned long long)fault->seq,
	              audit_fault_word(fault->kind), fault->message);
}

static void image_check(const struct image *image, enum audit_mode mode, unsigned number,
                        size_t end)
{
	struct audit_options options = images_options(mode);
	struct audit_summary summary;
	struct folder        folder;
	struct audit_log    *log;
	struct error         err = { 0 };
	bool                 found[NUMBERS];

	folder_make(&folder);
	image_write(image, &folder);
	options.may_pack = number % 8 == 0;
	log = log_open(&folder, &options);
	assert_int_equal(log_put(log, NUMBERS - 1), STATUS_OK);
	log_close(&log);
	if (audit_verify(
		    &(struct audit_verify_options){ .data = folder.path, .report = print_fault },
		    &summary, &err) != STATUS_OK)
		fail_msg("image %u, %zu events: %s does not verify", number, end, folder.path);
	find_numbers(&folder, found);
	assert_true(found[NUMBERS - 1]);
	for (unsigned i = 0; i < NUMBERS; i++)
		if (image->acknowledged[i] && !found[i])
			fail_msg("image %u, %zu events: record %u is not in %s", number, end, i,
			         folder.path);
	folder_remove(&folder);
}

struct row {
	const char     *label;
	enum audit_mode mode;
	bool            is_torn; /* what was written between the two lives of the log */
	uint64_t        seed;
};

static const struct row rows_of_modes[] = {
	{ "every record synced by itself", AUDIT_EACH, true, 1 },
	{ "records synced in groups", AUDIT_GROUP, true, 2 },
	{ "a whole record was left unsynced", AUDIT_GROUP, false, 3 },
};

static void forget_run(void)
{
	for (size_t i = 0; i < event_count; i++)
		free((void *)(uintptr_t)events[i].bytes.ptr);
	for (int i = 1; i < node_count; i++) {
		free((void *)(uintptr_t)first_bytes[i].ptr);
		first_bytes[i] = SLICE_NONE;
	}
}

static void survives(void **state)
{
	const struct row   *row = *state;
	static struct image image;
	unsigned            acknowledged = 0;

	record_run(row->mode, row->is_torn);
	for (size_t i = 0; i < event_count; i++)
		acknowledged += events[i].kind == ACKNOWLEDGED;
	assert_int_equal(acknowledged, 2 * RECORDS);
	print_message("%zu events, %u images\n", event_count, images);
	chance = row->seed;
	for (unsigned i = 0; i < images; i++) {
		size_t end = i < event_count && images > event_count
		                     ? i + 1
		                     : draw((unsigned)event_count) + 1;

		image_make(&image, end);
		image_check(&image, row->mode, i, end);
		for (int k = 0; k < node_count; k++)
			buffer_free(&image.bytes[k]);
	}
	forget_run();
}

int main(int argc, char **argv)
{
	struct rows rows = { 0 };

	if (argc > 1)
		images = (unsigned)strtoul(argv[1], NULL, 10);
	ROWS_ADD(&rows, survives, rows_of_modes);
	return rows_run(&rows, "audit_images");
}
