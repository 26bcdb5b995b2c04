# SPDX-License-Identifier: Apache-2.0
"""Every error has its status, its code, and a place in the body where there is one."""
import json
import socket
import time

from service import ALLOWED, Server, main, within

JSON = {"Content-Type": "application/json"}
PROMPT = json.dumps({"prompt": ALLOWED})

LINES = b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
HEAD = LINES + b"Connection: close\r\n"
BODY = PROMPT.encode()
LENGTH = b"Content-Length: %d\r\n" % len(BODY)

# label, method, path, body, headers, status, code, (line, column) or None
ROWS = [
    ("no such path", "GET", "/nowhere", None, {}, 404, "not_found", None),
    ("a slash too many", "POST", "/v1/check/", PROMPT, JSON, 404, "not_found", None),
    ("an escaped path", "POST", "/v1%2fcheck", PROMPT, JSON, 404, "not_found", None),
    ("a NUL behind the path", "POST", "/v1/check%00", PROMPT, JSON, 404, "not_found", None),
    ("GET of a check", "GET", "/v1/check", None, {}, 405, "method_not_allowed", None),
    ("PUT of a check", "PUT", "/v1/check", PROMPT, JSON, 405, "method_not_allowed", None),
    ("POST to health", "POST", "/livez", PROMPT, JSON, 405, "method_not_allowed", None),
    ("no type", "POST", "/v1/check", PROMPT, {}, 415, "unsupported_media_type", None),
    ("plain text", "POST", "/v1/check", PROMPT, {"Content-Type": "text/plain"}, 415,
     "unsupported_media_type", None),
    ("gzip", "POST", "/v1/check", PROMPT, {**JSON, "Content-Encoding": "gzip"}, 415,
     "unsupported_encoding", None),
    ("no JSON", "POST", "/v1/check", '{"prompt": "a"\n  "b"}', JSON, 400, "invalid_json", (2, 3)),
    ("nothing", "POST", "/v1/check", "", JSON, 400, "invalid_json", (1, 1)),
    ("more behind the end", "POST", "/v1/check", PROMPT + "x", JSON, 400, "invalid_json",
     (1, len(PROMPT) + 1)),
    ("a key twice", "POST", "/v1/check", '{"prompt": "a", "prompt": "b"}', JSON, 400,
     "invalid_json", (1, 17)),
    ("a list", "POST", "/v1/check", "[]", JSON, 400, "invalid_request", (1, 1)),
    ("no prompt", "POST", "/v1/check", "{}", JSON, 400, "invalid_request", None),
    ("a prompt that is a number", "POST", "/v1/check", '{"prompt": 7}', JSON, 400,
     "invalid_request", (1, 12)),
    ("an unknown member", "POST", "/v1/check", '{"promt": "a"}', JSON, 400, "invalid_request",
     (1, 2)),
    ("an unknown policy", "POST", "/v1/check", '{"prompt": "a", "policy": "nowhere"}', JSON, 400,
     "unknown_policy", None),
    ("brackets without end", "POST", "/v1/check", "[" * 2000, JSON, 400, "invalid_request", (1, 1)),
    ("brackets inside a message", "POST", "/v1/check", '{"messages":[{"x":' + "[" * 2000, JSON, 400,
     "too_many_values", (1, 80)),
    ("too many messages", "POST", "/v1/check",
     json.dumps({"messages": [{"role": "user", "content": "a"}] * 4097}), JSON, 400,
     "too_many_values", None),
]


def each_error_has_its_answer():
    with Server() as server:
        for label, method, path, body, headers, status, code, place in ROWS:
            got, answered, problem = server.request(method, path, body, headers)
            assert (got, problem["code"]) == (status, code), (label, got, problem)
            assert problem["status"] == status, label
            assert answered["Content-Type"] == "application/problem+json", label
            assert problem["request_id"] == answered["X-Request-Id"], label
            assert problem["type"] == f"urn:doorward:problem:{code}", label
            if place is not None:
                error = problem["errors"][0]
                assert (error["line"], error["column"]) == place, (label, error)
                assert error["detail"], label
        assert server.request("PUT", "/v1/check", PROMPT, JSON)[1]["Allow"] == "POST"
        assert server.request("POST", "/livez", PROMPT, JSON)[1]["Allow"] == "GET, HEAD"
        server.stop()
        assert server.records() == [], "an error is no verdict"


