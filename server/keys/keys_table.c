/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and accounts by name, and requests under idempotency keys. */
#include "keys_state.h"

#include <stdlib.h>
#include <string.h>

static size_t bucket_of(const char *id, size_t buckets)
{
	return (size_t)slice_hash(slice_from_cstr(id)) & (buckets - 1);
}

struct keys_holder *keys_table_find(const struct keys_book *book, const char *id)
{
	struct keys_holder *holder = NULL;

	if (book->holder_buckets > 0)
		holder = book->holders[bucket_of(id, book->holder_buckets)];
	while (holder != NULL && strcmp(holder->key.id.text, id) != 0)
		holder = holder->next;
	return holder;
}

struct keys_purse *keys_table_find_purse(const struct keys_book *book, const char *id)
{
	struct keys_purse *purse = NULL;

	if (book->purse_buckets > 0)
		purse = book->purses[bucket_of(id, book->purse_buckets)];
	while (purse != NULL && strcmp(purse->account.id, id) != 0)
		purse = purse->next;
	return purse;
}

static bool grow_holders(struct keys_book *book)
{
	size_t buckets = book->holder_buckets > 0 ? book->holder_buckets * 2 : KEYS_BUCKETS_MIN;
	struct keys_holder **grown;

	if (book->holder_count < book->holder_buckets)
		return true;
	grown = calloc(buckets, sizeof(struct keys_holder *));
	if (grown == NULL)
		return false;
	for (size_t i = 0; i < book->holder_buckets; i++)
		while (book->holders[i] != NULL) {
			struct keys_holder *holder = book->holders[i];
			size_t              at = bucket_of(holder->key.id.text, buckets);

			book->holders[i] = holder->next;
			holder->next = grown[at];
			grown[at] = holder;
		}
	free(book->holders);
	book->holders = grown;
	book->holder_buckets = buckets;
	return true;
}

static bool grow_purses(struct keys_book *book)
{
	size_t buckets = book->purse_buckets > 0 ? book->purse_buckets * 2 : KEYS_BUCKETS_MIN;
	struct keys_purse **grown;

	if (book->purse_count < book->purse_buckets)
		return true;
	grown = calloc(buckets, sizeof(struct keys_purse *));
	if (grown == NULL)
		return false;
	for (size_t i = 0; i < book->purse_buckets; i++)
		while (book->purses[i] != NULL) {
			struct keys_purse *purse = book->purses[i];
			size_t             at = bucket_of(purse->account.id, buckets);

			book->purses[i] = purse->next;
			purse->next = grown[at];
			grown[at] = purse;
		}
	free(book->purses);
	book->purses = grown;
	book->purse_buckets = buckets;
	return true;
}

struct keys_holder *keys_table_add(struct keys_book *book, const char *id)
{
	struct keys_holder *holder = keys_table_find(book, id);
	size_t              at;

	if (holder != NULL)
		return holder;
	holder = grow_holders(book) ? calloc(1, sizeof *holder) : NULL;
	if (holder == NULL)
		return NULL;
	memcpy(holder->key.id.text, id, strnlen(id, KEYS_ID_CHARS));
	at = bucket_of(id, book->holder_buckets);
	holder->next = book->holders[at];
	book->holders[at] = holder;
	book->holder_count++;
	return holder;
}

struct keys_purse *keys_table_add_purse(struct keys_book *book, const char *id)
{
	struct keys_purse *purse = keys_table_find_purse(book, id);
	size_t             at;

	if (purse != NULL)
		return purse;
	purse = grow_purses(book) ? calloc(1, sizeof *purse) : NULL;
	if (purse == NULL)
		return NULL;
	memcpy(purse->account.id, id, strnlen(id, KEYS_NAME_CHARS));
	at = bucket_of(id, book->purse_buckets);
	purse->next = book->purses[at];
	book->purses[at] = purse;
	book->purse_count++;
	return purse;
}

void keys_table_free(struct keys_book *book)
{
	for (size_t i = 0; i < book->holder_buckets; i++)
		while (book->holders[i] != NULL) {
			struct keys_holder *holder = book->holders[i];

			book->holders[i] = holder->next;
			free(holder);
		}
	for (size_t i = 0; i < book->purse_buckets; i++)
		while (book->purses[i] != NULL) {
			struct keys_purse *purse = book->purses[i];

			book->purses[i] = purse->next;
			free(purse);
		}
	free(book->holders);
	free(book->purses);
	free(book->retries);
}

/* ---- idempotency keys ---- */

static struct keys_retry *place_in(struct keys_retry *retries, size_t places, uint64_t id)
{
	size_t at = (size_t)id & (places - 1);

	while (retries[at].id != 0 && retries[at].id != id)
		at = (at + 1) & (places - 1);
	return &retries[at];
}

/* Twice the places, or the same ones without what is old: what is deleted leaves no gap. */
static bool rebuild(struct keys_book *book, size_t places, uint64_t since_s)
{
	struct keys_retry *grown = calloc(places, sizeof *grown);

	if (grown == NULL)
		return false;
	book->retry_count = 0;
	for (size_t i = 0; i < book->retry_places; i++) {
		const struct keys_retry *retry = &book->retries[i];

		if (retry->id == 0 || (!retry->is_running && retry->time_s < since_s))
			continue;
		*place_in(grown, places, retry->id) = *retry;
		book->retry_count++;
	}
	free(book->retries);
	book->retries = grown;
	book->retry_places = places;
	return true;
}

struct keys_retry *keys_retry_place(struct keys_book *book, uint64_t id)
{
	struct keys_retry *place;

	if (book->retry_places == 0 && !rebuild(book, KEYS_BUCKETS_MIN, 0))
		return NULL;
	place = place_in(book->retries, book->retry_places, id);
	if (place->id != 0 || book->retry_count * 2 < book->retry_places)
		return place;
	if (book->retry_places >= KEYS_RETRIES_MAX * 2 || !rebuild(book, book->retry_places * 2, 0))
		return NULL;
	return place_in(book->retries, book->retry_places, id);
}

void keys_retry_sweep(struct keys_book *book, uint64_t now_s)
{
	if (book->retry_count > 0 && now_s > KEYS_RETRY_S)
		(void)rebuild(book, book->retry_places, now_s - KEYS_RETRY_S);
}
