/* SPDX-License-Identifier: Apache-2.0 */
/* Text hidden in characters that the clean form drops, read before it drops them: tags,
 * variation selectors, invisible bits, right-to-left overrides. The text layer knows how
 * (text_carrier.h); here it is a decoder like the others, of the raw text. */
#include "decode_kind.h"
#include "text_carrier.h"

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct text_carrier_run carrier;

	if (!text_carrier_find(input->text, from, &carrier))
		return false;
	*run = (struct decode_run){ carrier.start, carrier.end, carrier.end };
	return true;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct text_carrier_run carrier;

	return text_carrier_find(input->text, 0, &carrier) &&
	       text_carrier_read(slice_range(input->text, carrier.start, carrier.end), carrier.kind,
	                         sink->bytes, sink->cap, &sink->len, sink->map);
}

const struct decode_kind decode_carrier = { .name = "carrier",
	                                    .operation = TEXT_OPERATION_carrier,
	                                    .signal = "bypass.unicode/carrier",
	                                    .pass = DECODE_PASS_CARRIER,
	                                    .find = find,
	                                    .decode = decode };
