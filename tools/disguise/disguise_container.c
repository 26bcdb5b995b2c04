/* SPDX-License-Identifier: Apache-2.0 */
/* The text as it is, in something that is not prose: a code block, a JSON value, a comment.
 * Only what the container itself asks for is escaped. */
#include "disguise_kind.h"

#include "base_utf8.h"

static bool lacks(struct slice plain, const char *what)
{
	return slice_find(plain, slice_from_cstr(what), 0) == SIZE_MAX;
}

/* What XML gives back as it was. */
bool disguise_accepts_element(struct slice plain)
{
	return disguise_accepts_markup(plain) && disguise_accepts_styled(plain);
}

/* Without what ends comments and code blocks. */
bool disguise_accepts_comment(struct slice plain)
{
	return disguise_accepts_styled(plain) && lacks(plain, "--") && lacks(plain, "*/") &&
	       lacks(plain, "```") && plain.ptr[plain.len - 1] != '-' && plain.ptr[0] != '>';
}

/* One line without markup of its own. */
bool disguise_accepts_line(struct slice plain)
{
	return disguise_accepts_styled(plain) && lacks(plain, "\n") && lacks(plain, "\r") &&
	       lacks(plain, "|") && lacks(plain, "`");
}

static void framed(struct slice plain, const char *before, const char *after, struct buffer *out)
{
	buffer_append_cstr(out, before);
	buffer_append(out, plain);
	buffer_append_cstr(out, after);
}

void disguise_markdown_fence(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "```\n", "\n```", out);
}

void disguise_markdown_fence_named(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "```python\n", "\n```", out);
}

void disguise_markdown_quote(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "> ", "", out);
}

void disguise_markdown_heading(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "# ", "", out);
}

void disguise_markdown_item(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "- [ ] ", "", out);
}

void disguise_markdown_cell(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "| task | ", " |", out);
}

void disguise_markdown_whole_bold(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "**", "**", out);
}

void disguise_html_comment(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "<!-- ", " -->", out);
}

void disguise_c_comment(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "/* ", " */", out);
}

void disguise_line_comment(struct slice plain, uint64_t seed, struct buffer *out)
{
	framed(plain, seed % 2 == 0 ? "// " : "# ", "", out);
}

void disguise_docstring(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "def f():\n    \"\"\"", "\"\"\"\n    pass", out);
}

void disguise_ini_value(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "[task]\nprompt = ", "\n", out);
}

void disguise_system_tags(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "<|im_start|>user\n", "<|im_end|>", out);
}

void disguise_square_tags(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "[INST] ", " [/INST]", out);
}

/* JSON's own escapes (RFC 8259, section 7). */
static void append_json(struct slice plain, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] == '"' || plain.ptr[i] == '\\')
			buffer_append_format(out, "\\%c", plain.ptr[i]);
		else if ((unsigned char)plain.ptr[i] < ' ')
			buffer_append_format(out, "\\u%04x", (unsigned)(unsigned char)plain.ptr[i]);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

static void json(struct slice plain, const char *before, const char *after, struct buffer *out)
{
	buffer_append_cstr(out, before);
	append_json(plain, out);
	buffer_append_cstr(out, after);
}

void disguise_json_value(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	json(plain, "{\"prompt\": \"", "\"}", out);
}

void disguise_json_deep(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	json(plain, "{\"a\": [{\"role\": \"user\", \"content\": \"", "\"}]}", out);
}

/* A JSON text as a value of another. */
void disguise_json_in_json(struct slice plain, uint64_t seed, struct buffer *out)
{
	struct buffer inner;

	(void)seed;
	buffer_init_heap(&inner);
	json(plain, "{\"prompt\": \"", "\"}", &inner);
	json(buffer_slice(&inner), "{\"body\": \"", "\"}", out);
	buffer_free(&inner);
}

void disguise_code_string(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	json(plain, "print(\"", "\")", out);
}

void disguise_xml_element(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_cstr(out, "<prompt>");
	for (size_t i = 0; i < plain.len; i++) {
		switch (plain.ptr[i]) {
		case '&':
			buffer_append_cstr(out, "&amp;");
			break;
		case '<':
			buffer_append_cstr(out, "&lt;");
			break;
		case '>':
			buffer_append_cstr(out, "&gt;");
			break;
		default:
			buffer_append_char(out, plain.ptr[i]);
			break;
		}
	}
	buffer_append_cstr(out, "</prompt>");
}

bool disguise_accepts_cdata(struct slice plain)
{
	return disguise_accepts_element(plain) && lacks(plain, "]]>");
}

void disguise_xml_cdata(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "<prompt><![CDATA[", "]]></prompt>", out);
}

/* RFC 4180: a quote is written twice. */
void disguise_csv_cell(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_cstr(out, "1,\"");
	for (size_t i = 0; i < plain.len; i++) {
		buffer_append_char(out, plain.ptr[i]);
		if (plain.ptr[i] == '"')
			buffer_append_char(out, '"');
	}
	buffer_append_cstr(out, "\",open");
}

void disguise_php_serialized(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_format(out, "s:%zu:\"%.*s\";", plain.len, SLICE_ARG(plain));
}

void disguise_yaml_value(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	json(plain, "prompt: \"", "\"\n", out);
}

void disguise_url_parameter(struct slice plain, uint64_t seed, struct buffer *out)
{
	buffer_append_cstr(out, "https://example.org/search?q=");
	disguise_percent_form(plain, seed, out);
}
