#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""All benchmarks in one table; tools/bench builds what they need and calls this.

    DOORWARD=PROGRAM BENCH=FOLDER bench.py [--quick] [--json FILE] [SECTION...]
"""
import argparse
import os
import platform
import tempfile
import time

import bench_engine
import bench_http
import bench_serve
from bench_table import Table

SECTIONS = {
    "stages": bench_engine.stages, "decoders": bench_engine.decoders, "peers": bench_engine.peers,
    "fold": bench_engine.fold, "rules": bench_engine.rules, "start": bench_serve.start,
    "reload": bench_serve.reload, "log": bench_engine.log, "keys": bench_engine.keys,
    "cost": bench_http.cost, "around": bench_http.around, "matrix": bench_http.matrix,
    "tail": bench_serve.tail, "records": bench_http.records, "worst": bench_engine.worst,
}
# What --quick leaves out of the sections that it runs, and those that it leaves out.
LEFT_OUT = ("records", "worst")
LEFT_OUT_WORDS = (
    "100 and 10,000 rules, texts of 1 MB, hits in other alphabets, 4 and 16 connections, records with "
    "shipped rules, the worst texts, and most rounds: its figures are of few texts, and rough")


def main():
    parser = argparse.ArgumentParser(description="What Doorward costs, beside what it could cost.")
    parser.add_argument("--quick", action="store_true", help="two minutes instead of an hour")
    parser.add_argument("--json", metavar="FILE", help="the rows, one object a line, too")
    parser.add_argument("sections", nargs="*", help=", ".join(SECTIONS))
    options = parser.parse_args()
    if unknown := set(options.sections) - set(SECTIONS):
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    chosen = options.sections or [name for name in SECTIONS
                                  if not (options.quick and name in LEFT_OUT)]
    table, begun = Table(), time.monotonic()
    table.say(f"{platform.machine()}, {len(os.sched_getaffinity(0))} processors, load "
              f"{os.getloadavg()[0]:.1f}: figures are CPU time where they can be; compare within "
              "one run")
    if options.quick:
        table.say(f"--quick leaves out: {LEFT_OUT_WORDS}")
    with tempfile.TemporaryDirectory(prefix="doorward-bench-") as folder:
        made = bench_engine.Made(folder)
        for name in chosen:
            since = time.monotonic()
            SECTIONS[name](table, made, options.quick)
            table.say(f"  ({time.monotonic() - since:.0f} s)")
    table.summary()
    table.say(f"\n{time.monotonic() - begun:.0f} seconds")
    if options.json:
        table.write(options.json)


main()
