/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of a compiled ruleset: whatever they are, they open or are refused.
 *
 * The first byte of an input says what the rest is: 0, the bytes as they are; else changes to good
 * bytes (five each: offset, value), behind which the digest is made right again, so that what
 * stands behind it is reached. Good bytes are made here: they are for one build. */
#include "base_buffer.h"
#include "ruleset_bytes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char rules_text[] =
	"schema: 1\ncategory: weapons.conventional\nowner: team\nlists:\n  device: [pipe bomb, "
        "bomb*]\n"
	"rules:\n  - id: weapons.test.one\n    title: One\n    severity: high\n    action: block\n"
	"    mode: enforce\n    when: {all: [{list: device}, {regex: '[0-9]{3}x'}]}\n"
	"    except: [film]\n    tests: {block: [a, b], pass: [c, d]}\n";

static struct buffer good_bytes(void)
{
	const struct ruleset_source source = { "a.yaml", slice_from_cstr(rules_text) };
	struct ruleset             *ruleset = NULL;
	struct buffer               good;
	enum status                 status = ruleset_load_sources(&source, 1, &ruleset, NULL);

	assert(status == STATUS_OK);
	buffer_init_heap(&good);
	status = ruleset_save(ruleset, true, &good);
	assert(status == STATUS_OK);
	ruleset_close(&ruleset);
	return good;
}

static void open_and_read(struct slice bytes)
{
	struct ruleset *ruleset = NULL;
	struct error    err = { 0 };
	bool            tested;

	if (ruleset_open_bytes(bytes, &ruleset, &tested, &err) != STATUS_OK) {
		assert(ruleset == NULL && err.message[0] != '\0');
		return;
	}
	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++)
		assert(ruleset_category_code(ruleset_rule_category(ruleset_rule_at(ruleset, i))));
	ruleset_close(&ruleset);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buffer good; /* kept between inputs: compiling takes longer than all else */
	char                *bytes;

	if (size == 0)
		return 0;
	if (data[0] == 0) {
		open_and_read((struct slice){ (const char *)data + 1, size - 1 });
		return 0;
	}
	if (good.ptr == NULL)
		good = good_bytes();
	bytes = malloc(good.len);
	assert(bytes != NULL);
	memcpy(bytes, good.ptr, good.len);
	for (size_t i = 1; i + 5 <= size; i += 5) {
		uint32_t offset;

		memcpy(&offset, data + i, sizeof offset);
		bytes[offset % good.len] = (char)data[i + 4];
	}
	ruleset_bytes_seal(bytes, good.len);
	open_and_read((struct slice){ bytes, good.len });
	free(bytes);
	return 0;
}
