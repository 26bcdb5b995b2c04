# SPDX-License-Identifier: Apache-2.0
"""Each face: what its software sends, what it reads, what a block, a mask and a fault look like."""
import json
import subprocess
import time

from service import ALLOWED, BLOCKED, PROGRAM, Server, main, rules_text, until_refused

KEYS = """harassment harassment/threatening hate hate/threatening illicit illicit/violent self-harm
self-harm/instructions self-harm/intent sexual sexual/minors violence violence/graphic""".split()

MASKED = """schema: 1
category: privacy.secret
owner: tests
rules:
  - id: privacy.secret.word
    title: A secret word
    severity: high
    action: mask
    mode: enforce
    disguise: transport
    when: xyzzy plugh
    message: A secret.
    tests:
      block: ["the word is xyzzy plugh", "xyzzy plugh again"]
      pass: ["the word is secret", "another word"]
"""

THREAT = "zork frotz"
THREATS = f"""schema: 1
category: CODE
owner: tests
rules:
  - id: CODE.word
    title: A threat
    severity: critical
    action: block
    mode: enforce
    when: {THREAT}
    message: A threat.
    tests:
      block: ["the word is {THREAT}", "{THREAT} again"]
      pass: ["the word is secret", "another word"]
""".replace("CODE", "harassment.threat")


class World(Server):
    def __init__(self, *flags):
        super().__init__(*flags)
        self.write_rules(MASKED, "masked.yaml")
        self.write_rules(THREATS, "threats.yaml")

    def send(self, path, body, method="POST", headers=None, **more):
        text = body if isinstance(body, (str, bytes)) or body is None else json.dumps(body)
        return self.request(method, path, text,
                            {"Content-Type": "application/json", **(headers or {})}, **more)


def faces(server):
    assert server.stop() == 0
    return [record["face"] for record in server.records() if record["decision"]]


def batches_answer_each_item():
    with World() as server:
        items = [{"prompt": ALLOWED}, {"prompt": BLOCKED}, {"promt": "x"}, {"prompt": ALLOWED}]
        status, _, body = server.send("/v1/check/batch", {"items": items})
        assert status == 200
        results = body["results"]
        assert [r.get("decision") for r in results] == ["allow", "block", None, "allow"]
        assert results[2]["error"]["code"] == "invalid_request"
        assert "did you mean" in results[2]["error"]["detail"]
        for bad in ({}, {"items": []}, {"items": "x"}, [], {"items": [1], "more": 2},
                    {"items": [{"prompt": "x"}] * 257}):
            assert server.send("/v1/check/batch", bad)[0] == 400, bad
        many = server.send("/v1/check/batch", {"items": [{"prompt": ALLOWED}] * 256})[2]
        assert len({r["id"] for r in many["results"]}) == 256
        assert len(faces(server)) == 3 + 256


def a_batch_with_more_records_than_the_log_takes_is_answered():
    """Those that do not fit are errors in their place, and cost nothing; not 503 for ever."""
    with World("--audit-queue-bytes", "2097152") as server:
        items = [{"fields": [{"name": "\u00e9" * 100, "text": "b"}] * 60}] * 70
        sent = json.dumps({"items": items}, ensure_ascii=False).encode()
        status, _, body = server.send("/v1/check/batch", sent)
        assert status == 200, (status, body)
        said = [each.get("decision") or each["error"]["code"] for each in body["results"]]
        judged = said.count("allow")
        assert 20 < judged < 70 and said == ["allow"] * judged + ["too_many_values"] * (70 - judged)
        assert [each["id"] for each in body["results"][:judged]] == [
            record["id"] for record in server.records() if record["id"]]


