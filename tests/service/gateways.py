# SPDX-License-Identifier: Apache-2.0
"""A real gateway with an example's very file, between a client and a small API.

    with Stand("nginx-lua.conf") as stand:
        status, headers, body = stand.post({"prompt": "text"})

Only ports and paths of the file are replaced. The API counts what reached it and answers 200 with
the number of bytes it read. All processes are started here and ended by their id.
"""
import http.client
import http.server
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import threading

from service import PROGRAM, Server, until

EXAMPLES = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../docs/gateways"))

# What each program is called in Debian.
PACKAGES = {"nginx": "nginx-light, libnginx-mod-http-lua and libnginx-mod-http-js",
            "haproxy": "haproxy", "caddy": "caddy", "node": "nodejs", "npm": "npm",
            "promtool": "prometheus"}


def program(name):
    """The path of a program; a test that cannot run has failed."""
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    assert path, f"there is no {name}: install {PACKAGES[name]}"
    return path


def free_port():
    """One that nobody gets by asking for any, as clients do and servers at port 0, before it is used."""
    while True:
        port = random.randrange(10240, 32000)
        with socket.socket() as sock:
            try:
                sock.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def keys(server, *words):
    """`doorward keys …`: what it printed."""
    done = subprocess.run([PROGRAM, "keys", *words, "--data", server.data],
                          capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Api(http.server.ThreadingHTTPServer):
    """What stands behind the gateway."""

    daemon_threads = True

    def __init__(self, answer=None):
        self.seen = []      # (method, path, body, headers)
        self.answer = answer or (lambda body: json.dumps({"bytes": len(body)}).encode())
        super().__init__(("127.0.0.1", 0), ApiHandler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request, client_address):
        pass    # a gateway that ends


class ApiHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self):
        if self.headers.get("Transfer-Encoding", "") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        text = b""
        while size := int(self.rfile.readline(), 16):
            text += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return text

    def answer(self):
        body = self.body()
        self.server.seen.append((self.command, self.path, body, self.headers))
        text = self.server.answer(body)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def log_message(self, *_):
        pass


def nginx_command(folder, config):
    user = " user root;" if os.geteuid() == 0 else ""
    return [program("nginx"), "-p", folder, "-c", config, "-e", "stderr", "-g",
            "daemon off;" + user]


# How the program of a file is run, and the files that go with it.
RUN = {
    ".conf": nginx_command,
    ".cfg": lambda folder, config: [program("haproxy"), "-db", "-f", config],
    "Caddyfile": lambda folder, config: [program("caddy"), "run", "--adapter", "caddyfile",
                                         "--config", config],
}
BESIDE = {"nginx-njs.conf": ["doorward.js"], "haproxy.cfg": ["doorward.lua"]}


class Stand(Server):
    """Doorward, an API, and a gateway between the client and both."""

    def __init__(self, example, *flags, plan="scale", spoil=("", "")):
        """`spoil`: what is replaced in the example by what, to break it."""
        super().__init__("--keys-required", "yes", *flags)
        self.example = example
        self.spoil = spoil
        self.key = keys(self, "create", "acme", "--plan", plan)
        self.gateway = None
        self.api = Api()
        self.port = free_port()

    def __enter__(self):
        super().__enter__()
        try:
            self.start_gateway()
        except BaseException:
            self.__exit__(AssertionError, None, None)
            raise
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None and self.gateway is not None:
            sys.stderr.write(self.gateway_log())
        if self.gateway is not None:
            self.gateway.terminate()
            try:
                self.gateway.wait(10)
            except subprocess.TimeoutExpired:
                self.gateway.kill()
                self.gateway.wait()
        self.api.shutdown()
        self.api.server_close()
        super().__exit__(kind, value, trace)

    # ---- the gateway ----

    def example_text(self, name):
        """The example as it is shipped, but for ports and paths."""
        with open(os.path.join(EXAMPLES, name), encoding="utf-8") as file:
            text = file.read()
        for old, new in {
                "127.0.0.1:8000": f"127.0.0.1:{self.port}",
                "127.0.0.1:8080": self.address,
                "127.0.0.1:9000": f"127.0.0.1:{self.api.server_address[1]}",
                "/etc/nginx/njs": self.folder, "/etc/haproxy": self.folder,
                # Paths that Debian's nginx was built with, which only root may write.
                "\nhttp {\n": "\nhttp {\n" + "".join(
                    f"\t{kind}_temp_path tmp-{kind};\n"
                    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))}.items():
            text = text.replace(old, new)
        return text.replace(*self.spoil) if self.spoil[0] else text

    def start_gateway(self):
        for name in [self.example, *BESIDE.get(self.example, [])]:
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
                file.write(self.example_text(name))
        config = os.path.join(self.folder, self.example)
        run = next(run for end, run in RUN.items() if self.example.endswith(end))
        environment = {**os.environ, "HOME": self.folder, "XDG_DATA_HOME": self.folder,
                       "XDG_CONFIG_HOME": self.folder}
        with open(os.path.join(self.folder, "gateway.log"), "ab") as log:
            self.gateway = subprocess.Popen(run(self.folder, config), stdout=log, stderr=log,
                                            env=environment)
        until(self.gateway_answers, f"{self.example} at port {self.port}")

    def gateway_answers(self):
        assert self.gateway.poll() is None, self.gateway_log()
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def gateway_log(self):
        with open(os.path.join(self.folder, "gateway.log"), encoding="utf-8",
                  errors="replace") as log:
            return log.read()

    # ---- speaking through it ----

    def through(self, method, path, body=None, headers=None, key=None):
        """(status, headers, body) of the gateway."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        key = self.key if key is None else key
        sent = {**({"Authorization": f"Bearer {key}"} if key else {}), **(headers or {})}
        try:
            try:
                connection.request(method, path, body=body, headers=sent,
                                   encode_chunked="Transfer-Encoding" in sent)
            except (BrokenPipeError, ConnectionResetError):
                pass    # it answered before it had read all
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def post(self, body, path="/v1/chat/completions", headers=None, **more):
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.through("POST", path, text,
                            {"Content-Type": "application/json", **(headers or {})}, **more)

