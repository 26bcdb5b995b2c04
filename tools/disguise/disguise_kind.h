/* SPDX-License-Identifier: Apache-2.0 */
/* What the encoders' files share: their functions, declared from disguise_kind.def,
 * and the tests for what they accept. Private to tools/disguise. */
#ifndef DISGUISE_KIND_H
#define DISGUISE_KIND_H

#include "base_buffer.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stdint.h>

#define DISGUISE(name, family, grade, keeps_bytes, exact_span, encode, accepts)                    \
	void disguise_##encode(struct slice plain, uint64_t seed, struct buffer *out);
#include "disguise_kind.def"
#undef DISGUISE

/* Not empty. */
bool disguise_accepts_any(struct slice plain);

/* Not empty, well-formed UTF-8 and without NUL: characters can be counted. */
bool disguise_accepts_utf8(struct slice plain);

/* Two letters side by side: ASCII letters or anything above ASCII. */
bool disguise_accepts_letters(struct slice plain);

/* A character of U+0021 to U+007E. */
bool disguise_accepts_printable(struct slice plain);

/* Four characters or more, all printable ASCII or line ends, and half of them letters
 * or spaces. */
bool disguise_accepts_ascii(struct slice plain);

/* Not empty and of 88 bytes at most: the work grows with the square. */
bool disguise_accepts_base58(struct slice plain);

/* A letter that has a look-alike. */
bool disguise_accepts_lookalike(struct slice plain);

/* Printable ASCII and line feeds, something visible among them. */
bool disguise_accepts_printable_ascii(struct slice plain);

/* The same, with two letters at least: other characters stay as they are. */
bool disguise_accepts_cipher(struct slice plain);

/* UTF-8 without control characters but tab and line feed: HTML and XML change them. */
bool disguise_accepts_markup(struct slice plain);

/* UTF-8 with two ASCII letters at least. */
bool disguise_accepts_styled(struct slice plain);

/* UTF-8 with two letters side by side, and without invisible characters, combining marks
 * or controls: what is strewn in and taken out again leaves the same text. */
bool disguise_accepts_visible(struct slice plain);

/* Plain words and codes, whose case need not survive: letters and digits, a word in
 * lower, Capitalised or UPPER form (with digits: lower or UPPER), one space between
 * words, one of . , ? ! at their ends; two letters at least. */
bool disguise_accepts_caseless(struct slice plain);

/* The same without digits, and not mostly words of one letter. */
bool disguise_accepts_words(struct slice plain);

/* Two such words or more. */
bool disguise_accepts_phrase(struct slice plain);

/* A phrase that reads as English by its pairs of letters and a common word, so that it
 * can be read again with word gaps or single letters lost. */
bool disguise_accepts_english(struct slice plain);

/* Eight printable ASCII characters or more that need no escape in a quoted string. */
bool disguise_accepts_pieces(struct slice plain);

/* What single files accept: the above and a condition of their own. */
bool disguise_accepts_z85(struct slice plain);      /* whole groups of four bytes */
bool disguise_accepts_punycode(struct slice plain); /* words with characters above ASCII */
bool disguise_accepts_visible_pair(struct slice plain);
bool disguise_accepts_lookalike_cyrillic(struct slice plain);
bool disguise_accepts_lookalike_greek(struct slice plain);
bool disguise_accepts_lookalike_words(struct slice plain);
bool disguise_accepts_lookalike_name(struct slice plain);
bool disguise_accepts_lookalike_cherokee(struct slice plain);
bool disguise_accepts_lookalike_armenian(struct slice plain);
bool disguise_accepts_lookalike_latin(struct slice plain);
bool disguise_accepts_drawn_pairs(struct slice plain);   /* English with m or w */
bool disguise_accepts_emoji_words(struct slice plain);   /* a word that has an emoji */
bool disguise_accepts_morse(struct slice plain);         /* caseless, no ! */
bool disguise_accepts_braille_codes(struct slice plain); /* caseless with digits */
bool disguise_accepts_keycaps(struct slice plain);       /* ASCII with two digits */
bool disguise_accepts_words_without_j(struct slice plain);
bool disguise_accepts_words_without_k(struct slice plain);
bool disguise_accepts_words_of_24(struct slice plain); /* no j, no v */
bool disguise_accepts_english_with_k(struct slice plain);
bool disguise_accepts_drawn(struct slice plain);    /* words with letters that change */
bool disguise_accepts_reversed(struct slice plain); /* visible, and no palindrome */
bool disguise_accepts_reversed_letters(struct slice plain);
bool disguise_accepts_reversed_words(struct slice plain);
bool disguise_accepts_reversed_word(struct slice plain);
bool disguise_accepts_override(struct slice plain);    /* one line of ASCII */
bool disguise_accepts_marked(struct slice plain);      /* ASCII, two letters side by side */
bool disguise_accepts_tags(struct slice plain);        /* printable ASCII on one line */
bool disguise_accepts_spaced(struct slice plain);      /* a word of two letters or more */
bool disguise_accepts_cut_words(struct slice plain);   /* a word of four letters or more */
bool disguise_accepts_leet(struct slice plain);        /* English without ! */
bool disguise_accepts_cut_english(struct slice plain); /* English, a word of four or more */
bool disguise_accepts_element(struct slice plain);     /* markup with two letters */
bool disguise_accepts_starred_vowels(struct slice plain);
bool disguise_accepts_typo(struct slice plain); /* English, a word of eight or more */
bool disguise_accepts_scrambled(struct slice plain);
bool disguise_accepts_substitution(struct slice plain); /* English, 1 to 26 words of four */
bool disguise_accepts_initials(struct slice plain);     /* English of ten letters or more */
bool disguise_accepts_comment(struct slice plain);      /* nothing that ends comments */
bool disguise_accepts_line(struct slice plain);         /* no line ends, bars, backquotes */
bool disguise_accepts_cdata(struct slice plain);
bool disguise_accepts_foreign(struct slice plain); /* characters above ASCII, too */

bool   disguise_is_ascii_letter(char byte);
bool   disguise_is_digit(char byte);
char   disguise_lower(char byte); /* ASCII */
size_t disguise_count_letters(struct slice plain);

/* The word at `*at`, up to a space; `*at` moves behind the space. */
struct slice disguise_next_word(struct slice plain, size_t *at);

/* The length of `word` without one of . , ? ! at its end. */
size_t disguise_stem(struct slice word);

/* Is `word` the same as `lower` but for case? */
bool disguise_same_word(struct slice word, const char *lower);

/* Appends a code point in UTF-8. */
void disguise_append_code_point(struct buffer *out, uint32_t code_point);

bool disguise_is_letter(char byte);

/* The next number of a seed's sequence, 0 to bound - 1; always 0 for seed 0. */
uint32_t disguise_pick(uint64_t *seed, uint32_t bound);

#endif
