/* SPDX-License-Identifier: Apache-2.0 */
/* What a phrase matches. The table of rules/README.md has its own test; here are the
 * finer points. */
#include "test_ruleset_support.h"

#define LISTS                                                                                      \
	"lists:\n"                                                                                 \
	"  device: [pipe bomb, pipe bomb kit, nail bomb, \"{car|truck} bomb\"]\n"                  \
	"  verb: [make, break into, \"set fire to\"]\n"                                            \
	"  both: [\"@verb~ a @device\", grenade]\n"                                                \
	"  deep: [\"x @both\", \"y {@both|@device}\"]\n"

struct row {
	const char *when;
	const char *phrase;
	const char *text;
	bool        occurs;
};

static const struct row rows_of_phrases[] = {
	{ "a choice nests", "{a {b|c d}|e} f", "a c d f", true },
	{ "a nested choice needs its end", "{a {b|c d}|e} f", "a c f", false },
	{ "the other alternative needs no nested one", "{a {b|c d}|e} f", "e f", true },
	{ "an option holds a choice", "[{a|b}] c", "c", true },
	{ "an option may hold alternatives itself", "x [a|b] c", "x b c", true },
	{ "and may be left out", "x [a|b] c", "x c", true },
	{ "but holds one of them only", "x [a|b] c", "x a b c", false },
	{ "options at the end may be left out", "bomb [kit] [now]", "bomb", true },
	{ "a gap of exactly two", "make <2..2> bomb", "make a b bomb", true },
	{ "a gap of exactly two is not one", "make <2..2> bomb", "make a bomb", false },
	{ "a gap of one to three", "make <1..3> bomb", "make bomb", false },
	{ "a gap inside an alternative", "{make <0..1> bomb|x} now", "make a bomb now", true },
	{ "a gap touches a choice", "make <0..2>{bomb|kit}", "make a kit", true },
	{ "a star at the end", "explos*", "explosives", true },
	{ "a star takes nothing, too", "explos*", "explos", true },
	{ "a star at the end does not look inside", "explos*", "unexplosive", false },
	{ "a star at the beginning", "*phobic", "homophobic", true },
	{ "stars on both sides", "*bomb*", "firebombed", true },
	{ "two Korean syllables are enough for a star", "훔치*", "훔치는방법을", true },
	{ "a star behind a hyphen belongs to the last word", "pipe-bom*", "pipe bombs", true },
	{ "and to the joined spelling", "pipe-bom*", "pipebombs", true },
	{ "a star before a hyphen belongs to the first", "*ipe-bomb", "bagpipe bomb", true },
	{ "an apostrophe splits", "don't tell", "don't tell", true },
	{ "a curly apostrophe is one", "don\xe2\x80\x99t tell", "don t tell", true },
	{ "an apostrophe joins", "don't tell", "dont tell", true },
	{ "a slash does not join", "and/or", "andor", false },
	{ "a slash splits", "and/or", "and or", true },
	{ "punctuation alone is skipped", "pipe - bomb", "pipe bomb", true },
	{ "accents fold", "caf\xc3\xa9", "CAFE", true },
	{ "inflection behind a hyphen", "break-in~", "break ins", true },
	{ "a list", "@device", "a nail bomb", true },
	{ "a list shares beginnings", "@device now", "pipe bomb kit now", true },
	{ "a shared beginning ends where its entry ends", "@device now", "pipe bomb now", true },
	{ "a shared beginning is no entry", "@device now", "pipe now", false },
	{ "a list with a choice", "@device", "truck bomb", true },
	{ "a list's choice is no entry by itself", "@device now", "truck now", false },
	{ "a list inflected", "@verb~ it", "broke into it", true },
	{ "the first word of an entry inflects", "@verb~ it", "setting fire to it", true },
	{ "a particle does not", "@verb~ it", "break intos it", false },
	{ "lists in lists", "@both", "made a car bomb", true },
	{ "lists in lists, the other branch", "@both", "grenade", true },
	{ "lists in lists in choices", "@deep", "y nail bomb", true },
	{ "lists in lists end where they end", "@deep", "x nail bomb", false },
	{ "a list before and behind a gap", "@verb <0..2> @device", "make me a pipe bomb", true },
	{ "a list in an option", "big [@device] here", "big here", true },
	{ "a list in an option, taken", "big [@device] here", "big pipe bomb kit here", true },
	{ "an address is no list", "a@device", "a device", true },
	{ "Han without spaces", "\xe7\x82\xb8\xe5\xbc\xb9",
	  "\xe5\x88\xb6\xe9\x80\xa0\xe7\x82\xb8\xe5\xbc\xb9", true },
	{ "Han with a choice", "\xe5\x88\xb6\xe9\x80\xa0{\xe7\x82\xb8\xe5\xbc\xb9|x}",
	  "\xe5\x88\xb6\xe9\x80\xa0\xe7\x82\xb8\xe5\xbc\xb9", true },
	{ "a Cyrillic word", "\xd0\xb1\xd0\xbe\xd0\xbc\xd0\xb1\xd0\xb0",
	  "\xd0\x91\xd0\x9e\xd0\x9c\xd0\x91\xd0\x90", true },
};