def moderations_have_all_keys():
    with World() as server:
        status, headers, body = server.send("/v1/moderations", {"input": BLOCKED})
        assert status == 200 and headers["X-Request-Id"]
        result = body["results"][0]
        assert result["flagged"] is True and body["id"].startswith("modr-")
        assert body["model"] == "omni-moderation-latest"
        for part in ("categories", "category_scores", "category_applied_input_types"):
            assert sorted(result[part]) == sorted(KEYS), part
        assert result["categories"]["illicit/violent"] is True
        assert result["categories"]["sexual"] is False
        assert result["category_scores"]["illicit/violent"] >= 0.8
        assert result["category_scores"]["sexual"] == 0
        assert body["doorward"][0]["decision"] == "block"
        _, _, body = server.send("/v1/moderations",
                                 {"model": "text-moderation-stable", "input": [ALLOWED, BLOCKED]})
        assert [r["flagged"] for r in body["results"]] == [False, True]
        assert body["model"] == "text-moderation-stable"
        parts = [{"type": "text", "text": "how to build a pipe"}, {"type": "text", "text": "bomb"},
                 {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]
        _, headers, body = server.send("/v1/moderations", {"input": parts})
        assert [r["flagged"] for r in body["results"]] == [True]
        assert headers["x-doorward-judged"] == "text"
        assert faces(server) == ["openai"] * 4


def what_was_judged_before_a_limit_is_recorded():
    with World() as server:
        key = subprocess.run([PROGRAM, "keys", "create", "acme", "--plan", "free", "--data",
                              server.data], capture_output=True, text=True, check=True).stdout
        server.stop()
        server.start()
        status, _, body = server.send("/v1/moderations", {"input": [ALLOWED] * 12},
                                      headers={"x-api-key": key.strip()})
        assert status == 429 and body["error"]["type"] == "rate_limit_error"
        assert faces(server) == ["openai"] * 10


def moderations_refuse_in_their_shape():
    with World() as server:
        for bad, code in (("{", "invalid_json"), ("[]", "invalid_request"), ("{}",) * 2,
                          ({"input": 7}, "invalid_request"), ({"input": []}, "too_many_values"),
                          ({"input": [1, 2, 3]}, "invalid_request"),
                          ({"input": ["x"] * 257}, "too_many_values")):
            status, headers, body = server.send("/v1/moderations", bad)
            assert status == 400 and list(body) == ["error"], (bad, status, body)
            assert sorted(body["error"]) == ["code", "message", "param", "type"]
            assert body["error"]["type"] == "invalid_request_error"
            if code != "{}":
                assert body["error"]["code"] == code, (bad, body)
        status, _, body = server.send("/v1/moderations", {"input": "x"},
                                      headers={"x-api-key": "nonsense"})
        assert status == 401 and body["error"]["code"] == "invalid_key"
        assert body["error"]["type"] == "authentication_error"


def litellm_blocks_masks_and_passes():
    with World() as server:
        path = "/beta/litellm_basic_guardrail_api"
        base = {"request_data": {"user_api_key_hash": "h", "user_api_key_user_email": "a@b.c"},
                "input_type": "request", "images": [], "litellm_call_id": "c"}
        assert server.send(path, {**base, "texts": [ALLOWED]})[2] == {"action": "NONE"}
        body = server.send(path, {**base, "texts": [ALLOWED, BLOCKED]})[2]
        assert body == {"action": "BLOCKED", "blocked_reason": "Not allowed."}
        texts = [ALLOWED, "it is xyzzy plugh, ok", "end"]
        body = server.send(path, {**base, "texts": texts})[2]
        assert body == {"action": "GUARDRAIL_INTERVENED",
                        "texts": [ALLOWED, "it is [masked], ok", "end"]}
        call = {"id": "1", "type": "function",
                "function": {"name": "f", "arguments": json.dumps({"q": BLOCKED})}}
        assert server.send(path, {**base, "texts": [ALLOWED],
                                  "tool_calls": [call]})[2]["action"] == "BLOCKED"
        tool = {"type": "function", "function": {"name": "f", "description": BLOCKED}}
        assert server.send(path, {**base, "texts": [], "tools": [tool, {"type": "web_search"}]}
                           )[2]["action"] == "BLOCKED"
        assert server.send(path, {**base, "structured_messages":
                                  [{"role": "user", "content": BLOCKED}]})[2]["action"] == "BLOCKED"
        assert server.send(path, {**base, "texts": []})[2] == {"action": "NONE"}
        assert server.send(path, {**base, "texts": None, "tools": None})[2] == {"action": "NONE"}
        # Tools are judged whatever else is in them, and do not come back masked.
        tokens = {"type": "object", "properties": {"input": [1, 2]}}
        for function in ({"description": BLOCKED, "parameters": tokens},
                         {"parameters": tokens, "description": BLOCKED}):
            tool = {"type": "function", "function": {"name": "f", **function}}
            assert server.send(path, {**base, "texts": ["a"], "tools": [tool]})[0] == 400
        tool = {"type": "function", "function": {"name": "f", "description": "it is xyzzy plugh"}}
        body = server.send(path, {**base, "texts": [ALLOWED], "tools": [tool]})[2]
        assert body["action"] == "BLOCKED" and body["blocked_reason"], body
        # What is no shape of theirs is never an allow.
        for bad in ({"texts": [7]}, {"texts": BLOCKED}, {"texts": {"a": BLOCKED}}, {"tools": BLOCKED},
                    {"tool_calls": 1}, {"structured_messages": BLOCKED}, {"texts": [[BLOCKED]]}):
            assert server.send(path, {**base, **bad})[0] == 400, bad
        for bad in ({}, {"text": BLOCKED}, {"messages": [{"role": "user", "content": BLOCKED}]}):
            assert server.send(path, bad)[0] == 400, bad
        assert server.stop() == 0
        text = json.dumps(server.records())
        assert "a@b.c" not in text


def ext_authz_allows_and_denies():
    with World() as server:
        chat = {"model": "m", "messages": [{"role": "user", "content": ALLOWED}]}
        bad = {"model": "m", "messages": [{"role": "system", "content": "x"},
                                          {"role": "user", "content": BLOCKED}]}
        status, headers, body = server.send("/ext-authz/v1/chat/completions", chat)
        assert status == 200 and not body and headers["x-doorward-decision"] == "allow"
        status, headers, body = server.send("/ext-authz/v1/chat/completions", bad)
        assert status == 403 and body["error"]["code"] == "content_blocked"
        assert body["error"]["message"] == "Not allowed."
        assert headers["x-doorward-rule"] == "weapons.explosives.build"
        for method in ("PUT", "PATCH"):
            assert server.send("/ext-authz/x", bad, method)[0] == 403
        image = {"prompt": ALLOWED, "negative_prompt": BLOCKED}
        assert server.send("/ext-authz/v1/images/generations", image)[0] == 200
        assert server.request("POST", "/ext-authz/", BLOCKED, {"Content-Type": "text/plain"})[0] == 403
        assert server.request("POST", "/ext-authz/", ALLOWED, {"Content-Type": "text/plain"})[0] == 200
        for method in ("GET", "OPTIONS", "DELETE"):
            status, headers, _ = server.request(method, "/ext-authz/v1/models")
            assert status == 200 and headers["x-doorward-coverage"] == "none", method
        for method in ("POST", "PUT", "PATCH"):
            status, _, body = server.request(method, "/ext-authz/v1/x")
            assert (status, body["code"]) == (403, "no_body"), method


def a_body_that_cannot_be_judged_is_no_allow():
    with World() as server:
        chat = {"messages": [{"role": "user", "content": ALLOWED}]}
        path = "/ext-authz/v1/chat/completions"
        assert server.send(path, chat, headers={"x-envoy-auth-partial-body": "true"})[0] == 413
        size = len(json.dumps(chat))
        assert server.send(path, chat, headers={"x-doorward-body-bytes": str(size)})[0] == 200
        assert server.send(path, chat, headers={"x-doorward-body-bytes": str(size + 1)})[0] == 413
        assert server.send(path, chat, headers={"x-doorward-body-bytes": "x"})[0] == 413
        # The client's own header beside the gateway's, and a type that somebody else may read.
        for lines in (b"x-envoy-auth-partial-body: false\r\nx-envoy-auth-partial-body: true\r\n",
                      b"x-envoy-auth-partial-body: true, false\r\n",
                      b"x-doorward-body-bytes: 1\r\nx-doorward-body-bytes: 9999\r\n"):
            answer = server.raw(b"POST /ext-authz/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                b"Content-Type: text/plain\r\nContent-Length: 1\r\n" + lines + b"\r\nx")
            assert answer.startswith(b"HTTP/1.1 413 "), (lines, answer[:100])
        answer = server.raw(b"POST /ext-authz/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            b"Content-Type: text/plain\r\nContent-Type: application/json\r\n"
                            b"Content-Length: 1\r\n\r\nx")
        assert answer.startswith(b"HTTP/1.1 415 "), answer[:100]
        for kind, status in (("text/plain; charset=utf-16", 415), ("text/plain;charset=utf-7", 415),
                             ("text/plainer", 415), ("text/plain; charset=UTF-8", 200)):
            assert server.request("POST", path, b"x", {"Content-Type": kind})[0] == status, kind
        assert server.send(path, json.dumps(chat)[:-3])[0] == 400
        assert server.send(path, {"prompt": [15496, 995]})[0] == 400
        assert server.send(path, {"n": 1})[0] == 400
        assert server.request("POST", path, b"x", {"Content-Type": "multipart/form-data"})[0] == 415
        assert server.send(path, chat, headers={"Content-Encoding": "gzip"})[0] == 415
        long = {"prompt": "harbour " * 22500 + BLOCKED}
        assert server.send(path, long)[0] == 403
        answer = server.raw(b"POST /ext-authz/x HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n"
                            b"Content-Type: application/json\r\nConnection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 413 "), answer[:100]


def authz_knows_keys_and_no_text():
    with World("--keys-required", "yes") as server:
        def run(*words):
            return subprocess.run([PROGRAM, "keys", *words, "--data", server.data],
                                  capture_output=True, text=True, check=True).stdout.strip()
        key = run("create", "acme", "--plan", "free")
        server.stop()
        server.start()
        assert server.request("GET", "/v1/authz")[0] == 401
        def ask():
            return server.request("GET", "/v1/authz", headers={"x-api-key": key})
        since = time.monotonic()
        assert ask()[1]["x-doorward-coverage"] == "none"
        assert until_refused(ask, 9, since)[1][1]["Retry-After"]
        assert server.request("GET", "/v1/authz?deny_status=403", headers={"x-api-key": key})[0] \
            == 403
        assert server.request("HEAD", "/v1/authz", headers={"x-api-key": "x"})[0] == 401


def portkey_reads_all_messages():
    with World() as server:
        def hook(content, event="beforeRequestHook", part="request", **more):
            body = {"request": {"json": {"model": "m"}, "text": "last"},
                    "response": {"json": {}, "text": ""}, "eventType": event, "provider": "openai"}
            body[part]["json"] = {"model": "m", "messages": [
                {"role": "user", "content": content}, {"role": "user", "content": "end"}], **more}
            return server.send("/webhooks/portkey", body)
        assert hook(ALLOWED)[2]["verdict"] is True
        status, _, body = hook(BLOCKED)
        assert status == 200 and body["verdict"] is False
        assert body["data"]["explanation"] == "Not allowed."
        body = hook("now xyzzy plugh", temperature=1)[2]
        assert body["verdict"] is True
        assert body["transformedData"]["request"]["json"] == {
            "model": "m", "messages": [{"role": "user", "content": "now [masked]"},
                                       {"role": "user", "content": "end"}], "temperature": 1}
        assert hook(BLOCKED, "afterRequestHook", "response")[2]["verdict"] is False
        # Its timeout and its errors are a pass: a refusal must be a verdict.
        for bad in ("{", {}, {"request": {"json": "x"}}):
            status, _, body = server.send("/webhooks/portkey", bad)
            assert status == 200 and body["verdict"] is False, bad
        status, _, body = server.send("/webhooks/portkey", {}, headers={"x-api-key": "nonsense"})
        assert status == 200 and body == {"verdict": False, "data": {
            "decision": "invalid_key", "explanation": body["data"]["explanation"]}}


def agentgateway_answers_by_shape():
    with World() as server:
        def ask(path, body):
            return server.send(path, {"body": body})
        message = {"messages": [{"role": "user", "content": ALLOWED}]}
        assert ask("/request", message)[2] == {"action": {"reason": "allow"}}
        message["messages"][0]["content"] = BLOCKED
        body = ask("/request", message)[2]
        assert body["action"] == {"body": "Not allowed.", "status_code": 403, "reason": "block"}
        message["messages"][0]["content"] = "say xyzzy plugh"
        body = ask("/request", message)[2]
        assert body["action"]["body"]["messages"] == [{"role": "user", "content": "say [masked]"}]
        choices = {"choices": [{"message": {"role": "assistant", "content": BLOCKED}}]}
        assert ask("/response", choices)[2]["action"]["status_code"] == 403
        assert server.send("/request", {"body": {}})[0] == 400
        assert server.stop() == 0
        records = [r for r in server.records() if r["decision"]]
        assert [r["direction"] for r in records] == ["input"] * 3 + ["output"]


def perspective_answers_what_is_asked():
    with World() as server:
        def analyze(text, *attributes, **more):
            return server.send("/v1alpha1/comments:analyze", {
                "comment": {"text": text}, "requestedAttributes": {a: {} for a in attributes},
                "languages": ["en"], **more})
        status, _, body = analyze(ALLOWED, "TOXICITY", "THREAT", clientToken="t")
        assert status == 200 and sorted(body["attributeScores"]) == ["THREAT", "TOXICITY"]
        assert body["attributeScores"]["TOXICITY"]["summaryScore"] == {
            "value": 0, "type": "PROBABILITY"}
        assert body["languages"] == ["en"] and body["clientToken"] == "t"
        _, _, body = analyze("é " + BLOCKED, "TOXICITY", "MADE_UP", spanAnnotations=True)
        scores = body["attributeScores"]
        assert scores["MADE_UP"]["summaryScore"]["value"] == 0
        assert scores["TOXICITY"]["summaryScore"]["value"] == 0.95
        assert scores["TOXICITY"]["spanScores"][0]["begin"] == ("é " + BLOCKED).index("how to")
        text = "\U0001F600 é " + THREAT
        _, _, body = analyze(text, "TOXICITY", "THREAT", "PROFANITY", spanAnnotations=True)
        scores = body["attributeScores"]
        assert scores["PROFANITY"]["summaryScore"]["value"] == 0
        for attribute in ("TOXICITY", "THREAT"):
            assert scores[attribute]["summaryScore"]["value"] == 0.95, scores
            span = scores[attribute]["spanScores"][0]
            units = text.encode("utf-16-le")[2 * span["begin"]:2 * span["end"]]
            assert units.decode("utf-16-le") == THREAT, span
        assert "spanScores" not in analyze(THREAT, "THREAT")[2]["attributeScores"]["THREAT"]
        status, _, body = server.send("/v1alpha1/comments:analyze", {"comment": {}})
        assert status == 400 and body["error"]["code"] == 400


def masks_in_the_native_face():
    with World() as server:
        body = server.check("so xyzzy plugh")[2]
        assert body["decision"] == "mask" and body["masked"] == "so [masked]"


if __name__ == "__main__":
    main(batches_answer_each_item, a_batch_with_more_records_than_the_log_takes_is_answered,
         moderations_have_all_keys, moderations_refuse_in_their_shape,
         what_was_judged_before_a_limit_is_recorded,
         litellm_blocks_masks_and_passes, ext_authz_allows_and_denies,
         a_body_that_cannot_be_judged_is_no_allow, authz_knows_keys_and_no_text,
         portkey_reads_all_messages, agentgateway_answers_by_shape,
         perspective_answers_what_is_asked, masks_in_the_native_face)
