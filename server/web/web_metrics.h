/* SPDX-License-Identifier: Apache-2.0 */
/* The page of GET /metrics, for the files that write it. Private to web_metrics*.c. */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include "base_buffer.h"
#include "web_server.h"

#include <stdint.h>

enum web_metric {
#define METRIC(id, type, name, help) WEB_METRIC_##id,
#include "web_metrics.def"
#undef METRIC
	WEB_METRIC_COUNT
};

struct web_metrics_page {
	const struct web_server *server;
	struct buffer           *out;
};

/* Writes HELP and TYPE and returns the name; static. */
const char *web_metrics_begin(const struct web_metrics_page *page, enum web_metric metric);
/* A metric of one sample without labels. */
void web_metrics_plain(const struct web_metrics_page *page, enum web_metric metric, uint64_t value);

/* web_metrics_work.c: what the workers counted. */
void web_metrics_work(const struct web_metrics_page *page);

#endif
