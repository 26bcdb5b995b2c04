/* SPDX-License-Identifier: Apache-2.0 */
/* Packed, before it is sealed:
 *
 *     32 bytes   hashes of account and user     these and the day pick the key;
 *      8 bytes   day, little-endian             they are not sealed with the rest
 *     a field:   1 byte polarity, 4 bytes length of the name, the name, 4 of the text, the text */
#include "audit_content.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_US     86400000000u
#define HEAD_BYTES (2 * AUDIT_SUBJECT_BYTES + 8)
#define NONCE      crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG        crypto_aead_xchacha20poly1305_ietf_ABYTES
#define BASE64     sodium_base64_VARIANT_ORIGINAL
/* A line holds the text in base64; fields point into what was opened. */
#define ARENA_BYTES (64u << 20)

/* ---- packing ---- */

static void put_number(struct buffer *out, uint64_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		buffer_append_char(out, (char)(value >> (8 * i)));
}

static uint64_t get_number(const unsigned char *at, unsigned bytes)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < bytes; i++)
		value |= (uint64_t)at[i] << (8 * i);
	return value;
}

static void hash_name(const struct audit_hash_key *key, const char *domain, struct slice name,
                      unsigned char hash[AUDIT_SUBJECT_BYTES])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, key->bytes, sizeof key->bytes, AUDIT_SUBJECT_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)domain, strlen(domain));
	crypto_generichash_update(&state, (const unsigned char *)name.ptr, name.len);
	crypto_generichash_final(&state, hash, AUDIT_SUBJECT_BYTES);
}

void audit_content_subject(const struct audit_hash_key *key, struct slice account,
                           struct slice user, struct audit_subject *subject)
{
	hash_name(key, "doorward-account-v1\n", account, subject->account);
	hash_name(key, "doorward-user-v1\n", user, subject->user);
}

void audit_content_begin(const struct audit_hash_key *key, const struct audit_content_owner *owner,
                         struct buffer *out)
{
	struct audit_subject subject;

	audit_content_subject(key, owner->account, owner->user, &subject);
	buffer_append(out, (struct slice){ (const char *)subject.account, AUDIT_SUBJECT_BYTES });
	buffer_append(out, (struct slice){ (const char *)subject.user, AUDIT_SUBJECT_BYTES });
	put_number(out, owner->time_us / DAY_US, 8);
}

void audit_content_add(const struct audit_content_field *field, struct buffer *out)
{
	buffer_append_char(out, field->is_negative ? 1 : 0);
	put_number(out, field->name.len, 4);
	buffer_append(out, field->name);
	put_number(out, field->text.len, 4);
	buffer_append(out, field->text);
}

/* ---- sealing ---- */

/* A sealed text is good for one record only. */
struct label {
	char   text[AUDIT_NODE_CHARS_MAX + 64];
	size_t len;
};

static struct label label_of(const char *node, size_t node_len, uint64_t seq)
{
	struct label label;

	snprintf(label.text, sizeof label.text, "doorward-content-v1\n%.*s\n%" PRIu64,
	         (int)node_len, node, seq);
	label.len = strlen(label.text);
	return label;
}

static bool put_base64(struct buffer *out, const unsigned char *bytes, size_t len)
{
	size_t chars = sodium_base64_encoded_len(len, BASE64);
	char  *room = buffer_reserve(out, chars);

	if (room == NULL)
		return false;
	sodium_bin2base64(room, chars, bytes, len, BASE64);
	out->len += chars - 1;
	return true;
}

static void put_sealed(const struct audit_content_key *key, const unsigned char nonce[NONCE],
                       const unsigned char *box, size_t box_len, struct buffer *out)
{
	char hex[2 * AUDIT_KEY_ID_BYTES + 1];

	buffer_append_cstr(out, ",\"content\":{\"key\":\"");
	buffer_append_cstr(out, sodium_bin2hex(hex, sizeof hex, key->id, sizeof key->id));
	buffer_append_cstr(out, "\",\"nonce\":\"");
	put_base64(out, nonce, NONCE);
	buffer_append_cstr(out, "\",\"box\":\"");
	put_base64(out, box, box_len);
	buffer_append_cstr(out, "\"}");
}

