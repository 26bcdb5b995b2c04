# SPDX-License-Identifier: Apache-2.0
"""SIGTERM: nobody who was accepted is left without an answer."""
import json
import signal
import socket
import time

from service import ALLOWED, BLOCKED, Load, Server, main, until


def requests_in_flight_are_answered():
    with Server() as server:
        load = [Load(server, BLOCKED) for _ in range(8)]
        until(lambda: sum(len(each.answers) for each in load) > 200, "some answers")
        assert server.stop() == 0
        for each in load:
            each.join(20)
            assert not each.errors, each.errors
        ids = [i for each in load for i in each.ids]
        assert server.wait_for("stopped")["given_up"] == 0
        recorded = [record["id"] for record in server.records()]
        assert sorted(ids) == sorted(recorded), "an answer without a record, or the reverse"
        status, text = server.verify()
        assert status == 0, text


def a_slow_body_may_still_arrive():
    with Server() as server:
        body = json.dumps({"prompt": BLOCKED}).encode()
        with server.socket() as sock:
            sock.settimeout(20)
            sock.sendall(b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                         b"Content-Length: %d\r\n\r\n" % len(body) + body[:5])
            time.sleep(0.3)
            server.signal(signal.SIGTERM)
            server.wait_for("draining")
            time.sleep(0.5)
            sock.sendall(body[5:])
            answer = sock.recv(65536)
        assert answer.startswith(b"HTTP/1.1 200 ") and b'"decision":"block"' in answer, answer
        assert b"Connection: close" in answer
        assert server.process.wait(20) == 0
        assert len(server.records()) == 1


def readyz_fails_while_all_is_still_served():
    with Server("--shutdown-delay-s", "2") as server:
        server.signal(signal.SIGTERM)
        server.wait_for("draining")
        status, headers, _ = server.request("GET", "/readyz")
        assert status == 503
        assert server.request("GET", "/livez")[0] == 200
        status, headers, verdict = server.check(BLOCKED)
        assert status == 200 and verdict["decision"] == "block"
        assert headers["Connection"] == "close"
        assert server.process.wait(20) == 0


def the_drain_has_an_end():
    with Server("--drain-timeout-s", "1") as server:
        with server.socket() as sock:
            sock.sendall(b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                         b"Content-Length: 100\r\n\r\n{")
            time.sleep(0.3)
            begin = time.monotonic()
            assert server.stop() == 0
            assert time.monotonic() - begin < 8
        assert server.wait_for("stopped")["given_up"] == 1


def a_second_signal_ends_at_once():
    with Server("--shutdown-delay-s", "60") as server:
        server.check(ALLOWED)
        server.signal(signal.SIGTERM)
        server.wait_for("draining")
        begin = time.monotonic()
        server.signal(signal.SIGTERM)
        assert server.process.wait(10) == -signal.SIGTERM
        assert time.monotonic() - begin < 3
        server.flags = []
        server.start()
        server.check(ALLOWED)
        assert server.stop() == 0
        assert server.verify()[0] == 0


def a_stopped_server_takes_no_connections():
    with Server() as server:
        host, port = server.address.rsplit(":", 1)
        assert server.stop() == 0
        with socket.socket() as sock:
            assert sock.connect_ex((host, int(port))) != 0


main(requests_in_flight_are_answered, a_slow_body_may_still_arrive,
     readyz_fails_while_all_is_still_served, the_drain_has_an_end, a_second_signal_ends_at_once,
     a_stopped_server_takes_no_connections)
