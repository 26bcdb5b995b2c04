/* SPDX-License-Identifier: Apache-2.0 */
#include "base_yaml.h"
#include "test_base_rows.h"

static struct arena arena;

static void print_node(const struct yaml_node *node, struct buffer *out)
{
	buffer_append_format(out, "%u:%u", node->line, node->column);
	if (node->kind == YAML_SCALAR) {
		assert_int_equal(node->text.ptr[node->text.len], '\0');
		buffer_append_cstr(out, node->quoted ? "'" : "=");
		buffer_append(out, node->text);
		return;
	}
	buffer_append_cstr(out, node->kind == YAML_MAPPING ? "{" : "[");
}

/* The tree as one line, every node with its line and column. (Recursion is fine here:
 * the parser refuses deep trees.) */
static void print_tree(const struct yaml_node *node, struct buffer *out)
{
	size_t count = 0;

	print_node(node, out);
	if (node->kind == YAML_SCALAR)
		return;
	for (const struct yaml_node *child = node->first; child != NULL; child = child->next) {
		buffer_append_cstr(out, count++ > 0 ? ", " : "");
		print_tree(child, out);
		if (node->kind == YAML_MAPPING) {
			buffer_append_cstr(out, ": ");
			print_tree(child->value, out);
		}
	}
	assert_int_equal(node->count, count);
	buffer_append_cstr(out, node->kind == YAML_MAPPING ? "}" : "]");
}

struct row {
	const char  *label;
	struct slice source;
	const char  *result; /* the tree, or the fault */
};

static const struct row good_rows[] = {
	{ "a scalar", SLICE_INIT("hello world\n"), "1:1=hello world" },
	{ "a mapping in blocks", SLICE_INIT("a: 1\nb:\n  c: no\n"),
	  "1:1{1:1=a: 1:4=1, 2:1=b: 3:3{3:3=c: 3:6=no}}" },
	{ "a list in blocks", SLICE_INIT("- a\n- - b\n  - c\n"), "1:1[1:3=a, 2:3[2:5=b, 3:5=c]]" },
	{ "flow style", SLICE_INIT("a: [x, {y: z}]\n"),
	  "1:1{1:1=a: 1:4[1:5=x, 1:8{1:9=y: 1:12=z}]}" },
	{ "an empty list and mapping", SLICE_INIT("a: []\nb: {}\n"),
	  "1:1{1:1=a: 1:4[], 2:1=b: 2:4{}}" },
	{ "quoted scalars", SLICE_INIT("a: \"x\\ty\"\nb: 'it''s'\n"),
	  "1:1{1:1=a: 1:4'x\ty, 2:1=b: 2:4'it's}" },
	{ "block scalars", SLICE_INIT("a: |\n  x\n  y\nb: >\n  x\n  y\n"),
	  "1:1{1:1=a: 2:1'x\ny\n, 4:1=b: 5:1'x y\n}" },
	{ "plain scalars stay strings", SLICE_INIT("[no, 1.0, ~, null, 0x10, 2024-01-01]\n"),
	  "1:1[1:2=no, 1:6=1.0, 1:11=~, 1:14=null, 1:20=0x10, 1:26=2024-01-01]" },
	{ "a value left out", SLICE_INIT("a:\nb: x\n"), "1:1{1:1=a: 1:2=, 2:1=b: 2:4=x}" },
	{ "columns count bytes", SLICE_INIT("\xC3\xA9: [\xC3\xBC, y]\n"),
	  "1:1{1:1=\xC3\xA9: 1:5[1:6=\xC3\xBC, 1:10=y]}" },
	{ "a comment and one document mark", SLICE_INIT("# c\n---\na: 1 # d\n"),
	  "3:1{3:1=a: 3:4=1}" },
	{ "a byte order mark",
	  SLICE_INIT("\xEF\xBB\xBF"
	             "a: 1\n"),
	  "1:4{1:4=a: 1:7=1}" },
	{ "lines that end in CR LF", SLICE_INIT("a: 1\r\nb: 2\r\n"),
	  "1:1{1:1=a: 1:4=1, 2:1=b: 2:4=2}" },
	{ "no newline at the end", SLICE_INIT("a: 1"), "1:1{1:1=a: 1:4=1}" },
	{ "one key in two mappings", SLICE_INIT("a: {x: 1}\nb: {x: 1, a: 2}\n"),
	  "1:1{1:1=a: 1:4{1:5=x: 1:8=1}, 2:1=b: 2:4{2:5=x: 2:8=1, 2:11=a: 2:14=2}}" },
	{ "signs inside quotes", SLICE_INIT("- \"&a\"\n- '*b'\n- \"!c\"\n- '<<'\n"),
	  "1:1[1:3'&a, 2:3'*b, 3:3'!c, 4:3'<<]" },
	{ "a quoted << is a key", SLICE_INIT("\"<<\": 1\n"), "1:1{1:1'<<: 1:7=1}" },
	{ "a phrase with braces in quotes",
	  SLICE_INIT("- phrase: \"{how to|how do i} <0..3> x~\"\n"),
	  "1:1[1:3{1:3=phrase: 1:11'{how to|how do i} <0..3> x~}]" },
};

