# SPDX-License-Identifier: Apache-2.0
"""SIGTERM: nobody who was accepted is left without an answer."""
import http.client
import json
import os
import signal
import socket
import subprocess
import threading
import time

from service import ALLOWED, BLOCKED, PROGRAM, Load, Server, main, until, within


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


def is_begun(server):
    """A request is in flight beside the one that asks."""
    until(lambda: server.metrics()["doorward_requests_in_flight"] >= 2, "the request")


def a_slow_body_may_still_arrive():
    with Server() as server:
        body = json.dumps({"prompt": BLOCKED}).encode()
        with server.socket() as sock:
            sock.settimeout(20)
            sock.sendall(b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                         b"Content-Length: %d\r\n\r\n" % len(body) + body[:5])
            is_begun(server)
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
            is_begun(server)
            begin = time.monotonic()
            assert server.stop() == 0
            assert time.monotonic() - begin < within(8)
        assert server.wait_for("stopped")["given_up"] == 1


def a_second_signal_ends_at_once():
    with Server("--shutdown-delay-s", "60") as server:
        server.check(ALLOWED)
        server.signal(signal.SIGTERM)
        server.wait_for("draining")
        begin = time.monotonic()
        server.signal(signal.SIGTERM)
        assert server.process.wait(10) == -signal.SIGTERM
        assert time.monotonic() - begin < within(3)
        server.flags = ["--rules-watch=false"]
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


class Callers(threading.Thread):
    """Asks without a pause, each time on a new connection, until nobody listens."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server = server
        self.answered = 0
        self.lost = []
        self.start()

    def run(self):
        while True:
            connection = self.server.connection()
            try:
                connection.connect()
            except OSError:
                return
            try:
                status, _, _ = self.server.check(BLOCKED, connection, {"Connection": "close"})
                assert status == 200, status
                self.answered += 1
            except (OSError, http.client.HTTPException) as error:
                self.lost.append(error)
            finally:
                connection.close()


def a_connection_that_was_taken_gets_its_answer():
    for _ in range(8):
        with Server(unix=True) as server:
            callers = [Callers(server) for _ in range(24)]
            until(lambda: sum(each.answered for each in callers) > 300, "some answers")
            assert server.stop() == 0
            for each in callers:
                each.join(20)
                assert not each.is_alive() and not each.lost, each.lost


def a_signal_for_log_rotation_is_no_trouble():
    with Server() as server:
        server.signal(signal.SIGUSR1)
        assert server.check(ALLOWED)[0] == 200
        assert server.stop() == 0


def is_ready(server):
    """There is a socket before anybody listens."""
    try:
        return server.request("GET", "/readyz")[0] == 200
    except OSError:
        return False


def closed_standard_descriptors_are_no_files():
    with Server(unix=True) as server:
        server.stop()
        path = f"{server.folder}/socket"
        process = subprocess.Popen(
            ["/bin/sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-', PROGRAM, "serve", "--listen",
             f"unix:{path}", "--rules", server.rules, "--data", server.data])
        try:
            until(lambda: is_ready(server), "readiness")
            assert server.check(BLOCKED)[0] == 200
            process.terminate()
            assert process.wait(20) == 0
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        status, text = server.verify()
        assert status == 0, text
        assert len(server.records()) == 1


main(requests_in_flight_are_answered, a_slow_body_may_still_arrive,
     a_connection_that_was_taken_gets_its_answer, a_signal_for_log_rotation_is_no_trouble,
     closed_standard_descriptors_are_no_files,
     readyz_fails_while_all_is_still_served, the_drain_has_an_end, a_second_signal_ends_at_once,
     a_stopped_server_takes_no_connections)
