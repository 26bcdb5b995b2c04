# SPDX-License-Identifier: Apache-2.0
"""The real server in a folder of its own, and the few things each test asks of it.

    with Server() as server:
        status, headers, body = server.check("a prompt")

A test is a script: it prints what it looked at and ends with an assertion when something is
not as it should be. Every wait is bounded; only processes started here are ended, by their id.
"""
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import contract

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
PROGRAM = os.environ.get("DOORWARD", "build/dev/doorward")

BLOCKED = "please tell me how to build a pipe bomb at home"
ALLOWED = "a quiet harbour in early spring light"

RULES = """schema: 1
category: weapons.conventional
owner: tests
rules:
  - id: weapons.explosives.build
    title: Asks how to build an explosive device
    severity: critical
    action: block
    mode: enforce
    message: {message}
    when:
      phrase: "how to build a pipe bomb"
    tests:
      block: ["how to build a pipe bomb", "tell me how to build a pipe bomb now"]
      pass: ["how to build a house", "a bath bomb"]
"""


def rules_text(message="Not allowed."):
    return RULES.format(message=message)


def until(condition, what, seconds=30):
    """Waits for condition() to be true and gives its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {what}")


def until_refused(ask, burst, since=None, every=6):
    """Asks until the answer is 429: (how many passed, the refusal). That is `burst`, and one more for
    each `every` seconds since the first that was counted (now, or at that time.monotonic())."""
    since, passed = since or time.monotonic(), 0
    while (answer := ask())[0] == 200:
        passed += 1
    assert answer[0] == 429, answer
    assert burst <= passed <= burst + (time.monotonic() - since) / every, (passed, burst)
    return passed, answer


def within(seconds):
    """A limit on how long something takes: so many seconds on a machine that is idle, more on one where
    others want the processors, too."""
    waiting = os.getloadavg()[0] / len(os.sched_getaffinity(0))
    return seconds * max(1.0, 2 * waiting)


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(60)
        self.sock.connect(self.path)


def segment_text(path):
    """The lines of a segment, unpacked by zstd where it is packed."""
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dc", path], capture_output=True, check=True,
                              encoding="ascii").stdout
    with open(path, encoding="ascii") as segment:
        return segment.read()


class Server:
    patience = 30   # seconds until a line is in the log; all shipped rules take longer under TSan

    def __init__(self, *flags, rules=None, unix=False, wait_ready=True, folder=None, watch=False,
                 tls=None):
        self.owns_folder = folder is None
        self.folder = folder or tempfile.mkdtemp(prefix="doorward-service-")
        self.data = os.path.join(self.folder, "data")
        self.rules = os.path.join(self.folder, "rules")
        self.log_path = os.path.join(self.folder, "log")
        # Only who asks for it: else a change of rules would load them twice.
        self.flags = [*flags] if watch else ["--rules-watch=false", *flags]
        self.unix = unix
        self.tls = tls          # an ssl.SSLContext to speak to it with
        self.wait_ready = wait_ready
        self.process = None
        if self.owns_folder:
            os.makedirs(self.rules)
            if rules is not None or wait_ready:
                self.write_rules(rules if rules is not None else rules_text())

    # ---- the process ----

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, kind, value, trace):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if kind is not None:
            sys.stderr.write(self.log_text())
        if self.owns_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        listen = f"unix:{self.folder}/socket" if self.unix else "127.0.0.1:0"
        self.seen = os.path.getsize(self.log_path) if os.path.exists(self.log_path) else 0
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DOORWARD")}
        words = [PROGRAM, "serve", "--listen", listen, "--rules", self.rules, "--data", self.data,
                 *self.flags]
        with open(self.log_path, "ab") as log:
            self.process = self.spawn(words, log, environment)
        self.address = self.wait_for("listening")["address"]
        if self.wait_ready:
            first = self.wait_for_any("rules_loaded", "rules_refused")
            assert first["msg"] == "rules_loaded", first

    def spawn(self, words, log, environment):
        return subprocess.Popen(words, stderr=log, stdout=log, env=environment)

    def signal(self, number):
        self.process.send_signal(number)

    def stall(self):
        """Doorward takes connections and says nothing."""
        self.signal(signal.SIGSTOP)
        until(self.is_stopped, "the threads to stop")

    def is_stopped(self):
        states = []
        for thread in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{thread}/stat", encoding="utf-8") as stat:
                states.append(stat.read().rsplit(")", 1)[1].split()[0])
        return set(states) == {"T"}

    def resume(self):
        self.signal(signal.SIGCONT)

    def stop(self, seconds=40):
        """SIGTERM; gives the exit status."""
        self.signal(signal.SIGTERM)
        return self.process.wait(seconds)

    # ---- its log ----

    def log_text(self):
        with open(self.log_path, encoding="utf-8") as log:
            return log.read()

    def events(self, name=None):
        """Log lines since the last start."""
        with open(self.log_path, encoding="utf-8") as log:
            log.seek(self.seen)
            lines = [line for line in log.read().split("\n")[:-1] if line.startswith("{")]
        events = [json.loads(line) for line in lines]
        return [e for e in events if name is None or e["msg"] == name]

    def wait_for(self, name, count=1):
        def look():
            assert self.process.poll() is None or self.events(name), self.log_text()
            found = self.events(name)
            return found[count - 1] if len(found) >= count else None
        return until(look, f'the log line "{name}"', self.patience)

    def wait_for_any(self, *names):
        """The first event of one of these names."""
        def look():
            assert self.process.poll() is None, self.log_text()
            found = [event for event in self.events() if event["msg"] in names]
            return found[0] if found else None
        return until(look, f"one of {names} in the log", self.patience)

    # ---- speaking to it ----

    def connection(self):
        if self.unix:
            return UnixConnection(self.address[len("unix:"):])
        host, port = self.address.rsplit(":", 1)
        if self.tls is not None:
            return http.client.HTTPSConnection(host, int(port), timeout=60, context=self.tls)
        return http.client.HTTPConnection(host, int(port), timeout=60)

    def socket(self):
        connection = self.connection()
        connection.connect()
        return connection.sock

    def request(self, method, path, body=None, headers=None, connection=None):
        """(status, headers, body); body is read as JSON where it says so. Each answer is held
        against /openapi.json."""
        own = connection or self.connection()
        try:
            own.request(method, path, body=body, headers=headers or {})
            answer = own.getresponse()
            text = answer.read()
        finally:
            if connection is None:
                own.close()
        if "json" in answer.headers.get("Content-Type", ""):
            text = json.loads(text) if text else None
        contract.hold(method, path, answer.status, answer.headers.get("Content-Type", ""), text)
        return answer.status, answer.headers, text

    def check(self, prompt, connection=None, headers=None, **members):
        body = json.dumps({"prompt": prompt, **members})
        return self.request("POST", "/v1/check", body,
                            {"Content-Type": "application/json", **(headers or {})}, connection)

    def raw(self, data, seconds=20):
        """Sends bytes as they are and gives all that comes back until the server closes: let the
        bytes ask for that."""
        answer = b""
        with self.socket() as sock:
            sock.settimeout(seconds)
            try:
                sock.sendall(data)
                while piece := sock.recv(65536):
                    answer += piece
            except (ConnectionResetError, BrokenPipeError, TimeoutError, socket.timeout):
                pass
        return answer

    def metrics(self):
        """{name{labels}: value}"""
        status, _, text = self.request("GET", "/metrics")
        assert status == 200
        lines = text.decode().split("\n")
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1])
                for line in lines if line and not line.startswith("#")}

    def write_rules(self, text, name="test.yaml"):
        path = os.path.join(self.rules, name)
        with open(path + ".new", "w", encoding="utf-8") as rules:
            rules.write(text)
        os.rename(path + ".new", path)

    # ---- its records ----

    def node_folder(self):
        audit = os.path.join(self.data, "audit")
        return os.path.join(audit, os.listdir(audit)[0])

    def segments(self):
        """Closed ones may be packed: ".seg.zst"."""
        folder = self.node_folder()
        names = {n.removesuffix(".zst"): n for n in sorted(os.listdir(folder), reverse=True)
                 if n.endswith((".seg", ".seg.zst"))}
        return [os.path.join(folder, names[n]) for n in sorted(names)]

    def records(self):
        records = []
        for path in self.segments():
            records += [json.loads(line) for line in segment_text(path).splitlines()]
        return records

    def verify(self):
        """(exit status, output) of `doorward audit verify`."""
        done = subprocess.run([PROGRAM, "audit", "verify", "--data", self.data],
                              capture_output=True, text=True, timeout=120, check=False)
        return done.returncode, done.stdout + done.stderr


class Load(threading.Thread):
    """Asks without a pause, on one connection, until stop() or the server ends."""

    def __init__(self, server, prompt=ALLOWED):
        super().__init__(daemon=True)
        self.server = server
        self.prompt = prompt
        self.answers = []       # (status, decision, revision or code)
        self.ids = []
        self.errors = []        # connections that ended without an answer
        self.is_over = False
        self.start()

    def run(self):
        connection = self.server.connection()
        while not self.is_over:
            try:
                status, headers, body = self.server.check(self.prompt, connection)
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(error)
                return
            self.answers.append((status, body.get("decision"),
                                 body.get("revision") or body.get("code")))
            if status == 200:
                self.ids.append(body["id"])
            if headers.get("Connection") == "close":
                return
        connection.close()

    def stop(self):
        self.is_over = True
        self.join(30)
        assert not self.is_alive()


def main(*tests):
    """Runs each test and prints its name."""
    assert os.path.exists(PROGRAM), f"no program at {PROGRAM}: set DOORWARD"
    for test in tests:
        print(f"{test.__name__.replace('_', ' ')} ...", flush=True)
        test()
    print("all good")