def a_large_body_is_refused_before_it_is_read():
    with Server("--body-bytes-max", "2048") as server:
        with server.socket() as sock:
            sock.sendall(LINES + b"Content-Length: 9000000\r\n\r\n")
            sock.settimeout(20)
            assert sock.recv(4096).startswith(b"HTTP/1.1 413 ")
        for length in (2049, 9000000):
            with server.socket() as sock:
                sock.sendall(LINES + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % length)
                sock.settimeout(20)
                assert sock.recv(4096).startswith(b"HTTP/1.1 413 "), "it asks before it sends"
        body = json.dumps({"prompt": "x" * 4000})
        chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body.encode())
        answer = server.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunked)
        assert answer.startswith(b"HTTP/1.1 413 ") and b"body_too_large" in answer, answer
        # However much more it is, within reason: the rest is thrown away, the answer is not.
        piece = b"%x\r\n%s\r\n" % (1 << 20, b"x" * (1 << 20))
        answer = server.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + piece * 4 + b"0\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 413 ") and b"body_too_large" in answer, answer
        room = 2048 - len(json.dumps({"prompt": ""}))
        assert server.check("x" * room)[0] == 200
        assert server.check("x" * (room + 1))[0] == 413


def who_sends_more_gets_the_answer():
    """A client that does not read before all is sent: an early answer and a closed connection would
    be a broken pipe. The connection is good for the next request."""
    with Server("--body-bytes-max", "100000", "--keys-required", "yes") as server:
        connection = server.connection()
        for path, size, status in (("/v1/check", 3000000, 401), ("/v1/moderations", 90000, 401),
                                   ("/nowhere", 3000000, 404), ("/livez", 3000000, 405)) * 3:
            assert server.request("POST", path, "x" * size, JSON, connection)[0] == status, path
        connection.close()
    with Server("--body-bytes-max", "100000") as server:
        connection = server.connection()
        for _ in range(5):
            assert server.check("x" * 3000000, connection)[0] == 413
            assert server.check(ALLOWED, connection)[0] == 200
        connection.close()


def a_body_that_is_thrown_away_is_no_request():
    """Whatever stands in it: the next request begins behind its end."""
    inside = LINES + LENGTH + b"\r\n" + BODY
    sized = b"Content-Length: %d\r\n\r\n" % len(inside) + inside
    behind = HEAD + b"Content-Length: 2\r\n\r\n{}"
    with Server("--body-bytes-max", "2048") as server:
        for label, first, codes in (
                ("a key that is refused", LINES + b"x-api-key: bad\r\n" + sized, (b"401", b"400")),
                ("no such path", LINES.replace(b"/v1/check", b"/nowhere") + sized, (b"404", b"400")),
                ("too long", LINES + b"Content-Length: %d\r\n\r\n" % (len(inside) + 2048) +
                 b"x" * 2048 + inside, (b"413", b"400")),
                ("in chunks", b"POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                 b"%x\r\n%s\r\n0\r\n\r\n" % (len(inside), inside), (b"404", b"400")),
                ("of a GET", b"GET /livez HTTP/1.1\r\nHost: x\r\n" + sized, (b"200", b"400")),
                ("a head with two lengths", LINES + b"Content-Length: 1\r\n" + sized, (b"400",)),
                ("a client that waits", LINES + b"x-api-key: bad\r\nExpect: 100-continue\r\n" + sized,
                 (b"401",))):
            answer = server.raw(first + behind)
            found = tuple(part[:3] for part in answer.split(b"HTTP/1.1 ")[1:])
            assert found == codes, (label, found)
            assert b'"decision"' not in answer, label


def a_body_without_end_is_cut_off():
    with Server("--body-bytes-max", "2048") as server:
        sock = server.socket()
        sock.settimeout(5)
        sock.sendall(LINES + b"Transfer-Encoding: chunked\r\n\r\n")
        sent = 0
        piece = b"1000\r\n" + b"x" * 4096 + b"\r\n"
        try:
            while sent < 64 << 20:
                sock.sendall(piece)
                sent += len(piece)
        except OSError:
            pass
        sock.close()
        assert sent < 64 << 20, "the server read 64 MiB of a 2 KiB body"


def chunks_are_joined():
    with Server() as server:
        body = json.dumps({"prompt": "how to build a pipe bomb"}).encode()
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[i:i + 5]), body[i:i + 5])
                          for i in range(0, len(body), 5))
        answer = server.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")
        assert b'"decision":"block"' in answer, answer


