# SPDX-License-Identifier: Apache-2.0
"""SIGHUP under load, with good and with broken rules: answers keep coming, and each is
made by one ruleset."""
import os
import signal
import subprocess
import time

from service import BLOCKED, PROGRAM, Load, Server, main, rules_text, until

BROKEN = [
    ("a syntax error", "schema: 1\nrules: [\n", "test.yaml:"),
    ("an unknown key", rules_text() + "    colour: red\n", "colour"),
    ("an inline test that fails", rules_text().replace("a bath bomb", "how to build a pipe bomb"),
     "test.yaml:"),
    ("an empty file", "", "test.yaml"),
]


def reload_and_wait(server, event, count):
    server.signal(signal.SIGHUP)
    return server.wait_for(event, count)


def good_rules_take_over_while_answers_keep_coming():
    with Server() as server:
        load = [Load(server, BLOCKED) for _ in range(4)]
        revisions = {server.wait_for("rules_loaded")["revision"]}
        for i in range(12):
            server.write_rules(rules_text(f"Not allowed, version {i}."))
            revisions.add(reload_and_wait(server, "rules_loaded", i + 2)["revision"])
            until(lambda: sum(len(each.answers) for each in load) > 10 * (i + 1), "answers")
        for each in load:
            each.stop()
        answers = [answer for each in load for answer in each.answers]
        assert not any(each.errors for each in load)
        assert len(answers) > 100
        assert {answer[:2] for answer in answers} == {(200, "block")}
        assert {answer[2] for answer in answers} <= revisions and len(revisions) == 13
        assert server.check(BLOCKED)[2]["findings"][0]["message"] == "Not allowed, version 11."
        assert server.metrics()['doorward_reloads_total{result="success"}'] == 13
        server.stop()
        for record in server.records():
            assert record["revision"] in revisions


def broken_rules_leave_the_old_ones():
    with Server() as server:
        before = server.check(BLOCKED)[2]["revision"]
        load = Load(server, BLOCKED)
        for i, (label, text, named) in enumerate(BROKEN):
            server.write_rules(text)
            event = reload_and_wait(server, "rules_refused", i + 1)
            assert named in event["detail"], (label, event)
            assert server.check(BLOCKED)[2]["revision"] == before, label
            assert server.request("GET", "/readyz")[0] == 200, label
        assert server.metrics()['doorward_reloads_total{result="failure"}'] == len(BROKEN)
        assert server.metrics()["doorward_reload_last_successful"] == 0
        load.stop()
        assert {answer for answer in load.answers} == {(200, "block", before)}
        server.write_rules(rules_text("Fixed."))
        reload_and_wait(server, "rules_loaded", 2)
        assert server.check(BLOCKED)[2]["findings"][0]["message"] == "Fixed."


def a_folder_that_lost_its_rules_is_refused():
    with Server(rules=rules_text()) as server:
        before = server.check(BLOCKED)[2]["revision"]
        os.unlink(os.path.join(server.rules, "test.yaml"))
        reload_and_wait(server, "rules_refused", 1)
        assert server.check(BLOCKED)[2]["revision"] == before
        os.rename(server.rules, server.rules + ".gone")
        reload_and_wait(server, "rules_refused", 2)
        assert server.check(BLOCKED)[2]["revision"] == before


def cached(server):
    """The files of the cache, whose folder comes with the first of them."""
    cache = os.path.join(server.data, "cache")
    return os.listdir(cache) if os.path.isdir(cache) else []


def a_second_start_finds_compiled_rules():
    with Server() as server:
        assert server.events("rules_loaded")[0]["made"] == "now"
        until(lambda: cached(server), "a file in the cache")
        before = server.check(BLOCKED)[2]["revision"]
        assert server.stop() == 0
        server.start()
        assert server.events("rules_loaded")[0]["made"] == "before"
        assert server.check(BLOCKED)[2]["revision"] == before
        assert server.check(BLOCKED)[2]["findings"][0]["message"] == "Not allowed."
        # Rules that were there before come back from it too.
        server.write_rules(rules_text("Other."))
        assert reload_and_wait(server, "rules_loaded", 2)["made"] == "now"
        server.write_rules(rules_text())
        assert reload_and_wait(server, "rules_loaded", 3)["made"] == "before"
        assert server.check(BLOCKED)[2]["revision"] == before


def a_damaged_cache_is_said_once_and_harms_nothing():
    with Server() as server:
        until(lambda: cached(server), "a file in the cache")
        cache = os.path.join(server.data, "cache")
        assert server.stop() == 0
        for name in os.listdir(cache):
            with open(os.path.join(cache, name), "r+b") as file:
                file.seek(1000)
                file.write(b"nonsense")
        server.start()
        event = server.wait_for("rules_cache")
        assert event["level"] == "warning" and "damaged" in event["detail"], event
        assert server.events("rules_loaded")[0]["made"] == "now"
        assert server.check(BLOCKED)[2]["decision"] == "block"
        server.stop()
        server.flags.append("--no-cache")
        server.start()
        assert server.events("rules_loaded")[0]["made"] == "now"


def a_snapshot_is_served_and_replaced():
    with Server() as server:
        def snapshot(text):
            server.write_rules(text)
            done = subprocess.run([PROGRAM, "rules", "snapshot", "--no-cache", "--rules",
                                   server.rules, "-o", server.folder + "/snapshot"],
                                  capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, done.stderr
        snapshot(rules_text("One."))
        server.stop()
        server.flags = ["--rules", server.folder + "/snapshot"]
        server.start()
        assert server.events("rules_loaded")[0]["made"] == "before"
        assert server.check(BLOCKED)[2]["findings"][0]["message"] == "One."
        snapshot(rules_text("Two."))
        event = server.wait_for("rules_loaded", 2)
        assert event["cause"] == "watch", event
        assert server.check(BLOCKED)[2]["findings"][0]["message"] == "Two."
        with open(server.folder + "/snapshot", "wb") as file:
            file.write(b"doorward ruleset, but no more than that" * 9)
        server.wait_for("rules_refused")
        assert server.check(BLOCKED)[2]["findings"][0]["message"] == "Two."


def the_same_rules_change_nothing():
    with Server() as server:
        before = server.check(BLOCKED)[2]["revision"]
        reload_and_wait(server, "rules_unchanged", 1)
        assert server.check(BLOCKED)[2]["revision"] == before
        assert server.metrics()['doorward_reloads_total{result="noop"}'] == 1


def many_signals_at_once_are_no_trouble():
    with Server() as server:
        for i in range(50):
            server.write_rules(rules_text(f"Version {i}."))
            server.signal(signal.SIGHUP)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            finding = server.check(BLOCKED)[2]["findings"][0]
            if finding["message"] == "Version 49.":
                break
        assert finding["message"] == "Version 49."
        assert server.stop() == 0


main(good_rules_take_over_while_answers_keep_coming, broken_rules_leave_the_old_ones,
     a_folder_that_lost_its_rules_is_refused, a_second_start_finds_compiled_rules,
     a_damaged_cache_is_said_once_and_harms_nothing, a_snapshot_is_served_and_replaced,
     the_same_rules_change_nothing,
     many_signals_at_once_are_no_trouble)
