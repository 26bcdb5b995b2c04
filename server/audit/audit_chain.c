/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_chain.h"

#include <string.h>

#define PREV_LEN (sizeof ",\"prev\":\"" - 1 + DIGEST_HEX_CHARS + 1)
#define HASH_LEN (sizeof ",\"hash\":\"" - 1 + DIGEST_HEX_CHARS + 1)

static const struct slice domain = SLICE_INIT("doorward-record-v1\n");

static void hash_line(struct slice without_hash, struct digest *hash)
{
	struct digest_state state;

	digest_begin(&state);
	digest_add(&state, domain);
	digest_add(&state, without_hash);
	digest_add(&state, SLICE_LIT("}"));
	digest_end(&state, hash);
}

static void put_member(struct buffer *out, const char *name, const struct digest *digest)
{
	char hex[DIGEST_HEX_CHARS + 1];

	digest_hex(digest, hex);
	buffer_append_cstr(out, name);
	buffer_append(out, (struct slice){ hex, DIGEST_HEX_CHARS });
	buffer_append_char(out, '"');
}

void audit_chain_append(struct audit_head *head, struct slice body, struct slice more,
                        struct buffer *out)
{
	size_t start = out->len;

	head->seq++;
	buffer_append_cstr(out, "{\"seq\":");
	buffer_append_u64(out, head->seq);
	buffer_append_char(out, ',');
	buffer_append(out, body);
	buffer_append(out, more);
	put_member(out, ",\"prev\":\"", &head->hash);
	if (out->failed)
		return;
	hash_line(slice_from(buffer_slice(out), start), &head->hash);
	put_member(out, ",\"hash\":\"", &head->hash);
	buffer_append_cstr(out, "}\n");
}

static bool read_digit(char c, unsigned *value)
{
	if (c >= '0' && c <= '9')
		*value = (unsigned)(c - '0');
	else if (c >= 'a' && c <= 'f')
		*value = (unsigned)(c - 'a') + 10;
	else
		return false;
	return true;
}

bool audit_digest_read(struct slice text, struct digest *digest)
{
	if (text.len != DIGEST_HEX_CHARS)
		return false;
	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		unsigned high, low;

		if (!read_digit(text.ptr[2 * i], &high) || !read_digit(text.ptr[2 * i + 1], &low))
			return false;
		digest->bytes[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

/* `member` is ,"name":"<64 hex>" */
static bool read_member(struct slice member, struct slice head, struct digest *digest)
{
	return slice_starts_with(member, head) && member.ptr[member.len - 1] == '"' &&
	       audit_digest_read(slice_range(member, head.len, member.len - 1), digest);
}

/* The number after {"seq": and the comma behind it; the rest is left in *line. */
static bool read_seq(struct slice *line, uint64_t *seq)
{
	static const struct slice open = SLICE_INIT("{\"seq\":");
	size_t                    at = open.len;
	uint64_t                  value = 0;

	if (!slice_starts_with(*line, open))
		return false;
	while (at < line->len && line->ptr[at] >= '0' && line->ptr[at] <= '9') {
		if (value > (UINT64_MAX - 9) / 10)
			return false;
		value = value * 10 + (uint64_t)(line->ptr[at++] - '0');
	}
	if (at == open.len || at == line->len || line->ptr[at] != ',' || value == 0)
		return false;
	*seq = value;
	*line = slice_from(*line, at + 1);
	return true;
}

bool audit_chain_read(struct slice line, struct audit_link *link)
{
	struct slice  rest = line, without_hash;
	struct digest computed;

	if (!read_seq(&rest, &link->seq) || rest.len < PREV_LEN + HASH_LEN + 1 ||
	    rest.ptr[rest.len - 1] != '}')
		return false;
	rest.len--;
	if (!read_member(slice_from(rest, rest.len - HASH_LEN), SLICE_LIT(",\"hash\":\""),
	                 &link->hash))
		return false;
	rest.len -= HASH_LEN;
	if (!read_member(slice_from(rest, rest.len - PREV_LEN), SLICE_LIT(",\"prev\":\""),
	                 &link->prev))
		return false;
	link->body = slice_range(rest, 0, rest.len - PREV_LEN);

	without_hash = slice_range(line, 0, line.len - HASH_LEN - 1);
	hash_line(without_hash, &computed);
	link->is_intact = audit_digest_equal(&computed, &link->hash);
	return true;
}

bool audit_chain_seq(struct slice line, uint64_t *seq)
{
	return read_seq(&line, seq) && line.len > 0 && line.ptr[line.len - 1] == '}';
}

bool audit_chain_hash(struct slice line, struct digest *hash)
{
	if (line.len <= HASH_LEN || line.ptr[line.len - 1] != '}')
		return false;
	line.len--;
	return read_member(slice_from(line, line.len - HASH_LEN), SLICE_LIT(",\"hash\":\""), hash);
}

bool audit_digest_equal(const struct digest *a, const struct digest *b)
{
	return memcmp(a->bytes, b->bytes, DIGEST_BYTES) == 0;
}
