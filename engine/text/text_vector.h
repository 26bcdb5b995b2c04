/* SPDX-License-Identifier: Apache-2.0 */
/* VECTORISED in front of a function with plain loops: gcc compiles it once for
 * each vector unit and the loader picks the best one. Clang 14 has no
 * target_clones, and sanitizers cannot run before the loader has chosen: there
 * the loop is compiled once, as it stands. */
#ifndef TEXT_VECTOR_H
#define TEXT_VECTOR_H

#if defined(__x86_64__) && defined(__GNUC__) && __GNUC__ >= 12 && !defined(__clang__) &&           \
	!defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && defined(__OPTIMIZE__)
#define VECTORISED                                                                                 \
	__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"),               \
	               optimize("O3")))
#else
#define VECTORISED
#endif

#endif
