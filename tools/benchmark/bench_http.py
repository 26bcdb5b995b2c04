#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a decision costs beside the HTTP around it: CPU time a request of /v1/check and of a bare
libmicrohttpd echo (bench_echo.c) with the same library, flags and threads, in turns on one machine,
and their ratio. CPU time is that of the server's process: the load generator does not enter.
Rules are 1,000 made ones (bench_made.c) unless RULES is a folder; each request is another text.

    DOORWARD=PROGRAM BENCH=FOLDER [RULES=FOLDER] bench_http.py [ROUNDS [SECONDS]]
                                               3 rounds of 3 s of each unless said otherwise
"""
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tests/service"))

from service import PROGRAM, Server  # noqa: E402

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
BENCH = os.environ["BENCH"]
TEXTS = 4096
CONNECTIONS = 64
TICKS = os.sysconf("SC_CLK_TCK")
UNLIMITED = "4294967295"
WORDS = """a painter told the old harbour master how gentle rivers flow past quiet mountain villages in
early spring light and why her brother keeps seven wooden boats near the market where people sell
bread fruit and flowers every morning before the train to the coast leaves with school children
teachers and a few sleepy travellers who want to see the lighthouse museum or walk along the beach
with their dogs while clouds move slowly over green fields behind the small white church""".split()

# label, bytes, threads, flags, with a key, asked
ROWS = [
    ("audit off, no key", 1000, 1, ["--audit-mode", "off"], False, 0.85),
    ("key, limits, group commit", 1000, 1, ["--audit-mode", "group"], True, 0.75),
    ("key, limits, group commit", 100, 1, ["--audit-mode", "group"], True, 0.85),
    ("key, limits, group commit", 4096, 1, ["--audit-mode", "group"], True, 0.55),
    ("key, limits, group commit", 1000, 2, ["--audit-mode", "group"], True, 0.75),
]


def sentence(source, size):
    text = ""
    while len(text) < size - 12:
        text += source.choice(WORDS) + " "
    return json.dumps({"prompt": text.strip()})


def write_script(folder, size, key):
    source = random.Random(size)
    path = os.path.join(folder, f"post{size}.lua")
    with open(path, "w", encoding="ascii") as script:
        script.write('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n')
        if key:
            script.write(f'wrk.headers["x-api-key"] = "{key}"\n')
        script.write("local bodies = {\n" + ",\n".join(
            f"'{sentence(source, size)}'" for _ in range(TEXTS)) +
            "\n}\nlocal at = 0\nrequest = function()\n  at = at % #bodies + 1\n"
            "  return wrk.format(nil, nil, nil, bodies[at])\nend\n")
    return path


def cpu_s(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def load(pid, address, script, seconds):
    """CPU microseconds a request, and requests a second."""
    before = cpu_s(pid)
    done = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script,
                           f"http://{address}/v1/check"],
                          capture_output=True, text=True, timeout=seconds + 60, check=True)
    spent = cpu_s(pid) - before
    if "Non-2xx" in done.stdout:
        sys.exit(f"answers that are none:\n{done.stdout}")
    count = int(re.search(r"(\d+) requests in", done.stdout)[1])
    return spent * 1e6 / count, float(re.search(r"Requests/sec:\s*([0-9.]+)", done.stdout)[1])


def start_echo(threads):
    echo = subprocess.Popen([os.path.join(BENCH, "bench_echo"), str(threads)],
                            stdout=subprocess.PIPE, text=True)
    return echo, "127.0.0.1:" + echo.stdout.readline().split()[1]


def start_ours(rules, threads, flags, with_key):
    server = Server("--threads", str(threads), *flags)
    server.rules = rules
    key = None
    if with_key:
        for words in (["keys", "plan", "bench", "enterprise", "--per-minute", UNLIMITED,
                       "--per-day", UNLIMITED, "--concurrent", "1000"],
                      ["keys", "create", "bench"]):
            done = subprocess.run([PROGRAM, *words, "--data", server.data], check=True,
                                  stdout=subprocess.PIPE, text=True)
            key = done.stdout.strip()
    server.start()
    return server, key


def measure(row, rules, folder):
    label, size, threads, flags, with_key, asked = row
    echo, echo_address = start_echo(threads)
    server, key = start_ours(rules, threads, flags, with_key)
    plain = write_script(folder, size, None)
    ours, theirs = [], []
    try:
        keyed = write_script(folder, size, key)
        load(server.process.pid, server.address, keyed, 1)
        for _ in range(ROUNDS):
            theirs.append(load(echo.pid, echo_address, plain, SECONDS))
            ours.append(load(server.process.pid, server.address, keyed, SECONDS))
    finally:
        server.__exit__(None, None, None)
        echo.send_signal(signal.SIGTERM)
        echo.wait(10)
    echo_us, our_us = (statistics.median(each[0] for each in rates) for rates in (theirs, ours))
    print(f"  {label:<26} {size:>5} B {threads} thread{'s' if threads > 1 else ' '}"
          f"  echo {echo_us:6.1f} us  ours {our_us:6.1f} us  ratio {echo_us / our_us:.2f}"
          f"  (asked {asked:.2f}; {statistics.median(each[1] for each in ours):.0f} a second)",
          flush=True)


with tempfile.TemporaryDirectory() as folder:
    rules = os.environ.get("RULES")
    if rules is None:
        rules = os.path.join(folder, "rules")
        subprocess.run([os.path.join(BENCH, "bench_made"), rules, "1000"], check=True)
    for row in ROWS:
        measure(row, rules, folder)
