/* SPDX-License-Identifier: Apache-2.0 */
/* The native request body, read in one pass without a tree. */
#ifndef DOORWARD_REQUEST_H
#define DOORWARD_REQUEST_H

#include "doorward/engine.h"

struct request {
	struct engine_prompt prompt;     /* its fields live in the arena or in the body */
	struct slice         request_id; /* "" when absent */
	struct slice         id;         /* "id" of a line of JSONL: a string, or the raw number */
	struct slice         operation;
	double               quantity; /* 0 when absent */
	struct slice         subject_key;
	struct slice         subject_account;
	struct slice         subject_user;
	/* Of request_parse_client(): where each field's string stands in the body, quotes and all. */
	const struct slice *sources;
};

/* Takes { "prompt" | "fields" | "messages" | "text", "negative_prompt", "direction",
 * "policy", "subject", "operation", "quantity", "request_id", "id", "explain" }; at least
 * one of the first four is needed ("text" names a field "text"; it is the short form of
 * JSONL). messages[].content is a string, null, or an array of parts. Every string of
 * a message is judged, whatever the shape, under its place: messages[i].content[j].text,
 * messages[i].tool_calls.arguments; so is a key that reads like a sentence. Not judged are
 * labels ("type", "role", "id", of one word) and the data of parts that are pictures or
 * sound. Unknown members beside "messages" are errors with "did you mean".
 * STATUS_OK; STATUS_JSON_MALFORMED or STATUS_REQUEST_INVALID with line and column in err;
 * STATUS_LIMIT_REACHED; STATUS_NO_MEMORY. */
MUST_CHECK enum status request_parse(struct slice body, struct arena *arena,
                                     struct request *request, struct error *err);

/* The same for a line of JSONL: where it has "text", members that are not known (a label,
 * a source) are skipped, so that labelled files can be judged as they are. */
MUST_CHECK enum status request_parse_line(struct slice line, struct arena *arena,
                                          struct request *request, struct error *err);

/* The body of a client of some other API, whatever its shape: every string of it is a field, named
 * by its path ("messages[0].content", "negative_prompt"), but for labels of one word and the data
 * of pictures and sound. What cannot be judged (a prompt in tokens) is an error and never an empty
 * prompt. Statuses as of request_parse(); STATUS_NOT_FOUND where there is no text at all. */
MUST_CHECK enum status request_parse_client(struct slice body, struct arena *arena,
                                            struct request *request, struct error *err);

#endif
