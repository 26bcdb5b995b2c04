/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_checkpoint.h"

#include "audit_file.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define ORIGIN            "doorward/"
#define CHAIN             "chain "
#define ED25519           0x01
#define BASE64_CAP        128
#define PUBLIC_FILE_BYTES 4096

static const struct slice dash = SLICE_INIT("\xE2\x80\x94 ");

/* The first 4 bytes of SHA-256(name, newline, 0x01, key), as C2SP's signed-note says. */
static void make_id(struct audit_public_key *key)
{
	struct digest       digest;
	struct digest_state state;

	digest_begin(&state);
	digest_add(&state, slice_from_cstr(key->name));
	digest_add(&state, SLICE_LIT("\n\x01"));
	digest_add(&state, (struct slice){ (const char *)key->bytes, sizeof key->bytes });
	digest_end(&state, &digest);
	memcpy(key->id, digest.bytes, sizeof key->id);
}

void audit_signer_init(const char *node, const unsigned char seed[AUDIT_SEED_BYTES],
                       struct audit_signer *signer)
{
	*signer = (struct audit_signer){ 0 };
	snprintf(signer->node, sizeof signer->node, "%s", node);
	snprintf(signer->public_key.name, sizeof signer->public_key.name, "doorward/%s",
	         signer->node);
	crypto_sign_seed_keypair(signer->public_key.bytes, signer->secret, seed);
	make_id(&signer->public_key);
}

void audit_signer_reset(struct audit_signer *signer)
{
	sodium_memzero(signer, sizeof *signer);
}

static void put_base64(struct buffer *out, const unsigned char *bytes, size_t len)
{
	char text[BASE64_CAP];

	assert(sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL) <= sizeof text);
	sodium_bin2base64(text, sizeof text, bytes, len, sodium_base64_VARIANT_ORIGINAL);
	buffer_append_cstr(out, text);
}

static bool read_base64(struct slice text, unsigned char *bytes, size_t len)
{
	size_t got = 0;

	return sodium_base642bin(bytes, len, text.ptr, text.len, NULL, &got, NULL,
	                         sodium_base64_VARIANT_ORIGINAL) == 0 &&
	       got == len;
}

static void put_public_key(const struct audit_public_key *key, struct buffer *out)
{
	unsigned char typed[33] = { ED25519 };

	memcpy(typed + 1, key->bytes, sizeof key->bytes);
	buffer_append_format(out, "%s+%02x%02x%02x%02x+", key->name, key->id[0], key->id[1],
	                     key->id[2], key->id[3]);
	put_base64(out, typed, sizeof typed);
	buffer_append_char(out, '\n');
}

/* Adds our key to audit.pub unless it is there: keys of former nodes stay. */
static enum status publish(const struct audit_folder *folder, const struct audit_signer *signer,
                           struct error *err)
{
	char path[AUDIT_PATH_BYTES], old[PUBLIC_FILE_BYTES] = "", memory[PUBLIC_FILE_BYTES + 256];
	struct buffer text, key;
	char          line[256];
	enum status   status;

	if (!audit_file_path(path, sizeof path, folder->data, AUDIT_PUBLIC_FILE))
		return error_set(err, STATUS_IO, folder->data, 0, 0, "the path is too long");
	status = audit_file_read_small(path, old, sizeof old);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		return error_set(err, status, path, 0, 0, "cannot read: %s", strerror(errno));

	buffer_init_fixed(&key, line, sizeof line);
	put_public_key(&signer->public_key, &key);
	if (slice_find(slice_from_cstr(old), buffer_slice(&key), 0) != SIZE_MAX)
		return STATUS_OK;
	buffer_init_fixed(&text, memory, sizeof memory);
	buffer_append_cstr(&text, old);
	buffer_append(&text, buffer_slice(&key));
	return audit_file_create_small(folder->data, AUDIT_PUBLIC_FILE, 0644, buffer_slice(&text),
	                               err);
}

enum status audit_signer_open(const struct audit_folder *folder, struct audit_signer *signer,
                              struct error *err)
{
	unsigned char seed[AUDIT_SEED_BYTES];
	enum status   status = audit_folder_secret(folder, "sign.key", seed, err);

	if (status != STATUS_OK)
		return status;
	audit_signer_init(folder->node, seed, signer);
	sodium_memzero(seed, sizeof seed);
	return publish(folder, signer, err);
}

void audit_sign(const struct audit_signer *signer, struct slice text, struct buffer *out)
{
	unsigned char signature[4 + crypto_sign_BYTES];

	memcpy(signature, signer->public_key.id, 4);
	crypto_sign_detached(signature + 4, NULL, (const unsigned char *)text.ptr, text.len,
	                     signer->secret);
	buffer_append(out, dash);
	buffer_append_cstr(out, signer->public_key.name);
	buffer_append_char(out, ' ');
	put_base64(out, signature, sizeof signature);
	buffer_append_char(out, '\n');
}

