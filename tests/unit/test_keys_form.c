/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_form.h"
#include "test_base_rows.h"

#include <regex.h>
#include <sodium.h>
#include <zlib.h>

static void made_keys_are_read_back(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		enum keys_environment made = i % 2 == 0 ? KEYS_LIVE : KEYS_TEST, read;
		struct keys_form      form;
		struct keys_id        id, again;

		keys_form_make(made, &id, &form);
		assert_int_equal(strlen(form.text), KEYS_FORM_CHARS);
		assert_true(keys_form_read(slice_from_cstr(form.text), &read, &again));
		assert_int_equal(read, made);
		assert_string_equal(again.text, id.text);
		assert_memory_equal(form.text + 8, id.text, KEYS_ID_CHARS);
	}
}

static void two_keys_share_nothing(void **state)
{
	struct keys_form a, b;
	struct keys_id   id_a, id_b;

	(void)state;
	keys_form_make(KEYS_LIVE, &id_a, &a);
	keys_form_make(KEYS_LIVE, &id_b, &b);
	assert_string_not_equal(id_a.text, id_b.text);
	assert_string_not_equal(a.text + 21, b.text + 21);
}

static void any_other_character_fails_the_checksum(void **state)
{
	struct keys_form      form;
	struct keys_id        id;
	enum keys_environment environment;

	(void)state;
	keys_form_make(KEYS_TEST, &id, &form);
	for (size_t i = 0; i < KEYS_FORM_CHARS; i++) {
		char kept = form.text[i];

		form.text[i] = kept == 'x' ? 'y' : 'x';
		assert_false(keys_form_read(slice_from_cstr(form.text), &environment, &id));
		assert_string_equal(id.text, "000000000000");
		form.text[i] = kept;
	}
}

static void a_key_is_found_inside_a_text(void **state)
{
	struct keys_id   id;
	struct keys_form form;
	char             text[200];

	(void)state;
	keys_form_make(KEYS_TEST, &id, &form);
	(void)snprintf(text, sizeof text, "dw_live_ dw_found <%s> in a log", form.text);
	assert_true(keys_form_is_in(slice_from_cstr(text)));
	text[strlen(text) - strlen("x> in a log")]++;
	assert_false(keys_form_is_in(slice_from_cstr(text)));
	assert_true(keys_form_is_in(slice_from_cstr(form.text)));
	form.text[KEYS_FORM_CHARS - 1] = '\0';
	assert_false(keys_form_is_in(slice_from_cstr(form.text)));
	assert_false(keys_form_is_in(SLICE_NONE));
}

static void the_published_pattern_finds_keys(void **state)
{
	struct keys_form form;
	struct keys_id   id;
	regex_t          pattern;
	char             text[200];
	regmatch_t       match;

	(void)state;
	assert_int_equal(regcomp(&pattern, KEYS_FORM_PATTERN, REG_EXTENDED), 0);
	keys_form_make(KEYS_LIVE, &id, &form);
	(void)snprintf(text, sizeof text, "KEY=\"%s\"", form.text);
	assert_int_equal(regexec(&pattern, text, 1, &match, 0), 0);
	assert_int_equal(match.rm_so, 5);
	assert_int_equal(match.rm_eo - match.rm_so, KEYS_FORM_CHARS);
	regfree(&pattern);
}

struct shape_row {
	const char *label;
	const char *text;
};

static const struct shape_row shape_rows[] = {
	{ "the empty text is no key", "" },
	{ "a prefix is no key", "dw_live_" },
	{ "another prefix is no key",
	  "sk_live_0aB3dE6gH9jK_0123456789012345678901234567890123456789" },
	{ "another environment is no key",
	  "dw_prod_0aB3dE6gH9jK_012345678901234567890123456789012345678" },
	{ "a wrong checksum is no key",
	  "dw_live_0aB3dE6gH9jK_012345678901234567890123456789012345678" },
	{ "punctuation in the secret is no key",
	  "dw_live_0aB3dE6gH9jK_0123456789012345678901234567890-2345678" },
};

static void refuses(void **state)
{
	const struct shape_row *row = *state;
	enum keys_environment   environment;
	struct keys_id          id;

	assert_false(keys_form_read(slice_from_cstr(row->text), &environment, &id));
	assert_string_equal(id.text, "000000000000");
}

/* The checksum of a text that looks like a key, as keys_form.h describes it. */
static void set_check(char *text)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz";
	const size_t      check = KEYS_FORM_CHARS - KEYS_CHECK_CHARS;
	uint32_t          sum = (uint32_t)crc32(0, (const unsigned char *)text, (unsigned)check);

	for (size_t i = KEYS_FORM_CHARS; i-- > check; sum /= 62)
		text[i] = digits[sum % 62];
}

/* Also where the checksum is right: each byte at each place of the id and of the secret. */
static void only_letters_and_digits_are_in_a_key(void **state)
{
	enum keys_environment environment;
	struct keys_form      form;
	struct keys_id        id;

	(void)state;
	for (size_t at = 8; at < KEYS_FORM_CHARS - KEYS_CHECK_CHARS; at++)
		for (unsigned byte = 0; byte < 256 && at != 8 + KEYS_ID_CHARS; byte++) {
			bool is_digit62 = (byte >= '0' && byte <= '9') ||
			                  (byte >= 'A' && byte <= 'Z') ||
			                  (byte >= 'a' && byte <= 'z');

			keys_form_make(KEYS_LIVE, &id, &form);
			form.text[at] = (char)byte;
			set_check(form.text);
			assert_int_equal(
				keys_form_read((struct slice){ form.text, KEYS_FORM_CHARS },
			                       &environment, &id),
				is_digit62);
		}
}

int main(void)
{
	struct rows rows = { 0 };

	if (sodium_init() < 0)
		return 1;
	rows_add_one(&rows, "made keys are read back", made_keys_are_read_back);
	rows_add_one(&rows, "two keys share nothing", two_keys_share_nothing);
	rows_add_one(&rows, "only letters and digits are in a key",
	             only_letters_and_digits_are_in_a_key);
	rows_add_one(&rows, "any other character fails the checksum",
	             any_other_character_fails_the_checksum);
	rows_add_one(&rows, "the published pattern finds keys", the_published_pattern_finds_keys);
	rows_add_one(&rows, "a key is found inside a text", a_key_is_found_inside_a_text);
	ROWS_ADD(&rows, refuses, shape_rows);
	return rows_run(&rows, "keys_form");
}
