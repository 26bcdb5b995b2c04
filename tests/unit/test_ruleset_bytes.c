/* SPDX-License-Identifier: Apache-2.0 */
/* A ruleset as bytes and back: the same ruleset, and nothing but it is taken. */
#include "ruleset_bytes.h"
#include "test_ruleset_support.h"

static const char rules_text[] =
	"schema: 1\ncategory: weapons.conventional\nowner: team\n"
	"lists:\n  device: [pipe bomb, nail bomb, \"grenade*\", 炸弹]\n"
	"rules:\n"
	"  - id: weapons.test.near\n    title: Near\n    severity: critical\n    action: block\n"
	"    mode: enforce\n    languages: [en, de]\n    description: Why.\n"
	"    when:\n      near:\n        within: 5 words\n        of:\n"
	"          - phrase: \"{how to|where do i} <0..2> {make|build}~\"\n"
	"          - any: [{list: device}, {list: many}]\n"
	"    except: [{phrase: \"*film\"}, {list: device}]\n"
	"    tests: {block: [a, b], pass: [c, d]}\n"
	"  - id: weapons.test.draft\n    title: Draft\n    severity: low\n    action: flag\n"
	"    when: {all: [pipe bomb, {regex: 'token_[a-z]{4}'}]}\n"
	"    tests: {block: [a, b], pass: [c, d]}\n"
	"  - id: weapons.test.card\n    title: Card\n    severity: high\n    action: mask\n"
	"    mode: shadow\n    check: luhn\n    when: {regex: '[0-9]{13,19}'}\n"
	"    disguise: {transport: its digits}\n    expires: 2030-01-01\n"
	"    tests: {block: [a, b], pass: [c, d]}\n"
	"  - id: weapons.test.behind\n    title: Behind\n    severity: high\n    action: block\n"
	"    mode: enforce\n    when: {regex: '(?<=x)[0-9]{3}(?!y)|\\X{3}\\p{Greek}+'}\n"
	"    tests: {block: [a, b], pass: [c, d]}\n";

static const char policy_text[] = "schema: 1\ndescription: Strict\nlevel: 2\nthreshold: 3\n"
				  "categories:\n  profanity: flag\n";

static struct ruleset *load(void)
{
	struct buffer         many;
	struct ruleset_source sources[3];
	struct ruleset       *ruleset = NULL;
	struct error          err;

	buffer_init_heap(&many);
	for (int i = 0; i < 40; i++)
		buffer_append_format(&many, "thing%d longerword%d\n", i, i);
	sources[0] = (struct ruleset_source){ "a.yaml", slice_from_cstr(rules_text) };
	sources[1] = (struct ruleset_source){ "lists/many.txt", buffer_slice(&many) };
	sources[2] = (struct ruleset_source){ "policies/strict.yaml",
		                              slice_from_cstr(policy_text) };
	if (ruleset_load_sources(sources, 3, &ruleset, &err) != STATUS_OK)
		fail_msg("%s:%u:%u: %s", err.file, err.line, err.column, err.message);
	buffer_free(&many);
	return ruleset;
}

/* Bytes of their exact length, for AddressSanitizer; free() takes them. */
static char *saved(const struct ruleset *ruleset, size_t *length)
{
	struct buffer out;
	char         *exact;

	buffer_init_heap(&out);
	assert_int_equal(ruleset_save(ruleset, true, &out), STATUS_OK);
	*length = out.len;
	exact = malloc(out.len);
	assert_non_null(exact);
	memcpy(exact, out.ptr, out.len);
	buffer_free(&out);
	return exact;
}

static char *saved_anew(size_t *length)
{
	struct ruleset *ruleset = load();
	char           *bytes = saved(ruleset, length);

	ruleset_close(&ruleset);
	return bytes;
}

static enum status open_bytes(const char *bytes, size_t length, struct ruleset **ruleset)
{
	struct error err = { 0 };
	bool         tested = false;
	enum status  status = ruleset_open_bytes((struct slice){ bytes, length }, ruleset, &tested,
	                                         &err);

	assert_int_equal(status == STATUS_OK, *ruleset != NULL);
	if (status != STATUS_OK)
		assert_true(err.status == status && err.message[0] != '\0');

