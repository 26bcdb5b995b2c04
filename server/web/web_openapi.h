/* SPDX-License-Identifier: Apache-2.0 */
/* The schemas of /openapi.json, compiled in from openapi/schemas.json. */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

/* "{"Name": {…}, …}", without line breaks; NUL-terminated. */
extern const char web_openapi_schemas[];

#endif
