/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_figures.h"

#include <assert.h>

uint64_t audit_figures_bound_us(unsigned index)
{
	static const uint64_t bounds[AUDIT_SYNC_BUCKETS] = { 50,    100,   250,    500,
		                                             1000,  2500,  5000,   10000,
		                                             25000, 50000, 100000, 1000000 };

	assert(index < AUDIT_SYNC_BUCKETS);
	return bounds[index];
}
