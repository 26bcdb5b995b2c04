/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_writer.h"

#include "audit_content.h"
#include "audit_file.h"
#include "audit_store.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TURN_NS  200000u
#define IDLE_US  1000000u
#define RETRY_US 200000u

static void answer(struct audit_writer *writer, struct audit_ticket *ticket, enum status status)
{
	struct audit_bell *bell = ticket != NULL ? ticket->bell : NULL;

	if (bell != NULL && !bell->is_due) {
		bell->is_due = true;
		bell->next_due = writer->due;
		writer->due = bell;
	}
	if (ticket != NULL)
		ticket->done(ticket, status);
}

static void ring(struct audit_writer *writer)
{
	while (writer->due != NULL) {
		struct audit_bell *bell = writer->due;

		writer->due = bell->next_due;
		bell->is_due = false;
		bell->ring(bell);
	}
}

/* The last `records` of a batch, from `offset` on. */
struct rest {
	size_t offset;
	size_t records;
};

/* Lets everybody go who waits for one of them; the backlog has fallen by then. */
static void answer_rest(struct audit_writer *writer, const struct audit_batch *batch,
                        struct rest rest, enum status status)
{
	struct audit_parcel parcel;

	audit_queue_settle(&writer->queue, rest.records);
	if (status != STATUS_OK)
		atomic_fetch_add(&writer->counters.unwritten, rest.records);
	/* Nobody waits in mode `async`: those were answered, and there is no record. */
	if (status != STATUS_OK && writer->options.mode == AUDIT_ASYNC)
		atomic_fetch_add(&writer->counters.dropped, rest.records);
	while (audit_batch_next(batch, &rest.offset, &parcel))
		answer(writer, parcel.ticket, status);
	ring(writer);
}

static void lose_content(struct audit_writer *writer, const char *why)
{
	if (atomic_fetch_add(&writer->counters.content_lost, 1) == 0 &&
	    writer->options.event != NULL)
		writer->options.event(writer->options.context, "audit_content_lost", why);
}

/* Adds the line of a record. A verdict is never lost for its text's sake: what cannot be sealed
 * is recorded without it, and counted. */
static void add_line(struct audit_writer *writer, const struct audit_parcel *parcel, bool may_seal)
{
	struct audit_head                head = writer->next.head;
	const struct audit_content_place place = { writer->folder->node, head.seq + 1 };

	buffer_clear(&writer->sealed);
	if (parcel->content.len > 0 &&
	    (!may_seal || audit_content_seal(writer->vault, parcel->content, &place,
	                                     &writer->sealed) != STATUS_OK))
		lose_content(writer, "a text could not be sealed");
	if (writer->sealed.len == 0)
		buffer_append_cstr(&writer->sealed, AUDIT_CONTENT_NONE);
	audit_chain_append(&head, parcel->body, buffer_slice(&writer->sealed), &writer->lines);
	audit_tip_add(&writer->next, &head);
}

/* The lines of records from *offset on, at most `records`; *offset is moved behind them. The keys
 * of their texts are durable before they are. */
static void add_lines(struct audit_writer *writer, const struct audit_batch *batch, size_t *offset,
                      size_t records)
{
	struct audit_parcel parcel;
	size_t              start = *offset;
	bool                may_seal = true;

	for (;;) {
		writer->next = writer->tip;
		*offset = start;
		buffer_clear(&writer->lines);
		for (size_t i = 0; i < records && audit_batch_next(batch, offset, &parcel); i++)
			add_line(writer, &parcel, may_seal);
		if (audit_vault_commit(writer->vault) == STATUS_OK || !may_seal)
			return;
		may_seal = false;
	}
}

static void write_group(struct audit_writer *writer, const struct audit_batch *batch)
{
	size_t offset = 0;

	add_lines(writer, batch, &offset, batch->records);
	answer_rest(writer, batch, (struct rest){ 0, batch->records }, audit_store_lines(writer));
}

static void write_each(struct audit_writer *writer, const struct audit_batch *batch)
{
	struct rest         rest = { 0, batch->records };
	struct audit_parcel parcel;

	while (rest.records > 0) {
		size_t next = rest.offset;

		add_lines(writer, batch, &next, 1);
		if (audit_store_lines(writer) != STATUS_OK)
			break;
		audit_queue_settle(&writer->queue, 1);
		if (audit_batch_next(batch, &rest.offset, &parcel))
			answer(writer, parcel.ticket, STATUS_OK);
		ring(writer);
		rest.records--;
	}
	answer_rest(writer, batch, rest, STATUS_IO);
}

static void write_batch(struct audit_writer *writer, const struct audit_batch *batch)
{
	audit_store_rotate(writer, false);
	if (!atomic_load(&writer->is_writable))
		answer_rest(writer, batch, (struct rest){ 0, batch->records }, STATUS_IO);
	else if (writer->options.mode == AUDIT_EACH)
		write_each(writer, batch);
	else
		write_group(writer, batch);
	audit_batch_wipe(batch);
}

static void look_after(struct audit_writer *writer)
{
	uint64_t now = audit_store_now_us();

	if (writer->is_dirty && now - writer->dirty_since_us >= AUDIT_ASYNC_WINDOW_US)
		audit_store_flush(writer);
	if (!atomic_load(&writer->is_writable))
		audit_store_resume(writer);
	else if (writer->tip.head.seq - writer->signed_seq >= writer->options.checkpoint_records ||
	         now - writer->signed_at_us >= writer->options.checkpoint_s * 1000000u)
		audit_store_sign(writer);
	audit_store_rotate(writer, true);
}

