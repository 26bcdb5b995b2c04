# SPDX-License-Identifier: Apache-2.0
"""The native face: a verdict, its ids, its record."""
import json
import subprocess
import re

from service import PROGRAM, ALLOWED, BLOCKED, Server, main, rules_text

ORDER = ("seq time node id request_id trace_id account key_id face direction policy revision "
         "decision would complete categories findings signals evasion coverage field_hashes sizes "
         "strikes limits timing_us redacted notice content prev hash").split()


def a_block_is_a_successful_check():
    with Server() as server:
        status, headers, verdict = server.check(BLOCKED)
        assert status == 200 and headers["Content-Type"] == "application/json"
        assert verdict["decision"] == "block" and verdict["complete"] is True
        assert re.fullmatch(r"vd_[0-9A-HJKMNP-TV-Z]{26}", verdict["id"])
        assert list(verdict)[:2] == ["id", "decision"]
        assert list(verdict)[-2:] == ["key", "timing_us"] and verdict["key"] is None
        finding = verdict["findings"][0]
        span = finding["span"]
        assert BLOCKED[span["start"]:span["end"]] == "how to build a pipe bomb"
        status, _, verdict = server.check(ALLOWED)
        assert status == 200 and verdict["decision"] == "allow" and verdict["findings"] == []
        status, _, verdict = server.request("POST", "/check", json.dumps({"prompt": BLOCKED}),
                                            {"Content-Type": "application/json; charset=utf-8"})
        assert status == 200 and verdict["decision"] == "block"


def ids_come_back_and_are_recorded():
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    with Server() as server:
        _, headers, first = server.check(BLOCKED, headers={
            "X-Request-Id": "gateway-7", "traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
        assert headers["X-Request-Id"] == "gateway-7"
        _, headers, second = server.check(ALLOWED, headers={"X-Request-Id": "not valid!"})
        made = headers["X-Request-Id"]
        assert re.fullmatch(r"[0-9A-Z]{26}", made)
        _, headers, third = server.check(ALLOWED, request_id="from-the-body",
                                         subject={"account": "acme"})
        assert headers["X-Request-Id"] == "from-the-body"
        assert server.stop() == 0
        records = server.records()
        assert [r["id"] for r in records] == [first["id"], second["id"], third["id"]]
        assert [r["request_id"] for r in records] == ["gateway-7", made, "from-the-body"]
        assert [r["trace_id"] for r in records] == [trace, None, None]
        assert [r["account"] for r in records] == [None, None, "acme"]
        assert first["id"] < second["id"] < third["id"]


def a_record_has_its_members_in_order_and_no_text():
    with Server() as server:
        key = subprocess.run([PROGRAM, "keys", "create", "acme", "--on-behalf", "--data",
                              server.data], capture_output=True, text=True, check=True).stdout
        server.stop()
        server.start()
        status, _, _ = server.check("harbour " + BLOCKED, subject={"key": key.strip()},
                                    headers={"Authorization": f"Bearer {key.strip()}",
                                             "Cookie": "secret"})
        assert status == 200
        server.stop()
        with open(server.segments()[0], encoding="ascii") as segment:
            lines = [line for line in segment if '"face":"native"' in line]
        line = lines[0]
        record = json.loads(line)
        assert list(record) == ORDER
        for word in ("harbour", "pipe bomb", "secret", "dw_live", "Bearer"):
            assert word not in line, word
        assert record["decision"] == "block" and record["account"] == "acme"
        assert record["findings"][0]["rule"] == "weapons.explosives.build"
        assert re.fullmatch(r"[0-9a-f]{32}", record["field_hashes"][0]["hash"])
        assert record["redacted"] == ["text"]


def the_same_text_has_the_same_hash():
    with Server() as server:
        for prompt in (BLOCKED, ALLOWED, BLOCKED):
            server.check(prompt)
        server.stop()
        first, second, third = [r["field_hashes"][0]["hash"] for r in server.records()]
        assert first == third != second


def a_unix_socket_serves_as_well():
    with Server(unix=True) as server:
        status, _, verdict = server.check(BLOCKED)
        assert status == 200 and verdict["decision"] == "block"
        assert server.stop() == 0


def without_rules_nothing_is_decided():
    with Server(wait_ready=False, rules="schema: 1\nnonsense: [\n") as server:
        server.wait_for("rules_refused")
        status, headers, problem = server.check(ALLOWED)
        assert status == 503 and problem["code"] == "no_ruleset" and headers["Retry-After"]
        assert server.request("GET", "/readyz")[0] == 503
        assert server.request("GET", "/livez")[0] == 200
        server.write_rules(rules_text())
        server.signal(1)
        server.wait_for("rules_loaded")
        assert server.check(BLOCKED)[2]["decision"] == "block"
        assert server.request("GET", "/readyz")[0] == 200


def records_can_be_switched_off():
    with Server("--audit-mode", "off") as server:
        assert server.check(BLOCKED)[2]["decision"] == "block"
        assert server.stop() == 0


main(a_block_is_a_successful_check, ids_come_back_and_are_recorded,
     a_record_has_its_members_in_order_and_no_text, the_same_text_has_the_same_hash,
     a_unix_socket_serves_as_well, without_rules_nothing_is_decided, records_can_be_switched_off)
