/* SPDX-License-Identifier: Apache-2.0 */
#include "web_gate.h"

#include <string.h>

static bool refuse(struct web_refusal *refusal, enum web_problem problem, const char *detail)
{
	*refusal = (struct web_refusal){ problem, detail };
	return false;
}

/* RFC 9110, 5.6.2: what a header's name may be made of. */
static bool is_token(struct slice name)
{
	static const bool separators[256] = {
		['"'] = true, ['('] = true,  [')'] = true, [','] = true, ['/'] = true, [':'] = true,
		[';'] = true, ['<'] = true,  ['='] = true, ['>'] = true, ['?'] = true, ['@'] = true,
		['['] = true, ['\\'] = true, [']'] = true, ['{'] = true, ['}'] = true,
	};

	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.ptr[i];

		if (c <= 0x20 || c >= 0x7F || separators[c])
			return false;
	}
	return name.len > 0;
}

#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* May one of these eight bytes be a control character? (Or above 0x7F: then they are looked at one
 * by one.) */
static bool may_have_control(const char *at)
{
	uint64_t word, deleted;

	memcpy(&word, at, sizeof word);
	deleted = word ^ EIGHT(0x7F);
	return ((word | (word - EIGHT(0x20)) | (deleted - EIGHT(1))) & EIGHT(0x80)) != 0;
}

static bool has_control(struct slice value)
{
	size_t i = 0;

	while (value.len - i >= 8 && !may_have_control(value.ptr + i))
		i += 8;
	for (; i < value.len; i++) {
		unsigned char c = (unsigned char)value.ptr[i];

		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return true;
	}
	return false;
}

/* A Content-Length: digits only, and few enough not to overflow. */
static bool read_length(struct slice value, uint64_t *length)
{
	uint64_t sum = 0;

	if (value.len == 0 || value.len > 18)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] < '0' || value.ptr[i] > '9')
			return false;
		sum = sum * 10 + (uint64_t)(value.ptr[i] - '0');
	}
	*length = sum;
	return true;
}

static bool check_bytes(const struct web_head *head, struct web_refusal *refusal)
{
	for (size_t i = 0; i < head->header_count; i++) {
		if (!is_token(head->headers[i].name))
			return refuse(refusal, WEB_PROBLEM_MALFORMED_HEAD,
			              "A header's name holds a character that no name may hold.");
		if (has_control(head->headers[i].value))
			return refuse(refusal, WEB_PROBLEM_MALFORMED_HEAD,
			              "A header's value holds a control character.");
	}
	if (has_control(head->path))
		return refuse(refusal, WEB_PROBLEM_MALFORMED_HEAD,
		              "The path holds a control character.");
	return true;
}

/* How long is the body? There must be one answer. */
static bool check_framing(const struct web_head *head, struct web_refusal *refusal)
{
	const struct web_pair *length = web_head_find(head, "content-length");
	const struct web_pair *coding = web_head_find(head, "transfer-encoding");
	uint64_t               value;

	if (web_head_count(head, "content-length") > 1)
		return refuse(refusal, WEB_PROBLEM_MALFORMED_HEAD,
		              "There is more than one Content-Length.");
	if (web_head_count(head, "transfer-encoding") > 1)
		return refuse(refusal, WEB_PROBLEM_MALFORMED_HEAD,
		              "There is more than one Transfer-Encoding.");
	if (length != NULL && coding != NULL)
		return refuse(refusal, WEB_PROBLEM_MALFORMED_HEAD,
		              "There is a Content-Length and a Transfer-Encoding.");
	if (length != NULL && !read_length(length->value, &value))
		return refuse(refusal, WEB_PROBLEM_MALFORMED_HEAD,
		              "The Content-Length is not a number.");
	if (coding != NULL && (head->is_http_10 || !web_head_is(coding->value, "chunked")))
		return refuse(refusal, WEB_PROBLEM_MALFORMED_HEAD,
		              "The only Transfer-Encoding that is accepted is chunked.");
	return true;
}

bool web_gate_head(const struct web_head *head, struct web_refusal *refusal)
{
	size_t hosts = web_head_count(head, "host");

	if (head->has_too_many)
		return refuse(refusal, WEB_PROBLEM_TOO_MANY_HEADERS,
		              "Send at most 64 headers and 16 query arguments.");
	if (!check_bytes(head, refusal) || !check_framing(head, refusal))
		return false;
	if (hosts > 1 || (hosts == 0 && !head->is_http_10))
		return refuse(refusal, WEB_PROBLEM_MALFORMED_HEAD, "There must be one Host.");
	return true;
}

uint64_t web_gate_length(const struct web_head *head)
{
	const struct web_pair *length = web_head_find(head, "content-length");
	uint64_t               value = 0;

	if (web_head_find(head, "transfer-encoding") != NULL)
		return UINT64_MAX;
	return length != NULL && read_length(length->value, &value) ? value : 0;
}

/* Is it this type, without parameters but a charset that is UTF-8 or a part of it? */
static bool is_type(struct slice type, const char *wanted, bool may_be_ascii)
{
	size_t       end = slice_find(type, SLICE_LIT(";"), 0);
	struct slice parameter = SLICE_NONE;

	if (end != SIZE_MAX) {
		parameter = slice_trim(slice_from(type, end + 1));
		type = slice_range(type, 0, end);
	}
	if (!web_head_is(slice_trim(type), wanted))
		return false;
	return parameter.len == 0 || web_head_is(parameter, "charset=utf-8") ||
	       web_head_is(parameter, "charset=\"utf-8\"") ||
	       (may_be_ascii && web_head_is(parameter, "charset=us-ascii"));
}

bool web_gate_is_json(struct slice type)
{
	return is_type(type, "application/json", false);
}

bool web_gate_is_plain(struct slice type)
{
	return is_type(type, "text/plain", true);
}

bool web_gate_body(const struct web_head *head, bool needs_json, uint64_t body_bytes_max,
                   struct web_refusal *refusal)
{
	const struct web_pair *encoding = web_head_find(head, "content-encoding");
	const struct web_pair *type = web_head_find(head, "content-type");
	uint64_t               length = web_gate_length(head);

	if (encoding != NULL && (!web_head_is(encoding->value, "identity") ||
	                         web_head_count(head, "content-encoding") > 1))
		return refuse(refusal, WEB_PROBLEM_UNSUPPORTED_ENCODING,
		              "Send the body without Content-Encoding.");
	if (needs_json && (type == NULL || web_head_count(head, "content-type") > 1 ||
	                   !web_gate_is_json(type->value)))
		return refuse(refusal, WEB_PROBLEM_UNSUPPORTED_TYPE,
		              "Send the body as application/json in UTF-8.");
	if (length != UINT64_MAX && length > body_bytes_max)
		return refuse(refusal, WEB_PROBLEM_BODY_TOO_LARGE,
		              "The Content-Length is above the limit.");
	return true;
}
