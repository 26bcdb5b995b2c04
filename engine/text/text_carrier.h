/* SPDX-License-Identifier: Apache-2.0 */
/* Text hidden in characters that a reader does not see, or sees in another order.
 *
 *     "hi 😀" U+E0070 U+E0069 U+E0070 U+E0065           tags: "pipe"
 *     "😀" U+E0160 U+E0159 U+E0160 U+E0155              variation selectors as bytes: "pipe"
 *     ZWSP ZWNJ ZWNJ ZWNJ ZWSP ZWSP ZWSP ZWSP ...       bits in invisible symbols: "p..."
 *     space tab tab tab space space space space ...     bits in spaces and tabs
 *     "a " RLO "bmob epip" PDF                          shown backwards: "pipe bomb"
 *
 * The clean form drops all of these characters, so what they carry has to be found in the
 * text as it was sent. A flag such as that of Wales is a run of tags, Persian and emoji
 * hold joiners, code is indented with tabs: a run is only what no honest text has, and
 * reading it fails when the result does not read like text. Both take time linear in
 * the text; nothing is allocated. */
#ifndef TEXT_CARRIER_H
#define TEXT_CARRIER_H

#include "base_slice.h"
#include "text_map.h"

#include <stdbool.h>
#include <stddef.h>

enum text_carrier {
	TEXT_CARRIER_TAGS,      /* U+E0020..E007E are ASCII */
	TEXT_CARRIER_VARIATION, /* variation selectors: bytes, or bits when there are two */
	TEXT_CARRIER_INVISIBLE, /* two to four invisible symbols: bits or pairs of bits */
	TEXT_CARRIER_SPACES,    /* spaces and tabs: bits */
	TEXT_CARRIER_BIDI       /* a right-to-left override: shown in another order */
};

/* [start, end) of the text. */
struct text_carrier_run {
	size_t            start;
	size_t            end;
	enum text_carrier kind;
};

/* The next run that begins at or after `from` in `text`, which is valid UTF-8; false when there is
 * none. Linear over a whole text when called again from run->end. Pure, any thread. */
bool text_carrier_find(struct slice text, size_t from, struct text_carrier_run *run);

/* What a run says. `run` is exactly the bytes that text_carrier_find() gave, `out` has room
 * for `cap` bytes: as many as the run has are always enough. With `map` (initialised and empty, or
 * NULL) each byte of the result is traced to its bytes of the run, with operation
 * `carrier` or `bidi`. False, and *len 0, when the run does not read like text or the
 * room is too small. Pure, any thread. */
bool text_carrier_read(struct slice run, enum text_carrier kind, char *out, size_t cap, size_t *len,
                       struct text_map *map);

#endif
