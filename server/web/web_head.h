/* SPDX-License-Identifier: Apache-2.0 */
/* The head of a request as the listener saw it: borrowed from the connection. */
#ifndef WEB_HEAD_H
#define WEB_HEAD_H

#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define WEB_HEADERS_MAX   64u
#define WEB_ARGUMENTS_MAX 16u

struct web_pair {
	struct slice name;
	struct slice value;
};

struct web_head {
	struct slice    method;
	struct slice    path; /* as sent, without the query and not unescaped */
	bool            is_http_10;
	struct web_pair headers[WEB_HEADERS_MAX];
	size_t          header_count;
	struct web_pair arguments[WEB_ARGUMENTS_MAX]; /* of the query */
	size_t          argument_count;
	bool            has_too_many; /* headers or arguments than we keep */
};

/* Equal but for the case of ASCII letters; `lower` is in lower case. Inline, as what uses it below:
 * most names differ in length, and that of a literal is known to the compiler. */
bool web_head_same(const char *text, const char *lower, size_t len);

static inline bool web_head_is(struct slice text, const char *lower)
{
	size_t len = strlen(lower);

	return text.len == len && web_head_same(text.ptr, lower, len);
}

/* The first header of this name (lower case), or NULL. */
static inline const struct web_pair *web_head_find(const struct web_head *head, const char *name)
{
	for (size_t i = 0; i < head->header_count; i++)
		if (web_head_is(head->headers[i].name, name))
			return &head->headers[i];
	return NULL;
}

static inline size_t web_head_count(const struct web_head *head, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < head->header_count; i++)
		count += web_head_is(head->headers[i].name, name) ? 1 : 0;
	return count;
}

/* Is there "?name" or "?name=..."? */
bool web_head_asks(const struct web_head *head, const char *name);

#endif
