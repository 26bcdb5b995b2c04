/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_term.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define HASH_BITS 43

static const char *const words[AUDIT_TERM_KINDS] = {
#define TERM(name, word) [AUDIT_TERM_##name] = word,
#include "audit_term.def"
#undef TERM
};

const char *audit_term_word(enum audit_term_kind kind)
{
	assert(kind < AUDIT_TERM_KINDS);
	return words[kind];
}

enum audit_term_kind audit_term_find(struct slice word)
{
	unsigned kind = 0;

	while (kind < AUDIT_TERM_KINDS && !slice_equal_cstr(word, words[kind]))
		kind++;
	return (enum audit_term_kind)kind;
}

uint64_t audit_term_of(const struct audit_term_key *key, enum audit_term_kind kind,
                       struct slice value)
{
	unsigned char hash[crypto_shorthash_BYTES];
	uint64_t      number;

	crypto_shorthash(hash, (const unsigned char *)value.ptr, value.len, key->bytes);
	memcpy(&number, hash, sizeof number);
	return (uint64_t)kind << HASH_BITS | (number & (((uint64_t)1 << HASH_BITS) - 1));
}

enum audit_term_kind audit_term_kind_of(uint64_t term)
{
	return (enum audit_term_kind)(term >> HASH_BITS);
}

/* ---- the values of a record ---- */

struct visitor {
	audit_term_visit *visit;
	void             *context;
	bool              is_over;
};

static void see(struct visitor *visitor, enum audit_term_kind kind, struct slice value)
{
	if (!visitor->is_over && value.len > 0)
		visitor->is_over = !visitor->visit(visitor->context, kind, value);
}

static void see_finding(struct visitor *visitor, const struct audit_entry_finding *finding)
{
	see(visitor, AUDIT_TERM_RULE, finding->rule);
	see(visitor, AUDIT_TERM_CATEGORY, finding->category);
	for (size_t i = 0; i < finding->chain.count; i++)
		see(visitor, AUDIT_TERM_CHAIN, finding->chain.at[i]);
}

static struct slice yes_or_no(bool value)
{
	return value ? SLICE_LIT("true") : SLICE_LIT("false");
}

static void see_verdict(struct visitor *visitor, const struct audit_entry *entry)
{
	see(visitor, AUDIT_TERM_DECISION, entry->decision);
	see(visitor, AUDIT_TERM_EVASION, yes_or_no(entry->evasion));
	see(visitor, AUDIT_TERM_SHADOW, yes_or_no(entry->would_decision.len > 0));
	see(visitor, AUDIT_TERM_WOULD, entry->would_decision);
	for (size_t i = 0; i < entry->would_rules.count; i++)
		see(visitor, AUDIT_TERM_RULE, entry->would_rules.at[i]);
	for (size_t i = 0; i < entry->category_count; i++)
		see(visitor, AUDIT_TERM_CATEGORY, entry->categories[i].code);
	for (size_t i = 0; i < entry->finding_count; i++)
		see_finding(visitor, &entry->findings[i]);
	for (size_t i = 0; i < entry->signal_count; i++)
		see(visitor, AUDIT_TERM_SIGNAL, entry->signals[i].name);
	for (size_t i = 0; i < entry->hash_count; i++)
		see(visitor, AUDIT_TERM_TEXT_HASH, entry->hashes[i].hash);
}

void audit_term_each(const struct audit_entry *entry, audit_term_visit *visit, void *context)
{
	struct visitor visitor = { visit, context, false };

	see(&visitor, AUDIT_TERM_ID, entry->id);
	see(&visitor, AUDIT_TERM_REQUEST_ID, entry->request_id);
	see(&visitor, AUDIT_TERM_TRACE_ID, entry->trace_id);
	see(&visitor, AUDIT_TERM_KEY, entry->key_id);
	see(&visitor, AUDIT_TERM_ACCOUNT, entry->account);
	see(&visitor, AUDIT_TERM_POLICY, entry->policy);
	see(&visitor, AUDIT_TERM_REVISION, entry->revision);
	see(&visitor, AUDIT_TERM_FACE, entry->face);
	see(&visitor, AUDIT_TERM_DIRECTION, entry->direction);
	if (entry->decision.len > 0)
		see_verdict(&visitor, entry);
}

struct sought {
	enum audit_term_kind kind;
	struct slice         value;
	bool                 is_found;
};

static bool look(void *context, enum audit_term_kind kind, struct slice value)
{
	struct sought *sought = context;

	sought->is_found = kind == sought->kind && slice_equal(value, sought->value);
	return !sought->is_found;
}

bool audit_term_has(const struct audit_entry *entry, enum audit_term_kind kind, struct slice value)
{
	struct sought sought = { .kind = kind, .value = value };

	audit_term_each(entry, look, &sought);
	return sought.is_found;
}

/* ---- lists ---- */

struct list {
	const struct audit_term_key *key;
	uint64_t                    *terms;
	size_t                       count;
};

static bool add(void *context, enum audit_term_kind kind, struct slice value)
{
	struct list *list = context;

	list->terms[list->count++] = audit_term_of(list->key, kind, value);
	return list->count < AUDIT_TERMS_MAX;
}

static int compare(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

size_t audit_terms_of(const struct audit_term_key *key, const struct audit_entry *entry,
                      uint64_t terms[AUDIT_TERMS_MAX])
{
	struct list list = { .key = key, .terms = terms };
	size_t      kept = 0;

	audit_term_each(entry, add, &list);
	qsort(terms, list.count, sizeof *terms, compare);
	for (size_t i = 0; i < list.count; i++)
		if (kept == 0 || terms[kept - 1] != terms[i])
			terms[kept++] = terms[i];
	return kept;
}

void audit_term_put(uint64_t term, unsigned char bytes[AUDIT_TERM_BYTES])
{
	for (unsigned i = 0; i < AUDIT_TERM_BYTES; i++)
		bytes[i] = (unsigned char)(term >> (8 * i));
}

uint64_t audit_term_get(const unsigned char bytes[AUDIT_TERM_BYTES])
{
	uint64_t term = 0;

	for (unsigned i = 0; i < AUDIT_TERM_BYTES; i++)
		term |= (uint64_t)bytes[i] << (8 * i);
	return term;
}
