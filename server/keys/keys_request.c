/* SPDX-License-Identifier: Apache-2.0 */
/* One request: who calls, may they, what does it cost, what did it show. All of it under the
 * book's one lock, without I/O. */
#include "keys_book.h"

#include "keys_state.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum keys_refusal refused(struct keys_book *book, enum keys_refusal refusal)
{
	book->figures.refused[refusal]++;
	return refusal;
}

struct keys_now keys_now_of(const struct keys_book *book)
{
	struct keys_now now = book->now;
	uint64_t        steady_ns = book->options.clock.steady_ns(book->options.clock.context);

	if (steady_ns > now.steady_ns)
		now.steady_ns = steady_ns;
	return now;
}

/* ---- who calls ---- */

static enum keys_refusal state_of(const struct keys_book *book, const struct keys_holder *holder)
{
	uint64_t now_s = book->now.wall_us / 1000000u;

	switch (holder->key.state) {
	case KEYS_REVOKED:
		return KEYS_IS_REVOKED;
	case KEYS_INACTIVE:
		return KEYS_NOT_ACTIVE;
	case KEYS_ACTIVE:
		break;
	}
	if (holder->key.expires_s != 0 && holder->key.expires_s <= now_s)
		return KEYS_EXPIRED;
	switch (keys_strike_held(&book->strikes, &holder->strikes, now_s)) {
	case KEYS_REVOKE:
		return KEYS_IS_REVOKED;
	case KEYS_SUSPEND:
		return KEYS_SUSPENDED;
	case KEYS_RUNG_NONE:
	case KEYS_WARN:
	case KEYS_THROTTLE:
		break;
	}
	return KEYS_ADMITTED;
}

/* What a caller sent, read and hashed before the lock is taken. */
struct proof {
	bool           is_whole; /* its shape and checksum are right */
	struct keys_id id;
	unsigned char  hash[KEYS_HASH_BYTES];
};

static struct proof read_proof(const struct keys_book *book, struct slice token)
{
	enum keys_environment environment;
	struct proof          proof;

	proof.is_whole = keys_form_read(token, &environment, &proof.id);
	keys_admin_hash(book->options.pepper,
	                slice_range(token, 0, token.len < 256 ? token.len : 256), proof.hash);
	return proof;
}

/* Unknown ids are compared too, with a hash nothing has: a wrong id, a wrong secret and a wrong
 * checksum cost the same. */
static struct keys_holder *find_by_proof(const struct keys_book *book, const struct proof *proof)
{
	static_assert(KEYS_HASH_BYTES == crypto_verify_32_BYTES, "all of the hash is compared");
	static const unsigned char nothing[KEYS_HASH_BYTES];
	struct keys_holder        *holder = keys_table_find(book, proof->id.text);
	const unsigned char       *expected = holder != NULL ? holder->key.hash : nothing;
	bool                       is_equal = crypto_verify_32(expected, proof->hash) == 0;

	return proof->is_whole && is_equal && holder != NULL ? holder : NULL;
}

static enum keys_refusal anonymous(struct keys_book *book, unsigned roles, unsigned role,
                                   struct keys_caller *caller)
{
	*caller = (struct keys_caller){ .roles = roles };
	if (roles != 0 && (role == 0 || (roles & role) != 0))
		return KEYS_ADMITTED;
	return refused(book, KEYS_MISSING);
}

static enum keys_refusal known(struct keys_book *book, struct keys_holder *holder, unsigned role,
                               struct keys_caller *caller)
{
	enum keys_refusal refusal = state_of(book, holder);

	if (refusal == KEYS_ADMITTED && role != 0 && holder->key.is_demo)
		refusal = KEYS_READ_ONLY;
	else if (refusal == KEYS_ADMITTED && role != 0 && (holder->key.roles & role) == 0)
		refusal = KEYS_NO_ACCESS;
	*caller = (struct keys_caller){
		.holder = holder,
		.id = holder->key.id,
		.roles = holder->key.roles,
		.on_behalf = holder->key.on_behalf,
		.is_demo = holder->key.is_demo,
	};
	return refusal == KEYS_ADMITTED ? refusal : refused(book, refusal);
}

