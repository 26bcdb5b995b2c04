/* SPDX-License-Identifier: Apache-2.0 */
#include "gen_ucd.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HANGUL_FIRST   0xAC00u
#define HANGUL_COUNT   11172u
#define HANGUL_L       0x1100u
#define HANGUL_V       0x1161u
#define HANGUL_T       0x11A7u
#define SCRIPTS_MAX    256
#define COMPOSITES_MAX 2048

static struct gen_char *chars;
static char             script_names[SCRIPTS_MAX][40] = { "Unknown" };
static size_t           script_count = 1;
static uint32_t         composites[COMPOSITES_MAX];
static size_t           composite_count;

static FILE *file_open(const char *folder, const char *name)
{
	char  path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "r");
	if (file == NULL) {
		perror(path);
		exit(2);
	}
	return file;
}

/* The fields of "a ; b ; c # comment", trimmed. */
static size_t fields_split(char *line, char *fields[], size_t max)
{
	size_t count = 0;
	char  *hash = strchr(line, '#');

	if (hash != NULL)
		*hash = '\0';
	for (char *rest = line; rest != NULL && count < max;) {
		char *field = rest;
		char *end;

		rest = strchr(field, ';');
		if (rest != NULL)
			*rest++ = '\0';
		field += strspn(field, " \t\r\n");
		end = field + strlen(field);
		while (end > field && strchr(" \t\r\n", end[-1]) != NULL)
			*--end = '\0';
		fields[count++] = field;
	}
	return count;
}

static size_t points_read(const char *text, uint32_t *points, size_t max)
{
	size_t count = 0;
	char  *end;

	for (;;) {
		unsigned long point = strtoul(text, &end, 16);

		if (end == text)
			return count;
		assert(count < max);
		points[count++] = (uint32_t)point;
		text = end;
	}
}

static void decomposition_read(struct gen_char *entry, const char *text)
{
	if (*text == '<') {
		entry->compat = true;
		text = strchr(text, '>') + 1;
	}
	entry->decomposition_count = (uint8_t)points_read(text, entry->decomposition, 18);
}

static void unicode_data_read(const char *folder)
{
	FILE    *file = file_open(folder, "UnicodeData.txt");
	char     line[1024];
	char    *field[15];
	uint32_t range_first = 0;

	while (fgets(line, sizeof(line), file) != NULL) {
		uint32_t         point;
		struct gen_char *entry;

		if (fields_split(line, field, 15) < 15)
			continue;
		point = (uint32_t)strtoul(field[0], NULL, 16);
		entry = &chars[point];
		memcpy(entry->category, field[2], 3);
		entry->order = (uint8_t)strtoul(field[3], NULL, 10);
		decomposition_read(entry, field[5]);
		if (*field[6] != '\0')
			entry->decimal = (int8_t)strtol(field[6], NULL, 10);
		if (strstr(field[1], ", First>") != NULL)
			range_first = point;
		if (strstr(field[1], ", Last>") != NULL) {
			for (uint32_t i = range_first; i < point; i++)
				chars[i] = *entry;
		}
	}
	fclose(file);
}

static void case_folding_read(const char *folder)
{
	FILE *file = file_open(folder, "CaseFolding.txt");
	char  line[1024];
	char *field[4];

	while (fgets(line, sizeof(line), file) != NULL) {
		struct gen_char *entry;

		if (fields_split(line, field, 4) < 3 || strchr("CF", *field[1]) == NULL)
			continue;
		entry = &chars[strtoul(field[0], NULL, 16)];
		entry->fold_count = (uint8_t)points_read(field[2], entry->fold, 3);
	}
	fclose(file);
}

typedef void apply_property(struct gen_char *entry, const char *value);

static void properties_read(const char *folder, const char *name, apply_property *apply)
{
	FILE *file = file_open(folder, name);
	char  line[1024];
	char *field[3];

	while (fgets(line, sizeof(line), file) != NULL) {
		size_t      count = fields_split(line, field, 3);
		const char *dots;
		uint32_t    first;
		uint32_t    last;

		if (*field[0] == '\0')
			continue;
		first = last = (uint32_t)strtoul(field[0], NULL, 16);
		dots = strstr(field[0], "..");
		if (dots != NULL)
			last = (uint32_t)strtoul(dots + 2, NULL, 16);
		for (uint32_t i = first; i <= last; i++)
			apply(&chars[i], count > 1 ? field[1] : "");
	}
	fclose(file);
}

