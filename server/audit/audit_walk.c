/* SPDX-License-Identifier: Apache-2.0 */
/* How a fault gets its name.
 *
 *     own hash wrong                      changed      (the bytes were edited)
 *     next number, previous hash differs  replaced     (the record before was made anew)
 *     number jumps ahead                  missing      (records in between are gone)
 *     number from inside the last gap     reordered
 *     any other number already passed     inserted
 *     hash or root differs from a signed  checkpoint_mismatch (all was made anew)
 *
 * After a fault the walk goes on from the line at hand, so that one edit gives one or two
 * faults and not one for each line behind it. */
#include "audit_walk.h"

#include "audit_entry.h"

#include <inttypes.h>

static void look_for_excuse(struct audit_walk *walk, struct slice line);

struct place {
	const struct audit_walk_segment *segment;
	uint64_t                         line;
};

static void compare_with_mark(struct audit_walk *walk, const struct audit_mark *mark,
                              const struct place *place)
{
	struct digest root;
	bool          is_same = audit_digest_equal(&mark->head.hash, &walk->tip.head.hash);

	if (is_same && !walk->has_gap) {
		audit_tree_root(&walk->tip.tree, &root);
		is_same = audit_digest_equal(&mark->root, &root);
	}
	if (!is_same)
		audit_fault_add(&walk->faults, AUDIT_FAULT_CHECKPOINT_HEAD, place->segment->file,
		                place->line, mark->head.seq,
		                "the checkpoint at %s:%" PRIu64
		                " signed another hash or root for record %" PRIu64,
		                mark->file, mark->line, mark->head.seq);
}

/* After the tip moved. */
static void compare_with_marks(struct audit_walk *walk, const struct place *place)
{
	for (; walk->next_mark < walk->mark_count; walk->next_mark++) {
		const struct audit_mark *mark = &walk->marks[walk->next_mark];

		if (mark->head.seq > walk->tip.head.seq)
			return;
		if (mark->head.seq == walk->tip.head.seq)
			compare_with_mark(walk, mark, place);
	}
}

/* A line whose number is already passed: the walk stays where it is. */
static void take_late(struct audit_walk *walk, const struct audit_link *link,
                      const struct place *place)
{
	if (link->seq >= walk->gap_start && link->seq < walk->gap_end)
		audit_fault_add(&walk->faults, AUDIT_FAULT_REORDERED, place->segment->file,
		                place->line, link->seq,
		                "record %" PRIu64 " stands behind record %" PRIu64, link->seq,
		                walk->tip.head.seq);
	else
		audit_fault_add(&walk->faults, AUDIT_FAULT_INSERTED, place->segment->file,
		                place->line, link->seq,
		                "record %" PRIu64
		                " stands here a second time, behind record %" PRIu64,
		                link->seq, walk->tip.head.seq);
}

static void check_link(struct audit_walk *walk, const struct audit_link *link,
                       const struct place *place)
{
	uint64_t expected = walk->tip.head.seq + 1;

	if (link->seq > expected) {
		walk->gap_start = expected;
		walk->gap_end = link->seq;
		walk->has_gap = true;
		audit_fault_add(&walk->faults, AUDIT_FAULT_MISSING, place->segment->file,
		                place->line, expected,
		                "records %" PRIu64 " to %" PRIu64 " are missing before this line",
		                expected, link->seq - 1);
	} else if (!audit_digest_equal(&link->prev, &walk->tip.head.hash)) {
		audit_fault_add(&walk->faults, AUDIT_FAULT_REPLACED, place->segment->file,
		                place->line, link->seq,
		                "record %" PRIu64 " does not follow from the record before it",
		                link->seq);
	}
}

static void take_line(struct audit_walk *walk, struct slice line, const struct place *place)
{
	struct audit_link link;

	if (!audit_chain_read(line, &link)) {
		audit_fault_add(&walk->faults, AUDIT_FAULT_UNREADABLE, place->segment->file,
		                place->line, walk->tip.head.seq + 1, NULL);
		return;
	}
	walk->faults.summary->records++;
	if (!link.is_intact)
		audit_fault_add(&walk->faults, AUDIT_FAULT_CHANGED, place->segment->file,
		                place->line, link.seq,
		                "the bytes of record %" PRIu64 " do not match its hash", link.seq);
	if (link.seq <= walk->tip.head.seq) {
		take_late(walk, &link, place);
		return;
	}
	check_link(walk, &link, place);
	audit_tip_skip_to(&walk->tip, &(struct audit_head){ link.seq, link.hash });
	compare_with_marks(walk, place);
	look_for_excuse(walk, line);
}

static void check_start(struct audit_walk *walk, const struct audit_walk_segment *segment)
{
	if (segment->first_seq > walk->tip.head.seq + 1)
		audit_fault_add(&walk->faults, AUDIT_FAULT_SEGMENT_MISSING, segment->file, 0,
		                walk->tip.head.seq + 1,
		                "the segment that begins with record %" PRIu64
		                " is missing or ends too early",
		                walk->tip.head.seq + 1);
}