	return status;
}

static void comes_back_as_it_was(void **state)
{
	struct ruleset        *first = load();
	struct ruleset        *second = NULL;
	struct ruleset_figures before;
	struct ruleset_figures after;
	size_t                 length;
	size_t                 again_length;
	char                  *bytes = saved(first, &length);
	char                  *again;

	(void)state;
	assert_int_equal(open_bytes(bytes, length, &second), STATUS_OK);
	assert_string_equal(ruleset_revision(first), ruleset_revision(second));
	ruleset_figures(first, &before);
	ruleset_figures(second, &after);
	before.arena_bytes = after.arena_bytes = 0;
	assert_memory_equal(&before, &after, sizeof before);
	assert_int_equal(after.regexes, 3);
	assert_non_null(second->prefilter);
	for (size_t i = 0; i < ruleset_rule_count(first); i++) {
		const struct ruleset_rule *a = ruleset_rule_at(first, i);
		const struct ruleset_rule *b = ruleset_rule_at(second, i);

		assert_string_equal(a->id, b->id);
		assert_string_equal(a->message, b->message);
		assert_string_equal(a->file, b->file);
		assert_true(a->when != b->when && a->file != b->file);
		assert_memory_equal(a->when, b->when, a->when_count * sizeof *a->when);
		assert_true(slice_equal(a->tests[1].text, b->tests[1].text));
	}
	assert_non_null(ruleset_policy_find(second, SLICE_LIT("strict")));
	assert_int_equal(text_lexicon_rank(second->lexicon, SLICE_LIT("longerword7")),
	                 TEXT_WORD_NAMED);

	ruleset_close(&first);
	again = saved(second, &again_length);
	assert_int_equal(length, again_length);
	assert_memory_equal(bytes, again, length);
	ruleset_close(&second);
	free(bytes);
	free(again);
}

static void keeps_the_mark(void **state)
{
	struct ruleset *ruleset = load();
	struct ruleset *opened = NULL;
	struct buffer   out;
	bool            tested = true;

	(void)state;
	buffer_init_heap(&out);
	assert_int_equal(ruleset_save(ruleset, false, &out), STATUS_OK);
	assert_int_equal(ruleset_open_bytes(buffer_slice(&out), &opened, &tested, NULL), STATUS_OK);
	assert_false(tested);
	ruleset_close(&opened);
	ruleset_close(&ruleset);
	buffer_free(&out);
}

/* A pointer that has no row in the shapes would stand in the bytes as it is. */
static void no_pointer_is_forgotten(void **state)
{
	struct ruleset *ruleset = load();
	const uintptr_t low = (uintptr_t)ruleset->arena.base;
	size_t          length;
	char           *bytes = saved(ruleset, &length);

	(void)state;
	for (size_t at = 0; at + sizeof low <= length; at += sizeof low) {
		uintptr_t word;

		memcpy(&word, bytes + at, sizeof word);
		if (word - low < ruleset->arena.used_bytes)
			fail_msg("offset %zu of the bytes holds a pointer into the arena", at);
	}
	ruleset_close(&ruleset);
	free(bytes);
}

/* ---- what is refused ---- */

static void refuses_what_is_cut(void **state)
{
	size_t          length;
	char           *bytes = saved_anew(&length);
	struct ruleset *ruleset = NULL;

	(void)state;
	for (size_t cut = 0; cut < length; cut += cut < 300 ? 1 : 997) {
		char *part = malloc(cut + 1);

		assert_non_null(part);
		memcpy(part, bytes, cut);
		assert_int_equal(open_bytes(part, cut, &ruleset), STATUS_CORRUPT);
		free(part);
	}
	free(bytes);
}

static void refuses_what_is_longer(void **state)
{
	size_t          length;
	char           *bytes = saved_anew(&length);
	char           *longer = calloc(1, length + 16);
	struct ruleset *ruleset = NULL;

	(void)state;
	assert_non_null(longer);
	memcpy(longer, bytes, length);
	assert_int_equal(open_bytes(longer, length + 16, &ruleset), STATUS_CORRUPT);
	free(longer);
	free(bytes);
}

