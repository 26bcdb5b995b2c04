/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_id.h"

#include <sodium.h>
#include <string.h>

void audit_id_source_init(struct audit_id_source *source, struct audit_clock clock)
{
	*source = (struct audit_id_source){ .clock = clock };
	pthread_mutex_init(&source->lock, NULL);
}

void audit_id_source_reset(struct audit_id_source *source)
{
	pthread_mutex_destroy(&source->lock);
}

/* A new millisecond draws new random bits; the same one adds 1, and one that would
 * overflow borrows the next millisecond. */
static void step(struct audit_id_source *source, uint64_t now_ms)
{
	unsigned char drawn[sizeof(uint16_t) + sizeof source->low];
	uint16_t      high;

	if (now_ms <= source->last_ms) {
		if (++source->low != 0 || ++source->high <= UINT16_MAX)
			return;
		now_ms = source->last_ms + 1;
	}
	source->last_ms = now_ms;
	randombytes_buf(drawn,
	                sizeof drawn); /* one call of the kernel, a thousand times a second */
	memcpy(&high, drawn, sizeof high);
	memcpy(&source->low, drawn + sizeof high, sizeof source->low);
	source->high = high;
}

static void put_base32(char *at, int chars, uint64_t value)
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

	for (int i = chars - 1; i >= 0; i--) {
		at[i] = digits[value & 31];
		value >>= 5;
	}
}

void audit_id_next(struct audit_id_source *source, struct audit_id *id)
{
	uint64_t ms, high, low;

	pthread_mutex_lock(&source->lock);
	step(source, audit_clock_us(source->clock) / 1000u);
	ms = source->last_ms;
	high = source->high;
	low = source->low;
	pthread_mutex_unlock(&source->lock);

	memcpy(id->text, "vd_", 3);
	put_base32(id->text + 3, 10, ms);
	/* 80 bits are two halves of 40: 16 + 24 and 40. */
	put_base32(id->text + 13, 8, (high << 24) | (low >> 40));
	put_base32(id->text + 21, 8, low & 0xFFFFFFFFFFu);
	id->text[AUDIT_ID_CHARS] = '\0';
}