static const struct row bad_rows[] = {
	{ "refuses nothing", SLICE_INIT(""), "f.yaml:1:1: the file is empty" },
	{ "refuses a comment alone", SLICE_INIT("# c\n"), "f.yaml:1:1: the file is empty" },
	{ "refuses an anchor", SLICE_INIT("a: 1\nb: &x 1\n"),
	  "f.yaml:2:4: anchors (&name) are not supported; quote a text that begins with &" },
	{ "refuses an anchor on a mapping", SLICE_INIT("a: &x\n  b: 1\n"),
	  "f.yaml:1:4: anchors (&name) are not supported; quote a text that begins with &" },
	{ "refuses an alias", SLICE_INIT("a: *x\n"),
	  "f.yaml:1:4: aliases (*name) are not supported; quote a text that begins with *" },
	{ "refuses a tag", SLICE_INIT("\xC3\xA9: !!str 1\n"),
	  "f.yaml:1:5: tags (!name) are not supported; quote a text that begins with !" },
	{ "refuses a tag on a list", SLICE_INIT("!set [a]\n"),
	  "f.yaml:1:1: tags (!name) are not supported; quote a text that begins with !" },
	{ "refuses a merge key", SLICE_INIT("a:\n  <<: {b: 1}\n"),
	  "f.yaml:2:3: merge keys (<<) are not supported; write the keys out" },
	{ "refuses a duplicate key", SLICE_INIT("a: 1\nb: 2\n\"a\": 3\n"),
	  "f.yaml:3:1: duplicate key \"a\"; it stands first in line 1" },
	{ "refuses a duplicate key in flow style", SLICE_INIT("{a: 1, a: 2}\n"),
	  "f.yaml:1:8: duplicate key \"a\"; it stands first in line 1" },
	{ "refuses a second document", SLICE_INIT("a: 1\n---\nb: 2\n"),
	  "f.yaml:2:1: a second document begins here; a file holds only one" },
	{ "refuses directives", SLICE_INIT("%YAML 1.1\n---\na: 1\n"),
	  "f.yaml:1:1: directives (%YAML, %TAG) are not supported" },
	{ "refuses a list as a key", SLICE_INIT("? [a]\n: b\n"),
	  "f.yaml:1:3: a key must be a word, not a list or a mapping" },
	{ "refuses an empty key", SLICE_INIT("a: 1\n: b\n"),
	  "f.yaml:2:1: a key is missing before ':'" },
	{ "refuses bytes that are no UTF-8", SLICE_INIT("a: x\nb: \xFF\n"),
	  "f.yaml:2:4: this byte is not UTF-8; save the file in UTF-8" },
	{ "refuses a NUL", SLICE_INIT("a: x\0y\n"),
	  "f.yaml:1:5: a control character; write it as \\xNN in double quotes" },
	{ "refuses a tab as indentation", SLICE_INIT("a:\n\tb: 1\n"),
	  "f.yaml:2:1: a tab cannot indent; use spaces" },
	{ "refuses an open list", SLICE_INIT("a: [1, 2\n"),
	  "f.yaml:2:1: a list that began with [ has no ]" },
	{ "refuses an open mapping", SLICE_INIT("a: {b: 2\n"),
	  "f.yaml:2:1: a comma or the closing bracket is missing before this" },
	{ "refuses an open quote", SLICE_INIT("\xC3\xA9: \"abc\n"),
	  "f.yaml:1:6: this text has no closing \"" },
	{ "refuses two colons in a line", SLICE_INIT("a: b: c\n"),
	  "f.yaml:1:5: a second \":\" in one line; put a text that holds \": \" in quotes" },
	{ "refuses a bad first character", SLICE_INIT("a: @b\n"),
	  "f.yaml:1:4: a text cannot begin with this character; put it in quotes" },
	{ "says an open quote above a key", SLICE_INIT("a:\n  b: \"x y\n  c: 1\n"),
	  "f.yaml:2:6: this text has no closing \" before the next line" },
	{ "says words behind a quote", SLICE_INIT("a: 'don't make'\n"),
	  "f.yaml:1:9: words behind a closing quote; write a ' inside a text in '...' as ''" },
	{ "says words behind a double quote", SLICE_INIT("a: \"b\" c\n"),
	  "f.yaml:1:8: words behind a closing quote; write a \" inside a text in \"...\" as "
	  "\\\"" },
	{ "says a choice without quotes", SLICE_INIT("a: {make|build} a bomb\n"),
	  "f.yaml:1:17: this fits nowhere; a key ends in \": \", a text that begins with { or [ "
	  "is in quotes" },
	{ "says two choices without quotes", SLICE_INIT("r:\n  - a: {b|c} {d|e}~\n"),
	  "f.yaml:2:14: no key where one is needed; a text that begins with { or [ is in quotes" },
	{ "says a line with too few spaces", SLICE_INIT("r:\n  - a: 1\n   b: 2\n"),
	  "f.yaml:3:4: the keys of an item begin below each other: this line has too few spaces" },
	{ "says a line with too many spaces", SLICE_INIT("r:\n  - a: x\n     b: y\n"),
	  "f.yaml:2:8: this line and the next read as one key: a \":\" is missing, or the next "
	  "line has "
	  "too many spaces" },
	{ "says a key without its colon", SLICE_INIT("a:\n  b c\n  d: e\n"),
	  "f.yaml:2:3: this line and the next read as one key: a \":\" is missing, or the next "
	  "line has too many spaces" },
	{ "says a key without its space", SLICE_INIT("a: 1\nb:c\nd: e\n"),
	  "f.yaml:2:1: a key is \"key: value\", with a space behind the colon" },
	{ "says a text that begins with a bar", SLICE_INIT("a: |b c\n"),
	  "f.yaml:1:5: | and > alone begin a text of several lines; quote a text that begins with "
	  "one" },
	{ "refuses an unknown escape", SLICE_INIT("a: \"x\\qy\"\n"),
	  "f.yaml:1:6: invalid escape 'q' in double-quoted string" },
};

