#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The filter that most start with: Python's re, one pattern after another. As bench_peer.h:

    bench_peer_python.py REGEXES SECONDS TEXTS...
"""
import json
import re
import resource
import sys
import time


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def scan(texts, patterns, seconds):
    """(texts scanned, found, CPU seconds)"""
    begun, found = time.thread_time(), 0
    for count, text in enumerate(texts, 1):
        found += bool([True for pattern in patterns if pattern.search(text)])
        if time.thread_time() - begun > seconds:
            break
    return count, found, time.thread_time() - begun


def main():
    begun = time.thread_time()
    patterns = [re.compile(line, re.IGNORECASE) for line in lines_of(sys.argv[1])]
    compile_s = time.thread_time() - begun
    for path in sys.argv[3:]:
        texts = lines_of(path)
        count, found, spent = scan(texts, patterns, float(sys.argv[2]))
        length = sum(len(text.encode()) for text in texts[:count])
        print(json.dumps({
            "peer": "Python re, a loop", "texts": path, "us": spent * 1e6 / count,
            "ns_a_byte": spent * 1e9 / length, "scanned": count, "found": found,
            "compile_s": compile_s,
            "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}), flush=True)


main()
