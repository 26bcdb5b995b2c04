/* SPDX-License-Identifier: Apache-2.0 */
/* What one prompt may spend on expansion, counted in work and never in time, over
 * all its fields.
 *
 * Guesses have a purse of their own: the passes that go by how a text reads pay from it, and
 * so does all that is found in a view that came from them, encodings too (the base64 that a
 * cipher makes of honest text by chance). When the sure purse ends, the prompt is not wholly
 * inspected and the policy decides what it gets. When the guesses' ends, that is said and no
 * more: what was not guessed at was inspected as it stands. A long text is read as sent and
 * once decoded, not in every mixture.
 *
 * What costs is reading a view, byte by byte: folding it, looking for what is disguised in it, and
 * comparing it with the rules. So a view costs its length; a run that was decoded, and refused or
 * not, a part of that. */
#ifndef DECODE_BUDGET_H
#define DECODE_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct decode_purse {
	uint64_t bytes;      /* decoded bytes left */
	uint64_t candidates; /* encoded runs left */
	uint64_t views;      /* derived views left */
	bool     hit;        /* one of them was not enough, or the depth */
	uint64_t packed;     /* more bytes, for what was compressed: it unpacks at their cost, and
	                        adds some of them for what has to be read then */
};

struct decode_budget {
	uint64_t            depth; /* decodings in a row */
	struct decode_purse sure;
	struct decode_purse guesses;
};

#endif
