/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel says of this process, for the metrics that every Prometheus exporter has. */
#ifndef WEB_PROCESS_H
#define WEB_PROCESS_H

#include "base_attr.h"

#include <stdbool.h>
#include <stdint.h>

struct web_process {
	uint64_t cpu_us;  /* user and system time since the start */
	uint64_t start_s; /* since 1970 */
	uint64_t resident_bytes, virtual_bytes;
	uint64_t fds, fds_max;
};

/* Reads /proc: tens of microseconds. False: it is not there. Any thread. */
MUST_CHECK bool web_process_read(struct web_process *process);

#endif
