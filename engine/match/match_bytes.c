/* SPDX-License-Identifier: Apache-2.0 */
#include "match_bytes.h"

#include <stdio.h>
#include <stdlib.h>

#include <hs.h>

enum status match_bytes_save(const struct hs_database *hs, struct buffer *out)
{
	char  *bytes = NULL;
	size_t length = 0;

	if (hs == NULL)
		return STATUS_OK;
	if (hs_serialize_database(hs, &bytes, &length) != HS_SUCCESS)
		return STATUS_NO_MEMORY;
	buffer_append(out, (struct slice){ bytes, length });
	free(bytes);
	return out->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status match_bytes_open(struct slice bytes, struct hs_database **hs)
{
	hs_error_t error;

	*hs = NULL;
	if (bytes.len == 0)
		return STATUS_OK;
	error = hs_deserialize_database(bytes.ptr, bytes.len, hs);
	if (error == HS_SUCCESS)
		return STATUS_OK;
	*hs = NULL;
	return error == HS_NOMEM ? STATUS_NO_MEMORY : STATUS_CORRUPT;
}

void match_bytes_platform(char text[MATCH_PLATFORM_CHARS])
{
	hs_platform_info_t platform = { 0 };

	if (hs_populate_platform(&platform) != HS_SUCCESS)
		platform = (hs_platform_info_t){ 0 };
	(void)snprintf(text, MATCH_PLATFORM_CHARS, "%s tune %x features %llx", hs_version(),
	               platform.tune, platform.cpu_features);
}