static void refuses_every_flipped_byte(void **state)
{
	size_t          length;
	char           *bytes = saved_anew(&length);
	struct ruleset *ruleset = NULL;

	(void)state;
	for (size_t at = 0; at < length; at += at < 300 ? 1 : 1013) {
		bytes[at] = (char)(bytes[at] ^ (1 << at % 8));
		assert_int_equal(open_bytes(bytes, length, &ruleset), STATUS_CORRUPT);
		bytes[at] = (char)(bytes[at] ^ (1 << at % 8));
	}
	assert_int_equal(open_bytes(bytes, length, &ruleset), STATUS_OK);
	ruleset_close(&ruleset);
	free(bytes);
}

static void refuses_foreign_bytes(void **state)
{
	static const char text[400] = "schema: 1\n";
	static const char zeros[4096];
	struct ruleset   *ruleset = NULL;

	(void)state;
	assert_false(ruleset_bytes_are(slice_from_cstr(text)));
	assert_int_equal(open_bytes(text, sizeof text, &ruleset), STATUS_CORRUPT);
	assert_int_equal(open_bytes(zeros, sizeof zeros, &ruleset), STATUS_CORRUPT);
}

/* With a digest that is right again: it opens or it is refused, and what opens can be read and
 * closed. */
static void survives_bytes_made_to_deceive(void **state)
{
	static const unsigned char values[] = { 0x00, 0x01, 0x7f, 0xff };
	size_t                     length;
	size_t                     refused = 0;
	char                      *bytes = saved_anew(&length);
	struct ruleset            *ruleset = NULL;

	(void)state;
	for (size_t at = 0; at < length; at += at < 4000 ? 5 : 491) {
		const char was = bytes[at];

		bytes[at] = (char)values[at / 5 % sizeof values];
		ruleset_bytes_seal(bytes, length);
		if (open_bytes(bytes, length, &ruleset) == STATUS_OK) {
			struct ruleset_figures figures;

			ruleset_figures(ruleset, &figures);
			for (size_t i = 0; i < figures.rules; i++)
				assert_non_null(ruleset_category_code(
					ruleset_rule_category(ruleset_rule_at(ruleset, i))));
		} else {
			refused++;
		}
		ruleset_close(&ruleset);
		bytes[at] = was;
	}
	assert_true(refused > 100);
	free(bytes);
}

static void a_build_has_one_id(void **state)
{
	char first[RULESET_BUILD_CHARS + 1];
	char second[RULESET_BUILD_CHARS + 1];

	(void)state;
	ruleset_build_id(first);
	ruleset_build_id(second);
	assert_string_equal(first, second);
	assert_int_equal(strspn(first, "0123456789abcdef"), RULESET_BUILD_CHARS);
}

static void a_folder_says_its_revision(void **state)
{
	char            revision[RULESET_REVISION_CHARS + 1];
	struct error    err = { 0 };
	struct ruleset *ruleset = NULL;

	(void)state;
	assert_int_equal(ruleset_folder_revision("rules", revision, &err), STATUS_OK);
	assert_int_equal(ruleset_load("rules", &ruleset, &err), STATUS_OK);
	assert_string_equal(revision, ruleset_revision(ruleset));
	ruleset_close(&ruleset);
	assert_int_equal(ruleset_folder_revision("no/such/folder", revision, &err), STATUS_IO);
	assert_int_equal(err.status, STATUS_IO);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "comes back as it was", comes_back_as_it_was);
	rows_add_one(&rows, "keeps the mark", keeps_the_mark);
	rows_add_one(&rows, "no pointer is forgotten", no_pointer_is_forgotten);
	rows_add_one(&rows, "refuses what is cut", refuses_what_is_cut);
	rows_add_one(&rows, "refuses what is longer", refuses_what_is_longer);
	rows_add_one(&rows, "refuses every flipped byte", refuses_every_flipped_byte);
	rows_add_one(&rows, "refuses foreign bytes", refuses_foreign_bytes);
	rows_add_one(&rows, "survives bytes made to deceive", survives_bytes_made_to_deceive);
	rows_add_one(&rows, "a build has one id", a_build_has_one_id);
	rows_add_one(&rows, "a folder says its revision", a_folder_says_its_revision);
	return rows_run(&rows, "ruleset_bytes");
}
