/* SPDX-License-Identifier: Apache-2.0 */
/* A rule file, a shared list and a policy out of any bytes: the load may refuse them, with a
 * place inside the file, but never break. The three parts are parted by NUL bytes. */
#include "doorward/ruleset.h"

#include <assert.h>
#include <string.h>

#define INPUT_BYTES_MAX 65536

/* libfyaml loses a block while it reads many doubled quotes: see fuzz_yaml.c. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libfyaml.so";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ruleset_source sources[] = {
		{ "rules.yaml", SLICE_NONE },
		{ "lists/shared.txt", SLICE_NONE },
		{ "policies/other.yaml", SLICE_NONE },
	};
	struct slice    rest = { (const char *)data, size };
	struct ruleset *ruleset = NULL;
	struct error    err;
	size_t          count = 0;

	if (size > INPUT_BYTES_MAX)
		return 0;
	while (count < 3 && (count == 0 || rest.len > 0)) {
		const char *end = rest.len > 0 ? memchr(rest.ptr, '\0', rest.len) : NULL;
		size_t length = end == NULL || count == 2 ? rest.len : (size_t)(end - rest.ptr);

		sources[count++].text = slice_range(rest, 0, length);
		rest = slice_from(rest, length < rest.len ? length + 1 : length);
	}
	if (ruleset_load_with("naive", sources, count, &ruleset, &err) == STATUS_OK) {
		assert(ruleset_rule_count(ruleset) > 0);
		ruleset_close(&ruleset);
		return 0;
	}
	assert(ruleset == NULL);
	assert(err.status != STATUS_OK);
	assert(err.message[0] != '\0');
	return 0;
}
