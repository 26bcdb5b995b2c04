# SPDX-License-Identifier: Apache-2.0
"""Health, version, metrics, and which address serves what."""
import base64
import os
import re
import socket
import subprocess
import time

from gateways import keys, program
from service import ALLOWED, BLOCKED, PROGRAM, Server, main, until

SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')


def health_says_what_is_good():
    with Server() as server:
        for path in ("/livez", "/readyz", "/healthz"):
            assert server.request("GET", path)[::2] == (200, b"ok\n"), path
        assert server.request("GET", "/readyz?verbose")[2] == (
            b"[+]serving ok\n[+]ruleset ok\n[+]audit ok\nok\n")
        status, headers, body = server.request("HEAD", "/readyz")
        assert status == 200 and headers["Content-Length"] == "3" and body == b""
        _, _, version = server.request("GET", "/version")
        assert version["version"] and version["revision"].startswith("sha256:")
        assert server.check(ALLOWED)[2]["revision"] == version["revision"]


def metrics_count_what_happened():
    with Server() as server:
        for prompt in [BLOCKED] * 3 + [ALLOWED] * 2:
            server.check(prompt)
        server.request("POST", "/v1/check", "nonsense", {"Content-Type": "application/json"})
        server.request("GET", "/nowhere")
        metrics = server.metrics()
        for name, value in {
                'doorward_http_requests_total{route="/v1/check",code="200"}': 5,
                'doorward_http_requests_total{route="/v1/check",code="400"}': 1,
                'doorward_http_requests_total{route="other",code="404"}': 1,
                'doorward_http_request_duration_seconds_count{route="/v1/check"}': 6,
                'doorward_decisions_total{decision="block",mode="enforce"}': 3,
                'doorward_decisions_total{decision="allow",mode="enforce"}': 2,
                'doorward_category_verdicts_total{category="weapons.conventional",'
                'decision="block"}': 3,
                'doorward_rule_hits_total{rule="weapons.explosives.build",mode="enforce"}': 3,
                'doorward_reloads_total{result="success"}': 1,
                'doorward_ruleset_rules': 1,
                'doorward_reload_last_successful': 1,
                'doorward_audit_records_total{class="verdict"}': 5,
                'doorward_audit_dropped_total{class="verdict"}': 0,
                'doorward_audit_writable': 1}.items():
            assert metrics[name] == value, (name, metrics.get(name))
        assert metrics["doorward_ruleset_last_success_timestamp_seconds"] > 1.7e9
        assert metrics["doorward_audit_fsync_duration_seconds_count"] >= 1


def metrics_are_in_the_text_format():
    with Server() as server:
        server.check(BLOCKED)
        server.request("GET", "/v1/keys")
        server.request("POST", "/v1/keys", "{}", {"Content-Type": "application/json"})
        status, headers, body = server.request("GET", "/metrics")
        assert status == 200
        lines = [line.rsplit(" ", 1)[0] for line in body.decode().split("\n") if line[:1] != "#"]
        assert len(lines) == len(set(lines)), "a series is there twice"
        assert headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        helped, typed, last = set(), set(), {}
        for line in body.decode().split("\n")[:-1]:
            if line.startswith("# HELP "):
                helped.add(line.split(" ")[2])
            elif line.startswith("# TYPE "):
                typed.add(line.split(" ")[2])
            else:
                assert SAMPLE.fullmatch(line), line
                name = re.sub(r"_(bucket|sum|count)$", "", line.split("{")[0].split(" ")[0])
                full = line.split("{")[0].split(" ")[0]
                assert name in typed or full in typed, line
                if "_bucket{" in line:
                    series = re.sub(r',?le="[^"]*"', "", line.rsplit(" ", 1)[0])
                    value = float(line.rsplit(" ", 1)[1])
                    assert value >= last.get(series, 0), f"a bucket falls: {line}"
                    last[series] = value
        assert helped == typed


def stages_and_layers_are_measured():
    with Server() as server:
        once = base64.b64encode(BLOCKED.encode()).decode()
        twice = base64.b64encode(once.encode()).decode()
        for prompt in (ALLOWED, once, once, twice):
            server.check(prompt)
        for _ in range(61):
            server.check(BLOCKED)
        metrics = server.metrics()
        stages = [name.split('"')[1] for name in metrics
                  if name.startswith("doorward_stage_duration_seconds_count")]
        assert stages == ["prepare", "expand", "candidates", "confirm", "judge", "decide"], stages
        for stage in stages:
            name = f'doorward_stage_duration_seconds_%s{{stage="{stage}"%s}}'
            assert metrics[name % ("count", "")] == 2, "the first of each 64 is measured"
            assert metrics[name % ("bucket", ',le="+Inf"')] == 2
            assert 0 < metrics[name % ("sum", "")] < 1
        layers = {bound: metrics[f'doorward_decode_layers_bucket{{le="{bound}"}}']
                  for bound in ("0", "1", "2", "12", "+Inf")}
        assert layers == {"0": 62, "1": 64, "2": 65, "12": 65, "+Inf": 65}, layers
        assert metrics["doorward_decode_layers_sum"] == 4
        assert metrics["doorward_decode_layers_count"] == 65


def what_is_let_through_is_counted():
    """By a policy that allows what it cannot inspect; and without a record: test_records.py."""
    for action, passed in (("flag", 1), ("block", 0)):
        server = Server()
        os.makedirs(os.path.join(server.rules, "policies"))
        server.write_rules(f"schema: 1\nincomplete: {action}\ndecode: {{depth: 1}}\n",
                           "policies/default.yaml")
        with server:
            text = ALLOWED
            for _ in range(4):
                text = base64.b64encode(text.encode()).decode()
            status, _, body = server.check(text)
            assert status == 200 and not body["complete"], body
            metrics = server.metrics()
            assert metrics['doorward_fail_open_total{reason="incomplete"}'] == passed, body
            assert metrics['doorward_fail_open_total{reason="audit"}'] == 0


