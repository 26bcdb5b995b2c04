# SPDX-License-Identifier: Apache-2.0
"""A sync that fails: its group is refused, its segment is closed, and the log goes on."""
import json
import os
import socket
import struct
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "service"))

from service import BLOCKED, Load, Server, main, rules_text, until, within  # noqa: E402


def preload(**variables):
    library = os.environ["FAIL_SYNC"]
    assert os.path.exists(library), f"not built: {library}"
    os.environ.update({"LD_PRELOAD": library, **variables})


def stop_preloading():
    for name in ("LD_PRELOAD", "FAIL_SYNC_EVERY", "FAIL_SYNC_HANG"):
        os.environ.pop(name, None)


def a_failed_sync_is_never_taken_for_a_good_one():
    preload(FAIL_SYNC_EVERY="150")
    server = Server()
    try:
        server.start()
        load = [Load(server, BLOCKED) for _ in range(6)]
        until(lambda: len(server.events("audit_recovered")) >= 3, "three recoveries", 60)
        for each in load:
            each.stop()
            assert not each.errors
        stop_preloading()
        server.stop()
        answers = [answer for each in load for answer in each.answers]
        refused = [answer for answer in answers if answer[0] == 503]
        assert {answer[0] for answer in answers} == {200, 503}
        assert {answer[2] for answer in refused} == {"audit_unavailable"}
        records = server.records()
        recorded = {record["id"] for record in records}
        missing = [i for each in load for i in each.ids if i not in recorded]
        recoveries = sum(record["face"] == "audit.recovery" for record in records)
        print(f"    {len(answers) - len(refused)} answered, {len(refused)} refused, "
              f"{recoveries} recoveries, {len(server.segments())} segments, {len(missing)} missing")
        assert not missing
        assert recoveries >= 3 and len(server.segments()) >= 4
        assert [record["seq"] for record in records] == list(range(1, len(records) + 1))
        status, text = server.verify()
        assert status == 0, text
    finally:
        server.__exit__(None, None, None)


def a_sync_that_hangs_does_not_hang_everything():
    with Server(wait_ready=False) as server:
        hang = os.path.join(server.folder, "hang")
        preload(FAIL_SYNC_HANG=hang)
        server.stop()
        server.write_rules(rules_text())
        server.start()
        stop_preloading()
        server.wait_for("rules_loaded")
        assert server.check(BLOCKED)[0] == 200
        with open(hang, "w", encoding="ascii"):
            pass
        waiting = Load(server, BLOCKED)
        until(lambda: server.request("GET", "/readyz")[0] == 503, "not ready")
        begin = time.monotonic()
        status, _, problem = server.check(BLOCKED)
        assert (status, problem["code"]) == (503, "audit_unavailable"), (status, problem)
        assert time.monotonic() - begin < within(1)
        assert server.metrics()["doorward_audit_writable"] == 0
        os.unlink(hang)
        until(lambda: server.request("GET", "/readyz")[0] == 200, "recovery")
        until(lambda: waiting.ids, "the answer that waited")
        waiting.stop()
        assert not waiting.errors
        assert server.stop() == 0
        recorded = {record["id"] for record in server.records()}
        assert not set(waiting.ids) - recorded
        status, text = server.verify()
        assert status == 0, text


def whoever_waits_for_a_record_is_answered_or_gone():
    """More than the loop asks in each turn (WEB_LOOP_HELD_MAX), and every fourth client leaves."""
    backlog = 'doorward_audit_backlog{class="verdict"}'
    body = json.dumps({"prompt": BLOCKED}).encode()
    request = (b"POST /v1/check HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
               b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body)
    with Server(wait_ready=False) as server:
        hang = os.path.join(server.folder, "hang")
        preload(FAIL_SYNC_HANG=hang)
        server.stop()
        server.write_rules(rules_text())
        server.start()
        stop_preloading()
        server.wait_for("rules_loaded")
        assert server.check(BLOCKED)[0] == 200
        with open(hang, "w", encoding="ascii"):
            pass
        clients = [server.socket() for _ in range(200)]
        for client in clients:
            client.sendall(request)
        until(lambda: server.metrics()[backlog] == len(clients), "all wait", 60)
        for client in clients[::4]:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
        assert server.request("GET", "/livez")[0] == 200
        os.unlink(hang)
        staying = [client for i, client in enumerate(clients) if i % 4 != 0]
        for client in staying:
            assert client.recv(65536).startswith(b"HTTP/1.1 200 "), "no answer"
            client.close()
        until(lambda: server.metrics()[backlog] == 0, "no backlog")
        assert server.check(BLOCKED)[0] == 200
        assert server.stop() == 0
        records = [record for record in server.records() if record["decision"] is not None]
        assert len(records) >= len(clients) + 2, len(records)


main(a_failed_sync_is_never_taken_for_a_good_one, a_sync_that_hangs_does_not_hang_everything,
     whoever_waits_for_a_record_is_answered_or_gone)
