/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_fault.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

static const struct {
	bool        is_failure;
	const char *word;
	const char *text;
} kinds[AUDIT_FAULT_COUNT] = {
#define FAULT(name, is_failure, word, text) [AUDIT_FAULT_##name] = { is_failure, word, text },
#include "audit_fault.def"
#undef FAULT
};

const char *audit_fault_word(enum audit_fault_kind kind)
{
	assert(kind < AUDIT_FAULT_COUNT);
	return kinds[kind].word;
}

void audit_fault_add(const struct audit_faults *faults, enum audit_fault_kind kind,
                     const char *file, uint64_t line, uint64_t seq, const char *detail, ...)
{
	struct audit_fault fault = { .kind = kind, .line = line, .seq = seq };
	va_list            arguments;

	assert(kind < AUDIT_FAULT_COUNT);
	fault.is_failure = kinds[kind].is_failure;
	snprintf(fault.file, sizeof fault.file, "%s", file);
	if (detail == NULL) {
		snprintf(fault.message, sizeof fault.message, "%s", kinds[kind].text);
	} else {
		va_start(arguments, detail);
		vsnprintf(fault.message, sizeof fault.message, detail, arguments);
		va_end(arguments);
	}
	if (fault.is_failure)
		faults->summary->failures++;
	else
		faults->summary->notes++;
	if (faults->report != NULL)
		faults->report(faults->context, &fault);
}
