# SPDX-License-Identifier: Apache-2.0
"""Rules are loaded when their files change, whatever way an editor or a mount has to change them,
and only then."""
import os
import shutil
import time

from service import BLOCKED, Server, main, rules_text, until

OTHER = rules_text().replace("weapons.explosives.build", "weapons.explosives.other").replace(
    "build a pipe bomb", "build a nail bomb")


def message(server):
    findings = server.check(BLOCKED)[2].get("findings")
    return findings[0]["message"] if findings else None


def loads(server):
    return len(server.events("rules_loaded"))


def comes(server, text):
    until(lambda: message(server) == text, f"the message {text!r}")


def an_edit_in_place_is_seen():
    with Server(watch=True) as server:
        with open(os.path.join(server.rules, "test.yaml"), "w", encoding="utf-8") as rules:
            rules.write(rules_text("In place."))
        comes(server, "In place.")
        event = server.events("rules_loaded")[-1]
        assert event["cause"] == "watch", event


def an_edit_by_rename_is_seen():
    with Server(watch=True) as server:
        server.write_rules(rules_text("By rename."))
        comes(server, "By rename.")


def a_file_that_is_written_slowly_is_read_when_it_is_whole():
    with Server(watch=True) as server:
        text = rules_text("Slowly.")
        with open(os.path.join(server.rules, "slow.yaml"), "w", encoding="utf-8") as rules:
            for at in range(0, len(OTHER), 200):
                rules.write(OTHER[at:at + 200])
                rules.flush()
                time.sleep(0.3)
        server.wait_for("rules_loaded", 2)
        assert not server.events("rules_refused")
        server.write_rules(text)
        comes(server, "Slowly.")


def files_and_folders_come_and_go():
    with Server(watch=True) as server:
        server.write_rules(OTHER, "more.yaml")
        assert server.wait_for("rules_loaded", 2)["rules"] == 2
        below = os.path.join(server.rules, "below", "deeper")
        os.makedirs(below)
        text = OTHER.replace("other", "third").replace("nail", "acid")
        server.write_rules(text, "below/deeper/third.yaml")
        assert server.wait_for("rules_loaded", 3)["rules"] == 3
        server.write_rules(text.replace("Not allowed", "Changed"), "below/deeper/third.yaml")
        server.wait_for("rules_loaded", 4)
        os.unlink(os.path.join(server.rules, "more.yaml"))
        assert server.wait_for("rules_loaded", 5)["rules"] == 2
        shutil.rmtree(os.path.join(server.rules, "below"))
        assert server.wait_for("rules_loaded", 6)["rules"] == 1
        assert server.stop() == 0


def lists_and_policies_count():
    with Server(watch=True) as server:
        before = server.check(BLOCKED)[2]["revision"]
        os.makedirs(os.path.join(server.rules, "lists"))
        server.write_rules("pipe bomb\n", "lists/things.txt")
        server.wait_for("rules_loaded", 2)
        os.makedirs(os.path.join(server.rules, "policies"))
        server.write_rules("schema: 1\ndescription: Strict\nlevel: 2\n", "policies/strict.yaml")
        server.wait_for("rules_loaded", 3)
        assert server.check(BLOCKED)[2]["revision"] != before
        assert server.check(BLOCKED, policy="strict")[0] == 200


def a_broken_edit_is_refused_and_mended():
    with Server(watch=True) as server:
        before = server.check(BLOCKED)[2]["revision"]
        server.write_rules("schema: 1\nrules: [\n")
        event = server.wait_for("rules_refused")
        assert "test.yaml:" in event["detail"], event
        assert server.check(BLOCKED)[2]["revision"] == before
        assert server.request("GET", "/readyz")[0] == 200
        server.write_rules(rules_text("Mended."))
        comes(server, "Mended.")
        assert server.stop() == 0


