/* SPDX-License-Identifier: Apache-2.0 */
#include "app_option.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct app_option_row rows[APP_OPTION_COUNT] = {
#define ROW(member, ...) [APP_OPTION_##member] = { __VA_ARGS__ },
#define AT(member)       offsetof(struct app_config, member)
#define TEXT(member, name, standard, text)                                                         \
	ROW(member, APP_KIND_TEXT, name, AT(member), standard, 0, 0, 0, "", text)
#define PATH(member, name, beside, text)                                                           \
	ROW(member, APP_KIND_PATH, name, AT(member), beside, 0, 0, 0, "", text)
#define NUMBER(member, name, standard, min, max, text)                                             \
	ROW(member, APP_KIND_NUMBER, name, AT(member), "", standard, min, max, "", text)
#define SWITCH(member, name, standard, text)                                                       \
	ROW(member, APP_KIND_SWITCH, name, AT(member), "", standard, 0, 1, "", text)
#define CHOICE(member, name, standard, words, text)                                                \
	ROW(member, APP_KIND_CHOICE, name, AT(member), standard, 0, 0, 0, words, text)
#include "app_config.def"
#undef TEXT
#undef PATH
#undef NUMBER
#undef SWITCH
#undef CHOICE
};

const struct app_option_row *app_option_row(enum app_option option)
{
	assert(option < APP_OPTION_COUNT);
	return &rows[option];
}

static char spell(char c, enum app_spelling spelling)
{
	if (spelling == APP_AS_FLAG)
		return c == '.' || c == '_' ? '-' : c;
	if (spelling == APP_AS_VARIABLE)
		return c == '.' ? '_' : c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	return c;
}

void app_option_spell(enum app_option option, enum app_spelling spelling, char text[APP_NAME_CHARS])
{
	static const char prefix[] = "DOORWARD_";
	const char       *name = rows[option].name;
	size_t            at = 0;

	if (spelling == APP_AS_VARIABLE) {
		memcpy(text, prefix, sizeof prefix - 1);
		at = sizeof prefix - 1;
	}
	assert(at + strlen(name) < APP_NAME_CHARS);
	for (; *name != '\0'; name++)
		text[at++] = spell(*name, spelling);
	text[at] = '\0';
}

enum app_option app_option_find(struct slice word, enum app_spelling spelling)
{
	char text[APP_NAME_CHARS];

	for (unsigned i = 0; i < APP_OPTION_COUNT; i++) {
		app_option_spell((enum app_option)i, spelling, text);
		if (slice_equal_cstr(word, text))
			return (enum app_option)i;
	}
	return APP_OPTION_COUNT;
}

void app_option_hint(struct slice word, enum app_spelling spelling, char hint[APP_HINT_CHARS])
{
	char        spelt[APP_OPTION_COUNT][APP_NAME_CHARS];
	const char *names[APP_OPTION_COUNT];
	const char *nearest;

	for (unsigned i = 0; i < APP_OPTION_COUNT; i++) {
		app_option_spell((enum app_option)i, spelling, spelt[i]);
		names[i] = spelt[i];
	}
	nearest = error_nearest(word.ptr, word.len, names, APP_OPTION_COUNT);
	hint[0] = '\0';
	if (nearest != NULL)
		snprintf(hint, APP_HINT_CHARS, "; did you mean \"%s%.47s\"?",
		         spelling == APP_AS_FLAG ? "--" : "", nearest);
}

/* ---- values ---- */

static void *member(struct app_config *config, enum app_option option)
{
	return (char *)config + rows[option].offset;
}

static bool set_text(char *text, struct slice value, char why[APP_WHY_CHARS])
{
	if (value.len >= APP_TEXT_BYTES) {
		snprintf(why, APP_WHY_CHARS, "at most %d bytes are allowed", APP_TEXT_BYTES - 1);
		return false;
	}
	if (value.len > 0)
		memcpy(text, value.ptr, value.len);
	text[value.len] = '\0';
	return true;
}

static bool read_number(struct slice value, uint64_t *number)
{
	uint64_t sum = 0;

	if (value.len == 0 || value.len > 18)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] < '0' || value.ptr[i] > '9')
			return false;
		sum = sum * 10 + (uint64_t)(value.ptr[i] - '0');
	}
	*number = sum;
	return true;
}

