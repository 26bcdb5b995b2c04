# SPDX-License-Identifier: Apache-2.0
"""Requests as gateways send them that are not run here, after their documented contracts: what
docs/gateways/replayed/ configures. Each sends an allowed prompt, a blocked one, and what is worst
about it: a cut body, none, a packed one, a bad key."""
import json

from gateways import keys
from service import ALLOWED, BLOCKED, Server, main


def chat(text):
    return json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]})


# name: (path, its headers)
FORWARDERS = {
    "envoy": ("/ext-authz/v1/chat/completions?n=1",
              {"Host": "api.example", "x-envoy-auth-partial-body": "false"}),
    "traefik": ("/ext-authz", {"X-Forwarded-Method": "POST", "X-Forwarded-Proto": "https",
                               "X-Forwarded-Host": "api.example", "X-Forwarded-For": "192.0.2.7",
                               "X-Forwarded-Uri": "/v1/chat/completions"}),
    "apisix": ("/ext-authz", {"X-Forwarded-Method": "POST", "X-Forwarded-Proto": "https",
                              "X-Forwarded-Host": "api.example", "X-Forwarded-For": "192.0.2.7",
                              "X-Forwarded-Uri": "/v1/chat/completions"}),
    "kong": ("/ext-authz/v1/chat/completions", {"x-doorward-body-bytes": None}),
}


class World(Server):
    def __init__(self):
        super().__init__("--keys-required", "yes")
        self.key = keys(self, "create", "acme", "--plan", "scale")

    def forward(self, name, body, key=None, method="POST", **more):
        path, headers = FORWARDERS[name]
        headers = {"Content-Type": "application/json", "x-api-key": key or self.key, **headers,
                   **more}
        if "x-doorward-body-bytes" in headers and not headers["x-doorward-body-bytes"]:
            headers["x-doorward-body-bytes"] = str(len(body or ""))
        return self.request(method, path, body, headers)


def forwarders_get_what_they_understand():
    with World() as server:
        for name in FORWARDERS:
            status, headers, body = server.forward(name, chat(ALLOWED))
            assert status == 200 and not body, (name, status)   # Envoy: exactly 200
            assert headers["x-doorward-decision"] == "allow"
            status, headers, body = server.forward(name, chat(BLOCKED))
            assert status == 403 and body["error"]["code"] == "content_blocked", name
            assert headers["x-doorward-verdict"] == body["error"]["verdict"]
            assert server.forward(name, chat(ALLOWED), key="nonsense")[0] == 401, name
            assert server.forward(name, None)[0] == 403, name
            assert server.forward(name, chat(ALLOWED)[:-9])[0] == 400, name
            assert server.forward(name, b"\x1f\x8b\x08", **{"Content-Encoding": "gzip"})[0] == 415


def a_hook_that_was_not_told_to_send_the_body_is_refused():
    """Traefik and APISIX ask with GET unless told otherwise, with the body or without."""
    with World() as server:
        for name in ("traefik", "apisix"):
            assert server.forward(name, chat(ALLOWED), method="GET")[0] == 200, name
            assert server.forward(name, chat(BLOCKED), method="GET")[0] == 403, name
            for sent in ("POST", "PUT", "PATCH", "post", "QUERY"):
                status, _, body = server.forward(name, None, method="GET",
                                                 **{"X-Forwarded-Method": sent})
                assert (status, body["code"]) == (403, "no_body"), (name, sent, status)
            status, headers, _ = server.forward(name, None, method="GET",
                                                **{"X-Forwarded-Method": "GET"})
            assert status == 200 and headers["x-doorward-coverage"] == "none", name


def a_cut_body_is_refused():
    with World() as server:
        assert server.forward("envoy", chat(ALLOWED), **{"x-envoy-auth-partial-body": "true"}
                              )[0] == 413
        assert server.forward("kong", chat(ALLOWED), **{"x-doorward-body-bytes": "180000"})[0] == 413


def envoy_sends_requests_without_a_body_too():
    with World() as server:
        status, headers, _ = server.forward("envoy", None, method="GET")
        assert status == 200 and headers["x-doorward-coverage"] == "none"
        assert server.forward("envoy", None, method="PUT")[0] == 403


def litellm_sends_its_own_shape():
    with World() as server:
        def guard(text, kind="request"):
            return server.request("POST", "/beta/litellm_basic_guardrail_api", json.dumps({
                "texts": [text], "images": [], "input_type": kind, "litellm_call_id": "c",
                "litellm_version": "1", "request_headers": {"User-Agent": "x"},
                "request_data": {"user_api_key_hash": "h"},
                "additional_provider_specific_params": {}}),
                {"Content-Type": "application/json", "x-api-key": server.key})
        assert guard(ALLOWED)[2] == {"action": "NONE"}
        assert guard(BLOCKED)[2]["action"] == "BLOCKED"
        assert guard(BLOCKED, "response")[2]["action"] == "BLOCKED"


if __name__ == "__main__":
    main(forwarders_get_what_they_understand,
         a_hook_that_was_not_told_to_send_the_body_is_refused, a_cut_body_is_refused,
         envoy_sends_requests_without_a_body_too, litellm_sends_its_own_shape)
