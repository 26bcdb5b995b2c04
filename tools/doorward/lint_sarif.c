/* SPDX-License-Identifier: Apache-2.0 */
/* One run of the tool as a SARIF log, for code-review tools: its rules are the lint codes, and a
 * result points at a line and a column in code points. The id of the rule at fault is a property,
 * for "rule" is SARIF's word for a code. */
#include "base_json.h"
#include "cmd_print.h"
#include "lint.h"

#include <stdio.h>
#include <string.h>

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static const struct {
	const char *code;
	const char *text;
} codes[] = {
	{ "R001", "A file that cannot be read as YAML, or a file that is out of place" },
	{ "R002", "An unknown key, or a value that the key does not take" },
	{ "R003", "An id used twice, gone since it was released, or released for something else" },
	{ "R004", "An unknown category or list" },
	{ "R005", "Too few tests, or a test that fails" },
	{ "R006", "A pattern that cannot be compiled or is not allowed" },
	{ "R007", "A pattern that would match anything" },
	{ "R008", "A rule that is slow, because it is looked at in many prompts" },
	{ "R009", "A rule that is a duplicate, needless or impossible" },
	{ "R010", "Look-alike or invisible characters in a pattern" },
	{ "R011", "A rule that matches benign texts" },
	{ "R013", "A rule or an exception that has expired or soon will" },
	{ "R014", "A rule with neither message nor description" },
};

static size_t code_index(const char *code)
{
	size_t i = 0;

	while (i + 1 < sizeof codes / sizeof codes[0] && strcmp(codes[i].code, code) != 0)
		i++;
	return i;
}

/* The column in code points, from the one in bytes. */
static unsigned column_of(struct lint *lint, const struct error *place)
{
	const struct slice line = lint_line(lint, place->file, place->line);
	unsigned           column = 1;

	for (size_t i = 0; i + 1 < place->column && i < line.len; i++)
		if (i + 1 == line.len || ((unsigned char)line.ptr[i + 1] & 0xC0) != 0x80)
			column++;
	return column;
}

/* A relative reference of RFC 3986: what is not plain in a path is escaped. */
static void uri_write(struct buffer *out, const char *path)
{
	static const char plain[] = "-._~/";

	while (path[0] == '.' && path[1] == '/')
		path += 2;
	buffer_append_char(out, '"');
	for (; *path != '\0'; path++) {
		const char c = *path;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    strchr(plain, c) != NULL)
			buffer_append_char(out, c);
		else
			buffer_append_format(out, "%%%02X", (unsigned char)c);
	}
	buffer_append_char(out, '"');
}

void lint_sarif_add(struct lint *lint, const struct lint_finding *finding)
{
	const struct error *place = &finding->place;
	struct buffer      *out = &lint->sarif;

	if (out->len > 0)
		buffer_append_char(out, ',');
	buffer_append_format(out, "{\"ruleId\":\"%s\",\"ruleIndex\":%zu,\"level\":\"%s\"",
	                     finding->code, code_index(finding->code),
	                     lint_level_name(finding->level));
	buffer_append_cstr(out, ",\"message\":{\"text\":");
	json_write_string(out, slice_from_cstr(place->message));
	buffer_append_cstr(out, "},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":"
	                        "{\"uri\":");
	uri_write(out, place->file[0] != '\0' ? place->file : lint->folder);
	buffer_append_char(out, '}');
	if (place->line > 0)
		buffer_append_format(out, ",\"region\":{\"startLine\":%u,\"startColumn\":%u}",
		                     place->line, column_of(lint, place));
	buffer_append_cstr(out, "}}]");
	if (finding->rule[0] != '\0') {
		buffer_append_cstr(out, ",\"properties\":{\"rule\":");
		json_write_string(out, slice_from_cstr(finding->rule));
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, '}');
}

void lint_sarif_print(struct lint *lint)
{
	struct buffer out;

	buffer_init_heap(&out);
	buffer_append_cstr(&out, "{\"$schema\":\"" SARIF_SCHEMA "\",\"version\":\"2.1.0\","
	                         "\"runs\":[{\"tool\":{\"driver\":{\"name\":\"doorward\","
	                         "\"version\":\"" DOORWARD_VERSION "\",\"rules\":[");
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		buffer_append_format(&out,
		                     "%s{\"id\":\"%s\",\"shortDescription\":{\"text\":\"%s\"}}",
		                     i > 0 ? "," : "", codes[i].code, codes[i].text);
	buffer_append_cstr(&out, "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
	buffer_append(&out, buffer_slice(&lint->sarif));
	buffer_append_cstr(&out, "]}]}\n");
	cmd_emit(&out, stdout);
	buffer_free(&out);
}
