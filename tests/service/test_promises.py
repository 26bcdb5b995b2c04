# SPDX-License-Identifier: Apache-2.0
"""docs/promises.md names tests that exist, and that run."""
import os
import re

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
NAMED = re.compile(r"`(tests/[\w/.]+)`: ([a-z_0-9]+(?:, [a-z_0-9]+)*)")


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def defines(text, name):
    """Is it a test there, named once more where tests are listed?"""
    made = re.search(rf"^(?:def |static void ){name}\(", text, re.M)
    return made and len(re.findall(rf"\b{name}\b", text)) > 1


promises = 0
for line in read("docs/promises.md").split("\n"):
    if not line.startswith("| ") or line.startswith("| promise"):
        continue
    named = NAMED.findall(line)
    assert named, f"no test shows this: {line}"
    for path, names in named:
        for name in names.split(", "):
            assert defines(read(path), name), f"{path} has no test {name}"
    promises += 1
assert promises > 20
print(f"{promises} promises, all good")
