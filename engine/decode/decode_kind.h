/* SPDX-License-Identifier: Apache-2.0 */
/* The shape of a decoder: find the next disguised run, undo it.
 *
 * Decoders read the *clean* form of a text (invisible characters gone, fullwidth
 * letters plain, ASCII case kept); those of the carrier pass read the text before it was
 * cleaned. They are lenient, as attackers are, and gated by how the result reads, not by
 * a marker: random bytes are refused early, and what has no syntax of its own (ciphers,
 * joined words, digits for letters) is undone where the result is made of words.
 *
 * A view is searched once for each pass, and each pass makes views of its own: a guess at
 * spelling never takes a run from a decoder that knows. */
#ifndef DECODE_KIND_H
#define DECODE_KIND_H

#include "base_arena.h"
#include "base_slice.h"
#include "decode_survey.h"
#include "decode_word.h"
#include "text_map.h"
#include "text_operation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum decode_pass {
	DECODE_PASS_CARRIER,  /* text in characters that the clean form drops; reads raw text */
	DECODE_PASS_ESCAPE,   /* escapes, one a character: they wrap whatever they stand in */
	DECODE_PASS_ENCODING, /* encodings and alphabets, known by their syntax; and escapes */
	DECODE_PASS_CIPHER,   /* letters for letters or turned round: known by how it reads */
	DECODE_PASS_WORDING,  /* words apart, together, cut up, drawn with signs or mistyped */
	DECODE_PASS_COUNT
};

struct decode_solutions;

/* What find() and decode() are given. */
struct decode_input {
	struct slice text;                     /* to find in, up to its end; or the run to decode */
	decode_marks marks;                    /* of the text; 0: not surveyed */
	size_t       until;                    /* find() need not tell of a run that begins there
	                                          or behind it; 0: the end of the text */
	const struct decode_survey    *survey; /* of the text; NULL: not by place */
	const struct decode_words     *words;  /* those of the text; NULL: not listed */
	const struct decode_solutions *solutions; /* of the text (decode_solve.h); NULL: as above */
	const struct text_lexicon     *lexicon;   /* of the ruleset; never NULL */
	struct arena                  *scratch;   /* rewound by the caller afterwards */
};

/* A disguised run: [start, end) of the text. Should the whole prove not to be text,
 * [start, shorter_end) is tried (a first line taken for a wrapped whole); it equals `end`
 * where there is nothing shorter to try. */
struct decode_run {
	size_t start;
	size_t end;
	size_t shorter_end;
};

/* Where decoded bytes go. There is room for `growth` bytes (see below) for each byte of
 * the run. `map` is NULL on the fast path. */
struct decode_sink {
	char            *bytes;
	size_t           len;
	size_t           cap;
	struct text_map *map;
};

/* Appends decoded bytes that came, as a block, from encoded [start, end).
 * `operations` and `inside_word` as in text_map.h. Asserts that there is room. */
void decode_sink_put(struct decode_sink *sink, struct slice bytes, size_t start, size_t end,
                     text_operations operations, text_operations inside_word);

/* Appends encoded[start, end) as it is. */
void decode_sink_copy(struct decode_sink *sink, struct slice encoded, size_t start, size_t end);

/* Encoded [start, end) stands for nothing; whoever needs what comes next needed it gone. */
void decode_sink_drop(struct decode_sink *sink, size_t start, size_t end,
                      text_operations operations, text_operations inside_word);

struct decode_kind {
	const char         *name; /* "base64" */
	enum text_operation operation;
	const char         *signal; /* "bypass.encoding/base64" */
	enum decode_pass    pass;

	/* Not looked for in a text that has none of these marks; 0: always looked for. What
	 * stands in ordinary prose is no mark, so prose costs one survey. */
	decode_marks needs;
	decode_marks also; /* and in a text that has none of these either; 0: no matter */

	/* It asks for the solutions of the whole text (decode_solve.h), which are made once. */
	bool solves;
	/* A run begins at most so many bytes before one of `needs`, or in the same token. 0: it may
	 * begin anywhere. */
	unsigned reach;

	/* The most bytes that a byte of the run becomes; 0 means 1: it never grows. */
	unsigned growth;

	/* The next run at or after `from`; false when there is none. Linear over a whole
	 * text when called again from run->end or, after a refusal, shorter_end. */
	bool (*find)(const struct decode_input *input, size_t from, struct decode_run *run);

	/* Decodes a run that find() gave (or its shorter form). False when it is not in
	 * this encoding after all. The same bytes with a map as without. */
	bool (*decode)(const struct decode_input *input, struct decode_sink *sink);
};

static inline size_t decode_until(const struct decode_input *input)
{
	return input->until == 0 || input->until > input->text.len ? input->text.len : input->until;
}

/* The first byte at or after `at` that may be a line's end or a sign of ASCII;
 * decode_until() when there is none before that. */
static inline size_t decode_next_sign(const struct decode_input *input, size_t at)
{
	return input->survey == NULL ? at
	                             : decode_survey_sign(input->survey, at, decode_until(input));
}

/* The first digit at or after `at` in text[0, end); `end` when there is none. */
static inline size_t decode_next_digit(const struct decode_input *input, size_t at, size_t end)
{
	if (input->survey != NULL)
		return decode_survey_digit(input->survey, at, end);
	while (at < end && (input->text.ptr[at] < '0' || input->text.ptr[at] > '9'))
		at++;
	return at;
}

/* Behind the words at `at` that are listed as known, of three small letters or more but for the
 * first, with one space behind each: what no encoding begins with. `at` where none stands there. */
static inline size_t decode_over_words(const struct decode_input *input, size_t at)
{
	return at > 0 && at < input->text.len && input->text.ptr[at - 1] != ' '
	               ? at
	               : decode_words_over(input, at);
}

/* Escapes and encodings are known by their syntax, in the clean text. */
static inline bool decode_pass_knows(enum decode_pass pass)
{
	return pass == DECODE_PASS_ESCAPE || pass == DECODE_PASS_ENCODING;
}

/* Ciphers and wording have no syntax: they are found by how the result reads. What is found in
 * a text that one of them made is as uncertain (decode_budget.h). */
static inline bool decode_pass_guesses(enum decode_pass pass)
{
	return pass == DECODE_PASS_CIPHER || pass == DECODE_PASS_WORDING;
}

/* The room that decoding `run_bytes` bytes needs. */
size_t decode_kind_room(const struct decode_kind *kind, size_t run_bytes);

/* The table of decode_kind.def. NULL past the last one. Static. */
const struct decode_kind *decode_kind_at(size_t index);
size_t                    decode_kind_count(void);

/* A set of decoders is a bit each. */
#define DECODE_KIND_MAX 96u
__extension__ typedef unsigned __int128 decode_set;
#define DECODE_SET_ALL (~(decode_set)0)

#define KIND(name) extern const struct decode_kind decode_##name;
#include "decode_kind.def"
#undef KIND

#endif
