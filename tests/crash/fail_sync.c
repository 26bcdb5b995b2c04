/* SPDX-License-Identifier: Apache-2.0 */
/* Preloaded into the server: every FAIL_SYNC_EVERY-th fdatasync() fails with EIO and syncs
 * nothing, as a dying disk would. While the file FAIL_SYNC_HANG exists, none returns, as with a
 * file server that is gone. */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int fdatasync(int fd);

int fdatasync(int fd)
{
	static atomic_long calls;
	const char        *every = getenv("FAIL_SYNC_EVERY");
	const char        *hang = getenv("FAIL_SYNC_HANG");
	void              *symbol = dlsym(RTLD_NEXT, "fdatasync");
	int (*next)(int);
	long period = every != NULL ? strtol(every, NULL, 10) : 0;

	while (hang != NULL && access(hang, F_OK) == 0)
		usleep(20000);
	if (period > 0 && atomic_fetch_add(&calls, 1) % period == period - 1) {
		errno = EIO;
		return -1;
	}
	memcpy(&next, &symbol, sizeof next);
	return next(fd);
}