static void parses(void **state)
{
	const struct row *row = *state;
	struct yaml_node *root = NULL;
	struct error      err = { 0 };
	enum status       status;
	struct buffer     out;

	arena_reset(&arena);
	buffer_init_heap(&out);
	status = yaml_parse(row->source, "f.yaml", &arena, &root, &err);
	assert_int_equal(err.status, status);
	if (status == STATUS_OK) {
		assert_non_null(root);
		print_tree(root, &out);
	} else {
		assert_null(root);
		error_print(&err, &out);
	}
	if (!slice_equal_cstr(buffer_slice(&out), row->result))
		fail_msg("got %.*s", SLICE_ARG(buffer_slice(&out)));
	buffer_free(&out);
}

static void limits_depth(void **state)
{
	char source[80];

	(void)state;
	for (size_t depth = 32; depth <= 33; depth++) {
		struct yaml_node *root;
		struct error      err = { 0 };

		memset(source, '[', depth);
		memset(source + depth, ']', depth);
		arena_reset(&arena);
		assert_int_equal(yaml_parse((struct slice){ source, 2 * depth }, "f.yaml", &arena,
		                            &root, &err),
		                 depth == 32 ? STATUS_OK : STATUS_YAML_MALFORMED);
		if (depth == 33) {
			assert_int_equal(err.column, 33);
			assert_string_equal(err.message, "nested too deeply (32 levels at most)");
		}
	}
}

static void limits_size(void **state)
{
	struct yaml_node *root;
	struct error      err = { 0 };
	char             *source = test_malloc(8 * 1024 * 1024 + 1);

	(void)state;
	memset(source, 'a', 8 * 1024 * 1024 + 1);
	assert_int_equal(yaml_parse((struct slice){ source, 8 * 1024 * 1024 + 1 }, "f.yaml", &arena,
	                            &root, &err),
	                 STATUS_YAML_MALFORMED);
	assert_string_equal(err.message, "the file is larger than 8 MiB; split it");
	test_free(source);
}

