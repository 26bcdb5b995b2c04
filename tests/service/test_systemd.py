# SPDX-License-Identifier: Apache-2.0
"""What the server says to systemd, the sockets it takes from it, and the units of docs/operations.
No systemd runs here: the tests are what it would be at the other end of each socket."""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from service import ALLOWED, BLOCKED, PROGRAM, ROOT, Server, main, rules_text, until, within

# Puts descriptors to where systemd puts them, and becomes the program.
SHIM = """import os, sys
fds = [int(each) for each in sys.argv[1].split(",") if each]
copies = [os.dup(each) for each in fds]
for i, each in enumerate(copies):
    os.dup2(each, 3 + i)
    os.set_inheritable(3 + i, True)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(fds)))
os.execv(sys.argv[2], sys.argv[2:])
"""


class Unit(Server):
    """A server that is started as by systemd: `variables` in its environment, `sockets` (name,
    socket) as its first descriptors."""

    def __init__(self, *flags, variables=None, sockets=(), **options):
        super().__init__(*flags, **options)
        self.variables = variables or {}
        self.sockets = sockets

    def spawn(self, words, log, environment):
        fds = [each.fileno() for _, each in self.sockets]
        environment.update(self.variables)
        if fds:
            environment["LISTEN_FDNAMES"] = ":".join(name for name, _ in self.sockets)
            words = [sys.executable, "-c", SHIM, ",".join(map(str, fds)), *words]
        return subprocess.Popen(words, stderr=log, stdout=log, env=environment, pass_fds=fds)


