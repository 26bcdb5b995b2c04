# SPDX-License-Identifier: Apache-2.0
"""Is an answer one that /openapi.json describes? service.py asks this of what the tests get: the
route, the status, the content type and the body.

The document is asked once of a server of its own, so that no test's figures change. Of each route
and status the first 300 answers are looked at, and then one in 50: load tests get many alike."""
import collections
import http.client
import json
import os
import re
import socket
import subprocess
import tempfile
import threading
import time

PROGRAM = os.environ.get("DOORWARD", "build/dev/doorward")
METHODS = ("get", "head", "options", "delete", "post", "put", "patch")

lock = threading.Lock()
document = None
validators = {}
seen = collections.Counter()


def ask(path):
    """The body of GET path, from a server that runs as long as that takes."""
    with tempfile.TemporaryDirectory(prefix="doorward-contract-") as folder:
        os.mkdir(os.path.join(folder, "rules"))
        where = os.path.join(folder, "socket")
        server = subprocess.Popen(
            [PROGRAM, "serve", "--listen", f"unix:{where}", "--rules", f"{folder}/rules", "--data",
             f"{folder}/data", "--audit-mode", "off", "--rules-watch=false"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 20
            while True:
                try:
                    connection = http.client.HTTPConnection("localhost", timeout=20)
                    connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                    connection.sock.connect(where)
                    break
                except OSError:
                    connection.close()
                    assert server.poll() is None and time.monotonic() < end, "no server"
                    time.sleep(0.02)
            connection.request("GET", path)
            text = connection.getresponse().read()
            connection.close()
            return text
        finally:
            server.kill()
            server.wait()


def load():
    global document
    if document is None:
        document = json.loads(ask("/openapi.json"))
        for path in document["paths"]:
            rest = re.escape(path).replace(r"/\{rest\}", "(/.*)?")
            document["paths"][path]["x-form"] = re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", rest))
    return document


def operation(method, path):
    """The operation of the document, or None."""
    paths = load()["paths"]
    method = method.lower()
    path = path.split("?")[0]
    found = [paths[path]] if path in paths else [
        item for item in paths.values() if item["x-form"].fullmatch(path)]
    for item in found:
        if method in item:
            return item[method]
        if method == "head" and "get" in item:
            return item["get"]
    return None


def validator(reference):
    if reference not in validators:
        try:
            import jsonschema
        except ImportError:
            raise AssertionError("there is no jsonschema: install python3-jsonschema") from None
        validators[reference] = jsonschema.Draft202012Validator(
            {"$ref": reference, "components": load()["components"]})
    return validators[reference]


def complain(method, path, status, kind, body):
    """What is wrong with the answer, or None."""
    found = operation(method, path)
    if found is None or status in (405, 431) or (status == 404 and body is not None and
                                                 isinstance(body, dict) and
                                                 body.get("code") == "not_found"):
        # Nothing is at this path, or not on this listener.
        if found is None and status not in (400, 404, 405, 431):
            return "there is no such route in the document"
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    elif str(status) not in found["responses"]:
        return "the document has no such status there"
    else:
        content = found["responses"][str(status)].get("content")
    if content is None or method == "HEAD":
        return "there is a body" if body else None
    kind = kind.split(";")[0]
    if kind == "application/problem+json" and kind not in content:
        content = {kind: content.get("application/json", {})}
    if kind not in content:
        return f"the type is {kind} and not one of {list(content)}"
    if "json" not in kind:
        return None
    errors = list(validator(content[kind]["schema"]["$ref"]).iter_errors(body))
    return "; ".join(f"{error.json_path}: {error.message[:300]}" for error in errors[:3]) or None


def hold(method, path, status, kind, body):
    """Fails for an answer that the document does not describe."""
    with lock:
        found = operation(method, path)
        name = (found["operationId"] if found else None, status)
        seen[name] += 1
        if seen[name] > 300 and seen[name] % 50 != 0:
            return
        wrong = complain(method, path, status, kind, body)
    assert wrong is None, f"{method} {path} answered {status}: {wrong}\n{str(body)[:2000]}"
