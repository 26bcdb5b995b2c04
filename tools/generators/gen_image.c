/* SPDX-License-Identifier: Apache-2.0 */
/* The image of a code point, in two passes.
 *
 * Replace, until nothing changes:    Ǿ -> Ø, U+0301 -> O, U+0301
 *                                    Й -> И, U+0306 -> и, U+0306
 * Settle the marks:                  O, U+0301 -> O        (Latin: dropped)
 *                                    и, U+0306 -> й        (others: composed)
 *
 * The Greek iota subscript is dropped before case folding: folded, it becomes a
 * letter, and then the order of the marks around it would decide what composes. */
#include "gen_image.h"

#include "gen_lookalike.h"
#include "gen_plain.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#define IOTA_SUBSCRIPT 0x0345u
#define TATWEEL        0x0640u
#define REGION_A       0x1F1E6u
#define REGION_Z       0x1F1FFu
#define ZWNJ           0x200Cu
#define ZWJ            0x200Du

/* Scripts whose marks are accents or optional pointing: they go. In all others (the
 * Indic scripts, Thai, Thaana, ...) a mark is a vowel. */
static const char *const pointed_scripts[] = {
	"Common",   "Inherited", "Unknown",    "Latin",  "Greek",  "Cyrillic", "Coptic",
	"Armenian", "Georgian",  "Glagolitic", "Hebrew", "Arabic", "Syriac",   "Samaritan",
};

/* Scripts in which ZWJ and ZWNJ have no say in spelling. */
static const char *const unjoined_scripts[] = {
	"Common",  "Inherited", "Unknown",  "Latin",  "Greek",  "Cyrillic",
	"Coptic",  "Armenian",  "Georgian", "Hebrew", "Hangul", "Glagolitic",
	"Deseret", "Gothic",    "Cherokee", "Lisu",   "Runic",  "Canadian_Aboriginal",
};

static const char *const unspaced_scripts[] = {
	"Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan",
};

static bool script_among(uint32_t code_point, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (gen_script_is(code_point, names[i]))
			return true;
	}
	return false;
}
#define SCRIPT_AMONG(code_point, names)                                                            \
	script_among((code_point), (names), sizeof(names) / sizeof((names)[0]))

bool gen_image_is_unspaced(uint32_t code_point)
{
	/* Marks and letters that Han and kana share are of no script of their own. */
	bool is_shared = code_point >= 0x3000 && code_point <= 0x30FF;

	return is_shared || SCRIPT_AMONG(code_point, unspaced_scripts);
}

bool gen_image_is_syllable(uint32_t code_point)
{
	return code_point >= 0xAC00 && code_point <= 0xD7A3;
}

bool gen_image_is_same(uint32_t code_point, const struct gen_image *image)
{
	return image->text.count == 1 && image->text.points[0] == code_point;
}

static bool is_mark(uint32_t code_point)
{
	return gen_category_is(code_point, 'M');
}

static bool is_essential(uint32_t mark)
{
	return is_mark(mark) && strcmp(gen_char_of(mark)->category, "Me") != 0 &&
	       !SCRIPT_AMONG(mark, pointed_scripts);
}

/* ---- replace ---- */

static bool append_text(struct gen_sequence *out, const char *text)
{
	while (*text != '\0')
		gen_append(out, (uint32_t)*text++);
	return true;
}

static bool replace_dropped(uint32_t point, uint16_t *flags)
{
	if (point == TATWEEL) {
		*flags |= TEXT_FLAG_COMPAT;
		return true;
	}
	if (point == IOTA_SUBSCRIPT) {
		*flags |= TEXT_FLAG_MARKS;
		return true;
	}
	if (gen_plain_invisible(point) && gen_plain_named(point) == '\0') {
		*flags |= TEXT_FLAG_INVISIBLE;
		return true;
	}
	return false;
}

