/* SPDX-License-Identifier: Apache-2.0 */
#include "ruleset_build.h"

#include "test_base_rows.h"

struct row {
	const char *word;
	const char *forms; /* all of them, the word first; NULL: refused */
};

static const struct row form_rows[] = {
	{ "bomb", "bomb bombs bombed bombing" },
	{ "stab", "stab stabs stabbed stabbing" },
	{ "carry", "carry carries carried carrying" },
	{ "play", "play plays played playing" },
	{ "use", "use uses used using" },
	{ "tie", "tie ties tied tying" },
	{ "free", "free frees freed freeing" },
	{ "fix", "fix fixes fixed fixing" },
	{ "watch", "watch watches watched watching" },
	{ "kiss", "kiss kisses kissed kissing" },
	{ "veto", "veto vetoes vetos vetoed vetoing" },
	{ "traffic", "traffic traffics trafficked trafficking trafficed trafficing" },
	{ "murder", "murder murders murderred murderring murdered murdering" },
	{ "commit", "commit commits committed committing commited commiting" },
	{ "equip", "equip equips equipped equipping equiped equiping" },
	{ "attack", "attack attacks attacked attacking" },
	{ "make", "make makes making made" },
	{ "build", "build builds building built" },
	{ "steal", "steal steals stealing stole stolen" },
	{ "shoot", "shoot shoots shooting shot" },
	{ "knife", "knife knives knifes knifed knifing" },
	{ "woman", "woman women" },
	{ "child", "child children" },
	{ "put", "put puts putting" },
	{ "ak47", "ak47 ak47s" },
	{ "Bomb", NULL },
	{ "", NULL },
	{ "caf\xc3\xa9", NULL },
};

static void inflects(void **state)
{
	const struct row    *row = *state;
	struct ruleset_forms forms;
	char                 memory[512];
	struct buffer        text;

	assert_int_equal(ruleset_inflect(slice_from_cstr(row->word), &forms), row->forms != NULL);
	buffer_init_fixed(&text, memory, sizeof memory);
	for (size_t i = 0; i < forms.count; i++)
		buffer_append_format(&text, "%s%s", i == 0 ? "" : " ", forms.text[i]);
	buffer_append_char(&text, '\0');
	assert_false(text.failed);
	assert_string_equal(memory, row->forms == NULL ? "" : row->forms);
}

static void a_long_word_is_refused(void **state)
{
	struct ruleset_forms forms;
	char                 word[61];

	(void)state;
	memset(word, 'a', sizeof word);
	assert_false(ruleset_inflect((struct slice){ word, 61 }, &forms));
	assert_true(ruleset_inflect((struct slice){ word, 60 }, &forms));
}

static void table_is_sorted(void **state)
{
	static const char *const bases[] = {
#define IRREGULAR(base, forms) base,
#include "ruleset_inflect.def"
#undef IRREGULAR
	};

	(void)state;
	for (size_t i = 1; i < sizeof bases / sizeof bases[0]; i++)
		assert_true(strcmp(bases[i - 1], bases[i]) < 0);
}

static void rarity_ranks_words(void **state)
{
	static const char *const words[] = {
#define RARITY(word, per_thousand) word,
#include "ruleset_rarity.def"
#undef RARITY
	};

	(void)state;
	for (size_t i = 1; i < sizeof words / sizeof words[0]; i++)
		assert_true(strcmp(words[i - 1], words[i]) < 0);
	assert_true(ruleset_rarity(SLICE_LIT("the")) > ruleset_rarity(SLICE_LIT("make")));
	assert_true(ruleset_rarity(SLICE_LIT("make")) > ruleset_rarity(SLICE_LIT("bomb")));
	assert_true(ruleset_rarity(SLICE_LIT("bomb")) > ruleset_rarity(SLICE_LIT("semtex")));
	assert_true(ruleset_rarity(SLICE_LIT("semtex")) < 0.0001);
}

int main(void)
{
	static struct rows rows;

	ROWS_ADD(&rows, inflects, form_rows);
	rows_add_one(&rows, "a word too long for the buffer is refused", a_long_word_is_refused);
	rows_add_one(&rows, "the irregular words are in byte order", table_is_sorted);
	rows_add_one(&rows, "rarity ranks common words above rare ones", rarity_ranks_words);
	return rows_run(&rows, "ruleset_inflect");
}
