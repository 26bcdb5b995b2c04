/* SPDX-License-Identifier: Apache-2.0 */
#include "app_sockets.h"

#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>

enum status app_sockets_take(struct app_sockets *sockets, struct error *err)
{
	char      **names = NULL;
	int         count = sd_listen_fds_with_names(1, &names);
	enum status status = STATUS_OK;

	*sockets = (struct app_sockets){ -1, -1 };
	if (count < 0)
		return error_set(err, STATUS_CONFIG_INVALID, NULL, 0, 0,
		                 "the sockets of $LISTEN_FDS cannot be taken: %s",
		                 strerror(-count));
	for (int i = 0; i < count; i++) {
		int *place = strcmp(names[i], "management") == 0 ? &sockets->management
		                                                 : &sockets->listen;

		if (*place >= 0)
			status = error_set(err, STATUS_CONFIG_INVALID, NULL, 0, 0,
			                   "there are two sockets for %s: name one of them "
			                   "\"management\" (FileDescriptorName=)",
			                   place == &sockets->listen ? "listen" : "management");
		*place = SD_LISTEN_FDS_START + i;
		free(names[i]);
	}
	free(names);
	return status;
}