enum keys_refusal keys_authenticate(struct keys_book *book, struct slice token,
                                    unsigned anonymous_roles, unsigned role,
                                    struct keys_caller *caller)
{
	struct proof        proof = { 0 };
	struct keys_holder *holder;
	enum keys_refusal   refusal;

	*caller = (struct keys_caller){ 0 };
	if (token.len > 0)
		proof = read_proof(book, token);
	pthread_mutex_lock(&book->lock);
	holder = token.len > 0 ? find_by_proof(book, &proof) : NULL;
	if (token.len == 0)
		refusal = anonymous(book, anonymous_roles, role, caller);
	else if (holder == NULL)
		refusal = refused(book, KEYS_INVALID);
	else
		refusal = known(book, holder, role, caller);
	pthread_mutex_unlock(&book->lock);
	return refusal;
}

void keys_note_admin(struct keys_book *book)
{
	bool is_found = false;

	for (const struct keys_holder *holder = book->admins; holder != NULL && !is_found;
	     holder = holder->next_admin)
		is_found = (holder->key.roles & KEYS_ROLE_KEYS) != 0 &&
		           state_of(book, holder) == KEYS_ADMITTED;
	book->has_admin = is_found;
}

void keys_mark_dirty(struct keys_book *book, struct keys_holder *holder)
{
	if (holder->is_listed)
		return;
	holder->is_listed = true;
	holder->next_dirty = book->dirty;
	book->dirty = holder;
}

bool keys_has_admin(const struct keys_book *book)
{
	return book->has_admin;
}

uint64_t keys_body_hash(const struct keys_book *book, const struct slice *pieces, size_t count)
{
	crypto_generichash_state state;
	unsigned char            hash[16];
	uint64_t                 number;

	(void)crypto_generichash_init(&state, book->options.pepper, KEYS_PEPPER_BYTES, sizeof hash);
	for (size_t i = 0; i < count; i++) {
		uint64_t len = pieces[i].len;

		(void)crypto_generichash_update(&state, (const unsigned char *)&len, sizeof len);
		(void)crypto_generichash_update(&state, (const unsigned char *)pieces[i].ptr,
		                                pieces[i].len);
	}
	(void)crypto_generichash_final(&state, hash, sizeof hash);
	memcpy(&number, hash, sizeof number);
	return number & INT64_MAX; /* as SQLite keeps it */
}

/* ---- what a request may ---- */

/* The policies of a key are names with spaces between. */
static bool has_policy(const char *policies, struct slice policy)
{
	struct slice all = slice_from_cstr(policies);
	size_t       at = 0;

	while (at < all.len) {
		size_t space = slice_find(all, SLICE_LIT(" "), at);
		size_t end = space == SIZE_MAX ? all.len : space;

		if (slice_equal(slice_range(all, at, end), policy))
			return true;
		at = end + 1;
	}
	return false;
}

static enum keys_refusal choose_policy(const struct keys_holder *holder, struct slice policy,
                                       struct keys_ticket *ticket)
{
	const char *policies = holder->key.policies;

	if (policies[0] != '\0' && policy.len == 0)
		policy = (struct slice){ policies, strcspn(policies, " ") };
	else if (policies[0] != '\0' && !has_policy(policies, policy))
		return KEYS_NO_POLICY;
	if (policy.len > KEYS_POLICIES_CHARS)
		return KEYS_NO_POLICY;
	if (policy.len > 0)
		memcpy(ticket->policy, policy.ptr, policy.len);
	return KEYS_ADMITTED;
}

/* The subject is a whole key, or the id of one: the caller is trusted to name others. */
static enum keys_refusal choose_holder(struct keys_book *book, const struct keys_caller *caller,
                                       struct slice subject, struct keys_holder **holder)
{
	struct keys_id      id = { 0 };
	struct keys_holder *named;
	struct proof        proof;
	enum keys_refusal   refusal;

	*holder = caller->holder;
	if (subject.len == 0)
		return KEYS_ADMITTED;
	if (!caller->on_behalf)
		return KEYS_NO_ON_BEHALF;
	if (subject.len != KEYS_ID_CHARS) {
		proof = read_proof(book, subject);
		named = find_by_proof(book, &proof);
	} else {
		memcpy(id.text, subject.ptr, KEYS_ID_CHARS);
		named = keys_table_find(book, id.text);
	}
	if (named == NULL)
		return KEYS_NO_SUBJECT;
	refusal = state_of(book, named);
	if (refusal == KEYS_ADMITTED)
		*holder = named;
	return refusal;
}