void audit_checkpoint_write(const struct audit_signer *signer, const struct audit_tip *tip,
                            struct buffer *out)
{
	char          memory[256];
	struct buffer line;
	struct digest root;
	size_t        start = out->len;

	audit_tree_root(&tip->tree, &root);
	buffer_append_cstr(out, ORIGIN);
	buffer_append_cstr(out, signer->node);
	buffer_append_char(out, '\n');
	buffer_append_u64(out, tip->tree.size);
	buffer_append_char(out, '\n');
	put_base64(out, root.bytes, sizeof root.bytes);
	buffer_append_cstr(out, "\n" CHAIN);
	put_base64(out, tip->head.hash.bytes, sizeof tip->head.hash.bytes);
	buffer_append_char(out, '\n');
	if (out->failed)
		return;
	buffer_init_fixed(&line, memory, sizeof memory);
	audit_sign(signer, slice_from(buffer_slice(out), start), &line);
	buffer_append_char(out, '\n');
	buffer_append(out, buffer_slice(&line));
	buffer_append_char(out, '\n');
}

/* ---- reading ---- */

/* The next line without its newline; false at the end or when the last line has none. */
static bool next_line(struct audit_note_reader *reader, struct slice *line)
{
	size_t end = slice_find(reader->text, SLICE_LIT("\n"), reader->offset);

	if (end == SIZE_MAX)
		return false;
	*line = slice_range(reader->text, reader->offset, end);
	reader->offset = end + 1;
	reader->line++;
	return true;
}

static bool is_origin_next(const struct audit_note_reader *reader)
{
	return slice_starts_with(slice_from(reader->text, reader->offset), SLICE_LIT(ORIGIN));
}

static bool read_size(struct slice line, uint64_t *size)
{
	uint64_t value = 0;

	if (line.len == 0 || line.len > 19)
		return false;
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] < '0' || line.ptr[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(line.ptr[i] - '0');
	}
	*size = value;
	return true;
}

static enum status skip_to_origin(struct audit_note_reader *reader)
{
	struct slice line;

	while (!is_origin_next(reader) && next_line(reader, &line))
		;
	return STATUS_CORRUPT;
}

/* The lines between the root and the empty line; those that are not ours are passed over.
 * STATUS_OK, STATUS_LIMIT_REACHED, STATUS_CORRUPT. */
static enum status read_extensions(struct audit_note_reader *reader, struct audit_note *note,
                                   size_t start)
{
	bool         has_chain = false;
	struct slice line;

	for (;;) {
		note->text = slice_range(reader->text, start, reader->offset);
		if (!next_line(reader, &line))
			return STATUS_LIMIT_REACHED;
		if (line.len == 0)
			return has_chain ? STATUS_OK : STATUS_CORRUPT;
		if (slice_starts_with(line, SLICE_LIT(CHAIN)))
			has_chain = read_base64(slice_from(line, sizeof CHAIN - 1),
			                        note->head.hash.bytes,
			                        sizeof note->head.hash.bytes);
	}
}

static bool is_signature_next(const struct audit_note_reader *reader)
{
	return slice_starts_with(slice_from(reader->text, reader->offset), dash);
}

/* One signature or more. */
static enum status read_signatures(struct audit_note_reader *reader, struct audit_note *note)
{
	size_t       start = reader->offset;
	struct slice line;

	do {
		if (!next_line(reader, &line))
			return STATUS_LIMIT_REACHED;
		if (!slice_starts_with(line, dash))
			return STATUS_CORRUPT;
	} while (is_signature_next(reader));
	note->signatures = slice_range(reader->text, start, reader->offset);
	return STATUS_OK;
}

enum status audit_note_next(struct audit_note_reader *reader, struct audit_note *note)
{
	struct slice origin, size, root;
	enum status  status;
	size_t       start;

	do {
		start = reader->offset;
		note->line = reader->line + 1;
		if (reader->offset == reader->text.len)
			return STATUS_END;
		if (!next_line(reader, &origin))
			return STATUS_LIMIT_REACHED;
	} while (origin.len == 0);

	if (!slice_starts_with(origin, SLICE_LIT(ORIGIN)))
		return skip_to_origin(reader);
	if (!next_line(reader, &size) || !next_line(reader, &root))
		return STATUS_LIMIT_REACHED;
	note->node = slice_from(origin, sizeof ORIGIN - 1);
	if (!read_size(size, &note->head.seq) ||
	    !read_base64(root, note->root.bytes, sizeof note->root.bytes))
		return skip_to_origin(reader);
	status = read_extensions(reader, note, start);
	if (status == STATUS_OK)
		status = read_signatures(reader, note);
	if (status == STATUS_CORRUPT)
		return skip_to_origin(reader);
	if (status == STATUS_OK)
		reader->whole_end = reader->offset;
	return status;
}

