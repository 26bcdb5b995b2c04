# SPDX-License-Identifier: Apache-2.0
"""Every answer has its record: counted, in every mode, and when the log cannot be written."""
import base64
import csv
import hashlib
import io
import json
import os
import random
import re
import resource
import shutil
import subprocess
import tempfile
import time

import jsonschema

from service import ALLOWED, BLOCKED, PROGRAM, Load, Server, main, rules_text, until

WORDS = """the quick brown fox jumps over lazy dogs while seven painters describe old harbours and
gentle rivers flowing past mountain villages in early spring light""".split()


def a_prompt(random_source, length=1000):
    words = []
    while sum(len(word) + 1 for word in words) < length:
        words.append(random_source.choice(WORDS))
    return " ".join(words)


def each_answer_has_one_record():
    for mode in ("each", "group", "async"):
        with Server("--audit-mode", mode, "--audit-segment-bytes", "100000") as server:
            prompt = a_prompt(random.Random(1))
            load = [Load(server, prompt) for _ in range(8)]
            until(lambda: sum(len(each.ids) for each in load) > 1500, "answers")
            for each in load:
                each.stop()
                assert not each.errors
            # Segments are packed when nobody else wants the processor.
            until(lambda: mode == "async" or any(s.endswith(".zst") for s in server.segments()),
                  "a packed segment", 120)
            assert server.stop() == 0
            ids = sorted(i for each in load for i in each.ids)
            assert ids == sorted(record["id"] for record in server.records()), mode
            assert len(server.segments()) > 1
            status, text = server.verify()
            assert status == 0, text


def wrk_script(folder):
    path = os.path.join(folder, "post.lua")
    source = random.Random(2)
    bodies = ",\n".join(f"""'{{"prompt":"{a_prompt(source)}"}}'""" for _ in range(256))
    with open(path, "w", encoding="ascii") as script:
        script.write('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
                     f"local bodies = {{\n{bodies}\n}}\nlocal at = 0\n"
                     "request = function()\n  at = at % #bodies + 1\n"
                     "  return wrk.format(nil, nil, nil, bodies[at])\nend\n")
    return path


def records_keep_up_with_64_connections():
    """wrk gives up what is in flight at its end: that may be recorded and not counted."""
    wrk = shutil.which("wrk")
    assert wrk is not None, "wrk is needed: see tools/packages"
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        done = subprocess.run([wrk, "-t1", "-c64", "-d4s", "-s", wrk_script(folder), "--latency",
                               f"http://{server.address}/v1/check"],
                              capture_output=True, text=True, timeout=60, check=True)
        assert "Non-2xx" not in done.stdout and "Socket errors" not in done.stdout, done.stdout
        answers = int(re.search(r"(\d+) requests in", done.stdout)[1])
        print("   ", re.search(r"Requests/sec:.*", done.stdout)[0])
        metrics = server.metrics()
        assert server.stop() == 0
        records = server.records()
        assert answers <= len(records) <= answers + 64, (answers, len(records))
        assert metrics["doorward_audit_fsync_duration_seconds_count"] < len(records)
        assert len({record["id"] for record in records}) == len(records)
        status, text = server.verify()
        assert status == 0, text


def forbid_growth(server, forbidden):
    limit = 0 if forbidden else resource.RLIM_INFINITY
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def without_a_log_nothing_is_decided():
    with Server() as server:
        first = server.check(BLOCKED)[2]["id"]
        load = Load(server, BLOCKED)
        forbid_growth(server, True)
        status, headers, problem = until(
            lambda: (lambda a: a if a[0] == 503 else None)(server.check(BLOCKED)), "a 503")
        assert problem["code"] == "audit_unavailable" and headers["Retry-After"]
        for _ in range(50):
            assert server.check(BLOCKED)[0] == 503
        status, _, text = server.request("GET", "/readyz?verbose")
        assert status == 503 and b"[-]audit failed" in text
        assert server.request("GET", "/livez")[0] == 200
        metrics = server.metrics()
        assert metrics["doorward_audit_writable"] == 0
        assert metrics["doorward_audit_failures_total"] >= 1

        forbid_growth(server, False)
        until(lambda: server.request("GET", "/readyz")[0] == 200, "recovery")
        last = server.check(BLOCKED)[2]["id"]
        load.stop()
        assert not load.errors
        assert {answer[0] for answer in load.answers} <= {200, 503}
        assert server.stop() == 0
        records = server.records()
        recorded = [record["id"] for record in records if record["decision"] is not None]
        answered = [first, *load.ids, last]
        missing = set(answered) - set(recorded)
        assert not missing, f"answered and not recorded: {missing}"
        recovery = [record for record in records if record["face"] == "audit.recovery"]
        assert len(recovery) >= 1 and recovery[0]["sizes"]["unwritten"] >= 50
        status, text = server.verify()
        assert status == 0, text


