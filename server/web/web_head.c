/* SPDX-License-Identifier: Apache-2.0 */
#include "web_head.h"

bool web_head_same(const char *text, const char *lower, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != lower[i])
			return false;
	}
	return true;
}

bool web_head_asks(const struct web_head *head, const char *name)
{
	for (size_t i = 0; i < head->argument_count; i++)
		if (slice_equal_cstr(head->arguments[i].name, name))
			return true;
	return false;
}
