/* SPDX-License-Identifier: Apache-2.0 */
#include "web_query.h"

#define DIGITS_MAX 9u

static const struct web_pair *find(const struct web_head *head, const char *name)
{
	for (size_t i = 0; i < head->argument_count; i++)
		if (slice_equal_cstr(head->arguments[i].name, name))
			return &head->arguments[i];
	return NULL;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool unescape(struct slice value, struct arena *arena, struct slice *text)
{
	char  *bytes = ARENA_ARRAY(arena, value.len, char);
	size_t len = 0;

	if (bytes == NULL)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		char c = value.ptr[i];

		if (c == '%') {
			int high = i + 2 < value.len ? hex_digit(value.ptr[i + 1]) : -1;
			int low = i + 2 < value.len ? hex_digit(value.ptr[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		}
		bytes[len++] = value.ptr[i] == '+' ? ' ' : c;
	}
	*text = (struct slice){ bytes, len };
	return true;
}

bool web_query_unescape(struct slice value, struct arena *arena, struct slice *text)
{
	*text = value;
	if (slice_find(value, SLICE_LIT("%"), 0) == SIZE_MAX &&
	    slice_find(value, SLICE_LIT("+"), 0) == SIZE_MAX)
		return true;
	return unescape(value, arena, text);
}

bool web_query_text(const struct web_head *head, const char *name, struct arena *arena,
                    struct slice *value)
{
	const struct web_pair *pair = find(head, name);

	return web_query_unescape(pair != NULL ? pair->value : SLICE_NONE, arena, value);
}

bool web_query_number(const struct web_head *head, const char *name, uint64_t min, uint64_t max,
                      uint64_t *value)
{
	const struct web_pair *pair = find(head, name);
	uint64_t               number = 0;

	if (pair == NULL)
		return true;
	if (pair->value.len == 0 || pair->value.len > DIGITS_MAX)
		return false;
	for (size_t i = 0; i < pair->value.len; i++) {
		if (pair->value.ptr[i] < '0' || pair->value.ptr[i] > '9')
			return false;
		number = number * 10 + (uint64_t)(pair->value.ptr[i] - '0');
	}
	*value = number;
	return number >= min && number <= max;
}

bool web_query_known(const struct web_head *head, const char *const *names, size_t count)
{
	for (size_t i = 0; i < head->argument_count; i++) {
		bool is_known = false;

		for (size_t j = 0; j < count; j++)
			is_known = is_known || slice_equal_cstr(head->arguments[i].name, names[j]);
		for (size_t j = 0; j < i; j++)
			is_known = is_known &&
			           !slice_equal(head->arguments[i].name, head->arguments[j].name);
		if (!is_known)
			return false;
	}
	return true;
}
