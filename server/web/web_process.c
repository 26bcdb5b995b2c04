/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of /proc/self/stat are those of proc(5), numbered from 1. Field 2, the program's name
 * in parentheses, may hold spaces: counting begins behind the last ')', at field 3. */
#include "web_process.h"

#include <dirent.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum {
	FIELD_FIRST = 3,
	FIELD_UTIME = 14,
	FIELD_STIME = 15,
	FIELD_START = 22,
	FIELD_VSIZE = 23,
	FIELD_RSS = 24
};

static bool read_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	bool  is_read;

	if (file == NULL)
		return false;
	is_read = fgets(line, (int)size, file) != NULL;
	(void)fclose(file);
	return is_read;
}

static bool read_stat(uint64_t fields[FIELD_RSS + 1])
{
	char  line[1024];
	char *next;

	if (!read_line("/proc/self/stat", line, sizeof line) || (next = strrchr(line, ')')) == NULL)
		return false;
	next++;
	for (int i = FIELD_FIRST; i <= FIELD_RSS; i++) {
		next += strspn(next, " ");
		/* Field 3 is a letter, and some before the ones wanted may be negative. */
		fields[i] = strtoull(next, NULL, 10);
		next += strcspn(next, " ");
	}
	return true;
}

/* Not from /proc/stat: a hardened unit (ProcSubset=pid) has none. The first answer stays, so that a
 * clock that is set looks like no restart. */
static uint64_t boot_s(void)
{
	static _Atomic uint64_t known;
	struct timespec         now, up;
	uint64_t                boot = atomic_load(&known);

	if (boot != 0 || clock_gettime(CLOCK_REALTIME, &now) != 0 ||
	    clock_gettime(CLOCK_BOOTTIME, &up) != 0 || now.tv_sec < up.tv_sec)
		return boot;
	boot = (uint64_t)(now.tv_sec - up.tv_sec);
	atomic_store(&known, boot);
	return boot;
}

static uint64_t count_fds(void)
{
	DIR     *entries = opendir("/proc/self/fd");
	uint64_t count = 0;

	if (entries == NULL)
		return 0;
	while (readdir(entries) != NULL)
		count++;
	(void)closedir(entries);
	return count > 3 ? count - 3 : 0; /* ".", ".." and the one that was just open */
}

bool web_process_read(struct web_process *process)
{
	uint64_t      fields[FIELD_RSS + 1] = { 0 };
	struct rlimit limit = { 0, 0 };
	long          ticks = sysconf(_SC_CLK_TCK);
	long          page = sysconf(_SC_PAGESIZE);

	if (ticks <= 0 || page <= 0 || !read_stat(fields) || getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return false;
	*process = (struct web_process){
		.cpu_us = (fields[FIELD_UTIME] + fields[FIELD_STIME]) * 1000000u / (uint64_t)ticks,
		.start_s = boot_s() + fields[FIELD_START] / (uint64_t)ticks,
		.resident_bytes = fields[FIELD_RSS] * (uint64_t)page,
		.virtual_bytes = fields[FIELD_VSIZE],
		.fds = count_fds(),
		.fds_max = limit.rlim_cur,
	};
	return true;
}