static uint64_t patience(const struct audit_writer *writer)
{
	if (writer->is_dirty)
		return AUDIT_ASYNC_WINDOW_US;
	return atomic_load(&writer->is_writable) ? IDLE_US : RETRY_US;
}

/* A sync sleeps and goes on in a moment, which on a busy machine is a whole turn of somebody else:
 * 3 ms, ten times the sync. Who asks for short turns is let in at once (Linux 6.12 and later;
 * before that sched_runtime is ignored for ordinary threads). <linux/sched/types.h>, which the C
 * library's headers contradict, has the layout. */
static void be_prompt(void)
{
#ifdef SYS_sched_setattr
	struct {
		uint32_t size, policy;
		uint64_t flags;
		int32_t  nice;
		uint32_t priority;
		uint64_t runtime_ns, deadline_ns, period_ns;
	} wish = { .size = sizeof wish,
		   .nice = getpriority(PRIO_PROCESS, 0),
		   .runtime_ns = TURN_NS };

	if (sched_getscheduler(0) == SCHED_OTHER)
		(void)syscall(SYS_sched_setattr, 0, &wish, 0);
#endif
}

static void *run(void *context)
{
	struct audit_writer       *writer = context;
	const enum audit_mode      mode = writer->options.mode;
	const struct audit_company company = { mode == AUDIT_EACH ? 0
		                                                  : writer->options.group_wait_us,
		                               mode == AUDIT_GROUP };

	be_prompt();
	for (;;) {
		struct audit_batch *batch = audit_queue_take(&writer->queue, patience(writer),
		                                             company);

		if (batch != NULL)
			write_batch(writer, batch);
		else if (audit_queue_is_closing(&writer->queue))
			break;
		look_after(writer);
	}
	audit_store_sign(writer);
	return NULL;
}

static enum status cannot(const char *what, const char *path, struct error *err)
{
	return error_set(err, STATUS_IO, path, 0, 0, "cannot %s: %s", what, strerror(errno));
}

static enum status open_checkpoints(struct audit_writer *writer, uint64_t whole_bytes,
                                    struct error *err)
{
	char path[AUDIT_PATH_BYTES];

	if (!audit_file_path(path, sizeof path, writer->folder->segments, AUDIT_CHECKPOINT_FILE))
		return cannot("name", writer->folder->segments, err);
	writer->checkpoint_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	if (writer->checkpoint_fd < 0 || ftruncate(writer->checkpoint_fd, (off_t)whole_bytes) != 0)
		return cannot("open", path, err);
	if (audit_file_sync_folder(writer->folder->segments) != STATUS_OK)
		return cannot("make durable", path, err);
	writer->checkpoint_bytes = whole_bytes;
	return STATUS_OK;
}

/* Says in the log what recovery did, and signs the head. */
static enum status begin(struct audit_writer *writer, const struct audit_recovery *recovery,
                         struct error *err)
{
	const struct audit_size sizes[] = { { "cut", recovery->cut_bytes },
		                            { "damaged", recovery->is_damaged ? 1 : 0 } };

	if (recovery->is_damaged && writer->options.event != NULL)
		writer->options.event(
			writer->options.context, "audit_damaged",
			"signed records are changed or gone: run doorward audit verify");
	if ((recovery->is_damaged || recovery->cut_bytes > 0) &&
	    audit_store_recovery(writer, sizes, 2) != STATUS_OK)
		return cannot("write", writer->segment.path, err);
	audit_store_sign(writer);
	return STATUS_OK;
}

static void release(struct audit_writer *writer)
{
	audit_segment_close(&writer->segment);
	if (writer->checkpoint_fd >= 0)
		close(writer->checkpoint_fd);
	buffer_free(&writer->lines);
	buffer_free(&writer->sealed);
	audit_vault_close(&writer->vault);
}

enum status audit_writer_open(struct audit_writer *writer, const struct audit_options *options,
                              const struct audit_folder *folder, const struct audit_signer *signer,
                              struct error *err)
{
	struct audit_recovery recovery;
	enum status           status;

	*writer = (struct audit_writer){
		.options = *options, .folder = folder, .signer = signer, .checkpoint_fd = -1
	};
	status = audit_recover(folder, signer, &recovery, err);
	if (status != STATUS_OK)
		return status;
	writer->segment = recovery.segment;
	writer->tip = recovery.tip;
	writer->good_bytes = recovery.segment.bytes;
	audit_store_publish(writer);
	atomic_store(&writer->written_seq, writer->tip.head.seq);
	atomic_store(&writer->is_writable, true);
	buffer_init_heap(&writer->lines);
	buffer_init_heap(&writer->sealed);
	status = open_checkpoints(writer, recovery.checkpoint_bytes, err);
	if (status == STATUS_OK)
		status = audit_vault_open(folder, &writer->vault, err);
	if (status == STATUS_OK)
		status = begin(writer, &recovery, err);
	if (status == STATUS_OK)
		status = audit_queue_open(&writer->queue, options->queue_bytes);
	if (status != STATUS_OK) {
		release(writer);
		return error_set(err, status, NULL, 0, 0, "%s", status_text(status));
	}
	if (pthread_create(&writer->thread, NULL, run, writer) != 0) {
		audit_queue_close(&writer->queue);
		release(writer);
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "cannot start a thread");
	}
	return STATUS_OK;
}

void audit_writer_stop(struct audit_writer *writer)
{
	audit_queue_shut(&writer->queue);
	pthread_join(writer->thread, NULL);
}

void audit_writer_close(struct audit_writer *writer)
{
	audit_queue_close(&writer->queue);
	release(writer);
}
