/* SPDX-License-Identifier: Apache-2.0 */
#include "bench_peer.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <vector>

const char *bench_peer_name(void)
{
	return "RE2::Set";
}

void *bench_peer_open(const struct bench_lines *regexes)
{
	RE2::Options options;

	options.set_case_sensitive(false);
	options.set_encoding(RE2::Options::EncodingLatin1);
	options.set_max_mem(static_cast<int64_t>(1) << 30);
	auto *set = new RE2::Set(options, RE2::UNANCHORED);

	for (size_t i = 0; i < regexes->count; i++)
		if (set->Add(re2::StringPiece(regexes->items[i], regexes->lengths[i]), nullptr) < 0)
			return nullptr;
	return set->Compile() ? set : nullptr;
}

bool bench_peer_scan(void *peer, const char *text, size_t length)
{
	static std::vector<int> found;

	found.clear();
	return static_cast<RE2::Set *>(peer)->Match(re2::StringPiece(text, length), &found);
}

void bench_peer_close(void *peer)
{
	delete static_cast<RE2::Set *>(peer);
}
