# SPDX-License-Identifier: Apache-2.0
"""What changed rules would have decided over the log of a server: planted prompts, and both lists
must be exactly these. With texts that were kept, without, and with one that was erased."""
import json
import os
import shutil
import subprocess

from service import PROGRAM, Server, main, until

RULE = """  - id: {id}
    title: {id}
    severity: critical
    action: {action}
    mode: {mode}
    when: "{when}"
    tests:
      block: ["{text}", "a {text}"]
      pass: [nothing, at all]
"""
HEAD = "schema: 1\ncategory: weapons.conventional\nowner: tests\nrules:\n"
KEEPS = "schema: 1\nstore: content\n"

OLD = [("t.removed", "block", "enforce", "red lantern"),
       ("t.promoted", "block", "shadow", "green lantern"),
       ("t.relaxed", "block", "enforce", "blue lantern"),
       ("t.narrowed", "block", "enforce", "brown <0..3> lantern"),
       ("t.stays", "block", "enforce", "grey lantern"),
       ("t.flags", "flag", "enforce", "white lantern")]
NEW = [("t.promoted", "block", "enforce", "green lantern"),
       ("t.relaxed", "flag", "enforce", "blue lantern"),
       ("t.narrowed", "block", "enforce", "brown lantern"),
       ("t.stays", "block", "enforce", "grey lantern"),
       ("t.flags", "flag", "shadow", "white lantern"),
       ("t.added", "block", "enforce", "pink lantern")]

# prompt, decision of the old rules, of the new ones, and of the new ones as the findings tell
PLANTED = [("a red lantern", "block", "allow", "allow"),
           ("a green lantern", "allow", "block", "block"),
           ("a blue lantern", "block", "flag", "flag"),
           ("a brown old lantern", "block", "allow", "block"),
           ("a brown lantern", "block", "block", "block"),
           ("a grey lantern", "block", "block", "block"),
           ("a grey lantern beside a red lantern", "block", "block", "block"),
           ("a white lantern", "flag", "allow", "allow"),
           ("a pink lantern", "allow", "block", "allow"),
           ("a lamp", "allow", "allow", "allow")]


def rules_text(rules):
    return HEAD + "".join(RULE.format(id=i, action=a, mode=m, when=w,
                                      text=w.replace(" <0..3>", "")) for i, a, m, w in rules)


def write_new(server):
    folder = os.path.join(server.folder, "new")
    shutil.copytree(server.rules, folder)
    with open(os.path.join(folder, "test.yaml"), "w", encoding="utf-8") as rules:
        rules.write(rules_text(NEW))
    return folder


