/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_checkpoint.h"
#include "test_base_rows.h"

static const unsigned char seed[AUDIT_SEED_BYTES] = "thirty-two bytes of a test seed";

/* Made with another implementation of Ed25519 (Python's cryptography) from the same seed. */
static const char golden[] = "doorward/node-a\n"
			     "0\n"
			     "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
			     "chain AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
			     "\n"
			     "\xE2\x80\x94 doorward/node-a "
			     "eAotFwp0ECUjwFEvQacLTIA7f6iGgOTbQWhK7V/DHWmV/"
			     "MUgairX9wB3tJIRclPIOumBX4lTglGGOKkXR5C9/wacRA8=\n"
			     "\n";

static void tip_to(struct audit_tip *tip, uint64_t size)
{
	struct audit_head head;

	memset(head.hash.bytes, 0xAB, sizeof head.hash.bytes);
	for (head.seq = tip->head.seq + 1; head.seq <= size; head.seq++)
		audit_tip_add(tip, &head);
}

static void write_two(struct audit_signer *signer, struct buffer *out)
{
	struct audit_tip tip = { 0 };

	audit_signer_init("node-a", seed, signer);
	tip_to(&tip, 7);
	audit_checkpoint_write(signer, &tip, out);
	tip_to(&tip, 1200);
	audit_checkpoint_write(signer, &tip, out);
	assert_false(out->failed);
}

static void reads_back(void **state)
{
	struct audit_signer signer;
	struct audit_note   note;
	struct buffer       text;

	(void)state;
	buffer_init_heap(&text);
	write_two(&signer, &text);
	struct audit_note_reader reader = { .text = buffer_slice(&text) };

	assert_int_equal(audit_note_next(&reader, &note), STATUS_OK);
	assert_int_equal(note.head.seq, 7);
	assert_int_equal(note.head.hash.bytes[31], 0xAB);
	assert_int_equal(note.line, 1);
	assert_true(slice_equal_cstr(note.node, "node-a"));
	assert_true(audit_note_is_signed(&note, &signer.public_key, 1));
	assert_int_equal(audit_note_next(&reader, &note), STATUS_OK);
	assert_int_equal(note.head.seq, 1200);
	assert_int_equal(note.line, 8);
	assert_true(audit_note_is_signed(&note, &signer.public_key, 1));
	assert_int_equal(audit_note_next(&reader, &note), STATUS_END);
	buffer_free(&text);
}

static void refuses_another_key(void **state)
{
	static const unsigned char other_seed[AUDIT_SEED_BYTES] = "another seed";
	struct audit_signer        signer, other;
	struct audit_note          note;
	struct buffer              text;

	(void)state;
	buffer_init_heap(&text);
	write_two(&signer, &text);
	audit_signer_init("node-a", other_seed, &other);
	struct audit_note_reader reader = { .text = buffer_slice(&text) };

	assert_int_equal(audit_note_next(&reader, &note), STATUS_OK);
	assert_false(audit_note_is_signed(&note, &other.public_key, 1));
	buffer_free(&text);
}

/* The form of C2SP's tlog-checkpoint, byte for byte. */
static void writes_a_tlog_checkpoint(void **state)
{
	struct audit_signer signer;
	struct audit_tip    tip = { 0 };
	struct buffer       text;

	(void)state;
	buffer_init_heap(&text);
	audit_signer_init("node-a", seed, &signer);
	audit_checkpoint_write(&signer, &tip, &text);
	buffer_append_char(&text, '\0');
	assert_string_equal(text.ptr, golden);
	buffer_free(&text);
}