static void apply_core(struct gen_char *entry, const char *value)
{
	if (strcmp(value, "Default_Ignorable_Code_Point") == 0)
		entry->ignorable = true;
}

static void apply_prop_list(struct gen_char *entry, const char *value)
{
	if (strcmp(value, "White_Space") == 0)
		entry->white_space = true;
}

static void apply_exclusion(struct gen_char *entry, const char *value)
{
	(void)value;
	entry->excluded = true;
}

static void apply_script(struct gen_char *entry, const char *value)
{
	size_t i = 0;

	while (i < script_count && strcmp(script_names[i], value) != 0)
		i++;
	if (i == script_count) {
		assert(script_count < SCRIPTS_MAX && strlen(value) < sizeof(script_names[0]));
		memcpy(script_names[script_count++], value, strlen(value) + 1);
	}
	entry->script = (uint8_t)i;
}

/* Primary composites: canonical pairs that composition may use. */
static void composites_collect(void)
{
	for (uint32_t i = 0; i < GEN_CODE_POINTS; i++) {
		const struct gen_char *entry = &chars[i];

		if (entry->decomposition_count != 2 || entry->compat || entry->excluded)
			continue;
		if (entry->order != 0 || chars[entry->decomposition[0]].order != 0)
			continue;
		assert(composite_count < COMPOSITES_MAX);
		composites[composite_count++] = i;
	}
}

void gen_ucd_read(const char *folder)
{
	chars = calloc(GEN_CODE_POINTS, sizeof(*chars));
	if (chars == NULL)
		abort();
	for (uint32_t i = 0; i < GEN_CODE_POINTS; i++) {
		memcpy(chars[i].category, "Cn", 3);
		chars[i].decimal = -1;
	}
	unicode_data_read(folder);
	case_folding_read(folder);
	properties_read(folder, "DerivedCoreProperties.txt", apply_core);
	properties_read(folder, "PropList.txt", apply_prop_list);
	properties_read(folder, "CompositionExclusions.txt", apply_exclusion);
	properties_read(folder, "Scripts.txt", apply_script);
	composites_collect();
}

const struct gen_char *gen_char_of(uint32_t code_point)
{
	assert(code_point < GEN_CODE_POINTS);
	return &chars[code_point];
}

const char *gen_script_name(uint32_t code_point)
{
	return script_names[chars[code_point].script];
}

bool gen_script_is(uint32_t code_point, const char *name)
{
	return strcmp(gen_script_name(code_point), name) == 0;
}

bool gen_category_is(uint32_t code_point, char major)
{
	return chars[code_point].category[0] == major;
}

void gen_append(struct gen_sequence *sequence, uint32_t code_point)
{
	assert(sequence->count < GEN_SEQUENCE_MAX);
	sequence->points[sequence->count++] = code_point;
}

static void hangul_decompose(uint32_t syllable, struct gen_sequence *out)
{
	uint32_t index = syllable - HANGUL_FIRST;

	gen_append(out, HANGUL_L + index / (21 * 28));
	gen_append(out, HANGUL_V + index / 28 % 21);
	if (index % 28 > 0)
		gen_append(out, HANGUL_T + index % 28);
}

bool gen_decompose(uint32_t code_point, bool compat_too, struct gen_sequence *out)
{
	const struct gen_char *entry = gen_char_of(code_point);

	if (code_point - HANGUL_FIRST < HANGUL_COUNT) {
		hangul_decompose(code_point, out);
		return true;
	}
	if (entry->decomposition_count == 0 || (entry->compat && !compat_too))
		return false;
	for (size_t i = 0; i < entry->decomposition_count; i++)
		gen_append(out, entry->decomposition[i]);
	return true;
}

static uint32_t hangul_compose(uint32_t first, uint32_t second)
{
	if (first - HANGUL_L < 19 && second - HANGUL_V < 21)
		return HANGUL_FIRST + ((first - HANGUL_L) * 21 + (second - HANGUL_V)) * 28;
	if (first - HANGUL_FIRST < HANGUL_COUNT && (first - HANGUL_FIRST) % 28 == 0 &&
	    second > HANGUL_T && second - HANGUL_T < 28)
		return first + (second - HANGUL_T);
	return 0;
}

uint32_t gen_compose(uint32_t first, uint32_t second)
{
	uint32_t syllable = hangul_compose(first, second);

	if (syllable != 0)
		return syllable;
	for (size_t i = 0; i < composite_count; i++) {
		const struct gen_char *entry = &chars[composites[i]];

		if (entry->decomposition[0] == first && entry->decomposition[1] == second)
			return composites[i];
	}
	return 0;
}
