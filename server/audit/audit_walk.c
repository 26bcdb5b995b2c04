/* SPDX-License-Identifier: Apache-2.0 */
/* How a fault gets its name.
 *
 *     own hash wrong                      changed      (the bytes were edited)
 *     next number, previous hash differs  replaced     (the record before was made anew)
 *     number jumps ahead                  missing      (records in between are gone)
 *     number from inside the last gap     reordered
 *     any other number already passed     inserted
 *     hash differs from a signed one      checkpoint_mismatch (all was made anew)
 *
 * After a fault the walk goes on from the line at hand, so that one edit gives one or two
 * faults and not one for each line behind it. */
#include "audit_walk.h"

#include <inttypes.h>

struct place {
	const struct audit_walk_segment *segment;
	uint64_t                         line;
};

static void compare_with_marks(struct audit_walk *walk, const struct audit_link *link,
                               const struct place *place)
{
	while (walk->next_mark < walk->mark_count) {
		const struct audit_mark *mark = &walk->marks[walk->next_mark];

		if (mark->head.seq > link->seq)
			return;
		walk->next_mark++;
		if (mark->head.seq == link->seq &&
		    !audit_digest_equal(&mark->head.hash, &link->hash))
			audit_fault_add(&walk->faults, AUDIT_FAULT_CHECKPOINT_HEAD,
			                place->segment->file, place->line, link->seq,
			                "the checkpoint at %s:%" PRIu64
			                " signed another hash for record %" PRIu64,
			                walk->checkpoint_file, mark->line, link->seq);
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
		                walk->head.seq);
	else
		audit_fault_add(&walk->faults, AUDIT_FAULT_INSERTED, place->segment->file,
		                place->line, link->seq,
		                "record %" PRIu64
		                " stands here a second time, behind record %" PRIu64,
		                link->seq, walk->head.seq);
}

static void check_link(struct audit_walk *walk, const struct audit_link *link,
                       const struct place *place)
{
	uint64_t expected = walk->head.seq + 1;

	if (link->seq > expected) {
		walk->gap_start = expected;
		walk->gap_end = link->seq;
		audit_fault_add(&walk->faults, AUDIT_FAULT_MISSING, place->segment->file,
		                place->line, expected,
		                "records %" PRIu64 " to %" PRIu64 " are missing before this line",
		                expected, link->seq - 1);
	} else if (!audit_digest_equal(&link->prev, &walk->head.hash)) {
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
		                place->line, walk->head.seq + 1, NULL);
		return;
	}
	walk->faults.summary->records++;
	if (!link.is_intact)
		audit_fault_add(&walk->faults, AUDIT_FAULT_CHANGED, place->segment->file,
		                place->line, link.seq,
		                "the bytes of record %" PRIu64 " do not match its hash", link.seq);
	if (link.seq <= walk->head.seq) {
		take_late(walk, &link, place);
		return;
	}
	check_link(walk, &link, place);
	compare_with_marks(walk, &link, place);
	walk->head = (struct audit_head){ .seq = link.seq, .hash = link.hash };
}

/* The lines of a segment behind the place where the next one begins were given up when the
 * log failed: the next segment says so in its first record, see check_start(). */
static void give_up_rest(struct audit_walk *walk, struct slice rest, const struct place *place)
{
	uint64_t lines = 0;

	for (size_t at = 0; (at = slice_find(rest, SLICE_LIT("\n"), at)) != SIZE_MAX; at++)
		lines++;
	audit_fault_add(&walk->faults, AUDIT_FAULT_SUPERSEDED, place->segment->file, place->line,
	                walk->head.seq + 1,
	                "%" PRIu64 " records behind record %" PRIu64
	                " were never acknowledged; the next segment takes their place",
	                lines, walk->head.seq);
	walk->gave_up = true;
}

static bool begins_with_recovery(struct slice bytes)
{
	size_t end = slice_find(bytes, SLICE_LIT("\n"), 0);

	return end != SIZE_MAX &&
	       slice_find(slice_range(bytes, 0, end), SLICE_LIT(",\"face\":\"audit.recovery\","),
	                  0) != SIZE_MAX;
}

static void check_start(struct audit_walk *walk, const struct audit_walk_segment *segment)
{
	if (segment->first_seq > walk->head.seq + 1)
		audit_fault_add(&walk->faults, AUDIT_FAULT_SEGMENT_MISSING, segment->file, 0,
		                walk->head.seq + 1,
		                "the segment that begins with record %" PRIu64
		                " is missing or ends too early",
		                walk->head.seq + 1);
	if (walk->gave_up && !begins_with_recovery(segment->bytes))
		audit_fault_add(&walk->faults, AUDIT_FAULT_INSERTED, segment->file, 1,
		                segment->first_seq,
		                "this segment takes the place of other records, and its first "
		                "record does not say why");
	walk->gave_up = false;
}

void audit_walk_segment(struct audit_walk *walk, const struct audit_walk_segment *segment)
{
	struct place place = { .segment = segment };
	struct slice bytes = segment->bytes;
	size_t       at = 0, end;

	walk->faults.summary->segments++;
	check_start(walk, segment);
	while ((end = slice_find(bytes, SLICE_LIT("\n"), at)) != SIZE_MAX) {
		place.line++;
		if (segment->next_first_seq != 0 && walk->head.seq + 1 == segment->next_first_seq) {
			give_up_rest(walk, slice_from(bytes, at), &place);
			return;
		}
		take_line(walk, slice_range(bytes, at, end), &place);
		at = end + 1;
	}
	if (at < bytes.len)
		audit_fault_add(&walk->faults, AUDIT_FAULT_TORN_TAIL, segment->file, place.line + 1,
		                walk->head.seq + 1, NULL);
}

void audit_walk_end(struct audit_walk *walk, const char *last_file)
{
	const struct audit_mark *last;

	if (walk->mark_count == 0)
		return;
	last = &walk->marks[walk->mark_count - 1];
	if (last->head.seq > walk->head.seq)
		audit_fault_add(&walk->faults, AUDIT_FAULT_TAIL_CUT, last_file, 0,
		                walk->head.seq + 1,
		                "the log ends with record %" PRIu64 ", but %s:%" PRIu64
		                " signed record %" PRIu64,
		                walk->head.seq, walk->checkpoint_file, last->line, last->head.seq);
}