/* Others may add lines and signatures of their own. */
static void takes_what_others_added(void **state)
{
	static const unsigned char other_seed[AUDIT_SEED_BYTES] = "a witness";
	struct audit_signer        signer, witness;
	struct audit_note          note;
	struct audit_tip           tip = { 0 };
	struct buffer              text, other;
	size_t                     len;

	(void)state;
	buffer_init_heap(&text);
	buffer_init_heap(&other);
	audit_signer_init("node-a", seed, &signer);
	audit_signer_init("node-w", other_seed, &witness);
	tip_to(&tip, 3);
	audit_checkpoint_write(&witness, &tip, &other);
	audit_checkpoint_write(&signer, &tip, &text);
	/* The other's signature line in front of ours. */
	len = slice_find(buffer_slice(&text), SLICE_LIT("\n\n"), 0) + 2;
	struct slice  line = slice_from(buffer_slice(&other),
	                                slice_find(buffer_slice(&other), SLICE_LIT("\n\n"), 0) + 2);
	struct buffer both;
	buffer_init_heap(&both);
	buffer_append(&both, slice_range(buffer_slice(&text), 0, len));
	buffer_append(&both, slice_range(line, 0, line.len - 1));
	buffer_append(&both, slice_from(buffer_slice(&text), len));
	struct audit_note_reader reader = { .text = buffer_slice(&both) };

	assert_int_equal(audit_note_next(&reader, &note), STATUS_OK);
	assert_true(audit_note_is_signed(&note, &signer.public_key, 1));
	assert_false(audit_note_is_signed(&note, &witness.public_key, 1)); /* of another origin */
	assert_int_equal(audit_note_next(&reader, &note), STATUS_END);
	buffer_free(&text);
	buffer_free(&other);
	buffer_free(&both);
}

/* One byte changed anywhere in a note: it is no note any more, or its signature fails. */
static void notices_every_changed_byte(void **state)
{
	struct audit_signer signer;
	struct buffer       text;

	(void)state;
	buffer_init_heap(&text);
	audit_signer_init("node-a", seed, &signer);
	audit_checkpoint_write(&signer, &(struct audit_tip){ 0 }, &text);
	for (size_t i = 0; i + 1 < text.len; i++) {
		struct audit_note_reader reader = { .text = buffer_slice(&text) };
		struct audit_note        note;

		text.ptr[i] ^= 1;
		if (audit_note_next(&reader, &note) == STATUS_OK)
			assert_false(audit_note_is_signed(&note, &signer.public_key, 1));
		text.ptr[i] ^= 1;
	}
	buffer_free(&text);
}

/* Cut at any byte: the notes before the cut are read, the rest is torn and not forged. */
static void knows_a_torn_tail(void **state)
{
	struct audit_signer signer;
	struct buffer       text;

	(void)state;
	buffer_init_heap(&text);
	write_two(&signer, &text);
	for (size_t len = 0; len < text.len; len++) {
		struct audit_note_reader reader = { .text = { text.ptr, len } };
		struct audit_note        note;
		enum status              status;

		do {
			status = audit_note_next(&reader, &note);
			assert_int_not_equal(status, STATUS_CORRUPT);
		} while (status == STATUS_OK);
		assert_true(status == STATUS_END || status == STATUS_LIMIT_REACHED);
		assert_true(reader.whole_end <= len);
	}
	buffer_free(&text);
}

static void skips_lines_that_are_no_note(void **state)
{
	struct audit_signer signer;
	struct audit_note   note;
	struct buffer       text;

	(void)state;
	buffer_init_heap(&text);
	buffer_append_cstr(&text, "rubbish\nmore rubbish\n");
	write_two(&signer, &text);
	struct audit_note_reader reader = { .text = buffer_slice(&text) };

	assert_int_equal(audit_note_next(&reader, &note), STATUS_CORRUPT);
	assert_int_equal(note.line, 1);
	assert_int_equal(audit_note_next(&reader, &note), STATUS_OK);
	assert_int_equal(note.line, 3);
	buffer_free(&text);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "reads back what was written", reads_back);
	rows_add_one(&rows, "writes a tlog-checkpoint", writes_a_tlog_checkpoint);
	rows_add_one(&rows, "takes what others added", takes_what_others_added);
	rows_add_one(&rows, "refuses the signature of another key", refuses_another_key);
	rows_add_one(&rows, "notices every changed byte", notices_every_changed_byte);
	rows_add_one(&rows, "knows a torn tail", knows_a_torn_tail);
	rows_add_one(&rows, "skips lines that are no note", skips_lines_that_are_no_note);
	return rows_run(&rows, "audit_checkpoint");
}