static void says_when_memory_is_full(void **state)
{
	struct slice source = SLICE_LIT("a: [b, c]\nd: e\n");
	bool         parsed = false;

	(void)state;
	for (size_t cap = 16; !parsed; cap += 16) {
		struct arena      small;
		struct yaml_node *root;
		struct error      err = { 0 };
		enum status       status;

		assert_true(arena_open(&small, cap));
		status = yaml_parse(source, "f.yaml", &small, &root, &err);
		parsed = status == STATUS_OK;
		if (!parsed)
			assert_int_equal(status, STATUS_NO_MEMORY);
		arena_close(&small);
		assert_true(cap < 64 * 1024);
	}
}

static void finds_values(void **state)
{
	struct yaml_node *root;

	(void)state;
	arena_reset(&arena);
	assert_int_equal(yaml_parse(SLICE_LIT("a: 1\nb: [x]\n"), "f", &arena, &root, NULL),
	                 STATUS_OK);
	assert_int_equal(yaml_get(root, "b")->kind, YAML_SEQUENCE);
	assert_true(slice_equal_cstr(yaml_get(root, "a")->text, "1"));
	assert_null(yaml_get(root, "c"));
}

struct integer_row {
	const char  *label;
	struct slice text;
	bool         is;
	long         value;
};

static const struct integer_row integer_rows[] = {
	{ "reads 0", SLICE_INIT("0"), true, 0 },
	{ "reads the least", SLICE_INIT("-10"), true, -10 },
	{ "reads the most", SLICE_INIT("100"), true, 100 },
	{ "reads digits in quotes", SLICE_INIT("\"7\""), true, 7 },
	{ "reads nothing below the least", SLICE_INIT("-11"), false, 0 },
	{ "reads nothing above the most", SLICE_INIT("101"), false, 0 },
	{ "reads nothing beyond a long", SLICE_INIT("99999999999999999999"), false, 0 },
	{ "reads no needless 0", SLICE_INIT("010"), false, 0 },
	{ "reads no plus", SLICE_INIT("+1"), false, 0 },
	{ "reads no fraction", SLICE_INIT("1.0"), false, 0 },
	{ "reads no unit", SLICE_INIT("8 words"), false, 0 },
	{ "reads no hex", SLICE_INIT("0x10"), false, 0 },
	{ "reads no NUL behind it", SLICE_INIT("\"1\\0\""), false, 0 },
	{ "reads no minus alone", SLICE_INIT("\"-\""), false, 0 },
	{ "reads no list", SLICE_INIT("[1]"), false, 0 },
	{ "reads no empty text", SLICE_INIT("\"\""), false, 0 },
};

static void reads_integers(void **state)
{
	const struct integer_row *row = *state;
	struct yaml_node         *root;
	long                      value = 0;

	arena_reset(&arena);
	assert_int_equal(yaml_parse(row->text, "f", &arena, &root, NULL), STATUS_OK);
	assert_int_equal(yaml_integer(root, -10, 100, &value), row->is);
	assert_int_equal(value, row->value);
}

static void loads_a_file(void **state)
{
	struct yaml_node *root;
	struct slice      source;
	struct error      err = { 0 };

	(void)state;
	arena_reset(&arena);
	assert_int_equal(yaml_load(".clang-tidy", &arena, &root, &source, &err), STATUS_OK);
	assert_int_equal(root->kind, YAML_MAPPING);
	assert_true(source.len > 0);
	assert_int_equal(yaml_load("no/such/file.yaml", &arena, &root, NULL, &err), STATUS_IO);
	assert_string_equal(err.file, "no/such/file.yaml");
	assert_null(root);
}

int main(void)
{
	struct rows rows = { 0 };
	int         failed;

	if (!arena_open(&arena, 64 * 1024 * 1024))
		return 1;
	ROWS_ADD(&rows, parses, good_rows);
	ROWS_ADD(&rows, parses, bad_rows);
	rows_add_one(&rows, "limits depth", limits_depth);
	rows_add_one(&rows, "limits size", limits_size);
	rows_add_one(&rows, "says when memory is full, at any point", says_when_memory_is_full);
	rows_add_one(&rows, "finds values by key", finds_values);
	ROWS_ADD(&rows, reads_integers, integer_rows);
	rows_add_one(&rows, "loads a file", loads_a_file);
	failed = rows_run(&rows, "yaml");
	arena_close(&arena);
	return failed;
}
