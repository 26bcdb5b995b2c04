# SPDX-License-Identifier: Apache-2.0
"""A sync that fails: its group is refused, its segment is closed, and the log goes on."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "service"))

from service import BLOCKED, Load, Server, main, until  # noqa: E402


def a_failed_sync_is_never_taken_for_a_good_one():
    library = os.environ["FAIL_SYNC"]
    assert os.path.exists(library), f"not built: {library}"
    os.environ["LD_PRELOAD"] = library
    os.environ["FAIL_SYNC_EVERY"] = "150"
    server = Server()
    try:
        server.start()
        load = [Load(server, BLOCKED) for _ in range(6)]
        until(lambda: len(server.events("audit_recovered")) >= 3, "three recoveries", 60)
        for each in load:
            each.stop()
            assert not each.errors
        del os.environ["LD_PRELOAD"]
        server.stop()
        answers = [answer for each in load for answer in each.answers]
        refused = [answer for answer in answers if answer[0] == 503]
        assert {answer[0] for answer in answers} == {200, 503}
        assert {answer[2] for answer in refused} == {"audit_unavailable"}
        records = server.records()
        recorded = {record["id"] for record in records}
        missing = [i for each in load for i in each.ids if i not in recorded]
        recoveries = sum(record["face"] == "audit.recovery" for record in records)
        print(f"    {len(answers) - len(refused)} answered, {len(refused)} refused, "
              f"{recoveries} recoveries, {len(server.segments())} segments, {len(missing)} missing")
        assert not missing
        assert recoveries >= 3 and len(server.segments()) >= 4
        assert [record["seq"] for record in records] == list(range(1, len(records) + 1))
        status, text = server.verify()
        assert status == 0, text
    finally:
        server.__exit__(None, None, None)


main(a_failed_sync_is_never_taken_for_a_good_one)