enum status audit_content_seal(struct audit_vault *vault, struct slice packed,
                               const struct audit_content_place *place, struct buffer *out)
{
	const unsigned char     *head = (const unsigned char *)packed.ptr;
	struct slice             text = slice_from(packed, HEAD_BYTES);
	struct label             label = label_of(place->node, strlen(place->node), place->seq);
	struct audit_subject     subject;
	struct audit_content_key key;
	unsigned char            nonce[NONCE], *box;
	unsigned long long       box_len;
	size_t                   start = out->len;
	enum status              status;

	memcpy(subject.account, head, AUDIT_SUBJECT_BYTES);
	memcpy(subject.user, head + AUDIT_SUBJECT_BYTES, AUDIT_SUBJECT_BYTES);
	status = audit_vault_key(vault, &subject, get_number(head + 2 * AUDIT_SUBJECT_BYTES, 8),
	                         &key);
	if (status != STATUS_OK)
		return STATUS_IO;
	box = malloc(text.len + TAG);
	if (box == NULL)
		return STATUS_NO_MEMORY;
	randombytes_buf(nonce, sizeof nonce);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box, &box_len, (const unsigned char *)text.ptr,
	                                           text.len, (const unsigned char *)label.text,
	                                           label.len, NULL, nonce, key.bytes);
	put_sealed(&key, nonce, box, (size_t)box_len, out);
	free(box);
	sodium_memzero(&key, sizeof key);
	if (!out->failed)
		return STATUS_OK;
	out->len = start;
	return STATUS_NO_MEMORY;
}

/* ---- opening ---- */

static bool take_slice(struct slice *rest, struct slice *part)
{
	uint64_t len;

	if (rest->len < 4)
		return false;
	len = get_number((const unsigned char *)rest->ptr, 4);
	if (rest->len - 4 < len)
		return false;
	*part = slice_range(*rest, 4, 4 + (size_t)len);
	*rest = slice_from(*rest, 4 + (size_t)len);
	return true;
}

static bool take_field(struct slice *rest, struct audit_content_field *field)
{
	if (rest->len == 0)
		return false;
	field->is_negative = rest->ptr[0] == 1;
	*rest = slice_from(*rest, 1);
	return take_slice(rest, &field->name) && take_slice(rest, &field->text);
}

static enum status unpack(struct slice text, struct arena *arena,
                          struct audit_content_record *record)
{
	struct audit_content_field *fields, field;
	size_t                      count = 0;

	for (struct slice rest = text; rest.len > 0; count++)
		if (!take_field(&rest, &field))
			return STATUS_CORRUPT;
	fields = ARENA_ARRAY(arena, count, struct audit_content_field);
	if (fields == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		(void)take_field(&text, &fields[i]);
	record->fields = fields;
	record->field_count = count;
	record->kept = AUDIT_KEPT_TEXT;
	return STATUS_OK;
}

static bool read_base64(struct slice text, unsigned char *bytes, size_t cap, size_t *len)
{
	return sodium_base642bin(bytes, cap, text.ptr, text.len, NULL, len, NULL, BASE64) == 0;
}

/* The sealed bytes of an entry, opened in place; *text is in the arena. */
static enum status open_box(const struct audit_content_key *key, const struct audit_entry *entry,
                            struct arena *arena, struct slice *text)
{
	struct label   label = label_of(entry->node.ptr, entry->node.len, entry->seq);
	size_t         cap = entry->content_box.len / 4 * 3, box_len = 0, nonce_len = 0;
	unsigned char  nonce[NONCE];
	unsigned char *box = arena_alloc(arena, cap + 1, 1);