/* A segment that takes the place of lines of the one before says so in its first record. */
static void check_excuse(struct audit_walk *walk, const struct audit_walk_segment *segment,
                         struct slice line)
{
	if (walk->gave_up &&
	    slice_find(line, SLICE_LIT(",\"face\":\"audit.recovery\","), 0) == SIZE_MAX)
		audit_fault_add(&walk->faults, AUDIT_FAULT_INSERTED, segment->file, 1,
		                segment->first_seq,
		                "this segment takes the place of other records, and its first "
		                "record does not say why");
	walk->gave_up = false;
}

bool audit_walk_gone(struct audit_walk *walk, const struct audit_gone *gone, bool is_signed)
{
	struct place place = { .segment = &(struct audit_walk_segment){ .file = "(removed)" } };

	if (!audit_gone_apply(gone, &walk->tip))
		return true; /* it does not fit: what is missing is named */
	if (walk->gap_count == walk->gap_cap) {
		size_t more = walk->gap_cap == 0 ? 64 : 2 * walk->gap_cap;
		void  *grown = arena_resize(walk->arena, walk->gaps,
		                            walk->gap_cap * sizeof *walk->gaps,
		                            more * sizeof *walk->gaps);

		if (grown == NULL)
			return false;
		walk->gaps = grown;
		walk->gap_cap = more;
	}
	walk->gaps[walk->gap_count++] = (struct audit_walk_gap){ gone->first_seq, gone->last_seq,
		                                                 gone->digest, is_signed, false };
	walk->faults.summary->gone += gone->last_seq - gone->first_seq + 1;
	compare_with_marks(walk, &place);
	return true;
}

static void excuse(struct audit_walk *walk, const struct audit_entry *entry)
{
	struct digest digest;

	if (!audit_digest_read(entry->notice_gone, &digest))
		return;
	for (size_t i = 0; i < walk->gap_count; i++)
		if (walk->gaps[i].first_seq == entry->notice_first_seq &&
		    walk->gaps[i].last_seq == entry->notice_last_seq &&
		    audit_digest_equal(&walk->gaps[i].digest, &digest))
			walk->gaps[i].is_excused = true;
}

/* Does this record say that others went, and why? */
static void look_for_excuse(struct audit_walk *walk, struct slice line)
{
	size_t             mark;
	struct audit_entry entry;

	if (walk->gap_count == 0 ||
	    slice_find(line, SLICE_LIT(",\"face\":\"" AUDIT_FACE_GONE "\","), 0) == SIZE_MAX)
		return;
	mark = arena_mark(walk->arena);
	if (audit_entry_read(line, walk->arena, &entry) == STATUS_OK)
		excuse(walk, &entry);
	arena_rewind(walk->arena, mark);
}

static void check_gaps(struct audit_walk *walk, const char *last_file)
{
	for (size_t i = 0; i < walk->gap_count; i++)
		if (!walk->gaps[i].is_signed || !walk->gaps[i].is_excused)
			audit_fault_add(&walk->faults, AUDIT_FAULT_SEGMENT_MISSING, last_file, 0,
			                walk->gaps[i].first_seq,
			                "records %" PRIu64 " to %" PRIu64 " were removed, and %s",
			                walk->gaps[i].first_seq, walk->gaps[i].last_seq,
			                walk->gaps[i].is_signed ? "no record says why"
			                                        : "what is left is not signed");
}

void audit_walk_begin(struct audit_walk *walk, struct audit_walk_segment *segment)
{
	walk->faults.summary->segments++;
	segment->line = 0;
	segment->given_up = 0;
	check_start(walk, segment);
}

/* The lines of a segment behind the place where the next one begins were given up when the
 * log failed: the next segment says so in its first record, see check_excuse(). */
void audit_walk_line(struct audit_walk *walk, struct audit_walk_segment *segment, struct slice line)
{
	struct place place = { .segment = segment, .line = ++segment->line };

	if (segment->line == 1)
		check_excuse(walk, segment, line);
	if (segment->next_first_seq != 0 && walk->tip.head.seq + 1 == segment->next_first_seq)
		segment->given_up++;
	else
		take_line(walk, line, &place);
}

void audit_walk_torn(struct audit_walk *walk, struct audit_walk_segment *segment)
{
	audit_fault_add(&walk->faults, AUDIT_FAULT_TORN_TAIL, segment->file, segment->line + 1,
	                walk->tip.head.seq + 1, NULL);
}

void audit_walk_leave(struct audit_walk *walk, struct audit_walk_segment *segment)
{
	if (segment->given_up == 0)
		return;
	audit_fault_add(&walk->faults, AUDIT_FAULT_SUPERSEDED, segment->file,
	                segment->line - segment->given_up + 1, walk->tip.head.seq + 1,
	                "%" PRIu64 " records behind record %" PRIu64
	                " were never acknowledged; the next segment takes their place",
	                segment->given_up, walk->tip.head.seq);
	walk->gave_up = true;
}

void audit_walk_end(struct audit_walk *walk, const char *last_file)
{
	const struct audit_mark *last;

	check_gaps(walk, last_file);
	if (walk->mark_count == 0)
		return;
	last = &walk->marks[walk->mark_count - 1];
	if (last->head.seq > walk->tip.head.seq)
		audit_fault_add(&walk->faults, AUDIT_FAULT_TAIL_CUT, last_file, 0,
		                walk->tip.head.seq + 1,
		                "the log ends with record %" PRIu64 ", but %s:%" PRIu64
		                " signed record %" PRIu64,
		                walk->tip.head.seq, last->file, last->line, last->head.seq);
}
