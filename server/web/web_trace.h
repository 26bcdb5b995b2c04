/* SPDX-License-Identifier: Apache-2.0 */
/* Ids that connect a request with its log lines and its record. */
#ifndef WEB_TRACE_H
#define WEB_TRACE_H

#include "base_slice.h"

#include <stdbool.h>

#define WEB_REQUEST_ID_MAX 128u
#define WEB_TRACE_ID_CHARS 32u

/* 1 to 128 characters of A-Z, a-z, 0-9, '.', '_' and '-'. */
bool web_trace_is_request_id(struct slice text);

/* The trace id of a W3C traceparent ("00-<32 hex>-<16 hex>-<2 hex>"); an empty slice when the
 * header is not valid. Borrowed from `traceparent`. */
struct slice web_trace_id(struct slice traceparent);

#endif
