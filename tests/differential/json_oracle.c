/* SPDX-License-Identifier: Apache-2.0 */
#include "json_oracle.h"

#include <jansson.h>
#include <string.h>

static void print_text(struct buffer *line, const char *kind, const char *text, size_t len)
{
	buffer_append_format(line, "%s%zu:", kind, len);
	buffer_append(line, (struct slice){ text, len });
}

static void print_value(json_t *value, struct buffer *line);

static void print_object(json_t *object, struct buffer *line)
{
	const char *key;
	json_t     *value;

	buffer_append_char(line, '{');
	json_object_foreach(object, key, value)
	{
		print_text(line, "k", key, strlen(key));
		print_value(value, line);
	}
	buffer_append_char(line, '}');
}

static void print_array(json_t *array, struct buffer *line)
{
	buffer_append_char(line, '[');
	for (size_t i = 0; i < json_array_size(array); i++)
		print_value(json_array_get(array, i), line);
	buffer_append_char(line, ']');
}

/* Recursion is fine here: the test makes no deep bodies. */
static void print_value(json_t *value, struct buffer *line)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		print_object(value, line);
		break;
	case JSON_ARRAY:
		print_array(value, line);
		break;
	case JSON_STRING:
		print_text(line, "s", json_string_value(value), json_string_length(value));
		break;
	case JSON_INTEGER:
		buffer_append_format(line, "i%lld", (long long)json_integer_value(value));
		break;
	case JSON_REAL:
		buffer_append_format(line, "r%.17g", json_real_value(value));
		break;
	case JSON_TRUE:
		buffer_append_char(line, 't');
		break;
	case JSON_FALSE:
		buffer_append_char(line, 'f');
		break;
	case JSON_NULL:
		buffer_append_char(line, 'n');
		break;
	}
}

bool json_oracle_read(struct slice body, struct buffer *line)
{
	json_t *root = json_loadb(body.len > 0 ? body.ptr : "", body.len,
	                          JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

	if (root == NULL)
		return false;
	print_value(root, line);
	json_decref(root);
	return true;
}