def the_operator_may_choose_to_go_on():
    with Server("--audit-on-error", "continue") as server:
        server.check(BLOCKED)
        forbid_growth(server, True)
        for _ in range(20):
            assert server.check(BLOCKED)[0] == 200
        assert server.request("GET", "/readyz")[0] == 200
        until(lambda: server.metrics()["doorward_audit_writable"] == 0, "the failure")
        dropped = server.metrics()['doorward_audit_dropped_total{class="verdict"}']
        assert dropped >= 19, dropped
        assert server.metrics()['doorward_fail_open_total{reason="audit"}'] >= dropped
        forbid_growth(server, False)
        until(lambda: server.metrics()["doorward_audit_writable"] == 1, "recovery")
        assert server.stop() == 0
        status, text = server.verify()
        assert status == 0, text


def schema_of_records():
    here = os.path.dirname(os.path.abspath(__file__))
    path = os.path.join(here, "..", "..", "server", "audit", "record.schema.json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


SHADOW_RULE = """  - id: weapons.explosives.shadow
    title: A rule that is tried
    severity: high
    action: block
    mode: shadow
    message: Not allowed.
    when:
      phrase: "quiet harbour"
    tests:
      block: ["a quiet harbour", "the quiet harbour"]
      pass: ["a quiet house", "a harbour"]
"""

STRANGE = ["", "\u0000\u0001\x7f", "\u202e\U0001f4a3", "=1+1", "x" * 300, '"}],"decision":"allow"']


def ask_in_many_ways(server):
    encoded = base64.b64encode(BLOCKED.encode()).decode()
    trace = {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
             "X-Request-Id": "r-1"}
    for prompt in (BLOCKED, ALLOWED, encoded, " ".join(BLOCKED), *STRANGE):
        assert server.check(prompt, headers=trace)[0] == 200
    for name in STRANGE[1:]:
        fields = [{"name": name, "text": BLOCKED}, {"name": "other", "text": name}]
        body = json.dumps({"fields": fields, "direction": "output",
                           "subject": {"account": name, "user": name}})
        assert server.request("POST", "/v1/check", body,
                              {"Content-Type": "application/json"})[0] == 200
    many = [{"name": f"f{i}", "text": "a"} for i in range(300)]
    assert server.request("POST", "/v1/check", json.dumps({"fields": many}),
                          {"Content-Type": "application/json"})[0] == 200


def records_keep_to_their_schema():
    schema = schema_of_records()
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for policy in ("none", "content"):
        server = Server(rules=rules_text() + SHADOW_RULE)
        os.makedirs(os.path.join(server.rules, "policies"))
        server.write_rules(f"schema: 1\nstore: {policy}\n", "policies/default.yaml")
        with server:
            ask_in_many_ways(server)
            server.process.kill()
            server.process.wait()
            with open(server.segments()[-1], "ab") as segment:
                segment.write(b'{"seq":99,"torn')
            server.start()
            assert server.stop() == 0
            records = server.records()
            assert records[-1]["face"] == "audit.recovery" and len(records) > 15
            assert any(record["would"] for record in records)
            assert any(record["evasion"] for record in records)
            assert all((record["content"] is None) == (policy == "none")
                       for record in records[:-1])
            for record in records:
                validator.validate(record)
                assert list(record) == list(schema["properties"]), list(record)
            for path in server.segments():
                with open(path, "rb") as segment:
                    assert all(0x20 <= byte < 0x7F or byte == 0x0A for byte in segment.read())
            assert not validator.is_valid({**records[0], "prompt": BLOCKED})
            assert not validator.is_valid({**records[0], "findings": [{"text": BLOCKED}]})


def a_known_text_is_found_by_its_hash():
    with Server() as server:
        server.check("A caf\u00e9 \u0000 by the harbour")
        body = json.dumps({"text": "A caf\u00e9 \u0000 by the harbour"})
        status, _, answer = server.request("POST", "/v1/verdicts/hash", body,
                                           {"Content-Type": "application/json"})
        assert status == 200
        for wrong in ("{}", "[]", '{"text":1}', '{"text":"a","more":1}', '{"text":"a"', ""):
            assert server.request("POST", "/v1/verdicts/hash", wrong,
                                  {"Content-Type": "application/json"})[0] == 400, wrong
        assert server.request("GET", "/v1/verdicts/hash")[0] == 405
        assert server.stop() == 0
        assert server.records()[0]["field_hashes"][0]["hash"] == answer["hash"]
        done = subprocess.run([PROGRAM, "audit", "hash", "--data", server.data],
                              input="A caf\u00e9 \0 by the harbour".encode(),
                              capture_output=True, check=True)
        assert done.stdout.decode().strip() == answer["hash"]
        done = subprocess.run([PROGRAM, "audit", "hash", "--json", "--data", server.data,
                               "another text"], capture_output=True, check=True)
        assert json.loads(done.stdout)["hash"] != answer["hash"]


def audit(server, *words, **more):
    return subprocess.run([PROGRAM, "audit", *words, "--data", server.data], capture_output=True,
                          text=True, timeout=120, check=False, **more)


def a_record_can_be_proved():
    with Server("--audit-segment-bytes", "20000") as server, tempfile.TemporaryDirectory() as kept:
        ids = [server.check(f"{ALLOWED} {i}")[2]["id"] for i in range(40)]
        assert server.stop() == 0
        public = os.path.join(kept, "pub")
        checkpoint = os.path.join(kept, "checkpoint")
        shutil.copy(os.path.join(server.data, "audit.pub"), public)
        shutil.copy(os.path.join(server.node_folder(), "checkpoints"), checkpoint)
        proof = audit(server, "proof", ids[7])
        assert proof.returncode == 0, proof.stderr
        done = subprocess.run([PROGRAM, "audit", "proof", "--check", "-", "--public-key", public,
                               "--json"], input=proof.stdout, capture_output=True, text=True,
                              check=False)
        answer = json.loads(done.stdout)
        assert done.returncode == 0 and answer["record"]["id"] == ids[7] and answer["seq"] == 8
        wrong = proof.stdout.replace("index 7", "index 8")
        assert audit(server, "proof", "--check", "-", input=wrong).returncode == 1
        assert audit(server, "proof", "vd_00000000000000000000000000").returncode == 1
        server.start()
        server.check(ALLOWED)
        assert server.stop() == 0
        grown = audit(server, "proof", "--consistency", checkpoint)
        assert grown.returncode == 0, grown.stderr
        done = audit(server, "proof", "--check", "-", input=grown.stdout)
        assert done.returncode == 0 and "extends" in done.stdout, done


def json_lines(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def routes_answer_alike(server, ids):
    def get(path):
        status, _, body = server.request("GET", path)
        assert status == 200, (path, status, body)
        return body
    for words in ("decision=block&account=a0", "limit=1000", "from=2020-01-01T00%3A00%3A00Z&limit=60",
                  "order=oldest&limit=60", f"id={ids[7]}", "rule=weapons.explosives.build",
                  "decision=block&decision=allow&limit=100", "decision=mask"):
        query = [word.replace("%3A", ":") for word in words.split("&")]
        assert get(f"/v1/verdicts?{words}")["verdicts"] == json_lines(
            audit(server, "query", "--json", *query)), words
    page = get("/v1/verdicts?limit=50")
    rest = get(f"/v1/verdicts?limit=50&cursor={page['next']}")
    assert [r["id"] for r in page["verdicts"] + rest["verdicts"]] == ids[::-1]
    assert rest["next"] is None
    assert get(f"/v1/verdicts/{ids[4]}")["id"] == ids[4]
    assert server.request("GET", "/v1/verdicts/vd_none")[0] == 404
    stats = get("/v1/verdicts/stats?group_by=decision,hour")
    rows = json_lines(audit(server, "stats", "--json", "group_by=decision,hour"))
    assert stats["rows"] == rows[:-1] and stats["total"] == rows[-1]["total"] == 60
    for wrong in ("colour=blue", "limit=0", "cursor=x", "rule=%zz", "group_by=colour"):
        status, _, problem = server.request("GET", f"/v1/verdicts?{wrong}")
        assert status == 400 and problem["code"] == "invalid_request", wrong


def verdicts_are_found():
    """While the server runs, behind its index, and after the index was made anew."""
    with Server("--audit-segment-bytes", "20000") as server:
        ids = [server.check(BLOCKED if i % 4 == 0 else f"{ALLOWED} {i}",
                            subject={"account": f"a{i % 3}"})[2]["id"] for i in range(60)]
        for when in ("at once", "later", "stopped", "reindexed"):
            if when == "later":
                time.sleep(1)
            elif when == "stopped":
                assert audit(server, "reindex").returncode == 2     # the server has it
                assert server.stop() == 0
            elif when == "reindexed":
                assert json_lines(audit(server, "reindex", "--json"))[0]["records"] >= 60
            found = json_lines(audit(server, "query", "--json", "decision=block", "account=a0"))
            assert [r["id"] for r in found] == ids[0:60:12][::-1], when
            page = json_lines(audit(server, "query", "--json", "limit=50"))
            rest = json_lines(audit(server, "query", "--json", f"cursor={page[50]['next']}"))
            assert [r["id"] for r in page[:50] + rest] == ids[::-1], when
            found = json_lines(audit(server, "query", "--json", "--text", f"{ALLOWED} 5"))
            assert [r["id"] for r in found] == [ids[5]], when
            if when in ("at once", "later"):
                routes_answer_alike(server, ids)
            rows = json_lines(audit(server, "stats", "--json", "group_by=decision,account"))
            assert rows[-1] == {"total": 60} and len(rows) == 7, when
            assert {"decision": "block", "account": "a1", "count": 5} in rows, rows
        assert audit(server, "query", "colour=blue").returncode == 2
        assert "limit" in audit(server, "query", "limit=0").stderr
        assert ids[3] in audit(server, "query", f"id={ids[3]}").stdout


def exported(server, name, *words):
    out = os.path.join(server.folder, name)
    done = audit(server, "export", "--out", out, *words)
    assert done.returncode == 0, done.stderr
    with open(os.path.join(out, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    path = os.path.join(out, manifest["file"]["name"])
    with open(path, "rb") as file:
        data = file.read()
    assert hashlib.sha256(data).hexdigest() == manifest["file"]["sha256"]
    assert len(data) == manifest["file"]["bytes"]
    if path.endswith(".zst"):
        data = subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout
    return manifest, data.decode()


FORMULAS = ["=1+1", "+cmd", "-2", "@SUM(A1)", "\ttab", "\rreturn", 'a"b', "x,y"]


def verdicts_are_exported():
    with Server() as server:
        for i, name in enumerate(FORMULAS):
            server.check(BLOCKED if i % 2 else ALLOWED, subject={"account": name})
        assert server.stop() == 0
        records = server.records()
        manifest, text = exported(server, "all")
        assert [json.loads(line) for line in text.splitlines()] == records
        assert manifest["records"] == 8 and manifest["format"] == "jsonl"
        chain = manifest["chain"][0]
        assert (chain["first_seq"], chain["last_seq"]) == (1, 8)
        assert chain["last_hash"] == records[7]["hash"] and "\n8\n" in chain["checkpoint"]

        manifest, text = exported(server, "csv", "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["id"] for row in rows] == [record["id"] for record in records]
        for row in rows:
            assert not any(cell.startswith(tuple("=+-@\t\r\n")) for cell in row.values()), row
        assert rows[0]["account"] == "'=1+1" and rows[6]["account"] == 'a"b'
        assert rows[1]["rules"] == "weapons.explosives.build"

        _, text = exported(server, "opa", "--format", "opa", "--plain", "decision=block")
        events = [json.loads(line) for line in text.splitlines()]
        assert len(events) == 4 and events[0]["result"]["allow"] is False
        assert events[0]["bundles"]["rules"]["revision"] == records[1]["revision"]

        _, text = exported(server, "dsa", "--format", "dsa-sor")
        reasons = [json.loads(line) for line in text.splitlines()]
        assert len(reasons) == 4 and reasons[0]["puid"] == records[1]["id"]
        assert reasons[0]["category"] == "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS"
        assert reasons[0]["application_date"] == records[1]["time"][:10]
        for wrong in (["--format", "xml"], ["colour=blue"], ["limit"]):
            assert audit(server, "export", "--out", server.folder, *wrong).returncode == 2
        assert audit(server, "export").returncode == 2


def texts_are_erased():
    server = Server()
    os.makedirs(os.path.join(server.rules, "policies"))
    server.write_rules("schema: 1\nstore: content\n", "policies/default.yaml")
    with server:
        for user in ("anna", "bert", "anna"):
            server.check(BLOCKED, subject={"account": "acme", "user": user})
        assert audit(server, "hold", "case 7", "acme").returncode == 0
        assert audit(server, "hold").stdout == "case 7  acme\n"
        assert audit(server, "erase", "--account", "acme", "--user", "anna").returncode == 1
        assert audit(server, "hold", "--release", "case 7").returncode == 0
        done = audit(server, "erase", "--account", "acme", "--user", "anna", "--json")
        assert json.loads(done.stdout) == {"keys": 1, "held": False}, done
        assert server.stop() == 0
        done = audit(server, "erase", "--account", "acme", "--json")    # without a server
        assert json.loads(done.stdout) == {"keys": 1, "held": False}, done
        notices = [r["notice"] for r in server.records() if r["face"] == "audit.retention"]
        assert [n["kind"] for n in notices].count("erasure") == 2, notices
        validator = jsonschema.Draft202012Validator(schema_of_records())
        for record in server.records():
            validator.validate(record)
        assert server.verify()[0] == 0


KEEPING_POLICY = """schema: 1
store: content
"""


def files_below(folder):
    return [os.path.join(where, name) for where, _, names in os.walk(folder) for name in names]


def stored_text_is_sealed():
    server = Server("--audit-queue-bytes", "2097152")
    os.makedirs(os.path.join(server.rules, "policies"))
    server.write_rules(KEEPING_POLICY, "policies/default.yaml")
    with server:
        # Long names: four letters stand by chance in half a megabyte of base64.
        for user in ("anna.of.the.north", "anna.of.the.north", "bert"):
            server.check(BLOCKED, subject={"account": "acme", "user": user},
                         negative_prompt="wide and quiet harbours")
        assert server.check("x" * 400000)[0] == 200
        assert server.check("x" * 600000)[0] == 200     # too long to be kept
        assert server.metrics()["doorward_audit_content_lost_total"] == 0
        assert server.stop() == 0
        records = server.records()
        content = [record["content"] for record in records]
        assert [sorted(c) for c in content[:4]] == [["box", "key", "nonce"]] * 4, content
        assert content[4] is None and records[4]["redacted"] == ["text"]
        assert records[0]["redacted"] == []
        assert content[0]["key"] == content[1]["key"] != content[2]["key"]
        assert len({c["nonce"] for c in content[:4]}) == 4
        for path in files_below(server.data):
            if "/cache/" in path:       # compiled rules, with their patterns
                continue
            with open(path, "rb") as file:
                text = file.read()
            for secret in (b"pipe bomb", b"quiet harbours", b"anna.of.the.north", b"x" * 100):
                assert secret not in text, (path, secret)
        assert server.verify()[0] == 0


def edit(path, change):
    with open(path, "rb") as segment:
        lines = segment.read().split(b"\n")
    change(lines)
    with open(path, "wb") as segment:
        segment.write(b"\n".join(lines))


def tampering_is_found():
    with Server() as server:
        for i in range(20):
            server.check(BLOCKED if i % 3 == 0 else ALLOWED)
        assert server.stop() == 0
        assert server.verify()[0] == 0
        path = server.segments()[0]
        with open(path, "rb") as segment:
            whole = segment.read()

        def soften(lines):
            lines[3] = lines[3].replace(b'"decision":"block"', b'"decision":"allow"')

        def remove(lines):
            del lines[5]

        def cut(lines):
            del lines[-3:-1]

        for change, word, place in ((soften, "changed", ":4"), (remove, "missing", ":6"),
                                    (cut, "ends", "")):
            edit(path, change)
            status, text = server.verify()
            assert status == 1, (change.__name__, status, text)
            assert word in text and os.path.basename(path) + place in text, text
            with open(path, "wb") as segment:
                segment.write(whole)
        with open(path, "ab") as segment:
            segment.write(b'{"seq":21,"ti')
        status, text = server.verify()
        assert status == 0 and "incomplete" in text, (status, text)


main(each_answer_has_one_record, records_keep_up_with_64_connections,
     without_a_log_nothing_is_decided, the_operator_may_choose_to_go_on, stored_text_is_sealed,
     records_keep_to_their_schema, a_known_text_is_found_by_its_hash,
     a_record_can_be_proved, verdicts_are_found, verdicts_are_exported, texts_are_erased,
     tampering_is_found)
