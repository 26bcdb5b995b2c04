/* SPDX-License-Identifier: Apache-2.0 */
#include "web_head.h"

#include <string.h>

bool web_head_is(struct slice text, const char *lower)
{
	if (text.len != strlen(lower))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != lower[i])
			return false;
	}
	return true;
}

const struct web_pair *web_head_find(const struct web_head *head, const char *name)
{
	for (size_t i = 0; i < head->header_count; i++)
		if (web_head_is(head->headers[i].name, name))
			return &head->headers[i];
	return NULL;
}

size_t web_head_count(const struct web_head *head, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < head->header_count; i++)
		count += web_head_is(head->headers[i].name, name) ? 1 : 0;
	return count;
}

bool web_head_asks(const struct web_head *head, const char *name)
{
	for (size_t i = 0; i < head->argument_count; i++)
		if (slice_equal_cstr(head->arguments[i].name, name))
			return true;
	return false;
}
