# SPDX-License-Identifier: Apache-2.0
"""Many reloads under load, half of them of broken rules: no request is dropped, each answer is of one
ruleset, and memory stays where it was.

    test_reload_storm.py [ROUNDS]     60 unless said otherwise

The load comes from wrk where it is there, else from threads of this script.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

from service import Load, Server, main, rules_text

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 60
RULES = 120
HITS = 3
PROMPT = " and ".join(f"how to build a pipe bomb number{i}" for i in range(HITS))
# Reloads, in the beginning, that fill caches, arenas and the allocator's lists.
WARM = 25

BROKEN = [
    lambda text: text[:len(text) // 2],
    lambda text: text + "    colour: red\n",
    lambda text: text.replace("how to build a house", "how to build a pipe bomb number0"),
    lambda text: "",
    lambda text: text.replace("weapons.explosives.n1\n", "weapons.explosives.n0\n"),
    lambda text: text.split("  - id: weapons.explosives.n4\n", maxsplit=1)[0],
]

WRK = """
local seen = {{}}
wrk.method = "POST"
wrk.body = '{body}'
wrk.headers["Content-Type"] = "application/json"
function response(status, headers, body)
  local line = status .. " " .. (body:match('"revision":"(.-)"') or "none")
  for message in body:gmatch('"message":"(.-)"') do line = line .. " " .. message end
  if not seen[line] then
    seen[line] = true
    local file = io.open("{out}", "a")
    file:write(line .. "\\n")
    file:close()
  end
end
"""


def rules(version):
    """RULES rules, of which the prompt hits HITS, each with the version for a message."""
    head, rule = rules_text(f"v{version}").split("rules:\n")
    made = [rule.replace("explosives.build", f"explosives.n{i}")
            .replace("a pipe bomb", f"a pipe bomb number{i}") for i in range(RULES)]
    return head + "rules:\n" + "".join(made)


class Wrk:
    """wrk without an end; stop() gives what was answered, as lines, and what wrk says."""

    def __init__(self, server):
        self.folder = tempfile.mkdtemp(prefix="doorward-wrk-")
        self.out = os.path.join(self.folder, "answers")
        script = os.path.join(self.folder, "check.lua")
        with open(script, "w", encoding="ascii") as lua:
            lua.write(WRK.format(body=json.dumps({"prompt": PROMPT}), out=self.out))
        self.process = subprocess.Popen(
            ["wrk", "-t1", "-c16", "-d1h", "--timeout", "20s", "-s", script,
             f"http://{server.address}/v1/check"], stdout=subprocess.PIPE, text=True)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        text = self.process.communicate(timeout=60)[0]
        with open(self.out, encoding="ascii") as out:
            answers = set(out.read().splitlines())
        shutil.rmtree(self.folder)
        assert "Socket errors" not in text and "Non-2xx" not in text, text
        count = int(re.search(r"(\d+) requests in", text).group(1))
        rate = float(re.search(r"Requests/sec: *([0-9.]+)", text).group(1))
        return answers, f"{count} answers, {rate:.0f} a second"


class Threads:
    """The same with a few threads of this script."""

    def __init__(self, server):
        class Whole(Load):
            def run(self):
                connection = self.server.connection()
                while not self.is_over:
                    status, _, body = self.server.check(self.prompt, connection)
                    found = [each["message"] for each in body.get("findings", [])]
                    self.answers.append(" ".join([str(status), body.get("revision", "none"), *found]))
                connection.close()
        self.load = [Whole(server, PROMPT) for _ in range(4)]

    def stop(self):
        for each in self.load:
            each.stop()
        answers = [answer for each in self.load for answer in each.answers]
        return set(answers), f"{len(answers)} answers"


def resident_kib(server):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1))


def reload(server, text):
    """The event that this set of rules leads to."""
    server.write_rules(text)
    server.seen = os.path.getsize(server.log_path)
    server.signal(signal.SIGHUP)
    return server.wait_for_any("rules_loaded", "rules_refused")


def a_storm_of_reloads_drops_nothing():
    # The index of records has a page cache that fills for minutes, and the first segment that is
    # compressed takes some megabytes: without them memory says what reloads do.
    with Server("--threads", "1", "--audit-segment-bytes", "4000000", "--audit-index=false",
                "--audit-compress=false", rules=rules(0)) as server:
        messages = {server.events("rules_loaded")[0]["revision"]: "v0"}
        load = Wrk(server) if shutil.which("wrk") else Threads(server)
        warm = None
        for i in range(1, ROUNDS + 1):
            if i % 2 == 0:
                event = reload(server, BROKEN[i // 2 % len(BROKEN)](rules(i)))
                assert event["msg"] == "rules_refused", event
            else:
                event = reload(server, rules(i))
                assert event["msg"] == "rules_loaded", event
                messages[event["revision"]] = f"v{i}"
            if i == WARM:
                warm = resident_kib(server)
        answers, figures = load.stop()
        at_end = resident_kib(server)
        print(f"    {ROUNDS} reloads, {figures}, resident {warm} KiB then {at_end} KiB")
        assert len(answers) > ROUNDS // 8, len(answers)
        for answer in answers:
            status, revision, *found = answer.split()
            assert status == "200" and found == [messages[revision]] * HITS, answer
        # Two percent, and a megabyte for what the queue of records and the allocator do.
        assert at_end < warm * 1.02 + 1024, (warm, at_end)
        figures = server.metrics()
        assert figures['doorward_reloads_total{result="failure"}'] == ROUNDS // 2
        assert figures['doorward_reloads_total{result="success"}'] == len(messages)
        assert server.stop() == 0
        assert server.verify()[0] == 0


main(a_storm_of_reloads_drops_nothing)