static bool replace_listed(uint32_t point, struct gen_sequence *out, uint16_t *flags)
{
	const char *latin;
	bool        is_latin = gen_script_is(point, "Latin") && gen_category_is(point, 'L');

	switch (gen_lookalike_listed(point, &latin)) {
	case GEN_LETTER:
		*flags |= TEXT_FLAG_MARKS;
		return append_text(out, latin);
	case GEN_ENCLOSED:
		*flags |= TEXT_FLAG_COMPAT;
		return append_text(out, latin);
	case GEN_SHAPE:
		if (!is_latin)
			return false;
		*flags |= TEXT_FLAG_DISGUISED;
		return append_text(out, latin);
	case GEN_UNLISTED:
	case GEN_EXTRA:
	case GEN_NONE:
	case GEN_ALSO:
		break;
	}
	return false;
}

/* A Latin letter outside ASCII that no list and no decomposition knows. */
static bool replace_latin(uint32_t point, struct gen_sequence *out, uint16_t *flags)
{
	char latin[4];
	bool had_marks;

	if (!gen_script_is(point, "Latin") || !gen_category_is(point, 'L') ||
	    gen_char_of(point)->fold_count > 1 || !gen_lookalike_skeleton(point, latin, &had_marks))
		return false;
	*flags |= had_marks ? TEXT_FLAG_MARKS : TEXT_FLAG_DISGUISED;
	return append_text(out, latin);
}

/* The spacing voiced sound marks, typed after kana as if they were combining. NFKD
 * puts a space before them. */
static bool replace_sound_mark(uint32_t point, struct gen_sequence *out, uint16_t *flags)
{
	if (point != 0x309B && point != 0x309C)
		return false;
	*flags |= TEXT_FLAG_COMPAT;
	gen_append(out, point - 2);
	return true;
}

static bool replace_plain(char plain, struct gen_sequence *out, uint16_t *flags)
{
	if (plain == '\0')
		return false;
	*flags |= TEXT_FLAG_SPACING;
	gen_append(out, (uint32_t)plain);
	return true;
}

static bool replace_by_data(uint32_t point, struct gen_sequence *out, uint16_t *flags)
{
	const struct gen_char *entry = gen_char_of(point);

	if (gen_decompose(point, true, out)) {
		if (entry->compat)
			*flags |= TEXT_FLAG_COMPAT;
		return true;
	}
	if (entry->decimal >= 0) {
		*flags |= TEXT_FLAG_COMPAT;
		gen_append(out, (uint32_t)('0' + entry->decimal));
		return true;
	}
	if (replace_latin(point, out, flags))
		return true;
	for (size_t i = 0; i < entry->fold_count; i++)
		gen_append(out, entry->fold[i]);
	if (entry->fold_count > 0)
		*flags |= TEXT_FLAG_CASELESS;
	return entry->fold_count > 0;
}

/* A dagger is a letter to some: it stays what it is where no letters are about. */
static bool is_listed(uint32_t point)
{
	const char *latin;

	return gen_lookalike_listed(point, &latin) != GEN_UNLISTED;
}

static bool replace(uint32_t point, struct gen_sequence *out, uint16_t *flags)
{
	if (point >= 0x80 &&
	    (replace_dropped(point, flags) || replace_listed(point, out, flags) ||
	     replace_plain(gen_plain_named(point), out, flags) ||
	     replace_sound_mark(point, out, flags) || replace_by_data(point, out, flags) ||
	     (!is_listed(point) && replace_plain(gen_plain_by_category(point), out, flags))))
		return true;
	gen_append(out, point);
	return false;
}

static void replace_all(struct gen_sequence *text, uint16_t *flags)
{
	bool changed = true;

	while (changed) {
		struct gen_sequence next = { .count = 0 };

		changed = false;
		for (size_t i = 0; i < text->count; i++)
			changed = replace(text->points[i], &next, flags) || changed;
		*text = next;
	}
}

/* ---- settle the marks ---- */

static bool is_accentless(uint32_t base)
{
	return base < 0x80 || gen_script_is(base, "Latin") || gen_script_is(base, "Common");
}

