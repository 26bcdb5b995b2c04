/* SPDX-License-Identifier: Apache-2.0 */
/* "word~": the regular inflections of an English word.
 *
 *     build~   build builds building built            (irregular: the table says all)
 *     stab~    stab stabs stabbed stabbing            (doubling)
 *     carry~   carry carries carried carrying
 *     make~    make makes making made
 *     bomb~    bomb bombs bombed bombing
 *     knife~   knife knives knifes knifed knifing
 *
 * One rule set for nouns and verbs: a form that does not exist ("explosiveses") costs
 * nothing, because nobody writes it. A word of several syllables that ends like
 * "commit" gets both spellings (committed, commited), a frequent slip included. There is
 * no "-er": a maker is a person, and a rule that means people says so. */
#include "ruleset_build.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

struct irregular {
	const char *base;
	const char *forms; /* all other forms, parted by spaces */
};

/* In byte order of the base. */
static const struct irregular irregulars[] = {
#define IRREGULAR(base, forms) { base, forms },
#include "ruleset_inflect.def"
#undef IRREGULAR
};

static const char *const particles[] = {
	"about",    "across", "after", "against", "along", "around",  "at",   "away",    "back",
	"by",       "down",   "for",   "forward", "from",  "in",      "into", "it",      "me",
	"of",       "off",    "on",    "onto",    "out",   "over",    "past", "through", "to",
	"together", "under",  "up",    "upon",    "with",  "without",
};

bool ruleset_inflect_particle(struct slice word)
{
	for (size_t i = 0; i < sizeof particles / sizeof particles[0]; i++) {
		if (slice_equal_cstr(word, particles[i]))
			return true;
	}
	return false;
}

static const char *irregular_forms(struct slice word)
{
	size_t low = 0;
	size_t high = sizeof irregulars / sizeof irregulars[0];

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int    order = slice_compare(word, slice_from_cstr(irregulars[middle].base));

		if (order == 0)
			return irregulars[middle].forms;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static void form_add(struct ruleset_forms *forms, struct slice stem, const char *ending)
{
	char text[RULESET_FORM_BYTES];
	int  length = snprintf(text, sizeof text, "%.*s%s", SLICE_ARG(stem), ending);

	assert(length > 0);
	if ((size_t)length >= sizeof text || forms->count == RULESET_FORMS_MAX)
		return;
	for (size_t i = 0; i < forms->count; i++) {
		if (strcmp(forms->text[i], text) == 0)
			return;
	}
	memcpy(forms->text[forms->count++], text, (size_t)length + 1);
}

static void forms_add_listed(struct ruleset_forms *forms, const char *listed)
{
	struct slice rest = slice_from_cstr(listed);

	while (rest.len > 0) {
		size_t end = slice_find(rest, SLICE_LIT(" "), 0);

		form_add(forms, slice_range(rest, 0, end == SIZE_MAX ? rest.len : end), "");
		rest = slice_from(rest, end == SIZE_MAX ? rest.len : end + 1);
	}
}

/* The letter `back` places before the end, or NUL. */
static char letter(struct slice word, size_t back)
{
	return word.len > back ? word.ptr[word.len - 1 - back] : '\0';
}

static bool is_vowel(char c)
{
	return c != '\0' && strchr("aeiou", c) != NULL;
}

static bool is_consonant(char c)
{
	return c >= 'a' && c <= 'z' && !is_vowel(c);
}

/* About as many as syllables: runs of vowels, with "y" as one behind the first letter. */
static size_t vowel_groups(struct slice word)
{
	size_t groups = 0;
	bool   before = false;

	for (size_t i = 0; i < word.len; i++) {
		bool vowel = is_vowel(word.ptr[i]) || (i > 0 && word.ptr[i] == 'y');

		groups += vowel && !before ? 1 : 0;
		before = vowel;
	}
	return groups;
}

static bool ends_consonant_vowel_consonant(struct slice word)
{
	char last = letter(word, 0);
	bool qu = letter(word, 2) == 'u' && letter(word, 3) == 'q';

	return is_consonant(last) && strchr("wxy", last) == NULL && is_vowel(letter(word, 1)) &&
	       (is_consonant(letter(word, 2)) || qu);
}

static void forms_add_s(struct ruleset_forms *forms, struct slice word)
{
	char last = letter(word, 0);
	char before = letter(word, 1);

	if (last == 'y' && is_consonant(before)) {
		form_add(forms, slice_range(word, 0, word.len - 1), "ies");
		return;
	}
	if (last == 's' || last == 'x' || last == 'z' ||
	    (last == 'h' && (before == 'c' || before == 's'))) {
		form_add(forms, word, "es");
		return;
	}
	if (last == 'o' && is_consonant(before))
		form_add(forms, word, "es");
	form_add(forms, word, "s");
}

/* "stab" + "b" + "ed"; the last letter may be doubled, or be a "k" behind "c". */
static void forms_add_past(struct ruleset_forms *forms, struct slice stem, const char *doubled)
{
	char ending[8];

	(void)snprintf(ending, sizeof ending, "%sed", doubled);
	form_add(forms, stem, ending);
	(void)snprintf(ending, sizeof ending, "%sing", doubled);
	form_add(forms, stem, ending);
}

static void forms_add_verb(struct ruleset_forms *forms, struct slice word)
{
	struct slice shorter = slice_range(word, 0, word.len - 1);
	char         last = letter(word, 0);
	char         before = letter(word, 1);
	char         doubled[2] = { last == 'c' ? 'k' : last, '\0' };
	bool doubles = ends_consonant_vowel_consonant(word) || (last == 'c' && is_vowel(before));

	if (last == 'e' && before == 'i') {
		form_add(forms, word, "d");
		form_add(forms, slice_range(word, 0, word.len - 2), "ying");
	} else if (last == 'e' && (before == 'e' || before == 'o' || before == 'y')) {
		form_add(forms, word, "d");
		form_add(forms, word, "ing");
	} else if (last == 'e') {
		forms_add_past(forms, shorter, "");
	} else if (last == 'y' && is_consonant(before)) {
		form_add(forms, shorter, "ied");
		form_add(forms, word, "ing");
	} else {
		if (doubles)
			forms_add_past(forms, word, doubled);
		if (!doubles || vowel_groups(word) > 1)
			forms_add_past(forms, word, "");
	}
}

bool ruleset_inflect(struct slice word, struct ruleset_forms *forms)
{
	const char *listed;

	*forms = (struct ruleset_forms){ 0 };
	if (word.len == 0 || word.len + 4 > RULESET_FORM_BYTES)
		return false;
	for (size_t i = 0; i < word.len; i++) {
		char c = word.ptr[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
			return false;
	}
	form_add(forms, word, "");
	listed = irregular_forms(word);
	if (listed != NULL) {
		forms_add_listed(forms, listed);
		return true;
	}
	forms_add_s(forms, word);
	if (is_vowel(letter(word, 0)) || is_consonant(letter(word, 0)))
		forms_add_verb(forms, word);
	return true;
}
