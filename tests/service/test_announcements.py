# SPDX-License-Identifier: Apache-2.0
"""What an operator announces: versions and routes that end, and maintenance, in headers, under
/v1/versions and under /status."""
import datetime
import email.utils
import os
import signal
import subprocess
import tempfile
import time

from service import ALLOWED, PROGRAM, Server, main, rules_text, until

ENDINGS = """schema: 1
endings:
  - route: /check
    announced: 2026-06-01
    deprecated: 2026-07-01T12:00:00Z
    sunset: 2026-12-31
    information: https://example.org/changes
    successor: /v1/check
  - version: v1alpha1
    announced: 2026-01-01
    sunset: 2026-03-02
"""

DAY = datetime.timedelta(days=1)


def stamp(when):
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def windows(*offsets, text="The disks are changed."):
    """Maintenance from and to so many days from now."""
    now = datetime.datetime.now(datetime.timezone.utc)
    lines = ["schema: 1", "maintenance:"]
    for start, end in offsets:
        lines += [f"  - start: {stamp(now + start * DAY)}", f"    end: {stamp(now + end * DAY)}",
                  f"    text: '{text}'"]
    return "\n".join(lines) + "\n"


class Announced(Server):
    """A server with a file of announcements."""

    def __init__(self, text, *flags, **options):
        self.place = tempfile.TemporaryDirectory(prefix="doorward-announcements-")
        self.file = os.path.join(self.place.name, "announcements.yaml")
        self.announce(text)
        super().__init__("--announcements", self.file, *flags, **options)

    def __exit__(self, *what):
        super().__exit__(*what)
        self.place.cleanup()

    def announce(self, text):
        with open(self.file + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.rename(self.file + ".new", self.file)


def check(text):
    """`doorward config check` of a file of announcements: (exit code, what it says)."""
    with tempfile.TemporaryDirectory(prefix="doorward-announcements-") as folder:
        path = os.path.join(folder, "announcements.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        done = subprocess.run([PROGRAM, "config", "check", "--announcements", path],
                              capture_output=True, text=True, timeout=30, check=False)
        return done.returncode, (done.stdout + done.stderr).replace(path, "FILE")


def every_answer_of_a_route_that_ends_says_so():
    with Announced(ENDINGS) as server:
        body = f'{{"prompt": "{ALLOWED}"}}'
        kind = {"Content-Type": "application/json"}
        for sent, status in ((body, 200), ("nonsense", 400)):
            found, headers, _ = server.request("POST", "/check", sent, kind)
            assert found == status
            assert headers["Deprecation"] == "@1782907200", headers["Deprecation"]
            assert headers["Sunset"] == "Thu, 31 Dec 2026 00:00:00 GMT"
            assert email.utils.parsedate_to_datetime(headers["Sunset"]).timestamp() == 1798675200
            assert headers["Link"] == (
                '<https://example.org/changes>; rel="deprecation", '
                '<https://example.org/changes>; rel="sunset", '
                '</v1/check>; rel="successor-version"'), headers["Link"]
        assert server.request("GET", "/check")[1]["Sunset"], "a wrong method is an answer, too"
        _, headers, _ = server.request("POST", "/v1alpha1/comments:analyze", "{}", kind)
        assert headers["Deprecation"] == "@1767225600" and headers["Link"] is None
        for lines, status in (("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", 400),
                              ("".join(f"X-{i}: a\r\n" for i in range(70)), 431)):
            answer = server.raw(f"POST /check HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{lines}"
                                "\r\n".encode())
            assert answer.startswith(b"HTTP/1.1 %d " % status), answer
            assert b"\r\nSunset: Thu, 31 Dec 2026 00:00:00 GMT\r\n" in answer, answer
        for method, path in (("POST", "/v1/check"), ("GET", "/livez"), ("GET", "/nothing")):
            _, headers, _ = server.request(method, path, body, kind)
            assert headers["Deprecation"] is None and headers["Sunset"] is None, path


def versions_are_listed():
    with Server() as server:
        status, _, plain = server.request("GET", "/v1/versions")
        assert status == 200 and plain["routes"] == [] and plain["notice_days"] == 60
        assert [each["version"] for each in plain["versions"]] == ["v1", "v1alpha1"]
        assert all(each["state"] == "current" and each["sunset"] is None
                   for each in plain["versions"])
    with Announced(ENDINGS) as server:
        _, _, listed = server.request("GET", "/v1/versions")
        by_version = {each["version"]: each for each in listed["versions"]}
        assert by_version["v1"] == plain["versions"][0]
        assert by_version["v1alpha1"] == {
            "version": "v1alpha1", "announced": "2026-01-01T00:00:00Z",
            "deprecated": "2026-01-01T00:00:00Z", "sunset": "2026-03-02T00:00:00Z",
            "successor": None, "information": None,
            "state": "ended" if time.time() > 1772409600 else "deprecated"}
        assert listed["routes"][0]["route"] == "/check"
        assert listed["routes"][0]["successor"] == "/v1/check"
        paths = server.request("GET", "/openapi.json")[2]["paths"]
        assert paths["/check"]["post"]["deprecated"] is True
        assert "deprecated" not in paths["/v1/check"]["post"]


def calls_are_counted_by_version():
    with Server() as server:
        for _ in range(3):
            server.check(ALLOWED)
        server.request("GET", "/v1/versions")
        server.request("GET", "/livez")
        metrics = server.metrics()
        assert metrics['doorward_api_version_requests_total{version="v1"}'] == 4
        assert metrics['doorward_api_version_requests_total{version="v1alpha1"}'] == 0
        assert metrics['doorward_api_version_requests_total{version="none"}'] >= 1


REFUSED = (
    # what is wrong, the file, where and what is said
    ("30 days of notice", "schema: 1\nendings:\n  - route: /check\n    announced: 2026-06-01\n"
     "    sunset: 2026-07-01\n",
     'FILE:5:13: "sunset" 2026-07-01T00:00:00Z is less than 60 days after "announced" '
     "2026-06-01T00:00:00Z: callers are promised 60 days, so not before 2026-07-31T00:00:00Z"),
    ("a second too few", "schema: 1\nendings:\n  - version: v1\n    announced: 2026-06-01\n"
     "    sunset: 2026-07-30T23:59:59Z\n", "FILE:5:13: "),
    ("deprecated before it is announced", "schema: 1\nendings:\n  - version: v1\n"
     "    announced: 2026-06-01\n    deprecated: 2026-05-31\n    sunset: 2026-12-01\n",
     'FILE:5:17: "deprecated" is before "announced"'),
    ("ends before it is deprecated", "schema: 1\nendings:\n  - version: v1\n"
     "    announced: 2026-01-01\n    deprecated: 2026-12-02\n    sunset: 2026-12-01\n",
     'FILE:6:13: "sunset" is before "deprecated"'),
    ("an unknown route", "schema: 1\nendings:\n  - route: /v1/chek\n    announced: 2026-01-01\n"
     "    sunset: 2026-12-01\n", 'FILE:3:12: there is no such route; did you mean "/v1/check"?'),
    ("an unknown version", "schema: 1\nendings:\n  - version: v7\n    announced: 2026-01-01\n"
     "    sunset: 2026-12-01\n", "FILE:3:14: no route has this version"),
    ("both a route and a version", "schema: 1\nendings:\n  - version: v1\n    route: /check\n"
     "    announced: 2026-01-01\n    sunset: 2026-12-01\n",
     'FILE:3:5: an ending has a "version" or a "route"'),
    ("twice", "schema: 1\nendings:\n  - {version: v1, announced: 2026-01-01, sunset: 2026-12-01}\n"
     "  - {version: v1, announced: 2026-01-01, sunset: 2026-12-02}\n",
     "FILE:4:5: this one is announced above already"),
    ("a date there is not", "schema: 1\nendings:\n  - version: v1\n    announced: 2026-02-30\n"
     "    sunset: 2026-12-01\n", "FILE:4:16: a date (2026-12-31) or a time in UTC"),
    ("a link that would end its header", "schema: 1\nendings:\n  - version: v1\n"
     "    announced: 2026-01-01\n    sunset: 2026-12-01\n"
     "    information: 'https://example.org/>; rel=\"x\"'\n", "FILE:6:18: an address is expected"),
    ("no sunset", "schema: 1\nendings:\n  - version: v1\n    announced: 2026-01-01\n",
     'FILE:3:5: an ending needs "sunset"'),
    ("a window that ends before it starts", "schema: 1\nmaintenance:\n"
     "  - start: 2026-11-02T22:00:00Z\n    end: 2026-11-02T21:00:00Z\n    text: x\n",
     'FILE:4:10: "end" is not after "start"'),
    ("a window of a year", "schema: 1\nmaintenance:\n  - start: 2026-11-02\n    end: 2027-11-02\n"
     "    text: x\n", "FILE:4:10: a window has at most 31 days"),
    ("a window without a text", "schema: 1\nmaintenance:\n  - start: 2026-11-02\n"
     "    end: 2026-11-03\n", 'FILE:3:5: a maintenance window needs "text"'),
    ("control characters", "schema: 1\nmaintenance:\n  - start: 2026-11-02\n    end: 2026-11-03\n"
     "    text: \"a\\x1b[31mb\"\n", "FILE:5:11: a text of one line"),
    ("control characters of Latin-1", "schema: 1\nmaintenance:\n  - start: 2026-11-02\n"
     "    end: 2026-11-03\n    text: \"a\\x9b31mb\"\n", "FILE:5:11: a text of one line"),
    ("a text that turns the others", "schema: 1\nmaintenance:\n  - start: 2026-11-02\n"
     "    end: 2026-11-03\n    text: \"a\\u202eb\"\n", "FILE:5:11: a text of one line"),
    *((f"the address {address}", "schema: 1\nendings:\n  - version: v1\n    announced: 2026-01-01\n"
       f"    sunset: 2026-12-01\n    information: '{address}'\n",
       "FILE:6:18: an address is expected")
      for address in ("https://", "http:///a", "https://:80/", "https://?a", "//example.org/a",
                      "ftp://example.org/", "example.org", "https://a b", "https://a\\b")),
    ("an unknown name", "schema: 1\nmaintainance: []\n",
     'FILE:2:1: a file of announcements has no "maintainance"; did you mean "maintenance"?'),
)


def less_than_sixty_days_of_notice_is_refused():
    assert check(ENDINGS)[0] == 0
    assert check("schema: 1\nendings:\n  - version: v1\n    announced: 2026-06-01\n"
                 "    sunset: 2026-07-31\n")[0] == 0, "sixty days are enough"
    for what, text, said in REFUSED:
        status, output = check(text)
        assert status == 1, (what, status, output)
        assert said in output, (what, output)


def the_server_does_not_start_with_bad_announcements():
    with tempfile.TemporaryDirectory(prefix="doorward-announcements-") as folder:
        path = os.path.join(folder, "a.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(REFUSED[0][1])
        done = subprocess.run([PROGRAM, "serve", "--listen", "127.0.0.1:0", "--audit-mode", "off",
                               "--data", folder, "--announcements", path],
                              capture_output=True, text=True, timeout=30, check=False)
        assert done.returncode == 2 and "callers are promised 60 days" in done.stderr, done


def status_is_for_machines():
    with Announced(windows((3, 4), (1, 2), (-2, -1))) as server:
        status, headers, body = server.request("GET", "/status")
        assert status == 200 and headers["Content-Type"] == "application/json"
        assert headers["Vary"] == "Accept" and headers["Cache-Control"] == "no-store"
        assert body["state"] == "operational"
        assert [(c["name"], c["condition"]) for c in body["components"]] == [
            ("checks", "up"), ("records", "up"), ("keys", "up")]
        assert len(body["maintenance"]) == 2, "what is over is not listed"
        assert body["maintenance"][0]["start"] < body["maintenance"][1]["start"]
        assert not any(each["active"] for each in body["maintenance"])
        for accept in ("*/*", "application/json", "application/json, text/html;q=0.9",
                       "text/html;q=0", "text/html;Q=0.5, application/json;q=0.6"):
            _, headers, _ = server.request("GET", "/status", headers={"Accept": accept})
            assert headers["Content-Type"] == "application/json", accept


def status_is_for_people():
    text = 'From <b>old</b> to "new" disks & back'
    with Announced(windows((-1, 1), text=text)) as server:
        for accept in ("text/html", "text/html,application/xhtml+xml,*/*;q=0.8",
                       "application/json;q=0.5, text/html"):
            status, headers, page = server.request("GET", "/status", headers={"Accept": accept})
            assert status == 200 and headers["Content-Type"] == "text/html; charset=utf-8", accept
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        page = page.decode()
        assert "<h1>maintenance</h1>" in page and "<b>now</b>" in page
        assert "From &lt;b&gt;old&lt;/b&gt; to &quot;new&quot; disks &amp; back" in page, page
        assert server.request("GET", "/status")[2]["state"] == "maintenance"


def status_says_what_is_wrong_and_nothing_of_the_machine():
    """Neither paths nor addresses, revisions or keys."""
    with Announced(windows((1, 2)), "--management-listen", "127.0.0.1:0",
                   wait_ready=False) as server:
        server.wait_for("rules_refused")
        _, _, body = server.request("GET", "/status")
        assert body["state"] == "unavailable", body
        assert body["components"][0] == {"name": "checks", "condition": "down"}
        server.write_rules(rules_text())
        server.signal(signal.SIGHUP)
        server.wait_for("rules_loaded")
        _, _, body = server.request("GET", "/status")
        assert body["state"] == "operational", body
        _, _, page = server.request("GET", "/status", headers={"Accept": "text/html"})
        for text in (str(body), page.decode()):
            for hidden in (server.folder, server.place.name, "sha256", "127.0.0.1", "dw_"):
                assert hidden not in text, (hidden, text)
    with Server("--audit-mode", "off") as server:
        components = server.request("GET", "/status")[2]["components"]
        assert {"name": "records", "condition": "off"} in components


def sighup_reads_them_again():
    with Announced("schema: 1\n") as server:
        assert server.request("POST", "/check", "{}")[1]["Sunset"] is None
        server.announce(ENDINGS)
        server.signal(signal.SIGHUP)
        until(lambda: server.request("POST", "/check", "{}")[1]["Sunset"], "the sunset")
        loaded = server.wait_for("announcements_loaded", 2)
        assert loaded["endings"] == 2 and loaded["windows"] == 0, loaded
        server.announce(REFUSED[0][1])
        server.signal(signal.SIGHUP)
        fault = server.wait_for("announcements_refused")
        assert "callers are promised 60 days" in fault["detail"], fault
        assert server.request("POST", "/check", "{}")[1]["Sunset"], "the old ones stay"
        # What callers were told is put off, but not brought forward to ten days from now.
        for days, is_taken in ((400, True), (10, False)):
            before = server.request("POST", "/check", "{}")[1]["Sunset"]
            sunset = stamp(datetime.datetime.now(datetime.timezone.utc) + days * DAY)
            server.announce("schema: 1\nendings:\n  - route: /check\n"
                            f"    announced: 2020-01-01\n    sunset: {sunset}\n")
            server.signal(signal.SIGHUP)
            if is_taken:
                until(lambda: server.request("POST", "/check", "{}")[1]["Sunset"] != before,
                      "another sunset")
        fault = server.wait_for("announcements_refused", 2)
        assert "sooner than callers were told" in fault["detail"], fault
        assert server.request("POST", "/check", "{}")[1]["Sunset"] == before
        server.announce("schema: 1\n")
        server.signal(signal.SIGHUP)
        until(lambda: not server.request("POST", "/check", "{}")[1]["Sunset"], "no sunset")


main(every_answer_of_a_route_that_ends_says_so, versions_are_listed, calls_are_counted_by_version,
     less_than_sixty_days_of_notice_is_refused, the_server_does_not_start_with_bad_announcements,
     status_is_for_machines, status_is_for_people,
     status_says_what_is_wrong_and_nothing_of_the_machine, sighup_reads_them_again)