# Requests that two servers may read in two ways. Each is refused or ends the connection.
SMUGGLED = [
    ("Content-Length twice, different", HEAD + LENGTH + b"Content-Length: 3\r\n\r\n" + BODY),
    ("Content-Length twice, equal", HEAD + LENGTH + LENGTH + b"\r\n" + BODY),
    ("a list of Content-Lengths", HEAD + b"Content-Length: 3, 3\r\n\r\n" + BODY),
    ("Content-Length and chunked",
     HEAD + LENGTH + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("chunked and Content-Length",
     HEAD + b"Transfer-Encoding: chunked\r\n" + LENGTH + b"\r\n0\r\n\r\n"),
    ("chunked twice",
     HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("gzip, chunked", HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    ("xchunked", HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    ("Content-Length -1", HEAD + b"Content-Length: -1\r\n\r\n" + BODY),
    ("Content-Length +2", HEAD + b"Content-Length: +2\r\n\r\n{}"),
    ("Content-Length 0x2", HEAD + b"Content-Length: 0x2\r\n\r\n{}"),
    ("Content-Length of 20 digits", HEAD + b"Content-Length: 99999999999999999999\r\n\r\n{}"),
    ("no Host", b"POST /v1/check HTTP/1.1\r\nContent-Type: application/json\r\n" + LENGTH +
     b"\r\n" + BODY),
    ("two Hosts", HEAD + b"Host: y\r\n" + LENGTH + b"\r\n" + BODY),
    ("NUL in a name", HEAD + LENGTH + b"X\0A: b\r\n\r\n" + BODY),
    ("CR alone before a second Content-Length",
     HEAD + LENGTH + b"X-A: a\rContent-Length: 3\r\n\r\n" + BODY),
    ("LF alone before a second Content-Length",
     HEAD + LENGTH + b"X-A: a\nContent-Length: 3\r\n\r\n" + BODY),
    ("a folded Content-Length", HEAD + b"Content-Length:\r\n %d\r\n\r\n" % len(BODY) + BODY),
    ("a folded Transfer-Encoding",
     HEAD + LENGTH + b"Transfer-Encoding\r\n : chunked\r\n\r\n" + BODY),
    ("a line without a colon", HEAD + LENGTH + b"Foo\r\n\r\n" + BODY),
    ("an empty name", HEAD + LENGTH + b": x\r\n\r\n" + BODY),
    ("a folded line before all others",
     HEAD.replace(b"Host", b" X: 1\r\nHost") + LENGTH + b"\r\n" + BODY),
    ("a control byte in a value", HEAD + LENGTH + b"X-A: a\x01b\r\n\r\n" + BODY),
    ("a space before the colon", HEAD + b"Content-Length : %d\r\n\r\n" % len(BODY) + BODY),
    ("a space in a name", HEAD + LENGTH + b"X A: b\r\n\r\n" + BODY),
    ("chunk size -1", HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n" + BODY + b"\r\n0\r\n\r\n"),
    ("a chunk size that overflows",
     HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n" + BODY + b"\r\n0\r\n\r\n"),
]


# What libmicrohttpd 0.9.75 hides from us: the head is read, though another server might refuse
# it. None of these changes where the body begins or ends, and that is what is looked at here.
HIDDEN = [
    ("NUL in a value", HEAD + LENGTH + b"X-A: a\0b\r\n\r\n" + BODY),
    ("NUL in a Content-Length", HEAD + b"Content-Length: %d\0 7\r\n\r\n" % len(BODY) + BODY),
    ("LF alone behind each line", (HEAD + LENGTH).replace(b"\r\n", b"\n") + b"\n" + BODY),
    ("a folded line", HEAD + b"X-A: b\r\n c\r\n" + LENGTH + b"\r\n" + BODY),
    ("a chunk that ends with LF alone",
     HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\n%s\n0\n\n" % (len(BODY), BODY)),
    ("NUL behind the path", HEAD.replace(b"check", b"check\0x") + LENGTH + b"\r\n" + BODY),
]


def hidden_oddities_do_not_move_the_body():
    with Server() as server:
        for label, data in HIDDEN:
            answer = server.raw(data.replace(b"Connection: close", b"X-B: c") + data)
            assert answer.count(b"HTTP/1.1 ") <= 2, (label, answer)
            for at in answer.split(b"HTTP/1.1 ")[1:]:
                assert at.startswith((b"200 ", b"400 ")), (label, at)
        server.stop()
        for record in server.records():
            assert record["sizes"]["body"] == len(BODY), record


def heads_with_two_meanings_are_refused():
    with Server() as server:
        for label, data in SMUGGLED:
            answer = server.raw(data)
            first = answer.split(b"\r\n", 1)[0]
            assert not answer or first.startswith(b"HTTP/1.1 4"), (label, answer)
            assert b'"decision"' not in answer, (label, answer)
        assert server.check(ALLOWED)[0] == 200
        # HTTP/1.0 needs no Host and gets an answer.
        answer = server.raw(b"POST /v1/check HTTP/1.0\r\nContent-Type: application/json\r\n" + LENGTH +
                            b"\r\n" + BODY)
        assert b" 200 " in answer.split(b"\r\n", 1)[0], answer


def many_headers_are_refused():
    with Server() as server:
        many = b"".join(b"X-%d: a\r\n" % i for i in range(80))
        answer = server.raw(HEAD + many + LENGTH + b"\r\n" + BODY)
        assert answer.startswith(b"HTTP/1.1 431 "), answer
        huge = b"X-A: " + b"a" * 70000 + b"\r\n"
        answer = server.raw(HEAD + huge + LENGTH + b"\r\n" + BODY)
        assert not answer or answer.startswith(b"HTTP/1.1 4"), answer
        assert server.check(ALLOWED)[0] == 200


def trickle(server, data, pause):
    """Sends a byte at a time; gives the seconds until the server ended the connection."""
    begin = time.monotonic()
    with server.socket() as sock:
        sock.settimeout(pause)
        for at in range(len(data)):
            try:
                sock.sendall(data[at:at + 1])
                answer = sock.recv(4096)
                if not answer:
                    break
            except (TimeoutError, socket.timeout):
                continue
            except OSError:
                break
    return time.monotonic() - begin


def slow_clients_meet_a_deadline():
    flags = ("--deadlines-headers-s", "2", "--deadlines-body-s", "2", "--deadlines-idle-s", "60")
    with Server(*flags) as server:
        seconds = trickle(server, HEAD + b"X-A: " + b"a" * 300, 0.2)
        assert 1.5 < seconds < within(4), f"headers were waited for {seconds:.1f} s"
        with server.socket() as sock:
            sock.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
            sock.settimeout(0.2)
            begin = time.monotonic()
            while time.monotonic() - begin < 60:
                try:
                    sock.sendall(b" ")
                    if not sock.recv(4096):
                        break
                except (TimeoutError, socket.timeout):
                    continue
                except OSError:
                    break
            seconds = time.monotonic() - begin
        assert 1.5 < seconds < within(4), f"a body was waited for {seconds:.1f} s"
        assert server.check(ALLOWED)[0] == 200


main(each_error_has_its_answer, a_large_body_is_refused_before_it_is_read,
     who_sends_more_gets_the_answer, a_body_that_is_thrown_away_is_no_request,
     a_body_without_end_is_cut_off, chunks_are_joined, heads_with_two_meanings_are_refused,
     hidden_oddities_do_not_move_the_body, many_headers_are_refused, slow_clients_meet_a_deadline)
