/* SPDX-License-Identifier: Apache-2.0 */
/* PCRE2 under limits: a match limit and a depth limit (work), a heap limit (the
 * interpreter's memory) and a JIT stack of a fixed size per worker. Whichever is
 * reached, the answer is "uncertain". Where the system forbids JIT (it needs memory
 * that is writable and executable), the interpreter does the same more slowly. */
#include "match_regex.h"

#include "base_limits.h"
#include "match_regex_token.h"

#include <assert.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#define COMPILE_OPTIONS                                                                            \
	(PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_AUTO_CAPTURE)
#define MATCH_OPTIONS       (PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY)
#define JIT_STACK_BYTES_MIN (32u * 1024u)

struct match_regex {
	pcre2_code *code;
};

struct match_regex_worker {
	pcre2_match_data    *data;
	pcre2_match_context *limits;
	pcre2_jit_stack     *stack;
};

static enum status refused(struct error *err, size_t at, size_t *offset, const char *why)
{
	if (offset != NULL)
		*offset = at;
	return error_set(err, STATUS_RULE_MALFORMED, NULL, 0, 0, "regex: %s", why);
}

/* PCRE2's own words, or for what authors meet and those do not help with, what to write instead. */
static const char *remedy(int fault, const char *message)
{
	switch (fault) {
	case PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH:
	case PCRE2_ERROR_LOOKBEHIND_TOO_COMPLICATED:
		return "a look-behind has a fixed length: write out its lengths, as in (?<=a|bb)";
	case PCRE2_ERROR_PATTERN_TOO_LARGE:
		return "too large with its repeats written out: make the numbers in {} smaller";
	case PCRE2_ERROR_QUANTIFIER_TOO_BIG:
		return "a number in {} is at most 65535";
	default:
		return message;
	}
}

static enum status pattern_compile(struct slice pattern, pcre2_code **code, size_t *offset,
                                   struct error *err)
{
	const char *text = pattern.ptr != NULL ? pattern.ptr : "";
	PCRE2_UCHAR message[256] = { 0 };
	PCRE2_SIZE  at = 0;
	int         fault = 0;
	const char *why = match_regex_lint(pattern, &at);

	if (why != NULL)
		return refused(err, at, offset, why);
	*code = pcre2_compile((PCRE2_SPTR)text, pattern.len, COMPILE_OPTIONS, &fault, &at, NULL);
	if (*code == NULL && fault == PCRE2_ERROR_NOMEMORY)
		return STATUS_NO_MEMORY;
	if (*code == NULL) {
		pcre2_get_error_message(fault, message, sizeof message);
		return refused(err, at, offset, remedy(fault, (const char *)message));
	}
	uint32_t may_be_empty = 0;
	pcre2_pattern_info(*code, PCRE2_INFO_MATCHEMPTY, &may_be_empty);
	if (may_be_empty)
		return refused(err, 0, offset,
		               "it matches the empty text: let one part of it be required, "
		               "with + in the place of *");
	return STATUS_OK;
}

enum status match_regex_compile(struct slice pattern, struct match_regex **regex, size_t *offset,
                                struct error *err)
{
	struct match_regex *made = calloc(1, sizeof *made);

	if (made == NULL)
		return STATUS_NO_MEMORY;
	enum status status = pattern_compile(pattern, &made->code, offset, err);
	if (status != STATUS_OK) {
		match_regex_close(&made);
		return status;
	}
	/* Without JIT pcre2_match() interprets: nothing to do about a failure. */
	(void)pcre2_jit_compile(made->code, PCRE2_JIT_COMPLETE);
	*regex = made;
	return STATUS_OK;
}

void match_regex_close(struct match_regex **regex)
{
	assert(regex != NULL);
	if (*regex == NULL)
		return;
	pcre2_code_free((*regex)->code);
	free(*regex);
	*regex = NULL;
}

enum status match_regex_worker_open(struct match_regex_worker **worker)
{
	uint32_t                   has_jit = 0;
	struct match_regex_worker *made = calloc(1, sizeof *made);

	if (made == NULL)
		return STATUS_NO_MEMORY;
	pcre2_config(PCRE2_CONFIG_JIT, &has_jit);
	made->data = pcre2_match_data_create(1, NULL);
	made->limits = pcre2_match_context_create(NULL);
	if (has_jit)
		made->stack = pcre2_jit_stack_create(JIT_STACK_BYTES_MIN,
		                                     LIMIT_REGEX_JIT_STACK_BYTES, NULL);
	if (made->data == NULL || made->limits == NULL || (has_jit && made->stack == NULL)) {
		match_regex_worker_close(&made);
		return STATUS_NO_MEMORY;
	}
	pcre2_set_match_limit(made->limits, LIMIT_REGEX_MATCH);
	pcre2_set_depth_limit(made->limits, LIMIT_REGEX_MATCH);
	pcre2_set_heap_limit(made->limits, LIMIT_REGEX_HEAP_KIB);
	if (has_jit)
		pcre2_jit_stack_assign(made->limits, NULL, made->stack);
	*worker = made;
	return STATUS_OK;
}

void match_regex_worker_close(struct match_regex_worker **worker)
{
	assert(worker != NULL);
	if (*worker == NULL)
		return;
	pcre2_jit_stack_free((*worker)->stack);
	pcre2_match_context_free((*worker)->limits);
	pcre2_match_data_free((*worker)->data);
	free(*worker);
	*worker = NULL;
}

enum match_regex_result match_regex_find(const struct match_regex  *regex,
                                         struct match_regex_worker *worker, struct slice text,
                                         size_t from, size_t *start, size_t *end)
{
	const char *subject = text.ptr != NULL ? text.ptr : "";

	assert(from <= text.len);
	assert(from == text.len || ((unsigned char)subject[from] & 0xC0) != 0x80);
	int result = pcre2_match(regex->code, (PCRE2_SPTR)subject, text.len, from, MATCH_OPTIONS,
	                         worker->data, worker->limits);
	if (result == PCRE2_ERROR_NOMATCH)
		return MATCH_REGEX_NO;
	*start = from;
	*end = text.len;
	if (result < 0)
		return MATCH_REGEX_UNCERTAIN;
	const PCRE2_SIZE *range = pcre2_get_ovector_pointer(worker->data);
	assert(range[0] < range[1]);
	*start = range[0];
	*end = range[1];
	return MATCH_REGEX_YES;
}

#define TEXT_OF(number)       #number
#define VERSION(major, minor) TEXT_OF(major) "." TEXT_OF(minor)

const char *match_regex_version(void)
{
	return VERSION(PCRE2_MAJOR, PCRE2_MINOR);
}