def promtool_has_nothing_to_say():
    """On a page with every metric: requests, rules, refusals, a log, strikes."""
    with Server() as server:
        key = keys(server, "create", "acme", "--plan", "free")
        begin = time.time()
        until(lambda: server.request("GET", "/v1/usage", headers={"x-api-key": key})[0] == 200,
              "the key")
        before = server.metrics().get('doorward_key_events_total{event="invalid_key"}', 0)
        for _ in range(12):
            server.check(BLOCKED, headers={"x-api-key": key})
        server.check(BLOCKED, headers={"x-api-key": key + "x"})
        server.request("GET", "/nowhere")
        until(lambda: server.metrics()['doorward_key_events_total{event="change"}'] >= 1, "a change")
        _, _, page = server.request("GET", "/metrics")
        done = subprocess.run([program("promtool"), "check", "metrics"], input=page,
                              capture_output=True, timeout=30, check=False)
        assert done.returncode == 0 and not done.stderr and not done.stdout, done
        metrics = server.metrics()
        for name, value in {'doorward_ratelimited_total{limit="permin"}': 2,
                            'doorward_ratelimited_total{limit="perday"}': 0,
                            'doorward_key_events_total{event="rate_limited"}': 2,
                            'doorward_key_events_total{event="invalid_key"}': before + 1,
                            'doorward_key_events_total{event="charge"}': 0,
                            'doorward_backend_up{backend="keys"}': 1,
                            'doorward_keys': 1}.items():
            assert metrics[name] == value, (name, metrics.get(name))
        assert 1e6 < metrics["process_resident_memory_bytes"] < 4e9
        assert metrics["process_resident_memory_bytes"] < metrics["process_virtual_memory_bytes"]
        assert 0 <= metrics["process_cpu_seconds_total"] < 60
        assert abs(metrics["process_start_time_seconds"] - begin) < 60
        fds = len(os.listdir(f"/proc/{server.process.pid}/fd"))
        assert abs(metrics["process_open_fds"] - fds) <= 3
        assert metrics["process_max_fds"] >= fds


def management_has_its_own_address():
    with Server("--management-listen", "127.0.0.1:0") as server:
        assert server.check(BLOCKED)[0] == 200
        assert server.request("GET", "/metrics")[0] == 404
        assert server.request("GET", "/readyz")[0] == 404
        gateway = server.address
        server.address = server.wait_for("listening_management")["address"]
        assert server.metrics()['doorward_decisions_total{decision="block",mode="enforce"}'] == 1
        assert server.request("GET", "/readyz")[0] == 200
        assert server.check(BLOCKED)[0] == 404
        server.address = gateway
        assert server.check(BLOCKED, explain=True)[0] == 403
        assert server.stop() == 0


def serve(*flags):
    done = subprocess.run([PROGRAM, "serve", "--audit-mode", "off", *flags],
                          capture_output=True, text=True, timeout=20, check=False)
    return done.returncode, done.stderr


def public_addresses_are_refused():
    for address in ("0.0.0.0:0", "[::]:0"):
        status, text = serve("--listen", address)
        assert status == 2 and "--insecure-listen" in text, (status, text)
    status, text = serve("--listen", "127.0.0.1:0", "--management-listen", "0.0.0.0:0")
    assert status == 2 and "--insecure-listen" in text, (status, text)
    status, text = serve("--listen", "nonsense")
    assert status == 2 and "127.0.0.1:8080" in text, (status, text)
    status, text = serve("--listen", "unix:/no/such/folder/socket")
    assert status == 2 and "unix:/no/such/folder/socket: No such file" in text, (status, text)


def connections_are_limited_in_all():
    with Server("--connections-max", "16", "--management-listen", "127.0.0.1:0",
                "--threads", "2") as server:
        management = server.wait_for("listening_management")["address"]
        sockets = []
        for address in [server.address] * 30 + [management] * 10:
            host, port = address.rsplit(":", 1)
            sockets.append(socket.create_connection((host, int(port)), 5))

        def taken_now():
            return [name for name in os.listdir(f"/proc/{server.process.pid}/fd")
                    if is_connection(server.process.pid, name)]
        until(lambda: len(taken_now()) >= 14, "the connections")
        time.sleep(0.3)
        taken = taken_now()
        for each in sockets:
            each.close()
        assert 14 <= len(taken) <= 16, taken
        until(lambda: server.check(ALLOWED)[0] == 200, "an answer")


def is_connection(process, name):
    try:
        link = os.readlink(f"/proc/{process}/fd/{name}")
    except OSError:
        return False
    inode = re.fullmatch(r"socket:\[(\d+)\]", link)
    with open(f"/proc/{process}/net/tcp", encoding="ascii") as table:
        # Column 3 is the state, 01 established; column 9 the inode.
        return inode is not None and any(
            row[3] == "01" and row[9] == inode[1] for row in map(str.split, table))


def one_server_uses_a_folder():
    with Server() as server:
        done = subprocess.run([PROGRAM, "serve", "--listen", "127.0.0.1:0", "--data", server.data,
                               "--rules", server.rules],
                              capture_output=True, text=True, timeout=20, check=False)
        assert done.returncode == 2, done
        assert f"in use by process {server.process.pid}" in done.stderr, done.stderr


main(health_says_what_is_good, metrics_count_what_happened, metrics_are_in_the_text_format,
     stages_and_layers_are_measured, what_is_let_through_is_counted, promtool_has_nothing_to_say,
     management_has_its_own_address, public_addresses_are_refused,
     connections_are_limited_in_all, one_server_uses_a_folder)