static bool settle_mark(struct gen_sequence *out, uint32_t base, uint32_t mark)
{
	uint32_t composed = gen_compose(out->points[out->count - 1], mark);

	if (is_accentless(base))
		return false;
	if (composed != 0) {
		out->points[out->count - 1] = composed;
		return true;
	}
	if (!is_essential(mark) || gen_char_of(mark)->script != gen_char_of(base)->script)
		return false;
	gen_append(out, mark);
	return true;
}

/* A vowel sign of two parts is one again; what it does to a base is seen there. */
static void vowel_compose(struct gen_sequence *marks)
{
	struct gen_sequence out = { .count = 0 };

	for (size_t i = 0; i < marks->count; i++) {
		uint32_t composed = i > 0 ? gen_compose(out.points[out.count - 1], marks->points[i])
		                          : 0;

		if (composed != 0)
			out.points[out.count - 1] = composed;
		else
			gen_append(&out, marks->points[i]);
	}
	*marks = out;
}

static void settle(struct gen_sequence *text, uint16_t *flags)
{
	struct gen_sequence out = { .count = 0 };
	uint32_t            base = 0;

	if (text->count == 0)
		return;
	if (is_mark(text->points[0])) {
		vowel_compose(text);
		return;
	}
	for (size_t i = 0; i < text->count; i++) {
		uint32_t point = text->points[i];
		uint32_t composed;

		if (is_mark(point)) {
			if (!settle_mark(&out, base, point))
				*flags |= TEXT_FLAG_MARKS;
			continue;
		}
		composed = i > 0 ? gen_compose(out.points[out.count - 1], point) : 0;
		if (composed != 0)
			out.points[out.count - 1] = composed;
		else
			gen_append(&out, point);
		base = point;
	}
	*text = out;
}

/* ---- what it is ---- */

static bool has_ascii_letter(const struct gen_sequence *text)
{
	for (size_t i = 0; i < text->count; i++) {
		if (text->points[i] < 0x80 && isalpha((int)text->points[i]))
			return true;
	}
	return false;
}

/* U+3382 is a Greek mu and a Latin A: a mixed word, so both become Latin. */
static void unmix(struct gen_sequence *text)
{
	struct gen_sequence out = { .count = 0 };

	if (!has_ascii_letter(text))
		return;
	for (size_t i = 0; i < text->count; i++) {
		struct gen_sequence one = { .points = { text->points[i] }, .count = 1 };
		char                latin[4];
		bool                is_extra;

		if (text->points[i] >= 0x80 &&
		    gen_lookalike_of(text->points[i], &one, latin, &is_extra) && !is_extra)
			append_text(&out, latin);
		else
			gen_append(&out, text->points[i]);
	}
	*text = out;
}

static bool is_number(uint32_t point)
{
	return gen_category_is(point, 'N');
}

/* "8." or "(日)": a word ends there, at the latest inside. */
static bool is_compound(const struct gen_sequence *text)
{
	uint32_t last = text->points[text->count - 1];

	if (gen_category_is(text->points[0], 'L') || gen_category_is(last, 'L'))
		return false;
	for (size_t i = 0; i < text->count; i++) {
		if (text->points[i] < 0x80 && !isalnum((int)text->points[i]))
			return true;
	}
	return false;
}

static uint8_t kind_of(const struct gen_sequence *text)
{
	uint8_t kind = TEXT_KIND_PLAIN;

	if (text->count == 0)
		return TEXT_KIND_DROPPED;
	if (is_mark(text->points[0]))
		return TEXT_KIND_MARK;
	if (is_compound(text))
		return TEXT_KIND_PLAIN;
	for (size_t i = 0; i < text->count; i++) {
		if (gen_category_is(text->points[i], 'L'))
			return TEXT_KIND_LETTER;
		if (is_number(text->points[i]))
			kind = TEXT_KIND_DIGIT;
		else if (text->points[i] >= 0x80 && kind == TEXT_KIND_PLAIN)
			kind = TEXT_KIND_SYMBOL;
	}
	return kind;
}