def a_swapped_folder_is_seen():
    with Server(wait_ready=False, watch=True) as server:
        server.process.kill()
        server.process.wait()
        for name in "old", "new":
            os.makedirs(os.path.join(server.folder, name))
            with open(os.path.join(server.folder, name, "a.yaml"), "w", encoding="utf-8") as rules:
                rules.write(rules_text(name))
        os.rmdir(server.rules)
        os.symlink("old", server.rules)
        server.start()
        comes(server, "old")
        os.symlink("new", server.rules + ".next")
        os.rename(server.rules + ".next", server.rules)
        comes(server, "new")
        with open(os.path.join(server.folder, "new", "a.yaml"), "w", encoding="utf-8") as rules:
            rules.write(rules_text("newer"))
        comes(server, "newer")
        # Nothing is left of the old one.
        with open(os.path.join(server.folder, "old", "a.yaml"), "w", encoding="utf-8") as rules:
            rules.write(rules_text("gone"))
        time.sleep(0.6)
        assert message(server) == "newer" and loads(server) == 3


def a_mounted_configmap_is_seen():
    with Server(wait_ready=False, watch=True) as server:
        def release(name, text):
            os.makedirs(os.path.join(server.rules, name))
            with open(os.path.join(server.rules, name, "a.yaml"), "w", encoding="utf-8") as rules:
                rules.write(text)
            os.symlink(name, os.path.join(server.rules, "..data_tmp"))
            os.rename(os.path.join(server.rules, "..data_tmp"),
                      os.path.join(server.rules, "..data"))

        release("..2026_11_20", rules_text("first"))
        os.symlink("..data/a.yaml", os.path.join(server.rules, "a.yaml"))
        comes(server, "first")
        release("..2026_11_21", rules_text("second"))
        shutil.rmtree(os.path.join(server.rules, "..2026_11_20"))
        comes(server, "second")
        release("..2026_11_22", rules_text("third"))
        comes(server, "third")


def a_folder_may_go_and_come_back():
    with Server(watch=True) as server:
        os.rename(server.rules, server.rules + ".away")
        server.wait_for("rules_refused")
        with open(os.path.join(server.rules + ".away", "test.yaml"), "w",
                  encoding="utf-8") as rules:
            rules.write(rules_text("Back."))
        os.rename(server.rules + ".away", server.rules)
        comes(server, "Back.")


def many_edits_are_few_loads():
    with Server(watch=True) as server:
        begin = time.monotonic()
        for i in range(40):
            server.write_rules(rules_text(f"Edit {i}."))
            time.sleep(0.02)
        quiet = (time.monotonic() - begin - 40 * 0.02) / 0.2    # as often it may have looked calm
        comes(server, "Edit 39.")
        time.sleep(0.5)
        assert loads(server) <= 5 + quiet, loads(server)


def what_is_no_rule_is_not_loaded_and_rest_costs_nothing():
    with Server(watch=True) as server:
        for name in ".test.yaml.swp", ".hidden", "../beside.yaml":
            server.write_rules("x", name)
        time.sleep(1)
        assert [e["msg"] for e in server.events() if e["msg"].startswith("rules_")] == [
            "rules_watched", "rules_loaded"]

        def cpu():
            with open(f"/proc/{server.process.pid}/stat", encoding="ascii") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
            return int(fields[11]) + int(fields[12])
        before = cpu()
        time.sleep(1.5)
        assert cpu() - before <= 3, cpu() - before


def it_can_be_left_out():
    with Server("--rules-watch=false", watch=True) as server:
        server.write_rules(rules_text("Unseen."))
        time.sleep(0.8)
        assert message(server) == "Not allowed."
        assert not server.events("rules_watched")


main(an_edit_in_place_is_seen, an_edit_by_rename_is_seen,
     a_file_that_is_written_slowly_is_read_when_it_is_whole, files_and_folders_come_and_go,
     lists_and_policies_count, a_broken_edit_is_refused_and_mended, a_swapped_folder_is_seen,
     a_mounted_configmap_is_seen, a_folder_may_go_and_come_back, many_edits_are_few_loads,
     what_is_no_rule_is_not_loaded_and_rest_costs_nothing, it_can_be_left_out)
