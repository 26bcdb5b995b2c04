#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is what `rules lint --sarif` prints SARIF 2.1.0, as far as its required members go?

    tests/cases/check_sarif.py PROGRAM

Section numbers are those of the OASIS standard of 27 March 2020.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

FILES = {
    "good.yaml": """schema: 1
category: profanity
owner: tests
rules:
  - id: profanity.case.word
    title: A word
    severity: low
    action: flag
    mode: enforce
    message: No.
    when: "{a|the} thing"
    tests: {block: [a thing, the thing], pass: [b, c]}
""",
    "bad name.yaml": """schema: 1
category: profanity
owner: tests
rules:
  - id: profanity.case.wrong
    title: Wrong
    severity: low
    action: deny
    message: No.
    when: {any: ["ä { b", "@none"]}
    tests: {block: [a, b], pass: [c, d]}
""",
}
LEVELS = {"none", "note", "warning", "error"}


def lint(program, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            pathlib.Path(folder, name).write_text(text)
        run = subprocess.run([program, "rules", "lint", "--rules", ".", "--sarif"], cwd=folder,
                             capture_output=True, check=False)
        return run.returncode, json.loads(run.stdout)


def check_log(log):
    assert log["version"] == "2.1.0"  # 3.13.2
    assert log["$schema"].endswith("sarif-2.1.0.json")
    assert len(log["runs"]) == 1  # 3.13.4
    run = log["runs"][0]
    driver = run["tool"]["driver"]  # 3.14.6, 3.18.2
    assert driver["name"] == "doorward" and driver["version"]  # 3.19.8
    assert run["columnKind"] == "unicodeCodePoints"  # 3.14.17
    for rule in driver["rules"]:  # 3.49
        assert re.fullmatch(r"R\d{3}", rule["id"]) and rule["shortDescription"]["text"]
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for result in run["results"]:  # 3.27
        assert result["message"]["text"]
        assert result["level"] in LEVELS
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]  # 3.28.3
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", place["artifactLocation"]["uri"])
        if "region" in place:
            assert place["region"]["startLine"] >= 1 and place["region"]["startColumn"] >= 1
    return run["results"]


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    code, log = lint(program, {"good.yaml": FILES["good.yaml"]})
    assert code == 0 and check_log(log) == [], log
    code, log = lint(program, FILES)
    results = check_log(log)
    assert code == 1 and len(results) == 3, results
    places = [(result["ruleId"], result["locations"][0]["physicalLocation"]) for result in results]
    assert [place[0] for place in places] == ["R002", "R006", "R004"]
    assert {place[1]["artifactLocation"]["uri"] for place in places} == {"bad%20name.yaml"}
    # "ä" is one column, not two.
    assert places[1][1]["region"] == {"startLine": 10, "startColumn": 21}, places[1]
    assert results[0]["properties"] == {"rule": "profanity.case.wrong"}


if __name__ == "__main__":
    main()
