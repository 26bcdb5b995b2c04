# SPDX-License-Identifier: Apache-2.0
"""The parts of tools/bench about a server with 10,000 rules: its start from the cache, a reload of all
of them, its memory, and what a reload does to requests meanwhile."""
import os
import statistics
import signal
import subprocess
import threading
import time

from bench_http import Ours, cpu_us, load
from service import Server

RULES = 10000
BASE_MIB, KIB_A_RULE = 32, 3


def memory_mib(pid, name="VmRSS"):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(name + ":"):
                return int(line.split()[1]) / 1024
    return None


def settled_mib(pid, seconds=20):
    """Once it has not changed for two seconds: after a load the cache is still written."""
    end, since, last = time.monotonic() + seconds, time.monotonic(), None
    while time.monotonic() < min(end, since + 2):
        memory = memory_mib(pid)
        if memory != last:
            since, last = time.monotonic(), memory
        time.sleep(0.1)
    return last


def begin(made):
    """A server of its own folder with 10,000 rules, loaded once, so that the cache has them."""
    server = Server("--threads", "1", "--audit-mode", "off")
    server.patience = 300
    server.rules = made.rules(RULES)
    return server


def starts(server, rounds):
    """[(seconds until the rules decide, CPU seconds until then, what the log says of them)]"""
    taken = []
    for _ in range(rounds):
        begun = time.monotonic()
        server.start()
        taken.append((time.monotonic() - begun, cpu_us(server.process.pid) / 1e6,
                      server.events("rules_loaded")[0]))
        server.stop()
    return taken


def start(table, made, is_quick):
    table.section(f"a server with {RULES:,} rules: start, memory")
    server = begin(made)
    try:
        first = starts(server, 1)[0]
        later = starts(server, 5 if is_quick else 15)
        server.start()
        memory = settled_mib(server.process.pid)
    finally:
        server.__exit__(None, None, None)
    assert all(event["made"] != "now" for _, _, event in later), later[0]
    table.row("first start: nothing is cached", first[0], "s", cpu_s=first[1])
    # Of times by the wall's clock the best: others want the processors, too, and none makes it less.
    best = min(taken[0] for taken in later)
    table.row("start with cached rules, until they decide", best, "s", "of the first",
              best / first[0], asked=("figure", "<", 0.3),
              median=statistics.median(taken[0] for taken in later))
    table.row("the same, CPU", statistics.median(taken[1] for taken in later), "s")
    table.row("resident memory, rules from the cache", memory, "MiB",
              f"of {BASE_MIB} MiB + {KIB_A_RULE} KiB a rule",
              memory / (BASE_MIB + KIB_A_RULE * RULES / 1024), asked=("ratio", "<=", 1))


def change(server, made, seed):
    """Other rules in the place of all of them, in the server's own folder."""
    for name in os.listdir(made.rules(RULES, seed)):
        with open(os.path.join(made.rules(RULES, seed), name), "rb") as rules:
            text = rules.read()
        with open(os.path.join(server.rules, name), "wb") as out:
            out.write(text)


def reload(table, made, is_quick):
    table.section(f"a reload of {RULES:,} rules, all of them changed, with their inline tests")
    server = begin(made)
    server.rules = os.path.join(made.folder, "rules-reloaded")
    os.makedirs(server.rules)
    change(server, made, 1)
    taken = []
    try:
        server.start()
        before = memory_mib(server.process.pid)
        for round_ in range(1 if is_quick else 3):
            change(server, made, 2 + round_)
            begun, spent = time.monotonic(), cpu_us(server.process.pid)
            server.signal(signal.SIGHUP)
            event = server.wait_for("rules_loaded", 2 + round_)
            taken.append(((cpu_us(server.process.pid) - spent) / 1e6, time.monotonic() - begun))
        after = settled_mib(server.process.pid)
        peak = memory_mib(server.process.pid, "VmHWM")
    finally:
        server.__exit__(None, None, None)
    assert event["tests"] == 4 * RULES, event
    table.row("CPU of the server", statistics.median(one[0] for one in taken), "s",
              asked=("figure", "<", 5))
    table.row("until they decide", statistics.median(one[1] for one in taken), "s")
    bound = BASE_MIB + KIB_A_RULE * RULES / 1024
    table.row("resident memory before (compiled at the start)", before, "MiB",
              f"of {BASE_MIB} MiB + {KIB_A_RULE} KiB a rule", before / bound)
    table.row("resident memory afterwards", after, "MiB",
              f"of {BASE_MIB} MiB + {KIB_A_RULE} KiB a rule", after / bound,
              asked=("ratio", "<=", 1))
    table.row("the most it ever had", peak, "MiB")


class Reloading(threading.Thread):
    """Asks for reloads of changed rules, one after another, until it is stopped."""

    def __init__(self, server, made):
        super().__init__(daemon=True)
        self.server, self.made, self.is_over, self.count = server, made, False, 0
        self.start()

    def run(self):
        while not self.is_over:
            change(self.server, self.made, 1 + (self.count + 1) % 2)
            loaded = len(self.server.events("rules_loaded"))
            self.server.signal(signal.SIGHUP)
            self.server.wait_for("rules_loaded", loaded + 1)
            self.count += 1

    def stop(self):
        self.is_over = True
        self.join(120)


def tail(table, made, is_quick):
    table.section(f"answers while {RULES:,} rules are reloaded, 16 connections, 1 KB",
                  "on so many processors as there are; the load generator is on one of them")
    rounds, seconds = (1, 2) if is_quick else (5, 4)
    folder = os.path.join(made.folder, "rules-tail")
    subprocess.run(["cp", "-r", made.rules(RULES), folder], check=True)
    ours = Ours(folder, ["--audit-mode", "off"])
    turns = {"without": [], "while": []}
    try:
        for _ in range(rounds):
            turns["without"].append(load(ours, 16, seconds))
            reloading = Reloading(ours.server, made)
            try:
                turns["while"].append(load(ours, 16, seconds))
            finally:
                reloading.stop()
    finally:
        ours.close()
    for what in ("p50_us", "p99_us", "p999_us"):
        without, busy = (statistics.median(turn[what] for turn in each)
                         for each in turns.values())
        table.row(f"{what[:-3].replace('p999', 'p99.9')}, reloading", busy, "us",
                  f"of without ({without:.0f} us)", busy / without, reloads=reloading.count)