/* ---- limits ---- */

struct keys_limits keys_limits_of_account(const struct keys_book   *book,
                                          const struct keys_holder *holder)
{
	const struct keys_purse *purse = holder->purse;
	struct keys_limits       limits = { 0, 0, 0 };

	if (purse->plan != NULL)
		limits = purse->plan->is_custom ? purse->account.custom
		                                : keys_plan_account(purse->plan);
	if (limits.per_minute != KEYS_UNLIMITED &&
	    keys_strike_held(&book->strikes, &holder->strikes, book->now.wall_us / 1000000u) ==
	            KEYS_THROTTLE) {
		uint64_t share = (uint64_t)limits.per_minute * holder->strikes.share_percent / 100;

		limits.per_minute = share > 0 ? (uint32_t)share : 1;
	}
	return limits;
}

struct keys_limits keys_limits_of_key(const struct keys_holder *holder)
{
	if (holder->purse->plan == NULL)
		return (struct keys_limits){ 0, 0, 0 };
	return keys_plan_key(holder->purse->plan);
}

static enum keys_refusal take_limits(struct keys_book *book, struct keys_holder *holder,
                                     struct keys_ticket *ticket)
{
	const struct keys_limits of_account = keys_limits_of_account(book, holder);
	const struct keys_limits of_key = keys_limits_of_key(holder);
	const struct keys_now    now = keys_now_of(book);

	ticket->limit = keys_limit_test(&holder->purse->usage, &of_account, &now, &ticket->wait_s);
	if (ticket->limit == KEYS_LIMIT_NONE)
		ticket->limit = keys_limit_test(&holder->usage, &of_key, &now, &ticket->wait_s);
	if (ticket->limit != KEYS_LIMIT_NONE) {
		book->figures.limited[ticket->limit]++;
		return KEYS_LIMITED;
	}
	keys_limit_take(&holder->purse->usage, &of_account, &now);
	keys_limit_take(&holder->usage, &of_key, &now);
	holder->is_dirty = holder->purse->is_dirty = true;
	keys_mark_dirty(book, holder);
	ticket->day = now.day;
	ticket->holder = holder;
	ticket->reserved = ticket->cost;
	holder->purse->reserved += ticket->reserved;
	return KEYS_ADMITTED;
}

/* ---- credits ---- */

void keys_unreserve(struct keys_ticket *ticket)
{
	ticket->holder->purse->reserved -= ticket->reserved;
	ticket->reserved = 0;
}

keys_amount keys_credits_of(const struct keys_purse *purse)
{
	return purse->account.credits + purse->unwritten;
}

static enum keys_refusal price(struct keys_book *book, const struct keys_holder *holder,
                               const struct keys_request *request, struct keys_ticket *ticket)
{
	enum status status = keys_price_of(&book->prices, request->operation, request->quantity,
	                                   &ticket->cost);

	if (status == STATUS_NOT_FOUND)
		return KEYS_NO_OPERATION;
	if (status != STATUS_OK)
		return KEYS_QUANTITY;
	if (holder->key.environment == KEYS_TEST || !holder->purse->account.has_credits)
		ticket->cost = 0;
	if (ticket->is_free)
		ticket->cost = 0;
	if (ticket->cost > keys_credits_of(holder->purse) - holder->purse->reserved)
		return KEYS_NO_CREDITS;
	/* What cannot be written for long is not sold. */
	if (ticket->cost > 0 && book->charge_count >= KEYS_PENDING_MAX)
		return KEYS_STORE_DOWN;
	if (request->operation.len <= KEYS_OPERATION_CHARS && request->operation.len > 0)
		memcpy(ticket->operation, request->operation.ptr, request->operation.len);
	return KEYS_ADMITTED;
}

/* ---- idempotency keys ---- */

static uint64_t retry_id(const struct keys_purse *purse, struct slice text)
{
	crypto_generichash_state state;
	uint64_t                 id;

	/* Not keyed with the book's own key: the ledger keeps it over a restart. */
	(void)crypto_generichash_init(&state, NULL, 0, 16);
	(void)crypto_generichash_update(&state, (const unsigned char *)purse->account.id,
	                                strlen(purse->account.id) + 1);
	(void)crypto_generichash_update(&state, (const unsigned char *)text.ptr, text.len);
	{
		unsigned char hash[16];

		(void)crypto_generichash_final(&state, hash, sizeof hash);
		memcpy(&id, hash, sizeof id);
	}
	id &= INT64_MAX; /* as SQLite keeps it */
	return id != 0 ? id : 1;
}

