# SPDX-License-Identifier: Apache-2.0
"""docs/promises.md names tests that exist, and that ctest runs."""
import os
import re
import subprocess

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
NAMED = re.compile(r"`(tests/[\w/.]+)`: ([a-z_0-9]+(?:, [a-z_0-9]+)*)")


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def defines(text, name):
    """Is it a test there, named once more where tests are listed?"""
    made = re.search(rf"^(?:def |static void ){name}\(", text, re.M)
    return made and len(re.findall(rf"\b{name}\b", text)) > 1


def registered():
    """The names that ctest knows, in the build of the program."""
    build = os.path.dirname(os.path.abspath(os.environ.get("DOORWARD", "build/dev/doorward")))
    listed = subprocess.run(["ctest", "--test-dir", build, "-N"], capture_output=True, text=True,
                            timeout=60, check=True).stdout
    return set(re.findall(r"Test +#\d+: (\S+)", listed))


def ctest_name(path):
    """tests/unit/test_keys_form.c is test_keys_form, tests/service/test_keys.py service_keys."""
    stem = os.path.splitext(os.path.basename(path))[0]
    return stem if path.endswith(".c") else "service_" + stem.removeprefix("test_")


names_of_ctest = registered()
promises = 0
for line in read("docs/promises.md").split("\n"):
    if not line.startswith("| ") or line.startswith("| promise"):
        continue
    named = NAMED.findall(line)
    assert named, f"no test shows this: {line}"
    for path, names in named:
        assert ctest_name(path) in names_of_ctest, f"ctest does not run {path}"
        for name in names.split(", "):
            assert defines(read(path), name), f"{path} has no test {name}"
    promises += 1
assert promises > 20
print(f"{promises} promises, all good")
