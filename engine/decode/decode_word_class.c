/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_word_class.h"

#include "base_ascii.h"

#include <string.h>

#define WORDS_LEAST 3u
#define WORD_BYTES  12u

enum word_class {
	CONTENT,
	ARTICLE,   /* and whose it is: "my" */
	BEFORE,    /* prepositions */
	TO,        /* before a verb */
	SUBJECT,   /* who does, and none to whom it is done */
	AUXILIARY, /* "can", "did" */
	QUESTION,
	VERB,   /* what requests begin with */
	OBJECT, /* to whom it is done */
	BASE,   /* "be", "have", "not": behind an auxiliary */
	AND,    /* joins sentences */
	WANT,   /* what stands before "to" */
	CLASSES
};

static const char class_letters[CLASSES + 1] = "-APTSXQVOBJW";

#define BY(letter, length, words) [(letter) - 'a'][(length)] = (words),
static const char *const words_of[26][WORD_BYTES + 1] = {
#include "decode_word_class.inc"
};
#undef BY

#define G 1  /* forwards, maybe */
#define F 2  /* forwards */
#define H -1 /* backwards, maybe */
#define B -2 /* backwards */

/* What a pair says, by the classes of its first and second word. What is said both ways
 * ("is how", "give you") says nothing. */
/* clang-format off */
static const signed char says[CLASSES][CLASSES] = {
	/*              CON ART BEF TO  SUB AUX QUE VER OBJ BAS AND WAN */
	[CONTENT] =   { 0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0 },
	[ARTICLE] =   { G,  0,  B,  B,  B,  B,  H,  B,  B,  B,  B,  B },
	[BEFORE] =    { 0,  F,  H,  B,  0,  B,  0,  0,  F,  B,  B,  B },
	[TO] =        { 0,  F,  B,  B,  B,  B,  B,  F,  0,  F,  B,  B },
	[SUBJECT] =   { 0,  H,  H,  B,  B,  G,  H,  F,  B,  0,  B,  F },
	[AUXILIARY] = { 0,  G,  H,  H,  G,  B,  H,  0,  H,  F,  B,  0 },
	[QUESTION] =  { 0,  G,  H,  F,  F,  F,  B,  0,  0,  0,  H,  0 },
	[VERB] =      { 0,  F,  0,  0,  B,  B,  0,  H,  F,  0,  0,  H },
	[OBJECT] =    { 0,  G,  0,  0,  B,  B,  0,  H,  B,  H,  0,  B },
	[BASE] =      { 0,  G,  0,  0,  B,  B,  H,  0,  0,  0,  H,  0 },
	[AND] =       { 0,  G,  0,  0,  F,  0,  0,  G,  B,  0,  B,  0 },
	[WANT] =      { 0,  G,  0,  F,  B,  B,  0,  0,  0,  H,  0,  B },
};
/* What the first and the last word of a line say. */
static const signed char begins[CLASSES] = {
	[QUESTION] = F, [VERB] = G, [SUBJECT] = G, [OBJECT] = B, [AND] = H,
};
static const signed char ends[CLASSES] = {
	[ARTICLE] = B, [BEFORE] = H, [SUBJECT] = B, [AND] = B, [TO] = H, [VERB] = H, [WANT] = H, [QUESTION] = H,
};
/* clang-format on */

static char small(char byte)
{
	return (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
}

static enum word_class class_of(struct slice word)
{
	const char *known;
	char        folded[WORD_BYTES];

	while (word.len > 0 && memchr(".,?!:;\"'()", word.ptr[word.len - 1], 10) != NULL)
		word.len--;
	if (word.len == 0 || word.len > WORD_BYTES || small(word.ptr[0]) < 'a' ||
	    small(word.ptr[0]) > 'z')
		return CONTENT;
	known = words_of[small(word.ptr[0]) - 'a'][word.len];
	if (known == NULL)
		return CONTENT;
	for (size_t i = 0; i < word.len; i++)
		folded[i] = small(word.ptr[i]);
	for (;; known += word.len + 2) {
		if (memcmp(known + 1, folded, word.len) == 0)
			return (enum word_class)(strchr(class_letters, known[0]) - class_letters);
		if (known[word.len + 1] == '\0')
			return CONTENT;
	}
}

bool decode_word_has_content(struct slice word)
{
	return class_of(word) == CONTENT;
}

static bool is_name(struct slice word)
{
	return word.len > 1 && ascii_is_capital(word.ptr[0]) && ascii_is_small(word.ptr[1]);
}

bool decode_sentence_read(struct slice text, struct decode_sentence *sentence)
{
	size_t letters = 0;

	sentence->count = sentence->names = 0;
	for (size_t at = 0; at < text.len;) {
		size_t end = at;

		while (end < text.len && text.ptr[end] != ' ')
			end++;
		if (end > at) {
			struct slice word = slice_range(text, at, end);

			if (sentence->count == DECODE_SENTENCE_WORDS)
				return false;
			letters += end - at == 1;
			sentence->names += is_name(word);
			sentence->classes[sentence->count] = (uint8_t)class_of(word);
			sentence->items[sentence->count++] = word;
		}
		at = end + 1;
	}
	return sentence->count >= WORDS_LEAST && letters * 2 <= sentence->count;
}

static bool ends_sentence(struct slice word)
{
	const char mark = word.ptr[word.len - 1];

	return word.len > 1 && (mark == '?' || mark == '!' || (mark == '.' && word.len > 4));
}

/* Two neighbours: no sentence goes on with a small letter. */
static int pair_says(const struct decode_sentence *sentence, uint8_t first, uint8_t second)
{
	const bool broken = ends_sentence(sentence->items[first]) &&
	                    ascii_is_small(sentence->items[second].ptr[0]);

	return says[sentence->classes[first]][sentence->classes[second]] + (broken ? B : 0);
}

/* "How do I", but not "How I". */
static int beginning_says(enum word_class first, enum word_class second)
{
	if (first == QUESTION && (second == AUXILIARY || second == SUBJECT))
		return begins[first] + (second == AUXILIARY ? G : B);
	return begins[first];
}

/* Marks end lines, and capitals begin them where none is a name's; "I" and abbreviations may
 * stand anywhere. */
static int form_says(struct slice first, struct slice last, size_t names)
{
	int said = ends_sentence(last) ? F : 0;

	if (names == 1)
		said += is_name(first) ? G : is_name(last) ? H : 0;
	return said;
}

int decode_sentence_sounds(const struct decode_sentence *sentence, const uint8_t *order)
{
	const uint8_t first = order[0];
	const uint8_t last = order[sentence->count - 1];
	int           said = ends[sentence->classes[last]];

	said += beginning_says(sentence->classes[first], sentence->classes[order[1]]);
	for (size_t i = 1; i < sentence->count; i++)
		said += pair_says(sentence, order[i - 1], order[i]);
	return said + form_says(sentence->items[first], sentence->items[last], sentence->names);
}