static enum keys_refusal begin_retry(struct keys_book *book, const struct keys_holder *holder,
                                     const struct keys_request *request, struct keys_ticket *ticket)
{
	struct keys_retry *retry;
	uint64_t           now_s = book->now.wall_us / 1000000u;

	if (request->idempotency.len == 0)
		return KEYS_ADMITTED;
	ticket->idempotency = retry_id(holder->purse, request->idempotency);
	ticket->body = request->body;
	retry = keys_retry_place(book, ticket->idempotency);
	if (retry == NULL)
		return KEYS_IDEMPOTENCY_BUSY;
	if (retry->id != 0 && !retry->is_running && retry->time_s + KEYS_RETRY_S <= now_s)
		retry->body = request->body; /* forgotten, but not yet swept */
	else if (retry->id != 0 && retry->body != request->body)
		return KEYS_IDEMPOTENCY_REUSED;
	else if (retry->id != 0 && retry->is_running)
		return KEYS_IDEMPOTENCY_BUSY;
	else
		ticket->is_free = retry->id != 0 && retry->is_paid;
	if (retry->id == 0)
		book->retry_count++;
	*retry = (struct keys_retry){ ticket->idempotency, request->body, now_s, true,
		                      ticket->is_free };
	return KEYS_ADMITTED;
}

/* What was not answered is not remembered as running. */
static void end_retry(struct keys_book *book, const struct keys_ticket *ticket)
{
	struct keys_retry *retry;

	if (ticket->idempotency == 0)
		return;
	retry = keys_retry_place(book, ticket->idempotency);
	if (retry == NULL || retry->id != ticket->idempotency)
		return;
	retry->is_running = false;
	retry->is_paid = retry->is_paid || ticket->is_paid;
}

/* ---- one request ---- */

static enum keys_refusal admit(struct keys_book *book, const struct keys_caller *caller,
                               const struct keys_request *request, struct keys_ticket *ticket)
{
	struct keys_holder *holder = NULL;
	enum keys_refusal   refusal = choose_holder(book, caller, request->subject, &holder);

	if (refusal != KEYS_ADMITTED || holder == NULL)
		return refusal;
	refusal = choose_policy(caller->holder, request->policy, ticket);
	if (refusal == KEYS_ADMITTED)
		refusal = begin_retry(book, holder, request, ticket);
	if (refusal != KEYS_ADMITTED) {
		ticket->idempotency = 0; /* it is another request's */
		return refusal;
	}
	refusal = price(book, holder, request, ticket);
	if (refusal == KEYS_ADMITTED)
		refusal = take_limits(book, holder, ticket);
	if (refusal != KEYS_ADMITTED)
		end_retry(book, ticket);
	return refusal;
}

enum keys_refusal keys_admit(struct keys_book *book, const struct keys_caller *caller,
                             const struct keys_request *request, struct keys_ticket *ticket)
{
	enum keys_refusal refusal;

	*ticket = (struct keys_ticket){ 0 };
	pthread_mutex_lock(&book->lock);
	refusal = admit(book, caller, request, ticket);
	if (refusal != KEYS_ADMITTED)
		(void)refused(book, refusal);
	pthread_mutex_unlock(&book->lock);
	return refusal;
}

void keys_release(struct keys_book *book, struct keys_ticket *ticket)
{
	if (ticket->holder == NULL)
		return;
	pthread_mutex_lock(&book->lock);
	keys_limit_end(&ticket->holder->purse->usage, ticket->day, ticket->is_counted);
	keys_limit_end(&ticket->holder->usage, ticket->day, ticket->is_counted);
	keys_unreserve(ticket);
	if (!ticket->is_counted) { /* the store may have the count already */
		ticket->holder->is_dirty = ticket->holder->purse->is_dirty = true;
		keys_mark_dirty(book, ticket->holder);
	}
	end_retry(book, ticket);
	pthread_mutex_unlock(&book->lock);
	ticket->holder = NULL;
}
