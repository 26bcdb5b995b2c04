#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What records cost a server under load: requests per second at 64 connections with audit.mode
`group` and with none, in turns on one machine, and their ratio; with the shipped rules, and with one
rule, where judging costs next to nothing and records show most.

    DOORWARD=PROGRAM bench_serve.py [ROUNDS] [SECONDS]      3 rounds of 4 s of each unless said otherwise
"""
import json
import os
import random
import re
import statistics
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tests/service"))

from service import Server  # noqa: E402

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 4
MODES = ("off", "group")
WORDS = """the quick brown fox jumps over lazy dogs while seven painters describe old harbours and
gentle rivers flowing past mountain villages in early spring light""".split()


def write_script(folder):
    """Prompts of about 1,000 characters, 256 of them."""
    source = random.Random(1)
    path = os.path.join(folder, "post.lua")
    bodies = [json.dumps({"prompt": " ".join(source.choices(WORDS, k=160))}) for _ in range(256)]
    with open(path, "w", encoding="ascii") as script:
        script.write('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
                     "local bodies = {\n" + ",\n".join(f"'{body}'" for body in bodies) +
                     "\n}\nlocal at = 0\nrequest = function()\n  at = at % #bodies + 1\n"
                     "  return wrk.format(nil, nil, nil, bodies[at])\nend\n")
    return path


def measure(server, seconds):
    done = subprocess.run(["wrk", "-t1", "-c64", f"-d{seconds}s", "-s", write_script(server.folder),
                           f"http://{server.address}/v1/check"],
                          capture_output=True, text=True, timeout=seconds + 60, check=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        sys.exit(done.stdout)
    return float(re.search(r"Requests/sec:\s*([0-9.]+)", done.stdout)[1])


def compare(label, rules):
    rates = {mode: [] for mode in MODES}
    servers = {mode: Server("--audit-mode", mode) for mode in MODES}
    try:
        for mode in MODES:
            servers[mode].rules = rules or servers[mode].rules
            servers[mode].start()
            measure(servers[mode], 1)
        for _ in range(ROUNDS):
            for mode in MODES:
                rates[mode].append(measure(servers[mode], SECONDS))
    finally:
        for server in servers.values():
            server.__exit__(None, None, None)
    print(f"  {label}")
    for mode in MODES:
        print(f"    {mode:<6} {statistics.median(rates[mode]):9.0f} requests/s   "
              f"({' '.join(f'{rate:.0f}' for rate in rates[mode])})")
    ratio = statistics.median(rates["group"]) / statistics.median(rates["off"])
    print(f"    group / off: {100 * ratio:.0f} %")


compare("shipped rules", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../rules"))
compare("one rule", None)
