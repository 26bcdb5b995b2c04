/* SPDX-License-Identifier: Apache-2.0 */
#include "gen_lookalike.h"

#include "gen_ucd.h"
#include "gen_image.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

struct listed {
	char    latin[4];
	uint8_t likeness;
};

static struct listed *list;
static struct listed *also;
static USpoofChecker *checker;

static const char *const class_names[] = { "",      "letter", "enclosed", "shape",
	                                   "extra", "none",   "also" };

static bool row_add(unsigned point, const char *class_name, const char latin[4])
{
	for (uint8_t i = GEN_LETTER; i <= GEN_ALSO; i++) {
		struct listed *row = i == GEN_ALSO ? &also[point] : &list[point];

		if (strcmp(class_name, class_names[i]) != 0)
			continue;
		if (row->likeness != GEN_UNLISTED)
			return false;
		memcpy(row->latin, latin, sizeof(row->latin));
		row->likeness = i;
		return true;
	}
	return false;
}

static void row_read(const char *path, unsigned line_number, const char *line)
{
	unsigned point;
	char     class_name[16];
	char     latin[4];

	if (sscanf(line, "%x ; %15s ; %3[A-Za-z0-9] ;", &point, class_name, latin) == 3 &&
	    point < GEN_CODE_POINTS && row_add(point, class_name, latin))
		return;
	fprintf(stderr, "%s:%u: not \"code point ; class ; ASCII ; name\", or listed twice\n", path,
	        line_number);
	exit(2);
}

void gen_lookalike_read(const char *path)
{
	FILE      *file = fopen(path, "r");
	UErrorCode error = U_ZERO_ERROR;
	char       line[256];

	list = calloc(GEN_CODE_POINTS, sizeof(*list));
	also = calloc(GEN_CODE_POINTS, sizeof(*also));
	checker = uspoof_open(&error);
	if (file == NULL || list == NULL || also == NULL || U_FAILURE(error)) {
		perror(path);
		exit(2);
	}
	for (unsigned number = 1; fgets(line, sizeof(line), file) != NULL; number++) {
		if (line[0] != '#' && line[0] != '\n')
			row_read(path, number, line);
	}
	fclose(file);
}

enum gen_likeness gen_lookalike_listed(uint32_t code_point, const char **latin)
{
	*latin = list[code_point].latin;
	return (enum gen_likeness)list[code_point].likeness;
}

bool gen_lookalike_also(uint32_t code_point, char latin[4])
{
	if (also[code_point].likeness == GEN_UNLISTED)
		return false;
	memcpy(latin, also[code_point].latin, sizeof(also[code_point].latin));
	return true;
}

static void skeleton_of(uint32_t code_point, struct gen_sequence *out)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar      source[2];
	UChar      target[64];
	UChar32    points[GEN_SEQUENCE_MAX];
	int32_t    length = 0;
	int32_t    got;

	out->count = 0;
	U16_APPEND_UNSAFE(source, length, code_point);
	got = uspoof_getSkeleton(checker, 0, source, length, target, 64, &error);
	u_strToUTF32(points, GEN_SEQUENCE_MAX, &got, target, got, &error);
	for (int32_t i = 0; U_SUCCESS(error) && i < got; i++)
		gen_append(out, (uint32_t)points[i]);
}

/* Skeleton letters in ASCII, by the images of Latin letters (small capitals and the
 * like are what UTS #39 maps some Cyrillic letters to). */
static bool letters_of(const struct gen_sequence *skeleton, char latin[8], bool *had_marks)
{
	size_t length = 0;

	*had_marks = false;
	for (size_t i = 0; i < skeleton->count; i++) {
		uint32_t    point = skeleton->points[i];
		const char *listed;

		if (gen_category_is(point, 'M')) {
			*had_marks = true;
			continue;
		}
		if (point < 0x80 && isalpha((int)point) && length < 7) {
			latin[length++] = (char)point;
			continue;
		}
		if (!gen_script_is(point, "Latin") || gen_lookalike_listed(point, &listed) == 0 ||
		    length + strlen(listed) > 7)
			return false;
		memcpy(latin + length, listed, strlen(listed));
		length += strlen(listed);
	}
	latin[length] = '\0';
	return length > 0;
}

bool gen_lookalike_skeleton(uint32_t code_point, char latin[4], bool *had_marks)
{
	struct gen_sequence skeleton;
	bool                is_capital = strcmp(gen_char_of(code_point)->category, "Lu") == 0;
	char                letters[8];
	char               *rn;

	skeleton_of(code_point, &skeleton);
	if (!letters_of(&skeleton, letters, had_marks))
		return false;
	while ((rn = strstr(letters, "rn")) != NULL) {
		rn[0] = 'm';
		memmove(rn + 1, rn + 2, strlen(rn + 2) + 1);
	}
	if (strcmp(letters, "l") == 0 && is_capital)
		letters[0] = 'I';
	if (strlen(letters) > 3)
		return false;
	memcpy(latin, letters, strlen(letters) + 1);
	return true;
}

static bool listed_of(uint32_t code_point, char latin[4], bool *is_extra)
{
	const char       *listed;
	enum gen_likeness likeness = gen_lookalike_listed(code_point, &listed);

	if (likeness != GEN_SHAPE && likeness != GEN_EXTRA)
		return false;
	memcpy(latin, listed, strlen(listed) + 1);
	*is_extra = likeness == GEN_EXTRA;
	return true;
}

/* The letter under its accents, by canonical decomposition. */
static uint32_t base_of(uint32_t code_point)
{
	struct gen_sequence parts = { .count = 0 };

	while (!gen_image_is_syllable(code_point) && gen_decompose(code_point, false, &parts)) {
		code_point = parts.points[0];
		parts.count = 0;
	}
	return code_point;
}

static bool twin_of(uint32_t code_point, char latin[4], bool *is_extra)
{
	const char *listed;
	bool        had_marks;

	if (listed_of(code_point, latin, is_extra) ||
	    listed_of(base_of(code_point), latin, is_extra))
		return true;
	*is_extra = false;
	return gen_lookalike_listed(code_point, &listed) != GEN_NONE &&
	       gen_category_is(code_point, 'L') && !gen_image_is_unspaced(code_point) &&
	       !gen_script_is(code_point, "Hangul") &&
	       gen_lookalike_skeleton(base_of(code_point), latin, &had_marks);
}

/* The letters of a ligature, one after the other. */
static bool twins_of(const struct gen_sequence *image, char latin[4], bool *is_extra)
{
	char all[GEN_SEQUENCE_MAX * 3 + 1] = "";

	*is_extra = false;
	for (size_t i = 0; i < image->count; i++) {
		char one[4] = "";
		bool extra = false;

		if (gen_category_is(image->points[i], 'M'))
			continue;
		if (!twin_of(image->points[i], one, &extra))
			return false;
		memcpy(all + strlen(all), one, strlen(one) + 1);
		*is_extra = *is_extra || extra;
	}
	if (strlen(all) == 0 || strlen(all) > 3)
		return false;
	memcpy(latin, all, strlen(all) + 1);
	return true;
}

bool gen_lookalike_of(uint32_t code_point, const struct gen_sequence *image, char latin[4],
                      bool *is_extra)
{
	return twin_of(code_point, latin, is_extra) || twins_of(image, latin, is_extra);
}
