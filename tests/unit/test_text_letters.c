/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "text_letters.h"

/* Prose in the six languages; each is also shifted, mirrored and read backwards. */
struct prose_row {
	const char *language;
	const char *text;
};

static const struct prose_row prose[] = {
	{ "English", "the minister promised to answer all questions of the committee" },
	{ "Spanish", "los vecinos del barrio quieren saber por que no hay agua" },
	{ "French", "les habitants du quartier veulent savoir pourquoi il fait froid" },
	{ "German", "die nachbarn wollen wissen warum heute kein wasser da ist" },
	{ "Italian", "gli abitanti del quartiere vogliono sapere perche piove" },
	{ "Portuguese", "os vizinhos do bairro querem saber por que nao ha agua" },
};

static void shift(const char *text, int by, char *to)
{
	for (; *text != '\0'; text++)
		*to++ = (char)(*text == ' ' ? ' ' : 'a' + (*text - 'a' + by) % 26);
	*to = '\0';
}

static void mirror(const char *text, char *to)
{
	for (; *text != '\0'; text++)
		*to++ = (char)(*text == ' ' ? ' ' : 'z' - (*text - 'a'));
	*to = '\0';
}

static void reverse(const char *text, char *to)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++)
		to[i] = text[length - 1 - i];
	to[length] = '\0';
}

static void tells_prose_from_ciphers(void **state)
{
	const struct prose_row *row = *state;
	int64_t                 plain = text_letters_score(slice_from_cstr(row->text));
	int64_t                 clear = (int64_t)strlen(row->text) * 8;
	char                    cipher[128];

	assert_true(plain > clear);
	for (int by = 1; by < 26; by++) {
		shift(row->text, by, cipher);
		assert_true(text_letters_score(slice_from_cstr(cipher)) < 0);
	}
	mirror(row->text, cipher);
	assert_true(text_letters_score(slice_from_cstr(cipher)) < 0);
	reverse(row->text, cipher);
	assert_true(text_letters_score(slice_from_cstr(cipher)) < plain - clear / 2);
}

/* All shifts at once, of prose with signs between its words, are what each is by itself. */
static void scores_every_shift(void **state)
{
	const struct prose_row *row = *state;
	const size_t            length = strlen(row->text);
	uint8_t                 codes[128];
	char                    cipher[128];
	int16_t                 scores[TEXT_LETTERS_ALPHABET];

	for (size_t skip = 0; skip < 8; skip++) {
		for (size_t i = skip; i < length; i++)
			codes[i - skip] = text_letters_code[(unsigned char)row->text[i]];
		text_letters_score_shifted(codes, length - skip, scores);
		for (int by = 0; by < (int)TEXT_LETTERS_ALPHABET; by++) {
			shift(row->text + skip, by, cipher);
			assert_int_equal(scores[by], text_letters_score(slice_from_cstr(cipher)));
		}
	}
}

static void knows_letters(void **state)
{
	(void)state;
	assert_int_equal(text_letters_code['a'], 1);
	assert_int_equal(text_letters_code['Z'], 26);
	assert_int_equal(text_letters_code[' '], 0);
	assert_int_equal(text_letters_code[0xC3], 0);
	assert_int_equal(text_letters_score(SLICE_NONE), 0);
	assert_int_equal(text_letters_score(SLICE_LIT(" 123 ")), 0);
	assert_int_equal(text_letters_score(SLICE_LIT("The")),
	                 text_letters_score(SLICE_LIT("the")));
	assert_int_equal(text_letters_score(SLICE_LIT("the cat")),
	                 text_letters_score(SLICE_LIT("the")) +
	                         text_letters_score(SLICE_LIT("cat")));
}

int main(void)
{
	static struct rows rows;

	rows_add_one(&rows, "letters", knows_letters);
	ROWS_ADD(&rows, tells_prose_from_ciphers, prose);
	ROWS_ADD(&rows, scores_every_shift, prose);
	return rows_run(&rows, "text_letters");
}