class Manager:
    """The end of $NOTIFY_SOCKET where systemd reads."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="doorward-notify-")
        self.path = os.path.join(self.folder, "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.settimeout(0.05)
        self.said = []          # (when, {name: value})
        return self

    def __exit__(self, *what):
        self.socket.close()
        shutil.rmtree(self.folder)

    def read(self):
        while True:
            try:
                text = self.socket.recv(8192).decode()
            except (TimeoutError, socket.timeout):
                return self.said
            self.said.append((time.monotonic(), dict(line.split("=", 1)
                                                     for line in text.splitlines() if line)))

    def wait_for(self, name, count=1):
        """The message in which `name` is said for the count-th time."""
        def look():
            found = [m for _, m in self.read() if name in m]
            return found[count - 1] if len(found) >= count else None
        return until(look, f"{name}, {count} times, in {self.said}")

    def count(self, name):
        return len([m for _, m in self.read() if name in m])


def it_says_when_it_is_ready():
    with Manager() as manager, Unit(variables={"NOTIFY_SOCKET": manager.path}) as server:
        ready = manager.wait_for("READY")
        assert ready["READY"] == "1"
        assert re.fullmatch(r"1 rules, revision sha256:[0-9a-f]{12}", ready["STATUS"]), ready
        assert manager.said[0][1] == {"STATUS": "loading rules"}
        assert server.check(BLOCKED)[2]["decision"] == "block"
        assert manager.count("WATCHDOG") == 0, "nobody asked for it"


def it_says_when_it_reads_again():
    with Manager() as manager, Unit(variables={"NOTIFY_SOCKET": manager.path}) as server:
        manager.wait_for("READY")
        for count, text in enumerate((rules_text("Other words."), "rules: [\n"), 1):
            server.write_rules(text)
            before_us = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
            server.signal(signal.SIGHUP)
            begun = manager.wait_for("RELOADING", count)
            manager.wait_for("READY", count + 1)
            after_us = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
            assert begun["RELOADING"] == "1"
            assert before_us <= int(begun["MONOTONIC_USEC"]) <= after_us
        order = [name for _, m in manager.said for name in ("READY", "RELOADING") if name in m]
        assert order == ["READY", "RELOADING"] * 2 + ["READY"], order
        assert "newer ones were refused" in manager.said[-1][1]["STATUS"], manager.said[-1]


def without_rules_it_has_started_and_says_so():
    with Manager() as manager, Unit(variables={"NOTIFY_SOCKET": manager.path},
                                    wait_ready=False) as server:
        assert "not ready" in manager.wait_for("READY")["STATUS"]
        assert server.request("GET", "/readyz")[0] == 503


def it_feeds_the_watchdog():
    with Manager() as manager, Unit(variables={"NOTIFY_SOCKET": manager.path,
                                               "WATCHDOG_USEC": "400000"}) as server:
        manager.wait_for("WATCHDOG", 8)
        times = [when for when, m in manager.said if "WATCHDOG" in m]
        assert times[-1] - times[0] < within(7 * 0.4), "more often than every 0.4 s"
        server.signal(signal.SIGSTOP)
        time.sleep(0.3)
        count = manager.count("WATCHDOG")
        time.sleep(0.6)
        assert manager.count("WATCHDOG") == count, "what stands still says nothing"
        server.signal(signal.SIGCONT)
        manager.wait_for("WATCHDOG", count + 1)


def it_says_that_it_stops():
    with Manager() as manager, Unit("--drain-timeout-s", "7", "--shutdown-delay-s", "1",
                                    variables={"NOTIFY_SOCKET": manager.path}) as server:
        manager.wait_for("READY")
        server.signal(signal.SIGTERM)
        stopping = manager.wait_for("STOPPING")
        assert stopping["STOPPING"] == "1"
        assert int(stopping["EXTEND_TIMEOUT_USEC"]) > 8_000_000
        assert server.process.poll() is None, "it is said before the end"
        assert server.process.wait(30) == 0


def listener(family=socket.AF_INET, address=("127.0.0.1", 0)):
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.bind(address)
    sock.listen(100)
    return sock


def it_takes_sockets_that_are_open():
    checks, management = listener(), listener()
    with checks, management, Unit(sockets=(("management", management),
                                           ("doorward.socket", checks))) as server:
        assert server.address == "127.0.0.1:%d" % checks.getsockname()[1]
        assert server.check(BLOCKED)[2]["decision"] == "block"
        assert server.request("GET", "/metrics")[0] == 404
        server.address = "127.0.0.1:%d" % management.getsockname()[1]
        assert server.request("GET", "/metrics")[0] == 200
        assert server.stop() == 0


def a_restart_loses_no_connection():
    with listener() as sock, Unit(sockets=(("listen", sock),)) as server:
        assert server.check(ALLOWED)[0] == 200
        assert server.stop() == 0
        waiting = server.connection()
        waiting.connect()
        server.start()
        assert server.check(ALLOWED, waiting)[0] == 200
        waiting.close()


def the_file_of_a_unix_socket_stays():
    with tempfile.TemporaryDirectory(prefix="doorward-activated-") as folder:
        path = os.path.join(folder, "socket")
        with listener(socket.AF_UNIX, path) as sock, Unit(
                sockets=(("listen", sock),), unix=True) as server:
            assert server.address == f"unix:{path}"
            assert server.check(BLOCKED)[2]["decision"] == "block"
            assert server.stop() == 0
            assert os.path.exists(path)


def refused(*sockets):
    """What a server says that is given these, and does not start."""
    with tempfile.TemporaryDirectory(prefix="doorward-refused-") as folder:
        fds = [each.fileno() for _, each in sockets]
        done = subprocess.run(
            [sys.executable, "-c", SHIM, ",".join(map(str, fds)), os.path.abspath(PROGRAM), "serve",
             "--audit-mode", "off", "--data", folder, "--rules", folder],
            capture_output=True, text=True, timeout=30, check=False, pass_fds=fds,
            env={"LISTEN_FDNAMES": ":".join(name for name, _ in sockets)})
        assert done.returncode == 2, done
        return done.stderr


def other_descriptors_are_refused():
    with listener() as one, listener() as two, socket.socket() as mute, \
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        assert "two sockets for listen" in refused(("a", one), ("b", two))
        assert "no listening stream socket" in refused(("listen", mute))
        assert "no listening stream socket" in refused(("listen", datagrams))


def the_units_are_good():
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        print("   skipped: there is no systemd-analyze")
        return
    with tempfile.TemporaryDirectory(prefix="doorward-units-") as folder:
        units = []
        for name in ("doorward.service", "doorward.socket"):
            with open(os.path.join(ROOT, "docs/operations", name), encoding="utf-8") as unit:
                text = unit.read().replace("/usr/bin/doorward", os.path.abspath(PROGRAM))
            units.append(os.path.join(folder, name))
            with open(units[-1], "w", encoding="utf-8") as unit:
                unit.write(text)
        done = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True,
                              text=True, timeout=120, check=False)
        assert done.returncode == 0 and not done.stderr, done
        done = subprocess.run([analyze, "security", "--no-pager", "--offline=true",
                               "--threshold=20", units[0]],
                              capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout
        print("  ", done.stdout.strip().split("\n")[-1])


main(it_says_when_it_is_ready, it_says_when_it_reads_again,
     without_rules_it_has_started_and_says_so, it_feeds_the_watchdog, it_says_that_it_stops,
     it_takes_sockets_that_are_open, a_restart_loses_no_connection,
     the_file_of_a_unix_socket_stays, other_descriptors_are_refused, the_units_are_good)
