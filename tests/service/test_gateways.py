# SPDX-License-Identifier: Apache-2.0
"""The examples of docs/gateways in front of real gateways: what is allowed, blocked and limited,
what happens when Doorward is down or silent, and that no long body passes unjudged."""
import json
import os
import time

from gateways import EXAMPLES, Stand, keys
from service import ALLOWED, BLOCKED, main, until, until_refused, within

BODIES = ("nginx-lua.conf", "nginx-njs.conf", "haproxy.cfg")
KEYS_ONLY = {"nginx-auth-request.conf": 503, "Caddyfile": 502}  # and what "down" looks like


def chat(text):
    return {"model": "m", "messages": [{"role": "user", "content": text}]}


def reached(stand):
    """How many requests the API got since this was last asked."""
    count = len(stand.api.seen)
    stand.api.seen.clear()
    return count


def chunks(text, size=4096):
    for at in range(0, len(text), size):
        yield text[at:at + size]


def bodies_are_allowed_and_blocked():
    for example in BODIES:
        with Stand(example) as stand:
            status, _, body = stand.post(chat(ALLOWED), headers={"x-more": "kept"})
            assert status == 200, (example, status, body, stand.gateway_log())
            method, path, sent, headers = stand.api.seen[0]
            assert (method, path) == ("POST", "/v1/chat/completions")
            assert json.loads(sent) == chat(ALLOWED) and headers["x-more"] == "kept"
            assert reached(stand) == 1
            status, headers, body = stand.post(chat(BLOCKED))
            assert status == 403, (example, status, body)
            assert json.loads(body)["error"]["code"] == "content_blocked", (example, body)
            assert headers["x-doorward-verdict"].startswith("vd_"), example
            image = {"prompt": ALLOWED, "negative_prompt": "x"}
            assert stand.post(image, "/v1/images/generations?n=1")[0] == 200
            assert stand.api.seen[0][1] == "/v1/images/generations?n=1"
            reached(stand)
            # What cannot be judged is not allowed: a cut JSON, a packed body, another type, none.
            for body, headers, want in (
                    (b'{"messages":[{"role":"user","content":"hel', {}, 400),
                    (b"\x1f\x8b\x08\x00", {"Content-Encoding": "gzip"}, 415),
                    (b"--x\r\n", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
                    (b'{"prompt":"\xff\xfe ' + BLOCKED.encode() + b'"}', {}, 403),
                    (b"", {}, 403)):
                status, _, text = stand.post(body, headers=headers)
                assert status == want, (example, body, status, text)
            assert reached(stand) == 0, example
            assert stand.through("GET", "/v1/models")[0] == 200 and reached(stand) == 1, example
            print(f"  {example}", flush=True)


def keys_and_limits_hold_with_bodies():
    for example in BODIES:
        with Stand(example, plan="free") as stand:
            assert stand.post(chat(ALLOWED), key="")[0] == 401, example
            status, headers, body = stand.post(chat(ALLOWED), key="nonsense")
            assert status == 401 and headers["WWW-Authenticate"], example
            assert json.loads(body)["code"] == "invalid_key"
            assert stand.through("GET", "/v1/models", key="nonsense")[0] == 401
            assert reached(stand) == 0, example
            passed, (_, headers, body) = until_refused(lambda: stand.post(chat(ALLOWED)), 10)
            assert 1 <= int(headers["Retry-After"]) <= 6
            assert json.loads(body)["code"] == "rate_limited"
            assert reached(stand) == passed, example
            print(f"  {example}", flush=True)


def refusal(send):
    """The status of a refusal that comes from Doorward: where it took longer than the gateway waits,
    on a slow machine, the gateway refuses by itself, and is asked again."""
    for _ in range(20):
        status = send()[0]
        if status not in (502, 503, 504):
            break
    return status


def a_long_body_is_never_allowed_unjudged():
    """180 KB with the phrase at the end, with its length and in chunks."""
    long = json.dumps(chat("harbour " * 22500 + BLOCKED)).encode()
    middling = json.dumps(chat("harbour " * 5000 + BLOCKED)).encode()
    for example in BODIES:
        with Stand(example) as stand:
            for body in (long, middling):
                assert refusal(lambda: stand.post(body)) in (403, 413), example
                status = refusal(lambda: stand.through(
                    "POST", "/v1/chat/completions", chunks(body),
                    {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}))
                assert status in (403, 413), (example, status)
            # Headers use the same buffer as the body: HAProxy must not judge what is left beside
            # them. nginx answers 400 to so many.
            for size in (900, 6000, 12000):
                padding = {f"x-padding-{i}": "p" * size for i in range(8)}
                for tail in (long, middling):
                    status = refusal(lambda: stand.through(
                        "POST", "/v1/chat/completions", chunks(tail),
                        {"Content-Type": "application/json", "Transfer-Encoding": "chunked",
                         **padding}))
                    assert status in (400, 403, 413), (example, size, status)
            assert reached(stand) == 0, example
            # So that this test can fail: as long, and honest.
            honest = json.dumps(chat("harbour " * 10000)).encode()
            assert refusal(lambda: stand.post(honest)) == 200, example
            assert stand.api.seen[-1][2] == honest, example
            assert stand.post(b'{"prompt":"' + b"x" * 1100000 + b'"}')[0] == 413, example
            assert reached(stand) == 1
            print(f"  {example}", flush=True)


def without_doorward_nothing_passes():
    for example in (*BODIES, *KEYS_ONLY):
        closed = KEYS_ONLY.get(example, 503)
        silent = 504 if example == "Caddyfile" else closed
        with Stand(example) as stand:
            assert stand.post(chat(ALLOWED))[0] == 200 and reached(stand) == 1
            stand.stall()
            begin = time.monotonic()
            status = stand.post(chat(ALLOWED))[0]
            assert status == silent, (example, status)
            assert 1 < time.monotonic() - begin < within(6), (example, time.monotonic() - begin)
            stand.resume()
            until(lambda: stand.post(chat(ALLOWED))[0] == 200, f"{example} to go on")
            assert stand.stop() == 0
            reached(stand)
            for _ in range(3):
                status = stand.post(chat(ALLOWED))[0]
                assert status == closed, (example, status)
            assert reached(stand) == 0, example
            print(f"  {example}", flush=True)


def hooks_without_a_body_know_keys():
    for example in KEYS_ONLY:
        with Stand(example, plan="free") as stand:
            since = time.monotonic()
            assert stand.post(chat(ALLOWED), key="")[0] == 401, example
            status, headers, _ = stand.post(chat(ALLOWED), key="nonsense")
            assert status == 401 and headers["WWW-Authenticate"], example
            assert stand.post(chat(ALLOWED), headers={"x-api-key": "another"})[0] == 400, example
            assert reached(stand) == 0, example
            body = json.dumps(chat("harbour " * 5000)).encode()
            status, _, text = stand.post(body)
            assert status == 200 and json.loads(text) == {"bytes": len(body)}, (example, text)
            # Text is not judged here, which the example says in its first lines.
            assert stand.post(chat(BLOCKED))[0] == 200
            passed, (_, headers, text) = until_refused(lambda: stand.through("GET", "/v1/models"), 8,
                                                       since)
            assert 1 <= int(headers["Retry-After"]) <= 6
            assert b"rate_limited" in text
            assert reached(stand) == 2 + passed, example
            keys(stand, "revoke", stand.key.split("_")[2])
            until(lambda: stand.post(chat(ALLOWED))[0] == 403, "the revocation")
            print(f"  {example}", flush=True)


def a_mirror_changes_nothing_and_is_judged():
    with Stand("nginx-mirror.conf") as stand:
        long = json.dumps(chat("harbour " * 22500 + BLOCKED)).encode()
        for body in (json.dumps(chat(ALLOWED)).encode(), json.dumps(chat(BLOCKED)).encode(), long):
            status, _, text = stand.post(body)
            assert status == 200 and json.loads(text) == {"bytes": len(body)}, (status, text)
        until(lambda: len(stand.records()) >= 4, "the verdicts of what was mirrored")
        assert stand.stop() == 0
        decisions = [r["decision"] for r in stand.records() if r["decision"]]
        assert sorted(decisions) == ["allow", "block", "block"], decisions
        assert stand.post(chat(BLOCKED))[0] == 200 and reached(stand) == 4


def an_error_in_a_script_is_no_allow():
    broken = {"haproxy.cfg": ("local status = said", "local status = nothing.at_all or said"),
              "nginx-lua.conf": ("if answer.status == 200", "if answer.nothing.at_all"),
              "nginx-njs.conf": ("const headers = {};", "const headers = nothing.at_all;")}
    for example, (good, bad) in broken.items():
        with Stand(example, spoil=(good, bad)) as stand:
            status = stand.post(chat(ALLOWED))[0]
            assert status in (500, 503) and reached(stand) == 0, (example, status)


def the_first_comment_names_the_failure_mode():
    """Of each example, also those that are not run."""
    for folder, _, names in os.walk(EXAMPLES):
        for name in names:
            if name == "README.md":
                continue
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                first = file.read(400)
            assert "Failure mode: " in first, name


if __name__ == "__main__":
    main(bodies_are_allowed_and_blocked,
         keys_and_limits_hold_with_bodies,
         a_long_body_is_never_allowed_unjudged,
         hooks_without_a_body_know_keys,
         a_mirror_changes_nothing_and_is_judged,
         without_doorward_nothing_passes,
         an_error_in_a_script_is_no_allow,
         the_first_comment_names_the_failure_mode)
