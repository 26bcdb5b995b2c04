#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What HTTP costs, and what a decision and its record cost beside it. Sides that are compared take
turns in one run, and each figure is the median of the turns, because machines are shared.

    DOORWARD=PROGRAM BENCH=FOLDER [RULES=FOLDER] bench_http.py SECTION... [--quick] [--json]

  cost     CPU time a request: a bare libmicrohttpd echo (bench_echo.c) over /v1/check
  matrix   requests a second, CPU and times to an answer: echo, nginx `return 200`, and /v1/check
           without records and with each way to keep them; 1 and 64 connections, TCP and unix socket
  records  requests a second with records over those without, 64 connections: shipped rules, one rule

CPU time is that of the server's process alone: the load generator (bench_load.c) does not enter. Rules
are 1,000 made ones (bench_made.c) unless RULES is a folder; requests are prose, each another.
"""
import glob
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
sys.path.insert(0, os.path.join(ROOT, "tests/service"))

from service import PROGRAM, Server  # noqa: E402

BENCH = os.environ["BENCH"]
SECTIONS = [word for word in sys.argv[1:] if not word.startswith("--")]
IS_QUICK = "--quick" in sys.argv
IS_JSON = "--json" in sys.argv
SIZE = 1000
UNLIMITED = "4294967295"

# label, bytes, threads, flags, with a key, asked
COST_ROWS = [
    ("audit off, no key", 1000, 1, ["--audit-mode", "off"], False, 0.85),
    ("key, limits, group commit", 1000, 1, ["--audit-mode", "group"], True, 0.75),
    ("key, limits, group commit", 100, 1, ["--audit-mode", "group"], True, 0.85),
    ("key, limits, group commit", 4096, 1, ["--audit-mode", "group"], True, 0.55),
    ("key, limits, group commit", 1000, 2, ["--audit-mode", "group"], True, 0.75),
]
MODES = ("off", "async", "group", "each")

NGINX = """daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/nginx.log error;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 100000000; client_body_temp_path {folder};
  proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server {{ listen {address}; location / {{ return 200 "{body}"; }} }}
}}
"""


def say(text, **figures):
    print(json.dumps(figures) if IS_JSON else text, flush=True)


# ---- servers ----

class Bare:
    """A process that is no server of ours."""

    def __init__(self, words, address):
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True)
        self.address = address

    def close(self):
        self.process.terminate()
        self.process.wait(10)


def start_echo(folder, is_unix, threads=1):
    path = os.path.join(folder, "echo.socket")
    words = [os.path.join(BENCH, "bench_echo"), str(threads)]
    echo = Bare(words + ([path] if is_unix else []), "unix:" + path)
    name = echo.process.stdout.readline().split()[1]
    if not is_unix:
        echo.address = name
    return echo


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def start_nginx(folder, is_unix):
    own = os.path.join(folder, "nginx-unix" if is_unix else "nginx")
    os.mkdir(own)
    address = f"unix:{own}/socket" if is_unix else f"127.0.0.1:{free_port()}"
    config = os.path.join(own, "nginx.conf")
    with open(config, "w", encoding="ascii") as out:
        out.write(NGINX.format(folder=own, address=address, body="x" * 200))
    nginx = Bare([shutil.which("nginx") or "/usr/sbin/nginx", "-p", own, "-c", config], address)
    time.sleep(0.5)
    return nginx


class Ours:
    def __init__(self, rules, flags, with_key=False, is_unix=False, threads=1):
        self.server = Server("--threads", str(threads), *flags, unix=is_unix)
        if rules is not None:
            self.server.rules = rules
        self.header = f"x-api-key: {self.make_key()}" if with_key else ""
        self.server.start()
        self.process, self.address = self.server.process, self.server.address

    def make_key(self):
        for words in (["keys", "plan", "bench", "enterprise", "--per-minute", UNLIMITED,
                       "--per-day", UNLIMITED, "--concurrent", "1000"],
                      ["keys", "create", "bench"]):
            done = subprocess.run([PROGRAM, *words, "--data", self.server.data], check=True,
                                  capture_output=True, text=True)
        return done.stdout.strip()

    def close(self):
        self.server.__exit__(None, None, None)


# ---- measuring ----

def cpu_us(pid):
    """Of all threads: nanoseconds are the first figure of schedstat."""
    spent = 0
    for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
        with open(path, encoding="ascii") as stat:
            spent += int(stat.read().split()[0])
    return spent / 1000


def load(side, connections, seconds, size=SIZE, header=None):
    """The figures of bench_load, and "cpu_us" a request and "rate" a second."""
    header = header if header is not None else getattr(side, "header", "")
    before = cpu_us(side.process.pid)
    done = subprocess.run([os.path.join(BENCH, "bench_load"), side.address, str(connections),
                           str(seconds), str(size), *([header] if header else [])],
                          stdout=subprocess.PIPE, text=True, timeout=seconds + 60, check=True)
    figures = json.loads(done.stdout)
    if figures["refused"]:
        sys.exit(f"{figures['refused']} answers of {side.address} were not 200")
    figures["cpu_us"] = (cpu_us(side.process.pid) - before) / figures["requests"]
    figures["rate"] = figures["requests"] / figures["seconds"]
    return figures


def take_turns(sides, rounds, measure):
    """{name: [figures of each round]}"""
    turns = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            turns[name].append(measure(side))
    return turns


def median(turns, name):
    return statistics.median(turn[name] for turn in turns)


def close(sides):
    for side in sides:
        side.close()


# ---- sections ----

def cost(folder, rules):
    rounds, seconds = (2, 0.4) if IS_QUICK else (5, 2)
    for label, size, threads, flags, with_key, asked in COST_ROWS:
        sides = {"echo": start_echo(folder, False, threads)}
        try:
            sides["ours"] = Ours(rules, flags, with_key, threads=threads)
            load(sides["ours"], 64, 0.5, size)
            turns = take_turns(sides, rounds, lambda side: load(side, 64, seconds, size))
        finally:
            close(sides.values())
        echo_us, our_us = median(turns["echo"], "cpu_us"), median(turns["ours"], "cpu_us")
        rate = median(turns["ours"], "rate")
        say(f"  {label:<26} {size:>5} B {threads} thread{'s' if threads > 1 else ' '}"
            f"  echo {echo_us:6.1f} us  ours {our_us:6.1f} us  ratio {echo_us / our_us:.2f}"
            f"  (asked {asked:.2f}; {rate:.0f} a second)",
            section="cost", what=label, bytes=size, threads=threads, echo_us=round(echo_us, 2),
            ours_us=round(our_us, 2), ratio=round(echo_us / our_us, 3), asked=asked)


def start_all(folder, rules, is_unix):
    sides = {"echo": start_echo(folder, is_unix)}
    if shutil.which("nginx") or os.path.exists("/usr/sbin/nginx"):
        sides["nginx"] = start_nginx(folder, is_unix)
    for mode in MODES:
        sides[mode] = Ours(rules, ["--audit-mode", mode], is_unix=is_unix)
    return sides


def matrix(folder, rules):
    rounds, seconds = (1, 0.4) if IS_QUICK else (3, 2)
    for is_unix in (False, True):
        sides = start_all(folder, rules, is_unix)
        try:
            for side in sides.values():
                load(side, 64, 0.3)
            for connections in (1, 64):
                turns = take_turns(sides, rounds,
                                   lambda side, n=connections: load(side, n, seconds))
                show_matrix(turns, "unix" if is_unix else "TCP", connections)
        finally:
            close(sides.values())


def show_matrix(turns, transport, connections):
    echo_us = median(turns["echo"], "cpu_us")
    for name, each in turns.items():
        label = f"/v1/check, audit {name}" if name in MODES else name
        figures = {what: median(each, what)
                   for what in ("rate", "cpu_us", "p50_us", "p99_us", "p999_us")}
        say(f"  {transport:<4} {connections:>3}  {label:<23} {figures['rate']:>8.0f} a second"
            f"  {figures['cpu_us']:>6.1f} us CPU  {echo_us / figures['cpu_us']:5.2f} of echo"
            f"   p50 {figures['p50_us']:>6.0f}  p99 {figures['p99_us']:>6.0f} us",
            section="matrix", server=label, transport=transport, connections=connections,
            echo_ratio=round(echo_us / figures["cpu_us"], 3),
            **{what: round(value, 1) for what, value in figures.items()})


def records(folder, rules):
    del folder, rules
    rounds, seconds = (3, 0.6) if IS_QUICK else (7, 2)
    for label, folder_of_rules in (("shipped rules", os.path.join(ROOT, "rules")),
                                   ("one rule", None)):
        sides = {}
        try:
            for mode in ("off", "group", "async"):
                sides[mode] = Ours(folder_of_rules, ["--audit-mode", mode])
                load(sides[mode], 64, 0.5)
            turns = take_turns(sides, rounds, lambda side: load(side, 64, seconds))
        finally:
            close(sides.values())
        for mode, each in turns.items():
            ratio = statistics.median(turn["rate"] / off["rate"]
                                      for turn, off in zip(each, turns["off"]))
            rates = " ".join(f"{turn['rate']:.0f}" for turn in each)
            say(f"  {label:<14} {mode:<6} {median(each, 'rate'):>8.0f} a second"
                f"  {median(each, 'cpu_us'):>6.1f} us CPU  {100 * ratio:4.0f} % of off"
                f"   ({rates})",
                section="records", rules=label, mode=mode, of_off=round(ratio, 3),
                rate=round(median(each, "rate")), cpu_us=round(median(each, "cpu_us"), 2))


def main():
    with tempfile.TemporaryDirectory() as folder:
        rules = os.environ.get("RULES")
        if rules is None:
            rules = os.path.join(folder, "rules")
            subprocess.run([os.path.join(BENCH, "bench_made"), rules, "1000"], check=True)
        for section in SECTIONS or ["cost", "matrix", "records"]:
            {"cost": cost, "matrix": matrix, "records": records}[section](folder, rules)


main()
