# SPDX-License-Identifier: Apache-2.0
"""The routes of policy teams: listing rules with their figures, reloading, trying a prompt against
rules that are not saved; and figures that outlive the server."""
import json
import os
import signal
import subprocess
import threading

from service import ALLOWED, BLOCKED, PROGRAM, Load, Server, main, rules_text, until

MORE = """schema: 1
category: violence.threat
owner: style
lists:
  lantern: [lantern, torch]
rules:
  - id: violence.shadowed
    title: A red lantern
    severity: low
    action: block
    mode: shadow
    when: red lantern
    tests: { block: [red lantern, a red lantern], pass: [lantern, red] }
  - id: violence.flagged
    title: Any lantern
    severity: low
    action: flag
    mode: enforce
    when: { list: lantern }
    tests: { block: [lantern, a torch], pass: [light, red] }
  - id: violence.blue
    title: A blue lantern
    severity: low
    action: flag
    mode: enforce
    when: blue lantern
    tests: { block: [blue lantern, a blue lantern], pass: [lantern, blue] }
"""

UNSAVED = """schema: 1
category: weapons.conventional
owner: tests
rules:
  - id: weapons.near
    title: Near
    severity: critical
    action: block
    mode: enforce
    when:
      near: { within: 2 words, of: [how to make, "@tool"] }
    except: [film about]
    tests: { block: [how to make a hammer, how to make the saw], pass: [hammer, film about saws] }
"""


def server_with_more(watch=False):
    server = Server(f"--rules-watch={str(watch).lower()}")
    server.write_rules(MORE, "more.yaml")
    os.makedirs(os.path.join(server.rules, "lists"), exist_ok=True)
    server.write_rules("hammer\nsaw\n", "lists/tool.txt")
    return server


def get(server, path):
    status, _, body = server.request("GET", path)
    return status, body


def post(server, path, body):
    status, _, answer = server.request("POST", path, json.dumps(body),
                                       {"Content-Type": "application/json"})
    return status, answer


def rules_are_listed_a_page_at_a_time():
    with server_with_more() as server:
        status, body = get(server, "/v1/rules")
        assert status == 200
        ids = [rule["id"] for rule in body["rules"]]
        assert ids == ["violence.blue", "violence.flagged", "violence.shadowed",
                       "weapons.explosives.build"]
        assert body["next"] is None and body["revision"].startswith("sha256:")
        first = body["rules"][0]
        assert (first["file"], first["line"], first["mode"]) == ("more.yaml", 21, "enforce"), first
        assert first["stats"]["enforce"]["hits"] == 0
        assert first["stats"]["enforce"]["last_hit"] is None
        seen, after = [], ""
        while after is not None:
            _, page = get(server, f"/v1/rules?limit=1&after={after}")
            seen += [rule["id"] for rule in page["rules"]]
            after = page["next"]
        assert seen == ids
        for query, expected in [("mode=shadow", ["violence.shadowed"]),
                                ("category=weapons", ["weapons.explosives.build"]),
                                ("category=viol", []), ("owner=style&mode=enforce", ids[:2]),
                                ("owner=st%79le&limit=1", ids[:1])]:
            assert [r["id"] for r in get(server, f"/v1/rules?{query}")[1]["rules"]] == expected
        for query in ["mode=loud", "limit=0", "limit=501", "limit=x", "colour=red",
                      "mode=shadow&mode=draft", "owner=%4", "owner=%zz"]:
            status, body = get(server, f"/v1/rules?{query}")
            assert (status, body["code"]) == (400, "invalid_argument"), query


def a_rule_is_shown_whole():
    with server_with_more() as server:
        status, rule = get(server, "/v1/rules/violence.flagged")
        assert status == 200 and rule["tests"]["block"] == ["lantern", "a torch"]
        assert "an entry of the list lantern" in rule["reads"]
        assert rule["tree"]["when"] == {"kind": "list", "list": "lantern"}
        status, body = get(server, "/v1/rules/violence.nothing")
        assert (status, body["code"]) == (404, "unknown_rule")
        assert get(server, "/v1/rules/a/b")[1]["code"] == "not_found"
        assert server.request("DELETE", "/v1/rules/violence.flagged")[0] == 405