def backtest(server, new, *flags, data=True):
    command = [PROGRAM, "backtest", "--rules", new, "--old", server.rules, "--json"]
    if data:
        command += ["--data", server.data]
    done = subprocess.run(command + list(flags), capture_output=True, text=True, timeout=120,
                          check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def server_of_old():
    server = Server(rules=rules_text(OLD))
    os.makedirs(os.path.join(server.rules, "policies"))
    server.write_rules(KEEPS, "policies/keeps.yaml")
    return server


def ids_of(report, change):
    """The verdict ids, or places, that are listed under a change, over all rules."""
    return {sample["place"].split()[0] for rule in report["rules"]
            for sample in rule.get(change, {"samples": []})["samples"]}


def expected(planted, ids, column):
    blocked, allowed, otherwise = set(), set(), set()
    for row, id in zip(planted, ids):
        old, new = row[1], row[column]
        if old == new:
            continue
        (blocked if new == "block" else allowed if old == "block" else otherwise).add(id)
    return blocked, allowed, otherwise


def check_lists(report, ids, column):
    for change, want in zip(["newly_blocked", "newly_allowed", "otherwise"],
                            expected(PLANTED, ids, column)):
        assert ids_of(report, change) == want, (change, report)
        assert report[change]["count"] == len(want), (change, report)


def records_without_a_text_are_decided_from_their_findings():
    with server_of_old() as server:
        answers = [server.check(prompt)[2] for prompt, *_ in PLANTED]
        for answer, (_, old, _, _) in zip(answers, PLANTED):
            assert answer["decision"] == old, answer
        server.stop()
        code, report = backtest(server, write_new(server), "--samples", "20")
        assert code == 1
        assert report["judged"] == {"corpus": 0, "log_text": 0, "log_findings": len(PLANTED),
                                    "log_gone": 0, "unreadable": 0}
        assert report["unknowable_rules"] == 2      # t.added and t.narrowed
        check_lists(report, [answer["id"] for answer in answers], 3)
        rules = {rule["rule"]: rule for rule in report["rules"]}
        assert rules["t.promoted"]["newly_blocked"]["samples"][0]["text"] is None
        assert rules["t.removed"]["newly_allowed"]["count"] == 1
        assert rules["t.relaxed"]["newly_allowed"]["samples"][0]["to"] == "flag"


def records_with_a_text_are_judged_again():
    with server_of_old() as server:
        answers = [server.check(prompt, policy="keeps")[2] for prompt, *_ in PLANTED]
        server.check("a red lantern")      # under the default policy, which keeps nothing
        server.stop()
        new = write_new(server)
        code, report = backtest(server, new, "--samples", "20")
        assert code == 1
        assert report["judged"]["log_text"] == len(PLANTED)
        assert report["judged"]["log_findings"] == 1
        last = server.records()[-1]["id"]
        rules = {rule["rule"]: rule for rule in report["rules"]}
        assert {s["place"].split()[0] for s in rules["t.removed"]["newly_allowed"]["samples"]} == \
            {answers[0]["id"], last}
        rules["t.removed"]["newly_allowed"]["samples"].pop()
        report["newly_allowed"]["count"] -= 1
        check_lists(report, [answer["id"] for answer in answers], 2)
        assert rules["t.added"]["newly_blocked"]["samples"][0]["text"] == "a pink lantern"
        # an erased text: only its findings are left
        os.unlink(os.path.join(server.data, "content.sqlite"))
        code, report = backtest(server, new)
        assert report["judged"]["log_findings"] == len(PLANTED) + 1
        assert report["judged"]["log_gone"] == len(PLANTED)


def the_time_and_the_limit_are_kept():
    with server_of_old() as server:
        server.check("a red lantern")
        server.stop()
        new = write_new(server)
        assert backtest(server, new, "--since", "1h")[1]["newly_allowed"]["count"] == 1
        assert backtest(server, new, "--allow", "1")[0] == 0
        code, error = backtest(server, new, "--since", "2099-01-01")
        assert code == 2
        code, error = backtest(server, new, "--since", "yesterday")
        assert code == 2 and "--since takes" in error
        assert backtest(server, server.rules)[0] == 0


def a_corpus_is_judged_beside_the_log():
    with server_of_old() as server:
        server.check("a red lantern")
        server.stop()
        new = write_new(server)
        path = os.path.join(server.folder, "corpus.jsonl")
        with open(path, "w", encoding="utf-8") as corpus:
            for number, (prompt, *_) in enumerate(PLANTED):
                label = "benign" if number % 2 else "harmful"
                corpus.write(json.dumps({"text": prompt, "label": label, "category": "x"}) + "\n")
            corpus.write('{"prompt":"a pink lantern","policy":"keeps"}\n')
            corpus.write('{"text":}\n')
        code, report = backtest(server, new, path, "--samples", "20", data=False)
        assert code == 1 and report["judged"]["corpus"] == len(PLANTED) + 1
        assert report["judged"]["unreadable"] == 1
        places = [f"{path}:{number + 1}" for number in range(len(PLANTED))]
        blocked, allowed, otherwise = expected(PLANTED, places, 2)
        assert ids_of(report, "newly_blocked") == blocked | {f"{path}:{len(PLANTED) + 1}"}
        assert ids_of(report, "newly_allowed") == allowed
        assert ids_of(report, "otherwise") == otherwise
        assert report["newly_blocked"]["no_label"] == 1 and report["newly_blocked"]["benign"] == 1
        code, report = backtest(server, new, path)
        assert report["judged"]["corpus"] == len(PLANTED) + 1
        assert report["judged"]["log_findings"] == 1
        code, error = backtest(server, new, data=False)
        assert code == 2 and "needs a corpus" in error


def post(server, body):
    status, _, answer = server.request("POST", "/v1/backtest", json.dumps(body),
                                       {"Content-Type": "application/json"})
    return status, answer


def finished(server, id):
    def look():
        body = server.request("GET", f"/v1/backtest/{id}")[2]
        return body if body["state"] != "running" else None
    return until(look, "the backtest", 60)


def a_server_looks_at_its_own_log():
    with server_of_old() as server:
        answers = [server.check(prompt, policy="keeps")[2] for prompt, *_ in PLANTED]
        status, body = post(server, {"rules_text": rules_text(NEW), "rules_file": "test.yaml",
                                     "samples": 20, "since": "1h"})
        assert status == 202 and body["id"].startswith("bt_"), body
        body = finished(server, body["id"])
        assert body["state"] == "done" and body["records"] == len(PLANTED), body
        report = body["report"]
        assert report["judged"]["log_text"] == len(PLANTED)
        check_lists(report, [answer["id"] for answer in answers], 2)
        assert all(sample["text"] is None for rule in report["rules"] for change in rule.values()
                   if isinstance(change, dict) for sample in change["samples"])
        assert server.check("a pink lantern")[2]["decision"] == "allow"
        broken = rules_text(NEW).replace("action: block", "action: blok", 1)
        body = finished(server, post(server, {"rules_text": broken,
                                             "rules_file": "test.yaml"})[1]["id"])
        assert body["state"] == "failed" and body["fault"]["line"] == 8, body
        for wrong in [{}, {"rules_text": 1}, {"rules_text": "x", "since": "yesterday"},
                      {"rules_text": "x", "samples": 101}, {"rules_text": "x", "colour": "red"},
                      {"rules_text": "x", "rules_file": "../x.yaml"},
                      {"rules_text": "x", "rules": ["a.b"]}]:
            status, answer = post(server, wrong)
            assert (status, answer["code"]) == (400, "invalid_request"), (wrong, answer)
        assert server.request("GET", "/v1/backtest/bt_none")[0] == 404


def a_stop_ends_a_backtest():
    with server_of_old() as server:
        for _ in range(400):
            server.check("a red lantern", policy="keeps")
        texts = [post(server, {"rules_text": rules_text(NEW), "rules_file": "test.yaml"})
                 for _ in range(5)]
        assert texts[0][0] == 202 and {status for status, _ in texts[1:]} <= {202, 503}
        assert server.stop() == 0


main(records_without_a_text_are_decided_from_their_findings, records_with_a_text_are_judged_again,
     the_time_and_the_limit_are_kept, a_corpus_is_judged_beside_the_log,
     a_server_looks_at_its_own_log, a_stop_ends_a_backtest)
