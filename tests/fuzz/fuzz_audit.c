/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes where an auditor's tools read files of others: as checkpoints, as lines of a segment
 * and as a proof. Reading ends, what is read lies in the bytes, and nothing is signed or proven
 * by a key that did not sign it. */
#include "audit_chain.h"
#include "audit_checkpoint.h"
#include "audit_entry.h"
#include "audit_proof.h"
#include "base_arena.h"

#include <assert.h>
#include <string.h>

#define INPUT_BYTES_MAX 65536
#define ARENA_BYTES     (1u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool lies_in(struct slice part, struct slice whole)
{
	return part.len == 0 ||
	       (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len);
}

static void read_notes(struct slice text, const struct audit_public_key *key)
{
	struct audit_note_reader reader = { .text = text };
	struct audit_note        note;
	size_t                   before = 0;
	enum status              status;

	while ((status = audit_note_next(&reader, &note)) == STATUS_OK ||
	       status == STATUS_CORRUPT) {
		assert(reader.offset > before && reader.offset <= text.len);
		assert(reader.whole_end <= reader.offset);
		before = reader.offset;
		if (status != STATUS_OK)
			continue;
		assert(lies_in(note.text, text) && lies_in(note.signatures, text));
		assert(lies_in(note.node, text) && note.line > 0);
		assert(!audit_note_is_signed(&note, key, 1));
	}
	assert(status == STATUS_END || status == STATUS_LIMIT_REACHED);
}

static void read_line(struct slice line, struct arena *arena)
{
	struct audit_link  link;
	struct audit_entry entry;
	enum status        status;
	uint64_t           seq = 0;

	if (audit_chain_read(line, &link)) {
		assert(lies_in(link.body, line));
		assert(audit_chain_seq(line, &seq));
	}
	status = audit_entry_read(line, arena, &entry);
	assert(status == STATUS_OK || status == STATUS_CORRUPT || status == STATUS_NO_MEMORY);
	arena_reset(arena);
}

static void read_lines(struct slice text, struct arena *arena)
{
	while (text.len > 0) {
		const char *end = memchr(text.ptr, '\n', text.len);
		size_t      len = end == NULL ? text.len : (size_t)(end - text.ptr);

		read_line(slice_range(text, 0, len), arena);
		text = slice_from(text, len < text.len ? len + 1 : len);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned char seed[AUDIT_SEED_BYTES] = { 1 };
	const struct slice         text = { (const char *)data, size };
	struct audit_signer        signer;
	struct audit_proven        proven;
	struct arena               arena;
	struct error               err = { 0 };

	if (size > INPUT_BYTES_MAX || !arena_open(&arena, ARENA_BYTES))
		return 0;
	audit_signer_init("node-fuzz", seed, &signer);
	read_notes(text, &signer.public_key);
	read_lines(text, &arena);
	assert(audit_proof_check(text, &signer.public_key, 1, &proven, &err) != STATUS_OK);
	assert(err.message[0] != '\0');
	arena_close(&arena);
	return 0;
}