def hits_are_counted_by_rule_and_mode():
    with server_with_more() as server:
        server.check("a red lantern")                               # shadow + flagged
        server.check("a red lantern", subject={"account": "one"})
        server.check("lantern and lantern", subject={"account": "two"})
        server.check("a blue lantern", subject={"account": "two"})  # flagged + blue: none alone
        server.check(ALLOWED)

        def stats(rule):
            return get(server, f"/v1/rules/{rule}")[1]["stats"]
        flagged = stats("violence.flagged")["enforce"]
        assert (flagged["hits"], flagged["decided"], flagged["alone"]) == (4, 4, 3), flagged
        assert flagged["keys"] == 3 and flagged["alone_share"] == 0.75
        assert flagged["last_hit"].endswith("Z")
        shadowed = stats("violence.shadowed")
        assert shadowed["enforce"]["hits"] == 0
        assert (shadowed["shadow"]["hits"], shadowed["shadow"]["decided"]) == (2, 2)
        assert shadowed["shadow"]["keys"] == 2
        assert stats("violence.blue")["enforce"]["alone"] == 0
        for _ in range(3 * 64 * 8):
            server.check("a blue lantern")
        blue = stats("violence.blue")["enforce"]
        assert blue["looks_measured"] > 0 and 0 < blue["mean_cost_us"] < 100000, blue


def distinct_keys_are_those_that_called():
    with server_with_more() as server:
        keys = [post(server, "/v1/keys", {"account": "zed"})[1]["key"] for _ in range(3)]
        for key in keys + keys:
            status, _, _ = server.check("a blue lantern", headers={"x-api-key": key})
            assert status == 200
        server.check("a blue lantern")
        figures = get(server, "/v1/rules/violence.blue")[1]["stats"]["enforce"]
        # Counted by HyperLogLog over random ids: two of four share a register now and then.
        assert figures["hits"] == 7 and 3 <= figures["keys"] <= 5, figures


def figures_outlive_a_reload_and_a_restart():
    server = server_with_more()
    with server:
        load = [Load(server, BLOCKED) for _ in range(3)]
        until(lambda: sum(len(each.answers) for each in load) > 300, "300 answers")
        server.write_rules(rules_text("Version 2."))
        assert post(server, "/v1/rules/reload", {})[1]["attempt"]["result"] == "loaded"
        until(lambda: sum(len(each.answers) for each in load) > 600, "600 answers")
        for each in load:
            each.stop()
        count = sum(len(each.answers) for each in load)
        path = "/v1/rules/weapons.explosives.build"
        assert get(server, path)[1]["stats"]["enforce"]["hits"] == count
        since = get(server, path)[1]["stats_since"]
        asked = subprocess.run([PROGRAM, "rules", "list", "--stats", "--url",
                                f"http://{server.address}"], capture_output=True, text=True,
                               timeout=60, check=True).stdout.split("\n")
        assert asked[0].split()[0] == "id" and len(asked) == 6, asked
        assert asked[1].split()[:3] == ["weapons.explosives.build", "enforce", str(count)], asked
        assert server.stop() == 0
        done = subprocess.run([PROGRAM, "rules", "list", "--stats", "--json", "--data", server.data,
                               "--rules", server.rules, "weapons"], capture_output=True, text=True,
                              timeout=60, check=True)
        assert json.loads(done.stdout)["stats"]["enforce"]["hits"] == count
        server.start()
        rule = get(server, path)[1]
        assert rule["stats"]["enforce"]["hits"] == count and rule["stats_since"] == since
        assert rule["stats"]["enforce"]["keys"] == 1
        server.check(BLOCKED)
        assert get(server, path)[1]["stats"]["enforce"]["hits"] == count + 1
        server.stop()
        with open(os.path.join(server.data, "rules.stats"), "a", encoding="ascii") as stats:
            stats.write("{")
        server.start()
        assert "rules.stats:3: " in server.wait_for("statistics_not_read")["detail"]
        assert os.path.exists(os.path.join(server.data, "rules.stats.damaged"))
        assert get(server, path)[1]["stats"]["enforce"]["hits"] == 0


