# SPDX-License-Identifier: Apache-2.0
"""kill -9 at random instants under load: what was answered is in the log, and the log is whole.

    kill9.py [ROUNDS] [MODE...]     20 rounds of `group` and `each` unless said otherwise
"""
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "service"))

from service import BLOCKED, Load, Server, main, until  # noqa: E402

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
MODES = sys.argv[2:] or ["group", "each"]
SEED = 20260101
WINDOW = 500    # answers of one connection that mode async may lose, on a starved machine


def one_round(server, chance):
    """Starts, asks, kills; gives the ids that were answered, a list a connection."""
    begin = time.monotonic()
    server.start()
    started = time.monotonic() - begin
    load = [Load(server, BLOCKED) for _ in range(4)]
    until(lambda: any(each.ids for each in load), "a first answer")
    time.sleep(chance.uniform(0.0, 0.15))
    server.process.kill()
    server.process.wait(20)
    for each in load:
        each.is_over = True
        each.join(30)
        assert not each.is_alive()
    return [each.ids for each in load], started


def only_the_last_are_missing(rounds, missing):
    """What was answered and not written yet: the end of each connection, and not much of it."""
    for ids in rounds:
        lost = [i in missing for i in ids]
        assert lost == sorted(lost), "a record is missing before one that is there"
        assert sum(lost) <= WINDOW, sum(lost)


def kill_and_count(mode):
    chance = random.Random(SEED)
    server = Server("--audit-mode", mode, "--audit-segment-bytes", "200000")
    rounds, slowest = [], 0.0
    try:
        for _ in range(ROUNDS):
            connections, started = one_round(server, chance)
            rounds += connections
            slowest = max(slowest, started)
        server.start()
        assert server.stop() == 0
        records = server.records()
        recorded = {record["id"] for record in records if record["decision"] is not None}
        answered = [i for ids in rounds for i in ids]
        missing = set(answered) - recorded
        recoveries = sum(record["face"] == "audit.recovery" for record in records)
        status, text = server.verify()
        print(f"    {mode}: {ROUNDS} rounds, {len(answered)} answered, {len(records)} recorded, "
              f"{recoveries} recoveries, {len(missing)} missing, slowest start {slowest:.2f} s")
        if mode == "async":
            only_the_last_are_missing(rounds, missing)
        else:
            assert not missing, sorted(missing)[:5]
        assert len(answered) >= ROUNDS
        assert status == 0, text
        assert [record["seq"] for record in records] == list(range(1, len(records) + 1))
    finally:
        server.__exit__(None, None, None)


def answered_records_survive_kill_9():
    for mode in MODES:
        kill_and_count(mode)


main(answered_records_survive_kill_9)
