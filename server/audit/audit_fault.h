/* SPDX-License-Identifier: Apache-2.0 */
/* Where audit_verify() and its parts put what they find. */
#ifndef AUDIT_FAULT_H
#define AUDIT_FAULT_H

#include "audit_verify.h"
#include "base_attr.h"

#include <stdint.h>

struct audit_faults {
	audit_fault_report   *report; /* may be NULL */
	void                 *context;
	struct audit_summary *summary;
};

/* Counts and reports a fault; `detail` NULL is the text of audit_fault.def. */
void audit_fault_add(const struct audit_faults *faults, enum audit_fault_kind kind,
                     const char *file, uint64_t line, uint64_t seq, const char *detail, ...)
	PRINTF_FORMAT(6, 7);

#endif