	if (box == NULL)
		return STATUS_NO_MEMORY;
	if (!read_base64(entry->content_nonce, nonce, NONCE, &nonce_len) || nonce_len != NONCE ||
	    !read_base64(entry->content_box, box, cap, &box_len) || box_len < TAG ||
	    crypto_aead_xchacha20poly1305_ietf_decrypt(box, NULL, NULL, box, box_len,
	                                               (const unsigned char *)label.text, label.len,
	                                               nonce, key->bytes) != 0)
		return STATUS_CORRUPT;
	*text = (struct slice){ (const char *)box, box_len - TAG };
	return STATUS_OK;
}

enum status audit_content_read(struct audit_vault *vault, struct arena *arena,
                               struct audit_content_record *record)
{
	const struct audit_entry *entry = record->entry;
	struct audit_content_key  key;
	struct slice              text = SLICE_NONE;
	size_t                    id_len = 0;
	enum status               status = STATUS_NOT_FOUND;

	record->kept = entry->content_box.len > 0 ? AUDIT_KEPT_GONE : AUDIT_KEPT_NOTHING;
	record->fields = NULL;
	record->field_count = 0;
	if (record->kept == AUDIT_KEPT_NOTHING)
		return STATUS_OK;
	if (sodium_hex2bin(key.id, sizeof key.id, entry->content_key.ptr, entry->content_key.len,
	                   NULL, &id_len, NULL) != 0 ||
	    id_len != sizeof key.id)
		return STATUS_CORRUPT;
	if (vault != NULL)
		status = audit_vault_find(vault, &key);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status == STATUS_OK)
		status = open_box(&key, entry, arena, &text);
	sodium_memzero(&key, sizeof key);
	return status == STATUS_OK ? unpack(text, arena, record) : status;
}

/* ---- the reader ---- */

struct audit_content_reader {
	struct audit_reader *records;
	struct audit_vault  *vault; /* NULL: no text was ever stored */
	struct arena         arena;
	struct audit_entry   entry;
};

enum status audit_content_open(const char *data, struct audit_content_reader **reader,
                               struct error *err)
{
	struct audit_content_reader *fresh = calloc(1, sizeof *fresh);
	enum status                  status;

	if (sodium_init() < 0)
		status = error_set(err, STATUS_IO, NULL, 0, 0,
		                   "there is no source of random bytes");
	else if (fresh == NULL || !arena_open(&fresh->arena, ARENA_BYTES))
		status = error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to read texts");
	else
		status = audit_vault_open_read(data, &fresh->vault, err);
	if (status == STATUS_OK || (status == STATUS_NOT_FOUND && fresh->vault == NULL))
		status = audit_reader_open(data, &fresh->records, err);
	*reader = fresh;
	if (status != STATUS_OK)
		audit_content_close(reader);
	return status;
}

void audit_content_close(struct audit_content_reader **reader)
{
	if (*reader == NULL)
		return;
	audit_reader_close(&(*reader)->records);
	audit_vault_close(&(*reader)->vault);
	arena_close(&(*reader)->arena);
	free(*reader);
	*reader = NULL;
}

enum status audit_content_next(struct audit_content_reader *reader,
                               struct audit_content_record *record, struct error *err)
{
	struct audit_place place;
	struct slice       line;
	enum status        status;

	do {
		arena_reset(&reader->arena);
		status = audit_reader_next(reader->records, &line, &place, err);
		if (status != STATUS_OK)
			return status;
		status = audit_entry_read(line, &reader->arena, &reader->entry);
	} while (status == STATUS_OK && reader->entry.decision.len == 0);
	record->entry = &reader->entry;
	if (status == STATUS_OK)
		status = audit_content_read(reader->vault, &reader->arena, record);
	if (status != STATUS_OK)
		return error_set(err, status, place.node, 0, 0,
		                 status == STATUS_CORRUPT ? "record %" PRIu64 " cannot be read"
		                                          : "no memory for record %" PRIu64,
		                 place.seq);
	return STATUS_OK;
}