static bool set_number(const struct app_option_row *row, uint64_t *number, struct slice value,
                       char why[APP_WHY_CHARS])
{
	uint64_t read;

	if (read_number(value, &read) && read >= row->min && read <= row->max) {
		*number = read;
		return true;
	}
	snprintf(why, APP_WHY_CHARS, "a number from %" PRIu64 " to %" PRIu64 " is expected",
	         row->min, row->max);
	return false;
}

static bool set_switch(bool *flag, struct slice value, char why[APP_WHY_CHARS])
{
	if (slice_equal_cstr(value, "true") || slice_equal_cstr(value, "false")) {
		*flag = slice_equal_cstr(value, "true");
		return true;
	}
	snprintf(why, APP_WHY_CHARS, "true or false is expected");
	return false;
}

/* Word `index` of "each|group|async|off"; empty behind the last. */
static struct slice word_at(const char *words, unsigned index)
{
	struct slice rest = slice_from_cstr(words);
	size_t       bar;

	for (; index > 0; index--) {
		bar = slice_find(rest, SLICE_LIT("|"), 0);
		if (bar == SIZE_MAX)
			return SLICE_NONE;
		rest = slice_from(rest, bar + 1);
	}
	bar = slice_find(rest, SLICE_LIT("|"), 0);
	return bar == SIZE_MAX ? rest : slice_range(rest, 0, bar);
}

static bool set_choice(const struct app_option_row *row, unsigned *index, struct slice value,
                       char why[APP_WHY_CHARS])
{
	for (unsigned i = 0; word_at(row->words, i).len > 0; i++) {
		if (slice_equal(word_at(row->words, i), value)) {
			*index = i;
			return true;
		}
	}
	snprintf(why, APP_WHY_CHARS, "one of %s is expected", row->words);
	return false;
}

bool app_option_set(struct app_config *config, enum app_option option, struct slice value,
                    char why[APP_WHY_CHARS])
{
	const struct app_option_row *row = app_option_row(option);

	switch (row->kind) {
	case APP_KIND_TEXT:
	case APP_KIND_PATH:
		return set_text(member(config, option), value, why);
	case APP_KIND_NUMBER:
		return set_number(row, member(config, option), value, why);
	case APP_KIND_SWITCH:
		return set_switch(member(config, option), value, why);
	case APP_KIND_CHOICE:
		return set_choice(row, member(config, option), value, why);
	}
	return false;
}

void app_option_defaults(struct app_config *config)
{
	char why[APP_WHY_CHARS];

	*config = (struct app_config){ 0 };
	for (unsigned i = 0; i < APP_OPTION_COUNT; i++) {
		enum app_option option = (enum app_option)i;

		switch (rows[i].kind) {
		case APP_KIND_PATH:
			break;
		case APP_KIND_NUMBER:
			*(uint64_t *)member(config, option) = rows[i].number;
			break;
		case APP_KIND_SWITCH:
			*(bool *)member(config, option) = rows[i].number != 0;
			break;
		case APP_KIND_TEXT:
		case APP_KIND_CHOICE: {
			bool is_set = app_option_set(config, option,
			                             slice_from_cstr(rows[i].standard), why);

			assert(is_set);
			(void)is_set;
			break;
		}
		}
	}
}

void app_option_print(const struct app_config *config, enum app_option option,
                      char text[APP_TEXT_BYTES])
{
	const struct app_option_row *row = app_option_row(option);
	const void                  *value = (const char *)config + row->offset;

	switch (row->kind) {
	case APP_KIND_TEXT:
	case APP_KIND_PATH:
		snprintf(text, APP_TEXT_BYTES, "%s", (const char *)value);
		break;
	case APP_KIND_NUMBER:
		snprintf(text, APP_TEXT_BYTES, "%" PRIu64, *(const uint64_t *)value);
		break;
	case APP_KIND_SWITCH:
		snprintf(text, APP_TEXT_BYTES, "%s", *(const bool *)value ? "true" : "false");
		break;
	case APP_KIND_CHOICE: {
		struct slice word = word_at(row->words, *(const unsigned *)value);

		snprintf(text, APP_TEXT_BYTES, "%.*s", SLICE_ARG(word));
		break;
	}
	}
}
