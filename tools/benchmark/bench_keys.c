/* SPDX-License-Identifier: Apache-2.0 */
/* What a key costs a request: nanoseconds of CPU of authenticating it, of taking and giving back
 * its limits, and of charging and striking, in a book of 10,000 keys of which a thousand call.
 * Beside them the keyed hash of the key alone, which is most of it.
 *
 *     bench_keys [CALLS [--json]]  1,000,000 unless said otherwise */
#include "keys_book.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define KEYS    10000u
#define CALLERS 1000u

static char forms[CALLERS][KEYS_FORM_CHARS + 1];

static double cpu_ns(void)
{
	struct timespec at;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static void fail(const char *what)
{
	fprintf(stderr, "bench_keys: %s\n", what);
	exit(2);
}

static enum keys_fault make_keys(void *context, const struct keys_admin *admin)
{
	const struct keys_limits limits = { KEYS_UNLIMITED - 1, KEYS_UNLIMITED - 1, 1000 };
	char                     account[32];

	(void)context;
	for (unsigned i = 0; i < KEYS; i++) {
		const struct keys_new_key wanted = { .account = account,
			                             .name = "",
			                             .policies = "" };
		struct keys_form          form;
		struct keys_key           key;
		enum keys_fault           fault;

		(void)snprintf(account, sizeof account, "account-%u", i / 10);
		fault = i % 10 == 0 ? keys_admin_set_plan(admin, account, "enterprise", &limits)
		                    : KEYS_DONE;
		if (fault == KEYS_DONE)
			fault = keys_admin_create(admin, &wanted, &key, &form);
		if (fault != KEYS_DONE)
			return fault;
		if (i < CALLERS)
			memcpy(forms[i], form.text, sizeof form.text);
	}
	return KEYS_DONE;
}

static struct keys_caller authenticate(struct keys_book *book, unsigned i)
{
	struct keys_caller caller;

	if (keys_authenticate(book, slice_from_cstr(forms[i % CALLERS]), 0, KEYS_ROLE_CHECK,
	                      &caller) != KEYS_ADMITTED)
		fail("a key of its own is refused");
	return caller;
}

static double known_ns(struct keys_book *book, unsigned calls)
{
	double begun = cpu_ns();

	for (unsigned i = 0; i < calls; i++)
		(void)authenticate(book, i);
	return (cpu_ns() - begun) / calls;
}

static double whole_ns(struct keys_book *book, unsigned calls)
{
	const struct keys_request request = { 0 };
	const struct keys_verdict verdict = { .id = "vd_x", .is_allowed = true };
	double                    begun = cpu_ns();

	for (unsigned i = 0; i < calls; i++) {
		struct keys_caller   caller = authenticate(book, i);
		struct keys_standing standing;
		struct keys_ticket   ticket;

		if (keys_admit(book, &caller, &request, &ticket) != KEYS_ADMITTED)
			fail("an unlimited key is refused");
		(void)keys_settle(book, &ticket, &verdict, &standing);
		keys_release(book, &ticket);
	}
	return (cpu_ns() - begun) / calls;
}

static double hash_ns(unsigned calls)
{
	static const unsigned char pepper[KEYS_PEPPER_BYTES];
	unsigned char              hash[KEYS_HASH_BYTES];
	double                     begun = cpu_ns();

	for (unsigned i = 0; i < calls; i++)
		keys_admin_hash(pepper, slice_from_cstr(forms[i % CALLERS]), hash);
	return (cpu_ns() - begun) / calls;
}

static void print(unsigned calls, double known, double whole, bool is_json)
{
	if (is_json) {
		printf("{\"authenticate_ns\":%.0f,\"hash_ns\":%.0f,\"limits_ns\":%.0f,"
		       "\"whole_ns\":%.0f}\n",
		       known, hash_ns(calls), whole - known, whole);
		return;
	}
	printf("%u keys, %u of them calling, %u calls: nanoseconds of CPU a call\n", KEYS, CALLERS,
	       calls);
	printf("%8.0f  authenticate (the hash alone: %.0f)\n", known, hash_ns(calls));
	printf("%8.0f  limits, credits and strikes: taken, settled and given back\n",
	       whole - known);
	printf("%8.0f  in all\n", whole);
}

int main(int argc, char **argv)
{
	unsigned            calls = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1000000;
	char                folder[64];
	char                store[80], journal[96];
	struct keys_options options = { .store = store, .clock = keys_clock_system() };
	struct keys_book   *book;
	struct error        err = { 0 };
	double              known, whole;

	/* Each key that is made is synced; what is timed here does no I/O, so no disk is waited for
	 * where there is memory that is a file system. */
	(void)snprintf(folder, sizeof folder, "%s/doorward-bench-XXXXXX",
	               access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	if (calls == 0 || sodium_init() < 0 || mkdtemp(folder) == NULL)
		fail("usage: bench_keys [CALLS]");
	(void)snprintf(store, sizeof store, "%s/keys.sqlite", folder);
	(void)snprintf(journal, sizeof journal, "%s-journal", store);
	if (keys_book_open(&options, &book, &err) != STATUS_OK)
		fail(err.message);
	fprintf(stderr, "making %u keys ...\n", KEYS);
	if (keys_book_change(book, "bench", make_keys, NULL) != KEYS_DONE)
		fail("keys cannot be made");
	known = known_ns(book, calls);
	whole = whole_ns(book, calls);
	print(calls, known, whole, argc > 2 && strcmp(argv[2], "--json") == 0);
	keys_book_close(&book);
	(void)unlink(journal);
	(void)unlink(store);
	return rmdir(folder) == 0 ? 0 : 2;
}
