/* SPDX-License-Identifier: Apache-2.0 */
#include "web_accept.h"

#include <stddef.h>
#include <string.h>

#define WEIGHT_ONE 1000u

/* How a range names a type. */
enum closeness { NOT_NAMED, AS_ANY, BY_HALF, BY_NAME };

struct form {
	const char    *type;
	enum closeness closeness; /* of the range that counts so far */
	unsigned       weight;    /* thousandths */
};

/* What stands before the next `separator` that is in no quoted string; *rest begins behind it. */
static struct slice cut(struct slice *rest, char separator)
{
	struct slice whole = *rest;
	bool         is_quoted = false;

	for (size_t i = 0; i < whole.len; i++) {
		if (whole.ptr[i] == '"')
			is_quoted = !is_quoted;
		else if (is_quoted && whole.ptr[i] == '\\')
			i++;
		else if (!is_quoted && whole.ptr[i] == separator) {
			*rest = slice_from(whole, i + 1);
			return slice_trim(slice_range(whole, 0, i));
		}
	}
	*rest = SLICE_NONE;
	return slice_trim(whole);
}

/* "0", "0.8", "1.000": 12.4.2. */
static bool read_weight(struct slice text, unsigned *weight)
{
	unsigned unit = WEIGHT_ONE;

	if (text.len == 0 || text.len > 5 || text.ptr[0] < '0' || text.ptr[0] > '1' ||
	    (text.len > 1 && text.ptr[1] != '.'))
		return false;
	*weight = (unsigned)(text.ptr[0] - '0') * WEIGHT_ONE;
	for (size_t i = 2; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		unit /= 10;
		*weight += (unsigned)(text.ptr[i] - '0') * unit;
	}
	return *weight <= WEIGHT_ONE;
}

/* The parameters of a range. False when it names another kind of the type than we have, or cannot
 * be read. Behind the weight nothing has a meaning. */
static bool read_parameters(struct slice rest, unsigned *weight)
{
	*weight = WEIGHT_ONE;
	while (rest.len > 0) {
		struct slice value = cut(&rest, ';');
		struct slice name = cut(&value, '=');

		if (web_head_is(name, "q"))
			return read_weight(value, weight);
		if (name.len > 0 &&
		    !(web_head_is(name, "charset") &&
		      (web_head_is(value, "utf-8") || web_head_is(value, "\"utf-8\""))))
			return false;
	}
	return true;
}

static enum closeness compare(struct slice range, const char *type)
{
	size_t half = strcspn(type, "/") + 1;

	if (web_head_is(range, type))
		return BY_NAME;
	if (slice_equal_cstr(range, "*/*"))
		return AS_ANY;
	if (range.len != half + 1 || range.ptr[half] != '*')
		return NOT_NAMED;
	for (size_t i = 0; i < half; i++)
		if ((range.ptr[i] | (type[i] >= 'a' ? 0x20 : 0)) != type[i])
			return NOT_NAMED;
	return BY_HALF;
}

static void weigh(struct form *form, struct slice range, unsigned weight)
{
	enum closeness closeness = compare(range, form->type);

	if (closeness == NOT_NAMED || closeness < form->closeness ||
	    (closeness == form->closeness && weight <= form->weight))
		return;
	form->closeness = closeness;
	form->weight = weight;
}

bool web_accept_prefers(const struct web_head *head, const char *type, const char *standard)
{
	struct form wanted = { .type = type }, usual = { .type = standard };

	for (size_t i = 0; i < head->header_count; i++) {
		struct slice rest = head->headers[i].value;

		if (!web_head_is(head->headers[i].name, "accept"))
			continue;
		while (rest.len > 0) {
			struct slice parameters = cut(&rest, ',');
			struct slice range = cut(&parameters, ';');
			unsigned     weight;

			if (!read_parameters(parameters, &weight))
				continue;
			weigh(&wanted, range, weight);
			weigh(&usual, range, weight);
		}
	}
	if (wanted.weight != usual.weight)
		return wanted.weight > usual.weight;
	return wanted.weight > 0 && wanted.closeness > usual.closeness;
}
