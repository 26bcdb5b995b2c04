#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves two things about headers with the compiler itself.

    check_headers.py alone  COMPILER LAYERS ROOT   each header compiles by itself
    check_headers.py upward COMPILER LAYERS ROOT   what a layer must not see does not compile

LAYERS holds a file a layer, written by CMake: its include path, then its headers.
Exit 0: so it is; 1: it is not; 2: could not run.
"""
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# The layer that includes, and a folder it must not see. Every header of the folder is
# tried, so that a renamed one does not make the test empty.
FORBIDDEN = [
    ("base", "engine/text"),
    ("text", "engine/match"),
    ("text", "engine/scan"),
    ("decode", "engine/match"),
    ("decode", "engine/scan"),
    ("match", "engine/decode"),
    ("match", "engine/ruleset"),
    ("ruleset", "engine/decode"),
    ("ruleset", "engine/scan"),
    ("engine", "engine/text"),
    ("engine", "engine/ruleset"),
    ("engine", "engine/scan"),
    ("audit", "engine/text"),
    ("audit", "server/web"),
    ("replay", "engine/scan"),
    ("replay", "server/web"),
    ("web", "engine/text"),
    ("web", "engine/scan"),
    ("web", "server/app"),
    ("app", "engine/text"),
    ("app", "engine/scan"),
]


def compile_line(compiler, include_path, header):
    """What the compiler says to a file that includes only `header`; "" when nothing."""
    command = [compiler, "-std=c17", "-D_GNU_SOURCE", "-fsyntax-only", "-Wall", "-Wextra",
               "-Werror", "-x", "c", "-"]
    command[1:1] = [f"-I{folder}" for folder in include_path]
    run = subprocess.run(command, input=f'#include "{header}"\n', text=True,
                         capture_output=True, cwd="/")
    return "" if run.returncode == 0 else run.stderr or "failed without a word"


def read_layers(folder):
    layers = {}
    for path in sorted(Path(folder).glob("*.txt")):
        include_path, *headers = path.read_text().splitlines()
        layers[path.stem] = ([entry for entry in include_path.split(":") if entry], headers)
    return layers


def check_alone(compiler, layers, root):
    jobs = [(path, header) for path, headers in layers.values() for header in headers]
    with ThreadPoolExecutor(max_workers=2) as pool:
        answers = list(pool.map(lambda job: compile_line(compiler, *job), jobs))
    for (_, header), answer in zip(jobs, answers):
        if answer:
            print(f"{Path(header).relative_to(root)} does not compile alone:\n{answer}")
    failed = sum(1 for answer in answers if answer)
    print(f"headers: {len(jobs)} of {len(layers)} layers compiled alone, {failed} failed")
    return 1 if failed or not jobs else 0


def check_upward(compiler, layers, root):
    tried = failed = 0
    # Each of these sees base: an include that must succeed shows that the path is right.
    for layer in sorted({layer for layer, _ in FORBIDDEN} & set(layers)):
        answer = compile_line(compiler, layers[layer][0], "base_slice.h")
        if answer:
            failed += 1
            print(f"{layer} cannot include base_slice.h:\n{answer}")
    for layer, folder in FORBIDDEN:
        headers = sorted((root / folder).glob("*.h"))
        if layer not in layers or not headers:
            print(f"headers: {layer} or {folder} is not there yet; left out")
            continue
        for header in headers:
            tried += 1
            answer = compile_line(compiler, layers[layer][0], header.name)
            if not missing(answer, header.name):
                failed += 1
                print(f"{layer} must not see {folder}/{header.name}, but: {answer or 'it does'}")
    print(f"headers: {tried} upward includes refused, {failed} failed")
    return 1 if failed or not tried else 0


def missing(answer, name):
    """Did the compiler fail because it cannot find `name`, and not for another reason?"""
    return name in answer and ("No such file" in answer or "file not found" in answer)


def main(arguments):
    checks = {"alone": check_alone, "upward": check_upward}
    if len(arguments) != 4 or arguments[0] not in checks:
        print(__doc__)
        return 2
    question, compiler, folder, root = arguments
    return checks[question](compiler, read_layers(folder), Path(root))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
