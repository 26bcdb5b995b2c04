/* SPDX-License-Identifier: Apache-2.0 */
#include "web_trace.h"

#include <string.h>

#define PARENT_LEN 55u /* of version 00; later versions may be longer */

bool web_trace_is_request_id(struct slice text)
{
	if (text.len == 0 || text.len > WEB_REQUEST_ID_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		      c == '.' || c == '_' || c == '-'))
			return false;
	}
	return true;
}

/* Lower-case hex; and, where an id of zeros is no id, not only zeros. */
static bool is_hex(struct slice text, bool may_be_zero)
{
	bool is_zero = true;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
		is_zero = is_zero && c == '0';
	}
	return may_be_zero || !is_zero;
}

struct slice web_trace_id(struct slice traceparent)
{
	struct slice t = slice_trim(traceparent);

	if (t.len < PARENT_LEN || t.ptr[2] != '-' || t.ptr[35] != '-' || t.ptr[52] != '-')
		return SLICE_NONE;
	if (!is_hex(slice_range(t, 0, 2), true) || memcmp(t.ptr, "ff", 2) == 0 ||
	    !is_hex(slice_range(t, 3, 35), false) || !is_hex(slice_range(t, 36, 52), false) ||
	    !is_hex(slice_range(t, 53, 55), true))
		return SLICE_NONE;
	if (t.len > PARENT_LEN && (memcmp(t.ptr, "00", 2) == 0 || t.ptr[PARENT_LEN] != '-'))
		return SLICE_NONE;
	return slice_range(t, 3, 35);
}
