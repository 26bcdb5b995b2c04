/* SPDX-License-Identifier: Apache-2.0 */
/* Opening, closing and the book's thread; requests are keys_request.c's. */
#include "keys_book.h"

#include "keys_state.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TICK_MS     100u
#define READ_TICKS  2u     /* look for changes of other processes: every 200 ms */
#define WRITE_TICKS 10u    /* write what changed: every second */
#define SWEEP_TICKS 36000u /* forget old idempotency keys: every hour */

static const struct {
	unsigned    http;
	const char *code;
	const char *text;
} refusals[] = {
	{ 200, "", "" },
#define KEYS_REFUSAL(name, http, code, text) { http, code, text },
#include "keys_refusal.def"
#undef KEYS_REFUSAL
};

unsigned keys_refusal_http(enum keys_refusal refusal)
{
	return refusals[refusal].http;
}

const char *keys_refusal_code(enum keys_refusal refusal)
{
	return refusals[refusal].code;
}

const char *keys_refusal_text(enum keys_refusal refusal)
{
	return refusals[refusal].text;
}

/* ---- the thread ---- */

/* What failed is tried again at the next turn; /metrics shows whether the store is up. Tick 0 is a
 * multiple of everything: all is done. What is down is up again when it was read and written. */
static void turn(struct keys_book *book, unsigned tick)
{
	enum status status = STATUS_OK;
	bool        was_up, is_up;

	pthread_mutex_lock(&book->store_lock);
	if (tick % READ_TICKS == 0)
		status = keys_sync_refresh(book);
	if (status == STATUS_OK && tick % WRITE_TICKS == 0)
		status = keys_sync_write(book);
	if (status == STATUS_OK && tick % WRITE_TICKS == 0)
		status = keys_sync_record(book);
	pthread_mutex_unlock(&book->store_lock);

	pthread_mutex_lock(&book->lock);
	was_up = book->figures.is_store_up;
	is_up = status == STATUS_OK && (was_up || tick % WRITE_TICKS == 0);
	book->figures.is_store_up = is_up;
	keys_note_admin(book);
	if (tick % SWEEP_TICKS == 0)
		keys_retry_sweep(book, book->now.wall_us / 1000000u);
	pthread_mutex_unlock(&book->lock);
	if (was_up != is_up && book->options.report != NULL)
		book->options.report(is_up);
}

/* True when it is time to end. */
static bool wait_tick(struct keys_book *book)
{
	struct timespec until;
	bool            is_closing;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)TICK_MS * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_mutex_lock(&book->lock);
	while (!book->is_closing &&
	       pthread_cond_timedwait(&book->wake, &book->lock, &until) != ETIMEDOUT)
		;
	book->now = keys_clock_tick(&book->clock, book->plans.zone_s);
	is_closing = book->is_closing;
	pthread_mutex_unlock(&book->lock);
	return is_closing;
}

static void *run(void *context)
{
	struct keys_book *book = context;

	for (unsigned tick = 1; !wait_tick(book); tick++)
		turn(book, tick);
	turn(book, 0);
	return NULL;
}

static enum status start(struct keys_book *book, struct error *err)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&book->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	if (pthread_create(&book->thread, NULL, run, book) != 0)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no thread for the key store");
	book->has_thread = true;
	return STATUS_OK;
}

/* ---- opening and closing ---- */

static enum status read_files(struct keys_book *book, struct error *err)
{
	enum status status = keys_plans_read(book->options.plans, &book->plans, err);

	if (status == STATUS_OK)
		status = keys_prices_read(book->options.prices, &book->prices, err);
	if (status == STATUS_OK)
		status = keys_strikes_read(book->options.strikes, &book->strikes, err);
	return status;
}

static enum status read_store(struct keys_book *book, struct error *err)
{
	enum status status = keys_store_open(book->options.store, &book->store, err);

	if (status != STATUS_OK)
		return status;
	status = keys_store_changes(book->store, &book->seen_changes);
	if (status == STATUS_OK)
		status = keys_sync_read(book);
	if (status == STATUS_OK)
		status = keys_sync_start(book);
	if (status != STATUS_OK)
		return error_set(err, status, book->options.store, 0, 0, "cannot be read");
	book->figures.is_store_up = true;
	keys_note_admin(book); /* no other thread yet */
	return STATUS_OK;
}

enum status keys_book_open(const struct keys_options *options, struct keys_book **book,
                           struct error *err)
{
	struct keys_book *opened = calloc(1, sizeof *opened);
	enum status       status;

	*book = NULL;
	if (opened == NULL || sodium_init() < 0) {
		free(opened);
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for keys");
	}
	opened->options = *options;
	pthread_mutex_init(&opened->lock, NULL);
	pthread_mutex_init(&opened->store_lock, NULL);
	keys_clock_init(&opened->clock, options->clock);
	*book = opened;
	status = read_files(opened, err);
	if (status == STATUS_OK) {
		opened->now = keys_clock_tick(&opened->clock, opened->plans.zone_s);
		status = read_store(opened, err);
	}
	if (status == STATUS_OK)
		status = start(opened, err);
	if (status != STATUS_OK)
		keys_book_close(book);
	return status;
}

void keys_book_close(struct keys_book **book)
{
	struct keys_book *closed = *book;

	if (closed == NULL)
		return;
	if (closed->has_thread) {
		pthread_mutex_lock(&closed->lock);
		closed->is_closing = true;
		pthread_cond_signal(&closed->wake);
		pthread_mutex_unlock(&closed->lock);
		pthread_join(closed->thread, NULL);
		pthread_cond_destroy(&closed->wake);
	}
	keys_store_close(&closed->store);
	keys_table_free(closed);
	free(closed->charges);
	free(closed->consequences);
	pthread_mutex_destroy(&closed->lock);
	pthread_mutex_destroy(&closed->store_lock);
	sodium_memzero(closed->options.pepper, sizeof closed->options.pepper);
	free(closed);
	*book = NULL;
}

/* ---- changes and figures ---- */

enum keys_fault keys_book_change(struct keys_book *book, const char *actor, keys_change *change,
                                 void *context)
{
	struct keys_admin admin = {
		.store = book->store,
		.plans = &book->plans,
		.pepper = book->options.pepper,
		.actor = actor,
	};
	enum keys_fault fault;

	pthread_mutex_lock(&book->lock);
	admin.now_s = book->now.wall_us / 1000000u;
	pthread_mutex_unlock(&book->lock);
	pthread_mutex_lock(&book->store_lock);
	/* First what is only in memory: a refund may be of a charge of a moment ago. */
	fault = keys_sync_refresh(book) == STATUS_OK && keys_sync_write(book) == STATUS_OK
	                ? KEYS_DONE
	                : KEYS_FAULT_STORE;
	if (fault == KEYS_DONE)
		fault = change(context, &admin);
	if (fault == KEYS_DONE && keys_sync_read(book) != STATUS_OK)
		fault = KEYS_FAULT_STORE;
	pthread_mutex_unlock(&book->store_lock);
	pthread_mutex_lock(&book->lock);
	keys_note_admin(book);
	pthread_mutex_unlock(&book->lock);
	return fault;
}

void keys_book_flush(struct keys_book *book)
{
	turn(book, 0);
}

void keys_book_figures(struct keys_book *book, struct keys_figures *figures)
{
	pthread_mutex_lock(&book->lock);
	*figures = book->figures;
	figures->keys = book->holder_count;
	figures->accounts = book->purse_count;
	pthread_mutex_unlock(&book->lock);
}
