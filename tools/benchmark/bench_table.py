#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The one table of all benchmarks: what was measured, beside what, and what was asked of it.

    table = Table()
    table.section("HTTP: CPU a request")
    table.row("audit off, no key, 1 KB", 9.1, "us", beside="echo", ratio=0.81, asked=("ratio", ">=", 0.85))
    table.write("bench.json")

A row's figure is what was measured; its ratio is that beside the same in the same run ("beside"), and
`asked` names which of the two should be how large. Absolute figures drift with the machine and its
load, ratios hardly do.

    bench_table.py --self-test      what is met is said to be, and rows come back from the file
"""
import json
import operator
import sys
import tempfile

HOLDS = {">=": operator.ge, "<=": operator.le, "<": operator.lt}
WHAT, FIGURE, UNIT, RATIO, BESIDE = 56, 8, 4, 9, 30


def figure_text(value):
    if value is None:
        return "-"
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def is_met(row):
    """None where nothing was asked."""
    if row.get("asked") is None:
        return None
    which, sign, bound = row["asked"]
    value = row[which]
    return None if value is None else HOLDS[sign](value, bound)


def asked_text(row):
    met = is_met(row)
    if met is None:
        return ""
    which, sign, bound = row["asked"]
    unit = " " + row["unit"] if which == "figure" else ""
    return f"asked {sign} {figure_text(bound)}{unit}: {'yes' if met else 'NO'}"


class Table:
    def __init__(self, is_quiet=False):
        self.rows = []
        self.is_quiet = is_quiet
        self.name = ""

    def say(self, text):
        if not self.is_quiet:
            print(text, flush=True)

    def section(self, name, note=""):
        self.name = name
        self.say(f"\n== {name}" + (f"\n   {note}" if note else ""))

    def row(self, what, figure, unit, beside="", ratio=None, asked=None, **more):
        row = {"section": self.name, "what": what, "figure": figure, "unit": unit,
               "beside": beside, "ratio": ratio, "asked": asked, **more}
        row["met"] = is_met(row)
        self.rows.append(row)
        times = "" if ratio is None else f"{figure_text(ratio)} x"
        self.say(f"  {what:<{WHAT}} {figure_text(figure):>{FIGURE}} {unit:<{UNIT}} "
                 f"{times:>{RATIO}} {beside:<{BESIDE}} {asked_text(row)}".rstrip())

    def absent(self, what, why):
        self.rows.append({"section": self.name, "what": what, "absent": why})
        self.say(f"  {what:<{WHAT}} {why}")

    def summary(self):
        """What was asked, once more, by itself."""
        asked = [row for row in self.rows if row.get("met") is not None]
        if not asked:
            return
        self.say(f"\n== what was asked: {sum(row['met'] for row in asked)} of {len(asked)} hold")
        for row in asked:
            value = row[row["asked"][0]]
            self.say(f"  {row['section']}: {row['what']}: {figure_text(value)}"
                     f"{' ' + row['unit'] if row['asked'][0] == 'figure' else ''}, "
                     f"{asked_text(row)}")

    def write(self, path):
        with open(path, "w", encoding="utf-8") as out:
            out.write("".join(json.dumps(row) + "\n" for row in self.rows))


def self_test():
    cases = [(("ratio", ">=", 0.85), 0.85, 9, True), (("ratio", ">=", 0.85), 0.84, 9, False),
             (("figure", "<", 0.3), None, 0.3, False), (("figure", "<", 0.3), None, 0.29, True),
             (("figure", "<=", 64), None, 64, True), (("ratio", "<=", 1), None, 9, None),
             (None, 2, 9, None)]
    table = Table(is_quiet=True)
    table.section("self-test")
    for asked, ratio, figure, _ in cases:
        table.row("case", figure, "us", ratio=ratio, asked=asked)
    table.absent("a matcher", "not installed")
    for row, (asked, *_, met) in zip(table.rows, cases):
        if row["met"] is not met:
            sys.exit(f"self-test: {row} is met: {row['met']}, should be {met}")
        if asked_text(row).endswith("NO") is not (met is False):
            sys.exit(f"self-test: {asked} of {row} reads {asked_text(row)!r}")
    table.summary()
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as file:
        table.write(file.name)
        rows = [json.loads(line) for line in file]
    if len(rows) != len(cases) + 1 or rows[0]["asked"] != ["ratio", ">=", 0.85]:
        sys.exit(f"self-test: the file has {rows}")
    print("self-test: good")


if __name__ == "__main__" and sys.argv[1:] == ["--self-test"]:
    self_test()
