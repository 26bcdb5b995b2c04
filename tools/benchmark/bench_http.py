#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The parts of tools/bench about HTTP: what it costs, and what a decision and its record cost beside
it. Sides that are compared take turns in one run, and each figure is the median of the turns, because
machines are shared.

  cost     CPU time a request: a bare libmicrohttpd echo (bench_echo.c) over /v1/check
  around   the same for prompts of two words: what is not the engine
  matrix   requests a second, CPU and times to an answer: echo, nginx `return 200`, and /v1/check
           without records and with each way to keep them; 1 to 64 connections, TCP and unix socket
  records  requests a second with records over those without, 64 connections: shipped rules, one rule

CPU time is that of the server's process alone: the load generator (bench_load.c) does not enter. Rules
are 1,000 made ones (bench_made.c); requests are prose, each another.
"""
import glob
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
sys.path.insert(0, os.path.join(ROOT, "tests/service"))

from service import PROGRAM, Server  # noqa: E402

BENCH = os.environ["BENCH"]
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
    if os.path.exists(path):
        os.unlink(path)
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

def cost(table, made, is_quick):
    table.section("HTTP: CPU a request, 64 connections",
                  "ratio: the echo's CPU over ours; the figure is ours")
    for row in COST_ROWS:
        one_cost(table, made, is_quick, *row)


def around(table, made, is_quick):
    table.section("HTTP: CPU a request of a prompt of one short sentence, 64 connections",
                  "ratio: the echo's CPU over ours: what is around the engine")
    for label, flags, with_key in (("audit off, no key", ["--audit-mode", "off"], False),
                                   ("audit off, key, limits", ["--audit-mode", "off"], True),
                                   ("key, limits, group commit", ["--audit-mode", "group"], True)):
        one_cost(table, made, is_quick, label, 90, 1, flags, with_key, None)


def one_cost(table, made, is_quick, label, size, threads, flags, with_key, asked):
    rounds, seconds = (3, 0.2) if is_quick else (5, 2)
    sides = {"echo": start_echo(made.folder, False, threads)}
    try:
        sides["ours"] = Ours(made.rules(1000), flags, with_key, threads=threads)
        load(sides["ours"], 64, 0.5, size)
        turns = take_turns(sides, rounds, lambda side: load(side, 64, seconds, size))
    finally:
        close(sides.values())
    echo_us, our_us = median(turns["echo"], "cpu_us"), median(turns["ours"], "cpu_us")
    table.row(f"{label}, {size} B, {threads} thread{'s' if threads > 1 else ''}", our_us, "us",
              f"of echo ({echo_us:.1f} us)", echo_us / our_us,
              asked=("ratio", ">=", asked) if asked else None,
              rate=round(median(turns["ours"], "rate")), echo_us=round(echo_us, 2))


def start_all(made, is_unix, modes):
    sides = {"echo": start_echo(made.folder, is_unix)}
    if shutil.which("nginx") or os.path.exists("/usr/sbin/nginx"):
        sides["nginx"] = start_nginx(made.folder, is_unix)
    for mode in modes:
        sides[mode] = Ours(made.rules(1000), ["--audit-mode", mode], is_unix=is_unix)
    return sides


def matrix(table, made, is_quick):
    rounds, seconds = (3, 0.2) if is_quick else (3, 2)
    for is_unix in (False, True):
        transport = "unix" if is_unix else "TCP"
        sides = start_all(made, is_unix, MODES)
        try:
            for side in sides.values():
                load(side, 64, 0.3)
            for connections in (1, 64) if is_quick else (1, 4, 16, 64):
                table.section(f"HTTP: 1 KB, {transport}, {connections} connection"
                              f"{'s' if connections > 1 else ''}: CPU a request",
                              "ratio: the echo's CPU over ours; also requests a second and times "
                              "to an answer")
                turns = take_turns(sides, rounds,
                                   lambda side, n=connections: load(side, n, seconds))
                show_matrix(table, turns, connections)
        finally:
            close(sides.values())
    transports(table, made, is_quick)


def transports(table, made, is_quick):
    """Both at the same time, taking turns; a request of one short sentence, so that it shows."""
    rounds, seconds = (5, 0.2) if is_quick else (9, 1)
    table.section("HTTP: unix socket beside TCP, 64 connections, 90 B: requests a second")
    for name, asked in (("echo", None), ("off", ("ratio", ">=", 1.3))):
        sides = {}
        try:
            for is_unix in (False, True):
                sides[is_unix] = start_echo(made.folder, is_unix) if name == "echo" else \
                    Ours(made.rules(1000), ["--audit-mode", name], is_unix=is_unix)
                load(sides[is_unix], 64, 0.2, 90)
            turns = take_turns(sides, rounds, lambda side: load(side, 64, seconds, 90))
        finally:
            close(sides.values())
        ratio = statistics.median(unix["rate"] / tcp["rate"]
                                  for unix, tcp in zip(turns[True], turns[False]))
        cpu = median(turns[False], "cpu_us") / median(turns[True], "cpu_us")
        table.row(label_of(name), median(turns[True], "rate"), "/s",
                  f"of TCP (CPU: {cpu:.2f} x less)", ratio, asked=asked, cpu_ratio=round(cpu, 2))


def label_of(name):
    return f"/v1/check, audit {name}" if name in MODES else name


def show_matrix(table, turns, connections):
    echo_us, echo_p99 = (median(turns["echo"], what) for what in ("cpu_us", "p99_us"))
    if "nginx" not in turns:
        table.absent("nginx return 200", "not installed: nginx-light")
    for name, each in turns.items():
        figures = {what: round(median(each, what), 1)
                   for what in ("rate", "p50_us", "p99_us", "p999_us")}
        cpu = median(each, "cpu_us")
        table.row(label_of(name), cpu, "us", "of echo", echo_us / cpu, connections=connections,
                  p99_ratio=round(figures["p99_us"] / echo_p99, 2), **figures)
        table.say(f"      {figures['rate']:.0f} a second, p50 {figures['p50_us']:.0f} us, "
                  f"p99 {figures['p99_us']:.0f} us ({figures['p99_us'] / echo_p99:.2f} x the "
                  f"echo's), p99.9 {figures['p999_us']:.0f} us")


def records(table, made, is_quick):
    rounds, seconds = (3, 0.6) if is_quick else (7, 2)
    table.section("HTTP: requests a second with records, 64 connections")
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
            table.row(f"{label}, audit {mode}", median(each, "rate"), "/s", "of without", ratio,
                      cpu_us=round(median(each, "cpu_us"), 2))
    del made