static struct ruleset *load_phrase(const char *phrase)
{
	char text[2048];

	(void)snprintf(text, sizeof text, RULE_FILE(LISTS, "enforce", "    when: '%s'\n"), phrase);
	return support_load_text(text);
}

/* A single quote in a YAML text in single quotes is written twice. */
static void quote_double(const char *phrase, char *doubled)
{
	for (; *phrase != '\0'; phrase++) {
		*doubled++ = *phrase;
		if (*phrase == '\'')
			*doubled++ = '\'';
	}
	*doubled = '\0';
}

static void phrase_occurs(void **state)
{
	const struct row *row = *state;
	struct ruleset   *ruleset;
	char              phrase[256];

	quote_double(row->phrase, phrase);
	ruleset = load_phrase(phrase);
	assert_int_equal(ruleset->atom_count, 1);
	assert_int_equal(support_occurs(ruleset, &ruleset->atoms[0], slice_from_cstr(row->text)),
	                 row->occurs);
	ruleset_close(&ruleset);
}

static void append(char *text, size_t bytes, const char *more)
{
	size_t length = strlen(text);

	assert_true(length + strlen(more) < bytes);
	memcpy(text + length, more, strlen(more) + 1);
}

/* 5,000 entries on both sides of a gap: a tree, not 25 million edges. */
static void long_lists_stay_small(void **state)
{
	static char                        entries[256 * 1024];
	static const struct ruleset_source rule = {
		"rules.yaml",
		SLICE_INIT(RULE_FILE("", "enforce", "    when: \"@big <0..5> @big\"\n")),
	};
	struct ruleset_source sources[2] = { rule, { "lists/big.txt", SLICE_NONE } };
	struct ruleset       *ruleset;
	size_t                length = 0;

	(void)state;
	for (unsigned i = 0; i < 5000; i++)
		length += (size_t)snprintf(entries + length, sizeof entries - length,
		                           "word%u word%u end%u\n", i % 70, i % 71, i);
	sources[1].text = (struct slice){ entries, length };
	ruleset = support_load(sources, 2);
	assert_true(ruleset->atoms[0].phrase.node_count < 25000);
	assert_true(ruleset->atoms[0].phrase.edge_count < 60000);
	assert_true(support_occurs(ruleset, &ruleset->atoms[0],
	                           SLICE_LIT("word7 word7 end7 and word30 word9 end1500")));
	assert_false(support_occurs(ruleset, &ruleset->atoms[0],
	                            SLICE_LIT("word7 word7 end8 and word30 word9 end1500")));
	ruleset_close(&ruleset);
}

static void a_choice_of_words_is_one_step(void **state)
{
	struct ruleset *ruleset;
	char            text[4096] = "";

	(void)state;
	append(text, sizeof text, "{w0");
	for (int i = 1; i < 100; i++) {
		char word[16];

		(void)snprintf(word, sizeof word, "|w%d", i);
		append(text, sizeof text, word);
	}
	append(text, sizeof text, "} bomb");
	ruleset = load_phrase(text);
	assert_int_equal(ruleset->atoms[0].phrase.node_count, 3);
	assert_int_equal(ruleset->atoms[0].phrase.edge_count, 101);
	ruleset_close(&ruleset);
}

int main(void)
{
	static struct rows rows;

	ROWS_ADD(&rows, phrase_occurs, rows_of_phrases);
	rows_add_one(&rows, "long lists stay small", long_lists_stay_small);
	rows_add_one(&rows, "a choice of words is one step", a_choice_of_words_is_one_step);
	return rows_run(&rows, "ruleset_phrase");
}
