/* SPDX-License-Identifier: Apache-2.0 */
/* A phrase read aloud:
 *
 *     {how to|how do i} <0..3> {make|build}~ [a] explos*
 *     ("how to" or "how do i"), up to 3 words, ("make" or "build") in any form,
 *     perhaps ("a"), a word beginning "explos"
 *
 * One pass from left to right. Plain words that follow each other are one quoted text; an open
 * group is a frame that counts its alternatives, so that of forty the first few are read. */
#include "ruleset_rule.h"

#include <ctype.h>
#include <stdlib.h>

#define GROUPS_MAX       32u
#define ALTERNATIVES_MAX 8u

struct group {
	char   close;
	size_t alternatives; /* begun so far */
};

struct words {
	struct buffer *out;
	struct slice   source;
	size_t         at;
	struct group   groups[GROUPS_MAX];
	size_t         depth;
	size_t         silent_from; /* groups from this depth on are not read; SIZE_MAX: all are */
	bool           begun;       /* something stands before in this alternative */
	bool           quoted;      /* inside quotes */
};

static void say(struct words *words, const char *text)
{
	if (words->silent_from == SIZE_MAX)
		buffer_append_cstr(words->out, text);
}

static void say_slice(struct words *words, struct slice text)
{
	if (words->silent_from == SIZE_MAX)
		buffer_append(words->out, text);
}

static void quote_end(struct words *words)
{
	if (words->quoted)
		say(words, "\"");
	words->quoted = false;
}

/* A part that is no plain word begins. */
static void part_begin(struct words *words)
{
	quote_end(words);
	if (words->begun)
		say(words, ", ");
	words->begun = true;
}

static void group_open(struct words *words, char open)
{
	part_begin(words);
	if (open == '[')
		say(words, "perhaps ");
	say(words, "(");
	words->begun = false;
	if (words->depth < GROUPS_MAX)
		words->groups[words->depth] = (struct group){ open == '[' ? ']' : '}', 1 };
	words->depth++;
}

static void alternative_next(struct words *words)
{
	struct group *group = &words->groups[words->depth - 1];

	quote_end(words);
	words->begun = false;
	group->alternatives++;
	if (group->alternatives <= ALTERNATIVES_MAX)
		say(words, " or ");
	else if (words->silent_from == SIZE_MAX)
		words->silent_from = words->depth;
}

static void group_close(struct words *words)
{
	struct group *group = &words->groups[words->depth - 1];

	quote_end(words);
	if (words->silent_from == words->depth) {
		words->silent_from = SIZE_MAX;
		buffer_append_format(words->out, " or one of %zu others",
		                     group->alternatives - ALTERNATIVES_MAX);
	}
	words->depth--;
	say(words, ")");
	words->begun = true;
}

/* <m..n> */
static void gap_say(struct words *words, struct slice gap)
{
	unsigned long least = strtoul(gap.ptr, NULL, 10);
	size_t        dots = slice_find(gap, SLICE_LIT(".."), 0);
	unsigned long most = dots == SIZE_MAX ? least : strtoul(gap.ptr + dots + 2, NULL, 10);

	part_begin(words);
	if (words->silent_from != SIZE_MAX)
		return;
	if (least == most)
		buffer_append_format(words->out, "%lu word%s", most, most == 1 ? "" : "s");
	else if (least == 0)
		buffer_append_format(words->out, "up to %lu word%s", most, most == 1 ? "" : "s");
	else
		buffer_append_format(words->out, "%lu to %lu words", least, most);
}

static void star_say(struct words *words, struct slice word)
{
	bool before = word.ptr[0] == '*';
	bool behind = word.ptr[word.len - 1] == '*';

	part_begin(words);
	say(words, before && behind ? "a word with \""
	           : before         ? "a word ending in \""
	                            : "a word beginning \"");
	say_slice(words, slice_range(word, before ? 1 : 0, word.len - (behind ? 1 : 0)));
	say(words, before && behind ? "\" in it" : "\"");
}

static void word_say(struct words *words, struct slice word)
{
	bool inflects = word.len > 1 && word.ptr[word.len - 1] == '~';

	if (inflects)
		word.len--;
	if (word.len > 1 && (word.ptr[0] == '*' || word.ptr[word.len - 1] == '*')) {
		star_say(words, word);
		return;
	}
	if (word.ptr[0] == '@') {
		part_begin(words);
		say(words, "an entry of the list ");
		say_slice(words, slice_from(word, 1));
	} else if (inflects) {
		part_begin(words);
		say(words, "\"");
		say_slice(words, word);
		say(words, "\"");
	} else {
		if (!words->quoted)
			part_begin(words);
		say(words, words->quoted ? " " : "\"");
		say_slice(words, word);
		words->quoted = true;
	}
	if (inflects)
		say(words, " in any form");
}

static struct slice token_take(struct words *words)
{
	size_t start = words->at;

	while (words->at < words->source.len) {
		char c = words->source.ptr[words->at];

		if (isspace((unsigned char)c) || c == '{' || c == '}' || c == '[' || c == ']' ||
		    c == '|' || c == '<')
			break;
		words->at++;
	}
	return slice_range(words->source, start, words->at);
}

static void gap_take(struct words *words)
{
	size_t end = slice_find(words->source, SLICE_LIT(">"), words->at);
	size_t start = words->at + 1;

	words->at = end == SIZE_MAX ? words->source.len : end + 1;
	gap_say(words, slice_range(words->source, start, end == SIZE_MAX ? words->at : end));
}

static void step(struct words *words)
{
	char c = words->source.ptr[words->at];

	if (c == '<') {
		gap_take(words);
	} else if (c == '{' || c == '[') {
		words->at++;
		group_open(words, c);
	} else if (c == '|' && words->depth > 0) {
		words->at++;
		alternative_next(words);
	} else if ((c == '}' || c == ']') && words->depth > 0) {
		words->at++;
		group_close(words);
		if (words->at < words->source.len && words->source.ptr[words->at] == '~') {
			words->at++;
			say(words, " in any form");
		}
	} else if (isspace((unsigned char)c) || c == '|' || c == '}' || c == ']') {
		words->at++;
	} else {
		word_say(words, token_take(words));
	}
}

void ruleset_phrase_words(struct slice source, struct buffer *out)
{
	struct words words = { .out = out, .source = source, .silent_from = SIZE_MAX };

	while (words.at < source.len && words.depth < GROUPS_MAX)
		step(&words);
	if (words.at < source.len) {
		buffer_append_cstr(out, " ... ");
		buffer_append(out, slice_from(source, words.at));
	}
	quote_end(&words);
}