static uint32_t main_point(const struct gen_sequence *text)
{
	for (size_t i = 0; i < text->count; i++) {
		if (gen_category_is(text->points[i], 'L'))
			return text->points[i];
	}
	return text->points[0];
}

static void classify_lookalike(uint32_t code_point, struct gen_image *image)
{
	bool is_extra;

	if (has_ascii_letter(&image->text) ||
	    (image->kind != TEXT_KIND_LETTER && image->kind != TEXT_KIND_SYMBOL &&
	     image->kind != TEXT_KIND_DIGIT) ||
	    !gen_lookalike_of(code_point, &image->text, image->latin, &is_extra))
		return;
	/* A digit in ASCII is what it looks like. */
	if (image->text.points[0] < 0x80)
		return;
	image->flags |= is_extra ? TEXT_FLAG_LOOKALIKE_ALL : TEXT_FLAG_LOOKALIKE;
}

static void classify_also(uint32_t code_point, struct gen_image *image)
{
	char latin[4];

	if ((image->flags & (TEXT_FLAG_LOOKALIKE | TEXT_FLAG_LOOKALIKE_ALL)) != 0 ||
	    !gen_lookalike_also(code_point, latin))
		return;
	memcpy(image->latin, latin, sizeof(latin));
	image->flags |= TEXT_FLAG_ALSO;
}

/* Mongolian has its own: variation selectors and the vowel separator. */
static bool is_joiner(uint32_t point)
{
	return point == ZWJ || point == ZWNJ || (point >= 0x180B && point <= 0x180F);
}

static void classify(uint32_t code_point, struct gen_image *image)
{
	uint32_t point;

	image->kind = kind_of(&image->text);
	if (is_joiner(code_point))
		image->flags |= TEXT_FLAG_JOINER;
	if (image->kind == TEXT_KIND_DROPPED)
		return;
	point = main_point(&image->text);
	if (!gen_script_is(point, "Common") && !gen_script_is(point, "Inherited") &&
	    !gen_script_is(point, "Unknown"))
		image->script = gen_char_of(point)->script;
	if (image->kind == TEXT_KIND_LETTER && has_ascii_letter(&image->text) &&
	    (image->flags & TEXT_FLAG_DISGUISED) == 0)
		image->flags |= TEXT_FLAG_LATIN;
	if (point >= 0x80 && image->kind != TEXT_KIND_PLAIN &&
	    (image->kind == TEXT_KIND_SYMBOL || gen_image_is_unspaced(point)))
		image->flags |= TEXT_FLAG_SOLO;
	if (!SCRIPT_AMONG(point, unjoined_scripts) && image->kind != TEXT_KIND_SYMBOL &&
	    image->kind != TEXT_KIND_PLAIN)
		image->flags |= TEXT_FLAG_JOINING;
	if (is_essential(point))
		image->flags |= TEXT_FLAG_ESSENTIAL;
	if (code_point >= REGION_A && code_point <= REGION_Z)
		image->flags |= TEXT_FLAG_REGION | TEXT_FLAG_SOLO;
	classify_lookalike(code_point, image);
	classify_also(code_point, image);
}

void gen_image_of(uint32_t code_point, struct gen_image *image)
{
	*image = (struct gen_image){ .text = { .points = { code_point }, .count = 1 } };
	if (code_point >= 0xD800 && code_point <= 0xDFFF) {
		image->kind = TEXT_KIND_SYMBOL;
		return;
	}
	replace_all(&image->text, &image->flags);
	settle(&image->text, &image->flags);
	unmix(&image->text);
	if (!gen_image_is_same(code_point, image) && image->flags == 0)
		image->flags |= TEXT_FLAG_COMPAT;
	if (gen_image_is_same(code_point, image))
		image->flags = 0;
	classify(code_point, image);
}
