/* SPDX-License-Identifier: Apache-2.0 */
/* Character references of HTML (the HTML Standard, sections 13.1.4 and 13.5) and XML:
 * numeric ones of every character, and the named ones that draw a letter. No letter of
 * ASCII has a name, but &bopf; is a b in double-struck, &bfr; in Fraktur, &bscr; in script. */
#include "disguise_kind.h"

#include "base_utf8.h"

#include <assert.h>
#include <string.h>

struct form {
	const char *before;
	unsigned    base;
	int         digits; /* at least */
	const char *after;
};

static void append_reference(struct buffer *out, const struct form *form, uint32_t code_point)
{
	buffer_append_cstr(out, form->before);
	if (form->base == 16)
		buffer_append_format(out, "%0*X", form->digits, code_point);
	else
		buffer_append_format(out, "%0*u", form->digits, code_point);
	buffer_append_cstr(out, form->after);
}

static void encode(struct slice plain, struct form form, struct buffer *out)
{
	size_t length;

	for (size_t at = 0; at < plain.len; at += length) {
		uint32_t code_point;

		length = utf8_sequence(plain, at, &code_point);
		assert(length > 0); /* accepted */
		append_reference(out, &form, code_point);
	}
}

void disguise_entity_decimal(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ "&#", 10, 1, ";" }, out);
}

void disguise_entity_hex(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ "&#x", 16, 1, ";" }, out);
}

/* Parsers forgive a missing semicolon. */
void disguise_entity_decimal_bare(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ "&#", 10, 1, "" }, out);
}

void disguise_entity_hex_bare(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ "&#x", 16, 1, "" }, out);
}

void disguise_entity_padded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ "&#", 10, 7, ";" }, out);
}

void disguise_entity_double(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ "&amp;#", 10, 1, ";" }, out);
}

/* Letters alone; an ampersand always, as it begins what must come back as it is. */
void disguise_entity_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const struct form form = { "&#", 10, 1, ";" };

	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		if (disguise_is_ascii_letter(plain.ptr[i]) || plain.ptr[i] == '&')
			append_reference(out, &form, (unsigned char)plain.ptr[i]);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

/* Letters as &bfr; and the like; other characters stay. */
static void named(struct slice plain, const char *style, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (disguise_is_ascii_letter(plain.ptr[i]))
			buffer_append_format(out, "&%c%s;", plain.ptr[i], style);
		else if (plain.ptr[i] == '&')
			buffer_append_cstr(out, "&amp;");
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

void disguise_entity_fraktur(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	named(plain, "fr", out);
}

void disguise_entity_double_struck(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	named(plain, "opf", out);
}

void disguise_entity_script(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	named(plain, "scr", out);
}

static const char *cyrillic_name(char letter)
{
	static const struct {
		char        letter;
		const char *name;
	} names[] = { { 'a', "acy" },  { 'e', "iecy" },   { 'o', "ocy" },    { 'p', "rcy" },
		      { 'c', "scy" },  { 'y', "ucy" },    { 'x', "khcy" },   { 'i', "iukcy" },
		      { 's', "dscy" }, { 'j', "jsercy" }, { 'A', "Acy" },    { 'B', "Vcy" },
		      { 'E', "IEcy" }, { 'K', "Kcy" },    { 'M', "Mcy" },    { 'H', "Ncy" },
		      { 'O', "Ocy" },  { 'P', "Rcy" },    { 'C', "Scy" },    { 'T', "Tcy" },
		      { 'X', "KHcy" }, { 'I', "Iukcy" },  { 'J', "Jsercy" }, { 'S', "DScy" },
		      { '&', "amp" } };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (names[i].letter == letter)
			return names[i].name;
	}
	return NULL;
}

/* Cyrillic look-alikes by name. */
bool disguise_accepts_lookalike_name(struct slice plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] != '&' && cyrillic_name(plain.ptr[i]) != NULL)
			return disguise_accepts_utf8(plain);
	}
	return false;
}

void disguise_entity_cyrillic(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		const char *name = cyrillic_name(plain.ptr[i]);

		if (name != NULL)
			buffer_append_format(out, "&%s;", name);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

/* Visible text with two ASCII letters side by side and no character references. */
bool disguise_accepts_visible_pair(struct slice plain)
{
	for (size_t i = 1; i < plain.len; i++) {
		if (disguise_is_ascii_letter(plain.ptr[i - 1]) &&
		    disguise_is_ascii_letter(plain.ptr[i]))
			return disguise_accepts_visible(plain) &&
			       memchr(plain.ptr, '&', plain.len) == NULL;
	}
	return false;
}

/* Between letters, what no browser draws. */
void disguise_entity_invisible(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const names[] = { "&shy;", "&zwnj;", "&zwj;", "&ZeroWidthSpace;",
		                             "&NoBreak;" };

	for (size_t i = 0; i < plain.len; i++) {
		if (i > 0 && disguise_is_ascii_letter(plain.ptr[i - 1]) &&
		    disguise_is_ascii_letter(plain.ptr[i]))
			buffer_append_cstr(out, names[disguise_pick(&seed, 5)]);
		buffer_append_char(out, plain.ptr[i]);
	}
}

void disguise_entity_space(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const names[] = { "&nbsp;", "&Tab;", "&ensp;", "&NewLine;", "&thinsp;" };
	const char              *name = names[disguise_pick(&seed, 5)];

	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] == ' ')
			buffer_append_cstr(out, name);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}
