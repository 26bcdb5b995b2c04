# SPDX-License-Identifier: Apache-2.0
"""Exports that the server writes: their state, their file, one at a time, and nothing left behind."""
import csv
import hashlib
import io
import json
import os
import subprocess

from service import ALLOWED, BLOCKED, Load, Server, main, until

EXPORT = "/v1/verdicts/export"


def state_of(server, name):
    status, _, body = server.request("GET", f"{EXPORT}/{name}")
    assert status == 200, (status, body)
    return body


def begin(server, query=""):
    status, _, body = server.request("POST", EXPORT + query)
    assert status == 202 and body["id"].startswith("ex_"), (status, body)
    return body["id"]


def finish(server, name):
    until(lambda: state_of(server, name)["state"] != "running", "the end of the export")
    body = state_of(server, name)
    assert body["state"] == "done", body
    return body


def file_of(server, name):
    status, headers, data = server.request("GET", f"{EXPORT}/{name}?part=file")
    assert status == 200, (status, data)
    return headers, data


def the_file_is_what_the_manifest_says():
    with Server() as server:
        for i in range(30):
            assert server.check(BLOCKED if i % 3 == 0 else ALLOWED)[0] == 200
        done = finish(server, begin(server, "?decision=block"))
        assert done["records"] == 10 and done["file"] == "verdicts.jsonl.zst", done
        headers, data = file_of(server, done["id"])
        manifest = done["manifest"]
        assert manifest["query"] == "decision=block" and manifest["records"] == 10
        assert manifest["file"]["sha256"] == hashlib.sha256(data).hexdigest()
        assert manifest["file"]["bytes"] == len(data)
        assert headers["Content-Disposition"] == 'attachment; filename="verdicts.jsonl.zst"'
        text = subprocess.run(["zstd", "-dc"], input=data, capture_output=True, check=True).stdout
        lines = [json.loads(line) for line in text.splitlines()]
        assert [line["decision"] for line in lines] == ["block"] * 10

        done = finish(server, begin(server, "?format=csv"))
        headers, data = file_of(server, done["id"])
        assert headers["Content-Type"] == "text/csv"
        assert len(list(csv.reader(io.StringIO(data.decode())))) == 31


def what_cannot_be_done_is_refused():
    with Server() as server:
        for query in ("?format=xlsx", "?colour=blue", "?from=yesterday", "?rule=%zz"):
            status, _, body = server.request("POST", EXPORT + query)
            assert (status, body["code"]) == (400, "invalid_request"), (query, status, body)
        for name in ("ex_nobody", "..%2f..%2fsecret", "vd_01"):
            for part in ("", "?part=file"):
                assert server.request("GET", f"{EXPORT}/{name}{part}")[0] == 404, name
        name = begin(server)
        finish(server, name)
        assert server.request("GET", f"{EXPORT}/{name}?part=secret")[0] == 400
    with Server("--audit-mode", "off") as server:
        assert server.request("POST", EXPORT)[0] == 404


def one_runs_at_a_time_and_nothing_stays():
    with Server() as server:
        load = [Load(server, BLOCKED) for _ in range(8)]
        until(lambda: sum(len(each.ids) for each in load) > 3000, "answers")
        for each in load:
            each.stop()
        connection = server.connection()
        answers = [server.request("POST", EXPORT, connection=connection) for _ in range(10)]
        assert answers[0][0] == 202, answers[0]
        refused = [body for status, _, body in answers if status == 503]
        assert refused and all(body["code"] == "busy" for body in refused), answers
        first = finish(server, answers[0][2]["id"])
        assert first["records"] >= 3000
        until(lambda: server.request("POST", EXPORT)[0] == 202, "a free place")
        for _ in range(4):
            name = until(lambda: (lambda a: a[2]["id"] if a[0] == 202 else None)(
                server.request("POST", EXPORT)), "a free place")
            finish(server, name)
        assert server.request("GET", f"{EXPORT}/{first['id']}")[0] == 404
        folder = os.path.join(server.data, "exports")
        assert len(os.listdir(folder)) == 4
        server.process.kill()
        server.process.wait()
        assert os.path.exists(folder)
        server.start()
        assert not os.path.exists(folder)
        begin(server)
        assert server.stop() == 0
        assert not os.path.exists(folder)


main(the_file_is_what_the_manifest_says, what_cannot_be_done_is_refused,
     one_runs_at_a_time_and_nothing_stays)
