# SPDX-License-Identifier: Apache-2.0
"""The alerts and the dashboard of docs/operations: promtool runs the alerts, and every metric they
name is one that the server has."""
import json
import os
import re
import subprocess

import yaml

from gateways import program
from service import ROOT, main

FOLDER = os.path.join(ROOT, "docs/operations")
NAME = re.compile(r"\b(?:doorward|process)_[a-z_]+\b")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def metrics():
    """Every name that /metrics may print."""
    names = set()
    for kind, name in re.findall(r'^METRIC\(\w+,\s*"(\w+)",\s*"(\w+)"',
                                 read(ROOT, "server/web/web_metrics.def"), re.M):
        ends = ("_bucket", "_sum", "_count") if kind == "histogram" else ("",)
        names |= {name + end for end in ends}
    assert len(names) > 40
    return names


def promtool(*words):
    done = subprocess.run([program("promtool"), *words], cwd=FOLDER, capture_output=True, text=True,
                          timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def alerts():
    document = yaml.safe_load(read(FOLDER, "alerts.yaml"))
    return [rule for group in document["groups"] for rule in group["rules"]]


def promtool_takes_the_alerts():
    assert f"{len(alerts())} rules found" in promtool("check", "rules", "alerts.yaml")


def each_fires_in_trouble_and_only_then():
    assert "SUCCESS" in promtool("test", "rules", "alerts_test.yaml")
    quiet, trouble = yaml.safe_load(read(FOLDER, "alerts_test.yaml"))["tests"]
    names = {rule["alert"] for rule in alerts()}
    assert {each["alertname"] for each in quiet["alert_rule_test"]} == names
    fired = set(re.findall(r"Doorward\w+", json.dumps(trouble["promql_expr_test"])))
    assert fired == names, fired ^ names


def they_name_metrics_that_exist():
    known = metrics()
    for rule in alerts():
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert rule["annotations"]["summary"]
        unknown = set(NAME.findall(rule["expr"])) - known
        assert not unknown, (rule["alert"], unknown)
    dashboard = json.loads(read(FOLDER, "dashboard.json"))
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    assert len(expressions) > 12
    for expression in expressions:
        found = set(NAME.findall(expression))
        assert found and found <= known, (expression, found - known)


main(promtool_takes_the_alerts, each_fires_in_trouble_and_only_then, they_name_metrics_that_exist)
