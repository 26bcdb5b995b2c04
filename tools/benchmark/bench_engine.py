# SPDX-License-Identifier: Apache-2.0
"""The parts of tools/bench that run programs: the engine's stages, disguises, other matchers, folding,
loading rules, the log, keys. Each function writes rows of the table (bench_table.py)."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.environ["BENCH"]
STAGES = ("PREPARE", "EXPAND", "CANDIDATES", "CONFIRM", "JUDGE", "DECIDE")
ALPHABETS = ("ascii", "latin", "cyrillic", "han", "mixed")
SIZES = {64: "64 B", 1024: "1 KB", 65536: "64 KB", 1 << 20: "1 MB"}
PEERS = (("hyperscan", "libhyperscan-dev"), ("re2", "libre2-dev, g++"), ("pcre2", "libpcre2-dev"),
         ("yara", "libyara-dev"), ("modsecurity", "libmodsecurity-dev"))
CORE_RULES = ("/etc/modsecurity/crs/crs-setup.conf", "/usr/share/modsecurity-crs/rules")


def program(name):
    return os.path.join(BENCH, name)


def lines(words, seconds=600):
    """The lines of JSON that a program writes; None when it fails or takes too long."""
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        sys.stderr.write(done.stderr[-2000:])
        return None
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


class Made:
    """Rules, regexes and texts, made once each, in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.mixed = {}     # what Hyperscan said of so many regexes

    def path(self, name):
        return os.path.join(self.folder, name)

    def rules(self, count, seed=1):
        path = self.path(f"rules-{count}-{seed}")
        if not os.path.exists(path):
            subprocess.run([program("bench_made"), path, str(count), str(seed)], check=True)
        return path

    def list(self, kind, count):
        """The "regexes" of that many rules, or "hits": sentences that they find."""
        path = self.path(f"{kind}-{count}")
        if not os.path.exists(path):
            subprocess.run([program("bench_made"), f"--{kind}", path, str(count)], check=True)
        return path

    def texts(self, alphabet, size, total, hits=None):
        path = self.path(f"{alphabet}-{size}-{total}-{hits or 0}")
        if not os.path.exists(path):
            words = [program("bench_lines"), alphabet, str(size), str(max(total // size, 1)), "7"]
            with open(path, "wb") as out:
                subprocess.run(words + ([self.list("hits", hits)] if hits else []), stdout=out,
                               check=True)
        return path


# ---- the engine ----

def stages(table, made, is_quick):
    rules = (1000,) if is_quick else (100, 1000, 10000)
    sizes = (64, 1024, 65536) if is_quick else tuple(SIZES)
    total, rounds = (1 << 16, 2) if is_quick else (1 << 20, 5)
    for count in rules:
        table.section(
            f"the engine, {count} rules: microseconds of CPU a text",
            "ratio: beside one hs_scan of the rules as one database of regexes. Below: a copy of the "
            "text; folding\n   and one scan (plain); that hs_scan (regexes); all stages without "
            "decoders (none); what each stage adds")
        regexes = made.list("regexes", count) if count < 10000 or not is_quick else "-"
        files = [(alphabet, size, hits, made.texts(alphabet, size, total, hits))
                 for alphabet in ALPHABETS for size in sizes for hits in (None, count)
                 if not (is_quick and hits and alphabet != "ascii")]
        rows = lines([program("bench_stages"), made.rules(count), regexes, str(rounds),
                      *(path for *_, path in files)], 3600)
        if rows is None:
            table.absent(f"{count} rules", "could not be measured: see above")
            continue
        for (alphabet, size, hits, _), row in zip(files, rows):
            show_stages(table, f"{alphabet}, {SIZES[size]}, {'hits' if hits else 'no hits'}", row)


def show_stages(table, label, row):
    beside = row.get("regexes")
    micro = {name: round(row[name] / 1000, 3)
             for name in ("copy", "plain", "regexes", "none", "BEGIN", *STAGES) if name in row}
    table.row(label, row["whole"] / 1000, "us", "of one hs_scan" if beside else "",
              row["whole"] / beside if beside else None, rules=row["rules"], bytes=row["bytes"],
              texts=row["count"], found=row["found"], stages_us=micro)
    table.say("      " + "  ".join(f"{name.lower()} {value:.2f}" for name, value in micro.items()))


def decoders(table, made, is_quick):
    table.section("a kilobyte of prose with one sentence disguised: microseconds of CPU a prompt",
                  "ratio: beside the same prose with the sentence as it is; the dearest of a family")
    rows = lines([program("bench_decoders"), made.rules(1000), *(("1", "4") if is_quick else
                                                                ("5", "64"))])
    families = {}
    for row in rows or ():
        families.setdefault(row["family"], []).append(row)
    for family, members in families.items():
        dearest = max(members, key=lambda row: row["ns"] / row["plain_ns"])
        table.row(f"{family}: {dearest['disguise']}", dearest["ns"] / 1000, "us", "of the plain prose",
                  dearest["ns"] / dearest["plain_ns"],
                  all={row["disguise"]: round(row["ns"] / row["plain_ns"], 2) for row in members})


# ---- other matchers ----

def peers(table, made, is_quick):
    for count in (1000,) if is_quick else (100, 1000, 10000):
        total, seconds = (1 << 20, 0.25) if is_quick else (4 << 20, 2.0)
        texts = {hits: made.texts("ascii", 1024, total, hits) for hits in (None, count)}
        table.section(f"other matchers, {count} rules, 1 KB of English: microseconds of CPU a text",
                      "ratio: beside Doorward with all decoders; each found what it can find")
        small = [made.texts("ascii", 1024, 1 << 18, hits) for hits in texts]
        ours = lines([program("bench_stages"), made.rules(count), "-", "3", *small], 900)
        if ours is None:
            table.absent("Doorward", "could not be measured")
            continue
        for hits, row in zip(texts, ours):
            for name, key in (("Doorward", "whole"), ("Doorward, no decoders", "none")):
                table.row(f"{name}, {'hits' if hits else 'no hits'}", row[key] / 1000, "us",
                          "of Doorward", row[key] / row["whole"])
        each_peer(table, made, count, seconds, texts, [row["whole"] / 1000 for row in ours])


def each_peer(table, made, count, seconds, texts, ours_us):
    words = [made.list("regexes", count), str(seconds), *texts.values()]
    for name, packages in PEERS:
        if not os.path.exists(program(f"bench_peer_{name}")):
            table.absent(name, f"not installed: {packages}")
            continue
        rows = lines([program(f"bench_peer_{name}"), *words])
        if name == "hyperscan" and rows:
            made.mixed[count] = rows[0]
        show_peer(table, name, rows, texts, ours_us)
    show_peer(table, "Python re", lines([sys.executable, os.path.join(HERE, "bench_peer_python.py"),
                                         *words]), texts, ours_us)
    if not os.path.exists(program("bench_peer_modsecurity")) or not os.path.exists(CORE_RULES[0]):
        table.absent("libmodsecurity, core rule set", "not installed: modsecurity-crs")
        return
    core = made.path("core-rules")
    with open(core, "w", encoding="ascii") as out:
        out.write(f"Include {CORE_RULES[0]}\nInclude {CORE_RULES[1]}/*.conf\n")
    rows = lines([program("bench_peer_modsecurity"), core, str(seconds), *texts.values()])
    show_peer(table, "libmodsecurity", rows, texts, ours_us, ", core rule set")


def show_peer(table, name, rows, texts, ours_us, label=""):
    if rows is None:
        table.absent(name + label, "could not be measured: it failed or took over ten minutes")
        return
    for hits, row, ours in zip(texts, rows, ours_us):
        table.row(f"{row['peer']}{label}, {'hits' if hits else 'no hits'}", row["us"], "us",
                  "of Doorward", row["us"] / ours, compile_s=row["compile_s"],
                  peak_kib=row["peak_kib"], scanned=row["scanned"], found=row["found"])


# ---- folding, rules, the log, keys ----

def fold(table, made, is_quick):
    del made
    table.section("folding 1 KB: nanoseconds of CPU a byte")
    for row in lines([program("bench_fold"), "5" if is_quick else "51", "--json"]) or ():
        table.row(row["kind"], row["fold"], "ns", "of memcpy", row["fold"] / row["memcpy"])
        if "icu" in row:
            table.row(f"{row['kind']}, ICU's NFKC_Casefold", row["icu"], "ns", "of our fold",
                      row["icu"] / row["fold"])
        else:
            table.absent("ICU's NFKC_Casefold", "not installed: libicu-dev")


def rules(table, made, is_quick):
    table.section("loading rules: seconds of CPU, peak memory")
    shipped = lines([program("bench_ruleset"), "--json"])
    many = lines([program("bench_ruleset"), "--count", "10000", "--regex", "5", "--json"])
    if not shipped or not many:
        table.absent("rules", "could not be loaded")
        return
    show_rules(table, f"the {shipped[0]['rules']} shipped", shipped[0], False)
    show_rules(table, "10,000 made", many[0], True)
    count = 1000 if is_quick else 10000
    same = many[0] if count == 10000 else \
        lines([program("bench_ruleset"), "--count", "1000", "--regex", "5", "--quick", "--json"])[0]
    if count not in made.mixed:
        rows = lines([program("bench_peer_hyperscan"), made.list("regexes", count), "0.1",
                      made.texts("ascii", 1024, 1 << 18)], 3600)
        made.mixed[count] = rows and rows[0]
    mixed = made.mixed[count]
    if mixed is None:
        table.absent(f"{count} as one Hyperscan database", "took more than an hour")
        return
    name = f"{count:,} as one Hyperscan database of regexes"
    table.row(f"{name}: compile", mixed["compile_s"], "s", f"of our {count:,}",
              mixed["compile_s"] / same["compile_s"])
    table.row(f"{name}: peak", mixed["peak_kib"] / 1024, "MiB", f"of our {count:,}",
              mixed["peak_kib"] / same["compile_peak_kib"])


def show_rules(table, name, row, is_asked):
    def asked(bound):
        return ("figure", "<=", bound) if is_asked else None

    table.row(f"{name}: compile", row["compile_s"], "s", asked=asked(2))
    table.row(f"{name}: peak while compiling", row["compile_peak_kib"] / 1024, "MiB",
              asked=asked(64))
    table.row(f"{name}: {row['tests']} inline tests", row["test_s"], "s")
    table.row(f"{name}: to bytes", row["save_s"], "s")
    table.row(f"{name}: from bytes", row["open_s"], "s", "of compiling",
              row["open_s"] / row["compile_s"])


def log(table, made, is_quick):
    del made
    table.section("the log")
    for row in lines([program("bench_audit"), "50000" if is_quick else "1000000", "--json"]) or ():
        table.row("append: the request's thread", row["append_us"], "us")
        table.row("encode a record", row["encode_us"], "us")
        table.row("write and sign, mode async", row["records_a_second"], "/s")
        table.row("restart over all of them", row["restart_s"], "s", records=row["records"])
        table.row("verify all of them", row["verify_s"], "s", records=row["records"])
    records = 50000 if is_quick else 500000
    for row in lines([program("bench_search"), str(records), "--json"]) or ():
        if "ms" in row:
            what = row["what"].replace("from=2026-01-01 to=2026-01-02", "").strip()
            table.row(f"query, a day of records: {what or 'all'}", row["ms"], "ms",
                      worst_ms=row["worst_ms"], records=records)
        else:
            table.row(row["what"], row["records_a_second"], "/s")


def keys(table, made, is_quick):
    del made
    table.section("a key: nanoseconds of CPU a request")
    for row in lines([program("bench_keys"), "100000" if is_quick else "1000000", "--json"]) or ():
        table.row("authenticate", row["authenticate_ns"], "ns", "of its keyed hash",
                  row["authenticate_ns"] / row["hash_ns"])
        table.row("limits, credits and strikes", row["limits_ns"], "ns", "of the keyed hash",
                  row["limits_ns"] / row["hash_ns"])
        table.row("in all", row["whole_ns"], "ns", "of the keyed hash",
                  row["whole_ns"] / row["hash_ns"])


def worst(table, made, is_quick):
    del made
    table.section("the worst texts with the shipped rules: milliseconds of CPU",
                  "ratio: beside folding and one scan of the same text")
    for row in lines([program("bench_worst"), "--json", *(["--quick"] if is_quick else [])],
                     3600) or ():
        table.row(f"{row['case']}, {SIZES.get(row['bytes'], row['bytes'])}", row["ms"], "ms",
                  "of fold and one scan", row["of_plain"], complete=row["complete"])
