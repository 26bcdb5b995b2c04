/* SPDX-License-Identifier: Apache-2.0 */
/* Is a text the code of something, as ciphers ask that try to undo it under many keys? Cheap
 * looks at it (decode_reads_form.c) come before the decoders themselves. */
#include "decode_reads.h"

#include "decode_reads_token.h"

#include "decode_certain.h"
#include "decode_gate.h"
#include "decode_kind.h"
#include "decode_unwrap.h"
#include "decode_word.h"
#include "text_letters.h"

#include <string.h>

#define CODE_BYTES_MIN 12u
#define CODE_RUNS_MAX  40u
#define CODE_TEXT_MIN  6u
#define SHRUNK         256 /* what a byte that a code is longer than its text counts */
#define CERTAIN_MIN    12u
#define PIECE_MIN      2u
#define WORDS_BYTES    128u
#define PACKED_MIN     20u

/* Printable ASCII, most of it letters, digits and spaces. */
static bool is_plain(struct slice bytes)
{
	size_t plain = 0;

	for (size_t i = 0; i < bytes.len; i++)
		plain += decode_word_is_part(bytes.ptr[i]) || bytes.ptr[i] == ' ';
	if (plain * 4 < bytes.len * 3)
		return false;
	for (size_t i = 0; i < bytes.len; i++)
		if ((unsigned char)bytes.ptr[i] >= 0x7F ||
		    ((unsigned char)bytes.ptr[i] < 0x20 && !decode_reads_is_space(bytes.ptr[i])))
			return false;
	return bytes.len >= CODE_TEXT_MIN;
}

/* zlib with its usual headers, or what has a signature of three bytes. */
static bool is_packed(struct slice bytes)
{
	if (decode_unwrap_is_signed(bytes))
		return true;
	return bytes.len >= PACKED_MIN && bytes.ptr[0] == 0x78 &&
	       memchr("\x01\x5E\x9C\xDA", bytes.ptr[1], 4) != NULL;
}

/* A word, perhaps short, of another script. */
static bool is_foreign(struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if ((unsigned char)bytes.ptr[i] < 0x80 && !decode_reads_is_space(bytes.ptr[i]))
			return false;
	return bytes.len >= 2 * PIECE_MIN && decode_gate_is_clean(bytes) &&
	       decode_gate_is_text(bytes);
}

/* A code taken by chance gives other bytes, too. */
static bool is_result(struct slice bytes)
{
	return is_plain(bytes) || is_foreign(bytes) ||
	       (bytes.len >= CERTAIN_MIN && decode_certain(bytes)) || is_packed(bytes);
}

/* Escapes for each character, of whatever there is. */
static bool is_escaped(const struct decode_kind *kind, struct slice encoded, struct slice bytes)
{
	return kind->pass == DECODE_PASS_ESCAPE && bytes.len * 3 <= encoded.len &&
	       decode_gate_is_clean(bytes);
}

/* What one decoder makes of a text. */
struct taking {
	size_t  bytes; /* of the text, that are taken and give text */
	int64_t score;
	char    words[WORDS_BYTES]; /* what comes of short runs, which must be text together */
	size_t  words_len;
	size_t  words_bytes; /* of the text, that these are */
};

static void take(struct taking *taking, const struct decode_kind *kind, struct slice encoded,
                 struct slice bytes)
{
	if (is_result(bytes) || is_escaped(kind, encoded, bytes)) {
		taking->bytes += encoded.len;
	} else if (bytes.len < CODE_TEXT_MIN && taking->words_len + bytes.len < WORDS_BYTES) {
		memcpy(taking->words + taking->words_len, bytes.ptr, bytes.len);
		taking->words_len += bytes.len;
		taking->words_bytes += encoded.len;
	}
	taking->score += SHRUNK * (int64_t)(encoded.len - bytes.len);
	if (!is_packed(bytes))
		taking->score += text_letters_score(bytes);
}

/* A sample may end amid an escape ("&#x6F;&#x7"): what came of that is no text. */
static struct slice without_cut(struct slice encoded, struct slice whole,
                                const struct decode_sink *sink)
{
	const bool cut = encoded.ptr + encoded.len == whole.ptr + whole.len;
	const bool control = sink->len > 1 && (unsigned char)sink->bytes[sink->len - 1] < 0x20;

	return (struct slice){ sink->bytes, sink->len - (cut && control ? 1 : 0) };
}

static void take_words(struct taking *taking)
{
	if (taking->words_len > 0 && is_result((struct slice){ taking->words, taking->words_len }))
		taking->bytes += taking->words_bytes;
}

/* The bytes of a text that one decoder takes and gives back as text. Escapes take the whole
 * token that they stand in: by chance there is one, in a code there are many, and what comes
 * out is shorter. */
static size_t taken_by(const struct decode_kind *kind, const struct decode_input *whole,
                       int64_t *score)
{
	struct taking     taking = { .bytes = 0 };
	struct decode_run run;
	size_t            from = 0;

	for (unsigned i = 0;
	     i < CODE_RUNS_MAX && from < whole->text.len && kind->find(whole, from, &run); i++) {
		struct decode_input part = *whole;
		struct decode_sink  sink = { 0 };
		const size_t        before = taking.bytes + taking.words_bytes;

		part.text = slice_range(whole->text, run.start, run.end);
		sink.cap = decode_kind_room(kind, part.text.len);
		sink.bytes = ARENA_ARRAY(whole->scratch, sink.cap + 1, char);
		if (sink.bytes == NULL)
			return 0;
		if (kind->decode(&part, &sink) && sink.len * 10 <= part.text.len * 9)
			take(&taking, kind, part.text, without_cut(part.text, whole->text, &sink));
		from = taking.bytes + taking.words_bytes > before ? run.end : run.shorter_end;
	}
	take_words(&taking);
	*score += taking.score;
	return taking.bytes;
}

bool decode_reads_as_code(const struct text_lexicon *lexicon, struct slice text,
                          struct arena *scratch, int64_t *score)
{
	const struct decode_input whole = { .text = text, .lexicon = lexicon, .scratch = scratch };
	const decode_marks        marks = decode_survey(text);
	size_t                    mark = arena_mark(scratch);
	bool                      is_code = false;

	if (text.len < CODE_BYTES_MIN)
		return false;
	for (size_t i = 0; i < decode_kind_count() && !is_code; i++) {
		const struct decode_kind *kind = decode_kind_at(i);
		int64_t                   of_kind = 0;

		if (decode_pass_knows(kind->pass) && (kind->needs & marks) != 0)
			is_code = taken_by(kind, &whole, &of_kind) * 5 >= text.len * 4;
		arena_rewind(scratch, mark);
		if (score != NULL)
			*score = of_kind;
	}
	return is_code;
}