def status_says_who_watches():
    for watch in (True, False):
        with server_with_more(watch) as server:
            body = get(server, "/v1/rules/status")[1]
            assert body["watch"]["on"] is watch and (body["watch"]["folders"] > 0) is watch


def status_and_reload_say_what_came_of_it():
    with server_with_more() as server:
        status, body = get(server, "/v1/rules/status")
        assert status == 200 and body["counts"]["rules"] == 4 and body["counts"]["shadow"] == 1
        assert body["last"]["result"] == "loaded" and body["last"]["cause"] == "start"
        revision = body["revision"]
        answer = post(server, "/v1/rules/reload", {"force": False})
        assert answer[0] == 200 and answer[1]["attempt"]["result"] == "unchanged"
        server.write_rules("schema: 1\nrules: [\n")
        status, body = post(server, "/v1/rules/reload", {})
        assert status == 200 and body["attempt"]["result"] == "refused"
        assert body["attempt"]["fault"]["file"] == "test.yaml"
        assert body["attempt"]["fault"]["line"] > 0 and body["attempt"]["cause"] == "route"
        status, body = get(server, "/v1/rules/status")
        assert body["revision"] == revision and body["last"]["fault"]["file"] == "test.yaml"
        assert body["reloads"]["refused"] == 1
        os.unlink(os.path.join(server.rules, "more.yaml"))
        server.write_rules(rules_text("Alone."))
        assert post(server, "/v1/rules/reload", {})[1]["attempt"]["result"] == "refused"
        forced = post(server, "/v1/rules/reload", {"force": True})[1]["attempt"]
        assert forced["result"] == "loaded" and forced["forced"] is True
        for wrong in [{"force": 1}, {"farce": True}, []]:
            assert post(server, "/v1/rules/reload", wrong)[0] == 400, wrong


def a_prompt_is_tried_against_the_rules_that_decide():
    with server_with_more() as server:
        status, body = post(server, "/v1/rules/test", {"prompt": BLOCKED})
        assert status == 200 and body["unsaved"] is False, body
        assert body["verdict"]["decision"] == "block" and body["verdict"]["views"]
        traced = {rule["rule"]: rule for rule in body["rules"]}
        assert traced["weapons.explosives.build"]["outcome"] == "matched"
        [pattern] = body["patterns"]
        start = BLOCKED.index("how to build")
        assert pattern["places"][0]["span"]["start"] == start
        before = server.metrics()['doorward_decisions_total{decision="block",mode="enforce"}']
        assert before == 0 and not server.records()
        body = post(server, "/v1/rules/test", {"prompt": "red", "rules": ["violence.shadowed"]})[1]
        assert body["rules"][0]["outcome"] == "unmatched"
        assert body["rules"][0]["when"]["holds"] is False
        # an id said twice is one rule, and one that is none is named
        asked = ["violence.shadowed"] * 2
        status, body = post(server, "/v1/rules/test", {"prompt": "red", "rules": asked})
        assert status == 200 and len(body["rules"]) == 1, body
        _, body = post(server, "/v1/rules/test", {"prompt": "red", "rules": asked + ["no.such"]})
        assert body["errors"][0]["detail"] == '"no.such" in "rules" is no rule\'s id', body


def a_prompt_is_tried_against_rules_that_are_not_saved():
    with server_with_more() as server:
        revision = get(server, "/v1/rules/status")[1]["revision"]

        def attempt(prompt, **members):
            return post(server, "/v1/rules/test",
                        {"prompt": prompt, "rules_text": UNSAVED, **members})
        status, body = attempt("how to make a hammer")
        assert status == 200 and body["unsaved"] is True and body["failed_tests"] == []
        assert body["verdict"]["decision"] == "block"
        [rule] = body["rules"]
        assert rule["outcome"] == "matched" and rule["when"]["of"][1]["list"] == "tool"
        # beside the others, and in their place
        assert attempt(BLOCKED)[1]["verdict"]["decision"] == "block"
        assert attempt(BLOCKED, rules_alone=True)[1]["verdict"]["decision"] == "allow"
        assert attempt(BLOCKED, rules_file="test.yaml")[1]["verdict"]["decision"] == "allow"
        # too far apart, and excused
        [rule] = attempt("how to make one two three four saw")[1]["rules"]
        assert rule["outcome"] == "unmatched" and rule["when"]["distance"] == 4
        [rule] = attempt("film about how to make a saw")[1]["rules"]
        assert rule["outcome"] == "excused" and rule["except"]["of"][0]["holds"] is True
        # an inline test that fails is said, and does not stop the trial
        text = UNSAVED.replace("how to make the saw", "saw")
        body = attempt("saw", rules_text=text)[1]
        assert len(body["failed_tests"]) == 1 and "unsaved.yaml:13" in body["failed_tests"][0]
        # nothing of all that decides
        assert server.check("how to make a hammer")[2]["decision"] == "allow"
        assert get(server, "/v1/rules/status")[1]["revision"] == revision