static bool is_signed_by(const struct audit_note *note, struct slice line,
                         const struct audit_public_key *key)
{
	unsigned char signature[4 + crypto_sign_BYTES];
	struct slice  rest = slice_from(line, dash.len);
	struct slice  name = slice_from_cstr(key->name);

	if (!slice_starts_with(rest, name) || rest.len <= name.len || rest.ptr[name.len] != ' ')
		return false;
	rest = slice_from(rest, name.len + 1);
	if (!read_base64(rest, signature, sizeof signature) ||
	    memcmp(signature, key->id, sizeof key->id) != 0)
		return false;
	return crypto_sign_verify_detached(signature + 4, (const unsigned char *)note->text.ptr,
	                                   note->text.len, key->bytes) == 0;
}

bool audit_note_is_signed(const struct audit_note *note, const struct audit_public_key *keys,
                          size_t count)
{
	struct audit_note_reader lines = { .text = note->signatures };
	struct slice             line;

	while (next_line(&lines, &line))
		for (size_t i = 0; i < count; i++)
			if (is_signed_by(note, line, &keys[i]))
				return true;
	return false;
}

enum status audit_head_read(const char *data, char memory[AUDIT_HEAD_BYTES],
                            struct audit_note *note)
{
	char                     path[AUDIT_PATH_BYTES];
	struct audit_note_reader reader = { 0 };

	if (!audit_file_path(path, sizeof path, data, "secret/" AUDIT_HEAD_FILE) ||
	    audit_file_read_small(path, memory, AUDIT_HEAD_BYTES) != STATUS_OK)
		return STATUS_NOT_FOUND;
	reader.text = slice_from_cstr(memory);
	return audit_note_next(&reader, note) == STATUS_OK ? STATUS_OK : STATUS_NOT_FOUND;
}

void audit_head_save(const char *data, struct slice note)
{
	char secrets[AUDIT_PATH_BYTES];

	if (audit_file_path(secrets, sizeof secrets, data, "secret"))
		audit_file_replace(secrets, AUDIT_HEAD_FILE, 0600, note);
}

/* "doorward/node-abc+0123abcd+<base64>" */
static bool read_public_key(struct slice line, struct audit_public_key *key)
{
	size_t        plus = slice_find(line, SLICE_LIT("+"), 0);
	unsigned char typed[33], id[4];
	size_t        id_len = 0;

	if (plus == SIZE_MAX || plus == 0 || plus >= sizeof key->name || line.len < plus + 10 ||
	    line.ptr[plus + 9] != '+')
		return false;
	*key = (struct audit_public_key){ 0 };
	memcpy(key->name, line.ptr, plus);
	if (!read_base64(slice_from(line, plus + 10), typed, sizeof typed) || typed[0] != ED25519)
		return false;
	memcpy(key->bytes, typed + 1, sizeof key->bytes);
	make_id(key);
	return sodium_hex2bin(id, sizeof id, line.ptr + plus + 1, 8, NULL, &id_len, NULL) == 0 &&
	       id_len == sizeof id && memcmp(id, key->id, sizeof id) == 0;
}

enum status audit_public_keys_read(const char *path, struct audit_public_key keys[AUDIT_KEYS_MAX],
                                   size_t *count, struct error *err)
{
	char                     text[PUBLIC_FILE_BYTES];
	struct audit_note_reader lines = { 0 };
	struct slice             line;
	enum status              status = audit_file_read_small(path, text, sizeof text);

	if (sodium_init() < 0)
		return error_set(err, STATUS_IO, NULL, 0, 0, "there is no source of random bytes");
	if (status == STATUS_NOT_FOUND)
		return error_set(err, status, path, 0, 0, "there is no such file");
	if (status != STATUS_OK)
		return error_set(err, status, path, 0, 0, "cannot read: %s", strerror(errno));
	*count = 0;
	lines.text = slice_from_cstr(text);
	while (*count < AUDIT_KEYS_MAX && next_line(&lines, &line)) {
		if (line.len == 0)
			continue;
		if (!read_public_key(line, &keys[*count]))
			return error_set(err, STATUS_CORRUPT, path, (unsigned)lines.line, 1,
			                 "this is no public key: expected name+id+base64");
		(*count)++;
	}
	if (*count == 0)
		return error_set(err, STATUS_CORRUPT, path, 0, 0, "there is no public key in it");
	return STATUS_OK;
}