def what_cannot_be_tried_says_where():
    with server_with_more() as server:
        broken = UNSAVED.replace("action: block", "action: blok")
        status, body = post(server, "/v1/rules/test", {"prompt": "x", "rules_text": broken})
        assert (status, body["code"]) == (422, "invalid_rules")
        assert body["errors"][0]["file"] == "unsaved.yaml" and body["errors"][0]["line"] == 8
        for members, code, expected in [
                ({"prompt": 5}, "invalid_request", 400),
                ({"prompt": "x", "rules_file": "a.yaml"}, "invalid_request", 400),
                ({"prompt": "x", "rules": ["no.such"]}, "invalid_request", 400),
                ({"prompt": "x", "rules": "a"}, "invalid_request", 400),
                ({"prompt": "x", "policy": "none"}, "unknown_policy", 400),
                ({"prompt": "x", "rules_text": UNSAVED, "rules_file": "../x.yaml"},
                 "invalid_request", 400),
                ({"prompt": "x", "rules_text": UNSAVED, "rules_file": "lists/x.yaml"},
                 "invalid_request", 400),
                ({"prompt": "x", "rules_text": "#" * 98305}, "too_many_values", 400),
                ({"prompt": "x" * 65537}, "too_many_values", 400),
                ({"rules_text": UNSAVED}, "invalid_request", 400)]:
            status, body = post(server, "/v1/rules/test", members)
            assert (status, body["code"]) == (expected, code), (members, body)
        status, _, body = server.request("POST", "/v1/rules/test", '{"prompt":"x",}',
                                         {"Content-Type": "application/json"})
        assert (status, body["code"]) == (400, "invalid_json")


def checks_go_on_while_rules_are_tried():
    with server_with_more() as server:
        load = Load(server, BLOCKED)
        threads, answers = [], []

        def attempt(number):
            text = UNSAVED.replace("Near", f"Near {number}")
            answers.append(post(server, "/v1/rules/test", {"prompt": "saw", "rules_text": text})[0])
        for number in range(24):
            threads.append(threading.Thread(target=attempt, args=(number,)))
            threads[-1].start()
        for thread in threads:
            thread.join(60)
        assert len(answers) == 24 and set(answers) <= {200, 503} and 200 in answers, answers
        load.stop()
        assert not load.errors and {answer[0] for answer in load.answers} == {200}


def a_stop_leaves_no_trial_without_an_answer():
    with server_with_more() as server:
        answers = []

        def attempt(number):
            try:
                text = UNSAVED.replace("Near", f"Near {number}")
                answers.append(post(server, "/v1/rules/test",
                                    {"prompt": "saw", "rules_text": text})[0])
            except OSError:
                answers.append(None)
        threads = [threading.Thread(target=attempt, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        server.signal(signal.SIGTERM)
        for thread in threads:
            thread.join(60)
        assert server.process.wait(60) == 0
        assert len(answers) == 8


main(rules_are_listed_a_page_at_a_time, a_rule_is_shown_whole, hits_are_counted_by_rule_and_mode,
     distinct_keys_are_those_that_called, figures_outlive_a_reload_and_a_restart,
     status_says_who_watches, status_and_reload_say_what_came_of_it,
     a_prompt_is_tried_against_the_rules_that_decide,
     a_prompt_is_tried_against_rules_that_are_not_saved, what_cannot_be_tried_says_where,
     checks_go_on_while_rules_are_tried, a_stop_leaves_no_trial_without_an_answer)
